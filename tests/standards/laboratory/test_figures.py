"""Figures over office-years: nothing against itself, the reverse the other way round, no claim without an effect."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import polars as pl
import pytest

from kaohe.standards.laboratory.comparison import Judged
from kaohe.standards.laboratory.metrics.adjudication import Errs
from kaohe.standards.laboratory.metrics.contributions import LOST, Worth
from kaohe.standards.laboratory.metrics.figures import Difference, Figures
from kaohe.standards.laboratory.metrics.office_years import Years
from kaohe.standards.laboratory.metrics.table import metric_table
from kaohe.standards.laboratory.metrics.tally import Tally
from kaohe.standards.laboratory.schedule import Schedule, edges_of
from kaohe.standards.laboratory.statistics.intervals import simultaneous
from kaohe.standards.laboratory.trials import act, tried
from kaohe.standards.policies.policy import Policy
from tests.standards.laboratory.made_years import made_years

WEIGHTS = {"cases": 30_000, "posts_lost": 5_000_000, "checking_hours": 6_000}


@cache
def years(count: int = 30) -> Years:
    return Years(made_years(count))


@cache
def tally(name: str) -> Tally:
    judged = Judged.under(Policy.load(name), years().population.cases)
    errs = dict.fromkeys(years().numbers, Errs(0.05, 0.05))
    return Tally(judged, Worth({"withhold_all_bonus": 500_00}, WEIGHTS), years(), errs=errs)


def between(one: Tally, *others: Tally) -> list[Mapping[str, Difference]]:
    found = Figures([one, *others])
    return [found.differences(place) for place in range(1, len(others) + 1)]


def under(policy: Policy) -> Tally:
    return Tally(Judged.under(policy, years().population.cases), years=years(), deep=False)


def test_a_policy_against_itself_is_nothing_in_every_figure() -> None:
    (found,) = between(tally("handbook"), tally("handbook"))
    assert len(found) > 40
    assert {(each.mean, each.low, each.high, each.events, each.shown) for each in found.values()} == {
        (0, 0, 0, 0, "same")
    }


def test_the_other_way_round_is_the_reverse_in_every_figure() -> None:
    (there,), (back,) = between(tally("handbook"), tally("indexed")), between(tally("indexed"), tally("handbook"))
    turned = {"more": "less", "less": "more"}
    assert there.keys() == back.keys()
    for key, each in there.items():
        other = back[key]
        assert (each.mean, each.events) == (-other.mean, other.events)
        assert (each.low, each.high) == (
            None if other.high is None else -other.high,
            None if other.low is None else -other.low,
        )
        assert each.shown == turned.get(other.shown, other.shown)
    assert {each.shown for each in there.values()} >= {"less", "same", "few"}


def test_a_renamed_rule_and_one_that_nothing_reaches_change_nothing() -> None:
    file = Policy.load("handbook").file
    rules = {f"r_{key}": rule for key, rule in file.rules.items() if rule.then_of is None}
    rules["r_S1e"] = file.rules["S1e"].model_copy(update={"then_of": "r_S2"})
    when = file.rules["S3"].when[0].model_copy(update={"clauses": ("9.1",)})
    never = file.rules["S3"].model_copy(update={"when": (when,)})
    base = under(Policy.load("handbook"))
    for each in (rules, {**file.rules, "never": never}):
        (found,) = between(base, under(Policy(file.model_copy(update={"rules": each}))))
        assert {difference.shown for difference in found.values()} == {"same"}


def test_a_planted_effect_is_found() -> None:
    softer = Policy.load("handbook").vary({"bonus": {"cap_months": 3}})
    (found,) = between(under(Policy.load("handbook")), under(softer))
    assert found["bonus_months"].shown == "less"
    low, high = found["bonus_months"].low, found["bonus_months"].high
    assert low is not None
    assert high is not None
    assert low < found["bonus_months"].mean < high < 0


def test_studies_of_policies_without_an_effect_rarely_claim_one() -> None:
    """Clause 2.2 costs a month more and 4.1 a month less, or the reverse: acts are as often of the one as the other."""
    base = Policy.load("handbook")
    many = Years(made_years(200 * 10, seed=9, acts=12, centre=5.2))
    judged = Judged.under(base, many.population.cases)
    sanctions = judged.sanctions.filter(pl.col("unit") == "months")
    frame = judged.assessed.incidents.select("incident_id", "replication", "clause", "amount_fen")
    rows = frame.join(sanctions.select("incident_id", "figure"), on="incident_id", how="inner")
    sign = pl.when(pl.col("clause") == "2.2").then(1).when(pl.col("clause") == "4.1").then(-1).otherwise(0)
    figures = {"months": pl.lit(1), "fen": pl.col("amount_fen").fill_null(0), "share": pl.col("figure")}
    sums = rows.group_by("replication").agg((sign * each).sum().alias(name) for name, each in figures.items())
    every = pl.DataFrame({"replication": pl.Series(many.numbers, dtype=pl.Int32)})
    values = every.join(sums, on="replication", how="left").fill_null(0).sort("replication")
    rows_of = values.drop("replication").to_numpy().T.astype(np.float64)
    studies = [rows_of[:, at : at + 10] for at in range(0, 2_000, 10)]
    claims = [any(each.shown for each in simultaneous(study, draws=1_000)) for study in studies]
    assert sum(claims) <= 16


def test_rare_events_are_bounded_and_rank_nothing() -> None:
    found = Figures([tally("handbook"), tally("indexed")])
    rare = [each for each in found.figures(0).values() if each.events < 20 and each.metric.by != "edge"]
    assert rare
    for each in rare:
        assert each.low in (None, 0)
        assert (each.high is not None) == each.metric.counts
        assert each.high is None or each.high > each.mean
    few = [each for each in found.differences(1).values() if 0 < each.events < 20]
    assert few
    assert {(each.shown, each.low, each.high) for each in few} <= {("few", None, None), ("exact", each.low, each.high)}


def test_intervals_hold_the_mean_and_everything_says_what_it_rests_on() -> None:
    for each in Figures([tally("handbook")]).figures(0).values():
        assert each.low is None or each.high is None or each.low <= each.mean <= each.high
        assert each.rests_on == ("text" if each.metric.by == "edge" else "assumption")
        assert each.metric.formula.zh_hant
        assert each.metric.unit


def test_sums_and_ratios_by_hand() -> None:
    cells, count = tally("handbook").cells, len(years().numbers)
    sanctions = tally("handbook").judged.sanctions
    months = sanctions.filter(pl.col("unit") == "months")
    assert cells["bonus_months"].value == pytest.approx(months["figure"].sum() / count)
    reader = tally("handbook").judged.assessed.incidents.filter(pl.col("post") == "meter_reader")["incident_id"]
    at_post = months.filter(pl.col("incident_id").is_in(reader.implode()))["figure"].sum()
    assert cells["burden.meter_reader"].value == pytest.approx(1200 * at_post / (8 * 12 * count))
    acts = years().acts
    hidden = acts.filter(pl.col("known_on").is_null())["fen"].sum()
    assert cells["hidden_fen"].value == pytest.approx(hidden / count)
    assert cells["known_fen"].value + cells["hidden_fen"].value == pytest.approx(acts["fen"].sum() / count)
    assert cells["checking_hours"].value == 200
    assert cells["break_even_fen"].value == pytest.approx(cells["recovered_fen"].value / 200)


def test_the_cost_is_its_parts_by_their_weights() -> None:
    cells = tally("handbook").cells
    parts = sum(cells[name].value for name in LOST) + sum(
        weight * cells[name].value for name, weight in WEIGHTS.items()
    )
    assert cells["cost_fen"].value == pytest.approx(parts)
    assert "cost_fen" not in under(Policy.load("handbook")).cells
    assert "bonus_months" not in WEIGHTS  # a transfer


def test_half_of_the_acts_are_known_after_so_many_days() -> None:
    wait = Figures([tally("handbook")]).figures(0)["days_to_known"]
    assert wait.low is not None
    assert 30 < wait.low <= wait.mean < 80


@pytest.mark.parametrize("name", ["handbook", "indexed", "continuous", "p3", "p6"])
def test_a_schedule_is_what_the_engine_gives(name: str) -> None:
    policy = Policy.load(name)
    schedule = Schedule.of(policy)
    edges = [near for edge in edges_of(policy).values() for near in (edge - 1, edge, edge + 1)]
    amounts = np.array([0, 1, 99_999, 123_456, 777_777, 5_000_000, 10**9, *edges])
    loads = tried(policy, [[act(amount)] for amount in amounts.tolist()]).loads
    months = [sum(n for kind, n in load.items() if policy.measure(kind).unit == "months") for load in loads]
    assert schedule.at(amounts).tolist() == months


def test_every_part_of_a_figure_is_added_up_somewhere() -> None:
    there = set(tally("handbook").pieces["component"].unique().to_list())
    named = {name for metric in metric_table() for name in (metric.of, metric.per) if name}
    assert named - there <= {"fines_fen"}
