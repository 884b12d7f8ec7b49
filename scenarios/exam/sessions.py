"""A candidate's session in a drill: a file to which lines are added, each authenticated; nothing confirmed is lost.

A line is JSON: its number, what happened, the seconds at work so far, and a code over it and the line before, made with
a key that stays with the trainer. Whoever rewrites, adds, takes out or cuts a line is told which.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_bytes

from kaohe.scenarios.exam.situations import Answer
from kaohe.sim.files import Fault, Faults
from kaohe.sim.texts import catalogue

KEY_BYTES = 32
OPENED, ANSWERED, BACK, FINISHED = "opened", "answered", "back", "finished"
_texts = catalogue("kaohe.scenarios")


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
    """The file of one candidate. torn: a last line that was cut short, and so never confirmed."""

    path: Path
    key: bytes
    exam: str
    candidate: str
    tally: Path
    answers: list[Answer] = field(default_factory=list)
    seconds: float = 0.0
    finished: bool = False
    torn: int | None = None
    _lines: int = 0
    _last: str = ""

    @classmethod
    def open(cls, path: Path, tally: Path, key: bytes, exam: str, candidate: str) -> Session:
        """A session to begin or go on with. tally: where its lines are counted, beside the key: a file that lost its
        end, or all of it, is known by that. Raises Faults that name the line that is not as it was written, OSError.
        """
        session = cls(path, key, exam, candidate, tally)
        for each in (path, tally):
            each.parent.mkdir(parents=True, exist_ok=True)
        session._read(path.read_bytes() if path.exists() else b"")
        if not session._lines:
            session._add(OPENED, {"exam": exam, "candidate": candidate})
        return session

    def answered(self, answer: Answer, seconds: float) -> None:
        """An answer that counts; it stands on the disk when this returns."""
        self.seconds = seconds
        self._add(ANSWERED, answer.to_json())
        self.answers.append(answer)

    def went_back(self, kept: int, seconds: float) -> None:
        """Practice: only so many of the answers count any more."""
        self.seconds = seconds
        self._add(BACK, {"kept": kept})
        del self.answers[kept:]

    def finish(self, seconds: float) -> None:
        """Nothing more is answered."""
        self.seconds = seconds
        self._add(FINISHED, {})
        self.finished = True

    def _add(self, event: str, body: Mapping[str, object]) -> None:
        line = {"n": self._lines + 1, "event": event, "seconds": round(self.seconds, 1), **body}
        text = json.dumps(line, ensure_ascii=False, sort_keys=True)
        self._last = self._code(text)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"line": line, "code": self._last}, ensure_ascii=False, sort_keys=True) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._lines += 1
        self._count()

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
        for number, line in enumerate(whole.decode("utf-8", "replace").splitlines(), 1):
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
        self._last, self._lines = expected, number
        self.seconds = float(line["seconds"])
        self._apply(line)

    def _apply(self, line: Mapping[str, object]) -> None:
        event = line["event"]
        if event == ANSWERED:
            self.answers.append(Answer.of({"choice": line["choice"], "values": line["values"]}))
        elif event == BACK:
            del self.answers[int(str(line["kept"])) :]
        elif event == FINISHED:
            self.finished = True

    def _counted(self) -> int:
        try:
            lines, last, code = self.tally.read_text(encoding="ascii").split()
        except (OSError, ValueError):
            return 0
        expected = hmac.new(self.key, f"{lines} {last}".encode(), hashlib.sha256).hexdigest()
        return int(lines) if hmac.compare_digest(expected, code) else 0

    def _fault(self, line: int, key: str) -> Faults:
        return Faults([Fault(str(self.path), line, None, "E040", _texts(key, line=line))])
