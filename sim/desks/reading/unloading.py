"""Unloading and review (營業發行員), and the re-readings that the review orders."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.arrays import order_of
from kaohe.sim.clock.diary import Diary
from kaohe.sim.clock.workday import BookDone
from kaohe.sim.deciding.draws import Days
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Mask, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.truth import act_number
from kaohe.sim.deciding.worth import MadeLate
from kaohe.sim.desks.base import DAY_S, Desk, Int64s, clock, hm, joined
from kaohe.sim.desks.issuing.bill_papers import write_registers
from kaohe.sim.desks.issuing.slowing import Slowed
from kaohe.sim.desks.reading.handhelds import UNLOADED_AFTER_S, back_s
from kaohe.sim.desks.reading.planning import Round
from kaohe.sim.desks.reading.reporting import sign_codes
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.records.ids import (
    READING_KINDS,
    book_period_id,
    day_number,
    meter_id,
    meter_period_id,
    period_code,
    reading_id,
)
from kaohe.sim.town.faults import THEFT_SUSPECT

if TYPE_CHECKING:
    from kaohe.sim.desks.reading.meter_reading import ReadTray
    from kaohe.sim.office import Office

RECHECK = READING_KINDS.index("recheck")
REASONS = ("negative", "zero_moved", "over_mean")


LISTED_S = hm(22, 30)
MORNING_S = 30 * 60  # after opening
NOTED_AFTER_S = hm(0, 15)


def _unloaded_within_span(office: Office, tray: Situations) -> Mask:
    """Whenever it is unloaded, its bills are made within the span."""
    latest = office.calendar.next_open(tray.day + office.rules.unload_days + LATEST)
    return np.full(len(tray), office.calendar.first_working_after(latest) <= office.last_day)


def late_bills_spoil(office: Office, tray: Situations) -> tuple[tuple[str, int], ...]:
    """There is nothing to check on the day on which its bills would be issued, if no other book was read with it; and
    where the bill is late a spot check comes too late for its readings.
    """
    read_on = int(tray.fields["read_on"][0])
    days = [] if office.reading.unloading.read_together(read_on) else [office.reading.unloading.issued_on(read_on)]
    customers = office.all_of_book(int(tray.objects[0]))
    meters = meter_id(customers, office.meters.number.take(customers))
    keys = meter_period_id(meters, int(tray.keys[0]) % 1024)
    return (
        *(("check_issue_day", day_number(day)) for day in days),
        *(("read_meter", key) for key in keys.tolist()),
    )


LATEST = 5

UNLOAD_BOOK = REGISTRY.add(
    DecisionPoint(
        44,
        "unload_book",
        "issuance_clerk",
        "book",
        "book_period",
        "open",
        Names("當日下裝", "unload the same day", "当日下装"),
        (
            Action(
                1,
                "unload_late",
                Names("遲下裝", "unload late", "迟下装"),
                clause="3.2",
                draws={"days": Days(1, LATEST)},
                matures=_unloaded_within_span,
                spoils=late_bills_spoil,
            ),
        ),
        omission=Left("unload_late", {"days": 1}),
    )
)


@dataclass(frozen=True)
class Came:
    """Books that were read on a day, and what is on their handhelds."""

    read_on: int
    rounds: list[Round]
    done: list[BookDone]
    tray: ReadTray

    def part(self, rows: list[int]) -> Came:
        """Some of the books."""
        keep = np.isin(self.tray.row_round, rows)
        rounds, done = [self.rounds[row] for row in rows], [self.done[row] for row in rows]
        return Came(self.read_on, rounds, done, self.tray.part(keep, np.array(rows)))


class Times:
    """When each book came back, and when what is odd is listed; when its batch is noted, a while after it came back
    unless that is said; seconds.
    """

    def __init__(self, back: list[int], listed_s: int, noted: list[int] | None = None) -> None:
        self.back, self.listed_s = back, listed_s
        self.noted = [at + NOTED_AFTER_S for at in back] if noted is None else noted

    def part(self, rows: list[int]) -> Times:
        """Those of some books."""
        return Times([self.back[row] for row in rows], self.listed_s, [self.noted[row] for row in rows])


class Unloading(Desk):
    """Takes the handhelds back, lists what is odd, has it read again."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._read: dict[tuple[int, int], int] = {}
        self._recheck: Diary[Int64s] = Diary()
        self._waiting: list[Came] = []
        self._put_off: Diary[Came] = Diary()
        self._left: set[tuple[int, int]] = set()

    def read_on(self, book: int, index: int) -> int | None:
        """Day on which the book of a period was read."""
        return self._read.get((book, index))

    def read_together(self, day: int) -> bool:
        """Whether several books were read that day."""
        return sum(on == day for on in self._read.values()) > 1

    def is_in(self, book: int, index: int) -> bool:
        """Whether nobody left a book that was read on its handheld."""
        return (book, index) not in self._left

    def issued_on(self, day: int) -> int:
        """When what is read on a day is issued: the working day after; of a closed day when the office opens again."""
        calendar = self.office.calendar
        return calendar.first_working_after(day) if calendar.is_open(day) else calendar.next_working(day)

    def was_read(self, day: int, rounds: list[Round]) -> None:
        """Books were read today."""
        for each in rounds:
            self._read[(each.book, each.index)] = day

    def receive(self, day: int, came: Came) -> Generator[Question, None, None]:
        """Books come back on the day on which they were read."""
        times = Times([back_s(job) for job in came.done], LISTED_S)
        yield from self._take(day, came, times, self.issued_on(came.read_on))

    def wait(self, came: Came) -> None:
        """Books that were read on a closed day come back when the office opens again."""
        for each in came.rounds:
            self.office.reading.handhelds.give_back(each)
        self._waiting.append(came)

    def leave(self, each: Round) -> None:
        """A book that was read is not in the host today."""
        self._left.add((each.book, each.index))

    def open(self, day: int) -> Generator[Question, None, None]:
        """The morning: what was read while the office was closed is unloaded, and what was put off until today."""
        back = self.office.reading.handhelds.open()
        waiting, self._waiting = self._waiting, []
        read = {(each.book, each.index) for came in waiting for each in came.rounds}
        for book, (back_at, number) in back.items():
            if book not in read:  # drawn, and never read
                self.office.reading.handhelds.unload(back_at + UNLOADED_AFTER_S, Round(*book, 0), number)
        opens_s, turn = self.office.practice.opens_s + MORNING_S, 0
        for came in waiting:
            at = [back[each.book, each.index][0] for each in came.rounds]
            noted = [opens_s + turn + n for n in range(len(at))]
            yield from self._take(day, came, Times(at, noted[-1], noted), self.issued_on(came.read_on))
            turn += len(at)
        after = self.office.calendar.first_working_after(day)
        opens_s += turn
        for number, (came, at) in enumerate(self.office.reading.returning.take(day)):
            noted = [opens_s + 60 * number + back_s(job) % 60 for job in came.done]
            yield from self._take(day, came, Times(at, noted[-1], noted), after)
        for number, came in enumerate(self._put_off.take(day)):
            noted = [opens_s + 60 * number + back_s(job) % 60 for job in came.done]
            self._unload(day, came, Times([each - MORNING_S for each in noted], noted[-1], noted), after)

    def _shows(self, day: int, came: Came) -> None:
        """Only now a batch says that its book was read late."""
        point, acts = REGISTRY.points["read_book"], self.office.truth.acts
        for each in came.rounds:
            if (each.book, each.index) not in self._left:
                continue
            self._left.discard((each.book, each.index))
            key = int(book_period_id(each.book, each.index))
            act = acts.get(act_number(point.number, key, point.code("read_late")))
            if act is not None:
                self.office.truth.watch(day, act, "book_read_that_day")

    def _take(self, day: int, came: Came, times: Times, issue_on: int) -> Generator[Question, None, None]:
        """What came back today is unloaded today, or put off."""
        tray = self._situations(day, came)
        decided = yield from self.decide(UNLOAD_BOOK, tray)
        late = decided.chosen("unload_late")
        if not len(late):
            self._unload(day, came, times, issue_on)
            return
        for row in late.tolist():
            self._leave(day, came.part([row]), decided, row)
        today = np.flatnonzero(decided.by_the_book()).tolist()
        if today:
            self._unload(day, came.part(today), times.part(today), issue_on)

    def _situations(self, day: int, came: Came) -> Situations:
        books = np.array([each.book for each in came.rounds], np.int64)
        index = np.array([each.index for each in came.rounds], np.int64)
        meters = np.bincount(came.tray.row_round, minlength=len(books)).astype(np.int64)
        fields = {"meters": meters, "read_on": np.full(len(books), came.read_on)}
        return Situations(day, book_period_id(books, index), books, self.office.books_clerk[books], fields)

    def _leave(self, day: int, came: Came, decided: Decided, row: int) -> None:
        """A handheld lies in the hall, its readings on it."""
        office, each = self.office, came.rounds[0]
        limit_on = day + office.rules.unload_days
        on = office.calendar.next_open(limit_on + max(1, decided.one("days", row)))
        issue_limit_on = office.calendar.add_working_days(came.read_on, office.rules.issuance_limit)
        act = self.missed(decided, row, MadeLate(0, issue_limit_on), due_on=limit_on, effect_on=on)
        slowed = Slowed(act.act_id, on - limit_on, issue_limit_on)
        office.issuing.slowing.slow(each.book, each.index, slowed, came.tray.customers)
        self.leave(each)
        self._put_off.put(on, came)

    def _unload(self, day: int, came: Came, times: Times, issue_on: int) -> None:
        """The log, batch rows, the anomaly list, and the trays of issuance and of re-reading."""
        for each, job, at in zip(came.rounds, came.done, times.back, strict=True):
            self.office.reading.handhelds.unload(at + UNLOADED_AFTER_S, each, job.handheld)
            self.office.issuing.slowing.unloaded(each.book, each.index, day)
        self._shows(day, came)
        tray, reason = came.tray, self._review(came.tray)
        flagged = reason >= 0
        self._write_batches(day, came, times, flagged)
        self.office.issuing.issuance.expect(issue_on, tray.customers[~flagged])
        if flagged.any():
            self._list(clock(day, times.listed_s), tray.customers[flagged], reason[flagged], issue_on)

    def _review(self, tray: ReadTray) -> NDArray[np.int64]:
        """Position in REASONS, or −1: negative advances, zeros of a meter that moves, above a multiple of the mean."""
        office, meters = self.office, self.office.meters
        customers = tray.customers
        segment = meters.segment_kwh(customers, tray.recorded, tray.shown_at)
        kwh = segment + meters.swap_kwh.take(customers)
        mean = meters.mean_kwh(customers)
        reason = np.full(len(customers), -1, np.int64)
        reason[(mean > 0) & (kwh > office.rules.mean_multiple * mean)] = 2
        reason[(segment == 0) & (kwh == 0) & (mean > 0)] = 1
        reason[segment < 0] = 0
        reason[tray.estimated] = -1
        return reason

    def _write_batches(self, day: int, came: Came, times: Times, flagged: NDArray[np.bool_]) -> None:
        office, rounds, done, tray = self.office, came.rounds, came.done, came.tray
        n = len(rounds)
        books = np.array([each.book for each in rounds])
        index = np.array([each.index for each in rounds])
        at = np.array(times.noted)
        order = order_of(at)
        causes = [
            NULL if each.noted is None else int(office.codes("batch", "cause", (each.noted,))[0]) for each in rounds
        ]
        office.write(
            "batch",
            n,
            id=book_period_id(books, index)[order],
            recorded_at=clock(day, 0) + at[order],
            staff=office.books_clerk[books][order],
            book=books[order],
            period=period_code(index)[order],
            scheduled_on=np.array([each.scheduled_on for each in rounds])[order],
            read_on=came.read_on,
            readings=np.bincount(tray.row_round[~tray.estimated], minlength=n)[order],
            no_reads=np.bincount(tray.row_round[tray.estimated], minlength=n)[order],
            cause=np.array(causes)[order],
            reader=np.array([job.job.reader for job in done])[order],
            flagged=np.bincount(tray.row_round[flagged], minlength=n)[order],
        )
        office.connection.entering.read(books, came.read_on)

    def _list(self, at: int, customers: Int64s, reason: Int64s, issue_on: int) -> None:
        """The anomaly list; its rows wait for a re-reading on the next open day."""
        office, meters = self.office, self.office.meters
        order = np.argsort(customers)
        customers, reason = customers[order], reason[order]
        n = len(customers)
        meter = meter_id(customers, meters.number.take(customers))
        index = meters.now_period.take(customers)
        books = office.recorded.book.take(customers)
        clerk = office.books_clerk[books]
        codes = office.codes("review", "reason", REASONS)[reason]
        office.write(
            "review",
            n,
            id=meter_period_id(meter, index),
            recorded_at=at,
            staff=clerk,
            meter=meter,
            customer=customers,
            book=books,
            period=period_code(index),
            reason=codes,
        )
        self._pending(customers, at, clerk, "open")
        office.issuing.issuance.expect_later(issue_on, customers)
        self._recheck.put(office.calendar.next_open(at // DAY_S + 1), customers)

    def _pending(self, customers: Int64s, at: int, staff: Int64s, action: str) -> None:
        office = self.office
        index = office.meters.now_period.take(customers)
        office.write(
            "pending",
            len(customers),
            id=SCHEMA["pending"].key.pack(customer=customers, period=index, action=action),
            recorded_at=at,
            staff=staff,
            customer=customers,
            period=period_code(index),
            action=action,
            reason="recheck",
        )

    def close_pending(self, customers: Int64s, at: int) -> None:
        """The bills of rechecked readings are issued."""
        self._pending(customers, at, self.office.books_clerk[self.office.recorded.book.take(customers)], "close")

    def recheck(self, day: int) -> None:
        """Another reader reads what was listed; the bill will rest on his reading (復抄單)."""
        office, meters = self.office, self.office.meters
        customers = joined(self._recheck.take(day))
        if not len(customers):
            return
        customers, at = np.sort(customers), clock(day, hm(7, 30)) + np.arange(len(customers))
        true = meters.register(customers, at)
        meter = meter_id(customers, meters.number.take(customers))
        index = meters.now_period.take(customers)
        books = office.recorded.book.take(customers)
        row = reading_id(meter, index, RECHECK, 0)
        staff = self._another(books, meters.now_on.take(customers))
        frozen = meters.read_out(customers)
        signs = office.faults.signs(customers, at)
        office.write(
            "reading",
            len(customers),
            id=row,
            recorded_at=at,
            staff=staff,
            meter=meter,
            customer=customers,
            book=books,
            period=period_code(index),
            kind="recheck",
            read_on=day,
            register=true,
            frozen_register=np.where(frozen, meters.frozen.take(customers), NULL),
            frozen_on=np.where(frozen, meters.frozen_on.take(customers), NULL),
            remark=sign_codes(office, "reading", "remark", signs),
        )
        office.latent.caught_before_issue(customers)
        office.latent.seen(day, customers, true, at, meters.freeze_at(customers))
        meters.read_again(customers, day, at, true, row)
        self._further(customers, index, at, staff, row)
        office.reading.reporting.report(day, customers, index, signs, staff, at)
        for customer in customers[signs == THEFT_SUSPECT].tolist():
            office.reading.silence.read_again(customer, day)
        office.issuing.issuance.expect(office.calendar.first_working_after(day), customers, rechecked=True)

    def _another(self, books: Int64s, read_on: Int64s) -> Int64s:
        """Of each book a reader who has not read it: he who takes its turn today, or else an auditor."""
        duty, rota = self.office.on_duty, self.office.reading.rota
        n = len(duty.other_readers)
        pairs, of = np.unique(read_on.astype(np.int64) * n + books, return_inverse=True)
        read_by = np.array([rota.reader(each % n, each // n) for each in pairs.tolist()], np.int64)[of]
        return np.where(duty.other_readers[books] == read_by, duty.posts.field_auditors[0], duty.other_readers[books])

    def _further(self, customers: Int64s, index: Int64s, at: Int64s, staff: Int64s, row: Int64s) -> None:
        """The further registers of multi-function meters, read again with the total."""
        office = self.office
        of, which = office.further.rows(customers)
        office.further.now[:, which] = office.further.register(which, at[of] - office.month.start * DAY_S)
        who, now = customers[of], office.further.now[:, which]
        meter = meter_id(who, office.meters.number[who])
        write_registers(office, row[of], at[of], staff[of], meter, who, index[of], now)
