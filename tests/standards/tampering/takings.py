"""1.7 and 4.1: takings, closed and handed in."""

from __future__ import annotations

from datetime import time, timedelta

import polars as pl

from tests.standards.tampering.papers import Limb, Papers, Row, fen, later

_CLERK = pl.col("source") == "registration"
_AFTER_CUT_OFF = pl.col("recorded_at").dt.time() > time(15, 30)
_COUNTER = pl.col("source") == "counter"


def _middle(papers: Papers, table: str, which: pl.Expr) -> Row:
    return papers.row(table, which, papers[table].filter(which).height // 2)


def the_clerks_hand_in_is_of_the_next_day(papers: Papers) -> None:
    """Before the bank's cut-off, so that it was due there on the same day; the journal has it on the day before."""
    row = _middle(papers, "hand_in", _CLERK & (pl.col("recorded_at").dt.weekday() < 4) & _AFTER_CUT_OFF)
    papers.change("hand_in", row, recorded_at=later(row, 1) - timedelta(hours=2))


def the_clerks_seal_has_another_reason(papers: Papers) -> None:
    """Than that the cashier was closed."""
    papers.change("seal", papers.row("seal", _CLERK), reason="convenience")


def a_colleague_carries_the_clerks_takings(papers: Papers) -> None:
    """Whose they are, the key says."""
    papers.change("hand_in", _middle(papers, "hand_in", _CLERK), staff=11)


def the_closing_is_missing(papers: Papers) -> None:
    """Though the money was handed in."""
    papers.delete("day_close", _middle(papers, "day_close", pl.col("receipts") > 0))


def the_windows_seal_has_another_reason(papers: Papers) -> None:
    """Than that the cashier was closed."""
    papers.change("seal", _middle(papers, "seal", _COUNTER), reason="convenience")


def the_closing_has_another_total(papers: Papers) -> None:
    """Than its sums."""
    row = _middle(papers, "day_close", pl.col("receipts") > 0)
    papers.change("day_close", row, total_fen=fen(row, "total_fen") + 100)


def the_closing_counts_a_receipt_more(papers: Papers) -> None:
    """Than there are."""
    row = _middle(papers, "day_close", pl.col("receipts") > 0)
    papers.change("day_close", row, receipts=fen(row, "receipts") + 1)


def the_hand_in_has_another_total(papers: Papers) -> None:
    """Than its sums."""
    row = _middle(papers, "hand_in", _COUNTER)
    papers.change("hand_in", row, total_fen=fen(row, "total_fen") - 100)


LIMBS = (
    Limb(
        "1.7",
        "late",
        "hand_in.recorded_at",
        the_clerks_hand_in_is_of_the_next_day,
        finds=("1.7",),
        disagrees=("cash_journal",),
    ),
    Limb("1.7", "late", "seal.reason", the_clerks_seal_has_another_reason, finds=("1.7",)),
    Limb("1.7", "late", "hand_in.staff", a_colleague_carries_the_clerks_takings),
    Limb("4.1", "late", "day_close", the_closing_is_missing, finds=("4.1",)),
    Limb("4.1", "late", "seal.reason", the_windows_seal_has_another_reason, finds=("4.1",)),
    Limb("4.1", "difference", "day_close.total_fen", the_closing_has_another_total, finds=("4.1",)),
    Limb("4.1", "difference", "day_close.receipts", the_closing_counts_a_receipt_more, finds=("4.1",)),
    Limb("4.1", "difference", "hand_in.total_fen", the_hand_in_has_another_total, finds=("4.1",)),
)
