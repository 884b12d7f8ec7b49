"""The office: people, departments and days. SimPy settles when and who; desks work through the day's trays as arrays.

`day` is one day; `advance` and `run` go by behaviours alone, `steps` stops at the situations of a post that somebody
holds. At midnight everybody is at rest and the state is plain arrays and values: `snapshot` takes it down, `restored`
goes on from there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.archive.masters import Masters
from kaohe.sim.archive.prices import on_day
from kaohe.sim.archive.receivables import Receivables
from kaohe.sim.archive.recorded import Recorded
from kaohe.sim.clock.calendar import day_of, load_calendar
from kaohe.sim.clock.months import months_of, year_and_month
from kaohe.sim.deciding.behaviours import Behaviour, Layers, Order, Scripted
from kaohe.sim.deciding.errands import Errands
from kaohe.sim.deciding.latent import Latent
from kaohe.sim.deciding.points import DecisionPoint
from kaohe.sim.deciding.questions import Interactive, Question
from kaohe.sim.deciding.truth import Truth
from kaohe.sim.deciding.worth import Idle, Lost, MadeLate, Misbilled, Missing, Settled
from kaohe.sim.desks.books.accounts import Totals
from kaohe.sim.desks.books.attendance import Attendance
from kaohe.sim.desks.departments import (
    AccountsDepartment,
    CashDepartment,
    ConnectionDepartment,
    CounterDepartment,
    FieldDepartment,
    IssuingDepartment,
    ReadingDepartment,
)
from kaohe.sim.desks.faced import POSTS
from kaohe.sim.founding import Founding
from kaohe.sim.records import SCHEMA, Records, RecordsWriter
from kaohe.sim.records.blocks import Blocks
from kaohe.sim.records.ids import bill_parts, period_code
from kaohe.sim.records.writer import Value
from kaohe.sim.rules import OfficeRules
from kaohe.sim.run import Run
from kaohe.sim.snapshots import Snapshot
from kaohe.sim.spec import KINDS, OfficeSpec
from kaohe.sim.state import take_down
from kaohe.sim.town.duty import shift_bounds
from kaohe.sim.town.faults import Faults
from kaohe.sim.town.ground import Ground
from kaohe.sim.town.happenings import Happenings
from kaohe.sim.town.meters import DAY_S, Meters
from kaohe.sim.town.multi_function import FurtherRegisters
from kaohe.sim.town.old_debts import OLDEST
from kaohe.sim.town.posts import Posts
from kaohe.sim.town.use import Use

Int64s = NDArray[np.int64]

CALENDAR_MARGIN = 15


class Office:
    """One business office for a span of months.

    spec: what it is; rules: what it is told; orders: acts that are ordered; behaviours: layers over the book;
    folder: where records go (None: memory); until: last day (default: the end of the span); keep_records: False for a
    survey; ground: that of the same spec and seed, where it has been made. Raises SpecError, CalendarRange.

    `today` is the day that comes next (days since 1970).
    """

    # What the founding alone determines, or what is not carried over into a snapshot; all else is state.
    FIXED = (
        *(
            "founding",
            "spec",
            "seed",
            "rules",
            "practice",
            "calendar",
            "last_day",
            "calendar_end",
            "prices",
            "fees",
            "by_kva",
        ),
        *("population", "books", "n", "roster", "duty", "on_duty", "_shift_bounds"),
        *("special_books", "special_customers", "months", "_tables", "_ground"),
        *("on_month", "_folder", "_keep_records", "_behaviours", "_origin", "_writer", "_at_work", "_abandoned"),
    )

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
        ground: Ground | None = None,
    ) -> None:
        self._settle(Founding(spec, seed, rules, until), ground or Ground.of(spec, seed))
        self._folder, self._keep_records, self._behaviours = folder, keep_records, tuple(behaviours)
        self._origin: Snapshot | None = None
        self._begin_again(list(orders))

    @classmethod
    def restored(
        cls,
        snapshot: Snapshot,
        *,
        folder: Path | None = None,
        orders: Sequence[Order] | None = None,
        behaviours: Sequence[Behaviour] = (),
    ) -> Office:
        """An office that goes on from a snapshot, which may be restored any number of times.

        folder: where its records go, those of closed months among them, by links where that can be (None: memory);
        orders: in place of those of the snapshot, equal ones carried out stay so; behaviours: further layers, over all
        that the snapshot has. Raises SnapshotError if this program cannot go on from it, OSError for closed months
        that are not there any more.
        """
        office = cls.__new__(cls)
        founding = snapshot.founding
        office._settle(founding, snapshot.ground or Ground.of(founding.spec, founding.seed))
        office._folder, office._keep_records, office._behaviours = folder, snapshot.keep_records, tuple(behaviours)
        office._origin = snapshot
        office._begin_again(orders)
        return office

    def snapshot(self) -> Snapshot:
        """The office as it stands at midnight before `today`, as values; it goes on undisturbed.

        RuntimeError in the middle of a day; StateError if a behaviour holds what is no plain value; OSError of records
        that could not be written.
        """
        if self._at_work or self._abandoned:
            raise RuntimeError(f"day {self.today} has not ended: a snapshot is of a midnight")
        written = self._writer.written()
        return Snapshot(self.founding, self.today, self._keep_records, take_down(self), written, self._ground)

    def _settle(self, founding: Founding, ground: Ground) -> None:
        """What never changes."""
        spec, rules = founding.spec, founding.rules
        self.founding, self._ground = founding, ground
        self.spec, self.seed, self.rules, self.practice = spec, founding.seed, rules, spec.practice
        self.calendar = load_calendar()
        self.months = months_of(spec, founding.until)
        self.last_day = day_of(founding.until) if founding.until is not None else self.months[-1].end
        self.calendar_end = day_of(self.calendar.last) - CALENDAR_MARGIN
        self.population, self.books = ground.population, ground.population.books
        self.n = self.population.customers
        self._tables, self.roster, self.duty = ground.tables, ground.roster, ground.duty
        self._shift_bounds = shift_bounds(spec.practice)
        self.special_books = self.books.kind == KINDS.index("special")
        self.special_customers = self.special_books[self.population.book]
        self.on_month: Callable[[int, int], None] | None = None

    def _begin_again(self, orders: Sequence[Order] | None) -> None:
        """The office as it stands at the opening, or at the snapshot from which it goes on (orders None: with its)."""
        self.today, self._at_work, self._abandoned = self.months[0].start, False, False
        self.on_duty = self.duty.everybody
        self.month, self.prices = self.months[0], self._tables[0]
        self.scripted = Scripted(orders or ())
        self.layers = Layers([*self._behaviours, self.scripted])
        blocks = Blocks.of_halls(self.population.site, self.population.opening)
        self._writer = RecordsWriter(self._folder, keep=self._keep_records, blocks=blocks)
        self.truth, self.totals, self.errands = Truth(), Totals(), Errands()
        self._open_town()
        self._departments()
        if self._origin is not None:
            self._go_on_from(self._origin, orders)

    def _go_on_from(self, snapshot: Snapshot, orders: Sequence[Order] | None) -> None:
        snapshot.put_onto(self)
        self._writer.go_on(snapshot.written)
        self.prices = on_day(self._tables, self.today - 1)
        scripted = self.scripted
        if orders is not None:
            self.scripted = scripted.replaced(orders)
        before = [self.scripted if layer is scripted else layer for layer in self.layers.layers]
        self.layers = Layers([*before, *self._behaviours])

    @property
    def orders(self) -> list[Order]:
        """The orders given; company that followed them is not among them."""
        return self.scripted.given()

    def order(self, order: Order) -> None:
        """One more order, before the run comes to its day."""
        self.scripted.add(order)

    def _open_town(self) -> None:
        """Meters, open items and archive at the opening."""
        self.archive, self.recorded = Masters(self), Recorded.of(self.population)
        self.fees, self.by_kva = self.archive.fees()
        before = self.month.index - 1
        opening, _ = self.calendar.scheduled(self.books.cycle_day, *year_and_month(before))
        opening_on = opening[self.population.book]
        self.use = Use(self.seed, self.population)
        self.meters = Meters.of(self.population, self.recorded, self.month.start, self.use.wh, opening_on)
        opened_s = self.meters.anchor_at - self.month.start * DAY_S
        self.further = FurtherRegisters.of(self.seed, self.population, self.recorded, self.use.wh, opened_s)
        self.faults = Faults(self.use, self.meters, self.further)
        self.happenings = Happenings(self.spec, self.seed, self.population, self.faults)
        before = OLDEST if self.practice.behind_e6 or self.practice.old_debt_e6 else 0
        self.receivables = Receivables(self.n, self.month.index - before, before + len(self.months) + 1)

    def _departments(self) -> None:
        self.reading, self.issuing = ReadingDepartment(self), IssuingDepartment(self)
        self.counter, self.cash = CounterDepartment(self), CashDepartment(self)
        self.connection, self.field = ConnectionDepartment(self), FieldDepartment(self)
        self.accounts, self.attendance = AccountsDepartment(self), Attendance(self)
        self.latent = Latent(self)

    def write(self, table: str, n: int, **values: Value) -> None:
        """Append rows to a record table."""
        self._writer.append(table, n, values)

    def codes(self, table: str, column: str, names: Sequence[str]) -> Int64s:
        """Codes of strings of a column."""
        return self._writer.codes(table, column, names)

    def ordered_objects(self, point: DecisionPoint, day: int) -> tuple[int, ...]:
        """Objects of orders for this point and day."""
        return self.scripted.objects(point.id, day)

    def ordered_keys(self, point: DecisionPoint) -> Int64s:
        """Natural keys of orders for this point."""
        return self.scripted.keys(point.id)

    def book_customers(self, book: int, day: int) -> tuple[Int64s, Int64s]:
        """Customers who are read with a book on a day, those whose archive was opened in time; and the turn of each.

        Who stands in another book by mistake leaves a gap here, and comes last there.
        """
        own, guests = self.all_of_book(book), self.connection.misbilling.guests(book)
        customers = np.concatenate([own, guests])
        customers = customers[self.meters.active[customers] & (self.meters.read_from[customers] <= day)]
        here = np.flatnonzero(self.recorded.book[customers] == book)
        return customers[here], here

    def recorded_in_book(self, book: int) -> Int64s:
        """Customers who stand in a book, as the archive has it; future ones among them."""
        customers = np.concatenate([self.all_of_book(book), self.connection.misbilling.guests(book)])
        recorded: Int64s = customers[self.recorded.book[customers] == book]
        return recorded

    def all_of_book(self, book: int) -> Int64s:
        """Customers who belong to a book, future ones among them."""
        return np.arange(*self.population.book_start[book : book + 2].tolist())

    def foreseen(self, customers: Int64s, at: int) -> Int64s:
        """True registers at a second of this month or the next, if until then nothing else happens in the town."""
        start = self.month.end + 1
        if at <= start * DAY_S:
            return self.meters.register(customers, at)
        daily = self.faults.registered(self.use.of_month(self.month.index + 1))
        return self.meters.foreseen(customers, at, start, daily)

    def at_counter(self, counters: Int64s, second: Int64s | int) -> Int64s:
        """Who serves these counters today at a second of the day."""
        shift = np.searchsorted(self._shift_bounds, second, side="right") if self._shift_bounds else 0
        found: Int64s = self.on_duty.counters[shift, counters]
        return found

    @property
    def shift_bounds(self) -> list[int]:
        """Seconds of the day at which windows that are shared change hands."""
        return self._shift_bounds

    def shift_at(self, second: int) -> int:
        """Whose part of the windows' hours a second of the day is in."""
        return bisect_right(self._shift_bounds, second)

    @property
    def posts(self) -> Posts:
        """Who holds the posts today."""
        return self.on_duty.posts

    @property
    def books_reader(self) -> Int64s:
        """Who reads each book today."""
        return self.on_duty.readers

    @property
    def books_clerk(self) -> Int64s:
        """Who issues the bills of each book today."""
        return self.on_duty.clerks

    def done_on(self, kind: str, key: int) -> int:
        """Day on which something was done: a bill (its key) paid first or set off, else an errand."""
        if kind == "settled":
            return self.receivables.day(self.receivables.settled_on, *bill_parts(key))
        if kind in ("collection_order", "bank_item"):  # sent, or told, or not needed any more
            bill = key if kind == "collection_order" else int(SCHEMA["bank_item"].key.part("bill", key))
            return min(self.errands.done_on(kind, key), self.done_on("settled", bill))
        return self.errands.done_on(kind, key)

    def worth_fen(self, part: Settled) -> Fraction:
        """What a part of an act is worth when the run ends, 分, not rounded."""
        if isinstance(part, MadeLate):
            return self.rules.interest_fen(part.fen_days)
        if isinstance(part, Lost):
            return Fraction(self.field.testing.lost_fen(part.report))
        if isinstance(part, Misbilled):
            return Fraction(self.connection.misbilling.largest_fen(part.key))
        done_on = self.done_on(part.kind, part.key)
        if isinstance(part, Idle):
            days = min(done_on, self.last_day) - part.limit_on
            return self.rules.interest_fen(part.principal_fen * max(days, 0))
        if isinstance(part, Missing):
            back = done_on <= self.last_day
            return self.rules.interest_fen(part.fen * (done_on - part.from_on)) if back else Fraction(part.fen)
        return self.rules.delay_fen(part.principal_fen, part.limit_on, min(done_on, part.until_on), self.last_day)

    def flush_opening(self) -> None:
        """The opening is a file of its own: the month before the first."""
        self._writer.flush(int(period_code(self.month.index - 1)))

    def run(self) -> Run:
        """Run to the end; an office that has ended, or was left in the middle of a day, begins again, any number of
        times.

        RuntimeError if a behaviour asks a question: that is what `steps` is for.
        """
        self._ready()
        self.advance(self.last_day + 1)
        return self.result()

    def advance(self, to: int) -> None:
        """Run by behaviours up to a day, that day not included. ValueError for one that has passed, or is beyond the
        end.

        RuntimeError if a behaviour asks a question.
        """
        if not self.today <= to <= self.last_day + 1:
            raise ValueError(f"day {to} is not among {self.today} to {self.last_day + 1}")
        while self.today < to:
            for question in self.day(self.today):
                raise RuntimeError(f"nobody answers at {question.point.id}; use steps()")

    def steps(self, hold: str | Interactive) -> Iterator[Question]:
        """Run on to the end with a post held: yields its questions. Each goes by its answer; one that gets none is work
        left. Begins again where `run` does. ValueError for a post that decides nothing.
        """
        self._held(hold)
        self._ready()
        while self.today <= self.last_day:
            yield from self.day(self.today, hold)

    @staticmethod
    def _held(hold: str | Interactive) -> Interactive:
        """The layer of somebody who holds a post."""
        layer = Interactive(hold) if isinstance(hold, str) else hold
        if layer.post not in POSTS:
            raise ValueError(f"{layer.post} decides nothing; there are {', '.join(sorted(POSTS))}")
        return layer

    def day(self, day: int, hold: str | Interactive | None = None) -> Iterator[Question]:
        """One day, the one that comes next: its questions if a post is held. It has passed when all are taken.

        ValueError for any other day, and while one is not finished.
        """
        if day != self.today or self._at_work or self._abandoned or day > self.last_day:
            raise ValueError(f"day {day} does not come next: the office stands at {self.today}")
        return self._day(day, hold)

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
            dict(self.scripted.beyond),
            frozenset(self.scripted.second),
            self._writer.counts(),
            self._writer.digests(),
            self._writer.files(),
        )

    def _ready(self) -> None:
        if self._at_work or self._abandoned or self.today > self.last_day:
            self._begin_again(self.orders)

    def _day(self, day: int, hold: str | Interactive | None) -> Generator[Question, None, None]:
        self._at_work = True
        self.layers.holder = None if hold is None else self._held(hold)
        try:
            self._begin(day)
            yield from self._work(day)
            self._end(day)
        except BaseException:
            self._abandoned = True
            self._writer.abandon()
            raise
        self.layers.holder = None
        self._at_work = False
        self.today = day + 1

    def _begin(self, day: int) -> None:
        """On the first of a month what is settled for the whole of it: use, the reading plan, the crews' orders."""
        month = next((month for month in self.months if month.start == day), None)
        if month is None:
            return
        if month is self.months[0]:
            self.archive.write()
        else:
            self.month = month
            self.faults.next_month(month.start, month.index)
        self.happenings.plan_month(month)
        self.attendance.open_month(month)
        self.accounts.feeder.read(day)
        self.reading.planning.plan_month()
        self.field.fitting.plan_month()
        self.connection.plan_month()
        self.counter.listening.plan_month(month)
        self.cash.agreements.plan_month(month)
        self.counter.plan_month()

    def _end(self, day: int) -> None:
        """A month's records are closed at its end, and the books of the whole run on its last day."""
        if day in (self.month.end, self.last_day):
            self._writer.flush(self.month.code)
            if self.on_month is not None:
                number = sum(month.start <= day for month in self.months)
                self.on_month(number, len(self.months))
        if day == self.last_day:
            self._writer.finish()
            self.truth.settle(self)

    def _work(self, day: int) -> Generator[Question, None, None]:
        """The way of the paper, from one department to the next."""
        self._open(day)
        if self.calendar.is_open(day):
            yield from self.reading.open(day)
            yield from self.counter.open(day)
            self.connection.open(day)
            yield from self.accounts.open(day)
            yield from self.issuing.work(day)
            yield from self.field.open(day)
        self.counter.receive(day)
        yield from self.cash.open(day)
        if self.calendar.is_open(day):
            yield from self.counter.work(day)
            yield from self.connection.work(day)
            yield from self.accounts.work(day)
            yield from self.cash.work(day)
            yield from self.accounts.post(day)
            yield from self.reading.work(day)
            self.field.work(day)
        else:
            yield from self.reading.on_duty(day)
        self.issuing.close(day, self.month)
        self.cash.close(day)
        self.accounts.close(day, self.month)
        self.truth.end_of_day(self, day)

    def _open(self, day: int) -> None:
        """Midnight: what happens in the town that day, registers freeze whose 例日 it is, and a new price table comes
        into force. In the morning it is known who is there.
        """
        self.on_duty = self.duty.on(day)
        self.attendance.work(day)
        self.happenings.begin(day)
        self.connection.suspending.midnight(day)
        self.accounts.feeder.count(day)
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
