"""What one more act may change: the rows that its own customers, books, counters and days reach, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache

from kaohe.sim.calendar import Calendar, date_of, day_of, load_calendar
from kaohe.sim.counters import FIRST_DOOR
from kaohe.sim.ids import counter_day_id, day_number
from kaohe.sim.records import SCHEMA
from kaohe.sim.run import Run
from tests.sim.office import Row

CUTOFF = time(15, 30)


@dataclass(frozen=True)
class Change:
    """A row that came, went or changed from one run to the other."""

    table: str
    key: int
    before: Row | None
    after: Row | None

    @property
    def versions(self) -> tuple[Row, ...]:
        """The row as it was and as it is."""
        return tuple(row for row in (self.before, self.after) if row is not None)

    @property
    def only_the_hour(self) -> bool:
        """The same row on the same day, at another time of it."""
        if self.before is None or self.after is None or day(self.before) != day(self.after):
            return False
        return all(self.before[name] == self.after[name] for name in self.before if name != "recorded_at")


def day(row: Row) -> date:
    """Date of the record."""
    at = row["recorded_at"]
    assert isinstance(at, datetime)
    return at.date()


def number(row: Row, column: str) -> int | None:
    """An integer of a row, or None."""
    value = row.get(column)
    return value if isinstance(value, int) else None


def changes(before: Run, after: Run) -> list[Change]:
    """Rows by id that differ between two runs, without the columns marked sequence and queue."""
    found = []
    for name, table in SCHEMA.items():
        columns = [column.name for column in table.columns if column.mark is None]
        old, new = before.records.table(name, columns), after.records.table(name, columns)
        gone = {int(row["id"]): row for row in old.join(new, on=columns, how="anti", nulls_equal=True).to_dicts()}
        come = {int(row["id"]): row for row in new.join(old, on=columns, how="anti", nulls_equal=True).to_dicts()}
        found += [Change(name, key, gone.get(key), come.get(key)) for key in sorted({*gone, *come})]
    return found


@dataclass(frozen=True)
class Own:
    """What an act is about."""

    customers: frozenset[int] = frozenset()
    book: int | None = None
    batch_book: int | None = None  # the book whose batch counts an odd reading of the customer
    counter: int | None = None
    clerk: int | None = None
    issue_day: bool = False
    bank_day: bool = False
    on: date = date(2001, 1, 1)


# Rows whose hour follows from how many stand before them on the day.
IN_TURN = {
    **{name: (name,) for name in ("bill", "notice", "return_notice", "registration", "work_order")},
    **dict.fromkeys(("energy_sheet", "bill_line"), ("bill",)),  # a bill's papers have its hour
    **dict.fromkeys(("reading", "register_reading"), ("reading", "work_order")),
    "meter": ("work_order",),
    "batch": ("reading", "batch", "handheld_log"),
    "handheld_log": ("reading", "batch", "handheld_log"),
}
OF_THE_MONTH = ("issue_balance", "balance_check", "statistics")
OF_A_BOOK = ("book_change", "handheld_log", "batch", "arrears_list")
OF_A_BILL = ("receipt", "return_notice", "reopening", "notice", "arrears_item", "bank_item", "credit_note", "case")


Reaches = Callable[[Change], bool]


def customer_of(change: Change) -> int | None:
    """Whose row it is."""
    row = change.versions[0]
    customer = number(row, "customer")
    bill = number(row, "bill")
    if customer is not None:
        return customer
    return None if bill is None else bill // 1024


def bill_of(change: Change) -> int | None:
    """The bill that the row is about."""
    return change.key if change.table == "bill" else number(change.versions[0], "bill")


@dataclass
class Closure:
    """Explains changes, from the act outwards; what is left in `unexplained` is reached by nothing declared."""

    own: Own
    seen: list[Change] = field(default_factory=list)

    def unexplained(self, found: Iterable[Change]) -> list[Change]:
        """Changes that no rule reaches."""
        left = list(found)
        left = self._apply(left, self.its_own)
        left = self._queues(self._apply(left, self.in_turn()))
        money = (self.closings, self.hand_ins, self.deposits, self.bank)
        for rule in (self.arrears_lists, self.walks, *money, self.books, self.months):
            left = self._apply(left, rule())
        return left

    def _apply(self, left: list[Change], reaches: Reaches) -> list[Change]:
        rest: list[Change] = []
        for change in left:
            (self.seen if reaches(change) else rest).append(change)
        return rest

    def _seen(self, *tables: str) -> list[Change]:
        return [change for change in self.seen if change.table in tables]

    def its_own(self, change: Change) -> bool:
        """Rows of the act's own customers, book, counter-day, clerk-day, issue day or bank day."""
        row = change.versions[0]
        if min(day(each) for each in change.versions) < self.own.on:
            return False
        if customer_of(change) in self.own.customers:
            return True
        if change.table in OF_A_BOOK and self.own.book is not None:
            return number(row, "book") == self.own.book
        if change.table == "batch" and self.own.batch_book is not None:
            return number(row, "book") == self.own.batch_book
        if change.table in ("day_close", "hand_in", "window_check", "seal", "shortage"):
            if row["takings_on"] != self.own.on:
                return False
            counter = number(row, "counter")
            return counter == self.own.counter if counter is not None else row["staff"] == self.own.clerk is not None
        if change.table == "issue_check":
            return self.own.issue_day and row["on"] == self.own.on
        return change.table == "deposit" and self.own.bank_day and row["due_on"] == self.own.on

    def in_turn(self) -> Reaches:
        """Another hour, on a day on which a row of the act's own came or went in the same table."""
        days = {table: self._days(*with_) for table, with_ in IN_TURN.items()}
        return lambda change: change.only_the_hour and day(change.versions[0]) in days.get(change.table, ())

    def _days(self, *tables: str) -> set[date]:
        return {day(row) for own in self._seen(*tables) for row in own.versions}

    def _queues(self, left: list[Change]) -> list[Change]:
        """Who queues at a hall on a day with somebody reached; his cheque may come back another day then."""
        while True:
            reached = {place for change in self._seen("receipt") for place in places(change)}
            bills = {bill_of(change) for change in self._seen("receipt")}
            rest = self._apply(left, lambda change, to=reached, of=bills: self._near(change, to, of))
            if len(rest) == len(left):
                return rest
            left = rest

    @staticmethod
    def _near(change: Change, reached: set[tuple[int, date]], bills: set[int | None]) -> bool:
        row = change.versions[0]
        if change.table == "receipt" and not reached.isdisjoint(places(change)):
            return True
        if change.table == "cheque":
            return change.key // 16 in bills
        if change.table == "bank_line":
            return row["kind"] == "return" and change.key // 4 // 16 in bills
        return change.table in OF_A_BILL and bill_of(change) in bills

    def arrears_lists(self) -> Reaches:
        """Lists on which an item came, went or changed."""
        lists = {row["list"] for own in self._seen("arrears_item") for row in own.versions}
        return lambda change: change.table == "arrears_list" and change.key in lists

    def walks(self) -> Reaches:
        """Another hour of a notice on the round of a list that changed: who has paid meanwhile keeps his turn."""
        rounds = [
            (row["signed_by"], day(row), row["limit_on"]) for own in self._seen("arrears_list") for row in own.versions
        ]
        return lambda change: (
            change.table == "notice"
            and change.only_the_hour
            and any(
                change.versions[0]["staff"] == collector and first <= change.versions[0]["served_on"] <= last
                for collector, first, last in rounds
            )
        )

    def closings(self) -> Reaches:
        """The daily report of a counter whose takings changed."""
        takings = {(row["counter"], row["takings_on"]) for own in self._seen("receipt") for row in own.versions}
        return lambda change: (
            change.table == "day_close" and (change.versions[0]["counter"], change.versions[0]["takings_on"]) in takings
        )

    def hand_ins(self) -> Reaches:
        """Hand-in, check and seal of a closing that changed, or of takings that changed where nobody closed."""
        receipts = [row for own in self._seen("receipt") for row in own.versions]
        takings = [(number(row, "counter"), row["takings_on"]) for row in receipts]
        keys = {own.key for own in self._seen("day_close")}
        keys |= {
            counter_day_id(counter, day_number(day_of(on)))
            for counter, on in takings
            if counter is not None and isinstance(on, date)
        }
        tables = {"hand_in": 4, "window_check": 1, "seal": 1}
        return lambda change: change.table in tables and change.key // tables[change.table] in keys

    def deposits(self) -> Reaches:
        """The deposit of the bank day on which a hand-in that changed is due."""
        due = {due_on(row) for own in self._seen("hand_in") for row in own.versions}
        return lambda change: change.table == "deposit" and change.versions[0]["due_on"] in due

    def bank(self) -> Reaches:
        """Batches and lines of the statement for what changed: deposits, what was paid at the bank, what went out."""
        paid = [row for own in self._seen("receipt") for row in own.versions if row["channel"] == "bank"]
        batches = {(day_number(day_of(day(row))) * 2, "agency") for row in paid}
        batches |= {(row["batch"], "collection") for own in self._seen("bank_item") for row in own.versions}
        # Bills and supplements of 托收 go out on the next bank day; the span may end before the answer.
        sent = {calendar().first_bank_after(day_of(on)) for on in self._days("bill", "supplement")}
        batches |= {(day_number(on) * 2 + 1, "collection") for on in sent}
        batches |= {(own.key, "deposit") for own in self._seen("deposit")}
        columns = {"bank_batch": "id", "bank_line": "ref"}
        return lambda change: (
            change.table in columns
            and (change.versions[0][columns[change.table]], change.versions[0]["kind"]) in batches
        )

    def books(self) -> Reaches:
        """The voucher and the check of an issue day whose bills changed; the vouchers of deposits that changed."""
        days = self._days("bill", "pending")
        due = {(row["due_on"], row["kind"]) for own in self._seen("deposit") for row in own.versions}
        vouchers = {(day_number(day_of(on)), kind) for on, kind in due if isinstance(on, date)}
        vouchers |= {(day_number(day_of(on)), "issuance") for on in days}
        checks = {day_number(day_of(on)) for on in days}
        return lambda change: (
            (change.table == "voucher" and (change.key // 4, change.versions[0]["kind"]) in vouchers)
            or (change.table == "issue_check" and change.key in checks)
        )

    def months(self) -> Reaches:
        """Sums of the month of the act and of later ones."""
        return lambda change: change.table in OF_THE_MONTH and day(change.versions[0]) >= self.own.on


def places(change: Change) -> set[tuple[int, date]]:
    """Hall and day of the queue in which a receipt stands."""
    counters = [(number(row, "counter"), day(row)) for row in change.versions]
    return {(counter // 16, on) for counter, on in counters if counter is not None and counter % 16 < FIRST_DOOR}


def due_on(hand_in: Row) -> date:
    """The bank day that owes a hand-in: the day itself, after the cut-off the next."""
    at = hand_in["recorded_at"]
    assert isinstance(at, datetime)
    on = day_of(at.date())
    return date_of(calendar().first_bank_after(on) if at.time() > CUTOFF else calendar().next_bank(on))


@cache
def calendar() -> Calendar:
    """The calendar of 2001."""
    return load_calendar()
