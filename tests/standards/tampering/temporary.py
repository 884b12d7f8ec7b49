"""6.5: temporary receipts and their transfers."""

from __future__ import annotations

import polars as pl

from tests.standards.tampering.papers import Limb, Papers, Row, fen, later

_TRANSFER = pl.col("action") == "transfer"


def _transfer(papers: Papers) -> Row:
    """Of January."""
    return papers.row("temp_transfer", _TRANSFER)


def _supplement(papers: Papers) -> Row:
    return papers.row("temp_supplement", pl.col("id").eq(_transfer(papers)["supplement"]))
    return papers.row("temp_supplement", pl.col("id") == fen(_transfer(papers), "supplement"))


def nothing_was_issued_for_it(papers: Papers) -> None:
    """Neither transfer nor supplement is there."""
    supplement = _supplement(papers)
    papers.delete("temp_transfer", _transfer(papers))
    papers.delete("temp_supplement", supplement)


def it_was_issued_for_another(papers: Papers) -> None:
    """Customer."""
    supplement = _supplement(papers)
    papers.change("temp_supplement", supplement, customer=fen(supplement, "customer") + 1)


def it_was_issued_after_the_month(papers: Papers) -> None:
    """And dated back; the supplement says when."""
    for table, row in (("temp_supplement", _supplement(papers)), ("temp_transfer", _transfer(papers))):
        papers.change(table, row, recorded_at=later(row, 20))


def the_note_is_missing(papers: Papers) -> None:
    """Of one that was carried over."""
    papers.delete("temp_transfer", papers.row("temp_transfer", pl.col("action") == "note"))


LIMBS = (
    Limb("6.5", "late", "temp_transfer", nothing_was_issued_for_it, finds=("6.5",)),
    Limb("6.5", "late", "temp_supplement.customer", it_was_issued_for_another, finds=("6.5",)),
    Limb("6.5", "late", "temp_supplement.recorded_at", it_was_issued_after_the_month, finds=("6.5",)),
    Limb("6.5", "late", "temp_transfer", the_note_is_missing, finds=("6.5",)),
)
