"""What checks and balances of the windows repeat, where columns cannot say it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl

from kaohe.sim.records import PAPERS, SCHEMA
from kaohe.sim.records.ids import EPOCH_DAY
from kaohe.standards.evidence.ledger_months import ledger_months
from kaohe.standards.evidence.repeated.frames import Found, Frames, Word
from kaohe.standards.evidence.takings import day_key, windows
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE
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


def windows_of_temporary(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A temporary receipt of another window or day than its number says counts on two balances, or on none."""
    rows, key = frames.columns("temp_receipt", "id", "counter", "takings_on"), PAPERS.thing("window_day").key
    window = SCHEMA["temp_receipt"].key.part("window", rows["id"].to_numpy())
    rows = rows.with_columns(
        of=pl.Series(key.part("counter", window), dtype=pl.Int64),
        day=pl.Series(key.part("day", window) + EPOCH_DAY, dtype=pl.Int32).cast(pl.Date),
    )
    wrong = rows.filter((pl.col("of") != pl.col("counter")) | (pl.col("day") != pl.col("takings_on")))
    if wrong.is_empty():
        return
    sheets = frames.columns("collector_balance", "id", "counter", "on").sort("on", "id")
    for receipt, counter, on, of, day in wrong.sort("id").rows():
        theirs = [_next_sheet(sheets, window, each) for window in {counter, of} for each in {on, day}]
        yield (receipt,), tuple(sorted({each for each in theirs if each is not None})), "counter", counter, of


def amounts_of_temporary(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """A note has the sum of its temporary receipt, a transfer no more. One of less is its accountant's, unless the
    daily report counts the receipt as it was transferred.
    """
    papers = frames.columns("temp_transfer", "id", "temp_receipt", "action", "amount_fen").sort("id")
    papers = papers.unique(["temp_receipt", "action"], keep="first", maintain_order=True)
    receipts = frames.columns("temp_receipt", "id", "counter", "takings_on", "amount_fen")
    both = papers.join(receipts, left_on="temp_receipt", right_on="id", suffix="_taken")
    both = both.filter(pl.col("amount_fen") != pl.col("amount_fen_taken")).sort("id")
    names = ("id", "temp_receipt", "action", "amount_fen", "amount_fen_taken")
    lacking = _lacking_in_reports(ledger, both)
    for (key, receipt, action, said, taken), lack in zip(both.select(names).rows(), lacking, strict=True):
        if said > taken or str(action) == "note" or lack == said - taken:
            yield (key,), (receipt,), "amount_fen", said, taken


def _lacking_in_reports(ledger: Ledger, rows: pl.DataFrame) -> list[int]:
    """How much more than its stubs the daily report of each row's window and day has."""
    days, closes = ledger.once(windows), ledger["day_close"]
    wanted = day_key(rows["counter"].to_numpy(), rows["takings_on"].to_physical().to_numpy())
    found = []
    for entry in find(days.key, wanted).tolist():
        close = int(days.close[entry]) if entry >= 0 else NONE
        reported = 0 if close == NONE else int(closes["cash_fen"][close]) + int(closes["cheque_fen"][close])
        found.append(0 if close == NONE else reported - int(days.total_fen[entry]))
    return found


def _next_sheet(sheets: pl.DataFrame, counter: int, day: date) -> int | None:
    """The balance of a window in which a day is counted."""
    return next(iter(sheets.filter((pl.col("counter") == counter) & (pl.col("on") >= day))["id"].to_list()), None)


BALANCES: tuple[Word, ...] = (
    windows_of_temporary,
    amounts_of_temporary,
    opening_of_ledger,
    reconciled_statement,
    sealed_stubs,
    difference_of_check,
    opening_of_balance,
    sealed_at_balance,
)
