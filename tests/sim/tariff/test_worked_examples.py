"""Other worked examples of the same formulas, each recomputed by hand; the sum is written beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kaohe.sim.calculator import calc

D = Decimal
TIERS = {"limits": [3120, 4800], "prices": [D("0.617"), D("0.677"), D("0.977")]}
DEMAND = {"approved_kw": 1800, "price": 32}
JANUARY = {"amount": 60000, "bill_year": 2001, "due": "2001-01-20", "paid": "2001-02-09"}

EXAMPLES: list[tuple[str, dict[str, Any], object]] = [
    # (2305 − 2155) × 10 × 100
    ("energy_kwh", {"prev": 2155, "curr": 2305, "ct": [50, 5], "pt": [10000, 100]}, 150_000),
    # four integer digits: 12.3 + 10000 − 9998.5 = 13.8; × 4000
    ("energy_kwh", {"prev": D("9998.5"), "curr": D("12.3"), "digits": 4, "multiplier": 4000}, 55_200),
    # 15 + 1000000 − 999990 = 25; × 30
    ("energy_kwh", {"prev": 999990, "curr": 15, "digits": 6, "multiplier": 30}, 750),
    # the old meter turns over: 20 + 10000 − 9980 = 40, × 10 = 400; the new one 55 × 20 = 1100
    (
        "energy_swap_kwh",
        {"prev": 9980, "old_final": 20, "k_old": 10, "digits_old": 4, "new_initial": 5, "curr": 60, "k_new": 20},
        1500,
    ),
    # S9-315 at half load: β²T = 180 h; 0.67 × 720 + 3.65 × 180 = 482.4 + 657
    (
        "trafo_active_loss_kwh",
        {"ap_kwh": 90720, "aq_kvarh": 68040, "hours": 720, "sn_kva": 315, "p0_kw": D("0.67"), "pk_kw": D("3.65")},
        D("1139.4"),
    ),
    # one shift: k = 3 triples the copper loss: 144 + 3 × 1.5 × (24000²)/(100² × 720) = 144 + 4.5 × 80
    (
        "trafo_active_loss_kwh",
        {"ap_kwh": 24000, "aq_kvarh": 0, "hours": 720, "sn_kva": 100, "p0_kw": D("0.2"), "pk_kw": D("1.5"), "k": 3},
        504,
    ),
    # 304 × 11/30 = 111.47
    ("trafo_loss_prorate_kwh", {"table_kwh": 304, "days": 11}, 111),
    # 2 × (60000² + 80000²)/(10² × 500 × 1000) = 2 × 10¹⁰/5·10⁷
    ("line_loss_kwh", {"ap_kwh": 60000, "aq_kvarh": 80000, "hours": 500, "r_ohm": 2, "u_kv": 10}, 400),
    # 694152/√(694152² + 256728²) = 0.9379
    ("pf_avg", {"ap": 694152, "aq_fwd": 256728}, D("0.94")),
    # 3 : 4 : 5 with 2000 fed back: 4000 = 2000 + 2000
    ("pf_avg", {"ap": 3000, "aq_fwd": 2000, "aq_rev": 2000}, D("0.6")),
    ("pf_avg", {"ap": 77, "aq_fwd": 36}, D("0.91")),  # 77/√7225 = 77/85 = 0.9059
    ("pf_adjust_pct", {"pf": D("0.80"), "std": D("0.90")}, 5),
    ("pf_adjust_pct", {"pf": D("0.94"), "std": D("0.90")}, D("-0.6")),
    ("pf_adjust_pct", {"pf": D("0.86"), "std": D("0.90")}, 2),
    ("pf_adjust_pct", {"pf": D("0.69"), "std": D("0.90")}, 11),
    ("pf_adjust_pct", {"pf": D("0.19"), "std": D("0.90")}, 107),  # 65 % at 0.40, then 21 steps of 2 %
    ("pf_adjust_pct", {"pf": D("0.86"), "std": D("0.85")}, D("-0.1")),
    ("pf_adjust_pct", {"pf": D("0.64"), "std": D("0.85")}, 11),
    ("pf_adjust_pct", {"pf": D("0.59"), "std": D("0.85")}, 17),
    ("pf_adjust_pct", {"pf": D("0.91"), "std": D("0.80")}, D("-1.15")),
    ("pf_adjust_pct", {"pf": D("0.79"), "std": D("0.80")}, D("0.5")),
    ("pf_adjust_pct", {"pf": D("0.855"), "std": D("0.90")}, 2),  # 0.855 rounds to 0.86
    # 10000 × −0.15 % = −15.00; a tie: 333 × 0.5 % = 1.665 → 1.67
    ("pf_fee", {"base_fee": 0, "energy_fee": 10000, "pct": D("-0.15")}, -15),
    ("pf_fee", {"base_fee": 0, "energy_fee": 333, "pct": D("0.5")}, D("1.67")),
    # 800 × 26
    ("base_fee_capacity", {"price": 26, "segments": [[800, 30, 1]]}, 20_800),
    # (315 × 12 + 400 × 19) × 10/31 = 113800/31 = 3670.97
    ("base_fee_capacity", {"price": 10, "segments": [[315, 12, 1], [400, 19, 1]], "month_days": 31}, D("3670.97")),
    ("base_fee_demand", {**DEMAND, "md_kw": 1500}, 57_600),
    ("base_fee_demand", {**DEMAND, "md_kw": 1890}, 57_600),  # exactly 105 %
    ("base_fee_demand", {**DEMAND, "md_kw": 1891}, 57_664),  # 57600 + 1 × 64
    ("base_fee_demand", {**DEMAND, "md_kw": 2000}, 64_640),  # 57600 + 110 × 64
    ("base_fee_demand", {**DEMAND, "md_kw": 1700, "variant": "actual"}, 54_400),
    ("base_fee_demand", {**DEMAND, "md_kw": 1710, "variant": "textbook_95_105"}, 54_720),  # exactly 95 %
    ("base_fee_demand", {**DEMAND, "md_kw": 1800, "variant": "simple_double"}, 57_600),
    # 3120 × 0.617 + 1680 × 0.677 + 100 × 0.977 = 1925.04 + 1137.36 + 97.70
    ("tier_fee", {"kwh": 4900, **TIERS}, D("3160.1")),
    ("tier_fee", {"kwh": 3120, **TIERS}, D("1925.04")),
    # 1925.04 + 67.7 yuan buys 3120 + 100
    ("tier_inverse_kwh", {"money": D("1992.74"), **TIERS}, 3220),
    # 3 × 0.4883 = 1.4649 → 1.46; 6 × 0.4883 = 2.9298 → 2.93 − 1.46
    (
        "tier_fee_year_settlement",
        {"months": [3, 3], "limits": [2880], "prices": [D("0.4883"), D("0.5383")]},
        [D("1.46"), D("1.47")],
    ),
    # 0.005 each: rounded once 0.01, line by line 0.01 + 0.01
    ("tou_fee", {"kwh": {"a": 1, "b": 1}, "flat": D("0.005"), "mult": {"a": 1, "b": 1}}, D("0.01")),
    ("tou_fee", {"kwh": {"a": 1, "b": 1}, "flat": D("0.005"), "mult": {"a": 1, "b": 1}, "round_at": "line"}, D("0.02")),
    # 1.71 × 0.6 = 1.026; spike × 1.2 = 1.2312; valley × 0.36 = 0.216
    (
        "tou_prices",
        {"flat": D("0.6"), "scheme": "beijing_2023_single_lt1kv"},
        {"spike": D("1.2312"), "peak": D("1.026"), "flat": D("0.6"), "valley": D("0.216")},
    ),
    # one CT reversed by another road: K = 3, so 2 × 150
    ("ww_add_energy_kwh", {"K_expr": "3", "cosphi": D("0.9"), "recorded_kwh": 150}, 300),
    # pf 0.6, tanφ = 4/3: a + b·tanφ = 2 × 4/3, K = √3 × 3/8 = 0.6495190528
    ("ww3p3w_K", {"order": "abc", "i1": "+c", "i2": "-a", "cosphi": D("0.6")}, D("0.6495190528")),
    # cosφ = 0.5: tanφ = √3, 1 − √3·tanφ = −2, K = −1
    ("ww3p3w_K", {"order": "bca", "i1": "-a", "i2": "-c", "cosphi": D("0.5")}, -1),
    # cosφ = 0.5, power √3cosφ − sinφ = 0: the meter stands
    ("ww3p3w_K", {"order": "cab", "i1": "+c", "i2": "-a", "cosphi": D("0.5")}, "inf"),
    # lead of a on neutral: −cosφ + √3cos(φ − 30°) + √3cos(φ + 30°) = −cosφ + 3cosφ, K = 3/2
    ("ww3p4w_K", {"case": "相線與零線互換", "cosphi": D("0.8")}, D("1.5")),
    ("ww_break_secondary_K", {"broken": "v", "cosphi": D("0.8")}, 2),
    # 20 × (1/20 + 1/30 + 1/30)/3 = 7/9; 700 × 9/7 − 700
    (
        "ct_mismatch_add_kwh",
        {"ct_ratios": [20, 30, 30], "signs": [1, 1, 1], "billed_ratio": 20, "recorded_kwh": 700},
        200,
    ),
    # −5 %: 19000 × 0.05/0.95 × ½ = 500 to collect
    ("meter_error_refund_kwh", {"recorded_kwh": 19000, "error_pct": -5}, -500),
    ("next_onsite_test", {"class": "II", "last": "2003-08-31"}, "2004-02-29"),
    ("next_onsite_test", {"class": "I", "last": "2024-01-31", "edition": "DL/T 448-2016"}, "2024-07-31"),
    ("metering_class", {"monthly_kwh": 99999, "kva": 315, "phase": 3}, "III"),
    ("metering_class", {"monthly_kwh": 99999, "kva": 314, "phase": 3}, "IV"),
    ("metering_class", {"generator_mw": 150, "phase": 3}, "II"),
    # 10000 × 26 days × 2‰
    (
        "late_fee",
        {"class": "other", "items": [{"amount": 10000, "bill_year": 2024, "due": "2024-02-20", "paid": "2024-03-17"}]},
        520,
    ),
    # 60000 × 20 × 2‰ + 90000 × 51 × 3‰ = 2400 + 13770, all days of the older debt at 3‰
    (
        "late_fee",
        {
            "class": "other",
            "rule": "prior_year_all_days_3permille",
            "items": [JANUARY, {"amount": 90000, "bill_year": 2000, "due": "2000-12-20", "paid": "2001-02-09"}],
        },
        16_170,
    ),
    # a resident across the year: 34 days at 1‰ whatever the reading
    (
        "late_fee",
        {"class": "居民", "items": [{"amount": 500, "bill_year": 2000, "due": "2000-12-15", "paid": "2001-01-18"}]},
        17,
    ),
    ("late_fee_simple", {"amount": 900, "class": "other", "days_current_year": 10, "days_prior_year": 15}, D("58.5")),
    # 2 kW × 12 × 180 = 4320; × 0.4 = 1728; × 3 = 5184
    ("theft_recovery", {"kw": 2, "price": D("0.4")}, {"kwh": 4320, "fee": 1728, "penalty": 5184}),
    # 2 kW × 6 × 180 = 2160; × 0.3 = 648; × 3 = 1944
    ("theft_recovery", {"kw": 2, "hours_per_day": 6, "price": D("0.3")}, {"kwh": 2160, "fee": 648, "penalty": 1944}),
    # a 5(20) A meter: 1.1 kW or 4.4 kW, four times as much
    ("theft_kwh", {"amps": 5, "volts": 220, "hours_per_day": 6}, 1188),
    ("theft_kwh", {"amps": 5, "amps_max": 20, "volts": 220, "hours_per_day": 6, "basis": "maximum"}, 4752),
    # doubled before rounding: 1590.084 × 2 = 3180.168; doubling the rounded figure would give 3180.16
    (
        "breach_category",
        {
            "items": [
                {"kw": 5, "hours_per_day": 12, "days": 90, "price_due": D("0.7625"), "price_paid": D("0.5653")},
                {"kw": 3, "hours_per_day": 6, "days": 90, "price_due": D("0.8895"), "price_paid": D("0.5653")},
            ]
        },
        {"kwh": 7020, "fee": D("1590.08"), "penalty": D("3180.17")},
    ),
    # 25 August to 30 September 2008: 7/30 + 1 months; by calendar days 7/31 + 1: 7722.58, × 3 = 23167.74
    (
        "breach_over_capacity_two_part",
        {"kva": 315, "price": 20, "segments_months": [[7, 30], [1, 1]]},
        {"fee": 7770, "penalty": 23_310},
    ),
    (
        "breach_over_capacity_two_part",
        {"kva": 315, "price": 20, "segments_months": [[7, 31], [1, 1]], "regime": "2024"},
        {"fee": D("7722.58"), "penalty": D("23167.74")},
    ),
    (
        "breach_sealed_two_part",
        {"kva": 2000, "price": 15, "segments_months": [[21, 30], [1, 1], [1, 1]]},
        {"fee": 81_000, "penalty": 162_000},
    ),
    ("breach_tamper", {"class": "other", "times": 2}, 10_000),
    ("breach_source", {"kw": 100}, 50_000),
    ("remittance_rate", {"remitted": 999, "received": 1000}, D("0.999")),
]


@pytest.mark.parametrize(("formula", "inputs", "answer"), EXAMPLES)
def test_example(formula: str, inputs: dict[str, Any], answer: object) -> None:
    assert calc(formula, inputs).value == answer
