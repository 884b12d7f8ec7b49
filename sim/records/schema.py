"""The record tables as data: schema.toml read once into typed descriptions."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import polars as pl

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


@dataclass(frozen=True)
class Column:
    """One column: its type in schema.toml's words, whether it may be missing, and its mark (sequence, queue)."""

    name: str
    type: str
    nullable: bool = False
    mark: str | None = None
    doc: str = ""

    @property
    def dtype(self) -> pl.DataType:
        """The Polars type."""
        return _DTYPES[self.type]


@dataclass(frozen=True)
class Table:
    """One record table; `columns` begins with id, recorded_at and staff."""

    name: str
    form_zh: str
    form_en: str
    key: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        return self._by_name()[name]

    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    def empty(self) -> pl.DataFrame:
        """A frame without rows in the table's types."""
        return pl.DataFrame(schema={column.name: column.dtype for column in self.columns})


_COMMON = (
    Column("id", "int64", doc="natural key, packed"),
    Column("recorded_at", "datetime", doc="local wall time"),
    Column("staff", "int32", nullable=True, doc="who wrote the row"),
)


def _column(name: str, spec: Mapping[str, Any]) -> Column:
    return Column(name, spec["type"], spec.get("null", False), spec.get("mark"), spec.get("doc", ""))


@cache
def schema() -> Mapping[str, Table]:
    """All tables by name, in the order of schema.toml."""
    text = files("kaohe.sim.records").joinpath("schema.toml").read_text("utf-8")
    tables = {}
    for name, spec in tomllib.loads(text).items():
        columns = _COMMON + tuple(_column(key, value) for key, value in spec["columns"].items())
        tables[name] = Table(name, spec["form"]["zh"], spec["form"]["en"], spec["key"], columns)
    return MappingProxyType(tables)


SCHEMA = schema()
