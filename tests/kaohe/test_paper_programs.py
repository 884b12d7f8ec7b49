"""Any program can sit a paper: tables out, a sheet in; what goes wrong ends in no answer, never in a hang."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from kaohe.paper_programs import NoAnswer, answered
from kaohe.scenarios.exam.marking import mark
from kaohe.scenarios.exam.players import Paper, player_of
from kaohe.standards import Rulebook
from tests.scenarios.exam import small_paper as small

SEES = """
import json, os, sys
lines = [json.loads(line) for line in sys.stdin]
tables = {line["table"]: line for line in lines if "table" in line}
assert lines[0]["protocol"] == 1 and lines[0]["kind"] == "paper" and not os.listdir("."), lines[0]
bill = tables["bill"]
row = bill["rows"][0][bill["columns"].index("id")]
print("thinking")
print(json.dumps({"id": 1, "sheet": {"version": 1, "lines": [{"line": 1, "clause": "3.1", "cites": [["bill", row]]}]}}))
"""


def _paper() -> Paper:
    return Paper(small.read(), Rulebook.load())


def test_a_program_sees_the_tables_and_gives_a_sheet(tmp_path: Path) -> None:
    sheet = answered(_command(tmp_path, SEES), _paper(), "small", 20)
    bill = small.read().table("bill")["id"][0]
    assert [(line.clause, line.cites) for line in sheet.lines] == [("3.1", (("bill", bill),))]


def _command(folder: Path, program: str) -> str:
    path = folder / "player.py"
    path.write_text(program, encoding="utf-8")
    return f"{shlex.quote(sys.executable)} {shlex.quote(str(path))}"


@pytest.mark.parametrize(
    ("program", "seconds", "why"),
    [
        ("raise SystemExit(3)", 20, "silent"),
        ("print('x' * (1 << 21))", 20, "flood"),
        ("print('no sheet')", 20, "form"),
        ("import time; time.sleep(60)", 0.3, "time"),
    ],
)
def test_a_program_that_fails_has_handed_nothing_in(tmp_path: Path, program: str, seconds: float, why: str) -> None:
    with pytest.raises(NoAnswer) as found:
        answered(_command(tmp_path, program), _paper(), "small", seconds)
    assert found.value.why == why


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NoAnswer, match="dead"):
        answered(str(tmp_path / "none"), _paper(), "small", 1)


def test_players_are_known_by_name() -> None:
    key, scheme = small.form().key, small.exam().scheme
    names = ("oracle", "nothing", "erring:0.5")
    marks = {name: mark(player_of(name, key)(_paper()), key, scheme).total for name in names}
    assert marks["oracle"] == 100
    assert marks["nothing"] == 0
    assert 0 < marks["erring:0.5"] < 100
    with pytest.raises(KeyError):
        player_of("wise", key)
