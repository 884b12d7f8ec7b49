"""Customers whose bills are asked for: by name, or found in a list of the classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from kaohe.reports.bills.worked import bill_fault, class_name
from kaohe.reports.judged.inputs import Papers
from kaohe.reports.words.wording import TEXTS, number, say
from kaohe.sim.files import Faults, fold, nearest
from kaohe.sim.texts import Verbatim

FIRST = 4
MOST_NAMED = 12
MOST_NEAR = 5


@dataclass(frozen=True)
class Customer:
    """A customer as the archive has him last, and whether he has a bill."""

    number: int
    name: str
    price_class: str
    book: str
    billed: bool

    def text(self) -> str:
        """Number, class and book."""
        return say("bill-customer", customer=self.number, price=class_name(self.price_class), book=Verbatim(self.book))


def customers_of(records: Papers) -> tuple[Customer, ...]:
    """All customers of an office by number."""
    last = records.table("customer").sort("recorded_at", "id").unique("customer", keep="last").sort("customer")
    books = records.table("book").sort("recorded_at", "id").unique("book", keep="last")
    names = dict(books.select("book", "name").rows())
    billed = frozenset(records.table("bill")["customer"].to_list())
    rows = last.select("customer", "name", "price_class", "book").rows()
    return tuple(
        Customer(customer, name, price_class, str(names.get(book, "")), customer in billed)
        for customer, name, price_class, book in rows
    )


def number_of(customers: Sequence[Customer], name: str) -> int:
    """The number of the only customer of that name, whatever its script and width.

    Raises Faults: there is none (near names are told), or there are several.
    """
    found = [each for each in customers if each.name == name]
    found = found or [each for each in customers if fold(each.name) == fold(name)]
    if len(found) == 1:
        return found[0].number
    if found:
        said = say("comma").join(each.text() for each in found[:MOST_NAMED])
        told = TEXTS.message("bill-name-several", name=Verbatim(name), count=len(found), customers=Verbatim(said))
        raise bill_fault("R006", told)
    raise _unknown(customers, name)


def _unknown(customers: Sequence[Customer], name: str) -> Faults:
    near = _near(customers, name)
    if not near:
        return bill_fault("R005", TEXTS.message("bill-name-unknown", name=Verbatim(name)))
    said = say("comma").join(say("bill-name", name=Verbatim(each.name), customer=each.number) for each in near)
    return bill_fault("R005", TEXTS.message("bill-name-near", name=Verbatim(name), near=Verbatim(said)))


def _near(customers: Sequence[Customer], name: str) -> list[Customer]:
    """Customers whose name has what was written in it, else those of the nearest name."""
    part = fold(name)
    having = [each for each in customers if part in fold(each.name)]
    if not having:
        like = nearest(name, dict.fromkeys(each.name for each in customers))
        having = [each for each in customers if each.name == like]
    return having[:MOST_NEAR]


def class_lines(customers: Iterable[Customer]) -> Iterator[str]:
    """One line a class: how many customers have bills, and the first of them; then how to go on."""
    for price_class, count, first in _classes(customers):
        said = say("comma").join(f"{each.number} {each.name}" for each in first)
        more = say("bill-class-more") if count > len(first) else ""
        price, people = class_name(price_class), Verbatim(said)
        yield say("bill-class", price=price, count=number(count), n=count, first=people, more=more)
    yield say("bill-class-next")


def class_documents(customers: Iterable[Customer]) -> list[dict[str, Any]]:
    """The same as a document."""
    return [
        {
            "price_class": price_class,
            "customers": count,
            "first": [{"customer": each.number, "name": each.name} for each in first],
        }
        for price_class, count, first in _classes(customers)
    ]


def _classes(customers: Iterable[Customer]) -> Iterator[tuple[str, int, list[Customer]]]:
    """Class, number of customers with bills, the first of them; the largest classes first."""
    billed = sorted((each for each in customers if each.billed), key=lambda each: (each.price_class, each.number))
    groups = [(name, list(group)) for name, group in groupby(billed, key=lambda each: each.price_class)]
    for name, group in sorted(groups, key=lambda each: (-len(each[1]), each[0])):
        yield name, len(group), group[:FIRST]
