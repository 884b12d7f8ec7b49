"""TOML text to plain values, by tomllib; what is wrong with a line that is not TOML, said so that it can be mended."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kaohe.sim.files.fault import Fault, Faults, dotted, quoted, say
from kaohe.sim.files.limits import NODES, hopelessly_deep
from kaohe.sim.files.model import Written
from kaohe.sim.files.positions import DEPTH, Source, Twice
from kaohe.sim.files.spelling import Spelling, spelled_date, spelled_number
from kaohe.sim.files.text_file import invisible, lines_ended
from kaohe.sim.texts import Message

SLIPS = 20
SHORT = 50_000  # characters; each makes at most two nodes of syntax
_ENDLESS = re.compile("[+-]?[0-9][0-9_]{1000,}")
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_QUOTED = re.compile(r""""(?:\\.|[^"\\])*+"|'[^']*+'|\#.*+""")
_WIDE = str.maketrans("＝：，。．“”„‟‘’「」『』［］｛｝（）＃｜、＂＇", '=:,..""""\'\'""""[]{}()#|,"\'')
_WIDE_SIGN = re.compile("[＝：，。．“”„‟‘’「」『』［］｛｝（）＃｜、＂＇]")
_PAIR = re.compile(r"\s*(?P<key>[^=#\"']+?|\"[^\"]*\"|'[^']*')\s*=\s*(?P<value>.*)")
_WORDS = {
    "True": "true",
    "False": "false",
    "TRUE": "true",
    "FALSE": "false",
    "yes": "true",
    "no": "false",
    "Yes": "true",
    "No": "false",
    "on": "true",
    "off": "false",
    "是": "true",
    "否": "false",
}
_COLON = re.compile(r"\s*[^\s=:\[\]#\"']+\s*:")
_REASONS = (
    ("Unclosed", "not-closed"),
    ("Unterminated", "not-closed"),
    ('Expected "', "not-closed"),
    ("Expected '\"", "not-closed"),
    (r"Illegal character '\n'", "not-closed"),
    (r"Found invalid character '\n'", "not-closed"),
    ("Expected ']", "header-not-closed"),
    ("Expected newline", "text-after-value"),
    ("Invalid value", "no-such-value"),
    ("Invalid initial character", "no-such-key"),
)  # how tomllib's messages begin
_NULLS = ("null", "None", "nil", "NULL", "~", "無", "无")
LOOKED_AT = 1000  # characters of a line


def parsed(path: str, text: str) -> tuple[Source, dict[str, Any], list[Fault]]:
    """(source, data, faults of syntax); lines that are wrong by themselves are left out of the data."""
    text = _ended(text)
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


def said_in(text: str) -> dict[str, Any]:
    """The values of a TOML text, unchecked; none where it cannot be read. What is wrong with it is told by others."""
    try:
        return tomllib.loads(_ended(text))
    except (ValueError, RecursionError):
        return {}


def _ended(text: str) -> str:
    """The text with plain line ends, for TOML knows no others; a separator within a text stays where that is sound."""
    text = lines_ended(text.removeprefix("\ufeff"))
    if not any(mark in text for mark in "\u2028\u2029\x85"):
        return text
    ended = text.translate({0x2028: "\n", 0x2029: "\n", 0x85: "\n"})
    return ended if _is_toml(ended) or not _is_toml(text) else text


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


@dataclass(frozen=True, slots=True)
class Slip:
    """A fault of syntax: line and column from 1, code and message; `alone` if the line is wrong by itself."""

    line: int
    column: int
    code: str
    said: Message
    alone: bool


def slip(text: str, error: tomllib.TOMLDecodeError) -> Slip:
    """The fault that tomllib stopped at, explained by the look of its line."""
    line, column, reason = _where(text, str(error))
    lines = text.split("\n")
    source = lines[line - 1]
    at, code, said = next(_readings(source[:LOOKED_AT], column, reason))
    return Slip(line, at, code, said, alone=_wrong_alone(source))


def _where(text: str, message: str) -> tuple[int, int, str]:
    match = _PLACE.search(message)
    reason = message[: match.start()] if match else message
    if match and match[1]:
        return int(match[1]), int(match[2]), reason
    stripped = text.rstrip()
    return stripped.count("\n") + 1, len(stripped) - stripped.rfind("\n"), reason


