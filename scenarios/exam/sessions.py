"""A candidate's session in a drill: a file to which lines are added, each authenticated; nothing confirmed is lost.

A line is JSON: its number, what happened, when, the seconds of the exam that were gone by then, and a code over it and
the line before, made with a key that stays with the trainer. Whoever rewrites, adds, takes out or cuts a line is told
which. The clock begins with the first line and runs on, whether the program does or not, but for declared pauses: a
question can be thought over in front of a terminal that was killed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes
from typing import Any

from kaohe.scenarios.exam.situations import Answer
from kaohe.sim.files import Fault, Faults
from kaohe.sim.texts import catalogue

KEY_BYTES = 32
OPENED, ANSWERED, BACK, FINISHED = "opened", "answered", "back", "finished"
PAUSED, RESUMED, ALLOWED = "paused", "resumed", "allowed"
Clock = Callable[[], float]
_texts = catalogue("kaohe.scenarios")


def no_clock() -> float:
    """The clock of a session that is only read: RuntimeError where time would be taken."""
    raise RuntimeError("a session that is only read has no clock")


def key_of(path: Path) -> bytes:
    """The key of a folder of sessions, made where there is none; nobody else may read it. OSError as it comes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text(encoding="ascii"))
    key = token_bytes(KEY_BYTES)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.hex())
        file.flush()
        os.fsync(file.fileno())
    return key


