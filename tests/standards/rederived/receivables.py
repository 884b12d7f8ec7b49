"""3.5, 4.6, 4.5 and 2.7 once more: receivables that are set off, that stand again, that are dunned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.standards.rederived.duty import acts_as, there
from tests.standards.rederived.papers import Found, Papers, Part, Row, lateness, written_on

APPROVES = ("business_specialist", "business_manager")


def clause_3_5(papers: Papers) -> Iterator[Found]:
    """Credit notes without a ground, of any maker but a collector."""
    return (
        found for found in _notes(papers, "3.5") if not acts_as(papers, found.staff, "collector", found.occurred_on)
    )


def clause_4_6(papers: Papers) -> Iterator[Found]:
    """The same at the window."""
    return (found for found in _notes(papers, "4.6") if acts_as(papers, found.staff, "collector", found.occurred_on))


def _notes(papers: Papers, clause: str) -> Iterator[Found]:
    cases = papers.one("case")
    for note in papers.rows("credit_note"):
        maker, approver = note["staff"], note["approver"]
        approved = approver is not None and approver != maker and papers.holds(approver, *APPROVES)
        case = cases.get(note["ground"])
        good_fen = case["amount_fen"] if approved and case is not None and _grounds(case, note) else 0
        beyond_fen = note["amount_fen"] - good_fen
        if beyond_fen > 0:
            yield Found(clause, maker, "credit_note", note["id"], written_on(note), beyond_fen)


def _grounds(case: Row, note: Row) -> bool:
    """A case of the same bill, written before by another."""
    return bool(
        case["bill"] == note["bill"] and case["recorded_at"] < note["recorded_at"] and case["staff"] != note["staff"]
    )


def clause_4_5(papers: Papers) -> Iterator[Found]:
    """A returned cheque stands again as a receivable and its drawer knows it, by the limit after it was signed for."""
    number = int(papers.limits["cheque_return.limit_working_days"])
    again = {row["receipt"]: written_on(row) for row in papers.rows("reopening")}
    told = papers.by("notice", lambda row: (row["kind"], row["bill"]))
    for notice in papers.rows("return_notice"):
        limit_on = papers.after("working", notice["signed_on"], number)
        shown_on = papers.past(limit_on)
        days = [row["served_on"] for row in told[("returned_cheque", notice["bill"])]]
        told_on = min((on for on in days if on >= notice["signed_on"]), default=None)
        reopened_on = again.get(notice["receipt"])
        done_on = max(told_on, reopened_on) if told_on and reopened_on else None
        if not papers.holds(notice["signed_by"], "collector"):
            continue
        if shown_on is None or (done_on is not None and done_on <= limit_on):
            continue
        ended = [on for on in (done_on, paid_after(papers, notice)) if on is not None]
        part = Part(notice["amount_fen"], limit_on, min(ended, default=None))
        fen = lateness([part], papers.as_of)
        staff = there(papers, notice["signed_by"], "collector", limit_on)
        yield Found("4.5", staff, "return_notice", notice["id"], shown_on, fen)


def paid_after(papers: Papers, notice: Row) -> date | None:
    """The day on which the money of a returned cheque came in some other way."""
    paid = papers.receipts_of_bill.get(notice["bill"], [])
    return min((written_on(row) for row in paid if written_on(row) > notice["returned_on"]), default=None)


def clause_2_7(papers: Papers) -> Iterator[Found]:
    """Every bill of an arrears list that is still open gets a signed notice by the limit."""
    items = papers.by("arrears_item", lambda row: row["list"])
    told = papers.by("notice", lambda row: (row["kind"], row["bill"]))
    for sheet in papers.rows("arrears_list"):
        limit_on = papers.after("working", sheet["due_on"], int(papers.limits["dunning.limit_working_days"]))
        shown_on = papers.past(limit_on)
        parts = list[Part]()
        for item in items[sheet["id"]]:
            served_on = min((row["served_on"] for row in told[("dunning", item["bill"])]), default=None)
            paid_on = settled_on(papers, item["bill"], written_on(sheet))
            ended_on = min((on for on in (served_on, paid_on) if on is not None), default=None)
            if ended_on is None or ended_on > limit_on:
                parts.append(Part(open_fen(papers, item["bill"], limit_on), limit_on, ended_on))
        if shown_on and parts:
            fen = lateness(parts, papers.as_of)
            staff = there(papers, sheet["signed_by"], "meter_reader", limit_on)
            yield Found("2.7", staff, "arrears_list", sheet["id"], shown_on, fen)


def open_fen(papers: Papers, bill: int, on: date) -> int:
    """What a bill still asks for at the end of a day: with what is issued with it, less credits and receipts."""
    asked = papers.bills[bill]["amount_fen"] + carried_fen(papers, papers.bills[bill])
    noted = sum(each["amount_fen"] for each in papers.credits_of_bill.get(bill, []) if written_on(each) <= on)
    paid = sum(each["amount_fen"] for each in papers.receipts_of_bill.get(bill, []) if written_on(each) <= on)
    back = sum(each["amount_fen"] for each in papers.returned_of_bill.get(bill, []) if written_on(each) <= on)
    return int(asked - noted - paid + back)


def carried_fen(papers: Papers, bill: Row) -> int:
    """What joins a bill: the supplements issued with it, and a balance below 0 of the bill before."""
    with_it = papers.supplements_of.get((bill["customer"], bill["period"]), [])
    before = [row for row in papers.bills_of[bill["customer"]] if row["period"] < bill["period"]]
    last = min(before[-1]["amount_fen"] + carried_fen(papers, before[-1]), 0) if before else 0
    return int(sum(each["amount_fen"] for each in with_it) + last)


def settled_on(papers: Papers, bill: int, since: date) -> date | None:
    """The first day, at or after one, on which nothing of a bill is open."""
    rows = [*papers.receipts_of_bill.get(bill, []), *papers.credits_of_bill.get(bill, [])]
    days = sorted({since, *(written_on(row) for row in rows)})
    return next((on for on in days if on >= since and open_fen(papers, bill, on) <= 0), None)
