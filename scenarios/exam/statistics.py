"""What a class's marks tell of the paper: facility, discrimination, reliability, forms, and who stands near the bar.

An *item* is an incident; across forms the k-th incident of a slot (clause × tier) is the same item. Its score is what
the incident earned, with its share of `find` if it was found. Where everybody has a form of his own, form and person
are confounded, and no item is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaohe.scenarios.exam.classroom import Keys, Marked
from kaohe.scenarios.exam.distributions import chi_square_quantile, f_quantile, t_quantile
from kaohe.scenarios.exam.key import KeyIncident
from kaohe.scenarios.exam.marks import Mark

LEAST_ANSWERS = 20
"""Fewer answers say nothing of discrimination."""
CONFIDENCE = 0.95
Floats = NDArray[np.float64]
Item = tuple[str, int]
"""A slot, and which of its incidents."""


@dataclass(frozen=True)
class Interval:
    """A figure and its interval at 95 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class ItemFigures:
    """An item: how many answered, share of its marks earned (facility), share that found it.

    discrimination: correlation of its score with the rest of the paper; efficiency: the covariance as a share of the
    largest that these scores allow; both only from 20 answers on, and where scores differ. flags: what to look at.
    """

    slot: str
    place: int
    answers: int
    facility: float
    found: float
    discrimination: float | None = None
    efficiency: float | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormFigures:
    """A form: how many sat it, and the mean of their marks (no interval for one alone)."""

    form: int
    candidates: int
    mean: float
    interval: Interval | None


@dataclass(frozen=True)
class ClassFigures:
    """The figures of a class. alpha, error: None where there are too few candidates, items, or differences.

    near: who stands within one standard error of the pass mark. mastery: share earned by post and clause, of the class;
    own_mastery: of each candidate.
    """

    candidates: int
    passed: int
    mean: Interval | None
    items: tuple[ItemFigures, ...]
    alpha: Interval | None
    error: Interval | None
    forms: tuple[FormFigures, ...]
    near: tuple[str, ...]
    mastery: Mapping[tuple[str, str], float]
    own_mastery: Mapping[str, Mapping[tuple[str, str], float]]


def class_figures(marked: Mapping[str, Marked], keys: Keys) -> ClassFigures:
    """The figures of all who were marked, by the keys of their forms."""
    marks = {candidate: one.mark for candidate, one in marked.items()}
    totals = np.array([float(mark.total) for mark in marks.values()])
    layout = _layout(marked, keys)
    scores = None if layout is None else _scores(marked, layout)
    alpha, error = (None, None) if scores is None else reliability(scores)
    own = {candidate: _mastery(one.mark, keys, one.form) for candidate, one in marked.items()}
    return ClassFigures(
        candidates=len(marks),
        passed=sum(mark.passed for mark in marks.values()),
        mean=mean_interval(totals),
        items=() if layout is None or scores is None else _items(marked, layout, scores),
        alpha=alpha,
        error=error,
        forms=_forms(marked),
        near=_near(marks, error),
        mastery=_averaged(list(own.values())),
        own_mastery=own,
    )


def mean_interval(values: Floats) -> Interval | None:
    """The mean with Student's interval; None below two values."""
    if len(values) < 2:
        return None
    half = t_quantile((1 + CONFIDENCE) / 2, len(values) - 1) * float(values.std(ddof=1)) / sqrt(len(values))
    return Interval(float(values.mean()), float(values.mean()) - half, float(values.mean()) + half)


def reliability(scores: Floats) -> tuple[Interval | None, Interval | None]:
    """Cronbach's α and the standard error of measurement in marks, of scores by candidate and item.

    From the analysis of variance: α = 1 − MS(residual) ÷ MS(persons), error² = items × MS(residual).
    α's interval by Feldt (1965), The approximate sampling distribution of Kuder–Richardson reliability coefficient
    twenty, Psychometrika 30, 357–370: (1 − α) ÷ (1 − sample α) is F with n − 1 and (n − 1)(k − 1) degrees. That of the
    error by χ².
    """
    people, items = scores.shape
    if people < 2 or items < 2:
        return None, None
    persons = items * float(scores.mean(axis=1).var(ddof=1))
    residual = scores - scores.mean(axis=1, keepdims=True) - scores.mean(axis=0) + scores.mean()
    degrees = (people - 1) * (items - 1)
    rest = float((residual**2).sum()) / degrees
    tail = (1 - CONFIDENCE) / 2
    spread = [chi_square_quantile(p, degrees) / degrees for p in (1 - tail, tail)]
    error = sqrt(items * rest)
    bounds = [error / sqrt(one) if one else error for one in spread]
    return _alpha(persons, rest, people - 1, degrees, tail), Interval(error, *bounds)


def _alpha(persons: float, rest: float, first: int, second: int, tail: float) -> Interval | None:
    if persons < 1e-12:
        return None
    left = rest / persons
    return Interval(
        *(1 - left * factor for factor in (1.0, f_quantile(1 - tail, first, second), f_quantile(tail, first, second)))
    )


