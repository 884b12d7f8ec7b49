"""Reading a text that people wrote: UTF-8 of at most 1 MiB from an ordinary file, or faults that say what to do."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from itertools import islice, pairwise
from pathlib import Path

from kaohe.sim.files.fault import Fault, Faults, made, quoted, say, shown
from kaohe.sim.files.spelling import nearest

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
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_FREQUENT = frozenset(
    "的一是不了在人有我他这個个上們们來来到時时大地為为子中你說说生國国年著就那和要她出也得裡里後后自以會会"
    "可下而過过天去能對对小多然於于心學学麼么之都好看起發发當当沒没成只如事把還还用第樣样道想作種种開开"
    "電电費费表抄收營营業业員员計计戶户用量元月日例期線线損损差錯错考核標标準准則则崗岗位職职責责規规定金額额"
    "單单按照應应及時时客檢检查審审核名稱称金限價价率"
)
SAMPLE = 64 << 10
_UNWELCOME = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffd]")
_INVISIBLE = re.compile(
    "[\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\u3000\u3164\ufeff\uffa0]"
)
MOST = 1000  # faults of one kind worth counting


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
    text = lines_ended(text.lstrip("\ufeff"))  # a file that was saved twice with a mark
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


def byte_order_mark(data: bytes) -> str | None:
    """The encoding that a byte-order mark names, other than UTF-8."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def looks_like(data: bytes) -> str | None:
    """The likely encoding of bytes that are not UTF-8: UTF-16LE/BE, GBK, Big5, Latin-1; None if nothing fits."""
    if (wide := _utf16(data)) is not None:
        return wide
    if _mostly_utf8(data):
        return None
    if _isolated(data):
        return "Latin-1"
    scores = [(_chinese(data, codec), name) for codec, name in (("gb18030", "GBK"), ("cp950", "Big5"))]
    score, name = max(scores, key=lambda pair: pair[0])
    return name if score > 0 else None


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: its NULs are many, and nearly all on one side of each pair of bytes."""
    nul, even = data.count(0), data[0::2].count(0)
    if nul * 20 < len(data) or min(even, nul - even) * 10 > nul:
        return None
    return "UTF-16BE" if even * 2 > nul else "UTF-16LE"


def _mostly_utf8(data: bytes) -> bool:
    """Most of the text is UTF-8 and some bytes are damaged."""
    text = data.decode("utf-8", "replace")
    wide = sum(ord(character) > 127 for character in text)
    return text.count("\ufffd") * 3 < wide


def _isolated(data: bytes) -> bool:
    """Bytes above 127 stand alone between ASCII ones, as é and £ do in Latin-1."""
    high = [byte > 127 for byte in data[:SAMPLE]]
    paired = sum(one and other for one, other in pairwise(high))
    return paired * 4 < sum(high)


def _chinese(data: bytes, codec: str) -> float:
    """Share of frequent characters among the wide ones, if these bytes can be so decoded; else 0."""
    text = codecs.getincrementaldecoder(codec)("replace").decode(data[:SAMPLE])
    wide = [character for character in text if ord(character) > 127]
    if not wide or text.count("\ufffd") * 10 > len(wide):
        return 0.0
    return sum(character in _FREQUENT or 0xFF00 <= ord(character) < 0xFF5F for character in wide) / len(wide)


def unwelcome(path: str, text: str) -> list[Fault]:
    """P083 for control characters, P082 for U+FFFD: the first of each line; tabs and line ends are welcome."""
    if _UNWELCOME.search(text) is None:
        return []
    found = ((number, line, _UNWELCOME.search(line)) for number, line in enumerate(text.split("\n"), 1))
    faults = (_character(path, number, line, match) for number, line, match in found if match is not None)
    return list(islice(faults, MOST))


def _character(path: str, number: int, line: str, match: re.Match[str]) -> Fault:
    if match.group() == "\ufffd":
        return made(path, number, match.start() + 1, "P082", say("damaged-character"), source=line)
    said = say("control-character", character=shown(match.group()))
    return made(path, number, match.start() + 1, "P083", said, source=line)


def invisible(text: str) -> Iterator[tuple[int, str]]:
    """(index, as <U+200B>) of each character that cannot be seen, or passes for a space."""
    for match in _INVISIBLE.finditer(text):
        yield match.start(), shown(match.group())


def lines_ended(text: str) -> str:
    """The text with `\\n` for `\\r\\n` and `\\r`."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
