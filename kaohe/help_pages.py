"""Help pages: plain text, two columns, measured in the cells of a terminal (a Chinese character takes two)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from typing import Protocol
from unicodedata import east_asian_width

from kaohe.wording import LANGUAGES, help_text, placeholder, say

WIDEST = 100
NARROWEST = 50
LEFT = 26

Rows = list[tuple[str, str]]


class Parameter(Protocol):
    """What a page shows of an option or an argument."""

    @property
    def name(self) -> str: ...
    @property
    def opts(self) -> list[str]: ...
    @property
    def metavar(self) -> str | None: ...
    @property
    def required(self) -> bool: ...
    @property
    def multiple(self) -> bool: ...
    @property
    def nargs(self) -> int: ...
    @property
    def param_type_name(self) -> str: ...


def group_page(commands: Sequence[str], within: str = "") -> str:
    """The page of `kaohe --help`, or of a command that has commands of its own."""
    path = f"kaohe {within}".rstrip()
    usage = f"{say('page', 'usage')}{path} {say('page', 'command')} …"
    rows = [(name, say(f"{within} {name}".lstrip(), "about")) for name in commands]
    if within:
        return _page(usage, say(within, "about"), (("commands", rows), ("options", _everywhere())), "")
    completion = [(f"--{name}-completion", say("app", f"{name}_completion")) for name in ("install", "show")]
    options = [("--version", say("app", "version")), *completion, *_everywhere()]
    return _page(usage, say("app", "about"), (("commands", rows), ("options", options)), say("page", "more"))


def command_page(command: str, params: Sequence[Parameter]) -> str:
    """The page of `kaohe COMMAND --help`."""
    arguments = [param for param in params if param.param_type_name == "argument"]
    options = [param for param in params if param.param_type_name == "option"]
    usage = " ".join([f"{say('page', 'usage')}kaohe {command}", *map(_shown, arguments), say("page", "any_options")])
    sections = (
        ("arguments", [(_shown(param), _about(command, param)) for param in arguments]),
        ("options", [*((_left(param), _about(command, param)) for param in options), *_everywhere()]),
    )
    return _page(usage, say(command, "about"), sections, "")


def _shown(param: Parameter) -> str:
    name = placeholder((param.metavar or param.name).upper()) + ("…" if param.nargs == -1 else "")
    return name if param.required else f"[{name}]"


def _left(param: Parameter) -> str:
    return " ".join([max(param.opts, key=len), *([placeholder(param.metavar)] if param.metavar else [])])


def _about(command: str, param: Parameter) -> str:
    key = max(param.opts, key=len).removeprefix("--") if param.param_type_name == "option" else param.name
    return help_text(command, key) + (f" ({say('page', 'repeatable')})" if param.multiple else "")


def _everywhere() -> Rows:
    return [(f"--lang {'|'.join(LANGUAGES)}", say("shared", "lang")), ("--help", say("shared", "help"))]


def _page(usage: str, about: str, sections: Sequence[tuple[str, Rows]], last: str) -> str:
    width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns)) - 2
    lines = [usage, "", *wrap(about, width)]
    for key, rows in sections:
        if rows:
            lines += ["", say("page", key)]
            for left, right in rows:
                lines += _row(left, right, width)
    return "\n".join([*lines, *(["", last] if last else [])]) + "\n"


def _row(left: str, right: str, width: int) -> Iterator[str]:
    texts = wrap(right, width - LEFT - 2)
    if cells(left) > LEFT - 2:
        yield f"  {left}"
    else:
        yield f"  {left}{' ' * (LEFT - cells(left))}{texts.pop(0)}"
    for text in texts:
        yield f"  {' ' * LEFT}{text}"


def cells(text: str) -> int:
    """Width of a text on a terminal."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells, broken at spaces and between Chinese characters, not before a closing mark."""
    lines, line = [""], 0
    for piece in _pieces(text):
        size = cells(piece)
        if line + cells(piece.rstrip()) > width and line:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            piece, line = piece.lstrip(), 0
            size = cells(piece)
        lines[-1] += piece
        line += size
    return lines


def _pieces(text: str) -> Iterator[str]:
    """The smallest parts that stay on one line."""
    piece = ""
    for sign in text:
        wide = east_asian_width(sign) in "WF"
        closing = sign in "，。；：、！？）」』"
        if piece and not closing and (wide or (piece[-1] == " " and sign != " ") or _ends_wide(piece)):
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece


def _ends_wide(piece: str) -> bool:
    return east_asian_width(piece[-1]) in "WF" and piece[-1] not in "（「『"
