"""The papers of the office as data: papers/<department>.toml read once into typed descriptions.

A table of a file is a table of records. Every one has, before its own columns: id (int64, the natural key, packed as
`key` says; unique in the table), recorded_at (naive local wall time, whole seconds) and staff (who wrote the row; null
where no person writes). Rows stand in the order of time; they are never changed. In a file:

form      the trade's paper, which is the table's name for people.
key       parts of the id in order. A string is a part of common.toml or a paper whose key it is; otherwise { part,
          size, codes, of, column }: how many there may be, the words of which it holds the position, the papers and
          objects whose key it is (of several the first whose parts it can hold: the one with a base stands first), the
          column that shows it (that of the same name, if nothing is said).
said      how people say the id itself, where they know the number and not its parts.
reach     what a row belongs to: place = columns whose values name it. An act about a place may change its rows. A row
          with a customer belongs to him, unsaid. `balance` is reached by every act before it.
feeds     where a row is counted: a row that changes may change the rows of these places.
turn      papers written one after the other: their number on a day moves the hour of this one.
columns   type (int64, int32, date, datetime, bool, str); zh and en, its heading (of common.toml, if nothing is said);
          null, where a value may be missing; refers, the paper whose id it holds (by the row's kind, where it differs);
          mark: `sequence`, a serial that people see, or `queue`, a time that a queue gave: no part of what an act
          reaches; codes, the words that it may hold; before, where a day may lie before the calendar;
          after, by how many days it may lie behind it;
          form, the regular expression of a text; dial, of a register in units of its last place: the column that holds
          its meter, or the bill of that meter; doc.

In reach and feeds a value is a column, `column.part` (a part of the id that the column holds; `id.day` of its own), a
word after `=`, or what is worked out from the row: recorded_on, hall, bank_due, next_bank_day, series (of receipts).
`period` is year × 100 + month of the reading cycle (200103). Money is integer 分, energy integer kWh.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.sim.records.keys import Key, Part
from kaohe.sim.texts import Names

FOLDER = Path(__file__).parent / "papers"
COMMON = "common.toml"
COMMON_COLUMNS = {
    "id": {"type": "int64"},
    "recorded_at": {"type": "datetime"},
    "staff": {"type": "int32", "null": True, "refers": "staff"},
}

_DTYPES: Mapping[str, pl.DataType] = MappingProxyType(
    {
        "int64": pl.Int64(),
        "int32": pl.Int32(),
        "bool": pl.Boolean(),
        "date": pl.Date(),
        "datetime": pl.Datetime("ms"),
        "str": pl.String(),
    }
)

Places = Mapping[str, tuple[str, ...]]
Int64s = NDArray[np.int64]


@dataclass(frozen=True)
class Column:
    """One column: its type in the files' words, its heading, whether it may be missing, what it refers to, its mark.

    codes: the words that it may hold. before: a day that may lie before the office's calendar. after: by
    how many days one may lie behind it.
    form: the regular expression that a text keeps to. dial: of a register the column of its meter, or of the bill that
    has it.
    """

    name: str
    type: str
    label: Names
    nullable: bool = False
    mark: str | None = None
    refers: str | Mapping[str, str] | None = None
    doc: str = ""
    codes: tuple[str, ...] = ()
    before: bool = False
    form: str = ""
    dial: str | None = None
    after: int = 0

    @property
    def dtype(self) -> pl.DataType:
        """The Polars type."""
        return _DTYPES[self.type]


@dataclass(frozen=True)
class ObjectType:
    """What an act is about: its name and how its id is packed; `said` where people know the id itself."""

    name: str
    label: Names
    key: Key
    said: Names | None = None


@dataclass(frozen=True)
class Table(ObjectType):
    """One record table; `columns` begins with id, recorded_at and staff. `label` is the trade's form."""

    department: str = ""
    columns: tuple[Column, ...] = ()
    reach: Places = field(default_factory=dict)
    feeds: Places = field(default_factory=dict)
    turn: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        return self._by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    def empty(self) -> pl.DataFrame:
        """A frame without rows in the table's types."""
        return self._empty.clone()

    @cached_property
    def _empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema={column.name: column.dtype for column in self.columns})


