"""Any program can be examined: what it is told, and what becomes of one that errs, hangs, floods or dies."""

from __future__ import annotations

import json
import re
import shlex
import sys
import time
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import IO

import pytest

from kaohe.scenarios.exam.drill import Drill
from kaohe.scenarios.exam.programs import ENVIRONMENT, Transcript, _Program, examine
from kaohe.scenarios.exam.situations import Answer
from kaohe.sim.files import Faults
from tests.scenarios.exam.drills import SEED, exam

ROOT = Path(__file__).parent.parent.parent.parent
READ = "import json, sys\nsys.stdin.readline()\nfor line in sys.stdin:\n    q = json.loads(line)\n"
SAY = "    print(json.dumps(a), flush=True)\n"
LEAVES = READ + "    if 'done' in q: break\n    a = {'id': q['id'], 'choice': 'leave'}\n" + SAY


DAY = '{"id": 1, "choice": "close_on", "values": {"on_day": "\\ud800\\u202e"}}'


@cache
def short() -> Drill:
    """A few days at the window of a small office."""
    found = exam()
    file = found.file.model_copy(update={"days": 8})
    scenario = found.scenario.sized(200, 1, None)
    return Drill(replace(found, document=replace(found.document, value=file), scenario=scenario))


def examined(program: str, *, answer_s: float = 10.0) -> tuple[list[Answer], Transcript]:
    """What a Python program answered that counts, and the transcript."""
    short().reset(SEED)
    confirmed: list[Answer] = []
    command = f"{shlex.quote(sys.executable)} -I -c {shlex.quote(program)}"
    return confirmed, examine(short(), command, time.monotonic, confirmed=confirmed.append, answer_s=answer_s)


def said(transcript: Transcript, who: str) -> list[str]:
    """What somebody said."""
    return [line for name, line in transcript.lines if name == who]


def test_a_program_is_told_what_is_seen_and_offered() -> None:
    confirmed, transcript = examined(LEAVES)
    first, *questions, last = map(json.loads, said(transcript, "out"))
    assert first == {"protocol": 1, "exam": "collector", "kind": "drill", "seconds": 5400}
    assert last == {"done": True}
    assert [each["id"] for each in questions] == list(range(1, len(confirmed) + 1))
    assert confirmed
    assert all(each == Answer("leave") for each in confirmed)
    assert short().situation is None
    assert [json.loads(line)["who"] for line in transcript.text().splitlines()] == [who for who, _ in transcript.lines]


def test_a_refused_answer_may_be_given_once_more_then_it_is_the_omission() -> None:
    program = READ + "    if 'done' in q: break\n    a = {'id': q['id'], 'choice': 'fly'}\n" + SAY
    confirmed, transcript = examined(program)
    refused = [line for line in said(transcript, "out") if "refused" in line]
    assert all(each == Answer("leave") for each in confirmed)
    assert len(refused) == transcript.refused == 2 * len(confirmed)


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("import sys; sys.stdin.readline()", "結束"),
        ("import time; time.sleep(60)", "限時"),
        ("import sys\nsys.stdout.write('x' * 3_000_000)\nsys.stdout.flush()\nsys.stdin.read()", "1 MiB"),
        (READ + "    print(json.dumps({'id': 1, 'choice': 'leave'}), flush=True)\n    sys.exit('enough')", "結束"),
    ],
)
def test_who_hangs_floods_or_dies_is_marked_by_what_was_confirmed(program: str, why: str) -> None:
    confirmed, transcript = examined(program, answer_s=1.5)
    assert len(confirmed) == int("choice" in program)
    assert why in transcript.ended
    assert said(transcript, "note") == [transcript.ended]
    if "enough" in program:
        assert said(transcript, "err") == ["enough\n"]


def test_the_last_words_of_who_dies_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """However late they are read."""
    read = _Program._note

    def late(self: _Program, stream: IO[bytes]) -> None:
        time.sleep(0.7)  # it is given half a second to end
        read(self, stream)

    monkeypatch.setattr(_Program, "_note", late)
    _, transcript = examined("import sys; sys.exit('enough')")
    assert said(transcript, "err") == ["enough\n"]


@pytest.mark.parametrize(
    "line", ["", "[]", "null", "{}", '{"id": 2}', '{"id": true, "choice": 3}', "[" * 100_000, "\\u0000", DAY]
)
def test_what_is_no_answer_is_refused(line: str) -> None:
    program = READ + f"    if 'done' in q: break\n    print({line!r}, flush=True)\n"
    confirmed, transcript = examined(program)
    assert all(each == Answer("leave") for each in confirmed)
    assert any("refused" in each for each in said(transcript, "out"))


def test_a_program_runs_alone() -> None:
    """In an empty folder, with nothing of our environment."""
    program = "import os, sys\nprint(sorted(os.environ), os.listdir(), file=sys.stderr)\n"
    _, transcript = examined(program)
    told = said(transcript, "err")[0]
    assert "[]" in told
    assert set(re.findall(r"'([A-Z_]+)'", told)) - {"LC_CTYPE"} == set(ENVIRONMENT)


@pytest.mark.parametrize("command", ["", "no_such_program_anywhere", '"'])
def test_what_cannot_be_started_is_said(command: str) -> None:
    short().reset(SEED)
    with pytest.raises(Faults, match="—"):
        examine(short(), command, time.monotonic)


def test_the_example_of_the_docs_earns() -> None:
    """Thirty lines of standard Python that keep the rules of the post; and what is refused is not the end."""
    page = (ROOT / "docs" / "drills.md").read_text(encoding="utf-8")
    program = re.findall(r"```python\n(.*?)```", page, re.DOTALL)[0]
    assert len(program.splitlines()) <= 30
    confirmed, transcript = examined(program)
    assert "close_and_hand_in" in {each.choice for each in confirmed}
    assert not said(transcript, "err")
    assert not transcript.ended
    assert not transcript.refused
    assert short().result().total == 100
    confirmed, transcript = examined(program.replace('"close_and_seal"', '"seal_it"'))
    assert transcript.refused
    assert not transcript.ended
    assert short().situation is None
