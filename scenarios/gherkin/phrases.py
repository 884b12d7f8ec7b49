"""How a step is written: a template with placeholders becomes a pattern that delimits its arguments.

`<name>` is an argument in 「」 (or quotation marks); `<name:kind>` one of KINDS. A space of the template may be left
out or doubled in Chinese; commas may be of either width; a colon at the end may be left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from kaohe.sim.texts import LANGUAGES, Language, simplified

Keyword = Literal["given", "when", "then"]

_QUOTED = r"[「\"“](?P<{name}>[^「」\"“”]+)[」\"”]"
KINDS = {
    "int": r"(?P<{name}>[0-9]+)",
    "door": r"(?P<{name}>走收|on the door round)",
    "money": r"(?P<{name}>[0-9]+(?:\.[0-9]+)?)",
    "date": r"(?P<{name}>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})",
    "month": r"(?P<{name}>[0-9]{{4}}-[0-9]{{2}})",
    "clause": r"(?P<{name}>[0-9]{{1,2}}\.[0-9]{{1,2}})",
    "word": r"(?P<{name}>[^「」\"“”,\uff0c、\s0-9]+(?: [^「」\"“”,\uff0c、\s0-9]+)*?)",
    "counts": r"(?P<{name}>[^「」\"“”]*[0-9][^「」\"“”]*)",
    "parts": r"(?P<{name}>(?:\s*[,\uff0c].*)?)",
    "rest": r"(?P<{name}>.*?)",
}
_PLACE = re.compile(r"<(\w+)(?::(\w+))?>")
_LOOSE = {" ": r"\s*", ",": r"\s*[,\uff0c]\s*"}


@dataclass(frozen=True)
class Phrase:
    """One step: its id names the function; `zh` and `en` are templates; zh-Hans is derived."""

    id: str
    keyword: Keyword
    zh: tuple[str, ...]
    en: tuple[str, ...]

    def templates(self, language: Language) -> tuple[str, ...]:
        """How the step is written in a language."""
        if language == "en":
            return self.en
        return self.zh if language == "zh-Hant" else tuple(_simplified(template) for template in self.zh)

    def patterns(self) -> tuple[str, ...]:
        """Regular expressions for every language, each once."""
        return _patterns(self)


@cache
def _patterns(phrase: Phrase) -> tuple[str, ...]:
    templates = (each for language in LANGUAGES for each in phrase.templates(language))
    return tuple(dict.fromkeys(pattern(each) for each in templates))


def pattern(template: str) -> str:
    """The regular expression of a template."""
    made, at = "", 0
    for place in _PLACE.finditer(template):
        made += _literal(template[at : place.start()])
        kind = _QUOTED if place[2] is None else KINDS[place[2]]
        made += kind.format(name=place[1])
        at = place.end()
    return made + _literal(template[at:]) + r"\s*[:\uff1a]?\s*"


def _literal(text: str) -> str:
    return "".join(_LOOSE.get(character) or re.escape(character) for character in text)


def _simplified(template: str) -> str:
    """The template's own words in Simplified Chinese; placeholders stay."""
    parts = re.split(r"(<\w+(?::\w+)?>)", template)
    return "".join(part if at % 2 else simplified(part) for at, part in enumerate(parts))


@lru_cache(maxsize=1024)
def compiled(expression: str) -> re.Pattern[str]:
    """A pattern, compiled once."""
    return re.compile(expression)
