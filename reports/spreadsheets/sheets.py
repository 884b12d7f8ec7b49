"""Records as sheets: the trade's headings, values in units, codes and keys in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

import polars as pl

from kaohe.reports.judged import cases
from kaohe.reports.judged.inputs import Judged, Papers
from kaohe.reports.judged.statute import Statute, ordered
from kaohe.reports.papers.slips import Desk, form_name
from kaohe.reports.words.keys import coded, key_text, reference_text
from kaohe.reports.words.wording import code_text, key_part, say, say_or
from kaohe.sim.records import SCHEMA, Column

Cell = str | int | Decimal | date | datetime | None
Kind = TypeVar("Kind", int, str)
FIRST_ROW = 2  # of a spreadsheet, below the heading
SCALES: Mapping[str, int] = {"fen": 2, "e4": 4}  # decimals of a number by the unit in its name


@dataclass(frozen=True)
class Sheet:
    """A table for people: its name, headings, and cells column by column; money is yuan, a missing value None."""

    table: str
    name: str
    headings: tuple[str, ...]
    columns: tuple[Sequence[Cell], ...]

    @property
    def height(self) -> int:
        """Rows."""
        return len(self.columns[0]) if self.columns else 0

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """The rows in the order in which they were written."""
        return zip(*self.columns, strict=True)


def sheets(records: Papers, desk: Desk) -> Iterator[Sheet]:
    """A sheet of every table that has rows, in the order of the papers; `explain` cites a row by its key."""
    for table, paper in SCHEMA.items():
        frame = records.table(table)
        if not frame.is_empty():
            headings = (say("head-key"), *(_heading(column) for column in paper.columns[1:]))
            yield Sheet(table, form_name(table), headings, tuple(_columns(table, frame, desk)))


def register(table: str, frame: pl.DataFrame, desk: Desk, numbers: range) -> Sheet:
    """A table as the register that a candidate gets: numbers by which rows are cited, keys in words, fields."""
    headings = (say("head-row-number"), say("head-key"), *(_heading(column) for column in SCHEMA[table].columns[1:]))
    keys = [key_text(table, key) for key in frame["id"].to_list()]
    _, *fields = _columns(table, frame, desk)
    return Sheet(table, form_name(table), headings, (list(numbers), keys, *fields))


def incidents_sheet(judged: Judged, desk: Desk, statute: Statute) -> Sheet:
    """The incidents of an assessment, those with the largest amounts first."""
    heads = "incident clause person post occurred discovered basis amount loss tier sanctions".split()
    orders = cases.sanctions_by_incident(judged)
    found = cases.incidents(judged.incidents)
    lines = [
        (
            case.incident_id,
            statute.clause_name(case.clause),
            desk.person(case.staff),
            statute.post(case.post),
            case.occurred_on,
            case.discovered_on,
            code_text("basis", case.basis),
            None if case.amount_fen is None else _scaled(case.amount_fen, 2),
            _scaled(case.loss_fen, 2),
            statute.tier(case.tier),
            say("comma").join(ordered(statute, order) for order in orders.get(case.incident_id, ())),
        )
        for case in found
    ]
    columns: tuple[Sequence[Cell], ...] = tuple(zip(*lines, strict=True)) if lines else ((),) * len(heads)
    return Sheet("incidents", say("part-incidents"), tuple(say(f"head-{name}") for name in heads), columns)


def _heading(column: Column) -> str:
    """A column's heading with its unit."""
    name, unit = column.label.text(), unit_of(column.name)
    return say(f"heading-{unit}", name=name) if unit in (*SCALES, "kwh", "kva") else name


def unit_of(name: str) -> str:
    """The unit in a column's name, `fen` for prices in it too; empty for none."""
    if name.startswith("error_"):  # a share, no price
        return ""
    return "fen" if "fen_per_" in name else name.rsplit("_", 1)[-1]


def _columns(table: str, frame: pl.DataFrame, desk: Desk) -> Iterator[Sequence[Cell]]:
    yield [str(key) for key in frame["id"]]
    kinds = frame["kind"].to_list() if "kind" in frame.columns else [None] * frame.height
    for column in SCHEMA[table].columns[1:]:
        yield _cells(table, column, frame[column.name], kinds, desk)


def _cells(table: str, column: Column, values: pl.Series, kinds: Iterable[object], desk: Desk) -> Sequence[Cell]:
    plain = values.to_list()
    numbers, texts = _distinct(plain, int), _distinct(plain, str)
    if column.refers == "staff":
        return _each(plain, {value: desk.person(value) for value in numbers})
    if isinstance(column.refers, Mapping):
        pairs = list(zip(kinds, plain, strict=True))
        words = {(kind, key): reference_text(column.refers, kind, key) for kind, key in set(pairs) if key is not None}
        return [words.get(pair) for pair in pairs]
    if column.refers is not None:
        named = {value: reference_text(column.refers, None, value) for value in numbers}
        if all(text == str(value) for value, text in named.items()):
            return plain  # a number in one register is a number in all: else none is found by the other
        return _each(plain, named)
    if (table, column.name) == ("rule", "key"):
        return _each(plain, {value: desk.limit(value) for value in texts})
    if (table, column.name) == ("price", "tariff"):
        return _each(plain, {value: say_or(f"tariff-{key_part(value)}", value) for value in texts})
    if column.type == "str":
        return _each(plain, {value: coded(table, value) for value in texts})
    if column.type == "bool":
        return _each(plain, {True: say("yes"), False: say("no")})
    return _numbers(column.name, plain)


def _numbers(name: str, values: Sequence[Cell]) -> Sequence[Cell]:
    unit = unit_of(name)
    if unit == "period":
        return [None if value is None else f"{int(str(value)) // 100}-{int(str(value)) % 100:02d}" for value in values]
    if unit in SCALES:
        return [_scaled(value, SCALES[unit]) if isinstance(value, int) else None for value in values]
    return values


def _scaled(value: int, places: int) -> Decimal:
    return Decimal(value).scaleb(-places)


def _distinct(values: Iterable[object], kind: type[Kind]) -> set[Kind]:
    return {value for value in set(values) if isinstance(value, kind)}


def _each(values: Sequence[Cell], words: Mapping[Any, str]) -> Sequence[Cell]:
    return [words.get(value) for value in values]
