"""A fault in what people wrote, the excerpt that shows it, and the exception that carries all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal
from unicodedata import east_asian_width

from kaohe.sim.texts import Argument, Message, Verbatim, catalogue

PACKAGE = "kaohe.sim"
SHOWN = 20
BRIEF = 60  # characters of what people wrote

Severity = Literal["error", "warning", "note"]
BEFORE, AFTER = 60, 40


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where, its code (docs/messages.md), and "what — what to write".

    `line` and `column` count from 1, in characters; `source` is the text of that line, for the excerpt; `said` is the
    message still free of language, where there is one.
    """

    path: str
    line: int | None
    column: int | None
    code: str
    message: str
    severity: Severity = "error"
    source: str | None = field(default=None, compare=False, repr=False)
    said: Message | None = field(default=None, compare=False, repr=False)

    def render(self, *, with_excerpt: bool = False) -> str:
        """`file:line:column: 錯誤[P014] what — what to write`, in the current language."""
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        word = catalogue(PACKAGE)(f"severity-{self.severity}")
        head = f"{place}: {word}[{self.code}] {self.message if self.said is None else self.said}"
        if not with_excerpt or self.line is None or not (self.source or "").strip():
            return head
        return f"{head}\n{excerpt(self.source or '', self.line, self.column)}"

    def as_dict(self) -> dict[str, str | int | None]:
        """For `--json`: path, line, column, code, severity, message in the current language."""
        said = self.message if self.said is None else str(self.said)
        return {
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "code": self.code,
            "severity": self.severity,
            "message": said,
        }

    def __str__(self) -> str:
        return self.render()


class Faults(Exception):
    """Everything that is wrong in what was read: `.faults`, sorted by file and place; str() shows the first 20."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(dict.fromkeys(sorted(faults, key=_order)))
        super().__init__(self.faults)

    def render(self, *, with_excerpt: bool = False, first: int = SHOWN) -> str:
        """The first faults, one a line (and its excerpt), and the count if there are more; in the current language."""
        lines = [fault.render(with_excerpt=with_excerpt) for fault in self.faults[:first]]
        if len(self.faults) > first:
            lines.append(catalogue(PACKAGE)("faults-more", shown=first, count=len(self.faults)))
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.render()


def made(
    path: str,
    line: int | None,
    column: int | None,
    code: str,
    said: Message,
    *,
    severity: Severity = "error",
    source: str | None = None,
) -> Fault:
    """A fault whose message can still be shown in any language."""
    return Fault(path, line, column, code, str(said), severity, source, said)


def say(key: str, /, **args: Argument) -> Message:
    """A message of this room; what people wrote or must be able to copy goes in as `Verbatim`."""
    return catalogue(PACKAGE).message(key, **args)


def dotted(path: tuple[str | int, ...]) -> str:
    """A path as people read it: ("bands", 1, "low_fen") → bands[1].low_fen."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(parts).removeprefix(".")


def quoted(name: str) -> Verbatim:
    """A name or a value as written, invisible characters shown as <U+200B>."""
    return Verbatim("".join(shown(character) for character in name))


def brief(text: str, most: int = BRIEF) -> Verbatim:
    """What people wrote, cut for a message."""
    return quoted(text if len(text) <= most else f"{text[:most]}…")


def shown(character: str) -> str:
    """A character as it is if it can be seen, else <U+200B>."""
    if character == " " or (character.isprintable() and not character.isspace()):
        return character
    return f"<U+{ord(character):04X}>"


def _order(fault: Fault) -> tuple[str, int, int, str, str]:
    return fault.path, fault.line or 0, fault.column or 0, fault.code, fault.message


def excerpt(source: str, line: int, column: int | None) -> str:
    """Two lines: `  12 | text` and a caret under `column` (from 1, in characters)."""
    at = min(max((column or 1) - 1, 0), len(source))
    start = max(0, at - BEFORE)
    cut = "…" if start else ""
    text, under = source[start : at + AFTER], source[start:at]
    number = f"{line:>5} | "
    shown = f"{number}{cut}{''.join(_visible(character) for character in text)}"
    if column is None:
        return shown
    below = "".join(_blank(character) for character in number + cut + under)
    return f"{shown}\n{below}^"


def _visible(character: str) -> str:
    """The character; an invisible one as <U+200B>, a tab as a space."""
    if character.isprintable() or character == "\u3000":
        return character
    return " " if character == "\t" else f"<U+{ord(character):04X}>"


def _blank(character: str) -> str:
    """White as wide as the character is shown."""
    shown = _visible(character)
    return "".join("\u3000" if east_asian_width(one) in "WF" else " " for one in shown)
