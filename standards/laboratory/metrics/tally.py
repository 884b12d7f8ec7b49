"""One policy's pieces added up: of each figure the sums by office-year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from kaohe.standards.laboratory.comparison import Judged
from kaohe.standards.laboratory.metrics.adjudication import Errs, by_error
from kaohe.standards.laboratory.metrics.contributions import Worth, by_amount, by_policy, weighed
from kaohe.standards.laboratory.metrics.office_years import Years
from kaohe.standards.laboratory.metrics.table import Metric, metric_table
from kaohe.standards.laboratory.schedule import Schedule
from kaohe.standards.laboratory.statistics.intervals import Floats, pseudo_values

Key = tuple[str, str]
Totals = Mapping[Key, tuple[Floats, int]]


@dataclass(frozen=True)
class Cell:
    """One figure of one policy in the making: sums of numerator and denominator by office-year, pieces of either."""

    metric: Metric
    part: str
    sums: Floats
    events: int
    of: int

    @property
    def whole(self) -> int:
        """Of a sum, all of it as it is."""
        return int(self.sums[:, 0].sum())

    @property
    def value(self) -> float:
        """Over all office-years."""
        return float(_ratio(self.sums.sum(axis=0)[None, :])[0]) * self.metric.scale

    @cached_property
    def values(self) -> Floats:
        """What each office-year contributes."""
        return pseudo_values(_ratio, self.sums) * self.metric.scale


def _ratio(sums: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.nan_to_num(sums[:, 0] / sums[:, 1], nan=0.0, posinf=0.0, neginf=0.0)


class Tally:
    """The figures of one policy in the making.

    deep: also what needs the policy's schedule over all amounts, and the valuation (a second's work). errs: by
    office-year how those err who judge.
    """

    def __init__(
        self,
        judged: Judged,
        worth: Worth | None = None,
        years: Years | None = None,
        *,
        deep: bool = True,
        errs: Mapping[int, Errs] | None = None,
    ) -> None:
        self.judged, self.years = judged, years
        self.numbers = [1] if years is None else years.numbers
        worth = worth or Worth()
        parts = [by_policy(judged, worth.bonus), *([] if years is None else [years.pieces])]
        if years is not None and errs is not None:
            parts.append(by_error(judged, years.people, errs))
        if deep:
            parts.append(by_amount(judged, self.schedule))
        found = pl.concat(parts)
        self.pieces = pl.concat([found, weighed(found, worth.weights)]) if worth.weights else found

    @cached_property
    def schedule(self) -> Schedule:
        """What one ordinary incident costs."""
        return Schedule.of(self.judged.policy)

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """By figure, in the order of the table."""
        totals = _totals(self.pieces, self.numbers)
        return {
            metric.id.format(part=cell.part): cell for metric in metric_table() for cell in self._cells(metric, totals)
        }

    def _cells(self, metric: Metric, totals: Totals) -> Iterator[Cell]:
        there = {name for name, _ in totals}
        if not metric.of or (metric.per and metric.per not in there):
            return
        for part in self._parts(metric, totals):
            sums, events = totals.get((metric.of, part), (np.zeros(len(self.numbers)), 0))
            under, of = self._under(metric, part, totals)
            if under.any():
                yield Cell(metric, part, np.column_stack([sums, under]), events, of)

    def _parts(self, metric: Metric, totals: Totals) -> list[str]:
        """Every tier and kind that the policy has, every post at which somebody worked; else what is there."""
        measures = self.judged.policy.file.measures
        if metric.by == "tier":
            return list(self.judged.policy.tiers)
        if metric.by == "kind":
            return [kind for kind, measure in measures.items() if measure.unit in ("", "years")]
        if metric.by == "post":
            return sorted(part for name, part in totals if name == metric.per)
        if metric.by == "kind_post":
            return sorted(part for name, part in totals if name == metric.of)
        return [""] if self._known(metric, totals) else []

    def _known(self, metric: Metric, totals: Totals) -> bool:
        """Whether the figure can be told at all: nothing seen of what any policy could do is a nought."""
        return (metric.of, "") in totals or not (metric.asked or (metric.acts and self.years is None))

    def _under(self, metric: Metric, part: str, totals: Totals) -> tuple[Floats, int]:
        if not metric.per:
            return np.ones(len(self.numbers)), len(self.numbers)
        post = part.rsplit(".", 1)[-1] if metric.by in ("post", "kind_post") else ""
        return totals.get((metric.per, post), (np.zeros(len(self.numbers)), 0))


def _totals(found: pl.DataFrame, numbers: Sequence[int]) -> Totals:
    """Sums by office-year and the number of pieces, of each part of each component."""
    places = {number: place for place, number in enumerate(numbers)}
    rows = found.group_by("component", "part", "replication").agg(pl.col("value").sum(), pl.len())
    totals: dict[Key, tuple[Floats, int]] = {}
    for component, part, replication, value, count in rows.sort("component", "part", "replication").rows():
        sums, events = totals.get((component, part), (np.zeros(len(numbers)), 0))
        sums[places[replication]] = value
        totals[component, part] = (sums, events + count)
    return totals
