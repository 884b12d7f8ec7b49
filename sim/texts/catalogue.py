"""Fluent catalogues: `<room>/texts/<language>/<subject>.ftl`, zh-Hant and en; zh-Hans is the finished zh-Hant text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from kaohe.sim.texts.language import Language, current_language, simplified

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle
    from fluent.syntax.ast import Resource

_MARK = "\ue000"  # private use: stands for a verbatim argument while the text around it is simplified


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
        return isinstance(key, str) and _bundle(self.package, "zh-Hant").has_message(key)

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
    bundle = _bundle(package, language)
    pattern = bundle.get_message(key).value if bundle.has_message(key) else None
    if pattern is None:
        raise KeyError(f"{package}: no text {key!r} in {language}")
    text, errors = bundle.format_pattern(pattern, {name: _fluent(name, value) for name, value in args.items()})
    if errors:
        raise KeyError(f"{package}: text {key!r} in {language}: {errors[0]}")
    return str(text)


def _fluent(name: str, value: object) -> object:
    from fluent.runtime.types import fluent_number

    if isinstance(value, str | Message):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return fluent_number(value, useGrouping=False)
    raise TypeError(f"argument {name!r} of a text is {type(value).__name__}: format it first, or give an int")


@cache
def _bundle(package: str, language: Language) -> FluentBundle:
    from fluent.runtime import FluentBundle, FluentResource

    bundle = FluentBundle([language], use_isolating=False)
    for subject, source in _subjects(package, language):
        resource = FluentResource(source)
        _check(f"{package}: texts/{language}/{subject}", resource, bundle)
        bundle.add_resource(resource)
    return bundle


def _subjects(package: str, language: Language) -> list[tuple[str, str]]:
    """The files of a language by name, each with its text."""
    folder = resources.files(package) / "texts" / language
    files = [file for file in folder.iterdir() if file.name.endswith(".ftl")]
    return [(file.name, file.read_text(encoding="utf-8")) for file in sorted(files, key=lambda file: file.name)]


def _check(where: str, resource: Resource, bundle: FluentBundle) -> None:
    """ValueError for what Fluent would pass over in silence: an entry that cannot be read, a text given twice."""
    from fluent.syntax.ast import Junk, Message

    broken = [str(entry.content) for entry in resource.body if isinstance(entry, Junk)]
    if broken:
        raise ValueError(f"{where} cannot be read at {broken[0].splitlines()[0]!r}")
    seen: set[str] = set()
    for key in (entry.id.name for entry in resource.body if isinstance(entry, Message)):
        if key in seen or bundle.has_message(key):
            raise ValueError(f"{where} gives the text {key!r}, which there is already")
        seen.add(key)