def _layout(marked: Mapping[str, Marked], keys: Keys) -> Mapping[int, Mapping[Item, int]] | None:
    """Incident by item of each form; None where forms hold other slots, or everybody has his own."""
    sat = sorted({one.form for one in marked.values()})
    if not sat or (len(sat) > 1 and len(sat) == len(marked)):
        return None
    layout = {form: _items_of(keys[form].counted) for form in sat}
    first = next(iter(layout.values()))
    return layout if all(list(each) == list(first) for each in layout.values()) else None


def _items_of(incidents: Sequence[KeyIncident]) -> Mapping[Item, int]:
    found: dict[Item, int] = {}
    for incident in incidents:
        place = sum(slot == incident.slot for slot, _ in found) + 1
        found[incident.slot, place] = incident.number
    return dict(sorted(found.items()))


def _scores(marked: Mapping[str, Marked], layout: Mapping[int, Mapping[Item, int]]) -> Floats:
    """Marks earned by candidate and item."""
    return np.array([_row(one.mark, layout[one.form]) for one in marked.values()], dtype=np.float64)


def _row(mark: Mark, items: Mapping[Item, int]) -> list[float]:
    find = float(mark.stage("find").weight) / len(mark.incidents)
    earned = {one.incident: float(one.earned) + find * (one.line is not None) for one in mark.incidents}
    return [earned[number] for number in items.values()]


def _items(
    marked: Mapping[str, Marked], layout: Mapping[int, Mapping[Item, int]], scores: Floats
) -> tuple[ItemFigures, ...]:
    items = list(next(iter(layout.values())))
    full = 100 / len(items)
    return tuple(_item(item, at, marked, layout, scores, full) for at, item in enumerate(items))


def _item(
    item: Item,
    at: int,
    marked: Mapping[str, Marked],
    layout: Mapping[int, Mapping[Item, int]],
    scores: Floats,
    full: float,
) -> ItemFigures:
    own, rest = scores[:, at], scores.sum(axis=1) - scores[:, at]
    found = [_found(one.mark, layout[one.form][item]) for one in marked.values()]
    facility = float(own.mean()) / full
    discrimination, efficiency = discriminating(own, rest)
    flags = [name for name, holds in (("nobody", facility < 0.005), ("everybody", facility > 0.995)) if holds]
    flags += ["reversed"] if discrimination is not None and discrimination < 0 else []
    return ItemFigures(
        item[0], item[1], len(own), facility, sum(found) / len(found), discrimination, efficiency, tuple(flags)
    )


def _found(mark: Mark, incident: int) -> bool:
    return any(one.incident == incident and one.line is not None for one in mark.incidents)


def discriminating(own: Floats, rest: Floats) -> tuple[float | None, float | None]:
    """Correlation with the rest, and the covariance ÷ that of both in order: how much it could tell, and does."""
    if len(own) < LEAST_ANSWERS or own.std() < 1e-9 or rest.std() < 1e-9:
        return None, None
    together = float(np.cov(own, rest)[0, 1])
    most = float(np.cov(np.sort(own), np.sort(rest))[0, 1])
    return float(np.corrcoef(own, rest)[0, 1]), together / most


def _forms(marked: Mapping[str, Marked]) -> tuple[FormFigures, ...]:
    found = []
    for form in sorted({one.form for one in marked.values()}):
        totals = np.array([float(one.mark.total) for one in marked.values() if one.form == form])
        found.append(FormFigures(form, len(totals), float(totals.mean()), mean_interval(totals)))
    return tuple(found)


def _near(marks: Mapping[str, Mark], error: Interval | None) -> tuple[str, ...]:
    """Who might pass or fail otherwise on another day."""
    if error is None:
        return ()
    return tuple(name for name, mark in marks.items() if abs(float(mark.total) - mark.pass_mark) <= error.value)


Mastery = Mapping[tuple[str, str], float]


def _mastery(mark: Mark, keys: Keys, form: int) -> Mastery:
    """Share of its marks that each post × clause earned."""
    found: dict[tuple[str, str], list[float]] = {}
    for one in mark.incidents:
        incident = keys[form].incident(one.incident)
        share = (
            float(one.earned / sum(one.weights.values())) if any(one.weights.values()) else float(one.line is not None)
        )
        found.setdefault((next(iter(incident.posts), ""), incident.clause), []).append(share)
    return {cell: sum(shares) / len(shares) for cell, shares in sorted(found.items())}


def _averaged(each: Sequence[Mastery]) -> Mastery:
    cells = sorted({cell for own in each for cell in own})
    return {cell: float(np.mean([own[cell] for own in each if cell in own])) for cell in cells}


def as_plain(figures: ClassFigures) -> dict[str, Any]:
    """The figures in plain values, for --json and workbooks; figures that there are not stay null."""
    plain = asdict(figures)
    plain["mastery"] = _plain_mastery(figures.mastery)
    plain["own_mastery"] = {candidate: _plain_mastery(own) for candidate, own in figures.own_mastery.items()}
    return plain


def _plain_mastery(mastery: Mastery) -> list[dict[str, Any]]:
    return [{"post": post, "clause": clause, "share": share} for (post, clause), share in mastery.items()]
