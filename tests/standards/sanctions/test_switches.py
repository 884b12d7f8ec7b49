"""Every switch of a policy, tried in its other values: only the file changes, never the code."""

from __future__ import annotations

from datetime import date

import pytest

from kaohe.standards.judging.valuation import late_fen
from kaohe.standards.ledger.cites import Part
from kaohe.standards.policies.policy import Policy
from tests.standards.sanctions.sample import assessed, duties, kinds, months, sanctions, shipped, tiers

SERIOUS = {"amount_fen": 2_000_000}
Changes = dict[str, object]


def with_(**changes: object) -> Policy:
    return shipped("handbook").vary(changes)


def april(**row: object) -> Changes:
    return {"amount_fen": 2_000_000, "occurred_on": date(2001, 4, 1), **row}


@pytest.mark.parametrize("edge, at", [("lower_in", "serious"), ("upper_in", "general")])
def test_edge(edge: str, at: str) -> None:
    policy = with_(edge=edge)
    assert tiers({"amount_fen": 1_000_000}, {"amount_fen": 1_000_001}, {"amount_fen": 0}, policy=policy) == [
        at,
        "serious",
        "non_assessed",
    ]
    assert months({"amount_fen": 1_000_000}, policy=policy) == [6]


@pytest.mark.parametrize(
    "of, tier", [("largest_balance", "serious"), ("net_of_recovery", "general"), ("under_billing", "non_assessed")]
)
def test_whose_amount(of: str, tier: str) -> None:
    case = {"amount_fen": 2_000_000, "loss_fen": 200_000, "over_billed": True}
    assert tiers(case, policy=with_(amount={"of": of})) == [tier]


@pytest.mark.parametrize("price, tier", [(4500, "general"), (20_000, "serious"), (0, "serious")])
def test_energy_alone_is_valued_at_the_policys_price(price: int, tier: str) -> None:
    found = assessed({"amount_fen": None, "energy_kwh": 5_000}, policy=with_(amount={"kwh_price_e4": price}))
    assert found.incidents["tier"].to_list() == [tier]
    assert ("sanction-tier-unpriced" in found.reasons["key"].to_list()) == (price == 0)


@pytest.mark.parametrize("tier", ["non_assessed", "general", "serious", "major"])
def test_unpriced(tier: str) -> None:
    assert tiers({"amount_fen": None, "loss_fen": 1}, policy=with_(unpriced={"tier": tier})) == [tier]


def test_a_policy_that_moves_a_threshold() -> None:
    bands = [dict(band) for band in with_().file.model_dump(exclude_none=True)["bands"]]
    bands[0]["high_fen"] = bands[1]["low_fen"] = 150_000
    moved = with_(bands=bands)
    assert tiers({"amount_fen": 149_999}, {"amount_fen": 150_000}, policy=moved) == ["non_assessed", "general"]
    assert moved.digest() != shipped("handbook").digest()


@pytest.mark.parametrize(
    "changes, days, is_open, amount",
    [
        ({}, 10, False, 2_100),
        ({}, 30, True, 6_300),
        ({}, 31, True, 1_000_000),
        ({}, 31, False, 6_510),
        ({"principal_after_days": 10}, 10, True, 2_100),
        ({"principal_after_days": 10}, 11, True, 1_000_000),
        ({"principal_after_days": 0}, 400, True, 84_000),
        ({"daily_rate": "0.0005"}, 10, False, 5_000),
        ({"priced_as": "principal"}, 1, False, 1_000_000),
        ({"priced_as": "principal"}, 0, True, 0),
    ],
)
def test_delay(changes: Changes, days: int, is_open: bool, amount: int) -> None:
    """One day late is one day, on the 30th as on the 12th: no closing enters."""
    assert late_fen([Part(1_000_000, days, is_open)], with_(delay=changes).delay) == amount


def test_delay_is_rounded_half_up_to_the_fen() -> None:
    delay = shipped("handbook").delay
    assert [late_fen([Part(fen, 1)], delay) for fen in (2_380, 2_381, 50_000)] == [0, 1, 11]  # 0.4998, 0.50001, 10.5
    assert late_fen([Part(10**13, 365)], delay) == 766_500_000_000


