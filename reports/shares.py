"""A book read on another day (2.1): what each of its bills has of the days that were moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from kaohe.reports.cases import Cite, Finding, Row
from kaohe.reports.slips import Desk, column_label
from kaohe.reports.wording import number, say
from kaohe.sim import texts
from kaohe.sim.records import ids

SHOWN = 20  # `kaohe explain --json` has all of them


@dataclass(frozen=True)
class Share:
    """One bill: its energy and days, the energy of the days moved, the price, and what that energy is worth."""

    bill: int
    customer: int
    from_on: date
    to_on: date
    days: int
    kwh: int
    moved_kwh: int
    energy_e4: int
    fen: int


def shares(finding: Finding, cites: Sequence[Cite], desk: Desk) -> tuple[Share, ...]:
    """The share of each bill that prices a finding of 2.1; none where the papers do not add up to its amount."""
    off = finding.inputs.get("days_off")
    keys = [cite.row_key for cite in cites if (cite.table, cite.role) == ("bill", "price")]
    if finding.formula != "days_off" or not isinstance(off, int) or not keys:
        return ()
    bills = desk.table("bill").filter(pl.col("id").is_in(keys)).sort("id")
    found = _shares(bills, abs(off), _Prices(desk, bills["customer"].to_list()))
    return found if sum(share.fen for share in found) == finding.amount_fen else ()


def _shares(bills: pl.DataFrame, off: int, prices: _Prices) -> tuple[Share, ...]:
    found = []
    for bill in bills.iter_rows(named=True):
        energy_e4 = prices.of(bill)
        days = (bill["to_on"] - bill["from_on"]).days
        if energy_e4 is None or days <= 0:
            return ()
        moved = max(bill["kwh"], 0) * off // days
        fen = (moved * energy_e4 + 50) // 100
        customer, _ = ids.bill_parts(bill["id"])
        span = bill["from_on"], bill["to_on"]
        found.append(Share(bill["id"], customer, *span, days, bill["kwh"], moved, energy_e4, fen))
    return tuple(found)


class _Prices:
    """The price of energy in force for a bill, by archive and price table as recorded when it was issued."""

    def __init__(self, desk: Desk, customers: list[int]) -> None:
        self._classes: dict[int, list[tuple[datetime, str]]] = {}
        archive = desk.table("customer").filter(pl.col("customer").is_in(customers)).sort("recorded_at", "id")
        for customer, at, name in archive.select("customer", "recorded_at", "price_class").iter_rows():
            self._classes.setdefault(customer, []).append((at, name))
        self._prices: dict[str, list[Row]] = {}
        for price in desk.table("price").sort("valid_from", "recorded_at", "id").iter_rows(named=True):
            self._prices.setdefault(str(price["price_class"]), []).append(price)

    def of(self, bill: Mapping[str, object]) -> int | None:
        """In 10⁻⁴ yuan a kWh; None if the records have none."""
        versions = self._classes.get(int(str(bill["customer"])), [])
        if not versions:
            return None
        name = ([name for at, name in versions if at <= _moment(bill)] or [versions[0][1]])[-1]
        rows = self._prices.get(name, [])
        standing = [row for row in rows if _stands(row, bill)] or (rows if len(rows) == 1 else [])
        return int(str(standing[-1]["energy_e4"])) if standing else None


def _stands(price: Row, bill: Mapping[str, object]) -> bool:
    from_on, issued_on = price["valid_from"], bill["issued_on"]
    assert isinstance(from_on, date)
    assert isinstance(issued_on, date)
    return from_on <= issued_on and _moment(price) <= _moment(bill)


def _moment(row: Mapping[str, object]) -> datetime:
    at = row["recorded_at"]
    assert isinstance(at, datetime)
    return at


def share_heads() -> tuple[str, ...]:
    """Heads of the table of shares; all columns but the first are numbers."""
    labels = column_label("customer"), column_label("kwh"), say("head-days"), say("head-moved"), say("head-price")
    return *labels, say("head-amount")


def share_rows(found: Sequence[Share]) -> list[tuple[str, ...]]:
    """A row a bill, of the first SHOWN, and the total of all of them."""
    rows = [_row(share) for share in found[:SHOWN]]
    kwh, fen = sum(share.moved_kwh for share in found), sum(share.fen for share in found)
    return [*rows, (say("head-total"), "", "", number(kwh), "", texts.yuan(fen))]


def shares_cut(found: Sequence[Share]) -> str:
    """That not all are shown, and where they are; empty where they are."""
    return say("shares-cut", n=number(len(found)), shown=SHOWN) if len(found) > SHOWN else ""


def _row(share: Share) -> tuple[str, ...]:
    whole, rest = divmod(share.energy_e4, 10_000)
    figures = number(share.kwh), str(share.days), number(share.moved_kwh), f"{whole}.{rest:04d}"
    return str(share.customer), *figures, texts.yuan(share.fen)
