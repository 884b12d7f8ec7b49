"""The rule of repeats: where what a paper repeats is not what the other says, and which rows are in dispute by that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl

from kaohe.sim.records.repeats import Pair, Repeat, repeats
from kaohe.standards.evidence.repeated.frames import Frames, Value, said
from kaohe.standards.evidence.repeated.words import WORDS
from kaohe.standards.ledger.ledger import Ledger

_OWN, _OTHER = "own_row", "other_row"


@dataclass(frozen=True)
class Breach:
    """Rows (keys) of a paper that do not repeat what they should: the cell, what it says, what the others (keys) say.

    of: the other paper. `theirs` is empty where nobody wrote the other row, or a row contradicts itself.
    """

    repeat: Repeat
    own: tuple[int, ...]
    of: str
    theirs: tuple[int, ...]
    column: str
    said: Value
    other: Value


def breaches(ledger: Ledger) -> list[Breach]:
    """All of them, in the order of the declarations and of the keys."""
    frames = Frames(ledger.tables)
    return [breach for repeat in repeats().values() for breach in broken(repeat, frames, ledger)]


def broken(repeat: Repeat, frames: Frames, ledger: Ledger) -> Iterator[Breach]:
    """Where one repeat does not hold."""
    if repeat.word is not None:
        for own, theirs, column, value, other in WORDS[repeat.word](ledger, frames):
            yield Breach(repeat, own, repeat.of or repeat.table, theirs, column, value, other)
    elif repeat.serial is not None:
        yield from _serial(repeat, repeat.serial, frames)
    elif repeat.of is None:
        yield from _row(repeat, frames)
    elif repeat.sums:
        yield from _sum(repeat, repeat.of, frames)
    else:
        yield from _cells(repeat, repeat.of, frames)


def _row(repeat: Repeat, frames: Frames) -> Iterator[Breach]:
    differs = reduce(or_, (_differs(pair.sign, said(pair.own), said(pair.other)) for pair in repeat.same))
    rows = frames[repeat.table]
    rows = rows.filter(differs if repeat.where is None else said(repeat.where) & differs)
    if rows.is_empty():
        return
    wrong = rows.select(
        said("id", _OWN),
        *_numbered("s", [pair.own for pair in repeat.same]),
        *_numbered("o", [pair.other for pair in repeat.same]),
    )
    for row in wrong.iter_rows(named=True):
        yield from _of_pairs(repeat, repeat.same, row, repeat.table, ())


def _cells(repeat: Repeat, of: str, frames: Frames) -> Iterator[Breach]:
    own, theirs = _sides(repeat, of, repeat.same, frames)
    if own.is_empty() or (theirs.is_empty() and not repeat.must):
        return
    both = own.join(theirs, on=_keys(repeat), how="left" if repeat.must else "inner")
    wrong = _wrong(both, repeat.same, also=pl.col(_OTHER).is_null())
    if wrong.is_empty():
        return
    for row in wrong.sort(_OWN, _OTHER).iter_rows(named=True):
        if row[_OTHER] is None:
            column = repeat.columns[0] if repeat.columns else repeat.by[0].own
            yield Breach(repeat, (row[_OWN],), of, (), column, _cell(repeat, column, row[_OWN], frames), None)
        else:
            yield from _of_pairs(repeat, repeat.same, row, of, (row[_OTHER],))


def _sum(repeat: Repeat, of: str, frames: Frames) -> Iterator[Breach]:
    """Sums of the other paper's rows; `must`: said only of what has any."""
    own, theirs = _sides(repeat, of, repeat.sums, frames)
    if own.is_empty():
        return
    keys, totals = _keys(repeat), [f"o{at}" for at in range(len(repeat.sums))]
    sums = theirs.group_by(keys).agg(pl.col(name).cast(pl.Int64).sum() for name in totals)
    both = own.join(sums, on=keys, how="inner" if repeat.must else "left").with_columns(pl.col(totals).fill_null(0))
    wrong = _wrong(both, repeat.sums)
    if wrong.is_empty():
        return
    found = wrong.select(_OWN, *keys).join(theirs.select(_OTHER, *keys), on=keys).sort(_OTHER)
    parts = {int(str(key)): tuple(part[_OTHER].to_list()) for (key,), part in found.group_by(_OWN)}
    for row in wrong.iter_rows(named=True):
        yield from _of_pairs(repeat, repeat.sums, row, of, parts.get(row[_OWN], ()))


