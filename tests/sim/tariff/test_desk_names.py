"""What a name means where several formulas share it, and what an unknown input probably means."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from kaohe.sim.calculator import calc
from kaohe.sim.calculator.calculate import example_of, named
from kaohe.sim.files import Faults
from kaohe.sim.texts import use_language
from tests.sim.tariff.asking import refused

D = Decimal
DEBT = {"amount": 10, "bill_year": 2001, "due": "2001-03-05", "paid": "2001-03-08"}


def test_a_formula_by_its_id_tells_no_others() -> None:
    assert "C017" not in refused("trafo_active_loss_kwh", {})
    assert "C017" not in refused("變損", {**json.loads(example_of("變損") or ""), "p0_kw": -1})


@pytest.mark.parametrize("name", ["變損", "变损", "線損", "力率", "退補", "違約金", "竊電", "窃电", "電費", "基本電費"])
def test_a_name_without_inputs_tells_all_that_it_may_mean_and_asks_for_no_input_of_one(name: str) -> None:
    text = refused(name, {})
    assert all(formula.id in text for formula in named(name))
    assert ("[C017]" in text, "[C012]" in text) == (True, False)


@pytest.mark.parametrize(
    ("name", "inputs", "formula"),
    [
        ("力調", {"pf": D("0.85"), "std": D("0.9")}, "pf_adjust_pct"),
        ("力調", {"pf": D("0.85")}, "pf_adjust_pct"),
        ("力調", {"base_fee": 1, "energy_fee": 1, "percent": 1}, "pf_fee"),
        ("力率", {"ap": 1}, "pf_avg"),
        ("電費", {"class": "居民", "capacity_days": 3}, "bill"),
        ("電費", {"kwh": {"peak": 3}}, "tou_fee"),
        ("超容", {"kw": 10, "regime": "2024"}, "breach_over_capacity"),
        ("超容", {"kva": 10, "price": 20, "segments_months": [[1, 1]], "regime": "2024"}, ""),
    ],
)
def test_among_formulas_of_one_name_the_inputs_that_fit_best_decide(
    name: str, inputs: dict[str, Any], formula: str
) -> None:
    try:
        result = calc(name, inputs)
    except Faults as faults:
        told = {fault.message.partition("：")[0].partition(" ")[0] for fault in faults.faults if fault.code != "C017"}
        assert told == {formula}
    else:
        assert result.formula == formula or (name, result.formula) == ("超容", "breach_over_capacity_two_part")


@pytest.mark.parametrize(
    ("name", "inputs", "told", "untold"),
    [
        ("力調", {"foo": 1}, ("pf_adjust_pct", "pf_fee", "pf_rebill_yuan", "都不合用"), "pf_avg"),
        ("電費", {"price": 1}, ("bill", "full_bill_lv_metered", "都不合用"), "surcharge_fee"),
        ("違約用電", {"kw": 10, "regime": "2024"}, ("breach_over_capacity", "breach_source", "同樣合用"), "quota"),
    ],
)
def test_where_several_fit_alike_or_none_all_of_them_are_told_and_nothing_else(
    name: str, inputs: dict[str, Any], told: tuple[str, ...], untold: str
) -> None:
    text = refused(name, inputs)
    assert all(word in text for word in told)
    assert untold not in text
    assert text.count("C0") == text.count("C017") == 1


@pytest.mark.parametrize(
    ("formula", "written", "meant"),
    [
        ("bill", "capacity_days", "days"),
        ("bill", "date", "on"),
        ("bill", "reading_date", "on"),
        ("bill", "抄表日", "on"),
        ("bill", "日期", "on"),
        ("bill", "capacity", "kva"),
        ("bill", "容量", "kva"),
        ("bill", "用電量", "kwh"),
        ("bill", "max_demand", "md_kw"),
        ("bill", "monthdays", "month_days"),
        ("pf_avg", "aq_kvarh", "aq_fwd"),
    ],
)
def test_an_unknown_input_is_known_by_its_words(formula: str, written: str, meant: str) -> None:
    assert f"{written}。是否想寫 {meant}？" in refused(formula, {written: 1})


def test_an_input_that_nothing_is_near_tells_what_there_is() -> None:
    told = refused("bill", {"price": 1})
    assert "是否想寫" not in told
    assert "可寫 class, kwh, tariff, on, kva" in told
    assert "可寫 amount, bill_year" in refused("late_fee", {"class": "other", "items": [{**DEBT, "foo": 1}]})


def test_a_formula_without_regimes_tells_those_that_have_them() -> None:
    told = refused("超容", {"kw": 10, "regime": "2024"})
    assert "breach_over_capacity 不用輸入 regime；用 regime 的公式：theft_recovery（竊電追補）" in told
    assert "breach_over_capacity_two_part（私自增容（兩部制））" in told
    with use_language("en"):
        assert "formulas that take it: theft_recovery (recovery" in refused(
            "breach_source", {"kw": 1, "regime": "1996"}
        )


def test_the_trade_s_words_name_formulas() -> None:
    for word in (
        "需量",
        "容(需)量電費",
        "銅損",
        "分時",
        "遲納金",
        "反接",
        "檢驗",
        "追补",
        "违章用电",
        "單價",
        "反轉",
        "代收",
    ):
        assert "C011" not in refused(word, {})
