"""People and their patterns: everybody who is named once, and trifles of one kind within a quarter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kaohe.reports.judged import cases
from kaohe.reports.judged.cases import Incident
from kaohe.reports.judged.patterns import Pattern, PatternRule, patterns
from kaohe.reports.judged.people import people
from tests.reports import sample

QUARTER = PatternRule(times=3, months=3)


def _trifles(*days: date, clause: str = "2.2", staff: int | None = 2) -> list[Incident]:
    first = cases.incidents(sample.assessment().incidents)[0]
    alike = replace(first, clause=clause, staff=staff, tier="non_assessed", amount_fen=150)
    return [replace(alike, incident_id=n + 1, occurred_on=day) for n, day in enumerate(days)]


MARCH = (date(2001, 1, 1), date(2001, 3, 31), date(2001, 2, 14))


def test_three_trifles_of_one_quarter_are_a_pattern() -> None:
    found = patterns(_trifles(*MARCH), QUARTER)
    assert found == dict.fromkeys((1, 3, 2), Pattern(2, "2.2", (2001, 0), 3, (1, 3, 2), 450))
    assert found[1].first_on == date(2001, 1, 1)


@pytest.mark.parametrize(
    "incidents",
    [
        _trifles(*MARCH[:2]),
        _trifles(date(2001, 1, 1), date(2001, 3, 31), date(2001, 4, 1)),
        [*_trifles(*MARCH[:2]), *_trifles(MARCH[2], clause="2.1")],
        [*_trifles(*MARCH[:2]), *_trifles(MARCH[2], staff=3)],
        [*_trifles(*MARCH[:2]), replace(_trifles(MARCH[2])[0], tier="general")],
        _trifles(*MARCH, staff=None),
    ],
    ids=["two", "next quarter", "other clause", "other person", "graver", "nobody"],
)
def test_others_are_none(incidents: list[Incident]) -> None:
    assert patterns(incidents, QUARTER) == {}


def test_a_policy_may_know_no_pattern() -> None:
    assert patterns(_trifles(*MARCH), None) == {}


def test_a_half_year_holds_what_two_quarters_part() -> None:
    days = (date(2001, 1, 1), date(2001, 3, 31), date(2001, 4, 1))
    assert set(patterns(_trifles(*days), PatternRule(3, 6))) == {1, 2, 3}


def test_everybody_who_is_named_stands_once_with_all_that_is_his() -> None:
    judged = sample.assessment()
    orders = cases.sanctions_by_incident(judged)
    named = people(cases.in_order(judged.incidents), cases.slips(judged), orders.values())
    assert len({one.staff for one in named}) == len(named)
    assert sum(len(one.incidents) for one in named) == judged.incidents.height
    assert sum(len(one.slips) for one in named) == len(sample.SLIPS)
    assert sum(len(one.orders) for one in named) == judged.sanctions.height
    assert sum(one.months for one in named) == judged.sanctions.filter(unit="months")["value"].sum()
    assert [one.months for one in named] == sorted((one.months for one in named), reverse=True)
