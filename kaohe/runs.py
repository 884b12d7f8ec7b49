"""Run folders as the command line meets them: is it one, what is in it, what does run.json say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kaohe.sim.files import Fault, Faults
from kaohe.system import system_words
from kaohe.wording import say

PARTS = {"run.json": "not_a_run", "records": "not_a_run", "truth": "no_truth", "assessment": "no_judging"}


def require(directory: Path, *parts: str) -> None:
    """Raises Faults unless the folder is a run with these parts (run.json, records, truth, assessment)."""
    if not directory.is_dir():
        raise _fault(directory, say("misuse", "not_there"))
    for part in parts:
        if not (directory / part).exists():
            raise _fault(directory, say("misuse", PARTS[part], part=part, directory=str(directory)))


def facts(directory: Path) -> dict[str, Any]:
    """What run.json says."""
    require(directory, "run.json", "records")
    return read_json(directory / "run.json")


def read_json(path: Path) -> dict[str, Any]:
    """A document that we once wrote. Raises Faults if it is damaged, or cannot be read."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _unread(path, say("misuse", "unreadable", detail=system_words(error))) from error
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise _unread(path, say("misuse", "damaged_file"))
    return document


def _unread(path: Path, text: str) -> Faults:
    return Faults((Fault(str(path), None, None, "U021", text),))


def _fault(directory: Path, text: str) -> Faults:
    return Faults((Fault(str(directory), None, None, "U020", text),))
