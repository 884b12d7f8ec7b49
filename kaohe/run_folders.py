"""A run's folder as the command line meets it: is it one, what does run.json say, can its records be read."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import polars as pl

from kaohe.errors import refusals, system_words
from kaohe.output_folders import put_back
from kaohe.sim.files import Fault, Faults
from kaohe.wording import say

PARTS = {"run.json": "not_a_run", "records": "not_a_run", "truth": "no_truth", "assessment": "no_judging"}
WITHIN = ("records", "truth", "assessment", "report")
TABLES = ("records/*/*.parquet", "truth/*.parquet", "assessment/*.parquet")
DOCUMENTS = ("run.json", "truth/*.json", "assessment/*.json")
UNREADABLE = (pl.exceptions.PolarsError, pl.exceptions.PanicException)  # the second is a BaseException
STDERR = 2


def require(directory: Path, *parts: str) -> None:
    """Raises Faults unless the folder is a run with these parts (run.json, records, truth, assessment)."""
    with refusals(directory):
        if not directory.is_dir():
            raise _fault(directory, "U020", "is_file" if directory.exists() else "not_there", directory=str(directory))
        for part in parts:
            put_back(directory / part)
            if not (directory / part).exists():
                whole = directory.absolute().parent
                if directory.absolute().name in WITHIN and all((whole / each).exists() for each in parts):
                    raise _fault(directory, "U020", "within_a_run", whole=str(directory.parent), part=part)
                raise _fault(directory, "U020", PARTS[part], part=part, directory=str(directory))


def facts(directory: Path) -> dict[str, Any]:
    """What run.json says."""
    require(directory, "run.json", "records")
    return read_json(directory / "run.json")


def read_json(path: Path) -> dict[str, Any]:
    """A document that we once wrote. Raises Faults if it is damaged, or cannot be read."""
    _require_ordinary([path])
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _fault(path, "U021", "unreadable", detail=system_words(error)) from error
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise _fault(path, "U021", "damaged_file")
    return document


@contextmanager
def readable(directory: Path) -> Iterator[None]:
    """What goes wrong in reading a run's tables is a fault of its folder, not of the program."""
    with refusals(directory):
        tables = _matching(directory, TABLES)
        _require_ordinary([*tables, *_matching(directory, DOCUMENTS)])
    with panics_unprinted():
        try:
            yield
        except BrokenPipeError:  # the reader of our output has gone; the folder is sound
            raise
        except (*UNREADABLE, LookupError, OSError, ValueError) as error:
            if type(error) in (KeyError, IndexError):  # a slip of ours; what the records lack is a plain LookupError
                raise
            raise _damaged(directory, tables, error) from error


def _matching(directory: Path, patterns: Sequence[str]) -> list[Path]:
    return sorted(path for pattern in patterns for path in directory.glob(pattern))


def _require_ordinary(paths: Iterable[Path]) -> None:
    """Raises Faults if one of these is there and no ordinary file: to open a pipe is to wait for ever."""
    for path in paths:
        with refusals(path):
            if path.exists() and not (path.is_file() or path.is_dir()):
                raise _fault(path, "U021", "not_ordinary")


@contextmanager
def panics_unprinted() -> Iterator[None]:
    """Polars writes the trace of a panic on file descriptor 2 by itself: it leads nowhere here; our messages go on."""
    told = sys.stderr
    if not _is_descriptor_2(told):
        yield
        return
    told.flush()
    # Closed when the last who writes to it lets go, which may be the thread that draws the progress.
    ours = os.fdopen(os.dup(STDERR), "w", buffering=1, encoding=told.encoding, errors=told.errors)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        sys.stderr = ours
        os.dup2(nowhere, STDERR)
        yield
    finally:
        os.dup2(ours.fileno(), STDERR)
        sys.stderr = told
        os.close(nowhere)


def _is_descriptor_2(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.fileno() == STDERR
    except OSError:  # a stream in memory
        return False


def _damaged(directory: Path, tables: Sequence[Path], error: BaseException) -> Faults:
    """Names the tables that cannot be read; where all can, what was missed in them."""
    tried = ((path, _unread(path)) for path in tables)
    unread = [Fault(str(path), None, None, "U021", said) for path, said in tried if said is not None]
    if unread:
        return Faults(unread)
    place = getattr(error, "filename", None) or directory
    if isinstance(error, OSError):
        return Faults((Fault(str(place), None, None, "U021", _refused(error)),))
    detail = next(iter(str(error).splitlines()), type(error).__name__)
    return _fault(place, "U021", "damaged", detail=detail)


def _unread(path: Path) -> str | None:
    """Why a table cannot be read; None if it can."""
    try:
        with path.open("rb") as file:
            file.read(1)
        pl.read_parquet(path)
    except OSError as error:
        return _refused(error) if error.errno else say("misuse", "damaged_file")
    except UNREADABLE:
        return say("misuse", "damaged_file")
    return None


def _refused(error: OSError) -> str:
    return say("misuse", "unreadable", detail=system_words(error))


def _fault(place: object, code: str, key: str, **values: str) -> Faults:
    return Faults((Fault(str(place), None, None, code, say("misuse", key, **values)),))
