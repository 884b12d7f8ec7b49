"""The judge as a whole: frames, prices by a policy, intent, slips; the same for any order of rows."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from kaohe.sim.records import Records, ids
from kaohe.standards.judging.assessment import Assessment
from kaohe.standards.judging.judge import apply, find, judge
from kaohe.standards.judging.valuation import late_fen
from kaohe.standards.ledger.cites import Part
from kaohe.standards.policies.policy import Policy
from kaohe.standards.rulebook.model import Rulebook
from tests.proving import examples
from tests.standards.records_builder import ACCOUNTANT, CLERK, READER, Desk, day_number, on


@pytest.fixture(name="policy", scope="module")
def _policy() -> Policy:
    return Policy.load("handbook")


@pytest.fixture(name="rulebook", scope="module")
def _rulebook() -> Rulebook:
    return Rulebook.load()


def _office() -> Desk:
    """One act of most clauses: 1.7, 2.1, 2.2, 2.7, 3.1 twice, 4.1, 5.4, 6.6."""
    desk = Desk()
    bills = []
    for customer, register in ((1, 1100), (2, 6000), (3, 1200)):
        desk.customer(customer, capacity_kva=100, plate=(1, 220, 40))
        bills.append(desk.month(customer, register=register, amount_fen=(register - 1000) * 45))
    desk.customer(4, price_class="commerce")
    bills.append(desk.month(4))
    desk.customer(5)
    desk.reading(5, 200103, 1150, "03-05")
    desk.batch(200103, "03-05")
    desk.reading(2, 200103, 2000, "03-12", kind="spot")
    desk.batch(200103, "03-28", book=9)
    key = ids.book_period_id(1, ids.period_index(200103))
    desk.add("arrears_item", "03-20", staff=31, id=bills[2], list=key, bill=bills[2], customer=3, amount_fen=9000)
    desk.add(
        "arrears_list",
        "03-20",
        staff=31,
        id=key,
        book=1,
        period=200103,
        due_on="03-16",
        limit_on="03-23",
        bills=1,
        amount_fen=9000,
        signed_by=READER,
    )
    desk.receipt(bills[0], "03-14", 4500)
    desk.hand_in("03-14", 4500, day="03-16")
    desk.deposit("03-16", 4000)
    desk.add(
        "fee_receipt",
        "03-07",
        staff=CLERK,
        application=1,
        fee="meter",
        amount_fen=5000,
        takings_on="03-07",
        receipt_no=1,
    )
    desk.add("issue_balance", "03-31", staff=ACCOUNTANT, period=200103, due=5, issued=4, pending=0, difference=1)
    return desk


@pytest.fixture(name="office", scope="module")
def _records() -> Records:
    return _office().records()


def test_each_act_is_one_incident_with_its_price(office: Records, policy: Policy, rulebook: Rulebook) -> None:
    # 2.2: the check of 03-12 shows 2000, recorded 6000: 4,000 kWh × 0.45 = 180,000 分 are proven.
    # Likely: 28 of 35 days since 02-05, 1000 × 28 / 35 = 800; 4,200 kWh × 0.45 = 189,000 分.
    assessment = judge(office, policy, rulebook, on("04-30"))
    amounts = assessment.incidents.sort("clause", "object_id").select("clause", "post", "amount_fen", "tier").rows()
    assert amounts == [
        ("1.7", "registration_clerk", 5000, "non_assessed"),
        ("2.1", "meter_reader", 0, "non_assessed"),
        ("2.2", "meter_reader", 180000, "general"),
        ("2.7", "meter_reader", 9000, "non_assessed"),
        ("3.1", "issuance_clerk", 3500, "non_assessed"),
        ("3.1", "issuance_clerk", 6750, "non_assessed"),
        ("4.1", "collector", 2, "non_assessed"),
        ("5.3", "cashier", 0, "non_assessed"),
        ("5.4", "cashier", 500, "non_assessed"),
        ("5.5", "cashier", 35, "non_assessed"),
        ("6.6", "accountant", 6750, "non_assessed"),
        ("6.7", "accountant", 4000, "non_assessed"),
    ]
    again = assessment.incidents.filter(pl.col("again_fen") > 0)
    assert again.select("clause", "again_fen").rows() == [("6.6", 6750)]
    assert assessment.findings["incident_id"].to_list() == list(range(1, 13))
    likely = assessment.incidents.filter(pl.col("estimate_fen").is_not_null())
    assert likely.select("clause", "estimate_fen").rows() == [("2.2", 189000)]


def test_every_finding_cites_rows_that_exist_and_its_first_is_named(
    office: Records, policy: Policy, rulebook: Rulebook
) -> None:
    assessment = judge(office, policy, rulebook)
    first = assessment.cites.group_by("finding_id", maintain_order=True).first()
    named = assessment.findings.select("finding_id", "table", "row_key")
    assert_frame_equal(first.select("finding_id", "table", "row_key"), named)
    for table, keys in assessment.cites.group_by("table"):
        assert set(keys["row_key"]) <= set(office.table(str(table[0]))["id"])


def test_inputs_are_the_numbers_of_the_formula(office: Records, policy: Policy, rulebook: Rulebook) -> None:
    findings = judge(office, policy, rulebook).findings
    written = findings.filter(pl.col("clause") == "2.2")["inputs"][0]
    inputs = json.loads(written)
    assert json.dumps(inputs, sort_keys=True, separators=(",", ":")) == written
    start, end, days, span = (inputs[name] for name in ("previous_register", "shown_register", "days", "days_between"))
    assert (end - start) * days // span == inputs["likely_kwh"] == 800
    assert inputs["estimate_kwh"] == inputs["recorded_kwh"] - inputs["likely_kwh"] == 4200
    assert inputs["estimate_fen"] == 189000
    assert inputs["recorded_register"] - inputs["units"] == inputs["established_register"] == end
    assert inputs["recorded_fen"] - inputs["established_fen"] == inputs["amount_fen"] == 180000


def test_slips_have_no_incident(policy: Policy, rulebook: Rulebook) -> None:
    desk = Desk()
    desk.customer(1)
    desk.month(1)
    desk.batch(200103, "03-05")
    assessment = judge(desk.records(), policy, rulebook, on("03-31"))
    assert assessment.findings.select("clause", "consequence", "incident_id").rows() == [("6.6", False, None)]
    assert assessment.incidents.is_empty()
    assert assessment.sanctions.is_empty()


def test_a_clean_office_has_no_finding(policy: Policy, rulebook: Rulebook) -> None:
    assessment = judge(Desk().records(), policy, rulebook, on("12-31"))
    assert all(frame.is_empty() for frame in assessment.frames().values())


def test_an_enquiry_decides_intent(policy: Policy, rulebook: Rulebook) -> None:
    for intentional, intent in ((True, "established"), (False, "none")):
        desk = _office()
        desk.add(
            "enquiry",
            "04-10",
            staff=71,
            clause="1.7",
            person=CLERK,
            object_type="clerk_day",
            object_id=ids.clerk_day_id(CLERK, day_number("03-07")),
            intentional=intentional,
        )
        for day, expected in (("04-09", "none"), ("04-10", intent)):
            incidents = judge(desk.records(), policy, rulebook, on(day)).incidents
            assert incidents.filter(pl.col("clause") == "1.7")["intent"].to_list() == [expected]


@pytest.mark.parametrize("priced_as, amount", [("interest", 2), ("principal", 4500)])
def test_late_money_is_priced_by_the_policy(
    office: Records, policy: Policy, rulebook: Rulebook, priced_as: str, amount: int
) -> None:
    # 4,500 分 two days late at 0.00021 a day: 1.89 分.
    found = find(office, Rulebook.load(), on("04-30"))
    incidents = apply(found, policy.vary({"delay": {"priced_as": priced_as}}), rulebook).incidents
    assert incidents.filter(pl.col("clause") == "4.1")["amount_fen"].to_list() == [amount]


def test_late_money_rounds_half_up(policy: Policy) -> None:
    delay = policy.vary({"delay": {"daily_rate": "0.0005"}}).delay
    assert [late_fen([Part(principal, 1)], delay) for principal in (999, 1000, 2999, 3000)] == [0, 1, 1, 2]


def test_interest_of_several_sums_is_added_up_and_rounded_once(policy: Policy) -> None:
    # 0.63 分 thrice are 1.89; rounded one by one they would be 3, and 0.46998 分 twice nothing at all.
    delay = policy.vary({"delay": {"daily_rate": "0.00021"}}).delay
    assert late_fen([Part(3000, 1)] * 3, delay) == 2
    assert late_fen([Part(2238, 1)] * 2, delay) == 1
    assert late_fen([Part(2238, 1), Part(700, 31, open=True), Part(2238, 1)], delay) == 701


def test_what_is_written_is_read_again(office: Records, policy: Policy, rulebook: Rulebook, tmp_path: Path) -> None:
    assessment = judge(office, policy, rulebook)
    assessment.write(tmp_path / "assessment")
    again = Assessment.read(tmp_path / "assessment")
    for name, frame in assessment.frames().items():
        assert_frame_equal(again.frames()[name], frame)


@settings(examples(10), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32 - 1))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    policy, rulebook, frames = Policy.load("handbook"), Rulebook.load(), _office().frames()
    plain = judge(Records.from_frames(frames), policy, rulebook, on("04-30"))
    mixed = {name: frame.sample(fraction=1, shuffle=True, seed=seed) for name, frame in frames.items()}
    shuffled = judge(Records.from_frames(mixed), policy, rulebook, on("04-30"))
    for name, frame in plain.frames().items():
        assert_frame_equal(shuffled.frames()[name], frame)


def test_findings_stand_from_their_discovery_on(office: Records) -> None:
    every = find(office, Rulebook.load(), on("04-30")).findings
    for day in pl.date_range(on("03-01"), on("04-30"), eager=True):
        found = [one for one in find(office, Rulebook.load(), day).findings if one.consequence or one in every]
        keys = {(one.clause, one.staff, one.object_id, one.occurred_on, one.discovered_on) for one in found}
        due = {
            (one.clause, one.staff, one.object_id, one.occurred_on, one.discovered_on)
            for one in every
            if one.discovered_on <= on("03-01").toordinal() - 719163 + (day - on("03-01")).days
        }
        assert keys == due
