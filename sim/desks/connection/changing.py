"""Changes of supply that customers ask for (增容, 減容, 改類): application, survey, registration, archive.

All by the book: what the archive says afterwards is lawful, whatever the first papers of the connection said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.desks.base import ARCHIVED_S, Desk, Int64s, clock, hm, joined
from kaohe.sim.desks.connection.applying import Asked
from kaohe.sim.desks.connection.hand_over import hand_over, one_after_the_other
from kaohe.sim.streams import Purpose, below, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

KINDS = ("more_capacity", "less_capacity", "other_class")
MORE, LESS, OTHER = range(len(KINDS))
_DRAWN = (MORE, MORE, LESS, OTHER)  # of four who ask, as many of each [assumption]
_LADDER_KVA = np.array(
    (2, 4, 6, 8, 10, 15, 20, 30, 40, 50, 60, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000)
)


@dataclass(frozen=True)
class Wanted:
    """Changes that customers ask for: what kind, and class (index) and capacity (kVA) as they shall be."""

    applications: Int64s
    customers: Int64s
    kind: Int64s
    price_class: Int64s
    capacity_kva: Int64s


class Changing(Desk):
    """Takes in what customers ask for; on the working day after it is looked at, registered and put in the archive."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._asking: Diary[Int64s] = Diary()
        self._applied: Diary[dict[str, Int64s]] = Diary()

    def plan_month(self) -> None:
        """Who asks for a change this month, and on which day."""
        office = self.office
        can = office.population.transformer_kva == 0
        for day, customers in office.connection.applying.asking(Purpose.CHANGE, office.practice.change_e6, can):
            self._asking.put(day, customers)

    def work(self, day: int) -> None:
        """Yesterday's applications are surveyed and registered; then today's are taken in."""
        for applied in self._applied.take(day):
            self._register(day, Wanted(**applied))
        customers = np.unique(joined(self._asking.take(day)))
        customers = customers[self.office.connection.applying.may(customers)]
        if len(customers):
            self._receive(day, self._wanted(day, customers))

    def _wanted(self, day: int, customers: Int64s) -> Wanted:
        use, prices = self.office.use, self.office.prices
        word = words_at(self.office.seed, Purpose.CHANGE, customers, day, 2)
        own, kva = use.agreed_class[customers], use.agreed_kva[customers]
        kind, other = np.array(_DRAWN)[below(word, len(_DRAWN))], use.other_use[own]
        more = _LADDER_KVA[np.minimum(np.searchsorted(_LADDER_KVA, kva, "right"), len(_LADDER_KVA) - 1)]
        less = _LADDER_KVA[np.maximum(np.searchsorted(_LADDER_KVA, kva) - 1, 0)]
        kind = np.where((kind == OTHER) & ((other == own) | prices.multi_function[own]), MORE, kind)
        kind = np.where((kind == LESS) & (less >= kva), MORE, kind)
        return Wanted(
            self.office.connection.applying.number(customers),
            customers,
            kind,
            np.where(kind == OTHER, other, own),
            np.choose(kind, (np.maximum(more, kva), less, kva)),
        )

    def _receive(self, day: int, wanted: Wanted) -> None:
        office = self.office
        asked = Asked(wanted.applications, wanted.customers, wanted.price_class, wanted.capacity_kva)
        office.connection.applying.receive(
            clock(day, hm(13, 30)), asked, [KINDS[each] for each in wanted.kind.tolist()]
        )
        self._applied.put(office.calendar.first_working_after(day), vars(wanted))

    def _register(self, day: int, wanted: Wanted) -> None:
        """What the sheet says is registered the same day, and is what bills go by from then on."""
        office, customers, n = self.office, wanted.customers, len(wanted.customers)
        inspectors = office.connection.holders(office.posts.inspectors, customers)
        clerks = office.connection.holders(office.posts.registration_clerks, customers)
        looked, signed = (one_after_the_other(clock(day, hm(hour)), n) for hour in (11, 16))
        self._write("survey", wanted, looked, inspectors, surveyed_on=day)
        hand_over(office, "survey", wanted.applications, (looked, signed - hm(1), signed), inspectors, clerks)
        at = one_after_the_other(clock(day, ARCHIVED_S), n)
        self._write("registration", wanted, at, clerks, entered_on=day)
        office.recorded.price_class[customers] = wanted.price_class
        office.recorded.capacity_kva[customers] = wanted.capacity_kva
        office.connection.misbilling.overtaken(customers)
        office.use.agree(customers, wanted.price_class, wanted.capacity_kva)
        office.archive.customers(customers, at + 30)
        office.connection.applying.done(customers)

    def _write(self, table: str, wanted: Wanted, at: Int64s, staff: Int64s, **day: int) -> None:
        office = self.office
        office.write(
            table,
            len(wanted.customers),
            id=wanted.applications,
            recorded_at=at,
            staff=staff,
            application=wanted.applications,
            customer=wanted.customers,
            book=office.recorded.book[wanted.customers],
            price_class=office.codes(table, "price_class", office.population.price_classes)[wanted.price_class],
            capacity_kva=wanted.capacity_kva,
            series=None,
            kva=None,
            **day,
        )
