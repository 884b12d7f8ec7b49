"""One incident over all amounts: where, 分 by 分, what it costs changes, and where more loss costs nothing more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kaohe.standards.laboratory.facets import Facet, figures_of
from kaohe.standards.laboratory.findings import FAULT, NOTICE, Figure, Finding
from kaohe.standards.laboratory.trials import STEP, Load, act, jumps, lighter, months, tried
from kaohe.standards.policies.policy import Policy

TOP_FEN = 10**12
PER_DECADE = 24
FLAT_TIMES = 3
"""A span at whose end the loss is so many times that of its beginning is told as flat."""


@dataclass(frozen=True)
class Span:
    """Amounts from low to high (both in) that cost the same, sums of money apart, which may follow the amount.

    load, end: what is borne at the lower and at the upper end; the last span is open above.
    """

    low_fen: int
    high_fen: int
    load: Load
    end: Load
    rules: tuple[str, ...]
    tier: str


Key = tuple[tuple[tuple[str, int], ...], tuple[str, ...]]
Seen = dict[tuple[int, int], Span]


def spans(policy: Policy, facets: Sequence[Facet]) -> list[list[Span]]:
    """For each facet all amounts from 0, in spans of equal cost: swept on a grid, and halved down to 1 分."""
    points = sorted({0, *_grid(), *(near for figure in figures_of(policy) for near in _near(figure))})
    seen: Seen = {}
    _try(policy, facets, [(number, point) for number in range(len(facets)) for point in points], seen)
    open_pairs = [(number, low, high) for number in range(len(facets)) for low, high in pairwise(points)]
    while open_pairs:
        differing = [
            (number, low, high)
            for number, low, high in open_pairs
            if high - low > 1 and _key(seen[number, low], policy) != _key(seen[number, high], policy)
        ]
        middles = [(number, (low + high) // 2) for number, low, high in differing]
        _try(policy, facets, middles, seen)
        halves = zip(differing, middles, strict=True)
        open_pairs = [half for (n, low, high), (_, mid) in halves for half in ((n, low, mid), (n, mid, high))]
    ordered = sorted(seen.items())
    return [_joined([span for (n, _), span in ordered if n == number], policy) for number in range(len(facets))]


def _grid() -> set[int]:
    return {round(10 ** (step / PER_DECADE)) for step in range(12 * PER_DECADE + 1)}


def _near(figure: int) -> range:
    return range(max(figure - 2, 0), figure + 3)


def _try(policy: Policy, facets: Sequence[Facet], points: Sequence[tuple[int, int]], seen: Seen) -> None:
    if not points:
        return
    found = tried(policy, [[act(amount, **dict(facets[number]))] for number, amount in points])
    for place, (number, amount) in enumerate(points):
        load, rules, tier = found.loads[place], found.rules[place], found.tiers[place][0]
        seen[number, amount] = Span(amount, amount, load, load, rules, tier)


def _key(span: Span, policy: Policy) -> Key:
    """What makes spans differ: months, years and kinds, rules and tier; a sum of money may follow the amount."""
    money = {kind for kind in span.load if policy.measure(kind).unit == "fen"}
    shown = {kind: 0 if kind in money else figure for kind, figure in span.load.items()}
    return tuple(sorted(shown.items())), (*span.rules, span.tier)


def _joined(points: Sequence[Span], policy: Policy) -> list[Span]:
    found = [points[0]]
    for point in points[1:]:
        last = found[-1]
        if _key(point, policy) == _key(last, policy):
            found[-1] = Span(last.low_fen, point.high_fen, last.load, point.load, last.rules, last.tier)
        else:
            found.append(point)
    return found


def amount_findings(policy: Policy, facets: Sequence[Facet], swept: Sequence[Sequence[Span]]) -> Iterator[Finding]:
    """Notches, flat spans, falls and gaps; what ordinary incidents show already is not told of others again."""
    told: set[str] = set()
    for facet, found in zip(facets, swept, strict=True):
        for finding in (*_notches(policy, facet, found), *_flats(facet, found), *_falls(policy, facet, found)):
            same = _same(policy, finding)
            if same not in told:
                told.add(same)
                yield finding


def _same(policy: Policy, finding: Finding) -> str:
    """What a finding shows, without what it starts from: an edge that is another's with the same change is no news."""
    figures: dict[str, object] = dict(finding.figures)
    before, after = finding.figures.get("before"), finding.figures.get("after")
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        changed = {kind: after.get(kind, 0) - before.get(kind, 0) for kind in policy.file.measures}
        beyond = {kind: by for kind, by in changed.items() if abs(by) > STEP[policy.measure(kind).unit]}
        figures = {"at_fen": finding.figures["at_fen"], "changed": beyond}
    return repr((finding.kind, sorted(figures.items())))


def _notches(policy: Policy, facet: Facet, found: Sequence[Span]) -> Iterator[Finding]:
    """Edges at which one 分 more costs a step more than one; what begins with the first 分 is no threshold."""
    measures = policy.file.measures
    for left, right in pairwise(found):
        if left.high_fen and jumps(left.end, right.load, measures):
            size, low = months(right.load, measures) - months(left.end, measures), months(left.end, measures)
            yield Finding(
                "notch",
                NOTICE,
                {
                    **_sides(left, right),
                    "months": size,
                    "ratio": f"{(size + low) / low:.2f}" if low else "∞" if size else "1.00",
                },
                tuple(rule for rule in right.rules if rule not in left.rules) or left.rules,
                facet,
            )


def _sides(left: Span, right: Span) -> dict[str, Figure]:
    return {"below_fen": left.high_fen, "at_fen": right.low_fen, "before": left.end, "after": right.load}


def _flats(facet: Facet, found: Sequence[Span]) -> Iterator[Finding]:
    for span in found:
        if not span.load or span.load != span.end:
            continue
        figures: dict[str, Figure] = {"low_fen": span.low_fen, "load": span.load}
        if span is found[-1]:
            yield Finding("flat_above", NOTICE, figures, span.rules, facet)
        elif span.low_fen and span.high_fen >= FLAT_TIMES * span.low_fen:
            yield Finding("flat", NOTICE, {**figures, "high_fen": span.high_fen}, span.rules, facet)


def _falls(policy: Policy, facet: Facet, found: Sequence[Span]) -> Iterator[Finding]:
    """Where more loss costs less; to nothing at all is a gap in the rules, a fault."""
    for left, right in pairwise(found):
        if lighter(right.load, left.end, policy.file.measures):
            rules = tuple(rule for rule in left.rules if rule not in right.rules) or left.rules
            kind, severity = ("fall", NOTICE) if right.load else ("gap", FAULT)
            yield Finding(kind, severity, _sides(left, right), rules, facet)
