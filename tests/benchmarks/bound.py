"""What no office could do without: numpy makes, and Parquet writes, the tables of a run (rows, columns, types, lz4).

Each column has the range, the words and the share of missing values that it has in the run; ids and times ascend, the
rest is drawn, each value for itself. So it is no simulation, and it sorts nothing. Sealed, it is what every run has to
do besides, whatever its office does: rows are put in the order of time, values and files are hashed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.random import Generator
from numpy.typing import NDArray

from kaohe.sim.arrays import order_of
from kaohe.sim.records import SCHEMA, Records
from kaohe.sim.records.seal import file_digest


@dataclass(frozen=True)
class Like:
    """A column of a run: least and greatest value, words (of a column of strings), share of missing values."""

    name: str
    dtype: pl.DataType
    low: int
    high: int
    words: pl.Series | None
    missing: float

    @classmethod
    def of(cls, column: pl.Series) -> Like:
        """As it stands in the run."""
        missing = column.null_count() / len(column)
        words = column.drop_nulls().unique() if column.dtype == pl.String else None
        values = pl.Series([0, len(words) - 1]) if words is not None else column.to_physical().cast(pl.Int64)
        low, high = values.min(), values.max()
        return cls(column.name, column.dtype, _whole(low), _whole(high), words, missing)

    def made(self, rows: int, random: Generator) -> pl.Series:
        """So many new values."""
        if self.missing == 1:
            return pl.Series(self.name, [None], self.dtype).new_from_index(0, rows)
        values = pl.Series(self.name, self._drawn(rows, random))
        column = (values if self.words is None else self.words.gather(values)).cast(self.dtype).alias(self.name)
        return column.set(pl.Series(random.random(rows) < self.missing), None) if self.missing else column

    def _drawn(self, rows: int, random: Generator) -> NDArray[np.signedinteger[Any]]:
        if self.name == "id":
            return np.arange(self.low, self.low + rows)
        if self.name == "recorded_at":
            return self.low + np.arange(rows) * ((self.high - self.low) // rows)
        width = np.int64 if self.dtype in (pl.Int64, pl.Datetime) else np.int32
        return random.integers(self.low, self.high, rows, dtype=width, endpoint=True)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


class Bound:
    """The tables of a run, read from its records folder; `write` makes them anew."""

    def __init__(self, records: Path) -> None:
        read = Records.open(records)
        self.columns = {name: [Like.of(column) for column in read.table(name)] for name in read.tables()}
        files = sorted(records.glob("*/*.parquet"))
        self.files: Sequence[tuple[str, str, int]] = [
            (path.parent.name, path.name, pl.scan_parquet(path).select(pl.len()).collect().item()) for path in files
        ]

    def rows(self) -> dict[str, int]:
        """Rows of each table."""
        return {name: sum(rows for table, _, rows in self.files if table == name) for name in self.columns}

    def write(self, folder: Path, *, sealed: bool = False) -> None:
        """All of it, file by file."""
        random, digests = np.random.default_rng(1), {name: hashlib.sha256() for name in self.columns}
        for table, name, rows in self.files:
            frame = pl.DataFrame([column.made(rows, random) for column in self.columns[table]])
            assert frame.width == len(SCHEMA[table].columns)
            (folder / table).mkdir(exist_ok=True)
            if sealed:
                frame = frame[pl.Series(order_of(frame["recorded_at"].to_physical().to_numpy()))]
                for column in frame.iter_columns():
                    digests[table].update(_stored(column))
            frame.write_parquet(folder / table / name, compression="lz4", statistics=False)
            if sealed:
                file_digest(folder / table / name)


def _stored(column: pl.Series) -> bytes:
    """As many bytes as the value digest takes in: strings by code, and where a value is, if any is missing."""
    whole = np.zeros(len(column), np.int32)
    if column.dtype != pl.String:
        whole = column.to_physical().fill_null(strategy="zero").to_numpy()
    return whole.tobytes() + bytes(len(column) if column.null_count() else 0)
