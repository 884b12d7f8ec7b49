"""Incidents to compare policies on: lists of a utility's own and judged runs, put together with their people apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from kaohe.standards.sanctions import Cases, prepare

APART = 10**6  # more people than a run has
MOST_RUNS = 2_000
PEOPLE = ("staff", "discovered_by", "manager")
MOST_ACTS = 10**9


@dataclass(frozen=True)
class Source:
    """Where incidents come from: `kind` list (records of the utility's own), run (an exercise) or years (simulated, by
    rates); what was ordered.
    """

    name: str
    kind: Literal["list", "run", "years"]
    frame: pl.DataFrame
    ordered: int = 0


@dataclass(frozen=True)
class Population:
    """All incidents, with `source`, `number` (in its source) and `person` (as text) beside what the engine reads."""

    cases: Cases
    sources: tuple[Source, ...]


def population(sources: Sequence[Source]) -> Population:
    """The incidents of all sources; nobody of one is anybody of another."""
    frames = [_apart(place, source) for place, source in enumerate(sources)]
    whole = pl.concat(frames, how="diagonal_relaxed")
    numbered = whole.with_columns(incident_id=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
    return Population(prepare(numbered), tuple(sources))


def _apart(place: int, source: Source) -> pl.DataFrame:
    frame = source.frame.drop("tier", "counted_fen", strict=False)
    named = [pl.col("person") if "person" in frame.columns else pl.col("staff").cast(pl.String).alias("person")]
    people = [pl.col(name).cast(pl.Int64) + place * APART for name in PEOPLE if name in frame.columns]
    acts = [pl.col("act_group").cast(pl.Int64) + place * MOST_ACTS] if "act_group" in frame.columns else []
    number = pl.col("line" if "line" in frame.columns else "incident_id").cast(pl.Int64).alias("number")
    return frame.with_columns(number, *named, source=pl.lit(source.name)).with_columns(*people, *acts)
