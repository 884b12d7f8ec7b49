"""委托收款協議: from which account the bank collects of whom; some give another account (登記工)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.desks.base import DAY_S, Desk, Int64s, clock, hm
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.spec import CHANNELS
from kaohe.sim.streams import Purpose, below, happens, words_at

if TYPE_CHECKING:
    from kaohe.sim.clock.months import Month
    from kaohe.sim.office import Office

COLLECTION = CHANNELS.index("collection")
RENEWED_E6 = 300_000  # of agreements at the opening [assumption]: the second
CHANGED_E6 = 15_000  # of those in force, a month [assumption]
AGREED_DAYS, RENEWED_DAYS = 700, 90  # before the opening [assumption]


class Agreements(Desk):
    """Writes the agreements of 托收 customers: with their archive, and when they have another account."""

    FIXED = ("office", "_customers")

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._customers = np.flatnonzero(office.population.channel == COLLECTION)
        self._changed: dict[int, int] = {}  # how often since the opening
        self._changes: Diary[Int64s] = Diary()

    def version(self, customers: Int64s) -> Int64s:
        """Which agreement is in force, from 0."""
        word = words_at(self.office.seed, Purpose.COLLECTION_RENEWED, customers)
        known = happens(word, RENEWED_E6) & self.office.population.opening[customers]
        since = [self._changed.get(customer, 0) for customer in customers.tolist()] if self._changed else 0
        return known.astype(np.int64) + np.array(since, np.int64)

    def account(self, customers: Int64s, version: Int64s) -> Int64s:
        """The account of an agreement: twelve figures."""
        words = words_at(self.office.seed, Purpose.COLLECTION_ACCOUNT, customers * 16 + version)
        return 100_000_000_000 + (words % np.uint64(900_000_000_000)).astype(np.int64)

    def agree(self, customers: Int64s, recorded_at: Int64s) -> None:
        """With the first entry in the archive; of some there was another before the opening."""
        mine = self.office.population.channel[customers] == COLLECTION
        customers, recorded_at = customers[mine], recorded_at[mine]
        if not len(customers):
            return
        version, on = self.version(customers), recorded_at // DAY_S
        opening = self.office.population.opening[customers]
        self._write(customers, np.zeros_like(version), recorded_at, on - np.where(opening, AGREED_DAYS, 0))
        again = version > 0
        self._write(customers[again], version[again], recorded_at[again] + 60, on[again] - RENEWED_DAYS)

    def plan_month(self, month: Month) -> None:
        """Who will give another account this month, and on which working day."""
        office, customers = self.office, self._customers
        word = words_at(office.seed, Purpose.COLLECTION_CHANGE, customers, month.index)
        customers = customers[happens(word, CHANGED_E6)]
        if not len(customers):
            return
        days = np.arange(month.start, month.end + 1)
        working = days[office.calendar.is_working(days)]
        on = working[below(words_at(office.seed, Purpose.COLLECTION_CHANGE, customers, month.index, 1), len(working))]
        for day in np.unique(on).tolist():
            self._changes.put(day, customers[on == day])

    def work(self, day: int) -> None:
        """Those of the day, if they have an agreement still."""
        for customers in self._changes.take(day):
            known = (self.office.archive.versions(customers) > 0) & ~self.office.meters.removed[customers]
            customers = customers[known]
            version = self.version(customers) + 1
            for customer in customers.tolist():
                self._changed[customer] = self._changed.get(customer, 0) + 1
            at = np.full(len(customers), clock(day, hm(9, 10)))
            self._write(customers, version, at, np.full(len(customers), day))

    def _write(self, customers: Int64s, version: Int64s, recorded_at: Int64s, valid_from: Int64s) -> None:
        office = self.office
        if not len(customers):
            return
        clerks = office.connection.holders(office.posts.registration_clerks, customers)
        office.write(
            "collection_account",
            len(customers),
            id=SCHEMA["collection_account"].key.pack(customer=customers, version=version),
            recorded_at=recorded_at,
            staff=np.where(recorded_at < clock(office.months[0].start, 0), NULL, clerks),  # what stood in the books
            customer=customers,
            account_no=self.account(customers, version),
            valid_from=valid_from,
        )
