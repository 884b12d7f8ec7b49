"""Tables of a terminal as all commands draw them; on one too narrow for their columns, row by row."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

TABLES_FROM = 72  # cells; on less a table that has no room for its columns is told row by row
FOLDED = 10  # cells that a column of words needs at least


class PlainTable(Table):
    """A table that a narrow terminal gets as blocks of lines: the first cell, then each other with its head."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if options.max_width < TABLES_FROM and sum(map(_least, self.columns)) > options.max_width:
            yield from self._blocks()
        else:
            yield from super().__rich_console__(console, options)

    def _blocks(self) -> Iterator[RenderableType]:
        if self.title:
            yield Text(str(self.title), style="italic")
        columns = [(Text.from_markup(str(column.header)).plain, list(column.cells)) for column in self.columns]
        for place in range(self.row_count):
            (_, firsts), *others = columns
            yield _text(firsts[place])
            for head, cells in others:
                told = _text(cells[place])
                if told.plain.strip():
                    yield Padding(Text.assemble((f"{head} ", "dim"), told), (0, 0, 0, 2))


def _text(cell: RenderableType) -> Text:
    text = cell.copy() if isinstance(cell, Text) else Text(str(cell))
    text.no_wrap, text.overflow = False, "fold"
    return text


def _least(column: Column) -> int:
    """Cells that a column needs: all of its figures and ids, of its words a part."""
    whole = max((cell_len(_text(cell).plain) for cell in column.cells), default=0)
    needed = max(whole, cell_len(str(column.header))) if column.no_wrap else min(whole, FOLDED)
    return max(needed, column.min_width or 0) + 2


def plain_table(*heads: tuple[str, str]) -> PlainTable:
    """A table without frame lines but for the one under its heads; each head with "left" or "right"."""
    table = PlainTable(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    for head, justify in heads:
        if justify == "right":
            table.add_column(head, justify="right", no_wrap=True)
        else:
            table.add_column(head, overflow="fold")
    return table
