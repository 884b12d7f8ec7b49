"""Inputs that must be refused: what is wrong, in which unit, the nearest name, and never a number."""

from __future__ import annotations

from typing import Any

import pytest

from kaohe.__main__ import main
from kaohe.sim.calculator import calc, formulas
from kaohe.sim.calculator.typed_inputs import read_inputs
from kaohe.sim.files import Faults
from kaohe.sim.texts import use_language

LATE = {"amount": 10, "bill_year": 2001, "due": "2001-03-05", "paid": "2001-03-08"}
TIER = {"kwh": 246, "limits": [240, 400], "prices": [0.4883, 0.5383, 0.7883]}
LOSS = {"ap_kwh": 1, "aq_kvarh": 1, "hours": 720, "sn_kva": 100, "p0_kw": 0.2, "pk_kw": 1.5}
SPLIT = {"ct_ratios": [30, 30, 40], "signs": [1, 1, -1], "billed_ratio": 40, "recorded_kwh": 10}
WIRED = {"order": "abc", "i1": "+a", "i2": "+c", "cosphi": 0.9}

CASES: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("energy_kw", {}, ("C011", "energy_kwh")),
    ("zzzz", {}, ("C011", "kaohe calc")),
    ("變所", {}, ("C011", "變損")),
    ("energy_kwh", {"prev": 1}, ("C012", "curr", "kWh")),
    ("energy_kwh", {"prev": 1, "curr": 2, "cur": 3}, ("C013", "cur", "curr")),
    ("energy_kwh", {"prev": 100000, "curr": 5, "digits": 5}, ("C015", "prev", "99999")),
    ("energy_kwh", {"prev": 1, "curr": 100000, "digits": 5}, ("C015", "curr")),
    ("energy_kwh", {"prev": 1, "curr": 100000, "digits": 5, "reverse_rotation": True}, ("C015",)),
    ("energy_kwh", {"prev": 10, "curr": 5}, ("C015", "digits", "reverse_rotation")),
    ("energy_kwh", {"prev": -1, "curr": 5}, ("C014", "prev", "≥ 0")),
    ("energy_kwh", {"prev": float("nan"), "curr": 5}, ("C014", "prev", "nan")),
    ("energy_kwh", {"prev": 1, "curr": float("inf")}, ("C014", "curr", "inf")),
    ("energy_kwh", {"prev": 1, "curr": 10**16}, ("C014", "curr")),
    ("energy_kwh", {"prev": "1", "curr": 5}, ("C014", "prev", "「1」")),
    ("energy_kwh", {"prev": "１０", "curr": 50}, ("C014", "prev")),
    ("energy_kwh", {"prev": True, "curr": 5}, ("C014", "prev", "true")),
    ("energy_kwh", {"prev": None, "curr": 5}, ("C014", "prev", "null")),
    ("energy_kwh", {"prev": 1, "curr": 5, "ct": [0, 5]}, ("C014", "ct[0]", "> 0")),
    ("energy_kwh", {"prev": 1, "curr": 5, "ct": [100]}, ("C014", "ct", "2")),
    ("energy_kwh", {"prev": 1, "curr": 5, "multiplier": 0}, ("C014", "multiplier", "> 0")),
    ("energy_kwh", {"prev": 1, "curr": 5, "multiplier": 2, "ct": [100, 5]}, ("C015", "multiplier")),
    ("energy_kwh", {"prev": 1, "curr": 5, "digits": 4.5}, ("C014", "digits", "整數")),
    (
        "energy_swap_kwh",
        {"prev": 10, "old_final": 5, "k_old": 1, "new_initial": 0, "curr": 5, "k_new": 1},
        ("C015", "old_final"),
    ),
    ("misread_carry_kwh", {"recorded": [1, 2], "true_reads": [1]}, ("C015", "recorded")),
    ("ratio_error_rate", {"actual_ratio": 10, "billed_ratio": 0}, ("C014", "billed_ratio")),
    ("trafo_active_loss_kwh", {**LOSS, "ap_kwh": -1}, ("C014", "ap_kwh", "kWh")),
    ("trafo_active_loss_kwh", {**LOSS, "sn_kva": 0}, ("C014", "sn_kva", "kVA")),
    ("trafo_active_loss_kwh", {**LOSS, "hours": 0}, ("C014", "hours", "h")),
    (
        "trafo_loss_by_type_kwh",
        {"series": "S8", "kva": 315, "ap_kwh": 1, "aq_kvarh": 1, "hours": 720},
        ("C014", "series", "S9"),
    ),
    (
        "trafo_loss_by_type_kwh",
        {"series": "S9", "kva": 320, "ap_kwh": 1, "aq_kvarh": 1, "hours": 720},
        ("C015", "kva", "315"),
    ),
    ("trafo_loss_prorate_kwh", {"table_kwh": 304, "days": 31}, ("C015", "days")),
    ("line_loss_rate", {"supplied": 0, "sold": 0}, ("C014", "supplied")),
    ("line_loss_rate_excl_lossless", {"supplied": 10, "sold": 5, "lossless": 10}, ("C015", "lossless")),
    ("loss_scale_pf", {"loss1": 50, "pf1": 0.8, "pf2": 0}, ("C014", "pf2", "> 0")),
    ("lv_loss_kwh", {"N": 4, "K": 1, "i_av": 1, "r_eq": 1, "hours": 1}, ("C014", "N", "3.5")),
    ("pf_avg", {"ap": 0, "aq_fwd": 0}, ("C015", "ap")),
    ("pf_avg", {"ap": -1, "aq_fwd": 0}, ("C014", "ap")),
    ("pf_adjust_pct", {"pf": 0, "std": 0.9}, ("C014", "pf", "> 0")),
    ("pf_adjust_pct", {"pf": 1.01, "std": 0.9}, ("C014", "pf", "≤ 1")),
    ("pf_adjust_pct", {"pf": 0.9, "std": 0.88}, ("C014", "std", "0.9")),
    ("base_fee_capacity", {"price": 15, "segments": [[630, 31, 1]]}, ("C015", "segments[0].days")),
    ("base_fee_capacity", {"price": 15, "segments": [[630, 30]]}, ("C014", "segments[0]", "share")),
    ("base_fee_capacity", {"price": 15, "segments": []}, ("C014", "segments")),
    ("base_fee_demand", {"approved_kw": 1, "md_kw": 1, "price": 1, "variant": "contract"}, ("C014", "contract_2016")),
    ("tier_fee", {**TIER, "limits": [400, 240]}, ("C015", "limits")),
    ("tier_fee", {**TIER, "limits": [240, 240]}, ("C015", "limits")),
    ("tier_fee", {**TIER, "prices": [0.4883, 0.5383]}, ("C015", "limits", "3")),
    ("tier_fee", {**TIER, "kwh": -1}, ("C014", "kwh")),
    ("tier_inverse_kwh", {"money": 1, "limits": [1], "prices": [0, 1]}, ("C015", "prices")),
    ("tier_fee_year_settlement", {"months": [1] * 13, "limits": [1], "prices": [1, 1]}, ("C015", "months")),
    ("tou_fee", {"kwh": {"peek": 1}, "flat": 1, "mult": {"peak": 1.5}}, ("C015", "peek", "peak")),
    ("tou_prices", {"flat": 1, "scheme": "beijing_two_part"}, ("C015", "beijing_2023_two_part")),
    ("surcharge_fee", {"kwh": 1, "rates": {"a": -0.1}}, ("C014", "rates.a")),
    ("bill", {"class": "大工葉", "kwh": 1}, ("C015", "class", "大工業")),
    ("bill", {"class": "居民", "kwh": 1, "tariff": "ofice_2001"}, ("C015", "tariff", "office_2001")),
    ("bill", {"class": "大工業", "kwh": 1}, ("C015", "kva", "kVA")),
    ("bill", {"class": "大工業", "kwh": 1, "kva": 315, "periods": {"peak": 2}}, ("C015", "periods")),
    ("bill", {"class": "大工業", "kwh": 1, "kva": 315, "periods": {"peka": 1}}, ("C015", "periods", "peak")),
    ("bill", {"class": "居民", "kwh": 1, "on": "1999-01-01"}, ("C015", "on", "2001-01-01")),
    ("bill", {"class": "居民", "kwh": 1.5}, ("C014", "kwh", "整數")),
    ("bill", {"class": "居民", "kwh": 1, "md_kw": 5, "approved_kw": 5}, ("C015", "md_kw")),
    ("ww3p3w_K", {**WIRED, "i2": "+a"}, ("C015", "i2")),
    ("ww3p3w_K", {**WIRED, "order": "aab"}, ("C014", "order")),
    ("ww3p3w_K", {**WIRED, "cosphi": 0}, ("C014", "cosphi")),
    ("ww_break_secondary_K", {"broken": "a", "cosphi": 0.5}, ("C015", "cosphi", "0.5")),
    ("ww_add_energy_kwh", {"recorded_kwh": 1, "cosphi": 0.9, "K_expr": "__import__('os')"}, ("C015", "K_expr")),
    ("ww_add_energy_kwh", {"recorded_kwh": 1, "cosphi": 0.9, "K_expr": "2**9**9"}, ("C015", "K_expr")),
    ("ww_add_energy_kwh", {"recorded_kwh": 1, "cosphi": 0.9, "K_expr": "1/(tanphi-tanphi)"}, ("C015", "K_expr")),
    ("ww_add_energy_kwh", {"recorded_kwh": 1, "cosphi": 0.9, "K_expr": "(" * 150}, ("C015", "K_expr")),
    ("ww_add_energy_kwh", {"recorded_kwh": 1, "cosphi": 0.9, "K_expr": "9" * 300}, ("C015", "K_expr")),
    ("ww3p4w_K", {"voltages": [["a", 1]], "currents": [["a", 1]], "cosphi": 0.9}, ("C014", "voltages")),
    ("ww3p4w_K", {"cosphi": 0.9}, ("C015", "voltages", "currents")),
    ("ww3p4w_K", {"cosphi": 0.9, "case": "one voltage lots"}, ("C015", "case", "one voltage lost")),
    ("ct_mismatch_rate", {"ct_ratios": [30, 30, 0], "signs": [1, 1, 1], "billed_ratio": 30}, ("C014", "ct_ratios[2]")),
    ("ct_mismatch_add_kwh", {**SPLIT, "signs": [1, 0.5, -1]}, ("C015", "signs")),
    ("ct_mismatch_add_kwh", {**SPLIT, "ct_ratios": [40, 40, 20]}, ("C015", "signs")),
    ("meter_error_refund_kwh", {"recorded_kwh": 1, "error_pct": -100}, ("C014", "error_pct", "%")),
    ("meter_error_refund_kwh", {"recorded_kwh": -1, "error_pct": 3}, ("C014", "recorded_kwh", "kWh")),
    ("metering_class", {"phase": 3}, ("C015", "kVA")),
    ("metering_class", {"phase": 3, "edition": "DL/T 448-2016"}, ("C015", "kv")),
    ("next_onsite_test", {"class": "IV", "last": "2001-01-01"}, ("C015", "class")),
    ("next_onsite_test", {"class": "VI", "last": "2001-01-01"}, ("C014", "class", "IV")),
    ("next_onsite_test", {"class": "I", "last": "2001-02-30"}, ("C014", "last")),
    ("next_onsite_test", {"class": "I", "last": "20010230"}, ("C014", "last")),
    ("late_fee", {"class": "other", "items": [{**LATE, "paid": "2001-03-01"}]}, ("C015", "items[0].paid")),
    ("late_fee", {"class": "other", "items": [{**LATE, "bill_year": 2002}]}, ("C015", "items[0].due")),
    ("late_fee", {"class": "other", "items": [{"amount": 1}]}, ("C012", "items[0].due")),
    ("late_fee", {"class": "other", "items": [{**LATE, "payd": 1}]}, ("C013", "items[0].payd", "paid")),
    ("late_fee", {"class": "other", "items": []}, ("C014", "items")),
    ("late_fee", {"class": "others", "items": [LATE]}, ("C014", "class", "other")),
    ("theft_recovery", {"kw": 1, "price": 1, "multiple": 4}, ("C015", "multiple", "3")),
    ("theft_recovery", {"kw": 1, "price": 1, "hours_per_day": 25}, ("C014", "hours_per_day")),
    ("theft_kwh", {"amps": 5, "volts": 220, "basis": "maximum"}, ("C015", "amps_max", "A")),
    ("breach_quota", {"kw": 1, "times": 1, "kwh": 1, "price": 1, "regime": "2024"}, ("C015", "regime")),
    ("read_rate", {"read": 11, "due": 10}, ("C015", "read")),
    ("avg_price", {"revenue": 1, "kwh": 0}, ("C014", "kwh")),
    ("avg_price_mix", {"kwh": {"a": 1}, "price": {"b": 1}}, ("C015", "「a」")),
    ("avg_price_decompose", {"w0": {"a": 0.9}, "p0": {"a": 1}, "w1": {"a": 1}, "p1": {"a": 1}}, ("C015", "w0", "0.9")),
    ("mmc_queue", {"lambda_per_h": 20, "mu_per_h": 10, "servers": 2}, ("C015", "lambda_per_h")),
    ("lognormal_quantiles_kwh", {"mu": 4, "sigma": 1, "p": [1]}, ("C015", "p")),
]


