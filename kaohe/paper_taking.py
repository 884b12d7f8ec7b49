"""Players sit a paper, for a class that is tried out: what they answer is handed in where a candidate hands it in.

A player of ours fills in candidates/<id>/answers.xlsx; a program's sheet is kept as it gave it (sheet.json), for it may
name rows that there are not. Papers and key are read from sealed/: this is for the trainer alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from kaohe.errors import refusals
from kaohe.paper_programs import NoAnswer, answered
from kaohe.reports.spreadsheets.answer_books import Filled, write_answer_book
from kaohe.scenarios.exam.answers.choices import Choices
from kaohe.scenarios.exam.classroom import EXAM, Classroom
from kaohe.scenarios.exam.handed_in import BOOK, CHOICES, DAMAGED, ROWS, SHEET, read_sheet, whole
from kaohe.scenarios.exam.players import PLAYERS, Paper, is_player, player_of
from kaohe.scenarios.exam.sheet import AnswerSheet, Row
from kaohe.sim.files import Fault, Faults
from kaohe.sim.records import Records
from kaohe.sim.texts import use_language
from kaohe.standards import Rulebook
from kaohe.terminal import Report
from kaohe.wording import say

SAID = "exam take"
PROGRAM = "exec:"
NAMES = (*PLAYERS, f"{PROGRAM}COMMAND")


@dataclass(frozen=True)
class Sat:
    """What came of one sitting: the file handed in, with so many lines; why a program handed in none."""

    candidate: str
    path: Path | None
    lines: int = 0
    why: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        handed_in = None if self.path is None else str(self.path)
        return {"candidate": self.candidate, "handed_in": handed_in, "lines": self.lines, "why": self.why}


@dataclass(frozen=True)
class Desk:
    """A form at which players sit, from what was sealed with it: its papers in the order of the workbook."""

    folder: Path

    @cached_property
    def records(self) -> Records:
        """The registers, rows in the order in which a candidate has them. Raises Faults."""
        with whole(self.folder / "records"):
            read = Records.open(self.folder / "records")
            tables = {name: read.table(name).sort("recorded_at", "id") for name in read.tables()}
            return Records.from_frames(tables)

    @cached_property
    def choices(self) -> Choices:
        """What a sheet may name. Raises Faults."""
        with whole(self.folder / CHOICES):
            return Choices.from_json(json.loads((self.folder / CHOICES).read_text(encoding="utf-8")))

    @cached_property
    def numbers(self) -> Mapping[Row, int]:
        """The number by which each row is cited. Raises Faults."""
        with whole(self.folder / ROWS):
            rows = pl.read_parquet(self.folder / ROWS).select("table", "row_no", "row_key")
            return {(table, key): number for table, number, key in rows.iter_rows()}


def player_faults(name: str) -> Iterator[Fault]:
    """What is wrong with the name of a player."""
    if not name.startswith(PROGRAM) and not is_player(name):
        said = say(SAID, "no_player", player=name[:60], names="、".join(NAMES))
        yield Fault("--player", None, None, "P014", said)


def handed_in(room: Classroom, candidates: Sequence[str]) -> Iterator[Fault]:
    """Those who have handed something in, whatever it is: no player writes over it."""
    for candidate in candidates:
        try:
            found = read_sheet(room.folder, candidate) is not None
        except Faults as unread:
            if any(each.code == DAMAGED for each in unread.faults):
                raise
            found = True
        if found:
            place = room.folder / "candidates" / candidate
            yield Fault(str(place), None, None, "E043", say(SAID, "handed_in"))


def sit(room: Classroom, candidates: Sequence[str], player: str, report: Report) -> list[Sat]:
    """The player sits for each of them, each time with slips or luck of that candidate's own. Raises Faults."""
    desks = {form: Desk(room.sealed / "forms" / str(form)) for form in {*room.forms.values()}}
    places = {candidate: place for place, candidate in enumerate(room.forms, start=1)}
    sat = []
    for done, candidate in enumerate(candidates):
        report(say(SAID, "sitting"), done, len(candidates))
        form = room.forms[candidate]
        paper = Paper(desks[form].records, Rulebook.load(), places[candidate])
        folder = room.folder / "candidates" / candidate
        with refusals(folder):
            if player.startswith(PROGRAM):
                sat.append(_program(room, candidate, player.removeprefix(PROGRAM), paper))
            else:
                sheet = player_of(player, room.bare_keys[form])(paper)
                sat.append(_filled_in(room, candidate, sheet, desks[form]))
    return sat


def _program(room: Classroom, candidate: str, command: str, paper: Paper) -> Sat:
    exam = _exam(room)
    try:
        sheet = answered(command, paper, str(exam.get("id", "")), 60.0 * exam.get("minutes", 120))
    except NoAnswer as none:
        return Sat(candidate, None, why=none.why)
    path = room.folder / "candidates" / candidate / SHEET
    partial = path.with_suffix(".partial")
    partial.write_text(sheet.text() + "\n", encoding="utf-8")
    return Sat(candidate, partial.replace(path), len(sheet.lines))


def _filled_in(room: Classroom, candidate: str, sheet: AnswerSheet, desk: Desk) -> Sat:
    """The answer book as it was given out, in its language, with what the player answers."""
    path = room.folder / "candidates" / candidate / BOOK
    partial = path.with_suffix(".partial")
    with use_language(str(_told(room).get("lang", "zh-Hant"))):
        write_answer_book(partial, str(_exam(room)["id"]), candidate, desk.choices, Filled(sheet, desk.numbers))
    return Sat(candidate, partial.replace(path), len(sheet.lines))


def _told(room: Classroom) -> Mapping[str, Any]:
    told: Mapping[str, Any] = json.loads((room.folder / EXAM).read_text(encoding="utf-8"))
    return told


def _exam(room: Classroom) -> Mapping[str, Any]:
    exam = _told(room).get("exam")
    return exam if isinstance(exam, dict) else {"id": exam}
