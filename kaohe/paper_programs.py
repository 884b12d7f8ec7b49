"""A program sits a paper: the registers out, a line a table, one line with its sheet in (docs/exams.md).

It runs without a shell in an empty folder and a bare environment, for so long as the exam allows. What it gives is
read like any other sheet; a program that dies, is silent or floods has handed nothing in.
"""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Iterator
from tempfile import TemporaryDirectory

from kaohe.scenarios.exam.players import Paper, table_lines
from kaohe.scenarios.exam.sheet import AnswerSheet

PROTOCOL = 1
MOST_BYTES = 1 << 20  # of an answer
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}


class NoAnswer(RuntimeError):
    """The program handed nothing in: `why` is one of dead, silent, flood, time, form."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def answered(command: str, paper: Paper, exam: str, seconds: float) -> AnswerSheet:
    """The sheet that a program gives. Raises NoAnswer."""
    told = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in _lines(paper, exam, seconds))
    with TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                shlex.split(command),
                input=told.encode(),
                capture_output=True,
                cwd=folder,
                env=ENVIRONMENT,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise NoAnswer("time") from error
        except (OSError, ValueError) as error:
            raise NoAnswer("dead") from error
    return _sheet(done.stdout)


def _lines(paper: Paper, exam: str, seconds: float) -> Iterator[dict[str, object]]:
    yield {"protocol": PROTOCOL, "exam": exam, "kind": "paper", "seconds": seconds}
    yield from table_lines(paper)
    yield {"id": 1, "sheet": AnswerSheet().to_json()}


def _sheet(said: bytes) -> AnswerSheet:
    """The answer in the last line that was said: {"id": 1, "sheet": …}, the sheet as `AnswerSheet.to_json` has it."""
    if len(said) > MOST_BYTES:
        raise NoAnswer("flood")
    lines = said.decode("utf-8", "replace").strip().splitlines()
    if not lines:
        raise NoAnswer("silent")
    try:
        return AnswerSheet.from_json(json.loads(lines[-1])["sheet"])
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        raise NoAnswer("form") from error
