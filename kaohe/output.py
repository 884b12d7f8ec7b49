"""What goes to standard output: one JSON document, or lines and tables for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence

from kaohe.wording import say


def show_json(document: object) -> None:
    """Print one JSON document; a terminal that is not UTF-8 gets escapes."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    show(json.dumps(document, ensure_ascii=plain, indent=2, allow_nan=False, default=str))


def show(text: str) -> None:
    """Print a text, at once: a reader that has gone is noticed here."""
    print(text, flush=True)


def show_table(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> None:
    """Print rows as aligned columns, headed by their names in the language in use."""
    if not rows:
        show(say("done", "nothing"))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(say("column", column), overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row.get(column)) for column in columns))
    console = Console(highlight=False, markup=False)
    console.print(table, width=None if console.is_terminal else 200)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "✓" if value else "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
