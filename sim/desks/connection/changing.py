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
from kaohe.sim.records import NULL
from kaohe.sim.streams import Purpose, below, words_at
from kaohe.sim.town.multi_function import SERIES

if TYPE_CHECKING:
    from kaohe.sim.office import Office

KINDS = ("more_capacity", "less_capacity", "other_class")
MORE, LESS, OTHER = range(len(KINDS))
_DRAWN = (MORE, MORE, LESS, OTHER)  # of four who ask, as many of each [assumption]
_LADDER_KVA = np.array(
    (2, 4, 6, 8, 10, 15, 20, 30, 40, 50, 60, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000)
)
EQUIPPED_AFTER = 8  # working days from the application until the other transformer is in place [assumption]
_LADDERS = ((100, 125, 160, 200, 250), (315, 400, 500), (630, 800, 1_000, 1_250, 1_600))


@dataclass(frozen=True)
class Wanted:
    """Changes that customers ask for: what kind, and class (index), capacity and transformer (kVA; 0: none of their own
    on whose low side they are metered) as they shall be.
    """

    applications: Int64s
    customers: Int64s
    kind: Int64s
    price_class: Int64s
    capacity_kva: Int64s
    transformer_kva: Int64s


class Changing(Desk):
    """Takes in what customers ask for; on the working day after it is looked at, registered and put in the archive."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._asking: Diary[Int64s] = Diary()
        self._plants: Diary[Int64s] = Diary()
        self._applied: Diary[dict[str, Int64s]] = Diary()
        self._paying: Diary[dict[str, Int64s]] = Diary()

    def plan_month(self) -> None:
        """Who asks for a change this month, and on which day."""
        office = self.office
        can = office.population.transformer_kva == 0
        for day, customers in office.connection.applying.asking(Purpose.CHANGE, office.practice.change_e6, can):
            self._asking.put(day, customers)
        plants = office.population.multi_function & office.special_customers
        rate = office.practice.transformer_change_e6
        for day, customers in office.connection.applying.asking(Purpose.TRANSFORMER_CHANGE, rate, plants):
            self._plants.put(day, customers)

    def work(self, day: int) -> None:
        """Yesterday's applications are surveyed and registered; then today's are taken in."""
        for paying in self._paying.take(day):
            self._charge(day, Wanted(**paying))
        for applied in self._applied.take(day):
            self._register(day, Wanted(**applied))
        customers = np.unique(joined(self._asking.take(day)))
        customers = customers[self.office.connection.applying.may(customers)]
        if len(customers):
            self._receive(day, hm(13, 30), self._wanted(day, customers), 1)
        plants = np.unique(joined(self._plants.take(day)))
        wanted = self._wanted_by_plants(day, plants[self.office.connection.applying.may(plants)])
        if len(wanted.customers):
            self._receive(day, hm(14), wanted, EQUIPPED_AFTER)

    def _wanted(self, day: int, customers: Int64s) -> Wanted:
        use, prices = self.office.use, self.office.prices
        word = words_at(self.office.seed, Purpose.CHANGE, customers, day, 2)
        own, kva = use.agreed_class[customers], use.agreed_kva[customers]
        kind, other = np.array(_DRAWN)[below(word, len(_DRAWN))], use.other_use[own]
        more = _LADDER_KVA[np.minimum(np.searchsorted(_LADDER_KVA, kva, "right"), len(_LADDER_KVA) - 1)]
        less = _LADDER_KVA[np.maximum(np.searchsorted(_LADDER_KVA, kva) - 1, 0)]
        kind = np.where((kind == OTHER) & ((other == own) | prices.multi_function[own]), MORE, kind)
        kind = np.where((kind == LESS) & (less >= kva), MORE, kind)
        kind = np.where((kind == MORE) & (more <= kva), LESS, kind)  # the largest that there is: only less is another
        return Wanted(
            self.office.connection.applying.number(customers),
            customers,
            kind,
            np.where(kind == OTHER, other, own),
            np.choose(kind, (more, less, kva)),
            use.transformer_kva[customers],
        )

    def _wanted_by_plants(self, day: int, customers: Int64s) -> Wanted:
        """The next larger or smaller transformer of the same side and kind of tariff; the class by which the power
        factor is adjusted follows the capacity.
        """
        office, use, prices = self.office, self.office.use, self.office.prices
        word = words_at(office.seed, Purpose.TRANSFORMER_CHANGE, customers, day, 2)
        kva = use.agreed_kva[customers]
        other = np.array(
            [_next(each, bool(up)) for each, up in zip(kva.tolist(), (word & np.uint64(1)).tolist(), strict=True)],
            np.int64,
        )
        own = use.agreed_class[customers]
        new = prices.by_capacity(prices.written(own), other)
        rows = np.flatnonzero(
            (other != kva) & (prices.two_part[new] == prices.two_part[own]) & prices.multi_function[new]
        )
        customers, kva, other = customers[rows], kva[rows], other[rows]
        return Wanted(
            office.connection.applying.number(customers),
            customers,
            np.where(other > kva, MORE, LESS),
            new[rows],
            other,
            np.where(use.transformer_kva[customers] > 0, other, 0),
        )

    def _receive(self, day: int, at_s: int, wanted: Wanted, after: int) -> None:
        """So many working days later it is looked at, and stands."""
        office = self.office
        asked = Asked(wanted.applications, wanted.customers, wanted.price_class, wanted.capacity_kva)
        office.connection.applying.receive(
            clock(day, hm(13, 30)), asked, [KINDS[each] for each in wanted.kind.tolist()]
        )
        self._paying.put(office.calendar.first_working_after(day), vars(wanted))
        self._applied.put(office.calendar.add_working_days(day, after), vars(wanted))

    def _charge(self, day: int, wanted: Wanted) -> None:
        """Who gets more capacity pays 貼費 for what is added, before it is there."""
        office, customers = self.office, wanted.customers
        added = np.maximum(wanted.capacity_kva - office.use.agreed_kva[customers], 0)
        at = clock(day, hm(14, 30))
        office.connection.surcharging.charge(at, wanted.applications, customers, wanted.price_class, added)

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
        self._by_days(day, wanted, at)
        office.recorded.price_class[customers] = wanted.price_class
        office.recorded.capacity_kva[customers] = wanted.capacity_kva
        office.connection.misbilling.overtaken(customers)
        office.use.agree(customers, wanted.price_class, wanted.capacity_kva)
        own = wanted.transformer_kva > 0
        office.recorded.transformer_kva[customers] = office.use.transformer_kva[customers] = wanted.transformer_kva
        office.archive.transformers(customers[own], at[own] + 20)
        office.archive.customers(customers, at + 30)
        office.connection.applying.done(customers)

    def _by_days(self, day: int, wanted: Wanted, at: Int64s) -> None:
        """Of customers with a capacity charge: from which day on the other capacity counts."""
        office, recorded = self.office, self.office.recorded.capacity_kva[wanted.customers]
        rows = np.flatnonzero(office.population.multi_function[wanted.customers] & (recorded != wanted.capacity_kva))
        if not len(rows):
            return
        customers, after = wanted.customers[rows], wanted.capacity_kva[rows]
        office.write(
            "capacity_change",
            len(rows),
            id=wanted.applications[rows],
            recorded_at=at[rows] + 10,
            staff=office.connection.holders(office.posts.registration_clerks, customers),
            application=wanted.applications[rows],
            customer=customers,
            from_kva=recorded[rows],
            to_kva=after,
            from_on=day,
        )
        for customer, added in zip(customers.tolist(), (after - recorded[rows]).tolist(), strict=True):
            office.connection.capacities.changed(customer, day, added)

    def _write(self, table: str, wanted: Wanted, at: Int64s, staff: Int64s, **day: int) -> None:
        office, own = self.office, wanted.transformer_kva > 0
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
            series=np.where(own, int(office.codes(table, "series", (SERIES,))[0]) if own.any() else NULL, NULL),
            kva=np.where(own, wanted.transformer_kva, NULL),
            **day,
        )


def _next(kva: int, up: bool) -> int:
    """The next transformer that is larger (smaller, where there is none); the same where it is of no usual size."""
    ladder = next((each for each in _LADDERS if kva in each), (kva,))
    place = ladder.index(kva)
    if len(ladder) == 1:
        return kva
    step = 1 if (up and place + 1 < len(ladder)) or place == 0 else -1
    return ladder[place + step]
