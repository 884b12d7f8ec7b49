"""Errands: pieces of work with a limit, by whom they are held, on which day they were done, and what excuses a delay.

Only those are entered whose day somebody will ask for: what was begun late, or put into somebody's hands by name.
"""

from __future__ import annotations

from dataclasses import dataclass

from kaohe.sim.clock.calendar import Calendar
from kaohe.sim.clock.limits import Excuse, limit_on

NEVER = 1 << 30


@dataclass
class Errand:
    """One errand; days since 1970. kind and key: the paper that ends it, by table and natural key."""

    kind: str
    key: int
    holder: int
    opened_on: int
    due_on: int
    done_on: int = NEVER
    excuses: tuple[Excuse, ...] = ()

    def excuse(self, calendar: Calendar, working_days: int, excuse: Excuse) -> None:
        """The clock of its limit, so many working days from its opening, stands still for a while."""
        self.excuses += (excuse,)
        self.due_on = limit_on(calendar, self.opened_on, working_days, self.excuses)


class Errands:
    """The errands of an office by (kind, key)."""

    def __init__(self) -> None:
        self._errands: dict[tuple[str, int], Errand] = {}

    def open(self, errand: Errand) -> None:
        """An errand is taken up."""
        self._errands[errand.kind, errand.key] = errand

    def of(self, kind: str, key: int) -> Errand:
        """The errand. KeyError for one that was never opened."""
        return self._errands[kind, key]

    def due_on(self, kind: str, key: int) -> int:
        """The last day on which it is in time; NEVER, if it was never opened."""
        errand = self._errands.get((kind, key))
        return NEVER if errand is None else errand.due_on

    def done(self, kind: str, key: int, day: int) -> None:
        """It is done, if somebody asked; the first day counts."""
        errand = self._errands.get((kind, key))
        if errand is not None:
            errand.done_on = min(errand.done_on, day)

    def done_on(self, kind: str, key: int) -> int:
        """The day on which it was done; NEVER. KeyError for one that was never opened."""
        return self._errands[kind, key].done_on