@dataclass
class Session:
    """The file of one candidate. torn: a last line that was cut short, and so never confirmed.

    seconds: of the exam that were gone at the last line; times: the same at each answer; pauses: how often the clock
    stood; allowed_minutes: what the trainer gave besides.
    """

    path: Path
    key: bytes
    exam: str
    candidate: str
    tally: Path
    clock: Clock
    answers: list[Answer] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    seconds: float = 0.0
    pauses: int = 0
    allowed_minutes: int = 0
    standing: bool = True
    finished: bool = False
    torn: int | None = None
    _timed_out: bool = False
    _at: float = 0.0
    _lines: int = 0
    _last: str = ""

    @classmethod
    def open(cls, path: Path, tally: Path, key: bytes, exam: str, candidate: str, clock: Clock) -> Session:
        """A session to begin or go on with; nothing is written before it begins. tally: where its lines are counted,
        beside the key: a file that lost its end, or all of it, is known by that. clock: seconds since 1970.

        Raises Faults that name the line that is not as it was written, OSError.
        """
        session = cls(path, key, exam, candidate, tally, clock)
        session._read(path.read_bytes() if path.exists() else b"")
        return session

    @property
    def begun(self) -> bool:
        """Whether its clock was ever started."""
        return self._lines > 0

    def used(self) -> float:
        """Seconds of the exam that are gone now; a clock that was set back gives none back."""
        return self.seconds if self.standing else self.seconds + max(self.clock() - self._at, 0.0)

    def begin(self) -> None:
        """The clock runs from now on, if it stood."""
        if not self.begun:
            self._add(OPENED, {"exam": self.exam, "candidate": self.candidate})
        elif self.standing:
            self._add(RESUMED, {})

    def answered(self, answer: Answer) -> None:
        """An answer that counts; it stands on the disk when this returns."""
        self.begin()
        self._add(ANSWERED, answer.to_json())

    def went_back(self, kept: int) -> None:
        """Practice: only so many of the answers count any more."""
        self._add(BACK, {"kept": kept})

    def pause(self) -> None:
        """The clock stands until it begins again."""
        if self.begun and not self.standing:
            self._add(PAUSED, {})

    def allow(self, minutes: int, reason: str, by: str) -> None:
        """The trainer gives more time, with a reason and a name; a session that its time ended is open again."""
        self._add(ALLOWED, {"minutes": minutes, "reason": reason, "by": by})

    def finish(self, *, timed_out: bool = False) -> None:
        """Nothing more is answered."""
        if not self.begun:
            self.begin()
        self._add(FINISHED, {"timed_out": timed_out})

    def _add(self, event: str, body: Mapping[str, object]) -> None:
        for each in (self.path, self.tally):
            each.parent.mkdir(parents=True, exist_ok=True)
        used, at = self.used(), self.clock()
        when = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
        line = {"n": self._lines + 1, "event": event, "at": when, "seconds": round(used, 1), **body}
        text = json.dumps(line, ensure_ascii=False, sort_keys=True)
        self._last = self._code(text)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"line": line, "code": self._last}, ensure_ascii=False, sort_keys=True) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._lines += 1
        self._count()
        self._apply(line)

    def _code(self, text: str) -> str:
        said = f"{self.exam}\n{self.candidate}\n{self._last}\n{text}".encode()
        return hmac.new(self.key, said, hashlib.sha256).hexdigest()

    def _count(self) -> None:
        said = f"{self._lines} {self._last}"
        code = hmac.new(self.key, said.encode(), hashlib.sha256).hexdigest()
        fresh = self.tally.with_suffix(".new")
        with fresh.open("w", encoding="ascii") as file:
            file.write(f"{said} {code}\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.tally)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _read(self, raw: bytes) -> None:
        whole, end = (raw, b"") if raw.endswith(b"\n") or not raw else (raw[: raw.rfind(b"\n") + 1], b"cut")
        for number, line in enumerate(whole.decode("utf-8", "replace").split("\n")[:-1], 1):
            self._take(number, line)
        counted = self._counted()
        if self._lines < counted:
            raise self._fault(self._lines + 1, "session-cut" if end else "session-missing")
        if end:  # the program ended while it wrote: nobody was told that it counts
            self.torn = self._lines + 1
            with self.path.open("r+b") as file:
                file.truncate(len(whole))
        if self._lines:
            self._count()

    def _take(self, number: int, text: str) -> None:
        try:
            given = json.loads(text)
            line, code = given["line"], given["code"]
            body = json.dumps(line, ensure_ascii=False, sort_keys=True)
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise self._fault(number, "session-rewritten") from error
        expected = self._code(body)
        if not hmac.compare_digest(expected, str(code)):
            raise self._fault(number, "session-rewritten")
        if "at" not in line:
            raise self._fault(number, "session-old")
        self._last, self._lines = expected, number
        self._apply(line)

    def _apply(self, line: Mapping[str, Any]) -> None:
        event = line["event"]
        self.seconds, self._at = float(line["seconds"]), datetime.fromisoformat(line["at"]).timestamp()
        if event == ANSWERED:
            self.answers.append(Answer.of({"choice": line["choice"], "values": line["values"]}))
            self.times.append(self.seconds)
        elif event == BACK:
            del self.answers[line["kept"] :], self.times[line["kept"] :]
        elif event == ALLOWED:
            self.allowed_minutes += line["minutes"]
            self.finished = self.finished and not self._timed_out
        elif event == FINISHED:
            self.finished, self._timed_out = True, line["timed_out"]
        elif event == RESUMED:
            self.finished = False
        self.pauses += event == PAUSED
        if event != ALLOWED:
            self.standing = event in (PAUSED, FINISHED)

    def _counted(self) -> int:
        """Lines that were counted; a count may lack the last one. Raises Faults for a count that is not as written."""
        if self._lines <= 1 and not self.tally.exists():
            return 0
        try:
            lines, last, code = self.tally.read_text(encoding="ascii").split()
            expected = hmac.new(self.key, f"{lines} {last}".encode(), hashlib.sha256).hexdigest()
            sound = hmac.compare_digest(expected, code)
        except (OSError, ValueError, TypeError):
            sound = False
        if not sound:
            raise Faults([Fault(str(self.tally), None, None, "E060", _texts("session-count"))])
        return int(lines)

    def _fault(self, line: int, key: str) -> Faults:
        return Faults([Fault(str(self.path), line, None, "E040", _texts(key, line=line))])
