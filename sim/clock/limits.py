"""Limits in working days, and the excuses that stop their clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kaohe.sim.clock.calendar import Calendar


@dataclass(frozen=True)
class Excuse:
    """The clock of a limit stands still from one day to another, that day not included; days since 1970."""

    from_on: int
    to_on: int

    def covers(self, day: int) -> bool:
        """Whether the clock stands still on a day."""
        return self.from_on <= day < self.to_on


def limit_on(calendar: Calendar, start: int, n: int, excuses: Iterable[Excuse] = ()) -> int:
    """The n-th working day later than `start` on which no excuse stops the clock; n = 0 is `start`.

    Raises CalendarRange for a limit beyond the calendar.
    """
    stopped, day = tuple(excuses), start
    for _ in range(n):
        day = calendar.first_working_after(day)
        while any(excuse.covers(day) for excuse in stopped):
            day = calendar.first_working_after(day)
    return day
