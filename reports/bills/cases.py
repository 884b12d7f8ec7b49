"""The bills behind a finding of a fee: as issued and as due, as recorded and as established, or one never issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaohe.reports.bills.papers import BillDesk, BillPapers
from kaohe.reports.bills.worked import worked
from kaohe.reports.judged.cases import Cite, Finding
from kaohe.reports.words.wording import say


@dataclass(frozen=True)
class CaseBill:
    """A bill with what it is in the case."""

    caption: str
    lines: tuple[str, ...]
    amount_fen: int


def bills_of(finding: Finding, cites: Sequence[Cite], desk: BillDesk) -> tuple[CaseBill, ...]:
    """The bills whose difference the finding is worth; none where it rests on no bill, or on papers that are lost."""
    bills = _bills_of(finding, cites, desk) if finding.of_bills else ()
    amounts = [bill.amount_fen for bill in bills]
    worth = abs(amounts[0] - sum(amounts[1:])) if amounts else None
    return bills if worth == finding.amount_fen else ()


def _bills_of(finding: Finding, cites: Sequence[Cite], desk: BillDesk) -> tuple[CaseBill, ...]:
    if finding.formula == "billing":
        bill = finding.object_id
        return _both(("issued", desk.papers(bill)), ("due", desk.papers_due(bill)))
    if finding.formula.startswith("register."):
        register = finding.inputs.get("own_register", finding.inputs.get("established_register"))
        bill = next((cite.row_key for cite in cites if cite.table == "bill"), 0)
        if isinstance(register, int):
            return _both(("recorded", desk.papers_due(bill)), ("established", desk.papers_due(bill, register)))
    if finding.formula == "unbilled":
        return _both(("due", _never_issued(finding, cites, desk)))
    return ()


def _never_issued(finding: Finding, cites: Sequence[Cite], desk: BillDesk) -> BillPapers | None:
    keys = {(cite.table, cite.role): cite.row_key for cite in cites}
    wanted = (("reading", "price"), ("reading", "duty"), ("customer", "price"))
    kwh = finding.inputs.get("kwh")
    if not isinstance(kwh, int) or any(key not in keys for key in wanted):
        return None
    reading, customer = keys["reading", "duty"], keys["customer", "price"]
    priced_by = [cite.row_key for cite in cites if (cite.table, cite.role) == ("reading", "price")]
    before = desk.reading_before(reading, priced_by)
    return desk.papers_never_issued(before, reading, customer, kwh)


def _both(*bills: tuple[str, BillPapers | None]) -> tuple[CaseBill, ...]:
    """All of them, or none: half a comparison explains nothing."""
    made = [(caption, worked(papers)) for caption, papers in bills if papers is not None]
    if len(made) < len(bills):
        return ()
    return tuple(CaseBill(say(f"bill-{caption}-as"), bill.text(), bill.amount_fen) for caption, bill in made)
