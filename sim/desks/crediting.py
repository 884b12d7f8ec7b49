"""Lawful credit notes: a case gives the ground, another than the maker approves (減額單據)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.ids import bill_id
from kaohe.sim.streams import Purpose, below, happens, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

KINDS = ("meter_fault", "shared_meter", "disputed")


class Crediting(Desk):
    """Customers with a case get part of a bill credited before it falls due."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._due: dict[int, list[int]] = defaultdict(list)

    def draw(self, day: int, at: Int64s, bills: Int64s) -> None:
        """Which of the bills issued today will be credited, and when."""
        office = self.office
        word = words_at(office.seed, Purpose.CREDIT, bills)
        for row in np.flatnonzero(happens(word, office.practice.credit_e6)).tolist():
            after = 1 + int(word[row] & np.uint64(0xFF)) % 3
            self._due[office.calendar.add_working_days(day, after)].append(int(at[row]))

    def work(self, day: int) -> None:
        """Case and credit note of the day's credits, unless the bill is paid already."""
        for at in sorted(self._due.pop(day, [])):
            if self.office.receivables.open_fen[at] > 0:
                self._credit(day, at)

    def _credit(self, day: int, at: int) -> None:
        office = self.office
        where = np.array([at])
        customer = int(office.receivables.customer(where)[0])
        bill = int(bill_id(customer, int(office.receivables.index(where)[0])))
        word = words_at(office.seed, Purpose.CREDIT, np.array([bill]), 0, 1)
        share = int(10 + below(word, 51)[0])
        amount = max(1, int(office.receivables.open_fen[at]) * share // 100)
        maker = self._maker(customer, int(word[0] & np.uint64(1)))
        office.write(
            "case",
            1,
            id=bill,
            recorded_at=clock(day, hm(17, 10)),
            staff=maker,
            bill=bill,
            customer=customer,
            kind=KINDS[int(word[0] & np.uint64(0xFF)) % len(KINDS)],
            amount_fen=amount,
        )
        self.note(day, hm(17, 20), bill, customer, amount, maker, bill, office.posts.business_manager)
        office.receivables.open_fen[at] -= amount
        office.receivables.on_hold[at] = True

    def _maker(self, customer: int, window: int) -> int:
        """The issuance clerk of the book, or the collector at the hall's first window."""
        office = self.office
        book = int(office.population.book[customer])
        if window:
            return int(office.roster.counter_staff[int(office.population.books.site[book]) * 16 + 1])
        return int(office.books_clerk[book])

    def note(
        self,
        day: int,
        at_s: int,
        bill: int,
        customer: int,
        amount: int,
        maker: int,
        ground: int | None,
        approver: int | None,
    ) -> None:
        """Write a credit note."""
        self.office.write(
            "credit_note",
            1,
            id=bill,
            recorded_at=clock(day, at_s),
            staff=maker,
            bill=bill,
            customer=customer,
            amount_fen=amount,
            ground=ground,
            approver=approver,
        )
        self.office.totals.credited(amount)
