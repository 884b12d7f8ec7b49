"""Rules that no case can reach, that never stand, or that punish one thing twice: by cases made to meet each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product

import polars as pl

from kaohe.standards.laboratory.facets import NAMES, Facet, bounds, fact
from kaohe.standards.laboratory.findings import FAULT, NOTICE, Finding
from kaohe.standards.laboratory.trials import DAY, Act, cases_of
from kaohe.standards.policies.format import INTENTS, TIERS, Tier, When
from kaohe.standards.policies.policy import Policy
from kaohe.standards.sanctions import assess
from kaohe.standards.sanctions.engine import applying
from kaohe.standards.sanctions.matching import FACTS, MEMBERSHIPS, facts

EARLIER = date(2001, 2, 1)
MOST_EARLIER = 30
WELL_ABOVE = 100_000
Options = Mapping[str, tuple[object, ...]]


def rule_findings(policy: Policy, facets: list[Facet]) -> Iterator[Finding]:
    """Rules that cannot apply, rules whose sanctions never stand, rules that add up to the same measure twice."""
    people = [acts for rule in policy.rules.values() for when in rule.when for acts in _witnesses(when, policy)]
    cases = cases_of([*people, *([{**dict(facet), "amount_fen": 0}] for facet in facets)])
    hits = applying(cases, policy)
    assessed = assess(cases, policy)
    standing = {*assessed.sanctions["rule"].to_list(), *assessed.duties["rule"].to_list()}
    for key, rule in policy.rules.items():
        if not len(hits[key]):
            yield Finding("unreachable", FAULT, {"rule": key}, (key,))
        elif (policy.outcomes(key) or rule.duties) and key not in standing:
            yield Finding("idle", NOTICE, {"rule": key}, (key,))
    yield from _twice(policy, assessed.sanctions)


def _twice(policy: Policy, sanctions: pl.DataFrame) -> Iterator[Finding]:
    """Two rules of one ladder that give the same incident the same measure."""
    by_kind = sanctions.group_by("incident_id", "staff", "kind", maintain_order=True).agg("rule")
    pairs = dict.fromkeys((kind, tuple(rules)) for _, _, kind, rules in by_kind.rows() if len(set(rules)) > 1)
    for kind, rules in pairs:
        ladders = [policy.rules[key].ladder for key in rules]
        if len(set(ladders)) < len(ladders):
            yield Finding("overlap", FAULT, {"measure": policy.measure(kind).name.text()}, rules)


def _witnesses(when: When, policy: Policy) -> Iterator[list[Act]]:
    """People whose last act is made to meet a case, in all the ways that could matter."""
    options = _options(when, policy)
    for values in product(*options.values()):
        row = _worth(dict(zip(options, values, strict=True)))
        yield [row]
        for tier in _tiers_before(when):
            yield [*_earlier(tier, _times(when, policy) - 1, row), row]


def _options(when: When, policy: Policy) -> Options:
    limits = bounds(when, policy)
    compared = {column: _ends(low, high) for column, (low, high) in limits.items()}
    words = {column: _first(key, when) for key, column in MEMBERSHIPS.items() if getattr(when, key)}
    held = {column: (value,) for name, wanted in facts(when) if wanted for column, value in fact(name, policy)}
    intents = {"intent": when.intents or INTENTS} if when.intentional is not None or when.intents else {}
    bands = () if when.priced is False else _amounts(policy)
    energies = policy.energy.lows.tolist() if policy.energy is not None else []
    free: Options = {
        "amount_fen": (None, *bands),
        **({"energy_kwh": (0, *energies)} if energies else {}),
        **({"severity": ("", *policy.file.severity_tiers)} if policy.file.severity_tiers else {}),
        **({"concealed": (False, True)} if policy.file.concealment.upgrade_tiers else {}),
    }
    return {**_covering(policy), **free, **words, **held, **intents, **compared}


def _covering(policy: Policy) -> Options:
    """What makes an incident one that the policy is about at all."""
    covers = policy.file.covers
    if not covers:
        return {}
    words = {column: tuple(getattr(covers[0], key)) for key, column in MEMBERSHIPS.items() if getattr(covers[0], key)}
    limits = {column: _ends(low, high) for column, (low, high) in bounds(covers[0], policy).items()}
    held = {NAMES.get(name, name): (wanted,) for name, wanted in facts(covers[0]) if name in FACTS[1:6]}
    return {**words, **limits, **held}


def _first(key: str, when: When) -> tuple[object, ...]:
    words: tuple[object, ...] = getattr(when, key)
    return words if key == "intents" else words[:1]


def _ends(low: int, high: int | None) -> tuple[object, ...]:
    return (low, low + WELL_ABOVE) if high is None else tuple(dict.fromkeys((low, high)))


def _amounts(policy: Policy) -> tuple[object, ...]:
    lows: list[int] = policy.money.lows.tolist()
    return tuple(dict.fromkeys(near for low in lows for near in (low, low + 1, low + low // 2)))


def _worth(row: dict[str, object]) -> Act:
    """Where nothing else is said, all of the amount was caused and lost."""
    amount = row.get("amount_fen")
    return row if amount is None else {"caused_fen": amount, "loss_fen": amount, **row}


def _times(when: When, policy: Policy) -> int:
    times = None if when.repeats is None else when.repeats.times
    return min(times or policy.repeat.times, MOST_EARLIER)


def _tiers_before(when: When) -> tuple[Tier, ...]:
    return TIERS[1:] if when.repeats is None else TIERS[TIERS.index(when.repeats.tier) :]


def _earlier(tier: Tier, number: int, row: Act) -> Iterator[Act]:
    """So many earlier acts of a tier, each found the day after, as decided cases."""
    about = {name: row[name] for name in ("clause", "post") if name in row}
    for each in range(number):
        on = EARLIER + timedelta(days=2 * each)
        yield {**about, "occurred_on": on, "discovered_on": on + timedelta(days=1), "decided_tier": tier}


assert EARLIER + timedelta(days=2 * MOST_EARLIER) < DAY
