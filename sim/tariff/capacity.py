"""Capacity and demand charge (基本電費, 容(需)量電費) of two-part tariffs.

Rule: 供電營業規則 1996 第八十四、八十五條 (a day is 1/30 of the month); the 2024 rules divide by the calendar month.
Amounts are exact before rounding: kVA (kW) × price, in the price's unit; Fractions or int64 arrays, broadcasting.
"""

from __future__ import annotations

from enum import Enum, unique

import numpy as np

from kaohe.sim.tariff.money import Int64s, product, round_half_up, whole
from kaohe.sim.tariff.quantity import Exact, Real, over

DAYS_1996 = 30


@unique
class DemandRule(Enum):
    """What 「超過部分加倍」 means: published readings of the demand charge; p price, a approved, m metered demand."""

    CONTRACT_2016 = "contract_2016"  # m ≤ 1.05a: a·p; else a·p + (m − 1.05a)·2p
    CONTRACT_2016_ALT = "contract_2016_alt"  # else 1.05a·p + (m − 1.05a)·2p
    TEXTBOOK_95_105 = "textbook_95_105"  # below 95 %: 0.95a·p; to 105 %: m·p; above: a·p + 2p(m − a)
    SIMPLE_DOUBLE = "simple_double"  # m ≤ a: m·p; else a·p + 2p(m − a)
    ACTUAL = "actual"  # m·p


def capacity_fen(
    kva: int | Int64s,
    fen_per_kva: int | Int64s,
    days: int | Int64s,
    month_days: int | Int64s = DAYS_1996,
    more_kva_days: int | Int64s = 0,
) -> Int64s:
    """Capacity charge in 分 for `days` of a month; a full month is days = month_days. Half up. Rule: 第八十四條.

    more_kva_days: kVA × days besides, below 0 where part of the capacity was there for fewer days.
    """
    return round_half_up(product(product(kva, days) + more_kva_days, fen_per_kva), whole(month_days))


def demand_kw(rule: DemandRule, metered_kw: Exact, approved_kw: Exact) -> Exact:
    """Kilowatts to be charged × 100 (so that 5 % steps stay whole), by the chosen reading of the rule."""
    return _CHARGED[rule](metered_kw, approved_kw)


def _contract(m: Exact, a: Exact) -> Exact:
    return 100 * a + 2 * over(100 * m, 105 * a)


def _contract_alt(m: Exact, a: Exact) -> Exact:
    above = over(100 * m, 105 * a)
    return 100 * a + _step(above, 5 * a) + 2 * above


def _step(above: Exact, size: Exact) -> Exact:
    if isinstance(above, np.ndarray):
        return np.where(above > 0, size, 0)
    return size if above > 0 else 0 * size


def _textbook(m: Exact, a: Exact) -> Exact:
    within = 95 * a + over(100 * m, 95 * a)
    return within + _step(over(100 * m, 105 * a), 100 * (m - a))


def _simple(m: Exact, a: Exact) -> Exact:
    return 100 * m + over(100 * m, 100 * a)


def _actual(m: Exact, a: Exact) -> Exact:
    return 100 * m + 0 * a


_CHARGED = {
    DemandRule.CONTRACT_2016: _contract,
    DemandRule.CONTRACT_2016_ALT: _contract_alt,
    DemandRule.TEXTBOOK_95_105: _textbook,
    DemandRule.SIMPLE_DOUBLE: _simple,
    DemandRule.ACTUAL: _actual,
}


def demand_fen(
    rule: DemandRule, metered_kw: int | Int64s, approved_kw: int | Int64s, fen_per_kw: int | Int64s
) -> Int64s:
    """Demand charge in 分, half up; whole kW."""
    hundredths = demand_kw(rule, whole(metered_kw), whole(approved_kw))
    return round_half_up(product(hundredths, fen_per_kw), 100)


def contract_floor_kw(total_kva: Real, share: Real) -> Real:
    """Lowest contract demand: a share (40 % by rule) of transformer and high-voltage motor capacity."""
    return total_kva * share
