"""Signs that nobody sees and that command what shows a text: a terminal, or the direction of writing."""

from __future__ import annotations

import re

COMMANDING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """The text with what would command a terminal, or turn the direction of writing, shown as <U+001B>."""
    return COMMANDING.sub(lambda sign: f"<U+{ord(sign.group()):04X}>", text)
