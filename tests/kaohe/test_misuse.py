"""Command lines that are not understood: exit 2, one line, what is wrong and what to write, in the language in use."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kaohe.calling import Kaohe

CASES = [
    (("rnu",), "U001", "run"),
    (("simulat",), "U001", "simulate"),
    (("xyzzy",), "U001", "simulate, judge"),
    (("run", "--costumers", "5"), "U002", "--customers"),
    (("run", "--sead=5"), "U002", "--seed"),
    (("--jsn",), "U002", "--lang"),
    (("run", "--seed"), "U003", "--seed"),
    (("run", "--json=yes"), "U003", "--json"),
    (("judge",), "U004", "--help"),
    (("list",), "U004", "policies, scenarios"),
    (("show",), "U004", "policy, scenario"),
    (("explain", "runs"), "U004", "--help"),
    (("judge", "one", "two"), "U005", "two"),
    (("judge", "one", "--policy", "p1", "--policy=p2"), "U008", "--policy"),
    (("run", "--lang", "fr"), "U006", "zh-Hant, zh-Hans, en"),
    (("run", "--lang"), "U006", "zh-Hant, zh-Hans, en"),
]


@pytest.mark.parametrize(("words", "code", "advice"), CASES)
@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_one_line_names_the_fault_and_the_remedy(
    kaohe: Kaohe, words: tuple[str, ...], code: str, advice: str, language: str
) -> None:
    answer = kaohe(*words, KAOHE_LANG=language)
    assert (answer.code, answer.out, len(answer.messages)) == (2, "", 1)
    assert f"[{code}]" in answer.err
    assert advice in answer.err
    assert ("錯誤" in answer.err) == (language == "zh-Hant")
    assert "Traceback" not in answer.err


def test_what_is_missing_is_named_in_the_language_in_use(kaohe: Kaohe) -> None:
    assert "缺少 事故 " in kaohe("explain", "runs").err
    assert "缺少 種類 " in kaohe("list").err
    assert "INCIDENT" in kaohe("explain", "runs", "--lang", "en").err
    usage = kaohe("bill", "--help").out.splitlines()[0]
    assert usage == "用法：kaohe bill 文件夾 [戶號] [月份] [選項]"


def test_what_is_no_folder_of_a_run_is_told_for_what_it_is(kaohe: Kaohe, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text("", "utf-8")
    (tmp_path / "lesson" / "records").mkdir(parents=True)
    assert "是一個文件 — " in kaohe("judge", tmp_path / "ours.toml").err
    assert kaohe("judge", tmp_path / "lesson" / "records").err.rstrip().endswith(f"{tmp_path / 'lesson'}")


def test_what_is_no_option_is_not_offered_as_one(kaohe: Kaohe) -> None:
    assert kaohe("run", "--foo").err.split("可寫 ")[1].startswith("--seed, --customers")


def test_a_language_that_the_environment_misspells(kaohe: Kaohe) -> None:
    answer = kaohe("list", "posts", KAOHE_LANG="klingon")
    assert answer.code == 2
    assert answer.err.startswith("KAOHE_LANG: ")


VALUES = [
    (("--customers", "-5"), "--customers", "P019"),
    (("--customers", "０"), "--customers", "P014"),
    (("--customers", "1,000"), "--customers", "P014"),
    (("--customers", "5000.5"), "--customers", "P014"),
    (("--customers", "五千"), "--customers", "P014"),
    (("--customers", ""), "--customers", "P014"),
    (("--customers", "1" * 40), "--customers", "P014"),
    (("--months", "0"), "--months", "P019"),
    (("--months", "1e3"), "--months", "P014"),
    (("--seed", "0x10"), "--seed", "P014"),
    (("--check-intensity", "nan"), "--check-intensity", "P016"),
    (("--check-intensity", "-1"), "--check-intensity", "P019"),
    (("--check-intensity", "inf"), "--check-intensity", "P016"),
]


@pytest.mark.parametrize("command", ["run", "simulate"])
@pytest.mark.parametrize(("words", "option", "code"), VALUES)
def test_bad_values_are_refused(kaohe: Kaohe, command: str, words: tuple[str, ...], option: str, code: str) -> None:
    answer = kaohe(command, *words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"{option}: 錯誤[{code}]")


RANGES = [
    (("--customers", "-5"), "1 至 2000000"),
    (("--months", "0"), "1 至 16"),
    (("--months", "x"), "1 至 16"),
    (("--seed", "x"), "0 至 9223372036854775807"),
    (("--seed", "-1"), "0 至 9223372036854775807"),
    (("--seed", "9223372036854775808"), "0 至 9223372036854775807"),
]


@pytest.mark.parametrize(("words", "told"), RANGES)
def test_what_is_out_of_range_is_told_the_range(kaohe: Kaohe, words: tuple[str, ...], told: str) -> None:
    assert told in kaohe("run", *words).err


def test_faults_of_options_and_of_the_policy_are_told_together(kaohe: Kaohe) -> None:
    answer = kaohe("run", "--seed", "x", "--policy", "handbok")
    assert [line.split(":")[0] for line in answer.messages] == ["--seed", "handbok"]


def test_full_width_digits_and_thousands_signs_are_explained(kaohe: Kaohe) -> None:
    assert "是否想寫 5000？" in kaohe("run", "--customers", "５，０００").err
    assert "did you mean 5000?" in kaohe("run", "--customers", "5 000", "--lang", "en").err


def test_all_faults_of_a_line_are_told_at_once(kaohe: Kaohe) -> None:
    answer = kaohe("run", "--customers", "-5", "--months", "0", "--seed", "x")
    assert [line.split(":")[0] for line in answer.messages] == ["--customers", "--months", "--seed"]
