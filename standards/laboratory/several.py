"""Two acts beside one: splitting, merging and the turn of the year; what cannot be priced; intent, report, hiding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations_with_replacement

from kaohe.standards.laboratory.amounts import Span
from kaohe.standards.laboratory.facets import Facet
from kaohe.standards.laboratory.findings import NOTICE, Figure, Finding
from kaohe.standards.laboratory.trials import DAY, Load, act, lighter, months, tried, weights
from kaohe.standards.policies.format import TIERS
from kaohe.standards.policies.policy import Policy

FIRST, APART = date(2001, 2, 1), timedelta(days=60)
YEAR_FIRST, YEAR_LAST, NEXT_FIRST = date(2001, 1, 1), date(2001, 12, 31), date(2002, 1, 1)


def several_findings(policy: Policy, base: Facet, swept: Sequence[Span]) -> Iterator[Finding]:
    """What becomes of an amount in two acts instead of one, and of two acts on either side of the new year."""
    edges = sorted({span.low_fen for span in swept[1:]})
    amounts = sorted({near for edge in edges for near in (edge - 1, edge, (edge + 1) // 2) if near > 0})
    pairs = list(combinations_with_replacement(amounts, 2))
    facts = dict(base)
    two = [[act(a, occurred_on=FIRST, **facts), act(b, occurred_on=FIRST + APART, **facts)] for a, b in pairs]
    one = [[act(a + b, occurred_on=FIRST + APART, **facts)] for a, b in pairs]
    if pairs:
        found = tried(policy, [*two, *one])
        half = len(pairs)
        both = list(zip(pairs, found.loads[:half], found.loads[half:], found.rules[:half], strict=True))
        alone = found.rules[half:]
        split = [(pair, two, one, rules) for (pair, two, one, _), rules in zip(both, alone, strict=True)]
        yield from _paying("split", policy, split)
        yield from _paying("merge", policy, [(pair, one, two, rules) for pair, two, one, rules in both])
        yield from _post(policy, both, swept)
    yield from _new_year(policy, base, edges)


Tried = tuple[tuple[int, int], Load, Load, tuple[str, ...]]


def _paying(kind: str, policy: Policy, trials: Sequence[Tried]) -> Iterator[Finding]:
    """The pair by which most months are saved; of equal ones the smallest."""
    measures = policy.file.measures
    paying = [each for each in trials if lighter(each[1], each[2], measures)]
    if paying:
        best = max(paying, key=lambda each: (months(each[2], measures) - months(each[1], measures), -sum(each[0])))
        (first, second), better, worse, rules = best
        figures: dict[str, Figure] = {"first_fen": first, "second_fen": second, "sum_fen": first + second}
        less = months(worse, measures) - months(better, measures)
        saved: dict[str, Figure] = {"count": len(paying), "better": better, "worse": worse, "months": less}
        yield Finding(kind, NOTICE, {**figures, **saved}, rules)


def _post(policy: Policy, trials: Sequence[Tried], swept: Sequence[Span]) -> Iterator[Finding]:
    """The smallest pair that costs something of a family (a post) which their sum in one act does not."""
    measures = policy.file.measures
    families = [name for name in {measure.family for measure in measures.values()} if name is not None]
    for family in sorted(families):
        weight = f"family {family}"
        worse = [each for each in trials if _of(weight, each[1], policy) > _of(weight, each[2], policy)]
        if not worse:
            continue
        (first, second), two, one, rules = min(worse, key=lambda each: (sum(each[0]), each[0]))
        at = next(span for span in swept if span.low_fen <= second <= span.high_fen)
        milder = [span for span in swept if span.tier == at.tier and not _of(weight, span.load, policy)]
        largest = milder[-1] if milder else at
        yield Finding(
            "post_by_two",
            NOTICE,
            {
                "first_fen": first,
                "second_fen": second,
                "two": two,
                "sum_fen": first + second,
                "one": one,
                "largest_fen": largest.high_fen,
                "largest_load": largest.end,
            },
            tuple(rule for rule in rules if rule not in at.rules) or rules,
        )


def _of(name: str, load: Load, policy: Policy) -> int:
    return weights(load, policy.file.measures).get(name, 0)


def _new_year(policy: Policy, base: Facet, edges: Sequence[int]) -> Iterator[Finding]:
    """Two acts of one year, far apart, cost more than two a day apart on either side of the new year."""
    facts = dict(base)
    days = ((YEAR_FIRST, YEAR_LAST), (YEAR_LAST, NEXT_FIRST))
    people = [[act(edge, occurred_on=on, **facts) for on in pair] for edge in edges for pair in days]
    found = tried(policy, people)
    for place, edge in enumerate(edges):
        within, across = found.loads[2 * place], found.loads[2 * place + 1]
        if lighter(across, within, policy.file.measures):
            rules = tuple(each for each in found.rules[2 * place] if each not in found.rules[2 * place + 1])
            yield Finding("new_year", NOTICE, {"amount_fen": edge, "within": within, "across": across}, rules)
            return


def fact_findings(policy: Policy, base: Facet, swept: Sequence[Span], intended: Sequence[Span]) -> Iterator[Finding]:
    """What cannot be priced, intent below its first figure, reporting oneself, hiding."""
    facts = dict(base)
    amounts = [span.low_fen for span in swept]
    yield from _trifle(policy, base, swept)
    yield from _intent(swept, intended)
    plain = tried(policy, [[act(amount, **facts)] for amount in amounts])
    told = tried(policy, [[act(amount, **facts, self_reported=True)] for amount in amounts])
    if told.loads == plain.loads and any(plain.loads):
        yield Finding("self_report", NOTICE, {"amounts": len(amounts), "high_fen": amounts[-1]})
    hidden = tried(policy, [[act(amount, **facts, concealed=True)] for amount in amounts])
    if hidden.loads == plain.loads and any(plain.loads):
        yield _hiding(
            policy, base, amounts, [more - less for more, less in zip(hidden.duties, plain.duties, strict=True)]
        )


def _trifle(policy: Policy, base: Facet, swept: Sequence[Span]) -> Iterator[Finding]:
    """An unpriced act without any loss is treated as a priced one; and above which priced losses it stands."""
    found = tried(policy, [[act(None, **dict(base))]])
    load, tier, measures = found.loads[0], found.tiers[0][0], policy.file.measures
    alike = next((span for span in swept if span.tier == tier and span.load == load), None)
    rank = TIERS.index(tier)
    below = [span for span in swept if TIERS.index(span.tier) < rank or lighter(span.end, load, measures)]
    if below and below[-1].high_fen:
        figures: dict[str, Figure] = {"high_fen": below[-1].high_fen, "lighter": below[-1].end}
        figures |= {"load": load, "tier": tier}
        if alike is None:
            yield Finding("trifle", NOTICE, figures, found.rules[0])
        else:
            yield Finding("trifle_as", NOTICE, {**figures, "as_fen": alike.low_fen}, found.rules[0])


def _intent(swept: Sequence[Span], intended: Sequence[Span]) -> Iterator[Finding]:
    """Established intent that costs nothing more than a slip, up to an amount."""
    plain = {span.low_fen: span.load for span in swept}
    first = next((span for span in intended if span.load != _at(swept, span.low_fen)), None)
    if first is None and any(plain.values()):
        yield Finding("intent_nowhere", NOTICE, {})
    elif first is not None and first.low_fen > 1:
        before = _at(swept, first.low_fen - 1)
        figures: dict[str, Figure] = {"below_fen": first.low_fen, "load": before, "after": first.load}
        yield Finding("intent_below", NOTICE, figures, first.rules)


def _at(swept: Sequence[Span], amount_fen: int) -> Load:
    return next(span.load for span in swept if span.low_fen <= amount_fen <= span.high_fen)


def _hiding(policy: Policy, base: Facet, amounts: Sequence[int], duties: Sequence[frozenset[str]]) -> Finding:
    """Hiding changes no sanction: the duties that it adds, and what it costs filed as an unpriced act of its own."""
    facts = dict(base)
    place = next((place for place, added in enumerate(duties) if added), len(amounts) - 1)
    hidden = act(amounts[place], **facts, concealed=True)
    filed = tried(policy, [[hidden], [hidden, {**facts, "occurred_on": DAY + timedelta(days=1)}]])
    rules = tuple(
        key for key, rule in policy.rules.items() if any(when.concealed for when in rule.when) and rule.duties
    )
    figures: dict[str, Figure] = {"duties": tuple(sorted(duties[place])), "amount_fen": amounts[place]}
    return Finding("hiding", NOTICE, {**figures, "load": filed.loads[0], "filed": filed.loads[1]}, rules)
