"""Append-only columns, flushed month by month to Polars frames and Parquet, with a running digest.

A chunk is a mapping column → array or scalar. Integers stand for dates (days since 1970), times (seconds since 1970)
and codes of strings, so that nothing on the hot path makes objects; NULL marks a missing value.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.sim.arrays import order_of
from kaohe.sim.records.access import Records
from kaohe.sim.records.blocks import ONE_BLOCK, Blocks, Places, file_name, worth_a_file
from kaohe.sim.records.digest import NULL, Digest, Flags, Integers, as_stored
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


MOST_CHUNKS = 200
"""Rows that wait may stand in so many chunks: each has its columns apart, and costs as much as some dozen rows."""

FEW = 16  # words

# Rows handed in together: how many, and their columns, strings by code.
Chunk = tuple[int, Mapping[str, Value]]


@dataclass(frozen=True)
class TableState:
    """What a table's writer holds at some moment: the rows of no file yet in chunks, the strings of its columns by
    code, the digest of the rows of files, and how many those are.

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
        self._known: dict[tuple[str, tuple[str, ...]], NDArray[np.int64]] = {}
        self._digest = Digest()

    def append(self, n: int, values: Mapping[str, Value]) -> None:
        """Add n rows; each value is an array of n or a scalar for all of them. KeyError for a missing or unknown
        column.
        """
        if n == 0:
            return
        if values.keys() != self._columns:
            raise KeyError(f"{self.table.name}: {sorted(values.keys() ^ self._columns)}")
        coded = dict(values)
        for name, codes in self._codes.items():
            if isinstance(value := coded[name], str):
                coded[name] = codes.code(value)
        self._chunks.append((n, coded))
        self.rows += n

    def codes(self, column: str, names: Sequence[str]) -> NDArray[np.int64]:
        """Codes of these strings in a column, for use as an array's values; not to be written into."""
        asked = (column, tuple(names))
        if (known := self._known.get(asked)) is None:
            known = np.array([self._codes[column].code(name) for name in names], np.int64)
            known.flags.writeable = False
            if len(names) <= FEW:  # words of a desk, asked for again and again
                self._known[asked] = known
        return known

    def state(self) -> TableState:
        """What it holds now."""
        names = {name: tuple(codes.names) for name, codes in self._codes.items()}
        return TableState(self.rows, self.total, tuple(self._chunks), names, self._digest.copy())

    def go_on(self, state: TableState) -> None:
        """Go on from there."""
        self.rows, self.total, self._digest = state.rows, state.total, state.digest.copy()
        self._chunks = list(state.chunks)
        self._codes = {name: Codes(names) for name, names in state.names.items()}
        self._known.clear()

    def wait(self) -> None:
        """The rows since the last file; many chunks become one, which needs less room."""
        if len(self._chunks) > MOST_CHUNKS:
            self._chunks = [(self.rows, self._columns_of_chunks())]

    def take(self, blocks: Blocks) -> list[tuple[int | None, pl.DataFrame]]:
        """The rows since the last call as frames, each of a block or of all (None); the digest takes them in."""
        data, self._chunks = self._columns_of_chunks(), []
        of_row = blocks.of_rows(self.table, data["id"])
        order = _time_order(data["recorded_at"])
        if of_row is not None:
            by_block = np.argsort(of_row if order is None else of_row[order], kind="stable")
            order = by_block if order is None else order[by_block]
        if order is not None:
            for name, values in data.items():
                data[name] = values.take(order)
        taken = [(block, self._frame(data, rows)) for block, rows in _cuts(of_row, self.rows)]
        self.total += self.rows
        self.rows = 0
        return taken

    def _columns_of_chunks(self) -> dict[str, Integers]:
        return {each.name: concatenate(self._chunks, each.name, self.rows, width(each)) for each in self.table.columns}

    def _frame(self, data: Mapping[str, Integers], rows: slice) -> pl.DataFrame:
        return pl.DataFrame([self._series(column, data[column.name][rows]) for column in self.table.columns])

    def _series(self, column: Column, data: Integers) -> pl.Series:
        missing = data == NULL if column.nullable else None
        if missing is not None and not missing.any():
            missing = None
        stored = as_stored(column, data, missing)
        self._digest.take_in(column, stored, missing)
        return _to_series(column, stored, missing, self._codes.get(column.name))

    def digest(self) -> str:
        """The value digest of all rows taken so far."""
        return self._digest.value({name: codes.names for name, codes in self._codes.items()})


