"""A file to which lines are added and never changed: each is authenticated, and the lines are counted elsewhere.

A line is JSON with a code over it and the line before, made with a key that stays with the trainer. Whoever rewrites,
adds, takes out or cuts a line is told which; a last line that was cut short while it was written never counted.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes
from typing import Any

from kaohe.sim.files import Fault, Faults
from kaohe.sim.texts import catalogue

KEY_BYTES = 32
_texts = catalogue("kaohe.scenarios")


def key_of(path: Path) -> bytes:
    """The key of a file, made where there is none; nobody else may read it. OSError as it comes."""
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
class Ledger:
    """One such file. tally: where its lines are counted; subject: what it is about, so that no other's lines fit.

    lines: how many there are; torn: a last line that was cut short, and is taken away.
    """

    path: Path
    tally: Path
    key: bytes
    subject: str
    lines: int = 0
    torn: int | None = None
    _last: str = ""

    def read(self) -> Iterator[Mapping[str, Any]]:
        """Every line, in order. Raises Faults that name the line that is not as it was written, OSError."""
        raw = self.path.read_bytes() if self.path.exists() else b""
        whole = raw[: raw.rfind(b"\n") + 1]
        for number, text in enumerate(whole.decode("utf-8", "replace").split("\n")[:-1], 1):
            yield self._take(number, text)
        cut = len(whole) < len(raw)
        if self.lines < self._counted():
            raise self.fault(self.lines + 1, "ledger-cut" if cut else "ledger-missing")
        if cut:  # the program ended while it wrote: nobody was told that it counts
            self.torn = self.lines + 1
            with self.path.open("r+b") as file:
                file.truncate(len(whole))
        if self.lines:
            self._count()

    def add(self, line: Mapping[str, Any]) -> None:
        """One more line; it is on the disk when this returns."""
        for each in (self.path, self.tally):
            each.parent.mkdir(parents=True, exist_ok=True)
        self._last = self.code(_plain(line))
        with self.path.open("a", encoding="utf-8") as file:
            file.write(_plain({"line": line, "code": self._last}) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self.lines += 1
        self._count()

    def code(self, text: str) -> str:
        """The code of a line that would be the next."""
        return self._signed(f"{self.subject}\n{self._last}\n{text}")

    def fault(self, line: int, key: str) -> Faults:
        """What is wrong with a line, by the key of its text."""
        return Faults([Fault(str(self.path), line, None, "E040", _texts(key, line=line))])

    def _take(self, number: int, text: str) -> Mapping[str, Any]:
        try:
            given = json.loads(text)
            line, code = given["line"], str(given["code"])
            expected = self.code(_plain(line))
            sound = hmac.compare_digest(expected, code) and isinstance(line, dict)
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise self.fault(number, "ledger-rewritten") from error
        if not sound:
            raise self.fault(number, "ledger-rewritten")
        self._last, self.lines = expected, number
        found: Mapping[str, Any] = line
        return found

    def _signed(self, text: str) -> str:
        return hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()

    def _count(self) -> None:
        said = f"{self.lines} {self._last}"
        fresh = self.tally.with_suffix(".new")
        with fresh.open("w", encoding="ascii") as file:
            file.write(f"{said} {self._signed(said)}\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.tally)

    def _counted(self) -> int:
        """Lines that were counted; a count may lack the last one. Raises Faults for a count that is not as written."""
        if self.lines <= 1 and not self.tally.exists():
            return 0
        try:
            lines, last, code = self.tally.read_text(encoding="ascii").split()
            sound = hmac.compare_digest(self._signed(f"{lines} {last}"), code)
        except (OSError, ValueError, TypeError):
            sound = False
        if not sound:
            raise Faults([Fault(str(self.tally), None, None, "E060", _texts("ledger-count"))])
        return int(lines)


def _plain(line: Mapping[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=False, sort_keys=True)
