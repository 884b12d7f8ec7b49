"""What goes to standard output: one JSON document, or lines and tables for people."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType

WIDE = 160


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
