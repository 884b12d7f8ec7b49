"""An office's tables to be edited by hand, and the limbs of clauses with the edit that each must answer to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from kaohe.sim.records import SCHEMA, Records

Row = dict[str, object]


class Papers:
    """The tables of an office; an edit that hits no row, or more than one where one is meant, is an error."""

    def __init__(self, records: Records) -> None:
        self._frames = {name: records.table(name) for name in SCHEMA}

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self._frames[table]

    def records(self) -> Records:
        """What the judge reads."""
        return Records.from_frames(self._frames)

    def row(self, table: str, which: pl.Expr, at: int = 0) -> Row:
        """One of the rows that match, by its place among them (−1: the last)."""
        found = self._frames[table].filter(which)
        assert not found.is_empty(), f"no row of {table} is meant"
        return found.row(at, named=True)

    def change(self, table: str, row: Row, **columns: object) -> None:
        """Other values in a row."""
        self._with(table, row, **{**row, **columns})

    def delete(self, table: str, row: Row) -> None:
        """A row less."""
        self._frames[table] = self._without(table, row)

    def keep(self, table: str, which: pl.Expr) -> None:
        """Only the rows that match."""
        frame = self._frames[table].filter(which)
        assert frame.height < self._frames[table].height, f"no row of {table} goes"
        self._frames[table] = frame

    def add(self, table: str, row: Row, **columns: object) -> None:
        """A row more: a copy with other values."""
        self._frames[table] = self._frames[table].vstack(self._made(table, {**row, **columns}))

    def _with(self, table: str, row: Row, **columns: object) -> None:
        self._frames[table] = self._without(table, row).vstack(self._made(table, columns)).sort("recorded_at", "id")

    def _without(self, table: str, row: Row) -> pl.DataFrame:
        frame = self._frames[table]
        kept = frame.filter((pl.col("id") != row["id"]) | (pl.col("recorded_at") != row["recorded_at"]))
        assert kept.height == frame.height - 1, f"{frame.height - kept.height} rows of {table} are meant"
        return kept

    def _made(self, table: str, row: Row) -> pl.DataFrame:
        return pl.DataFrame([row], schema=self._frames[table].schema, orient="row")


Edit = Callable[[Papers], None]


@dataclass(frozen=True)
class Limb:
    """A limb of a clause (as the rulebook calls it), the row that would show it, an edit, and what the judge answers.

    finds: clauses of the findings that the edit makes, no more and no less; loses: of those that it takes away.
    disagrees: kinds of disagreements, likewise. breached: the office has three acts of the clause, else none of any.
    """

    clause: str
    limb: str
    row: str
    edit: Edit
    finds: tuple[str, ...] = ()
    disagrees: tuple[str, ...] = ()
    loses: tuple[str, ...] = ()
    breached: bool = False

    @property
    def name(self) -> str:
        """For people who read test results."""
        return f"{self.clause}-{self.limb}-{self.edit.__name__}"


def fen(row: Mapping[str, object], column: str) -> int:
    """A whole number of a row."""
    value = row[column]
    assert isinstance(value, int)
    return value


def day(row: Mapping[str, object], column: str) -> date:
    """A day of a row."""
    value = row[column]
    assert isinstance(value, date)
    return value


def later(row: Mapping[str, object], days: int) -> datetime:
    """The moment at which a row was written, some days later."""
    value = row["recorded_at"]
    assert isinstance(value, datetime)
    return value + timedelta(days)
