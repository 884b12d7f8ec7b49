"""Read access to an office's records: a run's folder or frames in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import cast

import polars as pl

from kaohe.sim.records.blocks import is_block
from kaohe.sim.records.schema import SCHEMA

ARROW = ".arrow"
_PART_BYTES = 8_000_000
SMALL_BYTES = 1_000_000


@dataclass(frozen=True)
class Part:
    """Some rows of a table: of some files, or in memory."""

    paths: tuple[Path, ...]
    frame: pl.DataFrame | None = None

    def read(self, columns: Sequence[str]) -> pl.DataFrame:
        """These columns of the rows. OSError, PolarsError."""
        return _read_files(self.paths, columns) if self.frame is None else self.frame[:, list(columns)]


class Records:
    """What the office wrote; the judge's only input."""

    def __init__(self, files: Mapping[str, Sequence[Path]], frames: Mapping[str, pl.DataFrame]) -> None:
        self._files = files
        self._frames = frames

    @classmethod
    def open(cls, folder: Path) -> Records:
        """The records folder of a run. FileNotFoundError if there is none."""
        if not folder.is_dir():
            raise FileNotFoundError(folder)
        return cls({name: sorted((folder / name).glob("*.parquet")) for name in SCHEMA}, {})

    @classmethod
    def from_frames(cls, frames: Mapping[str, pl.DataFrame]) -> Records:
        """Tables in memory; missing columns of the schema are an error, missing tables are empty."""
        return cls({}, {name: frame[:, _columns(name)] for name, frame in frames.items()})

    def tables(self) -> tuple[str, ...]:
        """Names of the tables that have rows."""
        return tuple(
            name for name in SCHEMA if self._files.get(name) or not self._frames.get(name, pl.DataFrame()).is_empty()
        )

    def table(self, name: str, columns: Sequence[str] | None = None, as_of: date | None = None) -> pl.DataFrame:
        """Rows of a table in written order; with as_of, those recorded by the end of that day. KeyError for an unknown
        table.
        """
        wanted = list(columns) if columns is not None else _columns(name)
        need = wanted if as_of is None or "recorded_at" in wanted else [*wanted, "recorded_at"]
        frame = self._read(name, need)
        if as_of is not None and len(frame):
            end = datetime.combine(as_of, datetime.min.time()) + timedelta(days=1)
            written = frame["recorded_at"]
            latest = cast("datetime | None", written.max())
            if latest is None or latest >= end or written.null_count():
                frame = frame.filter(pl.col("recorded_at") < end)
        return frame if frame.columns == wanted else frame[wanted]

    def parts(self, name: str) -> Iterator[Part]:
        """A table some files at a time, so that never all of a large one need be in memory; those of blocks alone."""
        if name in self._frames:
            yield Part((), self._frames[name])
        yield from map(Part, _together(self._files.get(name, ())))

    def with_files(self, files: Mapping[str, Sequence[Path]]) -> Records:
        """The same records with some tables from other files."""
        frames = {name: frame for name, frame in self._frames.items() if name not in files}
        return Records({**self._files, **files}, frames)

    def _read(self, name: str, columns: Sequence[str]) -> pl.DataFrame:
        if name in self._frames:
            return self._frames[name][:, list(columns)]
        paths = self._files.get(name)
        if not paths:
            return _empty(name, tuple(columns)).clone()
        return _read_files(paths, columns)


@cache
def _empty(name: str, columns: tuple[str, ...]) -> pl.DataFrame:
    return SCHEMA[name].empty().select(columns)


def _together(paths: Sequence[Path]) -> Iterator[tuple[Path, ...]]:
    """Small files together: opening one costs as much as some thousand rows."""
    held: tuple[Path, ...] = ()
    size = 0
    for path in paths:
        if is_block(path):
            yield (path,)
            continue
        held, size = (*held, path), size + path.stat().st_size
        if size >= _PART_BYTES:
            yield held
            held, size = (), 0
    if held:
        yield held


def _read_files(paths: Sequence[Path], columns: Sequence[str]) -> pl.DataFrame:
    """Files of one table, one after the other: Parquet, or Arrow where they last no longer than the program."""
    passing = [path for path in paths if path.suffix == ARROW]
    lasting = [path for path in paths if path.suffix != ARROW]
    frames = [pl.scan_ipc(passing).select(columns).collect()] if passing else []
    if lasting or not passing:
        small = sum(path.stat().st_size for path in lasting) < SMALL_BYTES
        sources = [path.read_bytes() for path in lasting] if small else lasting  # of bytes at hand it makes less ado
        frames.append(pl.read_parquet(sources, columns=list(columns), use_statistics=False))
    return pl.concat(frames) if len(frames) > 1 else frames[0]


def _columns(name: str) -> list[str]:
    return [column.name for column in SCHEMA[name].columns]
