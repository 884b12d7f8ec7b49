"""The value digest of a table: what its rows say, whoever wrote the files. docs/records.md shows `value_digest`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.sim.records.schema import Column

Integers = NDArray[np.signedinteger[Any]]
Flags = NDArray[np.bool_]

NULL: Final = int(np.iinfo(np.int64).min)
_STORED: Final = {"int32": np.int32, "date": np.int32, "str": np.int32, "bool": np.int8}


def value_digest(months: Iterable[pl.DataFrame]) -> str:
    """SHA-256 of a table: its files in the order of their names."""
    digest, texts = hashlib.sha256(), dict[str, pl.Series]()
    for month in months:
        for name in month.select(pl.col(pl.String)).columns:
            seen = pl.concat([texts.get(name, month[name].clear()), month[name].unique(maintain_order=True)])
            texts[name] = seen.drop_nulls().unique(maintain_order=True)
        coded = month.with_columns(pl.col(name).cast(pl.Enum(texts[name])) for name in texts)
        stored = coded.select(pl.all().to_physical().fill_null(strategy="zero")).cast(dict.fromkeys(texts, pl.Int32))
        gaps = [column.name for column in month.iter_columns() if column.null_count()]
        given = month.select(pl.col(gaps).is_not_null())
        for name in month.columns:
            digest.update(stored[name].to_numpy().tobytes())
            digest.update(given[name].to_numpy().tobytes() if name in gaps else b"")
    for name, each in texts.items():
        digest.update("\0".join([name, *each]).encode())
    return digest.hexdigest()


def as_stored(column: Column, data: Integers, missing: Flags | None) -> Integers:
    """A writer's integers, days and seconds since 1970, in the width and unit of their file; 0 where one is missing."""
    values = data if missing is None else np.where(missing, 0, data)
    if column.type == "datetime":
        values = values * 1000
    return values.astype(_STORED.get(column.type, np.int64), copy=False)


class Digest:
    """The same while rows are written, from integers: strings by the code that the writer gave them."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._numbers: dict[str, NDArray[np.int32]] = {}
        self._shown: dict[str, list[int]] = {}

    def copy(self) -> Digest:
        """Another that has taken in as much."""
        other = Digest()
        other._hash = self._hash.copy()
        other._numbers = dict(self._numbers)
        other._shown = {name: list(codes) for name, codes in self._shown.items()}
        return other

    def take_in(self, column: Column, stored: Integers, missing: Flags | None) -> None:
        """A column of a file as it is stored, strings by code; `missing`: where a value is, if any is."""
        values = self._numbered(column.name, stored, missing) if column.type == "str" else stored
        self._hash.update(np.ascontiguousarray(values, values.dtype.newbyteorder("<")).data)
        if missing is not None:
            self._hash.update((~missing).data)

    def _numbered(self, name: str, codes: Integers, missing: Flags | None) -> Integers:
        """Strings by the order in which the rows show them first; 0 where one is missing."""
        shown = self._shown.setdefault(name, [])
        present = codes if missing is None else codes[~missing]
        if not len(present):
            return np.zeros(len(codes), np.int32)
        numbers = self._table(name, int(present.max()) + 1)
        numbered = numbers.take(present)
        new = present[numbered < 0]
        if len(new):
            numbers = numbers.copy()
            fresh = pl.Series(new).unique(maintain_order=True).to_numpy()
            numbers[fresh] = np.arange(len(shown), len(shown) + len(fresh))
            shown.extend(fresh.tolist())
            numbered = numbers.take(present)
        self._numbers[name] = numbers
        if missing is None:
            return numbered
        values = np.zeros(len(codes), np.int32)
        values[~missing] = numbered
        return values

    def _table(self, name: str, size: int) -> NDArray[np.int32]:
        """Code → number, -1 where no row has shown it; at least for codes below `size`."""
        known = self._numbers.get(name, np.empty(0, np.int32))
        return known if len(known) >= size else np.concatenate([known, np.full(size - len(known), -1, np.int32)])

    def value(self, names: Mapping[str, Sequence[str]]) -> str:
        """The digest of all taken so far; `names`: each column's strings by code."""
        final = self._hash.copy()
        for name, codes in self._shown.items():
            final.update("\0".join([name, *(names[name][code] for code in codes)]).encode())
        return final.hexdigest()
