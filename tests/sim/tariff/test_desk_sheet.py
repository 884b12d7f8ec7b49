"""What the desk shows of a formula before it has inputs, and what a bill says of those that it does not use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kaohe.__main__ import main
from kaohe.sim.calculator import Formula, Quantity, calc, formulas
from kaohe.sim.calculator.sheet import sheet
from kaohe.sim.files import Faults
from kaohe.sim.tariff.sources import data_file
from kaohe.sim.texts import use_language

EVERY = pytest.mark.parametrize("formula", formulas().values(), ids=lambda formula: formula.id)


def _all(quantities: tuple[Quantity, ...]) -> list[Quantity]:
    return [part for one in quantities for part in (one, *_all((*one.parts, *one.extras)))]


@EVERY
def test_a_sheet_has_every_input_with_its_bounds_and_an_example(formula: Formula) -> None:
    told = sheet(formula.id)
    for one in _all(formula.takes):
        lines = [line for line in told if line.split()[0] == one.name and one.label.zh_hant in line]
        assert lines, one.name
        assert all(one.bounds in line for line in lines)
        assert all(option in line for line in lines for option in one.options)
    assert f"    kaohe calc {formula.id} --input '{formula.example}'" in told
    assert ("  可不寫" in told) == bool(formula.optional)


@EVERY
def test_a_sheet_is_english_in_english(formula: Formula) -> None:
    with use_language("en"):
        told = [line for line in sheet(formula.id) if "kaohe calc" not in line and not line.startswith("rule ")]
    assert not any("一" <= sign <= "鿿" for line in told for sign in line), told


def test_a_formula_without_input_shows_its_sheet(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calc", "電費"]) == 0
    told = capsys.readouterr().out
    assert "\n    class  用電類別" in told
    assert "kva          受電容量：整數，kVA，≥ 0" in told
    assert "month_days   月天數（1996 規則 30）：整數，天，≥ 28, ≤ 31" in told
    assert "自己的 .toml 文件" in told
    assert "自帶 beijing_2012" in told
    assert "不寫即最新一版" in told
    assert "tier_fee  階梯電費" in told
    assert main(["calc", "base_fee_capacity", "--lang", "en"]) == 0
    assert "[[kva, days, share], …]" in capsys.readouterr().out


def test_a_sheet_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calc", "竊電", "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert [entry["id"] for entry in entries] == ["theft_recovery", "theft_kwh"]
    [hours] = [one for one in entries[0]["inputs"] if one["name"] == "hours_per_day"]
    assert (hours["bounds"], hours["required"]) == ("> 0, ≤ 24", False)


def test_an_empty_input_is_no_question_for_the_sheet(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calc", "read_rate", "--input", "{}"]) == 2
    assert capsys.readouterr().err.count("C012") == 2


UNUSED: list[tuple[dict[str, Any], tuple[str, ...]]] = [
    ({"class": "居民", "kva": 315}, ("kva",)),
    ({"class": "居民", "kvarh": 5, "days": 3, "month_days": 30}, ("days", "month_days", "kvarh")),
    ({"class": "居民", "kwh_before": 100}, ("kwh_before",)),
    ({"class": "居民", "kwh_before": 4000, "tariff": "beijing_2012"}, ("kwh_before",)),
    ({"class": "居民", "kwh_before": 4000, "tariff": "shanghai_2012"}, ()),
    ({"class": "大工業", "kva": 315, "kvarh": 5, "days": 3}, ()),
    (
        {"class": "工商業兩部制", "kva": 315, "md_kw": 9, "approved_kw": 9, "tariff": "two_part_2023"},
        ("kva",),
    ),
]


@pytest.mark.parametrize(("inputs", "names"), UNUSED)
def test_what_a_class_does_not_use_is_told_and_changes_nothing(inputs: dict[str, Any], names: tuple[str, ...]) -> None:
    result = calc("bill", {"kwh": 333, **inputs})
    assert [line.split("：")[0] for line in result.working if line.startswith("未用")] == [
        f"未用 {one}" for one in names
    ]
    used = {name: value for name, value in inputs.items() if name not in names}
    assert calc("bill", {"kwh": 333, **used}).value == result.value


def test_the_version_used_is_told_where_there_are_several(tmp_path: Path) -> None:
    text = data_file("tariffs", "beijing_2012.toml").read_text(encoding="utf-8")
    later = text[text.index("[[version]]") :].replace("2012-07-01", "2014-01-01").replace("4883", "5000")
    path = tmp_path / "ours.toml"
    path.write_text(f"{text}\n{later}", encoding="utf-8")
    usage = {"class": "居民", "kwh": 100, "tariff": str(path)}
    newest, older = calc("bill", usage), calc("bill", {**usage, "on": "2013-12-31"})
    assert (newest.value, "電價版本：2014-01-01 起（共 2 版）" in newest.working) == (50, True)
    assert "電價版本：2012-07-01 起（共 2 版）" in older.working
    assert not any("版本" in line for line in calc("bill", {"class": "居民", "kwh": 1}).working)


@pytest.mark.parametrize("energies", [{"ap": 0, "aq_fwd": 10}, {"ap": 1, "aq_fwd": 0, "aq_rev": 1000}])
def test_a_power_factor_of_0_is_refused_where_it_is_made(energies: dict[str, Any]) -> None:
    with pytest.raises(Faults, match=r"C015\] ap：功率因數為 0") as caught:
        calc("功率因數", energies)
    assert "核對有功示數" in str(caught.value)
