"""Fluent catalogues: `<room>/texts/<language>/<subject>.ftl`, zh-Hant and en; zh-Hans is the finished zh-Hant text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from kaohe.sim.texts.language import Language, current_language, simplified

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle
    from fluent.syntax.ast import Resource

LONGEST = 1000  # characters of one argument: fluent takes no more
_MARK = "\ue000"  # private use: stands for a verbatim argument while the text around it is simplified
_KEY = re.compile(r"([a-zA-Z][a-zA-Z0-9_-]*) *=")
_GOES_ON = (" ", "[", "*", "}")
_IN_QUOTES = re.compile(r'"[^"\n]*"')
_QUOTED = re.compile(r'\{ *"([^"\\{}]*)" *\}')
_ARGUMENT = re.compile(r"\{ *\$([a-zA-Z][a-zA-Z0-9_-]*) *\}")


class Verbatim(str):
    """An argument that people must be able to copy (a key, a file's name, what they wrote): never simplified."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A text not yet in a language: str() gives it in the one then current. May be an argument of another."""

    package: str
    key: str
    args: Mapping[str, Argument] = field(default_factory=dict)

    def __str__(self) -> str:
        return catalogue(self.package)(self.key, **self.args)


Argument = str | int | Message


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of one package, e.g. "kaohe.reports"; call it with a key and its arguments."""

    package: str

    def __call__(self, key: str, /, **args: Argument) -> str:
        """The text in the current language; KeyError for an unknown key or a missing argument.

        Arguments are strings (already formatted), messages, or ints (plain digits; they choose plurals); others are a
        TypeError.
        """
        language = current_language()
        if language != "zh-Hans":
            return _format(self.package, language, key, args)
        kept = tuple(str(value) for value in args.values() if isinstance(value, Verbatim | Message))
        text = simplified(_format(self.package, "zh-Hant", key, _marked(args)))
        for number, value in enumerate(kept):
            text = text.replace(f"{_MARK}{number}{_MARK}", value)
        return text

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key in _entries(self.package, "zh-Hant")

    def message(self, key: str, /, **args: Argument) -> Message:
        """The same text, to be put into words when it is shown."""
        if key not in self:
            raise KeyError(f"{self.package}: no text {key!r}")
        return Message(self.package, key, args)


@cache
def catalogue(package: str) -> Catalogue:
    """The catalogue of a package; its files are read when the first text is asked for."""
    return Catalogue(package)


def _marked(args: Mapping[str, Argument]) -> dict[str, Argument]:
    marked, number = dict(args), 0
    for name, value in args.items():
        if isinstance(value, Verbatim | Message):
            marked[name] = f"{_MARK}{number}{_MARK}"
            number += 1
    return marked


def _format(package: str, language: Language, key: str, args: Mapping[str, Argument]) -> str:
    given = {name: _plain(name, value) for name, value in args.items()}
    parts = _parts(package, language, key)
    if parts is None:
        return _by_fluent(package, language, key, given)
    try:
        return "".join(part if place % 2 == 0 else str(given[part]) for place, part in enumerate(parts))
    except KeyError as missing:
        raise KeyError(f"{package}: text {key!r} in {language}: no argument {missing}") from None


def _plain(name: str, value: object) -> str | int:
    if isinstance(value, str | Message):
        text = str(value)
        return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError(f"argument {name!r} of a text is {type(value).__name__}: format it first, or give an int")


@cache
def _parts(package: str, language: Language, key: str) -> tuple[str, ...] | None:
    """A text of one line as words and the names of arguments by turns; None for one that needs Fluent itself."""
    written = _entries(package, language).get(key)
    if written is None:
        raise KeyError(f"{package}: no text {key!r} in {language}")
    value = written.partition("=")[2].strip(" ")
    parts = _ARGUMENT.split(_QUOTED.sub(r"\1", value))
    plain = value and not any(sign in words for words in parts[::2] for sign in "{}\n")
    return tuple(parts) if plain else None


def _by_fluent(package: str, language: Language, key: str, given: Mapping[str, str | int]) -> str:
    from fluent.runtime.types import fluent_number

    bundle = _bundle(package, language)
    if not bundle.has_message(key):
        bundle.add_resource(_resource(package, language, key))
    pattern = bundle.get_message(key).value
    if pattern is None:
        raise KeyError(f"{package}: no text {key!r} in {language}")
    values = {
        name: fluent_number(one, useGrouping=False) if isinstance(one, int) else one for name, one in given.items()
    }
    text, errors = bundle.format_pattern(pattern, values)
    if errors:
        raise KeyError(f"{package}: text {key!r} in {language}: {errors[0]}")
    return str(text)


@cache
def _bundle(package: str, language: Language) -> FluentBundle:
    """Holds the texts that were asked for: most commands say little, and parsing them all takes longer than that."""
    from fluent.runtime import FluentBundle

    return FluentBundle([language], use_isolating=False)


def _resource(package: str, language: Language, key: str) -> Resource:
    from fluent.runtime import FluentResource
    from fluent.syntax.ast import Message

    resource = FluentResource(_entries(package, language)[key])
    if not all(isinstance(entry, Message) for entry in resource.body):
        raise ValueError(f"{package}: text {key!r} in {language} cannot be read")
    return resource


@cache
def _entries(package: str, language: Language) -> Mapping[str, str]:
    """The texts of a language as they are written, by key. ValueError for what is no text, or a text given twice."""
    found: dict[str, str] = {}
    for subject, source in _subjects(package, language):
        where = f"{package}: texts/{language}/{subject}"
        for key, written in _texts(where, source):
            if key in found:
                raise ValueError(f"{where} gives the text {key!r}, which there is already")
            if not _balanced(written):
                raise ValueError(f"{where} cannot be read at {written.splitlines()[0]!r}")
            found[key] = written
    return found


def _balanced(written: str) -> bool:
    """As many braces are closed as are opened, those in quotes apart. What else Fluent minds shows when it is said."""
    signs = _IN_QUOTES.sub("", written)
    return signs.count("{") == signs.count("}")


def _texts(where: str, source: str) -> Iterator[tuple[str, str]]:
    """The texts of a file: key, and all its lines."""
    key, lines = "", [""]
    for line in source.splitlines():
        begun = _KEY.match(line)
        if key and (begun is not None or line.startswith("#")):
            yield key, "\n".join(lines)
            key = ""
        if begun is not None:
            key, lines = begun[1], [line]
        elif line.strip() and not line.startswith("#"):
            if not key or not line.startswith(_GOES_ON):
                raise ValueError(f"{where} cannot be read at {line!r}")
            lines.append(line)
    if key:
        yield key, "\n".join(lines)


def _subjects(package: str, language: Language) -> list[tuple[str, str]]:
    """The files of a language by name, each with its text."""
    folder = resources.files(package) / "texts" / language
    files = [file for file in folder.iterdir() if file.name.endswith(".ftl")]
    return [(file.name, file.read_text(encoding="utf-8")) for file in sorted(files, key=lambda file: file.name)]
