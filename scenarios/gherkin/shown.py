"""The vocabulary as people look it up: each step with its forms, an example, and a sentence on what it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kaohe.scenarios.gherkin.phrases import Phrase
from kaohe.scenarios.gherkin.vocabulary import ACTING, BOOKS, FINDING, SETTING
from kaohe.sim.texts import catalogue, current_language, simplified

_texts = catalogue("kaohe.scenarios")
_TOPICS = {"setting": SETTING, "acting": ACTING, "finding": FINDING, "books": BOOKS}
_PLACE = re.compile(r"<(\w+)(?::(\w+))?>")
# What stands in each place of an example, in Chinese and English; by phrase where it is another thing there.
_PLACES: dict[str, tuple[str, str]] = {
    "mix": ("居民 600 戶、商業 40 戶", "600 residential, 40 commercial customers"),
    "on": ("2001-03-12", "2001-03-12"),
    "office_start.on": ("2001-03-01", "2001-03-01"),
    "run.on": ("2001-04-30", "2001-04-30"),
    "day": ("2001-03-19", "2001-03-19"),
    "reading_book.day": ("12", "12"),
    "month": ("2001-03", "2001-03"),
    "number": ("2", "2"),
    "size": ("40", "40"),
    "window": ("1", "1"),
    "times": ("2", "2"),
    "kwh": ("1249", "1249"),
    "percent": ("2", "2"),
    "yuan": ("999.20", "999.20"),
    "price.yuan": ("0.8000", "0.8000"),
    "less": ("187.79", "187.79"),
    "more": ("187.79", "187.79"),
    "clause": ("2.2", "2.2"),
    "book": ("東風里", "東風里"),
    "about": ("東風里", "東風里"),
    "name": ("王芳", "王芳"),
    "reader": ("王芳", "王芳"),
    "actor": ("王芳", "王芳"),
    "customer": ("永和商店", "永和商店"),
    "customer.name": ("永和商店", "永和商店"),
    "post": ("收費工", "collector"),
    "door": ("走收", "on the door round"),
    "parts": (",容量 60 kVA,每日用電 450 kWh", ", 60 kVA, 450 kWh a day"),
    "kind": ("商業", "commercial"),
    "reading_book.kind": ("專變", "transformer"),
    "sanction.kind": ("扣發綜合獎", "comprehensive bonus withheld"),
    "no_sanction.kind": ("下崗", "taken off the post"),
    "duty.kind": ("三不放過", "not closed before cause, answerable person, education and prevention are settled"),
    "no_duty.kind": ("三不放過", "not closed before cause, answerable person, education and prevention are settled"),
    "habit": ("鎖門", "a locked door"),
    "policy": ("handbook_deminimis", "handbook_deminimis"),
    "act": ("遲抄", "read late"),
    "params": ("2 日", " 2 days"),
    "value": (" 3 個月", " 3 months"),
    "tier": ("非考核性事故", "non-assessed incident"),
    "line": ("基本電費", "capacity charge"),
}
_NAMES = frozenset(("book", "about", "name", "reader", "actor", "customer"))  # the same in every language


@dataclass(frozen=True)
class Step:
    """One step in the current language: its topic and keyword (given, when, then), what it does, and an example of each
    form in which it may be written.
    """

    id: str
    topic: str
    keyword: str
    purpose: str
    examples: tuple[str, ...]


def steps() -> list[Step]:
    """The whole vocabulary in the current language, in the order of a scenario."""
    return [_step(topic, phrase) for topic, phrases in _TOPICS.items() for phrase in phrases]


def topic_name(topic: str) -> str:
    """A topic's heading."""
    return _texts(f"steps-{topic}")


def keyword_name(keyword: str) -> str:
    """How Gherkin writes a keyword in the current language."""
    return _texts(f"steps-keyword-{keyword}")


def _step(topic: str, phrase: Phrase) -> Step:
    purpose = _texts(f"step-{phrase.id.replace('_', '-')}")
    return Step(phrase.id, topic, phrase.keyword, purpose, tuple(_examples(phrase)))


def _examples(phrase: Phrase) -> Iterator[str]:
    for template in phrase.templates(current_language()):
        yield _PLACE.sub(lambda place: _filled(phrase.id, place[1], quoted=place[2] is None), template)


def _filled(phrase: str, name: str, *, quoted: bool) -> str:
    chinese, english = _PLACES.get(f"{phrase}.{name}", _PLACES.get(name, ("", "")))
    language = current_language()
    value = english if language == "en" else chinese
    if language == "zh-Hans" and name not in _NAMES:
        value = simplified(value)
    if not quoted:
        return value
    return f'"{value}"' if language == "en" else f"「{value}」"
