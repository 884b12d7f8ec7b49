"""4.2, 5.3 and 6.4: money lost between report and cashier, and who should have noticed; sums and days by hand."""

from __future__ import annotations

from typing import Any

import pytest

from kaohe.sim.records import ids
from kaohe.standards.ledger.cites import Part
from tests.standards.records_builder import ACCOUNTANT, CASHIER, COLLECTOR, Desk, day_number
from tests.standards.verdicts import cited, days, findings, the_finding

COUNTER = 16
STUBS_FEN, HANDED_FEN = 326_000, 320_000


def window(handed_fen: int = HANDED_FEN, day: str = "04-20") -> Desk:
    """Two receipts in cash on Friday 04-20, closed and handed in, perhaps short."""
    desk = Desk()
    for bill, fen in ((1, 200_000), (2, STUBS_FEN - 200_000)):
        desk.receipt(bill, day, fen)
    desk.close(day, STUBS_FEN)
    desk.hand_in(day, handed_fen)
    return desk


def check(desk: Desk, day: str, handed_fen: int = HANDED_FEN, receipts_fen: int = STUBS_FEN) -> int:
    return desk.add(
        "window_check",
        day,
        "16:00",
        CASHIER,
        counter=COUNTER,
        takings_on="04-20",
        receipts_fen=receipts_fen,
        handed_fen=handed_fen,
        difference_fen=receipts_fen - handed_fen,
    )


def differ(desk: Desk, day: str, action: str, fen: int = STUBS_FEN - HANDED_FEN) -> None:
    row: dict[str, Any] = {"counter": COUNTER, "takings_on": "04-20", "staff": CASHIER}
    desk.add("shortage", day, "17:00", action=action, amount_fen=fen, **row)


def sheet(desk: Desk, day: str, tenth: str, received: int, handed: int, carried: int = 0, opening: int = 0) -> int:
    return desk.add(
        "collector_balance",
        day,
        "16:30",
        ACCOUNTANT,
        counter=COUNTER,
        on=tenth,
        opening_fen=opening,
        receipts_fen=received,
        handed_fen=handed,
        closing_fen=opening + received - handed,
        carried_fen=carried,
        signed_by=COLLECTOR,
    )


# ── 4.2 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_money_lost_is_what_is_missing_still_and_the_delay_of_what_came_back() -> None:
    """Friday 03-16: 10,080.00 by stubs and report, 8,580.00 handed in; 500.00 came on Wednesday 03-21, 5 days late."""
    desk = Desk()
    desk.receipt(1, "03-16", 1_008_000)
    desk.close("03-16", 1_008_000)
    desk.hand_in("03-16", 858_000)
    row: dict[str, Any] = {"counter": COUNTER, "takings_on": "03-16", "staff": CASHIER}
    desk.add("shortage", "03-16", "15:20", action="found", amount_fen=150_000, **row)
    desk.add("shortage", "03-21", "10:00", action="made_good", amount_fen=50_000, **row)
    finding = the_finding(desk, "4.2", "04-30")
    assert (finding.staff, days(finding)) == (COLLECTOR, ("03-16", "03-16"))
    assert (finding.amount_fen, finding.made_good) == (100_000, (Part(50_000, 5, own=True),))
    assert finding.loss_fen == 100_000
    assert findings(desk, "4.1", "04-30") == []


def test_money_made_good_the_same_day_was_not_lost_and_a_short_report_is_another_clause() -> None:
    desk = window()
    differ(desk, "04-20", "made_good")
    assert findings(desk, "4.2") == []
    desk = Desk()
    desk.receipt(1, "04-20", STUBS_FEN)
    desk.close("04-20", HANDED_FEN)
    desk.hand_in("04-20", HANDED_FEN)
    assert findings(desk, "4.2") == []
    assert the_finding(desk, "4.1").amount_fen == STUBS_FEN - HANDED_FEN


# ── 5.3 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_window_that_nobody_checked_is_missed_on_the_next_working_day() -> None:
    """3,260.00 by the stubs, 3,200.00 handed in on Friday; 60.00 made good on Tuesday: 60.00 × 4 × 0.00021 = 0.05."""
    desk = window()
    differ(desk, "04-23", "found")
    differ(desk, "04-24", "made_good")
    finding = the_finding(desk, "5.3")
    assert (finding.staff, finding.object_id) == (CASHIER, ids.counter_day_id(COUNTER, day_number("04-20")))
    assert days(finding) == ("04-23", "04-23")
    assert (finding.amount_fen, finding.made_good) == (0, (Part(6_000, 4, own=True),))
    assert findings(desk, "5.3", "04-22") == []
    assert findings(desk, "5.3", "04-23")[0].amount_fen == 6_000


