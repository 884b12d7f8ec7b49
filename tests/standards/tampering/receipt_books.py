"""6.3: the register of books of receipts, and the counts."""

from __future__ import annotations

import polars as pl

from tests.standards.tampering.papers import Limb, Papers, Row, fen, later

_ISSUE = (pl.col("action") == "issue") & pl.col("counter").is_not_null()


def _issued(papers: Papers) -> Row:
    """A book of the counter that has most of them, neither its first nor its last."""
    counter = papers["book_log"].filter(_ISSUE)["counter"].mode().sort()[0]
    return papers.row("book_log", _ISSUE & (pl.col("counter") == counter), 2)


def nobody_signed_for_a_book(papers: Papers) -> None:
    """That was handed out."""
    papers.change("book_log", _issued(papers), signed_by=None)


def the_cashier_signed_for_a_book(papers: Papers) -> None:
    """And does not serve the counter."""
    cashier = papers["staff"].filter(pl.col("post") == "cashier")["id"][0]
    papers.change("book_log", _issued(papers), signed_by=cashier)


def a_book_waited_while_the_next_was_handed_out(papers: Papers) -> None:
    """Its entry is two months later; its numbers were used before."""
    row = _issued(papers)
    day = later(row, 60)
    papers.change("book_log", row, recorded_at=day, on=day.date())


def leaves_of_an_unsigned_book_were_missed(papers: Papers) -> None:
    """At the next count."""
    row = _issued(papers)
    nobody_signed_for_a_book(papers)
    counted = (pl.col("receipt_book") == pl.lit(row["receipt_book"])) & (
        pl.col("recorded_at") > pl.lit(row["recorded_at"])
    )
    count = papers.row("form_count", counted)
    first = papers.row("receipt_book", pl.col("id") == pl.lit(row["receipt_book"]))["last_no"]
    papers.change("form_count", count, counted=fen(count, "counted") - 1, first_missing_no=first)


LIMBS = (
    Limb("6.3", "accounted", "book_log.signed_by", nobody_signed_for_a_book, finds=("6.3",)),
    Limb("6.3", "accounted", "book_log.signed_by", the_cashier_signed_for_a_book, finds=("6.3",)),
    Limb("6.3", "accounted", "book_log.on", a_book_waited_while_the_next_was_handed_out, finds=("6.3",)),
    Limb("6.3", "missing", "form_count.counted", leaves_of_an_unsigned_book_were_missed, finds=("6.3",)),
)
