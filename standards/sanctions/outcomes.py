"""How much: the value of an outcome for each incident, in whole months, years or 分, and the working."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kaohe.standards.policies.format import Outcome
from kaohe.standards.sanctions.cases import Ints
from kaohe.standards.sanctions.matching import Docket
from kaohe.standards.sanctions.reasons import Notebook, Phase


@dataclass(frozen=True)
class Worked:
    """Kinds (positions among the outcome's) and values; `valued` is False where a sanction has no figure."""

    kind: Ints
    value: Ints
    valued: bool


def half_up(numerator: Ints, denominator: Ints | int) -> Ints:
    """Quotient of non-negative integers to the nearest whole number, half up."""
    quotient: Ints = (2 * numerator + denominator) // (2 * np.asarray(denominator))
    return quotient


@dataclass(frozen=True)
class _Span:
    """A range of values and the band in which each incident's amount lies."""

    low: int
    high: int
    amount: Ints
    band_low: Ints
    band_high: Ints
    picks: Ints


PICKS = ("linear", "minimum", "middle", "maximum", "by_repeat")


def _picks(outcome: Outcome, docket: Docket, at: Ints) -> Ints:
    """How each value is picked; for linear, without an amount by the unpriced rule, in the open band the minimum."""
    switch, band = docket.policy.file.range, docket.tiered.band[at]
    chosen = PICKS.index(outcome.pick or switch.pick)
    picks = np.full(len(at), chosen, dtype=np.int64)
    if chosen == PICKS.index("linear"):
        picks[band == len(docket.policy.money.lows) - 1] = PICKS.index("minimum")
        picks[band < 0] = PICKS.index(switch.unpriced)
    return picks


def _span(outcome: Outcome, low: int, high: int, docket: Docket, at: Ints) -> _Span:
    lows = docket.policy.money.lows
    band = np.maximum(docket.tiered.band[at], 0)
    upper = lows[np.minimum(band + 1, len(lows) - 1)]
    return _Span(low, high, docket.tiered.amount_fen[at], lows[band], upper, _picks(outcome, docket, at))


def _within(span: _Span, earlier: Ints) -> Ints:
    """The value within the range, by each incident's pick."""
    width = np.maximum(span.band_high - span.band_low, 1)
    gap = span.high - span.low
    inside = np.clip(span.amount - span.band_low, 0, width)
    ways = (
        span.low + half_up(gap * inside, width),
        np.full_like(span.amount, span.low),
        np.full_like(span.amount, span.low + (gap + 1) // 2),
        np.full_like(span.amount, span.high),
        np.minimum(span.low + earlier, span.high),
    )
    return np.choose(span.picks, ways)


def _note_range(span: _Span, values: Ints, rule: str, at: Ints, earlier: Ints, book: Notebook) -> None:
    if not book.listens:
        return
    figures = {"low": span.low, "high": span.high}
    linear = span.picks == 0
    book.add(
        at[linear],
        Phase.VALUE,
        rule,
        "sanction-range-linear",
        **figures,
        value=values[linear],
        amount_fen=span.amount[linear],
        band_low_fen=span.band_low[linear],
        band_high_fen=span.band_high[linear],
    )
    for number, pick in enumerate(PICKS[1:], start=1):
        here = span.picks == number
        extra = {"earlier": earlier[here]} if pick == "by_repeat" else {}
        key = f"sanction-range-{pick.replace('_', '-')}"
        book.add(at[here], Phase.VALUE, rule, key, **figures, value=values[here], **extra)


def _ranged(outcome: Outcome, low: int, high: int, rule: str, docket: Docket, at: Ints, book: Notebook) -> Ints:
    span = _span(outcome, low, high, docket, at)
    by_repeat = bool((span.picks == PICKS.index("by_repeat")).any())
    earlier = docket.own_count()[at] if by_repeat else np.zeros(len(at), dtype=np.int64)
    values = _within(span, earlier)
    _note_range(span, values, rule, at, earlier, book)
    return values


def _share(outcome: Outcome, column: str, rule: str, docket: Docket, at: Ints, book: Notebook) -> Ints:
    base = docket.number(column)[at]
    values = half_up(base * outcome.percent, 100)
    book.add(
        at,
        Phase.VALUE,
        rule,
        "sanction-share-of",
        column=column,
        base_fen=base,
        percent=outcome.percent,
        value_fen=values,
    )
    return values


def _on_curve(outcome: Outcome, rule: str, docket: Docket, at: Ints, book: Notebook) -> Ints:
    """Linear between the corners, flat beyond them; without an amount the lowest corner."""
    corners = sorted(outcome.curve or [], key=lambda corner: corner.at_fen)
    xs = np.array([docket.policy.scaled("amount_fen", corner.at_fen) for corner in corners], dtype=np.int64)
    ys = np.array([corner.value for corner in corners], dtype=np.int64)
    amount = np.clip(docket.tiered.amount_fen[at], xs[0], xs[-1])
    left = np.clip(np.searchsorted(xs, amount, side="right") - 1, 0, max(len(xs) - 2, 0))
    right = np.minimum(left + 1, len(xs) - 1)
    width, rise = np.maximum(xs[right] - xs[left], 1), ys[right] - ys[left]
    values: Ints = ys[left] + np.sign(rise) * half_up(np.abs(rise) * (amount - xs[left]), width)
    book.add(
        at,
        Phase.VALUE,
        rule,
        "sanction-curve",
        amount_fen=docket.tiered.amount_fen[at],
        left_fen=xs[left],
        right_fen=xs[right],
        low=ys[left],
        high=ys[right],
        value=values,
    )
    return values


def _figure(outcome: Outcome, rule: str, docket: Docket, at: Ints, book: Notebook) -> Ints | None:
    if outcome.low is not None and outcome.high is not None:
        return _ranged(outcome, outcome.low, outcome.high, rule, docket, at, book)
    if outcome.of is not None:
        return _share(outcome, outcome.of, rule, docket, at, book)
    if outcome.curve is not None:
        return _on_curve(outcome, rule, docket, at, book)
    return None if outcome.value is None else np.full(len(at), outcome.value, dtype=np.int64)


def _counted(outcome: Outcome, values: Ints, rule: str, docket: Docket, at: Ints, book: Notebook) -> Ints:
    if outcome.per is None:
        return values
    count = docket.cases.numbers[outcome.per][at]
    book.add(at, Phase.VALUE, rule, "sanction-per-count", each=values, count=count, value=values * count)
    return values * count


def work_out(outcome: Outcome, rule: str, docket: Docket, at: Ints, book: Notebook) -> Worked:
    """Kind and value of an outcome for the incidents at those positions, each with its working in the notebook."""
    names = outcome.names()
    kind = np.zeros(len(at), dtype=np.int64)
    if len(names) > 1:
        kind = _ranged(outcome, 0, len(names) - 1, rule, docket, at, Notebook())
        book.add(
            at,
            Phase.VALUE,
            rule,
            "sanction-kind-of",
            lightest=names[0],
            heaviest=names[-1],
            place=kind + 1,
            of=len(names),
        )
    values = _figure(outcome, rule, docket, at, book)
    if values is not None:
        values = _counted(outcome, values, rule, docket, at, book)
    _note_result(names, kind, values, rule, docket, at, book)
    return Worked(kind, np.zeros(len(at), dtype=np.int64) if values is None else values, values is not None)


def _note_result(
    names: tuple[str, ...], kind: Ints, values: Ints | None, rule: str, docket: Docket, at: Ints, book: Notebook
) -> None:
    for number, name in enumerate(names if book.listens else ()):
        here, unit = kind == number, docket.policy.measure(name).unit
        if values is None:
            book.add(at[here], Phase.VALUE, rule, "sanction-imposed", kind=name)
        elif unit == "fen":
            book.add(at[here], Phase.VALUE, rule, "sanction-imposed-money", kind=name, value_fen=values[here])
        else:
            book.add(at[here], Phase.VALUE, rule, "sanction-imposed-value", kind=name, value=values[here], unit=unit)
