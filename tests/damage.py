"""What may have happened to the folder of a run before somebody judges it."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

Damage = Callable[[random.Random, Path], None]
Rows = Callable[[random.Random, pl.DataFrame], pl.DataFrame]
NAMES = ("\x1b[31m甲\x07", "\u202e乙", "", " 丙 ", "<script>", "長" * 5_000, "\x9b2J")


def _file(chance: random.Random, folder: Path, pattern: str = "records/*/*.parquet") -> Path:
    return chance.choice(sorted(folder.glob(pattern)))


def _table(table: str, change: Rows) -> Damage:
    def damage(chance: random.Random, folder: Path) -> None:
        path = _file(chance, folder, f"records/{table}/*.parquet")
        change(chance, pl.read_parquet(path)).write_parquet(path)

    return damage


def _other(pattern: str, change: Rows) -> Damage:
    def damage(chance: random.Random, folder: Path) -> None:
        path = _file(chance, folder, pattern)
        change(chance, pl.read_parquet(path)).write_parquet(path)

    return damage


def _bytes(change: Callable[[random.Random, bytes], bytes], pattern: str = "records/*/*.parquet") -> Damage:
    def damage(chance: random.Random, folder: Path) -> None:
        path = _file(chance, folder, pattern)
        path.write_bytes(change(chance, path.read_bytes()))

    return damage


def _flipped(chance: random.Random, data: bytes) -> bytes:
    wrong = bytearray(data)
    for _ in range(chance.choice((1, 1, 20))):
        wrong[chance.randrange(len(wrong))] ^= 1 << chance.randrange(8)
    return bytes(wrong)


def _cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def _noise(chance: random.Random, data: bytes) -> bytes:
    return b"PAR1" + chance.randbytes(len(data)) + b"PAR1"


def _column(chance: random.Random, rows: pl.DataFrame) -> str:
    return chance.choice(rows.columns)


def _dropped(chance: random.Random, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.drop(_column(chance, rows))


def _retyped(chance: random.Random, rows: pl.DataFrame) -> pl.DataFrame:
    column = _column(chance, rows)
    kind = chance.choice((pl.String, pl.Float64, pl.Int16, pl.List(pl.Int64), pl.Categorical, pl.Decimal(38, 2)))
    return rows.with_columns(pl.lit(None, kind).alias(column))


def _nulled(chance: random.Random, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.lit(None, rows.schema[column := _column(chance, rows)]).alias(column))


def _odd(chance: random.Random, kind: pl.DataType) -> object:
    """A value that the type holds and hardly anybody writes."""
    if kind == pl.String:
        return chance.choice((*NAMES, "banana"))
    if kind == pl.Date:
        return chance.choice((date(1, 1, 1), date(1950, 1, 1), date(2001, 1, 20), date(9999, 12, 31)))
    if kind == pl.Datetime:
        return chance.choice((datetime(1950, 1, 1), datetime(2001, 1, 20, 23, 59), datetime(9999, 12, 31)))
    if kind == pl.Boolean:
        return chance.random() < 0.5
    bits = 31 if kind == pl.Int32 else 63
    return chance.choice((0, 1, -1, 7, 10, 200102, 2**bits - 1, -(2**bits), chance.randrange(2**20)))


def _celled(chance: random.Random, rows: pl.DataFrame) -> pl.DataFrame:
    """One cell, some, or all of a column."""
    column = chance.choice([name for name, kind in rows.schema.items() if not kind.is_nested()])
    value = pl.lit(_odd(chance, rows.schema[column]), rows.schema[column])
    share = chance.choice((0.0, 0.1, 1.0))
    at = pl.Series([number == 0 or chance.random() < share for number in range(len(rows))], dtype=pl.Boolean)
    return rows.with_columns(pl.when(at).then(value).otherwise(column).alias(column))


def _swapped(chance: random.Random, rows: pl.DataFrame) -> pl.DataFrame:
    """The values of a column in another order."""
    column = _column(chance, rows)
    return rows.with_columns(rows[column].sample(fraction=1, shuffle=True, seed=chance.randrange(2**30)))


def _twice(chance: random.Random, rows: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([rows, rows.slice(chance.randrange(len(rows) or 1), 1)])


def _fewer(chance: random.Random, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sample(fraction=chance.choice((0.0, 0.5, 0.9)), seed=chance.randrange(2**30))


def _turned(chance: random.Random, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sample(fraction=1, shuffle=True, seed=chance.randrange(2**30))


def _widened(chance: random.Random, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.lit(1).alias("truth"))


def _renamed(chance: random.Random, rows: pl.DataFrame) -> pl.DataFrame:
    column = _column(chance, rows)
    return rows.rename({column: f"{column}s"})


def _named(chance: random.Random, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.Series("name", [chance.choice(NAMES) for _ in range(len(rows))], pl.String))


def _replaced(make: Callable[[Path], None], pattern: str = "records/*/*.parquet") -> Damage:
    """Something else in place of a file."""

    def damage(chance: random.Random, folder: Path) -> None:
        path = _file(chance, folder, pattern)
        path.unlink()
        make(path)

    return damage


def _gone(path: Path) -> None:
    """Nothing in its place."""


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _table_gone(chance: random.Random, folder: Path) -> None:
    shutil.rmtree(chance.choice(sorted((folder / "records").iterdir())))


def _exchanged(chance: random.Random, folder: Path) -> None:
    shutil.copy(_file(chance, folder), _file(chance, folder))


def _added(chance: random.Random, folder: Path) -> None:
    path = _file(chance, folder)
    shutil.copy(path, path.with_name(chance.choice(("200109.parquet", "000000.parquet", "甲.parquet"))))


def _told(name: str, *values: object) -> Damage:
    """A key of a document with another value; none: the key goes."""

    def damage(chance: random.Random, folder: Path) -> None:
        path = folder / name
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        key = chance.choice(sorted(document))
        if values:
            document[key] = chance.choice(values)
        else:
            del document[key]
        path.write_text(json.dumps(document), encoding="utf-8")

    return damage


def _alone(damage: Damage) -> Damage:
    """The same of records without run.json: nothing vouches for them."""

    def alone(chance: random.Random, folder: Path) -> None:
        (folder / "run.json").unlink()
        damage(chance, folder)

    return alone


ODD_VALUES: tuple[object, ...] = (None, 5, -1, "banana", [], {}, "a\x00b", "x" * 300, {"a": {"b": 1}}, [1, 2], 10**400)
_ROWS: tuple[tuple[str, Rows], ...] = (
    ("a column gone", _dropped),
    ("a column of another type", _retyped),
    ("a column without values", _nulled),
    ("a row twice", _twice),
    ("rows gone", _fewer),
    ("rows in another order", _turned),
    ("a column too many", _widened),
    ("a column renamed", _renamed),
    ("values exchanged", _swapped),
)
_TABLES = ("bill", "reading", "customer", "meter", "receipt", "staff", "rule", "calendar", "price", "book")
DAMAGES: tuple[tuple[str, Damage], ...] = (
    ("bits flipped", _bytes(_flipped)),
    ("bits flipped, alone", _alone(_bytes(_flipped))),
    ("cut off", _bytes(_cut)),
    ("noise", _bytes(_noise)),
    ("empty", _bytes(lambda _, __: b"")),
    *((what, _table("*", change)) for what, change in _ROWS),
    *((f"{what}, alone", _alone(_table("*", change))) for what, change in _ROWS),
    *((f"odd values of {table}", _table(table, _celled)) for table in _TABLES),
    *((f"odd values of {table}, alone", _alone(_table(table, _celled))) for table in _TABLES),
    ("odd values", _table("*", _celled)),
    ("odd values, alone", _alone(_table("*", _celled))),
    ("names", _table("staff", _named)),
    ("names, alone", _alone(_table("customer", _named))),
    ("a pipe", _replaced(os.mkfifo)),
    ("a folder", _replaced(Path.mkdir)),
    ("a loop", _replaced(_loop)),
    ("a file gone", _replaced(_gone)),
    ("a table gone", _table_gone),
    ("a table gone, alone", _alone(_table_gone)),
    ("another table's file", _exchanged),
    ("a file too many", _added),
    ("run.json cut off", _bytes(_cut, "run.json")),
    ("run.json odd", _told("run.json", *ODD_VALUES)),
    ("run.json lacks a key", _told("run.json")),
    ("run.json a pipe", _replaced(os.mkfifo, "run.json")),
    ("a document odd", _bytes(_flipped, "*/*.json")),
    ("policy.json odd", _told("assessment/policy.json", *ODD_VALUES)),
    ("records.json odd", _told("assessment/records.json", *ODD_VALUES)),
    ("truth's records.json odd", _told("truth/records.json", *ODD_VALUES)),
    ("office.json odd", _told("truth/office.json", *ODD_VALUES)),
    ("a document a pipe", _replaced(os.mkfifo, "*/*.json")),
    ("acts without a column", _other("truth/acts.parquet", _dropped)),
    ("acts odd", _other("truth/acts.parquet", _celled)),
    ("truth's bits flipped", _bytes(_flipped, "truth/*.parquet")),
    ("findings without a column", _other("assessment/*.parquet", _dropped)),
    ("findings of another type", _other("assessment/*.parquet", _retyped)),
    ("findings odd", _other("assessment/*.parquet", _celled)),
    ("an assessment cut off", _bytes(_cut, "assessment/*.parquet")),
)
