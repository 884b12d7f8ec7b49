"""1.5: receipts of business fees, and approvals of less."""

from __future__ import annotations

import polars as pl

from tests.standards.tampering.papers import Limb, Papers, Row, fen


def _receipt(papers: Papers, which: pl.Expr) -> Row:
    """The first receipt of a fee that nothing was approved of."""
    approved = pl.col("application").is_in(papers["fee_approval"]["application"].implode())
    return papers.row("fee_receipt", (pl.col("id") % 8 == 0) & ~approved & which)


def less_was_charged(papers: Papers) -> None:
    """By one yuan."""
    row = _receipt(papers, pl.col("fee") == "new_connection.resident")
    papers.change("fee_receipt", row, amount_fen=fen(row, "amount_fen") - 100)


def a_fee_was_charged_again(papers: Papers) -> None:
    """The same again."""
    row = _receipt(papers, pl.col("fee") == "new_connection.resident")
    papers.add("fee_receipt", row, id=fen(row, "id") + 1, receipt_no=fen(row, "receipt_no") + 500)


LIMBS = (
    Limb("1.5", "difference", "fee_receipt.amount_fen", less_was_charged, finds=("1.5",)),
    Limb("1.5", "difference", "fee_receipt", a_fee_was_charged_again, finds=("1.5", "1.7")),
)
