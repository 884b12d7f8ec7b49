"""Credit notes (4.6): receivables written off without ground or approval."""

from __future__ import annotations

import numpy as np

from kaohe.standards.evidence.findings import Broken, shown
from kaohe.standards.ledger.cites import ACT, DUTY, PROOF
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE


def clause_4_6(ledger: Ledger) -> list[Broken]:
    """Credit notes that lack a ground, or an approver other than their maker; whose clause it is, his post decides."""
    notes, cases = ledger["credit_note"], ledger["case"]
    grounded = np.isin(notes["ground"], cases["id"])
    approved = (notes["approver"] != NONE) & (notes["approver"] != notes["staff"])
    return [_written_off(ledger, int(row)) for row in np.flatnonzero(~(grounded & approved))]


def _written_off(ledger: Ledger, row: int) -> Broken:
    notes, bills, cases = ledger["credit_note"], ledger["bill"], ledger["case"]
    amount_fen = int(notes["amount_fen"][row])
    return shown(
        "credit",
        staff=int(notes["staff"][row]),
        object_id=int(notes["id"][row]),
        occurred_on=notes.day(row),
        amount_fen=amount_fen,
        loss_fen=amount_fen,
        inputs={"credited_fen": amount_fen},
        cites=[
            ledger.cite("credit_note", row, ACT),
            *ledger.cites("bill", bills.where(bills["id"] == notes["bill"][row]), DUTY),
            *ledger.cites("case", cases.where(cases["id"] == notes["ground"][row]), PROOF),
        ],
    )
