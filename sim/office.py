"""The office: people, desks and days. SimPy settles when and who; desks work through the day's trays as arrays.

At midnight everybody is at rest and the state is plain arrays. `run` goes by behaviours alone; `steps` stops at the
situations of a post that somebody holds.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import kaohe.sim.energy as energy
from kaohe.sim.behaviours import Behaviour, Layers, Order, Scripted
from kaohe.sim.billing import Billing
from kaohe.sim.calendar import day_of, load_calendar, month_end
from kaohe.sim.decisions import Actions, DecisionPoint, Situations
from kaohe.sim.desks.accounts import Accounts, Totals
from kaohe.sim.desks.bank import Bank
from kaohe.sim.desks.cashier import Cashier
from kaohe.sim.desks.cheques import Cheques
from kaohe.sim.desks.closing import Closing
from kaohe.sim.desks.correcting import Correcting
from kaohe.sim.desks.crediting import Crediting
from kaohe.sim.desks.dunning import Dunning
from kaohe.sim.desks.fitting import Fitting
from kaohe.sim.desks.issue_check import IssueCheck
from kaohe.sim.desks.issuing import Issuing
from kaohe.sim.desks.paying import Paying
from kaohe.sim.desks.planning import Planning
from kaohe.sim.desks.reading import Reading
from kaohe.sim.desks.registration import Registration
from kaohe.sim.desks.rounds import Rounds
from kaohe.sim.desks.spot import Spot
from kaohe.sim.desks.unloading import Unloading
from kaohe.sim.ids import period_code
from kaohe.sim.meters import Meters
from kaohe.sim.months import Month, months_of, year_and_month
from kaohe.sim.opening import Archive
from kaohe.sim.population import make_population
from kaohe.sim.posts import Posts
from kaohe.sim.prices import on_day, price_tables
from kaohe.sim.questions import Interactive, Question
from kaohe.sim.receivables import Receivables
from kaohe.sim.records import Records, RecordsWriter
from kaohe.sim.records.writer import Value
from kaohe.sim.registers import FurtherRegisters
from kaohe.sim.rules import OfficeRules
from kaohe.sim.run import Run
from kaohe.sim.spec import KINDS, OfficeSpec
from kaohe.sim.staffing import staff
from kaohe.sim.suspicions import Suspicions
from kaohe.sim.truth import Act, Truth, act_number, cause_name

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
        self.scripted = Scripted(orders)
        self._layers = Layers([*behaviours, self.scripted])
        self._writer = RecordsWriter(folder, keep=keep_records)
        self.truth, self.totals = Truth(), Totals()
        self.on_month: Callable[[int, int], None] | None = None
        self._build()
        self._desks()

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
        self.archives = Archive(self)
        self.fees = self.archives.fees()
        before = self.month.index - 1
        opening, _ = self.calendar.scheduled(self.books.cycle_day, *year_and_month(before))
        opening_on = opening[self.population.book]
        daily = energy.daily_wh(seed, self.population, self.month.index)
        self.meters = Meters.of(self.population, self.month.start, daily, opening_on)
        self.meters.now_period[:] = before
        self.further = FurtherRegisters.of(seed, self.population, daily, self.month.start - opening_on)
        self.billing = Billing(self)
        self.receivables = Receivables(self.n, self.month.index, len(self._months) + 1)

    def _desks(self) -> None:
        self.planning, self.rounds = Planning(self), Rounds(self)
        self.reading, self.unloading = Reading(self), Unloading(self)
        self.issuing, self.issue_check = Issuing(self), IssueCheck(self)
        self.correcting, self.crediting = Correcting(self), Crediting(self)
        self.spot, self.dunning, self.paying = Spot(self), Dunning(self), Paying(self)
        self.closing, self.cheques, self.bank = Closing(self), Cheques(self), Bank(self)
        self.cashier, self.registration = Cashier(self), Registration(self)
        self.fitting, self.accounts = Fitting(self), Accounts(self)
        self.suspicions = Suspicions(self)

    def write(self, table: str, n: int, **values: Value) -> None:
        """Append rows to a record table."""
        self._writer.append(table, n, **values)

    def codes(self, table: str, column: str, names: Sequence[str]) -> Int64s:
        """Codes of strings of a column."""
        return self._writer.codes(table, column, names)

    def decide(self, point: DecisionPoint, tray: Situations) -> Generator[Question, None, Actions]:
        """What the posts do about a tray."""
        return (yield from self._layers.decide(self, point, tray))

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

    def other_reader(self, books: Int64s) -> Int64s:
        """A reader who does not read these books."""
        return self._others[books]

    def archive(self, customers: Int64s, recorded_at: int) -> None:
        """Enter customers in the archive."""
        self.archives.customers(customers, recorded_at)

    def archive_meters(self, customers: Int64s, recorded_at: Int64s, day: int) -> None:
        """Enter the meters now in place."""
        self.archives.meters(customers, recorded_at, np.full(len(customers), day))

    def act(
        self,
        point: DecisionPoint,
        tray: Situations,
        actions: Actions,
        row: int,
        *,
        object_type: str,
        object_id: int,
        effect_on: int,
        occurred_on: int,
        due_on: int | None = None,
    ) -> Act:
        """Enter a deviation in truth."""
        code = int(actions.codes[row])
        action, key = point.action(code), int(tray.keys[row])
        return self.truth.add(
            Act(
                act_id=act_number(point.number, key, code),
                clause=action.clause or "",
                point=point.id,
                action=action.id,
                post=point.post,
                staff=int(tray.staff[row]),
                object_type=object_type,
                object_id=object_id,
                at=tray.day * 86_400 + point.number,
                effect_on=effect_on,
                due_on=due_on,
                occurred_on=occurred_on,
                cause=cause_name(0 if actions.causes is None else int(actions.causes[row])),
                key=key,
            )
        )

    def delay_fen(self, principal_fen: int, limit_on: int, in_on: int, discovered_on: int) -> int:
        """What lateness is worth at the month-end closing after discovery."""
        return self.rules.delay_fen(principal_fen, limit_on, in_on, min(month_end(discovered_on), self.last_day))

    def flush_opening(self) -> None:
        """The opening is a file of its own: the month before the first."""
        self._writer.flush(int(period_code(self.month.index - 1)))

    def run(self) -> Run:
        """Run to the end. RuntimeError if a behaviour asks a question: that is what `steps` is for."""
        for question in self._go():
            raise RuntimeError(f"nobody answers at {question.point.id}; use steps()")
        return self.result()

    def steps(self, hold: str) -> Iterator[Question]:
        """Run with a post held: yields its questions; each goes by its answer, or by the book if it gets none."""
        self._layers.layers.append(Interactive(hold))
        yield from self._go()

    def result(self) -> Run:
        """What came of a finished run."""
        records = Records.open(self._writer.folder) if self._writer.folder is not None else self._writer.in_memory()
        return Run(
            self.spec,
            self.seed,
            records,
            self.truth.frame(),
            tuple(self.scripted.orders),
            self._writer.counts(),
            self._writer.digests(),
        )

    def _go(self) -> Generator[Question, None, None]:
        try:  # from the first file on: a writer that nobody tells to end is waited for at the program's end, for ever
            self.archives.write()
            for number, month in enumerate(self._months, 1):
                yield from self._month(month)
                if self.on_month is not None:
                    self.on_month(number, len(self._months))
        except BaseException:
            self._writer.abandon()
            raise
        self._writer.finish()
        self.truth.settle()

    def _month(self, month: Month) -> Generator[Question, None, None]:
        if month is not self._months[0]:
            passed, self.month = month.start - self.month.start, month
            daily = energy.daily_wh(self.seed, self.population, month.index)
            self.meters.next_month(month.start, daily)
            self.further.next_month(passed, daily, month.index)
        self.planning.plan_month()
        self.fitting.plan_month()
        last_working = self._last_working(month)
        for day in range(month.start, min(month.end, self.last_day) + 1):
            yield from self._day(day)
            if day == last_working:
                self.issue_check.close_month(month.start, day)
            if day == month.end:
                self.accounts.close_month(day)
            self.truth.end_of_day(day)
        self._writer.flush(month.code)

    def _last_working(self, month: Month) -> int:
        days = np.arange(month.start, month.end + 1)
        return int(days[self.calendar.is_working(days)][-1])

    def _day(self, day: int) -> Generator[Question, None, None]:
        """The desks in the order in which paper passes from one to the next."""
        if self.prices is not (table := on_day(self._tables, day)):
            self.prices = table
            self.archives.prices(day)
        if self.calendar.is_open(day):
            yield from self.planning.work(day)
            self.closing.open_seals(day)
            self.registration.open_seals(day)
            self.unloading.recheck(day)
            yield from self.issuing.work(day)
            yield from self.dunning.work(day)
        self.paying.work(day)
        self.bank.work(day)
        if self.calendar.is_open(day):
            yield from self.crediting.work(day)
            yield from self.cheques.work(day)
            yield from self.spot.work(day)
            yield from self.closing.work(day)
            yield from self.registration.work(day)
            yield from self.cashier.work(day)
            yield from self.reading.work(day)
            self.fitting.work(day)
