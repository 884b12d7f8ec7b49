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
        return cls(tuple(_line(row) for row in document["lines"]))

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
    return AnswerLine(
        number=row["line"],
        clause=row.get("clause"),
        post=row.get("post"),
        person=row.get("person"),
        cites=rows_of(row.get("cites", ())),
        formula=row.get("formula"),
        inputs=tuple(_input(one) for one in row.get("inputs", ())),
        amount_fen=row.get("amount_fen"),
        unpriced=row.get("unpriced", False),
        tier=row.get("tier"),
        sanctions=tuple(sanction_of(one) for one in row.get("sanctions", ())),
        none_written=row.get("none_written", False),
        duties=tuple(row.get("duties", ())),
        unread=dict(row.get("unread", {})),
    )


def rows_of(cites: Sequence[Sequence[Any]]) -> tuple[Row, ...]:
    """Rows from pairs of table and key."""
    return tuple((str(table), int(key)) for table, key in cites)


def _input(row: Mapping[str, Any]) -> Input:
    value = row["value"]
    return Input(row["name"], value if isinstance(value, int) else Decimal(value), row.get("unit", ""))
