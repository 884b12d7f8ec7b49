"""Credit notes (4.6): receivables written off without ground or approval."""

from __future__ import annotations

import numpy as np

from kaohe.standards.evidence.findings import Finding
from kaohe.standards.ledger.cites import ACT, DUTY, PROOF, shown
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE


def clause_4_6(ledger: Ledger) -> list[Finding]:
    """Credit notes of collectors that lack a ground, or an approver other than their maker."""
    notes, cases = ledger["credit_note"], ledger["case"]
    grounded = np.isin(notes["ground"], cases["id"])
    approved = (notes["approver"] != NONE) & (notes["approver"] != notes["staff"])
    return [
        _written_off(ledger, int(row)) for row in np.flatnonzero(~(grounded & approved)) if _collected(ledger, int(row))
    ]


def _collected(ledger: Ledger, row: int) -> bool:
    notes = ledger["credit_note"]
    return ledger.post(int(notes["staff"][row]), ("collector",), notes.day(row)) == "collector"


def _written_off(ledger: Ledger, row: int) -> Finding:
    notes, bills, cases = ledger["credit_note"], ledger["bill"], ledger["case"]
    bill, amount_fen = int(notes["bill"][row]), int(notes["amount_fen"][row])
    cites = [
        ledger.cite("credit_note", row, ACT),
        *ledger.cites("bill", bills.where(bills["id"] == bill), DUTY),
        *ledger.cites("case", cases.where(cases["id"] == notes["ground"][row]), PROOF),
    ]
    discovered_on, discovered_by = shown(cites)
    return Finding(
        clause="4.6",
        staff=int(notes["staff"][row]),
        object_type="credit_note",
        object_id=int(notes["id"][row]),
        occurred_on=notes.day(row),
        discovered_on=discovered_on,
        discovered_by=discovered_by,
        basis="cash",
        formula="credit",
        amount_fen=amount_fen,
        loss_fen=amount_fen,
        inputs={"credited_fen": amount_fen},
        cites=tuple(cites),
    )
