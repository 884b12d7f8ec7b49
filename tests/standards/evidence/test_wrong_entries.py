"""1.3: entries that differ from the paper that the clerk had signed for, and what their bills are worth."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from kaohe.sim.records import PAPERS, SCHEMA, ids
from kaohe.standards import Rulebook
from kaohe.standards.judging.judge import judge
from kaohe.standards.policies.policy import Policy
from tests.standards import industry
from tests.standards.connection import (
    CUSTOMER,
    FITTER,
    METER,
    OPENING,
    REGISTRATION,
    Connection,
    other_clauses,
    swap,
    three_bills,
    worked_example,
)
from tests.standards.records_builder import AUDITOR, CLERK, INSPECTOR, ISSUER, Desk
from tests.standards.verdicts import cited, days, findings, the_finding

# ── 1.3, the worked example ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_wrong_multiplier_is_worth_all_bills_until_the_archive_is_put_right() -> None:
    # (90 + 465 + 450) units × (30 − 20) = 10,050 kWh × 0.80 = 8,040.00.
    of, check = worked_example()
    (finding,) = findings(of.desk, "1.3")
    assert (finding.staff, finding.object_type, finding.object_id) == (CLERK, "entry", OPENING)
    assert (finding.amount_fen, finding.over_billed, finding.loss_fen) == (804_000, False, 804_000)
    assert (finding.energy_kwh, finding.consequence, finding.discovered_by) == (10_050, True, -1)
    assert days(finding) == ("03-07", "03-13")
    assert finding.formula == "entry.multiplier"
    assert ("archive_check", check) in cited(finding, "late")
    assert {"opening", "work_order", "paper_log", "bill"} <= {table for table, _ in cited(finding)}
    assert finding.inputs["wrong_periods"] == [200103, 200104, 200105]
    assert other_clauses(of.desk) == set()


def test_it_costs_five_months_of_the_bonus() -> None:
    # 3 + 3 × (8,040 − 1,000) ÷ 9,000 = 5.35.
    of, _ = worked_example()
    assessed = judge(of.desk.records(), Policy.load("handbook"), Rulebook.load())
    assert assessed.incidents["tier"].to_list() == ["general"]
    assert assessed.sanctions.select("rule", "value", "unit").rows() == [("S1", 5, "months")]


def test_once_supplemented_nothing_is_lost() -> None:
    of, check = worked_example()
    for period, fen in ((200103, 72_000), (200104, 372_000), (200105, 360_000)):
        of.supplement(period, "06-13", fen, check)
    (finding,) = findings(of.desk, "1.3")
    assert (finding.amount_fen, finding.loss_fen) == (804_000, 0)
    (before,) = findings(of.desk, "1.3", "06-12")
    assert before.loss_fen == 804_000


def test_a_refund_of_what_was_billed_too_much_is_no_loss() -> None:
    of = Connection(opened={"multiplier": 40})
    of.month("03-12", ("03-06", 100), 190, 3600 * 80, 3600)
    of.supplement(200103, "06-13", -72_000, of.check("05-16"))
    (finding,) = findings(of.desk, "1.3")
    assert (finding.amount_fen, finding.over_billed, finding.loss_fen) == (72_000, True, 0)


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
    of, _ = worked_example()
    (finding,) = findings(of.desk, "1.3", as_of)
    assert (finding.consequence, days(finding), finding.amount_fen) == (consequence, ("03-07", discovered), fen)
    assert not findings(of.desk, "1.3", "03-06")


def test_an_audit_that_stands_before_the_bill_names_who_noticed() -> None:
    of, _ = worked_example()
    audit = of.audit("opening", "03-08", False, "multiplier")
    (finding,) = findings(of.desk, "1.3")
    assert finding.discovered_by == AUDITOR
    assert ("audit", audit) in cited(finding, "proof")


def test_a_comparison_on_the_spot_before_the_bill_names_who_noticed() -> None:
    of = Connection(opened={"multiplier": 20})
    of.check("03-09")
    three_bills(of, 20)
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
    assert other_clauses(of.desk) == set()


def test_a_wrong_capacity_counts_the_charge_of_two_part_prices() -> None:
    # 100 kVA entered as 60: 40 × 15.00 a month.
    of = Connection(price_class="industry", registered={"capacity_kva": 60})
    priced = {"price_class": "industry", "energy_e4": 4000, "capacity_kva": 60}
    of.month("03-12", ("03-06", 100), 190, 2700 * 40 + 60 * 1500, 2700, **priced)
    of.month("04-12", ("03-12", 190), 200, 300 * 40 + 60 * 1500, 300, **priced)
    (finding,) = findings(of.desk, "1.3")
    assert (finding.amount_fen, finding.formula) == (2 * 60_000, "entry.capacity_kva")
    assert other_clauses(of.desk) == set()


@pytest.mark.parametrize("registered", [{"capacity_kva": 60}, {"book": 9}])
def test_what_no_bill_asks_for_stays_a_slip(registered: dict[str, object]) -> None:
    of = Connection(registered=registered)
    three_bills(of, 30)
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
    assert other_clauses(of.desk) == set()


def test_too_few_digits_turn_over_what_went_on() -> None:
    # Five digits entered as three: 1105 − 190 = 915 units, of which the archive turns 655 → 1105 as 105 − 655 = 450.
    of = Connection(opened={"digits": 3})
    three_bills(of, 30)
    (finding,) = findings(of.desk, "1.3")
    assert not finding.consequence


def test_too_many_digits_do_not_turn_over_with_the_meter() -> None:
    # Two digits entered as five, the meter turns from 95 to 05: 10 units due, −90 billed: 100 × 30 × 0.80 = 2,400.00.
    of = Connection(digits=2, first=80, opened={"digits": 5})
    of.month("03-12", ("03-06", 80), 95, 450 * 80, 450)
    of.month("03-14", ("03-12", 95), 5, -2700 * 80, -2700)
    (finding,) = findings(of.desk, "1.3")
    assert (finding.amount_fen, finding.energy_kwh, finding.over_billed) == (240_000, 3000, False)
    assert "2.2" not in other_clauses(of.desk)


def test_a_blank_transformer_leaves_its_losses_out() -> None:
    # S9, 315 kVA. 144 hours: 0.67 × 144 + 3.65 × (2,700² + 0²) ÷ (315² × 144) = 96.48 + 1.86 = 98 kWh × 0.40 = 39.20.
    desk = Desk()
    of = Connection(
        desk, price_class="industry", capacity_kva=315, series="S9", kva=315, multi_function=True,
        registered={"series": None, "kva": None},
    )  # fmt: skip
    priced = {"price_class": "industry", "energy_e4": 4000, "capacity_kva": 315}
    # Six days of the capacity charge of thirty: 315 × 15.00 × 6 ÷ 30.
    bill = of.month("03-12", ("03-06", 100), 190, 2700 * 40 + 94_500, 2700, **priced)
    _further(desk, bill)
    (finding,) = findings(desk, "1.3")
    assert (finding.amount_fen, finding.energy_kwh, finding.formula) == (3_920, 98, "entry.transformer")
    assert finding.inputs["source_transformer"] == "S9 315"
    assert finding.inputs["entered_transformer"] is None
    of.transformer("03-20")
    assert findings(desk, "1.3")[0].amount_fen == 3_920
    assert other_clauses(desk) == set()


def test_a_transformer_that_no_table_has_proves_nothing() -> None:
    of = Connection(
        price_class="industry", series="S9", kva=316, multi_function=True, registered={"series": None, "kva": None}
    )
    priced = {"price_class": "industry", "energy_e4": 4000, "capacity_kva": 100}
    _further(of.desk, of.month("03-12", ("03-06", 100), 190, 2700 * 40 + 30_000, 2700, **priced))
    (finding,) = findings(of.desk, "1.3")
    assert (finding.consequence, finding.amount_fen) == (False, 0)


def _further(desk: Desk, bill: int) -> None:
    """Further registers that stand still, and the energy sheet of a bill of six days."""
    registers: dict[str, Any] = {f"{name}_register": 10 for name in ("peak", "valley", "reactive")}
    for row in list(desk.rows["reading"]):
        desk.add("register_reading", "03-12", id=row["id"], meter=METER, customer=CUSTOMER, period=200103, **registers)
    shown: dict[str, Any] = {f"{name}_{side}": 10 for name in ("peak", "valley", "reactive") for side in ("from", "to")}
    removed: dict[str, Any] = {"swap_peak_kwh": 0, "swap_valley_kwh": 0, "swap_kvarh": 0}
    told: dict[str, Any] = {"hours": 144, "capacity_days": 6, "peak_kwh": 0, "flat_kwh": 2700, "valley_kwh": 0}
    desk.add(
        "energy_sheet", "03-13", staff=ISSUER, id=bill, customer=CUSTOMER, period=200103,
        loss_kvarh=0, kvarh=0, **shown, **removed, **told,
    )  # fmt: skip
    for number, fen in enumerate((94_500, 2700 * 38, 2700 * 2)):
        key = SCHEMA["bill_line"].key.pack(bill=bill, number=number)
        line = ("capacity", "energy", "fund:loan")[number]
        desk.add("bill_line", "03-13", id=key, bill=bill, customer=CUSTOMER, line=line, quantity=0, amount_fen=fen)


def test_every_line_of_a_bill_of_large_industry_is_worked_out_anew() -> None:
    # Multiplier 100 entered as 80: all four registers count less, and with them losses, periods, power factor, funds.
    desk = industry.office()
    desk.rows["meter"][-1]["multiplier"] = 80
    _opened(desk, 1, entered=80, order=100)
    issued = industry.Use(kwh=40_000, peak=12_000, valley=8_000, kvarh=24_000)
    industry.issue(desk, industry.read(desk), issued)
    (finding,) = findings(desk, "1.3")
    assert finding.amount_fen == industry.Use().fen - issued.fen
    assert finding.energy_kwh == 10_000 + industry.Use().loss_kwh - issued.loss_kwh
    assert other_clauses(desk) == set()


def _opened(desk: Desk, customer: int, entered: int, order: int) -> None:
    """Order, hand-over and opening of a meter that is in the archive since the first day."""
    before, paper = datetime(2000, 12, 29, 15), PAPERS.thing("paper").key.pack(application=customer, kind="work_order")
    meter = ids.meter_id(customer, 0)
    of: dict[str, Any] = {"customer": customer, "digits": 5}
    desk.add(
        "work_order", before, staff=FITTER, kind="install", reason="new", done_on=date(2000, 12, 29),
        new_meter=meter, multiplier=order, install_register=1000, **of,
    )  # fmt: skip
    desk.add("paper_log", before, staff=CLERK, paper=paper, kind="work_order", action="signed", to_staff=CLERK)
    desk.add(
        "opening", datetime(2001, 1, 1), staff=CLERK, id=customer, application=customer, meter=meter,
        multiplier=entered, first_register=1000, entered_on="01-01", **of,
    )  # fmt: skip


def test_a_removed_meter_counts_with_the_multiplier_of_its_order() -> None:
    # Removed at 655 with 465 units since the first bill: 465 × (30 − 20) × 0.80 = 3,720.00 more than the first 720.00.
    of = Connection(opened={"multiplier": 20})
    of.month("03-12", ("03-06", 100), 190, 1800 * 80, 1800)
    swap(of, "04-10", 655)
    reading = of.desk.reading(CUSTOMER, 200104, 20, "04-12", meter=1)
    of.desk.bill(
        CUSTOMER, 200104, "04-13", ("03-12", 190), ("04-12", 20), reading, (9300 + 20) * 80, 9320,
        price_class="commerce", energy_e4=8000, meter=1, swap_kwh=9300,
    )  # fmt: skip
    (finding,) = findings(of.desk, "1.3")
    assert (finding.amount_fen, finding.energy_kwh) == (72_000 + 372_000, 900 + 4650)
    assert other_clauses(of.desk) == set()


def test_of_two_meters_removed_in_a_period_only_the_wrong_one_counts() -> None:
    # 465 units of the first meter at 20 instead of 30, and 10 of the second at 1: 9,300 + 10 removed, 13,950 + 10 due.
    of = Connection(opened={"multiplier": 20})
    of.month("03-12", ("03-06", 100), 190, 1800 * 80, 1800)
    swap(of, "04-09", 655)
    swap(of, "04-10", 10, number=2)
    reading = of.desk.reading(CUSTOMER, 200104, 20, "04-12", meter=2)
    of.desk.bill(
        CUSTOMER, 200104, "04-13", ("03-12", 190), ("04-12", 20), reading, 9330 * 80, 9330,
        price_class="commerce", energy_e4=8000, meter=2, swap_kwh=9310,
    )  # fmt: skip
    (finding,) = findings(of.desk, "1.3")
    assert (finding.amount_fen, finding.energy_kwh) == (72_000 + 372_000, 900 + 4650)
    assert other_clauses(of.desk) == set()


def test_a_meter_removed_before_its_first_bill_began_at_the_register_of_its_order() -> None:
    # 100 entered as 60, removed at 120: 60 units removed, 20 due; 40 × 30 × 0.80 = 960.00 too much.
    of = Connection(opened={"first_register": 60})
    swap(of, "03-08", 120, period=200103)
    reading = of.desk.reading(CUSTOMER, 200103, 20, "03-12", meter=1)
    of.desk.bill(
        CUSTOMER, 200103, "03-13", ("03-06", 60), ("03-12", 20), reading, 1820 * 80, 1820,
        price_class="commerce", energy_e4=8000, meter=1, swap_kwh=1800,
    )  # fmt: skip
    (finding,) = findings(of.desk, "1.3")
    assert (finding.amount_fen, finding.energy_kwh, finding.over_billed) == (96_000, 1200, True)
