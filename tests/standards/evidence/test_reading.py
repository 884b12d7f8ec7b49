"""2.1: books read off their day, and what only looks like it."""

from __future__ import annotations

from typing import Any

import pytest

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.judging.valuation import priced
from kaohe.standards.ledger.cites import Part
from kaohe.standards.ledger.record_tables import NONE
from kaohe.standards.policies.policy import Policy
from tests.standards.records_builder import MANAGER, OTHER_READER, READER, Desk, day_number
from tests.standards.verdicts import cited, days, findings, the_finding

MARCH = ids.period_index(200103)


def _book_read_on(day: str, cause: str | None = None, book: int = 1) -> Desk:
    desk = Desk()
    desk.customer(1, book=book, price_class="resident")
    desk.batch(200103, day, book=book, cause=cause)
    return desk


# ── 2.1 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_bills_of_a_book_read_late_are_late_by_its_days() -> None:
    # Due 03-05, read 03-08: bills of 13,950 and 4,500 分 are three days late each, in one sum.
    desk = _book_read_on("03-08")
    desk.customer(2)
    for customer, register, fen in ((1, 1310, 13950), (2, 1100, 4500)):
        reading = desk.reading(customer, 200103, register, "03-08")
        desk.bill(customer, 200103, "03-09", ("02-05", 1000), ("03-08", register), reading, fen)
    finding = the_finding(desk, "2.1")
    assert (finding.staff, finding.object_id) == (READER, ids.book_period_id(1, MARCH))
    assert (finding.basis, finding.parts, finding.loss_fen) == ("delay", (Part(18450, 3),), 0)
    assert days(finding) == ("03-08", "03-08")
    assert finding.inputs["days_off"] == 3
    assert {table for table, _ in cited(finding)} == {"batch", "book", "rule", "bill"}


def test_each_reading_counts_by_its_own_day_and_a_bill_that_was_not_issued_nothing() -> None:
    desk = _book_read_on("03-08")
    for customer in (2, 3):
        desk.customer(customer)
    desk.reading(3, 200103, 1100, "03-08")
    own = desk.reading(2, 200103, 1100, "03-09")
    desk.bill(2, 200103, "03-12", ("02-05", 1000), ("03-09", 1100), own, 4500)
    reading = desk.reading(1, 200103, 1310, "03-08")
    desk.bill(1, 200103, "03-09", ("02-05", 1000), ("03-08", 1310), reading, 13950)
    assert the_finding(desk, "2.1").parts == (Part(13950, 3), Part(4500, 4))


def test_a_reading_later_than_its_batch_occurs_on_its_own_day() -> None:
    """The batch was read on the 5th, which is its day; one meter on the 9th, and one more on the 8th."""
    desk = _book_read_on("03-05")
    desk.customer(2)
    late = desk.reading(2, 200103, 1100, "03-09")
    desk.customer(3)
    desk.reading(3, 200103, 1100, "03-08")
    desk.bill(2, 200103, "03-12", ("02-05", 1000), ("03-09", 1100), late, 4500)
    reading = desk.reading(1, 200103, 1310, "03-05")
    desk.bill(1, 200103, "03-06", ("02-05", 1000), ("03-05", 1310), reading, 13950)
    [finding] = findings(desk, "2.1")
    assert days(finding)[0] == "03-08"
    assert finding.parts == (Part(4500, 4),)


def test_a_reading_that_was_passed_over_counts_by_its_supplement() -> None:
    """4,500 分 billed in April for a reading of March that was three days late; a refund was not held back."""
    desk = _book_read_on("03-08")
    ground = desk.reading(1, 200103, 1100, "03-08")
    desk.add(
        "supplement",
        "04-06",
        staff=31,
        id=SCHEMA["supplement"].key.pack(customer=1, period=MARCH, kind="gap"),
        customer=1,
        period=200103,
        kind="gap",
        ground=ground,
        kwh=100,
        amount_fen=4500,
        with_period=200104,
        approver=71,
    )
    [finding] = findings(desk, "2.1")
    assert finding.parts == (Part(4500, 3),)
    assert [table for table, _ in cited(finding, "price")] == ["supplement"]
    assert findings(desk, "2.1", "04-05")[0].parts == ()
    desk.rows["supplement"][0]["amount_fen"] = -4500
    assert findings(desk, "2.1")[0].parts == (Part(0, 3),)


