"""Properties of the formulas, and their two kinds of numbers: fractions at the desk, arrays in the office."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.tariff import lines, losses
from kaohe.sim.tariff.breach import Regime, used_kwh
from kaohe.sim.tariff.capacity import DemandRule, capacity_fen, demand_fen, demand_kw
from kaohe.sim.tariff.late import CrossYear, late_fee_fen, overdue_days, permille_days
from kaohe.sim.tariff.metering import error_refund_kwh
from kaohe.sim.tariff.quantity import root
from kaohe.sim.tariff.tiers import check_tiers, tier_cost, tier_energies, tier_energy_of_money, tier_year_fen
from kaohe.sim.tariff.waiting import lognormal_quantile, queue

F = Fraction
AMOUNT = st.fractions(0, 10**6, max_denominator=100)
TABLES = st.lists(st.integers(1, 5000), min_size=1, max_size=4, unique=True).flatmap(
    lambda limits: st.tuples(
        st.just([F(limit) for limit in sorted(limits)]),
        st.lists(
            st.fractions(F(1, 100), 2, max_denominator=10_000), min_size=len(limits) + 1, max_size=len(limits) + 1
        ),
    )
)


@pytest.mark.parametrize(
    ("formula", "values"),
    [
        (losses.active_loss_kwh, (40000, 30000, 744, 315, 0.48, 3.65, 1.5)),
        (losses.reactive_loss_kvarh, (40000, 30000, 744, 315, 1.1, 4, 1)),
        (losses.reactive_loss_exact_kvarh, (40000, 30000, 744, 315, 0.48, 3.65, 1.1, 4, 1)),
        (losses.efficiency, (140, 0.4, 2.2, 0.875)),
        (losses.comprehensive_kw, (0.67, 1.1, 315, 0.1)),
        (lines.line_loss_kwh, (288000, 216000, 5, 10, 720)),
        (lines.loss_rate_without_lossless, (1250, 1175, 250)),
        (lines.scaled_loss, (50, 0.8, 0.95)),
        (lines.voltage_drop_v, (1200, 900, 0.263, 0.348, 3, 10)),
        (lines.average_current_a, (30000, 14530, 0.38, 720)),
        (lines.low_voltage_loss_kwh, (3.5, 1.1, 70.34, 0.0948, 720)),
        (error_refund_kwh, (19000, -0.05, 0.5)),
    ],
)
def test_an_array_answers_as_fractions_do(formula: Any, values: tuple[float, ...]) -> None:
    exact = formula(*(F(str(value)) for value in values))
    array = formula(*(np.array([value, value], np.float64) for value in values))
    assert array == pytest.approx(float(exact), rel=1e-12)
    assert array.shape == (2,)


def test_roots() -> None:
    assert root(F(9, 4)) == F(3, 2)
    assert abs(root(F(2)) ** 2 - 2) < F(1, 10**40)
    with pytest.raises(ValueError, match="square root"):
        root(F(-1))


@given(TABLES, AMOUNT, AMOUNT)
def test_tiers_are_continuous_rising_and_turn_back(
    table: tuple[list[Fraction], list[Fraction]], one: Fraction, other: Fraction
) -> None:
    limits, prices = table
    low, high = sorted((one, other))
    cost = tier_cost(high, limits, prices) - tier_cost(low, limits, prices)
    assert min(prices) * (high - low) <= cost <= max(prices) * (high - low)
    assert sum(tier_energies(high, limits)) == high
    assert tier_energy_of_money(tier_cost(high, limits, prices), limits, prices) == high


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=12))
def test_a_year_by_months_is_the_year_at_once(months: list[int]) -> None:
    by_month = tier_year_fen(np.array(months, np.int64), [2880, 4800], [4883, 5383, 7883])
    at_once = tier_year_fen(np.array([sum(months)], np.int64), [2880, 4800], [4883, 5383, 7883])
    assert by_month.sum() == at_once[0]


@pytest.mark.parametrize(
    ("limits", "prices"),
    [([], []), ([240], [1]), ([240, 240], [1, 2, 3]), ([400, 240], [1, 2, 3]), ([240], [1, -1]), ([0], [1, 2])],
)
def test_a_tier_table_with_a_hole(limits: list[int], prices: list[int]) -> None:
    with pytest.raises(ValueError, match=r"tiers|hole|negative"):
        check_tiers(limits, prices)


def demand(rule: DemandRule, metered: Fraction, approved: Fraction) -> Fraction:
    """The five readings again, in plain words."""
    if rule is DemandRule.ACTUAL:
        return metered
    if rule is DemandRule.SIMPLE_DOUBLE:
        return metered if metered <= approved else approved + 2 * (metered - approved)
    edge = approved * F(105, 100)
    if rule is DemandRule.TEXTBOOK_95_105:
        return max(metered, approved * F(95, 100)) if metered <= edge else approved + 2 * (metered - approved)
    if metered <= edge:
        return approved
    return (approved if rule is DemandRule.CONTRACT_2016 else edge) + 2 * (metered - edge)


@given(st.sampled_from(DemandRule), st.integers(0, 4000), st.integers(1, 4000))
def test_demand_rules(rule: DemandRule, metered: int, approved: int) -> None:
    wanted = demand(rule, F(metered), F(approved))
    assert demand_kw(rule, F(metered), F(approved)) == wanted * 100
    assert demand_fen(rule, np.array([metered]), np.array([approved]), 3200).tolist() == [wanted * 3200]


@given(st.integers(1, 20_000), st.integers(0, 30))
def test_two_parts_of_a_month_differ_from_the_whole_by_a_fen_at_most(kva: int, days: int) -> None:
    parts = capacity_fen(kva, 1500, days) + capacity_fen(kva, 1500, 30 - days)
    assert abs(int(parts) - kva * 1500) <= 1


DAYS = st.dates(date(1999, 1, 1), date(2003, 12, 31))


@given(DAYS, st.integers(0, 800))
def test_overdue_days(due: date, late: int) -> None:
    in_year, later = overdue_days(due.year, due, due + timedelta(late))
    days = [due + timedelta(n) for n in range(1, late + 1)]
    assert in_year == sum(day.year == due.year for day in days)
    assert later == sum(day.year > due.year for day in days)


@given(st.sampled_from(CrossYear), st.integers(0, 365), st.integers(0, 365))
def test_readings_of_the_year_end(rule: CrossYear, in_year: int, later: int) -> None:
    weighted = permille_days(False, rule, in_year, later)
    assert permille_days(True, rule, in_year, later) == in_year + later
    assert weighted <= 3 * (in_year + later)
    if later == 0:
        assert weighted == 2 * in_year
    if rule is CrossYear.ALL_DAYS and later:
        assert weighted == 3 * (in_year + later)


def test_dates_in_the_wrong_order() -> None:
    with pytest.raises(ValueError, match="before due"):
        overdue_days(2001, date(2001, 3, 5), date(2001, 3, 4))
    with pytest.raises(ValueError, match="before the bill's year"):
        overdue_days(2002, date(2001, 3, 5), date(2001, 3, 6))


def test_late_fee_over_arrays() -> None:
    fees = late_fee_fen(np.array([8640, 4000, 1_000_000, 1_000_000, 0]), np.array([15, 7, 52, 0, 9]))
    assert fees.tolist() == [130, 100, 52_000, 0, 0]


def test_theft_over_arrays_and_regimes() -> None:
    assert used_kwh(np.array([2, 320]), np.array([12, 12]), np.array([180, 180])).tolist() == [4320, 691_200]
    assert [regime.ceiling for regime in Regime] == [False, True]


@given(st.integers(1, 200), st.integers(1, 60), st.integers(1, 12))
def test_queues_obey_little(arrivals: int, served: int, servers: int) -> None:
    if arrivals >= served * servers:
        with pytest.raises(ValueError, match="without end"):
            queue(F(arrivals), F(served), servers)
        return
    found = queue(F(arrivals), F(served), servers)
    assert found.l == found.lq + F(arrivals, served) == found.w_min / 60 * arrivals
    assert 0 <= found.pw <= 1


def test_quantiles_rise() -> None:
    values = [lognormal_quantile(4.27, 0.817, p) for p in (0.1, 0.5, 0.9)]
    assert values == sorted(values)
    with pytest.raises(ValueError, match="quantile"):
        lognormal_quantile(4.27, 0.817, 1.0)
