"""3.1 and 6.6: bills that are not the tariff, readings left unbilled, issue days nobody checked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from kaohe.sim.records import ids
from kaohe.standards.ledger.cites import Part
from kaohe.standards.ledger.record_tables import NONE
from tests.standards.records_builder import ACCOUNTANT, ISSUER, Desk, day_number
from tests.standards.verdicts import cited, days, findings, the_finding, the_incident

MARCH = ids.period_index(200103)


def _read_in_march(register: int = 1100, **customer: object) -> tuple[Desk, int]:
    desk = Desk()
    desk.customer(1, **customer)  # type: ignore[arg-type]  # what Desk.customer takes
    return desk, desk.reading(1, 200103, register, "03-05")


def _bill(desk: Desk, reading: int, amount_fen: int, day: str = "03-06", **bill: object) -> int:
    return desk.bill(1, 200103, day, ("02-05", 1000), ("03-05", 1100), reading, amount_fen, **bill)  # type: ignore[arg-type]  # columns by name


# ── 3.1, issued wrongly ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_bill_at_another_class_is_worth_the_difference() -> None:
    # 100 kWh at 0.80 instead of 0.45 yuan: 8,000 − 4,500 = 3,500 分.
    desk, reading = _read_in_march()
    bill = _bill(desk, reading, 8000, price_class="commerce", energy_e4=8000)
    finding = the_finding(desk, "3.1")
    assert (finding.staff, finding.object_type, finding.object_id) == (ISSUER, "customer_period", bill)
    assert (finding.amount_fen, finding.over_billed, finding.loss_fen) == (3500, True, 0)
    assert days(finding) == ("03-06", "03-06")
    assert {table for table, _ in cited(finding)} == {"bill", "reading", "customer", "price", "meter"}


def test_a_bill_rests_on_the_meter_as_it_was_archived_then() -> None:
    """A version of the end of March says nothing of a bill of the 6th."""
    desk, reading = _read_in_march()
    first = desk.rows["meter"][0]
    desk.rows["meter"].append({**first, "id": int(str(first["id"])) + 1, "recorded_at": datetime(2001, 3, 30, 9)})
    _bill(desk, reading, 8000, price_class="commerce", energy_e4=8000)
    assert [row for table, row in cited(the_finding(desk, "3.1")) if table == "meter"] == [first["id"]]


def test_a_reading_left_unbilled_is_priced_by_the_meter_as_it_was_archived_then() -> None:
    """Multiplied by 20 from the end of March on: of what was due before by 1."""
    desk, _ = _read_in_march()
    first = desk.rows["meter"][0]
    later = {"id": int(str(first["id"])) + 1, "recorded_at": datetime(2001, 3, 30, 9), "multiplier": 20}
    desk.rows["meter"].append({**first, **later})
    finding = the_finding(desk, "3.1")
    assert finding.amount_fen == 4500
    assert [row for table, row in cited(finding) if table == "meter"] == [first["id"]]


def test_a_bill_at_a_cheaper_class_is_a_loss() -> None:
    desk, reading = _read_in_march(price_class="commerce")
    _bill(desk, reading, 4500)
    finding = the_finding(desk, "3.1")
    assert (finding.amount_fen, finding.over_billed, finding.loss_fen) == (3500, False, 3500)


@pytest.mark.parametrize(
    "amount_fen, bill",
    [
        (4501, {}),
        (4455, {"kwh": 99}),
        (4400, {"energy_e4": 4400}),
    ],
)
def test_every_step_of_the_bill_is_worked_out_anew(amount_fen: int, bill: dict[str, Any]) -> None:
    desk, reading = _read_in_march()
    _bill(desk, reading, amount_fen, **bill)
    assert the_finding(desk, "3.1").amount_fen == abs(amount_fen - 4500)


@pytest.mark.parametrize("bill", [{"capacity_kva": 10}, {"price_class": "commerce"}])
def test_a_bill_of_the_right_amount_is_kept_whatever_class_it_names(bill: dict[str, Any]) -> None:
    desk, reading = _read_in_march()
    _bill(desk, reading, 4500, **bill)
    assert not findings(desk, "3.1")


def test_a_two_part_bill_charges_the_capacity_of_the_archive() -> None:
    # 100 units × 30 × 0.40 = 1,200 yuan and 315 kVA × 15 yuan = 4,725 yuan: 592,500 分. With 200 kVA: 420,000,
    # 172,500 too little.
    for capacity, fen, due in ((315, 592500, None), (200, 420000, 172500)):
        desk, reading = _read_in_march(price_class="industry", capacity_kva=315, multiplier=30)
        _bill(desk, reading, fen, price_class="industry", energy_e4=4000, capacity_kva=capacity, kwh=3000)
        assert [finding.amount_fen for finding in findings(desk, "3.1")] == ([] if due is None else [due])


def test_half_a_fen_is_rounded_away_from_zero() -> None:
    # 10 kWh at 0.4525 yuan = 4.525 yuan.
    for amount_fen, broken in ((453, False), (452, True)):
        desk = Desk()
        desk.price("odd", 4525)
        desk.customer(1, price_class="odd")
        reading = desk.reading(1, 200103, 1010, "03-05")
        desk.bill(
            1, 200103, "03-06", ("02-05", 1000), ("03-05", 1010), reading, amount_fen, price_class="odd", energy_e4=4525
        )
        assert bool(findings(desk, "3.1")) == broken


def test_the_archive_as_recorded_at_issue_decides() -> None:
    desk, reading = _read_in_march()
    desk.archive(1, price_class="commerce", day=datetime(2001, 3, 6, 11, 0, 1))
    _bill(desk, reading, 4500)
    assert not findings(desk, "3.1")
    desk.rows["customer"][-1]["recorded_at"] = datetime(2001, 3, 6, 11, 0)
    assert the_finding(desk, "3.1").amount_fen == 3500


def test_the_price_table_as_recorded_at_issue_decides() -> None:
    for day, since, amount_fen in (("03-01", "03-07", 4500), ("03-01", "03-06", 5000), ("03-07", "03-06", 4500)):
        desk, reading = _read_in_march()
        desk.price("resident", 5000, day=day, since=since)
        _bill(desk, reading, amount_fen, energy_e4=amount_fen)
        assert not findings(desk, "3.1")


def test_a_class_without_a_price_cannot_be_judged() -> None:
    desk, reading = _read_in_march(price_class="pump")
    _bill(desk, reading, 4500)
    with pytest.raises(LookupError, match="電價類別 pump"):
        findings(desk, "3.1")


def test_a_register_that_rolled_over_and_a_confirmed_negative_advance_are_billed_as_they_are() -> None:
    rolled = Desk()
    rolled.customer(1, digits=4, opening=9950)
    reading = rolled.reading(1, 200103, 50, "03-05")
    rolled.bill(1, 200103, "03-06", ("02-05", 9950), ("03-05", 50), reading, 4500, kwh=100)
    back = Desk()
    back.customer(1, opening=1000)
    back.reading(1, 200103, 900, "03-05")
    again = back.reading(1, 200103, 901, "03-06", kind="recheck")
    back.bill(1, 200103, "03-07", ("02-05", 1000), ("03-06", 901), again, -4455, kwh=-99)
    assert not findings(rolled, "3.1") + findings(back, "3.1")


# ── 3.1, left unissued ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reading_without_a_bill_by_the_limit_is_worth_its_own_tariff() -> None:
    # Read Monday 03-05; limit Thursday 03-08; missed on Friday 03-09. 100 kWh = 4,500 分.
    desk, reading = _read_in_march()
    desk.batch(200103, "03-05")
    finding = the_finding(desk, "3.1")
    assert (finding.staff, finding.object_id) == (ISSUER, ids.bill_id(1, MARCH))
    assert days(finding) == ("03-09", "03-09")
    assert (finding.amount_fen, finding.loss_fen, finding.formula) == (4500, 4500, "unbilled")
    assert finding.discovered_by == NONE  # no row says who noticed
    assert cited(finding, "duty")[0] == ("reading", reading)


def test_a_supplement_for_the_gap_recovers_the_loss_and_does_not_acquit() -> None:
    desk, reading = _read_in_march()
    desk.batch(200103, "03-05")
    desk.add(
        "supplement",
        "04-06",
        customer=1,
        period=200103,
        kind="gap",
        ground=reading,
        kwh=100,
        amount_fen=4500,
        with_period=200104,
        approver=71,
    )
    assert (the_finding(desk, "3.1").loss_fen, findings(desk, "3.1", "04-05")[0].loss_fen) == (0, 4500)


def test_a_bill_that_was_issued_late_is_worth_its_delay_and_none_before_is_worth_the_bill() -> None:
    # Limit Thursday 03-08, issued on Monday 03-12: four days of 4,500 分, whatever the month's closing.
    desk, reading = _read_in_march()
    desk.batch(200103, "03-05")
    bill = _bill(desk, reading, 4500, day="03-12")
    late = the_finding(desk, "3.1")
    assert (late.basis, late.amount_fen, late.parts, late.loss_fen) == ("delay", None, (Part(4500, 4),), 0)
    assert days(late) == ("03-09", "03-09")
    assert cited(late, "late") == [("bill", bill)]
    assert findings(desk, "3.1", "03-11")[0].amount_fen == 4500


def test_a_late_bill_counts_from_the_day_on_which_the_pending_entry_closed() -> None:
    desk, reading = _read_in_march()
    desk.batch(200103, "03-05")
    desk.add("pending", "03-06", staff=ISSUER, customer=1, period=200103, action="open", reason="recheck")
    desk.add("pending", "03-15", staff=ISSUER, customer=1, period=200103, action="close", reason="recheck")
    _bill(desk, reading, 4500, day="03-19")
    assert the_finding(desk, "3.1").parts == (Part(4500, 4),)


@pytest.mark.parametrize(
    "since, in_batch, amount_fen",
    [
        ("03-06", True, 5000),
        ("03-07", True, 4500),
        ("03-08", True, 4500),
        ("03-06", False, 5000),
        ("03-07", False, 4500),
        ("03-08", False, 4500),
    ],
)
def test_a_skipped_bill_is_priced_by_the_day_on_which_it_was_due_for_issue(
    since: str, in_batch: bool, amount_fen: int
) -> None:
    """The batch of Monday 03-05 was issued on the 6th; limit the 8th. Without another bill: the next working day."""
    desk, _ = _read_in_march()
    desk.batch(200103, "03-05")
    desk.price("resident", 5000, day="03-01", since=since)
    if in_batch:
        desk.customer(2)
        reading = desk.reading(2, 200103, 1100, "03-05")
        issued_fen = 5000 if since == "03-06" else 4500
        desk.bill(2, 200103, "03-06", ("02-05", 1000), ("03-05", 1100), reading, issued_fen, energy_e4=issued_fen)
    assert the_finding(desk, "3.1").amount_fen == amount_fen


def test_a_bill_on_the_last_day_is_in_time() -> None:
    desk, reading = _read_in_march()
    desk.batch(200103, "03-05")
    _bill(desk, reading, 4500, day="03-08")
    assert not findings(desk, "3.1")


def test_an_open_pending_entry_excuses_while_it_is_open() -> None:
    desk, _ = _read_in_march()
    desk.batch(200103, "03-05")
    desk.add("pending", "03-06", staff=ISSUER, customer=1, period=200103, action="open", reason="recheck")
    assert not findings(desk, "3.1")
    desk.add("pending", "03-15", staff=ISSUER, customer=1, period=200103, action="close", reason="recheck")
    assert days(the_finding(desk, "3.1")) == ("03-16", "03-16")


def test_a_bill_on_the_day_the_entry_closes_is_in_time() -> None:
    desk, _ = _read_in_march()
    desk.batch(200103, "03-05")
    again = desk.reading(1, 200103, 1100, "03-12", kind="recheck")
    desk.add("pending", "03-05", staff=ISSUER, customer=1, period=200103, action="open", reason="recheck")
    desk.add("pending", "03-15", staff=ISSUER, customer=1, period=200103, action="close", reason="recheck")
    desk.bill(1, 200103, "03-15", ("02-05", 1000), ("03-12", 1100), again, 4500)
    assert not findings(desk, "3.1")


def test_spot_checks_and_opening_readings_need_no_bill() -> None:
    desk = Desk()
    desk.customer(1)
    desk.reading(1, 200103, 1120, "03-12", kind="spot")
    assert not findings(desk, "3.1")


def test_a_coded_no_read_is_billed_provisionally_so_its_missing_bill_is_found() -> None:
    # 1,100 − 1,000 = 100 kWh × 0.45 = 45.00 yuan; read on Monday 5 March, limit the 8th, missed on the 9th.
    desk = Desk()
    desk.customer(1)
    desk.reading(1, 200103, 1100, "03-05", kind="estimate")
    found = the_finding(desk, "3.1")
    assert (found.amount_fen, days(found)) == (4_500, ("03-09", "03-09"))


def test_an_estimate_and_the_reading_after_it_left_out_are_not_charged_twice() -> None:
    # 1000 → 1100 estimated, 1100 → 1250 read: 100 and 150 kWh at 0.45 yuan, 112.50 yuan in all.
    desk = Desk()
    desk.customer(1)
    desk.reading(1, 200103, 1100, "03-05", kind="estimate")
    desk.reading(1, 200104, 1250, "04-05")
    assert [finding.amount_fen for finding in findings(desk, "3.1", "04-20")] == [4500, 6750]


def test_the_unbilled_energy_of_a_swapped_meter_counts_both_meters() -> None:
    # Old meter 1000 → 1040 (removed 02-20), new one 0 → 30: 70 kWh = 3,150 分.
    desk = Desk()
    desk.customer(1)
    desk.meter(1, 1, 5, 1, False, 0, day="02-20")
    old, new = ids.meter_id(1, 0), ids.meter_id(1, 1)
    desk.add(
        "work_order",
        "02-20",
        customer=1,
        kind="swap",
        reason="rotation",
        ordered_on="02-19",
        done_on="02-20",
        old_meter=old,
        removal_register=1040,
        new_meter=new,
        install_register=0,
    )
    desk.reading(1, 200103, 1040, "02-20", kind="removal")
    desk.reading(1, 200103, 0, "02-20", kind="install", meter=1)
    desk.reading(1, 200103, 30, "03-05", meter=1)
    desk.batch(200103, "03-05")
    assert the_finding(desk, "3.1").amount_fen == 3150


def test_the_gap_starts_at_the_reading_of_the_month_before() -> None:
    desk = Desk()
    desk.customer(1)
    desk.month(1)
    desk.reading(1, 200104, 1160, "04-05")
    desk.batch(200104, "04-05")
    assert the_finding(desk, "3.1").amount_fen == 60 * 45


def test_what_is_left_out_is_not_priced_from_a_register_that_was_refuted() -> None:
    # Recorded 1100 on 03-05, seen at 1040 on 03-07: at most 1040 ran, 40 kWh × 0.45 = 18.00, not 45.00.
    desk, reading = _read_in_march()
    desk.batch(200103, "03-05")
    spot = desk.reading(1, 200103, 1040, "03-07", kind="spot", staff=12)
    finding = the_finding(desk, "3.1")
    assert (finding.amount_fen, finding.energy_kwh) == (1800, 40)
    assert finding.inputs.items() >= {"from_register": 1000, "to_register": 1040}.items()
    assert ("reading", reading) in cited(finding, "duty")
    assert ("reading", spot) in cited(finding, "price")


# ── 6.6 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _unchecked_day(skipped: bool, difference: int | None) -> Desk:
    desk = Desk()
    desk.customer(1)
    desk.customer(2)
    desk.month(1)
    desk.batch(200103, "03-05")
    desk.add("voucher", "03-06", staff=ACCOUNTANT, kind="issuance", on="03-06", amount_fen=4500)
    if skipped:
        desk.reading(2, 200103, 1200, "03-05")
    if difference is not None:
        desk.add(
            "issue_balance", "03-31", staff=ACCOUNTANT, period=200103, due=2, issued=1, pending=0, difference=difference
        )
    return desk


def test_an_unchecked_day_before_a_differing_month_end_is_worth_the_bill_that_was_skipped() -> None:
    # Issued Tuesday 03-06, not checked: missed on 03-07. Customer 2: 200 kWh = 9,000 分.
    desk = _unchecked_day(skipped=True, difference=1)
    finding = the_incident(desk, "6.6", slip_on="03-07")
    assert (finding.staff, finding.object_id) == (ACCOUNTANT, day_number("03-06"))
    assert (days(finding), finding.discovered_by) == (("03-07", "03-31"), NONE)
    assert (finding.amount_fen, finding.consequence, finding.basis) == (9000, True, "fee")
    assert finding.inputs.items() >= {"from_register": [1000], "to_register": [1200], "unbilled_kwh": [200]}.items()
    assert {table for table, _ in cited(finding, "price")} == {"reading", "meter", "customer", "price"}


@pytest.mark.parametrize("skipped, difference", [(False, None), (False, 1), (True, 0), (True, None)])
def test_without_the_consequence_it_is_a_work_slip(skipped: bool, difference: int | None) -> None:
    finding = the_finding(_unchecked_day(skipped, difference), "6.6")
    assert (finding.consequence, finding.amount_fen) == (False, 0)


def test_what_was_skipped_is_priced_by_the_day_that_nobody_checked() -> None:
    desk = _unchecked_day(skipped=True, difference=1)
    desk.price("resident", 5000, day="03-07", since="03-07")
    assert the_incident(desk, "6.6", slip_on="03-07").amount_fen == 9000


def test_a_bill_that_came_after_all_is_no_fee_left_out() -> None:
    desk = _unchecked_day(skipped=True, difference=1)
    reading = int(desk.rows["reading"][-1]["id"])  # type: ignore[call-overload]  # values of a row are objects
    desk.bill(2, 200103, "03-12", ("02-05", 1000), ("03-05", 1200), reading, 9000)
    desk.checked("03-12")
    assert (the_finding(desk, "6.6").amount_fen, the_finding(desk, "3.1").basis) == (0, "delay")


def test_a_check_on_the_day_is_kept_and_a_late_one_is_not() -> None:
    desk = _unchecked_day(skipped=True, difference=1)
    late = desk.add("issue_check", "03-07", staff=ACCOUNTANT, on="03-06", due=2, issued=1, pending=0, amount_fen=4500)
    assert cited(the_incident(desk, "6.6", slip_on="03-07"), "late") == [("issue_check", late)]
    desk.rows["issue_check"][0]["recorded_at"] = datetime(2001, 3, 6, 17)
    assert not findings(desk, "6.6")


def test_a_bill_skipped_on_a_checked_day_is_not_behind_another_day() -> None:
    desk = _unchecked_day(skipped=True, difference=1)
    desk.checked("03-06")
    desk.customer(3)
    reading = desk.reading(3, 200103, 1100, "03-05")
    desk.bill(3, 200103, "03-07", ("02-05", 1000), ("03-05", 1100), reading, 4500)
    finding = the_finding(desk, "6.6")
    assert (finding.object_id, finding.consequence) == (day_number("03-07"), False)


def test_a_re_read_customer_was_due_on_the_issue_day_after_the_re_reading() -> None:
    # Issued 03-06 (checked), re-read customers 03-08 (not checked); customer 2, re-read on 03-07, is left out.
    desk = _unchecked_day(skipped=True, difference=1)
    desk.checked("03-06")
    desk.reading(2, 200103, 1180, "03-07", kind="recheck")
    desk.customer(3)
    again = desk.reading(3, 200103, 1100, "03-07", kind="recheck")
    desk.bill(3, 200103, "03-08", ("02-05", 1000), ("03-07", 1100), again, 4500)
    finding = the_incident(desk, "6.6", slip_on="03-09")
    assert (finding.object_id, finding.consequence, finding.amount_fen) == (day_number("03-08"), True, 180 * 45)
    assert days(finding) == ("03-09", "03-31")


@pytest.mark.parametrize("booked", [True, False])
def test_a_day_whose_bills_were_all_left_out_is_an_issue_day(booked: bool) -> None:
    """By its voucher, which is of nothing; without one by the batch that was due, once its limit has passed."""
    desk = Desk()
    desk.customer(2)
    desk.reading(2, 200103, 1200, "03-05")
    desk.batch(200103, "03-05")
    if booked:
        desk.add("voucher", "03-06", staff=ACCOUNTANT, kind="issuance", on="03-06", amount_fen=0)
    desk.add("issue_balance", "03-31", staff=ACCOUNTANT, period=200103, due=1, issued=0, pending=0, difference=1)
    finding = the_incident(desk, "6.6", slip_on="03-07" if booked else "03-09")
    assert (finding.object_id, finding.amount_fen, days(finding)) == (day_number("03-06"), 9000, ("03-07", "03-31"))


def test_what_is_left_out_at_the_month_s_end_is_known_before_its_own_limit() -> None:
    # Read Thursday 03-29, due on Friday 03-30, the day of the month-end check; its own limit is 04-03.
    desk = Desk()
    desk.customer(2)
    desk.reading(2, 200103, 1200, "03-29")
    desk.batch(200103, "03-29")
    desk.add("voucher", "03-30", staff=ACCOUNTANT, kind="issuance", on="03-30", amount_fen=0)
    desk.add("issue_balance", "03-30", staff=ACCOUNTANT, period=200103, due=1, issued=0, pending=0, difference=1)
    assert days(the_finding(desk, "6.6")) == ("04-02", "04-02")
    assert days(the_finding(desk, "3.1")) == ("04-04", "04-04")
