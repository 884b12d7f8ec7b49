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
    """Print what a report drew: as wide as the terminal, wider where there is none."""
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    console.print(page, width=None if console.is_terminal else WIDE)
    sys.stdout.flush()
