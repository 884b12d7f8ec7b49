"""6.1 once more: stamps of counters that were not in the box in the evening, or that nobody signed for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kaohe.sim.records import PAPERS
from tests.standards.rederived.papers import Found, Papers, Row, day_number, written_on


def clause_6_1(papers: Papers) -> Iterator[Found]:
    """Each stamp that goes out comes back, or is lent to a collector, by the limit of the same day."""
    limit = papers.limits["stamp.return"].zfill(5)
    for entries in papers.by("stamp_log", lambda row: row["stamp"]).values():
        rows = sorted(entries, key=lambda row: (row["recorded_at"], row["id"]))
        for row, after in zip(rows, [*rows[1:], None], strict=True):
            if row["action"] != "out":
                continue
            kept = after is not None and written_on(after) == row["on"] and f"{after['recorded_at']:%H:%M}" <= limit
            if kept and after is not None and after["action"] in ("in", "lend"):
                if row["signed_by"] is None:
                    yield _found(row, row["on"], 0, slip=True)
                continue
            missed_on = papers.past(row["on"])
            if missed_on is not None:
                yield _left(papers, row, after, missed_on)


def _left(papers: Papers, row: Row, after: Row | None, missed_on: date) -> Found:
    if after is not None and after["action"] == "void":
        return _found(row, missed_on, None, slip=False)
    numbers = {each["receipt_no"] for table in ("receipt", "fee_receipt") for each in papers.rows(table)}
    books = [range(book["first_no"], book["last_no"] + 1) for book in papers.rows("receipt_book")]
    fen = [
        copy["amount_fen"]
        for copy in papers.rows("receipt_query")
        if copy["stamp"] == row["stamp"] and copy["receipt_no"] not in numbers
        if not any(copy["receipt_no"] in book for book in books)
        if row["on"] < copy["dated_on"] and (after is None or copy["dated_on"] <= after["on"])
    ]
    return _found(row, missed_on, sum(fen), slip=not fen)


def _found(row: Row, on: date, fen: int | None, *, slip: bool) -> Found:
    key = PAPERS.thing("stamp_day").key.pack(stamp=row["stamp"], day=day_number(row["on"]))
    return Found("6.1", row["staff"], "stamp_day", key, on, fen, slip=slip)