def _wrong_alone(line: str) -> bool:
    """A key = value line with a fault of its own, so that the lines after it can be read without it."""
    if "".join(filter(str.isprintable, line)).lstrip().startswith("[") or '"""' in line or "'''" in line:
        return False
    try:
        tomllib.loads(line)
    except (ValueError, RecursionError):
        return not re.search(r"=\s*[\[{]", line) or line.rstrip().endswith(("]", "}"))
    return False


def _readings(line: str, column: int, reason: str) -> Iterator[tuple[int, str, Message]]:
    """(column, code, message), the likeliest first; the last always comes."""
    bare = _QUOTED.sub(lambda match: "x" * len(match.group()), line)
    for index, character in invisible(bare):
        yield index + 1, "P011", say("invisible-character", character=character)
    if "escape" in reason.casefold() or "backslash" in reason.casefold():
        yield column, "P003", say("bad-escape")
    yield from _value(line)
    if (match := _WIDE_SIGN.search(bare)) is not None:
        write = quoted(match.group().translate(_WIDE))
        yield match.start() + 1, "P003", say("wide-sign", got=quoted(match.group()), write=write)
    yield from _structure(line, bare, column, reason)
    yield column, "P003", say("not-toml", reason=quoted(reason))


def _value(line: str) -> Iterator[tuple[int, str, Message]]:
    match = _PAIR.fullmatch(line)
    if match is None or line.lstrip().startswith("["):
        return
    value = _QUOTED.sub(lambda one: one.group() if one.group()[0] != "#" else "", match["value"]).strip().rstrip(",")
    at, key = match.start("value") + 1, quoted(match["key"])
    got = quoted(value)
    if not value:
        yield at, "P003", say("no-value", where=key)
    elif (day := spelled_date(value)) is not None and not _is_toml(f"x = {value}"):
        yield at, "P050", say("date-form" if day.exists else "no-such-date", where=key, got=got, write=day.iso)
    elif value in _WORDS:
        yield at, "P014", say("truth-word", where=key, got=got, write=_WORDS[value])
    elif value in _NULLS:
        yield at, "P014", say("no-null", where=key, got=got)
    elif (spelling := spelled_number(value)) is not None and not _is_toml(f"x = {value}"):
        yield at, *_number(key, got, spelling)
    elif re.fullmatch(r"[^\W\d][\w -]*", value) and not _is_toml(f"x = {value}"):
        yield at, "P014", say("text-without-quotes", where=key, got=got, write=quoted(f'"{value}"'))


def _number(where: str, got: str, spelling: Spelling) -> tuple[str, Message]:
    if spelling.why == "not-finite":
        return "P016", say("not-finite", where=where, value=got)
    fen = where.endswith("_fen")
    want = say("expected-integer-fen" if fen else "expected-number")
    why, write = say(f"why-{spelling.why}"), spelling.plain(fen=fen)
    if write is not None:
        return "P014", say("wrong-number-near", where=where, got=got, why=why, want=want, write=write)
    return "P014", say("wrong-number", where=where, got=got, why=why, want=want)


def _structure(line: str, bare: str, column: int, reason: str) -> Iterator[tuple[int, str, Message]]:
    key = line.split("=")[0].strip()
    header = bare.lstrip().startswith("[")
    if reason.startswith("Cannot "):
        yield len(line) - len(line.lstrip()) + 1, "P012", say("twice-above", key=quoted(key))
    if _COLON.match(bare) and "=" not in bare:
        yield bare.index(":") + 1, "P003", say("colon")
    if key and not key.isascii() and not key.startswith(('"', "'", "[", "#")) and "=" in line:
        yield line.index(key) + 1, "P003", say("quote-the-key", key=quoted(key), write=quoted(f'"{key}"'))
    if header and not bare.isascii():
        yield column, "P003", say("quote-the-header", write=quoted('["…"]'))
    yield from ((column, "P003", say(text)) for start, text in _REASONS if reason.startswith(start))
    if "=" not in bare and bare.strip() and not header:
        yield column, "P003", say("no-equals")
