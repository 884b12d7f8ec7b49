"""2.7 and 4.5: what customers are told."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from tests.standards.tampering.papers import Limb, Papers, Row, day, fen, later

_DUNNING = pl.col("kind") == "dunning"
_RETURNED = pl.col("kind") == "returned_cheque"


def _dunning(papers: Papers) -> Row:
    """The notice of a bill that nobody paid in the days after it."""
    paid = papers["receipt"].group_by("bill").agg(pl.col("recorded_at").min().alias("paid_at"))
    served = papers["notice"].filter(_DUNNING).join(paid, on="bill", how="left")
    open_then = served.filter(pl.col("paid_at").is_null() | (pl.col("paid_at") > pl.col("recorded_at") + timedelta(12)))
    return papers.row("notice", pl.col("id") == open_then.sort("recorded_at", "id").row(0, named=True)["id"])


def the_notice_is_missing(papers: Papers) -> None:
    """Of a bill that was overdue."""
    papers.delete("notice", _dunning(papers))


def the_notice_was_written_later(papers: Papers) -> None:
    """And dated back."""
    row = _dunning(papers)
    papers.change("notice", row, recorded_at=later(row, 10))


def the_notice_is_anothers(papers: Papers) -> None:
    """It went to another customer."""
    row = _dunning(papers)
    papers.change("notice", row, customer=fen(row, "customer") + 1)


def the_notice_is_older_than_its_bill(papers: Papers) -> None:
    """It cannot be of that bill."""
    row = _dunning(papers)
    papers.change("notice", row, recorded_at=later(row, -40), served_on=day(row, "served_on") - timedelta(40))


def the_list_has_a_later_limit(papers: Papers) -> None:
    """By a month, and so has its due day: bill and rule say otherwise. Three lists were not dunned in time."""
    for row in papers["arrears_list"].iter_rows(named=True):
        month = timedelta(30)
        papers.change("arrears_list", row, due_on=day(row, "due_on") + month, limit_on=day(row, "limit_on") + month)


def the_customer_was_told_later(papers: Papers) -> None:
    """That his cheque came back; dated back."""
    row = papers.row("notice", _RETURNED)
    papers.change("notice", row, recorded_at=later(row, 10))


def the_receivable_was_reopened_later(papers: Papers) -> None:
    """Than the limit."""
    row = papers.row("reopening", pl.lit(value=True))
    papers.change("reopening", row, recorded_at=later(row, 10))


LIMBS = (
    Limb("2.7", "unserved", "notice", the_notice_is_missing, finds=("2.7",)),
    Limb("2.7", "unserved", "notice.recorded_at", the_notice_was_written_later, finds=("2.7",)),
    Limb("2.7", "unserved", "notice.customer", the_notice_is_anothers, finds=("2.7",)),
    Limb("2.7", "unserved", "notice.served_on", the_notice_is_older_than_its_bill, finds=("2.7",)),
    Limb("2.7", "unserved", "arrears_list.limit_on", the_list_has_a_later_limit, breached=True),
    Limb("4.5", "late", "notice.recorded_at", the_customer_was_told_later, finds=("4.5",)),
    Limb("4.5", "late", "reopening.recorded_at", the_receivable_was_reopened_later, finds=("4.5",)),
)
