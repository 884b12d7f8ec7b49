"""`kaohe exam take`: at the terminal, by players, in an exam's folder; what was confirmed is never lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import time

import pytest

from kaohe.drill_terminal import Sitting
from kaohe.scenarios.exam.candidates import Candidate
from kaohe.scenarios.exam.drill import Drill
from kaohe.scenarios.exam.drill_files import load_drill
from kaohe.scenarios.exam.drill_folders import DrillFolder, publish
from kaohe.scenarios.exam.drill_proof import DrillProof
from kaohe.scenarios.exam.sessions import Session
from kaohe.scenarios.exam.shipped import shipped_drills
from kaohe.scenarios.exam.situations import Answer
from kaohe.sim.clock.calendar import date_of
from kaohe.sim.files import Faults
from tests.kaohe.calling import called

KEY = bytes(32)
SECRET = bytes(range(16))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A drill of a few days in a small office."""
    path = tmp_path_factory.mktemp("drill") / "window.toml"
    text = shipped_drills()["collector"].read_text(encoding="utf-8")
    path.write_text(text.replace("customers = 600", "customers = 200\nmonths = 1\ndays = 9"), encoding="utf-8")
    return path


class Typist:
    """Somebody who types what the book wants, word for word; `until`: at that question he is gone."""

    def __init__(self, drill: Drill, until: int = 1_000) -> None:
        self.drill, self.until = drill, until
        self.words: Iterator[str] = iter(())
        self.asked: list[str] = []

    def read(self, prompt: str) -> str:
        """His next word."""
        self.asked.append(prompt)
        if "Enter 開始" in prompt:
            return ""
        word = next(self.words, None)
        if word is None:
            self.words = self._answer()
            word = next(self.words)
        return word

    def _answer(self) -> Iterator[str]:
        question, situation = self.drill.question, self.drill.situation
        assert question is not None
        assert situation is not None
        if situation.number >= self.until:
            raise KeyboardInterrupt
        choice, values = question.book
        number = [each.id for each in situation.choices].index(choice)
        yield str(number + 1)
        for ask in situation.choices[number].asks:
            value = values[ask.id]
            written = {"fen": f"{value / 100:,.2f}", "day": date_of(value).isoformat() if ask.unit == "day" else ""}
            yield written.get(ask.unit, str(value))
        yield "y"


def sitting(file: Path, path: Path, until: int = 1_000, *, practice: bool = False) -> tuple[Sitting, Typist]:
    """A sitting of somebody who knows the book."""
    drill = Drill(load_drill(file), nights=practice)
    candidate = Typist(drill, until)
    return Sitting(drill, session(path), 7, candidate.read, practice, 90, None), candidate


def session(path: Path) -> Session:
    """The session of one."""
    return Session.open(path, path.with_suffix(".count"), KEY, "window", "one", time)


