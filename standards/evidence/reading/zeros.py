"""Zeros: the last register again, noted as that of a vacant place; the review lists every one of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kaohe.sim.records import SCHEMA
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import wide


def zero_rows(ledger: Ledger) -> Mapping[int, int]:
    """Readers' rows noted as vacant whose bill begins at the very register at which it ends; the row of the list."""
    listed, sheets = ledger["review"], ledger.sheets
    rows = listed.where(listed.among("reason", "vacant"))
    meter, period = SCHEMA["review"].key.unpack(wide(listed["id"])[rows])
    where, period = sheets.meters.find(meter), period - sheets.first_period
    inside = (where >= 0) & (period >= 0) & (period < sheets.periods)
    rows, where, period = rows[inside], where[inside], period[inside]
    readings, bills = sheets.actual_row[period, where], sheets.bill_on_actual[period, where]
    billed = np.flatnonzero((readings >= 0) & (bills >= 0))
    rows, readings, bills = rows[billed], readings[billed], bills[billed]
    starts = ledger.anchors.of_bills(bills)
    still = (starts.register == ledger["reading"]["register"][readings]) & (starts.billed == 0)
    return dict(zip(readings[still].tolist(), rows[still].tolist(), strict=True))
