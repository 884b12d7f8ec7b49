"""Who reads which book of a month: its own reader, or a colleague where the day's books are more than he finishes.

Drawn up on the first of the month from the plan alone, so that nothing that happens in between names another reader.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.desks.base import Desk, Int64s
from kaohe.sim.spec import KINDS
from kaohe.sim.town.reading_time import book_s, day_s

if TYPE_CHECKING:
    from kaohe.sim.office import Office


class Rota(Desk):
    """The month's rota: who stands in for whom, and how long everybody's days are by it."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._stands_in: dict[tuple[int, int], int] = {}  # by book and day
        self._taken_s: dict[tuple[int, int], int] = {}

    def reader(self, book: int, day: int) -> int:
        """Who reads the book on a day: on that of the plan whom the rota says, on any other its own reader."""
        return self._stands_in.get((book, day), int(self.office.books_reader[book]))

    def has_time(self, book: int, day: int) -> bool:
        """Whether the book's own reader could read it on a day of this month beside what the plan gives him."""
        if day > self.office.month.end:
            return False
        taken_s = self._taken_s.get((int(self.office.books_reader[book]), day), 0)
        return taken_s == 0 or taken_s + self._book_s(book) <= day_s(self.office.practice)

    def draw_up(self, days: Int64s) -> None:
        """For the days of all books in a month; 專變 are always read by their own reader, who is on duty for them."""
        office = self.office
        self._stands_in, self._taken_s = {}, {}
        taken: defaultdict[tuple[int, int], int] = defaultdict(int)
        order = np.lexsort((np.arange(len(days)), ~office.special_books, days))
        for book, day in zip(order.tolist(), days[order].tolist(), strict=True):
            own, seconds = int(office.books_reader[book]), self._book_s(book)
            reader = own
            if taken[own, day] and not office.special_books[book] and self._beyond(taken[own, day] + seconds):
                reader = self._colleague(book, day, seconds, taken)
            taken[reader, day] += seconds
            if reader != own:
                self._stands_in[book, day] = reader
        self._taken_s = dict(taken)

    def _colleague(self, book: int, day: int, seconds: int, taken: defaultdict[tuple[int, int], int]) -> int:
        """One of the hall who has time, not the one who reads again what is listed; else its own reader."""
        own, again = int(self.office.books_reader[book]), int(self.office.other_reader(np.array([book]))[0])
        for person in self._readers(int(self.office.books.site[book])):
            free = not taken[person, day] or not self._beyond(taken[person, day] + seconds)
            if free and person not in (own, again):
                return person
        return own

    def _readers(self, site: int) -> list[int]:
        """Readers of a hall, in the order of their numbers."""
        of_hall = self.office.books_reader[self.office.books.site == site]
        found: list[int] = np.unique(of_hall).tolist()
        return found

    def _book_s(self, book: int) -> int:
        office = self.office
        return book_s(office.practice, KINDS[int(office.books.kind[book])], int(office.books.size[book]))

    def _beyond(self, seconds: int) -> bool:
        return seconds > day_s(self.office.practice)
