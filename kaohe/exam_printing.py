"""Papers for candidates without a computer: each candidate's own workbook laid out for the printer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from kaohe.exam_making import PAPERS, Report
from kaohe.reports.printed.pages import Cover, Print
from kaohe.scenarios.exam.answers.choices import LISTS, Choices
from kaohe.scenarios.exam.classroom import EXAM, Classroom
from kaohe.scenarios.exam.handed_in import CHOICES
from kaohe.sim.files import Fault, Faults
from kaohe.sim.texts import Language, Names, use_language
from kaohe.wording import say

PAGE = "papers.html"
MOST_PAGES = 40


@dataclass(frozen=True)
class Copies:
    """What was printed: the file of each candidate, and how many A4 sheets each form has."""

    files: tuple[Path, ...]
    pages: dict[int, int]


def print_papers(room: Classroom, candidates: Sequence[str], most: int, report: Report) -> Copies:
    """Write papers.html beside each candidate's workbook, or none at all. Raises Faults: a form with more pages."""
    document = json.loads((room.folder / EXAM).read_text(encoding="utf-8"))
    with use_language(cast("Language", document["lang"])):
        prints: dict[int, Print] = {}
        for form in sorted({room.forms[each] for each in candidates}):
            report(say("exam print", "laying"), len(prints), len({*room.forms.values()}))
            first = next(each for each in candidates if room.forms[each] == form)
            prints[form] = _laid_out(room.folder / "candidates" / first / PAPERS)
        long = [(form, one) for form, one in prints.items() if one.pages > most]
        if long:
            raise Faults([_too_long(room, form, one.pages, most) for form, one in long])
        files = [_write(room, each, prints[room.forms[each]], document["exam"]) for each in candidates]
    return Copies(tuple(files), {form: one.pages for form, one in prints.items()})


def _laid_out(workbook: Path) -> Print:
    try:
        return Print.of(workbook)
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise Faults([Fault(str(workbook), None, None, "E075", say("exam print", "unreadable"))]) from error


def _too_long(room: Classroom, form: int, pages: int, most: int) -> Fault:
    said = say("exam print", "too_long", form=form, pages=pages, most=most)
    return Fault(str(room.folder), None, None, "E074", said)


def _write(room: Classroom, candidate: str, one: Print, exam: dict[str, Any]) -> Path:
    name = Names(exam["name"]["zh"], exam["name"]["en"]).text()
    cover = Cover(exam["id"], name, candidate, int(exam["minutes"]))
    lists = _lists(room, room.forms[candidate])
    path = room.folder / "candidates" / candidate / PAGE
    path.write_text(one.page(cover, lists), encoding="utf-8")
    return path


def _lists(room: Classroom, form: int) -> dict[str, list[str]]:
    path = room.sealed / "forms" / str(form) / CHOICES
    choices = Choices.from_json(json.loads(path.read_text(encoding="utf-8")))
    return {name: list(choices.lists[name].values()) for name in LISTS}