def test_a_check_of_another_day_is_late_and_one_of_the_same_day_is_not() -> None:
    desk = window(STUBS_FEN)
    late = check(desk, "04-23", STUBS_FEN)
    finding = the_finding(desk, "5.3")
    assert (days(finding), finding.amount_fen, cited(finding, "late")) == (
        ("04-23", "04-23"),
        0,
        [("window_check", late)],
    )
    desk = window(STUBS_FEN)
    check(desk, "04-20", STUBS_FEN)
    assert findings(desk, "5.3") == []


def test_a_check_that_was_filled_in_from_the_hand_in_shows_it_itself() -> None:
    desk = window()
    check(desk, "04-20", receipts_fen=HANDED_FEN)
    finding = the_finding(desk, "5.3")
    assert (days(finding), finding.amount_fen) == (("04-20", "04-20"), 6_000)
    assert (finding.loss_fen, the_finding(desk, "4.2").loss_fen) == (0, 6_000)  # one sum, the doer's


def test_what_was_not_handed_in_could_not_be_checked() -> None:
    desk = Desk()
    desk.receipt(1, "04-20", 100)
    desk.close("04-20", 100)
    assert findings(desk, "5.3") == []
    assert len(findings(desk, "4.1")) == 1


# ── 6.4 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("day", "in_time"), [("04-23", True), ("04-24", True), ("04-25", False)])
def test_a_sheet_is_due_two_working_days_after_the_twentieth(day: str, in_time: bool) -> None:
    """The 20th is a Friday: Monday 23, Tuesday 24; missed on Wednesday."""
    desk = window(STUBS_FEN)
    sheet(desk, day, "04-20", STUBS_FEN, STUBS_FEN)
    found = findings(desk, "6.4", "04-30")
    assert len(found) == (not in_time)
    if found:
        assert (found[0].staff, days(found[0])) == (ACCOUNTANT, ("04-25", "04-25"))
        assert found[0].object_id == ids.counter_day_id(COUNTER, day_number("04-20"))


def test_the_sheet_that_is_not_there_would_have_shown_what_nobody_found() -> None:
    """60.00 short since the 20th, made good on the 26th: 6 days from the end of the ten days; registered in time: 0."""
    desk = window()
    differ(desk, "04-26", "made_good")
    finding = the_finding(desk, "6.4", "04-30")
    assert (finding.amount_fen, finding.made_good) == (0, (Part(6_000, 6, own=True),))
    differ(desk, "04-20", "found")
    finding = the_finding(desk, "6.4", "04-30")
    assert (finding.amount_fen, finding.made_good) == (0, ())


def test_a_sheet_with_other_sums_than_the_papers_shows_it_the_same_day() -> None:
    desk = window()
    sheet(desk, "04-24", "04-20", STUBS_FEN, STUBS_FEN)
    finding = the_finding(desk, "6.4", "04-30")
    assert (days(finding), finding.amount_fen, finding.loss_fen) == (("04-24", "04-24"), 6_000, 0)


def test_takings_under_seal_are_carried_and_come_with_the_next_sheet() -> None:
    """Saturday 03-10: sealed, handed in on Monday; the sheet of the 20th has them."""
    desk = Desk()
    desk.receipt(1, "03-10", 500)
    desk.close("03-10", 500)
    desk.add(
        "seal", "03-10", "15:20", COLLECTOR, source="counter", counter=COUNTER, takings_on="03-10", amount_fen=500,
        reason="cashier_closed",
    )  # fmt: skip
    desk.hand_in("03-10", 500, day="03-12")
    sheet(desk, "03-13", "03-10", 500, 0, carried=500)
    assert findings(desk, "6.4", "03-21") == []
    sheet(desk, "03-22", "03-20", 0, 500, opening=500)
    assert findings(desk, "6.4", "04-02") == []


def test_a_window_needs_no_sheet_before_its_first_takings() -> None:
    desk = window(STUBS_FEN)
    sheet(desk, "04-23", "04-20", STUBS_FEN, STUBS_FEN)
    assert findings(desk, "6.4", "05-01") == []  # nor one of April 30, whose limit has not passed
