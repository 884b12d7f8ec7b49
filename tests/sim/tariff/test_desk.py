"""The desk calculator: names, listing, languages, JSON, and the command."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from typing import Any

import pytest

from kaohe.__main__ import main
from kaohe.sim.calculator import calc, formulas, topics
from kaohe.sim.calculator.number_text import ends, figure, text, yuan
from kaohe.sim.calculator.pages import answer, answer_json, catalogue_json, listing
from kaohe.sim.calculator.spec import TOPICS
from kaohe.sim.files import Faults
from kaohe.sim.texts import use_language

EVERY = pytest.mark.parametrize("formula", formulas().values(), ids=lambda formula: formula.id)


def test_catalogue_and_functions_name_each_other() -> None:
    written = {name for topic in TOPICS for name in import_module(f"kaohe.sim.calculator.topics.{topic}").FORMULAS}
    assert written == set(formulas())
    assert list(topics()) == list(TOPICS)


@EVERY
def test_an_example_is_answered_in_every_language(formula: Any) -> None:
    told = []
    for language in ("zh-Hant", "zh-Hans", "en"):
        with use_language(language):
            result = calc(formula.id, formula.example_inputs())
            told.append(answer(result))
        assert result.value == calc(formula.id, formula.example_inputs()).value
    assert all(len(lines) >= 4 for lines in told)
    assert told[0][0] == f"{formula.label.zh_hant}  {formula.id}"
    assert not any("|" in line for lines in told for line in lines[1:-2])


@EVERY
def test_the_working_is_english_in_english(formula: Any) -> None:
    with use_language("en"):
        lines = calc(formula.id, formula.example_inputs()).working
    assert not any("一" <= sign <= "鿿" for line in lines for sign in line), lines


@pytest.mark.parametrize(
    ("alias", "formula"),
    [
        ("變損", "trafo_active_loss_kwh"),
        ("变损", "trafo_active_loss_kwh"),
        ("線損", "line_loss_kwh"),
        ("電費", "bill"),
        ("力率", "pf_avg"),
        ("退補", "meter_error_refund_kwh"),
        ("違約金", "late_fee"),
        ("違約用電", "breach_category"),
        ("竊電", "theft_recovery"),
        ("基本電費", "base_fee_capacity"),
        ("更正係數", "ww3p3w_K"),
    ],
)
def test_an_alias_answers(alias: str, formula: str) -> None:
    assert calc(alias, formulas()[formula].example_inputs()).formula == formula


def answered(name: str, inputs: dict[str, Any]) -> str:
    """The formula that answered, or why none did."""
    try:
        return calc(name, inputs).formula
    except Faults as faults:
        return str(faults)


@EVERY
def test_among_formulas_of_one_name_the_inputs_decide(formula: Any) -> None:
    for name in formula.names:
        told = answered(name, formula.example_inputs())
        assert told == formula.id or (told.startswith("FORMULA: 錯誤[C017]") and formula.id in told)


def test_one_name_for_two_claims_is_never_settled_silently() -> None:
    with pytest.raises(Faults, match="breach_source"):
        calc("違約用電", {"kw": 100})


def test_directives_are_passed_over_and_round() -> None:
    inputs = {"revenue": Decimal("327024.56"), "kwh": 511800, "_abs_tol": 1}
    assert calc("avg_price", inputs).value == Decimal("0.6389694412")
    assert calc("avg_price", {**inputs, "_round": 2}).value == Decimal("0.64")


def test_the_list_shows_each_formula_with_an_example() -> None:
    lines = listing()
    for formula in formulas().values():
        assert any(formula.id in line and formula.label.zh_hant in line for line in lines)
        assert f"      kaohe calc {formula.id} --input '{formula.example}'" in lines
    assert lines[0] == "── 電量 ──"
    with use_language("en"):
        assert listing()[0] == "── energy ──"


def test_the_list_for_machines_names_units_and_inputs() -> None:
    entries = {entry["id"]: entry for entry in json.loads(json.dumps(catalogue_json()))}
    assert entries["line_loss_kwh"]["unit"] == "kWh"
    first = entries["line_loss_kwh"]["inputs"][0]
    assert (first["name"], first["unit"], first["required"]) == ("ap_kwh", "kWh", True)


def test_json_carries_numbers() -> None:
    plain = answer_json(calc("surcharge_fee", formulas()["surcharge_fee"].example_inputs()))
    assert json.dumps(plain["value"]) == '{"sanxia": 3582.6, "huandai": 10236, "difang": 3582.6}'
    assert set(plain) >= {"value", "unit", "working", "source"}


def test_a_tariff_s_sources_are_named() -> None:
    result = calc("bill", {"class": "大工業", "kwh": 1000, "kva": 315, "kvarh": 10})
    assert "examk.com" in result.source
    assert "assumption" in result.source


def test_what_a_bill_leaves_out_is_told() -> None:
    working = "\n".join(calc("bill", {"class": "大工業", "kwh": 1000, "kva": 315}).working)
    assert "未計力調" in working
    assert "按平段" in working


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Fraction(-5, 2), "-2.5"), (Fraction(1, 3), "0.333333"), (Fraction(10), "10"), (Fraction(-1, 10**9), "0")],
)
def test_figures(value: Fraction, shown: str) -> None:
    assert text(value) == shown
    assert ends(value) == (value in (Fraction(-5, 2), Fraction(10)))


def test_figures_of_money_and_answers() -> None:
    assert [yuan(Fraction(-1, 200)), yuan(Fraction(5)), yuan(Fraction(1, 3))] == ["-0.01", "5.00", "0.33"]
    assert figure(Fraction(7)) == 7
    assert figure(Fraction(2, 3)) == Decimal("0.6666666667")


def test_the_command_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calc", "力率", "--input", '{"pf": 0.71, "std": 0.9}', "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["value"] == 9.5
    assert main(["--lang", "en", "calc", "tier_fee", "--input", formulas()["tier_fee"].example]) == 0
    assert "answer 120.42 yuan" in capsys.readouterr().out
    assert main(["calc"]) == 0
    assert "energy_kwh" in capsys.readouterr().out


def test_the_command_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calc", "力率", "--input", '{"pf": 1.2, "std": 0.9}', "--json"]) == 2
    caught = capsys.readouterr()
    assert caught.out == ""
    assert "pf" in caught.err
    assert "Traceback" not in caught.err
    assert main(["calc", "nothing-of-the-kind"]) == 2
