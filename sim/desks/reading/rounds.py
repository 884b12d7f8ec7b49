"""Rounds: which books are read today, by whom, with which handheld (抄表工)."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.clock.workday import BookDone, BookJob, field_day
from kaohe.sim.deciding.behaviours import OVERLOAD
from kaohe.sim.deciding.draws import Days
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.truth import Act, witness
from kaohe.sim.deciding.worth import MadeLate
from kaohe.sim.desks.base import Desk, Int64s, deviation
from kaohe.sim.desks.issuing.issuance import BookLeft
from kaohe.sim.desks.reading.planning import Round
from kaohe.sim.records.ids import book_period_id, day_number
from kaohe.sim.streams import Purpose, happens, word_at, words_at
from kaohe.sim.town.reading_time import QUICKEST, SLOWEST, pace_s

if TYPE_CHECKING:
    from kaohe.sim.office import Office


def _within_tolerance(office: Office, tray: Situations) -> NDArray[np.bool_]:
    """Books that may be read on the next open day: it lies within the tolerance of their kind."""
    rules = office.rules
    tolerance = np.where(tray.fields["special"] == 1, rules.special_tolerance_days, rules.tolerance_days)
    may: NDArray[np.bool_] = tolerance >= office.calendar.next_open(tray.day + 1) - tray.day
    return may


def _read_within_span(office: Office, tray: Situations) -> NDArray[np.bool_]:
    latest = office.calendar.next_open(tray.day + 4)
    return np.full(len(tray), office.calendar.first_working_after(latest) <= office.last_day)


def _issue_days(office: Office, tray: Situations) -> tuple[tuple[str, int], ...]:
    """Days on which its bills would be issued, at once or after re-readings: there may then be nothing to check."""
    first = office.reading.unloading.issued_on(int(tray.day))
    again = office.calendar.first_working_after(office.calendar.first_open_after(office.calendar.next_open(tray.day)))
    last = office.calendar.first_working_after(first)
    return tuple(("check_issue_day", day_number(day)) for day in sorted({first, again, last}))


READ_BOOK = REGISTRY.add(
    DecisionPoint(
        2,
        "read_book",
        "meter_reader",
        "book",
        "book_period",
        "cycle",
        Names("按例日抄表", "read on the cycle day", "按例日抄表"),
        (
            Action(
                1,
                "read_late",
                Names("遲抄", "read late", "迟抄"),
                clause="2.1",
                draws={"days": Days(2, 4)},
                matures=_read_within_span,
                spoils=_issue_days,
            ),
            Action(
                2,
                "read_next_day_noted",
                Names("因故順延一日", "read a day later with a noted cause", "因故顺延一日"),
                may=_within_tolerance,
            ),
        ),
        omission=Left("read_late", {"days": 1}),
    )
)


@witness("book_read_that_day")
def book_read_that_day(office: Office, act: Act) -> bool:
    """The batch says on which day the book was read, once there is one."""
    unloading, what = office.reading.unloading, divmod(act.object_id, 1024)
    return unloading.is_in(*what) and unloading.read_on(*what) == act.occurred_on


CAUSES = ("rain", "illness", "handheld_flat")


class Rounds(Desk):
    """Sends the readers out."""

    def work(self, day: int) -> Generator[Question, None, list[tuple[Round, BookDone]]]:
        """The day's rounds and how they went, in the order in which reading began."""
        due = sorted(self.office.reading.planning.rounds.take(day), key=lambda each: (each.book, each.index))
        if not due:
            return []
        today = yield from self._decide_books(day, due)
        known = {(each.book, each.index): replace(each, decided=True) for each in today}
        done = self._within_hours(day, known, self._field(day, list(known.values())))
        return [(known[(job.job.book, job.job.index)], job) for job in done]

    def _decide_books(self, day: int, rounds: list[Round]) -> Generator[Question, None, list[Round]]:
        """Rounds that are read today; the others move to their day."""
        office = self.office
        settled = [each for each in rounds if each.decided or each.noted]
        fresh = [each for each in rounds if not (each.decided or each.noted)]
        fresh = yield from self.office.reading.loading.on_day(day, fresh)
        fresh = self._noted_delays(day, fresh)
        if not fresh:
            return settled
        books = np.array([each.book for each in fresh])
        index = np.array([each.index for each in fresh])
        special = office.special_books[books]
        tray = Situations(
            day, book_period_id(books, index), books, self._readers(fresh, day), {"special": special.astype(np.int64)}
        )
        decided = yield from self.decide(READ_BOOK, tray)
        for row in decided.chosen("read_late").tolist():
            self._loaded(fresh[row])
            self._late(day, fresh[row], decided, row)
        for row in decided.chosen("read_next_day_noted").tolist():
            self._loaded(fresh[row])
            self._put(office.calendar.next_open(day + 1), replace(fresh[row], noted=CAUSES[0]))
        today = decided.by_the_book()
        return settled + [each for row, each in enumerate(fresh) if today[row]]

    def _loaded(self, each: Round) -> None:
        """The clerk has loaded it, whoever does not come."""
        self.office.reading.handhelds.load(self.office.practice.opens_s, each)

    def _put(self, day: int, each: Round) -> None:
        self.office.reading.planning.rounds.put(day, each)

    def _noted_delays(self, day: int, rounds: list[Round]) -> list[Round]:
        """Rain or illness moves some low-voltage books to the next open day, within the tolerance, with a note."""
        office = self.office
        following = office.calendar.next_open(day + 1)
        if not rounds or following - day > office.rules.tolerance_days:
            return rounds
        books = np.array([each.book for each in rounds])
        index = np.array([each.index for each in rounds])
        word = words_at(office.seed, Purpose.NOTED_DELAY, book_period_id(books, index))
        delayed = happens(word, office.practice.noted_delay_e6) & ~office.special_books[books]
        delayed &= ~np.isin(books, np.array(office.ordered_objects(READ_BOOK, day), np.int64))
        delayed &= [office.reading.rota.has_time(book, following) for book in books.tolist()]
        for row in np.flatnonzero(delayed).tolist():
            self._loaded(rounds[row])
            cause = CAUSES[int(word[row] & np.uint64(0xFFFF)) % len(CAUSES)]
            self._put(following, replace(rounds[row], noted=cause))
        return [each for row, each in enumerate(rounds) if not delayed[row]]

    def _late(self, day: int, each: Round, decided: Decided, row: int) -> None:
        on = self.office.calendar.next_open(day + max(1, decided.one("days", row)))
        act = self.did(decided, row, MadeLate(0), on=on, shown=None)
        if on < self._following(each):
            self._put(on, replace(each, decided=True))
            self._read_on(day, on, each, act)
        else:  # when its next day has come, that of the period is not made up for
            self._unread(day, each, act)
            self.office.reading.handhelds.give_back(each)
            self.office.issuing.issuance.price_unread_book(each.book, each.index, self._left(each, act))

    def _field(self, day: int, rounds: list[Round]) -> list[BookDone]:
        office, handhelds = self.office, self.office.reading.handhelds
        practice = office.practice
        if not office.calendar.is_open(day):
            handhelds.on_duty(rounds, practice.opens_s)
        jobs = [
            BookJob(
                each.book,
                each.index,
                int(office.books.site[each.book]),
                office.reading.rota.reader(each.book, day),
                int(office.books.size[each.book]),
                practice.travel_s,
                self._pace(each),
                handhelds.kept(each) or handhelds.loaded(each),
                handhelds.kept(each) > 0,
            )
            for each in rounds
        ]
        return field_day(
            jobs, office.roster.handhelds.tolist(), practice.opens_s, handhelds.out(), handhelds.kept_back()
        )

    def _within_hours(self, day: int, rounds: Mapping[tuple[int, int], Round], done: list[BookDone]) -> list[BookDone]:
        """Where a scenario limits overtime, books that would end after it are left for the next open day."""
        office = self.office
        if office.spec.overtime_limit is None:
            return done
        latest = office.practice.closes_s + office.spec.overtime_limit
        for job in done:
            if job.end_s > latest:
                each = rounds[(job.job.book, job.job.index)]
                self._loaded(each)
                self._put(office.calendar.next_open(day + 1), each)
                self._overload(day, each)
        return [job for job in done if job.end_s <= latest]

    def _whose(self, each: Round) -> int:
        """The reader of its day, or of the last that a noted cause allows."""
        allowed = self.office.rules.tolerance_days if each.noted else 0
        on = each.scheduled_on
        return self.office.reading.rota.reader(each.book, on + allowed, on)

    def _readers(self, rounds: list[Round], day: int) -> Int64s:
        """Who is to read these books today."""
        return np.array([self.office.reading.rota.reader(each.book, day) for each in rounds], np.int64)

    def _overload(self, day: int, each: Round) -> None:
        """A book left behind is read on another day than its own: an act whose cause is overload."""
        office = self.office
        on = office.calendar.next_open(day + 1)
        key = int(book_period_id(each.book, each.index))
        # A book left behind again replaces its act: one act, read on the last of the days.
        act = deviation(READ_BOOK, "read_late", OVERLOAD, day, key, self._whose(each), effect_on=on)
        act.worth = (MadeLate(0),)
        self._read_on(day, on, each, office.truth.add(act))

    def _read_on(self, day: int, on: int, each: Round, act: Act) -> None:
        """The batch will say on which day the book was read, unless there is none by the end."""
        self.office.issuing.issuance.price_late_book(each.book, each.index, self._left(each, act), on)
        if on <= self.office.last_day:
            self.office.truth.watch(on, act, "book_read_that_day")
        else:
            self._unread(day, each, act)

    def _left(self, each: Round, act: Act) -> BookLeft:
        """What the act left unread, and in whose hands by the rota."""
        return BookLeft(act.act_id, self.office.reading.rota.named(each.book, each.scheduled_on), each.scheduled_on)

    def _unread(self, day: int, each: Round, act: Act) -> None:
        """A limit has passed; that nobody has read the book in its period shows on the day of the next one."""
        office, special = self.office, bool(self.office.special_books[each.book])
        act.due_on = each.scheduled_on + (
            office.rules.special_tolerance_days if special else office.rules.tolerance_days
        )
        act.occurred_on = office.calendar.first_working_after(act.due_on)
        office.truth.watch(max(self._following(each), act.occurred_on, day), act)

    def _following(self, each: Round) -> int:
        """The day of the book in the next period."""
        return int(self.office.reading.planning.day_of(np.array([each.book]), each.index + 1)[0])

    def _pace(self, each: Round) -> int:
        """Seconds for a meter: a book takes longer in some months than in others."""
        office = self.office
        word = word_at(office.seed, Purpose.READING_PACE, each.book, each.index)
        percent = QUICKEST + int(word >> 32) * (SLOWEST - QUICKEST + 1) // (1 << 32)
        return pace_s(office.practice, "special" if office.special_books[each.book] else "resident", percent)
