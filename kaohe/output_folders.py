"""Output folders: written under another name, put in place at the end, never over something older."""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from secrets import token_hex

from kaohe.errors import leaves, note, refusal, refusals, system_words
from kaohe.sim.files import Fault, Faults
from kaohe.wording import say

try:
    import fcntl
except ImportError:  # not on Windows, where what killed runs left stays
    fcntl = None  # type: ignore[assignment]  # one name for both

RUNS = Path("runs")
TRIES = 200
ENOUGH = 10
BETWEEN_S = 0.05
YOUNG_S = 60
AT_ONCE = 8
UNFINISHED, BEFORE = "unfinished", "before"
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
    target = RUNS / "new" if out is None else out
    with refusals(target):
        if out is not None:
            _check_free(out)
        made = tuple(folder for folder in target.parents if not folder.exists())
    place = Place(_working_folder(target), made)
    try:
        with _in_use(place.work):
            yield place
            _keep_on_disk(place.work)
            place.path = _settle_numbered(place.work) if out is None else _settle(place.work, out)
    except BaseException as error:
        _remove(place.work)
        _remove_empty(place.made)
        _tell_removed(error)
        _raise_refused(out or RUNS, place.work, error)
        raise


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """A folder to fill that takes the place of `target`, whole or not at all."""
    put_back(target)
    work = _working_folder(target)
    old = target.parent / f".{target.name}.{BEFORE}"
    try:
        with _in_use(work):
            yield work
            _keep_on_disk(work)
            if target.exists():
                target.rename(old)
            work.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except BaseException as error:
        put_back(target)
        _remove(work)
        _tell_removed(error)
        _raise_refused(target, work, error)
        raise


def put_back(target: Path) -> None:
    """Between two renames a part of a run stands under another name; killed just then, the old one is put back."""
    old = target.parent / f".{target.name}.{BEFORE}"
    if not old.exists():
        return
    if target.exists():
        shutil.rmtree(old, ignore_errors=True)
    else:
        old.rename(target)


def _tell_removed(error: BaseException) -> None:
    if isinstance(error, KeyboardInterrupt):
        leaves(say("ending", "interrupted_removed"))


def _raise_refused(target: Path, work: Path, error: BaseException) -> None:
    """Raises Faults if what stopped the work is that the system would not let it be written."""
    if isinstance(error, OSError):
        here = error.filename is None or str(error.filename).startswith(str(work))
    else:
        here = type(error).__module__ == "polars.exceptions"  # these say the number only
    reason = refusal(error) if here else None
    if reason is not None:
        raise _refused(target, reason) from error


@contextmanager
def _in_use(work: Path) -> Iterator[None]:
    """Hold a lock on an unfinished folder: it goes with the process, however that ends."""
    lock = _locked(work)
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)


def _locked(folder: Path) -> int | None:
    """A lock on a folder, to be closed; None if another process has it, or the system has no such locks."""
    if fcntl is None:
        return None
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock


def _clear_left_over(target: Path) -> None:
    """Remove what killed runs to the same place left unfinished, and say so. A young folder may not be locked yet."""
    for folder in target.parent.glob(f".{escape(target.name)}.{UNFINISHED}-*"):
        with suppress(OSError):
            lock = _locked(folder) if time.time() - folder.stat().st_mtime > YOUNG_S else None
            if lock is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(lock)
                note(folder, "U026", say("folder", "left_over"))


def _keep_on_disk(work: Path) -> None:
    """What is about to be renamed into place is on the disk before its name is."""
    paths = [path for path in (*work.rglob("*"), work) if os.name == "posix" or path.is_file()]
    with ThreadPoolExecutor(AT_ONCE) as pool:  # many waits for one turn of the disk: a tenth of the time
        list(pool.map(_sync, paths))


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


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
        raise _refused(out, system_words(error)) from error
    if taken:
        raise _fault(out, "U012", say("folder", "taken"))


def _working_folder(target: Path) -> Path:
    work = target.parent / f".{target.name}.{UNFINISHED}-{token_hex(4)}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_left_over(target)
        work.mkdir()
    except OSError as error:
        raise _refused(target, system_words(error)) from error
    return work


def _settle(work: Path, out: Path) -> Path:
    try:
        if out.is_dir():
            out.rmdir()
        work.rename(out)
    except OSError as error:
        raise (
            _fault(out, "U012", say("folder", "taken")) if out.exists() else _refused(out, system_words(error))
        ) from error
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


def _refused(path: Path, reason: str) -> Faults:
    return _fault(path, "P084", say("folder", "refused", reason=reason))


def _fault(path: Path, code: str, text: str) -> Faults:
    return Faults((Fault(str(path), None, None, code, text),))
