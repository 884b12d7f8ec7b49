"""Random words of incidents and checks: by what they are about, so that under every policy the same ones are drawn."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
_KEYS = ("object_id", "staff", "replication")


def of_incidents(frame: pl.DataFrame, purpose: int) -> Words:
    """One word an incident, by what it is about, of whom and when."""
    keys = [name for name in _KEYS if name in frame.columns]
    numbers = [frame[name].cast(pl.Int64) for name in keys] + [frame["occurred_on"].cast(pl.Int32).cast(pl.Int64)]
    return of_numbers(purpose, *(each.fill_null(0).to_numpy() for each in numbers))


def of_numbers(purpose: int, *numbers: Ints) -> Words:
    """One word for each row of numbers."""
    found = np.full(len(numbers[0]), purpose, np.uint64)
    for each in numbers:
        found = _mixed(found ^ each.astype(np.uint64))
    return found


def shares(words: Words) -> NDArray[np.float64]:
    """Between 0 and 1, neither included."""
    found: NDArray[np.float64] = ((words >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
    return found


def _mixed(words: Words) -> Words:
    """The next word of SplitMix64 (Steele et al. 2014)."""
    words = words + np.uint64(0x9E3779B97F4A7C15)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Words = words ^ (words >> np.uint64(31))
    return mixed
