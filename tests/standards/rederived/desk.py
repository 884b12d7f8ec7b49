"""The desk of the registration clerk: limits that stand still, whose it is, and bills that it made late (1.2, 1.4)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from tests.standards.rederived.papers import RATE, Papers, Row, half_up, written_on

POST = "registration_clerk"
OWN = ("application_form", "contract", "drawing", "opening_slip")


def limit_of(papers: Papers, application: int, signed_on: date, days: int) -> date:
    """So many working days after a day, those on which a paper of the applicant is wanting not counted."""
    on = signed_on if days else papers.on_or_after("working", signed_on)
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


def clerk_of(papers: Papers, signed: Row, rows: list[Row]) -> int:
    """Who signed, or for whom he did who stood in; of two whose it may be, by what else was signed at the desk."""
    own = [row for row in rows if (row["kind"] in OWN) != (row["action"] == "signed")]
    found = _desks(papers, signed)
    for row in own if len(found) > 1 else []:
        found = (found & _desks(papers, row)) or found
    return min(found) if len(found) == 1 else int(signed["staff"])


def _desks(papers: Papers, signed: Row) -> set[int]:
    """Whose desks somebody sat at when he signed."""
    on, signer = written_on(signed), int(signed["staff"])
    slips = [row for row in papers.rows("substitution") if row["from_on"] <= on <= row["to_on"]]
    others = {int(row["employee"]) for row in slips if (row["substitute"], row["post"]) == (signer, POST)}
    return {each for each in {signer, *others} if papers.holds(each, POST)} or {signer}


def first_billed_late(papers: Papers, entry: Row, limit_on: date, ended_on: date) -> int:
    """Interest of the share of the first bill up to each reading that was missed, for the days by which it was issued
    later than that reading would have been; never for more days than from the limit to the day on which that ended.

    Nobody is read by his registration: what missed him is the opening's.
    """
    bills = papers.bills_of.get(entry["customer"], [])
    if not bills:
        return 0
    bill = min(bills, key=lambda row: row["to_on"])
    if bill["from_on"] > entry["energised_on"]:
        return 0
    total, since = Fraction(0), entry["energised_on"]
    missed = [
        batch["read_on"]
        for batch in papers.rows("batch")
        if batch["book"] == bill["book"] and limit_on < batch["read_on"] <= ended_on
    ]
    for read_on in sorted(missed):
        span = (read_on - since).days
        if span > 0:
            fen = bill["amount_fen"] * span // (bill["to_on"] - bill["from_on"]).days
            due_on = papers.after("working", read_on, int(papers.limits["issuance.limit_working_days"]))
            days = min((ended_on - limit_on).days, _held_back(papers, bill, due_on))
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
