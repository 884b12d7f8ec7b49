"""Repeats about bills: what they say of prices, days and factors, and what else does."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from kaohe.sim.tariff.factor import pf_hundredths
from kaohe.sim.tariff.schema import PriceClass
from kaohe.sim.tariff.settlement import unit_price_e6
from kaohe.standards.evidence.repeated.frames import Found, Frames, Word
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints, to_date

_DUE_DAYS = "payment.due_days"


def price_of_class(ledger: Ledger, _: Frames) -> Iterator[Found]:
    """The price on a bill is that of the class on it, by the price table in force."""
    bills, prices = ledger["bill"], ledger["price"]
    row = _price_rows(ledger)
    wrong = (row != NONE) & (prices["energy_e4"][row] != bills["energy_e4"]) if len(prices) else row != NONE
    for bill in np.flatnonzero(wrong).tolist():
        said, other = int(bills["energy_e4"][bill]), int(prices["energy_e4"][row[bill]])
        yield (int(bills["id"][bill]),), (int(prices["id"][row[bill]]),), "energy_e4", said, other


def _price_rows(ledger: Ledger) -> Ints:
    """Row of the price table of the class that each bill says, in force at issue; NONE where it has no such class."""
    bills = ledger["bill"]
    classes = bills.codes("price_class", ledger.archive.classes)
    rows: Ints = ledger.archive.price_rows(np.maximum(classes, 0), bills["recorded_at"], bills["issued_on"])
    return np.where(classes == NONE, NONE, rows)


def line_prices(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """The unit price of each line is that of the class on its bill, by the price table in force."""
    prices, classes = ledger["price"], dict[int, PriceClass | None]()
    bills = pl.DataFrame({"bill": ledger["bill"]["id"], "row": _price_rows(ledger)}).filter(pl.col("row") != NONE)
    lines = frames.columns("bill_line", "id", "bill", "line", "price_e6")
    both = lines.with_columns(pl.col("bill").cast(pl.Int64), pl.col("line").cast(pl.String)).join(
        bills.with_columns(pl.col("bill").cast(pl.Int64)), on="bill"
    )
    for row, line, said in both.select("row", "line", "price_e6").unique().sort("row", "line", "price_e6").rows():
        price = classes.setdefault(row, ledger.archive.price_class(row))
        other = None if price is None else _unit_e6(price, line)
        if price is not None and other != said:
            same = (pl.col("row") == row) & (pl.col("line") == line) & pl.col("price_e6").eq_missing(said)
            own = tuple(both.filter(same)["id"].sort().to_list())
            yield own, (int(prices["id"][row]),), "price_e6", said, other


def _unit_e6(price: PriceClass, line: str) -> int | None:
    try:
        return unit_price_e6(price, line)
    except KeyError:
        return NONE


def rounded_as_said(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """Where a row of the price table rounds line by line, each line of its bills is rounded; where once a bill, only
    their sum: the first line takes what the others leave.
    """
    prices = ledger["price"]
    if not len(prices):
        return
    rows = pl.DataFrame({"bill": ledger["bill"]["id"].astype(np.int64), "row": _price_rows(ledger).astype(np.int64)})
    lines = frames.columns("bill_line", "bill", "line", "quantity", "price_e6", "amount_fen")
    lines = lines.filter(pl.col("line").cast(pl.String).str.contains("^(energy|fund)")).drop_nulls()
    e4 = pl.col("quantity") * pl.col("price_e6")
    both = lines.with_columns(pl.col("bill").cast(pl.Int64), e4=e4, each=_half_up(e4) == pl.col("amount_fen"))
    sums = both.group_by("bill").agg(
        own=pl.col("each").all(), sum=_half_up(pl.col("e4").sum()) == pl.col("amount_fen").sum()
    )
    both = sums.join(rows.filter(pl.col("row") != NONE), on="bill").filter(pl.col("own") != pl.col("sum"))
    for (row,), bills in both.sort("row", "bill").group_by("row", maintain_order=True):
        by_line = bool(ledger.archive.by_line[int(str(row))])
        wrong = bills.filter(pl.col("own") != by_line)["bill"].to_list()
        if wrong:
            said, other = ("line", "bill") if by_line else ("bill", "line")
            yield (int(prices["id"][int(str(row))]),), tuple(wrong), "rounding", said, other


def _half_up(e4: pl.Expr) -> pl.Expr:
    """分 of 10⁻⁴ 分, half up away from zero."""
    return e4.sign() * ((e4.abs() + 5_000) // 10_000)


def losing_transformer(_: Ledger, frames: Frames) -> Iterator[Found]:
    """Who is billed losses has a transformer in the archive when the bill is made."""
    first = (
        frames.columns("transformer", "customer", "recorded_at").group_by("customer").agg(pl.col("recorded_at").min())
    )
    bills = frames.columns("bill", "id", "customer", "recorded_at", "loss_kwh").filter(pl.col("loss_kwh") != 0)
    both = bills.join(first, on="customer", how="left", suffix="_first").sort("id")
    wrong = both.filter((pl.col("recorded_at") >= pl.col("recorded_at_first")).fill_null(value=False).not_())
    for key, said in wrong.select("id", "loss_kwh").rows():
        yield (key,), (), "loss_kwh", said, None


def sheet_factor(_: Ledger, frames: Frames) -> Iterator[Found]:
    """The power factor of an energy sheet is that of its energies; nothing is said of what was taken back."""
    energies = ("peak_kwh", "flat_kwh", "valley_kwh")
    sheets = frames.columns("energy_sheet", "id", *energies, "kvarh", "pf_hundredths").sort("id")
    sheets = sheets.with_columns(kwh=pl.sum_horizontal(*energies).cast(pl.Int64), kvarh=pl.col("kvarh").cast(pl.Int64))
    sheets = sheets.filter(pl.col("pf_hundredths").is_not_null(), pl.col("kwh") >= 0, pl.col("kvarh") >= 0)
    sheets = sheets.filter((pl.col("kwh") > 0) | (pl.col("kvarh") > 0))
    if sheets.is_empty():
        return
    right = pf_hundredths(sheets["kwh"].to_numpy(), sheets["kvarh"].to_numpy())
    wrong = sheets.with_columns(right=pl.Series(right)).filter(pl.col("pf_hundredths") != pl.col("right"))
    for key, said, other in wrong.select("id", "pf_hundredths", "right").rows():
        yield (key,), (), "pf_hundredths", said, other


def due_on(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """A bill is due so many days after its own issue, or that of the first bills of its book and month."""
    bills = frames.columns("bill", "id", "book", "period", "issued_on", "due_on").sort("id")
    if bills.is_empty():
        return
    issued = bills["issued_on"].to_physical().to_numpy()
    days = ledger.limits.whole(_DUE_DAYS, issued)
    bills = bills.with_columns(
        pl.col("issued_on", "due_on").to_physical(), days=pl.Series(days), first=pl.col("issued_on").to_physical()
    ).with_columns(since=pl.col("due_on") - pl.col("days"))
    batches = bills.group_by("book", "period").agg(pl.col("first").unique())
    both = bills.drop("first").join(batches, on=["book", "period"])
    known = pl.col("first").list.contains(pl.col("since")) & (pl.col("since") <= pl.col("issued_on"))
    alone = (pl.col("first").list.min() == pl.col("issued_on")) & (pl.col("since") < pl.col("issued_on"))
    wrong = both.filter((pl.col("since") != pl.col("issued_on")) & ~known & ~alone).sort("id")
    for key, said, day, number in wrong.select("id", "due_on", "issued_on", "days").rows():
        rule = int(ledger["rule"]["id"][ledger.limits.row(_DUE_DAYS, day)])
        yield (key,), (rule,), "due_on", str(to_date(said)), str(to_date(day + number))


BILLS: tuple[Word, ...] = (price_of_class, line_prices, rounded_as_said, losing_transformer, sheet_factor, due_on)
