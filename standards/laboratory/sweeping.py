"""A policy through the points of a sweep, on one population; of office-years also the best point, fairly told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from kaohe.standards.laboratory.comparison import DIRECTIONS, Judged, counted, directions
from kaohe.standards.laboratory.metrics.contributions import Worth
from kaohe.standards.laboratory.metrics.office_years import Years
from kaohe.standards.laboratory.metrics.tally import Tally
from kaohe.standards.laboratory.populations import Population
from kaohe.standards.laboratory.statistics.bounds import FEWEST
from kaohe.standards.laboratory.statistics.choosing import chosen
from kaohe.standards.laboratory.statistics.intervals import Floats, Interval, simultaneous
from kaohe.standards.laboratory.sweeps import Point, Sweep, swept
from kaohe.standards.policies.policy import Policy


@dataclass(frozen=True)
class Aim:
    """What a sweep is to find: the least of a figure, or the nearest to a value in the unit of the figure."""

    metric: str
    value: float | None = None


@dataclass(frozen=True)
class Best:
    """The point that odd office-years chose, and what the even ones say of it, and of it less the policy as it is.

    events: behind the figure at that point, in all years; fewer than 20 have means alone.
    """

    aim: Aim
    point: Mapping[str, int]
    odd: float
    even: Interval
    less: Interval
    events: int

    def document(self) -> dict[str, object]:
        """For `--json`."""
        return {
            "metric": self.aim.metric,
            "target": self.aim.value,
            "point": dict(self.point),
            "odd": self.odd,
            "even": self._told(self.even),
            "difference": self._told(self.less),
            "events": self.events,
        }

    def _told(self, found: Interval) -> dict[str, float | None]:
        known = self.events >= FEWEST
        return {"mean": found.mean, "low": found.low if known else None, "high": found.high if known else None}


@dataclass(frozen=True)
class Swept:
    """A row for each point: swept values, figures (a year's of office-years), who is treated how; the best if asked."""

    table: pl.DataFrame
    best: Best | None = None

    def document(self) -> dict[str, object]:
        """For `--json`."""
        return {"sweep": self.table.to_dicts(), **({} if self.best is None else {"best": self.best.document()})}


def sweep_through(
    policy: Policy,
    sweeps: Sequence[Sweep],
    people: Population,
    worth: Worth | None = None,
    years: Years | None = None,
    aim: Aim | None = None,
) -> Swept:
    """The policy at every point. Raises Faults: a point that cannot be."""
    points: list[tuple[Point, Policy]] = list(swept(policy, sweeps))
    base = Judged.under(policy, people.cases)
    rows, values, events = [], [], []
    for point, each in points:
        judged = Judged.under(each, people.cases)
        tally = Tally(judged, worth, years, deep=aim is not None)
        rows.append({**_named(sweeps, point), **_figures(tally), **_ways(base, judged)})
        if aim is not None:
            values.append(_values(tally, aim.metric))
            events.append(tally.cells[aim.metric].events if aim.metric in tally.cells else 0)
    named = [_named(sweeps, point) for point, _ in points]
    best = None if aim is None else _best(aim, named, np.vstack(values), events, Tally(base, worth, years))
    return Swept(pl.DataFrame(rows, infer_schema_length=None), best)


def _named(sweeps: Sequence[Sweep], point: Point) -> dict[str, int]:
    return {sweep.key: value for sweep, value in zip(sweeps, point, strict=True)}


def _figures(tally: Tally) -> dict[str, float]:
    """Sums as they are; of office-years the mean of one."""
    plain = {name: cell for name, cell in tally.cells.items() if not cell.metric.per}
    return {name: cell.whole if tally.years is None else cell.value for name, cell in plain.items()}


def _ways(base: Judged, judged: Judged) -> dict[str, int]:
    ways = counted(directions(base, judged, "incident_id"))
    return {way: ways[way] for way in DIRECTIONS[:3]}


def _values(tally: Tally, metric: str) -> Floats:
    cell = tally.cells.get(metric)
    return np.zeros(len(tally.numbers)) if cell is None else cell.values


def _best(aim: Aim, points: Sequence[Mapping[str, int]], values: Floats, events: Sequence[int], base: Tally) -> Best:
    place = chosen(values, aim.value)
    less = values[place] - _values(base, aim.metric)
    even, apart = simultaneous(np.vstack([values[place, 1::2], less[1::2]]))
    return Best(aim, points[place], float(values[place, 0::2].mean()), even, apart, events[place])
