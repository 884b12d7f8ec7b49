"""Which incidents a rule of the policy is about: every key of `when` is a mask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

import numpy as np

from kaohe.standards.policies.format import INTENTS, TIERS, Limits, Repeats, Tier, When
from kaohe.standards.policies.policy import Policy
from kaohe.standards.sanctions.cases import NOBODY, Cases, Flags, Ints
from kaohe.standards.sanctions.history import Prior, Timeline
from kaohe.standards.sanctions.tiers import TIER_RANK, Tiered

COMPARISONS: dict[str, Callable[[Ints, int], Flags]] = {
    "at_least": np.greater_equal,
    "above": np.greater,
    "at_most": np.less_equal,
    "below": np.less,
}
FACTS = (
    "intentional",
    "concealed",
    "serious_effect",
    "overload",
    "self_reported",
    "large_customer",
    "found_outside_post",
    "priced",
)
MEMBERSHIPS = {
    "clauses": "clause",
    "posts": "post",
    "roles": "act_role",
    "bases": "basis",
    "severities": "severity",
    "intents": "intent",
}


@dataclass
class Docket:
    """The incidents of one assessment under one policy: tiers, facts and histories that rules ask for."""

    cases: Cases
    policy: Policy
    tiered: Tiered
    rank: Ints
    past_rank: Ints
    _priors: dict[tuple[Tier, bool], Prior] = field(default_factory=dict)
    _facts: dict[str, Flags] = field(default_factory=dict)

    @cached_property
    def answerable(self) -> Ints:
        """Who answers for each incident; NOBODY where the policy names a manager and the incident does not."""
        people = self.cases.people
        if self.policy.file.overload.answers == "doer":
            return people["staff"]
        return np.where(self.fact("overload"), people["manager"], people["staff"])

    def counted(self, tier: Tier) -> Flags:
        """Incidents that count as of the tier in a history."""
        switch, wanted = self.policy.repeat, TIER_RANK[tier]
        of_tier = self.past_rank == wanted if switch.counts == "same" else self.past_rank >= wanted
        return of_tier if self.policy.file.overload.repeat_applies else of_tier & ~self.fact("overload")

    def earlier(self, tier: Tier, after_decision: bool) -> Prior:
        """Earlier incidents of the tier, of the same person, in the window."""
        key = (tier, after_decision)
        if key not in self._priors:
            self._priors[key] = self._timeline(after_decision).priors(self.counted(tier))
        return self._priors[key]

    def _timeline(self, after_decision: bool) -> Timeline:
        """The history in the policy's window; kept with the cases, for it is the same for many policies."""
        rule, answers = self.policy.repeat, self.policy.file.overload.answers
        key = (rule.window, rule.days, rule.dated_by, rule.same_clause_only, answers, after_decision)
        if key not in self.cases.kept:
            self.cases.kept[key] = Timeline.of(self.cases, self.answerable, rule, after_decision)
        return cast("Timeline", self.cases.kept[key])

    def repeats(self, rule: Repeats) -> tuple[Flags, Prior]:
        """Where this incident is the n-th of the tier, and the earlier ones."""
        switch = self.policy.repeat
        after = switch.requires_prior_decision if rule.after_decision is None else rule.after_decision
        prior = self.earlier(rule.tier, after)
        times = switch.times if rule.times is None else rule.times
        return self.counted(rule.tier) & (prior.count + 1 >= times), prior

    def own_count(self) -> Ints:
        """Earlier incidents of each incident's own tier or (by the policy) above."""
        count = np.zeros(len(self.cases), dtype=np.int64)
        for number, tier in enumerate(TIERS):
            here = self.past_rank == number
            if here.any():
                count[here] = self.earlier(tier, self.policy.repeat.requires_prior_decision).count[here]
        return count

    def fact(self, name: str) -> Flags:
        """A yes-or-no of every incident."""
        if name not in self._facts:
            self._facts[name] = self._find(name)
        return self._facts[name]

    def _find(self, name: str) -> Flags:
        if name == "intentional":
            counted = INTENTS[INTENTS.index(self.policy.file.intent.counts_from) :]
            return self.cases.words["intent"].among(counted)
        if name == "found_outside_post":
            return found_outside_post(self.cases)
        if name == "priced":
            return self.tiered.priced
        return self.cases.flags["cause_overload" if name == "overload" else name]

    def number(self, column: str) -> Ints:
        """A figure of every incident; `amount_fen` is the amount that the bands measure."""
        return self.tiered.amount_fen if column == "amount_fen" else self.cases.numbers[column]


def found_outside_post(cases: Cases) -> Flags:
    """Found by somebody of another post who neither did it nor had to check it."""
    finder, group = cases.people["discovered_by"], cases.people["act_group"]
    posts, finders = cases.words["post"], cases.words["finder_post"]
    named = finders.mapped({word: place for place, word in enumerate(posts.words)}, NOBODY)
    outsider = (finder != NOBODY) & (finder != cases.people["staff"]) & (named != posts.codes) & ~finders.among([""])
    found: Flags = outsider & ~_among_answerable(finder, cases.people["staff"], group)
    return found


def _among_answerable(finder: Ints, staff: Ints, group: Ints) -> Flags:
    """Where the finder is one of those who answer for the same act."""
    if (group == NOBODY).all():
        return np.zeros(len(group), dtype=np.bool_)
    answerable = set(zip(group.tolist(), staff.tolist(), strict=True))
    pairs = zip(group.tolist(), finder.tolist(), strict=True)
    return np.array([act != NOBODY and (act, person) in answerable for act, person in pairs], dtype=np.bool_)


def comparisons(when: When) -> Iterator[tuple[str, str, int]]:
    """(comparison, column, figure) of a case."""
    for comparison in COMPARISONS:
        limits = cast("Limits | None", getattr(when, comparison))
        if limits is not None:
            yield from ((comparison, name, figure) for name, figure in limits if figure is not None)


def facts(when: When) -> Iterator[tuple[str, bool]]:
    """(fact, wanted) of a case."""
    for name in FACTS:
        wanted = cast("bool | None", getattr(when, name))
        if wanted is not None:
            yield name, wanted


def _masks(when: When, docket: Docket) -> Iterator[Flags]:
    if when.tier is not None:
        yield docket.rank == TIER_RANK[when.tier]
    if when.tier_at_least is not None:
        yield docket.rank >= TIER_RANK[when.tier_at_least]
    for key, column in MEMBERSHIPS.items():
        words = cast("tuple[str, ...] | None", getattr(when, key))
        if words is not None:
            yield docket.cases.words[column].among(words)
    for name, wanted in facts(when):
        yield docket.fact(name) == wanted
    for comparison, column, figure in comparisons(when):
        yield COMPARISONS[comparison](docket.number(column), docket.policy.scaled(column, figure))
    if when.repeats is not None:
        yield docket.repeats(when.repeats)[0]


def matching(when: When, docket: Docket) -> Flags:
    """Where all keys of a case hold."""
    found = np.ones(len(docket.cases), dtype=np.bool_)
    for mask in _masks(when, docket):
        found &= mask
    return found
