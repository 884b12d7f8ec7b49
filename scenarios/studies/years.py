"""Simulated office-years: what a study of policies stands on. Tiers are no part of it: each policy gives its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from kaohe.sim.records.digest import value_digest
from kaohe.standards.judging.assessment import INCIDENTS as JUDGED
from kaohe.standards.judging.assessment import Schema

INCIDENTS: Schema = {"replication": pl.Int32, **JUDGED}
ACTS: Schema = {
    "replication": pl.Int32,
    "act_id": pl.Int64,
    "clause": pl.String,
    "point": pl.String,
    "action": pl.String,
    "post": pl.String,
    "staff": pl.Int32,
    "at": pl.Datetime("ms"),
    "due_on": pl.Date,
    "occurred_on": pl.Date,
    "evidenced_on": pl.Date,
    "amount_fen": pl.Int64,
    "cause": pl.String,
    "intentional": pl.Boolean,
    "incident_id": pl.Int64,
}
EXPOSURE: Schema = {
    "replication": pl.Int32,
    "post": pl.String,
    "staff": pl.Int32,
    "measure": pl.String,
    "value": pl.Int64,
}
FRAMES = {"incidents": INCIDENTS, "acts": ACTS, "exposure": EXPOSURE}
MONTHS = "months"
OPPORTUNITIES = "opportunities:"


@dataclass(frozen=True)
class OfficeYear:
    """One replication: frames as of OfficeYears, of this number alone."""

    replication: int
    incidents: pl.DataFrame
    acts: pl.DataFrame
    exposure: pl.DataFrame

    def frames(self) -> dict[str, pl.DataFrame]:
        """The frames by name."""
        return {name: getattr(self, name) for name in FRAMES}

    def digests(self) -> dict[str, str]:
        """SHA-256 of what each frame says; lists count as texts of their numbers, parted by spaces."""
        return {name: value_digest([_flat(frame)]) for name, frame in self.frames().items()}


@dataclass(frozen=True)
class OfficeYears:
    """Office-years of one study, each a replication, put together in the order of their numbers (from 1).

    incidents: columns of INCIDENTS, what the judge found, priced by `[delay]` of the reference policy (handbook), with
    no tier; `incident_id` and `staff` are numbers within a replication; amount_fen null: unpriced.
    acts: columns of ACTS, what was really done; incident_id null: the judge does not know of it; clause "": the papers
    show it as nothing that breaks one.
    exposure: columns of EXPOSURE, long: `months` of each person at a post, and `opportunities:POINT.ACTION` of a post
    (staff null), how many situations had room for the act.
    population: in words, from which offices and by which rates.
    """

    incidents: pl.DataFrame
    acts: pl.DataFrame
    exposure: pl.DataFrame
    population: str

    @classmethod
    def of(cls, years: Iterable[OfficeYear], population: str) -> OfficeYears:
        """Several, put together in the order of their numbers."""
        ordered = sorted(years, key=lambda year: year.replication)
        whole = {
            name: pl.concat([pl.DataFrame(schema=schema), *(year.frames()[name] for year in ordered)])
            for name, schema in FRAMES.items()
        }
        return cls(**whole, population=population)

    @property
    def replications(self) -> int:
        """How many there are."""
        return self.exposure["replication"].n_unique()


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    return frame.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(" ") for name in lists)
