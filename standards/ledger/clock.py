"""A limit that stands still while an excuse is on record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kaohe.standards.ledger.deadlines import NEVER
from kaohe.standards.ledger.ledger import Ledger


class Excuse(NamedTuple):
    """Days on which a limit stands still: from `since`, when the excuse was written, up to the day before `until`."""

    since: int
    until: int


class Clock:
    """Limits in working days, of which those under an excuse do not count."""

    def __init__(self, ledger: Ledger) -> None:
        self._calendar = ledger.calendar

    def limit(self, start: int, number: int, excused_by: Sequence[Excuse] = ()) -> int:
        """The number-th working day after `start` that no excuse covers.

        An excuse written after the limit as it stood moves nothing.
        """
        day = start
        for _ in range(number):
            day = self._running(self._calendar.next_working(day), excused_by)
        return day if number else self._running(day, excused_by)

    def _running(self, day: int, excused_by: Sequence[Excuse]) -> int:
        """The day itself, or the first working day after it that no excuse covers."""
        while day < NEVER and any(excuse.since <= day < excuse.until for excuse in excused_by):
            day = self._calendar.next_working(day)
        return day