def test_times() -> None:
    acts = [{**SERIOUS, "occurred_on": date(2001, month, 1)} for month in (1, 2, 3)]
    assert kinds(*acts, policy=with_(repeat={"times": 3})) == [(3, "off_post")]


@pytest.mark.parametrize(
    "repeat, second_on, repeated",
    [
        ({"window": "calendar_year"}, date(2002, 1, 1), False),
        ({"window": "rolling_days"}, date(2002, 1, 1), True),
        ({"window": "rolling_days"}, date(2002, 2, 28), True),
        ({"window": "rolling_days"}, date(2002, 3, 1), False),
        ({"window": "rolling_days", "days": 30}, date(2001, 3, 30), True),
        ({"window": "rolling_days", "days": 30}, date(2001, 3, 31), False),
        ({"window": "ever"}, date(2031, 1, 1), True),
    ],
)
def test_window(repeat: Changes, second_on: date, repeated: bool) -> None:
    found = kinds(SERIOUS, {**SERIOUS, "occurred_on": second_on}, policy=with_(repeat=repeat))
    assert found == ([(2, "off_post")] if repeated else [])


@pytest.mark.parametrize("dated_by, repeated", [("act", False), ("discovery", True)])
def test_year_of_the_act_or_of_discovery(dated_by: str, repeated: bool) -> None:
    first = {**SERIOUS, "occurred_on": date(2001, 12, 1), "discovered_on": date(2002, 1, 5)}
    second = {**SERIOUS, "occurred_on": date(2002, 3, 1), "discovered_on": date(2002, 3, 2)}
    assert bool(kinds(first, second, policy=with_(repeat={"dated_by": dated_by}))) == repeated


@pytest.mark.parametrize("counts, found", [("same_or_above", [(2, "off_post")]), ("same", [])])
def test_same_tier_or_above(counts: str, found: list[object]) -> None:
    assert kinds({"amount_fen": 10_000_000}, april(), policy=with_(repeat={"counts": counts})) == found


@pytest.mark.parametrize("only, found", [(False, [(2, "off_post")]), (True, [])])
def test_same_clause_only(only: bool, found: list[object]) -> None:
    policy = with_(repeat={"same_clause_only": only})
    assert kinds(SERIOUS, april(clause="1.7"), policy=policy) == found
    assert kinds(SERIOUS, april(), policy=policy) == [(2, "off_post")]


@pytest.mark.parametrize(
    "window, dated_by",
    [("calendar_year", "act"), ("rolling_days", "act"), ("rolling_days", "discovery"), ("ever", "act")],
)
def test_only_after_an_earlier_decision(window: str, dated_by: str) -> None:
    policy = with_(repeat={"requires_prior_decision": True, "window": window, "dated_by": dated_by})
    decided, undecided = date(2001, 3, 31), date(2001, 4, 1)
    assert kinds({**SERIOUS, "discovered_on": decided}, april(), policy=policy) == [(2, "off_post")]
    assert kinds({**SERIOUS, "discovered_on": undecided}, april(), policy=policy) == []
    assert kinds({**SERIOUS, "discovered_on": undecided}, april()) == [(2, "off_post")]


def test_a_repetition_one_tier_higher() -> None:
    policy = with_(repeat={"upgrade_tiers": 1})
    general = {"amount_fen": 200_000}
    assert tiers(general, {**general, "occurred_on": date(2001, 4, 1)}, policy=policy) == ["general", "serious"]
    slip = {"amount_fen": 1}
    assert tiers(slip, {**slip, "occurred_on": date(2001, 4, 1)}, policy=policy) == ["non_assessed"] * 2


@pytest.mark.parametrize(
    "pick, held", [("linear", 7), ("minimum", 6), ("middle", 9), ("maximum", 12), ("by_repeat", 6)]
)
def test_months_within_the_range(pick: str, held: int) -> None:
    assert months(SERIOUS, policy=with_(range={"pick": pick})) == [held]


