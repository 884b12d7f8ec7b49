"""What trying a policy shows: the cliffs of the handbook, none of the continuous one, and the faults of broken ones."""

from __future__ import annotations

from functools import cache

import pytest

from kaohe.standards.laboratory.findings import FAULT, Finding
from kaohe.standards.laboratory.lint import lint
from kaohe.standards.policies.format import Rule
from kaohe.standards.policies.policy import Policy

MONTHS = {"withhold_comprehensive_bonus": 3}
ALL_SIX = {"withhold_all_bonus": 6}


@cache
def found(name: str) -> tuple[Finding, ...]:
    return tuple(lint(Policy.load(name)))


def of(kind: str, findings: tuple[Finding, ...], **facet: object) -> list[dict[str, object]]:
    return [dict(each.figures) for each in findings if each.kind == kind and dict(each.facet) == facet]


def broken(**rules: object) -> tuple[Finding, ...]:
    return tuple(lint(Policy.load("handbook").vary({"rules": rules})))


def test_the_cliffs_of_the_handbook() -> None:
    notches = of("notch", found("handbook"))
    assert [(each["below_fen"], each["at_fen"]) for each in notches] == [
        (99_999, 100_000),
        (999_999, 1_000_000),
        (9_999_999, 10_000_000),
    ]
    assert (notches[0]["before"], notches[0]["after"], notches[0]["months"], notches[0]["ratio"]) == (
        {},
        MONTHS,
        3,
        "∞",
    )
    assert (notches[1]["before"], notches[1]["after"]) == ({"withhold_comprehensive_bonus": 6}, ALL_SIX)
    assert notches[2]["after"] == {"withhold_all_bonus": 12, "major_demerit": 1}


def test_what_else_the_handbook_does() -> None:
    handbook = found("handbook")
    assert [each["low_fen"] for each in of("flat_above", handbook)] == [10_000_000]
    trifle = of("trifle_as", handbook)[0]
    assert (trifle["as_fen"], trifle["high_fen"], trifle["load"]) == (1_000_000, 999_999, ALL_SIX)
    assert of("intent_below", handbook)[0]["below_fen"] == 100_000
    assert of("self_report", handbook)
    hiding = of("hiding", handbook)[0]
    assert (hiding["load"], hiding["filed"]) == (ALL_SIX, {"withhold_all_bonus": 12, "off_post": 1})
    by_two = of("post_by_two", handbook)[0]
    assert (by_two["first_fen"], by_two["second_fen"], by_two["largest_fen"]) == (1_000_000, 1_000_000, 9_999_999)
    assert by_two["two"] == {"withhold_all_bonus": 12, "off_post": 1}
    assert by_two["largest_load"] == {"withhold_all_bonus": 12}
    turn = of("new_year", handbook)[0]
    assert (turn["within"], turn["across"]) == (
        {**ALL_SIX, "withhold_all_bonus": 12, "off_post": 1},
        {"withhold_all_bonus": 12},
    )
    assert of("split", handbook)[0] == {
        "first_fen": 50_000,
        "second_fen": 50_000,
        "sum_fen": 100_000,
        "count": 25,
        "better": {},
        "worse": MONTHS,
        "months": 3,
    }
    serious = of("fall", handbook, serious_effect=True)[0]  # 12 months at 9,999.99 with serious effect, 6 at 10,000.00
    assert (serious["below_fen"], serious["at_fen"]) == (999_999, 1_000_000)


def test_every_notice_of_a_rule_names_it_and_its_place_in_the_text() -> None:
    policy = Policy.load("handbook")
    told = [each.told(policy) for each in found("handbook")]
    assert all(each["items"] == [policy.rules[key].item for key in each["rules"]] for each in told)
    without = {each["kind"] for each in told if not each["rules"]}
    assert without == {"self_report"}
    assert "四（三）（1）" in told[0]["text"]


def test_the_continuous_policy_has_no_notch() -> None:
    assert not [each for each in found("continuous") if each.kind in ("notch", "fall")]


@pytest.mark.parametrize("name", Policy.shipped())
def test_what_ships_has_no_fault(name: str) -> None:
    assert not [each for each in found(name) if each.severity == FAULT]


def test_an_indexed_policy_has_its_cliffs_where_its_money_has_them() -> None:
    assert of("notch", found("indexed"))[0]["at_fen"] == 160_000


def test_a_rule_that_nothing_reaches() -> None:
    never = {"item": "x", "when": [{"tier": "general", "at_least": {"amount_fen": 1_000_000}}], "duties": ["enquiry"]}
    faults = [each for each in broken(never=never) if each.severity == FAULT]
    assert [(each.kind, each.rules) for each in faults] == [("unreachable", ("never",))]


def test_a_rule_that_only_a_history_reaches_is_reached() -> None:
    third = {"item": "x", "when": [{"repeats": {"tier": "general", "times": 7}}], "duties": ["circular"]}
    assert not [each for each in broken(third=third) if each.severity == FAULT]


def test_a_gap_between_rules() -> None:
    small = {"when": [{"tier": "general", "serious_effect": False, "below": {"amount_fen": 300_000}}]}
    faults = [each for each in broken(S1=small) if each.severity == FAULT]
    assert [(each.kind, each.figures["below_fen"], each.figures["at_fen"]) for each in faults] == [
        ("gap", 299_999, 300_000)
    ]


def test_two_rules_for_one_thing() -> None:
    again = {"item": "x", "when": [{"tier": "serious"}], "then": [{"kind": "withhold_all_bonus", "value": 1}]}
    faults = [each for each in broken(again=again) if each.severity == FAULT]
    assert {(each.kind, each.rules) for each in faults} == {("overlap", ("S2", "again"))}


def test_a_rule_whose_sanction_never_stands() -> None:
    light = {"item": "x", "when": [{"repeats": {"tier": "serious"}}], "then": [{"kind": "transfer"}]}
    idle = [each.rules for each in broken(light=light) if each.kind == "idle"]
    assert idle == [("light",)]


def test_relief_for_self_report_is_seen() -> None:
    policy = Policy.load("handbook").vary({"self_report": {"keep_percent": 50}})
    assert "self_report" not in {each.kind for each in lint(policy)}


def test_a_rolling_year_has_no_new_year() -> None:
    policy = Policy.load("handbook").vary({"repeat": {"window": "rolling_days"}})
    assert "new_year" not in {each.kind for each in lint(policy)}


def test_a_renamed_rule_changes_nothing() -> None:
    policy = Policy.load("handbook")
    renamed = {f"r_{key}": rule for key, rule in policy.file.rules.items()}
    changed = {key: _referring(rule) for key, rule in renamed.items()}
    other = Policy(policy.file.model_copy(update={"rules": changed}))
    assert [(each.kind, each.figures) for each in lint(other)] == [
        (each.kind, each.figures) for each in found("handbook")
    ]


def _referring(rule: Rule) -> Rule:
    return rule if rule.then_of is None else rule.model_copy(update={"then_of": f"r_{rule.then_of}"})
