"""Duty: who does the work of each post on a day: those whom the roster names, or who stands in for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.clock.calendar import Calendar, date_of, load_calendar
from kaohe.sim.clock.months import Month
from kaohe.sim.spec import KINDS, OfficeSpec, Practice
from kaohe.sim.town.books import Books
from kaohe.sim.town.leave import Leave, is_drawn, plan_leave
from kaohe.sim.town.posts import Posts
from kaohe.sim.town.reading_time import book_s
from kaohe.sim.town.staffing import Roster

Int64s = NDArray[np.int64]
KEPT_DAYS = 64


@dataclass(frozen=True)
class OnDuty:
    """The people of a day; arrays of staff numbers.

    readers, clerks (issuance), other_readers: by book; counters: [shifts, counters]; seconds: by counter, 0: nobody;
    crews: pairs. away: who is on leave, none of whom is among them.
    """

    posts: Posts
    readers: Int64s
    clerks: Int64s
    other_readers: Int64s
    counters: Int64s
    seconds: Int64s
    crews: tuple[tuple[int, int], ...]
    away: frozenset[int] = frozenset()


class Duty:
    """Who is there on which day. What it keeps can be worked out again at any time."""

    def __init__(self, spec: OfficeSpec, seed: int, roster: Roster, posts: Posts, books: Books) -> None:
        self._spec, self._seed, self._roster, self._books = spec, seed, roster, books
        self._calendar = load_calendar()
        self.everybody = OnDuty(
            posts,
            roster.book_reader.astype(np.int64),
            posts.by_book("issuance_clerk", len(books.kind)),
            posts.other_readers(roster, books),
            roster.counter_staff.astype(np.int64),
            roster.second_staff.astype(np.int64),
            roster.crews,
        )
        self._months: dict[int, tuple[Leave, ...]] = {}
        self._days: dict[int, OnDuty] = {}
        self._away: dict[int, dict[int, Leave]] = {}

    def __eq__(self, other: object) -> bool:
        """All that it says follows from the office and its seed."""
        return isinstance(other, Duty) and (self._spec, self._seed) == (other._spec, other._seed)

    def leave(self, month: Month) -> tuple[Leave, ...]:
        """The leave of a month; none where the calendar does not hold it."""
        if month.index not in self._months:
            known = is_drawn(self._spec) and _holds(self._calendar, month)
            self._months[month.index] = self._plan(month) if known else ()
        return self._months[month.index]

    def _plan(self, month: Month) -> tuple[Leave, ...]:
        return plan_leave(self._spec, self._seed, self._roster, self._calendar, month, self._load(month))

    def _load(self, month: Month) -> Mapping[tuple[int, int], int]:
        """Seconds of each reader's day by the books of a month, each on its day."""
        books, found = self._books, defaultdict[tuple[int, int], int](int)
        nominal, shifted = self._calendar.scheduled(books.cycle_day, month.year, month.number)
        days = np.where(books.kind == KINDS.index("special"), nominal, shifted).tolist()
        columns = zip(self.everybody.readers.tolist(), days, books.kind.tolist(), books.size.tolist(), strict=True)
        for reader, day, kind, size in columns:
            found[reader, day] += book_s(self._spec.practice, KINDS[kind], size)
        return found

    def away(self, day: int) -> Mapping[int, Leave]:
        """The leave that covers a day, by person."""
        if day not in self._away:
            month = Month.of(date_of(day).replace(day=1))
            self._away[day] = {each.employee: each for each in self.leave(month) if each.has(day)}
        return self._away[day]

    def acting(self, staff: int, post: str, day: int) -> int:
        """Who does on a day what fell to somebody in a post: himself, or who stands in for him."""
        leave = self.away(day).get(staff)
        return staff if leave is None else dict(leave.covers).get(post, leave.covers[0][1])

    def on(self, day: int) -> OnDuty:
        """The people of a day."""
        if day not in self._days:
            if len(self._days) >= KEPT_DAYS:
                self._days.clear()
            away = self.away(day)
            self._days[day] = self._without(list(away.values())) if away else self.everybody
        return self._days[day]

    def _without(self, away: list[Leave]) -> OnDuty:
        every = self.everybody
        covers = {(each.employee, post): staff for each in away for post, staff in each.covers}

        def people(post: str, staff: Int64s) -> Int64s:
            return _instead(covers, post, staff)

        posts = every.posts.instead(lambda post, staff: covers.get((staff, post), staff))
        readers = people("meter_reader", every.readers)
        others = people("field_auditor", people("meter_reader", every.other_readers))
        return replace(
            every,
            posts=posts,
            readers=readers,
            clerks=people("issuance_clerk", every.clerks),
            other_readers=np.where(others == readers, posts.field_auditors[0], others),
            counters=people("collector", every.counters),
            seconds=people("collector", every.seconds),
            crews=tuple(
                (covers.get((one, "meter_fitter"), one), covers.get((two, "meter_fitter"), two))
                for one, two in every.crews
            ),
            away=frozenset(each.employee for each in away),
        )


def _holds(calendar: Calendar, month: Month) -> bool:
    return calendar.covers(month.start, month.end + 31)


def _instead(covers: Mapping[tuple[int, str], int], post: str, staff: Int64s) -> Int64s:
    """The same people, or who stands in for them in a post."""
    found = staff
    for (absent, of), other in covers.items():
        if of == post:
            found = np.where(staff == absent, other, found)
    return found


def shift_bounds(practice: Practice) -> list[int]:
    """When a window changes hands, seconds after midnight: its hours in as many parts as clerks share it."""
    shifts, begin, end = practice.window_shifts, practice.opens_s, practice.windows_close_s
    return [begin + (end - begin) * n // shifts for n in range(1, shifts)]
