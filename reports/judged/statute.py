"""The words of the rules: clauses, sections, posts, and a policy's tiers, measures, duties and sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kaohe.reports.judged.cases import Incident, Sanction
from kaohe.reports.judged.inputs import TIERS, Judged
from kaohe.reports.judged.patterns import PatternRule
from kaohe.reports.words.wording import chinese, listed, number, say, say_or, tier_name, yuan
from kaohe.sim.records import SCHEMA
from kaohe.sim.texts import Names, current_language
from kaohe.standards.sanctions import reason_text

if TYPE_CHECKING:
    from kaohe.standards import Policy, Rulebook
    from kaohe.standards.rulebook.clause import Wording


@dataclass(frozen=True)
class Clause:
    """A clause: its number, short name, and text; `lang` is the language of the text."""

    clause: str
    name: str
    text: str
    lang: str
    place: str


@dataclass(frozen=True)
class Sentence:
    """A rule of the policy: its id, the sentence of the handbook that it comes from, and that sentence's words."""

    rule: str
    place: str
    text: str
    lang: str


@dataclass(frozen=True)
class Band:
    """A tier and the amount in 分 from which it begins."""

    tier: str
    low_fen: int


class Statute:
    """Rulebook and policy as reports quote them. Without a policy, measures and duties show their ids."""

    def __init__(self, rulebook: Rulebook, policy: Policy | None = None) -> None:
        self._rulebook = rulebook
        self._policy = policy

    def clause(self, clause: str) -> Clause:
        """A clause as the current language shows it; English where that is in force, else the mended text."""
        entry = self._rulebook.clauses[clause]
        text, lang = _worded(entry)
        section, _, item = clause.partition(".")
        place = say("chain-clause-source", section=section, name=self.section(section), item=item)
        return Clause(clause, entry.name.text(), text, lang, place)

    def clause_name(self, clause: str) -> str:
        """Number and short name: 2.1 未按例日抄表."""
        entry = self._rulebook.clauses.get(clause)
        return clause if entry is None else say("clause-heading", clause=clause, name=entry.name.text())

    def section(self, number: str) -> str:
        """A section's name: 2 → 抄表."""
        return self._rulebook.sections[int(number)].title.text()

    def post(self, post: str) -> str:
        """A post's name; its id where the rulebook has no such post."""
        entry = self._rulebook.posts.get(post)
        if not post:
            return say("none")
        return post if entry is None else entry.name.text()

    def object_name(self, kind: str) -> str:
        """The name of a kind of object: the rulebook's, else the form of the paper that it is; else its id."""
        entry = self._rulebook.objects.get(kind)
        if entry is None:
            return SCHEMA[kind].label.text() if kind in SCHEMA else kind
        return Names(entry.zh, entry.en).text()

    def tier(self, tier: str) -> str:
        """A tier's short name: 一般; the policy's own where it calls it otherwise."""
        short, policy = tier_name(tier), self._policy
        known = None if policy is None else next((each for each in policy.tiers if each == tier), None)
        if policy is None or known is None:
            return short
        if known == TIERS[0] and not policy.measures_lowest:
            return say("tier-not-covered")
        own = policy.tier_name(known)
        return short if own.startswith(short) else own

    def caveats(self, judged: Judged) -> Iterator[str]:
        """What must be known beside these incidents: which the policy does not cover, whose money its bands are."""
        covers = self._policy is not None and self._policy.file.covers is not None
        left = judged.reasons.filter(pl.col("key") == "sanction-tier-not-covered").height if covers else 0
        if left:
            yield say("summary-not-covered", n=number(left))
        index = None if self._policy is None else self._policy.file.price_index
        years = sorted({day.year for day in judged.incidents["occurred_on"].to_list()})
        if index is not None and index.year is not None and years and years != [index.year]:
            yield say("summary-other-year", year=str(index.year), of=str(years[-1]))

    def tiers(self) -> tuple[str, ...]:
        """The tiers that there are, the lowest first: the policy's, or all without one."""
        return TIERS if self._policy is None else self._policy.tiers

    def measure(self, kind: str) -> str:
        """A sanction's name; its id where the policy has none, or there is no policy."""
        if self._policy is None or kind not in self._policy.file.measures:
            return kind
        return self._policy.measure(kind).name.text()

    def duty(self, kind: str) -> str:
        """A duty's name; its id where the policy has none, or there is no policy."""
        if self._policy is None or kind not in self._policy.file.duties:
            return kind
        return self._policy.duty(kind).name.text()

    def sentence(self, rule: str) -> Sentence:
        """The handbook's words that a policy's rule rests on; no words where it names none, or there is no policy."""
        entry = None if self._policy is None else self._policy.file.rules.get(rule)
        if entry is None:
            return Sentence(rule, "", "", "")
        words = self._rulebook.sentences.get(entry.sentence)
        text, lang = ("", "") if words is None else _worded(words)
        return Sentence(rule, chinese(entry.item)[0], text, lang)

    def policy_name(self) -> str:
        """The policy's name, empty without one."""
        return "" if self._policy is None else self._policy.name.text()

    def reason(self, key: str, args: dict[str, object]) -> str:
        """A reason of the judge in words; without a policy, its key and values."""
        given = {name: value for name, value in args.items() if isinstance(value, (str, int))}
        if self._policy is None:
            return f"{key} {listed(given)}".strip()
        return reason_text(self._policy, key, given)

    def pattern_rule(self) -> PatternRule | None:
        """From when on several trifles are a pattern; None without a policy, or where it knows none."""
        pattern = None if self._policy is None else self._policy.file.pattern
        return None if pattern is None else PatternRule(pattern.times, pattern.months)

    def measured_fen(self, incident: Incident) -> int:
        """The sum by which the policy measures an incident that has an amount."""
        of = "" if self._policy is None else self._policy.file.amount.of
        if of == "net_of_recovery":
            return incident.loss_fen
        if of == "under_billing" and incident.basis == "fee" and not incident.caused_fen:
            return 0
        return incident.amount_fen or 0

    def bands(self) -> tuple[Band, ...]:
        """The policy's spans of money, lowest first; empty without a policy."""
        if self._policy is None:
            return ()
        scale = self._policy.money
        return tuple(Band(tier, int(low)) for tier, low in zip(scale.tiers, scale.lows, strict=True))


def _worded(wording: Wording) -> tuple[str, str]:
    """A text of the handbook as the current language shows it, and the language that it is then in."""
    return (wording.text_en, "en") if current_language() == "en" else chinese(wording.text)


def ordered(statute: Statute, order: Sanction) -> str:
    """A sanction in words: 扣發所有獎金 6 個月."""
    kind = statute.measure(order.kind)
    if order.value is None or order.unit == "":
        return kind
    return say("sanction-line", kind=kind, value=measured(order.value, order.unit))


def measured(value: int, unit: str) -> str:
    """A value in the unit of its measure."""
    if unit == "fen":
        return yuan(value)
    return say_or(f"value-{unit}", f"{number(value)} {unit}", n=number(value))


def kinds_text(statute: Statute, kinds: Mapping[str, int]) -> str:
    """Sanctions by kind, with their number."""
    parts = [say("kind-count", kind=statute.measure(kind), n=number(count)) for kind, count in kinds.items()]
    return say("comma").join(parts) or say("none")
