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

from kaohe.sim.arrays import order_of
from kaohe.sim.records.access import Records
from kaohe.sim.records.blocks import ONE_BLOCK, Blocks, Places, file_name
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


# Rows handed in together: how many, and their columns, strings by code.
Chunk = tuple[int, Mapping[str, Value]]


@dataclass(frozen=True)
class TableState:
    """What a table's writer holds at some moment: the rows of the open month in chunks, the strings of its columns by
    code, the digest of the rows of closed months, and how many those are.

    The chunks are shared: they are only ever added to, and whoever hands in an array lets go of it.
    """

    rows: int
    total: int
    chunks: Sequence[Chunk]
    names: Mapping[str, Sequence[str]]
    digest: Digest


class TableWriter:
    """The rows of one table since the last flush."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rows = 0
        self.total = 0
        self._columns = {column.name for column in table.columns}
        self._chunks: list[Chunk] = []
        self._codes = {column.name: Codes() for column in table.columns if column.type == "str"}
        self._digest = Digest()

    def append(self, n: int, values: Mapping[str, Value]) -> None:
        """Add n rows; each value is an array of n or a scalar for all of them. KeyError for a missing or unknown
        column.
        """
        if n == 0:
            return
        if values.keys() != self._columns:
            raise KeyError(f"{self.table.name}: {sorted(values.keys() ^ self._columns)}")
        coded = {
            name: self._codes[name].code(value) if isinstance(value, str) else value for name, value in values.items()
        }
        self._chunks.append((n, coded))
        self.rows += n

    def codes(self, column: str, names: Sequence[str]) -> NDArray[np.int64]:
        """Codes of these strings in a column, for use as an array's values."""
        return np.array([self._codes[column].code(name) for name in names], np.int64)

    def state(self) -> TableState:
        """What it holds now."""
        names = {name: tuple(codes.names) for name, codes in self._codes.items()}
        return TableState(self.rows, self.total, tuple(self._chunks), names, self._digest.copy())

    def go_on(self, state: TableState) -> None:
        """Go on from there."""
        self.rows, self.total, self._digest = state.rows, state.total, state.digest.copy()
        self._chunks = list(state.chunks)
        self._codes = {name: Codes(names) for name, names in state.names.items()}

    def take(self, blocks: Blocks) -> list[tuple[int | None, pl.DataFrame]]:
        """The rows since the last call as frames, each of a block or of all (None); the digest takes them in."""
        order = self._time_order()
        of_row = blocks.of_rows(self.table, concatenate(self._chunks, "id", self.rows, np.int64))
        taken: list[tuple[int | None, pl.DataFrame]]
        if of_row is None:
            taken = [(None, pl.DataFrame([self._series(each, self._data(each, order)) for each in self.table.columns]))]
        else:
            taken = self._by_block(of_row, order)
        self.total += self.rows
        self.rows, self._chunks = 0, []
        return taken

    def _by_block(self, of_row: Places, order: NDArray[np.int64] | None) -> list[tuple[int | None, pl.DataFrame]]:
        """Block after block, each in the order of time."""
        by_block = np.argsort(of_row if order is None else of_row[order], kind="stable")
        order = by_block if order is None else order[by_block]
        ordered = {column.name: self._data(column, order) for column in self.table.columns}
        numbers, first = np.unique(of_row[order], return_index=True)
        return [
            (number, pl.DataFrame([self._series(each, ordered[each.name][rows]) for each in self.table.columns]))
            for number, rows in zip(numbers.tolist(), map(slice, first, [*first[1:], self.rows]), strict=True)
        ]

    def _time_order(self) -> NDArray[np.int64] | None:
        """Desks hand in their rows of a day one after the other; the file stands in the order of time."""
        at = concatenate(self._chunks, "recorded_at", self.rows, np.int64)
        return None if np.all(at[1:] >= at[:-1]) else order_of(at)

    def _data(self, column: Column, order: NDArray[np.int64] | None) -> Integers:
        data = concatenate(self._chunks, column.name, self.rows, width(column))
        return data if order is None else data.take(order)

    def _series(self, column: Column, data: Integers) -> pl.Series:
        missing = data == NULL if column.nullable else None
        self._digest.take_in(column, data, missing)
        return _to_series(column, data, missing, self._codes.get(column.name))

    def digest(self) -> str:
        """The value digest of all rows taken so far."""
        return self._digest.value({name: codes.names for name, codes in self._codes.items()})


