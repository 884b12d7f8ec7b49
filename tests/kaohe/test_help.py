"""Help pages: complete, in the language asked for, without loading what they do not need."""

from __future__ import annotations

import subprocess
import sys
from unicodedata import east_asian_width

import pytest

from kaohe.app import COMMANDS
from kaohe.help_pages import cells, wrap
from tests.kaohe.calling import Kaohe, environment

LIBRARIES = {"numpy", "polars", "pydantic", "rich", "simpy", "jinja2", "uharfbuzz", "opencc", "fluent"}
HEAVY = {*LIBRARIES, "kaohe.sim", "kaohe.commands"}


def test_help_lists_each_command_in_chinese_by_default(kaohe: Kaohe) -> None:
    answer = kaohe("--help")
    assert (answer.code, answer.err) == (0, "")
    assert all(f"\n  {name} " in answer.out for name in COMMANDS)
    assert "主任務" in answer.out


def test_a_bare_call_shows_help(kaohe: Kaohe) -> None:
    assert kaohe().out == kaohe("--help").out


@pytest.mark.parametrize(
    ("words", "variable"),
    [
        (("--lang", "en", "--help"), ""),
        (("--help", "--lang=en"), ""),
        (("--help",), "en"),
        (("--help", "--lang", "en"), "zh-Hans"),
    ],
)
def test_the_language_may_stand_anywhere_or_come_from_the_environment(
    kaohe: Kaohe, words: tuple[str, ...], variable: str
) -> None:
    answer = kaohe(*words, **({"KAOHE_LANG": variable} if variable else {}))
    assert "The main job" in answer.out
    assert not any("一" <= sign <= "鿿" for sign in answer.out)


def test_simplified_characters(kaohe: Kaohe) -> None:
    answer = kaohe("--help", "--lang", "zh-Hans")
    assert "主任务" in answer.out
    assert "務" not in answer.out


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_each_command_explains_its_options(kaohe: Kaohe, command: str, language: str) -> None:
    answer = kaohe(command, "--help", "--lang", language)
    assert (answer.code, answer.err) == (0, "")
    assert f"kaohe {command}" in answer.out
    assert "--lang" in answer.out
    assert all(cells(line) <= 80 for line in answer.out.splitlines())


def test_help_loads_no_command_and_no_library_of_ours() -> None:
    code = "import sys; from kaohe.__main__ import main; main(['--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, check=True)
    loaded = set(done.stdout.decode().splitlines()[-1].split())
    assert "typer" in loaded
    assert not loaded & HEAVY


def test_version(kaohe: Kaohe) -> None:
    answer = kaohe("--version")
    assert answer.code == 0
    assert answer.out.startswith("kaohe 0.")


@pytest.mark.parametrize("width", [20, 33, 50, 78])
def test_wrapped_lines_fit_and_lose_nothing(width: int) -> None:
    text = "考核（kaohe）：模擬一個營業所，依 72 條工作標準逐條核查其憑證，說明認定。See docs/design.md, and more."
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cells(line) <= width + 2 for line in lines)
    assert not any(line and line[0] in "，。：）" for line in lines)


def test_a_chinese_character_takes_two_cells() -> None:
    assert cells("考核 ok。") == 2 + 2 + 1 + 2 + 2
    assert east_asian_width("核") == "W"
