"""A candidate's session in a drill: a file to which lines are added, each authenticated; nothing confirmed is lost.

A line is JSON: its number, what happened, when, the seconds of the exam that were gone by then, and a code over it and
the line before, made with a key that stays with the trainer. Whoever rewrites, adds, takes out or cuts a line is told
which. The clock begins with the first line and runs on, whether the program does or not, but for declared pauses: a
question can be thought over in front of a terminal that was killed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kaohe.scenarios.exam.ledgers import Ledger
from kaohe.scenarios.exam.situations import Answer

OPENED, ANSWERED, BACK, FINISHED = "opened", "answered", "back", "finished"
PAUSED, RESUMED, ALLOWED = "paused", "resumed", "allowed"
Clock = Callable[[], float]


def no_clock() -> float:
    """The clock of a session that is only read: RuntimeError where time would be taken."""
    raise RuntimeError("a session that is only read has no clock")


@dataclass
class Session:
    """The file of one candidate.

    seconds: of the exam that were gone at the last line; times: the same at each answer; pauses: how often the clock
    stood; allowed_minutes: what the trainer gave besides.
    """

    ledger: Ledger
    exam: str
    candidate: str
    clock: Clock
    answers: list[Answer] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    seconds: float = 0.0
    pauses: int = 0
    allowed_minutes: int = 0
    standing: bool = True
    finished: bool = False
    _timed_out: bool = False
    _at: float = 0.0

    @classmethod
    def open(cls, path: Path, tally: Path, key: bytes, exam: str, candidate: str, clock: Clock) -> Session:
        """A session to begin or go on with; nothing is written before it begins. tally: where its lines are counted,
        beside the key: a file that lost its end, or all of it, is known by that. clock: seconds since 1970.

        Raises Faults that name the line that is not as it was written, OSError.
        """
        session = cls(Ledger(path, tally, key, f"{exam}\n{candidate}"), exam, candidate, clock)
        for line in session.ledger.read():
            if "at" not in line:
                raise session.ledger.fault(session.ledger.lines, "session-old")
            session._apply(line)
        return session

    @property
    def path(self) -> Path:
        """Its file."""
        return self.ledger.path

    @property
    def begun(self) -> bool:
        """Whether its clock was ever started."""
        return self.ledger.lines > 0

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
        when = datetime.fromtimestamp(self.clock(), UTC).isoformat(timespec="milliseconds")
        n, seconds = self.ledger.lines + 1, round(self.used(), 1)
        line = {"n": n, "event": event, "at": when, "seconds": seconds, **body}
        self.ledger.add(line)
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
