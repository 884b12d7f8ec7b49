"""The price table of the office: the tariff's classes, those that a scenario changes or adds, as arrays by class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.clock.calendar import day_of
from kaohe.sim.files.fault import say
from kaohe.sim.spec import KINDS, BookSpec, OfficeSpec, SpecError, class_said, impossible, refuse, unknown
from kaohe.sim.tariff.bills import Usage, bill
from kaohe.sim.tariff.one_part import energy_fee_fen
from kaohe.sim.tariff.price_rows import PriceRow, multi_function, unrecorded
from kaohe.sim.tariff.schema import PriceClass, Sourced

Int64s = NDArray[np.int64]

_SCENARIO = "scenario"
NO_END = 1 << 40  # kVA
MOST_FUNDS = 8
"""A bill has room for so many lines of funds (bill_line)."""


@dataclass(frozen=True)
class Prices:
    """The price table in force from `valid_from` (days since 1970) on, by class code.

    `two_part`: with a capacity charge; `simple`: one part, rounded once; `multi_function`: needs a meter of
    peak, valley and reactive energy.
    """

    valid_from: int
    table: tuple[PriceClass, ...]
    rows: tuple[PriceRow, ...]
    energy_e4: Int64s
    two_part: NDArray[np.bool_]
    simple: NDArray[np.bool_]
    multi_function: NDArray[np.bool_]

    @classmethod
    def of(cls, table: tuple[PriceClass, ...], valid_from: int) -> Prices:
        """Arrays of a price table."""
        rows = tuple(PriceRow.of(price) for price in table)
        several = np.array([multi_function(price) for price in table], np.bool_)
        once = np.array([price.rounding == "bill" for price in table], np.bool_)
        energy = np.array([row.energy_e4 for row in rows], np.int64)
        capacity = np.array([row.capacity_fen_per_kva > 0 for row in rows], np.bool_)
        return cls(valid_from, table, rows, energy, capacity, once & ~several, several)

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """Ids of the classes by code."""
        return tuple(price.id for price in self.table)

    def by_capacity(self, price_class: Int64s, capacity_kva: Int64s) -> Int64s:
        """The class by which customers pay, of that which is written and their capacity (力率標準 by capacity)."""
        paid = price_class.copy()
        for code, price in enumerate(self.table):
            if price.takes is not None:
                most = NO_END if price.takes.to_kva is None else price.takes.to_kva
                inside = (capacity_kva >= price.takes.from_kva) & (capacity_kva <= most)
                paid[inside & (price_class == self.classes.index(price.takes.of))] = code
        return paid

    def written(self, price_class: Int64s) -> Int64s:
        """The class that is written for those who pay by one that takes customers by their capacity."""
        of = [
            code if price.takes is None else self.classes.index(price.takes.of) for code, price in enumerate(self.table)
        ]
        return np.array(of, np.int64)[price_class]

    def one_part_fen(self, kwh: Int64s, price_class: Int64s) -> Int64s:
        """Bills in 分 of one-part classes: energy and funds rounded once, half up, or by lines as the class says."""
        amount = energy_fee_fen(kwh, self.energy_e4[price_class])
        for code in np.flatnonzero(~(self.simple | self.multi_function)).tolist():
            rows = np.flatnonzero(price_class == code)
            lines = bill(self.table[code], Usage(np.abs(kwh[rows]))).total_fen
            amount[rows] = np.sign(kwh[rows]) * lines
        return amount


def price_tables(spec: OfficeSpec) -> tuple[Prices, ...]:
    """The tables in force in the span, in the order of their days; the first holds at the opening.

    Raises SpecError for a tariff that begins later, lacks a class that customers have or another version has, or
    charges what an office of 2001 does not meter (tiers, spikes, demand), or more funds than a bill has lines for.
    """
    refuse(price_faults(spec))
    return tuple(Prices.of(tuple(_table(spec, day).values()), day_of(day)) for day in _days(spec))


def price_faults(spec: OfficeSpec) -> Iterator[SpecError]:
    """What of the tariff, of the classes of books and named customers, and of their own prices cannot be."""
    first = min(version.valid_from for version in spec.tariff.version)
    if spec.start < first:
        days = {"start": spec.start.isoformat(), "first": first.isoformat()}
        yield impossible(("tariff",), "P052", "tariff-later", tariff=spec.tariff.id, **days)
        return
    tables = [_table(spec, day) for day in _days(spec)]
    for day in _days(spec):
        yield from _classless(spec, day)
        yield from _below_funds(spec, day)
    for table in tables:
        yield from _uncharged(spec, table)
    if len({tuple((name, multi_function(price)) for name, price in table.items()) for table in tables}) > 1:
        yield impossible(("tariff",), "P046", "tariff-versions", tariff=spec.tariff.id, start=spec.start.isoformat())


def opening_classes(spec: OfficeSpec) -> dict[str, PriceClass]:
    """The classes at the opening by id, without those that cannot be; none where the tariff begins later."""
    return _table(spec, spec.start) if any(each.valid_from <= spec.start for each in spec.tariff.version) else {}


def written_classes(classes: Mapping[str, PriceClass]) -> tuple[str, ...]:
    """The classes that a scenario may name: those that take customers of another by their capacity are not written."""
    return tuple(name for name, price in classes.items() if price.takes is None)


def class_ids(spec: OfficeSpec) -> tuple[str | None, ...]:
    """The class of each named customer; None where neither he nor a book says it."""
    books = {book.name: _book_class(spec, book) for book in spec.books}
    names = (customer.price_class or books.get(customer.book) for customer in spec.customers)
    own = (customer.energy_e4 for customer in spec.customers)
    return tuple(
        name if price is None or name is None else f"{name}@{price}" for name, price in zip(names, own, strict=True)
    )


def _book_class(spec: OfficeSpec, book: BookSpec) -> str | None:
    return spec.book_class(book) if book.kind in KINDS else book.price_class


def _days(spec: OfficeSpec) -> list[date]:
    """The days of the span from which a table holds."""
    first = spec.start
    after = (first.year * 12 + first.month - 1 + spec.months) // 12, (first.month - 1 + spec.months) % 12 + 1
    later = (each.valid_from for each in spec.tariff.version if first < each.valid_from)
    return [first, *(day for day in later if (day.year, day.month) < after)]


def _table(spec: OfficeSpec, on: date) -> dict[str, PriceClass]:
    """The classes in force, at the scenario's prices, and those that named customers have for themselves."""
    version = spec.tariff.at(on)
    own = spec.energy_prices_e4
    known = {price.id: _at(price, own.get(price.written_as), price.id) for price in version.classes}
    for customer, name in zip(spec.customers, class_ids(spec), strict=True):
        base = None if name is None else known.get(name.partition("@")[0])
        if name is not None and base is not None and customer.energy_e4 is not None:
            known.setdefault(name, _at(base, customer.energy_e4, name))
    return {name: _without_nothing(price) for name, price in known.items()}


