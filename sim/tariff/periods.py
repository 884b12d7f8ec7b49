"""Time-of-use fees (峰谷分時電價) and surcharges collected for others (代徵). Exact before rounding."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kaohe.sim.tariff.quantity import Exact

PERIODS = ("spike", "peak", "flat", "valley")


def period_costs(kwh: Mapping[str, Exact], flat_price: Exact, multiple: Mapping[str, Exact]) -> dict[str, Exact]:
    """Cost of each period: kWh × flat price × multiple, in the product of their units; keys in the order of `kwh`.

    KeyError names a period without a multiple.
    """
    return {period: energy * flat_price * multiple[period] for period, energy in kwh.items()}


def period_prices(
    flat_price: Fraction, peak: Fraction, valley: Fraction, spike_over_peak: Fraction
) -> dict[str, Fraction]:
    """Prices of the four periods from the flat price and the scheme's ratios (尖 = 峰 × spike_over_peak)."""
    return {
        "spike": flat_price * peak * spike_over_peak,
        "peak": flat_price * peak,
        "flat": flat_price,
        "valley": flat_price * valley,
    }


def surcharges(kwh: Exact, rates: Mapping[str, Exact]) -> dict[str, Exact]:
    """Each fund: kWh × rate, exact."""
    return {fund: kwh * rate for fund, rate in rates.items()}
