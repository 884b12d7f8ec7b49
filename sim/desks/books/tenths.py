"""The ends of ten days (旬末), after which windows are balanced and income goes up."""

from __future__ import annotations

from kaohe.sim.clock.calendar import date_of, month_end

TENTHS = (10, 20)  # and the last of a month


def is_tenth(day: int) -> bool:
    """Whether it is the end of ten days: the 10th, the 20th or the last of a month."""
    return date_of(day).day in TENTHS or day == month_end(day)


def tenth_after(day: int) -> int:
    """The next such end after a day."""
    return next(each for each in range(day + 1, day + 12) if is_tenth(each))
