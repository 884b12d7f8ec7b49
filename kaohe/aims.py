"""What a study is asked to reach: a figure and a value, for the best point of a sweep or a half-width to stop at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from kaohe.errors import advise
from kaohe.options import Values
from kaohe.standards.laboratory.statistics.bounds import FEWEST
from kaohe.standards.laboratory.statistics.intervals import FEWEST_YEARS
from kaohe.wording import say

if TYPE_CHECKING:
    from kaohe.scenarios.studies.years import OfficeYears
    from kaohe.standards.laboratory.metrics.contributions import Worth
    from kaohe.standards.laboratory.side_by_side import Comparison, Named
    from kaohe.standards.laboratory.sweeping import Aim, Swept
    from kaohe.standards.laboratory.sweeps import Sweep

MOST = 10**12
HALVES = 2 * FEWEST_YEARS
"""Years that can be parted into those that choose and those that tell."""


def read_best(
    values: Values, text: str | None, named: Sequence[Named], *, years: int | None, swept: bool
) -> Aim | None:
    """`--best FIGURE[=VALUE]`: of a sweep over office-years, enough for two halves. Faults stay with `values`."""
    if text is None:
        return None
    if years is None or not swept:
        values.fault("--best", "P034", say("compare", "best_of_sweep"))
    elif years < HALVES:
        values.fault("--best", "P019", say("compare", "best_few", fewest=HALVES))
    return _aim(values, "--best", text, named)


def read_half_width(values: Values, text: str | None, named: Sequence[Named], *, simulated: bool) -> Aim | None:
    """`--half-width FIGURE=VALUE`: when a study may stop. Faults stay with `values`."""
    if text is None:
        return None
    if not simulated:
        values.fault("--half-width", "P034", say("compare", "half_width_of_years"))
    if "=" not in text:
        values.fault("--half-width", "P014", say("compare", "half_width_form"))
    return _aim(values, "--half-width", text, named)


def _aim(values: Values, option: str, text: str, named: Sequence[Named]) -> Aim | None:
    from kaohe.standards.laboratory.sweeping import Aim

    name, equals, amount = text.partition("=")
    units = dict(_figures(named))
    if name not in units:
        values.fault(option, "U010", say("misuse", "unknown_name", given=name, advice=advise(name, list(units))))
        return None
    value = values.number(option, amount, 0, MOST) if equals else None
    return Aim(name, None if value is None else float(value) * (100 if units[name].startswith("fen") else 1))


def _figures(named: Sequence[Named]) -> Iterator[tuple[str, str]]:
    """Figures that can be aimed at, with their units: those that are one, and those of tiers and measures."""
    from kaohe.standards.laboratory.metrics.table import metric_table

    files = [each.policy.file for each in named]
    parts: dict[str, list[str]] = {
        "": [""],
        "tier": [tier for file in files for tier in file.tiers],
        "kind": [kind for file in files for kind in file.measures],
    }
    for metric in metric_table():
        if metric.of:
            yield from ((metric.id.format(part=part), metric.unit) for part in parts.get(metric.by, ()))


def narrow(frames: OfficeYears, named: Sequence[Named], worth: Worth, aim: Aim, fewest: int = FEWEST_YEARS) -> bool:
    """Whether the differences of that figure from the first policy (of one policy the figure) are known so closely.

    fewest: so many years at least. Where fewer than 20 events differ nothing is known closely, however alike the years.
    """
    import numpy as np

    from kaohe.standards.laboratory.comparison import Judged
    from kaohe.standards.laboratory.metrics.figures import Figures
    from kaohe.standards.laboratory.metrics.office_years import Years
    from kaohe.standards.laboratory.metrics.tally import Tally
    from kaohe.standards.laboratory.statistics.choosing import enough

    years = Years(frames)
    if len(years.numbers) < max(fewest, FEWEST_YEARS):
        return False
    tallies = [Tally(Judged.under(each.policy, years.population.cases), worth, years) for each in named]
    figures = Figures(tallies)
    rows = [figures.apart(place, aim.metric) for place in (range(1, len(named)) if len(named) > 1 else (0,))]
    told = aim.value is not None and all(events >= FEWEST for _, events in rows)
    return told and enough(np.vstack([values for values, _ in rows]), aim.value or 0.0)


def closely(aim: Aim, named: Sequence[Named], worth: Worth, best: Aim | None) -> Callable[[OfficeYears], bool]:
    """When a study may stop; where the best of a sweep is asked for, not before there are two halves."""
    return partial(narrow, named=named, worth=worth, aim=aim, fewest=FEWEST_YEARS if best is None else HALVES)


def through(comparison: Comparison, sweeps: Sequence[Sweep], aim: Aim | None) -> Swept:
    """The first policy through the sweep. Raises Faults."""
    from kaohe.standards.laboratory.sweeping import sweep_through

    policy, people = comparison.judged[0].policy, comparison.population
    return sweep_through(policy, sweeps, people, comparison.worth, comparison.years, aim)
