"""Bounds on what any file may hold: depth, number of values, lengths, sizes of numbers, characters."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kaohe.sim.files.fault import dotted, quoted, say
from kaohe.sim.files.model import LARGEST_INTEGER
from kaohe.sim.files.positions import DEPTH, Path
from kaohe.sim.files.text_file import invisible
from kaohe.sim.texts import Message

NODES = 10_000
LONGEST_TEXT = 4 << 10  # bytes of UTF-8
DOTS = 40  # parts of one dotted key at which not even the syntax is tried

SHORT_TEXT = LONGEST_TEXT // 4  # characters that no UTF-8 makes too long
_PLAIN_KEY = re.compile("[a-z_0-9.]{1,80}")  # as all ours are: nothing can be wrong with it
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_DOTTED = re.compile(
    rf"""(?:^|[{{,\[])[ \t]*+(?:(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{DOTS}}}""", re.M
)
_OPENING = re.compile(r""""(?:\\.|[^"\\\n])*+"|'[^'\n]*+'|\#[^\n]*+|[\[\]{}]""")


@dataclass(frozen=True, slots=True)
class Breach:
    """A bound that a value (or, with `key`, a key) does not keep."""

    path: Path
    code: str
    said: Message
    key: bool = False
    offset: int = 0


@dataclass(slots=True)
class _Seen:
    nodes: int = 0
    breaches: list[Breach] = field(default_factory=list)


def breaches(data: Mapping[str, object]) -> list[Breach]:
    """All bounds that the values of a parsed file do not keep, in the file's order; at 10,000 values it stops."""
    seen = _Seen()
    _table((), data, seen)
    return seen.breaches


def hopelessly_deep(text: str) -> int | None:
    """The index at which brackets or a dotted key go far too deep for the parser, or None."""
    if (dotted := _DOTTED.search(text)) is not None:
        return dotted.start()
    depth = 0
    for match in _OPENING.finditer(text):
        sign = match.group()
        depth = depth + 1 if sign in "[{" else max(depth - 1, 0) if sign in "]}" else depth
        if depth > DEPTH * 2:
            return match.start()
    return None


def _table(path: Path, table: Mapping[str, object], seen: _Seen) -> None:
    for key, value in table.items():
        here = (*path, key)
        if _PLAIN_KEY.fullmatch(key) is None:
            seen.breaches += _key(here, key)
        _value(here, value, seen)


def _value(path: Path, value: object, seen: _Seen) -> None:
    seen.nodes += 1
    if seen.nodes > NODES:
        if seen.nodes == NODES + 1:
            seen.breaches.append(Breach(path, "P071", say("too-many", limit=NODES)))
    elif len(path) > DEPTH:
        seen.breaches.append(Breach(path, "P070", say("too-deep", limit=DEPTH)))
    elif isinstance(value, Mapping):
        _table(path, value, seen)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            _value((*path, number), item, seen)
    elif isinstance(value, str):
        if len(value) > SHORT_TEXT or _CONTROL.search(value) is not None:
            seen.breaches += (Breach(path, code, said) for code, said in _text(value, path))
    elif isinstance(value, int | float) and not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:  # nor what is no number
        seen.breaches += (Breach(path, code, said) for code, said in _number(value, path))


def _key(path: Path, key: str) -> Iterator[Breach]:
    for index, character in invisible(key):
        yield Breach(path, "P011", say("invisible-in-key", key=quoted(key), character=character), True, index)
        return
    for code, said in _text(key, path):
        yield Breach(path, code, said, key=True)


def _text(text: str, path: Path) -> Iterator[tuple[str, Message]]:
    if (size := len(text.encode())) > LONGEST_TEXT:
        yield "P072", say("text-too-long", where=quoted(dotted(path)), size=size, limit=LONGEST_TEXT)
    if (match := _CONTROL.search(text)) is not None:
        yield "P083", say("control-character", character=f"<U+{ord(match.group()):04X}>")


def _number(value: float, path: Path) -> Iterator[tuple[str, Message]]:
    if isinstance(value, float) and not math.isfinite(value):
        yield "P016", say("not-finite", where=quoted(dotted(path)), value=str(value))
    elif abs(value) > LARGEST_INTEGER:
        yield "P017", say("over-limit", where=quoted(dotted(path)))
