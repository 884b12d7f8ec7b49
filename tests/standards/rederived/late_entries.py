"""1.2 once more: registrations and openings that were entered after the limit, or not yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from tests.standards.rederived.duty import there
from tests.standards.rederived.papers import RATE, Found, Papers, Row, half_up, written_on

POST = "registration_clerk"
STAGES = (("registration", "survey"), ("opening", "work_order"))


def clause_1_2(papers: Papers) -> Iterator[Found]:
    """No entry by the limit after the clerk signed for the paper of which it is made."""
    for stage, (table, kind) in enumerate(STAGES):
        days = int(papers.limits[f"{table}.limit_working_days"])
        entries = {row["application"]: row for row in papers.rows(table)}
        for application, rows in papers.papers_of.items():
            signed = [row for row in rows if (row["action"], row["kind"]) == ("signed", kind)]
            if not signed:
                continue
            limit_on = _limit(papers, application, written_on(signed[0]), days)
            missed_on, entry = papers.past(limit_on), entries.get(application)
            if missed_on and (entry is None or written_on(entry) > limit_on):
                staff = there(papers, _clerk(papers, signed[0]), POST, limit_on)
                fen = _late_fen(papers, entry, limit_on) if entry is not None and table == "opening" else 0
                yield Found("1.2", staff, "entry", application * 2 + stage, missed_on, fen)


def _limit(papers: Papers, application: int, signed_on: date, days: int) -> date:
    """So many working days after a day, those on which a paper of the applicant is wanting not counted."""
    on = papers.on_or_after("working", signed_on)
    while days or _rests(papers, application, on):
        if not _rests(papers, application, on := papers.after("working", on)):
            days = max(days - 1, 0)
    return on


def _rests(papers: Papers, application: int, on: date) -> bool:
    notices = [row for row in papers.rows("document_notice") if row["application"] == application]
    closed = {row["kind"]: written_on(row) for row in notices if row["action"] == "close"}
    return any(
        row["action"] == "open" and written_on(row) <= on and not closed.get(row["kind"], date.max) <= on
        for row in notices
    )


def _clerk(papers: Papers, signed: Row) -> int:
    """Who signed, or for whom he did who stood in."""
    signer = signed["to_staff"]
    if papers.holds(signer, POST):
        return int(signer)
    slips = [row for row in papers.rows("substitution") if row["from_on"] <= written_on(signed) <= row["to_on"]]
    return int(next((row["employee"] for row in slips if (row["substitute"], row["post"]) == (signer, POST)), signer))


def _late_fen(papers: Papers, entry: Row, limit_on: date) -> int:
    """Interest of the share of the first bill up to each reading that was missed, for the days by which it was issued
    later than that reading would have been; never for more days than the entry was late.

    Nobody is read by his registration: what missed him is the opening's.
    """
    bills = papers.bills_of.get(entry["customer"], [])
    if not bills:
        return 0
    bill = min(bills, key=lambda row: row["to_on"])
    total, since = Fraction(0), entry["energised_on"]
    missed = [
        batch["read_on"]
        for batch in papers.rows("batch")
        if batch["book"] == bill["book"] and limit_on < batch["read_on"] <= written_on(entry)
    ]
    for read_on in sorted(missed):
        span = (read_on - since).days
        if span > 0:
            fen = bill["amount_fen"] * span // (bill["to_on"] - bill["from_on"]).days
            due_on = papers.after("working", read_on, int(papers.limits["issuance.limit_working_days"]))
            days = min((written_on(entry) - limit_on).days, _held_back(papers, bill, due_on))
            total += max(fen, 0) * max(days, 0) * RATE
            since = read_on
    return half_up(total)


def _held_back(papers: Papers, bill: Row, due_on: date) -> int:
    """Days by which a bill came late, those of 待處理 apart."""
    days = [due_on + timedelta(each) for each in range(1, (bill["issued_on"] - due_on).days + 1)]
    rows = [
        row for row in papers.rows("pending") if (row["customer"], row["period"]) == (bill["customer"], bill["period"])
    ]
    opened = [written_on(row) for row in rows if row["action"] == "open"]
    closed = [written_on(row) for row in rows if row["action"] == "close"]
    return sum(not (opened and opened[0] < on <= max(closed, default=date.max)) for on in days)
