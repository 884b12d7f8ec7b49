"""Fluent catalogues: `<room>/texts/zh-Hant.ftl` and `en.ftl`; zh-Hans is the finished zh-Hant text, simplified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from kaohe.sim.texts.language import Language, current_language, simplified

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

LONGEST = 1000  # characters of one argument: fluent takes no more
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
        raise KeyError(f"{package}: no text {key!r} in {language}.ftl")
    text, errors = bundle.format_pattern(pattern, {name: _fluent(name, value) for name, value in args.items()})
    if errors:
        raise KeyError(f"{package}: text {key!r} in {language}.ftl: {errors[0]}")
    return str(text)


def _fluent(name: str, value: object) -> object:
    from fluent.runtime.types import fluent_number

    if isinstance(value, str | Message):
        text = str(value)
        return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    if isinstance(value, int) and not isinstance(value, bool):
        return fluent_number(value, useGrouping=False)
    raise TypeError(f"argument {name!r} of a text is {type(value).__name__}: format it first, or give an int")


@cache
def _bundle(package: str, language: Language) -> FluentBundle:
    from fluent.runtime import FluentBundle, FluentResource
    from fluent.syntax.ast import Junk

    source = (resources.files(package) / "texts" / f"{language}.ftl").read_text(encoding="utf-8")
    resource = FluentResource(source)
    broken = [str(entry.content) for entry in resource.body if isinstance(entry, Junk)]
    if broken:
        raise ValueError(f"{package}: texts/{language}.ftl cannot be read at {broken[0].splitlines()[0]!r}")
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(resource)
    return bundle
