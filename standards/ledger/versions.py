"""Rows that were written again and again for one thing, as they stood at a moment."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaohe.standards.ledger.record_tables import NONE, Ints, Rows

Int64s = NDArray[np.int64]


class Versions:
    """The versions of each of `size` things, of which `owner` (a position) says whose each row is.

    A moment before the first of them finds the first; NONE stands for the row of a thing that has none.
    """

    def __init__(self, rows: Rows, owner: Ints, size: int) -> None:
        self._recorded_at = rows["recorded_at"]
        self._order = _in_order(rows, owner, size)
        self._count = np.bincount(owner, minlength=size)
        self._first = np.cumsum(self._count) - self._count
        self._earliest = self._rows(np.arange(size), self._first)
        self._several = self._count > 1

    @property
    def last(self) -> Int64s:
        """The row of each thing that was recorded last."""
        return self._rows(np.arange(len(self._count)), self._first + self._count - 1)

    def of(self, owner: int) -> Int64s:
        """All rows of a thing, in the order of time."""
        first = int(self._first[owner])
        found: Int64s = self._order[first : first + int(self._count[owner])]
        return found

    def at(self, owners: Ints, moments: Ints) -> Int64s:
        """The row of each thing as recorded at each moment."""
        found = self._earliest[owners]
        several = np.flatnonzero(self._several[owners])
        if len(several):
            own = owners[several]
            found[several] = self._order[self._first[own] + self._steps(own, moments[several])]
        return found

    def _rows(self, owners: Ints, places: Ints) -> Int64s:
        if not len(self._order):
            return np.full(len(owners), NONE, dtype=np.int64)
        return np.where(self._count[owners] > 0, self._order[np.minimum(places, len(self._order) - 1)], NONE)

    def _steps(self, owners: Ints, moments: Ints) -> Int64s:
        recorded = self._recorded_at[self._order]
        steps = np.zeros(len(owners), dtype=np.int64)
        for number in range(1, int(self._count[owners].max())):
            later = np.minimum(self._first[owners] + number, len(self._order) - 1)
            steps = np.where((number < self._count[owners]) & (recorded[later] <= moments), number, steps)
        return steps


def _in_order(rows: Rows, owner: Ints, size: int) -> Int64s:
    """Rows by owner and time; without sorting where nobody owns two."""
    if len(owner) and int(np.bincount(owner).max()) > 1:
        return np.lexsort((rows["id"], rows["recorded_at"], owner)).astype(np.int64, copy=False)
    only = np.full(size, NONE, dtype=np.int64)
    only[owner] = np.arange(len(owner))
    return only[only >= 0]
