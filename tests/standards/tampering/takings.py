"""1.7, 4.1, 5.3 and 6.4: takings, closed, handed in, checked and balanced."""

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


def the_check_is_missing(papers: Papers) -> None:
    """Of a window that handed in."""
    papers.delete("window_check", _middle(papers, "window_check", pl.col("difference_fen") == 0))


def the_check_was_written_the_day_after(papers: Papers) -> None:
    """When nobody could undo anything."""
    row = _middle(papers, "window_check", (pl.col("difference_fen") == 0) & (pl.col("recorded_at").dt.weekday() < 4))
    papers.change("window_check", row, recorded_at=later(row, 1))


def the_check_has_another_sum_of_stubs(papers: Papers) -> None:
    """And the difference to go with it."""
    row = _middle(papers, "window_check", pl.col("difference_fen") == 0)
    papers.change("window_check", row, receipts_fen=fen(row, "receipts_fen") + 100, difference_fen=100)


def the_sheet_is_missing(papers: Papers) -> None:
    """The next one begins with a closing that nobody has seen."""
    papers.delete("collector_balance", _middle(papers, "collector_balance", pl.col("closing_fen") == 0))


def the_sheet_was_written_a_week_later(papers: Papers) -> None:
    """Before the next one."""
    row = _middle(papers, "collector_balance", pl.col("on").dt.day() == 10)
    papers.change("collector_balance", row, recorded_at=later(row, 7))


def the_sheet_has_more_handed_in(papers: Papers) -> None:
    """Than the slips say."""
    row = _middle(papers, "collector_balance", pl.col("handed_fen") > 0)
    more = {name: fen(row, name) + sign * 100 for name, sign in (("handed_fen", 1), ("closing_fen", -1))}
    papers.change("collector_balance", row, **more)


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
    Limb("4.2", "money", "hand_in.total_fen", the_hand_in_has_another_total, finds=("4.2", "6.4")),
    Limb("5.3", "difference", "window_check", the_check_is_missing, finds=("5.3",)),
    Limb("5.3", "difference", "window_check.recorded_at", the_check_was_written_the_day_after, finds=("5.3",)),
    Limb("5.3", "difference", "window_check.receipts_fen", the_check_has_another_sum_of_stubs, finds=("5.3",)),
    Limb("6.4", "difference", "collector_balance", the_sheet_is_missing, finds=("6.4",)),
    Limb("6.4", "difference", "collector_balance.recorded_at", the_sheet_was_written_a_week_later, finds=("6.4",)),
    Limb("6.4", "difference", "collector_balance.handed_fen", the_sheet_has_more_handed_in, finds=("6.4",)),
)
