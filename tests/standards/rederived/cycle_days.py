"""2.1 once more: every book is read on its day, with a handheld that is drawn on its day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from tests.standards.rederived.duty import reader
from tests.standards.rederived.papers import RATE, Found, Papers, Row, half_up, months, written_on


def cycle_on(papers: Papers, book: Row, period: int) -> date:
    """The book's 例日 in a month, after the published shift; 專變 are read on their day, open or not."""
    year, month = divmod(period, 100)
    on = date(year, month, min(book["cycle_day"], monthrange(year, month)[1]))
    shifts: dict[date, date] = {row["from_on"]: row["to_on"] for row in papers.rows("shift_notice")}
    return on if book["kind"] == "special" else shifts.get(on, on)


def planned_on(papers: Papers, book: Row, period: int, act_at: date) -> date:
    """The same after a change that was approved before the act, by another than the reader."""
    on = cycle_on(papers, book, period)
    for row in papers.rows("book_change"):
        mine = (row["book"], row["period"]) == (book["book"], period)
        if mine and row["from_on"] == on and row["approver"] != book["reader"] and written_on(row) <= act_at:
            on = row["to_on"]
    return on


def clause_2_1(papers: Papers) -> Iterator[Found]:
    """Readings off their day, handhelds drawn on another day."""
    books = {row["book"]: row for row in papers.rows("book")}
    readings = papers.by("reading", lambda row: (row["book"], row["period"], row["kind"] in ("actual", "estimate")))
    drawn, loaded = (
        {
            (row["book"], row["period"]): written_on(row)
            for row in papers.rows("handheld_log")
            if row["action"] == action
        }
        for action in ("draw", "load")
    )
    for batch in papers.rows("batch"):
        book = books[batch["book"]]
        mine = readings[(batch["book"], batch["period"], True)]
        read_on = batch["read_on"]
        on = planned_on(papers, book, batch["period"], read_on)
        loaded_on = loaded.get((batch["book"], batch["period"]), on)
        on = max(on, loaded_on)  # nobody draws what is not loaded: that is 3.2
        key = papers.limits["reading.tolerance_days." + ("special" if book["kind"] == "special" else "low_voltage")]
        allowed = int(key) if batch["cause"] else 0
        number = batch["book"] * 1024 + months(batch["period"])
        if any(abs((row["read_on"] - on).days) > allowed for row in mine):
            late = read_on >= on
            staff = reader(papers, book, on, on + timedelta(allowed)) if late else batch["reader"]
            yield Found("2.1", staff, "book_period", number, read_on, _late_fen(papers, mine, book, on, staff))
        elif (day := drawn.get((batch["book"], batch["period"]))) and not _may_draw(papers, book, day, on, read_on):
            yield Found("2.1", batch["reader"], "book_period", number, day, 0)


def _may_draw(papers: Papers, book: Row, day: date, on: date, read_on: date) -> bool:
    if day in (on, read_on):
        return True
    closed = book["kind"] == "special" and not papers.is_day("open", on)
    return closed and day == max(each for each in _open_days(papers, on))


def _open_days(papers: Papers, before: date) -> list[date]:
    days = (before - timedelta(each) for each in range(1, 15))
    return [each for each in days if papers.is_day("open", each)]


def _late_fen(papers: Papers, readings: list[Row], book: Row, on: date, staff: int) -> int:
    """The bills made on the readings, each by the days that it was read after its day, as far as they began with the
    book in the hands of who answers; a refund was not held back. A reading that was passed over is billed by its
    supplement.
    """
    total = Fraction(0)
    bills = {(row["customer"], row["period"]): row for row in papers.rows("bill")}
    gaps = {row["ground"]: row for row in papers.rows("supplement") if row["kind"] == "gap"}
    for row in readings:
        bill, late = bills.get((row["customer"], row["period"])), range((row["read_on"] - on).days)
        days = sum(reader(papers, book, on, on + timedelta(each)) == staff for each in late)
        made = gaps.get(row["id"]) if bill is None else bill
        if made is not None and days > 0:
            total += max(made["amount_fen"], 0) * days * RATE
    return half_up(total)
