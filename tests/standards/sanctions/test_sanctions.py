"""The handbook's rules at every edge: tiers, months, repetition, intent, duties."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from kaohe.standards.sanctions import assess
from tests.standards.sanctions.sample import assessed, duties, incidents, kinds, months, sanctions, shipped, tiers

SERIOUS = {"amount_fen": 2_000_000}
MAJOR = {"amount_fen": 20_000_000}


@pytest.mark.parametrize(
    "amount_fen, tier, held",
    [
        (0, "non_assessed", []),
        (99_999, "non_assessed", []),
        (100_000, "general", [3]),
        (999_999, "general", [6]),
        (1_000_000, "serious", [6]),
        (9_999_999, "serious", [12]),
        (10_000_000, "major", [12]),
        (10**14, "major", [12]),
    ],
)
def test_tier_and_months_at_every_edge(amount_fen: int, tier: str, held: list[int]) -> None:
    assert tiers({"amount_fen": amount_fen}) == [tier]
    assert months({"amount_fen": amount_fen}) == held


@pytest.mark.parametrize(
    "amount_fen, held",
    [
        (249_999, 3),
        (250_000, 4),  # 3 + 3 × 1,500 ÷ 9,000 = 3.5, half up
        (549_999, 4),
        (550_000, 5),
        (1_749_999, 6),
        (1_750_000, 7),  # 6 + 6 × 7,500 ÷ 90,000 = 6.5
        (9_249_999, 11),
        (9_250_000, 12),
    ],
)
def test_months_are_linear_in_the_band_and_rounded_half_up(amount_fen: int, held: int) -> None:
    assert months({"amount_fen": amount_fen}) == [held]


def test_unpriced_is_serious_at_the_minimum() -> None:
    assert tiers({"amount_fen": None, "basis": "none"}) == ["serious"]
    assert sanctions({"amount_fen": None, "basis": "none"}) == [("S2", "withhold_all_bonus", 6)]


def test_de_minimis_spares_what_did_no_harm() -> None:
    policy = shipped("handbook_deminimis")
    harmless, lost, disturbed = {"amount_fen": None}, {"amount_fen": None, "loss_fen": 1}, {"serious_effect": True}
    assert tiers(harmless, lost, disturbed, policy=policy) == ["general", "serious", "serious"]
    assert sanctions(harmless, policy=policy) == [("S1", "withhold_comprehensive_bonus", 3)]


def test_a_general_incident_with_serious_effect_has_the_months_of_s2_and_is_not_counted_as_serious() -> None:
    grave = {"amount_fen": 100_000, "serious_effect": True}
    assert sanctions(grave, {**grave, "occurred_on": date(2001, 4, 1)}) == [("S1e", "withhold_all_bonus", 6)] * 2
    assert months({"amount_fen": 999_999, "serious_effect": True}) == [12]
    assert kinds(grave, {**SERIOUS, "occurred_on": date(2001, 4, 1)}) == []


def test_two_serious_incidents_in_one_year() -> None:
    second = {**SERIOUS, "occurred_on": date(2001, 12, 31)}
    assert kinds({**SERIOUS, "occurred_on": date(2001, 1, 1)}, second) == [(2, "off_post")]


@pytest.mark.parametrize(
    "change",
    [
        {"occurred_on": date(2002, 1, 1)},
        {"staff": 8, "occurred_on": date(2001, 4, 1)},
        {"amount_fen": 999_999, "occurred_on": date(2001, 4, 1)},
    ],
    ids=["next year", "another person", "a general one"],
)
def test_what_is_no_second_serious_incident(change: dict[str, object]) -> None:
    assert (
        kinds(
            {**SERIOUS, "occurred_on": date(2001, 12, 31) if "staff" not in change else date(2001, 1, 1)},
            {**SERIOUS, **change},
        )
        == []
    )


def test_a_repetition_across_the_year_counts_by_the_act_not_by_its_discovery() -> None:
    late = {"occurred_on": date(2001, 12, 1), "discovered_on": date(2002, 2, 1)}
    next_year = {"occurred_on": date(2002, 1, 15), "discovered_on": date(2002, 2, 1)}
    assert kinds({**SERIOUS, **late}, {**SERIOUS, **next_year}) == []


def test_a_major_incident_counts_among_the_serious_ones() -> None:
    assert kinds(MAJOR, {**SERIOUS, "occurred_on": date(2001, 4, 1)}) == [(2, "off_post")]
    assert kinds(SERIOUS, {**MAJOR, "occurred_on": date(2001, 4, 1)}) == [(2, "off_post")]


def test_two_major_incidents_in_one_year() -> None:
    second = {**MAJOR, "occurred_on": date(2001, 4, 1)}
    found = [row for row in sanctions(MAJOR, second) if row[1] in ("probation", "off_post", "major_demerit")]
    assert found == [("S3", "major_demerit", None), ("S3", "major_demerit", None), ("S3r", "probation", 1)]


def test_a_grave_repetition_of_major_incidents_is_referred() -> None:
    second = {**MAJOR, "loss_fen": 10_000_000, "occurred_on": date(2001, 4, 1)}
    assert "criminal_referral" in duties(MAJOR, second)
    assert "criminal_referral" not in duties(MAJOR, {**second, "loss_fen": 9_999_999})


@pytest.mark.parametrize(
    "loss_fen, action",
    [(99_999, None), (100_000, "transfer"), (999_999, "transfer"), (1_000_000, "dismissal"), (10**12, "dismissal")],
)
def test_intent_by_the_loss(loss_fen: int, action: str | None) -> None:
    case = {"amount_fen": 50_000, "loss_fen": loss_fen, "intent": "established"}
    assert kinds(case) == ([(1, action)] if action else [])
    paid = [(kind, value) for _, kind, value in sanctions(case) if kind == "compensation"]
    assert paid == ([("compensation", loss_fen)] if action else [])
    assert ("criminal_review" in duties(case)) == (action == "dismissal")


def test_money_that_came_back_does_not_lift_the_action_and_is_not_compensated() -> None:
    case = {"amount_fen": 50_000, "caused_fen": 500_000, "loss_fen": 99_999, "intent": "established"}
    assert kinds(case) == [(1, "transfer")]
    assert [value for _, kind, value in sanctions(case) if kind == "compensation"] == [99_999]
    assert sanctions({**case, "loss_fen": 0}) == [("S4a", "transfer", None)]
    assert kinds({**case, "caused_fen": 99_999}) == []


@pytest.mark.parametrize("intent", ["none", "alleged", "presumed"])
def test_intent_must_be_established(intent: str) -> None:
    case = {"amount_fen": 2_000_000, "loss_fen": 2_000_000, "intent": intent}
    assert kinds(case) == []
    assert ("intent_enquiry" in duties(case)) == (intent != "none")


def test_the_heavier_action_on_the_post_stands() -> None:
    """調離 < 下崗 < 留局察看 < 開除."""
    april = {"occurred_on": date(2001, 4, 1), "intent": "established"}
    assert kinds(SERIOUS, {**SERIOUS, **april, "loss_fen": 100_000}) == [(2, "off_post")]
    assert kinds(MAJOR, {**MAJOR, **april, "loss_fen": 100_000}) == [(2, "probation")]
    assert kinds(MAJOR, {**MAJOR, **april, "loss_fen": 1_000_000}) == [(2, "dismissal")]


def test_the_lighter_action_falls_but_its_compensation_stays() -> None:
    case = {**SERIOUS, "occurred_on": date(2001, 4, 1), "intent": "established", "loss_fen": 100_000}
    assert ("S4l", "compensation", 100_000) in sanctions(SERIOUS, case)


def test_bonus_months_are_consecutive_up_to_the_cap() -> None:
    acts = [{"amount_fen": 9_999_999, "occurred_on": date(2001, month, 1)} for month in (1, 2, 3)]
    assert months(*acts) == [12, 12, 0]
    assert months(*acts, {"amount_fen": 9_999_999, "occurred_on": date(2002, 1, 1)}) == [12, 12, 0, 12]
    assert months(*acts, {"amount_fen": 9_999_999, "staff": 8}) == [12, 12, 0, 12]
    small = {"amount_fen": 550_000, "occurred_on": date(2001, 1, 15)}
    assert months(small, *acts) == [5, 12, 7, 0]


def test_the_cap_follows_the_order_of_the_acts() -> None:
    late_first = [{"amount_fen": 9_999_999, "occurred_on": date(2001, month, 1)} for month in (3, 2, 1)]
    assert months(*late_first) == [0, 12, 12]


def test_duties_by_tier() -> None:
    assert duties({"amount_fen": 999_999}) == set()
    serious = {"enquiry", "incident_form", "three_no_let_pass", "upward_report"}
    assert duties(SERIOUS) == serious
    assert duties(MAJOR) == serious | {"circular", "advanced_unit_lost"}


def test_a_duty_is_due_from_discovery() -> None:
    found = assessed({**SERIOUS, "discovered_on": date(2001, 3, 30)}).duties
    due = dict(found.select("kind", "due_on").rows())
    assert due["enquiry"] == date(2001, 3, 30)
    assert due["upward_report"] == date(2001, 4, 2)
    assert due["three_no_let_pass"] is None


def test_concealment_is_an_incident_of_its_own_and_feeds_s5r_only() -> None:
    hidden = {"amount_fen": 2_000_000, "loss_fen": 1, "concealed": True}
    assert {"separate_incident", "criminal_referral"} <= duties(hidden)
    assert "criminal_referral" not in duties({**hidden, "loss_fen": 0})
    assert "criminal_referral" not in duties({**hidden, "amount_fen": 999_999})
    assert kinds(hidden) == []


def test_hiding_is_an_incident_where_12_1_makes_it_one() -> None:
    """12.1: 情節嚴重, that is a serious incident, or a repeated one."""
    general = {"amount_fen": 999_999, "concealed": True}
    assert "separate_incident" not in duties(general)
    assert "separate_incident" in duties({"amount_fen": 1_000_000, "concealed": True})
    assert "separate_incident" in duties({**general, "concealed": False}, {**general, "occurred_on": date(2001, 4, 1)})


def test_repeated_and_not_mended_needs_decisions_in_between() -> None:
    months_of = {"amount_fen": 2_000_000, "loss_fen": 1}
    told = [{**months_of, "occurred_on": date(2001, m, 1), "discovered_on": date(2001, m, 20)} for m in (1, 2, 3)]
    untold = [{**row, "discovered_on": date(2001, 12, 1)} for row in told]
    assert "criminal_referral" in duties(*told)
    assert "criminal_referral" not in duties(*told[:2])
    assert "criminal_referral" not in duties(*untold)


FOUND = {"amount_fen": 2_000_000, "avoided_fen": 1_000_000, "discovered_by": 9, "finder_post": "accountant"}


def test_whoever_finds_outside_his_post_is_rewarded() -> None:
    found = assessed(FOUND).sanctions.filter(pl.col("rule") == "S6")
    assert found.select("staff", "kind", "value").rows() == [(9, "commendation", None), (9, "reward", 50_000)]


@pytest.mark.parametrize(
    "change",
    [
        {"discovered_by": 7},
        {"finder_post": "meter_reader"},
        {"finder_post": None},
        {"avoided_fen": 0},
        {"discovered_by": None},
    ],
    ids=["the doer", "the same post", "post unknown", "nothing avoided", "finder unknown"],
)
def test_who_is_not_rewarded(change: dict[str, object]) -> None:
    assert "S6" not in assessed({**FOUND, **change}).sanctions["rule"].to_list()


def test_the_designated_checker_is_not_rewarded() -> None:
    doer = {**FOUND, "act_group": 1}
    checker = {"amount_fen": 2_000_000, "staff": 9, "post": "accountant", "act_group": 1, "act_role": "checker"}
    assert "S6" not in assessed(doer, checker).sanctions["rule"].to_list()


def test_doer_and_checker_answer_in_full_and_the_loss_counts_once() -> None:
    shared = {"amount_fen": 2_000_000, "loss_fen": 2_000_000, "intent": "established", "act_group": 5}
    both = assessed({**shared, "staff": 8, "act_role": "checker"}, {**shared, "act_role": "doer"})
    assert both.sanctions.filter(pl.col("unit") == "months")["value"].to_list() == [7, 7]
    assert both.sanctions.filter(pl.col("kind") == "compensation").select("staff", "value").rows() == [(7, 2_000_000)]
    assert both.incidents["counted_fen"].to_list() == [0, 2_000_000]


def test_an_incident_decided_earlier_is_history_only() -> None:
    earlier = {"decided_tier": "serious", "amount_fen": 5}
    found = assessed(earlier, {**SERIOUS, "occurred_on": date(2001, 4, 1)})
    assert found.incidents["tier"].to_list() == ["serious", "serious"]
    assert found.sanctions["incident_id"].unique().to_list() == [2]
    assert "off_post" in found.sanctions["kind"].to_list()


def test_no_incidents() -> None:
    found = assess(incidents(), shipped("handbook"))
    assert [len(frame) for frame in found] == [0, 0, 0, 0]
    assert found.sanctions.schema == assessed(SERIOUS).sanctions.schema
    assert found.duties.schema == assessed(SERIOUS).duties.schema


def test_only_four_columns_are_needed() -> None:
    bare = incidents(SERIOUS).select("incident_id", "clause", "staff", "occurred_on")
    assert assess(bare, shipped("handbook")).incidents["tier"].to_list() == ["serious"]
    with pytest.raises(ValueError, match="staff"):
        assess(bare.drop("staff"), shipped("handbook"))
    with pytest.raises(ValueError, match="unique"):
        assess(pl.concat([bare, bare]), shipped("handbook"))
