"""How faults are sorted, counted, shown and translated; and how a model says its own."""

from __future__ import annotations

from unicodedata import east_asian_width

import pytest
from pydantic import ValidationInfo, field_validator

from kaohe.sim.files import Fault, Faults, FileModel, load_toml_text, wrong
from kaohe.sim.texts import LANGUAGES, use_language
from tests.sim.files.sample import GOOD, Policy


def _fault(line: int, path: str = "a.toml", column: int = 1) -> Fault:
    return Fault(path, line, column, "P014", "甲 — 乙")


def test_faults_are_sorted_by_file_and_place() -> None:
    given = [_fault(10), _fault(9), _fault(9, column=2), _fault(3, "b.toml"), Fault("a.toml", None, None, "P062", "無")]
    shown = [(fault.path, fault.line, fault.column) for fault in Faults(given).faults]
    assert shown == [("a.toml", None, None), ("a.toml", 9, 1), ("a.toml", 9, 2), ("a.toml", 10, 1), ("b.toml", 3, 1)]


def test_the_first_twenty_and_the_count_are_shown() -> None:
    shown = str(Faults([_fault(line) for line in range(1, 38)])).split("\n")
    assert (len(shown), shown[0], shown[-1]) == (21, "a.toml:1:1: 錯誤[P014] 甲 — 乙", "共 37 處，以上為前 20 處")
    assert len(str(Faults([_fault(line) for line in range(20)])).split("\n")) == 20


def test_the_same_fault_is_said_once() -> None:
    assert len(Faults([_fault(1), _fault(1)]).faults) == 1


def _bad() -> Faults:
    with pytest.raises(Faults) as caught:
        load_toml_text(GOOD.replace('"門檻"', '"门槛值"').replace("= 0\n", "= '１'\n"), Policy, path="a.toml")
    return caught.value


def test_a_fault_is_shown_in_the_language_in_force_and_keys_stay_as_they_must_be_written() -> None:
    faults, shown = _bad(), {}
    for language in LANGUAGES:
        with use_language(language):
            shown[language] = faults.render().split("\n")[1]
    assert shown == {
        "zh-Hant": "a.toml:26:1: 錯誤[P010] bands[1].门槛值：沒有這個鍵 — 是否想寫 門檻？",
        "zh-Hans": "a.toml:26:1: 错误[P010] bands[1].门槛值：没有这个键 — 是否想写 門檻？",
        "en": "a.toml:26:1: error[P010] bands[1].门槛值: there is no such key — did you mean 門檻?",
    }


def test_a_fault_as_data_is_in_the_language_in_force() -> None:
    with use_language("en"):
        data = _bad().faults[0].as_dict()
    assert data.pop("message") == (
        "bands[0].low_fen: got '１' (full-width characters), expected an integer in fen — did you mean 1?"
    )
    assert data == {"path": "a.toml", "line": 16, "column": 11, "code": "P014", "severity": "error"}


def test_decimals_where_fen_are_wanted_are_taken_for_yuan() -> None:
    with pytest.raises(Faults, match=r"500\.00.*50000"):
        load_toml_text(GOOD.replace("= 0\n", "= 500.00\n"), Policy, path="a.toml")


@pytest.mark.parametrize("source", ["low = ×", "門檻＝×", "\tＡ\u200bé\t×", "甲" * 200 + "×" + "乙" * 200])
def test_the_caret_is_under_its_character(source: str) -> None:
    fault = Fault("a.toml", 7, source.index("×") + 1, "P003", "x", source=source)
    _, text, below = fault.render(with_excerpt=True).split("\n")
    assert _width(text[: text.index("×")]) == _width(below[: below.index("^")])
    assert len(text) < 120


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


class Ceiling(FileModel):
    low: int
    high: int

    @field_validator("high")
    @classmethod
    def _below_the_roof(cls, high: int, info: ValidationInfo) -> int:
        if high > (info.context or {})["roof"]:
            raise wrong("P019", "高於上限 — 請降低")
        return high


class House(FileModel):
    ceilings: tuple[Ceiling, ...]


def test_a_model_says_its_own_faults_at_their_places_with_the_context_given() -> None:
    text = "ceilings = [{ low = 1, high = 2 }, { low = 1, high = 9 }]"
    assert load_toml_text(text, House, {"roof": 9}).value.ceilings[1].high == 9
    with pytest.raises(Faults) as caught:
        load_toml_text(text, House, {"roof": 3}, path="h.toml")
    assert str(caught.value) == "h.toml:1:54: 錯誤[P019] 高於上限 — 請降低"


def test_a_plain_value_error_of_a_model_is_a_broken_rule() -> None:
    class Odd(FileModel):
        n: int

        @field_validator("n")
        @classmethod
        def _odd(cls, n: int) -> int:
            if n % 2 == 0:
                raise ValueError("even")
            return n

    with pytest.raises(Faults) as caught:
        load_toml_text("n = 2", Odd, path="o.toml")
    assert str(caught.value) == "o.toml:1:5: 錯誤[P024] n：even — 請改正"
    assert load_toml_text("n = 3", Odd).value.n == 3


def test_ten_thousand_values_are_the_most() -> None:
    class Many(FileModel):
        n: tuple[int, ...]

    assert len(load_toml_text(f"n = [{'1,' * 9_999}]", Many).value.n) == 9_999
    with pytest.raises(Faults) as caught:
        load_toml_text(f"n = [{'1,' * 10_000}]", Many)
    assert [fault.code for fault in caught.value.faults] == ["P071"]
