"""Limits in force, from the rule table: by key and day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kaohe.standards.tables import Ints, Rows

MINUTE_MS = 60_000


@dataclass(frozen=True)
class _Versions:
    valid_from: Ints
    values: tuple[str, ...]
    rows: tuple[int, ...]


class Limits:
    """The rule table; the version of a limit is that whose valid_from was the last on or before the day."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        order = np.lexsort((rows["id"], rows["recorded_at"], rows["valid_from"]))
        keys = rows.frame["key"].to_list()
        self._of: dict[str, list[int]] = {}
        for row in order.tolist():
            self._of.setdefault(keys[row], []).append(row)
        self._made: dict[str, _Versions] = {}

    def whole(self, key: str, days: Ints) -> Ints:
        """The limit as a whole number, for each day. LookupError if the records do not hold it."""
        versions = self._versions(key)
        return np.array([int(value) for value in versions.values])[self._at(versions, days)]

    def clock_ms(self, key: str, days: Ints) -> Ints:
        """The limit as milliseconds after midnight, for each day. LookupError if the records do not hold it."""
        versions = self._versions(key)
        return np.array([_minutes(value) * MINUTE_MS for value in versions.values])[self._at(versions, days)]

    def row(self, key: str, day: int) -> int:
        """Row of the rule table in force on a day."""
        versions = self._versions(key)
        return versions.rows[int(self._at(versions, np.array([day]))[0])]

    def _versions(self, key: str) -> _Versions:
        if key not in self._made:
            rows = self._of.get(key)
            if rows is None:
                raise LookupError(f"the rule table has no {key}")
            values = self._rows.frame["value"]
            self._made[key] = _Versions(self._rows["valid_from"][rows], tuple(values[row] for row in rows), tuple(rows))
        return self._made[key]

    @staticmethod
    def _at(versions: _Versions, days: Ints) -> Ints:
        return np.maximum(np.searchsorted(versions.valid_from, days, side="right") - 1, 0)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
