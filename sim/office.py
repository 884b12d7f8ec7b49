"""The office: people, departments and days. SimPy settles when and who; desks work through the day's trays as arrays.

At midnight everybody is at rest and the state is plain arrays and values. `run` goes by behaviours alone; `steps` stops
at the situations of a post that somebody holds; `day` is one day.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import kaohe.sim.town.daily_use as daily_use
from kaohe.sim.archive.masters import Masters
from kaohe.sim.archive.prices import on_day, price_tables
from kaohe.sim.archive.receivables import Receivables
from kaohe.sim.clock.calendar import day_of, load_calendar, month_end
from kaohe.sim.clock.months import Month, months_of, year_and_month
from kaohe.sim.deciding.behaviours import Behaviour, Layers, Order, Scripted
from kaohe.sim.deciding.errands import Errands
from kaohe.sim.deciding.latent import Latent
from kaohe.sim.deciding.points import DecisionPoint
from kaohe.sim.deciding.questions import Interactive, Question
from kaohe.sim.deciding.truth import Truth
from kaohe.sim.deciding.worth import Late
from kaohe.sim.desks.books.accounts import Totals
from kaohe.sim.desks.departments import (
    AccountsDepartment,
    CashDepartment,
    ConnectionDepartment,
    CounterDepartment,
    FieldDepartment,
    IssuingDepartment,
    ReadingDepartment,
)
from kaohe.sim.records import Records, RecordsWriter
from kaohe.sim.records.ids import bill_parts, period_code
from kaohe.sim.records.writer import Value
from kaohe.sim.rules import OfficeRules
from kaohe.sim.run import Run
from kaohe.sim.spec import KINDS, OfficeSpec
from kaohe.sim.town.meters import DAY_S, Meters
from kaohe.sim.town.multi_function import FurtherRegisters
from kaohe.sim.town.population import make_population
from kaohe.sim.town.posts import Posts
from kaohe.sim.town.staffing import staff

Int64s = NDArray[np.int64]

CALENDAR_MARGIN = 15


class Office:
    """One business office for a span of months.

    spec: what it is; rules: what it is told; orders: acts that are ordered; behaviours: layers over the book;
    folder: where records go (None: memory); until: last day (default: the end of the span); keep_records: False for a
    survey.
    Raises SpecError, CalendarRange.
    """

    def __init__(
        self,
        spec: OfficeSpec,
        seed: int,
        rules: OfficeRules,
        *,
        orders: Iterable[Order] = (),
        behaviours: Sequence[Behaviour] = (),
        folder: Path | None = None,
        until: date | None = None,
        keep_records: bool = True,
    ) -> None:
        self.spec, self.seed, self.rules, self.practice = spec, seed, rules, spec.practice
        self.calendar = load_calendar()
        self._months = months_of(spec, until)
        self.last_day = day_of(until) if until is not None else self._months[-1].end
        self.calendar_end = day_of(self.calendar.last) - CALENDAR_MARGIN
        self.orders, self._behaviours = list(orders), tuple(behaviours)
        self._folder, self._keep_records = folder, keep_records
        self.on_month: Callable[[int, int], None] | None = None
        self._begun = False
        self._found()

    def _found(self) -> None:
        """The office as it stands at the opening."""
        self.scripted = Scripted(self.orders)
        self.layers = Layers([*self._behaviours, self.scripted])
        self._writer = RecordsWriter(self._folder, keep=self._keep_records)
        self.truth, self.totals, self.errands = Truth(), Totals(), Errands()
        self._build()
        self._departments()

    def order(self, order: Order) -> None:
        """One more order, before the run comes to its day."""
        self.orders.append(order)
        self.scripted.add(order)

    def _build(self) -> None:
        spec, seed = self.spec, self.seed
        self.month = self._months[0]
        self.population = make_population(spec, seed)
        self.books = self.population.books
        self.n = self.population.customers
        self._tables = price_tables(spec)
        self.prices = self._tables[0]
        self.roster = staff(spec, self.population, seed)
        self.posts = Posts.of(self.roster)
        self.books_reader = self.roster.book_reader
        self.books_clerk = self.posts.by_book("issuance_clerk", len(self.books.kind))
        self.special_books = self.books.kind == KINDS.index("special")
        self.special_customers = self.special_books[self.population.book]
        self._others = self.posts.other_readers(self.roster, self.books)
        self.archive = Masters(self)
        self.fees = self.archive.fees()
        before = self.month.index - 1
        opening, _ = self.calendar.scheduled(self.books.cycle_day, *year_and_month(before))
        opening_on = opening[self.population.book]
        daily = daily_use.daily_wh(seed, self.population, self.month.index)
        self.meters = Meters.of(self.population, self.month.start, daily, opening_on)
        opened_s = self.meters.anchor_at - self.month.start * DAY_S
        self.further = FurtherRegisters.of(seed, self.population, daily, opened_s)
        self.receivables = Receivables(self.n, self.month.index, len(self._months) + 1)

    def _departments(self) -> None:
        self.reading, self.issuing = ReadingDepartment(self), IssuingDepartment(self)
        self.counter, self.cash = CounterDepartment(self), CashDepartment(self)
        self.connection, self.field = ConnectionDepartment(self), FieldDepartment(self)
        self.accounts = AccountsDepartment(self)
        self.latent = Latent(self)

    def write(self, table: str, n: int, **values: Value) -> None:
        """Append rows to a record table."""
        self._writer.append(table, n, **values)

    def codes(self, table: str, column: str, names: Sequence[str]) -> Int64s:
        """Codes of strings of a column."""
        return self._writer.codes(table, column, names)

    def ordered_objects(self, point: DecisionPoint, day: int) -> tuple[int, ...]:
        """Objects of orders for this point and day."""
        return self.scripted.objects(point.id, day)

    def ordered_keys(self, point: DecisionPoint) -> Int64s:
        """Natural keys of orders for this point."""
        return self.scripted.keys(point.id)

    def book_customers(self, book: int, day: int) -> Int64s:
        """Customers of a book who are read on a day: energised before it."""
        customers = self.all_of_book(book)
        return customers[self.meters.active[customers] & (self.meters.energised_on[customers] < day)]

    def all_of_book(self, book: int) -> Int64s:
        """Customers of a book, future ones among them."""
        return np.arange(*self.population.book_start[book : book + 2])

    def foreseen(self, customers: Int64s, at: int) -> Int64s:
        """True registers at a second of this month or the next: what will run, unless use changes."""
        start = self.month.end + 1
        if at <= start * DAY_S:
            return self.meters.register(customers, at)
        daily = daily_use.daily_wh(self.seed, self.population, self.month.index + 1)
        return self.meters.foreseen(customers, at, start, daily)

    def other_reader(self, books: Int64s) -> Int64s:
        """A reader who does not read these books."""
        return self._others[books]

    def done_on(self, kind: str, key: int) -> int:
        """Day on which something was done: a bill (its key) paid first, or as it is paid now; else an errand."""
        if kind == "first_payment":
            return self.receivables.day(self.receivables.first_paid_on, *bill_parts(key))
        if kind == "payment":
            return self.receivables.day(self.receivables.paid_on, *bill_parts(key))
        return self.errands.done_on(kind, key)

    def late_fen(self, late: Late, occurred_on: int) -> int:
        """What a late duty is worth at the month-end closing after it came to light."""
        closing_on = min(month_end(occurred_on), self.last_day)
        return self.rules.delay_fen(late.principal_fen, late.limit_on, self.done_on(late.kind, late.key), closing_on)

    def flush_opening(self) -> None:
        """The opening is a file of its own: the month before the first."""
        self._writer.flush(int(period_code(self.month.index - 1)))

    def run(self) -> Run:
        """Run from the opening to the end, any number of times.

        RuntimeError if a behaviour asks a question: that is what `steps` is for.
        """
        for question in self._go():
            raise RuntimeError(f"nobody answers at {question.point.id}; use steps()")
        return self.result()

    def steps(self, hold: str) -> Iterator[Question]:
        """Run with a post held: yields its questions. Each goes by its answer; one that gets none is work left."""
        yield from self._go(Interactive(hold))

    def result(self) -> Run:
        """What came of a finished run."""
        records = Records.open(self._writer.folder) if self._writer.folder is not None else self._writer.in_memory()
        return Run(
            self.spec,
            self.seed,
            records,
            self.truth.frame(),
            tuple(self.scripted.orders),
            self.scripted.void(),
            self._writer.counts(),
            self._writer.digests(),
        )

    def _go(self, holder: Interactive | None = None) -> Generator[Question, None, None]:
        if self._begun:
            self._found()
        self._begun, self.layers.holder = True, holder
        self.archive.write()
        try:
            for number, month in enumerate(self._months, 1):
                self._begin(month)
                for day in range(month.start, min(month.end, self.last_day) + 1):
                    yield from self.day(day)
                self._writer.flush(month.code)
                if self.on_month is not None:
                    self.on_month(number, len(self._months))
        except BaseException:
            self._writer.abandon()
            raise
        self._writer.finish()
        self.truth.settle(self)

    def _begin(self, month: Month) -> None:
        """What is settled for a whole month: use, the reading plan, the crews' orders."""
        if month is not self._months[0]:
            passed, self.month = month.start - self.month.start, month
            daily = daily_use.daily_wh(self.seed, self.population, month.index)
            self.meters.next_month(month.start, daily)
            self.further.next_month(passed, daily, month.index)
        self.reading.planning.plan_month()
        self.field.fitting.plan_month()

    def day(self, day: int) -> Generator[Question, None, None]:
        """The way of the paper, from one department to the next."""
        self._open(day)
        if self.calendar.is_open(day):
            yield from self.reading.open(day)
            self.counter.open(day)
            self.connection.open(day)
            yield from self.issuing.work(day)
            yield from self.field.open(day)
        self.counter.receive(day)
        self.cash.open(day)
        if self.calendar.is_open(day):
            yield from self.counter.work(day)
            yield from self.connection.work(day)
            yield from self.cash.work(day)
            yield from self.reading.work(day)
            self.field.work(day)
        self.issuing.close(day, self.month)
        self.accounts.close(day, self.month)
        self.truth.end_of_day(self, day)

    def _open(self, day: int) -> None:
        """Midnight: registers freeze whose 例日 it is, and a new price table comes into force."""
        self._freeze(day)
        if self.prices is not (table := on_day(self._tables, day)):
            self.prices = table
            self.archive.prices(day)

    def _freeze(self, day: int) -> None:
        nominal, _ = self.calendar.scheduled(self.books.cycle_day, self.month.year, self.month.number)
        books = np.flatnonzero(nominal == day).tolist()
        if books:
            customers = np.concatenate([self.all_of_book(book) for book in books])
            self.meters.freeze(customers, day, self.month.index)
            _, which = self.further.rows(customers)
            self.further.freeze(which, (day - self.month.start) * DAY_S)
