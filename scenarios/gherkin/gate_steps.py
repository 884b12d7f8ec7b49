"""Steps under inspection: does the vocabulary know them, and the registry the act; and if not, what was meant."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from kaohe.scenarios.gherkin import finding, ledgers, setting
from kaohe.scenarios.gherkin.acting import found_act, nearest_act
from kaohe.scenarios.gherkin.gate_numbers import odd_numbers
from kaohe.scenarios.gherkin.gate_words import word_faults
from kaohe.scenarios.gherkin.phrases import Phrase, compiled
from kaohe.scenarios.gherkin.vocabulary import PHRASES
from kaohe.scenarios.gherkin.words import StepFault
from kaohe.sim.files import brief, fold, nearest
from kaohe.sim.files.fault import shown
from kaohe.sim.files.text_file import invisible
from kaohe.sim.texts import Argument, Language
from kaohe.standards import Policy

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_KEYWORD = {"given": "假如", "when": "當", "then": "那麼"}
_PLACE = re.compile(r"<(\w+)(?::(\w+))?>")
LANGUAGES: tuple[Language, ...] = ("zh-Hant", "zh-Hans", "en")


LONGEST, SHOWN = 500, 120  # characters of a step, and of those that a message shows


@dataclass(frozen=True)
class Line:
    """One step: given, when or then; its text with the values of its example; its table; whether it has a doc string.

    `near`: what is nearest to a step that there is not is looked for, which takes its time.
    """

    keyword: str
    text: str
    table: list[list[str]] | None
    doc_string: bool = False
    near: bool = True


@dataclass(frozen=True)
class Flaw:
    """What is wrong with a step: code, message key and arguments, and the text that shows where."""

    code: str
    key: str
    at: str = ""
    args: Mapping[str, Argument] = field(default_factory=dict)


@lru_cache(maxsize=4096)
def matched(text: str, keyword: str | None = None) -> tuple[Phrase, dict[str, str | None]] | None:
    """The phrase of a step and its arguments."""
    for phrase in PHRASES:
        if keyword is not None and phrase.keyword != keyword:
            continue
        for expression in phrase.patterns():
            match = compiled(expression).fullmatch(text)
            if match is not None:
                return phrase, match.groupdict()
    return None


def step_faults(line: Line, policy: Policy) -> Iterator[Flaw]:
    """What is wrong with a step; the policy is that of its scenario."""
    if len(line.text) > LONGEST:
        yield Flaw("F018", "step-long", args={"count": len(line.text), "most": LONGEST})
        return
    odd = list(odd_numbers(line.text))
    for row in line.table or ():
        odd += [each for cell in row for each in odd_numbers(cell, alone=True)]
    if odd:
        yield from (Flaw(code, key, text, {"text": text}) for code, key, text in odd)
        return
    found = matched(line.text, line.keyword)
    if found is None:
        yield _unknown(line)
        return
    hidden = next((at for at, _ in invisible(line.text)), None)
    if hidden is not None:
        yield Flaw("F015", "invisible", line.text[hidden], {"shown": shown(line.text[hidden])})
        return
    yield from _act(found)
    yield from _words(found, policy)
    yield from _table(found[0], line.table)
    if line.doc_string:
        yield Flaw("F010", "doc-string-idle")


def _act(found: tuple[Phrase, dict[str, str | None]]) -> Iterator[Flaw]:
    phrase, arguments = found
    does = arguments.get("act") if phrase.id == "act" else None
    if does is None:
        return
    try:
        found_act(does)
    except StepFault:
        yield Flaw("F014", "act-unknown", does, {"name": does, "near": nearest_act(does)})


def _words(found: tuple[Phrase, dict[str, str | None]], policy: Policy) -> Iterator[Flaw]:
    for each in word_faults(found[0].id, found[1], policy):
        yield Flaw("F016" if each.key == "word-unknown" else "F017", each.key, each.about, each.given)


def _table(phrase: Phrase, table: list[list[str]] | None) -> Iterator[Flaw]:
    needed = wants_table(phrase)
    if needed and not table:
        yield Flaw("F010", "table-missing")
    elif table and not needed:
        yield Flaw("F010", "table-idle")
    try:
        twice = list(finding.columns_twice(table[0] if table and needed else ()))
    except StepFault:
        twice = []  # a column that there is not is told first
    for cell in table[0] if table and needed else ():
        if fold(cell) not in map(fold, finding.COLUMNS):
            near = nearest(cell, finding.COLUMNS) or "、".join(finding.COLUMNS)
            yield Flaw("F010", "column-unknown", cell, {"name": cell, "near": near})
    for cell, first in twice:
        yield Flaw("F010", "column-twice", cell, {"name": cell, "first": first})


def cell_fault(policy: Policy, header: str, cell: str) -> Flaw | None:
    """What is wrong with a cell below a header; None too below one that there is not."""
    try:
        name = finding.column(header)
    except StepFault:
        return None
    try:
        finding.read_cell(policy, name, cell)
    except StepFault as each:
        return Flaw("F016" if each.key == "word-unknown" else "F017", each.key, cell, each.given)
    return None


def function(phrase: Phrase) -> object:
    """The function that carries out a phrase."""
    return next(getattr(module, phrase.id) for module in (setting, finding, ledgers) if hasattr(module, phrase.id))


def wants_table(phrase: Phrase) -> bool:
    """Whether the step has a table under it."""
    return "datatable" in inspect.signature(function(phrase)).parameters  # type: ignore[arg-type]  # a function


def _unknown(line: Line) -> Flaw:
    hidden = _INVISIBLE.search(line.text)
    if hidden is not None:
        return Flaw("F015", "invisible", hidden[0], {"shown": shown(hidden[0])})
    elsewhere, text = matched(line.text), brief(line.text, SHOWN)
    if elsewhere is not None:
        return Flaw("F008", "step-keyword", args={"keyword": _KEYWORD[elsewhere[0].keyword], "text": text})
    near = nearest(_bare(line.text), _shapes()) if line.near else None
    if near is None:
        return Flaw("F008", "step-unknown", args={"text": text})
    return Flaw("F008", "step-near", args={"text": text, "near": readable(_shapes()[near])})


@cache
def _shapes() -> Mapping[str, str]:
    """Every template by what is left of it without arguments."""
    templates = (template for phrase in PHRASES for each in LANGUAGES for template in phrase.templates(each))
    return {_shape(template): template for template in templates}


def _bare(text: str) -> str:
    """The step without its arguments."""
    return re.sub(r"[0-9][0-9.\-]*", "0", re.sub(r"[「\"“][^「」\"“”]*[」\"”]", "「」", text))


def _shape(template: str) -> str:
    return _PLACE.sub(
        lambda place: "「」" if place[2] is None else "" if place[2] in ("rest", "parts") else "0", template
    )


_SHOWN = {
    "int": "2",
    "money": "120.00",
    "date": "2001-03-14",
    "month": "2001-03",
    "clause": "2.1",
    "word": "…",
    "counts": "… 40 戶",
    "parts": "",
    "rest": "",
    "door": "走收",
}


def readable(template: str) -> str:
    """A template as people read it."""
    return _PLACE.sub(lambda place: "「…」" if place[2] is None else _SHOWN[place[2]], template)
