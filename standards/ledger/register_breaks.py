"""What lies between two registers of a meter so that they prove nothing about each other.

A fault, a seal, a test or a case may have set the register back or stopped it; a correction of digits, multiplier or
plate makes it another register. Each table that can hold such a row stands in SOURCES.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kaohe.standards.ledger.record_tables import Ints, Tables
from kaohe.standards.ledger.sheets import DAY_S


@dataclass(frozen=True)
class Source:
    """Rows of a table about a meter: all of them, or those in which a column holds one of the words.

    since, until: columns of the days that they cover; none: the second at which the row was written.
    changed: not the first row of a meter, and a later one only if one of these columns differs from the row before.
    """

    table: str
    meter: str = "meter"
    since: str | None = None
    until: str | None = None
    column: str | None = None
    words: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


_FAULTS = ("stopped", "burnt", "seal_missing")
SOURCES = (
    Source("work_order", "old_meter", "ordered_on", "done_on", "reason", ("fault",)),
    Source("work_order", "old_meter", "ordered_on", "done_on", "fault", _FAULTS),
    Source("reader_report", column="anomaly", words=_FAULTS),
    Source("site_visit", column="finding", words=_FAULTS),
    Source("meter_test"),
    Source("meter", changed=("digits", "decimals", "multiplier", "phases", "voltage_v", "max_current_a")),
)


class Breaks:
    """All of them by meter (number)."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._spans: dict[int, list[tuple[int, int]]] = {}
        for source in SOURCES:
            for row in self._rows(source).tolist():
                meter = int(tables[source.table][source.meter][row])
                self._spans.setdefault(meter, []).append(self._span(source, row))

    def between(self, meter: int, start: int, end: int) -> bool:
        """Whether one lies, in part at least, between two seconds."""
        return any(since < end and until > start for since, until in self._spans.get(meter, ()))

    def _rows(self, source: Source) -> Ints:
        rows = self._tables[source.table]
        flags = rows[source.meter] >= 0
        if source.column is not None:
            flags &= rows.among(source.column, *source.words)
        found = rows.where(flags)
        return np.fromiter(self._changes(source, found), dtype=np.int64) if source.changed else found

    def _changes(self, source: Source, found: Ints) -> Iterator[int]:
        rows = self._tables[source.table]
        meters = rows[source.meter][found]
        order = np.argsort(meters, kind="stable")
        again = np.flatnonzero(meters[order][1:] == meters[order][:-1])
        for before, row in zip(found[order[again]].tolist(), found[order[again + 1]].tolist(), strict=True):
            if any(rows[column][before] != rows[column][row] for column in source.changed):
                yield row

    def _span(self, source: Source, row: int) -> tuple[int, int]:
        rows = self._tables[source.table]
        written = int(rows["recorded_at"][row]) // 1000
        since = written if source.since is None else int(rows[source.since][row]) * DAY_S
        until = written if source.until is None else (int(rows[source.until][row]) + 1) * DAY_S - 1
        return since, until
