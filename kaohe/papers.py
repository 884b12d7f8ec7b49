"""The records of a run, opened only if all of them are there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from kaohe.runs import read_json
from kaohe.sim.files import Fault, Faults
from kaohe.sim.records import Records
from kaohe.trouble import note
from kaohe.wording import say

NEEDED = ("rule", "staff", "book", "customer", "meter", "reading", "bill")


def read_records(directory: Path) -> Records:
    """The records of a run's folder.

    Raises Faults if there are none, or not all the rows that run.json lists. Records from elsewhere come without
    run.json; then the tables that every office has are looked for, and what is missing is said.
    """
    folder = directory / "records"
    records = Records.open(folder)
    if not records.tables():
        raise _fault(folder, "U021", "empty_records")
    if (directory / "run.json").is_file():
        listed = read_json(directory / "run.json").get("rows", {})
        found = _rows(folder, list(listed))
        lost = [name for name, rows in listed.items() if found[name] != rows]
        if lost:
            raise _fault(folder, "U023", "rows_missing", lost)
        return records
    lost = [name for name in NEEDED if name not in records.tables()]
    if lost:
        note(folder, "U025", say("misuse", "tables_missing", tables=say("misuse", "comma").join(lost)))
    return records


def _rows(folder: Path, tables: Sequence[str]) -> dict[str, int]:
    """Rows of each table, from the ends of its files."""
    paths = [(name, path) for name in tables for path in sorted((folder / name).glob("*.parquet"))]
    counted = pl.collect_all([pl.scan_parquet(path).select(pl.len()) for _, path in paths])
    rows = dict.fromkeys(tables, 0)
    for (name, _), count in zip(paths, counted, strict=True):
        rows[name] += int(count.item())
    return rows


def _fault(folder: Path, code: str, key: str, tables: list[str] | None = None) -> Faults:
    said = say("misuse", key, tables=say("misuse", "comma").join(tables or ()))
    return Faults((Fault(str(folder), None, None, code, said),))