def test_a_tolerance_excuses_and_does_not_move_the_day() -> None:
    desk = _book_read_on("03-07", cause="rain")
    reading = desk.reading(1, 200103, 1310, "03-07")
    desk.bill(1, 200103, "03-08", ("02-05", 1000), ("03-07", 1310), reading, 13950)
    assert the_finding(desk, "2.1").parts == (Part(13950, 2),)


def test_the_bill_of_a_locked_door_is_late_with_its_book() -> None:
    desk = _book_read_on("03-08")
    reading = desk.reading(1, 200103, 1310, "03-08", kind="estimate")
    desk.bill(1, 200103, "03-09", ("02-05", 1000), ("03-08", 1310), reading, 13950)
    assert the_finding(desk, "2.1").parts == (Part(13950, 3),)


def test_a_book_read_early_makes_no_bill_late() -> None:
    desk = _book_read_on("03-02")
    first = desk.reading(1, 200103, 1090, "03-02")
    desk.bill(1, 200103, "03-05", ("02-05", 1000), ("03-02", 1090), first, 4050)
    finding = the_finding(desk, "2.1")
    assert (finding.object_id, finding.parts) == (ids.book_period_id(1, MARCH), ())


MOVED = Policy.load("handbook").vary({"delay": {"off_day": "moved"}}).delay


@pytest.mark.parametrize(
    "first, last, cause, staff, own",
    [
        ("03-01", "03-05", None, OTHER_READER, 1),  # he left it unread on its day, the last on which it was his
        ("03-01", "03-06", None, OTHER_READER, 2),
        ("03-06", "03-31", None, READER, 1),
        ("03-06", "03-06", None, READER, 3),  # one evening of four was another's
        ("03-06", "03-31", "rain", OTHER_READER, 3),  # the cause excused the day itself
        ("03-09", "03-31", None, READER, 4),
    ],
)
def test_he_whose_the_book_was_at_the_limit_answers_for_his_own_days(
    first: str, last: str, cause: str | None, staff: int, own: int
) -> None:
    """Due 03-05, read 03-09; the other reader stands in for some days. What the other one adds is nobody's."""
    desk, read_by = Desk(), OTHER_READER if first <= "03-09" <= last else READER
    desk.customer(1)
    desk.batch(200103, "03-09", cause=cause, reader=read_by)
    reading = desk.reading(1, 200103, 1310, "03-09", staff=read_by)
    desk.bill(1, 200103, "03-12", ("02-05", 1000), ("03-09", 1310), reading, 13950)
    _stands_in(desk, first, last)
    finding = the_finding(desk, "2.1")
    assert (finding.staff, finding.parts) == (staff, (Part(13950, own),))
    assert finding.inputs["days_off"] == 4
    assert len(finding.inputs.get("others_on", [])) == 4 - own  # type: ignore[arg-type]  # a list of days


def _stands_in(desk: Desk, first: str, last: str) -> None:
    """A leave of the reader, and the slip by which the other one stands in."""
    desk.add("duty_roster", "03-01", period=200103, employee=READER, post="meter_reader", goes_along=False)
    days: dict[str, Any] = {"employee": READER, "from_on": first, "to_on": last}
    leave = desk.add("leave", "02-28", kind="annual", approver=MANAGER, **days)
    desk.add("substitution", "02-28", leave=leave, post="meter_reader", substitute=OTHER_READER, **days)


@pytest.mark.parametrize("read_on, fen, kwh", [("03-30", 0, 0), ("04-02", 1582, 35)])
def test_a_policy_may_count_the_energy_of_the_days_moved_across_a_closing(read_on: str, fen: int, kwh: int) -> None:
    # Due on 03-28. To 03-30: no closing between. To 04-02, 5 of 31 days: 218 kWh × 5 ÷ 31 = 35.16, × 45 分 = 1,582.26.
    desk = Desk()
    desk.book(2, "resident", 28)
    for customer, register in ((1, 1156), (2, 1062)):
        desk.customer(customer, book=2)
        reading = desk.reading(customer, 200103, register, read_on, book=2)
        amount_fen = (register - 1000) * 45
        desk.bill(customer, 200103, "04-03", ("03-02", 1000), ("04-02", register), reading, amount_fen, book=2)
    desk.batch(200103, read_on, book=2)
    worth = priced(the_finding(desk, "2.1"), MOVED)
    assert (worth.basis, worth.amount_fen, worth.energy_kwh, worth.caused_fen) == ("fee", fen, kwh, 0)
    assert worth.formula == "days_off.moved"


