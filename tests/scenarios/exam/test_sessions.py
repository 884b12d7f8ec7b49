"""Sessions: nothing confirmed is lost, and a line that is not as it was written is named."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from kaohe.scenarios.exam.ledgers import key_of
from kaohe.scenarios.exam.sessions import Session
from kaohe.scenarios.exam.situations import Answer
from kaohe.sim.files import Faults

KEY = bytes(range(32))
GIVEN = [Answer("leave"), Answer("bank_now", {"slip_fen": 7, "brought_fen": 7}), Answer("leave")]


class Watch:
    """A clock that is set by hand."""

    now = 1_000_000_000.0

    def __call__(self) -> float:
        return self.now


WATCH = Watch()


def opened(path: Path, key: bytes = KEY, exam: str = "collector", candidate: str = "王小明") -> Session:
    """A session of one exam."""
    return Session.open(path, tally(path), key, exam, candidate, WATCH)


def later(seconds: float) -> None:
    """So many seconds pass."""
    WATCH.now += seconds


def tally(path: Path) -> Path:
    """Where its lines are counted."""
    return path.parent.parent / "sealed" / f"{path.stem}.count"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A session with three answers."""
    path = tmp_path / "attempts" / "one.jsonl"
    session = opened(path)
    session.begin()
    for answer in GIVEN:
        later(1)
        session.answered(answer)
    return path


def test_what_was_confirmed_is_there_again(path: Path) -> None:
    session = opened(path)
    assert session.answers == GIVEN
    assert session.times == [1, 2, 3]
    assert not session.finished
    session.went_back(1)
    session.answered(Answer("leave"))
    session.finish()
    again = opened(path)
    assert (again.answers, again.times, again.finished) == ([GIVEN[0], Answer("leave")], [1, 3], True)


def test_time_counts_while_a_question_is_thought_over_whether_the_program_runs_or_not(path: Path) -> None:
    later(60)
    assert opened(path).used() == 63
    session = opened(path)
    session.begin()
    later(7)
    session.answered(Answer("leave"))
    assert (session.used(), opened(path).times[-1]) == (70, 70)
    later(-500)
    assert opened(path).used() == 70, "a clock that is set back gives no time back"
    later(500)


def test_in_a_pause_the_clock_stands(path: Path) -> None:
    session = opened(path)
    later(5)
    session.pause()
    session.pause()
    later(3600)
    again = opened(path)
    assert (again.used(), again.pauses, again.standing) == (8, 1, True)
    again.begin()
    later(2)
    assert opened(path).used() == 10


def test_what_the_trainer_allows_opens_a_session_that_its_time_ended(path: Path) -> None:
    session = opened(path)
    session.finish(timed_out=True)
    later(100)
    opened(path).allow(15, "停電", "李老師")
    again = opened(path)
    assert (again.finished, again.allowed_minutes, again.used()) == (False, 15, 3)
    again.begin()
    again.finish()
    opened(path).allow(5, "停電", "李老師")
    assert opened(path).finished, "who has answered all has finished"


def test_nothing_is_written_before_it_begins(tmp_path: Path) -> None:
    session = opened(tmp_path / "attempts" / "one.jsonl")
    later(50)
    assert not session.begun
    assert not list(tmp_path.iterdir())
    session.begin()
    assert session.used() == 0


def test_a_count_that_is_gone_or_rewritten_is_said(path: Path) -> None:
    told = tally(path).read_text(encoding="ascii")
    tally(path).write_text(told.replace(told[0], "1", 1), encoding="ascii")
    with pytest.raises(Faults, match="E060"):
        opened(path)
    tally(path).unlink()
    with pytest.raises(Faults, match="E060"):
        opened(path)


def test_signs_that_end_lines_elsewhere_end_none_here(path: Path) -> None:
    opened(path).allow(5, "停\u2028電\x85", "李")
    assert opened(path).allowed_minutes == 5


def test_a_line_of_another_version_is_said(tmp_path: Path) -> None:
    path = tmp_path / "attempts" / "one.jsonl"
    session = opened(path)
    text = json.dumps({"event": "opened", "n": 1, "seconds": 0.0}, ensure_ascii=False, sort_keys=True)
    path.parent.mkdir()
    path.write_text(json.dumps({"line": json.loads(text), "code": session.ledger.code(text)}) + "\n", encoding="utf-8")
    with pytest.raises(Faults, match="版本"):
        opened(path)


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_program_that_ends_while_it_writes_loses_nothing_confirmed(path: Path, cut: int) -> None:
    """A line without its end was never confirmed: it is said, and taken away."""
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"code": "' + b"0" * cut)
    session = opened(path)
    assert (session.answers, session.ledger.torn) == (GIVEN, 5)
    assert path.read_bytes() == whole


def test_a_line_that_was_written_but_not_counted_counts(path: Path) -> None:
    """The machine stopped between the two."""
    before = tally(path).read_text(encoding="ascii")
    opened(path).answered(Answer("leave"))
    tally(path).write_text(before, encoding="ascii")
    assert len(opened(path).answers) == 4


def test_every_cut_is_named(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    for kept in range(len(lines)):
        path.write_bytes(b"".join(lines[:kept]))
        with pytest.raises(Faults, match=rf"one\.jsonl:{kept + 1}: "):
            opened(path)
        path.write_bytes(b"".join(lines[:kept]) + lines[kept][:20])
        with pytest.raises(Faults, match=rf"one\.jsonl:{kept + 1}: "):
            opened(path)


def test_a_session_that_is_gone_is_no_new_one(path: Path) -> None:
    path.unlink()
    with pytest.raises(Faults, match=r"one\.jsonl:1: "):
        opened(path)


def test_a_session_that_never_began_begins(path: Path) -> None:
    """The program ended while it wrote the first line."""
    other = path.with_name("other.jsonl")
    other.write_bytes(b'{"code": "00')
    assert opened(other).answers == []
    assert opened(other).ledger.torn is None


@pytest.mark.parametrize("line", [1, 2, 3, 4])
def test_every_rewritten_line_is_named(path: Path, line: int) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    written = json.loads(lines[line - 1])
    written["line"]["seconds"] = 1000
    for other in (json.dumps(written) + "\n", "", "{}\n", "\n", lines[line - 1] * 2, lines[0] + lines[line - 1]):
        path.write_text("".join([*lines[: line - 1], other, *lines[line:]]), encoding="utf-8")
        with pytest.raises(Faults, match=r"one\.jsonl:[1-5]: "):
            opened(path)


def test_another_key_candidate_or_exam_is_refused(path: Path) -> None:
    for key, exam, candidate in (
        (bytes(32), "collector", "王小明"),
        (KEY, "cashier", "王小明"),
        (KEY, "collector", "別人"),
    ):
        with pytest.raises(Faults, match=r"one\.jsonl:1: "):
            opened(path, key, exam, candidate)


def test_a_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "sealed" / "attempts.key"
    key = key_of(path)
    assert key_of(path) == key
    assert len(key) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
