"""6.1: the register of stamps, and copies that customers show."""

from __future__ import annotations

import polars as pl

from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import EPOCH
from tests.standards.tampering.papers import Limb, Papers, Row, fen, later


def _entry(papers: Papers, action: str, at: int = 2) -> Row:
    """Of the first window, in the second month, on a working day that another one follows."""
    days = (pl.col("on").dt.weekday() <= 3) & (pl.col("recorded_at").dt.hour() >= 8)
    rows = papers["stamp_log"].filter(pl.col("action") == "lend")["on"].implode()
    every = (pl.col("action") == action) & (pl.col("on").dt.month() == 2) & (pl.col("counter") % 16 == 1)
    return papers.row("stamp_log", every & days & ~pl.col("on").is_in(rows), at)


def _next_evening(papers: Papers, row: Row) -> None:
    """It came back the evening after, and did not go out in between."""
    on = later(row, 1).date()
    mine = (pl.col("stamp") == pl.lit(row["stamp"])) & (pl.col("on") == on) & (pl.col("action") == "out")
    following = papers.row("stamp_log", mine)
    papers.delete("stamp_log", papers.row("stamp_log", pl.col("id") == pl.lit(row["id"])))
    papers.delete("stamp_log", following)
    back = papers.row(
        "stamp_log", (pl.col("id") == pl.lit(following["id"])) | (pl.col("id") == fen(following, "id") + 1)
    )
    papers.change("stamp_log", back, id=following["id"])


def nobody_signed_for_a_stamp(papers: Papers) -> None:
    """That was handed out."""
    papers.change("stamp_log", _entry(papers, "out"), signed_by=None)


def a_stamp_came_back_after_five(papers: Papers) -> None:
    """The same evening."""
    row = _entry(papers, "in")
    papers.change("stamp_log", row, recorded_at=later(row, 0).replace(hour=17, minute=1))


def a_stamp_was_away_overnight(papers: Papers) -> None:
    """And used by nobody."""
    _next_evening(papers, _entry(papers, "in"))


def a_copy_with_a_stamp_that_was_away_was_shown(papers: Papers) -> None:
    """Ten days later, with a number that is in no book."""
    row = _entry(papers, "in")
    _next_evening(papers, row)
    at, number = later(row, 10), 999_000 + fen(row, "counter") * 1_000_000
    papers.add(
        "receipt_query",
        papers.row("receipt_query", pl.col("id") > 0),
        id=SCHEMA["receipt_query"].key.pack(receipt_no=number, number=0),
        recorded_at=at.replace(hour=10),
        receipt_no=number,
        bill=None,
        amount_fen=86_000,
        dated_on=later(row, 1).date(),
        stamp=row["stamp"],
    )


def a_stamp_is_void_in_the_evening(papers: Papers) -> None:
    """Instead of coming back, and none is there from then on."""
    row = _entry(papers, "in")
    mine = (pl.col("counter") == pl.lit(row["counter"])) & (pl.col("recorded_at") > pl.lit(row["recorded_at"]))
    papers.keep("stamp_log", ~mine)
    on = later(row, 1).date()
    papers.change(
        "stamp_log",
        row,
        id=SCHEMA["stamp_log"].key.pack(stamp=fen(row, "stamp"), day=on.toordinal() - EPOCH.toordinal(), number=0),
        recorded_at=later(row, 1).replace(hour=7, minute=55),
        on=on,
        action="void",
        from_staff=row["staff"],
        to_staff=None,
        signed_by=None,
    )


def the_accountant_signed_for_a_loan(papers: Papers) -> None:
    """And no collector."""
    row = papers.row("stamp_log", pl.col("action") == "lend")
    papers.change("stamp_log", row, to_staff=row["staff"], signed_by=row["staff"])


def an_entry_is_missing(papers: Papers) -> None:
    """That says that a stamp came back."""
    papers.delete("stamp_log", _entry(papers, "in"))


LIMBS = (
    Limb("6.1", "misuse", "stamp_log.signed_by", nobody_signed_for_a_stamp, finds=("6.1",)),
    Limb("6.1", "misuse", "stamp_log.recorded_at", a_stamp_came_back_after_five, finds=("6.1",)),
    Limb("6.1", "misuse", "stamp_log", a_stamp_was_away_overnight, finds=("6.1",)),
    Limb("6.1", "misuse", "receipt_query", a_copy_with_a_stamp_that_was_away_was_shown, finds=("6.1",)),
    Limb("6.1", "misuse", "stamp_log.to_staff", the_accountant_signed_for_a_loan, finds=("6.1",)),
    Limb("6.1", "lost", "stamp_log.action", a_stamp_is_void_in_the_evening, finds=("6.1",)),
    Limb("6.1", "misuse", "stamp_log", an_entry_is_missing),
)
