"""Zeros: the last register again, noted as that of a vacant place."""

from __future__ import annotations

import numpy as np

from kaohe.standards.evidence.reading.carried import billed_runs
from kaohe.standards.ledger.ledger import Ledger


def zero_rows(ledger: Ledger) -> frozenset[int]:
    """Of the refuted readings those noted as vacant whose bill begins at the very register at which it ends."""
    wrong = [each for run in ledger.once(billed_runs) for each in run]
    if not wrong:
        return frozenset()
    readings, rows = ledger["reading"], np.array([each.wrong.reading for each in wrong])
    starts = ledger.anchors.of_bills(np.array([each.bill for each in wrong]))
    still = (starts.register == readings["register"][rows]) & (starts.billed == 0)
    vacant = (readings.text("remark", int(row)) == "vacant" for row in rows)
    return frozenset(
        row for row, zero, here in zip(rows.tolist(), still.tolist(), vacant, strict=True) if zero and here
    )
