"""Patterns: several trifles of one person under one clause within a span of months; no tier, nobody is charged more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kaohe.reports.judged.cases import Incident
from kaohe.reports.judged.inputs import TIERS


@dataclass(frozen=True)
class PatternRule:
    """From how many incidents of the lowest tier on, within a calendar span of so many months (1, 3, 6 or 12)."""

    times: int
    months: int

    def span_of(self, day: date) -> tuple[int, int]:
        """The span that a day lies in: its year, and its number within the year from 0."""
        return day.year, (day.month - 1) // self.months


@dataclass(frozen=True)
class Pattern:
    """One person's trifles of one kind in one span, in order of time; amount in 分."""

    staff: int
    clause: str
    span: tuple[int, int]
    months: int
    incidents: tuple[int, ...]
    amount_fen: int

    @property
    def first_on(self) -> date:
        """The first day of the span."""
        return date(self.span[0], self.span[1] * self.months + 1, 1)


def patterns(incidents: Sequence[Incident], rule: PatternRule | None) -> dict[int, Pattern]:
    """The patterns among incidents, by the number of each incident that belongs to one; none without a rule."""
    if rule is None:
        return {}
    alike: dict[tuple[int, str, tuple[int, int]], list[Incident]] = {}
    for case in sorted(incidents, key=lambda case: (case.occurred_on, case.incident_id)):
        if case.staff is not None and case.tier == TIERS[0]:
            alike.setdefault((case.staff, case.clause, rule.span_of(case.occurred_on)), []).append(case)
    found = [_pattern(key, own, rule.months) for key, own in alike.items() if len(own) >= rule.times]
    return {number: pattern for pattern in found for number in pattern.incidents}


def _pattern(key: tuple[int, str, tuple[int, int]], own: Sequence[Incident], months: int) -> Pattern:
    numbers = tuple(case.incident_id for case in own)
    return Pattern(*key, months, numbers, sum(case.amount_fen or 0 for case in own))