def test_months_by_repeat_count_are_bounded_by_the_range() -> None:
    acts = [{"amount_fen": 200_000, "occurred_on": date(2001, month, 1)} for month in range(1, 7)]
    free = with_(range={"pick": "by_repeat"}, bonus={"cap_months": 0})
    assert months(*acts, policy=free) == [3, 4, 5, 6, 6, 6]


@pytest.mark.parametrize("pick, held", [("minimum", 6), ("middle", 9), ("maximum", 12)])
def test_months_without_an_amount(pick: str, held: int) -> None:
    assert months({"amount_fen": None}, policy=with_(range={"unpriced": pick})) == [held]


def test_a_year_or_more() -> None:
    more = with_(rules={"S3": {"then": [{"kind": "withhold_all_bonus", "value": 18}]}})
    assert months({"amount_fen": 10_000_000}, policy=more) == [18]


@pytest.mark.parametrize("like, held", [("S2", [6]), ("S1", [3])])
def test_general_with_serious_effect(like: str, held: list[int]) -> None:
    policy = with_(rules={"S1e": {"then_of": like}})
    assert months({"amount_fen": 100_000, "serious_effect": True}, policy=policy) == held


def test_general_with_all_that_follows_from_serious() -> None:
    grave = {"amount_fen": 100_000, "serious_effect": True}
    all_of_it = with_(rules={"S1e": {"duties": ["enquiry", "incident_form"]}})
    assert not {"enquiry", "incident_form"} & duties(grave)
    assert {"enquiry", "incident_form"} <= duties(grave, policy=all_of_it)


@pytest.mark.parametrize("loss_fen, referred", [(99_999_999, False), (100_000_000, True)])
def test_one_major_incident_of_grave_loss(loss_fen: int, referred: bool) -> None:
    major = {"amount_fen": 200_000_000, "loss_fen": loss_fen}
    again = {"repeats": {"tier": "major"}, "at_least": {"loss_fen": 10_000_000}}
    grave = with_(
        rules={"S3c": {"when": [again, {"tier": "major", "at_least": {"loss_fen": 100_000_000}}]}},
    )
    assert "criminal_referral" not in duties(major)
    assert ("criminal_referral" in duties(major, policy=grave)) == referred
    assert "criminal_referral" in duties(major, {**major, "occurred_on": date(2001, 4, 1)}, policy=grave)


@pytest.mark.parametrize(
    "counts_from, intents",
    [
        ("established", ["established"]),
        ("presumed", ["presumed", "established"]),
        ("alleged", ["alleged", "presumed", "established"]),
    ],
)
def test_from_which_finding_intent_counts(counts_from: str, intents: list[str]) -> None:
    policy = with_(intent={"counts_from": counts_from})
    known = ("none", "alleged", "presumed", "established")
    assert [i for i in known if kinds({**SERIOUS, "loss_fen": 100_000, "intent": i}, policy=policy)] == intents


@pytest.mark.parametrize(
    "with_tier, found",
    [
        ("both", ["withhold_all_bonus", "dismissal", "compensation"]),
        ("replace", ["dismissal", "compensation"]),
        ("add", ["withhold_all_bonus", "off_post", "dismissal", "compensation"]),
    ],
)
def test_intent_beside_the_tier(with_tier: str, found: list[str]) -> None:
    second = april(intent="established", loss_fen=1_000_000)
    rows = assessed(SERIOUS, second, policy=with_(intent={"with_tier": with_tier})).sanctions
    assert rows.filter(rows["incident_id"] == 2)["kind"].to_list() == found


def _joint(policy: Policy) -> list[tuple[object, ...]]:
    act = {"amount_fen": 2_000_000, "loss_fen": 2_000_000, "intent": "established", "act_group": 3}
    rows = assessed(act, {**act, "staff": 8, "act_role": "checker"}, policy=policy).sanctions
    return rows.filter(rows["value"].is_not_null()).select("staff", "kind", "value").rows()


def test_shares_of_doer_and_checker() -> None:
    shares = with_(joint={"percent": {"doer": 70, "checker": 30, "leader": 10}})
    assert _joint(shares) == [
        (7, "withhold_all_bonus", 5),
        (7, "compensation", 2_000_000),
        (8, "withhold_all_bonus", 2),
    ]
    assert months(SERIOUS, policy=shares) == [7]  # alone: in full


