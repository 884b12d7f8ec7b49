"""What is wrong with a line that is not TOML: tomllib finds it, this says it so that it can be mended."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from kaohe.sim.files.characters import invisible
from kaohe.sim.files.fault import quoted, say
from kaohe.sim.files.spelling import Spelling, spelled_date, spelled_number
from kaohe.sim.texts import Message

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
    if line.lstrip().startswith("[") or '"""' in line or "'''" in line:
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
    elif (day := spelled_date(value)) is not None and not _is_toml(value):
        yield at, "P050", say("date-form" if day.exists else "no-such-date", where=key, got=got, write=day.iso)
    elif value in _WORDS:
        yield at, "P014", say("truth-word", where=key, got=got, write=_WORDS[value])
    elif value in _NULLS:
        yield at, "P014", say("no-null", where=key, got=got)
    elif (spelling := spelled_number(value)) is not None and not _is_toml(value):
        yield at, *_number(key, got, spelling)
    elif re.fullmatch(r"[^\W\d][\w -]*", value) and not _is_toml(value):
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


def _is_toml(value: str) -> bool:
    try:
        tomllib.loads(f"x = {value}")
    except (ValueError, RecursionError):
        return False
    return True


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
