"""Punctuation of Chinese: the handbook is kept as printed, half-width marks and all, and shown in full-width ones."""

from __future__ import annotations

import re
from typing import Final

_MARKS: Final = re.compile(r"(?<![0-9])[,:;](?![0-9])|(?<=[0-9])[,:;](?![0-9 ])|(?<![0-9])[,:;](?=[0-9])|[()]")
_WIDE: Final = str.maketrans(",:;()", "，：；（）")


def full_width(text: str) -> str:
    """A Chinese text with its commas, colons, semicolons and brackets full-width; 1,000 and 15:00 stay."""
    return _MARKS.sub(lambda mark: mark.group().translate(_WIDE), text)
