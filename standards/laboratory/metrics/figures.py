"""Figures of policies and what is known of them: intervals over office-years, bounds, differences from a control."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import polars as pl

from kaohe.standards.laboratory.metrics.table import Metric, Rests, metric_table
from kaohe.standards.laboratory.metrics.tally import Cell, Tally
from kaohe.standards.laboratory.schedule import edges_of
from kaohe.standards.laboratory.statistics.bounds import FEWEST, rate_at_most, share_at_most
from kaohe.standards.laboratory.statistics.intervals import FEWEST_YEARS, Floats, simultaneous

Number = int | float
Shown = Literal["more", "less", "unclear", "few", "exact", "same"]
Key = tuple[str, str]


@dataclass(frozen=True)
class Figure:
    """A figure, between which bounds it lies (None: not known), its unit, the events behind it, what it rests on."""

    metric: Metric
    part: str
    mean: Number
    low: Number | None
    high: Number | None
    events: int
    rests_on: Rests

    @property
    def id(self) -> str:
        """Its key in documents and tables."""
        return self.metric.id.format(part=self.part)


@dataclass(frozen=True)
class Difference:
    """A figure less that of the control.

    shown: more, less: the interval (of all differences at once) says so; unclear: it does not, or too few years differ
    for one; few: fewer than 20 events differ, or there are fewer than 8 office-years, which ranks nothing; same:
    nothing differs; exact: no sample, nothing to doubt.
    """

    id: str
    mean: Number
    low: Number | None
    high: Number | None
    events: int
    shown: Shown


NOTCH = next(each for each in metric_table() if each.by == "edge")
WAIT = next(each for each in metric_table() if each.id == "days_to_known")


class Figures:
    """The figures of policies on one population; the first policy is the control."""

    def __init__(self, tallies: Sequence[Tally]) -> None:
        self.tallies = tallies
        self.years, self._numbers = tallies[0].years, tallies[0].numbers

    def figures(self, place: int) -> dict[str, Figure]:
        """The figures of a policy, in the order of the table."""
        found = {key: self._figure(cell) for key, cell in self.tallies[place].cells.items()}
        found |= {each.id: each for each in (*self._notches(place), *self._waiting(place))}
        order = {metric.id: number for number, metric in enumerate(metric_table())}
        return dict(sorted(found.items(), key=lambda each: order[each[1].metric.id]))

    def _notches(self, place: int) -> Iterator[Figure]:
        schedule, policy = self.tallies[place].schedule, self.tallies[place].judged.policy
        for tier, edge in edges_of(policy).items():
            below, above = schedule.at(np.array([edge - 1, edge + (not policy.money.lower_in)]))
            size = int(above - below)
            yield Figure(NOTCH, tier, size, size, size, 1, NOTCH.rests_on)

    def _waiting(self, place: int) -> Iterator[Figure]:
        """Days until half of the acts are known, from the start of each."""
        years = self.tallies[place].years
        curve = None if years is None else years.unknown
        if years is not None and curve is not None and (median := curve.median()):
            high = None if np.isinf(median.high) else median.high
            yield Figure(WAIT, "", median.mean, median.low, high, years.acts.height, "assumption")

    def _figure(self, cell: Cell) -> Figure:
        metric = cell.metric
        if self.years is None:
            exact = _exact(cell)
            return Figure(metric, cell.part, exact, exact, exact, cell.events, metric.rests_on)
        low, high = self._bounds(cell)
        return Figure(metric, cell.part, _rounded(cell.value), low, high, cell.events, "assumption")

    def _bounds(self, cell: Cell) -> tuple[Number | None, Number | None]:
        """An interval; of rare events only what they are at most; of few office-years nothing."""
        if cell.events < FEWEST:
            return _rare(cell)
        if len(self._numbers) < FEWEST_YEARS:
            return None, None
        (found,) = simultaneous(cell.values[None, :])
        if not np.isfinite(found.high):
            return None, None
        most = cell.metric.scale if cell.metric.share else found.high
        return _rounded(max(found.low, 0.0)), _rounded(min(found.high, most))

    @cached_property
    def _differences(self) -> list[dict[str, Difference]]:
        """For each policy but the first; the intervals hold all at once."""
        places = range(1, len(self.tallies))
        rows = {(place, key): row for place in places for key, row in self._rows(place).items()}
        ranked = {where: row for where, row in rows.items() if row[1] >= FEWEST}
        widths: dict[tuple[int, str], tuple[float, float]] = {}
        if ranked and self.years is not None and len(self._numbers) >= FEWEST_YEARS:
            found = simultaneous(np.vstack([values for values, _ in ranked.values()]))
            widths = {where: (each.low, each.high) for where, each in zip(ranked, found, strict=True)}
        return [
            {
                **{
                    key: self._difference(place, key, events, widths.get((place, key)))
                    for (at, key), (_, events) in rows.items()
                    if at == place
                },
                **self._of_notches(place),
            }
            for place in places
        ]

    def _of_notches(self, place: int) -> dict[str, Difference]:
        one, other = ({each.id: int(each.mean) for each in self._notches(at)} for at in (0, place))
        sizes = {key: other.get(key, 0) - one.get(key, 0) for key in dict.fromkeys([*one, *other])}
        return {
            key: Difference(key, size, size, size, int(size != 0), "exact" if size else "same")
            for key, size in sizes.items()
        }

    def differences(self, place: int) -> dict[str, Difference]:
        """Every figure of a policy less that of the first; what a policy does not have counts nothing there."""
        return self._differences[place - 1]

    def apart(self, place: int, key: str) -> tuple[Floats, int]:
        """By office-year a figure less that of the first policy (of the first: the figure), and the events behind."""
        if place:
            return self._rows(place).get(key, (np.zeros(len(self._numbers)), 0))
        cell = self.tallies[0].cells.get(key)
        return (np.zeros(len(self._numbers)), 0) if cell is None else (cell.values, cell.events)

    def _rows(self, place: int) -> dict[str, tuple[Floats, int]]:
        """By figure the differences of each office-year, and how many pieces differ."""
        one, other = self.tallies[0].cells, self.tallies[place].cells
        none = np.zeros(len(self._numbers))
        differing = _differing(self.tallies[0].pieces, self.tallies[place].pieces)
        found = {}
        for key in dict.fromkeys([*one, *other]):
            left, right = one.get(key), other.get(key)
            cell = right or one[key]
            values = (none if right is None else right.values) - (none if left is None else left.values)
            told = cell.metric.per and any(each is not None and each.value for each in (left, right))
            under = differing.get((cell.metric.per, ""), 0) if told else 0
            found[key] = (values, differing.get((cell.metric.of, cell.part), 0) + under)
        return found

    def _difference(self, place: int, key: str, events: int, width: tuple[float, float] | None) -> Difference:
        one, other = self.tallies[0].cells.get(key), self.tallies[place].cells.get(key)
        exact = self.years is None
        left = 0 if one is None else _exact(one) if exact else one.value
        right = 0 if other is None else _exact(other) if exact else other.value
        mean = _rounded(right - left)
        if exact or not events:
            return Difference(key, mean, mean, mean, events, "exact" if mean else "same")
        if width is None:
            return Difference(key, mean, None, None, events, "few")
        if not np.isfinite(width).all():
            return Difference(key, mean, None, None, events, "unclear")
        shown: Shown = "more" if width[0] > 0 else "less" if width[1] < 0 else "unclear"
        return Difference(key, mean, _rounded(width[0]), _rounded(width[1]), events, shown)


def _differing(one: pl.DataFrame, other: pl.DataFrame) -> dict[Key, int]:
    """How many pieces of each component are not the same under both."""
    keys = ["component", "part", "replication", "piece"]
    joined = one.join(other, on=keys, how="full", coalesce=True)
    moved = joined.filter(pl.col("value").ne_missing(pl.col("value_right")))
    return {(component, part): count for component, part, count in moved.group_by("component", "part").len().rows()}


def _exact(cell: Cell) -> Number:
    """Of a list: a sum as it is, a ratio to six places."""
    return cell.whole if not cell.metric.per else _rounded(cell.value)


def _rounded(value: float) -> float:
    """To six significant digits: what lies beyond says nothing and differs between machines."""
    return float(f"{value:.6g}")


def _rare(cell: Cell) -> tuple[Number | None, Number | None]:
    """Of things that are counted: at least nothing, at most what so few allow."""
    if not cell.metric.counts:
        return None, None
    under = float(cell.sums[:, 1].sum())
    bound = share_at_most(cell.events, int(under)) if cell.metric.share else rate_at_most(cell.events, under)
    return 0.0, _rounded(bound * cell.metric.scale)
