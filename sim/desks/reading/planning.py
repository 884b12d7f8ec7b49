"""The reading plan: which book on which day, published shifts, and changes of cycle day that the business specialist
approves.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.clock.months import year_and_month
from kaohe.sim.deciding.draws import DayAfter
from kaohe.sim.deciding.points import REGISTRY, Action, DecisionPoint, Left, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.records.ids import book_period_id, day_number, period_code
from kaohe.sim.streams import Purpose, below, happens, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

APPROVE_CYCLE_DAY = REGISTRY.add(
    DecisionPoint(
        1,
        "approve_cycle_day",
        "business_specialist",
        "book",
        "book_period",
        "working",
        Names("按申請審批", "approve as asked", "按申请审批"),
        (
            Action(
                1,
                "change_cycle_day",
                Names("例日變更", "change the cycle day", "例日变更"),
                draws={"to": DayAfter(4, 9)},
            ),
            Action(2, "leave_request", Names("擱置例日變更申請", "leave the request", "搁置例日变更申请")),
        ),
        omission=Left("leave_request"),
    )
)

REASONS = ("power_cut", "roadworks", "system_test")


@dataclass(frozen=True)
class Round:
    """One book of one period as planned: period index, 例日 as changed (day)."""

    book: int
    index: int
    scheduled_on: int
    noted: str | None = None
    decided: bool = False


class Planning(Desk):
    """Rounds by day; `rounds[day]` is what is to be read that day."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.rounds: Diary[Round] = Diary()
        self._requests: Diary[tuple[int, int, int]] = Diary()
        self._moved: dict[tuple[int, int], int] = {}

    def publish_shifts(self, first: int, last: int, recorded_at: int) -> None:
        """The year's notice of cycle days on which the office is closed."""
        days = np.arange(first, last + 1)
        closed = days[~self.office.calendar.is_open(days)]
        moved = self.office.calendar.shifted(closed)
        self.office.write(
            "shift_notice",
            len(closed),
            id=day_number(closed),
            recorded_at=recorded_at,
            staff=None,
            from_on=closed,
            to_on=moved,
        )

    def day_of(self, books: Int64s, index: int) -> Int64s:
        """The day of each book in a period: its 例日; of other books than 專變 the open day to which it is shifted.

        專變 are read on their day, open or not, by readers on duty (clauses 2.1).
        """
        office = self.office
        nominal, shifted = office.calendar.scheduled(office.books.cycle_day[books], *year_and_month(index))
        return np.where(office.special_books[books], nominal, shifted)

    def until_open(self, day: int) -> list[Round]:
        """Rounds of the closed days that follow a day, of a month not planned yet too: their books are loaded now."""
        closed = range(day + 1, self.office.calendar.first_open_after(day))
        return self.planned(closed, np.flatnonzero(self.office.special_books))

    def planned(self, days: range, books: Int64s) -> list[Round]:
        """Rounds of some days, and those of these books in a month that is not planned yet."""
        found = [each for on in days for each in self.rounds.on(on)]
        if not days or days[-1] <= self.office.month.end:
            return found
        index = self.office.month.index + 1
        for book, on in zip(books.tolist(), self.day_of(books, index).tolist(), strict=True):
            moved = self._moved.get((book, index), on)
            if moved in days:
                found.append(Round(book, index, moved))
        return found

    def plan_month(self) -> None:
        """Put every book of the month on its day, and the month's requests for changes on theirs."""
        office = self.office
        month, books = office.month, office.books
        numbers = np.arange(len(books.cycle_day))
        days = self.day_of(numbers, month.index)
        for book, day in zip(numbers.tolist(), days.tolist(), strict=True):
            on = self._moved.pop((book, month.index), day)
            self.rounds.put(on, Round(book, month.index, on))
        self.office.reading.rota.draw_up(days)
        asks = happens(
            words_at(office.seed, Purpose.CYCLE_CHANGE, numbers, month.index), office.practice.cycle_change_e6
        )
        delay = 1 + below(words_at(office.seed, Purpose.CYCLE_CHANGE, numbers, month.index, 1), 3)
        for book in np.flatnonzero(asks).tolist():
            self._request(book, int(days[book]), int(delay[book]))

    def _request(self, book: int, scheduled: int, delay: int) -> None:
        calendar = self.office.calendar
        approved_on = calendar.next_working(max(self.office.month.start, scheduled - 3))
        if approved_on < scheduled:
            self._requests.put(approved_on, (book, scheduled, self._wanted(book, scheduled + delay)))

    def _wanted(self, book: int, day: int) -> int:
        """The first day from that day on on which the book may be read and its reader has time, within a week."""
        days = [self._readable(book, on) for on in range(day, day + 7)]
        return next((on for on in days if self.office.reading.rota.has_time(book, on)), days[0])

    def _readable(self, book: int, day: int) -> int:
        """The first day from that day on on which the book may be read."""
        return day if self.office.special_books[book] else self.office.calendar.next_open(day)

    def work(self, day: int) -> Generator[Question, None, None]:
        """Approve the day's changes of cycle day."""
        if not self.office.calendar.is_working(day):
            return
        requests = sorted(self._requests.take(day))
        ordered = self.office.ordered_objects(APPROVE_CYCLE_DAY, day)
        asked = {book: to for book, _, to in requests}
        books = np.array(sorted({*asked, *ordered}), np.int64)
        if not len(books):
            return
        to = np.array([asked.get(book, 0) for book in books.tolist()], np.int64)
        tray = Situations(
            day,
            book_period_id(books, self.office.month.index),
            books,
            np.full(len(books), self.office.posts.business_specialist),
            {"requested_to": to, "salient": (to > 0).astype(np.int64)},
        )
        decided = yield from self.decide(APPROVE_CYCLE_DAY, tray)
        changed = decided.chosen("change_cycle_day")
        to[changed] = decided.param("to", changed)
        to[decided.chosen("leave_request")] = 0
        for row in np.flatnonzero(to > 0).tolist():
            self._approve(day, int(books[row]), int(to[row]))

    def _approve(self, day: int, book: int, to: int) -> None:
        """Move the book's next round to the approved day."""
        found = self._next_round(book, day)
        to = self._readable(book, to)
        if found is None:
            self._approve_next_month(day, book, to)
            return
        on, entry = found
        self.rounds.strike(on, entry)
        self.rounds.put(to, Round(book, entry.index, to))
        self._write_change(day, book, entry, to)

    def _approve_next_month(self, day: int, book: int, to: int) -> None:
        """The book's next round is in the month to come, which is not planned yet."""
        index = self.office.month.index + 1
        scheduled = int(self.day_of(np.array([book]), index)[0])
        self._moved[(book, index)] = to
        self._write_change(day, book, Round(book, index, scheduled), to)

    def _write_change(self, day: int, book: int, entry: Round, to: int) -> None:
        office = self.office
        word = words_at(office.seed, Purpose.CYCLE_CHANGE, np.array([book]), entry.index, 2)
        office.write(
            "book_change",
            1,
            id=book_period_id(book, entry.index),
            recorded_at=clock(day, hm(8, 20)),
            staff=office.posts.business_specialist,
            book=book,
            period=period_code(entry.index),
            from_on=entry.scheduled_on,
            to_on=to,
            reason=REASONS[int(below(word, len(REASONS))[0])],
            applicant=int(office.books_reader[book]),
            approver=office.posts.business_specialist,
        )

    def _next_round(self, book: int, day: int) -> tuple[int, Round] | None:
        """The book's first round on or after a day."""
        for on, entry in self.rounds.from_day(day):
            if entry.book == book and not entry.decided and entry.noted is None:
                return on, entry
        return None
