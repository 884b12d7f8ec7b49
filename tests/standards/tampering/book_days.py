"""2.1: the days of books."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from tests.standards.tampering.papers import Limb, Papers, Row, day, later


def _batch(papers: Papers) -> Row:
    """Of the second month, with nothing noted; neither Saturday nor Sunday beside it."""
    weekday = pl.col("read_on").dt.weekday()
    return papers.row("batch", (pl.col("period") == 200102) & pl.col("cause").is_null() & (weekday > 2) & (weekday < 5))


def the_handheld_was_drawn_the_day_before(papers: Papers) -> None:
    """The book was read on its day."""
    batch = _batch(papers)
    of_book = (pl.col("book") == batch["book"]) & (pl.col("period") == batch["period"])
    row = papers.row("handheld_log", of_book & (pl.col("action") == "draw"))
    papers.change("handheld_log", row, recorded_at=later(row, -1))


def a_reading_was_taken_days_later(papers: Papers) -> None:
    """Than its batch says."""
    batch = _batch(papers)
    mine = (pl.col("book") == batch["book"]) & (pl.col("period") == batch["period"]) & (pl.col("kind") == "actual")
    row = papers.row("reading", mine)
    papers.change("reading", row, read_on=day(row, "read_on") + timedelta(2))


def the_batch_was_read_days_later(papers: Papers) -> None:
    """Readings and all."""
    batch = _batch(papers)
    papers.change("batch", batch, read_on=day(batch, "read_on") + timedelta(2))


def nobody_read_the_book(papers: Papers) -> None:
    """From the third month on: no batch, no reading, no bill, nor those of who left."""
    since = (pl.col("book") == _batch(papers)["book"]) & (pl.col("period") > 200102)
    readings = papers["reading"].filter(since)["id"].to_list()
    papers.keep("batch", ~since)
    papers.keep("reading", ~since)
    papers.keep("bill", ~pl.col("reading").is_in(readings))


LIMBS = (
    Limb("2.1", "handheld", "handheld_log.recorded_at", the_handheld_was_drawn_the_day_before, finds=("2.1",)),
    Limb("2.1", "read", "reading.read_on", a_reading_was_taken_days_later, finds=("2.1",)),
    Limb("2.1", "read", "batch.read_on", the_batch_was_read_days_later, finds=("2.1",)),
    Limb("2.1", "unread", "batch", nobody_read_the_book, finds=("2.1",), disagrees=("issue_day",) * 7),
)
