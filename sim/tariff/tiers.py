"""Tiered fees (階梯電價): by month, by year, and backwards from money to energy.

Amounts are exact before rounding, in kWh × the price's unit. Tier i covers limits[i−1] < kWh ≤ limits[i], the last
all above.
Rule: 國家發展改革委 2012 residential tiers (發改價格〔2011〕2617號) and the provinces' price notices.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from kaohe.sim.tariff.money import Int64s, round_half_up
from kaohe.sim.tariff.quantity import Exact, over


def check_tiers(limits: Sequence[Fraction | int], prices: Sequence[Fraction | int]) -> None:
    """ValueError for a table with a hole: limits not rising, a negative price, not one price more than limits."""
    if len(prices) != len(limits) + 1:
        raise ValueError(f"{len(limits)} limits make {len(limits) + 1} tiers, but {len(prices)} prices are given")
    for position, (low, high) in enumerate(zip([0, *limits], limits, strict=False)):
        if high <= low:
            raise ValueError(f"limits[{position}] = {high} is not above {low}: a hole in the tier table")
    if min(prices) < 0:
        raise ValueError("a price is negative")


def tier_cost(kwh: Exact, limits: Sequence[Exact], prices: Sequence[Exact]) -> Exact:
    """Cost of kWh ≥ 0 through the tiers, exact, continuous at the limits; tables as `check_tiers` wants."""
    cost = kwh * prices[0]
    for limit, low, high in zip(limits, prices, prices[1:], strict=False):
        cost = cost + over(kwh, limit) * (high - low)
    return cost


def tier_energies(kwh: Exact, limits: Sequence[Exact]) -> list[Exact]:
    """kWh in each tier; they add up to kwh."""
    energies: list[Exact] = []
    rest = kwh
    for limit in limits:
        above = over(kwh, limit)
        energies.append(rest - above)
        rest = above
    energies.append(rest)
    return energies


def tier_energy_of_money(money: Fraction, limits: Sequence[Fraction], prices: Sequence[Fraction]) -> Fraction:
    """The energy that costs `money` (≥ 0, same unit as price × kWh). ValueError where a price of 0 gives no answer."""
    if min(prices) <= 0:
        raise ValueError("a price of 0 has no energy for a sum of money")
    start, rest = Fraction(0), money
    for limit, price in zip(limits, prices, strict=False):
        if rest <= (limit - start) * price:
            return start + rest / price
        rest -= (limit - start) * price
        start = limit
    return start + rest / prices[-1]


def tier_year_fen(kwh: Int64s, limits: Sequence[int], prices_e4: Sequence[int]) -> Int64s:
    """Monthly fees in 分 of yearly tiers, months along the last axis: F(cumulated) − F(cumulated before).

    F is rounded, so that the months of a year add up to the year's fee to the 分. prices in 10⁻⁴ yuan/kWh.
    """
    cumulated = np.cumsum(kwh, axis=-1)
    fee = round_half_up(tier_fee_e4(cumulated, limits, prices_e4), 100)
    return np.diff(fee, axis=-1, prepend=np.int64(0))


def tier_fee_e4(kwh: Int64s, limits: Sequence[int], prices_e4: Sequence[int]) -> Int64s:
    """`tier_cost` over int64 arrays with one tier table for all, 10⁻⁴ yuan."""
    bounds = [np.int64(limit) * np.ones_like(kwh) for limit in limits]
    return tier_cost(kwh, bounds, [np.int64(price) * np.ones_like(kwh) for price in prices_e4])
