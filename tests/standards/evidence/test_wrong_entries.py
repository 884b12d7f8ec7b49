"""1.3 and 7.1: entries that differ from the paper that the clerk had signed for, and audits that passed them."""

from __future__ import annotations

import pytest

from kaohe.standards import Rulebook
from kaohe.standards.judging.judge import judge
from kaohe.standards.policies.policy import Policy
from tests.standards.connection import OPENING, REGISTRATION, Connection
from tests.standards.records_builder import AUDITOR, CLERK, INSPECTOR, Desk
from tests.standards.verdicts import cited, days, findings, the_finding

DAYS = ("03-12", "04-12", "05-12")


def _three_bills(of: Connection, multiplier: int) -> None:
    """15 units a day from 100 on: 90, 465 and 450 units."""
    start = ("03-06", 100)
    for day, register, issued in zip(DAYS, (190, 655, 1105), ("03-13", "04-13", "05-14"), strict=True):
        kwh = (register - start[1]) * multiplier
        of.month(day, start, register, kwh * 80, kwh, issued=issued)
        start = (day, register)


def _mended(of: Connection) -> int:
    """The comparison on the spot finds the order's multiplier; the archive is put right, and a bill made by it."""
    check = of.check("05-16")
    of.meter(1, "05-16", multiplier=30)
    of.month("06-12", ("05-12", 1105), 1570, 465 * 30 * 80, 465 * 30)
    return check


def _worked_example() -> tuple[Connection, int]:
    of = Connection(opened={"multiplier": 20})
    _three_bills(of, 20)
    return of, _mended(of)


def _others(desk: Desk) -> set[str]:
    found = judge(desk.records(), Policy.load("handbook"), Rulebook.load()).findings
    return set(found["clause"].to_list()) - {"2.1", "6.6", "2.7", "1.3", "7.1"}


# ── 1.3, the worked example ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_wrong_multiplier_is_worth_all_bills_until_the_archive_is_put_right() -> None:
    # (90 + 465 + 450) units × (30 − 20) = 10,050 kWh × 0.80 = 8,040.00.
    of, check = _worked_example()
    (finding,) = findings(of.desk, "1.3")
    assert (finding.staff, finding.object_type, finding.object_id) == (CLERK, "entry", OPENING)
    assert (finding.amount_fen, finding.over_billed, finding.loss_fen) == (804_000, False, 804_000)
    assert (finding.energy_kwh, finding.consequence, finding.discovered_by) == (10_050, True, -1)
    assert days(finding) == ("03-07", "03-13")
    assert finding.formula == "entry.multiplier"
    assert ("archive_check", check) in cited(finding, "late")
    assert {"opening", "work_order", "paper_log", "bill"} <= {table for table, _ in cited(finding)}
    assert finding.inputs["wrong_periods"] == [200103, 200104, 200105]
    assert _others(of.desk) == set()


def test_it_costs_five_months_of_the_bonus() -> None:
    # 3 + 3 × (8,040 − 1,000) ÷ 9,000 = 5.35.
    of, _ = _worked_example()
    assessed = judge(of.desk.records(), Policy.load("handbook"), Rulebook.load())
    incident = assessed.incidents.filter(assessed.incidents["clause"] == "1.3")
    assert incident["tier"].to_list() == ["general"]
    assert incident["caused_fen"].to_list() == [804_000]
    assert assessed.sanctions.filter(assessed.sanctions["incident_id"] == incident["incident_id"][0])[
        "months"
    ].to_list() == [5]


def test_once_supplemented_nothing_is_lost() -> None:
    of, check = _worked_example()
    for period, fen in ((200103, 72_000), (200104, 372_000), (200105, 360_000)):
        of.supplement(period, "06-13", fen, check)
    (finding,) = findings(of.desk, "1.3")
    assert (finding.amount_fen, finding.loss_fen) == (804_000, 0)
    (before,) = findings(of.desk, "1.3", "06-12")
    assert before.loss_fen == 804_000


@pytest.mark.parametrize(
    "as_of, consequence, discovered, fen",
    [
        ("03-07", False, "03-07", 0),
        ("03-12", False, "03-07", 0),
        ("03-13", True, "03-13", 72_000),
        ("04-13", True, "03-13", 444_000),
        ("05-14", True, "03-13", 804_000),
        ("12-31", True, "03-13", 804_000),
    ],
)
def test_it_is_a_slip_until_the_first_bill_that_differs(
    as_of: str, consequence: bool, discovered: str, fen: int
) -> None:
    of, _ = _worked_example()
    (finding,) = findings(of.desk, "1.3", as_of)
    assert (finding.consequence, days(finding), finding.amount_fen) == (consequence, ("03-07", discovered), fen)
    assert not findings(of.desk, "1.3", "03-06")


