"""What must hold of any incidents: the handbook's words, in any order of rows, as often as one likes."""

from __future__ import annotations

import json
import time
from datetime import date, timedelta
from fractions import Fraction
from math import floor

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.texts import use_language
from kaohe.standards.policies.policy import Policy
from kaohe.standards.sanctions import Assessed, assess, prepare, reason_text
from tests.proving import examples
from tests.standards.sanctions.sample import incidents, shipped

EDGES = (0, 1, 99_999, 100_000, 999_999, 1_000_000, 9_999_999, 10_000_000, 10**12)
MONEY = st.sampled_from(EDGES) | st.integers(0, 20_000_000)
ROW = st.fixed_dictionaries(
    {
        "staff": st.integers(1, 3),
        "clause": st.sampled_from(["2.2", "1.7", "4.1"]),
        "occurred_on": st.integers(0, 800).map(lambda days: date(2001, 1, 1) + timedelta(days=days)),
        "amount_fen": st.none() | MONEY,
        "caused_fen": MONEY,
        "loss_fen": MONEY,
        "intent": st.sampled_from(["none", "alleged", "presumed", "established"]),
        "concealed": st.booleans(),
        "serious_effect": st.booleans(),
        "act_group": st.none() | st.integers(1, 2),
        "act_role": st.sampled_from(["doer", "checker", "leader"]),
        "discovered_by": st.none() | st.integers(1, 4),
        "finder_post": st.sampled_from([None, "cashier", "meter_reader"]),
        "avoided_fen": st.sampled_from([0, 10_000]),
    }
)
ROWS = st.lists(ROW, max_size=14)
POLICIES = st.sampled_from(["handbook", "handbook_deminimis", "continuous", "indexed", "p1", "p2", "p3", "p6"])
Row = dict[str, object]


def _everything(found: Assessed) -> list[list[tuple[object, ...]]]:
    return [frame.rows() for frame in found]


@examples(60)
@given(ROWS, POLICIES)
def test_neither_order_nor_repetition_of_the_work_changes_anything(rows: list[Row], policy_id: str) -> None:
    frame, policy = incidents(*rows), shipped(policy_id)
    once = _everything(assess(frame, policy))
    assert _everything(assess(frame.sample(fraction=1, shuffle=True, seed=len(rows)), policy)) == once
    assert _everything(assess(frame.reverse(), policy)) == once
    again = assess(assess(frame, policy).incidents, policy)
    assert _everything(again) == once
    assert _everything(assess(prepare(frame), policy)) == once


# ── the oracle: one incident at a time, from the text ─────────────────────────────────────────────────────────────────

RANKS = ("non_assessed", "general", "serious", "major")
ACTIONS = ("transfer", "off_post", "probation", "dismissal")


def _tier(row: Row) -> int:
    amount = row["amount_fen"]
    if amount is None:
        return 2
    assert isinstance(amount, int)
    return sum(amount >= edge for edge in (1_000_00, 10_000_00, 100_000_00))


def _range(row: Row, low: int, high: int, tier: int) -> int:
    if row["amount_fen"] is None:
        return low
    floor_yuan, top_yuan = {1: (1_000, 10_000), 2: (10_000, 100_000)}[tier]
    yuan = Fraction(int(str(row["amount_fen"])), 100)
    return floor(low + (high - low) * (yuan - floor_yuan) / (top_yuan - floor_yuan) + Fraction(1, 2))


def _bonus(row: Row, tier: int) -> tuple[str, int] | None:
    if tier == 0:
        return None
    if tier == 3:
        return "withhold_all_bonus", 12
    if tier == 1 and not row["serious_effect"]:
        return "withhold_comprehensive_bonus", _range(row, 3, 6, 1)
    return "withhold_all_bonus", _range(row, 6, 12, tier)


def _action(row: Row, earlier: list[Row], tier: int) -> str | None:
    found: set[str] = set()
    caused = int(str(row["caused_fen"]))
    if row["intent"] == "established" and caused >= 1_000_00:
        found.add("dismissal" if caused >= 10_000_00 else "transfer")
    for least, action in ((2, "off_post"), (3, "probation")):
        if tier >= least and any(_tier(one) >= least for one in earlier):
            found.add(action)
    return max(found, key=ACTIONS.index, default=None)


def _expected(rows: list[Row]) -> dict[int, tuple[str, tuple[str, int] | None, str | None]]:
    """Tier, bonus and action on the post of each incident."""
    numbered = sorted(enumerate(rows, start=1), key=lambda pair: (str(pair[1]["occurred_on"]), pair[0]))
    past: dict[tuple[object, str], list[Row]] = {}
    held: dict[tuple[object, str], int] = {}
    result = {}
    for number, row in numbered:
        year = row["staff"], str(row["occurred_on"])[:4]
        tier = _tier(row)
        bonus = _bonus(row, tier)
        if bonus is not None:
            kept = min(bonus[1], 24 - held.get(year, 0))
            held[year] = held.get(year, 0) + kept
            bonus = bonus[0], kept
        result[number] = RANKS[tier], bonus, _action(row, past.get(year, []), tier)
        past.setdefault(year, []).append(row)
    return result


@examples(150)
@given(ROWS)
def test_the_handbook_against_an_oracle(rows: list[Row]) -> None:
    found = assess(incidents(*rows), shipped("handbook"))
    tiers = dict(found.incidents.select("incident_id", "tier").rows())
    own = found.sanctions.filter(pl.col("rule") != "S6").select("incident_id", "kind", "value").rows()
    for number, (tier, bonus, action) in _expected(rows).items():
        mine = [(kind, value) for incident, kind, value in own if incident == number]
        assert tiers[number] == tier
        assert [pair for pair in mine if pair[0].startswith("withhold")] == ([bonus] if bonus else [])
        assert [kind for kind, _ in mine if kind in ACTIONS] == ([action] if action else [])
        assert ("major_demerit", None) in mine or tier != "major"


