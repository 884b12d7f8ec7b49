"""Exam files: what is wrong in one is told at its place, all of it at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.scenarios.exam.files import load_exam
from kaohe.scenarios.exam.shipped import exams, shipped_exams, shipped_papers
from kaohe.sim.files import Faults

GOOD = """id = "t"
name = { zh = "試", en = "try" }
[[incidents]]
clause = "2.2"
tier = "general"
count = 10
[[incidents]]
clause = "4.1"
least_fen = 0
most_fen = 500
count = 2
"""


def _faults(folder: Path, text: str) -> list[tuple[int | None, str]]:
    path = folder / "t.toml"
    path.write_text(text, encoding="utf-8")
    try:
        load_exam(path)
    except Faults as found:
        return [(fault.line, fault.code) for fault in found.faults]
    return []


def test_a_sound_file_has_no_faults(tmp_path: Path) -> None:
    assert _faults(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("was", "now", "line", "code"),
    [
        ('"2.2"', '"2.9"', 4, "P040"),
        ('tier = "general"', 'tier = "grave"', 5, "P021"),
        ('tier = "general"\n', "", 3, "P021"),
        ('tier = "general"', 'tier = "general"\nleast_fen = 5', 6, "P021"),
        ("most_fen = 500", "most_fen = 500\nleast = 1", 11, "P010"),
        ("least_fen = 0", "least_fen = 600", 10, "P019"),
        ("count = 10", "count = 9", 3, "P019"),
        ('en = "try" }', 'en = "try" }\npolicy = "hand"', 3, "P062"),
        ('en = "try" }', 'en = "try" }\nscenario = "town2"', 3, "P062"),
        ('en = "try" }', 'en = "try" }\nscenario = "../x.toml"', 3, "P061"),
        ('en = "try" }', 'en = "try" }\nclasses = { residents = 3 }', 3, "P044"),
        ('en = "try" }', 'en = "try" }\nrulebook = "0123456789ab"', 3, "P062"),
        ("count = 2", "count = 2\n[weights]\nfind = 90", 12, "P019"),
        ("count = 2", 'count = 2\n[[look_alikes]]\nkind = "not_red"', 13, "P044"),
    ],
)
def test_a_fault_is_told_at_its_place(tmp_path: Path, was: str, now: str, line: int, code: str) -> None:
    assert (line, code) in _faults(tmp_path, GOOD.replace(was, now, 1))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    found = _faults(
        tmp_path, GOOD.replace('"2.2"', '"2.9"').replace('"4.1"', '"4.7"') + '[[look_alikes]]\nkind = "x"\n'
    )
    assert len(found) == 3


def test_what_ships_is_sound_and_named_after_its_file() -> None:
    for name, path in shipped_papers().items():
        assert load_exam(path).id == name
    assert list(exams()) == list(shipped_exams())


def test_an_unknown_exam_is_told_with_the_nearest() -> None:
    with pytest.raises(Faults, match="audit_mixed"):
        load_exam("audit_mixd")