@dataclass(frozen=True)
class Papers:
    """All that the files say: tables, objects, what parts of keys are called, departments in the way of the paper.

    Where an object has versions on paper, both have one name (meter): a column or a key that holds it means the object.
    """

    tables: Mapping[str, Table]
    objects: Mapping[str, ObjectType]
    parts: Mapping[str, Names]
    departments: Mapping[str, Names]

    def thing(self, name: str) -> ObjectType:
        """The object or paper of that name; KeyError if there is none."""
        return self.objects[name] if name in self.objects else self.tables[name]

    def label(self, column: str) -> Names | None:
        """A column's heading on the first paper that has it."""
        return next((table.column(column).label for table in self.tables.values() if column in table), None)

    def flat(self, name: str) -> tuple[tuple[str, int], ...]:
        """(part, size) of an object's or paper's key down to plain numbers: of a receipt customer, period, attempt.

        A part that may be the key of several things stays as it is. KeyError for an unknown name.
        """
        return self._flat(self.thing(name).key)

    def _flat(self, key: Key) -> tuple[tuple[str, int], ...]:
        found: list[tuple[str, int]] = []
        for part in key.parts:
            found += self.flat(part.of[0]) if len(part.of) == 1 else [(part.name, part.size)]
        return tuple(found)

    def within(self, name: str, part: str, key: int) -> int | None:
        """A part of an id, also of the papers whose keys it holds: the customer of a receipt; None if there is none."""
        own = self.thing(name).key
        if any(each.name == part for each in own.parts):
            return own.part(part, key)
        inner = ((each.of[0], own.part(each.name, key)) for each in own.parts if len(each.of) == 1)
        return next((value for of, held in inner if (value := self.within(of, part, held)) is not None), None)

    def held(self, key: Key, part: str, values: Int64s) -> Int64s | None:
        """A part of keys, also of those that they hold: the customer of receipts; None if there is none."""
        if any(each.name == part for each in key.parts):
            return key.part(part, values)
        inner = ((self.thing(each.of[0]).key, each.name) for each in key.parts if len(each.of) == 1)
        found = (self.held(of, part, key.part(name, values)) for of, name in inner if of is not key)
        return next((one for one in found if one is not None), None)

    def below(self, kind: str, table: str) -> int | None:
        """How many bits of a paper's id follow the object of that kind; None if its id does not begin with one."""
        key = self.tables[table].key
        if kind in key.parts[0].of:
            return sum(part.bits for part in key.parts[1:])
        whole, own = self.flat(kind), self._flat(key)
        if [name for name, _ in own[: len(whole)]] != [name for name, _ in whole]:
            return None
        return sum(max(size - 1, 0).bit_length() for _, size in own[len(whole) :])


def read_papers(folder: Path = FOLDER) -> Papers:
    """The papers of a folder; tables in the order of the departments. OSError, tomllib.TOMLDecodeError, KeyError."""
    return _Reader(folder).papers()


class _Reader:
    """Takes the files apart."""

    def __init__(self, folder: Path) -> None:
        common = _toml(folder / COMMON)
        self.departments = {name: _names(spec) for name, spec in common["departments"].items()}
        self._columns = common["columns"]
        self._parts = common["parts"]
        self._objects = common["objects"]
        self._specs = [(each, *item) for each in self.departments for item in _toml(folder / f"{each}.toml").items()]
        self._known = {*self._objects, *(name for _, name, _ in self._specs)}

    def papers(self) -> Papers:
        objects = {
            name: ObjectType(name, _names(spec), self._key(spec["key"], ()), _said(spec))
            for name, spec in self._objects.items()
        }
        tables = {name: self._table(department, name, spec) for department, name, spec in self._specs}
        parts = {name: _names(spec) for name, spec in self._parts.items() if "zh" in spec}
        departments = MappingProxyType(self.departments)
        return Papers(MappingProxyType(tables), MappingProxyType(objects), MappingProxyType(parts), departments)

    def _table(self, department: str, name: str, spec: Mapping[str, Any]) -> Table:
        columns = tuple(self._column(key, value) for key, value in {**COMMON_COLUMNS, **spec["columns"]}.items())
        return Table(
            name,
            _names(spec["form"]),
            self._key(spec["key"], tuple(spec["columns"])),
            _said(spec),
            department,
            columns,
            _places(spec.get("reach", {})),
            _places(spec.get("feeds", {})),
            tuple(spec.get("turn", ())),
        )

    def _column(self, name: str, spec: Mapping[str, Any]) -> Column:
        label = _names(spec if "zh" in spec else self._columns[name])
        null, mark, refers = spec.get("null", False), spec.get("mark"), spec.get("refers")
        codes, before, form = tuple(spec.get("codes", ())), spec.get("before", False), spec.get("form", "")
        doc, dial, after = spec.get("doc", ""), spec.get("dial"), spec.get("after", 0)
        return Column(name, spec["type"], label, null, mark, refers, doc, codes, before, form, dial, after)

    def _key(self, parts: Sequence[str | Mapping[str, Any]], columns: Sequence[str]) -> Key:
        given = [{"part": part} if isinstance(part, str) else part for part in parts]
        return Key(tuple(self._part(spec, columns, first=at == 0) for at, spec in enumerate(given)))

    def _part(self, given: Mapping[str, Any], columns: Sequence[str], *, first: bool) -> Part:
        name = given["part"]
        spec = {**self._parts.get(name, {}), **given}
        codes = tuple(spec.get("codes", ()))
        size = 0 if first else spec.get("size") or 1 << max(len(codes) - 1, 0).bit_length()
        of = spec.get("of", [name] if name in self._known and name not in self._parts else [])
        column = spec.get("column", name if name in columns else None)
        return Part(name, size, spec.get("base", 0), codes, tuple(of), column, spec.get("form"), spec.get("unsaid"))


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _names(spec: Mapping[str, Any]) -> Names:
    return Names(spec["zh"], spec["en"])


def _said(spec: Mapping[str, Any]) -> Names | None:
    return _names(spec["said"]) if "said" in spec else None


def _places(spec: Mapping[str, Sequence[str]]) -> Places:
    return {name: tuple(values) for name, values in spec.items()}


PAPERS = read_papers()
SCHEMA = PAPERS.tables
