"""Issuance: bills of the readings that passed the review, and the accountant's daily check (營業發行員, 營業會計)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.arrays import order_of
from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import OtherClass
from kaohe.sim.deciding.meanings import all_of, at_least, shown_after, without
from kaohe.sim.deciding.points import (
    REGISTRY,
    Action,
    Decided,
    DecisionPoint,
    Left,
    Mask,
    Names,
    Situations,
    With,
)
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.truth import Act, witness
from kaohe.sim.deciding.worth import Fixed
from kaohe.sim.desks.base import NO_ROWS, Desk, Int64s, clock, distinct, hm, joined
from kaohe.sim.desks.issuing.bill_papers import write_bills, write_sheets
from kaohe.sim.desks.issuing.billing import Charge
from kaohe.sim.desks.issuing.issue_check import DayCount, Skipped
from kaohe.sim.records.ids import bill_id, book_period_id

if TYPE_CHECKING:
    from kaohe.sim.office import Office


def _another_amount(office: Office, tray: Situations) -> Mask:
    other = OtherClass().draw(office, ISSUE_BILL, tray, np.arange(len(tray)))
    amount = office.prices.one_part_fen(tray.fields["kwh"], other)
    differs: Mask = (other != tray.fields["price_class"]) & (amount != tray.fields["amount_fen"])
    return differs


ISSUE_BILL = REGISTRY.add(
    DecisionPoint(
        4,
        "issue_bill",
        "issuance_clerk",
        "customer",
        "customer_period",
        "working",
        Names("按檔案發行", "issue by the archive", "按档案发行"),
        (
            Action(
                1,
                "issue_wrong_class",
                Names("錯發行", "issue at another class's price", "错发行"),
                clause="3.1",
                draws={"price_class": OtherClass()},
                may=_another_amount,
            ),
            Action(
                2,
                "skip_bill",
                Names("漏發行", "skip the bill", "漏发行"),
                clause="3.1",
                may=all_of(at_least("amount_fen", 1), without("rechecked"), without("final")),
                matures=shown_after("limit_on"),
                company=(With("check_issue_day", "skip_check"),),
            ),
        ),
        omission=Left("skip_bill"),
    )
)


@witness("still_unissued")
def still_unissued(office: Office, act: Act) -> bool:
    """The day's check did not see the gap."""
    return any(gap.act_id == act.act_id for gap in office.issuing.check.gaps)


@dataclass(frozen=True)
class BookLeft:
    """A book that was not read on its day: the act, whose it was by the rota, and the day."""

    act_id: int
    named: int
    scheduled_on: int


