"""Who reads which book of a month: its own reader, or a colleague where the day's books are more than he finishes.

Drawn up on the first of the month from the plan alone, so that nothing that happens in between names another reader;
who is on leave on the day has somebody who stands in for him, the rota says so or not.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.records.ids import book_period_id
from kaohe.sim.spec import KINDS
from kaohe.sim.town.reading_time import book_s, day_s

if TYPE_CHECKING:
    from kaohe.sim.office import Office


class Rota(Desk):
    """The month's rota (抄表日程): who reads for whom, and how long everybody's days are by it."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._stands_in: dict[tuple[int, int], int] = {}  # by book and day
        self._taken_s: dict[tuple[int, int], int] = {}
        self._since = 0  # the first day of the month for which it was drawn up last

    def reader(self, book: int, day: int, planned_on: int | None = None) -> int:
        """Who reads the book on a day: on that of the plan whom the rota says, on any other its own reader; or who
        stands in for him that day. planned_on: the day of the plan, if it is another.
        """
        named = self.named(book, day if planned_on is None else planned_on)
        return self.office.duty.acting(named, "meter_reader", day)

    def named(self, book: int, planned_on: int) -> int:
        """Whose the book is on a day of the plan, on leave or not."""
        return self._stands_in.get((book, planned_on), int(self._own[book]))

    @property
    def _own(self) -> Int64s:
        """The reader of each book, on leave or not."""
        return self.office.duty.everybody.readers

    def has_time(self, book: int, day: int) -> bool:
        """Whether the book's own reader could read it on a day of this month beside what the plan gives him."""
        if day > self.office.month.end:
            return False
        own = int(self._own[book])
        taken_s = self._taken_s.get((own, day), 0)
        if self.office.duty.acting(own, "meter_reader", day) != own:
            return False
        return taken_s == 0 or taken_s + self._book_s(book) <= day_s(self.office.practice)

    def draw_up(self, days: Int64s) -> None:
        """For the days of all books in a month; 專變 are always read by their own reader, who is on duty for them."""
        office = self.office
        self._stands_in = {(book, on): who for (book, on), who in self._stands_in.items() if on >= self._since}
        self._since = office.month.start
        taken: defaultdict[tuple[int, int], int] = defaultdict(int)
        order = np.lexsort((np.arange(len(days)), ~office.special_books, days))
        for book, day in zip(order.tolist(), days[order].tolist(), strict=True):
            own, seconds = int(self._own[book]), self._book_s(book)
            reader = own
            if taken[own, day] and not office.special_books[book] and self._beyond(taken[own, day] + seconds):
                reader = self._colleague(book, day, seconds, taken)
            taken[reader, day] += seconds
            if reader != own:
                self._stands_in[book, day] = reader
        self._taken_s = dict(taken)
        if office.attendance.is_kept:
            self._write(days)

    def _write(self, days: Int64s) -> None:
        office, books = self.office, np.arange(len(days))
        readers = [self._stands_in.get(each, int(self._own[each[0]])) for each in enumerate(days.tolist())]
        office.write(
            "reading_rota",
            len(days),
            id=book_period_id(books, office.month.index),
            recorded_at=clock(office.month.start, hm(6, 10)),
            staff=office.duty.everybody.posts.business_specialist,
            book=books,
            period=office.month.code,
            on=days,
            reader=np.array(readers, np.int64),
        )

    def _colleague(self, book: int, day: int, seconds: int, taken: defaultdict[tuple[int, int], int]) -> int:
        """One of the hall who has time, not the one who reads again what is listed; else its own reader."""
        own, again = int(self._own[book]), int(self.office.duty.everybody.other_readers[book])
        for person in self._readers(int(self.office.books.site[book])):
            free = not taken[person, day] or not self._beyond(taken[person, day] + seconds)
            if free and person not in (own, again):
                return person
        return own

    def _readers(self, site: int) -> list[int]:
        """Readers of a hall, in the order of their numbers."""
        of_hall = self._own[self.office.books.site == site]
        found: list[int] = np.unique(of_hall).tolist()
        return found

    def _book_s(self, book: int) -> int:
        office = self.office
        return book_s(office.practice, KINDS[int(office.books.kind[book])], int(office.books.size[book]))

    def _beyond(self, seconds: int) -> bool:
        return seconds > day_s(self.office.practice)
