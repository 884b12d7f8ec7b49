"""Meter error, refunds (計量差錯退補), classes, on-site tests (現場檢驗) and rotation (輪換).

Rules: 供電營業規則 1996 第八十、八十一條; DL/T 448-2000 (-2016); JJG 307-2006. Errors are shares: r = (W_m − W)/W.
"""

from __future__ import annotations

import calendar
from datetime import date

from kaohe.sim.tariff.quantity import Real


def error_refund_kwh(recorded_kwh: Real, error: Real, time_share: Real) -> Real:
    """W·r/(1 + r)·share in kWh: what a meter in error recorded too much (positive: give back; negative: collect).

    第八十條: the base is zero error, the period half of the time since the last test or the installation (share ½).
    """
    return recorded_kwh * error / (1 + error) * time_share


def ratio_error_rate(actual_ratio: Real, billed_ratio: Real) -> Real:
    """K_true/K_billed − 1: the share of the billed energy to add. Rule: 第八十一條 (三)."""
    return actual_ratio / billed_ratio - 1


def ct_share(inverse_ratios: Real, billed_ratio: Real) -> Real:
    """Recorded share where three CTs differ: billed ratio × Σ(sign_i/ratio_i)/3; the sum is `inverse_ratios`."""
    return billed_ratio * inverse_ratios / 3


def creep_kwh(idle_minutes: Real, minutes_per_turn: Real, turns_per_kwh: Real) -> Real:
    """Energy recorded by a creeping disc (潛動)."""
    return idle_minutes / minutes_per_turn / turns_per_kwh


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
