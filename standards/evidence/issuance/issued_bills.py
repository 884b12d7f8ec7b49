"""Bills issued wrongly, and readings left without one (3.1)."""

from __future__ import annotations

import numpy as np

from kaohe.sim.records import ids
from kaohe.standards.evidence.bill_contradictions import days_in_doubt, in_doubt
from kaohe.standards.evidence.bill_lines import due_and_issued, gap_inputs, papers_of_bill, papers_of_gap
from kaohe.standards.evidence.findings import Broken, missed, shown
from kaohe.standards.evidence.on_duty import of_acting, of_holder
from kaohe.standards.evidence.unbilled import Unbilled, not_recovered, readings_priced_by, unbilled
from kaohe.standards.ledger.cites import ACT, DUTY, LATE, PRICE, PROOF, Cite, Part
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints


def clause_3_1(ledger: Ledger) -> list[Broken]:
    """Bills that are not the tariff of their reading, archive and prices as recorded at issue; skipped and late ones.

    A wrong class of equal price is none. What other records contradict proves nothing against anybody.
    """
    differs = ledger.due.differs() & ~ledger.once(in_doubt)
    wrong = [_wrong(ledger, int(row)) for row in np.flatnonzero(differs)]
    left = [item for item in ledger.once(unbilled) if item.issue_on not in ledger.once(days_in_doubt)]
    return wrong + [_skipped(ledger, item) if item.bill_row == NONE else _late(ledger, item) for item in left]


def _wrong(ledger: Ledger, row: int) -> Broken:
    bills, due, sheets = ledger["bill"], ledger.due, ledger.sheets
    issued_fen, due_fen = int(bills["amount_fen"][row]), int(due.amount[row])
    archive, price, basis = int(due.archive_row[row]), int(due.price_row[row]), int(sheets.basis_row[row])
    meter = int(sheets.meter_versions.at(sheets.bill_meter[[row]], bills["recorded_at"][[row]])[0])
    cites = [
        ledger.cite("bill", row, ACT),
        *ledger.cites("reading", [basis], DUTY),
        *(ledger.cite(table, at, DUTY) for table, at in (("customer", archive), ("price", price), ("meter", meter))),
        *papers_of_bill(ledger, row, DUTY),
    ]
    return shown(
        "wrong",
        staff=int(bills["staff"][row]),
        object_id=int(bills["id"][row]),
        occurred_on=int(bills["issued_on"][row]),
        amount_fen=abs(issued_fen - due_fen),
        over_billed=issued_fen > due_fen,
        loss_fen=max(due_fen - issued_fen, 0),
        energy_kwh=abs(int(bills["kwh"][row]) - int(due.kwh[row])),
        inputs={
            "issued_fen": issued_fen,
            "due_fen": due_fen,
            "kwh": int(due.kwh[row]),
            "issued_kwh": int(bills["kwh"][row]),
            "energy_e4": int(ledger["price"]["energy_e4"][price]),
            "issued_energy_e4": int(bills["energy_e4"][row]),
            "capacity_kva": int(due.capacity[row]),
            "capacity_fen_per_kva": int(ledger["price"]["capacity_fen_per_kva"][price]),
            "issued_capacity_kva": int(bills["capacity_kva"][row]),
            **due_and_issued(ledger, row),
        },
        cites=cites,
    )


def _skipped(ledger: Ledger, item: Unbilled) -> Broken:
    energy_e4 = int(ledger["price"]["energy_e4"][item.price])
    return missed(
        "skipped",
        staff=_issuance_clerk(ledger, item),
        object_id=item.bill,
        missed_on=item.missed_on,
        amount_fen=abs(item.amount_fen),
        loss_fen=not_recovered(ledger, item),
        energy_kwh=abs(item.kwh),
        inputs={
            "from_register": item.start,
            "to_register": item.end,
            "kwh": item.kwh,
            "energy_e4": energy_e4,
            "due_fen": item.amount_fen,
            **gap_inputs(item.settled),
        },
        cites=_cites(ledger, item),
    )


def _late(ledger: Ledger, item: Unbilled) -> Broken:
    """Issued after all: what was late is the bill, as it was issued."""
    bills = ledger["bill"]
    days = int(bills["issued_on"][item.bill_row]) - item.held_until
    return missed(
        "late",
        staff=_issuance_clerk(ledger, item),
        object_id=item.bill,
        missed_on=item.missed_on,
        parts=[Part(max(int(bills["amount_fen"][item.bill_row]), 0), days)],
        inputs={"limit_on": ids.day_number(item.held_until)},
        cites=_cites(ledger, item),
    )


def _issuance_clerk(ledger: Ledger, item: Unbilled) -> int:
    """Who signed the batch; who issued it late; else the issuance clerk of the staff register. By a roster who issued
    the batch's other bills on their day, or the clerk of that day.
    """
    signed = int(ledger["batch"]["staff"][item.batch]) if item.batch != NONE else NONE
    if ledger.duty.is_kept and item.batch != NONE:
        return _clerk_of_day(ledger, item, signed)
    if signed == NONE and item.bill_row != NONE:
        signed = int(ledger["bill"]["staff"][item.bill_row])
    if signed != NONE:
        return signed
    return ledger.duty.holder("issuance_clerk", item.issue_on, ledger.holder("issuance_clerk"))


def _clerk_of_day(ledger: Ledger, item: Unbilled, signed: int) -> int:
    """Who issued on the day on which the reading was due for issue: by the bills of its batch, else by the roster."""
    beside = _issued_beside(ledger, item)
    if len(beside):
        return int(ledger["bill"]["staff"][beside[0]])
    clerk = ledger.duty.holder("issuance_clerk", item.issue_on, NONE)
    return clerk if clerk != NONE else ledger.duty.acting(signed, "issuance_clerk", item.issue_on)


def _issued_beside(ledger: Ledger, item: Unbilled) -> Ints:
    """The first bill of the batch (row) that was issued on the day on which the reading was due for issue, if any."""
    bills, book = ledger["bill"], ledger["batch"]["book"][item.batch]
    return np.flatnonzero((bills["issued_on"] == item.issue_on) & (bills["book"] == book) & (bills["staff"] >= 0))[:1]


def _says_whose(ledger: Ledger, item: Unbilled) -> list[Cite]:
    """What says who had to issue it, where that is not the batch or the bill itself."""
    if not ledger.duty.is_kept:
        return []
    if item.batch == NONE:
        return of_holder(ledger, "issuance_clerk", item.issue_on) if item.bill_row == NONE else []
    beside = _issued_beside(ledger, item)
    if len(beside):
        return ledger.cites("bill", beside, DUTY)
    if ledger.duty.holder("issuance_clerk", item.issue_on, NONE) != NONE:
        return of_holder(ledger, "issuance_clerk", item.issue_on)
    return of_acting(ledger, int(ledger["batch"]["staff"][item.batch]), "issuance_clerk", item.issue_on)


def _cites(ledger: Ledger, item: Unbilled) -> list[Cite]:
    return [
        ledger.cite("reading", item.reading, DUTY),
        *ledger.cites("batch", [item.batch], DUTY),
        *_says_whose(ledger, item),
        ledger.cite_rule("issuance.limit_working_days", item.limit_on),
        *ledger.cites("pending", item.pending, PROOF),
        *ledger.cites("reading", readings_priced_by(ledger, item), PRICE),
        ledger.cite("customer", item.archive, PRICE),
        ledger.cite("meter", item.meter, PRICE),
        ledger.cite("price", item.price, PRICE),
        *papers_of_gap(ledger, item),
        *ledger.cites("bill", [item.bill_row], LATE),
    ]
