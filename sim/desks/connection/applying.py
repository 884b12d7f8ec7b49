"""Applications for what changes at a supply that stands: who asks when, their numbers, the papers (用電登記工)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.desks.base import DAY_S, Desk, Int64s
from kaohe.sim.desks.connection.hand_over import one_after_the_other
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.streams import Purpose, below, happens, words, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

APPLICATION = SCHEMA["application"].key
MOST_VERSIONS = 12  # a key has room for so many of a customer, and some for corrections


@dataclass(frozen=True)
class Asked:
    """Applications: class (index) and capacity (kVA) as they shall be; applicant: another's name (index), or none."""

    applications: Int64s
    customers: Int64s
    price_class: Int64s
    capacity_kva: Int64s
    applicant: Int64s | None = None


class Applying(Desk):
    """Numbers the applications of a customer; one at a time is dealt with."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._times = np.zeros(office.n, np.int16)
        self._open = np.zeros(office.n, np.bool_)

    def asking(
        self, purpose: Purpose, rate_e6: int, can: NDArray[np.bool_] | None = None
    ) -> Iterator[tuple[int, Int64s]]:
        """(working day, customers) of those of the customers who `can` that ask for something this month.

        Who the scenario names never does.
        """
        office, month = self.office, self.office.month
        if not rate_e6:
            return
        may = office.meters.active if can is None else office.meters.active & can
        chosen = np.flatnonzero(happens(words(office.seed, purpose, office.n, month.index), rate_e6) & may)
        chosen = chosen[~np.isin(chosen, np.array(list(office.population.named.values()), np.int64))]
        day = month.start + below(words_at(office.seed, purpose, chosen, month.index, 1), month.days)
        on = office.calendar.next_working(np.minimum(day, office.calendar_end))
        for each in np.unique(on).tolist():
            yield each, chosen[on == each]

    def may(self, customers: Int64s) -> NDArray[np.bool_]:
        """Of whom nothing else is being dealt with, and whose archive has room."""
        free: NDArray[np.bool_] = ~self._open[customers] & (self.office.archive.versions(customers) < MOST_VERSIONS)
        return free

    def number(self, customers: Int64s) -> Int64s:
        """A new number for an application of each."""
        self._times[customers] += 1
        return APPLICATION.pack(change=self._times[customers].astype(np.int64), customer=customers)

    def receive(self, first_at: int, asked: Asked, kinds: Sequence[str]) -> None:
        """Applications are taken in one after the other."""
        office, n = self.office, len(asked.customers)
        name = NULL if asked.applicant is None else self.names(asked.applicant)
        self._open[asked.customers] = True
        office.write(
            "application",
            n,
            id=asked.applications,
            recorded_at=(at := one_after_the_other(first_at, n)),
            staff=office.connection.holders(office.posts.registration_clerks, asked.customers),
            customer=asked.customers,
            kind=office.codes("application", "kind", kinds),
            applicant=name,
            applied_on=at // DAY_S,
            price_class=office.codes("application", "price_class", office.population.price_classes)[asked.price_class],
            capacity_kva=asked.capacity_kva,
        )

    def names(self, holders: Int64s) -> Int64s:
        """Codes of applicants by their places in the pool of names."""
        pool = self.office.population.name_pool
        return self.office.codes("application", "applicant", [pool[each] for each in holders.tolist()])

    def done(self, customers: Int64s) -> None:
        """What they asked for stands in the books."""
        self._open[customers] = False
