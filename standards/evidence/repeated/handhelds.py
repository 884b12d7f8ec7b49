"""What papers of handhelds repeat that columns cannot say: where each was, and that all of them are counted."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from kaohe.standards.evidence.repeated.frames import Found, Frames, Word
from kaohe.standards.ledger.ledger import Ledger


def unloaded_all_the_same(_: Ledger, frames: Frames) -> Iterator[Found]:
    """What was read again by hand, because its handheld was lost, was neither brought back nor unloaded."""
    batches = frames.columns("batch", "id", "book", "period", "cause").with_columns(pl.col("cause").cast(pl.String))
    batches = batches.filter(cause="handheld_lost")
    log = frames.columns("handheld_log", "id", "book", "period", "action").with_columns(
        pl.col("action").cast(pl.String)
    )
    back = log.filter(pl.col("action") == "unload").rename({"id": "line"})
    for key, line in batches.join(back, on=["book", "period"]).sort("id").select("id", "line").rows():
        yield (key,), (line,), "cause", "handheld_lost", None


def drawn_elsewhere(_: Ledger, frames: Frames) -> Iterator[Found]:
    """What is drawn is not in repair by then, nor was it missed by the last count; nor is it with another reader."""
    log = frames.columns("handheld_log", "id", "recorded_at", "staff", "book", "period", "handheld", "action")
    log = log.with_columns(pl.col("action").cast(pl.String))
    draws = log.filter(action="draw").sort("recorded_at")
    for frame, wrong in _states(frames):
        last = draws.join_asof(
            frame.sort("recorded_at"), on="recorded_at", by="handheld", strategy="backward", check_sortedness=False
        )
        for key, other, handheld in last.filter(wrong).sort("id").select("id", "other", "handheld").rows():
            yield (key,), (other,) if wrong is _MISSED else (), "handheld", int(handheld), None
    yield from _twice(log, draws)


_MISSED = pl.col("found").eq_missing(other=False)
_AWAY = pl.col("state").eq_missing(other="away")


def _states(frames: Frames) -> Iterator[tuple[pl.DataFrame, pl.Expr]]:
    """Counts, and what is known of repairs, each with what speaks against a draw.

    What came back mended is there again.
    """
    counts = frames.columns("handheld_count", "id", "recorded_at", "handheld", "found").rename({"id": "other"})
    repairs = frames.columns("handheld_repair", "id", "recorded_at", "handheld", "verdict", "beyond_repair")
    away = pl.col("verdict").is_null() | pl.col("beyond_repair")
    state = pl.when(away).then(pl.lit("away")).otherwise(pl.lit("here"))
    mended = repairs.select("recorded_at", "handheld", other="id", state=state)
    kept = counts.join(mended.select("handheld", "recorded_at"), on=["handheld", "recorded_at"], how="anti")
    back = mended.filter(state="here").with_columns(found=pl.lit(value=True))
    yield pl.concat([each.select("other", "recorded_at", "handheld", "found") for each in (kept, back)]), _MISSED
    yield mended, _AWAY


def _twice(log: pl.DataFrame, draws: pl.DataFrame) -> Iterator[Found]:
    """Another drew it and has not brought it back: the last line of it before is his draw."""
    lines = log.filter(pl.col("action").is_in(["draw", "return"])).sort("handheld", "recorded_at", "action", "id")
    before = {name: pl.col(name).shift(1).over("handheld") for name in ("action", "staff", "id")}
    lines = lines.with_columns(**{f"{name}_before": expr for name, expr in before.items()})
    wrong = (
        (pl.col("action") == "draw") & (pl.col("action_before") == "draw") & (pl.col("staff") != pl.col("staff_before"))
    )
    for key, other, handheld in lines.filter(wrong).sort("id").select("id", "id_before", "handheld").rows():
        yield (key, other), (), "handheld", int(handheld), None


def counted_all(_: Ledger, frames: Frames) -> Iterator[Found]:
    """On the day of a count each handheld of the register is on it, but what is beyond repair by then."""
    counts = frames.columns("handheld_count", "id", "recorded_at", "handheld", "counted_on")
    if counts.is_empty():
        return
    register = frames.columns("handheld", "id", "recorded_at").rename({"id": "handheld", "recorded_at": "since"})
    repairs = frames.columns("handheld_repair", "handheld", "recorded_at", "beyond_repair").filter("beyond_repair")
    gone = repairs.group_by("handheld").agg(gone=pl.col("recorded_at").min())
    days = counts.group_by("counted_on").agg(pl.col("recorded_at").min(), row=pl.col("id").min())
    due = register.join(days, how="cross").filter(pl.col("since") < pl.col("recorded_at"))
    due = due.join(gone, on="handheld", how="left").filter(
        pl.col("gone").is_null() | (pl.col("gone") > pl.col("recorded_at"))
    )
    wanting = due.join(counts, on=["handheld", "counted_on"], how="anti").sort("counted_on", "handheld")
    for row, handheld, on in wanting.select("row", "handheld", "counted_on").rows():
        yield (row,), (int(handheld),), "counted_on", str(on), None


def reported_damage(_: Ledger, frames: Frames) -> Iterator[Found]:
    """What is reported came back damaged that day, or the count of that day found it so."""
    repairs = frames.columns("handheld_repair", "id", "handheld", "reported_on", "verdict")
    reports = repairs.filter(pl.col("verdict").is_null())
    log = frames.columns("handheld_log", "recorded_at", "handheld", "action", "condition")
    text = [pl.col(name).cast(pl.String) for name in ("action", "condition")]
    back = log.with_columns(text).filter(action="return", condition="damaged")
    back = back.select("handheld", reported_on=pl.col("recorded_at").dt.date())
    counts = frames.columns("handheld_count", "handheld", "counted_on", "condition")
    counts = counts.with_columns(pl.col("condition").cast(pl.String)).filter(condition="damaged")
    known = pl.concat([back, counts.select("handheld", reported_on="counted_on")])
    for key, handheld in (
        reports.join(known, on=["handheld", "reported_on"], how="anti").sort("id").select("id", "handheld").rows()
    ):
        yield (key,), (), "handheld", int(handheld), None


HANDHELDS: tuple[Word, ...] = (unloaded_all_the_same, drawn_elsewhere, counted_all, reported_damage)
