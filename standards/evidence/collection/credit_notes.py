"""Credit notes that collectors made without ground or approval (4.6)."""

from __future__ import annotations

from kaohe.standards.evidence.credit_notes import broken, written_off
from kaohe.standards.evidence.findings import Broken
from kaohe.standards.ledger.ledger import Ledger


def clause_4_6(ledger: Ledger) -> list[Broken]:
    """Credit notes of collectors that lack a ground, or an approver who may approve them."""
    return [broken(ledger, found) for found in ledger.once(written_off) if found.by_collector]
