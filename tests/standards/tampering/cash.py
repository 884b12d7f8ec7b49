"""5.2: the safe."""

from __future__ import annotations

import polars as pl

from kaohe.sim.records import SCHEMA
from tests.standards.tampering.papers import Limb, Papers, Row, fen

_OWN = pl.col("kind") == "own"
_CASH = pl.col("cash_fen") > 10_000


def _middle(papers: Papers, table: str, which: pl.Expr) -> Row:
    return papers.row(table, which, papers[table].filter(which).height // 2)


def less_cash_is_counted(papers: Papers) -> None:
    """One count, and the next finds it again."""
    count = _middle(papers, "safe_count", _OWN & _CASH)
    papers.change("safe_count", count, cash_fen=fen(count, "cash_fen") - 5_000)


def a_cheque_in_value_alone(papers: Papers) -> None:
    """No cheque lies there, and has an amount."""
    count = _middle(papers, "safe_count", _OWN)
    papers.change("safe_count", count, cheque_fen=fen(count, "cheque_fen") + 100)


def a_cheque_missing_in_number_alone(papers: Papers) -> None:
    """The first count that misses a cheque counts its value: the next count shows the loss."""
    journal = papers["cash_journal"].select("on", held="cheques_held", held_fen="cheque_fen")
    short = papers["safe_count"].join(journal, on="on").filter((pl.col("cheques") < pl.col("held")) & _OWN)
    count = short.sort("on").row(0, named=True)
    papers.change("safe_count", papers.row("safe_count", pl.col("id") == count["id"]), cheque_fen=count["held_fen"])


def the_count_has_another_balance(papers: Papers) -> None:
    """Than the journal."""
    count = _middle(papers, "safe_count", _OWN & _CASH)
    papers.change("safe_count", count, book_fen=fen(count, "book_fen") + 5_000)


def the_journal_pays_out_more(papers: Papers) -> None:
    """Than stood on the slips."""
    row = _middle(papers, "cash_journal", pl.col("out_fen") > 0)
    papers.change("cash_journal", row, out_fen=fen(row, "out_fen") + 5_000)


def the_journal_holds_a_cheque(papers: Papers) -> None:
    """That nobody handed in."""
    row = _middle(papers, "cash_journal", pl.lit(value=True))
    held = {"cheques_held": fen(row, "cheques_held") + 1, "cheque_fen": fen(row, "cheque_fen") + 100}
    papers.change("cash_journal", row, **held)


def an_early_closing_is_another(papers: Papers) -> None:
    """Before the first loss: what counts find later rests on rows that are whole."""
    row = papers.row("cash_journal", pl.col("out_fen") > 0)
    papers.change("cash_journal", row, closing_fen=fen(row, "closing_fen") + 98_000)


def a_banked_cheque_was_stopped(papers: Papers) -> None:
    """By the register, which has it on its slip too."""
    line = _middle(papers, "cheque_log", pl.col("action") == "deposited")
    key = SCHEMA["cheque_log"].key.pack(receipt=fen(line, "receipt"), action="stopped")
    papers.add("cheque_log", line, id=key, action="stopped", deposit=None)


def a_banked_cheque_has_another_amount(papers: Papers) -> None:
    """In the register, not on its slip."""
    line = _middle(papers, "cheque_log", pl.col("action") == "deposited")
    papers.change("cheque_log", line, amount_fen=fen(line, "amount_fen") + 100)


def the_line_of_a_banked_cheque_is_missing(papers: Papers) -> None:
    """It stands on no slip, and lies nowhere."""
    papers.delete("cheque_log", _middle(papers, "cheque_log", pl.col("action") == "deposited"))


LIMBS = (
    Limb("5.2", "money", "safe_count.cash_fen", less_cash_is_counted, finds=("5.2",)),
    Limb("5.2", "money", "safe_count.cheque_fen", a_cheque_in_value_alone, disagrees=("safe_count",)),
    Limb(
        "5.2",
        "money",
        "safe_count.cheques",
        a_cheque_missing_in_number_alone,
        finds=("5.2",),
        loses=("5.2",),
        disagrees=("safe_count",),
        breached=True,
    ),
    Limb("5.2", "money", "safe_count.book_fen", the_count_has_another_balance, disagrees=("safe_count",)),
    Limb("5.2", "money", "cash_journal.out_fen", the_journal_pays_out_more, disagrees=("cash_journal",)),
    Limb("5.2", "money", "cash_journal.cheque_fen", the_journal_holds_a_cheque, disagrees=("cheques_held",)),
    Limb(
        "5.2",
        "money",
        "cash_journal.closing_fen",
        an_early_closing_is_another,
        disagrees=("cash_journal", "safe_count"),
        breached=True,
    ),
    Limb("5.2", "money", "cheque_log", a_banked_cheque_was_stopped, disagrees=("cheques_held",)),
    Limb("5.2", "money", "cheque_log.amount_fen", a_banked_cheque_has_another_amount, disagrees=("cheques_held",)),
    Limb("5.2", "money", "cheque_log", the_line_of_a_banked_cheque_is_missing, disagrees=("cheques_held",)),
)