@pytest.mark.parametrize("restitution, paid", [("once", [7]), ("each", [7, 8])])
def test_who_makes_good_the_loss(restitution: str, paid: list[int]) -> None:
    found = _joint(with_(joint={"restitution": restitution}))
    assert [staff for staff, kind, _ in found if kind == "compensation"] == paid


@pytest.mark.parametrize("levels, tier", [(0, "general"), (1, "serious"), (2, "major"), (3, "major")])
def test_concealment_may_raise_the_tier(levels: int, tier: str) -> None:
    policy = with_(concealment={"upgrade_tiers": levels})
    assert tiers({"amount_fen": 100_000, "concealed": True}, policy=policy) == [tier]
    assert tiers({"amount_fen": 100_000}, policy=policy) == ["general"]


@pytest.mark.parametrize("applies, found", [(True, [(2, "off_post")]), (False, [])])
def test_overload_and_repetition(applies: bool, found: list[object]) -> None:
    policy = with_(overload={"repeat_applies": applies})
    assert kinds(SERIOUS, april(cause_overload=True), policy=policy) == found
    assert kinds({**SERIOUS, "cause_overload": True}, april(), policy=policy) == found


def test_the_manager_answers_for_overload() -> None:
    policy = with_(overload={"answers": "manager"})
    found = assessed(april(cause_overload=True, manager=99), SERIOUS, policy=policy).sanctions
    assert found.select("incident_id", "staff").rows() == [(1, 99), (2, 7)]
    unnamed = assessed(april(cause_overload=True), policy=policy)
    assert not len(unnamed.sanctions)
    assert "sanction-nobody-named" in unnamed.reasons["key"].to_list()


@pytest.mark.parametrize(
    "bonus, held",
    [
        ({}, [12, 12, 0]),
        ({"cap_months": 15}, [12, 3, 0]),
        ({"cap_months": 0}, [12, 12, 12]),
        ({"combine": "concurrent"}, [12, 12, 12]),
        ({"combine": "concurrent", "cap_months": 10}, [10, 10, 10]),
        ({"year_of": "discovery"}, [12, 12, 12]),
    ],
)
def test_months_of_several_incidents(bonus: Changes, held: list[int]) -> None:
    acts = [{"amount_fen": 9_999_999, "occurred_on": date(2001, month, 1)} for month in (1, 2, 3)]
    acts[2]["discovered_on"] = date(2002, 1, 2)
    assert months(*acts, policy=with_(bonus=bonus)) == held


def test_self_report() -> None:
    own = {**SERIOUS, "self_reported": True}
    assert months(own) == [7]
    assert months(own, policy=with_(self_report={"keep_percent": 50})) == [4]  # 3.5, half up
    assert months(SERIOUS, policy=with_(self_report={"keep_percent": 50})) == [7]
    amnesty = with_(self_report={"amnesty_below": "serious"})
    assert months({"amount_fen": 100_000, "self_reported": True}, policy=amnesty) == []
    assert months(own, policy=amnesty) == [7]


def test_reward_as_a_fixed_sum() -> None:
    fixed = with_(rules={"S6": {"then": [{"kind": "reward", "value": 10_000}]}})
    found = {"amount_fen": 0, "avoided_fen": 1, "discovered_by": 9, "finder_post": "cashier"}
    assert sanctions(found, policy=fixed) == [("S6", "reward", 10_000)]


def test_a_rule_can_be_switched_off() -> None:
    assert duties(SERIOUS, policy=with_(rules={"S7": {"enabled": False}})) == duties(SERIOUS) - {"upward_report"}


def test_the_index_moves_every_threshold_of_money() -> None:
    policy = with_(price_index={"base": 100, "now": 160})
    assert tiers({"amount_fen": 159_999}, {"amount_fen": 160_000}, policy=policy) == ["non_assessed", "general"]

    def loss(fen: int) -> Changes:
        return {"amount_fen": 0, "loss_fen": fen, "intent": "established"}

    assert kinds(loss(159_999), loss(160_000), policy=policy) == [(2, "transfer")]
