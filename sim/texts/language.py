"""The language in force: zh-Hant unless somebody asked for another; never taken from the machine's locale."""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from opencc import OpenCC

Language = Literal["zh-Hant", "zh-Hans", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_current: ContextVar[Language] = ContextVar("language", default="zh-Hant")


def current_language() -> Language:
    """The language in force in this context."""
    return _current.get()


def language_of(code: str) -> Language:
    """The language with this code; ValueError names those there are."""
    for language in LANGUAGES:
        if language == code:
            return language
    raise ValueError(f"no language {code!r}; there are {', '.join(LANGUAGES)}")


class use_language:
    """Set the language from here on; as a `with` block, until its end. ValueError for an unknown code."""

    def __init__(self, code: str) -> None:
        self._before = _current.get()
        _current.set(language_of(code))

    def __enter__(self) -> use_language:
        return self

    def __exit__(self, *reason: object) -> None:
        _current.set(self._before)


@cache
def _simplifier() -> OpenCC:
    from opencc import OpenCC  # loaded when first needed: most runs never are in zh-Hans

    return OpenCC("t2s")


def simplified(text: str) -> str:
    """The text in Simplified characters (OpenCC t2s)."""
    return str(_simplifier().convert(text))