def _serial(repeat: Repeat, serial: str, frames: Frames) -> Iterator[Breach]:
    rows = frames.rows(repeat.table, repeat.where)
    own = rows.select(said("id", _OWN), said(serial, "n"), said(repeat.run or "0", "run"))
    for (value,), same in own.filter(pl.col("n").is_duplicated()).sort("n", _OWN).group_by("n", maintain_order=True):
        yield Breach(repeat, tuple(same[_OWN].to_list()), repeat.table, (), serial, _value(value), _value(value))
    if repeat.run is not None:
        yield from _gaps(repeat, serial, own)


def _gaps(repeat: Repeat, serial: str, own: pl.DataFrame) -> Iterator[Breach]:
    """Numbers left out of a series: the rows beside them, and those of another series that have them; and numbers that
    follow each other in two series.
    """
    steps = own.unique("n", keep="any").sort("n")
    steps = steps.with_columns(before=pl.col("n").shift().over("run"), last=pl.col(_OWN).shift().over("run"))
    gaps = steps.filter(pl.col("n") - pl.col("before") > 1)
    for mine, number, before, last in gaps.select(_OWN, "n", "before", "last").rows():
        strays = own.filter(pl.col("n").is_between(before, number, closed="none"))[_OWN].to_list()
        yield Breach(repeat, (last, mine, *strays), repeat.table, (), serial, number, before + 1)
    beside = steps.with_columns(
        next_run=pl.col("run").shift(-1), next_n=pl.col("n").shift(-1), next=pl.col(_OWN).shift(-1)
    )
    beside = beside.filter((pl.col("next_n") - pl.col("n") == 1) & (pl.col("next_run") != pl.col("run")))
    for mine, after, number in beside.select(_OWN, "next", "n").rows():
        yield Breach(repeat, (mine, after), repeat.table, (), serial, number, number + 1)


def _keys(repeat: Repeat) -> list[str]:
    return [f"k{at}" for at in range(len(repeat.by))]


def _sides(repeat: Repeat, of: str, pairs: Sequence[Pair], frames: Frames) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Of both papers the key of the row, what joins them (k0, k1 …) and what is compared (s0 …, o0 …)."""
    own = frames.rows(repeat.table, repeat.where).select(
        said("id", _OWN),
        *_numbered("k", [pair.own for pair in repeat.by]),
        *_numbered("s", [pair.own for pair in pairs]),
    )
    theirs = frames.rows(of, repeat.of_where).select(
        said("id", _OTHER),
        *_numbered("k", [pair.other for pair in repeat.by]),
        *_numbered("o", [pair.other for pair in pairs]),
    )
    return own, theirs


def _numbered(letter: str, expressions: Sequence[str]) -> list[pl.Expr]:
    return [said(expression, f"{letter}{at}") for at, expression in enumerate(expressions)]


def _wrong(rows: pl.DataFrame, pairs: Sequence[Pair], also: pl.Expr | None = None) -> pl.DataFrame:
    """Rows of which any pair does not hold, or what else is meant."""
    differs = [_differs(pair.sign, pl.col(f"s{at}"), pl.col(f"o{at}")) for at, pair in enumerate(pairs)]
    return rows.filter(reduce(or_, differs if also is None else [*differs, also]))


def _differs(sign: str, mine: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Where a pair does not hold; an order says nothing of a cell that is empty."""
    if sign == "=":
        return mine.ne_missing(other)
    return ((mine < other) if sign == ">=" else (mine > other)).fill_null(False)


def _of_pairs(
    repeat: Repeat, pairs: Sequence[Pair], row: dict[str, object], of: str, theirs: tuple[int, ...]
) -> Iterator[Breach]:
    """One for each pair of a row that does not hold."""
    for at, pair in enumerate(pairs):
        mine, other = row[f"s{at}"], row[f"o{at}"]
        if _fails(pair.sign, mine, other):
            column = pair.own if pair.own in repeat.columns else next(iter(repeat.columns), "id")
            yield Breach(repeat, (int(str(row[_OWN])),), of, theirs, column, _value(mine), _value(other))


def _fails(sign: str, mine: object, other: object) -> bool:
    if sign == "=":
        return mine != other
    if mine is None or other is None:
        return False
    return bool(mine < other if sign == ">=" else mine > other)  # type: ignore[operator]  # cells of one type


def _cell(repeat: Repeat, column: str, key: int, frames: Frames) -> Value:
    """What a row has in a column."""
    rows = frames.rows(repeat.table, repeat.where).filter(pl.col("id") == key).select(said(column))
    return _value(rows.item(0, 0))


def _value(value: object) -> Value:
    """A cell as a number or a text."""
    return value if value is None or isinstance(value, (int, str)) else str(value)
