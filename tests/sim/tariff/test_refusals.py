"""What a refusal of the desk adds: what was meant, every fault at once, and names in any script."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from kaohe.__main__ import main
from kaohe.sim.calculator import calc
from kaohe.sim.calculator.calculate import example_of
from kaohe.sim.calculator.expression import plainly
from kaohe.sim.calculator.numbers import date_meant, number_meant
from kaohe.sim.calculator.typed_inputs import read_inputs
from kaohe.sim.files import Faults
from kaohe.sim.texts import use_language
from tests.sim.tariff.asking import refused

D = Decimal
LATE = {"amount": 10, "bill_year": 2001, "due": "2001-03-05", "paid": "2001-03-08"}


@pytest.mark.parametrize(
    ("given", "unit", "meant"),
    [
        ("12", "kWh", "12"),
        ("１２．５", "kWh", "12.5"),
        ("1,200", "kWh", "1200"),
        (" 12 kWh ", "kWh", "12"),
        ("12度", "kWh", "12"),
        ("3元", "yuan", "3"),
        ("0.9", "", "0.9"),
        ("−5", "kvar", "-5"),
        ([7], "kWh", "7"),
        ("5 MWh", "kWh", None),  # another unit: nothing is guessed
        ("5 kW", "kWh", None),
        ("1.2.3", "", None),
        ("", "", None),
        ("一百", "kWh", None),
        ([1, 2], "kWh", None),
        (None, "", None),
    ],
)
def test_the_number_that_a_text_means(given: object, unit: str, meant: str | None) -> None:
    assert number_meant(given, unit) == meant


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2001/3/9", "2001-03-09"),
        ("2001年3月9日", "2001-03-09"),
        ("２００１－０３－０９", "2001-03-09"),
        (20010309, "2001-03-09"),
        ("2001-02-30", None),
        ("9 March", None),
        (None, None),
    ],
)
def test_the_day_that_a_text_means(given: object, meant: str | None) -> None:
    assert date_meant(given) == meant


@pytest.mark.parametrize(
    ("formula", "inputs", "told"),
    [
        ("energy_kwh", {"prev": "2155 kWh", "curr": 2305}, "是否想寫 2155？"),
        ("energy_kwh", {"prev": "2155", "curr": 2305}, "數不加引號：2155"),
        ("energy_kwh", {"prev": 1, "curr": D("1E+400")}, "10^15"),
        ("energy_kwh", {"prev": 1, "curr": 10**30}, "10^15"),
        ("energy_kwh", {"prev": 1, "curr": D("0." + "1" * 50)}, "40"),
        ("energy_kwh", {"上次示數": 1, "curr": 2}, "是否想寫 prev？"),
        ("energy_kwh", {"上次示数": 1, "curr": 2}, "是否想寫 prev？"),
        ("pf_adjust_pct", {"功率因數": D("0.9"), "std": D("0.9")}, "是否想寫 pf？"),
        ("late_fee", {"class": "other", "items": [{**LATE, "due": "2001/3/5"}]}, "2001-03-05？"),
        ("trafo_active_loss_kwh", {"無功電量": 3}, "aq_kvarh？"),
        ("misread_carry_kwh", {"recorded": [1, 2], "true_reads": [5, 4]}, "true_reads[1]"),
        ("pf_adjust_pct", {"pf": D("0.004"), "std": D("0.9")}, "兩位小數為 0"),
        ("energy_kwh", {"prev": 5, "curr": 4}, "misread_carry_kwh"),
        (
            "energy_swap_kwh",
            {"prev": 9, "old_final": 5, "k_old": 1, "new_initial": 0, "curr": 5, "k_new": 1},
            "digits_old",
        ),
        ("bill", {"class": "居民", "kwh": 10**15}, "太大"),
        ("trafo_loss_by_table_kwh", {"series": "S9", "kva": 100, "ap_kwh": 10**15}, "太大"),
        ("next_rotation", {"class": "III", "last": "9999-12-31"}, "2200"),
        ("rotation_limit", {"kind": "three_phase", "last": "0001-01-01"}, "1900"),
        ("tou_fee", {"kwh": {"": 1}, "flat": 1, "mult": {"peak": 1}}, "kwh"),
        ("bill", {"class": "\ud800", "kwh": 1}, "class"),
        ("pf_adjust_pct", {"pf": 1, "std": "\ud800"}, "std"),
        ("full_bill", {"mult": {"peak": D("1.5"), "valley": D("0.5"), "flat": 2}}, "mult.flat"),
    ],
)
def test_a_refusal_says_what_to_write(formula: str, inputs: dict[str, Any], told: str) -> None:
    assert told in refused(formula, inputs)


@pytest.mark.parametrize(
    ("formula", "inputs", "told"),
    [
        ("energy_kwh", {"prev": 10**5, "curr": 10**6, "digits": 5}, ("prev", "curr")),
        (
            "late_fee",
            {"class": "other", "items": [{**LATE, "paid": "2001-03-01"}, {**LATE, "bill_year": 2002}]},
            ("items[0].paid", "items[1].due"),
        ),
        (
            "base_fee_capacity",
            {"price": 15, "segments": [[1, 31, 1], [1, 2, 1], [1, 31, 1]]},
            ("segments[0].days", "segments[2].days"),
        ),
        (
            "energy_swap_kwh",
            {"prev": 9, "old_final": 5, "k_old": 1, "new_initial": 200, "curr": 5, "k_new": 1, "digits_new": 2},
            ("old_final", "new_initial"),
        ),
        (
            "full_bill_lv_metered",
            {**json.loads(example_of("高供低計") or ""), "kwh_reads": [2, 1], "kvarh_reads": [9, 1]},
            ("kwh_reads", "kvarh_reads"),
        ),
        ("tou_fee", {"kwh": {"a": 1, "b": 1}, "flat": 1, "mult": {"peak": 1}}, ("「a」", "「b」")),
        ("avg_price_mix", {"kwh": {"a": 1, "b": 1}, "price": {"c": 1}}, ("「a」", "「b」", "「c」")),
    ],
)
def test_what_does_not_go_together_is_told_at_once(formula: str, inputs: dict[str, Any], told: tuple[str, ...]) -> None:
    text = refused(formula, inputs)
    assert all(word in text for word in told), text
    assert text.count("C015") == len(told)


@pytest.mark.parametrize(
    ("formula", "inputs", "answer"),
    [
        ("next_onsite_test", {"class": "一类", "last": "2001-01-01"}, "2001-04-01"),
        ("next_onsite_test", {"class": "Ⅲ", "last": "2001-01-01", "edition": "2016"}, "2003-01-01"),
        ("next_onsite_test", {"class": "ii", "last": "2001-01-01"}, "2001-07-01"),
        ("ww1p_K", {"case": "电流线圈反接"}, -1),
        ("ww3p4w_K", {"case": "一相失压", "cosphi": D("0.9")}, D("1.5")),
        ("ww3p4w_K", {"case": "voltages A,B swapped and CT C reversed", "cosphi": D("0.9")}, D("-1.5")),
        ("bill", {"class": "农业", "kwh": 100}, 38),
        ("bill", {"class": "Commercial", "tariff": "OFFICE-2001", "kwh": 10}, 8),
        (
            "trafo_loss_by_type_kwh",
            {"series": "s9", "kva": 100, "ap_kwh": 0, "aq_kvarh": 0, "hours": 100},
            {"kwh": 29, "kvarh": 160},
        ),
    ],
)
def test_names_in_any_script(formula: str, inputs: dict[str, Any], answer: object) -> None:
    assert calc(formula, inputs).value == answer


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("−√3/tgφ", "-sqrt3/tanphi"),
        ("2√3/(√3＋tanφ)", "2*sqrt3/(sqrt3+tanphi)"),
        ("√2tanφ", None),
        ("2/(1−√3·tanφ)", "2/(1-sqrt3*tanphi)"),
        ("2√3/(√3 − tan φ)", "2*sqrt3/(sqrt3 - tanphi)"),
        ("√3tanφ", "sqrt3*tanphi"),
        ("3cosφ÷(cosφ×2)", "3*cosphi/(cosphi*2)"),
        ("sqrt(3)/(2tan(phi))", "sqrt3/(2*tanphi)"),
        ("sqrt3/(-sqrt3+tanphi)", "sqrt3/(-sqrt3+tanphi)"),
    ],
)
def test_an_expression_as_books_print_it(printed: str, read: str | None) -> None:
    if read is None:
        assert "K_expr" in refused("ww_true_energy_kwh", {"K_expr": printed, "cosphi": D("0.9"), "recorded_kwh": 1})
    else:
        assert plainly(printed) == read


def test_a_factor_may_be_a_number() -> None:
    # (1.5 − 1) × 10000
    assert calc("追補電量", {"K_expr": D("1.5"), "cosphi": 1, "recorded_kwh": 10000}).value == 5000


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{'prev': 1}", "雙引號"),
        ("{prev: 1}", "雙引號"),
        ("{“prev”: 1}", "半角"),
        ('{"prev"：1}', "半角"),
        ('{"prev": 1,}', "不寫逗號"),
        ('{"prev": "\\ud800"}', "代理項"),
        ('{"\\udfff": 1}', "代理項"),
        ('{"prev": 1', "prev"),
    ],
)
def test_a_slip_in_the_json_is_named(text: str, told: str) -> None:
    with pytest.raises(Faults) as caught:
        read_inputs(text, example_of("電量"))
    assert told in str(caught.value)
    assert "C016" in str(caught.value)


def test_what_no_terminal_can_show_is_escaped() -> None:
    assert "\\ud800" in refused("\ud800", {})
    assert "\\x1b" in refused("energy_kwh", {"\x1b[31m": 1})


def test_no_unit_is_chinese_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    with use_language("en"):
        assert "customers due, customers" in refused("read_rate", {"read": 1})
    assert main(["calc", "read_rate", "--input", "{}", "--json"]) == 2
    assert "戶" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("formula", "inputs", "told"),
    [
        ("ww_true_energy_kwh", {"K_expr": "-3", "cosphi": 1, "recorded_kwh": 100}, "實際電量為負"),
        ("ww_add_energy_kwh", {"K_expr": "-3", "cosphi": 1, "recorded_kwh": 100}, "實際電量為負"),
        (
            "ct_mismatch_add_kwh",
            {"billed_ratio": 30, "ct_ratios": [30, 30, 30], "signs": [-1, -1, 1], "recorded_kwh": 9},
            "實際電量為負",
        ),
        ("energy_kwh", {"prev": 3000, "curr": 1000, "digits": 5}, "超過半圈"),
        ("collection_rate", {"received": 101, "receivable": 100}, "超過 100%"),
        ("arrears_ratio", {"arrears": 101, "receivable": 100}, "超過 100%"),
    ],
)
def test_what_is_odd_but_possible_is_told(formula: str, inputs: dict[str, Any], told: str) -> None:
    assert told in "\n".join(calc(formula, inputs).working)


def test_shares_may_be_rounded() -> None:
    # 0.333 × (0.6 − 0.5)
    shares, before = {name: D("0.333") for name in "abc"}, {"a": D("0.5"), "b": 1, "c": 1}
    result = calc("avg_price_decompose", {"w0": shares, "p0": before, "w1": shares, "p1": {**before, "a": D("0.6")}})
    assert result.value == {"price_effect": D("0.0333"), "structure_effect": 0, "total": D("0.0333")}