@pytest.mark.parametrize(("formula", "inputs", "told"), CASES)
def test_refused(formula: str, inputs: dict[str, Any], told: tuple[str, ...]) -> None:
    with pytest.raises(Faults) as caught:
        calc(formula, inputs)
    text = str(caught.value)
    assert all(word in text for word in told), text
    assert "Traceback" not in text


@pytest.mark.parametrize(("formula", "inputs", "told"), CASES)
def test_refused_in_english_without_chinese_sentences(
    formula: str, inputs: dict[str, Any], told: tuple[str, ...]
) -> None:
    with use_language("en"), pytest.raises(Faults) as caught:
        calc(formula, inputs)
    with use_language("en"):
        assert not any(mark in str(caught.value) for mark in "，。；：應須")


def test_all_faults_of_a_form_are_told_at_once() -> None:
    with pytest.raises(Faults) as caught:
        calc("energy_kwh", {"prev": -1, "ct": [0, 5], "cur": 3})
    assert sorted(fault.code for fault in caught.value.faults) == ["C012", "C013", "C014", "C014"]


@pytest.mark.parametrize("formula", formulas().values(), ids=lambda formula: formula.id)
def test_every_missing_input_is_told_with_its_unit(formula: Any) -> None:
    inputs = formula.example_inputs()
    for quantity in formula.inputs:
        rest = {key: value for key, value in inputs.items() if key != quantity.name}
        with pytest.raises(Faults) as caught:
            calc(formula.id, rest)
        assert any(
            f.code == "C012" and quantity.name in f.message and quantity.unit in f.message for f in caught.value.faults
        )


