"""Errors of those who judge: the wrong person, a wrong value. Drawn after the judgement, on a copy of the incidents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.standards.laboratory.comparison import Judged
from kaohe.standards.laboratory.metrics.contributions import pieces
from kaohe.standards.laboratory.populations import APART
from kaohe.standards.sanctions import prepare

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
WRONG_PERSON, OTHER_PERSON, WRONG_PRICE = PURPOSES = (1, 2, 3)
SUMS = ("amount_fen", "caused_fen", "loss_fen")


@dataclass(frozen=True)
class Errs:
    """How often the wrong person is held answerable, and how far values are off (standard deviation of the log)."""

    misattribution: float
    pricing_error: float


def by_error(judged: Judged, people: Mapping[int, Ints], errs: Mapping[int, Errs]) -> pl.DataFrame:
    """Columns of PIECES: sanctions on somebody not responsible, and other tiers, by office-year.

    people: numbers of those who work there, ascending; errs: both by office-year. The words are of the incidents, so
    that under every policy the same ones are taken wrong.
    """
    frame = judged.cases.frame
    wrong, told = _drawn(frame, people, errs)
    other = Judged.under(judged.policy, prepare(told))
    sanctioned = other.sanctions["incident_id"].unique().implode()
    found = other.assessed.incidents.select("incident_id", "replication", "tier").with_columns(
        wrong=pl.Series(wrong, dtype=pl.Boolean),
        moved=other.assessed.incidents["tier"] != judged.assessed.incidents["tier"],
        sanctioned=pl.col("incident_id").is_in(sanctioned),
    )
    return pl.concat(
        [
            pieces("drawn_incidents", found, "incident_id"),
            pieces("drawn_sanctioned", found.filter("sanctioned"), "incident_id"),
            pieces("false_sanctions", found.filter("sanctioned", "wrong"), "incident_id"),
            pieces("drawn_wrong_tier", found.filter("moved"), "incident_id"),
        ]
    ).collect()


def _drawn(
    frame: pl.DataFrame, people: Mapping[int, Ints], errs: Mapping[int, Errs]
) -> tuple[NDArray[np.bool_], pl.DataFrame]:
    """Of which incidents somebody else is held answerable, and the incidents as they are then told."""
    years = frame["replication"].to_numpy().astype(np.int64)
    own = (frame["staff"].cast(pl.Int64).fill_null(-1).to_numpy() - years * APART).astype(np.int64)
    words = {purpose: _words(frame, purpose) for purpose in PURPOSES}
    taken, off = (
        np.array([getattr(errs[year], name) for year in years.tolist()]) for name in ("misattribution", "pricing_error")
    )
    others = np.array(
        [
            _other(people[year], who, word)
            for year, who, word in zip(years.tolist(), own.tolist(), words[OTHER_PERSON].tolist(), strict=True)
        ],
        dtype=np.int64,
    )
    wrong = (_share(words[WRONG_PERSON]) < taken) & (others != own) & (own >= 0)
    scale = np.exp(off * _normal(_share(words[WRONG_PRICE])))
    sums = [name for name in SUMS if name in frame.columns]
    factor = pl.Series(scale)
    staff = pl.Series("staff", np.where(wrong, others + years * APART, own + years * APART))
    told = frame.with_columns(
        pl.when(frame["staff"].is_null()).then(None).otherwise(staff).cast(frame.schema["staff"]).alias("staff"),
        *((pl.col(name) * factor).round(0, mode="half_away_from_zero").cast(pl.Int64) for name in sums),
    )
    return wrong, told


def _words(frame: pl.DataFrame, purpose: int) -> Words:
    """One word an incident, by what it is about, of whom and when: the same under every policy."""
    found = np.full(frame.height, purpose, np.uint64)
    keys = [name for name in ("object_id", "staff", "replication") if name in frame.columns]
    numbers = [frame[name].cast(pl.Int64) for name in keys] + [frame["occurred_on"].cast(pl.Int32).cast(pl.Int64)]
    for each in numbers:
        found = _mixed(found ^ each.fill_null(0).to_numpy().astype(np.uint64))
    return found


def _mixed(words: Words) -> Words:
    """The next word of SplitMix64 (Steele et al. 2014)."""
    words = words + np.uint64(0x9E3779B97F4A7C15)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Words = words ^ (words >> np.uint64(31))
    return mixed


def _share(words: Words) -> NDArray[np.float64]:
    """Between 0 and 1, neither included."""
    found: NDArray[np.float64] = ((words >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
    return found


def _normal(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.special import ndtri  # type: ignore[import-untyped]  # publishes no types

    found: NDArray[np.float64] = ndtri(shares)
    return found


def _other(people: Ints, who: int, word: int) -> int:
    """Somebody else of the office; himself where he is alone."""
    others = people[people != who]
    return int(others[word % len(others)]) if len(others) else who
