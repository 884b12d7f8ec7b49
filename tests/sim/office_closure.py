"""What one more act may change: the rows that papers say it reaches (`reach`, `feeds`, `turn`), and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from kaohe.sim.clock.calendar import Calendar, date_of, day_of, load_calendar
from kaohe.sim.desks.books.receipt_books import MISC, NUMBERS
from kaohe.sim.records import PAPERS, SCHEMA, Papers
from kaohe.sim.records.ids import EPOCH_DAY
from kaohe.sim.records.schema import Places
from kaohe.sim.run import Run
from kaohe.sim.town.counters import FIRST_DOOR
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
        if old.equals(new):
            continue
        gone = {int(row["id"]): row for row in old.join(new, on=columns, how="anti", nulls_equal=True).to_dicts()}
        come = {int(row["id"]): row for row in new.join(old, on=columns, how="anti", nulls_equal=True).to_dicts()}
        found += [Change(name, key, gone.get(key), come.get(key)) for key in sorted({*gone, *come})]
    return found


Place = tuple[str, tuple[object, ...]]


@dataclass(frozen=True)
class Own:
    """What an act is about, as places of papers, and the day from which it can change anything."""

    places: frozenset[Place]
    on: date = date(2001, 1, 1)

    @classmethod
    def of(cls, on: date, **places: Iterable[tuple[object, ...]]) -> Own:
        """By the names of the places."""
        return cls(frozenset((name, value) for name, values in places.items() for value in values), on)


class Closure:
    """Explains changes, from the act outwards: a changed row reaches the rows of the places that it feeds.

    Nothing is recorded otherwise before the day of the act, whatever a paper says of its reach.
    """

    def __init__(self, own: Own, papers: Papers = PAPERS) -> None:
        self._own = own
        self._papers = papers
        self._reached = {*own.places, ("balance", ())}
        self._hours: set[tuple[str, date]] = set()

    def unexplained(self, found: Iterable[Change]) -> list[Change]:
        """Changes that no place reaches."""
        left = list(found)
        while True:
            rest = []
            for change in left:
                if self._explains(change):
                    self._spread(change)
                else:
                    rest.append(change)
            if len(rest) == len(left):
                return rest
            left = rest

    def _explains(self, change: Change) -> bool:
        if min(day(row) for row in change.versions) < self._own.on:
            return False
        turns = {(table, day(change.versions[0])) for table in self._papers.tables[change.table].turn}
        if change.only_the_hour and not self._hours.isdisjoint(turns):
            return True
        return not self._reached.isdisjoint(place for row in change.versions for place in self.reach(change.table, row))

    def _spread(self, change: Change) -> None:
        for row in change.versions:
            self._reached |= set(self._places(change.table, self._papers.tables[change.table].feeds, row))
            self._hours.add((change.table, day(row)))

    def reach(self, table: str, row: Row) -> Iterator[Place]:
        """The places of a row; whoever's row it is, by its column or by the papers that it names, is one."""
        yield from self._places(table, self._papers.tables[table].reach, row)
        customer = self._customer(table, row)
        if customer is not None:
            yield "customer", (customer,)

    def _customer(self, table: str, row: Row) -> int | None:
        if "customer" in row:
            return number(row, "customer")
        paper = self._papers.tables[table]
        held = [(each.refers, number(row, each.name)) for each in paper.columns if isinstance(each.refers, str)]
        found = [self._papers.within(of, "customer", key) for of, key in [*held, (table, number(row, "id"))] if key]
        return next((each for each in found if each is not None), None)

    def _places(self, table: str, named: Places, row: Row) -> Iterator[Place]:
        for name, by in named.items():
            values = tuple(self._value(table, row, each) for each in by)
            if None not in values:
                yield name, values

    def _value(self, table: str, row: Row, by: str) -> object:
        """A value of a place: a word, a column, a part of the id that a column holds, or what is worked out."""
        if by.startswith("="):
            return by[1:]
        column, _, part = by.partition(".")
        if not part:
            return WORKED_OUT[by](row) if by in WORKED_OUT else row[column]
        of = table if column == "id" else self._papers.tables[table].column(column).refers
        if isinstance(of, Mapping):
            of = of.get(str(row["kind"]))
        key = number(row, column)
        held = None if of is None or key is None else self._papers.within(of, part, key)
        return date_of(held + EPOCH_DAY) if part == "day" and held is not None else held


def hall(row: Row) -> int | None:
    """The hall in whose queue a receipt stands; none at a door."""
    counter = number(row, "counter")
    return None if counter is None or counter % 16 >= FIRST_DOOR else counter // 16


def bank_due(hand_in: Row) -> date:
    """The bank day that owes a hand-in: the day itself, after the cut-off the next."""
    at = hand_in["recorded_at"]
    assert isinstance(at, datetime)
    on = day_of(at.date())
    return date_of(calendar().first_bank_after(on) if at.time() > CUTOFF else calendar().next_bank(on))


def next_bank_day(row: Row) -> date:
    """Bills of 托收 go out on the next bank day."""
    return date_of(calendar().first_bank_after(day_of(day(row))))


def series(row: Row) -> object:
    """The series of a book of receipts, or of a number: its counter's, or that of miscellaneous receipts."""
    number_of, book = number(row, "receipt_no"), number(row, "receipt_book")
    own = number(row, "counter") if "counter" in row else None
    if own is None and book is None and number_of is not None:
        own = number_of // NUMBERS
    return own if own is not None and own < MISC else "misc"


WORKED_OUT: Mapping[str, Callable[[Row], object]] = {
    "recorded_on": day,
    "hall": hall,
    "bank_due": bank_due,
    "next_bank_day": next_bank_day,
    "series": series,
}


@cache
def calendar() -> Calendar:
    """The calendar of 2001."""
    return load_calendar()
