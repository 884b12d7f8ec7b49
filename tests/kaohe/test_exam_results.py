"""`kaohe exam results`: after marking, whole or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from time import time

import polars as pl
import pytest
from openpyxl import load_workbook

from kaohe.scenarios.exam.candidates import Candidate
from kaohe.scenarios.exam.classroom import Classroom
from kaohe.scenarios.exam.drill_folders import publish
from kaohe.scenarios.exam.drill_marks import DrillMark
from kaohe.scenarios.exam.keying import key_of
from kaohe.scenarios.exam.moderation import Amendment
from kaohe.scenarios.exam.shipped import shipped_drills
from kaohe.scenarios.exam.situations import Answer
from tests.kaohe.calling import Kaohe
from tests.kaohe.test_exam_marks import AMEND, WRONG_CLAUSE, made
from tests.scenarios.exam.sample import KEY, oracle
from tests.sim.office import Small, handbook, judged, ordered, rulebook


@pytest.fixture(name="room")
def _room(tmp_path: Path) -> Path:
    sheets = {"c1": (1, oracle()), "c2": (1, WRONG_CLAUSE), "c3": (1, "{"), "c4": (1, None)}
    room = made(tmp_path / "exam", {1: KEY}, sheets)
    (room / "sealed" / "candidates.json").write_text(json.dumps({"c1": {"name": "王小明"}, "c2": {"name": ""}}))
    return room


def test_an_exam_is_marked_first(kaohe: Kaohe, room: Path) -> None:
    answer = kaohe("exam", "results", room)
    assert answer.code == 2
    assert "[E007]" in answer.err
    assert f"kaohe exam mark {room}" in answer.err
    assert not (room / "results").exists()
    kaohe("exam", "mark", room)
    assert kaohe("exam", "results", room).code == 0
    Classroom.read(room).add(Amendment(1, "void", 1, 1, "x", "y"))
    again = kaohe("exam", "results", room)
    assert (again.code, "[E007]" in again.err) == (2, True)


def test_all_files_are_written_and_agree_with_the_marks(kaohe: Kaohe, room: Path) -> None:
    marks = {row["candidate"]: row["total"] for row in kaohe("exam", "mark", room, "--json").json()["candidates"]}
    told = kaohe("exam", "results", room, "--json").json()
    folder = Path(told["folder"])
    assert told["files"] == ["marks.xlsx", "incidents-1.docx", "class.html", "candidates/"]
    assert sorted(each.name for each in (folder / "candidates").iterdir()) == [
        "c1.html",
        "c2.html",
        "c3.html",
        "c4.html",
    ]
    book = load_workbook(folder / "marks.xlsx")
    rows = list(book["成績單"].iter_rows(min_row=2, values_only=True))
    assert {row[0]: row[8] for row in rows} == marks
    assert [row[1] for row in rows] == ["王小明", None, None, None]
    assert book["評分記錄表"].max_row == 1 + 4 * len(KEY.incidents)
    assert "王小明" in (folder / "candidates" / "c1.html").read_text(encoding="utf-8")


def test_results_of_each_marking_stay_and_a_named_folder_must_be_free(kaohe: Kaohe, room: Path, tmp_path: Path) -> None:
    kaohe("exam", "mark", room)
    for _ in range(2):
        assert kaohe("exam", "results", room).code == 0
    kaohe("exam", "amend", room, "--incident", "1", "--void", *AMEND)
    assert kaohe("exam", "results", room, "--lang", "en").code == 0
    assert sorted(each.name for each in (room / "results").iterdir()) == ["0001", "0002"]
    assert "both clauses name it" in (room / "results" / "0002" / "class.html").read_text(encoding="utf-8")
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine").touch()
    assert "[U012]" in kaohe("exam", "results", room, "--out", tmp_path / "taken").err
    assert kaohe("exam", "results", room, "--out", tmp_path / "free").code == 0


def test_nothing_is_left_half_written(kaohe: Kaohe, room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kaohe("exam", "mark", room)

    def broken(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kaohe.reports.results.candidate_page.candidate_page", broken)
    assert kaohe("exam", "results", room, "--moodle", "questions.xml").code != 0
    assert list((room / "results").glob("*")) == []
    assert not (room.parent / "questions.xml").exists()


def test_questions_for_moodle_take_no_place_of_another_file(kaohe: Kaohe, room: Path) -> None:
    kaohe("exam", "mark", room)
    told = kaohe("exam", "results", room, "--moodle", "questions.xml", "--json").json()
    assert (room.parent / "questions.xml").read_text(encoding="utf-8").count("<answer ") > 90
    assert told["questions"] > 100
    again = kaohe("exam", "results", room, "--moodle", "questions.xml", "--out", "new")
    assert (again.code, "[U012]" in again.err) == (2, True)
    assert not (room.parent / "new").exists()


def test_marks_by_a_policy_that_is_not_here_are_told_by_no_other(kaohe: Kaohe, room: Path) -> None:
    kaohe("exam", "mark", room)
    place = room / "sealed" / "marks" / "0001" / "marks.json"
    document = json.loads(place.read_text(encoding="utf-8"))
    place.write_text(json.dumps({**document, "policy": "ours", "policy_digest": "0" * 64}), encoding="utf-8")
    answer = kaohe("exam", "results", room)
    assert (answer.code, "[E008]" in answer.err, "ours" in answer.err) == (2, True, True)


def test_a_real_office_is_told_with_its_people_and_truth(kaohe: Kaohe, tmp_path: Path) -> None:
    run = ordered(Small())
    whole = key_of(judged(run), handbook(), rulebook(), acts=run.acts)
    key = replace(whole, incidents=whole.incidents[:6])
    room = made(tmp_path / "exam", {1: key}, {"c1": (1, oracle(key)), "c2": (1, None)})
    form = room / "sealed" / "forms" / "1"
    for table in run.records.tables():
        (form / "records" / table).mkdir(parents=True)
        run.records.table(table).write_parquet(form / "records" / table / "all.parquet")
    run.write_truth(form / "truth")
    table, row = sorted(key.incidents[0].decisive)[0]
    numbered = pl.DataFrame({"table": [table, "nowhere"], "row_no": [4711, 1], "row_key": [row, row]})
    numbered.write_parquet(form / "rows.parquet")
    kaohe("exam", "mark", room)
    assert kaohe("exam", "results", room).code == 0
    page = (room / "results" / "0001" / "class.html").read_text(encoding="utf-8")
    staff = dict(run.records.table("staff").select("id", "name").iter_rows())
    assert staff[key.incidents[0].persons[0]] in page
    assert "4711" in page
    assert "4711" in (room / "results" / "0001" / "candidates" / "c2.html").read_text(encoding="utf-8")
    assert "4711" in kaohe("exam", "mark", room, "--candidate", "c2").out
    assert "據實情" in page
    assert "從這天起憑證看得出" in page


def test_a_drill_is_marked_from_its_sessions_and_one_that_was_changed_stops_nobody(
    kaohe: Kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, path = tmp_path / "window.toml", tmp_path / "drill"
    text = shipped_drills()["collector"].read_text(encoding="utf-8")
    file.write_text(text.replace("customers = 600", "customers = 100\nmonths = 1\ndays = 9"), encoding="utf-8")
    folder = publish(file, path, [Candidate(each) for each in "甲乙丙丁"], b"\1" * 16)
    for who, answer in (("甲", "leave"), ("乙", "leave"), ("丁", "not_offered")):
        folder.session(who, time).answered(Answer(answer))
    session = path / "attempts" / "乙.jsonl"
    session.write_text(session.read_text(encoding="utf-8").replace("leave", "close"), encoding="utf-8")
    given = DrillMark(Fraction(75), (), frozenset(), (), (), False)
    monkeypatch.setattr("kaohe.scenarios.exam.drill.Drill.result", lambda drill: given)
    told = kaohe("exam", "results", path, "--json").json()
    assert told == {"folder": str(path / "results" / "drill"), "files": ["marks.xlsx", "class.html", "candidates/"]}
    rows = list(load_workbook(path / "results" / "drill" / "marks.xlsx").worksheets[0].iter_rows(2, values_only=True))
    assert [(row[0], row[2]) for row in rows] == [("甲", 75), ("乙", None), ("丙", None), ("丁", None)]
    assert "沒有做完" in str(rows[0][8])
    assert "乙" not in str(rows[1][8])
    assert "讀不出" in str(rows[1][8])
    assert "不符" in str(rows[3][8])
    assert not (path / "attempts" / "丙.jsonl").exists()
    answers = list(load_workbook(path / "results" / "drill" / "marks.xlsx")["作答記錄"].iter_rows(2, values_only=True))
    assert [(row[0], row[1], row[5]) for row in answers] == [("甲", 1, "擱下不辦")]
    assert "元" in str(answers[0][4])
    assert answers[0][6] != "擱下不辦"
    assert "作答記錄" in (path / "results" / "drill" / "candidates" / "甲.html").read_text(encoding="utf-8")
    assert kaohe("exam", "results", path).code == 0
