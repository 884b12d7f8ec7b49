"""2.5: customers left unread, and zeros of places that are noted as vacant."""

from __future__ import annotations

import polars as pl

from tests.standards.tampering.papers import Limb, Papers, Row, fen

READERS_ROWS = ("actual", "estimate")


def the_batch_counts_one_more(papers: Papers) -> None:
    """Of a third cycle without a reading: nobody knows whose row it lacks."""
    match = papers.row("unread_match", pl.col("cycles") == 3)
    which = (pl.col("book") == match["book"]) & (pl.col("period") == match["period"])
    batch = papers.row("batch", which)
    papers.change("batch", batch, readings=fen(batch, "readings") + 1)


def all_readings_of_a_customer_are_missing(papers: Papers) -> None:
    """And their bills: the batches count them all the same."""
    rows = papers["reading"].filter(pl.col("kind") == "actual")
    often = rows.group_by("customer").len().filter(pl.col("len") >= 3)["customer"].sort()
    papers.keep("reading", ~((pl.col("customer") == often[0]) & pl.col("kind").is_in(READERS_ROWS)))
    papers.keep("bill", pl.col("customer") != often[0])


def _zero(papers: Papers) -> Row:
    return papers.row("reading", (pl.col("kind") == "actual") & (pl.col("remark") == "vacant"))


def a_zero_is_not_on_the_list(papers: Papers) -> None:
    """Of the review."""
    zero = _zero(papers)
    which = (pl.col("meter") == zero["meter"]) & (pl.col("period") == zero["period"])
    papers.delete("review", papers.row("review", which))


def a_zero_is_not_noted_as_vacant(papers: Papers) -> None:
    """Though it is on the list as such."""
    papers.change("reading", _zero(papers), remark=None)


def the_spot_check_found_another_register(papers: Papers) -> None:
    """At a place that it notes as vacant."""
    spot = papers.row("reading", (pl.col("kind") == "spot") & (pl.col("remark") == "vacant"))
    papers.change("reading", spot, register=fen(spot, "register") + 4000)


LIMBS = (
    Limb("2.5", "unread", "batch.readings", the_batch_counts_one_more, loses=("2.5", "2.5"), breached=True),
    Limb("2.5", "unread", "reading, bill", all_readings_of_a_customer_are_missing, disagrees=("issue_day",) * 4),
    Limb("2.5", "zeroed", "review", a_zero_is_not_on_the_list),
    Limb("2.5", "zeroed", "reading.remark", a_zero_is_not_noted_as_vacant),
    Limb(
        "2.5",
        "zeroed",
        "reading.register (spot)",
        the_spot_check_found_another_register,
        disagrees=("registers", "registers"),
    ),
)
