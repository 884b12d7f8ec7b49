"""How tests call the command line: in their own process, or in one of its own; nothing of the surroundings counts."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from kaohe.__main__ import main

CHANGING = ("KAOHE", "LC_", "LANG", "PYTHON", "TZ")


@dataclass(frozen=True)
class Answer:
    """What one call gave."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)

    @property
    def messages(self) -> list[str]:
        """One line a fault."""
        return self.err.splitlines()


Kaohe = Callable[..., Answer]


def environment(**changes: str) -> dict[str, str]:
    """The surrounding environment without what would change the answer."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(CHANGING)}
    return {**kept, "COLUMNS": "80", **changes}


def called(folder: Path, *words: str | Path, **changes: str) -> Answer:
    """`kaohe words…` in a folder, in this process: what a process of its own costs is its imports."""
    written = io.BytesIO(), io.BytesIO()
    out, err = (io.TextIOWrapper(each, encoding="utf-8", write_through=True) for each in written)
    streams = mock.patch.multiple(sys, stdin=io.StringIO(), stdout=out, stderr=err)
    with _surroundings(folder, environment(**changes)), streams:
        code = copy_context().run(main, [str(word) for word in words])
        out.flush()
        err.flush()
    return Answer(code, *(each.getvalue().decode() for each in written))


@contextlib.contextmanager
def _surroundings(folder: Path, variables: dict[str, str]) -> Iterator[None]:
    stops = signal.getsignal(signal.SIGTERM)
    try:
        with contextlib.chdir(folder), mock.patch.dict(os.environ, variables, clear=True):
            yield
    finally:
        signal.signal(signal.SIGTERM, stops)


def called_apart(folder: Path, *words: str | Path, **changes: str) -> Answer:
    """The same in a process of its own, as a user calls it."""
    command = [sys.executable, "-m", "kaohe", *map(str, words)]
    around = environment(**changes)
    done = subprocess.run(command, cwd=folder, env=around, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())
