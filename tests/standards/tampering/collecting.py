"""4.3: orders of collection, and what the bank said of them."""

from __future__ import annotations

import polars as pl

from tests.standards.tampering.papers import Limb, Papers, Row, fen, later


def _order(papers: Papers) -> Row:
    """The first of a bill that the bank paid, of a batch with others."""
    items = papers["bank_item"].filter(pl.col("result") == "paid").select("id")
    sent = papers["collection_order"].filter(pl.len().over("batch") > 1).join(items, on="id", how="semi")
    return papers.row("collection_order", pl.col("id") == sent.sort("id")["id"][3])


def _batch(papers: Papers, order: Row) -> Row:
    return papers.row("bank_batch", pl.col("id").eq(order["batch"]))


def an_order_is_missing(papers: Papers) -> None:
    """Its batch has one more, and the bank has answered it."""
    papers.delete("collection_order", _order(papers))


def an_order_and_its_answer_are_missing(papers: Papers) -> None:
    """In batch, answer and receipt too: as if it had never been sent."""
    order = _order(papers)
    batch = _batch(papers, order)
    item = papers.row("bank_item", pl.col("id").eq(order["id"]))
    line = papers.row("bank_line", (pl.col("kind") == "collection") & (pl.col("ref") == order["batch"]))
    amount = fen(order, "amount_fen")
    papers.delete("collection_order", order)
    papers.delete("bank_item", item)
    papers.delete("receipt", papers.row("receipt", pl.col("bill").eq(order["bill"])))
    papers.change("bank_batch", batch, items=fen(batch, "items") - 1, amount_fen=fen(batch, "amount_fen") - amount)
    if fen(line, "amount_fen") > amount:
        papers.change("bank_line", line, amount_fen=fen(line, "amount_fen") - amount)
    else:
        papers.delete("bank_line", line)


def the_orders_of_a_batch_were_written_days_later(papers: Papers) -> None:
    """Two days after it was due; the answers stand."""
    order = _order(papers)
    batch = _batch(papers, order)
    for each in papers["collection_order"].filter(pl.col("batch") == batch["id"]).iter_rows(named=True):
        papers.change("collection_order", each, recorded_at=later(each, 1))


def an_order_asks_for_more(papers: Papers) -> None:
    """Than was open."""
    order = _order(papers)
    papers.change("collection_order", order, amount_fen=fen(order, "amount_fen") + 900)


def an_order_is_on_another_account(papers: Papers) -> None:
    """Than the agreement has."""
    order = _order(papers)
    papers.change("collection_order", order, account_no=fen(order, "account_no") + 1)


def an_order_and_its_answer_are_for_more(papers: Papers) -> None:
    """Than was open, and the bank has collected it."""
    order = _order(papers)
    batch, item = _batch(papers, order), papers.row("bank_item", pl.col("id").eq(order["id"]))
    line = papers.row("bank_line", (pl.col("kind") == "collection") & (pl.col("ref") == order["batch"]))
    papers.change("collection_order", order, amount_fen=fen(order, "amount_fen") + 900)
    papers.change("bank_batch", batch, amount_fen=fen(batch, "amount_fen") + 900)
    papers.change("bank_item", item, amount_fen=fen(item, "amount_fen") + 900)
    papers.change("bank_line", line, amount_fen=fen(line, "amount_fen") + 900)


def nobody_was_told_of_a_return(papers: Papers) -> None:
    """Of which somebody had been."""
    papers.delete("collection_notice", papers.row("collection_notice", pl.lit(value=True)))


LIMBS = (
    Limb("4.3", "late", "collection_order", an_order_is_missing, finds=("4.3",)),
    Limb("4.3", "late", "bank_item", an_order_and_its_answer_are_missing, finds=("4.3",)),
    Limb("4.3", "late", "collection_order.recorded_at", the_orders_of_a_batch_were_written_days_later, finds=("4.3",)),
    Limb("4.3", "amount", "collection_order.amount_fen", an_order_asks_for_more, finds=("4.3",)),
    Limb("4.3", "account", "collection_order.account_no", an_order_is_on_another_account, finds=("4.3",)),
    Limb("4.3", "difference", "bank_item.amount_fen", an_order_and_its_answer_are_for_more, finds=("4.3", "6.7")),
    Limb("4.3", "returned", "collection_notice", nobody_was_told_of_a_return, finds=("4.3",)),
)
