"""Papers as frames for the rule of repeats: the columns that it asks for, and those that are worked out from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import numpy as np
import polars as pl

from kaohe.sim.records import PAPERS, SCHEMA
from kaohe.sim.records.ids import EPOCH_DAY
from kaohe.sim.records.keys import Key
from kaohe.sim.records.repeats import Repeat, repeats
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import Tables

Value = int | str | None
# Keys of the rows that do not repeat it, of the other paper's, the column, what it says, what the others say.
Found = tuple[tuple[int, ...], tuple[int, ...], str, Value, Value]

WRITTEN_ON = "written_on"
_DERIVED = re.compile(r"\b(?:([a-z_]+)@)?([a-z_]+)\.([a-z_]+)\b")
_WORD = re.compile(r"\b[a-z_][a-z_0-9]*\b")


@cache
def said(expression: str, name: str | None = None) -> pl.Expr:
    """An expression of a repeat over a frame that `Frames` made, under a name of its own."""
    expr = pl.sql_expr(_DERIVED.sub(lambda found: _alias(found[0]), expression))
    return expr if name is None else expr.alias(name)


class Frames:
    """The papers of a judge's tables, each read once."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._read: dict[str, pl.DataFrame] = {}

    def __getitem__(self, table: str) -> pl.DataFrame:
        """Its rows with all that any repeat asks of them."""
        if table not in self._read:
            asked = _ASKED.get(table, frozenset())
            own = [column.name for column in SCHEMA[table].columns if column.name in asked]
            frame = self._tables.frame(table, list(dict.fromkeys(["id", "recorded_at", *own])))
            frame = pl.DataFrame([held.cast(pl.Int64) if held.dtype == pl.Int32 else held for held in frame])
            derived = [self._derived(table, name, frame) for name in sorted(_DERIVED_ASKED[table])]
            self._read[table] = frame.with_columns(derived) if derived else frame
        return self._read[table]

    def columns(self, table: str, *names: str) -> pl.DataFrame:
        """Some columns of a paper."""
        return self._tables.frame(table, names)

    def rows(self, table: str, where: str | None) -> pl.DataFrame:
        """Those that meet a condition."""
        rows = self[table]
        return rows if where is None else rows.filter(said(where))

    def _derived(self, table: str, name: str, frame: pl.DataFrame) -> pl.Series | pl.Expr:
        """A column that is worked out: written_on, COLUMN.day, a part of a key, or a cell of another paper."""
        if name == WRITTEN_ON:
            return pl.col("recorded_at").dt.date().alias(WRITTEN_ON)
        column, part = name.rsplit(".", 1)
        if "@" in column:
            held, paper = column.split("@")
            return self._cell(frame, held, paper, part).alias(_alias(name))
        if part == "day" and (column == WRITTEN_ON or frame[column].dtype == pl.Date):
            source = pl.col("recorded_at").dt.date() if column == WRITTEN_ON else pl.col(column)
            return (source.to_physical().cast(pl.Int64) - EPOCH_DAY).alias(_alias(name))
        return pl.Series(_alias(name), _part(_key(table, column), part, frame[column]))

    def _cell(self, frame: pl.DataFrame, column: str, paper: str, cell: str) -> pl.Series:
        """Of each row the cell of the paper whose key it holds; of a key that stands twice the first row's."""
        theirs = self.columns(paper, "id", cell).unique("id", keep="first", maintain_order=True)
        held = frame.select(id=pl.col(column).cast(pl.Int64))
        return held.join(theirs, on="id", how="left", maintain_order="left")[cell]


Word = Callable[[Ledger, Frames], Iterator[Found]]


def _alias(derived: str) -> str:
    """The column of a frame in which something worked out stands."""
    return derived.replace("@", "__").replace(".", "__")


def _expressions(repeat: Repeat) -> Iterable[tuple[str, str]]:
    """(paper, expression) of all that a repeat says."""
    own = [repeat.where, repeat.serial, repeat.run, *repeat.columns]
    other = [repeat.of_where]
    for pair in (*repeat.by, *repeat.same, *repeat.sums):
        own.append(pair.own)
        (other if repeat.of else own).append(pair.other)
    yield from ((repeat.table, each) for each in own if each)
    yield from ((repeat.of, each) for each in other if each and repeat.of)


def _asked() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    plain: dict[str, set[str]] = {name: set() for name in SCHEMA}
    derived: dict[str, set[str]] = {name: set() for name in SCHEMA}
    for repeat in repeats().values():
        for table, expression in _expressions(repeat):
            plain[table] |= set(_WORD.findall(expression))
            derived[table] |= {found[0] for found in _DERIVED.finditer(expression)}
            derived[table] |= {WRITTEN_ON} & plain[table]
    return {k: frozenset(v) for k, v in plain.items()}, {k: frozenset(v) for k, v in derived.items()}


_ASKED, _DERIVED_ASKED = _asked()


def _key(table: str, column: str) -> Key:
    """The key that a column of a paper holds."""
    if column == "id":
        return SCHEMA[table].key
    refers = SCHEMA[table].column(column).refers
    return PAPERS.thing(refers if isinstance(refers, str) else column).key


def _part(key: Key, part: str, held: pl.Series) -> pl.Series:
    wide = held.cast(pl.Int64)
    if not wide.null_count():
        return pl.Series(key.part(part, wide.to_numpy()))
    values = key.part(part, wide.fill_null(0).to_numpy().astype(np.int64))
    return pl.select(pl.when(wide.is_not_null()).then(pl.lit(pl.Series(values)))).to_series()
