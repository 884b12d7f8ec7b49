"""The office's days: open days, working days, bank days, and the sums over them that limits need.

A day is an int: days since 1970-01-01 (numpy's datetime64[D], Polars' Date). Every question takes one day or an int64
array of days and answers in kind. A day, or an answer, beyond the calendar raises CalendarRange.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal, overload

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.files import Faults, FileModel, load_toml
from kaohe.sim.files.fault import say
from kaohe.sim.texts import Message, Names

Days = NDArray[np.int64]
Flags = NDArray[np.bool_]

_UNIX = date(1970, 1, 1).toordinal()


class CalendarRange(ValueError):
    """A day for which the calendar has no entry. str() says it, with the calendar's span, in the current language."""

    def __init__(self, said: Message) -> None:
        super().__init__(said)
        self.said = said

    def __str__(self) -> str:
        return str(self.said)


def day_of(on: date) -> int:
    """Days since 1970-01-01."""
    return on.toordinal() - _UNIX


def date_of(day: int) -> date:
    """The date of a day."""
    return date.fromordinal(day + _UNIX)


@dataclass(frozen=True, slots=True)
class _Steps:
    """The days that have a flag; how many there are before and up to the end of each day, and how many days without
    it end with the day before.
    """

    days: Days
    up_to: Days
    before: Days
    gap: Days
    days_list: list[int]
    up_to_list: list[int]
    before_list: list[int]

    @classmethod
    def of(cls, base: int, flags: Flags) -> _Steps:
        up_to = np.cumsum(flags, dtype=np.int64)
        days, before = np.flatnonzero(flags) + base, up_to - flags
        at = np.arange(len(flags), dtype=np.int64)
        last = np.maximum.accumulate(np.where(flags, at, -1))
        gap = np.where(flags, 0, at - last - 1)
        return cls(days, up_to, before, gap, days.tolist(), up_to.tolist(), before.tolist())


class Calendar:
    """Three flags a day from `base` (a day) on, each a bool array by day − base."""

    def __init__(self, base: int, open_: Flags, working: Flags, bank: Flags) -> None:
        self.base = base
        self.open = open_
        self.working = working
        self.bank = bank
        self._open = _Steps.of(base, open_)
        self._working = _Steps.of(base, working)
        self._bank = _Steps.of(base, bank)

    @property
    def first(self) -> date:
        """First day of the calendar."""
        return date_of(self.base)

    @property
    def last(self) -> date:
        """Last day of the calendar."""
        return date_of(self.base + len(self.open) - 1)

    def covers(self, first: int, last: int) -> bool:
        """Whether both days have entries."""
        return self.base <= first and last < self.base + len(self.open)

    @overload
    def is_open(self, day: int) -> bool: ...
    @overload
    def is_open(self, day: Days) -> Flags: ...
    def is_open(self, day: int | Days) -> bool | Flags:
        """Whether windows serve and readers read."""
        return self._flag(self.open, day)

    @overload
    def is_working(self, day: int) -> bool: ...
    @overload
    def is_working(self, day: Days) -> Flags: ...
    def is_working(self, day: int | Days) -> bool | Flags:
        """Whether the inside posts work."""
        return self._flag(self.working, day)

    @overload
    def is_bank(self, day: int) -> bool: ...
    @overload
    def is_bank(self, day: Days) -> Flags: ...
    def is_bank(self, day: int | Days) -> bool | Flags:
        """Whether the bank clears."""
        return self._flag(self.bank, day)

    @overload
    def next_open(self, day: int) -> int: ...
    @overload
    def next_open(self, day: Days) -> Days: ...
    def next_open(self, day: int | Days) -> int | Days:
        """First open day on or after `day`."""
        return self._step(self._open, day, 0, inclusive=True)

    @overload
    def first_open_after(self, day: int) -> int: ...
    @overload
    def first_open_after(self, day: Days) -> Days: ...
    def first_open_after(self, day: int | Days) -> int | Days:
        """First open day later than `day`."""
        return self._step(self._open, day, 0, inclusive=False)

    @overload
    def next_working(self, day: int, n: int = 0) -> int: ...
    @overload
    def next_working(self, day: Days, n: int = 0) -> Days: ...
    def next_working(self, day: int | Days, n: int = 0) -> int | Days:
        """First working day on or after `day`, and n working days on from it."""
        return self._step(self._working, day, n, inclusive=True)

    @overload
    def first_working_after(self, day: int) -> int: ...
    @overload
    def first_working_after(self, day: Days) -> Days: ...
    def first_working_after(self, day: int | Days) -> int | Days:
        """First working day later than `day`."""
        return self._step(self._working, day, 0, inclusive=False)

    @overload
    def add_working_days(self, day: int, n: int) -> int: ...
    @overload
    def add_working_days(self, day: Days, n: int) -> Days: ...
    def add_working_days(self, day: int | Days, n: int) -> int | Days:
        """The n-th working day later than `day`, which does not count itself; n = 0 is `day`."""
        return day if n == 0 else self._step(self._working, day, n - 1, inclusive=False)

    @overload
    def next_bank(self, day: int, n: int = 0) -> int: ...
    @overload
    def next_bank(self, day: Days, n: int = 0) -> Days: ...
    def next_bank(self, day: int | Days, n: int = 0) -> int | Days:
        """First bank day on or after `day`, and n bank days on from it."""
        return self._step(self._bank, day, n, inclusive=True)

    @overload
    def first_bank_after(self, day: int) -> int: ...
    @overload
    def first_bank_after(self, day: Days) -> Days: ...
    def first_bank_after(self, day: int | Days) -> int | Days:
        """First bank day later than `day`."""
        return self._step(self._bank, day, 0, inclusive=False)

    @overload
    def scheduled(self, cycle_day: int, year: int, month: int) -> tuple[int, int]: ...
    @overload
    def scheduled(self, cycle_day: Days, year: int, month: int) -> tuple[Days, Days]: ...
    def scheduled(self, cycle_day: int | Days, year: int, month: int) -> tuple[int | Days, int | Days]:
        """(例日 of the month, the open day to which it is shifted); equal where the office is open.

        The first of some closed days goes to the next open day, the second to the one after …: a reader's day is full.
        """
        first = day_of(date(year, month, 1))
        length = months.monthrange(year, month)[1]
        if isinstance(cycle_day, np.ndarray):
            days = np.minimum(cycle_day, length).astype(np.int64) + (first - 1)
            return days, self.shifted(days)
        day = first - 1 + min(cycle_day, length)
        return day, int(self.shifted(np.array([day], np.int64))[0])

    def shifted(self, days: Days) -> Days:
        """The open days to which 例日 are shifted by the year's notice."""
        at = self._index(days)
        turn = self._open.before[at] + self._open.gap[at]
        if turn.size and turn.max() >= len(self._open.days):
            raise self._beyond(self.base + len(self.open))
        days_of_turn: Days = self._open.days[turn]
        return days_of_turn

    def _flag(self, flags: Flags, day: int | Days) -> bool | Flags:
        if isinstance(day, np.ndarray):
            return flags[self._index(day)]
        if not self.covers(day, day):
            raise self._beyond(day)
        return bool(flags[day - self.base])

    def _index(self, days: Days) -> Days:
        at: Days = days - self.base
        if at.size and not 0 <= at.min() <= at.max() < len(self.open):
            raise self._beyond(int(days.min() if at.min() < 0 else days.max()))
        return at

    def _step(self, steps: _Steps, day: int | Days, n: int, *, inclusive: bool) -> int | Days:
        if not isinstance(day, np.ndarray):
            return self._step_one(steps, int(day), n, inclusive=inclusive)
        at = (steps.before if inclusive else steps.up_to)[self._index(day)] + n
        try:
            return steps.days[at]
        except IndexError:
            raise self._beyond(self.base + len(self.open)) from None

    def _step_one(self, steps: _Steps, day: int, n: int, *, inclusive: bool) -> int:
        """`_step` for one day: lists are quicker than arrays for that."""
        at = day - self.base
        if not 0 <= at < len(self.open):
            raise self._beyond(day)
        to = (steps.before_list if inclusive else steps.up_to_list)[at] + n
        if to >= len(steps.days_list):
            raise self._beyond(self.base + len(self.open))
        return steps.days_list[to]

    def _beyond(self, day: int) -> CalendarRange:
        days = {"on": date_of(day), "first": self.first, "last": self.last}
        return CalendarRange(say("calendar-beyond", **{name: each.isoformat() for name, each in days.items()}))


