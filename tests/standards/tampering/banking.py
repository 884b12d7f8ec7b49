"""5.4: slips and the bank's statement."""

from __future__ import annotations

import polars as pl

from tests.standards.tampering.papers import Limb, Papers, Row, fen, later

_SLIP = pl.col("kind") == "electricity"


def _slip(papers: Papers) -> Row:
    """Of a Tuesday, banked on its day."""
    which = _SLIP & (pl.col("deposited_on") == pl.col("due_on")) & (pl.col("due_on").dt.weekday() == 2)
    return papers.row("deposit", which, papers["deposit"].filter(which).height // 2)


def _line(papers: Papers, slip: Row) -> Row:
    return papers.row("bank_line", (pl.col("kind") == "deposit") & (pl.col("ref") == slip["id"]))


def the_statement_has_no_line(papers: Papers) -> None:
    """For a slip."""
    papers.delete("bank_line", _line(papers, _slip(papers)))


def the_statement_has_less(papers: Papers) -> None:
    """Than the slip."""
    line = _line(papers, _slip(papers))
    papers.change("bank_line", line, amount_fen=fen(line, "amount_fen") - 5_000)


def the_statement_has_it_days_later(papers: Papers) -> None:
    """On Friday what was banked on Tuesday."""
    line = _line(papers, _slip(papers))
    day_of = later(line, 3)
    papers.change("bank_line", line, recorded_at=day_of, value_on=day_of.date())


def the_slip_was_written_days_later(papers: Papers) -> None:
    """And dated back; the bank had it when it was written."""
    slip = _slip(papers)
    line, written = _line(papers, slip), later(slip, 2)
    papers.change("deposit", slip, recorded_at=written)
    papers.change("bank_line", line, recorded_at=later(line, 2), value_on=written.date())


def a_slip_stands_twice(papers: Papers) -> None:
    """A second one of the day, for the same money, of which the bank knows nothing: the money came once."""
    slip = _slip(papers)
    papers.add("deposit", slip, id=fen(slip, "id") + 1)


def nobody_signed_for_the_voucher(papers: Papers) -> None:
    """It was made, and lies with the cashier."""
    papers.delete("voucher_log", papers.row("voucher_log", pl.lit(value=True), papers["voucher_log"].height // 2))


def the_voucher_was_signed_for_a_week_later(papers: Papers) -> None:
    """Whatever day it says."""
    row = papers.row("voucher_log", pl.lit(value=True), papers["voucher_log"].height // 2)
    papers.change("voucher_log", row, recorded_at=later(row, 7))


def nothing_went_up(papers: Papers) -> None:
    """Of some ten days; nor does the statement have it."""
    row = papers.row("remittance", pl.col("kind") == "electricity", 2)
    papers.delete("remittance", row)
    papers.delete("bank_line", papers.row("bank_line", (pl.col("kind") == "remittance") & (pl.col("ref") == row["id"])))


def less_went_up(papers: Papers) -> None:
    """By form and statement."""
    row = papers.row("remittance", pl.col("kind") == "electricity", 2)
    line = papers.row("bank_line", (pl.col("kind") == "remittance") & (pl.col("ref") == row["id"]))
    papers.change("remittance", row, amount_fen=fen(row, "amount_fen") - 5_000)
    papers.change("bank_line", line, amount_fen=fen(line, "amount_fen") + 5_000)


def the_form_was_written_a_week_later(papers: Papers) -> None:
    """Than the money went, by the statement."""
    row = papers.row("remittance", pl.col("kind") == "electricity", 2)
    papers.change("remittance", row, recorded_at=later(row, 7))


LIMBS = (
    Limb("5.4", "short", "bank_line", the_statement_has_no_line, finds=("5.4",)),
    Limb("5.4", "short", "bank_line.amount_fen", the_statement_has_less, finds=("5.4",)),
    Limb("5.4", "short", "bank_line.value_on", the_statement_has_it_days_later, finds=("5.4",)),
    Limb(
        "5.4",
        "late",
        "deposit.recorded_at",
        the_slip_was_written_days_later,
        finds=("5.4",),
        disagrees=("cash_journal",) * 2,
    ),
    Limb("5.4", "short", "deposit", a_slip_stands_twice, disagrees=("cash_journal",)),
    Limb("5.5", "late", "voucher_log", nobody_signed_for_the_voucher, finds=("5.5",)),
    Limb("5.5", "late", "voucher_log.recorded_at", the_voucher_was_signed_for_a_week_later, finds=("5.5",)),
    Limb("6.7", "late", "remittance", nothing_went_up, finds=("6.7",)),
    Limb("6.7", "shortfall", "remittance.amount_fen", less_went_up, finds=("6.7",)),
    Limb("6.7", "late", "remittance.recorded_at", the_form_was_written_a_week_later, finds=("6.7",)),
)
