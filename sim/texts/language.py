"""The language in force, names in two languages, and money and days, which are written alike in each."""

from __future__ import annotations

import os
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from opencc import OpenCC
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

Language = Literal["zh-Hant", "zh-Hans", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_current: ContextVar[Language] = ContextVar("language", default="zh-Hant")


def current_language() -> Language:
    """The language in force in this context."""
    return _current.get()


def language_asked() -> Language | None:
    """The language that the environment asks for (KAOHE_LANG); None where it asks for none, or none of ours."""
    asked = os.environ.get("KAOHE_LANG")
    return next((language for language in LANGUAGES if language == asked), None)


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


@dataclass(frozen=True, slots=True)
class Names:
    """A name in Traditional Chinese and English; in data files `name = { zh = "抄表工", en = "meter reader" }`."""

    zh_hant: str
    en: str

    def text(self) -> str:
        """The name in the current language; zh-Hans is derived."""
        language = current_language()
        if language == "en":
            return self.en
        return self.zh_hant if language == "zh-Hant" else simplified(self.zh_hant)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The table { zh, en } of a data file, or a `Names` made in code."""
        from pydantic_core import core_schema

        text = core_schema.str_schema(strict=True, min_length=1)
        fields = {key: core_schema.typed_dict_field(text, required=True) for key in ("zh", "en")}
        table = core_schema.typed_dict_schema(fields, extra_behavior="forbid", strict=True)
        made = core_schema.no_info_after_validator_function(lambda given: cls(given["zh"], given["en"]), table)
        own = core_schema.is_instance_schema(cls)
        tagged = core_schema.tagged_union_schema({"own": own, "table": made}, lambda given: _form(cls, given))
        written = core_schema.plain_serializer_function_ser_schema(lambda names: {"zh": names.zh_hant, "en": names.en})
        return core_schema.json_or_python_schema(made, tagged, serialization=written)


def _form(cls: type[Names], given: object) -> str:
    return "own" if isinstance(given, cls) else "table"


def yuan(fen: int) -> str:
    """Integer 分 as 元 with two places: 123456 → "1,234.56", -5 → "−0.05". Integer arithmetic only."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'−' if fen < 0 else ''}{whole:,}.{rest:02d}"


def day(on: date) -> str:
    """ISO 8601 date: "2001-03-09"; of a datetime, its date."""
    return (on.date() if isinstance(on, datetime) else on).isoformat()
