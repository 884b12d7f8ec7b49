"""What people see: one JSON document, or lines and tables, on standard output; progress on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType

WIDE = 160
Report = Callable[[str, int, int], None]


def show_json(document: object) -> None:
    """Print one JSON document; where standard output is not UTF-8 it is written in escapes. Days are ISO 8601."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    show(json.dumps(document, ensure_ascii=plain, indent=2, allow_nan=False, default=str))


def show(text: str) -> None:
    """Print a text, at once: a reader that has gone is noticed here."""
    print(text, flush=True)


def show_rich(page: RenderableType) -> None:
    """Print what a report drew: on a terminal as wide as that and in colour, elsewhere wide, plain, without padding."""
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    if console.is_terminal:
        console.print(page)
        return
    with console.capture() as drawn:
        console.print(page, width=WIDE)
    show("\n".join(line.rstrip() for line in drawn.get().splitlines()))


@contextmanager
def progress() -> Iterator[Report]:
    """A function `report(stage, done, total)` that draws one bar a stage while the block runs."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield report


def _silent(stage: str, done: int, total: int) -> None:
    return None
