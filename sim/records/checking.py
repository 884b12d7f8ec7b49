"""Records looked at in full, table by table: columns, types, nulls, words, days, amounts, keys, what rows refer to.

What is wrong is told with table, row and column; of what is wrong alike in one column the first row, with how many
there are. Rows count from 1 in their file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.sim.files.fault import Fault, brief, made, say
from kaohe.sim.records.digest import value_digest
from kaohe.sim.records.ids import EPOCH_DAY
from kaohe.sim.records.keys import Part
from kaohe.sim.records.master_values import BETWEEN, impossible
from kaohe.sim.records.schema import SCHEMA, Column, Table
from kaohe.sim.texts import Message

# So much on one paper that energy times price, and sums of money, still fit.
MOST: Final = 10**10
_MOST: Final = MappingProxyType({"_fen": 10**12, "_no": 10**15, "_e2": 10**8, "_e4": 10**8, "_e6": 10**9})
UNREADABLE: Final = (pl.exceptions.PolarsError, pl.exceptions.PanicException)  # the second is a BaseException
PAGE: Final = 2_000_000  # rows looked at together
SMALL: Final = 1_000_000  # bytes of files that are opened once and kept: opening one costs as much as thousands of rows
ENDLESS: Final = ("id", "object_id", "paper")  # keys: as large as they are made
_LISTS: Final = MappingProxyType({"price_class": "price", "fee": "fee_price"})  # words that a table lists
# A meter that was put in on the last days is not yet in the archive.
# A debt of before the opening has no other paper here.
_NAMED: Final = MappingProxyType(
    {
        "meter": (("meter", "meter"), ("work_order", "new_meter")),
        "bill": (("bill", "id"), ("carried_debt", "id")),
    }
)
_NUMBERED: Final = MappingProxyType({"customer": ("customer", "application"), "book": ("book",)})


@dataclass(frozen=True)
class Checked:
    """What came of it: faults, and the value digest of each sound table that has rows."""

    faults: tuple[Fault, ...]
    digests: Mapping[str, str]


def check_records(folder: Path) -> Checked:
    """Look at a records folder in full. OSError for what the system refuses to read."""
    look = _Look(folder)
    faults = tuple(look.faults())
    return Checked(faults, look.digests)


class _Files:
    """Files of records, the small ones kept once they were read, as long as they are few."""

    def __init__(self) -> None:
        self._kept: dict[Path, pl.DataFrame] = {}
        self._left = PAGE

    def whole(self, path: Path) -> pl.DataFrame:
        """All that a file holds. OSError, UNREADABLE."""
        if path not in self._kept:
            frame = pl.read_parquet(path)
            if path.stat().st_size > SMALL or len(frame) > self._left:
                return frame
            self._kept[path], self._left = frame, self._left - len(frame)
        return self._kept[path]

    def columns(self, path: Path, names: Sequence[str]) -> pl.DataFrame:
        """Some columns of a file that can be read."""
        kept = self._kept.get(path)
        return pl.read_parquet(path, columns=list(names)).select(names) if kept is None else kept.select(names)


class _Look:
    """The tables of a folder, and what has been read of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = {name: sorted((folder / name).glob("*.parquet")) for name in SCHEMA}
        self.digests: dict[str, str] = {}
        self._files = _Files()
        self._sound: set[str] = set()
        self._known: dict[tuple[str, str], pl.Series] = {}
        self._columns: dict[tuple[str, str], pl.Series] = {}
        self._sorted: dict[tuple[tuple[str, str], ...], NDArray[np.int64]] = {}

    def faults(self) -> Iterator[Fault]:
        """All that is wrong, the form of all tables first: what refers to a misshapen one cannot be judged."""
        for path in sorted(self.folder.iterdir()):
            if path.is_dir() and path.name not in SCHEMA and any(path.glob("*.parquet")):
                yield made(str(path), None, None, "D001", say("records-no-table", table=brief(path.name)))
        for table in SCHEMA.values():
            wrong = [fault for path in self.files[table.name] for fault in self._form(table, path)]
            yield from wrong
            if not wrong:
                self._sound.add(table.name)
        for name in [name for name in SCHEMA if name in self._sound and self.files[name]]:
            yield from self._rows(SCHEMA[name])

    def _rows(self, table: Table) -> Iterator[Fault]:
        files = self.files[table.name]
        ids = self._read(table.name, "id")
        if ids.is_empty():
            return
        twice = None if ids.n_unique() == len(ids) else ids.filter(ids.is_duplicated()).unique()
        for page in self._pages(table, files):
            if twice is not None:
                yield from page.found("id", page.frame["id"].is_in(twice.implode()), "D008", "records-twice")
            for column in table.columns:
                yield from page.values(column, self._days)
                yield from self._references(page, column)
            for part in table.key.parts:
                yield from page.key(part)
                yield from self._keys(page, part)
            for each in impossible(table, page.frame, self._column):
                yield from page.found(each.column, each.flags, each.code, each.key)
        self.digests[table.name] = value_digest(page.frame for page in self._pages(table, files, most=1))

    @cached_property
    def _days(self) -> tuple[date | None, date | None]:
        """First and last day of the office's calendar; None where there is none."""
        on = self._all("calendar", "on")
        return cast("date | None", on.min()), cast("date | None", on.max())

    def _all(self, table: str, column: str) -> pl.Series:
        """The values that a column has anywhere, each once; none of a misshapen table."""
        if (table, column) not in self._known:
            self._known[table, column] = self._read(table, column).drop_nulls().unique()
        return self._known[table, column]

    def _column(self, table: str, column: str) -> pl.Series:
        """A column as it stands, read once; none of a misshapen table."""
        if (table, column) not in self._columns:
            self._columns[table, column] = self._read(table, column)
        return self._columns[table, column]

    def _read(self, table: str, column: str) -> pl.Series:
        paths = self.files[table] if table in self._sound else []
        columns = [self._files.columns(path, [column])[column] for path in paths]
        return pl.concat([SCHEMA[table].empty()[column], *columns])

    def _pages(self, table: Table, files: Sequence[Path], most: int = PAGE) -> Iterator[_Page]:
        """The files of a table, so many together that they have `most` rows: each look costs."""
        names = [column.name for column in table.columns]
        held: list[pl.DataFrame] = []
        begun: list[tuple[Path, int]] = []
        rows = 0
        for path in files:
            frame = self._files.columns(path, names)
            begun.append((path, rows))
            held.append(frame)
            rows += len(frame)
            if rows >= most or path == files[-1]:
                yield _Page(table, tuple(begun), pl.concat(held))
                held, begun, rows = [], [], 0

    def _form(self, table: Table, path: Path) -> Iterator[Fault]:
        """A file that cannot be read; columns that are missing, that there are not, and that have another type."""
        try:
            found = self._files.whole(path).schema
        except UNREADABLE:
            yield made(str(path), None, None, "D011", say("records-unreadable"))
            return
        lacking = [column.name for column in table.columns if column.name not in found]
        if lacking:
            yield made(str(path), None, None, "D002", say("records-lacking", columns=brief(", ".join(lacking))))
        strange = [name for name in found if name not in table]
        if strange:
            yield made(str(path), None, None, "D002", say("records-strange", columns=brief(", ".join(strange))))
        for column in table.columns:
            kind = found.get(column.name)
            if kind is not None and kind != column.dtype:
                said = say("records-type", column=column.name, found=str(kind), wanted=str(column.dtype))
                yield made(str(path), None, None, "D003", said)

    def _references(self, page: _Page, column: Column) -> Iterator[Fault]:
        name = column.name
        if isinstance(column.refers, str):
            yield from self._lost(page, name, page.frame[name], column.refers)
        elif column.refers is not None and "kind" in page.table:
            for kind, to in column.refers.items():
                values = page.frame.select(pl.when(pl.col("kind") == kind).then(pl.col(name)).alias(name))[name]
                yield from self._lost(page, name, values, to)
        elif name in _LISTS and page.table.name != _LISTS[name]:
            yield from self._unlisted(page, name, (_LISTS[name],))
        elif name in _NUMBERED and page.table.name not in _NUMBERED[name]:
            yield from self._unlisted(page, name, _NUMBERED[name])

    def _keys(self, page: _Page, part: Part) -> Iterator[Fault]:
        """A part of the key that is the key of another paper, or a meter."""
        if len(part.of) == 1 and part.of[0] in SCHEMA:
            yield from self._lost(page, "id", page.part(part), part.of[0])

    def _lost(self, page: _Page, column: str, values: pl.Series, to: str) -> Iterator[Fault]:
        if to not in self._sound:
            return
        lost = self._missing(values, _NAMED.get(to, ((to, "id"),)))
        yield from page.found(column, lost, "D010", "records-lost", values, to=SCHEMA[to].label.text(), table=to)

    def _missing(self, values: pl.Series, among: tuple[tuple[str, str], ...]) -> pl.Series:
        """Which values no (table, column) has; not what is null."""
        if values.dtype == pl.String:
            return ~values.is_in(pl.concat([self._all(*each) for each in among]).implode())  # null of null
        if among not in self._sorted:
            self._sorted[among] = np.unique(pl.concat([self._all(*each).cast(pl.Int64) for each in among]).to_numpy())
        wide, known = values.cast(pl.Int64), self._sorted[among]
        asked = (wide.fill_null(0) if wide.null_count() else wide).to_numpy()
        if not len(known):
            return values.is_not_null()
        lost = pl.Series(known.take(np.searchsorted(known, asked), mode="clip") != asked)
        return lost & wide.is_not_null() if wide.null_count() else lost

    def _unlisted(self, page: _Page, column: str, tables: tuple[str, ...]) -> Iterator[Fault]:
        if not self._sound.issuperset(tables):
            return
        values, to = page.frame[column], SCHEMA[tables[0]]
        lost = self._missing(values, tuple((table, column) for table in tables))
        yield from page.found(column, lost, "D010", "records-lost", values, to=to.label.text(), table=to.name)


