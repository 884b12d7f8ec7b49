"""What a conclusion rests on where people react: which assumptions decide a ranking, where it flips, and regret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from kaohe.standards.laboratory.felt import Amnesty, Felt, typical
from kaohe.standards.laboratory.metrics.figures import Figure, Figures
from kaohe.standards.laboratory.metrics.office_years import Years
from kaohe.standards.laboratory.statistics.bounds import FEWEST
from kaohe.standards.laboratory.statistics.intervals import Floats
from kaohe.standards.laboratory.statistics.sensitivity import Index, Sensitivity, regrets, sensitivity
from kaohe.standards.policies.policy import Policy

RANKED = ("done", "intentional", "hidden_fen", "unrecovered_fen", "cases", "posts_lost", "false_sanctions", "cost_fen")
"""Figures of which less is better; withheld bonus is a transfer and none of them."""
INTENDED = ("intentional", "intentional_fen")


@dataclass(frozen=True)
class Draws:
    """The draws over the ranges: what was taken of each parameter that varies, (draws, parameters), and a dummy."""

    names: Sequence[str]
    points: Floats
    dummy: Floats


@dataclass(frozen=True)
class Ranking:
    """A figure of a policy beside that of the first, and on which assumptions it hangs which has less of it.

    forced: "less" or "more" where the form of the model gives the sign of acts with intent at equal belief, whatever
    the parameters are: then no result.
    """

    other: str
    metric: str
    events: int
    found: Sensitivity
    forced: str


@dataclass(frozen=True)
class Regret:
    """A figure of a policy under each set of assumptions, and how much more it is than the least of any policy."""

    policy: str
    metric: str
    means: Mapping[str, float]
    regrets: Mapping[str, float]

    @property
    def greatest(self) -> float:
        """The most that one can regret the policy by."""
        return max(self.regrets.values())


@dataclass(frozen=True)
class Assumed:
    """sets: ids of the sets of assumptions, the first that of the figures; changed: by response how often it fired."""

    sets: tuple[str, ...]
    changed: Mapping[str, int]
    rankings: tuple[Ranking, ...] = ()
    regrets: tuple[Regret, ...] = ()
    amnesties: tuple[Amnesty, ...] = ()

    def document(self) -> dict[str, object]:
        """For `--json`."""
        return {
            "sets": list(self.sets),
            "changed": dict(self.changed),
            "rankings": [_ranking(each) for each in self.rankings],
            "regrets": [
                {"policy": each.policy, "metric": each.metric, "means": dict(each.means), "regrets": dict(each.regrets)}
                for each in self.regrets
            ],
            "amnesty": [_amnesty(each) for each in self.amnesties],
        }

    def tables(self) -> Iterator[tuple[str, pl.DataFrame]]:
        """Name and content of each table for `--out`; none is empty."""
        rows = [row for each in self.rankings for row in _rows(each)]
        if rows:
            yield "sensitivity", pl.DataFrame(rows, infer_schema_length=None)
        found = [
            {
                "policy": each.policy,
                "metric": each.metric,
                "set": name,
                "mean": float(mean),
                "regret": float(each.regrets[name]),
            }
            for each in self.regrets
            for name, mean in each.means.items()
        ]
        if found:
            yield "regret", pl.DataFrame(found)
        if self.amnesties:
            yield "amnesty", pl.DataFrame([_amnesty(each) for each in self.amnesties])


def _amnesty(each: Amnesty) -> dict[str, object]:
    return {"policy": each.policy, "given": each.given, "preserving": each.preserving, "gap": each.gap}


def _ranking(each: Ranking) -> dict[str, object]:
    found = each.found
    return {
        "other": each.other,
        "metric": each.metric,
        "events": each.events,
        "draws": found.draws,
        "first_less": found.less,
        "same": found.same,
        "forced": each.forced or None,
        "deciding": [_index(one) for one in found.deciding],
        "floor": None if found.floor is None else _index(found.floor),
    }


def _index(each: Index) -> dict[str, object]:
    return {
        "parameter": each.name,
        "share": each.share,
        "low": each.low,
        "high": each.high,
        "flips_at": each.flips_at,
    }


def _rows(each: Ranking) -> Iterator[dict[str, object]]:
    found = each.found
    head = {"other": each.other, "metric": each.metric, "events": each.events, "draws": found.draws}
    head |= {"first_less": found.less, "same": found.same}
    every = [*found.indices, *([] if found.floor is None else [found.floor])]
    for one in every:
        yield {**head, "forced": each.forced, **_index(one), "decides": one.decides}


def rankings(names: Sequence[str], figures: Figures, draws: Draws, forced: Mapping[int, int]) -> Iterator[Ranking]:
    """Of each policy but the first each figure that ranks and differs often enough.

    forced: by place of a policy −1 where acts with intent can only be fewer than under the first, 1 only more.
    """
    words = {-1: "less", 1: "more"}
    for place in range(1, len(names)):
        for metric in RANKED:
            differences, events = figures.apart(place, metric)
            if events >= FEWEST:
                found = sensitivity(draws.points, differences, draws.names, draws.dummy)
                said = words.get(forced[place], "") if metric in INTENDED else ""
                yield Ranking(names[place], metric, events, found, said)


def forced_signs(policies: Sequence[Policy], years: Years, values: Mapping[str, float]) -> dict[int, int]:
    """By place of a policy whether the form alone says how acts with intent move: where it is felt heavier than the
    first in some cases and lighter in none (−1: they are fewer), or the reverse (1); 0: it does not say.
    """
    cases = typical(years.frames.incidents)
    felt = [Felt.of(each, cases).months(values, intended=True) for each in policies]
    apart = [each - felt[0] for each in felt]
    return {place: int(np.all(each <= 0) and np.any(each < 0)) - _heavier(each) for place, each in enumerate(apart)}


def _heavier(apart: Floats) -> int:
    return int(np.all(apart >= 0) and np.any(apart > 0))


def regrets_of(names: Sequence[str], by_set: Mapping[str, Figures]) -> Iterator[Regret]:
    """Of every figure that ranks, each policy's regret under each set."""
    places = range(len(names))
    told = {name: [figures.figures(place) for place in places] for name, figures in by_set.items()}
    for metric in RANKED:
        rows = [[_mean(found[place].get(metric)) for found in told.values()] for place in places]
        if not np.any(rows):
            continue
        more = regrets(np.array(rows))
        for place, name in enumerate(names):
            means = dict(zip(told, rows[place], strict=True))
            yield Regret(name, metric, means, dict(zip(told, more[place].tolist(), strict=True)))


def _mean(figure: Figure | None) -> float:
    return 0.0 if figure is None else float(figure.mean)
