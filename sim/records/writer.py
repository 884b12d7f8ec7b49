"""Append-only columns of a month, flushed to Polars frames and Parquet, with a running digest.

A chunk is a mapping column → array or scalar. Integers stand for dates (days since 1970), times (seconds since 1970)
and codes of strings, so that nothing on the hot path makes objects; NULL marks a missing value.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.sim.records.access import Records
from kaohe.sim.records.schema import SCHEMA, Column, Table

Integers = NDArray[np.signedinteger[Any]]

NULL = int(np.iinfo(np.int64).min)

Value = (
    NDArray[np.int64]
    | NDArray[np.int32]
    | NDArray[np.int8]
    | NDArray[np.bool_]
    | NDArray[np.int16]
    | int
    | str
    | bool
    | None
)


class Codes:
    """Strings of one column by code, in the order of first use."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._code: dict[str, int] = {}

    def code(self, name: str) -> int:
        """The code of a string, new ones appended."""
        if name not in self._code:
            self._code[name] = len(self.names)
            self.names.append(name)
        return self._code[name]


class TableWriter:
    """The rows of one table since the last flush."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rows = 0
        self.total = 0
        self._chunks: dict[str, list[tuple[int, Value]]] = {column.name: [] for column in table.columns}
        self._codes = {column.name: Codes() for column in table.columns if column.type == "str"}
        self._hash = hashlib.sha256()

    def append(self, n: int, values: Mapping[str, Value]) -> None:
        """Add n rows; each value is an array of n or a scalar for all of them. KeyError for a missing or unknown
        column.
        """
        if n == 0:
            return
        if values.keys() != self._chunks.keys():
            raise KeyError(f"{self.table.name}: {sorted(values.keys() ^ self._chunks.keys())}")
        for name, chunks in self._chunks.items():
            value = values[name]
            chunks.append((n, self._codes[name].code(value) if isinstance(value, str) else value))
        self.rows += n

    def codes(self, column: str, names: Sequence[str]) -> NDArray[np.int64]:
        """Codes of these strings in a column, for use as an array's values."""
        return np.array([self._codes[column].code(name) for name in names], np.int64)

    def take(self) -> pl.DataFrame:
        """The rows since the last call as a frame; the digest takes them in."""
        order = self._time_order()
        series = [self._series(column, order) for column in self.table.columns]
        self.total += self.rows
        self.rows = 0
        return pl.DataFrame(series)

    def _time_order(self) -> NDArray[np.int64] | None:
        """Desks hand in their rows of a day one after the other; the file stands in the order of time."""
        at = _concatenate(self._chunks["recorded_at"], self.rows, np.int64)
        return None if np.all(at[1:] >= at[:-1]) else np.argsort(at, kind="stable")

    def _series(self, column: Column, order: NDArray[np.int64] | None) -> pl.Series:
        data = _concatenate(self._chunks[column.name], self.rows, _width(column))
        if order is not None:
            data = data[order]
        self._chunks[column.name] = []
        missing = data == NULL if column.nullable else None
        self._hash.update(np.ascontiguousarray(data, data.dtype.newbyteorder("<")).data)
        return _to_series(column, data, missing, self._codes.get(column.name))

    def digest(self) -> str:
        """SHA-256 of all rows taken so far: integer columns, missing values marked, strings by code and dictionary."""
        final = self._hash.copy()
        for name, codes in self._codes.items():
            final.update("\0".join([name, *codes.names]).encode())
        return final.hexdigest()


def _width(column: Column) -> type[np.int32] | type[np.int64]:
    """Codes, days and small integers take four bytes where nothing is missing: NULL needs eight."""
    return np.int32 if column.type in ("int32", "date", "str", "bool") and not column.nullable else np.int64


def _concatenate(chunks: list[tuple[int, Value]], total: int, width: type[np.int32] | type[np.int64]) -> Integers:
    """The chunks as one column; a scalar stands for all rows of its chunk."""
    column: Integers = np.empty(total, width)
    end = 0
    for n, value in chunks:
        start, end = end, end + n
        column[start:end] = NULL if value is None else value
    return column


def _to_series(column: Column, data: Integers, missing: NDArray[np.bool_] | None, codes: Codes | None) -> pl.Series:
    if missing is not None and missing.any():
        values = pl.Series(column.name, np.where(missing, 0, data))
        values = values.set(pl.Series(missing), None)
    else:
        values = pl.Series(column.name, data)
    if codes is not None:
        return pl.Series(column.name, codes.names, pl.String).gather(values) if codes.names else values.cast(pl.String)
    if column.type == "datetime":
        return (values * 1000).cast(pl.Datetime("ms"))
    if column.type == "date":
        return values.cast(pl.Int32).cast(pl.Date)
    return values.cast(column.dtype)


def _save(frame: pl.DataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.write_parquet(path, compression="lz4", statistics=False)


class RecordsWriter:
    """All tables; flushed once a month to `folder/<table>/<yyyymm>.parquet`, or kept in memory when there is no
    folder; without `keep` nothing is kept (a survey).
    """

    def __init__(self, folder: Path | None, *, keep: bool = True) -> None:
        self.folder = folder
        self._wanted = keep
        # Files of a finished month are written while the next one is worked out; one writer keeps their order.
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._jobs: list[Future[None]] = []
        self.frames: dict[str, list[pl.DataFrame]] = {name: [] for name in SCHEMA}
        self._tables = {name: TableWriter(table) for name, table in SCHEMA.items()}

    def append(self, table: str, n: int, **values: Value) -> None:
        """Add n rows to a table."""
        if self._wanted:
            self._tables[table].append(n, values)

    def codes(self, table: str, column: str, names: Sequence[str]) -> NDArray[np.int64]:
        """Codes of strings in a column."""
        return self._tables[table].codes(column, names)

    def flush(self, month: int) -> None:
        """End a month (year × 100 + month): its rows become files, or frames in memory. OSError of earlier files."""
        self._settle()
        for name, writer in self._tables.items():
            if writer.rows:
                self._keep(name, month, writer.take())

    def _keep(self, name: str, month: int, frame: pl.DataFrame) -> None:
        if self.folder is None:
            self.frames[name].append(frame)
            return
        self._jobs.append(self._pool.submit(_save, frame, self.folder / name / f"{month}.parquet"))

    def _settle(self) -> None:
        """What went wrong with files of the month before stops the run."""
        for job in self._jobs:
            job.result()
        self._jobs.clear()

    def finish(self) -> None:
        """Wait until every file is written. OSError as the file system gives it."""
        self._settle()
        self._pool.shutdown()

    def in_memory(self) -> Records:
        """Read access to what is kept in memory."""
        return Records.from_frames({name: pl.concat(frames) for name, frames in self.frames.items() if frames})

    def abandon(self) -> None:
        """The run ends early: no further file is begun, and none is being written when this returns."""
        self._pool.shutdown(cancel_futures=True)

    def counts(self) -> dict[str, int]:
        """Rows written, by table."""
        return {name: writer.total for name, writer in self._tables.items()}

    def digests(self) -> dict[str, str]:
        """Content digest of each table."""
        return {name: writer.digest() for name, writer in self._tables.items()}
