"""People who react to a policy: nothing under the reference, act for act a part of it where less is done, and planted
effects are found.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import polars as pl
import pytest

from kaohe.scenarios.loader import load_scenario
from kaohe.scenarios.studies.deterrence import Deterrence, Parameter, load_deterrence
from kaohe.scenarios.studies.rates import load_rates
from kaohe.scenarios.studies.responding import (
    BEHIND,
    CARE,
    SEEN,
    TEMPTATION,
    Course,
    Response,
    _limit,
    changed_by_response,
    known_share,
    serious_of,
)
from kaohe.scenarios.studies.study import Study, replicated
from kaohe.scenarios.studies.tempting import marked
from kaohe.scenarios.studies.years import OfficeYear, OfficeYears
from kaohe.sim.streams import happens, words_at
from kaohe.standards import Policy
from kaohe.standards.laboratory.felt import OF_A_POST, Felt, amnesty, typical, unweighed
from kaohe.standards.laboratory.trials import Act, act

PLAIN = Study.of(load_scenario("clean"), load_rates("high"), 1, 3, 300)
WATCHED = replace(PLAIN, reference=Policy.load("handbook"))
HARSH = {"rules": {"S1": {"when": [{"at_least": {"amount_fen": 0}}], "then": [{"kind": "dismissal"}]}}}


@cache
def before() -> OfficeYear:
    """An office-year under the reference."""
    return replicated(WATCHED, 1)


@cache
def plain() -> OfficeYear:
    """The same of people who do not react."""
    return replicated(PLAIN, 1)


def taken(**values: float) -> Deterrence:
    """The central set with some parameters as given."""
    central = load_deterrence("central")
    every = (replace(each, default=values.get(each.name, each.default)) for each in central.parameters)
    return replace(central, parameters=tuple(every))


def harsh() -> Policy:
    """The handbook, and whatever is done at all costs the post."""
    return Policy.load("handbook").vary(HARSH)


def under(policy: Policy, deterrence: Deterrence) -> OfficeYear:
    """The same office-year where people react to a policy."""
    return replicated(replace(WATCHED, response=Response(policy, deterrence)), 1, before())


def done(year: OfficeYear) -> set[int]:
    """Acts of a year."""
    return set(year.acts["act_id"])


def test_who_is_only_looked_at_does_the_same() -> None:
    assert before().acts.equals(plain().acts)
    assert before().incidents.equals(plain().incidents)
    assert before().acts.height > 20


@pytest.mark.parametrize("name", ["severity_works", "central", "severity_silences"])
def test_under_the_reference_nothing_changes_act_for_act(name: str) -> None:
    year = under(Policy.load("handbook"), load_deterrence(name))
    assert year.acts.equals(before().acts)
    assert year.incidents.equals(before().incidents)
    assert changed_by_response([year.exposure]) == {CARE: 0, TEMPTATION: 0}


def test_what_is_felt_heavier_leaves_a_part_of_the_same_acts() -> None:
    year = under(harsh(), taken(care=10, stress=0, temptation_spread=0.5))
    assert done(year) < done(before())
    changed = changed_by_response([year.exposure])
    assert changed[CARE] > 0
    assert changed[TEMPTATION] > 0
    assert sum(changed.values()) >= len(done(before()) - done(year))
    kept = year.acts.join(before().acts, on="act_id", suffix="_before")
    assert kept.height == year.acts.height
    assert (kept["at"] == kept["at_before"]).all()


def test_stress_adds_errors_where_it_outweighs_care() -> None:
    year = under(harsh(), taken(care=0, stress=10, stress_from=0, temptation_spread=1_000))
    assert len(done(year)) > 1.2 * len(done(before()))
    lost = done(before()) - done(year)  # what is done ten times as often leaves less room
    assert len(lost) * 4 <= len(done(before()))


def test_a_planted_effect_on_acts_with_intent_alone_is_found_there_alone() -> None:
    """No care and no stress: of acts that tempt fewer are done, of all others the same."""
    deterrence = taken(care=0, stress=0, temptation_spread=0.02)
    year = under(harsh(), deterrence)
    both = [marked(OfficeYears.of([each], ""), deterrence).acts for each in (before(), year)]
    intended = [set(each.filter("intentional")["act_id"]) for each in both]
    others = [set(each.filter(~pl.col("intentional"))["act_id"]) for each in both]
    assert intended[1] < intended[0]
    assert others[0] == others[1]
    assert changed_by_response([year.exposure])[CARE] == 0


def test_a_response_that_never_fires_is_seen_to() -> None:
    year = under(harsh(), replace(taken(care=0, stress=0), tempting=frozenset()))
    assert done(year) == done(before())
    assert changed_by_response([year.exposure]) == {CARE: 0, TEMPTATION: 0}


def test_what_came_to_light_month_by_month_is_what_the_judge_finds_at_the_end() -> None:
    """Each month is of its own days; and at the end as many are behind everybody as the judge's incidents give."""
    year, policy = before(), Policy.load("handbook")
    seen = dict(
        year.exposure.filter(pl.col("measure").str.starts_with(SEEN))
        .group_by("measure")
        .agg(pl.col("value").sum())
        .rows()
    )
    found = year.acts.filter(pl.col("incident_id").is_not_null())
    assert sum(seen.values()) == found.height == year.incidents.height
    months = Counter(f"{SEEN}{day.month}" for day in found["evidenced_on"])
    assert dict(months) == seen
    rows = year.incidents.rename({"staff": "person"}).to_dicts()
    last = f"{BEHIND}6"
    kept = dict(year.exposure.filter(measure=last).select("staff", "value").rows())
    assert kept == dict(serious_of(policy, rows, 2001))


