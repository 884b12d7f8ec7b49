"""What was read, brought back or unloaded on another day."""

from __future__ import annotations

import polars as pl

from kaohe.scenarios.causal.worlds import (
    Amount,
    Worlds,
    interest_of,
)
from kaohe.sim.deciding.worth import MadeLate
from kaohe.sim.records import SCHEMA, Records
from kaohe.sim.records.ids import period_code


def read(worlds: Worlds) -> Amount:
    """Bills of a book: by how many days later it was read, or they were issued, than without the act."""
    limits = [part.issue_by for part in worlds.act.worth if isinstance(part, MadeLate) and part.issue_by is not None]
    if limits:
        return _slowed(worlds, limits[0])
    done, without = worlds.both(lambda records: _read_on(records, worlds.act.object_id))
    billed = {customer: entry for customer, entry in done.items() if entry[0]}
    else_on = min((on for _, on in without.values()), default=worlds.last_day)  # of who joined the book meanwhile
    return interest_of(worlds, [(billed, {key: without.get(key, (0, else_on)) for key in billed})])


def _slowed(worlds: Worlds, issue_by: int) -> Amount:
    """Bills of a book that were issued after their limit: who waited for a re-reading, from the unloading on."""
    done, without = worlds.both(lambda records: _issued_on(records, worlds.act.object_id))
    late = {customer: (fen, on) for customer, (fen, on) in done.items() if on > issue_by}
    return interest_of(worlds, [(late, {key: (0, max(without.get(key, (0, 0))[1], issue_by)) for key in late})])


def _issued_on(records: Records, key: int) -> dict[int, tuple[int, int]]:
    """By customer of a book the bill, and the day on which it was issued, or put into the pending register."""
    period = period_code(SCHEMA["batch"].key.unpack(key)[1])
    pending = records.table("pending", ["customer", "period", "action", "recorded_at"])
    opened = pending.filter((pl.col("period") == period) & (pl.col("action") == "open"))
    waiting = opened.select("customer", put_in=pl.col("recorded_at").dt.date())
    bills = records.table("bill", ["customer", "period", "amount_fen", "issued_on"]).filter(pl.col("period") == period)
    rows = bills.join(waiting, on="customer", how="left").select(
        "customer", pl.col("amount_fen").clip(0), pl.coalesce("put_in", "issued_on").cast(pl.Int32)
    )
    mine = _read_on(records, key)
    return {customer: (fen, on) for customer, fen, on in rows.iter_rows() if customer in mine}


def _read_on(records: Records, key: int) -> dict[int, tuple[int, int]]:
    """By customer what was issued for the period, and the day on which the reader of the book was there."""
    book, index = SCHEMA["batch"].key.unpack(key)
    of_book = (pl.col("book") == book) & (pl.col("period") == period_code(index))
    readings = records.table("reading", ["customer", "book", "period", "kind", "read_on"])
    mine = readings.filter(of_book & pl.col("kind").is_in(["actual", "estimate"]))
    bills = records.table("bill", ["customer", "period", "amount_fen"])
    gaps = records.table("supplement", ["customer", "period", "kind", "amount_fen"]).filter(pl.col("kind") == "gap")
    issued = pl.concat([bills, gaps.drop("kind")]).group_by("customer", "period").agg(pl.col("amount_fen").sum())
    rows = mine.join(issued, on=["customer", "period"], how="left").select(
        "customer", pl.col("amount_fen").fill_null(0).clip(0), pl.col("read_on").cast(pl.Int32)
    )
    return {customer: (fen, on) for customer, fen, on in rows.iter_rows()}
