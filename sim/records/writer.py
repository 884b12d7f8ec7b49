"""Append-only columns of a month, flushed to Polars frames and Parquet, with a running digest.

A chunk is a mapping column → array or scalar. Integers stand for dates (days since 1970), times (seconds since 1970)
and codes of strings, so that nothing on the hot path makes objects; NULL marks a missing value.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.sim.records.access import Records
from kaohe.sim.records.digest import NULL, Digest, Flags, Integers
from kaohe.sim.records.schema import SCHEMA, Column, Table
from kaohe.sim.records.seal import file_digest

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

    def __init__(self, names: Sequence[str] = ()) -> None:
        self.names = list(names)
        self._code = {name: code for code, name in enumerate(names)}

    def code(self, name: str) -> int:
        """The code of a string, new ones appended."""
        if name not in self._code:
            self._code[name] = len(self.names)
            self.names.append(name)
        return self._code[name]


@dataclass(frozen=True)
class TableState:
    """What a table's writer holds at some moment: the open month's columns in chunks of (rows, value), the strings of
    its columns by code, the digest of the rows of closed months, and how many those are.

    The chunks are shared: they are only ever added to, and whoever hands in an array lets go of it.
    """

    rows: int
    total: int
    chunks: Mapping[str, Sequence[tuple[int, Value]]]
    names: Mapping[str, Sequence[str]]
    digest: Digest


class TableWriter:
    """The rows of one table since the last flush."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rows = 0
        self.total = 0
        self._chunks: dict[str, list[tuple[int, Value]]] = {column.name: [] for column in table.columns}
        self._codes = {column.name: Codes() for column in table.columns if column.type == "str"}
        self._digest = Digest()

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

    def state(self) -> TableState:
        """What it holds now."""
        chunks = {name: tuple(each) for name, each in self._chunks.items()}
        names = {name: tuple(codes.names) for name, codes in self._codes.items()}
        return TableState(self.rows, self.total, chunks, names, self._digest.copy())

    def go_on(self, state: TableState) -> None:
        """Go on from there."""
        self.rows, self.total, self._digest = state.rows, state.total, state.digest.copy()
        self._chunks = {name: list(each) for name, each in state.chunks.items()}
        self._codes = {name: Codes(names) for name, names in state.names.items()}

    def take(self) -> pl.DataFrame:
        """The rows since the last call as a frame; the digest takes them in."""
        order = self._time_order()
        series = [self._series(column, order) for column in self.table.columns]
        self.total += self.rows
        self.rows = 0
        return pl.DataFrame(series)

    def _time_order(self) -> NDArray[np.int64] | None:
        """Desks hand in their rows of a day one after the other; the file stands in the order of time."""
        at = concatenate(self._chunks["recorded_at"], self.rows, np.int64)
        return None if np.all(at[1:] >= at[:-1]) else np.argsort(at, kind="stable")

    def _series(self, column: Column, order: NDArray[np.int64] | None) -> pl.Series:
        data = concatenate(self._chunks[column.name], self.rows, width(column))
        if order is not None:
            data = data[order]
        self._chunks[column.name] = []
        missing = data == NULL if column.nullable else None
        self._digest.take_in(column, data, missing)
        return _to_series(column, data, missing, self._codes.get(column.name))

    def digest(self) -> str:
        """The value digest of all rows taken so far."""
        return self._digest.value({name: codes.names for name, codes in self._codes.items()})


def width(column: Column) -> type[np.int32] | type[np.int64]:
    """Codes, days and small integers take four bytes where nothing is missing: NULL needs eight."""
    return np.int32 if column.type in ("int32", "date", "str", "bool") and not column.nullable else np.int64


def concatenate(chunks: list[tuple[int, Value]], total: int, width: type[np.int32] | type[np.int64]) -> Integers:
    """The chunks as one column; a scalar stands for all rows of its chunk."""
    column: Integers = np.empty(total, width)
    end = 0
    for n, value in chunks:
        start, end = end, end + n
        column[start:end] = NULL if value is None else value
    return column


def _to_series(column: Column, data: Integers, missing: Flags | None, codes: Codes | None) -> pl.Series:
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


