"""Bills that somebody made late before they could be issued: what that is worth shows when they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.desks.base import Desk, Int64s

if TYPE_CHECKING:
    from kaohe.sim.office import Office

Book = tuple[int, int]  # number and period index


@dataclass(frozen=True)
class Slowed:
    """An act by which a book was kept from being issued for so many days; the bills of it had a limit (day)."""

    act_id: int
    days: int
    limit_on: int


class Slowing(Desk):
    """Of each bill the days after its limit, never more than those of the act.

    What the review lists waits for its re-reading: of the days after it was unloaded none is anybody's.
    """

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._slowed: dict[Book, list[Slowed]] = {}
        self._customers: dict[Book, Int64s] = {}
        self._unloaded_on: dict[Book, int] = {}

    def slow(self, book: int, index: int, slowed: Slowed, customers: Int64s | None = None) -> None:
        """A book was kept back; customers: who was read with it, unless that is still to come (`read`)."""
        self._slowed.setdefault((book, index), []).append(slowed)
        if customers is not None:
            self._customers[book, index] = customers

    def read(self, book: int, index: int, customers: Int64s) -> None:
        """Who was read with a book."""
        if (book, index) in self._slowed:
            self._customers[book, index] = customers

    def unloaded(self, book: int, index: int, day: int) -> None:
        """A book is in the host."""
        if (book, index) in self._slowed:
            self._unloaded_on[book, index] = day

    def issued(self, day: int, customers: Int64s, index: Int64s, amount: Int64s, rechecked: Int64s) -> None:
        """Bills were issued."""
        for (book, period), acts in self._slowed.items():
            mine = (index == period) & np.isin(customers, self._customers.get((book, period), ()))
            mine &= ~self.office.meters.removed[customers]
            rows = np.flatnonzero(mine)
            if len(rows):
                fen, again = np.maximum(amount[rows], 0), rechecked[rows] > 0
                for each in acts:
                    self._price(
                        each, day, self._unloaded_on[book, period], int(fen[~again].sum()), int(fen[again].sum())
                    )

    def _price(self, each: Slowed, day: int, unloaded_on: int, fen: int, again_fen: int) -> None:
        days, before = (min(each.days, max(on - each.limit_on, 0)) for on in (day, unloaded_on))
        if fen * days + again_fen * before:
            self.office.truth.made_late(each.act_id, fen * days + again_fen * before)
