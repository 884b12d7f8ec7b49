"""Whether the form of a row tells that something is wrong with it: its place, its number, the last digits, the second.

Each sign is asked by itself, register by register: does it put the rows that show an incident before the others more
often than chance? The answer is in standard errors of the rank sum (Mann and Whitney), ties counted half, the registers
added up. No sign looks at what a row says: that may tell, to whoever knows the rules.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.scenarios.exam.key import Key
from kaohe.sim.records import Records

Floats = NDArray[np.float64]
SHOWING = ("act", "proof")


def probe(records: Records, key: Key) -> Mapping[str, float]:
    """How many standard errors from chance each sign finds the rows that show an incident."""
    wrong: dict[str, set[int]] = {}
    for incident in key.incidents:
        for cite in incident.cites:
            if cite.role in SHOWING:
                wrong.setdefault(cite.table, set()).add(cite.row_key)
    sums: dict[str, tuple[float, float]] = {}
    for table, keys in wrong.items():
        frame = records.table(table).sort("recorded_at", "id")
        hit = frame["id"].is_in(list(keys)).to_numpy()
        if 0 < hit.sum() < len(hit):
            for name, values in _signs(frame).items():
                excess, variance = _ranked(values, hit)
                before = sums.get(name, (0.0, 0.0))
                sums[name] = (before[0] + excess, before[1] + variance)
    return {name: excess / variance**0.5 if variance else 0.0 for name, (excess, variance) in sums.items()} or {
        "none": 0.0
    }


def _signs(frame: pl.DataFrame) -> Mapping[str, Floats]:
    """The signs of each row of a register in the order in which it is written."""
    numbers = np.arange(frame.height, dtype=np.float64)
    ids = frame["id"].to_numpy()
    seconds = frame["recorded_at"].dt.epoch("s").to_numpy()
    same = np.searchsorted(np.sort(seconds), seconds)  # first place of the second
    found = {
        "row digit": (numbers + 2) % 10,
        "row parity": numbers % 2,
        "id digit": (ids % 10).astype(np.float64),
        "second": (seconds % 60).astype(np.float64),
        "place within its second": numbers - same,
    }
    for name in frame.columns:
        if name.endswith("_fen"):
            found["last digit of an amount"] = (frame[name].fill_null(0).to_numpy() % 10).astype(np.float64)
    return found


def _ranked(values: Floats, hit: NDArray[np.bool_]) -> tuple[float, float]:
    """The rank sum of the rows beyond that of chance, and its variance."""
    order = np.unique(values, return_inverse=True, return_counts=True)
    places, counts = order[1], order[2].astype(np.float64)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    many, all_ = float(hit.sum()), float(len(hit))
    ties = float((counts**3 - counts).sum())
    variance = many * (all_ - many) / 12 * ((all_ + 1) - ties / (all_ * (all_ - 1)))
    return float(ranks[hit].sum()) - many * (all_ + 1) / 2, max(variance, 0.0)
