"""`kaohe exam mark` and `kaohe exam amend` over a class of four: one right, one wrong, one damaged, one absent."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from kaohe.scenarios.exam.answers.choices import choices_of
from kaohe.scenarios.exam.key import Key
from kaohe.scenarios.exam.keying import key_of
from kaohe.scenarios.exam.scheme import Scheme
from kaohe.scenarios.exam.sheet import LINES, AnswerSheet
from tests.kaohe.calling import Kaohe
from tests.scenarios.exam.sample import KEY, MISREAD, oracle, right_line
from tests.sim.office import Small, handbook, judged, planned, rulebook

WRONG_CLAUSE = AnswerSheet((replace(right_line(MISREAD), clause="2.4"), *oracle().lines[1:]))


STAFF = pl.DataFrame({"id": [7, 11, 12], "name": ["李四", "張三", "王五"]})
CHOICES = choices_of(rulebook(), handbook(), STAFF, {"抄表卡": "reading", "表計檔案": "meter", "電費發行清單": "bill"})
ROWS = range(1, 20)
SHIFTED = {"meter": 100}  # the number by which the papers cite a row is not its key


def made(folder: Path, keys: Mapping[int, Key], sheets: Mapping[str, tuple[int, object]]) -> Path:
    """The folder of an exam: a form and a sheet (or a text) of each candidate."""
    for candidate, (_, sheet) in sheets.items():
        place = folder / "candidates" / candidate
        place.mkdir(parents=True)
        if sheet is not None:
            text = sheet.text() if isinstance(sheet, AnswerSheet) else str(sheet)
            (place / "sheet.json").write_text(text, encoding="utf-8")
    for form, key in keys.items():
        place = folder / "sealed" / "forms" / str(form)
        place.mkdir(parents=True, exist_ok=True)
        rows = [(table, key + SHIFTED.get(table, 0), key) for table in ("meter", "reading", "bill") for key in ROWS]
        numbered = pl.DataFrame(rows, schema=["table", "row_no", "row_key"], orient="row")
        numbered.write_parquet(place / "rows.parquet")
        (place / "choices.json").write_text(CHOICES.text(), encoding="utf-8")
        (place / "key.json").write_text(json.dumps(key.to_json(), ensure_ascii=False), encoding="utf-8")
    document = {
        "version": 1,
        "exam": {"id": "sample"},
        "scheme": Scheme().to_json(),
        "policy": {"id": "handbook"},
        "candidates": list(sheets),
        "forms": {candidate: form for candidate, (form, _) in sheets.items()},
    }
    (folder / "exam.json").write_text(json.dumps(document), encoding="utf-8")
    return folder


@pytest.fixture(name="room")
def _room(tmp_path: Path) -> Path:
    sheets = {"c1": (1, oracle()), "c2": (1, WRONG_CLAUSE), "c3": (1, '{"version": 1,\n "lines": ['), "c4": (1, None)}
    return made(tmp_path / "exam", {1: KEY}, sheets)


def totals(document: Any) -> dict[str, float]:
    return {row["candidate"]: row["total"] for row in document["candidates"]}


AMEND = ("--reason", "both clauses name it", "--by", "Li", "--at", "2001-05-01")


def test_a_class_is_marked_and_a_bad_file_stops_nobody(kaohe: Kaohe, room: Path) -> None:
    answer = kaohe("exam", "mark", room, "--json")
    assert answer.code == 0
    marks = totals(answer.json())
    assert (marks["c1"], marks["c3"], marks["c4"]) == (100, 0, 0)
    assert 95 < marks["c2"] < 100
    rows = {row["candidate"]: row for row in answer.json()["candidates"]}
    assert rows["c2"]["stages"]["find"] == 100
    assert (rows["c3"]["handed_in"], rows["c4"]["handed_in"]) == (True, False)
    unread, absent = answer.messages
    assert "c3/sheet.json:2:12" in unread
    assert "[E005]" in unread
    assert "[E006]" in absent


def test_what_the_marks_tell_of_the_paper_stands_beside_them(kaohe: Kaohe, room: Path) -> None:
    figures = kaohe("exam", "mark", room, "--dry-run", "--json").json()["class"]
    assert (figures["candidates"], figures["passed"]) == (4, 2)
    assert figures["items"][0]["slot"] == "2.2/general"
    assert figures["alpha"]["low"] < figures["alpha"]["value"] < figures["alpha"]["high"] <= 1
    told = kaohe("exam", "mark", room, "--dry-run", "--lang", "en").out
    assert "Standard error of measurement" in told
    assert kaohe("exam", "amend", room, "--incident", "1", "--void", *AMEND, "--dry-run", "--json").code == 0
    kaohe("exam", "amend", room, "--incident", "1", "--void", *AMEND)
    assert len(kaohe("exam", "mark", room, "--json").json()["class"]["items"]) == 3


def test_marks_are_kept_once_and_never_overwritten(kaohe: Kaohe, room: Path) -> None:
    assert kaohe("exam", "mark", room, "--dry-run").code == 0
    assert not (room / "sealed" / "marks").exists()
    kaohe("exam", "mark", room)
    first = (room / "sealed" / "marks" / "0001" / "marks.json").read_bytes()
    kaohe("exam", "mark", room)
    assert [path.name for path in (room / "sealed" / "marks").iterdir()] == ["0001"]
    (room / "candidates" / "c3" / "sheet.json").write_text(oracle().text(), encoding="utf-8")
    again = kaohe("exam", "mark", room, "--json").json()
    assert again["marking"] == 2
    assert again["changes"] == [
        {"candidate": "c3", "before": 0.0, "after": 100.0, "passed_before": False, "passed_after": True}
    ]
    assert (room / "sealed" / "marks" / "0001" / "marks.json").read_bytes() == first


def test_a_cell_that_cannot_be_read_is_told_by_its_place_as_it_stands_now(kaohe: Kaohe, room: Path) -> None:
    def hand_in(cell: str) -> None:
        line = replace(right_line(MISREAD), amount_fen=None, unread={"amount": f"答卷!{cell}：「很多」"})
        (room / "candidates" / "c2" / "sheet.json").write_text(AnswerSheet((line,)).text(), encoding="utf-8")

    hand_in("P5")
    first = kaohe("exam", "mark", room, "--candidate", "c2")
    assert [message for message in first.messages if "[E050]" in message and "答卷!P5" in message]
    assert "沒有看懂的格" in first.out
    assert "第 1 行：答卷!P5：「很多」" in first.out
    hand_in("Q5")  # moved: the marks are the same, the place is another
    again = kaohe("exam", "mark", room, "--candidate", "c2")
    assert [message for message in again.messages if "答卷!Q5" in message]
    assert not [message for message in again.messages if "答卷!P5" in message]
    assert [path.name for path in (room / "sealed" / "marks").iterdir()] == ["0001"]


def test_a_mark_can_be_added_up_by_hand(kaohe: Kaohe, room: Path) -> None:
    more = replace(right_line(MISREAD), cites=(*right_line(MISREAD).cites, ("reading", 3)))
    (room / "candidates" / "c2" / "sheet.json").write_text(AnswerSheet((more,)).text(), encoding="utf-8")
    told = kaohe("exam", "mark", room, "--candidate", "c2", "--dry-run").out
    assert "所引 3 行中 2 行說明本件，1 行與本件無關：各項得分 × 0.67" in told
    assert "按所引各行折合 0.67 行" in told
    earned = re.search(r"本件得 ([0-9.]+) 分（(.*?)），另計查出", told)
    assert earned
    parts = re.findall(r"([0-9.]+) × ([0-9.]+) = ([0-9.]+)", earned[2])
    assert len(parts) == 4
    assert abs(float(earned[1]) - sum(float(part) for *_, part in parts)) < 0.03
    assert all(abs(float(share) * float(weight) - float(part)) < 0.03 for share, weight, part in parts)


def test_the_order_of_candidates_says_nothing(kaohe: Kaohe, room: Path) -> None:
    first = kaohe("exam", "mark", room, "--dry-run", "--json").json()
    document = json.loads((room / "exam.json").read_text(encoding="utf-8"))
    (room / "exam.json").write_text(json.dumps({**document, "candidates": document["candidates"][::-1]}))
    assert kaohe("exam", "mark", room, "--dry-run", "--json").json() == first


def test_an_amendment_after_a_trial_of_another_policy_goes_by_the_exams_own(kaohe: Kaohe, room: Path) -> None:
    kaohe("exam", "mark", room)
    first = room / "sealed" / "marks" / "0001" / "marks.json"
    other = room / "sealed" / "marks" / "0002"
    other.mkdir()
    document = {**json.loads(first.read_text(encoding="utf-8")), "number": 2, "policy": "p3", "policy_digest": "other"}
    document["candidates"]["c1"]["mark"]["pass_mark"] = 100
    (other / "marks.json").write_text(json.dumps(document), encoding="utf-8")
    done = kaohe("exam", "amend", room, "--incident", "1", "--accept", "clause=2.4", *AMEND, "--json").json()
    assert [row["candidate"] for row in done["changes"]] == ["c2"]
    assert done["policy"] == "handbook"


def test_an_amended_key_marks_everybody_again(kaohe: Kaohe, room: Path) -> None:
    before = totals(kaohe("exam", "mark", room, "--json").json())
    amend = ("exam", "amend", room, "--incident", "1", "--accept", "clause=2.4", *AMEND)
    trial = kaohe(*amend, "--dry-run", "--json").json()
    assert [row["candidate"] for row in trial["changes"]] == ["c2"]
    assert not (room / "sealed" / "amendments.jsonl").exists()
    done = kaohe(*amend, "--json").json()
    assert (totals(done), done["marking"], done["amendments"]) == ({**before, "c2": 100}, 2, 1)
    (line,) = (room / "sealed" / "amendments.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["line"] == done["amendment"]
    assert done["amendment"]["reason"] == "both clauses name it"
    assert totals(kaohe("exam", "mark", room, "--json").json())["c2"] == 100
    old = json.loads((room / "sealed" / "marks" / "0001" / "marks.json").read_text(encoding="utf-8"))
    assert old["candidates"]["c2"]["mark"]["total"] == before["c2"]


def test_the_first_marks_stay_beside_those_of_an_amendment_made_before_any_marking(kaohe: Kaohe, room: Path) -> None:
    kaohe("exam", "amend", room, "--incident", "1", "--void", *AMEND)
    assert sorted(path.name for path in (room / "sealed" / "marks").iterdir()) == ["0001", "0002"]


def test_one_mark_is_set_by_hand(kaohe: Kaohe, room: Path) -> None:
    hand = ("--candidate", "c2", "--incident", "1", "--stage", "classify", "--mark", "100")
    done = kaohe("exam", "amend", room, *hand, *AMEND, "--json").json()
    assert totals(done)["c2"] == 100
    assert [row["candidate"] for row in done["changes"]] == ["c2"]
    told = kaohe("exam", "mark", room, "--candidate", "c2", "--lang", "en").out
    assert "By hand: clause and tier 1.00, because: both clauses name it (Li 2001-05-01)" in told


def test_amendments_are_shown_with_the_mark(kaohe: Kaohe, room: Path) -> None:
    accept = ("clause=2.4", "person=12", "amount=1300", "sanctions=withhold_all_bonus:6-12", "row=表計檔案:109")
    words = [word for entry in accept for word in ("--accept", entry)]
    kaohe("exam", "amend", room, "--incident", "1", *words, *AMEND)
    kaohe("exam", "amend", room, "--incident", "2", "--void", *AMEND)
    told = kaohe("exam", "mark", room, "--candidate", "c1", "--lang", "en").out
    assert "Line 2: incident 2, which no longer counts; left out." in told
    assert "No. 2, incident 2: void, counts for nobody. Because: both clauses name it (Li 2001-05-01)" in told
    for said in (
        "clause: 2.4 ",
        "person: no. 12",
        "amount: 1,300.00 yuan",
        "all bonuses withheld, 6–12 months",
        "row: meter archive 109",
    ):
        assert said in told
    assert "也接受 2.4 " in kaohe("exam", "mark", room, "--candidate", "c1").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--accept", "clause=2.4"), "--incident"),
        (("--incident", "1"), "--accept、--void、--candidate"),
        (("--incident", "1", "--void", "--accept", "clause=2.4"), "四者之一"),
        (("--incident", "9", "--void"), "1 至 4"),
        (("--incident", "1", "--accept", "clause=2.9"), "2.1"),
        (("--incident", "1", "--accept", "tire=general"), "tier"),
        (("--incident", "1", "--accept", "amount=1,000"), "amount=1234.56"),
        (("--incident", "1", "--accept", "row=抄表咭:8"), "抄表卡"),
        (("--incident", "1", "--accept", "row=readinks:8"), "reading"),
        (("--incident", "1", "--accept", "row=抄表卡:812"), "1 至 19"),
        (("--incident", "1", "--accept", "row=表計檔案:9"), "1 至 119"),
        (("--incident", "1", "--accept", "row=812"), "抄表卡：12"),
        (("--incident", "1", "--accept", "person=999"), "共 3 人"),
        (("--incident", "1", "--accept", "person=張山"), "張三"),
        (("--incident", "1", "--accept", "sanctions=withhold_all_bonus:6-3"), "withhold_all_bonus:3-6"),
        (("--incident", "1", "--accept", "sanctions=withhold_all_bonus"), "withhold_all_bonus:N"),
        (("--incident", "1", "--accept", "sanctions=major_demerit:2"), "請只寫 major_demerit"),
        (("--incident", "1", "--accept", "clause=2.2"), "E067"),
        (("--incident", "1", "--void", "--at", "昨天"), "[E066]"),
        (("--incident", "1", "--void", "--at", "2999-01-01"), "[E066]"),
        (("--withdraw", "1"), "[E067]"),
        (("--incident", "1", "--accept", "sanctions=withhold_all_bonus:x"), "withhold_all_bonus:6-12"),
        (("--incident", "1", "--accept", "duties=enquiri"), "enquiry"),
        (("--incident", "1", "--accept", "tier=general", "--accept", "tier=major"), "已寫過一次"),
        (("--incident", "1", "--void", "--form", "2"), "請寫 1"),
        (("--incident", "1", "--candidate", "c2", "--stage", "find", "--mark", "5"), "classify"),
        (("--incident", "1", "--candidate", "c2", "--stage", "value", "--mark", "101"), "100"),
        (("--incident", "1", "--candidate", "c9", "--stage", "value", "--mark", "5"), "c"),
    ],
)
def test_a_bad_amendment_is_refused_in_words(kaohe: Kaohe, room: Path, words: tuple[str, ...], said: str) -> None:
    answer = kaohe("exam", "amend", room, *words, *(AMEND[:4] if "--at" in words else AMEND))
    assert answer.code == 2
    assert said in answer.err
    assert not (room / "sealed" / "amendments.jsonl").exists()


def test_a_void_is_withdrawn_by_a_line_that_is_added(kaohe: Kaohe, room: Path) -> None:
    before = totals(kaohe("exam", "mark", room, "--json").json())
    void = ("exam", "amend", room, "--incident", "1", "--void", *AMEND)
    assert totals(kaohe(*void, "--json").json()) != before
    again = kaohe(*void)
    assert (again.code, "--withdraw 1" in again.err) == (2, True)
    assert "[E067]" in kaohe("exam", "amend", room, "--incident", "1", "--accept", "clause=2.4", *AMEND).err
    done = kaohe("exam", "amend", room, "--withdraw", "1", *AMEND, "--json").json()
    assert totals(done) == before
    assert done["amendment"]["withdraws"] == 1
    told = kaohe("exam", "mark", room, "--candidate", "c1", "--lang", "en").out
    assert "No. 1, incident 1: void, counts for nobody." in told
    assert "withdrawn since" in told
    assert "amendment 1 is withdrawn" in told
    assert "[E067]" in kaohe("exam", "amend", room, "--withdraw", "1", *AMEND).err
    assert kaohe(*void).code == 0


def test_amendments_that_somebody_else_wrote_are_told(kaohe: Kaohe, room: Path) -> None:
    for number in ("1", "2", "3"):
        kaohe("exam", "amend", room, "--incident", number, "--void", *AMEND)
    path = room / "sealed" / "amendments.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    forged = {**json.loads(lines[2])["line"], "number": 4, "incident": 99}
    plain = json.dumps(forged) + "\n"
    signed = json.dumps({"line": forged, "code": json.loads(lines[2])["code"]}) + "\n"
    for text, line in (
        ([*lines, plain], 4),
        ([*lines, signed], 4),
        ([lines[0], lines[1].replace('"incident": 2', '"incident": 4'), lines[2]], 2),
        ([lines[1], lines[0], lines[2]], 1),
        (lines[:2], 3),
    ):
        path.write_text("".join(text), encoding="utf-8")
        for words in (("mark",), ("amend", "--incident", "4", "--void", *AMEND)):
            answer = kaohe("exam", words[0], room, *words[1:])
            assert (answer.code, f"amendments.jsonl:{line}: " in answer.err) == (2, True)


def test_what_amends_an_incident_that_is_none_is_told(kaohe: Kaohe, room: Path) -> None:
    """Its key is that of another form now: the lines are as they were written."""
    kaohe("exam", "amend", room, "--incident", "4", "--void", *AMEND)
    key = replace(KEY, incidents=KEY.incidents[:3])
    (room / "sealed" / "forms" / "1" / "key.json").write_text(json.dumps(key.to_json()), encoding="utf-8")
    answer = kaohe("exam", "mark", room)
    assert (answer.code, "[E065]" in answer.err) == (2, True)


def test_a_reason_and_a_name_are_asked_for(kaohe: Kaohe, room: Path) -> None:
    answer = kaohe("exam", "amend", room, "--incident", "1", "--void", "--reason", "  ")
    assert answer.code == 2
    assert [line.split(":")[0] for line in answer.messages[:2]] == ["--by", "--reason"]


def test_what_is_accepted_may_be_written_in_every_way(kaohe: Kaohe, room: Path) -> None:
    entries = (
        "amount=none",
        "clause=2.4",
        "tier=serious",
        "post=cashier",
        "person=王五",
        "row=抄表卡 8",
        "sanctions=withhold_all_bonus:6-12 major_demerit",
        "duties=enquiry, upward_report",
    )
    words = [word for entry in entries for word in ("--accept", entry)]
    done = kaohe("exam", "amend", room, "--incident", "1", *words, *AMEND, "--json").json()["amendment"]["accept"]
    assert done["unpriced"] is True
    assert done["row"] == ["reading", 8]
    assert done["sanctions"] == [{"kind": "withhold_all_bonus", "low": 6, "high": 12}, {"kind": "major_demerit"}]
    assert done["duties"] == ["enquiry", "upward_report"]
    none = kaohe("exam", "amend", room, "--incident", "1", "--accept", "sanctions=none", *AMEND, "--json").json()
    assert none["amendment"]["accept"] == {"sanctions": []}


EXPLAINED = {
    "zh-Hant": (
        "總分 97.50，及格 60：及格",
        "查出：得分率 1.00 × 20.00 = 20.00 分（F 值，β = 1：答 4 行，中 4 行，應查 4 件）",
        "第 1 件　2.2 ",
        "憑證：抄表卡 1、2",
        "應認定：1,234.56 元，一般",
        "若為 999.99 元，即屬非考核性。",
        "若為 10,000.00 元，即屬嚴重。",
        "依據四（三）（1）：各單位在考核事故中凡是發生一般責任事故",
        "條款（占本項 1/2）　0.00　所答 2.4 ",
        "金額　1.00　對：1,234.56 元，相差 0.00 元，容差 6.17 元。",
        "對人處理　1.00　對。",
    ),
    "zh-Hans": ("总分 97.50，及格 60：及格", "若为 999.99 元，即属非考核性。", "应认定：1,234.56 元，一般"),
    "en": (
        "total 97.50, pass mark 60: passed",
        "Rows: readings 1, 2",
        "At 999.99 yuan it would be non-assessed.",
        "amount   1.00   Right: 1,234.56 yuan, off by 0.00 yuan, tolerance 6.17 yuan.",
    ),
}


@pytest.mark.parametrize("language", EXPLAINED)
def test_a_mark_is_explained_in_each_language(kaohe: Kaohe, room: Path, language: str) -> None:
    told = kaohe("exam", "mark", room, "--candidate", "c2", "--lang", language)
    assert told.code == 0
    assert [line for line in EXPLAINED[language] if line not in told.out] == []


def test_folders_that_are_none_are_told(kaohe: Kaohe, room: Path, tmp_path: Path) -> None:
    assert "[E001]" in kaohe("exam", "mark", tmp_path).err
    (room / "sealed" / "amendments.jsonl").write_text('{"number": 1}\n', encoding="utf-8")
    damaged = kaohe("exam", "mark", room)
    assert damaged.code == 2
    assert "amendments.jsonl:1" in damaged.err
    (room / "sealed" / "amendments.jsonl").unlink()
    (room / "sealed" / "forms" / "1" / "key.json").write_text("{}", encoding="utf-8")
    assert "key.json" in kaohe("exam", "mark", room).err
    (room / "exam.json").write_text("[]", encoding="utf-8")
    assert "[E002]" in kaohe("exam", "mark", room).err
    assert kaohe("exam", "marks", room).code == 2


LOW = """
id = "low"
extends = "handbook"
bands = [
    { tier = "non_assessed", low_fen = 0, high_fen = 1 },
    { tier = "general", low_fen = 1, high_fen = 2 },
    { tier = "serious", low_fen = 2, high_fen = 3 },
    { tier = "major", low_fen = 3 },
]
"""


def test_another_policy_judges_the_sealed_records_anew(kaohe: Kaohe, tmp_path: Path) -> None:
    run = Small().office(planned(Small(), 1)[: LINES // 2]).run()  # no more incidents than a sheet has lines
    key = key_of(judged(run), handbook(), rulebook(), acts=run.acts)
    assert LINES // 3 < len(key.incidents) <= LINES
    room = made(tmp_path / "exam", {1: key}, {"c1": (1, oracle(key)), "c2": (1, None)})
    form = room / "sealed" / "forms" / "1"
    for table in run.records.tables():
        (form / "records" / table).mkdir(parents=True)
        run.records.table(table).write_parquet(form / "records" / table / "all.parquet")
    (form / "truth").mkdir()
    run.acts.write_parquet(form / "truth" / "acts.parquet")
    assert totals(kaohe("exam", "mark", room, "--json").json()) == {"c1": 100, "c2": 0}
    same = kaohe("exam", "mark", room, "--policy", "handbook", "--dry-run", "--json").json()
    assert same["changes"] == []
    other = kaohe("exam", "mark", room, "--policy", "indexed", "--dry-run", "--json").json()
    assert (other["policy"], other["marking"]) == ("indexed", 0)
    assert [path.name for path in (room / "sealed" / "marks").iterdir()] == ["0001"]
    (tmp_path / "low.toml").write_text(LOW, encoding="utf-8")
    strict = kaohe("exam", "mark", room, "--policy", "low.toml", "--dry-run", "--json").json()
    assert [row["candidate"] for row in strict["changes"]] == ["c1"]
    (form / "key.json").write_text(json.dumps(KEY.to_json()), encoding="utf-8")
    assert "[E002]" in kaohe("exam", "mark", room, "--policy", "indexed", "--dry-run").err
