"""The day on which the work of an office ends, where a few papers say that they were written after it."""

from __future__ import annotations

import numpy as np

from kaohe.sim.records import Records
from kaohe.standards.ledger.record_tables import DAY_MS, Ints, integers

_FEW = 3  # papers: a last day, or days, of no more


def work_ends_on(records: Records) -> int | None:
    """The last day (since 1970) before a working day on which nothing was written, if no more than a few papers are of
    later days; None otherwise: then the last day is that of the last paper.
    """
    written = _written(records)
    calendar = records.table("calendar", ["on", "working"])
    working = integers(calendar["on"])[calendar["working"].fill_null(value=False).to_numpy()]
    if not len(written) or not len(working):
        return None
    of_days = np.unique(written)
    late = of_days[-_FEW:]
    for first, then in zip(
        of_days[-_FEW - 1 : -1].tolist(), late[-len(of_days[-_FEW - 1 : -1]) :].tolist(), strict=True
    ):
        idle = ((working > first) & (working < then)).any()
        if idle and np.count_nonzero(written >= then) <= _FEW:
            return int(first)
    return None


def _written(records: Records) -> Ints:
    """The day of each paper."""
    days = [integers(records.table(name, ["recorded_at"])["recorded_at"]) // DAY_MS for name in records.tables()]
    return np.concatenate([np.zeros(0, np.int64), *days])
