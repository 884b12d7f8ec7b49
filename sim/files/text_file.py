"""Reading a text that people wrote: UTF-8 of at most 1 MiB from an ordinary file, or faults that say what to do."""

from __future__ import annotations

import errno
import os
import stat
from importlib.resources.abc import Traversable
from pathlib import Path

from kaohe.sim.files.characters import lines_ended, unwelcome
from kaohe.sim.files.encoding import byte_order_mark, looks_like
from kaohe.sim.files.fault import Fault, Faults, made, quoted, say
from kaohe.sim.files.nearest import nearest

LARGEST = 1 << 20  # bytes
SIBLINGS = 2000  # names looked through for the nearest

_IN_WORDS = {
    errno.EACCES: "errno-denied",
    errno.EPERM: "errno-denied",
    errno.ELOOP: "errno-loop",
    errno.ENAMETOOLONG: "errno-long-name",
    errno.EIO: "errno-device",
    errno.EMFILE: "errno-too-many",
    errno.ENFILE: "errno-too-many",
}


def read_text(path: Path | Traversable) -> str:
    """The text of a UTF-8 file, byte-order mark dropped, line ends as `\\n`.

    Faults: P062 missing, P073 not an ordinary file or over 1 MiB, P080 other encoding, P082 damaged text, P083 control
    characters, P084 refused by the system.
    """
    return decoded(str(path), read_bytes(path))


def read_bytes(path: Path | Traversable) -> bytes:
    """The bytes of an ordinary file of at most 1 MiB; faults as `read_text`. Nothing is read from pipes and devices."""
    try:
        data = _ordinary(path) if isinstance(path, Path) else path.read_bytes()
    except (OSError, ValueError) as refusal:
        raise Faults([_refused(path, refusal)]) from None
    if len(data) > LARGEST:
        raise Faults([_alone(path, "P073", "too-large", limit=LARGEST >> 10)])
    return data


def decoded(path: str, data: bytes) -> str:
    """The text of these bytes; `path` is for the faults."""
    if (mark := byte_order_mark(data)) is not None:
        raise Faults([_encoded(path, data, mark, 0)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Faults([_encoded(path, data, looks_like(data), error.start)]) from None
    if 0 in data and (guess := looks_like(data)) is not None and guess.startswith("UTF-16"):
        raise Faults([_encoded(path, data, guess, data.index(0))])
    text = lines_ended(text)
    if faults := unwelcome(path, text):
        raise Faults(faults)
    return text


def _ordinary(path: Path) -> bytes:
    if not stat.S_ISREG(path.stat().st_mode):
        key = "is-directory" if path.is_dir() else "not-ordinary"
        raise Faults([_alone(path, "P073", key)])
    with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0)), "rb") as file:
        return file.read(LARGEST + 1)


def _refused(path: Path | Traversable, refusal: OSError | ValueError) -> Fault:
    if isinstance(refusal, FileNotFoundError | NotADirectoryError):
        return _missing(Path(str(path)))
    if isinstance(refusal, ValueError):
        return made(str(quoted(str(path))), None, None, "P084", say("errno-bad-name"))
    number = refusal.errno or 0
    if (key := _IN_WORDS.get(number)) is not None:
        return _alone(path, "P084", key)
    return _alone(path, "P084", "errno-other", number=number, words=os.strerror(number))


def _missing(path: Path) -> Fault:
    folder = path.parent
    if not folder.is_dir():
        return _alone(path, "P062", "no-folder", folder=quoted(str(folder)))
    near = nearest(path.name, _names(folder))
    if near is None:
        return _alone(path, "P062", "no-file", folder=quoted(str(folder)))
    return _alone(path, "P062", "no-file-near", near=quoted(str(folder / near)))


def _names(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry, _ in zip(entries, range(SIBLINGS), strict=False))
    except OSError:
        return []


def _encoded(path: str, data: bytes, guess: str | None, at: int) -> Fault:
    before = data[:at]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    if guess is None:
        return made(path, line, column, "P080", say("not-utf8", byte=f"0x{data[at]:02X}"))
    command = quoted(f"iconv -f {guess.upper()} -t UTF-8 {_shell(path)} > {_shell(_beside(path))}")
    return made(path, line, column, "P080", say("other-encoding", encoding=guess, command=command))


def _beside(path: str) -> str:
    stem, dot, suffix = path.rpartition(".")
    return f"{stem}-utf8.{suffix}" if dot and "/" not in suffix else f"{path}-utf8"


def _shell(path: str) -> str:
    plain = all(character.isalnum() or character in "/._-" for character in path)
    return path if plain else "'" + path.replace("'", "'\\''") + "'"


def _alone(path: Path | Traversable, code: str, key: str, **args: str | int) -> Fault:
    return made(str(path), None, None, code, say(key, **args))