def _classless(spec: OfficeSpec, on: date) -> Iterator[SpecError]:
    """Classes that have no price, where they are written; a book's is told once, not for each of its customers."""
    table = _table(spec, on)
    known = tuple(price.id for price in spec.tariff.at(on).classes if price.takes is None)
    for name in spec.energy_prices_e4:
        if name not in known:
            yield unknown(("energy_prices_e4", name), "P044", "class-unknown", name, known)
    for number, book in enumerate(spec.books):
        name_of_book = _book_class(spec, book)
        if name_of_book is not None and name_of_book not in known:
            at = ("books", number, "kind" if book.price_class is None else "price_class")
            yield unknown(at, "P044", "book-class", name_of_book, known, book=book.name)
    for number, (customer, own) in enumerate(zip(spec.customers, class_ids(spec), strict=True)):
        written = customer.price_class is None or customer.price_class in known
        if customer.price_class is not None and (own not in table or not written):
            at = ("named_customers", number, "price_class")
            yield unknown(at, "P044", "customer-class", customer.price_class, known, customer=customer.name)


def _below_funds(spec: OfficeSpec, on: date) -> Iterator[SpecError]:
    """Prices of a scenario's own that are less than the funds inside them."""
    known = {price.id: price for price in spec.tariff.at(on).classes}
    for name, own in spec.energy_prices_e4.items():
        if name in known and own < known[name].included_e4:
            prices = _both(own, known[name].included_e4)
            yield impossible(("energy_prices_e4", name), "P030", "class-price", of=class_said(name), **prices)
    for number, (customer, name_of) in enumerate(zip(spec.customers, class_ids(spec), strict=True)):
        base = known.get((name_of or "").partition("@")[0])
        if base is not None and customer.energy_e4 is not None and customer.energy_e4 < base.included_e4:
            at, prices = ("named_customers", number, "energy_e4"), _both(customer.energy_e4, base.included_e4)
            yield impossible(at, "P030", "customer-price", customer=customer.name, **prices)


def _both(price_e4: int, least_e4: int) -> dict[str, str | int]:
    """A price and the least that it may be, in yuan, and the least as it is written in a file."""
    yuan = {"price": price_e4, "least": least_e4}
    return {**{name: f"{value // 10_000}.{value % 10_000:04d}" for name, value in yuan.items()}, "least_e4": least_e4}


def _uncharged(spec: OfficeSpec, table: Mapping[str, PriceClass]) -> Iterator[SpecError]:
    """Classes of the tariff that the price table of an office of 2001 cannot hold."""
    for name, price in table.items():
        of = {"tariff": spec.tariff.id, "of": class_said(name)}
        if "@" in name:
            continue  # told of the class itself
        if reason := unrecorded(price):
            yield impossible(("tariff",), "P046", "tariff-charge", by=say(f"charge-{reason}"), **of)
        if len(price.funds) > MOST_FUNDS:
            yield impossible(("tariff",), "P023", "tariff-funds", funds=len(price.funds), most=MOST_FUNDS, **of)


def _without_nothing(price: PriceClass) -> PriceClass:
    """A capacity charge of 0 is none: the price table records both as 0."""
    free = price.capacity_fen_per_kva is not None and not price.capacity_fen_per_kva.value
    return price.model_copy(update={"capacity_fen_per_kva": None}) if free else price


def _at(price: PriceClass, energy_e4: int | None, name: str) -> PriceClass:
    """The class under a name at another energy price, if one is given."""
    if energy_e4 is None:
        return price
    return price.model_copy(update={"id": name, "energy_e4": Sourced(value=energy_e4, source=_SCENARIO)})


def on_day(tables: tuple[Prices, ...], day: int) -> Prices:
    """The table in force on a day."""
    return [table for table in tables if table.valid_from <= day or table is tables[0]][-1]
