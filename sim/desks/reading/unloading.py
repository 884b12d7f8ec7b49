"""Unloading and review (營業發行員), and the re-readings that the review orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.arrays import order_of
from kaohe.sim.clock.diary import Diary
from kaohe.sim.clock.workday import BookDone
from kaohe.sim.desks.base import DAY_S, Desk, Int64s, clock, hm, joined
from kaohe.sim.desks.issuing.bill_papers import write_registers
from kaohe.sim.desks.reading.reporting import sign_codes
from kaohe.sim.desks.reading.rounds import write_handheld_log
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.records.ids import READING_KINDS, book_period_id, meter_id, meter_period_id, period_code, reading_id

if TYPE_CHECKING:
    from kaohe.sim.desks.reading.meter_reading import ReadTray
    from kaohe.sim.desks.reading.planning import Round
    from kaohe.sim.office import Office

RECHECK = READING_KINDS.index("recheck")
REASONS = ("negative", "zero_moved", "over_mean")


class Unloading(Desk):
    """Takes the handhelds back, lists what is odd, has it read again."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._read: dict[tuple[int, int], int] = {}
        self._recheck: Diary[Int64s] = Diary()

    def read_on(self, book: int, index: int) -> int | None:
        """Day on which the book of a period was read."""
        return self._read.get((book, index))

    def receive(self, day: int, rounds: Sequence[Round], done: Sequence[BookDone], tray: ReadTray) -> None:
        """The day's books come back: batch rows, the anomaly list, and the trays of issuance and of re-reading."""
        office = self.office
        write_handheld_log(office, day, rounds, done)
        reason = self._review(tray)
        flagged = reason >= 0
        self._write_batches(day, rounds, done, tray, flagged)
        for each in rounds:
            self._read[(each.book, each.index)] = day
        issue_on = office.calendar.first_working_after(day)
        office.issuing.issuance.expect(issue_on, tray.customers[~flagged])
        if flagged.any():
            self._list(day, tray.customers[flagged], reason[flagged])

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
        self, day: int, rounds: Sequence[Round], done: Sequence[BookDone], tray: ReadTray, flagged: NDArray[np.bool_]
    ) -> None:
        office = self.office
        n = len(rounds)
        books = np.array([each.book for each in rounds])
        index = np.array([each.index for each in rounds])
        at = np.array([job.end_s + job.job.travel_s // 2 + hm(0, 15) for job in done])
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
            read_on=day,
            readings=np.bincount(tray.row_round[~tray.estimated], minlength=n)[order],
            no_reads=np.bincount(tray.row_round[tray.estimated], minlength=n)[order],
            cause=np.array(causes)[order],
            reader=np.array([job.job.reader for job in done])[order],
            flagged=np.bincount(tray.row_round[flagged], minlength=n)[order],
        )

    def _list(self, day: int, customers: Int64s, reason: Int64s) -> None:
        """The anomaly list of the evening; its rows wait for a re-reading on the next open day."""
        office, meters = self.office, self.office.meters
        order = np.argsort(customers)
        customers, reason = customers[order], reason[order]
        n, at = len(customers), clock(day, hm(22, 30))
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
        office.issuing.issuance.expect_later(office.calendar.first_working_after(day), customers)
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
        duty = self.office.on_duty
        read_by = duty.readers[books]
        for day in np.unique(read_on).tolist():
            read_by[read_on == day] = self.office.duty.on(day).readers[books[read_on == day]]
        return np.where(duty.other_readers[books] == read_by, duty.posts.field_auditors[0], duty.other_readers[books])

    def _further(self, customers: Int64s, index: Int64s, at: Int64s, staff: Int64s, row: Int64s) -> None:
        """The further registers of multi-function meters, read again with the total."""
        office = self.office
        of, which = office.further.rows(customers)
        office.further.now[:, which] = office.further.register(which, at[of] - office.month.start * DAY_S)
        who, now = customers[of], office.further.now[:, which]
        meter = meter_id(who, office.meters.number[who])
        write_registers(office, row[of], at[of], staff[of], meter, who, index[of], now)
