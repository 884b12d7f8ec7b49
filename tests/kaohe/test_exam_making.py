"""`kaohe exam new`: what is published is whole and proven, and what a candidate gets tells nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest
from openpyxl import Workbook

from kaohe.exam_making import make_exam
from kaohe.reports.papers.slips import Desk
from kaohe.reports.spreadsheets.answer_books import Filled, write_answer_book
from kaohe.reports.spreadsheets.papers import pile, write_papers
from kaohe.scenarios.exam.candidates import dealt, numbered, read_class
from kaohe.scenarios.exam.handed_in import read_sheet
from kaohe.scenarios.exam.players import key_sheet
from kaohe.scenarios.exam.trials import judged
from kaohe.sim.files import Faults
from kaohe.sim.records import Records
from kaohe.sim.town.ground import Ground
from kaohe.standards import Rulebook, judge
from tests.kaohe.calling import Kaohe
from tests.scenarios.exam import small_paper as small


@pytest.fixture(name="made")
def _made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("secrets.token_bytes", lambda _: small.SECRET)
    with small.unproven():
        make_exam(small.exam(), numbered(2), 1, tmp_path, lambda *_: None)
    return tmp_path


def test_a_folder_has_all_that_marking_needs(made: Path) -> None:
    document = json.loads((made / "exam.json").read_text(encoding="utf-8"))
    assert document["candidates"] == ["C01", "C02"]
    sealed = made / "sealed" / "forms" / "1"
    assessment = judge(Records.open(sealed / "records"), small.exam().policy, Rulebook.load())
    assert assessment.incidents.equals(small.form().chosen.trial.assessment.incidents)
    assert json.loads((sealed / "key.json").read_text(encoding="utf-8")) == small.form().key.to_json()
    assert {"acts.parquet", "orders.parquet", "lookalikes.parquet"} <= {
        each.name for each in (sealed / "truth").iterdir()
    }


def test_a_sheet_is_handed_in_as_a_workbook_of_any_name(made: Path) -> None:
    folder, desktop = made / "candidates" / "C02", small.desktop()
    assert read_sheet(made, "C02") is None
    filled = Filled(key_sheet(small.form().key), desktop.numbers)
    write_answer_book(folder / "王芳的答卷.xlsx", "small", "C02", desktop.choices, filled)
    assert read_sheet(made, "C02") == key_sheet(small.form().key)
    write_answer_book(folder / "answers.xlsx", "small", "C02", desktop.choices, filled)
    with pytest.raises(Faults, match="E025"):
        read_sheet(made, "C02")


def test_nothing_that_a_candidate_gets_holds_seed_key_or_truth(made: Path, kaohe: Kaohe) -> None:
    assert kaohe("exam", "print", str(made), "--pages", "99").code == 0
    files = [path for path in (made / "candidates").rglob("*") if path.is_file()]
    assert {path.name for path in files} == {"papers.xlsx", "answers.xlsx", "handbook.html", "papers.html"}
    words = _secrets(made)
    for path in files:
        texts = {"": path.read_bytes()}
        if is_zipfile(path):
            with ZipFile(path) as archive:
                texts = {each.filename: archive.read(each) for each in archive.infolist()}
                assert {(each.date_time, each.extra, each.comment) for each in archive.infolist()} == {
                    ((1980, 1, 1, 0, 0, 0), b"", b"")
                }
            assert not [name for name in texts if not _PARTS.fullmatch(name)], path.name
        found = [(path.name, name, word) for name, text in texts.items() for word in words if word.encode() in text]
        assert not found


_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/(workbook|styles|sharedStrings)\.xml"
    r"|xl/theme/theme1\.xml|xl/_rels/workbook\.xml\.rels|xl/worksheets/sheet[0-9]+\.xml"
)
"""All that a workbook of ours is made of: no comment, drawing, property or link of its own."""


def _secrets(made: Path) -> list[str]:
    """Words of seed, truth and key: numbers of acts, ids of orders, of look-alikes, and what sealed files say."""
    form = small.form()
    acts = form.chosen.trial.run.acts
    own = [*acts["action"].to_list(), *acts["point"].to_list(), *(kind.reason for kind in form.key.lookalikes)]
    numbers = [str(act) for incident in form.key.incidents for act in incident.acts]
    digests = json.loads((made / "sealed" / "forms" / "1" / "run.json").read_text(encoding="utf-8"))["digests"]
    named = ["lookalike", "injected", "evidenced", "decisive", "sealed", "oracle", "/home", str(made)]
    return [small.SECRET.hex(), str(form.chosen.seed), *numbers, *own, *digests.values(), *named]


def test_a_book_without_anything_wrong_differs_in_cells_of_records_alone(made: Path, tmp_path: Path) -> None:
    form, clean = small.form(), tmp_path / "clean.xlsx"
    ground = Ground.of(small.exam().scenario.spec, form.chosen.seed)
    records = judged(small.exam().scenario, form.chosen.seed, ground, small.exam().policy, ()).run.records
    write_papers(pile(records, Desk(records, Rulebook.load())), clean)
    with ZipFile(made / "candidates" / "C01" / "papers.xlsx") as wrong, ZipFile(clean) as right:
        assert wrong.namelist() == right.namelist()
        for name in wrong.namelist():
            texts = [_bare(archive.read(name)) for archive in (wrong, right)]
            assert texts[0] == texts[1], name


def _bare(text: bytes) -> bytes:
    """A part of a workbook without its cells, and without how many rows it has."""
    text = re.sub(rb"<sheetData>.*</sheetData>|<sst .*</sst>", b"", text, flags=re.S)
    return re.sub(rb"([A-Z]+\$?)[0-9]+(?=[\"<])", rb"\g<1>", text)


def test_forms_are_dealt_evenly_and_by_the_sealed_number() -> None:
    class_of = numbered(30)
    given = dealt(small.SECRET, "a", class_of, 3)
    assert sorted(given.values()).count(1) == 10
    assert given != dealt(bytes(16), "a", class_of, 3)
    assert list(given.values()) != [number % 3 + 1 for number in range(30)]


def test_a_class_list_is_read_by_its_headings(tmp_path: Path) -> None:
    path = tmp_path / "class.xlsx"
    lists: list[tuple[list[Sequence[object]], list[str]]] = [
        ([["班級", "二班"], ["姓名", "考號"], ["王芳", "A1"], ["李明", 7]], ["A1", "7"]),
        ([["姓名"], ["王芳"], ["李明"]], ["C01", "C02"]),
    ]
    for rows, ids in lists:
        _class(path, rows)
        assert [(one.id, one.name) for one in read_class(path)] == list(zip(ids, ["王芳", "李明"], strict=True))
    _class(path, [["考號"], ["a/b"], ["A1"], ["a1"]])
    with pytest.raises(Faults) as found:
        read_class(path)
    assert [fault.code for fault in found.value.faults] == ["E026", "E026"]


def _class(path: Path, rows: Sequence[Sequence[object]]) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    book.save(path)


def test_a_line_that_is_wrong_is_told_before_anything_is_made(kaohe: Kaohe, tmp_path: Path) -> None:
    answer = kaohe("exam", "new", "audit_mixed", "--candidates", "x", "--forms", "0")
    assert answer.code == 2
    assert all(part in answer.err for part in ("--candidates", "--forms", "--out"))
    full = tmp_path / "full"
    full.mkdir()
    (full / "a").write_text("a", encoding="utf-8")
    assert kaohe("exam", "new", "audit_mixed", "--candidates", "2", "--out", str(full)).code == 2


def test_a_file_with_too_few_incidents_is_refused(kaohe: Kaohe, tmp_path: Path) -> None:
    answer = kaohe("exam", "preview", str(small.exam_file(tmp_path)))
    assert answer.code == 2
    assert "12" in answer.err
    assert kaohe("check", str(small.exam_file(tmp_path))).code == 2
