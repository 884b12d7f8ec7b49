"""What people see: one JSON document, or lines and tables, on standard output; progress on standard error."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kaohe.errors import refusals
from kaohe.sim.texts import COMMANDING, visible
from kaohe.wording import say

if TYPE_CHECKING:
    from rich.console import RenderableType

WIDE = 160
NARROWEST = 30  # below it not even a label stands beside its value: what is drawn so wide is broken, and whole
Report = Callable[[str, int, int], None]


def show_json(document: object) -> None:
    """Print one JSON document; where standard output is not UTF-8 it is written in escapes. Days are ISO 8601."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    text = json.dumps(document, ensure_ascii=plain, indent=2, allow_nan=False, default=str)
    _print(COMMANDING.sub(lambda sign: f"\\u{ord(sign.group()):04x}", text))


def show(text: str) -> None:
    """Print a text, at once: a reader that has gone is noticed here."""
    _print(visible(text))


def _print(text: str) -> None:
    with refusals(say("system", "standard_output")):
        print(text, flush=True)


def show_rich(page: RenderableType) -> None:
    """Print what a report drew: on a terminal as wide as that and in colour, elsewhere wide, plain, without padding."""
    from rich.console import Console
    from rich.segment import Segment, Segments

    console = Console(highlight=False, markup=False)
    if console.is_terminal:
        drawn_wide = console.render(page, console.options.update(width=max(console.width, NARROWEST)))
        cleaned = [Segment(visible(part.text), part.style) for part in drawn_wide if not part.control]
        with refusals(say("system", "standard_output")):
            console.print(Segments(cleaned), width=max(console.width, NARROWEST), end="", soft_wrap=True)
        return
    sheet = io.StringIO()
    Console(file=sheet, width=WIDE, highlight=False, markup=False).print(page)
    show("\n".join(line.rstrip() for line in sheet.getvalue().splitlines()))


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
