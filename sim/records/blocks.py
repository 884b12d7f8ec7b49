"""How rows become files: months of small tables together, those of large ones in blocks of whole halls, so that whoever
reads some halls reads no others'.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.records.schema import PAPERS, Table

Int64s = NDArray[np.int64]
Places = NDArray[np.int16]

FILE_ROWS = 20_000
"""So many rows are worth a file: to open one costs as much as some thousand rows. Fewer wait for later months."""
BLOCK_CUSTOMERS = 50_000
"""How many customers a block has at most, if no hall alone has more."""
SPLIT_ROWS = 80_000
"""From so many rows on a month of a table is written block by block."""


def worth_a_file(rows: int) -> bool:
    """Whether so many rows of a table are enough for a file at the end of a month."""
    return rows >= FILE_ROWS


def packed(sizes: Int64s, most: int) -> Places:
    """The block of each hall: as many halls together, in order, as have at most so many customers; one at least."""
    block, held, found = 0, 0, []
    for size in sizes.tolist():
        if held and held + size > most:
            block, held = block + 1, 0
        held += size
        found.append(block)
    return np.array(found, dtype=np.int16)


class Blocks:
    """The block of each customer, by his number."""

    def __init__(self, of_customer: Places) -> None:
        self._of_customer = of_customer
        self._several = len(of_customer) > 0 and int(of_customer.max()) > 0

    @classmethod
    def of_halls(cls, hall: NDArray[np.int32], counted: NDArray[np.bool_]) -> Blocks:
        """By each customer's hall; `counted`: whose number makes a block full."""
        sizes = np.bincount(hall[counted], minlength=int(hall.max(initial=-1)) + 1)
        return cls(packed(sizes, BLOCK_CUSTOMERS)[hall])

    def of_rows(self, table: Table, ids: Int64s) -> Places | None:
        """The block of each row of a month; None where they stand in one file, by time alone."""
        if not self._several or len(ids) < SPLIT_ROWS:
            return None
        customers = PAPERS.held(table.key, "customer", ids)
        return None if customers is None else self._of_customer[customers]


ONE_BLOCK = Blocks(np.zeros(0, dtype=np.int16))


def file_name(month: int, block: int | None) -> str:
    """Name of a month's file without its suffix; names sort by month and block."""
    return f"{month}" if block is None else f"{month}-{block:03}"


def is_block(path: Path) -> bool:
    """Whether a file has the rows of some halls only, by its name."""
    return "-" in path.stem
