"""1.6 once more, and receipts of 4.2: what was lost by who had it in his hands, or had signed for it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.standards.rederived.money import _whose
from tests.standards.rederived.papers import (
    RATE,
    Found,
    Papers,
    Row,
    day_number,
    half_up,
    interest,
    poured,
    written_on,
)
from tests.standards.rederived.stock import _shown


def clause_1_6(papers: Papers) -> Iterator[Found]:
    """Handed in short of a day's fees and not made good that day; leaves missing of a book that was signed for."""
    yield from _money(papers)
    yield from leaves(papers, "1.6", "misc", int(papers.limits["receipts.blank_leaves"]))


def _money(papers: Papers) -> Iterator[Found]:
    handed = papers.by("hand_in", lambda row: (row["source"], _whose(row), row["takings_on"]))
    for (clerk, on), receipts in papers.by("fee_receipt", lambda row: (row["staff"], row["takings_on"])).items():
        rows = sorted(handed[("registration", clerk, on)], key=lambda row: row["recorded_at"])
        if not rows:
            continue
        first, came_on = rows[0], written_on(rows[0])
        short = sum(row["amount_fen"] for row in receipts) - first["total_fen"]
        good = [(written_on(row), row["total_fen"]) for row in rows[1:]]
        parts = [p for p in poured(max(short, 0), came_on, good) if p.came_on is None or p.came_on > came_on]
        worth = sum((p.fen if p.came_on is None else interest(p, p.came_on) for p in parts), 0 * RATE)
        if parts:
            number = (clerk + (1 << 24)) * 32768 + day_number(on)
            yield Found("1.6", first["staff"], "clerk_day", number, came_on, half_up(worth))


def leaves(papers: Papers, clause: str, kind: str, blank: int) -> Iterator[Found]:
    """Missing when counted with the holder, or when the stubs were checked in time."""
    counts, stubs = papers.by("form_count", _book), papers.by("stub", _book)
    log = papers.by("book_log", lambda row: (row["receipt_book"], row["action"]))
    for number, book in papers.one("receipt_book").items():
        if book["kind"] != kind or not (issues := log[(number, "issue")]):
            continue
        signed = [row for row in issues if written_on(row) == written_on(issues[0])][-1]
        if signed["signed_by"] != signed["holder"]:
            continue
        sheets = [
            *((row, row["expected"] - row["counted"]) for row in counts[number] if row["place"] == "holder"),
            *((row, row["missing"]) for row in stubs[number] if _in_time(papers, row, log[(number, "return")])),
        ]
        sheets = sorted((each for each in sheets if each[1]), key=lambda each: each[0]["recorded_at"])
        if sheets:
            (sheet, missing), copies = sheets[0], _shown(papers, book)
            many = missing > min(blank, book["last_no"] - book["first_no"])
            fen = None if many or not copies else sum(row["amount_fen"] for row in copies)
            slip = not many and not copies
            yield Found(clause, signed["signed_by"], "receipt_book", number, written_on(sheet), fen, slip=slip)


def _book(row: Row) -> int:
    return int(row["receipt_book"])


def _in_time(papers: Papers, check: Row, back: list[Row]) -> bool:
    if check["action"] != "check" or not back:
        return False
    limit_on = written_on(back[0])
    for _ in range(int(papers.limits["stub.check_working_days"])):
        limit_on = papers.after("working", limit_on)
    return written_on(check) <= limit_on