def width(column: Column) -> type[np.int32] | type[np.int64]:
    """Codes, days and small integers take four bytes where nothing is missing: NULL needs eight."""
    return np.int32 if column.type in ("int32", "date", "str", "bool") and not column.nullable else np.int64


def concatenate(chunks: Sequence[Chunk], name: str, total: int, width: type[np.int32] | type[np.int64]) -> Integers:
    """One column of the chunks; a scalar stands for all rows of its chunk."""
    column: Integers = np.empty(total, width)
    end = 0
    for n, values in chunks:
        start, end, value = end, end + n, values[name]
        column[start:end] = NULL if value is None else value
    return column


def _to_series(column: Column, data: Integers, missing: Flags | None, codes: Codes | None) -> pl.Series:
    """As the schema has it. A NULL is cut to 0 by narrow types, and masked whatever it became."""
    if missing is None or not missing.any():
        return _values(column, data, codes)
    nothing = pl.Series(column.name, [None], column.dtype)
    if missing.all():
        return nothing.new_from_index(0, len(data))
    return _values(column, data, codes).zip_with(pl.Series(~missing), nothing)


def _values(column: Column, data: Integers, codes: Codes | None) -> pl.Series:
    if codes is not None:
        return pl.Series(column.name, codes.names, pl.String)[pl.Series(data.astype(np.uint32))]
    if column.type == "datetime":
        return pl.Series(column.name, data * 1000).cast(column.dtype)
    values = pl.Series(column.name, data.astype(np.int64 if column.type == "int64" else np.int32, copy=False))
    return values if values.dtype == column.dtype else values.cast(column.dtype)


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
    """The closed months of one table, by the names of their files: in a records folder, or frames in memory."""

    folder: Path | None
    names: tuple[str, ...]
    frames: Mapping[str, pl.DataFrame]

    def frame(self, table: str, name: str) -> pl.DataFrame:
        """The rows of one. OSError, PolarsError."""
        return self.frames[name] if self.folder is None else pl.read_parquet(self.folder / table / f"{name}.parquet")

    def hand_over(self, table: str, folder: Path) -> None:
        """The same as files of another records folder. OSError."""
        for name in self.names:
            path = folder / table / f"{name}.parquet"
            if self.folder is None:
                _save(self.frames[name], path)
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
    folder; without `keep` nothing is kept (a survey). Large months are split by `blocks`: `<yyyymm>-<block>.parquet`.
    """

    def __init__(self, folder: Path | None, *, keep: bool = True, blocks: Blocks = ONE_BLOCK) -> None:
        self.folder = folder
        self._wanted, self._blocks = keep, blocks
        # Files of a finished month are written while the next one is worked out; one writer keeps their order.
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._jobs: dict[str, Future[str]] = {}
        self._files: dict[str, str] = {}
        self._names: dict[str, list[str]] = {name: [] for name in SCHEMA}
        self._frames: dict[str, dict[str, pl.DataFrame]] = {name: {} for name in SCHEMA}
        self._tables = {name: TableWriter(table) for name, table in SCHEMA.items()}

    def append(self, table: str, n: int, values: Mapping[str, Value]) -> None:
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
            for block, frame in writer.take(self._blocks) if writer.rows else ():
                self._keep(name, file_name(month, block), frame)

    def _keep(self, table: str, name: str, frame: pl.DataFrame) -> None:
        self._names[table].append(name)
        if self.folder is None:
            self._frames[table][name] = frame
            return
        file = f"{table}/{name}.parquet"
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
        closed = {name: Closed(self.folder, tuple(self._names[name]), dict(self._frames[name])) for name in SCHEMA}
        return Written(closed, {name: writer.state() for name, writer in self._tables.items()})

    def go_on(self, written: Written) -> None:
        """Go on from there: closed months are taken over, files by a link where that can be. OSError."""
        self._files = {}
        for name, closed in written.closed.items():
            self._names[name] = list(closed.names)
            if self.folder is None:
                self._frames[name] = {each: closed.frame(name, each) for each in closed.names}
            else:
                closed.hand_over(name, self.folder)
            self._tables[name].go_on(written.tables[name])

    def files(self) -> dict[str, str]:
        """SHA-256 of every file by `table/name`, those taken over too. OSError of what cannot be read or written."""
        self._settle()
        if self.folder is None:
            return {}
        names = [f"{table}/{name}.parquet" for table, names in self._names.items() for name in names]
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
