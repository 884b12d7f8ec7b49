"""What came of a run: records, truth, orders, counts and digests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from kaohe.sim.deciding.behaviours import Order
from kaohe.sim.records import Records
from kaohe.sim.spec import OfficeSpec


@dataclass(frozen=True)
class Run:
    """A finished run. `acts` is truth/acts; counts and digests are by table, files by name: SHA-256 of each.

    void: which orders were not carried out; beyond and second: why, by position, where a situation was not what lacked
    (`Scripted`).
    """

    spec: OfficeSpec
    seed: int
    records: Records
    acts: pl.DataFrame
    orders: tuple[Order, ...]
    void: tuple[bool, ...]
    beyond: Mapping[int, tuple[str, int]]
    second: frozenset[int]
    counts: Mapping[str, int]
    digests: Mapping[str, str]
    files: Mapping[str, str]

    @property
    def rows(self) -> int:
        """Record rows in all."""
        return sum(self.counts.values())

    def order_frame(self) -> pl.DataFrame:
        """truth/orders: what was ordered, and whether it found its opportunity."""
        return pl.DataFrame(
            {
                "point": [each.point for each in self.orders],
                "action": [each.action for each in self.orders],
                "key": [each.key for each in self.orders],
                "object": [each.object for each in self.orders],
                "day": [each.day for each in self.orders],
                "clause": [each.clause for each in self.orders],
                "injected": [each.injected for each in self.orders],
                "void": list(self.void),
            },
            schema={
                "point": pl.String,
                "action": pl.String,
                "key": pl.Int64,
                "object": pl.Int64,
                "day": pl.Int32,
                "clause": pl.String,
                "injected": pl.Boolean,
                "void": pl.Boolean,
            },
        ).with_columns(pl.col("day").cast(pl.Date))

    def write_truth(self, folder: Path) -> None:
        """Write truth/acts.parquet and truth/orders.parquet."""
        folder.mkdir(parents=True, exist_ok=True)
        self.acts.write_parquet(folder / "acts.parquet")
        self.order_frame().write_parquet(folder / "orders.parquet")
