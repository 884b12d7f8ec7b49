"""6.9 once more: stubs that came back are checked in time, and sealed by two."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.standards.rederived.duty import holder
from tests.standards.rederived.papers import Found, Papers, Row, written_on


def clause_6_9(papers: Papers) -> Iterator[Found]:
    """No check or no seal by its limit after the return, or a check that is not the sum of the receipts: one a book."""
    sheets = papers.by("stub", lambda row: (row["receipt_book"], row["action"]))
    books, taken = papers.one("receipt_book"), _receipts(papers)
    for back in papers.rows("book_log"):
        if back["action"] != "return":
            continue
        number, found = back["receipt_book"], []
        for action, key in (("check", "stub.check_working_days"), ("seal_up", "stub.seal_working_days")):
            limit_on = written_on(back)
            for _ in range(int(papers.limits[key])):
                limit_on = papers.after("working", limit_on)
            done = [row for row in sheets[(number, action)] if action == "check" or row["second_by"] != row["staff"]]
            missed_on = papers.past(limit_on)
            if missed_on and not any(written_on(row) <= limit_on for row in done):
                found.append((missed_on, holder(papers, "accountant", limit_on)))
        for check in sheets[(number, "check")]:
            own = taken(books[number])
            if check["counter"] is not None and (check["used"], check["amount_fen"]) != own:
                found.append((written_on(check), check["staff"]))
        if found:
            on, staff = min(found, key=lambda each: each[0])
            yield Found("6.9", staff, "stub_return", number, on, None)


def _receipts(papers: Papers) -> Callable[[Row], tuple[int, int]]:
    """Of a book how many receipts were written, and what they and the charges on them come to."""
    charges = papers.one("late_charge")
    found: dict[int, list[int]] = {}
    for row in papers.rows("receipt"):
        if row["receipt_no"] is not None:
            fen = row["amount_fen"] + (charges[row["id"]]["amount_fen"] if row["id"] in charges else 0)
            found.setdefault(row["receipt_no"], []).append(fen)

    def of(book: Row) -> tuple[int, int]:
        mine = [each for number in range(book["first_no"], book["last_no"] + 1) for each in found.get(number, ())]
        return len(mine), sum(mine)

    return of
