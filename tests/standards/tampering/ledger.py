"""6.2: the ledger, its months and their reconciliation."""

from __future__ import annotations

import polars as pl

from tests.standards.tampering.papers import Limb, Papers, Row, fen, later

_RECEIVABLE = pl.col("account") == "receivable"


def _sheet(papers: Papers, kind: str) -> Row:
    """Of February."""
    return papers.row("reconciliation", _RECEIVABLE & (pl.col("kind") == kind) & (pl.col("period") == 200102))


def _posting(papers: Papers) -> Row:
    """Of an income of February."""
    of_income = _RECEIVABLE & (pl.col("period") == 200102) & (pl.col("voucher") // 8 % 4 == 1)
    return papers.row("posting", of_income & pl.col("corrects").is_null(), 4)


def nobody_reconciled_the_books(papers: Papers) -> None:
    """Nor the month's other sheet is of any help."""
    papers.delete("reconciliation", _sheet(papers, "books"))


def the_sheet_was_written_after_its_limit(papers: Papers) -> None:
    """By a week."""
    sheet = _sheet(papers, "bank")
    papers.change("reconciliation", sheet, recorded_at=later(sheet, 7))


def something_is_in_transit_of_which_there_is_no_slip(papers: Papers) -> None:
    """So that the difference is another."""
    sheet = _sheet(papers, "bank")
    more = {name: fen(sheet, name) + 70_000 * sign for name, sign in (("transit_fen", 1), ("difference_fen", -1))}
    papers.change("reconciliation", sheet, **more)


def the_other_side_is_not_the_vouchers(papers: Papers) -> None:
    """By 700.00, and so is the difference."""
    sheet = _sheet(papers, "books")
    more = {name: fen(sheet, name) + 70_000 * sign for name, sign in (("other_fen", 1), ("difference_fen", -1))}
    papers.change("reconciliation", sheet, **more)


def a_credit_is_mended(papers: Papers) -> None:
    """With the closing."""
    row = papers.row("ledger_month", _RECEIVABLE & (pl.col("period") == 200102))
    papers.change(
        "ledger_month", row, credit_fen=fen(row, "credit_fen") + 500, closing_fen=fen(row, "closing_fen") - 500
    )


def a_posting_is_of_another_amount(papers: Papers) -> None:
    """Than its voucher, and than the month adds up to."""
    posting = _posting(papers)
    papers.change("posting", posting, amount_fen=fen(posting, "amount_fen") + 900)


LIMBS = (
    Limb("6.2", "difference", "reconciliation", nobody_reconciled_the_books, finds=("6.2",)),
    Limb("6.2", "difference", "reconciliation.recorded_at", the_sheet_was_written_after_its_limit, finds=("6.2",)),
    Limb(
        "6.2",
        "difference",
        "reconciliation.transit_fen",
        something_is_in_transit_of_which_there_is_no_slip,
        finds=("6.2",),
    ),
    Limb("6.2", "difference", "reconciliation.other_fen", the_other_side_is_not_the_vouchers, finds=("6.2",)),
    Limb("6.2", "difference", "ledger_month.credit_fen", a_credit_is_mended, disagrees=("ledger_month",)),
    Limb("6.2", "difference", "posting.amount_fen", a_posting_is_of_another_amount, disagrees=("ledger_month",)),
)
