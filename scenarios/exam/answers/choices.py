"""What a line of an answer sheet may name: clauses, posts, people, formulas, tiers, sanctions, duties, registers."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from kaohe.scenarios.exam.workings import workings
from kaohe.sim.files import fold
from kaohe.sim.records import SCHEMA
from kaohe.sim.texts import Names, catalogue
from kaohe.standards import Policy, Rulebook
from kaohe.standards.policies.format import TIERS

_texts = catalogue("kaohe.scenarios")
VERSION = 1
LISTS = ("clause", "post", "person", "formula", "tier", "sanction", "duty")
NONE = "none"
"""The sanction 'none', which is written and not left blank."""
MONEY = ("fen", "yuan")
"""Units of sanctions that are money: 分 in a sheet, yuan in a cell."""
NOTHING = Names("無", "none")
_SPACE = re.compile(r"[\s()\uff08\uff09\[\]\u3010\u3011:\uff1a,\uff0c\u3001\u3002!\uff01]+")


@dataclass(frozen=True)
class Choices:
    """Texts by code for each list, registers by the title of their sheets, and other ways to write a code.

    lists: what the drop-down lists show; also: further texts that mean a code (other languages, a name without its
    number); inputs: names of each formula's inputs, in the order of its cells; units of sanctions.
    """

    lists: Mapping[str, Mapping[str, str]]
    also: Mapping[str, Mapping[str, str]]
    registers: Mapping[str, str]
    inputs: Mapping[str, tuple[str, ...]]
    units: Mapping[str, str]

    def code(self, name: str, text: str) -> str | None:
        """The code that a text of a list means; None for none, or for one that could mean two."""
        return self._codes[name].get(plain(text))

    def table(self, register: str) -> str | None:
        """The table of a register by the title of its sheet, or by its name in any language."""
        return self._tables.get(plain(register))

    @cached_property
    def _codes(self) -> Mapping[str, Mapping[str, str]]:
        return {name: self._meanings(name) for name in LISTS}

    def _meanings(self, name: str) -> dict[str, str]:
        """What texts mean, those of the list before all others; what could mean two means none."""
        found: dict[str, str] = {}
        doubtful: set[str] = set()
        for text, code in self.also[name].items():
            if found.setdefault(plain(text), code) != code:
                doubtful.add(plain(text))
        for text in doubtful:
            del found[text]
        return {**found, **{plain(code): code for code in self.lists[name]}, **_shown(self.lists[name])}

    @cached_property
    def _tables(self) -> Mapping[str, str]:
        names = {plain(text): table for table, paper in SCHEMA.items() for text in _every(paper.label)}
        return {**names, **{plain(title): table for title, table in self.registers.items()}}

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        named = ("lists", "also", "registers", "inputs", "units")
        return {"version": VERSION, **{name: getattr(self, name) for name in named}}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Choices:
        """What `to_json` gave. KeyError or ValueError for what is none."""
        if document["version"] != VERSION:
            raise ValueError(f"choices of version {document['version']!r}, not {VERSION}")
        inputs = {name: tuple(names) for name, names in document["inputs"].items()}
        return cls(document["lists"], document["also"], document["registers"], inputs, document["units"])

    def text(self) -> str:
        """As JSON."""
        return json.dumps(self.to_json(), ensure_ascii=False, sort_keys=False)


def _shown(texts: Mapping[str, str]) -> dict[str, str]:
    return {plain(text): code for code, text in texts.items()}


def plain(text: str) -> str:
    """A text as it is compared: width, case, script and punctuation undone."""
    return fold(_SPACE.sub("", unicodedata.normalize("NFKC", text)))


def choices_of(rulebook: Rulebook, policy: Policy, staff: pl.DataFrame, registers: Mapping[str, str]) -> Choices:
    """The choices of an exam: all the rulebook's clauses and posts, the people of the office, the policy's measures.

    registers: table by the title of its sheet.
    """
    people = dict(sorted(staff.select("id", "name").unique().iter_rows()))
    named: dict[str, Mapping[str, Names]] = {
        "clause": {key: _headed(key, clause.name) for key, clause in rulebook.clauses.items()},
        "post": {key: post.name for key, post in rulebook.posts.items()},
        "formula": {key: form.name for key, form in workings().items()},
        "tier": {tier: policy.file.tiers[tier].name for tier in TIERS if tier in policy.tiers},
        "sanction": {NONE: NOTHING, **{key: measure.name for key, measure in policy.file.measures.items()}},
        "duty": {key: duty.name for key, duty in policy.file.duties.items()},
    }
    lists = {name: {key: names.text() for key, names in rows.items()} for name, rows in named.items()}
    also = {name: {text: key for key, names in rows.items() for text in _every(names)} for name, rows in named.items()}
    lists["person"] = {
        str(number): _texts("answers-person", name=name, number=number) for number, name in people.items()
    }
    once = [name for name in people.values() if [*people.values()].count(name) == 1]
    also["person"] = {name: str(number) for number, name in people.items() if name in once}
    for number, name in people.items():  # as the papers write who wrote a row, in each language, and a number alone
        also["person"] |= {text: str(number) for text in (f"{name}{number}號", f"{name} no. {number}", f"{number}號")}
    also["clause"] |= {text: key for key, clause in rulebook.clauses.items() for text in _every(clause.name)}
    return Choices(
        {name: lists[name] for name in LISTS},
        also,
        dict(registers),
        {key: form.inputs for key, form in workings().items()},
        {key: measure.unit for key, measure in policy.file.measures.items()},
    )


def _headed(key: str, name: Names) -> Names:
    return Names(f"{key} {name.zh_hant}", f"{key} {name.en}")


def _every(names: Names) -> Iterable[str]:
    """A name in each language."""
    return (names.zh_hant, names.en)  # simplified ones are folded together with these