@pytest.mark.parametrize(
    "day, cause, book, broken",
    [
        ("03-05", None, 1, False),
        ("03-06", "rain", 1, False),
        ("03-03", "rain", 1, True),
        ("03-06", None, 1, True),
        ("03-07", "rain", 1, True),
        ("03-26", None, 9, False),
        ("03-27", "rain", 9, True),
    ],
)
def test_the_tolerance_needs_a_noted_cause_and_special_books_have_none(
    day: str, cause: str | None, book: int, broken: bool
) -> None:
    assert bool(findings(_book_read_on(day, cause, book), "2.1")) == broken


def test_a_published_shift_moves_the_day_and_an_unpublished_one_does_not() -> None:
    # 2001-05-05 is a holiday: the book is due on 05-08.
    shifted = _book_read_on("05-08")
    shifted.rows["batch"][0].update(period=200105, id=ids.book_period_id(1, ids.period_index(200105)))
    assert the_finding(shifted, "2.1").inputs["days_off"] == 3
    shifted.add("shift_notice", "04-20", from_on="05-05", to_on="05-08")
    assert not findings(shifted, "2.1")
    shifted.rows["shift_notice"][0]["recorded_at"] = shifted.rows["batch"][0]["recorded_at"].replace(day=9)  # type: ignore[attr-defined]  # values of a row are objects
    assert findings(shifted, "2.1")


@pytest.mark.parametrize("read_on, broken", [("05-05", False), ("05-08", True), ("05-04", True)])
def test_a_published_shift_moves_no_book_of_special_transformers(read_on: str, broken: bool) -> None:
    # 2001-05-05 is a holiday, a Saturday: 專變 are read on it all the same.
    desk = Desk()
    desk.book(8, "special", 5)
    desk.customer(1, book=8)
    desk.batch(200105, read_on, book=8)
    desk.add("shift_notice", "04-20", from_on="05-05", to_on="05-08")
    assert bool(findings(desk, "2.1")) == broken
    assert not broken or the_finding(desk, "2.1").inputs["scheduled_day"] == day_number("05-05")


@pytest.mark.parametrize("read_on, broken", [("08-26", False), ("08-27", True)])
def test_a_sunday_moves_no_book_of_special_transformers(read_on: str, broken: bool) -> None:
    desk = _book_read_on(read_on, book=9)
    desk.rows["batch"][0].update(period=200108, id=ids.book_period_id(9, ids.period_index(200108)))
    desk.add("shift_notice", "01-02", from_on="08-26", to_on="08-27")
    assert bool(findings(desk, "2.1")) == broken


def test_an_approved_change_excuses_unless_the_reader_approved_it_himself() -> None:
    desk = _book_read_on("03-12")
    assert findings(desk, "2.1")
    change: dict[str, Any] = {
        "book": 1,
        "period": 200103,
        "from_on": "03-05",
        "to_on": "03-12",
        "reason": "",
        "applicant": READER,
    }
    desk.add("book_change", "03-01", staff=READER, approver=READER, **change)
    assert findings(desk, "2.1")
    desk.add("book_change", "03-02", staff=71, approver=71, **change)
    assert not findings(desk, "2.1")


def test_a_change_breaks_the_old_day_too() -> None:
    desk = _book_read_on("03-05")
    desk.add(
        "book_change",
        "03-01",
        staff=71,
        book=1,
        period=200103,
        from_on="03-05",
        to_on="03-12",
        reason="",
        applicant=21,
        approver=71,
    )
    assert the_finding(desk, "2.1").inputs["days_off"] == -7


def test_a_day_beyond_the_month_is_its_last() -> None:
    desk = Desk()
    desk.book(2, "resident", 31)
    desk.customer(1, book=2)
    desk.batch(200104, "04-30", book=2)
    assert not findings(desk, "2.1")


def test_the_day_of_the_object_is_not_that_of_the_records() -> None:
    assert day_number("01-01") == 4018


# ── the handheld, and books that nobody read ─────────────────────────────────────────────────────────────────────────


def _draw(desk: Desk, day: str, book: int = 1, period: int = 200103) -> int:
    return desk.add("handheld_log", day, at="08:00", staff=READER, book=book, period=period, handheld=1, action="draw")


@pytest.mark.parametrize("day, off", [("03-05", False), ("03-02", True)])
def test_a_handheld_drawn_on_another_day_is_an_incident_of_nothing(day: str, off: bool) -> None:
    desk = _book_read_on("03-05")
    desk.reading(1, 200103, 1310, "03-05")
    drawn = _draw(desk, day)
    if not off:
        assert not findings(desk, "2.1")
        return
    finding = the_finding(desk, "2.1")
    assert (finding.staff, finding.object_id) == (READER, ids.book_period_id(1, MARCH))
    assert (days(finding), finding.basis, finding.amount_fen) == ((day, day), "delay", 0)
    assert (finding.formula, finding.discovered_by) == ("handheld", NONE)
    assert ("handheld_log", drawn) in cited(finding, "act")


