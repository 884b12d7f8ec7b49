"""What orders of collection and the bank's answers repeat, where columns cannot say it."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from kaohe.standards.evidence.repeated.frames import Found, Frames, Word
from kaohe.standards.ledger.ledger import Ledger


def account_in_force(_: Ledger, frames: Frames) -> Iterator[Found]:
    """An order that the bank has paid is on the account of the agreement that was in force when it was written."""
    paid = frames.columns("bank_item", "id", "result").filter(pl.col("result").cast(pl.String) == "paid").select("id")
    orders = frames.columns("collection_order", "id", "recorded_at", "customer", "account_no").join(paid, on="id")
    agreed = frames.columns("collection_account", "id", "recorded_at", "customer", "account_no")
    agreed = agreed.sort("recorded_at", "id").rename({"id": "agreement", "account_no": "agreed"})
    both = orders.sort("recorded_at").join_asof(agreed, on="recorded_at", by="customer", check_sortedness=False)
    wrong = both.filter(pl.col("agreed").is_not_null() & (pl.col("agreed") != pl.col("account_no"))).sort("id")
    for key, said, theirs, other in wrong.select("id", "account_no", "agreement", "agreed").rows():
        yield (key,), (theirs,), "account_no", said, other


def answered_in_days(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """The bank answers on the third of its days after a batch was sent."""
    batches = frames.columns("bank_batch", "id", "on").rename({"id": "batch"})
    both = frames.columns("bank_item", "id", "batch", "answered_on").join(batches, on="batch").sort("id")
    due = ledger.calendar.bank_after(both["on"].to_physical().to_numpy(), 3)
    wrong = both.with_columns(due=pl.Series(due, dtype=pl.Int32).cast(pl.Date)).filter(
        pl.col("due") != pl.col("answered_on")
    )
    for key, batch, said, other in wrong.select("id", "batch", "answered_on", "due").rows():
        yield (key,), (batch,), "answered_on", str(said), str(other)


COLLECTING: tuple[Word, ...] = (account_in_force, answered_in_days)
