"""What every desk has: the office it works in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from kaohe.sim.office import Office

Int64s = NDArray[np.int64]

DAY_S = 86_400
NO_ROWS: Int64s = np.empty(0, np.int64)


class Desk:
    """One desk of the office. It keeps its own trays between days; what all share stands in the office."""

    def __init__(self, office: Office) -> None:
        self.office = office


def joined(chunks: list[Int64s] | None) -> Int64s:
    """The chunks of a tray as one array."""
    if not chunks:
        return NO_ROWS
    return chunks[0] if len(chunks) == 1 else np.concatenate(chunks)


def distinct(values: Int64s) -> Int64s:
    """The different values, ascending; cheap where equal ones stand together."""
    if not len(values):
        return values
    runs = np.sort(values[np.concatenate(([True], values[1:] != values[:-1]))])
    return runs[np.concatenate(([True], runs[1:] != runs[:-1]))]


def in_sorted(values: Int64s, ascending: Int64s) -> NDArray[np.bool_]:
    """Which of a few values are in a long ascending array."""
    if not len(ascending):
        return np.zeros(len(values), np.bool_)
    found: NDArray[np.bool_] = ascending[np.minimum(np.searchsorted(ascending, values), len(ascending) - 1)] == values
    return found


def clock(day: int, seconds: int) -> int:
    """Seconds since 1970 of a time of a day."""
    return day * DAY_S + seconds


def hm(hours: int, minutes: int = 0) -> int:
    """Seconds after midnight."""
    return hours * 3600 + minutes * 60
