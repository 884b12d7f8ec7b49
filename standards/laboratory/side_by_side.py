"""Policies side by side on one population: the document of a comparison, and its tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import polars as pl

from kaohe.sim.texts import catalogue
from kaohe.standards.headers import post_headers
from kaohe.standards.laboratory.assumed import Assumed
from kaohe.standards.laboratory.comparison import (
    Hanging,
    Judged,
    by_post,
    cases_of_persons,
    counted,
    directions,
    hanging,
    transitions,
)
from kaohe.standards.laboratory.findings import load_text
from kaohe.standards.laboratory.metrics.adjudication import Errs
from kaohe.standards.laboratory.metrics.contributions import Worth
from kaohe.standards.laboratory.metrics.figures import Difference, Figure, Figures
from kaohe.standards.laboratory.metrics.office_years import Years
from kaohe.standards.laboratory.metrics.tally import Tally
from kaohe.standards.laboratory.policy_difference import Otherwise, policy_difference
from kaohe.standards.laboratory.populations import Population
from kaohe.standards.policies.policy import Policy
from kaohe.standards.sanctions import assess, reason_text

EXPLAINED = 200
SHOWN = 5
_texts = catalogue("kaohe.standards")


@dataclass(frozen=True)
class Named:
    """A policy under the name by which it was asked for."""

    name: str
    policy: Policy


@dataclass(frozen=True)
class Pair:
    """One policy beside the first, incident by incident."""

    one: Judged
    other: Judged
    name: str

    @cached_property
    def by_incident(self) -> pl.DataFrame:
        """incident_id and direction."""
        return directions(self.one, self.other, "incident_id")

    @cached_property
    def by_person(self) -> pl.DataFrame:
        """staff and direction."""
        return directions(self.one, self.other, "staff")

    @cached_property
    def otherwise(self) -> list[Otherwise]:
        """What the files say differently."""
        return policy_difference(self.one.policy, self.other.policy)

    @cached_property
    def changed(self) -> list[int]:
        """Incidents that are treated otherwise, or lie in another tier."""
        moved = self.by_incident.filter(pl.col("direction") != "same")["incident_id"]
        tiers = self.one.assessed.incidents["tier"] != self.other.assessed.incidents["tier"]
        return sorted({*moved.to_list(), *self.one.assessed.incidents.filter(tiers)["incident_id"].to_list()})

    def table(self) -> pl.DataFrame:
        """A row for each incident that is treated otherwise: who, what, and what is borne under either policy."""
        found = [_side(judged, self.changed, name) for judged, name in ((self.one, "a"), (self.other, "b"))]
        about = ["incident_id", "source", "number", "person", "post", "clause", "occurred_on", "amount_fen"]
        rows = self.one.cases.frame.filter(pl.col("incident_id").is_in(self.changed)).select(about)
        for side in (*found, self.by_incident):
            rows = rows.join(side, on="incident_id", how="left", maintain_order="left")
        return rows.with_columns(pl.col("direction").fill_null("same"))

    def people(self) -> pl.DataFrame:
        """A row for each person whom either policy punishes: months under both, and the direction."""
        names = self.one.cases.frame.group_by("staff").agg(pl.col("person").first(), pl.col("source").first())
        rows = names.join(self.by_person, on="staff")
        for judged, name in ((self.one, "months_a"), (self.other, "months_b")):
            of_months = judged.sanctions.filter(pl.col("unit") == "months").group_by("staff")
            rows = rows.join(of_months.agg(pl.col("figure").sum().alias(name)), on="staff", how="left")
        return rows.with_columns(pl.col("months_a", "months_b").fill_null(0)).sort("staff").drop("staff")

    def reasons(self, incidents: Sequence[int]) -> dict[int, tuple[list[str], list[str]]]:
        """Why under the one and why under the other, for so many incidents."""
        sides = [_reasons(judged, incidents) for judged in (self.one, self.other)]
        return {each: (sides[0].get(each, []), sides[1].get(each, [])) for each in incidents}


def _own(judged: Judged, years: Years) -> Judged:
    """A policy over the office-years in which people react to it."""
    return judged if judged.cases is years.population.cases else Judged.under(judged.policy, years.population.cases)


def _side(judged: Judged, incidents: Sequence[int], name: str) -> pl.DataFrame:
    tiers = judged.assessed.incidents.select("incident_id", pl.col("tier").alias(f"tier_{name}"))
    loads = judged.loads("incident_id", incidents)
    rules = dict(judged.sanctions.group_by("incident_id", maintain_order=True).agg("rule").rows())
    table = pl.DataFrame(
        {
            "incident_id": pl.Series(list(loads), dtype=pl.Int64),
            f"borne_{name}": pl.Series([load_text(judged.policy, load) for load in loads.values()], dtype=pl.String),
            f"rules_{name}": pl.Series(
                [" ".join(dict.fromkeys(rules.get(each, []))) for each in loads], dtype=pl.String
            ),
        }
    )
    return table.join(tiers, on="incident_id", how="left", maintain_order="left")


def _reasons(judged: Judged, incidents: Sequence[int]) -> dict[int, list[str]]:
    if not incidents:
        return {}
    assessed = assess(cases_of_persons(judged.cases, incidents), judged.policy)
    found: dict[int, list[str]] = {}
    rows = assessed.reasons.filter(pl.col("incident_id").is_in(incidents))
    for each, rule, key, args in rows.select("incident_id", "rule", "key", "args").rows():
        found.setdefault(each, []).append(f"{rule} {reason_text(judged.policy, key, args)}")
    return found


class Comparison:
    """Policies side by side on one population; the first is what the others are compared with.

    years: the population is of simulated office-years, over which figures have intervals. own: where people react to a
    policy, the office-years of each, and errs: how those err who judge; figures and their differences are of those,
    all that is told incident by incident is of the first's.
    """

    def __init__(
        self,
        policies: Sequence[Named],
        people: Population,
        worth: Worth | None = None,
        years: Years | None = None,
        own: Sequence[Years] = (),
        errs: Mapping[int, Errs] | None = None,
    ) -> None:
        self.population, self.worth, self.years, self.own = people, worth or Worth(), years, tuple(own)
        self.assumed: Assumed | None = None
        self.errs = errs
        self.names = [each.name for each in policies]
        self.judged = [Judged.under(each.policy, people.cases) for each in policies]
        self.pairs = [
            Pair(self.judged[0], other, name) for name, other in zip(self.names[1:], self.judged[1:], strict=True)
        ]

    @cached_property
    def hangs(self) -> list[Hanging]:
        """For each policy what hangs on the valuation."""
        return [hanging(each) for each in self.judged]

    @cached_property
    def figures(self) -> Figures:
        """All figures, and their differences."""
        if not self.own:
            return Figures([Tally(each, self.worth, self.years) for each in self.judged])
        both = zip(self.judged, self.own, strict=True)
        return Figures([Tally(_own(judged, years), self.worth, years, errs=self.errs) for judged, years in both])

    def metrics(self, place: int) -> dict[str, Figure]:
        """Figures of a policy; `bonus_fen` and `cost_fen` where the user said what a month and a part are worth."""
        return self._metrics[place]

    @cached_property
    def _metrics(self) -> list[dict[str, Figure]]:
        return [self.figures.figures(place) for place in range(len(self.names))]

    def differences(self, place: int) -> dict[str, Difference]:
        """Every figure of a policy less that of the first."""
        return self.figures.differences(place)

    def whence(self) -> dict[str, object]:
        """From which incidents the figures are: sources, how many, priced or not, and what that forbids to say."""
        frame = self.population.cases.frame
        return {
            "incidents": frame.height,
            "unpriced": frame["amount_fen"].null_count(),
            "persons": frame["staff"].n_unique(),
            "first_on": str(frame["occurred_on"].min() or "—"),
            "last_on": str(frame["occurred_on"].max() or "—"),
            "yearly": self.years is not None,
            **({} if self.years is None else {"office_years": len(self.years.numbers)}),
            **({"bonus_fen": dict(self.worth.bonus)} if self.worth.bonus else {}),
            **({"weights_fen": dict(self.worth.weights)} if self.worth.weights else {}),
            "sources": [
                {"name": each.name, "kind": each.kind, "incidents": each.frame.height, "ordered": each.ordered}
                for each in self.population.sources
            ],
        }

    def document(self) -> dict[str, object]:
        """The document of `--json`."""
        return {
            "population": self.whence(),
            "metrics": {
                name: {key: _metric(each) for key, each in self.metrics(place).items()}
                for place, name in enumerate(self.names)
            },
            "differences": [self._difference(place, pair) for place, pair in enumerate(self.pairs, start=1)],
            **({} if self.assumed is None else {"behaviour": self.assumed.document()}),
        }

    def _difference(self, place: int, pair: Pair) -> dict[str, object]:
        explained = pair.changed[:EXPLAINED]
        why = pair.reasons(explained)
        rows = pair.table().filter(pl.col("incident_id").is_in(explained)).to_dicts()
        return {
            "one": self.names[0],
            "other": pair.name,
            "policy": [
                {"key": each.key, "one": each.one, "other": each.other, "text": each.text()} for each in pair.otherwise
            ],
            "metrics": {key: _less(each, self.years) for key, each in self.differences(place).items()},
            "transitions": transitions(pair.one, pair.other).to_dicts(),
            "incidents": counted(pair.by_incident),
            "persons": counted(pair.by_person),
            "posts": by_post(pair.one, pair.other).to_dicts(),
            "people": pair.people().to_dicts(),
            "changed": len(pair.changed),
            "explained": [
                {**row, "why_a": why[row["incident_id"]][0], "why_b": why[row["incident_id"]][1]} for row in rows
            ],
        }

    def tables(self) -> Iterator[tuple[str, pl.DataFrame]]:
        """Name and content of each table for `--out`."""
        yield "metrics", pl.DataFrame(list(self._rows()), infer_schema_length=None)
        if self.pairs:
            yield "differences", pl.DataFrame(list(self._less_rows()), infer_schema_length=None)
        yield from () if self.assumed is None else self.assumed.tables()
        yield from chain.from_iterable(_pair_tables(pair, number) for number, pair in enumerate(self.pairs, start=2))

    def _rows(self) -> Iterator[dict[str, object]]:
        for place, name in enumerate(self.names):
            for key, each in self.metrics(place).items():
                texts = {"name": figure_name(each, self.judged[place].policy), "formula": each.metric.formula.text()}
                yield {
                    "policy": name,
                    "metric": key,
                    **_numbers(each),
                    "unit": each.metric.unit,
                    "events": each.events,
                    "rests_on": each.rests_on,
                    **texts,
                }

    def _less_rows(self) -> Iterator[dict[str, object]]:
        for place, pair in enumerate(self.pairs, start=1):
            for key, each in self.differences(place).items():
                yield {
                    "one": self.names[0],
                    "other": pair.name,
                    "metric": key,
                    **_numbers(each),
                    "events": each.events,
                    "shown": each.shown,
                }


def _pair_tables(pair: Pair, number: int) -> Iterator[tuple[str, pl.DataFrame]]:
    yield f"incidents_1_{number}", pair.table()
    yield f"persons_1_{number}", pair.people()
    yield f"posts_1_{number}", by_post(pair.one, pair.other)
    yield f"transitions_1_{number}", transitions(pair.one, pair.other)


def _metric(figure: Figure) -> dict[str, object]:
    """Incidents that are there are no sample: the figure is exact, and its interval a point."""
    return {
        "mean": figure.mean,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.metric.unit,
        "events": figure.events,
        "rests_on": figure.rests_on,
    }


def _less(difference: Difference, years: Years | None) -> object:
    """One number where it is exact; over office-years its interval, and whether that shows anything."""
    if years is None:
        return difference.mean
    each = difference
    return {"mean": each.mean, "low": each.low, "high": each.high, "events": each.events, "shown": each.shown}


def _numbers(each: Figure | Difference) -> dict[str, float | None]:
    return {"mean": float(each.mean), "low": _float(each.low), "high": _float(each.high)}


def _float(value: float | None) -> float | None:
    return None if value is None else float(value)


def figure_name(figure: Figure, policy: Policy) -> str:
    """A figure's name in the current language: tiers and measures as the policy calls them, posts as the rulebook."""
    return figure.metric.name.text().replace("{part}", _part_name(figure.metric.by, figure.part, policy))


def _part_name(by: str, part: str, policy: Policy) -> str:
    if by in ("tier", "edge"):
        return policy.tier_name(part)  # type: ignore[arg-type]  # parts of these are tiers
    if by == "kind":
        return policy.measure(part).name.text()
    posts = {post.id: post.name.text() for post in post_headers()}
    kind, _, post = part.rpartition(".")
    named = posts.get(post, post) or _texts("compare-no-post")
    return f"{policy.measure(kind).name.text()} {named}" if kind else named
