"""Issuance: bills of the readings that passed the review, and the accountant's daily check (營業發行員, 營業會計)."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Generator, Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.deciding.points import REGISTRY, Action, Actions, DecisionPoint, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.truth import Act
from kaohe.sim.desks.base import NO_ROWS, Desk, Int64s, clock, distinct, hm, joined
from kaohe.sim.desks.issuing.bill_papers import write_bills, write_sheets
from kaohe.sim.desks.issuing.issue_check import DayCount, Skipped
from kaohe.sim.records.ids import bill_id, book_period_id
from kaohe.sim.streams import Purpose, below, words_at
from kaohe.sim.tariff.one_part import energy_fee_fen

if TYPE_CHECKING:
    from kaohe.sim.office import Office


def _other_class(office: Office, tray: Situations, at: Int64s) -> Mapping[str, Int64s]:
    """Another one-part class, drawn by key."""
    word = words_at(office.seed, Purpose.DEVIATION_SIZE, tray.keys[at], ISSUE_BILL.number)
    simple = np.flatnonzero(~office.prices.multi_function)
    if not len(simple):
        return {"price_class": tray.fields["price_class"][at]}
    own = np.searchsorted(simple, tray.fields["price_class"][at])
    return {"price_class": simple[(own + 1 + below(word, max(len(simple) - 1, 1))) % len(simple)]}


def _another_amount(office: Office, tray: Situations) -> NDArray[np.bool_]:
    other = _other_class(office, tray, np.arange(len(tray)))["price_class"]
    amount = office.prices.one_part_fen(tray.fields["kwh"], other)
    differs: NDArray[np.bool_] = (other != tray.fields["price_class"]) & (amount != tray.fields["amount_fen"])
    return differs


def _worth_a_bill(office: Office, tray: Situations) -> NDArray[np.bool_]:
    may: NDArray[np.bool_] = (tray.fields["amount_fen"] > 0) & (tray.fields["rechecked"] == 0)
    return may


def _limit_within_span(office: Office, tray: Situations) -> NDArray[np.bool_]:
    read_on = tray.fields["read_on"]
    limit = office.calendar.add_working_days(read_on, office.rules.issuance_limit)
    return office.calendar.first_working_after(limit) <= office.last_day


ISSUE_BILL = REGISTRY.add(
    DecisionPoint(
        4,
        "issue_bill",
        "issuance_clerk",
        "customer",
        Names("按檔案發行", "issue by the archive", "按档案发行"),
        (
            Action(
                "issue_wrong_class",
                Names("錯發行", "issue at another class's price", "错发行"),
                ("price_class",),
                "3.1",
                _another_amount,
                None,
                _other_class,
            ),
            Action(
                "skip_bill",
                Names("漏發行", "skip the bill", "漏发行"),
                (),
                "3.1",
                _worth_a_bill,
                _limit_within_span,
                requires=("check_issue_day", "skip_check"),
            ),
        ),
    )
)


class Issuing(Desk):
    """Issues bills on working days; keeps the trays of what is to be issued when."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.batch_issue_on = np.zeros(office.n, np.int64)
        self.late_books: dict[tuple[int, int], tuple[Act, int]] = {}
        self._due: dict[int, list[Int64s]] = defaultdict(list)
        self._rechecked: dict[int, list[Int64s]] = defaultdict(list)
        self._pending: dict[int, int] = defaultdict(int)
        self.issued_today = NO_ROWS

    def expect(self, day: int, customers: Int64s, *, rechecked: bool = False) -> None:
        """Readings to be issued on a day."""
        (self._rechecked if rechecked else self._due)[day].append(customers)
        if not rechecked:
            self.batch_issue_on[customers] = day

    def expect_later(self, day: int, customers: Int64s) -> None:
        """Flagged readings: their batch is issued on that day, they follow after the re-reading."""
        self.batch_issue_on[customers] = day
        self._pending[day] += len(customers)

    def work(self, day: int) -> Generator[Question, None, None]:
        """Issue the day's bills and check them."""
        self.issued_today = NO_ROWS
        if not self.office.calendar.is_working(day):
            return
        again = joined(self._rechecked.pop(day, None))
        first = joined(self._due.pop(day, None))
        pending = self._pending.pop(day, 0)
        customers = np.sort(np.concatenate([first, again]))
        if not len(customers) and not pending:
            return
        count = DayCount(due=len(customers) + pending, pending=pending)
        self._expect_lists(day, first)
        skipped = yield from self._issue(day, customers, np.isin(customers, again), count)
        yield from self.office.issue_check.work(day, skipped, count)
        if len(again):
            self.office.unloading.close_pending(np.sort(again), clock(day, hm(16, 20)))

    def _expect_lists(self, day: int, customers: Int64s) -> None:
        office = self.office
        keys = book_period_id(office.population.book[customers].astype(np.int64), office.meters.now_period[customers])
        office.dunning.expect(day + office.rules.due_days, distinct(keys))

    def _issue(
        self, day: int, customers: Int64s, rechecked: NDArray[np.bool_], count: DayCount
    ) -> Generator[Question, None, list[Skipped]]:
        office = self.office
        tray = self._tray(day, customers, rechecked)
        actions = yield from office.decide(ISSUE_BILL, tray)
        price_class, amount = tray.fields["price_class"].copy(), tray.fields["amount_fen"].copy()
        wrong = actions.chosen(1)
        if len(wrong):
            price_class[wrong] = actions.param("price_class", wrong)
            amount[wrong] = office.prices.one_part_fen(tray.fields["kwh"][wrong], price_class[wrong])
        self._acts_wrong_class(day, tray, actions, amount)
        skipped = self._acts_skipped(day, tray, actions)
        keep = np.flatnonzero(actions.codes != 2)
        self.issued_today = customers[keep]
        self._add_late_fees(tray)
        self._write(day, hm(9), tray, keep, price_class, amount)
        count.issued, count.amount_fen = len(keep), int(amount[keep].sum())
        office.suspicions.billed(customers[keep])
        self.billed(customers[keep], tray.fields["metered_kwh"][keep])
        self._receivable(day, tray, keep, amount)
        return skipped

    def _tray(self, day: int, customers: Int64s, rechecked: NDArray[np.bool_]) -> Situations:
        office, meters = self.office, self.office.meters
        price_class = office.population.price_class[customers].astype(np.int64)
        metered = meters.kwh(customers)
        charge = office.billing.waiting(customers, price_class, metered)
        mean = meters.mean_kwh(customers)
        return Situations(
            day,
            bill_id(customers, meters.now_period[customers]),
            customers,
            office.books_clerk[office.population.book[customers]],
            {
                "kwh": charge.kwh,
                "metered_kwh": metered,
                "loss_kwh": charge.loss_kwh,
                "mean_kwh": mean,
                "price_class": price_class,
                "amount_fen": charge.amount_fen,
                "read_on": meters.now_on[customers],
                "rechecked": rechecked.astype(np.int64),
                "salient": (rechecked | (metered > 2 * mean) & (mean > 0)).astype(np.int64),
            },
        )

    def _acts_wrong_class(self, day: int, tray: Situations, actions: Actions, amount: Int64s) -> None:
        office = self.office
        for row in actions.chosen(1).tolist():
            if amount[row] == tray.fields["amount_fen"][row]:
                continue
            act = self._act(tray, actions, row, day, day, None)
            act.amount_fen = abs(int(amount[row] - tray.fields["amount_fen"][row]))
            office.truth.watch(day, act, lambda: True)

    def _acts_skipped(self, day: int, tray: Situations, actions: Actions) -> list[Skipped]:
        office = self.office
        skipped = []
        for row in actions.chosen(2).tolist():
            limit = office.calendar.add_working_days(int(tray.fields["read_on"][row]), office.rules.issuance_limit)
            occurred = office.calendar.first_working_after(limit)
            act = self._act(tray, actions, row, day, occurred, limit)
            act.amount_fen = int(tray.fields["amount_fen"][row])
            customer = int(tray.objects[row])
            gap = Skipped(
                act,
                customer,
                int(office.meters.now_period[customer]),
                int(tray.fields["kwh"][row]),
                int(tray.fields["metered_kwh"][row]),
                act.amount_fen,
                int(office.meters.now_row[customer]),
                day,
            )
            skipped.append(gap)
            office.truth.watch(occurred, act, partial(operator.contains, office.issue_check.gaps, gap))
        return skipped

    def _act(self, tray: Situations, actions: Actions, row: int, day: int, occurred: int, due: int | None) -> Act:
        return self.office.act(
            ISSUE_BILL,
            tray,
            actions,
            row,
            object_type="customer_period",
            object_id=int(tray.keys[row]),
            effect_on=day,
            occurred_on=occurred,
            due_on=due,
        )

    def _add_late_fees(self, tray: Situations) -> None:
        """What a late reading is worth: mean a day as recorded × days late × price, where the days were gained."""
        office, meters = self.office, self.office.meters
        customers = tray.objects
        for (book, index), (act, days) in self.late_books.items():
            read = (meters.now_period[customers] == index) & ~meters.estimated[customers]
            row = np.flatnonzero(read & (office.population.book[customers] == book))
            if not len(row):
                continue
            length = meters.now_on[customers[row]] - meters.last_on[customers[row]]
            gained = tray.fields["kwh"][row] * days // np.maximum(length, 1)
            price = office.prices.energy_e4[tray.fields["price_class"][row]]
            act.amount_fen = (act.amount_fen or 0) + int(energy_fee_fen(gained, price).sum())

    def _write(
        self, day: int, from_s: int, tray: Situations, rows: Int64s, price_class: Int64s, amount: Int64s
    ) -> None:
        at = clock(day, from_s) + np.arange(len(rows)) * hm(3) // max(len(rows), 1)
        due_on = self.batch_issue_on[tray.objects[rows]] + self.office.rules.due_days
        write_bills(self.office, day, at, tray, rows, price_class[rows], amount[rows], due_on)
        write_sheets(self.office, at, tray, rows, price_class[rows])
        self.office.totals.bills(day, len(rows), int(tray.fields["kwh"][rows].sum()), int(amount[rows].sum()))

    def billed(self, customers: Int64s, metered_kwh: Int64s) -> None:
        """Bills were made of the readings that wait: the next period begins at them."""
        office = self.office
        _, which = office.further.rows(customers)
        office.further.billed(which, *office.billing.span(office.further.customers[which]))
        office.meters.billed(customers, metered_kwh)

    def _receivable(self, day: int, tray: Situations, rows: Int64s, amount: Int64s) -> None:
        """Open items: the bill, its supplements, and what was carried over from refunds."""
        office = self.office
        customers = tray.objects[rows]
        index = office.meters.now_period[customers]
        owed = amount[rows] + office.correcting.issue_with(day, customers, index)
        owed = owed + office.receivables.carry_fen[customers]
        office.receivables.carry_fen[customers] = np.minimum(owed, 0)
        at = office.receivables.at(customers, index)
        office.receivables.open_fen[at] = np.maximum(owed, 0)
        office.receivables.due_on[at] = self.batch_issue_on[customers] + office.rules.due_days
        open_rows = np.flatnonzero(owed > 0)
        office.paying.plan(day, customers[open_rows], at[open_rows])
        office.crediting.draw(day, at[open_rows], tray.keys[rows][open_rows])

    def issue_skipped(self, day: int, skipped: list[Skipped], count: DayCount) -> None:
        """The check found readings without bills: they are issued at once."""
        if not skipped:
            return
        office = self.office
        customers = np.array([gap.customer for gap in skipped], np.int64)
        tray = self._tray(day, customers, np.zeros(len(customers), np.bool_))
        rows, amount = np.arange(len(customers)), tray.fields["amount_fen"]
        self._write(day, hm(16, 40), tray, rows, tray.fields["price_class"], amount)
        count.issued += len(customers)
        count.amount_fen += int(amount.sum())
        office.suspicions.billed(customers)
        self.billed(customers, tray.fields["metered_kwh"])
        self._receivable(day, tray, rows, amount)
