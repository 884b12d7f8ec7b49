"""Numbers of receipts: each counter, and each registration clerk's desk, has a series of books that it uses up in turn.

A number is series × 1,000,000 + its place in the series; a book, series × 10,000 + its place among the series' books.
The series of a counter is the counter's number, as it is printed on its forms; those of clerks' desks begin at MISC.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.arrays import order_of
from kaohe.sim.desks.base import NO_ROWS, Int64s
from kaohe.sim.streams import Purpose, happens, words_at

NUMBERS, BOOKS, MISC = 1_000_000, 10_000, 100_000
# An assumption: leaves of a book, at windows too.
OF_BOOK = 100


class Taken(NamedTuple):
    """What one day uses: a number for each receipt, the numbers that were spoilt meanwhile with their series, and how
    many receipts each series wrote.
    """

    numbers: Int64s
    void: Int64s
    void_series: Int64s
    series: Int64s
    written: Int64s


class Numbers:
    """Series by position: counters by their number, then the clerks' desks. `next`: the place of the next number."""

    def __init__(self, seed: int, void_e6: int, counters: int, clerks: int) -> None:
        self._seed, self._void_e6, self.counters = seed, void_e6, counters
        self.names = np.concatenate((np.arange(counters), MISC + np.arange(clerks)))

        self.size = np.full(len(self.names), OF_BOOK)
        self.next = np.ones(len(self.names), np.int64)
        self.lost = NO_ROWS  # numbers of which no copy is there
        self._instead: dict[int, int] = {}  # books that are used at the place of another
        self.aside: list[int] = []  # books that were missed in stock: never handed out, ascending

    def is_counter(self, series: Int64s) -> NDArray[np.bool_]:
        """Which series are of counters."""
        return series < self.counters

    def is_exchanged(self, books: Int64s) -> NDArray[np.bool_]:
        """Which books are used in another order than that of their numbers."""
        return np.isin(books, np.array(list(self._instead), np.int64))

    def series(self, books: Int64s) -> Int64s:
        """The position of the series of books."""
        name = books // BOOKS
        found: Int64s = np.where(name < MISC, name, name - MISC + self.counters)
        return found

    def books(self, series: Int64s, places: Int64s) -> Int64s:
        """The books that are used at these places (from 1 on) of their series."""
        found: Int64s = self.names[series] * BOOKS + places
        for book in self.aside:
            found += (found >= book) & (found // BOOKS == book // BOOKS)
        for book, other in self._instead.items():
            found[found == book] = -other
        return np.abs(found)

    def exchange(self, book: int) -> int:
        """The next book of the series is used before this one."""
        following = book + 1
        while following in self.aside:
            following += 1
        self._instead[book], self._instead[following] = following, book
        return following

    def put_aside(self, book: int) -> None:
        """The last book in stock of its series is not used: the next that comes in takes its place."""
        self.aside = sorted({*self.aside, book})
        first = int(self.first(np.array([book]))[0])
        self.lost = np.union1d(self.lost, np.arange(first, first + OF_BOOK))

    def found(self, book: int, without: Int64s) -> None:
        """A book is back in stock, without these numbers."""
        first = int(self.first(np.array([book]))[0])
        self.lost = np.union1d(np.setdiff1d(self.lost, np.arange(first, first + OF_BOOK)), without)

    def first(self, books: Int64s) -> Int64s:
        """The first number of books."""
        series = self.series(books)
        found: Int64s = self.names[series] * NUMBERS + (books % BOOKS - 1) * self.size[series] + 1
        return found

    def at(self, series: Int64s, places: Int64s) -> Int64s:
        """The numbers at these places (from 1 on) of their series."""
        size = self.size[series]
        found: Int64s = self.names[series] * NUMBERS + places
        if self._instead or self.aside:
            found = self.first(self.books(series, (places - 1) // size + 1)) + (places - 1) % size
        return found

    def void(self, numbers: Int64s) -> NDArray[np.bool_]:
        """Which leaves are spoilt when their turn comes."""
        return happens(words_at(self._seed, Purpose.VOID_RECEIPT, numbers), self._void_e6) & ~self.gone(numbers)

    def gone(self, numbers: Int64s) -> NDArray[np.bool_]:
        """Which are lost."""
        return np.isin(numbers, self.lost) if len(self.lost) else np.zeros(len(numbers), np.bool_)

    def take(self, series: Int64s) -> Taken:
        """The next numbers of these series (positions), one for each row, in the order of the rows."""
        order = order_of(series)
        ranked = series[order]
        first = np.flatnonzero(np.concatenate(([True], ranked[1:] != ranked[:-1])))
        own, written = ranked[first], np.diff(np.append(first, len(ranked)))
        spare = 8 + written // 20
        while True:
            many = written + spare
            end = np.cumsum(many)
            of = np.repeat(np.arange(len(own)), many)
            place = self.next[own][of] + np.arange(end[-1]) - (end - many)[of]
            number = self.at(own[of], place)
            void = self.void(number)
            good = ~void & ~self.gone(number)
            count = np.cumsum(good, dtype=np.int64)
            rank = count - (count - good)[end - many][of]
            if (rank[end - 1] >= written).all():
                break
            spare *= 2
        used = good & (rank <= written[of])
        self.next[own] = place[used][np.cumsum(written) - 1] + 1
        spoilt = void & (place < self.next[own][of])
        numbers = np.empty(len(series), np.int64)
        numbers[order] = number[used]
        return Taken(numbers, number[spoilt], own[of[spoilt]], own, written)
