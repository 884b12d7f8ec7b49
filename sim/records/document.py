"""docs/records.md, written from the papers: `python -m kaohe.sim.records.document > docs/records.md`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence

from kaohe.sim.records.digest import value_digest
from kaohe.sim.records.keys import Key, Part
from kaohe.sim.records.repeats import Pair, Repeat, repeats
from kaohe.sim.records.schema import PAPERS, Column, ObjectType, Papers, Table

HEAD = """# The records of the office

Written from `sim/records/papers/` by `python -m kaohe.sim.records.document`. A file,
`<table>/<yyyymm>.parquet`, has the rows of one month, or of several months that have fewer than 20,000 together: it is
named by the last of them, and only the last file of a table has fewer rows. Rows stand in the order of `recorded_at`
and are never changed. In an office of several halls 80,000 rows or more about customers are several files,
`<yyyymm>-<block>.parquet`: halls in order, as many together as have 50,000 customers at the opening, each file in the
order of time. Every table begins with `id` (its natural key), `recorded_at`
(local wall time, whole seconds) and `staff` (who wrote the row; missing where no person writes). Money is in 分, energy
in kWh, `period` is year × 100 + month of the reading cycle.

A key is packed into one integer: each part is added to the parts before it times its size. In keys a period counts the
months since January 1990, a day the days since 1990-01-01, a kind or an action the words in the order given.

What a paper repeats of another stands below its columns: own = other, `written_on` the day of recorded_at. Records that
are sealed were written by the office, and no repeat is tried in them. In others every repeat is, before a clause is
asked: where one does not hold, both rows are named as a disagreement, and nobody is charged with what rests on them;
however large their office, they are judged whole. What an act itself makes different (a daily report that is not its
receipts, a bill that is not its archive) is no repeat: its clause finds it.

Customers and books are numbered from 0, by hall, book and place in it. Reports show the same numbers, so that what is
read leads to the row; a customer's name stands beside his."""

DIGEST = """## The digest of a table

`run.json` holds under `digests` what the rows of each table come to, whoever wrote their files: file after file in the
order of their names; of each column its integers in the width of its type (days and milliseconds since 1970, as Parquet
has them; texts by their number, in the order in which the rows show them first; 0 where a value is missing), then,
where one is missing, a byte for each row, 1 if it has a value; at the end each column's texts. On a little-endian
machine, for `runs/0001/records/bill`:"""

SEALED = """`files` holds the SHA-256 of the bytes of every file, `papers` that of the tables' columns at the time.
Records of the same bytes are as the office wrote them; of others every page says that they are not sealed.
`records.json` in `assessment/` and `truth/` has the `digest` of the records to which they belong: SHA-256 of the lines
`table digest`, each ended, in the order of the tables' names."""

SCRIPT = """import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

import polars as pl


{function}

files = sorted(Path(sys.argv[1]).glob("*.parquet"))
print(value_digest(pl.read_parquet(path) for path in files))"""

OBJECTS = """## What acts and findings are about

An act or a finding names a paper by its own key, or one of these."""


def lines(papers: Papers = PAPERS) -> Iterator[str]:
    """The page, line by line."""
    yield HEAD
    for department, label in papers.departments.items():
        yield from ("", f"## {label.zh_hant} ({label.en})")
        for table in papers.tables.values():
            if table.department == department:
                yield from ("", *_table(table))
    yield from ("", DIGEST, "", "```python", SCRIPT.format(function=inspect.getsource(value_digest)), "```")
    yield from ("", SEALED)
    yield from ("", OBJECTS, "", "| object | | key |", "|---|---|---|")
    yield from (_object(each) for each in papers.objects.values())


def _object(each: ObjectType) -> str:
    return f"| {each.name} | {each.label.zh_hant}, {each.label.en} | {_key(each.key)} |"


def _table(table: Table) -> Iterator[str]:
    yield f"### {table.name}: {table.label.zh_hant} ({table.label.en})"
    yield ""
    yield f"Key: {_key(table.key)}."
    yield from _places("Belongs to", table.reach)
    yield from _places("Counted in", table.feeds)
    if table.turn:
        yield f"Written in turn with: {', '.join(table.turn)}."
    yield ""
    yield "| column | | type | |"
    yield "|---|---|---|---|"
    yield from (_column(column) for column in table.columns[3:])
    repeated = [repeat for repeat in repeats().values() if repeat.table == table.name]
    if repeated:
        yield from ("", "Repeats:", "")
        yield from (f"- {repeat.label.zh_hant} ({repeat.label.en}): {_repeat(repeat)}" for repeat in repeated)


def _repeat(repeat: Repeat) -> str:
    """What is compared with what, as the declaration has it."""
    said = [
        f"of {repeat.of}" if repeat.of else "",
        *([f"which must be there by {_pairs(repeat.by)}"] if repeat.must else []),
    ]
    if repeat.by and not repeat.must:
        said.append(f"by {_pairs(repeat.by)}")
    said += [f"where {repeat.where}" if repeat.where else "", f"there {repeat.of_where}" if repeat.of_where else ""]
    said.append(_pairs(repeat.same))
    said.append(f"sums: {_pairs(repeat.sums)}" if repeat.sums else "")
    said.append(f"{repeat.serial} without doubles" if repeat.serial else "")
    said.append(f"on without gaps by {repeat.run}" if repeat.run else "")
    said.append(f"{', '.join(repeat.columns)} (rule {repeat.word})" if repeat.word else "")
    owner = f"; a difference is {', '.join(repeat.owner)}'s" if repeat.owner else ""
    return f"`{'; '.join(each for each in said if each)}`{owner}."


def _pairs(pairs: Sequence[Pair]) -> str:
    return ", ".join(p.own if (p.own, p.sign) == (p.other, "=") else f"{p.own} {p.sign} {p.other}" for p in pairs)


def _key(key: Key) -> str:
    return ", ".join(_part(part) for part in key.parts)


def _part(part: Part) -> str:
    of = " or ".join(part.of) if part.of and part.of != (part.name,) else ""
    notes = [of, f"+ {part.base}" if part.base else "", f"× {part.size}" if part.size else "", *part.codes]
    notes = [note for note in notes if note]
    return part.name + (f" ({', '.join(notes)})" if notes else "")


def _places(what: str, places: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    if places:
        yield f"{what}: " + "; ".join(f"{name} ({', '.join(by)})" if by else name for name, by in places.items()) + "."


def _column(column: Column) -> str:
    marks = [mark for mark in (column.mark, "may be missing" if column.nullable else None, _refers(column)) if mark]
    label = f"{column.label.zh_hant}, {column.label.en}"
    doc = (column.doc or " | ".join(column.codes)).replace("|", "\\|")
    return f"| {column.name} | {label} | {column.type}{' (' + ', '.join(marks) + ')' if marks else ''} | {doc} |"


def _refers(column: Column) -> str:
    if isinstance(column.refers, Mapping):
        return "of " + ", ".join(f"{table} where {kind}" for kind, table in column.refers.items())
    return f"of {column.refers}" if column.refers else ""


if __name__ == "__main__":
    print("\n".join(lines()))
