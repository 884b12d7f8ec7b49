"""Breach of contract (違約用電) and theft (竊電): quantities and claims under the 1996 and the 2024 rules.

Rules: 供電營業規則 1996 第一百至一百零三條; 2024 第一百零一條 and after, whose multiples are ceilings (不高於).
Quantities are exact (Fraction or int64 arrays); amounts are in the price's unit before rounding.
"""

from __future__ import annotations

from enum import Enum, unique

from kaohe.sim.tariff.quantity import Exact, Real

UNKNOWN_DAYS = 180
POWER_HOURS, LIGHTING_HOURS = 12, 6
UNKNOWN_MONTHS = 3
THEFT_MULTIPLE = 3
CATEGORY_MULTIPLE = 2
OVER_CAPACITY_MULTIPLE = 3
SEALED_MULTIPLE = 2
QUOTA_MULTIPLE = 5


@unique
class Regime(Enum):
    """Which 供電營業規則 hold: of 1996 (電力工業部令第8號) or of 2024 (國家發展改革委令第14號, from 2024-06-01)."""

    RULES_1996 = "1996"
    RULES_2024 = "2024"

    @property
    def ceiling(self) -> bool:
        """Multiples are the most that may be asked, not a fixed figure."""
        return self is Regime.RULES_2024


@unique
class CurrentBasis(Enum):
    """Whose current makes the capacity of a bypassed meter (第一百零三條): both are printed in answer keys."""

    BASIC = "basic"  # 標定電流
    MAXIMUM = "maximum"  # 額定最大電流


def used_kwh(kw: Exact, hours_per_day: Exact, days: Exact) -> Exact:
    """第一百零三條: capacity (kVA counts as kW) × actual time; unknown: at least 180 days, 12 h power, 6 h lighting."""
    return kw * hours_per_day * days


def meter_kw(current_a: Real, volts: Real, phases: Real) -> Real:
    """Capacity of a meter's current in kW, kVA counted as kW: I·U·phases/1000, U from phase to neutral."""
    return current_a * volts * phases / 1000


def penalty(fee: Exact, multiple: Exact) -> Exact:
    """違約使用電費: multiple of the fee to be paid back, of the exact fee, so that rounding comes last."""
    return fee * multiple