@pytest.mark.parametrize("formula", formulas().values(), ids=lambda formula: formula.id)
def test_no_number_is_given_for_a_wrong_value(formula: Any) -> None:
    for name in formula.example_inputs():
        wrongs: list[Any] = ["x", None, float("nan"), [], {}, -(10**16)]
        for wrong in wrongs:
            with pytest.raises(Faults):
                calc(formula.id, {**formula.example_inputs(), name: wrong})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "C016"),
        ("x", "C016"),
        ("[1]", "C016"),
        ('{"prev": 1, "prev": 2}', "prev"),
        ('{"prev": 1e999999999999999999999}', "C016"),
        ('{"prev": ' + "1" * 5000 + "}", "C016"),
        ("[" * 50_000, "C016"),
        ('{"a": "' + "x" * 200_000 + '"}', "C016"),
    ],
)
def test_what_is_not_a_json_object_is_refused(text: str, told: str) -> None:
    with pytest.raises(Faults, match=told):
        read_inputs(text)


def test_a_nan_is_told_by_its_name() -> None:
    with pytest.raises(Faults, match="prev"):
        calc("energy_kwh", read_inputs('{"prev": NaN, "curr": 1}'))


def test_an_input_with_a_unit_in_its_name_is_recognised(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calc", "功率因數", "--input", '{"ap_kwh": 100000, "aq_kvarh": 50000}']) == 2
    said = capsys.readouterr().err
    assert "是否想寫 ap？" in said
    assert "是否想寫 aq_fwd？" in said
