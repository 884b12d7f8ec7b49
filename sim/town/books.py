"""The plan of the reading books (抄表段): which there are, how large, on what 例日, read by whom, of which hall.

Named books come first as given, the town's own after them by hall and kind. Readers are ordinals here; `sim.staffing`
gives them numbers. Every book keeps room for the applicants of two years, so that neither a longer run nor a lower rate
renumbers anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.spec import KINDS, BookSpec, Kind, OfficeSpec, SpecError, impossible, unknown
from kaohe.sim.streams import Purpose, below, words
from kaohe.sim.town.name_pools import book_name
from kaohe.sim.town.reading_time import meters_in_a_day, reading_time_faults

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]

SITE_CUSTOMERS = 8_000
BOOKS_PER_READER = 7
HORIZON_MONTHS = 24
SLOTS_E6 = 3_000  # places a month for applicants, at least: a lower rate of applications renumbers nobody
LARGEST = 350  # meters of a drawn book at the opening [K: 250 to 350 a reader and day]
_BOOK_SIZE = {"resident": 300, "commerce": 300, "special": 60}
_JITTER = {"resident": 21, "commerce": 21, "special": 7}
CYCLE_DAYS = {"resident": range(1, 19), "commerce": range(5, 21), "special": range(25, 32)}


@dataclass(frozen=True, slots=True)
class Books:
    """One entry a book; `reader` is an ordinal into reader_names and reader_site; sizes count customers at the opening.

    `slots` is the room for applicants; `named` of the books are the scenario's.
    """

    name: tuple[str, ...]
    kind: NDArray[np.int8]
    cycle_day: Int64
    size: Int64
    slots: Int64
    site: Int32
    reader: Int32
    named: int
    sites: int
    reader_names: tuple[str | None, ...]
    reader_site: Int32


def plan_books(spec: OfficeSpec, seed: int, generated: dict[str, int]) -> Books:
    """The books of an office with so many generated customers of each kind."""
    sizes: dict[str, Int64] = {kind: _sizes(spec, kind, generated[kind], seed) for kind in KINDS}
    named = np.array([_named_size(spec, book) for book in spec.books], np.int64)
    sites = site_count(spec)
    kind, number, site = _order(sizes, sites)
    size = np.array([sizes[KINDS[k]][n] for k, n in zip(kind, number, strict=True)], np.int64)
    named_site = np.minimum((np.cumsum(named) - named) // SITE_CUSTOMERS, sites - 1)
    all_sites = np.concatenate([named_site, site]).astype(np.int32)
    all_kinds = np.concatenate([[KINDS.index(book.kind) for book in spec.books], kind]).astype(np.int8)
    rounds = _Rounds(spec, all_sites, sites)
    rounds.assign(all_kinds)
    return Books(
        name=_names(spec, kind, number),
        kind=all_kinds,
        cycle_day=np.array(rounds.days, np.int64),
        size=np.concatenate([named, size]),
        slots=np.concatenate([np.zeros_like(named), _slots(spec, kind, size)]),
        site=all_sites,
        reader=np.array(rounds.readers, np.int32),
        named=len(named),
        sites=sites,
        reader_names=tuple(rounds.names),
        reader_site=np.array(rounds.reader_site, np.int32),
    )


def book_faults(spec: OfficeSpec) -> Iterator[SpecError]:
    """What cannot be of the named books; prices apart."""
    seen: set[str] = set()
    for number, book in enumerate(spec.books):
        at, name = ("books", number), book.name
        if name in seen:
            yield impossible((*at, "name"), "P013", "book-twice", book=name)
        seen.add(name)
        if book.kind not in KINDS:
            yield unknown((*at, "kind"), "P021", "book-kind", book.kind, KINDS, book=name)
        if not 1 <= book.cycle_day <= 31:
            yield impossible((*at, "cycle_day"), "P019", "book-day", book=name, day=book.cycle_day)
        if book.customers < 0:
            yield impossible((*at, "customers"), "P015", "book-negative", book=name, count=book.customers)
    yield from reading_time_faults(spec)


def site_count(spec: OfficeSpec) -> int:
    """Business halls of the office."""
    total = sum(_named_size(spec, book) for book in spec.books) + sum(spec.classes.values())
    return max(1, (total + SITE_CUSTOMERS // 2) // SITE_CUSTOMERS)


def _named_size(spec: OfficeSpec, book: BookSpec) -> int:
    return max(book.customers, sum(customer.book == book.name for customer in spec.customers))


def largest_drawn(spec: OfficeSpec, kind: Kind) -> int:
    """Customers of a drawn book at most, so that a reader finishes it in a day with the applicants to come."""
    room = _room_e6(spec, special=kind == "special")
    return max(min(LARGEST, meters_in_a_day(spec.practice, kind) * 1_000_000 // (1_000_000 + room)), 1)


def _sizes(spec: OfficeSpec, kind: Kind, customers: int, seed: int) -> Int64:
    if not customers:
        return np.empty(0, np.int64)
    most = largest_drawn(spec, kind)
    spread = min(_JITTER[kind], max(most // 8, 1))
    even = most - 2 * (spread // 2)  # before both ends of a book are moved
    usual = min(_BOOK_SIZE[kind], even)
    count = max(1, (customers + usual // 2) // usual)
    if count > 1 or customers > most:
        count = max(count, -(-customers // even))
    bounds = np.arange(count + 1, dtype=np.int64) * customers // count
    bounds[1:-1] += below(words(seed, Purpose.POPULATION, count - 1, 1 + KINDS.index(kind)), spread) - spread // 2
    return np.diff(bounds)


def _order(sizes: dict[str, Int64], sites: int) -> tuple[Int64, Int64, Int64]:
    """(kind, number within the kind, site) of the generated books, by site, then kind; each kind is at all sites."""
    kind = np.repeat(np.arange(len(KINDS)), [len(sizes[name]) for name in KINDS]).astype(np.int64)
    number = np.concatenate([np.arange(len(sizes[name]), dtype=np.int64) for name in KINDS])
    counts = np.array([max(len(sizes[name]), 1) for name in KINDS], np.int64)
    site = number * sites // counts[kind]
    order = np.lexsort((number, kind, site))
    return kind[order], number[order], site[order]


def _slots(spec: OfficeSpec, kind: Int64, size: Int64) -> Int64:
    """Room for the applicants of the horizon."""
    special = kind == KINDS.index("special")
    rooms = [
        np.where(of, size, 0).cumsum() * _room_e6(spec, special=at == 1) for at, of in enumerate((~special, special))
    ]
    return sum((np.diff(expected // 1_000_000, prepend=0) for expected in rooms), np.zeros_like(size))


def _room_e6(spec: OfficeSpec, *, special: bool) -> int:
    """Places for the applicants of the horizon, millionths of the customers of a book."""
    practice = spec.practice
    rate = practice.special_application_e6 if special else slots_e6(practice.application_e6)
    return rate * horizon(spec.months)


def _names(spec: OfficeSpec, kind: Int64, number: Int64) -> tuple[str, ...]:
    names = [book.name for book in spec.books]
    given = frozenset(names)
    for k, n in zip(kind.tolist(), number.tolist(), strict=True):
        name = book_name(KINDS[k], n)
        names.append(f"{name}乙段" if name in given else name)
    return tuple(names)


def horizon(months: int) -> int:
    """Months for which applicants and lasting changes are drawn: two years, or whole years beyond."""
    return max(HORIZON_MONTHS, -(-months // 12) * 12)


def slots_e6(application_e6: int) -> int:
    """Places for applicants, millionths of the customers a month."""
    return max(application_e6, SLOTS_E6)


class _Rounds:
    """Gives each book a day and a reader: never two books on one day where a day or a colleague is free."""

    def __init__(self, spec: OfficeSpec, site: Int32, sites: int) -> None:
        self._books = spec.books
        self._site = site.tolist()
        self.names: list[str | None] = []
        self.reader_site: list[int] = []
        self._of_site: list[list[int]] = [[] for _ in range(sites)]
        self._known: dict[str, int] = {}
        for person in spec.staff:
            if person.post == "meter_reader" and person.name not in self._known:
                self._add(person.name, 0)
        for book, at in zip(spec.books, self._site, strict=False):
            if book.reader is not None and book.reader not in self._known:
                self._add(book.reader, at)
        for at, count in enumerate(np.bincount(site, minlength=sites).tolist()):
            while len(self._of_site[at]) < max(2, -(-count // BOOKS_PER_READER)):
                self._add(None, at)
        self._busy = [[0] * 32 for _ in self.names]
        self._load = [0] * len(self.names)
        self.days: list[int] = []
        self.readers: list[int] = []

    def _add(self, name: str | None, site: int) -> None:
        if name is not None:
            self._known[name] = len(self.names)
        self._of_site[site].append(len(self.names))
        self.names.append(name)
        self.reader_site.append(site)

    def assign(self, kind: NDArray[np.int8]) -> None:
        """Days and readers for all books, in their order."""
        for book, site in zip(self._books, self._site, strict=False):
            fixed = None if book.reader is None else self._known[book.reader]
            self._take(book.cycle_day, self._best(site, book.cycle_day) if fixed is None else fixed)
        groups = Counter(zip(self._site[len(self._books) :], kind[len(self._books) :].tolist(), strict=True))
        turn: Counter[tuple[int, int]] = Counter()
        for group in zip(self._site[len(self._books) :], kind[len(self._books) :].tolist(), strict=True):
            days = CYCLE_DAYS[KINDS[group[1]]]
            wanted = turn[group] * len(days) // groups[group] + group[0]
            turn[group] += 1
            self._place(group[0], days, wanted)

    def _place(self, site: int, days: range, wanted: int) -> None:
        tries = [days[(wanted + step) % len(days)] for step in range(len(days))]
        for day in tries:
            reader = self._best(site, day)
            if not self._busy[reader][day]:
                break
        else:
            day, reader = tries[0], self._best(site, tries[0])
        self._take(day, reader)

    def _best(self, site: int, day: int) -> int:
        return min(self._of_site[site], key=lambda reader: (*self._days_of(reader, day), reader))

    def _days_of(self, reader: int, day: int) -> tuple[int, int, int]:
        """Books of the day, of the days beside it (a Sunday's are read on Monday), of the month."""
        busy = self._busy[reader]
        return busy[day], busy[day - 1] + busy[(day + 1) % len(busy)], self._load[reader]

    def _take(self, day: int, reader: int) -> None:
        self._busy[reader][day] += 1
        self._load[reader] += 1
        self.days.append(day)
        self.readers.append(reader)
