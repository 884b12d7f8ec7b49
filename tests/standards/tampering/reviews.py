"""3.4: sheets of the review."""

from __future__ import annotations

import polars as pl

from tests.standards.tampering.papers import Limb, Papers, Row, later


def _sheet(papers: Papers) -> Row:
    """Of a book on whose list nothing stands."""
    return papers.row("review_sheet", (pl.col("period") == 200102) & (pl.col("listed") == 0))


def _error(papers: Papers) -> Row:
    """The log's line of a book that was not reviewed, and of which a bill was reversed."""
    case = papers.row("case", pl.col("kind") == "misread")
    bill = papers.row("bill", pl.col("id") == case["bill"])
    read = papers.row("reading", pl.col("id") == bill["reading"])
    of_book = (pl.col("book") == read["book"]) & (pl.col("period") == read["period"])
    return papers.row("handheld_log", of_book & (pl.col("action") == "unload"))


def nobody_signed_the_sheet(papers: Papers) -> None:
    """Of a book that was unloaded."""
    papers.delete("review_sheet", _sheet(papers))


def the_sheet_was_signed_the_day_after(papers: Papers) -> None:
    """Than the book was unloaded."""
    sheet = _sheet(papers)
    papers.change("review_sheet", sheet, recorded_at=later(sheet, 1))


def a_sheet_without_a_list_is_put_in(papers: Papers) -> None:
    """Of a book of which a large quantity was billed, and was an error."""
    unload = _error(papers)
    own = {"book": unload["book"], "period": unload["period"], "staff": unload["staff"]}
    batch = papers.row("batch", (pl.col("book") == unload["book"]) & (pl.col("period") == unload["period"]))
    signed = {"recorded_at": later(unload, -1), "readings": batch["readings"], "listed": 0}
    papers.add("review_sheet", _sheet(papers), id=batch["id"], **own, **signed)


LIMBS = (
    Limb("3.4", "over_issued", "review_sheet", nobody_signed_the_sheet, finds=("3.4",)),
    Limb("3.4", "over_issued", "review_sheet.recorded_at", the_sheet_was_signed_the_day_after, finds=("3.4",)),
    Limb(
        "3.4",
        "over_issued",
        "review_sheet",
        a_sheet_without_a_list_is_put_in,
        loses=("3.4",),
        disagrees=("review_sheet",),
        breached=True,
    ),
)