def width(column: Column) -> type[np.int32] | type[np.int64]:
    """Codes, days and small integers take four bytes where nothing is missing: NULL needs eight."""
    return np.int32 if column.type in ("int32", "date", "str", "bool") and not column.nullable else np.int64


def concatenate(chunks: Sequence[Chunk], name: str, total: int, width: type[np.int32] | type[np.int64]) -> Integers:
    """One column of the chunks; a scalar stands for all rows of its chunk."""
    arrays = [value for _, values in chunks if isinstance(value := values[name], np.ndarray)]
    if len(arrays) == len(chunks):
        return np.concatenate(arrays, dtype=width, casting="same_kind")
    column: Integers = np.empty(total, width)
    end = 0
    for n, values in chunks:
        start, end, value = end, end + n, values[name]
        column[start:end] = NULL if value is None else value
    return column


def _time_order(at: Integers) -> NDArray[np.int64] | None:
    """Desks hand in their rows of a day one after the other; the file stands in the order of time."""
    return None if np.all(at[1:] >= at[:-1]) else order_of(at)


def _cuts(of_row: Places | None, rows: int) -> Iterator[tuple[int | None, slice]]:
    """The rows of each block, where they have been put in order; all of them where there are no blocks."""
    if of_row is None:
        yield None, slice(0, rows)
        return
    end = 0
    for block, count in enumerate(np.bincount(of_row).tolist()):
        if count:
            start, end = end, end + count
            yield block, slice(start, end)


def _to_series(column: Column, stored: Integers, missing: Flags | None, codes: Codes | None) -> pl.Series:
    """As the schema has it."""
    if missing is None:
        return _values(column, stored, codes)
    nothing = pl.Series(column.name, [None], column.dtype)
    if missing.all():
        return nothing.new_from_index(0, len(stored))
    return _values(column, stored, codes).zip_with(pl.Series(~missing), nothing)


def _values(column: Column, stored: Integers, codes: Codes | None) -> pl.Series:
    if codes is not None:
        return pl.Series(column.name, codes.names, pl.String)[pl.Series(stored.view(np.uint32))]
    values = pl.Series(column.name, stored)
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
    """What is closed of one table, by the names of its files: in a records folder, or frames in memory."""

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
    """What has been written at some moment, by table: files that are closed, and rows of none yet."""

    closed: Mapping[str, Closed]
    tables: Mapping[str, TableState]


class RecordsWriter:
    """All tables; once a month those with rows for a file are flushed to `folder/<table>/<yyyymm>.parquet`, the rest at
    the end; or kept in memory when there is no folder; without `keep` nothing is kept (a survey). Large months are
    split by `blocks`: `<yyyymm>-<block>.parquet`.
    """

    def __init__(self, folder: Path | None, *, keep: bool = True, blocks: Blocks = ONE_BLOCK) -> None:
        self.folder = folder
        self._wanted, self._blocks = keep, blocks
        # Files of a finished month are written while the next one is worked out; one writer keeps their order.
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._jobs: dict[str, Future[str]] = {}
        self._files: dict[str, str] = {}
        self._month = 0
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
        """End a month (year × 100 + month): what has rows for a file becomes one, or a frame in memory. OSError of
        earlier files.
        """
        self._settle()
        self._month = month
        for writer in self._tables.values():
            self._close(writer) if worth_a_file(writer.rows) else writer.wait()

    def _close(self, writer: TableWriter) -> None:
        for block, frame in writer.take(self._blocks):
            self._keep(writer.table.name, file_name(self._month, block), frame)

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
        """The last month has ended: what still waits becomes files of it, and all are written when this returns.
        OSError as the file system gives it.
        """
        for writer in self._tables.values():
            if writer.rows:
                self._close(writer)
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
