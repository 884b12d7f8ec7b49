"""One forged cell, or one row less, for each declared repeat."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import cache

import polars as pl
from pydantic import ValidationError

from kaohe.sim.records import SCHEMA, Records
from kaohe.sim.records.repeats import Pair, Repeat
from kaohe.standards.evidence.repeated.frames import Frames, said
from kaohe.standards.evidence.repeated.rule import broken
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import Tables
from tests.standards.tampering.papers import Papers, Row

_TRIED = 12


def forged(repeat: Repeat, records: Records) -> Records | None:
    """One cell otherwise, of the paper that repeats, so that the repeat does not hold; None where none can be."""
    for row in _rows(repeat, records):
        for column in dict.fromkeys([*repeat.columns, *_plain(repeat)]):
            for value in _values(row[column], records.table(repeat.table)[column]):
                papers = Papers(records)
                papers.change(repeat.table, row, **{column: value})
                if _breaks(repeat, papers.records(), records):
                    return papers.records()
    return None


def deleted(repeat: Repeat, records: Records) -> Records | None:
    """One row less of the paper that is repeated; None where that contradicts nothing."""
    if repeat.of is None or repeat.word is not None or not (repeat.must or repeat.sums):
        return None
    for row in _repeated(repeat, repeat.of, records):
        papers = Papers(records)
        papers.delete(repeat.of, row)
        if _breaks(repeat, papers.records(), records):
            return papers.records()
    return None


@cache
def _frames(records: Records) -> Frames:
    """The papers of an office before they are edited, each read once for all edits."""
    return Frames(Tables(records))


@cache
def _last_day(records: Records) -> int:
    return Tables(records).last_day()


def _repeated(repeat: Repeat, of: str, records: Records) -> Iterator[Row]:
    """Rows of the other paper that some row repeats."""
    frames, names = _frames(records), [f"k{at}" for at in range(len(repeat.by))]
    pairs = list(zip(names, repeat.by, strict=True))
    own = frames.rows(repeat.table, repeat.where).select(said(pair.own).alias(name) for name, pair in pairs)
    theirs = frames.rows(of, repeat.of_where).select("id", *(said(pair.other).alias(name) for name, pair in pairs))
    keys = theirs.join(own, on=names, how="semi")["id"]
    found = records.table(of).filter(pl.col("id").is_in(keys.implode()))
    yield from found.sample(min(_TRIED, found.height), seed=1).iter_rows(named=True)


def _plain(repeat: Repeat) -> Iterator[str]:
    """Columns that a repeat compares or joins by."""
    pairs: tuple[Pair, ...] = (*repeat.same, *repeat.sums, *repeat.by)
    yield from (pair.own for pair in pairs if pair.own in SCHEMA[repeat.table] and pair.own != "id")
    yield from ("recorded_at" for pair in pairs if "written_on" in pair.own)


def _rows(repeat: Repeat, records: Records) -> Iterator[Row]:
    """Rows that it is about, from the middle on."""
    frames = _frames(records)
    own = frames.rows(repeat.table, repeat.where)
    if repeat.of is not None and repeat.by:
        names = [f"k{at}" for at in range(len(repeat.by))]
        pairs = list(zip(names, repeat.by, strict=True))
        theirs = frames.rows(repeat.of, repeat.of_where).select(said(pair.other).alias(name) for name, pair in pairs)
        mine = own.select("id", *(said(pair.own).alias(name) for name, pair in pairs))
        own = own.join(mine.join(theirs, on=names, how="semi"), on="id", how="semi")
    keys = own.select("id")["id"]
    found = records.table(repeat.table).filter(pl.col("id").is_in(keys.implode()))
    middle = found.height // 2
    rows = pl.concat([found[middle:], found[:middle]]).head(_TRIED)
    yield from rows.iter_rows(named=True)


def _values(value: object, column: pl.Series) -> Iterator[object]:
    """Other values of a cell."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, datetime):
        yield from (value + timedelta(days) for days in (-12, 12, 1, 3, 5))
    elif isinstance(value, date):
        yield from (value + timedelta(days) for days in (-1, 2, -12, 12, -120))
    elif isinstance(value, int):
        yield from (value + 1, max(value - 1, 0), value // 2)
        yield from column.drop_nulls().filter(column.drop_nulls() != value).head(1)
    elif isinstance(value, str) or value is None:
        others = column.drop_nulls().unique(maintain_order=True)
        yield from others.filter(others != (value or "")).head(3) if column.dtype == pl.String else others.head(1)
    if value is not None:
        yield None


def _breaks(repeat: Repeat, records: Records, before: Records) -> bool:
    ledger = Ledger(records, last_day=_last_day(before))
    # a price below its own funds, a factor that no table has: such a master is refused before
    with suppress(ValidationError, LookupError):
        return next(broken(repeat, Frames(ledger.tables), ledger), None) is not None
    return False
