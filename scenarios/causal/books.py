"""What the books of one world say about an act of the accountant: the ledger's month, temporary receipts."""

from __future__ import annotations

import polars as pl

from kaohe.scenarios.causal.worlds import Amount, Worlds, lines_of
from kaohe.sim.clock.calendar import date_of
from kaohe.sim.deciding.errands import NEVER
from kaohe.sim.deciding.worth import Idle
from kaohe.sim.records import SCHEMA, Records


def posted_wrong(records: Records, key: int, until: int) -> dict[int, int]:
    """By voucher of an account's month what the ledger has of it beyond its amount, as it is debited (by a day)."""
    ledger_month = SCHEMA["ledger_month"].key
    month, misc = ledger_month.part("month", key), ledger_month.part("account", key) == 1
    day = pl.col("recorded_at").dt.date()
    logs = records.table("voucher_log", ["voucher", "recorded_at"]).rename(
        {"voucher": "id", "recorded_at": "handed_at"}
    )
    rows = records.table("voucher", ["id", "recorded_at", "kind", "amount_fen"]).join(logs, on="id", how="left")
    issuance = pl.col("kind") == "issuance"
    handed = pl.when(issuance).then(day).otherwise(pl.col("handed_at").dt.date())
    rows = rows.filter((handed.dt.year() * 100 + handed.dt.month() == month) & ((pl.col("kind") == "misc") == misc))
    posted = records.table("posting", ["voucher", "recorded_at", "amount_fen"]).filter(day <= date_of(until))
    posted = posted.group_by(id="voucher").agg(posted_fen=pl.col("amount_fen").sum())
    beyond = (pl.col("posted_fen").fill_null(0) - pl.col("amount_fen")) * pl.when(issuance).then(1).otherwise(-1)
    found = rows.join(posted, on="id", how="left").select("id", beyond=beyond).filter(pl.col("beyond") != 0)
    return dict(found.sort("id").iter_rows())


def formalized_on(records: Records, idle: Idle) -> dict[int, tuple[int, int]]:
    """Of a temporary receipt its money, and the day on which a supplement of its customer and sum had taken it up."""
    receipt = records.table("temp_receipt", ["id", "customer", "amount_fen"]).filter(pl.col("id") == idle.key)
    own = receipt.select("customer", "amount_fen")
    rows = records.table("temp_transfer", ["temp_receipt", "supplement", "recorded_at"])
    rows = rows.filter(pl.col("temp_receipt") == idle.key).join(
        records.table("temp_supplement", ["id", "customer", "amount_fen"]), left_on="supplement", right_on="id"
    )
    days = (
        rows.join(own, on=["customer", "amount_fen"])
        .select(pl.col("recorded_at").dt.date().cast(pl.Int32))
        .to_series()
        .to_list()
    )
    return {idle.key: (idle.principal_fen, min(days, default=NEVER))}


def copies(worlds: Worlds) -> Amount:
    """A book of receipts: what customers show of it without a stub; what is missing of it has no amount."""
    done, without = worlds.both(_without_stub)
    fen = max(int(done["amount_fen"].sum()) - int(without["amount_fen"].sum()), 0)
    return Amount("cash", fen, fen, lines_of("cash", done if fen else done.clear()))


def _without_stub(records: Records) -> pl.DataFrame:
    """Copies that were shown, of which there is no stub."""
    shown = records.table("receipt_query", ["receipt_no", "amount_fen"])
    for table in ("receipt", "fee_receipt"):
        stubs = records.table(table, ["receipt_no"]).drop_nulls()
        shown = shown.join(stubs, on="receipt_no", how="anti", maintain_order="left")
    return shown
