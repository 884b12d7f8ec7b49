"""Gaming near an edge, drawn on a copy: as often as assumed, as far below as it was above; never without a step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import exp

import polars as pl
import pytest

from kaohe.standards.laboratory.comparison import Judged
from kaohe.standards.laboratory.metrics.adjudication import Errs
from kaohe.standards.laboratory.metrics.gaming import Edges, by_gaming
from kaohe.standards.policies.policy import Policy
from kaohe.standards.sanctions import prepare

VALUES = {
    "gaming_benefit": 0.0,
    "gaming_cost": 0.0,
    "gaming_reluctance": 0.0,
    "gaming_window": 0.2,
    "gaming_split": 0.0,
    "alpha": 1.0,
    "bonus_month_yuan": 200.0,
}
ALWAYS = {**VALUES, "gaming_benefit": 100.0}


def found(amounts: list[int | None], values: Mapping[str, float], name: str = "handbook") -> dict[str, int]:
    """Sums by component (and part) of incidents of these amounts, each of another person."""
    count = len(amounts)
    frame = pl.DataFrame(
        {
            "incident_id": range(1, count + 1),
            "clause": ["2.2"] * count,
            "post": ["meter_reader"] * count,
            "staff": pl.Series(range(count), dtype=pl.Int64),
            "object_id": pl.Series(range(count), dtype=pl.Int64),
            "replication": pl.Series([1] * count, dtype=pl.Int32),
            "occurred_on": [date(2001, 3, 5)] * count,
            "amount_fen": pl.Series(amounts, dtype=pl.Int64),
            "loss_fen": pl.Series(amounts, dtype=pl.Int64).fill_null(0),
        }
    )
    rows = by_gaming(Judged.under(Policy.load(name), prepare(frame)), {1: Errs(0, 0, 0, values)})
    sums = rows.group_by("component", "part").agg(pl.col("value").sum()).rows()
    return {component + (f".{part}" if part else ""): value for component, part, value in sums}


def test_what_lies_just_above_an_edge_is_told_as_far_below() -> None:
    told = found([100_000, 110_000, 119_999, 120_000, 99_999, None], ALWAYS)
    # 1,000.00: 999.99 (the edge itself cannot lie below); 1,100.00: 1000² ÷ 1100 = 909.09; 1,199.99: 833.34
    assert told["gamed"] == told["bunched.general"] == 3
    assert told["understated_fen"] == 1 + (110_000 - 90_909) + (119_999 - 83_334)
    assert told["gamed_months"] == 9  # three months each, and none below the edge
    assert told["below_edge.general"] == 1


def test_so_are_the_higher_edges_each_by_its_own_step() -> None:
    told = found([1_050_000, 10_500_000, 5_000_000], {**ALWAYS, "months.major_demerit": 3.0})
    assert (told["bunched.major"], told["gamed"]) == (1, 1)  # at 10,000.00 six months of one bonus become six of all


def test_one_told_as_two_is_as_much_together() -> None:
    told = found([100_001], {**ALWAYS, "gaming_split": 1.0})
    assert told == {"gamed": 1, "gamed_split": 1, "gamed_months": 3}


def test_it_is_done_as_often_as_the_formula_says() -> None:
    amounts: list[int | None] = [110_000] * 4_000
    values = {**VALUES, "gaming_benefit": 0.5, "gaming_cost": 4.0, "gaming_reluctance": 1.0}
    share = 1 / (1 + exp(-(0.5 * 3 - 4.0 * 0.1 - 1.0)))  # three months at the edge of 1,000.00
    assert found(amounts, values)["gamed"] / 4_000 == pytest.approx(share, abs=0.025)


def test_where_no_step_is_nobody_games() -> None:
    assert Edges.of(Policy.load("handbook")).steps(VALUES).tolist()[0] == 3
    told = found([100_000, 110_000, 1_010_000], ALWAYS, "continuous")
    assert "gamed" not in told
    assert not found([110_000], {})
    assert not found([110_000], ALWAYS, "p1")  # a policy without edges
    assert "gamed" not in found([110_000], {**ALWAYS, "gaming_window": 0.0})
