"""Simulated office-years as a population: incidents put together, acts with the day on which they became known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.sim.texts import catalogue
from kaohe.standards.laboratory.metrics.contributions import pieces
from kaohe.standards.laboratory.populations import APART, MOST_ACTS, PEOPLE, Population, Source
from kaohe.standards.laboratory.statistics.survival import Survival, survival
from kaohe.standards.sanctions import prepare

_texts = catalogue("kaohe.standards")
MONTHS: Final = "months"
HOURS: Final = "checking_hours"
SAME: Final = ("replication", "clause", "staff", "post", "object_type", "object_id", "occurred_on")
"""What makes incidents of two populations the same one."""
AGAIN: Final = "again"


class Frames(Protocol):
    """What a study of simulated office-years hands over; columns as in kaohe.scenarios.studies.years."""

    @property
    def incidents(self) -> pl.DataFrame:
        """What was found, priced, without tier, with `replication`."""

    @property
    def acts(self) -> pl.DataFrame:
        """What was done, found or not, with `replication`."""

    @property
    def exposure(self) -> pl.DataFrame:
        """replication, post, staff, measure, value: `months` worked, `checking_hours` where they are known."""

    @property
    def population(self) -> str:
        """In words, from which offices and by which rates."""


@dataclass(frozen=True)
class Years:
    """Office-years to judge: the frames, as one population, and what they hold apart from any policy.

    ids: numbers of incidents (columns of SAME and incident_id) where several populations are counted together.
    """

    frames: Frames
    ids: pl.DataFrame | None = None

    @cached_property
    def numbers(self) -> list[int]:
        """The office-years, ascending, those without any incident too."""
        found = pl.concat([each["replication"] for each in (self.frames.exposure, self.frames.acts)])
        every = pl.concat([found, self.frames.incidents["replication"]])
        return [int(each) for each in every.unique().sort().to_list()]

    @cached_property
    def people(self) -> dict[int, NDArray[np.int64]]:
        """Numbers of those who work in each office-year, ascending."""
        rows = self.frames.exposure.filter(pl.col("measure") == MONTHS, pl.col("staff").is_not_null())
        both = rows.select("replication", pl.col("staff").cast(pl.Int64)).unique().sort("replication", "staff")
        return {number: both.filter(replication=number)["staff"].to_numpy() for number in self.numbers}

    @cached_property
    def population(self) -> Population:
        """All incidents together; nobody of one year is anybody of another. `number` is the incident's in its year."""
        frame, year = self.frames.incidents.drop("tier", "counted_fen", strict=False), pl.col("replication")
        apart = year.cast(pl.Int64)
        people = [pl.col(name).cast(pl.Int64) + apart * APART for name in PEOPLE if name in frame.columns]
        acts = [pl.col("act_group").cast(pl.Int64) + apart * MOST_ACTS] if "act_group" in frame.columns else []
        named_years = {number: _texts("compare-year", number=number) for number in self.numbers}
        told = frame.join(_true_amounts(self.frames.acts), on=["replication", "incident_id"], how="left")
        named = told.sort("replication", "incident_id").with_columns(
            number=pl.col("incident_id").cast(pl.Int64),
            person=pl.col("staff").cast(pl.String),
            source=year.replace_strict(named_years, return_dtype=pl.String),
        )
        numbered = self._numbered(named).with_columns(*people, *acts)
        source = Source(self.frames.population, "years", numbered, 0)
        return Population(prepare(numbered), (source,))

    def _numbered(self, frame: pl.DataFrame) -> pl.DataFrame:
        if self.ids is None:
            return frame.with_columns(incident_id=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
        alike = frame.drop("incident_id").with_columns(_again())
        keys = [*SAME, AGAIN]
        return alike.join(self.ids, on=keys, how="left", nulls_equal=True, maintain_order="left").drop(AGAIN)

    @cached_property
    def acts(self) -> pl.DataFrame:
        """The acts with `began_on`, `known_on` (null: still unknown at the end) and `fen` (0: without an amount)."""
        found = self.frames.incidents.select("replication", "incident_id", known_on=pl.col("discovered_on"))
        began = pl.coalesce("occurred_on", pl.col("at").dt.date())
        joined = self.frames.acts.join(found, on=["replication", "incident_id"], how="left", maintain_order="left")
        return joined.with_columns(began_on=began, fen=pl.col("amount_fen").fill_null(0))

    @cached_property
    def unknown(self) -> Survival | None:
        """The curve of acts still unknown, from the start of each; None where there are no acts."""
        if self.acts.is_empty():
            return None
        end = max(day for day in (self.acts["known_on"].max(), self.acts["began_on"].max()) if day is not None)
        until = self.acts.select((pl.coalesce("known_on", pl.lit(end)) - pl.col("began_on")).dt.total_days())
        waited = np.maximum(until.to_series().to_numpy(), 0).astype(np.int64)
        return survival(waited, self.acts["known_on"].is_not_null().to_numpy())

    @cached_property
    def pieces(self) -> pl.DataFrame:
        """Columns of PIECES: what does not depend on any policy."""
        known = pl.col("known_on").is_not_null()
        found, intended = self.acts.filter(known), self.acts.filter(pl.col("intentional"))
        return pl.concat(
            [
                pieces("acts", self.acts, "act_id"),
                pieces("known_acts", found, "act_id"),
                pieces("known_fen", found, "act_id", pl.col("fen")),
                pieces("hidden_fen", self.acts.filter(~known), "act_id", pl.col("fen")),
                pieces("intentional", intended, "act_id"),
                pieces("intentional_fen", intended, "act_id", pl.col("fen")),
                pieces("recovered_fen", _recovered(self.frames.incidents), "incident_id", pl.col("recovered")),
                *self._worked(),
            ]
        ).collect()

    def _worked(self) -> list[pl.LazyFrame]:
        exposure = self.frames.exposure.with_columns(pl.col("post").fill_null(""))
        months = exposure.filter(pl.col("measure") == MONTHS).with_columns(who=pl.concat_str("post", pl.col("staff")))
        hours = exposure.filter(pl.col("measure") == HOURS)
        worked = pl.col("value")
        return [
            pieces("post_staff_months", months, "who", worked, pl.col("post")),
            pieces("checking_hours", hours, "post", worked),
        ]


def counted_together(frames: Sequence[Frames]) -> list[Years]:
    """Populations of the same office-years in which other things were done: what is the same has the same number."""
    keys = [each.incidents.sort("replication", "incident_id").select(*SAME, _again()) for each in frames]
    every = pl.concat(keys).unique(maintain_order=True)
    ids = every.with_columns(incident_id=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
    return [Years(each, ids) for each in frames]


def _again() -> pl.Expr:
    """Incidents that nothing tells apart are told apart by their order."""
    return pl.int_range(pl.len(), dtype=pl.Int64).over(SAME).alias(AGAIN)


def _true_amounts(acts: pl.DataFrame) -> pl.DataFrame:
    """replication, incident_id, true_fen: of incidents that are one known act with an amount."""
    linked = acts.filter(pl.col("incident_id").is_not_null())
    alone = linked.group_by("replication", "incident_id").agg(pl.len(), pl.col("amount_fen").first().alias("true_fen"))
    return alone.filter(pl.col("len") == 1).drop("len")


def _recovered(incidents: pl.DataFrame) -> pl.DataFrame:
    """What was made good, the doer's incident alone: the checker's has the same loss."""
    once = (
        incidents.filter(pl.col("act_role").fill_null("doer") == "doer")
        if "act_role" in incidents.columns
        else incidents
    )
    lost = pl.col("caused_fen").fill_null(0) - pl.col("loss_fen").fill_null(0)
    return once.with_columns(recovered=lost.clip(0))
