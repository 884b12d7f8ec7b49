"""2.4 and 3.2: the days of the handheld log."""

from __future__ import annotations

import polars as pl

from tests.standards.tampering.papers import Limb, Papers, Row, later


def _line(papers: Papers, action: str) -> Row:
    """Of a book that was read in the middle of the second month; neither Saturday nor Sunday beside its day."""
    weekday = pl.col("read_on").dt.weekday()
    batch = papers.row(
        "batch", (pl.col("period") == 200102) & pl.col("cause").is_null() & (weekday > 2) & (weekday < 5)
    )
    of_book = (pl.col("book") == batch["book"]) & (pl.col("period") == batch["period"])
    return papers.row("handheld_log", of_book & (pl.col("action") == action))


def the_handheld_was_unloaded_the_day_after(papers: Papers) -> None:
    """Than it came back; the batch is of the day before."""
    row = _line(papers, "unload")
    papers.change("handheld_log", row, recorded_at=later(row, 1))


def the_book_was_loaded_the_day_after(papers: Papers) -> None:
    """Than it was drawn and read."""
    row = _line(papers, "load")
    papers.change("handheld_log", row, recorded_at=later(row, 1))


def the_book_was_loaded_two_weeks_before(papers: Papers) -> None:
    """Than it was drawn and read."""
    row = _line(papers, "load")
    papers.change("handheld_log", row, recorded_at=later(row, -14))


def the_handheld_came_back_the_day_after(papers: Papers) -> None:
    """Than its book was read; it was unloaded before."""
    row = _line(papers, "return")
    papers.change("handheld_log", row, recorded_at=later(row, 1))


def nobody_signed_for_the_return(papers: Papers) -> None:
    """Of a handheld that was unloaded: it was back, and nothing says since when."""
    papers.delete("handheld_log", _line(papers, "return"))


LIMBS = (
    Limb("2.4", "late", "handheld_log.recorded_at", the_handheld_came_back_the_day_after, finds=("2.4",)),
    Limb("2.4", "late", "handheld_log", nobody_signed_for_the_return),
    Limb("3.2", "unload", "handheld_log.recorded_at", the_handheld_was_unloaded_the_day_after, finds=("3.2",)),
    Limb("3.2", "load", "handheld_log.recorded_at", the_book_was_loaded_the_day_after, finds=("3.2",)),
    Limb("3.2", "early", "handheld_log.recorded_at", the_book_was_loaded_two_weeks_before, finds=("3.2",)),
)
