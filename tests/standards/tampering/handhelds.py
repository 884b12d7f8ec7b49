"""2.4, 3.2 and 3.3: the days of the handheld log, counts, reports and verdicts."""

from __future__ import annotations

import polars as pl

from kaohe.sim.records import SCHEMA, ids
from tests.standards.tampering.papers import Limb, Papers, Row, fen, later


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


def the_handheld_never_came_back(papers: Papers) -> None:
    """Nor was it unloaded; and the next count misses it."""
    before = pl.col("recorded_at") < papers["handheld_count"]["recorded_at"].max()
    draw = papers.row("handheld_log", before & (pl.col("action") == "draw"), -1)
    of_book = (pl.col("book") == draw["book"]) & (pl.col("period") == draw["period"])
    for action in ("return", "unload"):
        papers.delete("handheld_log", papers.row("handheld_log", of_book & (pl.col("action") == action)))
    count = papers.row("handheld_count", pl.col("handheld") == draw["handheld"], -1)
    papers.change("handheld_count", count, found=False, condition=None)


def the_count_misses_a_handheld(papers: Papers) -> None:
    """That lay with the clerk, on the last day of all."""
    papers.change("handheld_count", papers.row("handheld_count", pl.col("condition") == "good", -1), found=False)


def _worn(papers: Papers) -> Row:
    return papers.row("handheld_repair", pl.col("verdict") == "wear")


def force_had_broken_what_came_back(papers: Papers) -> None:
    """It was flat, and nobody reported anything."""
    back = papers.row("handheld_log", pl.col("condition") == "flat")
    papers.change("handheld_log", back, condition="damaged")
    on, verdict = later(back, 0).date(), _worn(papers)
    own = {"handheld": back["handheld"], "reported_by": back["staff"], "reported_on": on}
    for after, found in ((0, {"verdict": None, "cost_fen": 0, "beyond_repair": False}), (1, {"verdict": "force"})):
        key = SCHEMA["handheld_repair"].key.pack(handheld=fen(back, "handheld"), day=(on - ids.EPOCH).days + after)
        papers.add("handheld_repair", verdict, id=key, recorded_at=later(back, after), **{**own, **found})


def force_had_broken_what_was_kept(papers: Papers) -> None:
    """Not wear, as the verdict was."""
    papers.change("handheld_repair", _worn(papers), verdict="force")


LIMBS = (
    Limb("2.4", "late", "handheld_log.recorded_at", the_handheld_came_back_the_day_after, finds=("2.4",)),
    Limb("2.4", "late", "handheld_log", nobody_signed_for_the_return),
    Limb("2.4", "lost", "handheld_count.found", the_handheld_never_came_back, finds=("2.4",)),
    Limb("2.4", "damage", "handheld_repair.verdict", force_had_broken_what_came_back, finds=("2.4",)),
    Limb("3.3", "lost", "handheld_count.found", the_count_misses_a_handheld, finds=("3.3",)),
    Limb("3.3", "damage", "handheld_repair.verdict", force_had_broken_what_was_kept, finds=("3.3",)),
    Limb("3.2", "unload", "handheld_log.recorded_at", the_handheld_was_unloaded_the_day_after, finds=("3.2",)),
    Limb("3.2", "load", "handheld_log.recorded_at", the_book_was_loaded_the_day_after, finds=("3.2",)),
    Limb("3.2", "early", "handheld_log.recorded_at", the_book_was_loaded_two_weeks_before, finds=("3.2",)),
)