class Issuance(Desk):
    """Issues bills on working days; keeps the trays of what is to be issued when."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.batch_issue_on = np.zeros(office.n, np.int64)
        self._late_books: dict[tuple[int, int], tuple[BookLeft, int]] = {}
        self._read_late: dict[tuple[int, int], Int64s] = {}
        self._unread_books: dict[tuple[int, int], BookLeft] = {}
        self._due: Diary[Int64s] = Diary()
        self._final: Diary[Int64s] = Diary()
        self._rechecked: Diary[Int64s] = Diary()
        self._pending: dict[int, int] = {}
        self.issued_today = NO_ROWS

    def expect(self, day: int, customers: Int64s, *, rechecked: bool = False) -> None:
        """Readings to be issued on a day."""
        (self._rechecked if rechecked else self._due).put(day, customers)
        if not rechecked:
            self.batch_issue_on[customers] = day

    def expect_final(self, day: int, customers: Int64s) -> None:
        """Last readings, of meters taken down, to be issued on a day; they are on nobody's list of arrears."""
        self._final.put(day, customers)
        self.batch_issue_on[customers] = day

    def expect_later(self, day: int, customers: Int64s) -> None:
        """Flagged readings: their batch is issued on that day, they follow after the re-reading."""
        self.batch_issue_on[customers] = day
        self._pending[day] = self._pending.get(day, 0) + len(customers)

    def work(self, day: int) -> Generator[Question, None, None]:
        """Issue the day's bills and check them."""
        self.issued_today = NO_ROWS
        if not self.office.calendar.is_working(day):
            return
        again = joined(self._rechecked.take(day))
        first = joined(self._due.take(day))
        pending = self._pending.pop(day, 0)
        final = joined(self._final.take(day))
        customers = np.concatenate([first, final, again])
        if not len(customers) and not pending:
            return
        order = order_of(customers)
        count = DayCount(due=len(customers) + pending, pending=pending)
        self._expect_lists(day, first)
        skipped = yield from self._issue(day, customers[order], order >= len(first) + len(final), count)
        yield from self.office.issuing.check.work(day, skipped, count)
        if len(again):
            self.office.reading.unloading.close_pending(np.sort(again), clock(day, hm(16, 20)))

    def _expect_lists(self, day: int, customers: Int64s) -> None:
        office = self.office
        keys = book_period_id(office.recorded.book.take(customers), office.meters.now_period.take(customers))
        office.reading.dunning.expect(day + office.rules.due_days, distinct(keys))

    def _issue(
        self, day: int, customers: Int64s, rechecked: NDArray[np.bool_], count: DayCount
    ) -> Generator[Question, None, list[Skipped]]:
        office = self.office
        tray, charge = self._tray(day, customers, rechecked)
        decided = yield from self.decide(ISSUE_BILL, tray)
        price_class, amount = tray.fields["price_class"].copy(), tray.fields["amount_fen"].copy()
        wrong = decided.chosen("issue_wrong_class")
        if len(wrong):
            price_class[wrong] = decided.param("price_class", wrong)
            amount[wrong] = office.prices.one_part_fen(tray.fields["kwh"][wrong], price_class[wrong])
        self._acts_wrong_class(decided, amount)
        skipped = self._acts_skipped(day, decided)
        keep = np.flatnonzero(~decided.took("skip_bill"))
        self.issued_today = customers[keep]
        self._write(day, hm(9), tray, charge, keep, price_class, amount)
        count.issued, count.amount_fen = len(keep), int(amount[keep].sum())
        office.latent.billed(day, customers[keep])
        office.connection.misbilling.billed(day, customers[keep], tray.fields["amount_fen"][keep])
        office.connection.entering.billed(day, customers[keep], amount[keep])
        self.billed(customers[keep], tray.fields["metered_kwh"][keep])
        self._receivable(day, tray, keep, amount)
        return skipped

    def _tray(self, day: int, customers: Int64s, rechecked: NDArray[np.bool_]) -> tuple[Situations, Charge]:
        office, meters = self.office, self.office.meters
        price_class = office.recorded.price_class.take(customers)
        metered = meters.kwh(customers)
        charge = office.issuing.billing.waiting(customers, price_class, metered)
        mean = meters.mean_kwh(customers)
        tray = Situations(
            day,
            bill_id(customers, meters.now_period.take(customers)),
            customers,
            office.books_clerk[office.recorded.book.take(customers)],
            {
                "kwh": charge.kwh,
                "metered_kwh": metered,
                "loss_kwh": charge.loss_kwh,
                "mean_kwh": mean,
                "price_class": price_class,
                "amount_fen": charge.amount_fen,
                "read_on": meters.now_on.take(customers),
                "limit_on": np.maximum(  # what was unloaded late is due on the working day after
                    office.calendar.add_working_days(meters.now_on.take(customers), office.rules.issuance_limit), day
                ),
                "rechecked": rechecked.astype(np.int64),
                "final": meters.removed.take(customers).astype(np.int64),
                "salient": (rechecked | (metered > 2 * mean) & (mean > 0)).astype(np.int64),
            },
        )
        return tray, charge

    def _acts_wrong_class(self, decided: Decided, amount: Int64s) -> None:
        due = decided.tray.fields["amount_fen"]
        for row in decided.chosen("issue_wrong_class").tolist():
            if amount[row] != due[row]:
                self.did(decided, row, Fixed(abs(int(amount[row] - due[row]))))

    def _acts_skipped(self, day: int, decided: Decided) -> list[Skipped]:
        meters, tray = self.office.meters, decided.tray
        skipped = []
        for row in decided.chosen("skip_bill").tolist():
            amount, customer = int(tray.fields["amount_fen"][row]), int(tray.objects[row])
            limit = int(tray.fields["limit_on"][row])
            act = self.missed(decided, row, Fixed(amount), due_on=limit, shown="still_unissued")
            gap = Skipped(
                act.act_id,
                customer,
                int(meters.now_period[customer]),
                int(tray.fields["kwh"][row]),
                int(tray.fields["metered_kwh"][row]),
                amount,
                int(meters.now_row[customer]),
                day,
            )
            skipped.append(gap)
        return skipped

    def price_late_book(self, book: int, index: int, left: BookLeft, read_on: int) -> None:
        """The bills of a book read late will price the act."""
        self._late_books[book, index] = (left, read_on)

    def read(self, book: int, index: int, customers: Int64s) -> None:
        """Who was read with a book: of one read late it is their bills that are late, whatever book is theirs."""
        if (book, index) in self._late_books:
            self._read_late[book, index] = customers

    def _days(self, left: BookLeft, read_on: int) -> int:
        """Days that the book stayed unread and that are his who left it: what a colleague took before or after his turn
        is not.
        """
        duty, staff = self.office.duty, self.office.truth.acts[left.act_id].staff
        unread = range(left.scheduled_on, read_on)
        return sum(duty.acting(left.named, "meter_reader", day) == staff for day in unread)

    def _price_late_books(self, customers: Int64s, index: Int64s, amount: Int64s) -> None:
        """Bills of books that were read late, each for the days of its book."""
        for (book, period), (left, read_on) in self._late_books.items():
            of_book = (index == period) & np.isin(customers, self._read_late.get((book, period), NO_ROWS))
            of_book &= ~self.office.meters.removed[customers]
            if of_book.any():
                late_fen = int(np.maximum(amount[of_book], 0).sum())
                self.office.truth.made_late(left.act_id, late_fen * self._days(left, read_on))

    def price_unread_book(self, book: int, index: int, left: BookLeft) -> None:
        """The bills of its next period will price what nobody read."""
        self._unread_books[book, index + 1] = left

    def _price_unread_books(self, customers: Int64s, index: Int64s, amount: Int64s) -> None:
        """Of each bill what falls on the days before the day that was missed: so late as it was read after all."""
        meters = self.office.meters
        for (book, period), left in self._unread_books.items():
            of_book = (index == period) & (self.office.recorded.book[customers] == book)
            row = np.flatnonzero(of_book & ~self.office.meters.removed[customers])
            read_on = self.office.reading.unloading.read_on(book, period)
            if not len(row) or read_on is None:
                continue
            begun, ended = (days[customers[row]].astype(np.int64) for days in (meters.last_on, meters.now_on))
            missed = np.maximum(left.scheduled_on - begun, 0)
            part = np.maximum(amount[row], 0) * missed // np.maximum(ended - begun, 1)
            self.office.truth.made_late(left.act_id, int(part.sum()) * self._days(left, read_on))

    def gap_issued(self, customer: int, index: int, amount_fen: int) -> None:
        """What was passed over is billed after all."""
        self._price_late_books(*(np.array([each], np.int64) for each in (customer, index, amount_fen)))

    def _write(
        self,
        day: int,
        from_s: int,
        tray: Situations,
        charge: Charge,
        rows: Int64s,
        price_class: Int64s,
        amount: Int64s,
    ) -> None:
        at = clock(day, from_s) + np.arange(len(rows)) * hm(3) // max(len(rows), 1)
        due_on = self.batch_issue_on[tray.objects[rows]] + self.office.rules.due_days
        write_bills(self.office, day, at, tray, rows, price_class[rows], amount[rows], due_on)
        customers = tray.objects[rows]
        if len(rows) < len(tray) or not np.array_equal(price_class, tray.fields["price_class"]):
            charge = self.office.issuing.billing.waiting(customers, price_class[rows])
        write_sheets(self.office, at, tray, rows, charge.groups)
        index = self.office.meters.now_period[customers]
        self._price_late_books(customers, index, amount[rows])
        self._price_unread_books(customers, index, amount[rows])
        self.office.issuing.slowing.issued(day, customers, index, amount[rows], tray.fields["rechecked"][rows])
        self.office.totals.bills(day, len(rows), int(tray.fields["kwh"][rows].sum()), int(amount[rows].sum()))

    def billed(self, customers: Int64s, metered_kwh: Int64s) -> None:
        """Bills were made of the readings that wait: the next period begins at them."""
        office = self.office
        _, which = office.further.rows(customers)
        who = office.further.customers[which]
        office.further.billed(which, *office.issuing.billing.period(who), office.meters.estimated[who])
        office.meters.billed(customers, metered_kwh)

    def _receivable(self, day: int, tray: Situations, rows: Int64s, amount: Int64s) -> None:
        """Open items: the bill, its supplements, and what was carried over from refunds."""
        office = self.office
        customers = tray.objects[rows]
        index = office.meters.now_period.take(customers)
        owed = amount[rows] + office.issuing.correcting.issue_with(day, customers, index)
        owed = owed + office.receivables.carry_fen.take(customers)
        office.receivables.carry_fen[customers] = np.minimum(owed, 0)
        at = office.receivables.at(customers, index)
        office.receivables.open_fen[at] = np.maximum(owed, 0)
        office.receivables.due_on[at] = self.batch_issue_on.take(customers) + office.rules.due_days
        open_rows = np.flatnonzero(owed > 0)
        office.counter.paying.plan(day, customers[open_rows], at[open_rows])
        office.counter.crediting.draw(day, at[open_rows], tray.keys[rows][open_rows])

    def issue_skipped(self, day: int, skipped: list[Skipped], count: DayCount) -> None:
        """The check found readings without bills: they are issued at once."""
        if not skipped:
            return
        office = self.office
        customers = np.array([gap.customer for gap in skipped], np.int64)
        tray, charge = self._tray(day, customers, np.zeros(len(customers), np.bool_))
        rows, amount = np.arange(len(customers)), tray.fields["amount_fen"]
        self._write(day, hm(16, 40), tray, charge, rows, tray.fields["price_class"], amount)
        count.issued += len(customers)
        count.amount_fen += int(amount.sum())
        office.latent.billed(day, customers)
        office.connection.misbilling.billed(day, customers, amount)
        office.connection.entering.billed(day, customers, amount)
        self.billed(customers, tray.fields["metered_kwh"])
        self._receivable(day, tray, rows, amount)
