"""The answer sheet: thirty lines, one for each incident found. What was left blank is None, never 0."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

LINES = 30
"""Lines of a sheet, whatever the key."""
CITES = 5
"""Rows that a line may cite."""
VERSION = 1

Row = tuple[str, int]
"""A row of the records: table and key."""


@dataclass(frozen=True, slots=True)
class Input:
    """An input of a formula as written in its cell; a whole number stays an int."""

    name: str
    value: Decimal | int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Sanction:
    """A sanction by the policy's name of its measure; one figure is low = high, none at all leaves both None.

    Months, years and times are whole numbers, money is 分, by the measure's unit.
    """

    kind: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What a candidate claims in one line. `number` counts from 1.

    person: a number of the staff. cites: up to five rows. unpriced: written that energy or fee cannot assess it.
    none_written: 'none' stands in the cell of the sanctions. duties: kinds of the policy.
    unread: what stands in a cell and could not be understood, by the name of its field: shown with the mark.
    """

    number: int
    clause: str | None = None
    post: str | None = None
    person: int | None = None
    cites: tuple[Row, ...] = ()
    formula: str | None = None
    inputs: tuple[Input, ...] = ()
    amount_fen: int | None = None
    unpriced: bool = False
    tier: str | None = None
    sanctions: tuple[Sanction, ...] = ()
    none_written: bool = False
    duties: tuple[str, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        """Whether nothing is written in it."""
        return self == AnswerLine(self.number)

    @property
    def claims(self) -> bool:
        """Whether it says that something happened: a clause, a person, a post or a row."""
        return bool(self.clause or self.post or self.cites) or self.person is not None

    def input_values(self) -> dict[str, Decimal | int]:
        """The inputs by name."""
        return {one.name: one.value for one in self.inputs}


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """The lines of one candidate, in their order; blank ones may be left out."""

    lines: tuple[AnswerLine, ...] = ()

    @property
    def given(self) -> tuple[AnswerLine, ...]:
        """The lines that claim something."""
        return tuple(line for line in self.lines if line.claims)

    def to_json(self) -> dict[str, Any]:
        """Plain values; numbers that are no whole ones as text, so that none is rounded."""
        return {"version": VERSION, "lines": [_line_json(line) for line in self.lines if not line.blank]}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> AnswerSheet:
        """What `to_json` gave. KeyError, TypeError or ValueError for what is none."""
        if document["version"] != VERSION:
            raise ValueError(f"an answer sheet of version {document['version']!r}, not {VERSION}")
        lines = tuple(_line(row) for row in document["lines"])
        if len({line.number for line in lines}) < len(lines):
            raise ValueError("a line is given twice")
        return cls(lines)

    def text(self) -> str:
        """The sheet as JSON, the same one always as the same text."""
        return json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True)


def _line_json(line: AnswerLine) -> dict[str, Any]:
    row: dict[str, Any] = {"line": line.number}
    plain = ("clause", "post", "person", "formula", "amount_fen", "unpriced", "tier", "none_written")
    given = {name: getattr(line, name) for name in plain}
    row |= {name: value for name, value in given.items() if value is not None and value is not False}  # 0 is an answer
    if line.cites:
        row["cites"] = [list(cite) for cite in line.cites]
    if line.inputs:
        row["inputs"] = [{"name": one.name, "value": _number(one.value), "unit": one.unit} for one in line.inputs]
    if line.sanctions:
        row["sanctions"] = [sanction_json(one) for one in line.sanctions]
    if line.duties:
        row["duties"] = list(line.duties)
    if line.unread:
        row["unread"] = dict(line.unread)
    return row


def _number(value: Decimal | int) -> int | str:
    return value if isinstance(value, int) else str(value)


def sanction_json(one: Sanction) -> dict[str, Any]:
    """A sanction in plain values."""
    span = {name: value for name, value in (("low", one.low), ("high", one.high)) if value is not None}
    return {"kind": one.kind, **span}


def sanction_of(row: Mapping[str, Any]) -> Sanction:
    """What `sanction_json` gave."""
    return Sanction(row["kind"], row.get("low"), row.get("high"))


def _line(row: Mapping[str, Any]) -> AnswerLine:
    if strange := [name for name in row if name not in _KINDS]:
        raise ValueError(f"no field {strange[0]!r}, only {', '.join(_KINDS)}")
    given = {name: _given(row, name, kind) for name, kind in _KINDS.items()}
    cites, number = rows_of(given["cites"] or ()), given["line"]
    if number is None or not 1 <= number <= LINES or len(cites) > CITES:
        raise ValueError(f"line {number!r} with {len(cites)} rows: lines are 1 to {LINES}, with at most {CITES} rows")
    lists: dict[str, Any] = {
        "cites": cites,
        "inputs": tuple(_input(one) for one in given["inputs"] or ()),
        "sanctions": tuple(_claimed(one) for one in given["sanctions"] or ()),
        "duties": tuple(_given({"duties": one}, "duties", str) for one in given["duties"] or ()),
        "unread": dict(given["unread"] or {}),
    }
    plain: dict[str, Any] = {
        name: given[name] for name in ("clause", "post", "person", "formula", "amount_fen", "tier")
    }
    flags: dict[str, Any] = {name: bool(given[name]) for name in ("unpriced", "none_written")}
    return AnswerLine(number, **plain, **flags, **lists)


_KINDS: Mapping[str, type] = {
    "line": int,
    "clause": str,
    "post": str,
    "person": int,
    "cites": list,
    "formula": str,
    "inputs": list,
    "amount_fen": int,
    "unpriced": bool,
    "tier": str,
    "sanctions": list,
    "none_written": bool,
    "duties": list,
    "unread": dict,
}
_LARGEST, _LONGEST = 10**15, 1_000


def _given(row: Mapping[str, Any], name: str, kind: type) -> Any:
    """A field's value, None where it is not given. ValueError if it is of another kind, or beyond reason."""
    value = row.get(name)
    if value is None:
        return None
    fits = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
    if not fits or (kind is int and abs(value) > _LARGEST) or (kind in (str, list) and len(value) > _LONGEST):
        raise ValueError(f"{name} is {value!r:.60}")
    return value


def rows_of(cites: Sequence[Sequence[Any]]) -> tuple[Row, ...]:
    """Rows from pairs of table and key. ValueError for what is none."""
    for cite in cites:
        if len(cite) != 2 or not isinstance(cite[0], str) or type(cite[1]) is not int:
            raise ValueError(f"no row: {cite!r:.60}")
    return tuple((table, key) for table, key in cites)


def _claimed(row: Mapping[str, Any]) -> Sanction:
    for name in ("low", "high"):
        _given(row, name, int)
    _given(row, "kind", str)
    return sanction_of(row)


def _input(row: Mapping[str, Any]) -> Input:
    """Numbers that are no whole ones come as text: a JSON number may have lost places already."""
    value = row["value"]
    if not isinstance(value, int | str) or isinstance(value, bool):
        raise ValueError(f"input {value!r:.60}: write a whole number, or another one as text")
    number = value if isinstance(value, int) else Decimal(value)
    if isinstance(number, Decimal) and not number.is_finite():
        raise ValueError(f"input {value!r:.60} is no number")
    name, unit = _given(row, "name", str), _given(row, "unit", str)
    return Input(name or "", number, unit or "")
