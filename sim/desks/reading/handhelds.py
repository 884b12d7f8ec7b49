"""Handhelds (抄表器): who draws which one when, and the log of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.workday import BookDone
from kaohe.sim.desks.base import Desk, clock
from kaohe.sim.desks.reading.planning import Round
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.records.ids import HANDHELD_ACTIONS, period_code

if TYPE_CHECKING:
    from kaohe.sim.office import Office

LOAD, DRAW, RETURN, UNLOAD = (HANDHELD_ACTIONS.index(name) for name in ("load", "draw", "return", "unload"))
LOADED_BEFORE_S = UNLOADED_AFTER_S = 600
LAST_DRAW_S = 30 * 60  # before closing
BACK_S = 5 * 60  # after opening

Book = tuple[int, int]  # number and period


class Handhelds(Desk):
    """Keeps the log. For a closed day a handheld is drawn on the last open day before it, by each reader who will be on
    duty, for all his books, and comes back on the next open one (clauses 1–3, closed days).
    """

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._kept: dict[Book, int] = {}
        self._loaded: dict[Book, int] = {}
        self._late: dict[Book, int] = {}
        self._to_return: list[Book] = []
        self._rows: list[tuple[int, ...]] = []

    def kept(self, each: Round) -> int:
        """The handheld that the book's reader has since an earlier day; 0: none."""
        return self._kept.get((each.book, each.index), 0)

    def loaded(self, each: Round) -> int:
        """The handheld that was loaded with the book on an earlier day and lies in the hall; 0: none."""
        return self._loaded.get((each.book, each.index), 0)

    def out(self) -> frozenset[tuple[int, int]]:
        """(hall, number) of those that are with readers overnight."""
        return frozenset((self._site(book), number) for (book, _), number in self._kept.items())

    def kept_back(self) -> frozenset[tuple[int, int]]:
        """(hall, number) of those that readers did not bring back in time; a spare does the work of each."""
        return frozenset((self._site(book), number) for (book, _), number in self._late.items())

    def keep(self, each: Round, number: int) -> None:
        """A reader does not bring it back."""
        self._late[(each.book, each.index)] = number

    def comes_back(self, at: int, each: Round, reader: int) -> None:
        """He does, at last."""
        self._log(at, each, RETURN, self._late.pop((each.book, each.index)), reader)

    def load(self, at: int, each: Round) -> None:
        """A book is loaded that nobody draws today; until somebody does its handheld may have other books on it too."""
        if self.kept(each) or self.loaded(each):
            return
        site = self._site(each.book)
        taken = {
            number for (book, _), number in (*self._kept.items(), *self._loaded.items()) if self._site(book) == site
        }
        free = (number for number in range(1, int(self.office.roster.handhelds[site]) + 1) if number not in taken)
        number = self._loaded[(each.book, each.index)] = next(free, 1)
        self._log(at, each, LOAD, number)

    def read(self, rounds: Sequence[Round], done: Sequence[BookDone]) -> None:
        """Books read on an open day: loaded and drawn, unless that was before."""
        for each, job in zip(rounds, done, strict=True):
            if self._kept.pop((each.book, each.index), None) is None:
                if self._loaded.pop((each.book, each.index), None) is None:
                    self._log(job.draw_s - LOADED_BEFORE_S, each, LOAD, job.handheld)
                self._log(job.draw_s, each, DRAW, job.handheld, job.job.reader)

    def returned(self, at: int, each: Round, number: int, reader: int) -> None:
        """It is back in the hall."""
        self._log(at, each, RETURN, number, reader)

    def unload(self, at: int, each: Round, number: int) -> None:
        """What came back is taken over into the host."""
        self._log(at, each, UNLOAD, number)

    def give_back(self, each: Round) -> None:
        """A book's handheld comes back on the next open day: read on duty, or given up."""
        self._loaded.pop((each.book, each.index), None)
        if (each.book, each.index) in self._kept:
            self._to_return.append((each.book, each.index))

    def open(self) -> dict[Book, tuple[int, int]]:
        """The morning: what was out over closed days comes back; when each did, and its number."""
        came = {}
        for turn, book in enumerate(self._to_return):
            back, number = self.office.practice.opens_s + BACK_S + turn, self._kept.pop(book)
            self._log(back, Round(*book, 0), RETURN, number)
            came[book] = (back, number)
        self._to_return.clear()
        return came

    def draw_ahead(self, day: int, done: Sequence[BookDone]) -> None:
        """The evening before closed days: readers draw for the books whose day is one of them."""
        rounds = self.office.reading.planning.until_open(day)
        if rounds:
            at = max([self.office.practice.closes_s - LAST_DRAW_S, *(back_s(job) + UNLOADED_AFTER_S for job in done)])
            self._draw(at, rounds)

    def on_duty(self, rounds: Sequence[Round], opens_s: int) -> None:
        """Nobody could draw the evening before, because the office began with this day: readers draw on it."""
        self._draw(opens_s, [each for each in rounds if not self.kept(each)])

    def _draw(self, at: int, rounds: Sequence[Round]) -> None:
        for each in sorted(rounds, key=lambda each: (self._reader(each.book), each.scheduled_on, each.book)):
            loaded = self._loaded.pop((each.book, each.index), 0)
            number = loaded or self._free(each.book)
            self._kept[(each.book, each.index)] = number
            if not loaded:
                self._log(at - LOADED_BEFORE_S, each, LOAD, number)
            self._log(at, each, DRAW, number)

    def _free(self, book: int) -> int:
        """The handheld that the reader has already, else the first that lies in the hall."""
        for (other, _), number in self._kept.items():
            if self._reader(other) == self._reader(book):
                return number
        site = self._site(book)
        taken = {number for hall, number in self.out() | self.kept_back() if hall == site}
        return next(number for number in range(1, len(taken) + 2) if number not in taken)

    def _not_here(self) -> list[tuple[Book, int]]:
        """What is with readers, or loaded with a book."""
        return [*self._kept.items(), *self._loaded.items(), *self._late.items()]

    def _site(self, book: int) -> int:
        return int(self.office.books.site[book])

    def _reader(self, book: int) -> int:
        return int(self.office.books_reader[book])

    def _log(self, at: int, each: Round, action: int, handheld: int, reader: int = 0) -> None:
        """A line of the clerk, or of a reader (0: the book's own)."""
        readers = reader or self._reader(each.book)
        person = readers if action in (DRAW, RETURN) else int(self.office.books_clerk[each.book])
        other = NULL if action not in (DRAW, RETURN) else int(self.office.books_clerk[each.book])
        self._rows.append((at, each.book, each.index, action, handheld, person, other))

    def write(self, day: int) -> None:
        """The day's lines of the log, in the order of time."""
        office, rows = self.office, sorted(self._rows)
        if not rows:
            return
        self._rows = []
        table = np.array(rows, np.int64)
        handed = np.isin(table[:, 3], (DRAW, RETURN))
        office.write(
            "handheld_log",
            len(rows),
            id=SCHEMA["handheld_log"].key.pack(book=table[:, 1], period=table[:, 2], action=table[:, 3]),
            recorded_at=clock(day, 0) + table[:, 0],
            staff=table[:, 5],
            book=table[:, 1],
            period=period_code(table[:, 2]),
            handheld=table[:, 4],
            action=office.codes("handheld_log", "action", HANDHELD_ACTIONS)[table[:, 3]],
            signed_by=table[:, 6],
            condition=np.where(handed, office.codes("handheld_log", "condition", ("good",))[0], NULL),
        )


def back_s(job: BookDone) -> int:
    """When the reader is back at the hall."""
    return job.end_s + job.job.travel_s // 2
