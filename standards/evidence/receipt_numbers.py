"""Numbers of receipts, and the books in which they lie."""

from __future__ import annotations

from typing import Protocol

import polars as pl


class Columns(Protocol):
    """Some columns of a paper."""

    def __call__(self, table: str, *names: str) -> pl.DataFrame:
        """As a frame."""


def written(columns: Columns, table: str, *names: str) -> pl.DataFrame:
    """Receipts with a number, and more columns of them."""
    rows = columns(table, "id", "recorded_at", "receipt_no", *names).rename({"receipt_no": "number"})
    return rows.filter(pl.col("number").is_not_null())


def numbers_of(columns: Columns) -> pl.DataFrame:
    """Every number of every book (number, receipt_book); of two books that have it, the first."""
    books = columns("receipt_book", "id", "first_no", "last_no").sort("id")
    numbers = books.select(
        number=pl.int_ranges("first_no", pl.min_horizontal("last_no", pl.col("first_no") + MOST) + 1), receipt_book="id"
    )
    return numbers.explode("number").drop_nulls().unique("number", keep="first", maintain_order=True)


MOST = 9_999  # numbers of a book that are looked at
