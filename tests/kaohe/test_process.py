"""Each command once in a process of its own, as a user calls it: it answers as it does in the tests' own process."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

from kaohe.app import COMMANDS
from tests.kaohe.calling import Answer, called, called_apart

pytestmark = pytest.mark.main_job

OFFICE = ("--customers", "200", "--months", "2", "--inject", "2.2=1x")
CALLS = {
    "run": (*OFFICE, "--no-report", "--out", "new"),
    "simulate": (*OFFICE, "--json"),
    "judge": ("made",),
    "report": ("made", "--lang", "en"),
    "explain": ("made", "1"),
    "bill": ("made", "1", "--json"),
    "export": ("made", "--to", "csv"),
    "classify": ("--amount", "3200", "--lang", "zh-Hans"),
    "quality": ("made", "--json"),
    "counterfactual": ("made", "THE ACT"),
    "coverage": (),
    "steps": ("催費",),
    "check": ("nowhere.toml",),
    "calc": ("energy_kwh",),
    "list": ("clauses", "--lang", "en"),
    "show": ("policy", "p1"),
    "compare": ("--help",),
    "policy": ("--help",),
    "exam": ("--help",),
}


def test_no_command_is_left_out() -> None:
    assert tuple(CALLS) == COMMANDS


@pytest.fixture(name="made", scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("office")
    assert called(home, "run", *OFFICE, "--no-report", "--out", "made").code == 0
    return home


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_answers_alike_in_a_process_of_its_own(made: Path, tmp_path: Path, command: str) -> None:
    answers: list[Answer] = []
    files: list[dict[str, bytes]] = []
    act = str(pl.read_parquet(made / "made" / "truth" / "acts.parquet")["act_id"][0])
    for name, call in (("here", called), ("apart", called_apart)):
        home = Path(shutil.copytree(made, tmp_path / name))
        answers.append(call(home, command, *(act if word == "THE ACT" else word for word in CALLS[command])))
        files.append({str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()})
    assert answers[0] == answers[1]
    assert answers[0].code == (2 if command == "check" else 0)
    assert files[0] == files[1]
