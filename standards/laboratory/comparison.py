"""Incidents under several policies: tiers that change, who is treated harder or softer. Judged alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from kaohe.standards.laboratory.trials import Load
from kaohe.standards.policies.format import TIERS
from kaohe.standards.policies.policy import Policy
from kaohe.standards.sanctions import Assessed, Cases, assess, prepare

ERROR_PERCENT = 2
DIRECTIONS = ("harder", "softer", "mixed", "same")


@dataclass(frozen=True)
class Judged:
    """Incidents under one policy."""

    policy: Policy
    cases: Cases
    assessed: Assessed

    @classmethod
    def under(cls, policy: Policy, cases: Cases) -> Judged:
        """Tiers and sanctions of incidents that are priced already."""
        return cls(policy, cases, assess(cases, policy))

    @cached_property
    def sanctions(self) -> pl.DataFrame:
        """incident_id, staff, rule, kind, unit, figure (1 where the kind has none), name (of the family, else of the
        kind) and weight (rank in the family, else the figure).
        """
        kinds = self.policy.file.measures
        table = pl.DataFrame(
            {
                "kind": list(kinds),
                "name": [f"family {each.family}" if each.family else kind for kind, each in kinds.items()],
                "rank": [each.rank if each.family else None for each in kinds.values()],
                "restitution": [each.restitution for each in kinds.values()],
            },
            schema={"kind": pl.String, "name": pl.String, "rank": pl.Int64, "restitution": pl.Boolean},
        )
        figure = pl.col("value").fill_null(1).alias("figure")
        joined = self.assessed.sanctions.with_columns(figure).join(table, on="kind", how="left", maintain_order="left")
        return joined.filter(pl.col("figure") != 0).with_columns(weight=pl.coalesce("rank", "figure"))

    def weights(self, by: str, families: Collection[str]) -> pl.DataFrame:
        """Columns `by` (incident_id, staff), name, weight: figures added up by kind, of those families the heaviest."""
        known = pl.col("name").is_in(list(families))
        name = pl.when(known).then("name").otherwise("kind").alias("name")
        weight = pl.when(known).then("weight").otherwise("figure").alias("weight")
        total = pl.when(pl.col("name").first().is_in(list(families))).then(pl.col("weight").max())
        rows = self.sanctions.select(by, name, weight)
        return rows.group_by(by, "name").agg(total.otherwise(pl.col("weight").sum()).alias("weight"))

    @cached_property
    def families(self) -> dict[str, dict[str, int]]:
        """Ranks of the kinds of each family, by its name as in `sanctions`."""
        found: dict[str, dict[str, int]] = {}
        for kind, measure in self.policy.file.measures.items():
            if measure.family is not None:
                found.setdefault(f"family {measure.family}", {})[kind] = measure.rank
        return found

    def loads(self, by: str, among: Sequence[int]) -> Mapping[int, Load]:
        """What each of those incidents, or persons, bears."""
        rows = self.sanctions.filter(pl.col(by).is_in(among)).group_by(by, "kind").agg(pl.col("figure").sum())
        found: dict[int, dict[str, int]] = {each: {} for each in among}
        for each, kind, figure in rows.rows():
            found[each][kind] = figure
        return found


def transitions(one: Judged, other: Judged) -> pl.DataFrame:
    """Columns from, to, incidents: tiers under the one and under the other; pairs that occur, in order of tiers."""
    left, right = _ranks(one), _ranks(other)
    pairs, counts = np.unique(left * len(TIERS) + right, return_counts=True)
    names = [(TIERS[pair // len(TIERS)], TIERS[pair % len(TIERS)]) for pair in pairs.tolist()]
    return pl.DataFrame(
        {"from": [a for a, _ in names], "to": [b for _, b in names], "incidents": counts.tolist()},
        schema={"from": pl.String, "to": pl.String, "incidents": pl.Int64},
    )


def _ranks(judged: Judged) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    tiers = judged.assessed.incidents["tier"]
    ranks = tiers.replace_strict({tier: rank for rank, tier in enumerate(TIERS)}, return_dtype=pl.Int64)
    return ranks.to_numpy()


def directions(one: Judged, other: Judged, by: str) -> pl.DataFrame:
    """Columns `by` and direction: how the other policy treats each incident (or person) of those that either punishes.

    harder: heavier in something and lighter in nothing; softer: the reverse; mixed: heavier in one thing and lighter in
    another, which no order of ours decides. A family that the two rank otherwise is compared kind by kind.
    """
    alike = [name for name, ranks in one.families.items() if other.families.get(name) == ranks]
    joined = one.weights(by, alike).join(other.weights(by, alike), on=[by, "name"], how="full", coalesce=True)
    change = (pl.col("weight_right").fill_null(0) - pl.col("weight").fill_null(0)).sign()
    both = (
        joined.with_columns(change=change)
        .group_by(by)
        .agg(up=(pl.col("change") > 0).any(), down=(pl.col("change") < 0).any())
    )
    return both.select(
        by,
        direction=pl.when(pl.col("up") & pl.col("down"))
        .then(pl.lit("mixed"))
        .when("up")
        .then(pl.lit("harder"))
        .when("down")
        .then(pl.lit("softer"))
        .otherwise(pl.lit("same")),
    ).sort(by)


def counted(found: pl.DataFrame) -> dict[str, int]:
    """How many of each direction, those that neither policy punishes left out."""
    counts = dict(found["direction"].value_counts().rows())
    return {name: int(counts.get(name, 0)) for name in DIRECTIONS}


def by_post(one: Judged, other: Judged) -> pl.DataFrame:
    """Columns post, incidents, months and months_other, harder, softer, mixed: by the post of each incident."""
    posts = one.assessed.incidents.select("incident_id", pl.col("post").fill_null(""))
    found = posts
    for judged, name in ((one, "months"), (other, "months_other")):
        of_months = judged.sanctions.filter(pl.col("unit") == "months")
        months = of_months.group_by("incident_id").agg(pl.col("figure").sum().alias(name))
        found = found.join(months, on="incident_id", how="left")
    found = found.join(directions(one, other, "incident_id"), on="incident_id", how="left")
    ways = [(pl.col("direction") == way).sum().alias(way) for way in DIRECTIONS[:3]]
    sums = [pl.col(name).sum() for name in ("months", "months_other")]
    return found.group_by("post").agg(pl.len().alias("incidents"), *sums, *ways).sort("post")


@dataclass(frozen=True)
class Hanging:
    """What hangs on the valuation: tiers of incidents each valued too low or too high alone, and people whose sanction
    of a family (a post) is another when all values are too low, or too high, by so many percent.
    """

    percent: int
    incidents: tuple[int, ...]
    persons: tuple[int, ...]


def hanging(judged: Judged, percent: int = ERROR_PERCENT) -> Hanging:
    """What would be otherwise if amounts were valued wrong by up to `percent`."""
    off = [Judged.under(judged.policy, _valued(judged.cases, by)) for by in (100 - percent, 100 + percent)]
    tier = _ranks(judged)
    moved = (_ranks(off[0]) != tier) | (_ranks(off[1]) != tier)
    posts = [_families(each) for each in (judged, *off)]
    persons = {person for one in posts[1:] for person, _ in one ^ posts[0]}
    return Hanging(percent, tuple(judged.cases.id[moved].tolist()), tuple(sorted(persons)))


def _families(judged: Judged) -> set[tuple[int, str]]:
    of_family = judged.sanctions.filter(pl.col("name").str.starts_with("family "))
    return set(of_family.select("staff", "kind").rows())


def _valued(cases: Cases, percent: int) -> Cases:
    """The same incidents, their sums so many percent of what they were, half up to a whole 分."""
    sums = [name for name in ("amount_fen", "caused_fen", "loss_fen") if name in cases.frame.columns]
    return prepare(cases.frame.with_columns(((pl.col(name) * percent + 50) // 100).alias(name) for name in sums))


def cases_of_persons(cases: Cases, incidents: Sequence[int]) -> Cases:
    """All incidents of the people of those: enough to find the reasons of those, for histories are of one person."""
    people = cases.frame.filter(pl.col("incident_id").is_in(incidents))["staff"]
    return prepare(cases.frame.filter(pl.col("staff").is_in(people.implode())))
