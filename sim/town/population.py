"""Makes the population of an office: lays out the books, draws the customers, then sets the named ones as given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.archive.prices import class_ids, opening_classes, price_faults, price_tables, written_classes
from kaohe.sim.clock.calendar import day_of
from kaohe.sim.records.ids import period_index
from kaohe.sim.spec import KINDS, OfficeSpec, SpecError, refuse
from kaohe.sim.streams import Purpose, below, words
from kaohe.sim.tariff.price_rows import multi_function
from kaohe.sim.tariff.schema import PriceClass
from kaohe.sim.town.books import Books, book_faults, plan_books
from kaohe.sim.town.class_mix import mix_classes, mix_faults
from kaohe.sim.town.customers import COLUMNS, NEVER, NONE, PROFILE_NAMES, Population, roll_over
from kaohe.sim.town.draws import settle
from kaohe.sim.town.happenings import happening_faults
from kaohe.sim.town.multi_function import register_faults, settle_registers
from kaohe.sim.town.name_pools import OF_CUSTOMERS, pools
from kaohe.sim.town.named_customers import apply_named, fit_digits, named_faults, named_ids
from kaohe.sim.town.names import name_faults
from kaohe.sim.town.plates import settle_plates
from kaohe.sim.town.profiles import profile_name
from kaohe.sim.town.reading_time import practice_faults

__all__ = ["NEVER", "NONE", "PROFILE_NAMES", "Population", "make_population", "roll_over"]

Int64 = NDArray[np.int64]


def make_population(spec: OfficeSpec, seed: int) -> Population:
    """The customers of an office; the same for every span up to two years.

    Raises SpecError for an office that cannot exist.
    """
    refuse(population_faults(spec))
    prices = price_tables(spec)[0]
    mixed = mix_classes(spec, seed, prices.classes)
    books = plan_books(spec, seed, {kind: len(codes) for kind, codes in mixed.items()})
    people = _lay_out(spec, books, prices.classes)
    _set_classes(people, spec, seed, mixed)
    settle(people, spec, seed)
    apply_named(people, spec, seed)
    people.price_class[:] = prices.by_capacity(
        people.price_class.astype(np.int64), people.capacity_kva.astype(np.int64)
    )
    settle_registers(people, spec, seed, prices.multi_function)
    fit_digits(people, spec)
    settle_plates(people, spec)
    return people


def population_faults(spec: OfficeSpec, *, priced: bool = True) -> Iterator[SpecError]:
    """What cannot be of the customers and their books, no population is made; `priced`: the tariff counts."""
    classes = opening_classes(spec) if priced else {}
    if priced:
        yield from price_faults(spec)
    yield from name_faults(spec)
    yield from practice_faults(spec)
    yield from mix_faults(spec, written_classes(classes))
    yield from book_faults(spec)
    yield from named_faults(spec)
    for number, (customer, name) in enumerate(zip(spec.customers, class_ids(spec), strict=True)):
        if name in classes:
            at = ("named_customers", number)
            several = multi_function(_paid(classes, name, customer.capacity_kva))
            yield from register_faults(customer, at, several)
            yield from happening_faults(customer, at, name, several)


def _paid(classes: Mapping[str, PriceClass], name: str, capacity_kva: int | None) -> PriceClass:
    """The class by which a customer pays whose class is written so; that one where his capacity is drawn."""
    for each in classes.values():
        if each.takes is not None and each.takes.of == name and capacity_kva and each.takes.holds(capacity_kva):
            return each
    return classes[name]


def _lay_out(spec: OfficeSpec, books: Books, price_classes: tuple[str, ...]) -> Population:
    size = books.size + books.slots
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(size)])
    columns: dict[str, Any] = {name: np.zeros(int(start[-1]), dtype) for name, dtype in COLUMNS.items()}
    book = np.repeat(np.arange(len(size), dtype=np.int64), size)
    columns["book"][:] = book
    columns["position"][:] = np.arange(len(book), dtype=np.int64) - start[book]
    columns["applies_on"][:] = np.where(columns["position"] < books.size[book], NONE, 0)
    columns["fixed_daily_wh"][:] = columns["pay_after_days"][:] = NONE
    return Population(
        opening_on=day_of(spec.start),
        opening_month=period_index(spec.start.year * 100 + spec.start.month),
        books=books,
        book_start=start,
        price_classes=price_classes,
        name_pool=_name_pool(spec),
        named=named_ids(spec, start),
        furnace_times=spec.practice.furnace_times,
        **columns,
    )


def _name_pool(spec: OfficeSpec) -> tuple[str, ...]:
    """All names of customers; nobody else has the name of one that the scenario names."""
    given = [customer.name for customer in spec.customers]
    taken = frozenset(given)
    pool = [name for part in OF_CUSTOMERS for name in pools()[part]]
    return tuple(name if name not in taken else f"{name}乙" for name in pool) + tuple(given)


def _set_classes(people: Population, spec: OfficeSpec, seed: int, mixed: dict[str, Int64]) -> None:
    """Price classes and profiles; an applicant is of the class of somebody in the same kind of book."""
    books = people.books
    code = np.zeros(people.customers, np.int64)
    for number, named in enumerate(spec.books):
        at = slice(int(people.book_start[number]), int(people.book_start[number + 1]))
        code[at] = people.price_classes.index(spec.book_class(named))
    kind = np.where(people.book < books.named, NONE, books.kind[people.book])
    like = words(seed, Purpose.APPLICATION, people.customers, 1)
    for number, name in enumerate(KINDS):
        code[(kind == number) & people.opening] = mixed[name]
        applicants = (kind == number) & ~people.opening
        code[applicants] = mixed[name][below(like[applicants], max(len(mixed[name]), 1))]
    people.price_class[:] = code
    table = [[PROFILE_NAMES.index(profile_name(price, name)) for price in people.price_classes] for name in KINDS]
    people.profile[:] = np.array(table, np.int8)[books.kind[people.book], code]
