"""Names from foreign records on the page: none turns the direction of what stands beside it."""

from __future__ import annotations

import re
from html import escape

from kaohe.sim.texts import COMMANDING, visible

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001eeff"
_LETTERS = f"[{_RIGHT_TO_LEFT}]+"
_PARTS = re.compile(rf"(<(style|script)\b.*?</\2>|<[^>]*>)|({_LETTERS}(?:[^\w<&]+{_LETTERS})*)", re.S)
_ANY = re.compile(_LETTERS)


def harmless(page: str) -> str:
    """The page with signs that turn or command shown as <U+202E>, and words written from right to left in <bdi>."""
    if COMMANDING.search(page) is not None:
        page = COMMANDING.sub(lambda sign: escape(visible(sign.group())), page)
    return _PARTS.sub(_isolated, page) if _ANY.search(page) is not None else page


def _isolated(part: re.Match[str]) -> str:
    return part[1] or f"<bdi>{part[3]}</bdi>"
