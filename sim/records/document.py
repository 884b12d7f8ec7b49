"""docs/records.md, written from the schema: `python -m kaohe.sim.records.document > docs/records.md`."""

from __future__ import annotations

from collections.abc import Iterator

from kaohe.sim.records.schema import SCHEMA, Column, Table

HEAD = """# The records of the office

Written from `sim/records/schema.toml` by `python -m kaohe.sim.records.document`. A file is table × month of
`recorded_at`; rows stand in the order of time and are never changed. Every table begins with `id` (its natural key,
packed by `sim/records/ids.py`), `recorded_at` (local wall time, whole seconds) and `staff` (who wrote the row; missing
where no person writes). Money is in 分, energy in kWh, `period` is year × 100 + month of the reading cycle."""


def lines() -> Iterator[str]:
    """The page, line by line."""
    yield HEAD
    for table in SCHEMA.values():
        yield ""
        yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    yield f"## {table.name}: {table.form_zh} ({table.form_en})"
    yield ""
    yield f"Key: {table.key}."
    yield ""
    yield "| column | type | |"
    yield "|---|---|---|"
    yield from (_column(column) for column in table.columns[3:])


def _column(column: Column) -> str:
    marks = [mark for mark in (column.mark, "may be missing" if column.nullable else None) if mark]
    doc = column.doc.replace("|", "\\|")
    return f"| {column.name} | {column.type}{' (' + ', '.join(marks) + ')' if marks else ''} | {doc} |"


if __name__ == "__main__":
    print("\n".join(lines()))