def test_a_killed_terminal_loses_nothing_confirmed(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the whole drill can be typed: yuan, days and classes as people write them."""
    path = tmp_path / "one.jsonl"
    first, _ = sitting(file, path, until=4)
    with pytest.raises(KeyboardInterrupt):
        first.go()
    assert len(session(path).answers) == 3
    second, candidate = sitting(file, path)
    assert second.go()
    assert len(second.session.answers) > 6
    assert second.session.finished
    assert not second.drill.result().incidents
    shown = capsys.readouterr().out
    assert "已確定 3 題" in shown
    assert "第 4 題" in shown
    assert any("確定？" in prompt for prompt in candidate.asked)


def test_ctrl_c_is_told_and_the_clock_runs_on(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken, _ = sitting(file, tmp_path / "one.jsonl", until=3)
    taken.pauses = 1
    with pytest.raises(KeyboardInterrupt):
        taken.go()
    assert session(tmp_path / "one.jsonl").pauses == 1
    assert "時鐘也停下" in capsys.readouterr().out
    again, _ = sitting(file, tmp_path / "one.jsonl", until=4)
    again.pauses = 1
    with pytest.raises(KeyboardInterrupt):
        again.go()
    assert not session(tmp_path / "one.jsonl").standing
    assert "時鐘仍在走" in capsys.readouterr().out


def test_an_answer_that_was_thought_over_for_too_long_does_not_count(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken, candidate = sitting(file, tmp_path / "one.jsonl")
    clock, read = [1_000.0], candidate.read
    taken.session.clock = lambda: clock[0]

    def slowly(prompt: str) -> str:
        clock[0] += 3_600 * ("確定" in prompt)
        return read(prompt)

    taken.read = slowly
    assert taken.go()
    assert "時間到" in capsys.readouterr().out
    assert len(taken.session.answers) == 1
    taken.session.allow(120, "停電", "李")
    assert not session(tmp_path / "one.jsonl").finished


def test_nobody_there_begins_nothing(file: Path, tmp_path: Path) -> None:
    """Neither an empty input nor a closed one."""
    words = ("exam", "take", file, "--candidate", "x")
    assert "時鐘沒有走" in called(tmp_path, *words).out
    closed = subprocess.run(
        [sys.executable, "-m", "kaohe", *words], cwd=tmp_path, preexec_fn=lambda: os.close(0), capture_output=True
    )
    assert (closed.returncode, b"E062" in closed.stderr) == (2, True)
    assert not list(tmp_path.glob("practice/*.jsonl"))


def test_what_is_not_confirmed_does_not_count(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """He leaves it, thinks better of it, leaves it and confirms; then he goes away."""
    taken, _ = sitting(file, tmp_path / "one.jsonl")
    words = iter(["", "0", "x", "99", "?", "k", "LEAVE", "n", "LEAVE", "y", "q"])

    def read(prompt: str) -> str:
        situation = taken.drill.situation
        assert situation is not None
        place = [each.id for each in situation.choices].index("leave") + 1
        return next(words).replace("LEAVE", str(place))

    taken.read = read
    assert not taken.go()
    assert taken.session.answers == [Answer("leave")]
    assert taken.session.standing
    shown = capsys.readouterr().out
    assert all(text in shown for text in ("請寫 1 至", "算式", "2001 年 1 月", "時鐘也停下"))


def test_in_practice_one_goes_back_to_a_morning(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken, candidate = sitting(file, tmp_path / "one.jsonl", practice=True)
    first, gone_back, evenings = "", False, 0

    def read(prompt: str) -> str:
        nonlocal first, gone_back, evenings
        situation = taken.drill.situation
        if situation is None:
            evenings += 1
            return "b 1-40" if evenings == 1 else ""
        day = date_of(situation.day).isoformat()
        first = first or day
        if "Enter 開始" not in prompt and day != first and not gone_back:
            gone_back = True
            return f"b {first}"
        return candidate.read(prompt)

    taken.read = read
    assert taken.go()
    assert (gone_back, evenings) == (True, 2)
    shown = capsys.readouterr().out
    assert "考核的結論" in shown
    assert "沒有這一日的早晨；可寫 2001-01-" in shown
    assert session(tmp_path / "one.jsonl").answers == taken.session.answers


def test_players_take_it_on_the_command_line(file: Path, tmp_path: Path) -> None:
    words = ("exam", "take", file, "--player")
    idle = called(tmp_path, *words, "nothing", "--candidate", "idle", "--lang", "en")
    assert idle.code == 0
    assert "Mark 0.0" in idle.out
    assert "By the book: " in idle.out
    dead = called(tmp_path, *words, "exec:true", "--candidate", "true", "--json")
    assert dead.json()["total"] == 0
    assert "[E063]" in dead.err
    assert "只答了 0 題" in dead.err
    assert (tmp_path / "practice" / "collector-true.transcript.jsonl").exists()
    again = called(tmp_path, *words, "nothing", "--candidate", "idle")
    assert (again.code, "E043" in again.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("collector",), "--candidate"),
        (("collector", "--candidate", "../x"), "--candidate"),
        (("colector", "--candidate", "x"), "collector"),
        (("collector", "--candidate", "x", "--seed", "-1"), "--seed"),
        (("collector", "--candidate", "x", "--player", "nobody"), "erring:RATE"),
        (("no/such.toml", "--candidate", "x"), "no/such.toml"),
        (("audit_mixed", "--candidate", "x", "--player", "nothing"), "kaohe exam new audit_mixed"),
        (("collector", "--all", "--player", "nothing"), "[E046]"),
        (("collector", "--candidate", "x", "--candidate", "y"), "[U005]"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    answer = called(tmp_path, "exam", "take", *words)
    assert answer.code == 2
    assert said in answer.err


@pytest.fixture(scope="module")
def folder(file: Path, tmp_path_factory: pytest.TempPathFactory) -> DrillFolder:
    """A published drill for two."""
    path = tmp_path_factory.mktemp("class") / "exam"
    return publish(file, path, [Candidate("甲"), Candidate("乙", extra_minutes=20)], SECRET, forms=2)


def test_a_published_drill_is_taken_and_marked_from_its_session(folder: DrillFolder, tmp_path: Path) -> None:
    answer = called(tmp_path, "exam", "take", folder.path, "--candidate", "甲", "--player", "erring:0.3", "--json")
    assert answer.code == 0
    assert answer.json()["total"] == folder.mark("甲").to_json()["total"]
    assert folder.seed("甲") != folder.seed("乙")
    everybodys = (folder.path / "exam.json").read_text(encoding="utf-8")
    assert set(json.loads(everybodys)) >= {"version", "kaohe", "exam", "kind", "candidates", "forms"}
    assert SECRET.hex() not in everybodys
    assert str(folder.seed("甲")) not in everybodys
    nobody = called(tmp_path, "exam", "take", folder.path, "--candidate", "丙", "--player", "nothing")
    assert (nobody.code, "丙" in nobody.err) == (2, True)


def test_the_trainer_allows_more_time(folder: DrillFolder, tmp_path: Path) -> None:
    words = ("exam", "allow", folder.path, "--candidate", "乙", "--minutes", "10")
    refused = called(tmp_path, *words)
    assert (refused.code, refused.err.count("--")) == (2, 2)
    told = called(tmp_path, *words, "--reason", "停電", "--by", "李老師", "--json").json()
    assert told == {"candidate": "乙", "minutes": 120, "left": 120}
    assert folder.session("乙").allowed_minutes == 10


def test_a_class_takes_a_drill_in_one_command_and_each_errs_in_his_own_way(file: Path, tmp_path: Path) -> None:
    folder = publish(file, tmp_path / "exam", [Candidate(each) for each in "甲乙丙"], SECRET)
    take = ("exam", "take", folder.path, "--player", "erring:0.5", "--json")
    folder.session("乙", time).finish()
    refused = called(tmp_path, *take, "--all")
    assert (refused.code, refused.err.count("[E043]")) == (2, 1)
    assert not folder.session("甲").answers, "nobody sits before all can"
    told = called(tmp_path, *take, "--candidate", "甲", "--candidate", "丙").json()["candidates"]
    assert [each["candidate"] for each in told] == ["甲", "丙"]
    assert folder.session("甲").answers != folder.session("丙").answers


def test_a_rewritten_session_is_not_marked(folder: DrillFolder, tmp_path: Path) -> None:
    for _ in range(3):
        folder.session("乙", time).answered(Answer("leave"))
    path = folder.path / "attempts" / "乙.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:2], lines[2].replace("leave", "close"), *lines[3:]]), encoding="utf-8")
    with pytest.raises(Faults, match=r"乙\.jsonl:3: "):
        folder.mark("乙")


def test_a_drill_that_is_not_proven_is_not_published(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proven = DrillProof(20, 7, 100.0, 0.0, 10.0, (90.0, 60.0, 20.0))
    monkeypatch.setattr("kaohe.scenarios.exam.drill_folders.prove", lambda *given: proven)
    with pytest.raises(Faults, match="E042"):
        publish(file, tmp_path / "exam", [Candidate("甲")], SECRET, proofs={})
    assert not (tmp_path / "exam").exists()


def test_what_is_no_folder_of_a_drill_is_said(tmp_path: Path) -> None:
    (tmp_path / "exam.json").write_text("{}", encoding="utf-8")
    answer = called(tmp_path, "exam", "take", tmp_path, "--candidate", "x")
    assert (answer.code, "E041" in answer.err) == (2, True)
