"""Characters that nobody means to write: control characters, and the sign that a conversion left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from kaohe.sim.files.fault import Fault, made, say, shown

_UNWELCOME = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffd]")
_INVISIBLE = re.compile(
    "[\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\u3000\u3164\ufeff\uffa0]"
)

MOST = 1000  # faults of one kind worth counting


def unwelcome(path: str, text: str) -> list[Fault]:
    """P083 for control characters, P082 for U+FFFD: the first of each line; tabs and line ends are welcome."""
    if _UNWELCOME.search(text) is None:
        return []
    found = ((number, line, _UNWELCOME.search(line)) for number, line in enumerate(text.split("\n"), 1))
    faults = (_fault(path, number, line, match) for number, line, match in found if match is not None)
    return list(islice(faults, MOST))


def _fault(path: str, number: int, line: str, match: re.Match[str]) -> Fault:
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