class Closed(FileModel):
    """A span on which the office is closed, and the days worked in its place; mark as in the file."""

    name: Names
    first: date
    last: date
    worked: tuple[date, ...] = ()
    mark: Literal["K", "A"] = "A"


class CalendarFile(FileModel):
    """A calendar by its span and, within it, its exceptions from the week."""

    first: date
    last: date
    closed: tuple[Closed, ...] = ()

    def calendar(self) -> Calendar:
        """The three flags of every day: the week's rule, the closed spans over it, the worked days over these."""
        base = day_of(self.first)
        weekday = (np.arange(base, day_of(self.last) + 1, dtype=np.int64) + 3) % 7
        open_, working = weekday < 6, weekday < 5
        for span in self.closed:
            closed = slice(day_of(span.first) - base, day_of(span.last) + 1 - base)
            worked = [day_of(on) - base for on in span.worked]
            for flags in (open_, working):
                flags[closed] = False
                flags[worked] = True
        return Calendar(base, open_, working, working.copy())


def load_calendar(path: Path | Traversable | None = None) -> Calendar:
    """The calendar of a file; without one the calendar of 2001 that ships with the package. Raises Faults."""
    return _shipped() if path is None else _loaded(path)


@cache
def _shipped() -> Calendar:
    """Read once: every office asks for it."""
    return _loaded(resources.files("kaohe.sim.clock").joinpath("data", "calendar_2001.toml"))


def _loaded(path: Path | Traversable) -> Calendar:
    document = load_toml(path, CalendarFile)
    faults = [document.fault(at, "P052", _OUTSIDE.text()) for at in _outside(document.value)]
    if faults:
        raise Faults(faults)
    return document.value.calendar()


_OUTSIDE = Names(
    "日期不在起止日期之內——應先起後止，並在本日曆 first 與 last 之間",
    "a day outside its span — write the first day before the last, both between the calendar's first and last",
)


def _outside(file: CalendarFile) -> Iterator[tuple[str | int, ...]]:
    """Key paths of the days that lie outside the calendar, or before the day from which they should count."""
    if file.last < file.first:
        yield ("last",)
        return
    for number, span in enumerate(file.closed):
        if not file.first <= span.first <= file.last:
            yield "closed", number, "first"
        if not span.first <= span.last <= file.last:
            yield "closed", number, "last"
        for turn, on in enumerate(span.worked):
            if not file.first <= on <= file.last:
                yield "closed", number, "worked", turn


def month_days(year: int, month: int) -> range:
    """The days of a calendar month."""
    first = day_of(date(year, month, 1))
    return range(first, first + months.monthrange(year, month)[1])


def month_end(day: int) -> int:
    """The last day of the month of a day; days since 1970."""
    on = date_of(day)
    return month_days(on.year, on.month).stop - 1


def month_after(on: date) -> date:
    """First day of the next month."""
    return (on.replace(day=28) + timedelta(days=4)).replace(day=1)
