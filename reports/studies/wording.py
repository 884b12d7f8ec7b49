"""Figures of a comparison as people read them: by unit, with interval or bound, and what may be concluded."""

from __future__ import annotations

from kaohe.reports.words.wording import say
from kaohe.sim import texts
from kaohe.standards.laboratory.metrics.figures import Difference, Figure
from kaohe.standards.laboratory.statistics.bounds import FEWEST
from kaohe.standards.laboratory.statistics.intervals import Interval

Number = int | float


def shown(value: Number | None, unit: str, *, signed: bool = False) -> str:
    """A number by its unit: 分 as yuan; counts as they are, means to three digits; none as a dash."""
    if value is None:
        return say("none")
    if unit.startswith("fen"):
        text = texts.yuan(round(value)) if isinstance(value, int) else f"{round(value / 100):,}"
    elif isinstance(value, int) or abs(value) >= 1_000:
        text = f"{round(value):,}"
    else:
        text = f"{value:.3g}" if abs(value) >= 1e-4 else "0"
    minus = text.replace("-", "−")
    return f"+{minus}" if signed and value > 0 else minus


def with_bounds(figure: Figure | Difference, unit: str, *, signed: bool = False) -> str:
    """The mean and its interval; of what was seen rarely the most that it can be; exact figures alone."""
    mean = shown(figure.mean, unit, signed=signed)
    if figure.low is None or figure.high is None:
        return mean if figure.high is None else say("study-at-most-of", mean=mean, high=shown(figure.high, unit))
    if figure.low == figure.high:
        return mean
    if isinstance(figure, Figure) and figure.low == 0 and figure.events < FEWEST:
        return say("study-at-most-of", mean=mean, high=shown(figure.high, unit))
    low, high = (shown(each, unit, signed=signed) for each in (figure.low, figure.high))
    return say("study-between", mean=mean, low=low, high=high)


def interval_text(found: Interval, unit: str, events: int) -> str:
    """A mean and its interval; of few events the mean and how few."""
    if events < FEWEST:
        return say("study-few", mean=shown(found.mean, unit), events=events)
    mean, low, high = (shown(each, unit) for each in (found.mean, found.low, found.high))
    return say("study-between", mean=mean, low=low, high=high)


def unit_name(unit: str) -> str:
    """A unit in the current language; 分 are shown as yuan."""
    return say(f"unit-{UNITS[unit]}")


UNITS = {
    "incidents": "incidents",
    "months": "months",
    "%": "percent",
    "fen": "yuan",
    "persons": "persons",
    "months/100 person-years": "months-100",
    "persons/100 person-years": "persons-100",
    "acts": "acts",
    "hours": "hours",
    "fen/hour": "yuan-hour",
    "days": "days",
}


def rests_name(rests_on: str) -> str:
    """What a figure rests on: 條文, 憑證, 假設."""
    return say(f"rests-{rests_on}")


def verdict(difference: Difference) -> str:
    """What may be said of a difference."""
    return say(f"study-shown-{difference.shown}")
