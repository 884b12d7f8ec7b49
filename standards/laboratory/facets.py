"""What a policy's own rules ask about besides the amount, as facts of the incidents that it is tried on."""

from __future__ import annotations

from collections.abc import Iterator

from kaohe.standards.laboratory.trials import OTHER
from kaohe.standards.policies.format import When
from kaohe.standards.policies.policy import Policy
from kaohe.standards.sanctions.matching import MEMBERSHIPS, comparisons, facts

Facet = tuple[tuple[str, object], ...]
MONEY = ("amount_fen", "caused_fen", "loss_fen")
FINDER = (("discovered_by", OTHER), ("finder_post", "elsewhere"))
NAMES = {"overload": "cause_overload"}


def facets_of(policy: Policy) -> list[Facet]:
    """Ordinary incidents first (of those that the policy covers), then established intent, then as its rules ask."""
    base = _facet((policy.file.covers or (When(),))[0], policy)
    cases = [when for rule in policy.rules.values() if rule.to == "answerable" for when in rule.when]
    found = [base, (*base, ("intent", "established")), *(_over(base, _facet(when, policy)) for when in cases)]
    return list(dict.fromkeys(found))


def _over(base: Facet, facet: Facet) -> Facet:
    return tuple({**dict(base), **dict(facet)}.items())


def _facet(when: When, policy: Policy) -> Facet:
    """The facts of a case that do not follow from the amount; the first of several words."""
    return (
        *((column, words[0]) for key, column in MEMBERSHIPS.items() if (words := getattr(when, key))),
        *(pair for name, wanted in facts(when) if wanted for pair in fact(name, policy)),
        *((column, low) for column, (low, _) in bounds(when, policy).items() if column not in MONEY),
    )


def fact(name: str, policy: Policy) -> Iterator[tuple[str, object]]:
    """The columns that make a fact hold; that something is priced follows from its amount."""
    if name == "intentional":
        yield "intent", "established"
    elif name == "found_outside_post":
        yield from FINDER
    elif name != "priced":
        yield NAMES.get(name, name), True


def bounds(when: When, policy: Policy) -> dict[str, tuple[int, int | None]]:
    """The least and most of each column that a case compares, as the policy restates them; None: no most."""
    found: dict[str, tuple[int, int | None]] = {}
    for comparison, column, figure in comparisons(when):
        scaled = policy.scaled(column, figure)
        low, high = found.get(column, (0, None))
        if comparison in ("at_least", "above"):
            low = max(low, scaled + (comparison == "above"))
        else:
            most = scaled - (comparison == "below")
            high = most if high is None else min(high, most)
        found[column] = (low, high)
    return found


def figures_of(policy: Policy) -> set[int]:
    """Every sum of money that the policy names, in 分 of today: where to look first, never where to stop."""
    cases = [when for rule in policy.rules.values() for when in rule.when]
    named = {
        policy.scaled(column, figure) for when in cases for _, column, figure in comparisons(when) if column in MONEY
    }
    curves = (corner for key in policy.rules for outcome in policy.outcomes(key) for corner in outcome.curve or ())
    return {*policy.money.lows.tolist(), *named, *(policy.scaled("amount_fen", corner.at_fen) for corner in curves)}
