"""Any program can be examined: JSON lines, what is seen and offered out, an answer in; limits, and a transcript.

The program runs without a shell, in an empty folder and a bare environment. What it prints besides goes to the
transcript. It ends with the drill: by itself, or because it hangs, floods or dies; what was confirmed is marked.
"""

from __future__ import annotations

import json
import os
import queue
import shlex
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO

from kaohe.scenarios.exam.drill import Drill
from kaohe.scenarios.exam.situations import Answer
from kaohe.sim.deciding.choices import LEAVE, Refused
from kaohe.sim.files import Fault, Faults
from kaohe.sim.texts import Verbatim, catalogue

PROTOCOL = 1
ANSWER_S = 10.0
LONGEST_LINE = 1 << 20  # bytes
MOST_SAID = 1 << 20  # bytes of its errors that are kept
LAST_SAID_S = 2.0  # the most that is waited for them when it has ended: a child that left its group may hold them open
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
_texts = catalogue("kaohe.scenarios")

Confirmed = Callable[[Answer], None]
Clock = Callable[[], float]


class Ended(RuntimeError):
    """The program gives no more answers: `why` is one of dead, silent, flood, time."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass
class Transcript:
    """All that was said, in order: who (out, in, err, note) and the line. ended: why it ended before the drill did, in
    words; refused: how many of its answers were.
    """

    ended: str = ""
    refused: int = 0
    lines: list[tuple[str, str]] = field(default_factory=list)

    def add(self, who: str, line: str) -> None:
        """One more line."""
        self.lines.append((who, line))

    def text(self) -> str:
        """As JSON lines."""
        return "".join(json.dumps({"who": who, "line": line}, ensure_ascii=False) + "\n" for who, line in self.lines)


def examine(
    drill: Drill,
    command: str,
    clock: Clock,
    *,
    seconds: float | None = None,
    confirmed: Confirmed = lambda answer: None,
    answer_s: float = ANSWER_S,
) -> Transcript:
    """Let a program play a drill from where it stands. clock: seconds that never go back; seconds: that it has, by
    default the drill's; `confirmed` is told each answer that counts.

    Raises Faults for a command that cannot be started; nothing of what the program does is an error here.
    """
    transcript = Transcript()
    with tempfile.TemporaryDirectory(prefix="kaohe-exam-") as folder, _Program(command, folder, transcript) as program:
        file = drill.exam.file
        has = file.minutes * 60 if seconds is None else seconds
        deadline = clock() + has
        try:
            program.say({"protocol": PROTOCOL, "exam": file.id, "kind": file.kind, "seconds": int(has)})
            while (situation := drill.situation) is not None:
                program.say(situation.to_json())
                answer = _answered(drill, program, situation.number, lambda: min(answer_s, deadline - clock()))
                drill.confirm(answer)
                confirmed(answer)
            program.say({"done": True})
        except Ended as end:
            transcript.ended = _texts(f"program-{end.why}", answers=len(drill.answers))
            transcript.add("note", transcript.ended)
    return transcript


def _answered(drill: Drill, program: _Program, number: int, left_s: Clock) -> Answer:
    """His answer; one that cannot be is refused once, then it is the omission."""
    for _ in range(2):
        line = program.hear(left_s())
        try:
            return drill.answer(_read(line, number))
        except Refused as refused:
            program.say({"id": number, "refused": str(refused)})
            program.transcript.refused += 1
    return drill.answer(Answer(LEAVE.id))


def _read(line: str, number: int) -> Answer:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Refused("refused-form") from error
    if not isinstance(given, Mapping) or given.get("id") != number:
        raise Refused("refused-form")
    return Answer.of(given)


class _Program:
    """A process and its three streams."""

    def __init__(self, command: str, folder: str, transcript: Transcript) -> None:
        self.transcript = transcript
        self._lines: queue.Queue[bytes | None] = queue.Queue(maxsize=1)
        try:
            words = shlex.split(command)
            self._process = subprocess.Popen(
                words,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=folder,
                env=ENVIRONMENT,
                start_new_session=True,
            )
        except (OSError, ValueError, IndexError) as error:
            said = _texts.message("program-none", command=Verbatim(command[:80]), error=Verbatim(str(error)[:200]))
            raise Faults([Fault("--player", None, None, "P062", str(said))]) from error
        self._errors = bytearray()
        self._notes = threading.Thread(target=self._note, args=(self._process.stderr,), daemon=True)
        self._notes.start()
        threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()

    def __enter__(self) -> _Program:
        return self

    def __exit__(self, *reason: object) -> None:
        with suppress(subprocess.TimeoutExpired):
            if reason[0] is None and self._process.stdin is not None:
                with suppress(OSError):
                    self._process.stdin.close()
            self._process.wait(0.5)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._notes.join(LAST_SAID_S)  # it may have died with its last words still unread
        if self._errors:
            self.transcript.add("err", self._errors.decode("utf-8", "replace"))

    def say(self, message: Mapping[str, object]) -> None:
        """One line to it; who has ended or does not read is told so when an answer is wanted."""
        line = json.dumps(message, ensure_ascii=False).encode("utf-8", "replace").decode()
        self.transcript.add("out", line)
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise Ended("dead") from error

    def hear(self, seconds: float) -> str:
        """Its next line. Ended, if none comes."""
        if seconds <= 0:
            raise Ended("time")
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty as error:
            raise Ended("silent") from error
        if line is None:
            raise Ended("dead")
        if len(line) > LONGEST_LINE:
            raise Ended("flood")
        said = line.decode("utf-8", "replace").rstrip("\r\n")
        self.transcript.add("in", said)
        return said

    def _listen(self, stream: IO[bytes]) -> None:
        while line := stream.readline(LONGEST_LINE + 1):
            self._lines.put(line)
        self._lines.put(None)

    def _note(self, stream: IO[bytes]) -> None:
        while part := stream.read1(65_536):  # type: ignore[attr-defined]  # a buffered reader
            self._errors += part[: MOST_SAID - len(self._errors)]
