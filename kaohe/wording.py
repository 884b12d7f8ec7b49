"""What the command line says, in three languages, without loading anything but the standard library.

The catalogues of the other rooms are Fluent files; loading those costs more than the help page is allowed to. So does
importlib.resources, which loads zipfile and tempfile.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from contextvars import ContextVar
from functools import cache
from pkgutil import get_data
from typing import Final

LANGUAGES: Final = ("zh-Hant", "zh-Hans", "en")
_language: ContextVar[str] = ContextVar("language", default="zh-Hant")
_asked: ContextVar[bool] = ContextVar("asked", default=False)

Texts = dict[str, dict[str, str]]


def choose_language(words: Sequence[str], default: str | None) -> tuple[str | None, list[str]]:
    """The language asked for by `--lang` before any `--`, else the default (None: not one of ours); the other words."""
    rest = list(words)
    chosen = default or "zh-Hant"
    stop = rest.index("--") if "--" in rest else len(rest)
    position = 0
    while position < stop:
        if rest[position].startswith("--lang="):
            chosen, taken = rest[position].removeprefix("--lang="), 1
        elif rest[position] == "--lang":
            chosen, taken = rest[position + 1] if position + 1 < stop else "", min(2, stop - position)
        else:
            position += 1
            continue
        del rest[position : position + taken]
        stop -= taken
    return (chosen if chosen in LANGUAGES else None), rest


def speak(language: str, *, asked: bool = False) -> None:
    """From here on the command line speaks this language; `asked`: because somebody said so."""
    _language.set(language)
    _asked.set(asked)


def is_asked() -> bool:
    """Whether somebody asked for the language in use: else what is read may choose another."""
    return _asked.get()


def spoken() -> str:
    """The language in use."""
    return _language.get()


@cache
def _texts(language: str) -> Texts:
    name = "en" if language == "en" else "zh-Hant"
    text = (get_data("kaohe", f"texts/{name}/command_line.toml") or b"").decode()
    if language == "zh-Hans":
        from opencc import OpenCC

        text = OpenCC("t2s").convert(text)
    texts: Texts = tomllib.loads(text)
    return texts


def say(section: str, key: str, **values: object) -> str:
    """The text of a key in the language in use, its {places} filled."""
    return _texts(spoken())[section][key].format(**values)


def help_text(command: str, option: str) -> str:
    """What an option or argument does: the command's own text, else the one that all commands share."""
    texts = _texts(spoken())
    return texts[command].get(option) or texts["shared"][option]


def placeholder(name: str) -> str:
    """What stands for an argument or a value in a command's usage: DIR, or the word of the language for it."""
    return _texts(spoken())["placeholder"].get(name, name)
