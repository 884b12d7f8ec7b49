"""Tables of a terminal as all commands draw them."""

from __future__ import annotations

from rich import box
from rich.table import Table


def plain_table(*heads: tuple[str, str]) -> Table:
    """A table without frame lines but for the one under its heads; each head with "left" or "right"."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    for head, justify in heads:
        if justify == "right":
            table.add_column(head, justify="right", no_wrap=True)
        else:
            table.add_column(head, overflow="fold")
    return table
