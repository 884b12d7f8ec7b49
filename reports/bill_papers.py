"""The papers of one bill, brought together from the records: registers, sheet, transformer, archive, price in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Literal, cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.reports.inputs import Papers
from kaohe.sim.tariff.energy import advance
from kaohe.sim.tariff.price_rows import FundRow, PriceRow
from kaohe.sim.tariff.schema import PriceClass
from kaohe.sim.tariff.settlement import Metered, Settlement, Transformers, settle

Row = Mapping[str, object]
NO_TRANSFORMER = {"kva": 0, "p0_w": 0, "pk_w": 0, "idle_var": 0, "loaded_var": 0}
FURTHER = ("peak", "valley", "reactive")


def whole(row: Row, column: str) -> int:
    """An integer of a row. TypeError where it has none."""
    value = row[column]
    if not isinstance(value, int):
        raise TypeError(f"{column} is {value!r}")
    return value


@dataclass(frozen=True)
class Span:
    """Registers of one kind between two readings, and the energy of meters removed in between."""

    start: int
    end: int
    swap: int
    digits: int
    multiplier: int

    @property
    def energy(self) -> int:
        """kWh or kvarh."""
        return self.swap + int(advance(self.start, self.end, self.digits, self.multiplier))


@dataclass(frozen=True)
class BillPapers:
    """What a bill is computed from. `further` (peak, valley, reactive) is empty without a multi-function meter."""

    bill: Row
    customer: Row
    price: PriceClass
    unit_e4: int
    total: Span
    further: Mapping[str, Span]
    hours: int
    capacity_days: int
    transformer: Row | None

    @property
    def settlement(self) -> Settlement:
        """The bill computed anew from these papers."""
        one = {name: span.energy for name, span in self.further.items()}
        metered = Metered(
            *(_array(value) for value in (self.total.energy, *(one.get(name, 0) for name in FURTHER))),
            *(_array(value) for value in (whole(self.customer, "capacity_kva"), self.capacity_days, self.hours)),
            Transformers(*(_array(whole(self.transformer or NO_TRANSFORMER, name)) for name in NO_TRANSFORMER)),
        )
        return settle(self.price, metered)


class BillDesk:
    """Finds the papers of bills in the records of an office."""

    def __init__(self, records: Papers) -> None:
        self._table = cache(records.table)

    def of_customer(self, customer: int) -> list[Row]:
        """The customer's bills in the order of their periods."""
        return _rows(self._table("bill"), pl.col("customer") == customer, "period")

    def customers(self) -> list[int]:
        """Numbers of all customers, ascending."""
        return sorted(set(self._table("customer")["customer"].to_list()))

    def papers(self, bill_id: int, price_class: str | None = None, register: int | None = None) -> BillPapers | None:
        """The papers of an issued bill; as it would be at another class, or with another register at the end.

        None for a bill that the records lack, or whose papers are not all there.
        """
        bill = self._one("bill", pl.col("id") == bill_id)
        if bill is None:
            return None
        at, issued_on = cast(datetime, bill["recorded_at"]), cast(date, bill["issued_on"])
        customer, meter = self._archived(whole(bill, "customer"), at), self._one("meter", pl.col("id") == bill["meter"])
        price = self._price(price_class or str(bill["price_class"]), at, issued_on)
        sheet = self._one("energy_sheet", pl.col("id") == bill_id)
        if customer is None or meter is None or price is None:
            return None
        end = whole(bill, "to_register") if register is None else register
        return BillPapers(
            bill, customer, price.price_class(price_class or str(bill["price_class"])), price.energy_e4,
            _span(meter, whole(bill, "from_register"), end, whole(bill, "swap_kwh")),
            {} if sheet is None else {name: _further(meter, sheet, name) for name in FURTHER},
            0 if sheet is None else whole(sheet, "hours"), 30 if sheet is None else whole(sheet, "capacity_days"),
            self._one("transformer", (pl.col("customer") == bill["customer"]) & (pl.col("recorded_at") <= at)),
        )  # fmt: skip

    def class_at_issue(self, bill_id: int) -> str | None:
        """The price class that the archive gave when a bill was issued."""
        bill = self._one("bill", pl.col("id") == bill_id)
        if bill is None:
            return None
        customer = self._archived(whole(bill, "customer"), cast(datetime, bill["recorded_at"]))
        return None if customer is None else str(customer["price_class"])

    def _one(self, table: str, where: pl.Expr) -> Row | None:
        """The last row recorded that fits."""
        rows = _rows(self._table(table), where, "recorded_at")
        return rows[-1] if rows else None

    def _archived(self, customer: int, at: datetime) -> Row | None:
        mine = pl.col("customer") == customer
        return self._one("customer", mine & (pl.col("recorded_at") <= at)) or self._one("customer", mine)

    def _price(self, price_class: str, at: datetime, on: date) -> PriceRow | None:
        known = (pl.col("price_class") == price_class) & (pl.col("recorded_at") <= at) & (pl.col("valid_from") <= on)
        rows = _rows(self._table("price"), known, "valid_from")
        if not rows:
            return None
        row, same = rows[-1], pl.col("price_class") == price_class
        funds = _rows(self._table("price_fund"), same & (pl.col("valid_from") == rows[-1]["valid_from"]), "id")
        return PriceRow(
            whole(row, "energy_e4"), whole(row, "capacity_fen_per_kva"), cast("int | None", row["peak_e2"]),
            cast("int | None", row["valley_e2"]), cast("Literal['shared', 'flat'] | None", row["loss_share"]),
            cast("int | None", row["pf_standard"]), cast("Literal['bill', 'line']", row["rounding"]),
            tuple(FundRow(str(fund["fund"]), str(fund["name"]), whole(fund, "e4")) for fund in funds),
        )  # fmt: skip


def _rows(frame: pl.DataFrame, where: pl.Expr, by: str) -> list[Row]:
    return frame.filter(where).sort(by, "id").to_dicts() if len(frame) else []


def _span(meter: Row, start: int, end: int, swap: int) -> Span:
    return Span(start, end, swap, whole(meter, "digits"), whole(meter, "multiplier"))


def _further(meter: Row, sheet: Row, name: str) -> Span:
    swap = "swap_kvarh" if name == "reactive" else f"swap_{name}_kwh"
    return _span(meter, whole(sheet, f"{name}_from"), whole(sheet, f"{name}_to"), whole(sheet, swap))


def _array(value: int) -> NDArray[np.int64]:
    return np.array([value], np.int64)
