"""Papers of days after the office's work ended."""

from __future__ import annotations

import numpy as np

from kaohe.sim.records import SCHEMA
from kaohe.standards.evidence.disagreements import Disagreement
from kaohe.standards.ledger.cites import PROOF
from kaohe.standards.ledger.ledger import Ledger


def disagree_after_end(ledger: Ledger) -> list[Disagreement]:
    """Papers that say that they were written after the last day on which the office was at work."""
    cites = [
        cite
        for table in SCHEMA
        for cite in ledger.cites(table, np.flatnonzero(ledger[table].days() > ledger.as_of).tolist(), PROOF)
    ]
    return [Disagreement((), (cite,)) for cite in cites]
