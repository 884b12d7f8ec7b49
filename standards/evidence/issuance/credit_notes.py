"""Credit notes that others than collectors made without ground or approval (3.5)."""

from __future__ import annotations

from kaohe.standards.evidence.credit_notes import broken, written_off
from kaohe.standards.evidence.findings import Broken
from kaohe.standards.ledger.ledger import Ledger


def clause_3_5(ledger: Ledger) -> list[Broken]:
    """Credit notes of any maker but a collector that lack a ground, or an approver who may approve them."""
    return [broken(ledger, found) for found in ledger.once(written_off) if not found.by_collector]
