"""Completion: a shell is offered the names that would stand there, and nothing where the line means nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.app import COMMANDS
from tests.kaohe.calling import called


def _offered(folder: Path, line: str, **surroundings: str) -> list[str]:
    words = {"COMP_WORDS": line, "COMP_CWORD": str(line.count(" ")), **surroundings}
    answer = called(folder, _KAOHE_COMPLETE="complete_bash", **words)
    assert (answer.code, answer.err) == (0, "")
    return answer.out.split()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("kaohe ", list(COMMANDS)),
        ("kaohe ex", ["explain", "export", "exam"]),
        ("kaohe exam ", ["new", "preview", "print", "take", "mark", "amend", "allow", "results"]),
        ("kaohe run t", ["town"]),
        ("kaohe run --policy handbook_", ["handbook_deminimis"]),
        ("kaohe run --inject 10.", [f"10.{item}=" for item in range(1, 6)]),
        ("kaohe classify --clause 6.6", ["6.6"]),
        ("kaohe show tariff s", ["shandong_2012", "shanghai_2012"]),
        ("kaohe show policy p6", ["p6"]),
        ("kaohe list t", ["tariffs"]),
        ("kaohe calc energy_k", ["energy_kwh"]),
        ("kaohe nothing x", []),
        ("kaohe show nothing x", []),
    ],
)
def test_what_is_offered(tmp_path: Path, line: str, offered: list[str]) -> None:
    assert _offered(tmp_path, line) == offered


def test_the_commands_of_zsh_say_what_they_are_for(tmp_path: Path) -> None:
    words = {"_TYPER_COMPLETE_ARGS": "kaohe cla", "KAOHE_LANG": "zh-Hans"}
    answer = called(tmp_path, _KAOHE_COMPLETE="complete_zsh", **words)
    assert '"classify":"对单件事故定级并给出处理。"' in answer.out


def test_a_shell_learns_it_once(tmp_path: Path) -> None:
    answer = called(tmp_path, "--install-completion", "bash", HOME=str(tmp_path))
    assert (answer.code, answer.out) == (0, "自動補全已裝上，重開終端後生效。\n")
    assert (tmp_path / ".bash_completions" / "kaohe.sh").exists()
    assert "_KAOHE_COMPLETE=complete_bash" in called(tmp_path, "--show-completion", "bash").out
