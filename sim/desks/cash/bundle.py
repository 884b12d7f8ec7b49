"""Cheques that lie together, at a counter, in the safe or on a slip: each by its receipt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.desks.base import NO_ROWS, Int64s, in_sorted
from kaohe.sim.streams import Purpose, words_at


@dataclass(frozen=True, eq=False)
class Bundle:
    """Cheques by receipt: at which counter each was taken, and how much it is for; arrays of one length."""

    receipt: Int64s
    counter: Int64s
    fen: Int64s

    def __len__(self) -> int:
        return len(self.receipt)

    def __add__(self, other: Bundle) -> Bundle:
        pairs = zip((self.receipt, self.counter, self.fen), (other.receipt, other.counter, other.fen), strict=True)
        return Bundle(*(np.concatenate(pair) for pair in pairs))

    @property
    def total_fen(self) -> int:
        """What they are for together."""
        return int(self.fen.sum())

    def of_counters(self, counters: Int64s) -> Bundle:
        """Those that were taken at these counters."""
        return self.where(np.isin(self.counter, counters))

    def without(self, other: Bundle) -> Bundle:
        """Those that are not in another bundle."""
        return self.where(~in_sorted(self.receipt, np.sort(other.receipt)))

    def drawn(self, seed: int, key: int) -> Bundle:
        """One of them, drawn by that key: whichever else is there, it is the least of their words."""
        word = words_at(seed, Purpose.LOST_CHEQUE, self.receipt, key)
        return self.where(np.arange(len(self)) == np.argmin(word))

    def where(self, chosen: NDArray[np.bool_] | Int64s) -> Bundle:
        """Those chosen."""
        return Bundle(self.receipt[chosen], self.counter[chosen], self.fen[chosen])


NO_CHEQUES = Bundle(NO_ROWS, NO_ROWS, NO_ROWS)


@dataclass
class Owed:
    """Cash and cheques that go to the bank together."""

    cash_fen: int = 0
    cheques: Bundle = NO_CHEQUES

    @property
    def total_fen(self) -> int:
        """Cash and cheques."""
        return self.cash_fen + self.cheques.total_fen
