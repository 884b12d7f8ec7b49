"""Ratios of business statistics (營業統計): rates of reading, errors, collection and the average price.

Real numbers; shares unless the name says otherwise. ZeroDivisionError (arrays: nan or inf) where nothing was due.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kaohe.sim.tariff.quantity import Real


def ratio(part: Real, whole: Real) -> Real:
    """part/whole: 實抄率 = 實抄/應抄, 抄表差錯率 = 差錯戶/實抄戶, 回收率 = 實收/應收, 欠費率 = 欠費/應收."""
    return part / whole


def average_price(revenue_yuan: Real, kwh: Real) -> Real:
    """售電平均單價 = 售電收入/售電量, yuan/kWh."""
    return revenue_yuan / kwh


def mix_price(kwh: Mapping[str, Fraction], price: Mapping[str, Fraction]) -> Fraction:
    """Average price of a mix of classes: Σ kWh·price / Σ kWh. KeyError for a class without price."""
    return sum((energy * price[name] for name, energy in kwh.items()), Fraction(0)) / sum(kwh.values())


def price_effects(
    w0: Mapping[str, Fraction], p0: Mapping[str, Fraction], w1: Mapping[str, Fraction], p1: Mapping[str, Fraction]
) -> tuple[Fraction, Fraction]:
    """(price effect Σ w1·(p1 − p0), structure effect Σ (w1 − w0)·p0) of a change of the average price; w are shares."""
    prices = sum((w1[name] * (p1[name] - p0[name]) for name in w0), Fraction(0))
    structure = sum(((w1[name] - w0[name]) * p0[name] for name in w0), Fraction(0))
    return prices, structure
