"""What papers repeat from each other, as data.

A paper often says what another has said already: a bill the register of its reading, a hand-in the sum of its receipts,
a batch the number of its readings. Where an office writes both they are one; where they are two, one of the papers is
wrong, and nothing says which. `papers/repeats/<department>.toml` has one table for each such repeat, [paper.name]:

zh, en    what is repeated, for people: 「電費所載即所據抄表卡所載」.
where     the rows of this paper that it is about (a condition in SQL over its columns); none: all.
of        the paper that is repeated; none: a row agrees with itself, or with those of its own paper (serials).
of_where  the rows of the other paper.
by        what joins both: "own = other", or a name that both have. Keys need not be unique.
must      a row that names another which must be there.
same      what agrees, "own = other" (also >=, <=, for the order of days and for parts of a sum), cell by cell.
sums      the same, of the sum of the other paper's rows with these keys; of no row it is 0. "receipts = 1" counts.
serial    a number given without doubles; `run`: what one series has in common, in which it goes on without gaps.
word      a rule that columns cannot say: a function of that name in kaohe.standards.evidence.repeated.
columns   of this paper, whose cells are those in question, where the left sides do not say so.
owner     clauses that are about just this difference: they go on, all others keep silent about these rows.
rows      which rows are in dispute: `both` papers' (if nothing is said), or `own` alone.
also      places (`reach` of the paper, or objects of acts with which its key begins): what other papers say of the same
          place, and what is found about it, is in dispute too.

In an expression stand columns, id.PART (a part of the key), COLUMN.day (days since 1990-01-01, as keys count them),
COLUMN.PART (a part of the paper's key that a column holds), written_on (the day of recorded_at), and COLUMN@PAPER.CELL
(a cell of the row of another paper whose key this column holds; null where there is none).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kaohe.sim.records.schema import FOLDER, PAPERS, Papers
from kaohe.sim.texts import Names

REPEATS_FOLDER = FOLDER / "repeats"
_PAIR = re.compile(r"^(?P<own>.+?) (?P<sign>=|>=|<=) (?P<other>.+)$")
_NAME = re.compile(r"[a-z_][a-z_0-9]*")


@dataclass(frozen=True)
class Pair:
    """An expression over the own paper's columns, one over the other's, and what holds between them (=, >=, <=)."""

    own: str
    sign: str
    other: str


@dataclass(frozen=True)
class Repeat:
    """One repeat. `columns`: those of the own paper whose cells are in question."""

    name: str
    table: str
    label: Names
    where: str | None = None
    of: str | None = None
    of_where: str | None = None
    by: tuple[Pair, ...] = ()
    must: bool = False
    same: tuple[Pair, ...] = ()
    sums: tuple[Pair, ...] = ()
    serial: str | None = None
    run: str | None = None
    word: str | None = None
    columns: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    own_only: bool = False
    also: tuple[str, ...] = ()


@cache
def repeats() -> Mapping[str, Repeat]:
    """Those of the office's papers, read when somebody first asks for them."""
    return read_repeats()


def read_repeats(papers: Papers = PAPERS, folder: Path = REPEATS_FOLDER) -> Mapping[str, Repeat]:
    """The repeats by name (paper.name), in the order of the departments.

    OSError, tomllib.TOMLDecodeError; KeyError for a paper, ValueError for a key or a sign that there is not.
    """
    found: dict[str, Repeat] = {}
    for department in papers.departments:
        path = folder / f"{department}.toml"
        for table, specs in tomllib.loads(path.read_text("utf-8")).items() if path.exists() else ():
            for name, spec in specs.items():
                found[f"{table}.{name}"] = _repeat(f"{table}.{name}", table, spec, papers)
    return MappingProxyType(found)


_KEYS = frozenset("zh en where of of_where by must same sums serial run word columns owner rows also".split())


def _repeat(name: str, table: str, spec: Mapping[str, Any], papers: Papers) -> Repeat:
    if unknown := spec.keys() - _KEYS:
        raise ValueError(f"{name}: {sorted(unknown)}")
    same, sums = _pairs(spec.get("same", ())), _pairs(spec.get("sums", ()))
    own = papers.tables[table]
    told = [word for pair in (*same, *sums) for word in _NAME.findall(pair.own)]
    told += [spec["serial"]] if "serial" in spec else []
    columns = tuple(spec.get("columns", dict.fromkeys(word for word in told if word in own)))
    if spec.get("of", table) not in papers.tables:
        raise KeyError(spec["of"])
    return Repeat(
        name,
        table,
        Names(spec["zh"], spec["en"]),
        spec.get("where"),
        spec.get("of"),
        spec.get("of_where"),
        _pairs(spec.get("by", ())),
        spec.get("must", False),
        same,
        sums,
        spec.get("serial"),
        spec.get("run"),
        spec.get("word"),
        columns,
        tuple(spec.get("owner", ())),
        spec.get("rows", "both") == "own",
        tuple(spec.get("also", ())),
    )


def _pairs(said: Sequence[str]) -> tuple[Pair, ...]:
    return tuple(_pair(each) for each in said)


def _pair(said: str) -> Pair:
    found = _PAIR.match(said)
    return Pair(said, "=", said) if found is None else Pair(found["own"], found["sign"], found["other"])


def named_columns(found: Mapping[str, Repeat]) -> Iterator[tuple[str, str]]:
    """(paper, column) of each column that a repeat puts in question."""
    yield from dict.fromkeys((repeat.table, column) for repeat in found.values() for column in repeat.columns)
