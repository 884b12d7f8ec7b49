"""6.5 once more: supplements that customers paid before they were issued."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from tests.standards.rederived.duty import holder
from tests.standards.rederived.papers import RATE, Found, Papers, Row, half_up, written_on

NOTED_WORKING_DAYS = 3


def last_working_days(papers: Papers, on: date) -> list[date]:
    """The working days of a day's month, in order."""
    month = (on.replace(day=each) for each in range(1, monthrange(on.year, on.month)[1] + 1))
    return [each for each in month if papers.is_day("working", each)]


def clause_6_5(papers: Papers) -> Iterator[Found]:
    """No supplement of its customer and sum by the last working day of the month; with a note, or where it was paid
    after that day, of the next. Who transferred it wrongly answers; of what nobody did, who has the post at the limit.
    """
    log = papers.by("temp_transfer", lambda row: (row["temp_receipt"], row["action"]))
    issued = papers.one("temp_supplement")
    for receipt in papers.rows("temp_receipt"):
        paid_on = written_on(receipt)
        days = last_working_days(papers, paid_on)
        limit_on = days[-1]
        notes = [written_on(row) for row in log[receipt["id"], "note"]]
        if paid_on >= days[-NOTED_WORKING_DAYS] and (paid_on > limit_on or any(on <= limit_on for on in notes)):
            limit_on = last_working_days(papers, paid_on.replace(day=28) + timedelta(7))[-1]
        good = [
            written_on(row)
            for row in log[receipt["id"], "transfer"]
            if _takes_up(receipt, row, issued.get(row["supplement"]))
        ]
        there, missed_on = min(good, default=None), papers.past(limit_on)
        if missed_on and (there is None or there > limit_on):
            fen = half_up(receipt["amount_fen"] * ((there or papers.as_of) - limit_on).days * RATE)
            wrong = [row["staff"] for row in log[receipt["id"], "transfer"] if written_on(row) <= limit_on]
            staff = wrong[-1] if wrong else holder(papers, "accountant", limit_on)
            yield Found("6.5", staff, "temp_receipt", receipt["id"], missed_on, fen)


def _takes_up(receipt: Row, transfer: Row, supplement: Row | None) -> bool:
    """Whether a transfer is of the receipt's customer and sum."""
    return (
        supplement is not None
        and supplement["customer"] == receipt["customer"]
        and supplement["amount_fen"] == transfer["amount_fen"] == receipt["amount_fen"]
    )