def test_belief_moves_to_what_was_seen() -> None:
    course = Course({("reader", 1): 3, ("reader", 3): 1}, {})
    assert course.belief("reader", 0, 0.4, 0.5) == 0.4
    assert course.belief("reader", 1, 0.4, 0.5) == pytest.approx(0.7)
    assert course.belief("reader", 3, 0.4, 0.5) == pytest.approx(0.675)
    assert course.belief("cashier", 2, 0.4, 0.5) == pytest.approx(0.1)
    assert known_share(replace(before(), acts=before().acts.clear())) == 0


def test_a_limit_of_the_rate_itself_is_that_of_the_rate() -> None:
    words = words_at(1, 1, pl.int_range(20_000, eager=True).to_numpy())  # type: ignore[arg-type]  # any purpose
    for rate in (1, 7, 30, 999, 123_457, 999_999):
        assert ((words < _limit(rate, rate / 1e6)) == happens(words, rate)).all()
        assert _limit(rate, rate / 2e6) < _limit(rate, rate / 1e6)
    assert _limit(0, 0.5) == 0
    assert _limit(500_000, 1.0) == 2**64 - 1


def test_what_sanctions_are_felt_as_by_hand() -> None:
    """Handbook: 1,500.00 yuan costs 3 months; an unpriced incident 6, and again in the year 下崗, 24 months as taken;
    with intent 調離 (12) and compensation (1,500 yuan are 7.5 months) besides.
    """
    values = load_deterrence("central").values
    cases: list[Act] = [
        {"clause": "2.2", "post": "reader", **act(150_000)},
        {"clause": "2.2", "post": "reader", "amount_fen": None},
    ]
    felt = Felt.of(Policy.load("handbook"), cases)
    assert felt.months(values).tolist() == [[3, 3, 3], [6, 30, 30]]
    assert felt.months(values, intended=True).tolist()[0] == [22.5, 22.5, 22.5]
    assert unweighed(Policy.load("handbook"), {}) == ("transfer", "off_post", "probation", "dismissal")
    assert isinstance(load_deterrence("central").parameters[0], Parameter)


def test_each_post_is_felt_by_its_own_incidents_all_of_them_where_they_are_few() -> None:
    cases = typical(before().incidents)
    assert len(cases) == before().incidents.height < OF_A_POST
    many = pl.concat([before().incidents] * 40)
    counts = Counter(str(each["post"]) for each in typical(many))
    sizes = dict(many.group_by("post").len().rows())
    assert dict(counts) == {post: min(OF_A_POST, size) for post, size in sizes.items()}


def test_the_amnesty_that_keeps_deterrence_by_hand() -> None:
    """Unpriced: 6 months, at α = 0.5 and a half believed 6 × 0.5² = 1.5 of them are expected: 75 % may be given up."""
    values, case = load_deterrence("central").values, {"clause": "2.2", "post": "reader", "amount_fen": None}
    handbook = Policy.load("handbook")
    none = amnesty(handbook, [case], values, 0.5)
    assert none is not None
    assert none.given == 0
    assert none.preserving == pytest.approx(0.75)
    half = amnesty(handbook.vary({"self_report": {"keep_percent": 50}}), [case], values, 0.5)
    assert half is not None
    assert half.given == pytest.approx(0.5)
    assert half.gap == pytest.approx(-0.25)
    assert amnesty(handbook, [{**case, "amount_fen": 1}], values, 0.5) is None
    sure = amnesty(handbook, [case], values, 1.0)
    assert sure is not None
    assert sure.preserving == 0
