"""`kaohe exam take` of a paper: players hand in where a candidate does, and write over nothing."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from shutil import copytree

import pytest
from openpyxl import load_workbook

from kaohe.exam_making import make_exam
from kaohe.scenarios.exam.candidates import numbered
from kaohe.scenarios.exam.handed_in import read_sheet
from kaohe.scenarios.exam.players import is_player, key_sheet
from tests.kaohe.calling import Kaohe
from tests.scenarios.exam import small_paper as small

CITES_NO_ROW = """
import json, sys
tables = [line for line in map(json.loads, sys.stdin) if "table" in line]
at = [tables[0]["columns"].index("recorded_at")]
assert all(sorted(row) == row for row in [[row[at[0]] for row in tables[0]["rows"]]])
line = {"line": 1, "clause": "3.1", "cites": [["bill", 1]], "sanctions": [{"kind": "none_such", "low": 1, "high": 1}]}
print(json.dumps({"id": 1, "sheet": {"version": 1, "lines": [line]}}))
"""


@pytest.fixture(name="published", scope="module")
def _published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small paper for four."""
    folder = tmp_path_factory.mktemp("paper")
    with small.unproven():
        make_exam(small.exam(), numbered(4), 1, folder, lambda *_: None)
    return folder


@pytest.fixture(name="room")
def _room(published: Path, tmp_path: Path) -> Path:
    return copytree(published, tmp_path / "room")


def test_a_class_that_is_made_up_is_one_command(kaohe: Kaohe, published: Path, room: Path) -> None:
    answer = kaohe("exam", "take", room, "--all", "--player", "erring:0.3", "--lang", "en")
    assert answer.code == 0
    assert f"kaohe exam mark {room}" in answer.out
    sheets = [read_sheet(room, candidate) for candidate in ("C01", "C02", "C03", "C04")]
    assert len({sheet and sheet.text() for sheet in sheets}) == 4
    names = [load_workbook(each / "candidates" / "C01" / "answers.xlsx").sheetnames for each in (published, room)]
    assert names[0] == names[1], "in the language in which it was given out"
    totals = [row["total"] for row in kaohe("exam", "mark", room, "--json").json()["candidates"]]
    assert len(set(totals)) > 1
    assert all(0 < total <= 100 for total in totals)


def test_a_player_writes_over_nothing(kaohe: Kaohe, room: Path) -> None:
    some = ("exam", "take", room, "--candidate", "C02", "--candidate", "C03", "--player")
    told = kaohe(*some, "oracle", "--json").json()["candidates"]
    assert [(each["candidate"], each["lines"]) for each in told] == [("C02", 4), ("C03", 4)]
    assert read_sheet(room, "C03") == key_sheet(small.form().key)
    assert read_sheet(room, "C01") is None
    (room / "candidates" / "C04" / "sheet.json").write_text("{", encoding="utf-8")
    again = kaohe("exam", "take", room, "--all", "--player", "random")
    assert (again.code, again.err.count("[E043]")) == (2, 3)
    assert read_sheet(room, "C01") is None
    assert read_sheet(room, "C03") == key_sheet(small.form().key)
    marks = {row["candidate"]: row["total"] for row in kaohe("exam", "mark", room, "--json").json()["candidates"]}
    assert marks == {"C01": 0, "C02": 100, "C03": 100, "C04": 0}


def test_players_that_know_no_key_fill_in_any_rows(kaohe: Kaohe, room: Path) -> None:
    for candidate, player, lines in (("C01", "random", 30), ("C02", "flag-all", 30), ("C03", "nothing", 0)):
        assert kaohe("exam", "take", room, "--candidate", candidate, "--player", player).code == 0
        sheet = read_sheet(room, candidate)
        assert len(sheet.lines if sheet else ()) == lines
        # who is accused at random may have written nothing: there are posts that write no paper in so small an office
        assert sheet is None or sum(bool(line.cites) for line in sheet.lines) > 10, "some wrote nothing"


def test_a_program_hands_in_its_sheet_or_nothing(kaohe: Kaohe, room: Path, tmp_path: Path) -> None:
    program = tmp_path / "player.py"
    program.write_text(CITES_NO_ROW, encoding="utf-8")
    command = f"exec:{shlex.quote(sys.executable)} {shlex.quote(str(program))}"
    told = kaohe("exam", "take", room, "--candidate", "C01", "--player", command, "--json").json()["candidates"]
    assert told[0]["handed_in"] == str(room / "candidates" / "C01" / "sheet.json")
    sheet = read_sheet(room, "C01")
    assert sheet is not None
    assert sheet.lines[0].cites == (("bill", 1),)
    silent = kaohe("exam", "take", room, "--candidate", "C02", "--player", "exec:true")
    assert (silent.code, "[E006]" in silent.err) == (0, True)
    assert read_sheet(room, "C02") is None
    assert [row["total"] for row in kaohe("exam", "mark", room, "--json").json()["candidates"]] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (("--candidate", "C02"), ["E045"]),
        (("--all",), ["E045"]),
        (("--player", "oracle"), ["P014"]),
        (("--candidate", "C2", "--seed", "3", "--practice", "--player", "oracle"), ["U010", "U005", "U005"]),
        (("--candidate", "C02", "--all", "--player", "oracle"), ["U005"]),
        (("--all", "--player", "erring:1.2"), ["P014"]),
    ],
)
def test_what_is_wrong_is_said_and_nothing_handed_in(
    kaohe: Kaohe, published: Path, words: tuple[str, ...], codes: list[str]
) -> None:
    answer = kaohe("exam", "take", published, *words)
    assert answer.code == 2
    assert all(f"[{code}]" in line for code, line in zip(codes, answer.messages, strict=True))
    assert read_sheet(published, "C02") is None
    if "E045" in codes:
        assert "answers.xlsx" in answer.err
        assert f"kaohe exam mark {published}" in answer.err


@pytest.mark.parametrize("words", [("take", "--all", "--player", "oracle"), ("mark",)])
def test_a_form_that_is_damaged_is_told_and_is_nobodys_blank_sheet(
    kaohe: Kaohe, room: Path, words: tuple[str, ...]
) -> None:
    (room / "sealed" / "forms" / "1" / "choices.json").write_text("{}", encoding="utf-8")
    answer = kaohe("exam", words[0], room, *words[1:])
    assert (answer.code, "[E002]" in answer.err, "choices.json" in answer.err) == (2, True, True)
    assert not (room / "sealed" / "marks").exists()


def test_a_rate_is_a_share() -> None:
    assert all(map(is_player, ("erring:0", "erring:0.25", "erring:1", "by-the-book")))
    wrong = ("erring:", "erring:nan", "erring:1.01", "erring:-0.1", "erring:1e-1", "erring:RATE", "wise")
    assert not any(map(is_player, wrong))
