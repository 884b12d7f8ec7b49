"""Record tables as arrays, as far as they were written by the end of a day; read once, the large ones in part."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial, reduce
from operator import or_
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.sim.records import SCHEMA, Records

Ints: TypeAlias = NDArray[np.integer[Any]]
Flags: TypeAlias = NDArray[np.bool_]

NONE = -1
DAY_MS = 86_400_000
_DAY_0 = date(1970, 1, 1)
# What days and times are as numbers; a cast to them asks polars for no query, as `to_physical` does.
_PHYSICAL: Mapping[type[pl.DataType], type[pl.DataType]] = {
    pl.Date: pl.Int32,
    pl.Datetime: pl.Int64,
}

# The tables that grow with customers × months: only what evidence needs is read. All others are read whole.
_PARTS: Mapping[str, tuple[str, ...]] = {
    "reading": ("register", "frozen_register", "frozen_on", "read_on", "book"),
    "bill": (
        "book",
        "meter",
        "reading",
        "from_on",
        "to_on",
        "from_register",
        "to_register",
        "swap_kwh",
        "loss_kwh",
        "kwh",
        "price_class",
        "energy_e4",
        "capacity_kva",
        "amount_fen",
        "issued_on",
    ),
    "bill_line": ("bill", "line", "amount_fen"),
    "receipt": ("bill", "counter", "tender", "amount_fen", "takings_on", "receipt_no"),
}


def asked(table: str) -> list[str]:
    """The columns of a table that evidence asks for."""
    names = [column.name for column in SCHEMA[table].columns]
    return ["id", "recorded_at", "staff", *_PARTS[table]] if table in _PARTS else names


def to_day(on: date) -> int:
    """Days since 1970-01-01."""
    return (on - _DAY_0).days


def to_date(day: int) -> date:
    """The date of a number of days since 1970-01-01."""
    return _DAY_0 + timedelta(days=int(day))


def wide(values: Ints) -> NDArray[np.int64]:
    """The values as int64, for products and sums."""
    return values.astype(np.int64, copy=False)


def at_rows(values: Ints, rows: Ints, otherwise: int = NONE) -> Ints:
    """The values of some rows; `otherwise` for NONE."""
    return np.where(rows >= 0, values[rows], otherwise) if len(values) else np.full(len(rows), otherwise)


class Rows:
    """One table's rows; columns as integer arrays on demand: dates as days since 1970, times in ms, null as NONE.

    arrays: columns that are held as such alone, and no more in the frame. read: how a column comes that is in neither.
    """

    def __init__(
        self,
        name: str,
        frame: pl.DataFrame,
        arrays: Mapping[str, Ints] = MappingProxyType({}),
        read: Callable[[str], pl.Series] | None = None,
    ) -> None:
        self.name = name
        self.frame = frame
        self._arrays = dict(arrays)
        self._read = read
        self._rows = len(self["id"])

    def __len__(self) -> int:
        return self._rows

    def __getitem__(self, column: str) -> Ints:
        if column not in self._arrays:
            self._arrays[column] = integers(self._column(column))
        return self._arrays[column]

    def _column(self, column: str) -> pl.Series:
        if self._read is None or column in self.frame.columns:
            return self.frame[column]
        values = self._read(column)
        if values.dtype == pl.String:
            self.frame = self.frame.with_columns(values) if self.frame.width else values.to_frame()
        return values

    def day(self, row: int) -> int:
        """Day on which a row was written."""
        return int(self["recorded_at"][row]) // DAY_MS

    def days(self) -> Ints:
        """Days on which the rows were written."""
        return self["recorded_at"] // DAY_MS

    def among(self, column: str, *words: str) -> Flags:
        """Where a text column holds one of the words."""
        values = self._column(column)
        found = reduce(or_, (values == word for word in words))
        flags: Flags = (found.fill_null(False) if found.null_count() else found).to_numpy()
        return flags

    def codes(self, column: str, words: Sequence[str]) -> Ints:
        """Position of each text in `words`; NONE where it is not among them."""
        coded = self._column(column).cast(pl.Enum(words), strict=False).to_physical()
        return coded.cast(pl.Int32).fill_null(NONE).to_numpy()

    def text(self, column: str, row: int) -> str | None:
        """One text."""
        value: str | None = self._column(column)[row]
        return value

    def given(self, column: str) -> Flags:
        """Where the column is not null."""
        if column not in self.frame.columns:
            missing: Flags = self[column] == NONE
            return ~missing
        values = self.frame[column]
        flags: Flags = values.is_not_null().to_numpy() if values.null_count() else np.ones(len(values), np.bool_)
        return flags

    def where(self, flags: Flags) -> Ints:
        """Rows where the flags stand, in the order of time and key, so that the order of the file changes nothing."""
        rows = np.flatnonzero(flags)
        return rows[np.lexsort((self["id"][rows], self["recorded_at"][rows]))]

    def having(self, column: str, values: Ints) -> dict[int, Ints]:
        """The rows of each of some values of a column, in that order; one pass over the table, however many values."""
        wanted = np.unique(values)
        rows = self.where(pl.Series(self[column]).is_in(wanted.tolist()).to_numpy())
        rows = rows[np.argsort(self[column][rows], kind="stable")]
        bounds = np.searchsorted(self[column][rows], wanted)
        return dict(zip(wanted.tolist(), np.split(rows, bounds[1:]), strict=True)) if len(wanted) else {}


def integers(series: pl.Series) -> Ints:
    """A column as integers: dates as days since 1970, times in ms, null as NONE."""
    kind = series.dtype.base_type()
    if kind is pl.Boolean:
        return series.cast(pl.Int8).fill_null(NONE).to_numpy()
    if kind is pl.Int64 or kind is pl.Int32:
        physical = series
    else:
        physical = series.cast(_PHYSICAL[kind]) if kind in _PHYSICAL else series.to_physical()
    return (physical.fill_null(NONE) if physical.null_count() else physical).to_numpy()


class Tables:
    """The tables of some records up to the end of `as_of` (none: all of them).

    by_column: of the large ones only the columns that somebody asks for are read, one by one.
    """

    def __init__(self, records: Records, as_of: date | None = None, *, by_column: bool = False) -> None:
        self._records = records
        self._as_of = as_of
        self._by_column = by_column
        self._rows: dict[str, Rows] = {}

    def __getitem__(self, name: str) -> Rows:
        if name not in self._rows:
            self._rows[name] = self._large(name) if name in _PARTS else Rows(name, self._read(name, asked(name)))
        return self._rows[name]

    def last_day(self) -> int:
        """The latest day (since 1970) on which anything was recorded. ValueError for records without a row."""
        found = [self[name]["recorded_at"] for name in self._records.tables()]
        latest = [int(written.max()) for written in found if len(written)]
        if not latest:
            raise ValueError("the records hold no row")
        return max(latest) // DAY_MS

    def frame(self, name: str, columns: Sequence[str]) -> pl.DataFrame:
        """Some columns of a table as they are, read anew: nothing keeps them."""
        return self._read(name, columns)

    def _large(self, name: str) -> Rows:
        """Numbers are held once: each column leaves the frame for its array."""
        if self._by_column:
            return Rows(name, pl.DataFrame(), read=partial(self._column, name))
        frame = self._read(name, asked(name))
        numbers = [column for column, kind in frame.schema.items() if kind != pl.String]
        return Rows(name, frame, {column: integers(frame.drop_in_place(column)) for column in numbers})

    def _column(self, name: str, column: str) -> pl.Series:
        return self._read(name, [column])[column]

    def _read(self, name: str, columns: Sequence[str]) -> pl.DataFrame:
        return self._records.table(name, columns, self._as_of)
