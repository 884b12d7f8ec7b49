"""What checks and balances of the windows repeat, where columns cannot say it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from kaohe.standards.evidence.ledger_months import ledger_months
from kaohe.standards.evidence.repeated.frames import Found, Frames, Word
from kaohe.standards.evidence.takings import day_key, windows
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.sheets import find


def opening_of_balance(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A window's balance opens with the closing of its last sheet before, as that was put right."""
    sheets = frames.columns("collector_balance", "id", "counter", "on", "opening_fen", "closing_fen")
    last = sheets.sort("id").group_by("counter", "on").agg(pl.col("closing_fen", "id").last()).sort("counter", "on")
    before = last.with_columns(
        pl.col("id").shift(1).over("counter").alias("before"),
        pl.col("closing_fen").shift(1).over("counter").alias("carried"),
    ).select("counter", "on", "before", "carried")
    both = sheets.join(before, on=["counter", "on"]).filter(pl.col("carried") != pl.col("opening_fen")).sort("id")
    for key, other, said, theirs in both.select("id", "before", "opening_fen", "carried").rows():
        yield (key,), (other,), "opening_fen", said, theirs


def sealed_at_balance(_: Ledger, frames: Frames) -> Iterator[Found]:
    """Under seal at the end of ten days is what was sealed by then and not yet handed in."""
    takings = ["counter", "takings_on"]
    seals = frames.columns("seal", "recorded_at", "source", *takings, "amount_fen").filter(source="counter")
    hand_ins = frames.columns("hand_in", "recorded_at", "source", *takings).filter(source="counter")
    came = hand_ins.group_by(takings).agg(came_on=pl.col("recorded_at").min().dt.date())
    sealed = seals.with_columns(sealed_on=pl.col("recorded_at").dt.date()).join(came, on=takings, how="left")
    sheets = frames.columns("collector_balance", "id", "counter", "on", "carried_fen")
    there = (pl.col("sealed_on") <= pl.col("on")) & (pl.col("came_on").is_null() | (pl.col("came_on") > pl.col("on")))
    sums = (
        sheets.join(sealed.select("counter", "sealed_on", "came_on", "amount_fen"), on="counter")
        .filter(there)
        .group_by("id")
        .agg(pl.col("amount_fen").sum())
    )
    both = sheets.join(sums, on="id", how="left").with_columns(pl.col("amount_fen").fill_null(0))
    wrong = both.filter(pl.col("carried_fen") != pl.col("amount_fen")).sort("id")
    for key, said, other in wrong.select("id", "carried_fen", "amount_fen").rows():
        yield (key,), (), "carried_fen", said, other


def difference_of_check(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A check's difference is what was registered as short or counterfeit of its window-day by its own day."""
    takings = ["counter", "takings_on"]
    checks = frames.columns("window_check", "id", "recorded_at", *takings, "difference_fen")
    found = frames.columns("shortage", "id", "recorded_at", "action", *takings, "amount_fen")
    found = found.filter(pl.col("action") != "made_good").select(
        *takings, "amount_fen", found_on=pl.col("recorded_at").dt.date(), shortage="id"
    )
    both = checks.join(found, on=takings).filter(pl.col("found_on") <= pl.col("recorded_at").dt.date())
    sums = both.group_by("id").agg(pl.col("amount_fen").sum(), pl.col("shortage").sort())
    every = checks.join(sums, on="id", how="left").with_columns(pl.col("amount_fen").fill_null(0))
    wrong = every.filter(pl.col("difference_fen") != pl.col("amount_fen")).sort("id")
    for key, said, other, rows in wrong.select("id", "difference_fen", "amount_fen", "shortage").rows():
        yield (key,), tuple(rows or ()), "difference_fen", said, other


def opening_of_ledger(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A month of the ledger opens with the closing of the one before, the first with nothing."""
    months = frames.columns("ledger_month", "id", "account", "period", "opening_fen", "closing_fen")
    months = months.sort("account", "period", "id").with_columns(
        before=pl.col("id").shift(1).over("account"),
        carried=pl.col("closing_fen").shift(1).over("account").fill_null(0),
    )
    wrong = months.filter(pl.col("carried") != pl.col("opening_fen")).sort("id")
    for key, other, said, theirs in wrong.select("id", "before", "opening_fen", "carried").rows():
        yield (key,), () if other is None else (other,), "opening_fen", said, theirs


def reconciled_statement(ledger: Ledger, _: Frames) -> Iterator[Found]:
    """A reconciliation with the bank has what the statement has of its slips in the month."""
    sheets = ledger["reconciliation"]
    for row in np.flatnonzero(sheets.among("kind", "bank")).tolist():
        account, period = str(sheets.text("account", row)), int(sheets["period"][row])
        said, other = int(sheets["other_fen"][row]), ledger.once(ledger_months).credited_fen(account, period)
        if said != other:
            yield (int(sheets["id"][row]),), (), "other_fen", said, other


def sealed_stubs(ledger: Ledger, _: Frames) -> Iterator[Found]:
    """What a window seals is the sum of its stubs, temporary ones among them."""
    seals, days = ledger["seal"], ledger.once(windows)
    rows = np.flatnonzero(seals.among("source", "counter"))
    at = find(days.key, day_key(seals["counter"][rows], seals["takings_on"][rows]))
    for row, entry in zip(rows.tolist(), at.tolist(), strict=True):
        said, other = int(seals["amount_fen"][row]), int(days.total_fen[entry]) if entry >= 0 else 0
        if said != other:
            stubs = days.receipts_of(np.array([entry]))[entry] if entry >= 0 else np.empty(0, np.int64)
            own = stubs[stubs < len(ledger["receipt"])]
            yield (int(seals["id"][row]),), tuple(ledger["receipt"]["id"][own].tolist()), "amount_fen", said, other


BALANCES: tuple[Word, ...] = (
    opening_of_ledger,
    reconciled_statement,
    sealed_stubs,
    difference_of_check,
    opening_of_balance,
    sealed_at_balance,
)
