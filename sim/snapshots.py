"""Snapshots: an office at a midnight as plain values and arrays. Undo, resuming, the counterfactual and a common past
are this one thing.

In memory a snapshot shares the ground of its office, closed months and the columns of the open one; the rest is copied.
A file holds everything but closed months that are files themselves: it names their folder.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.sim.founding import Founding
from kaohe.sim.records.stored import read_written, written_document
from kaohe.sim.records.writer import Written
from kaohe.sim.state import Array, StateError, Taken, put_back
from kaohe.sim.town.ground import Ground

if TYPE_CHECKING:
    from kaohe.sim.office import Office

FORMAT = 1
_MANIFEST = "manifest"
_DAMAGE = (ArithmeticError, AttributeError, EOFError, ImportError, LookupError, TypeError, ValueError)


class SnapshotError(ValueError):
    """A snapshot from which this program cannot go on: damaged, of another version, of another office, or without its
    closed months.
    """


@dataclass(frozen=True)
class Snapshot:
    """An office at the midnight before `today` (days since 1970).

    state: all that changes with time, by name; written: its records so far; ground: what does not change, where it is
    at hand.
    """

    founding: Founding
    today: int
    keep_records: bool
    state: Taken
    written: Written
    ground: Ground | None = None

    def put_onto(self, office: Office) -> None:
        """Set an office's state. Raises SnapshotError if that has other attributes than were taken down."""
        try:
            put_back(self.state, office)
        except _DAMAGE as error:
            raise SnapshotError(f"the state cannot be put back: {error}") from error

    def save(self, path: Path) -> None:
        """Write it to a file. OSError as the file system gives it."""
        box = _Box(list(self.state.arrays))
        manifest = {
            "format": FORMAT,
            "version": version("kaohe"),
            "office": self.founding.digest(),
            "founding": self.founding.document(),
            "today": self.today,
            "keep_records": self.keep_records,
            "state": self.state.value,
            "arrays_of_state": len(self.state.arrays),
            "written": written_document(self.written, box.put),
        }
        box.write(path, manifest)

    @classmethod
    def load(cls, path: Path, *, founding: Founding | None = None, records: Path | None = None) -> Snapshot:
        """Read one from a file.

        founding: the office of which it must be; records: the folder of its closed months, if that has been moved.
        Raises SnapshotError; OSError as the file system gives it.
        """
        manifest, arrays = _read(path)
        _check(path, manifest)
        try:
            of = Founding.of(manifest["founding"])
            state = Taken(manifest["state"], tuple(arrays[: manifest["arrays_of_state"]]))
            written = read_written(manifest["written"], arrays, records)
            made = cls(of, int(manifest["today"]), bool(manifest["keep_records"]), state, written)
        except (*_DAMAGE, FileNotFoundError, pl.exceptions.PolarsError) as error:
            raise SnapshotError(f"{path}: {error}") from error
        if of.digest() != manifest["office"] or (founding is not None and founding.digest() != manifest["office"]):
            raise SnapshotError(f"{path}: the snapshot is of another office, seed or rules")
        return made


def _check(path: Path, manifest: Mapping[str, Any]) -> None:
    """Raises SnapshotError for another format or version."""
    made_by = (manifest.get("format"), manifest.get("version"))
    if made_by != (FORMAT, version("kaohe")):
        said = f"format {made_by[0]} of version {made_by[1]}, this is format {FORMAT} of version {version('kaohe')}"
        raise SnapshotError(f"{path}: the snapshot was written by another version: {said}")


class _Box:
    """Arrays of one file: all of a type are written as one, and found again by where each begins."""

    def __init__(self, arrays: list[Array]) -> None:
        self._arrays = arrays

    def put(self, array: Array) -> int:
        """One more array; its number."""
        self._arrays.append(array)
        return len(self._arrays) - 1

    def write(self, path: Path, manifest: Mapping[str, object]) -> None:
        """Write the arrays and what refers to them."""
        kinds = sorted({array.dtype.name for array in self._arrays})
        flat = {kind: [each.ravel() for each in self._arrays if each.dtype.name == kind] for kind in kinds}
        where = [[each.dtype.name, list(each.shape)] for each in self._arrays]
        text = json.dumps({**manifest, "arrays": where}, ensure_ascii=False, separators=(",", ":"))
        parts = {kind: np.concatenate(each) for kind, each in flat.items()}
        with path.open("wb") as file:
            members = {_MANIFEST: np.frombuffer(text.encode(), np.uint8), **parts}
            np.savez(file, **members)  # type: ignore[arg-type]  # no member is named as its option, allow_pickle


def _read(path: Path) -> tuple[Mapping[str, Any], Sequence[Array]]:
    """The manifest of a file and its arrays. Raises SnapshotError for a file that is none."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            manifest = json.loads(file[_MANIFEST].tobytes())
            return manifest, tuple(_arrays(manifest["arrays"], file))
    except (*_DAMAGE, zipfile.BadZipFile) as error:
        raise SnapshotError(f"{path}: this is no snapshot, or a damaged one") from error


def _arrays(where: Sequence[tuple[str, Sequence[int]]], file: Mapping[str, NDArray[Any]]) -> Iterator[Array]:
    flat = {kind: file[kind] for kind in {kind for kind, _ in where}}
    begin = dict.fromkeys(flat, 0)
    for kind, shape in where:
        end = begin[kind] + int(np.prod(shape, dtype=np.int64))
        yield flat[kind][begin[kind] : end].reshape(shape)
        begin[kind] = end


__all__ = ["Snapshot", "SnapshotError", "StateError"]
