"""Incidents as arrays: sorted by id, missing columns filled, words coded; made once for any number of policies."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

REQUIRED = ("incident_id", "clause", "staff", "occurred_on")
NUMBERS = ("amount_fen", "caused_fen", "loss_fen", "gain_fen", "avoided_fen", "energy_kwh", "count")
FLAGS = ("concealed", "serious_effect", "cause_overload", "self_reported", "large_customer", "over_billed")
WORDS = ("clause", "post", "basis", "intent", "act_role", "severity", "finder_post", "decided_tier")
PEOPLE = ("staff", "discovered_by", "manager", "act_group")
WORD_DEFAULTS = {"basis": "", "intent": "none", "act_role": "doer"}
NOBODY = -1


@dataclass(frozen=True)
class Coded:
    """A column of words: codes into `words`."""

    codes: Ints
    words: tuple[str, ...]

    def among(self, wanted: Collection[str]) -> Flags:
        """Where the word is one of those."""
        return np.array([word in wanted for word in self.words], dtype=np.bool_)[self.codes]

    def mapped(self, values: Mapping[str, int], default: int) -> Ints:
        """The number that goes with each word."""
        return np.array([values.get(word, default) for word in self.words], dtype=np.int64)[self.codes]


@dataclass(frozen=True)
class Cases:
    """Columns of n incidents in the order of `incident_id`; days count from 1970; a person missing is NOBODY."""

    frame: pl.DataFrame
    id: Ints
    numbers: Mapping[str, Ints]
    flags: Mapping[str, Flags]
    words: Mapping[str, Coded]
    people: Mapping[str, Ints]
    occurred: Ints
    discovered: Ints
    priced: Flags
    kept: dict[Hashable, object] = field(default_factory=dict, compare=False, repr=False)
    """What does not depend on tiers, worked out for the first policy that asks."""

    @cached_property
    def all_priced(self) -> bool:
        """Whether every incident has an amount."""
        return bool(self.priced.all())

    @cached_property
    def undecided(self) -> bool:
        """Whether none of them was decided earlier."""
        return self.words["decided_tier"].words in ((), ("",))

    def __len__(self) -> int:
        return len(self.id)


def _absent(frame: pl.DataFrame, name: str) -> bool:
    return name not in frame.columns


def _numbers(frame: pl.DataFrame, name: str) -> Ints:
    if _absent(frame, name):
        return np.full(len(frame), 1 if name == "count" else 0, dtype=np.int64)
    return frame[name].cast(pl.Int64).fill_null(1 if name == "count" else 0).to_numpy()


def _people(frame: pl.DataFrame, name: str) -> Ints:
    if _absent(frame, name):
        return np.full(len(frame), NOBODY, dtype=np.int64)
    return frame[name].cast(pl.Int64).fill_null(NOBODY).to_numpy()


def _flags(frame: pl.DataFrame, name: str) -> Flags:
    if _absent(frame, name):
        return np.zeros(len(frame), dtype=np.bool_)
    return frame[name].fill_null(False).to_numpy()


def _words(frame: pl.DataFrame, name: str) -> Coded:
    default = WORD_DEFAULTS.get(name, "")
    if _absent(frame, name):
        return Coded(np.zeros(len(frame), dtype=np.int64), (default,))
    texts = frame[name].cast(pl.String).fill_null(default)
    ranks = texts.rank("dense").cast(pl.Int64).to_numpy() - 1
    return Coded(ranks, tuple(texts.unique().sort().to_list()))


def _days(frame: pl.DataFrame, name: str, fallback: str) -> Ints:
    column = pl.col(name) if name in frame.columns else pl.col(fallback)
    days = frame.select(column.fill_null(pl.col(fallback)).cast(pl.Date).to_physical().cast(pl.Int64))
    return days.to_series().to_numpy()


def _checked(frame: pl.DataFrame) -> pl.DataFrame:
    missing = [name for name in REQUIRED if name not in frame.columns]
    if missing:
        raise ValueError(f"incidents lack the columns {', '.join(missing)}")
    ids = frame["incident_id"]
    if ids.null_count() or frame["occurred_on"].null_count() or ids.n_unique() < len(frame):
        raise ValueError("incident_id must be unique, and neither it nor occurred_on may be missing")
    return frame.sort("incident_id")


def prepare(incidents: pl.DataFrame) -> Cases:
    """Arrays of a frame of incidents (columns: docstring of `assess`).

    Raises:
        ValueError: a required column is missing, or an id occurs twice.
    """
    frame = _checked(incidents)
    amount = frame["amount_fen"] if "amount_fen" in frame.columns else pl.Series([None] * len(frame), dtype=pl.Int64)
    return Cases(
        frame=frame,
        id=frame["incident_id"].cast(pl.Int64).to_numpy(),
        numbers={name: _numbers(frame, name) for name in NUMBERS},
        flags={name: _flags(frame, name) for name in FLAGS},
        words={name: _words(frame, name) for name in WORDS},
        people={name: _people(frame, name) for name in PEOPLE},
        occurred=_days(frame, "occurred_on", "occurred_on"),
        discovered=_days(frame, "discovered_on", "occurred_on"),
        priced=amount.is_not_null().to_numpy(),
    )
