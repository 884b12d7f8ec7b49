"""3.2 once more: handhelds loaded and unloaded by the clerk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tests.standards.rederived.cycle_days import planned_on
from tests.standards.rederived.papers import Found, Papers, written_on


def clause_3_2(papers: Papers) -> Iterator[Found]:
    """Loaded after the book's day, or too many working days before it; unloaded later than the day of the return."""
    before, days = (int(papers.limits[f"handheld.{key}"]) for key in ("load_working_days_before", "unload_days"))
    logs = papers.by("handheld_log", lambda row: (row["book"], row["period"], row["action"]))
    books = {row["book"]: row for row in papers.rows("book")}
    batches = {(row["book"], row["period"]): row for row in papers.rows("batch")}
    for book, period, action in list(logs):
        if action != "load":
            continue
        load, number = logs[(book, period, "load")][0], _number(book, period)
        batch = batches.get((book, period))
        planned = planned_on(papers, books[book], period, written_on(load))
        scheduled = batch["scheduled_on"] if batch is not None else planned
        if written_on(load) > scheduled:
            yield Found("3.2", load["staff"], "book_period", number, papers.after("working", scheduled), None)
        elif _working_between(papers, written_on(load), scheduled) > before:
            yield Found("3.2", load["staff"], "book_period", number, written_on(load), 0)
        back, unload = logs[(book, period, "return")], logs[(book, period, "unload")]
        if back:
            limit_on = written_on(back[0]) + timedelta(days)
            missed_on = papers.past(limit_on)
            if missed_on and not any(written_on(row) <= limit_on for row in unload):
                yield Found("3.2", back[0]["signed_by"], "book_period", number, missed_on, None)


def _number(book: int, period: int) -> int:
    return book * 1024 + (period // 100 - 1990) * 12 + period % 100 - 1


def _working_between(papers: Papers, since: date, until: date) -> int:
    """Working days from a day, it included, to before another."""
    days, found = since, 0
    while days < until:
        found += papers.after("working", days - timedelta(1)) == days
        days += timedelta(1)
    return found
