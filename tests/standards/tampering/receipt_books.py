"""6.3, 6.8, 6.9: the register of books of receipts, the sheets of their stubs, and the counts."""

from __future__ import annotations

import polars as pl

from kaohe.sim.records import SCHEMA
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


def _back(papers: Papers, action: str) -> Row:
    """The check or seal of a book of a counter that came back in the second month."""
    rows = (pl.col("action") == action) & pl.col("counter").is_not_null() & (pl.col("recorded_at").dt.month() == 2)
    return papers.row("stub", rows)


def the_check_of_stubs_is_missing(papers: Papers) -> None:
    """And the book is sealed all the same."""
    papers.delete("stub", _back(papers, "check"))


def the_seal_is_a_week_later(papers: Papers) -> None:
    """Than its limit."""
    row = _back(papers, "seal_up")
    papers.change("stub", row, recorded_at=later(row, 9))


def the_accountant_sealed_alone(papers: Papers) -> None:
    """He is his own second."""
    row = _back(papers, "seal_up")
    papers.change("stub", row, second_by=row["staff"])


def the_check_has_another_sum(papers: Papers) -> None:
    """Than the receipts, which it has as the ledger does."""
    row = _back(papers, "check")
    papers.change("stub", row, amount_fen=fen(row, "amount_fen") + 500)


def stubs_that_lay_about_were_missed(papers: Papers) -> None:
    """By the count of the month in which nobody checked or sealed them."""
    row = _back(papers, "check")
    book = pl.lit(row["receipt_book"])
    for each in (row, papers.row("stub", (pl.col("receipt_book") == book) & (pl.col("action") == "seal_up"))):
        papers.delete("stub", each)
    stock = papers.row("receipt_book", pl.col("id") == book)
    last = papers.row("form_count", pl.col("recorded_at").dt.month() == 2)
    day = SCHEMA["form_count"].key.part("day", fen(last, "id"))
    papers.add(
        "form_count",
        last,
        id=SCHEMA["form_count"].key.pack(receipt_book=fen(stock, "id"), day=day),
        receipt_book=stock["id"],
        counter=stock["counter"],
        place="stub",
        expected=fen(stock, "last_no") - fen(stock, "first_no") + 1,
        counted=fen(stock, "last_no") - fen(stock, "first_no"),
        first_missing_no=stock["last_no"],
    )


def _in_stock(papers: Papers) -> Row:
    """The count of a book that lies in stock at the end of the first month and of the second."""
    rows = papers["form_count"].filter((pl.col("place") == "stock") & (pl.col("on").dt.month() <= 2))
    book = rows["receipt_book"].value_counts().filter(pl.col("count") == 2)["receipt_book"].sort()[0]
    return papers.row("form_count", (pl.col("receipt_book") == book) & (pl.col("on").dt.month() == 1))


def _missed(papers: Papers, count: Row) -> None:
    first = papers.row("receipt_book", pl.col("id") == pl.lit(count["receipt_book"]))["first_no"]
    papers.change("form_count", count, counted=0, first_missing_no=first)


def a_leaf_of_a_missing_book_was_shown(papers: Papers) -> None:
    """Ten days after the count."""
    count = _in_stock(papers)
    _missed(papers, count)
    number = fen(papers.row("receipt_book", pl.col("id") == pl.lit(count["receipt_book"])), "first_no")
    at = later(count, 10)
    papers.add(
        "receipt_query",
        papers.row("receipt_query", pl.col("id") > 0),
        id=SCHEMA["receipt_query"].key.pack(receipt_no=number, number=0),
        recorded_at=at,
        receipt_no=number,
        bill=None,
        amount_fen=11_500,
        dated_on=at.date(),
    )


def two_counts_missed_a_book(papers: Papers) -> None:
    """At the end of the first month, and of the second."""
    count = _in_stock(papers)
    _missed(papers, count)
    book = pl.col("receipt_book") == pl.lit(count["receipt_book"])
    _missed(papers, papers.row("form_count", book & (pl.col("on").dt.month() == 2)))


LIMBS = (
    Limb("6.3", "accounted", "book_log.signed_by", nobody_signed_for_a_book, finds=("6.3",)),
    Limb("6.3", "accounted", "book_log.signed_by", the_cashier_signed_for_a_book, finds=("6.3",)),
    Limb("6.3", "accounted", "book_log.on", a_book_waited_while_the_next_was_handed_out, finds=("6.3",)),
    Limb("6.3", "missing", "form_count.counted", leaves_of_an_unsigned_book_were_missed, finds=("6.3",)),
    Limb("6.8", "loss", "receipt_query", a_leaf_of_a_missing_book_was_shown, finds=("6.8",)),
    Limb("6.8", "twice", "form_count.counted", two_counts_missed_a_book, finds=("6.8",)),
    Limb("6.9", "agrees", "stub", the_check_of_stubs_is_missing, finds=("6.9",)),
    Limb("6.9", "agrees", "stub.recorded_at", the_seal_is_a_week_later, finds=("6.9",)),
    Limb("6.9", "agrees", "stub.second_by", the_accountant_sealed_alone, finds=("6.9",)),
    Limb("6.9", "agrees", "stub.amount_fen", the_check_has_another_sum, finds=("6.9",)),
    Limb("6.9", "missing", "form_count.counted", stubs_that_lay_about_were_missed, finds=("6.9",)),
)
