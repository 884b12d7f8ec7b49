"""The judge against truth: precision and recall over seeds, with counts and with rates."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import polars as pl
import pytest

from kaohe.scenarios.loader import load_scenario, office_rules
from kaohe.scenarios.quality import measure
from kaohe.sim.deciding.behaviours import Erring
from kaohe.sim.deciding.injection import plan_orders
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from tests.proving import seeds
from tests.sim.office import BUSY, Small, erring, judged, ordered, rules, town

CLAUSES = REGISTRY.clauses()
SEEDS = seeds((1, 2), range(3, 21), free=40)


def imperfect(run: Run) -> list[dict[str, object]]:
    """Clauses whose precision or recall is not 1; every clause is measured."""
    table = measure(run.acts, judged(run).findings)
    assert [row["clause"] for row in table] == list(CLAUSES)
    return [row for row in table if row["precision"] not in (None, 1.0) or row["recall"] not in (None, 1.0)]


@cache
def with_counts(customers: int | None, seed: int) -> Run:
    """The shipped town with three acts of every clause."""
    scenario = load_scenario().sized(customers, None, None)
    orders = plan_orders(scenario.spec, seed, scenario.rules, dict.fromkeys(CLAUSES, 3)).orders
    return Office(scenario.spec, seed, scenario.rules, orders=orders).run()


@pytest.mark.parametrize("seed", SEEDS)
def test_three_of_every_clause_are_found_and_nothing_else(seed: int) -> None:
    run = with_counts(None, seed)
    assert not imperfect(run)
    # The town's orders bring their checks: all are evidenced, or slips, so recall 1.0 speaks of every act.
    unseen = run.acts.filter(~pl.col("evidenced") & pl.col("slip_on").is_null())
    assert unseen.is_empty(), unseen.select("clause", "action", "object_id", "occurred_on")


@pytest.mark.parametrize("seed", seeds([1], [2, 3], free=20))
def test_rates_are_found_as_well(seed: int) -> None:
    rates = dict.fromkeys(CLAUSES, 10_000)
    run = Office(town(2_000, 3), seed, rules(), behaviours=[Erring(rates)]).run()
    assert run.acts["evidenced"].sum() > 0
    assert not imperfect(run)


BEHIND_TRANSFORMERS = {"commerce": 120, "industry": 120, "agriculture": 40, "large_industry": 60}


@pytest.mark.parametrize("seed", seeds((1, 2), range(3, 11), free=20))
def test_wrong_readings_of_registers_with_decimals_are_found(seed: int) -> None:
    practice = replace(BUSY, ct_decimals=1 + seed % 2, four_digit_e6=500_000)
    spec = replace(town(0, 3), classes=BEHIND_TRANSFORMERS, practice=practice)
    orders = plan_orders(spec, seed, rules(), {"2.2": 8}).orders
    run = Office(spec, seed, rules(), orders=orders).run()
    [row] = [row for row in measure(run.acts, judged(run).findings) if row["clause"] == "2.2"]
    assert (row["evidenced"], row["precision"], row["recall"]) == (8, 1.0, 1.0)
    meters = dict(run.records.table("meter").select("meter", "decimals").iter_rows())
    assert {meters[act >> 10] for act in run.acts["object_id"]} >= {1 + seed % 2}


def test_lists_that_nobody_served_are_worth_what_nobody_settled_or_disputed() -> None:
    """Terms so short that reductions are asked for, and cheques come back, while the bills are on the lists."""
    limits = {"payment.due_days": "1", "arrears.list_working_days": "1", "dunning.limit_working_days": "6"}
    practice = replace(BUSY, late_e6=400_000, credit_e6=200_000, cheque_return_e6=700_000)
    spec = replace(Small(900, 4, 2).spec(), practice=practice)
    run = Office(spec, 2, office_rules(limits), behaviours=[Erring({"2.7": 300_000, "4.5": 400_000})]).run()
    [row] = [row for row in measure(run.acts, judged(run).findings) if row["clause"] == "2.7"]
    assert (row["evidenced"], row["precision"], row["recall"], row["valuation_error"]) == (5, 1.0, 1.0, 0.0)


@pytest.mark.parametrize("seed", seeds(range(70, 73), range(73, 76), free=40))
def test_clusters_of_errors_in_busy_offices_are_found(seed: int) -> None:
    """Half of the clauses at a high rate, among five times the usual look-alikes."""
    half = {clause: 80_000 for n, clause in enumerate(CLAUSES) if (seed >> n % 4) & 1 or n % 3 == seed % 3}
    run = Small(500, 3, seed).office(behaviours=[Erring(half)]).run()
    assert not imperfect(run)
    assert not run.acts.is_empty()


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("intensity", [0, 300])
def test_checks_change_what_is_evidenced_never_what_is_false(seed: int, intensity: int) -> None:
    run = erring(Small(700, 3, seed, intensity=intensity), 40_000)
    assert not imperfect(run)


def test_more_checks_evidence_more() -> None:
    seen = [erring(Small(700, 3, 1, intensity=each), 40_000).acts["evidenced"].sum() for each in (0, 100, 300)]
    assert seen[0] <= seen[1] <= seen[2]
    assert seen[0] < seen[2]


def test_a_year_is_judged_as_well_as_a_quarter() -> None:
    assert not imperfect(ordered(Small(400, 9, 6), 3))


def industrial(seed: int, months: int, behaviours: list[Erring]) -> Run:
    """An office most of whose customers have bills of several lines, among many swaps."""
    spec = replace(town(100, months), classes={"large_industry": 60, "resident": 40}, practice=BUSY)
    return Office(spec, seed, rules(), behaviours=behaviours).run()


@pytest.mark.parametrize("seed", seeds([1, 2], [3], free=20))
def test_bills_of_several_lines_are_valued_to_the_fen(seed: int) -> None:
    run = industrial(seed, 4, [Erring({"2.2": 100_000, "3.1": 100_000, "6.6": 200_000})])
    assert not imperfect(run)
    findings = judged(run).findings.select("clause", "staff", "object_id", "inputs", judged_fen="amount_fen")
    both = run.acts.join(findings, on=["clause", "staff", "object_id"])
    lined = both.filter(pl.col("inputs").str.contains("capacity_days"))
    # A register that only later readings contradict is worked out by days: what it was, nobody read.
    lined = lined.filter(~pl.col("inputs").str.contains("days_between"))
    assert set(lined["clause"]) >= {"3.1"}
    assert lined["judged_fen"].to_list() == lined["amount_fen"].to_list()


@pytest.mark.parametrize("seed", seeds([1], [2], free=20))
def test_large_industry_by_the_book_is_accused_of_nothing(seed: int) -> None:
    run = industrial(seed, 6, [])
    sheets = run.records.table("energy_sheet")
    assert (run.records.table("bill")["loss_kwh"] > 0).any()
    assert (sheets["swap_kvarh"] > 0).any()
    assert judged(run).findings.is_empty()


def test_what_one_count_shows_of_several_acts_is_one_finding() -> None:
    """Cash kept from a slip and a lost cheque, both missing at one count: two acts, one shortage of their sum."""
    run = with_counts(None, 2)
    findings = judged(run).findings
    act = run.acts.filter((pl.col("clause") == "5.2") & pl.col("evidenced")).head(1)
    others = run.acts.join(act, on="act_id", how="anti")
    parts = [act.with_columns(act_id=pl.col("act_id") + k, amount_fen=pl.col("amount_fen") - k * 370) for k in (0, 1)]
    twice = pl.concat([others, parts[1], parts[0].with_columns(amount_fen=pl.lit(370, pl.Int64))])
    [row] = [row for row in measure(twice, findings) if row["clause"] == "5.2"]
    assert (row["precision"], row["recall"], row["valuation_error"]) == (1, 1, 0)
    dearer = pl.concat([others, parts[0], parts[1]])
    [row] = [row for row in measure(dearer, findings) if row["clause"] == "5.2"]
    assert row["recall"] == 1
    assert row["valuation_error"] != 0


def test_the_measure_itself_has_teeth() -> None:
    """A finding taken away costs recall, a strange one precision, another day both."""
    run = ordered(Small(900, 3, 4), 3)
    findings = judged(run).findings
    short = {row["clause"]: row for row in measure(run.acts, findings.filter(pl.col("clause") != "2.7"))}
    assert (short["2.7"]["found"], short["2.7"]["recall"]) == (0, 0.0)
    double = {row["clause"]: row for row in measure(run.acts, pl.concat([findings, findings]))}
    assert all(row["precision"] == 0.5 for row in double.values() if row["found"])
    assert sum(int(str(row["false"])) for row in double.values()) == findings.height
    harmless = findings.with_columns(consequence=pl.lit(value=False))
    assert not any(row["found"] for row in measure(run.acts, harmless))
    slips = {row["clause"]: (row["slips"], row["slips_found"]) for row in short.values() if row["slips"]}
    assert list(slips) == ["6.6"]
    assert slips["6.6"][0] == slips["6.6"][1]
    grave = {row["clause"]: row for row in measure(run.acts, findings.with_columns(consequence=pl.lit(value=True)))}
    assert (grave["6.6"]["slips_found"], grave["6.6"]["recall"]) < (1, 1.0)
    moved = findings.with_columns(pl.col("occurred_on") + pl.duration(days=1))
    assert all(not row["found"] for row in measure(run.acts, moved))
