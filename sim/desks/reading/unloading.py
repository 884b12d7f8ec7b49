"""Unloading and review (營業發行員), and the re-readings that the review orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.arrays import order_of
from kaohe.sim.clock.diary import Diary
from kaohe.sim.clock.workday import BookDone
from kaohe.sim.desks.base import DAY_S, Desk, Int64s, clock, hm, joined
from kaohe.sim.desks.issuing.bill_papers import write_registers
from kaohe.sim.desks.reading.handhelds import back_s
from kaohe.sim.desks.reading.reporting import sign_codes
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.records.ids import READING_KINDS, book_period_id, meter_id, meter_period_id, period_code, reading_id

if TYPE_CHECKING:
    from kaohe.sim.desks.reading.meter_reading import ReadTray
    from kaohe.sim.desks.reading.planning import Round
    from kaohe.sim.office import Office

RECHECK = READING_KINDS.index("recheck")
REASONS = ("negative", "zero_moved", "over_mean")


LISTED_S = hm(22, 30)
MORNING_S = 30 * 60  # after opening


@dataclass(frozen=True)
class Unloaded:
    """On which day books come back, on which they were read; when each is unloaded and what is odd listed, s."""

    day: int
    read_on: int
    at: list[int]
    listed_s: int


class Unloading(Desk):
    """Takes the handhelds back, lists what is odd, has it read again."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._read: dict[tuple[int, int], int] = {}
        self._recheck: Diary[Int64s] = Diary()
        self._waiting: list[tuple[int, list[Round], list[BookDone], ReadTray]] = []

    def read_on(self, book: int, index: int) -> int | None:
        """Day on which the book of a period was read."""
        return self._read.get((book, index))

    def issued_on(self, day: int) -> int:
        """When what is read on a day is issued: the working day after; of a closed day when the office opens again."""
        calendar = self.office.calendar
        return calendar.first_working_after(day) if calendar.is_open(day) else calendar.next_working(day)

    def receive(self, day: int, rounds: list[Round], done: list[BookDone], tray: ReadTray) -> None:
        """The day's books come back; those of a closed day when the office opens again."""
        for each in rounds:
            self._read[(each.book, each.index)] = day
        if self.office.calendar.is_open(day):
            self.office.reading.handhelds.read(rounds, done)
            at = [back_s(job) + hm(0, 15) for job in done]
            self._unload(Unloaded(day, day, at, LISTED_S), rounds, done, tray)
            return
        for each in rounds:
            self.office.reading.handhelds.give_back(each)
        self._waiting.append((day, rounds, done, tray))

    def open(self, day: int) -> None:
        """The morning: what was read while the office was closed is unloaded."""
        self.office.reading.handhelds.open()
        turn = 0
        for read_on, rounds, done, tray in self._waiting:
            at = [self.office.practice.opens_s + MORNING_S + turn + n for n in range(len(done))]
            self._unload(Unloaded(day, read_on, at, at[-1]), rounds, done, tray)
            turn += len(done)
        self._waiting = []

    def _unload(self, when: Unloaded, rounds: list[Round], done: list[BookDone], tray: ReadTray) -> None:
        """Batch rows, the anomaly list, and the trays of issuance and of re-reading."""
        reason = self._review(tray)
        flagged = reason >= 0
        self._write_batches(when, rounds, done, tray, flagged)
        issue_on = self.issued_on(when.read_on)
        self.office.issuing.issuance.expect(issue_on, tray.customers[~flagged])
        if flagged.any():
            self._list(when, tray.customers[flagged], reason[flagged])

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

    def _write_batches(
        self, when: Unloaded, rounds: list[Round], done: list[BookDone], tray: ReadTray, flagged: NDArray[np.bool_]
    ) -> None:
        office = self.office
        n = len(rounds)
        books = np.array([each.book for each in rounds])
        index = np.array([each.index for each in rounds])
        at = np.array(when.at)
        order = order_of(at)
        causes = [
            NULL if each.noted is None else int(office.codes("batch", "cause", (each.noted,))[0]) for each in rounds
        ]
        office.write(
            "batch",
            n,
            id=book_period_id(books, index)[order],
            recorded_at=clock(when.day, 0) + at[order],
            staff=office.books_clerk[books][order],
            book=books[order],
            period=period_code(index)[order],
            scheduled_on=np.array([each.scheduled_on for each in rounds])[order],
            read_on=when.read_on,
            readings=np.bincount(tray.row_round[~tray.estimated], minlength=n)[order],
            no_reads=np.bincount(tray.row_round[tray.estimated], minlength=n)[order],
            cause=np.array(causes)[order],
            reader=np.array([job.job.reader for job in done])[order],
            flagged=np.bincount(tray.row_round[flagged], minlength=n)[order],
        )

        office.connection.entering.read(books, when.read_on)

    def _list(self, when: Unloaded, customers: Int64s, reason: Int64s) -> None:
        """The anomaly list; its rows wait for a re-reading on the next open day."""
        office, meters = self.office, self.office.meters
        order = np.argsort(customers)
        customers, reason = customers[order], reason[order]
        n, day, at = len(customers), when.day, clock(when.day, when.listed_s)
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
        office.issuing.issuance.expect_later(self.issued_on(when.read_on), customers)
        self._recheck.put(office.calendar.next_open(day + 1), customers)

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