@dataclass(frozen=True)
class _Page:
    """Files of a table that are looked at together: (path, its first row), and their rows."""

    table: Table
    files: Sequence[tuple[Path, int]]
    frame: pl.DataFrame

    def place(self, row: int) -> tuple[str, int]:
        """File and row in it, from 1, of a row of the page."""
        path, start = next((path, start) for path, start in reversed(self.files) if start <= row)
        return str(path), row - start + 1

    def found(
        self, column: str, wrong: pl.Series, code: str, key: str, values: pl.Series | None = None, **more: str
    ) -> Iterator[Fault]:
        """A fault if a column is wrong anywhere; `values`: what stands there, if not the column's own."""
        count = int(wrong.sum())
        if not count:
            return
        row = int(wrong.fill_null(value=False).arg_max() or 0)
        value = brief(str((self.frame[column] if values is None else values)[row]))
        said: Message = say(key, column=column, value=value, **more)
        if count > 1:
            said = say("records-more", said=said, count=count)
        path, line = self.place(row)
        yield made(path, line, None, code, said)

    def part(self, part: Part) -> pl.Series:
        """A part of each row's key; that of a key which is missing is told elsewhere."""
        ids = self.frame["id"]
        if not ids.null_count():
            return pl.Series("part", self.table.key.part(part.name, ids.to_numpy()))
        parts = pl.Series(self.table.key.part(part.name, ids.fill_null(0).to_numpy()))
        return parts.to_frame("part").select(pl.when(ids.is_not_null()).then("part"))["part"]

    def values(self, column: Column, days: tuple[date | None, date | None]) -> Iterator[Fault]:
        """What a column must not hold by itself."""
        values = self.frame[column.name]
        if not column.nullable and values.null_count():
            yield from self.found(column.name, values.is_null(), "D004", "records-null")
        if column.codes:
            words = say("records-words", words=", ".join(column.codes))
            strange = ~values.is_in(column.codes)  # null of null
            yield from self.found(column.name, strange, "D005", "records-word", more=str(words))
        elif column.form:
            strange = ~values.str.contains(f"^(?:{column.form})$")
            yield from self.found(column.name, strange, "D005", "records-form", form=column.doc)
        elif column.type in ("date", "datetime"):
            yield from self._day(column, values, *days)
        elif column.type in ("int32", "int64") and column.refers is None and column.name not in ENDLESS:
            least, most = _bounds(column)
            wide = values.cast(pl.Int64)
            if _reaches_beyond(wide, least, most):
                outside = (wide > most) | (wide < least)
                yield from self.found(column.name, outside, "D007", "records-large", least=str(least), most=str(most))
        if column.name == "period" or column.name.endswith("_period"):
            month = values % 100
            yield from self.found(column.name, (month < 1) | (month > 12), "D006", "records-period")

    def _day(self, column: Column, values: pl.Series, first: date | None, last: date | None) -> Iterator[Fault]:
        if first is None or last is None:
            return
        last += timedelta(column.after)
        days = values.cast(pl.Date)
        if not _reaches_beyond(days, None if column.before else first, last):
            return
        outside = (days > last) if column.before else (days > last) | (days < first)
        yield from self.found(column.name, outside, "D006", "records-day", first=str(first), last=str(last))

    def key(self, part: Part) -> Iterator[Fault]:
        """A part of the key that the row shows in a column of its own must be the same."""
        if part.column is None:
            return
        shown = self.frame[part.column]
        if part.codes:
            shown = shown.cast(pl.Enum(part.codes), strict=False).to_physical()
        shown = shown.to_physical().cast(pl.Int64)
        if part.form == "day":
            shown = shown - EPOCH_DAY
        elif part.form == "period":
            shown = (shown // 100 - 1990) * 12 + shown % 100 - 1
        yield from self.found("id", self.part(part) != shown, "D009", "records-key", other=part.column)


def _reaches_beyond(values: pl.Series, least: Any, most: Any) -> bool:
    """Whether any value is less (None: there is no least) or more, by the ends: quicker than to compare all."""
    low, high = cast("Any", values.min()), cast("Any", values.max())
    return low is not None and (high > most or (least is not None and low < least))


def _bounds(column: Column) -> tuple[int, int]:
    """The least and the most that a number may be."""
    most = next((most for end, most in _MOST.items() if column.name.endswith(end)), MOST)
    return BETWEEN.get(column.name, (-most, most))
