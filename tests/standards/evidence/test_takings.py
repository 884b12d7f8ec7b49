"""1.7, 4.1, 4.5 and 5.4: money down its chain; and what only looks like delay or shortage."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from kaohe.sim.records import ids
from kaohe.standards import Rulebook
from kaohe.standards.judging.judge import find
from kaohe.standards.ledger.cites import Part
from kaohe.standards.ledger.record_tables import NONE
from tests.standards.records_builder import (
    CASHIER,
    CLERK,
    COLLECTOR,
    OTHER_CLERK,
    OTHER_COLLECTOR,
    Desk,
    day_number,
    on,
)
from tests.standards.verdicts import cited, days, findings, the_finding

# ── 1.7 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _fee(day: str = "03-07") -> Desk:
    desk = Desk()
    for number, fen in enumerate((2000, 3000), 1):
        desk.add(
            "fee_receipt",
            day,
            staff=CLERK,
            application=number,
            fee="meter",
            amount_fen=fen,
            takings_on=day,
            receipt_no=number,
        )
    return desk


def test_takings_kept_over_night_are_late_by_calendar_days() -> None:
    # 5,000 分 of Wednesday 03-07, handed in on Monday 03-12: missed on Thursday 03-08, 5 days late.
    desk = _fee()
    late = desk.hand_in("03-07", 5000, day="03-12", source="registration", counter=None, staff=CLERK)
    finding = the_finding(desk, "1.7")
    assert (finding.staff, finding.object_id) == (CLERK, ids.clerk_day_id(CLERK, day_number("03-07")))
    assert days(finding) == ("03-08", "03-08")
    assert finding.parts == (Part(5000, 5, own=True),)
    assert findings(desk, "1.7", "03-11")[0].parts == (Part(5000, 4, open=True, own=True),)
    assert cited(finding, "late") == [("hand_in", late)]
    assert finding.discovered_by == NONE  # no row says who noticed


def test_takings_handed_in_the_same_day_are_kept_and_a_part_of_them_is_not_enough() -> None:
    desk = _fee()
    desk.hand_in("03-07", 5000, source="registration", counter=None, staff=CLERK)
    assert not findings(desk, "1.7")
    desk.rows["hand_in"][0].update(cash_fen=4000, total_fen=4000)
    assert the_finding(desk, "1.7", "03-31").parts == (Part(1000, 24, open=True, own=True),)


def test_the_hand_in_of_a_counter_is_not_the_clerks() -> None:
    desk = _fee()
    desk.hand_in("03-07", 5000)
    assert findings(desk, "1.7")


def test_a_day_without_takings_and_a_colleague_who_carries_them_accuse_nobody() -> None:
    nothing = _fee()
    for fee in nothing.rows["fee_receipt"]:
        fee["amount_fen"] = 0
    assert not findings(nothing, "1.7")
    desk = _fee()
    desk.hand_in("03-07", 5000, source="registration", counter=None, staff=OTHER_CLERK, clerk=CLERK)
    assert not findings(desk, "1.7")
    own = _fee()
    own.hand_in("03-07", 5000, source="registration", counter=None, staff=CLERK, clerk=OTHER_CLERK)
    assert the_finding(own, "1.7").staff == CLERK


def test_what_was_handed_in_in_parts_is_late_part_by_part() -> None:
    desk = _fee()
    for fen, day in ((3000, "03-07"), (1500, "03-09"), (500, "03-12")):
        desk.hand_in("03-07", fen, day=day, source="registration", counter=None, staff=CLERK)
    assert the_finding(desk, "1.7").parts == (Part(1500, 2, own=True), Part(500, 5, own=True))


@pytest.mark.parametrize("reason, excused", [("cashier_closed", True), ("convenience", False)])
def test_only_a_closed_cashier_is_a_reason_to_seal(reason: str, excused: bool) -> None:
    desk = _fee("03-10")
    desk.seal("03-10", 5000, counter=None, source="registration", staff=CLERK)
    desk.rows["seal"][0]["reason"] = reason
    desk.hand_in("03-10", 5000, day="03-12", source="registration", counter=None, staff=CLERK)
    assert bool(findings(desk, "1.7")) != excused


@pytest.mark.parametrize(
    "sealed, handed, on",
    [(True, "03-12", None), (False, "03-12", "03-12"), (True, "03-13", "03-13"), (True, None, "03-13")],
)
def test_on_a_saturday_the_seal_and_the_next_working_day_are_kept(
    sealed: bool, handed: str | None, on: str | None
) -> None:
    desk = _fee("03-10")
    if sealed:
        desk.seal("03-10", 5000, counter=None, source="registration", staff=CLERK)
    if handed:
        desk.hand_in("03-10", 5000, day=handed, source="registration", counter=None, staff=CLERK)
    if on is None:
        assert not findings(desk, "1.7")
    else:
        assert days(the_finding(desk, "1.7")) == (on, on)


# ── 4.1 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _window(day: str = "03-14") -> Desk:
    """Cash 4,500 and a cheque of 9,000 taken at counter 16 on Wednesday 03-14."""
    desk = Desk()
    for customer, fen, tender in ((1, 4500, "cash"), (2, 9000, "cheque")):
        desk.customer(customer)
        bill = desk.month(customer, register=1000 + fen // 45, amount_fen=fen)
        desk.receipt(bill, day, fen, tender=tender)
    desk.checked("03-06")
    return desk


def test_a_day_closed_and_handed_in_is_kept() -> None:
    desk = _window()
    desk.close("03-14", 4500, 9000)
    desk.hand_in("03-14", 4500, 9000)
    assert not findings(desk, "4.1")


def test_a_day_closed_and_handed_in_late_is_priced_from_its_due_day() -> None:
    # Closed and handed in on Friday 03-16: missed on Thursday 03-15; 13,500 分 are 2 days late.
    desk = _window()
    desk.close("03-14", 4500, 9000, day="03-16")
    desk.hand_in("03-14", 4500, 9000, day="03-16")
    finding = the_finding(desk, "4.1")
    assert (finding.staff, finding.object_id) == (COLLECTOR, ids.counter_day_id(16, day_number("03-14")))
    assert days(finding) == ("03-15", "03-15")
    assert (finding.basis, finding.parts, finding.loss_fen) == ("delay", (Part(13500, 2, own=True),), 0)


def test_a_day_never_closed_is_worth_nothing_if_the_money_was_handed_in_and_all_of_it_if_not() -> None:
    handed = _window()
    handed.hand_in("03-14", 4500, 9000)
    assert (the_finding(handed, "4.1").basis, the_finding(handed, "4.1").parts) == ("delay", ())
    kept = _window()
    finding = the_finding(kept, "4.1", "03-31")
    assert finding.parts == (Part(13500, 17, open=True, own=True),)
    assert (finding.loss_fen, finding.staff) == (13500, COLLECTOR)


def test_a_day_closed_in_time_but_handed_in_late_is_late() -> None:
    desk = _window()
    desk.close("03-14", 4500, 9000)
    desk.hand_in("03-14", 4500, 9000, day="03-15")
    finding = the_finding(desk, "4.1")
    assert (days(finding), finding.parts) == (("03-15", "03-15"), (Part(13500, 1, own=True),))


def test_cash_missing_is_a_difference_less_what_was_made_good_the_same_day() -> None:
    # 500 分 short; 200 made good the same day, 300 on the next.
    desk = _window()
    desk.close("03-14", 4000, 9000)
    desk.hand_in("03-14", 4000, 9000)
    desk.add(
        "window_check",
        "03-14",
        "16:00",
        CASHIER,
        counter=16,
        takings_on="03-14",
        receipts_fen=13500,
        handed_fen=13000,
        difference_fen=500,
    )
    finding = the_finding(desk, "4.1")
    assert (finding.basis, finding.amount_fen, finding.loss_fen) == ("cash", 500, 500)
    assert days(finding) == ("03-14", "03-14")
    assert finding.discovered_by == CASHIER
    shortage: dict[str, Any] = {"counter": 16, "takings_on": "03-14", "staff": COLLECTOR}
    desk.add("shortage", "03-14", action="found", amount_fen=500, **shortage)
    desk.add("shortage", "03-14", action="made_good", amount_fen=200, **shortage)
    desk.add("shortage", "03-15", action="made_good", amount_fen=300, **shortage)
    finding = the_finding(desk, "4.1")
    assert (finding.amount_fen, finding.made_good, finding.loss_fen) == (0, (Part(300, 1, own=True),), 0)
    assert findings(desk, "4.1", "03-14")[0].amount_fen == 300


def test_a_closing_that_is_not_the_sum_of_its_stubs_is_unbalanced() -> None:
    desk = _window()
    desk.close("03-14", 9000, 4500)
    desk.hand_in("03-14", 4500, 9000)
    finding = the_finding(desk, "4.1")
    assert (finding.basis, finding.amount_fen, days(finding)) == ("cash", 0, ("03-14", "03-14"))


@pytest.mark.parametrize(
    "staff, day, kept", [(CASHIER, "03-14", True), (COLLECTOR, "03-14", False), (CASHIER, "03-15", False)]
)
def test_a_counterfeit_note_that_the_cashier_registers_at_the_hand_in_was_received(
    staff: int, day: str, kept: bool
) -> None:
    desk = _window()
    desk.close("03-14", 4500, 9000)
    desk.hand_in("03-14", 3500, 9000)
    note: dict[str, Any] = {"counter": 16, "takings_on": "03-14", "amount_fen": 1000}
    desk.add("shortage", day, at="15:20", staff=staff, action="counterfeit", **note)
    assert [finding.amount_fen for finding in findings(desk, "4.2")] == ([] if kept else [1000])


@pytest.mark.parametrize("column", ["receipts", "total_fen", "cash_fen", "cheque_fen"])
def test_each_figure_of_a_closing_is_compared(column: str) -> None:
    desk = _window()
    desk.close("03-14", 4500, 9000)
    desk.hand_in("03-14", 4500, 9000)
    assert not findings(desk, "4.1")
    close = desk.rows["day_close"][0]
    close[column] = int(str(close[column])) + 1
    finding = the_finding(desk, "4.1")
    assert (finding.basis, finding.amount_fen, days(finding)) == ("cash", 0, ("03-14", "03-14"))


def test_a_total_of_a_hand_in_that_is_not_its_sums_is_no_agreement() -> None:
    desk = _window()
    desk.close("03-14", 4500, 9000)
    desk.hand_in("03-14", 4500, 9000)
    desk.rows["hand_in"][0]["total_fen"] = 12500
    assert the_finding(desk, "4.2").amount_fen == 1000


@pytest.mark.parametrize("sealed, day, broken", [(True, "03-19", False), (False, "03-19", True), (True, "03-20", True)])
def test_saturdays_takings_are_sealed_and_handed_in_on_monday(sealed: bool, day: str, broken: bool) -> None:
    desk = _window("03-17")
    desk.close("03-17", 4500, 9000)
    if sealed:
        desk.seal("03-17", 13500)
    desk.hand_in("03-17", 4500, 9000, day=day)
    assert bool(findings(desk, "4.1")) == broken


def test_takings_after_the_first_close_belong_to_the_next_day() -> None:
    desk = _window()
    desk.customer(3)
    desk.receipt(desk.month(3), "03-14", 4500, at="15:20", takings_on="03-15")
    desk.close("03-14", 4500, 9000)
    desk.hand_in("03-14", 4500, 9000)
    desk.close("03-15", 4500)
    desk.hand_in("03-15", 4500)
    assert not findings(desk, "4.1")


def test_bank_and_collection_receipts_have_no_window_day() -> None:
    desk = Desk()
    desk.customer(1)
    desk.receipt(desk.month(1), "03-14", 4500, counter=None, tender="transfer", staff=None, channel="bank")
    assert not findings(desk, "4.1")


# ── 4.5 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _returned(reopened: str | None, told: str | None) -> tuple[Desk, int, int]:
    """A cheque of 03-14 returned on 03-19, signed by collector 42 on Tuesday 03-20: limit 03-21."""
    desk = Desk()
    desk.customer(1)
    bill = desk.month(1)
    receipt = desk.receipt(bill, "03-14", 4500, tender="cheque")
    desk.add(
        "return_notice",
        "03-20",
        staff=CASHIER,
        id=receipt,
        receipt=receipt,
        bill=bill,
        customer=1,
        amount_fen=4500,
        returned_on="03-19",
        signed_on="03-20",
        signed_by=OTHER_COLLECTOR,
        reason="funds",
    )
    if reopened:
        desk.add("reopening", reopened, staff=OTHER_COLLECTOR, id=receipt, receipt=receipt, bill=bill, amount_fen=4500)
    if told:
        desk.notice(bill, told, kind="returned_cheque")
    return desk, bill, receipt


def test_a_returned_cheque_that_was_left_is_idle_until_both_duties_are_done() -> None:
    # Limit Wednesday 03-21, missed on 03-22; told on 03-26, reopened on 03-27: 6 days. What the customer takes is his.
    desk, bill, _ = _returned("03-27", "03-26")
    desk.receipt(bill, "03-30", 4500, attempt=1)
    assert the_finding(desk, "4.5").parts == (Part(4500, 6),)
    assert findings(desk, "4.5", "03-26")[0].parts == (Part(4500, 5, open=True),)


def test_a_notice_signed_for_by_no_collector_is_nobodys() -> None:
    desk, _, _ = _returned(None, None)
    desk.rows["return_notice"][0]["signed_by"] = CASHIER
    found = find(desk.records(), Rulebook.load(), on("12-31"))
    assert [kind for kind, _ in found.disagreements] == ["return_signature"]
    assert not [each for each in found.findings if each.clause == "4.5"]


def test_a_returned_cheque_that_was_left_is_idle_until_the_new_receipt() -> None:
    # Never reopened; paid again on 03-30: 9 days.
    desk, bill, receipt = _returned(None, "03-27")
    again = desk.receipt(bill, "03-30", 4500, attempt=1)
    finding = the_finding(desk, "4.5")
    assert (finding.staff, finding.object_id, days(finding)) == (OTHER_COLLECTOR, receipt, ("03-22", "03-22"))
    assert (finding.parts, finding.loss_fen) == ((Part(4500, 9),), 0)
    assert ("receipt", again) in cited(finding, "late")
    assert finding.cites[0].table == "return_notice"


@pytest.mark.parametrize(
    "reopened, told, broken",
    [
        ("03-21", "03-21", False),
        ("03-20", "03-22", True),
        ("03-22", "03-21", True),
        ("03-21", None, True),
        (None, "03-21", True),
    ],
)
def test_both_the_reopening_and_the_notice_are_due_by_the_limit(
    reopened: str | None, told: str | None, broken: bool
) -> None:
    desk, _, _ = _returned(reopened, told)
    assert bool(findings(desk, "4.5")) == broken


def test_a_dunning_notice_is_not_the_notice_of_a_returned_cheque() -> None:
    desk, bill, _ = _returned("03-21", None)
    desk.notice(bill, "03-21")
    assert the_finding(desk, "4.5", "03-31").parts == (Part(4500, 10, open=True),)


# ── 5.4 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _handed(at: str = "15:10", day: str = "03-14") -> Desk:
    desk = Desk()
    desk.hand_in("03-14", 13500, day=day, at=at)
    return desk


def test_a_deposit_on_the_day_is_kept_and_a_hand_in_after_the_cut_off_is_due_the_next_bank_day() -> None:
    desk = _handed()
    desk.deposit("03-14", 13500)
    assert not findings(desk, "5.4")
    after = _handed(at="15:31")
    after.deposit("03-15", 13500)
    assert not findings(after, "5.4")
    friday = _handed(at="15:31", day="03-16")
    friday.deposit("03-19", 13500)
    assert not findings(friday, "5.4")


def test_money_banked_late_is_priced_from_its_day() -> None:
    # Due Wednesday 03-14, banked on 03-16: missed on 03-15, 2 days.
    desk = _handed()
    desk.deposit("03-14", 13500, day="03-16")
    finding = the_finding(desk, "5.4")
    assert (finding.staff, finding.object_id, days(finding)) == (CASHIER, day_number("03-14"), ("03-15", "03-15"))
    assert (finding.basis, finding.parts, finding.loss_fen) == ("delay", (Part(13500, 2, own=True),), 0)


def test_money_never_banked_is_its_principal_and_the_receiver_answers() -> None:
    finding = the_finding(_handed(), "5.4", "03-31")
    assert finding.parts == (Part(13500, 17, open=True, own=True),)
    assert (finding.staff, finding.loss_fen) == (CASHIER, 13500)


def test_less_at_the_bank_than_was_handed_in_is_short_the_same_day() -> None:
    desk = _handed()
    desk.deposit("03-14", 10000)
    finding = the_finding(desk, "5.4", "03-31")
    assert (days(finding), finding.basis, finding.loss_fen) == (("03-14", "03-14"), "delay", 3500)
    assert finding.parts == (Part(3500, 17, open=True, own=True),)


def test_what_was_short_and_came_by_a_later_slip_is_a_part_that_came_late() -> None:
    """Short the same day; six days later 25.00 of 35.00 are there, and 10.00 are still out."""
    desk = _handed()
    desk.deposit("03-14", 10000)
    desk.deposit("03-14", 2500, day="03-20")
    finding = the_finding(desk, "5.4", "03-31")
    assert finding.parts == (Part(2500, 6, own=True), Part(1000, 17, open=True, own=True))
    assert finding.loss_fen == 1000
    assert findings(desk, "5.4", "03-19")[0].loss_fen == 3500
    desk.deposit("03-14", 1000, day="03-20")
    finding = the_finding(desk, "5.4")
    assert (finding.parts, finding.loss_fen) == ((Part(2500, 6, own=True), Part(1000, 6, own=True)), 0)


def _slip(day: str = "03-14", **changes: object) -> Desk:
    """13,500 分 due on Wednesday 03-14, on a slip without a line yet."""
    desk = _handed()
    desk.deposit("03-14", 13500, day=day)
    desk.rows["bank_line"].clear()
    desk.rows["deposit"][0].update(changes)
    return desk


def test_a_slip_that_the_bank_never_credited_brought_nothing() -> None:
    # Its line is due by the end of Thursday 03-15; until then the money is in transit.
    desk = _slip()
    assert not findings(desk, "5.4", "03-14")
    finding = the_finding(desk, "5.4", "03-31")
    assert (days(finding), finding.basis) == (("03-14", "03-15"), "delay")
    assert finding.parts == (Part(13500, 17, open=True, own=True),)
    assert (finding.loss_fen, finding.discovered_by) == (13500, NONE)


def test_what_the_bank_credits_on_the_next_day_was_in_transit_and_later_is_late() -> None:
    slip = int(str(_slip().rows["deposit"][0]["id"]))
    transit = _slip()
    transit.bank_line(slip, "03-15", 13500)
    assert not findings(transit, "5.4")
    late = _slip()
    line = late.bank_line(slip, "03-19", 13500)
    finding = the_finding(late, "5.4")
    assert (days(finding), finding.parts) == (("03-14", "03-15"), (Part(13500, 5, own=True),))
    assert cited(finding, "late") == [("bank_line", line)]
    assert findings(late, "5.4", "03-16")[0].parts == (Part(13500, 2, open=True, own=True),)


def test_a_slip_for_more_than_the_bank_credits_is_short_by_the_rest() -> None:
    desk = _slip()
    line = desk.bank_line(int(str(desk.rows["deposit"][0]["id"])), "03-14", 10000)
    finding = the_finding(desk, "5.4", "03-31")
    assert (days(finding), finding.parts) == (("03-14", "03-14"), (Part(3500, 17, open=True, own=True),))
    assert cited(finding, "proof") == [("bank_line", line)]


def test_a_slip_dated_back_counts_from_the_day_on_which_it_was_written() -> None:
    desk = _slip("03-19", deposited_on=date(2001, 3, 14))
    desk.bank_line(int(str(desk.rows["deposit"][0]["id"])), "03-19", 13500)
    finding = the_finding(desk, "5.4")
    assert (days(finding), finding.parts) == (("03-15", "03-15"), (Part(13500, 5, own=True),))


@pytest.mark.parametrize("at, late", [(time(15, 30), False), (time(15, 31), True)])
def test_a_slip_after_the_banks_cut_off_is_of_the_next_bank_day(at: time, late: bool) -> None:
    desk = _slip()
    desk.rows["deposit"][0]["recorded_at"] = datetime.combine(date(2001, 3, 14), at)
    desk.bank_line(int(str(desk.rows["deposit"][0]["id"])), "03-15", 13500)
    found = findings(desk, "5.4")
    assert [finding.parts for finding in found] == ([(Part(13500, 1, own=True),)] if late else [])


def test_a_slip_after_the_cut_off_that_the_bank_credits_the_same_day_came_in_time() -> None:
    desk = _slip()
    desk.rows["deposit"][0]["recorded_at"] = datetime(2001, 3, 14, 15, 45)
    desk.bank_line(int(str(desk.rows["deposit"][0]["id"])), "03-14", 13500)
    assert not findings(desk, "5.4")


def test_two_slips_on_the_day_make_up_the_sum() -> None:
    desk = _handed()
    desk.deposit("03-14", 10000)
    desk.deposit("03-14", 3500)
    assert not findings(desk, "5.4")


def test_miscellaneous_income_is_banked_on_a_slip_of_its_own() -> None:
    desk = _handed()
    desk.hand_in("03-14", 2000, source="registration", counter=None, staff=CLERK)
    desk.deposit("03-14", 15500)
    finding = the_finding(desk, "5.4", "03-31")
    assert finding.parts == (Part(2000, 17, open=True, own=True),)
    desk.deposit("03-14", 2000, kind="misc")
    assert not findings(desk, "5.4")


def test_hand_ins_of_several_days_on_one_bank_day_are_one_sum() -> None:
    desk = _handed(at="15:31", day="03-13")
    desk.rows["hand_in"][0]["recorded_at"] = datetime(2001, 3, 13, 16)
    desk.hand_in("03-14", 4500)
    desk.deposit("03-14", 18000)
    assert not findings(desk, "5.4")


def test_the_cut_off_itself_is_still_in_time() -> None:
    # Handed in at 15:30:00 on 03-14 and never banked: due that day, missed on 03-15.
    assert days(the_finding(_handed(at="15:30"), "5.4")) == ("03-15", "03-15")


def test_a_seal_written_after_the_day_does_not_excuse() -> None:
    desk = _window("03-17")
    desk.close("03-17", 4500, 9000)
    desk.seal("03-17", 13500)
    desk.rows["seal"][0]["recorded_at"] = datetime(2001, 3, 19, 9)
    desk.hand_in("03-17", 4500, 9000, day="03-19")
    assert days(the_finding(desk, "4.1")) == ("03-19", "03-19")
