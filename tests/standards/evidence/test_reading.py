"""2.1: books read off their day, and what only looks like it."""

from __future__ import annotations

from typing import Any

import pytest

from kaohe.sim.records import ids
from tests.standards.records_builder import READER, Desk, day_number
from tests.standards.verdicts import cited, days, findings, the_finding

MARCH = ids.period_index(200103)


def _book_read_on(day: str, cause: str | None = None, book: int = 1) -> Desk:
    desk = Desk()
    desk.customer(1, book=book, price_class="resident")
    desk.batch(200103, day, book=book, cause=cause)
    return desk


# ── 2.1 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_book_read_three_days_late_gains_three_days_of_its_mean() -> None:
    # 02-05 to 03-08 is 31 days; 310 kWh: 3 days = 30 kWh at 0.45 yuan = 1,350 分.
    # 100 kWh: floor(100 × 3 / 31) = 9 kWh = 405 分.
    desk = _book_read_on("03-08")
    desk.customer(2)
    for customer, register, fen in ((1, 1310, 13950), (2, 1100, 4500)):
        reading = desk.reading(customer, 200103, register, "03-08")
        desk.bill(customer, 200103, "03-09", ("02-05", 1000), ("03-08", register), reading, fen)
    finding = the_finding(desk, "2.1")
    assert (finding.staff, finding.object_id) == (READER, ids.book_period_id(1, MARCH))
    assert (finding.amount_fen, finding.energy_kwh, finding.basis) == (1755, 39, "fee")
    assert days(finding) == ("03-08", "03-08")
    assert finding.inputs["days_off"] == 3
    assert {table for table, _ in cited(finding)} == {"batch", "book", "rule", "bill"}


def test_bills_that_rest_on_an_estimate_gain_no_days() -> None:
    desk = _book_read_on("03-08")
    reading = desk.reading(1, 200103, 1310, "03-08", kind="estimate")
    desk.bill(1, 200103, "03-09", ("02-05", 1000), ("03-08", 1310), reading, 13950)
    assert the_finding(desk, "2.1").amount_fen == 0


def test_a_book_read_early_gives_its_days_to_the_next_period() -> None:
    # Read 03-02, three days early; April's bill 03-02 to 04-05 has 34 days and 340 kWh: 30 kWh × 0.45 = 1,350 分.
    desk = _book_read_on("03-02")
    first = desk.reading(1, 200103, 1090, "03-02")
    desk.bill(1, 200103, "03-05", ("02-05", 1000), ("03-02", 1090), first, 4050)
    desk.batch(200104, "04-05")
    second = desk.reading(1, 200104, 1430, "04-05")
    desk.bill(1, 200104, "04-06", ("03-02", 1090), ("04-05", 1430), second, 15300)
    assert findings(desk, "2.1", "03-31")[0].amount_fen == 0
    finding = the_finding(desk, "2.1")
    assert (finding.object_id, finding.amount_fen) == (ids.book_period_id(1, MARCH), 1350)


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
