"""The source line below a fault, with a caret under the column, whatever the width of the characters."""

from __future__ import annotations

from unicodedata import east_asian_width

BEFORE, AFTER = 60, 40


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
