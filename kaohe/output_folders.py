"""Output folders: written under another name, put in place at the end, never over something older."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from kaohe.errors import system_words
from kaohe.sim.files import Fault, Faults
from kaohe.wording import say

RUNS = Path("runs")
TRIES = 200
ENOUGH = 10
BETWEEN_S = 0.05
_NUMBERED = re.compile(r"[0-9]{4,}")


class Place:
    """Where a run is written while it is made (`work`), and where it stands in the end (`path`, set when it does).

    `made`: the folders around it that had to be made, the innermost first.
    """

    def __init__(self, work: Path, made: tuple[Path, ...] = ()) -> None:
        self.work = work
        self.path = work
        self.made = made


@contextmanager
def new_folder(out: Path | None) -> Iterator[Place]:
    """A folder to fill. It becomes `out`, or the next number under runs/; after an error nothing of it is left.

    Raises Faults if `out` has content or cannot be written.
    """
    if out is not None:
        _check_free(out)
    target = RUNS / "new" if out is None else out
    made = tuple(folder for folder in target.parents if not folder.exists())
    place = Place(_working_folder(target), made)
    try:
        yield place
        place.path = _settle_numbered(place.work) if out is None else _settle(place.work, out)
    except BaseException as error:
        _remove(place.work)
        _remove_empty(place.made)
        if isinstance(error, OSError) and str(error.filename or "").startswith(str(place.work)):
            raise _refused(out or RUNS, error) from error
        raise


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """A folder to fill that takes the place of `target`, whole or not at all."""
    work = _working_folder(target)
    try:
        yield work
        old = _beside(target)
        if target.exists():
            target.rename(old)
        work.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except BaseException as error:
        _remove(work)
        if isinstance(error, OSError) and str(error.filename or "").startswith(str(work)):
            raise _refused(target, error) from error
        raise


def _remove(work: Path) -> None:
    """Remove an unfinished folder. A thread with files still to write would make it again: wait until it has none."""
    quiet = 0
    for _ in range(TRIES):
        quiet = 0 if work.exists() else quiet + 1
        shutil.rmtree(work, ignore_errors=True)
        if threading.active_count() == 1 or quiet == ENOUGH:
            return
        time.sleep(BETWEEN_S)


def _remove_empty(made: tuple[Path, ...]) -> None:
    """Remove the folders that were made around an unfinished one, as far as nobody else has put anything there."""
    with suppress(OSError):
        for folder in made:
            folder.rmdir()


def _check_free(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise _fault(out, "U012", say("folder", "not_folder"))
    try:
        taken = out.is_dir() and any(out.iterdir())
    except OSError as error:
        raise _refused(out, error) from error
    if taken:
        raise _fault(out, "U012", say("folder", "taken"))


def _working_folder(target: Path) -> Path:
    work = _beside(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work.mkdir()
    except OSError as error:
        raise _refused(target, error) from error
    return work


def _beside(target: Path) -> Path:
    return target.parent / f".{target.name}.unfinished-{token_hex(4)}"


def _settle(work: Path, out: Path) -> Path:
    try:
        if out.is_dir():
            out.rmdir()
        work.rename(out)
    except OSError as error:
        raise _fault(out, "U012", say("folder", "taken")) if out.exists() else _refused(out, error) from error
    return out


def _settle_numbered(work: Path) -> Path:
    """The next free number; if somebody takes it at the same moment, the one after."""
    used = [int(path.name) for path in work.parent.iterdir() if _NUMBERED.fullmatch(path.name)]
    number = max(used, default=0) + 1
    while True:
        target = work.parent / f"{number:04d}"
        try:
            if not target.exists():
                work.rename(target)
                return target
        except OSError:
            if not target.exists():
                raise
        number += 1


def _refused(path: Path, error: OSError) -> Faults:
    return _fault(path, "P084", say("folder", "refused", reason=system_words(error)))


def _fault(path: Path, code: str, text: str) -> Faults:
    return Faults((Fault(str(path), None, None, code, text),))