def test_an_audit_that_stands_before_the_bill_names_who_noticed() -> None:
    of, _ = _worked_example()
    audit = of.audit("opening", "03-08", False, "multiplier")
    (finding,) = findings(of.desk, "1.3")
    assert finding.discovered_by == AUDITOR
    assert ("audit", audit) in cited(finding, "proof")


def test_a_comparison_on_the_spot_before_the_bill_names_who_noticed() -> None:
    of = Connection(opened={"multiplier": 20})
    of.check("03-09")
    _three_bills(of, 20)
    (finding,) = findings(of.desk, "1.3")
    assert finding.discovered_by == INSPECTOR


# ── 1.3, each column ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_wrong_class_counts_the_difference_of_prices() -> None:
    # Entered as a resident: 90 units × 30 = 2,700 kWh × (0.80 − 0.45) = 945.00.
    of = Connection(registered={"price_class": "resident"})
    of.month("03-12", ("03-06", 100), 190, 2700 * 45, 2700, price_class="resident", energy_e4=4500)
    (finding,) = findings(of.desk, "1.3")
    assert (finding.object_id, finding.amount_fen, finding.over_billed) == (REGISTRATION, 94_500, False)
    assert (finding.formula, days(finding)) == ("entry.price_class", ("03-02", "03-13"))
    assert finding.energy_kwh == 0
    assert _others(of.desk) == set()


def test_a_wrong_capacity_counts_the_charge_of_two_part_prices() -> None:
    # 100 kVA entered as 60: 40 × 15.00 a month.
    of = Connection(price_class="industry", registered={"capacity_kva": 60})
    priced = {"price_class": "industry", "energy_e4": 4000, "capacity_kva": 60}
    of.month("03-12", ("03-06", 100), 190, 2700 * 40 + 60 * 1500, 2700, **priced)
    of.month("04-12", ("03-12", 190), 200, 300 * 40 + 60 * 1500, 300, **priced)
    (finding,) = findings(of.desk, "1.3")
    assert (finding.amount_fen, finding.formula) == (2 * 60_000, "entry.capacity_kva")
    assert _others(of.desk) == set()


@pytest.mark.parametrize("registered", [{"capacity_kva": 60}, {"book": 9}])
def test_what_no_bill_asks_for_stays_a_slip(registered: dict[str, object]) -> None:
    of = Connection(registered=registered)
    _three_bills(of, 30)
    finding = the_finding(of.desk, "1.3")
    assert (finding.consequence, finding.amount_fen, days(finding)) == (False, 0, ("03-02", "03-02"))


def test_a_wrong_first_register_makes_one_bill_wrong() -> None:
    # 100 entered as 60: the first bill has 40 units × 30 × 0.80 = 960.00 too much, no other is touched.
    of = Connection(opened={"first_register": 60})
    of.month("03-12", ("03-06", 60), 190, 3900 * 80, 3900)
    of.month("04-12", ("03-12", 190), 655, 13_950 * 80, 13_950)
    (finding,) = findings(of.desk, "1.3")
    assert (finding.amount_fen, finding.over_billed, finding.loss_fen) == (96_000, True, 0)
    assert finding.inputs["wrong_periods"] == [200103]
    assert _others(of.desk) == set()


def test_too_few_digits_turn_over_what_went_on() -> None:
    # Five digits entered as three: 1105 − 190 = 915 units, of which the archive turns 655 → 1105 as 105 − 655 = 450.
    of = Connection(opened={"digits": 3})
    _three_bills(of, 30)
    (finding,) = findings(of.desk, "1.3")
    assert not finding.consequence


def test_too_many_digits_do_not_turn_over_with_the_meter() -> None:
    # Two digits entered as five, the meter turns from 95 to 05: 10 units due, −90 billed: 100 × 30 × 0.80 = 2,400.00.
    of = Connection(digits=2, first=80, opened={"digits": 5})
    of.month("03-12", ("03-06", 80), 95, 450 * 80, 450)
    of.month("03-14", ("03-12", 95), 5, -2700 * 80, -2700)
    (finding,) = findings(of.desk, "1.3")
    assert (finding.amount_fen, finding.energy_kwh, finding.over_billed) == (240_000, 3000, False)
    assert "2.2" not in _others(of.desk)
