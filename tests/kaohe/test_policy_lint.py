"""`kaohe policy lint`: its document, its words, and its exit codes."""

from __future__ import annotations

from pathlib import Path

from kaohe.standards.policies.files import shipped_policies
from tests.kaohe.calling import Kaohe

HOLE = """id = "hole"
name = { zh = "有空檔", en = "hole" }
source = { zh = "試", en = "test" }
extends = "handbook"
"""
BANDS = """
[[bands]]
tier = "non_assessed"
low_fen = 0
high_fen = 90_000

[[bands]]
tier = "general"
low_fen = 100_000
"""
NEVER = """
[rules.never]
item = "x"
when = [{ tier = "general", above = { amount_fen = 2_000_000 } }]
duties = ["enquiry"]
"""


def test_the_document(kaohe: Kaohe) -> None:
    answer = kaohe("policy", "lint", "handbook", "--json")
    assert (answer.code, answer.err) == (0, "")
    document = answer.json()
    assert (document["policy"], document["faults"]) == ("handbook", 0)
    first = document["findings"][0]
    assert set(first) == {"kind", "severity", "rules", "items", "source", "figures", "text"}
    assert first["figures"] == {
        "below_fen": 99_999,
        "at_fen": 100_000,
        "before": {},
        "after": {"withhold_comprehensive_bonus": 3},
        "months": 3,
        "ratio": "∞",
    }


def test_it_speaks_three_languages(kaohe: Kaohe) -> None:
    assert "差一分：999.99 元無處理，1,000.00 元扣發綜合獎 3 個月" in kaohe("policy", "lint", "handbook").out
    assert "999.99 yuan, nothing" in kaohe("policy", "lint", "handbook", "--lang", "en").out
    assert "无处理" in kaohe("policy", "lint", "handbook", "--lang", "zh-Hans").out


def test_every_policy_that_ships_is_told_in_english_words(kaohe: Kaohe) -> None:
    for name in shipped_policies():
        assert kaohe("policy", "lint", name, "--lang", "en").code == 0


def test_a_hole_in_the_bands_is_what_was_asked_for(kaohe: Kaohe, tmp_path: Path) -> None:
    (tmp_path / "hole.toml").write_text(HOLE + BANDS, encoding="utf-8")
    answer = kaohe("policy", "lint", tmp_path / "hole.toml")
    assert (answer.code, answer.err) == (1, "")
    assert "hole.toml:13:11" in answer.out


def test_a_rule_that_nothing_reaches_is_a_fault(kaohe: Kaohe, tmp_path: Path) -> None:
    (tmp_path / "never.toml").write_text(HOLE + NEVER, encoding="utf-8")
    answer = kaohe("policy", "lint", tmp_path / "never.toml", "--lang", "en")
    assert answer.code == 1
    assert "rule never applies to none of the cases tried" in answer.out


def test_no_such_policy_is_bad_input(kaohe: Kaohe) -> None:
    answer = kaohe("policy", "lint", "handbok")
    assert answer.code == 2
    assert "handbook" in answer.err