def test_a_handheld_drawn_on_the_day_to_which_a_tolerance_moved_the_reading_is_right() -> None:
    desk = _book_read_on("03-06", cause="rain")
    desk.reading(1, 200103, 1310, "03-06")
    _draw(desk, "03-06")
    assert not findings(desk, "2.1")


def test_the_handheld_of_a_special_book_is_drawn_on_the_last_open_day_before_a_closed_one() -> None:
    # Book 9 is due on the 26th; 05-26 is a Saturday, the office is open on Saturdays; 08-26 is a Sunday.
    desk = _book_read_on("08-26", book=9)
    desk.rows["batch"][0].update(period=200108, id=ids.book_period_id(9, ids.period_index(200108)))
    desk.reading(1, 200108, 1310, "08-26", book=9)
    _draw(desk, "08-25", book=9, period=200108)
    desk.add("shift_notice", "01-02", from_on="08-26", to_on="08-27")
    assert not findings(desk, "2.1")


def test_a_book_read_off_its_day_is_one_finding_whenever_its_handheld_was_drawn() -> None:
    desk = _book_read_on("03-08")
    desk.reading(1, 200103, 1310, "03-08")
    _draw(desk, "03-07")
    assert [finding.formula for finding in findings(desk, "2.1")] == ["days_off"]


def test_an_approved_change_written_after_the_draw_does_not_excuse_it() -> None:
    desk = _book_read_on("03-05")
    desk.reading(1, 200103, 1310, "03-05")
    _draw(desk, "03-02")
    change: dict[str, Any] = {
        "book": 1,
        "period": 200103,
        "from_on": "03-05",
        "to_on": "03-02",
        "reason": "",
        "applicant": READER,
    }
    desk.add("book_change", "03-06", staff=71, approver=71, **change)
    assert findings(desk, "2.1")[0].formula == "handheld"


def _unread_march() -> Desk:
    """Read on 02-05 and on 04-05, not in March: due 03-05, missed on Wednesday 03-07."""
    desk = Desk()
    desk.customer(1, price_class="resident")
    desk.batch(200102, "02-05")
    desk.reading(1, 200102, 1000, "02-05")
    return desk


def test_a_book_that_nobody_read_is_nothing_until_it_is_read_again() -> None:
    desk = _unread_march()
    assert not findings(desk, "2.1", "04-05")  # for all that is known the records break off
    desk.batch(200104, "04-05", book=3)
    desk.book(3, "resident", 5)
    assert not findings(desk, "2.1", "04-04")
    (finding,) = findings(desk, "2.1", "04-05")
    assert (finding.staff, finding.object_id) == (READER, ids.book_period_id(1, MARCH))
    assert (days(finding), finding.parts, finding.formula) == (("03-07", "04-05"), (), "book_unread")


def test_the_share_of_the_missed_period_is_late_until_the_next_reading() -> None:
    # 59 days from 02-05 to 04-05, 26,550 分: 28 of them to 03-05 are 12,600 分, 31 days late.
    desk = _unread_march()
    desk.batch(200104, "04-05")
    reading = desk.reading(1, 200104, 1590, "04-05")
    desk.bill(1, 200104, "04-06", ("02-05", 1000), ("04-05", 1590), reading, 26550)
    (finding,) = findings(desk, "2.1", "04-20")
    assert finding.parts == (Part(12600, 31),)
    assert (finding.loss_fen, finding.basis) == (0, "delay")


def test_a_book_that_the_office_opened_with_is_due_from_the_next_period_on() -> None:
    desk = Desk()
    desk.customer(1, price_class="resident")
    desk.reading(1, 200101, 1000, "01-05", kind="opening")
    desk.book(3, "resident", 5)
    desk.batch(200102, "02-05", book=3)
    desk.batch(200103, "03-05")
    desk.reading(1, 200103, 1310, "03-05")
    desk.batch(200103, "03-05", book=3)
    (finding,) = findings(desk, "2.1", "03-20")
    assert (finding.object_id, finding.formula) == (ids.book_period_id(1, MARCH - 1), "book_unread")


def test_a_book_whose_batch_alone_is_wanting_was_read() -> None:
    desk = _unread_march()
    desk.reading(1, 200103, 1310, "03-05")
    assert not findings(desk, "2.1", "04-20")
