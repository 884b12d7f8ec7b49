"""TOML text to plain values, by tomllib: with the faults of syntax of all lines, and bounds kept before it starts."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from kaohe.sim.files.characters import lines_ended
from kaohe.sim.files.fault import Fault, Faults, dotted, quoted, say
from kaohe.sim.files.limits import NODES, hopelessly_deep
from kaohe.sim.files.model import Written
from kaohe.sim.files.positions import DEPTH, Twice
from kaohe.sim.files.source import Source
from kaohe.sim.files.syntax import slip

SLIPS = 20
SHORT = 50_000  # characters; each makes at most two nodes of syntax
_ENDLESS = re.compile("[+-]?[0-9][0-9_]{1000,}")


def parsed(path: str, text: str) -> tuple[Source, dict[str, Any], list[Fault]]:
    """(source, data, faults of syntax); lines that are wrong by themselves are left out of the data."""
    text = lines_ended(text.removeprefix("\ufeff"))
    if any(mark in text for mark in "\u2028\u2029\x85"):
        ended = text.translate({0x2028: "\n", 0x2029: "\n", 0x85: "\n"})
        text = ended if _is_toml(ended) or not _is_toml(text) else text
    source = Source(path, text)
    if (data := _at_once(text)) is not None:
        return source, data, []
    _bounded(source)
    faults = [_twice(source, one) for one in source.positions.twice]
    lines = list(source.lines)
    for one in source.positions.twice:
        lines[one.again.row : one.last_row + 1] = [""] * (one.last_row + 1 - one.again.row)
    for _ in range(SLIPS):
        try:
            return source, tomllib.loads("\n".join(lines), parse_float=Written), faults
        except tomllib.TOMLDecodeError as error:
            found = slip("\n".join(lines), error)
            if not (faults and source.positions.twice and "Cannot" in str(error)):
                faults.append(source.fault((found.line, found.column), found.code, found.said))
            if not found.alone:
                break
            lines[found.line - 1] = ""
        except (ValueError, RecursionError) as error:
            faults.append(_refused(source, error))
            break
    raise Faults(faults)


def _at_once(text: str) -> dict[str, Any] | None:
    """The values of a sound text that is too short to hold too many of them; None for any other.

    Finding out where they stand takes longer than all the rest, and nobody asks unless something is wrong.
    """
    if len(text) > SHORT or _ENDLESS.search(text) is not None or hopelessly_deep(text) is not None:
        return None
    try:
        data = tomllib.loads(text, parse_float=Written)
    except (ValueError, RecursionError):
        return None
    return None if _deeper(data, DEPTH) else data


def _deeper(value: object, levels: int) -> bool:
    """Values are nested in more than so many levels."""
    if not isinstance(value, (dict, list)):
        return False
    return levels == 0 or any(
        _deeper(one, levels - 1) for one in (value.values() if isinstance(value, dict) else value)
    )


def _refused(source: Source, error: ValueError | RecursionError) -> Fault:
    """What tomllib has no words for: integers that Python will not convert, and depth that `_bounded` let pass."""
    if isinstance(error, RecursionError):
        return source.fault((1, 1), "P070", say("too-deep", limit=DEPTH))
    for number, line in enumerate(source.lines, 1):
        if (match := _ENDLESS.search(line)) is not None:
            said = say("over-limit", where=quoted(line[:40].split("=")[0].strip()))
            return source.fault((number, match.start() + 1), "P017", said)
    return source.fault((1, 1), "P003", say("not-toml", reason=str(error)))


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _bounded(source: Source) -> None:
    """Faults for what must not even be parsed: too deep, too many values, integers of thousands of digits."""
    if (index := hopelessly_deep(source.text)) is not None:
        before = source.text[:index]
        spot = before.count("\n") + 1, index - before.rfind("\n")
        raise Faults([source.fault(spot, "P070", say("too-deep", limit=DEPTH))])
    if source.positions.too_many:
        raise Faults([source.fault((1, 1), "P071", say("too-many", limit=NODES))])
    values = source.positions.values.items()
    long = [(path, place) for path, place in values if _ENDLESS.fullmatch(source.raw(path))]
    faults = [source.fault(source.at(at), "P017", say("over-limit", where=quoted(dotted(path)))) for path, at in long]
    faults += [source.fault(source.at(place), "P070", say("too-deep", limit=DEPTH)) for place in source.positions.deep]
    if faults:
        raise Faults(faults)


def _twice(source: Source, one: Twice) -> Fault:
    first, _ = source.at(one.first)
    said = say("twice", key=quoted(dotted(one.path)), line=first)
    return source.fault(source.at(one.again), "P012", said)
