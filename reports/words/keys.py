"""Packed keys and codes of the records in words: a bill as customer and month, a code as the paper has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import reduce

from kaohe.reports.words.wording import day, key_part, say, say_or
from kaohe.sim.records import PAPERS, Papers, ids
from kaohe.sim.records.keys import Part
from kaohe.sim.records.schema import ObjectType, Table
from kaohe.sim.texts import Names

IN_A_HALL, FIRST_DOOR = 16, 9  # how counters are numbered: windows from 1, door rounds from 9, in each hall


def coded(table: str, value: str) -> str:
    """A code in words: first as this table means it, then as every paper does, then as a post of the staff; the code
    itself where no text exists.
    """
    said = next((text for part in (f"{key_part(table)}-", "", "staff-") if (text := _said(part, value))), "")
    kind, _, of = value.partition(".")
    if said or not of:
        return said or value
    return say("code-of", kind=coded(table, kind), of=coded("bill", of))  # a fee of a class


def _said(part: str, value: str) -> str:
    return say_or(f"value-{part}{_key(value)}", "")


def _key(value: str) -> str:
    """A code as part of a key of a text: energy:peak → energy-peak."""
    return key_part(value).replace(":", "-")


def counter_text(number: int) -> str:
    """A window by its number, or a collector's door round, which has one too."""
    return say("counter-door" if number % IN_A_HALL >= FIRST_DOOR else "counter-window", n=number)


def key_text(name: str, key: int, papers: Papers = PAPERS) -> str:
    """The id of a paper or object as people say it: 戶 12・2001-03. The bare number for a name that no paper has."""
    if name not in papers.objects and name not in papers.tables:
        return str(key)
    thing = papers.thing(name)
    if thing.said is not None:
        return _filled(thing.said, key)
    values = dict(zip((part.name for part in thing.key.parts), thing.key.unpack(key), strict=True))
    said = [part for part in thing.key.parts if values[part.name] != part.unsaid] or thing.key.parts[:1]
    texts = [_part_text(papers, thing, part, values) for part in said]
    return reduce(lambda first, second: say("key-and", first=first, second=second), texts)


def reference_text(refers: str | Mapping[str, str], kind: object, value: int, papers: Papers = PAPERS) -> str:
    """An id that a column holds; of the paper that the row's kind says, where it differs."""
    table = refers if isinstance(refers, str) else refers.get(str(kind), "")
    return str(value) if table in papers.tables and papers.thing(table).said else key_text(table, value, papers)


def _part_text(papers: Papers, thing: ObjectType, part: Part, values: Mapping[str, int]) -> str:
    value = values[part.name]
    if part.codes:
        return coded(thing.name, part.codes[value]) if value < len(part.codes) else str(value)
    if part.form:
        return _FORMS[part.form](value)
    if part.name == "counter":
        return counter_text(value)
    if part.name in papers.parts:
        return _filled(papers.parts[part.name], value)
    of = part.of or _referred(thing, part, values)
    return key_text(next((each for each in of if _fits(papers, each, value)), ""), value, papers)


def _fits(papers: Papers, name: str, key: int) -> bool:
    """Whether the number can be an id of it: a counter's day lies below the base of a clerk's."""
    return min(papers.thing(name).key.unpack(key)) >= 0


def _referred(thing: ObjectType, part: Part, values: Mapping[str, int]) -> tuple[str, ...]:
    """The papers of an id that a column of the same name holds, by the kind that is another part of the key."""
    refers = thing.column(part.name).refers if isinstance(thing, Table) and part.column else None
    if not isinstance(refers, Mapping):
        return () if refers is None else (refers,)
    kinds = (each.codes[values[each.name]] for each in thing.key.parts if values[each.name] < len(each.codes))
    return tuple(refers[kind] for kind in kinds if kind in refers)


def _filled(text: Names, value: int) -> str:
    return text.text().replace("{n}", str(value))


def _month(code: int) -> str:
    return f"{code // 100}-{code % 100:02d}"


_FORMS: Mapping[str, Callable[[int], str]] = {
    "period": lambda index: _month(ids.period_code(index)),
    "month": _month,
    "day": lambda number: day(ids.EPOCH + timedelta(days=number)),
}