def _save(frame: pl.DataFrame, path: Path) -> str:
    """Under another name first: a file that stood here may be linked elsewhere, and stays what it is there.

    SHA-256 of its bytes, which the system still holds in memory.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    frame.write_parquet(unfinished, compression="lz4", statistics=False)
    digest = file_digest(unfinished)
    unfinished.replace(path)
    return digest


@dataclass(frozen=True)
class Closed:
    """The closed months of one table (year × 100 + month): files of a records folder, or frames in memory."""

    folder: Path | None
    months: tuple[int, ...]
    frames: Mapping[int, pl.DataFrame]

    def frame(self, table: str, month: int) -> pl.DataFrame:
        """The rows of a month. OSError, PolarsError."""
        return self.frames[month] if self.folder is None else pl.read_parquet(self.folder / table / f"{month}.parquet")

    def hand_over(self, table: str, folder: Path) -> None:
        """The same months as files of another records folder. OSError."""
        for month in self.months:
            path = folder / table / f"{month}.parquet"
            if self.folder is None:
                _save(self.frames[month], path)
            else:
                _link(self.folder / table / path.name, path)


def _link(source: Path, path: Path) -> None:
    """The same file in another place, a copy where no link can lead there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.samefile(source):
        return
    path.unlink(missing_ok=True)
    try:
        path.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, path)


@dataclass(frozen=True)
class Written:
    """What has been written at some moment, by table: closed months and the open one."""

    closed: Mapping[str, Closed]
    tables: Mapping[str, TableState]


class RecordsWriter:
    """All tables; flushed once a month to `folder/<table>/<yyyymm>.parquet`, or kept in memory when there is no
    folder; without `keep` nothing is kept (a survey).
    """

    def __init__(self, folder: Path | None, *, keep: bool = True) -> None:
        self.folder = folder
        self._wanted = keep
        # Files of a finished month are written while the next one is worked out; one writer keeps their order.
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._jobs: dict[str, Future[str]] = {}
        self._files: dict[str, str] = {}
        self._months: dict[str, list[int]] = {name: [] for name in SCHEMA}
        self._frames: dict[str, dict[int, pl.DataFrame]] = {name: {} for name in SCHEMA}
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
        self._months[name].append(month)
        if self.folder is None:
            self._frames[name][month] = frame
            return
        file = f"{name}/{month}.parquet"
        self._jobs[file] = self._pool.submit(_save, frame, self.folder / file)

    def _settle(self) -> None:
        """What went wrong with files of the month before stops the run."""
        self._files |= {file: job.result() for file, job in self._jobs.items()}
        self._jobs.clear()

    def finish(self) -> None:
        """Wait until every file is written. OSError as the file system gives it."""
        self._settle()
        self._pool.shutdown()

    def in_memory(self) -> Records:
        """Read access to what is kept in memory."""
        return Records.from_frames({name: pl.concat(each.values()) for name, each in self._frames.items() if each})

    def written(self) -> Written:
        """What has been written so far. OSError of files that could not be."""
        self._settle()
        closed = {name: Closed(self.folder, tuple(self._months[name]), dict(self._frames[name])) for name in SCHEMA}
        return Written(closed, {name: writer.state() for name, writer in self._tables.items()})

    def go_on(self, written: Written) -> None:
        """Go on from there: closed months are taken over, files by a link where that can be. OSError."""
        self._files = {}
        for name, closed in written.closed.items():
            self._months[name] = list(closed.months)
            if self.folder is None:
                self._frames[name] = {month: closed.frame(name, month) for month in closed.months}
            else:
                closed.hand_over(name, self.folder)
            self._tables[name].go_on(written.tables[name])

    def files(self) -> dict[str, str]:
        """SHA-256 of every file by `table/name`, those taken over too. OSError of what cannot be read or written."""
        self._settle()
        if self.folder is None:
            return {}
        names = [f"{name}/{month}.parquet" for name, months in self._months.items() for month in months]
        return {name: self._files.get(name) or file_digest(self.folder / name) for name in names}

    def abandon(self) -> None:
        """The run ends early: no further file is begun, and none is being written when this returns."""
        self._pool.shutdown(cancel_futures=True)

    def counts(self) -> dict[str, int]:
        """Rows written, by table."""
        return {name: writer.total for name, writer in self._tables.items()}

    def digests(self) -> dict[str, str]:
        """Content digest of each table."""
        return {name: writer.digest() for name, writer in self._tables.items()}
