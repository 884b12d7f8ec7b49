"""A writer's state in a file: columns of the open month, strings by code; closed months by their files or as bytes.

The running digest is no value that a file can hold: it is taken anew from the closed months, and must come out the
same.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.sim.records.digest import NULL, Digest, as_stored
from kaohe.sim.records.schema import SCHEMA, Column, Table
from kaohe.sim.records.writer import (
    Closed,
    TableState,
    TableWriter,
    Value,
    Written,
    concatenate,
    width,
)

Document = dict[str, Any]
Keep = Callable[[NDArray[Any]], int]


def written_document(written: Written, keep: Keep) -> Document:
    """What has been written so far, for a JSON file; `keep` puts an array aside and gives its number."""
    return {name: _table(SCHEMA[name], written.closed[name], state, keep) for name, state in written.tables.items()}


def _table(table: Table, closed: Closed, state: TableState, keep: Keep) -> Document:
    writer = TableWriter(table)
    writer.go_on(state)
    columns = {
        column.name: keep(concatenate(state.chunks, column.name, state.rows, width(column)))
        for column in table.columns
        if state.rows
    }
    return {
        "rows": state.rows,
        "total": state.total,
        "columns": columns,
        "names": {name: list(names) for name, names in state.names.items()},
        "digest": writer.digest(),
        "folder": None if closed.folder is None else str(closed.folder.absolute()),
        "months": list(closed.names),
        "frames": {name: keep(_bytes(frame)) for name, frame in closed.frames.items()},
    }


def _bytes(frame: pl.DataFrame) -> NDArray[np.uint8]:
    file = io.BytesIO()
    frame.write_parquet(file, compression="lz4", statistics=False)
    return np.frombuffer(file.getvalue(), np.uint8)


def read_written(document: Document, arrays: Sequence[NDArray[Any]], records: Path | None) -> Written:
    """What such a document states; `records`: where closed months are files, in place of the folder that it names.

    Raises ValueError for closed months that are not those, OSError and PolarsError for files that cannot be read.
    """
    if document.keys() != SCHEMA.keys():
        raise ValueError("the records have other tables now")
    closed = {name: _closed(each, arrays, records) for name, each in document.items()}
    return Written(closed, {name: _state(SCHEMA[name], each, closed[name], arrays) for name, each in document.items()})


def _closed(document: Document, arrays: Sequence[NDArray[Any]], records: Path | None) -> Closed:
    frames = {name: pl.read_parquet(io.BytesIO(arrays[at].tobytes())) for name, at in document["frames"].items()}
    folder = document["folder"]
    return Closed(None if folder is None else records or Path(folder), tuple(map(str, document["months"])), frames)


def _state(table: Table, document: Document, closed: Closed, arrays: Sequence[NDArray[Any]]) -> TableState:
    rows, names = document["rows"], document["names"]
    columns: Mapping[str, Value] = {name: arrays[at] for name, at in document["columns"].items()}
    chunks = [(rows, columns)] if rows else []
    state = TableState(rows, document["total"], chunks, names, _digest(table, closed, names))
    writer = TableWriter(table)
    writer.go_on(state)
    if writer.digest() != document["digest"]:
        raise ValueError(f"{table.name}: the closed months are not those of the snapshot")
    return state


def _digest(table: Table, closed: Closed, names: Mapping[str, Sequence[str]]) -> Digest:
    digest = Digest()
    for name in closed.names:
        frame = closed.frame(table.name, name)
        for column in table.columns:
            values = frame[column.name]
            missing = values.is_null().to_numpy() if values.null_count() else None
            integers = _integers(column, values, names.get(column.name, ()))
            digest.take_in(column, as_stored(column, integers, missing), missing)
    return digest


def _integers(column: Column, values: pl.Series, names: Sequence[str]) -> NDArray[np.signedinteger[Any]]:
    """A column as it was written: codes, days, seconds, NULL where a value is missing."""
    if column.type == "str":
        values = values.cast(pl.Enum(names)).to_physical()
    elif column.type == "datetime":
        values = values.to_physical() // 1000
    integers = values.to_physical().cast(pl.Int64).fill_null(NULL).to_numpy()
    return integers.astype(width(column))
