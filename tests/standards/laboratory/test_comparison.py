"""Policies side by side: nothing against itself, the reverse the other way round, and the edges that move."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
import polars as pl
import pytest

from kaohe.sim.files import Faults
from kaohe.standards.laboratory.comparison import (
    Judged,
    by_post,
    cases_of_persons,
    counted,
    directions,
    hanging,
    transitions,
)
from kaohe.standards.laboratory.metrics.figures import Figures
from kaohe.standards.laboratory.metrics.tally import Tally
from kaohe.standards.laboratory.policy_difference import policy_difference
from kaohe.standards.laboratory.sweeps import Sweep, swept
from kaohe.standards.policies.policy import Policy
from kaohe.standards.sanctions import assess, prepare
from kaohe.standards.sanctions.cases import Cases
from kaohe.standards.sanctions.engine import tiers_of

POSTS = ("meter_reader", "cashier", "")


@cache
def cases(count: int = 300) -> Cases:
    """Incidents of 60 people in two years, amounts around all edges, one in ten unpriced."""
    draw = np.random.default_rng(11)
    amount = [None if each < 0.1 else int(10**each) for each in draw.uniform(0, 8, count).tolist()]
    days = draw.integers(0, 700, count).tolist()
    return prepare(
        pl.DataFrame(
            {
                "incident_id": range(1, count + 1),
                "staff": draw.integers(1, 61, count),
                "clause": draw.choice(["2.2", "3.1", "4.1"], count),
                "post": draw.choice(POSTS, count),
                "occurred_on": [date(2001, 1, 1) + timedelta(days=day) for day in days],
                "amount_fen": pl.Series(amount, dtype=pl.Int64),
                "caused_fen": [each or 0 for each in amount],
                "loss_fen": [each or 0 for each in amount],
                "intent": draw.choice(["none", "established"], count, p=[0.9, 0.1]),
                "concealed": draw.random(count) < 0.1,
            }
        )
    )


@cache
def judged(name: str) -> Judged:
    return Judged.under(Policy.load(name), cases())


def differences(one: Judged, other: Judged) -> dict[str, float]:
    """Each figure of the other less that of the one."""
    found = Figures([Tally(one), Tally(other)]).differences(1)
    return {key: each.mean for key, each in found.items()}


@pytest.mark.parametrize("name", Policy.shipped())
def test_a_policy_against_itself_is_nothing(name: str) -> None:
    one, other = judged(name), Judged.under(Policy.load(name), cases())
    assert set(differences(one, other).values()) == {0}
    assert all(row["from"] == row["to"] for row in transitions(one, other).to_dicts())
    for by in ("incident_id", "staff"):
        assert {key: each for key, each in counted(directions(one, other, by)).items() if each and key != "same"} == {}
    posts = by_post(one, other)
    assert posts["months"].to_list() == posts["months_other"].to_list()
    assert policy_difference(one.policy, other.policy) == []


@pytest.mark.parametrize("name", ["indexed", "continuous", "p3", "p6"])
def test_the_other_way_round_is_the_reverse(name: str) -> None:
    one, other = judged("handbook"), judged(name)
    there, back = differences(one, other), differences(other, one)
    assert any(there.values())
    assert there == {key: -back[key] for key in there}
    turned = transitions(other, one).select(pl.col("to").alias("from"), pl.col("from").alias("to"), "incidents")
    assert sorted(transitions(one, other).rows()) == sorted(turned.rows())
    for by in ("incident_id", "staff"):
        forth, reverse = counted(directions(one, other, by)), counted(directions(other, one, by))
        assert (forth["harder"], forth["softer"]) == (reverse["softer"], reverse["harder"])
        assert (forth["mixed"], forth["same"]) == (reverse["mixed"], reverse["same"])


def test_a_renamed_rule_changes_nothing() -> None:
    file = judged("handbook").policy.file
    rules = {f"r_{key}": rule for key, rule in file.rules.items() if rule.then_of is None}
    rules["r_S1e"] = file.rules["S1e"].model_copy(update={"then_of": "r_S2"})
    other = Judged.under(Policy(file.model_copy(update={"rules": rules})), cases())
    assert set(differences(judged("handbook"), other).values()) == {0}
    ways = counted(directions(judged("handbook"), other, "incident_id"))
    assert (ways["harder"], ways["softer"], ways["mixed"]) == (0, 0, 0)


def test_a_family_that_two_policies_rank_otherwise_is_compared_kind_by_kind() -> None:
    turned = Policy.load("handbook").vary({"measures": {"off_post": {"rank": 1}, "transfer": {"rank": 2}}})
    ways = counted(directions(judged("handbook"), Judged.under(turned, cases()), "staff"))
    assert (ways["harder"], ways["softer"]) == (0, 0)


def test_figures_are_those_of_the_sanctions() -> None:
    handbook = judged("handbook")
    sanctions = assess(cases(), handbook.policy).sanctions
    metrics = {key: cell.whole for key, cell in Tally(handbook).cells.items()}
    assert metrics["bonus_months"] == sanctions.filter(pl.col("unit") == "months")["value"].sum()
    assert metrics["persons_off_post"] == sanctions.filter(pl.col("kind") == "off_post")["staff"].n_unique()
    assert sum(metrics[f"incidents_{tier}"] for tier in ("non_assessed", "general", "serious", "major")) == 300


def test_an_indexed_policy_is_softer_on_ordinary_acts() -> None:
    ways = counted(directions(judged("handbook"), judged("indexed"), "incident_id"))
    assert ways["softer"] > ways["harder"]


def test_tiers_alone_are_those_of_the_assessment() -> None:
    for name in Policy.shipped():
        policy = Policy.load(name)
        ranks = tiers_of(cases(), policy)
        tiers = assess(cases(), policy).incidents["tier"].to_list()
        assert [("non_assessed", "general", "serious", "major")[rank] for rank in ranks.tolist()] == tiers


def test_what_hangs_on_the_valuation() -> None:
    amounts = [98_500, 98_000, 102_500, 101_000, 1_015_000, None]
    frame = pl.DataFrame(
        {
            "incident_id": range(1, 7),
            "staff": [1, 2, 3, 4, 5, 6],
            "clause": ["2.2"] * 6,
            "occurred_on": [date(2001, 3, 1)] * 6,
            "amount_fen": pl.Series(amounts, dtype=pl.Int64),
        }
    )
    found = hanging(Judged.under(Policy.load("handbook"), prepare(frame)))
    assert found.incidents == (
        1,
        4,
        5,
    )  # 980.00 × 1.02 is 999.60
    assert found.persons == ()


def test_whose_post_hangs_on_the_valuation() -> None:
    frame = pl.DataFrame(
        {
            "incident_id": [1, 2],
            "staff": [7, 7],
            "clause": ["2.2", "2.2"],
            "occurred_on": [date(2001, 3, 1), date(2001, 9, 1)],
            "amount_fen": [5_000_000, 990_000],
        }
    )
    assert hanging(Judged.under(Policy.load("handbook"), prepare(frame))).persons == (7,)


def test_reasons_of_a_few_are_those_of_all() -> None:
    policy = Policy.load("handbook")
    few = cases_of_persons(cases(), [3, 9])
    assert len(few) < 40
    mine = pl.col("incident_id").is_in([3, 9])
    assert assess(few, policy).reasons.filter(mine).equals(assess(cases(), policy).reasons.filter(mine))


def test_the_difference_of_two_files_goes_by_tier() -> None:
    bands = [{"tier": "non_assessed", "low_fen": 0, "high_fen": 50_000}, {"tier": "general", "low_fen": 50_000}]
    other = Policy.load("handbook").vary({"bands": bands})
    found = {each.key: (each.one, each.other) for each in policy_difference(Policy.load("handbook"), other)}
    assert found["bands.general.low_fen"] == (100_000, 50_000)
    assert found["bands.major.low_fen"] == (10_000_000, None)
    assert not [key for key in found if not key.startswith("bands.")]


def test_an_edge_moves_with_its_neighbour() -> None:
    handbook = Policy.load("handbook")
    sweep = Sweep.read("bands.general.low_fen=50000:250000:500")
    points = list(swept(handbook, [sweep]))
    assert len(points) == 401
    for (value,), policy in points[::50]:
        assert [band.high_fen for band in policy.file.bands][:1] == [value]
        assert [band.low_fen for band in policy.file.bands][1] == value
    same = next(policy for (value,), policy in points if value == 100_000)
    assert same.digest() == handbook.digest()


def test_two_sweeps_make_a_grid() -> None:
    sweeps = [Sweep.read("bands.serious.low_fen=500000:1500000:500000"), Sweep.read("bonus.cap_months=12:36:12")]
    found = list(swept(Policy.load("handbook"), sweeps))
    assert [point for point, _ in found][:4] == [(500_000, 12), (500_000, 24), (500_000, 36), (1_000_000, 12)]
    assert (found[2][1].file.bonus.cap_months, found[2][1].file.bands[2].low_fen) == (36, 500_000)


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["bands.general.low_fen=900000:1100000:50000"], "P032"),
        (["bands.general.low_fen=500000:600000:50000", "bands.serious.low_fen=550000:700000:50000"], "P032"),
        (["bands.non_assessed.low_fen=0:10:1"], "P062"),
        (["bonus.cap=0:10:1"], "P062"),
        (["bonus.combine=0:10:1"], "P062"),
        (["bonus.cap_months=10:0:1"], "P019"),
        (["bonus.cap_months=0:10:0"], "P019"),
        (["bonus.cap_months=0:99999:1"], "P019"),
        (["bonus.cap_months"], "P014"),
        (["bonus.cap_months=1:2:1", "bonus.cap_months=1:2:1"], "P013"),
    ],
)
def test_a_sweep_that_cannot_be(texts: list[str], code: str) -> None:
    with pytest.raises(Faults) as found:
        list(swept(Policy.load("handbook"), [Sweep.read(text) for text in texts]))
    assert [fault.code for fault in found.value.faults] == [code]
