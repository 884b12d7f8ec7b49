"""When a duty is due: the office's calendar, and the limits in force by its rule table."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.files import brief
from kaohe.sim.texts import catalogue
from kaohe.standards.ledger.record_tables import Flags, Ints, Rows, wide

NEVER = 2_000_000
_NUMBER = re.compile("[0-9]{1,6}")
_CLOCK = re.compile("([01]?[0-9]|2[0-3]):([0-5][0-9])")
_texts = catalogue("kaohe.standards")


class Calendar:
    """The calendar table; days are numbers since 1970. A day beyond the calendar is NEVER reached."""

    def __init__(self, rows: Rows) -> None:
        on = rows["on"]
        self._open = np.unique(on[rows["open"] == 1])
        self._working = np.unique(on[rows["working"] == 1])
        self._bank = np.unique(on[rows["bank"] == 1])

    def is_open(self, days: Ints) -> Flags:
        """Where the office is open."""
        return np.isin(days, self._open)

    def open_until(self, days: Ints) -> NDArray[np.int64]:
        """The last open day up to each day; the day itself where there is none before."""
        at = np.searchsorted(self._open, days, side="right") - 1
        return np.where(at >= 0, wide(self._open)[np.maximum(at, 0)], days) if len(self._open) else wide(days)

    def open_from(self, day: int) -> int:
        """The first open day from a day on; the day itself where the calendar has none."""
        at = int(np.searchsorted(self._open, day))
        return int(self._open[at]) if at < len(self._open) else day

    def is_working(self, days: Ints) -> Flags:
        """Where the day counts for limits."""
        return np.isin(days, self._working)

    def working_after(self, days: Ints, number: Ints | int = 1) -> NDArray[np.int64]:
        """The number-th working day after each day; the day itself for 0."""
        counts = np.broadcast_to(np.asarray(number), days.shape)
        found = _pick(self._working, np.searchsorted(self._working, days, side="right") + counts - 1)
        return np.where(counts == 0, wide(days), found)

    def next_working(self, day: int) -> int:
        """The first working day after a day."""
        return int(self.working_after(np.array([day]))[0])

    def bank_after(self, days: Ints, number: Ints | int = 1) -> NDArray[np.int64]:
        """The number-th bank day after each day."""
        counts = np.broadcast_to(np.asarray(number), days.shape)
        return _pick(self._bank, np.searchsorted(self._bank, days, side="right") + counts - 1)

    def bank_day(self, days: Ints, missed: Flags) -> NDArray[np.int64]:
        """The first bank day on or after each day; the next one after it where the cut-off was missed."""
        first = np.searchsorted(self._bank, days, side="left")
        after = np.searchsorted(self._bank, days, side="right")
        return _pick(self._bank, np.where(missed, after, first))


def _pick(sorted_days: Ints, positions: Ints) -> NDArray[np.int64]:
    padded = np.append(wide(sorted_days), NEVER)
    return padded[np.clip(positions, 0, len(sorted_days))]


def by_day(make: Callable[[NDArray[np.int64]], Ints], days: Ints) -> Ints:
    """make(days), worked out once for each day of their span: for many rows on few days."""
    if not len(days):
        return make(wide(days))
    first, last = int(days.min()), int(days.max())
    return make(np.arange(first, last + 1))[days - first]


def month_end(days: Ints) -> NDArray[np.int64]:
    """Last day of each day's month: its closing."""
    months = wide(days).astype("datetime64[D]").astype("datetime64[M]") + 1
    return months.astype("datetime64[D]").astype(np.int64) - 1


def closing(day: int) -> int:
    """The month-end closing on or after a day."""
    return int(month_end(np.array([day]))[0])


def cycle_day(period: Ints, day: Ints) -> NDArray[np.int64]:
    """The day of the month of a period (year × 100 + month), or the last one of a shorter month."""
    months = (wide(period) // 100 - 1970) * 12 + wide(period) % 100 - 1
    first: NDArray[np.int64] = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    days: NDArray[np.int64] = np.minimum(first + wide(day) - 1, month_end(first))
    return days


def month_code(days: Ints) -> NDArray[np.int64]:
    """Year × 100 + month of each day."""
    months: NDArray[np.int64] = wide(days).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return (months // 12 + 1970) * 100 + months % 12 + 1


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
        """The limit as a whole number, for each day. LookupError if the records do not hold it, or hold no number."""
        versions = self._versions(key)
        return np.array([_whole(key, value) for value in versions.values])[self._at(versions, days)]

    def clock_ms(self, key: str, days: Ints) -> Ints:
        """The limit as milliseconds after midnight, for each day. LookupError as for whole numbers."""
        versions = self._versions(key)
        return np.array([_minutes(key, value) * MINUTE_MS for value in versions.values])[self._at(versions, days)]

    def row(self, key: str, day: int) -> int:
        """Row of the rule table in force on a day."""
        versions = self._versions(key)
        return versions.rows[int(self._at(versions, np.array([day]))[0])]

    def _versions(self, key: str) -> _Versions:
        if key not in self._made:
            rows = self._of.get(key)
            if rows is None:
                raise LookupError(str(_texts.message("limit-missing", key=key)))
            values = self._rows.frame["value"]
            self._made[key] = _Versions(self._rows["valid_from"][rows], tuple(values[row] for row in rows), tuple(rows))
        return self._made[key]

    @staticmethod
    def _at(versions: _Versions, days: Ints) -> Ints:
        return np.maximum(np.searchsorted(versions.valid_from, days, side="right") - 1, 0)


def _whole(key: str, value: object) -> int:
    if _NUMBER.fullmatch(str(value)) is None:
        raise _unreadable(key, value)
    return int(str(value))


def _minutes(key: str, value: object) -> int:
    clock = _CLOCK.fullmatch(str(value))
    if clock is None:
        raise _unreadable(key, value)
    return int(clock[1]) * 60 + int(clock[2])


def _unreadable(key: str, value: object) -> LookupError:
    """Records from elsewhere may say anything."""
    return LookupError(str(_texts.message("limit-unreadable", key=key, value=brief(str(value)))))