@examples(100)
@given(ROW, MONEY, MONEY, POLICIES, st.sampled_from(["lower_in", "upper_in"]))
def test_more_money_never_means_a_lighter_tier(row: Row, one: int, other: int, policy_id: str, edge: str) -> None:
    policy = shipped(policy_id).vary({"edge": edge})
    pair = [{**row, "amount_fen": fen, "loss_fen": fen, "staff": n} for n, fen in enumerate(sorted((one, other)))]
    lighter, heavier = (RANKS.index(tier) for tier in assess(incidents(*pair), policy).incidents["tier"])
    assert lighter <= heavier


@pytest.mark.parametrize("edge", ["lower_in", "upper_in"])
def test_every_amount_has_one_tier(edge: str) -> None:
    amounts = [fen + off for fen in EDGES for off in (-1, 0, 1) if fen + off >= 0]
    found = assess(incidents(*({"amount_fen": fen} for fen in amounts)), shipped("handbook").vary({"edge": edge}))
    assert found.incidents["tier"].null_count() == 0
    assert found.reasons.filter(pl.col("rule") == "tier")["incident_id"].to_list() == list(range(1, len(amounts) + 1))


# ── reasons ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@examples(40)
@given(ROWS, POLICIES)
def test_every_value_has_a_reason_in_words(rows: list[Row], policy_id: str) -> None:
    policy = shipped(policy_id)
    found = assess(incidents(*rows), policy)
    reasons = found.reasons
    for incident in found.incidents["incident_id"]:
        steps = reasons.filter(pl.col("incident_id") == incident)["step"].to_list()
        assert steps == list(range(1, len(steps) + 1))
    for language in ("zh-Hant", "zh-Hans", "en"):
        with use_language(language):
            assert all(reason_text(policy, key, args) for key, args in reasons.select("key", "args").rows())
    shown = {(incident, rule, given_) for incident, rule, given_ in _results(reasons)}
    for incident, rule, kind, value, unit in found.sanctions.drop("staff").rows():
        told = f"{value // 100}.{value % 100:02d}" if unit == "fen" and value is not None else value
        assert (incident, rule, (kind, told)) in shown
    for incident, rule, kind in found.duties.select("incident_id", "rule", "kind").rows():
        assert (incident, rule, (kind, "duty")) in shown


def _results(reasons: pl.DataFrame) -> list[tuple[int, str, tuple[str, object]]]:
    """What the reasons say each rule came to."""
    found = []
    for incident, rule, key, text in reasons.select("incident_id", "rule", "key", "args").rows():
        args = json.loads(text)
        if "kind" in args:
            told = "duty" if key.startswith("sanction-duty") else args.get("value")
            found.append((incident, rule, (args["kind"], told)))
    return found


def test_a_repetition_cites_the_earlier_incidents_the_latest_first() -> None:
    acts = [{"amount_fen": 2_000_000, "occurred_on": date(2001, 1, day)} for day in range(1, 12)]
    reasons = assess(incidents(*acts), shipped("handbook")).reasons.filter(pl.col("key") == "sanction-repeat")
    own = reasons.filter(pl.col("rule") == "S2r").select("incident_id", "args").rows()
    cited = {incident: json.loads(args) for incident, args in own}
    assert (cited[2]["cited"], cited[2]["earlier"]) == ("1", 1)
    assert (cited[3]["cited"], cited[3]["earlier"]) == ("2, 1", 2)
    assert (cited[11]["cited"], cited[11]["earlier"]) == ("10, 9, 8, 7, 6, 5, 4, 3", 10)


def test_the_working_of_months_can_be_redone() -> None:
    found = assess(incidents({"amount_fen": 2_000_000}), shipped("handbook"))
    args = json.loads(found.reasons.filter(pl.col("key") == "sanction-range-linear")["args"].item())
    amount, low, high = (Fraction(args[name]) for name in ("amount", "band_low", "band_high"))
    months = args["low"] + (args["high"] - args["low"]) * (amount - low) / (high - low)
    assert floor(months + Fraction(1, 2)) == args["value"] == 7


# ── speed ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _many(count: int) -> pl.DataFrame:
    word = np.arange(count, dtype=np.int64) * 2_654_435_761 % 2**31
    return pl.DataFrame(
        {
            "incident_id": np.arange(count, dtype=np.int64),
            "staff": word % 300,
            "clause": pl.Series(["2.2", "1.7"]).gather(word % 2),
            "occurred_on": pl.Series(11_323 + word % 700).cast(pl.Int32).cast(pl.Date),
            "amount_fen": word % 12_000_000,
            "loss_fen": word % 3_000_000,
            "intent": pl.Series(["none", "none", "established"]).gather(word % 3),
        }
    )


def _seconds(frame: pl.DataFrame, policy: Policy) -> float:
    started = time.process_time()
    assess(frame, policy)
    return time.process_time() - started


def test_time_grows_with_the_incidents_not_with_their_histories() -> None:
    """Persons with hundreds of incidents a year: compared pair by pair, ten times more would take a hundred times."""
    policy = shipped("handbook")
    small, large = _many(10_000), _many(100_000)
    _seconds(small, policy)
    assert min(_seconds(large, policy) for _ in range(3)) < 40 * min(_seconds(small, policy) for _ in range(3))
