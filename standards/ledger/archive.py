"""Archive and prices as they stood at a moment, and the plain bill: so many kWh at one price."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.tariff.one_part import energy_fee_fen
from kaohe.sim.tariff.price_rows import FundRow, PriceRow
from kaohe.sim.tariff.schema import PriceClass
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, Tables, wide
from kaohe.standards.ledger.sheets import Sheets
from kaohe.standards.ledger.versions import Versions

Int64s = NDArray[np.int64]


class Archive:
    """Customer archive and price table as they stood at a moment."""

    def __init__(self, tables: Tables, sheets: Sheets) -> None:
        self._customers, self._prices, self._tables = tables["customer"], tables["price"], tables
        texts = {*self._customers.frame["price_class"].unique().to_list(), *self._prices.frame["price_class"].to_list()}
        self.classes: tuple[str, ...] = tuple(sorted(texts))
        self._sheets = sheets

    @cached_property
    def class_of(self) -> Ints:
        """Price class (position in `classes`) of each row of the archive."""
        return self._customers.codes("price_class", self.classes)

    @cached_property
    def versions(self) -> Versions:
        """Rows of the archive by customer (position)."""
        owner = self._sheets.customers(self._customers["customer"])
        return Versions(self._customers, owner, len(self._sheets.customers))

    def rows(self, customers: Ints, moments: Ints) -> Ints:
        """Row of the archive of each customer (position) as recorded at each moment; his first one before that."""
        return self.versions.at(customers, moments)

    def price_rows(self, classes: Ints, moments: Ints, days: Ints) -> Ints:
        """Row of the price table in force for each class on each day, as recorded at each moment; NONE without one."""
        prices = self._prices
        codes = prices.codes("price_class", self.classes)
        order = np.lexsort((prices["id"], prices["recorded_at"], prices["valid_from"]))
        if len(np.unique(codes)) == len(codes):
            table = np.full(len(self.classes) + 1, NONE)
            table[codes] = np.arange(len(codes))
            return table[classes]
        found = np.full(len(classes), NONE)
        for row in order.tolist():
            stands = (days >= prices["valid_from"][row]) & (moments >= prices["recorded_at"][row])
            found[(classes == codes[row]) & stands] = row
        return found

    def capacity(self, archive_rows: Ints, price_rows: Ints) -> Ints:
        """kVA to be charged: that of the archive under a two-part price, else 0."""
        two_part = self._prices["capacity_fen_per_kva"][price_rows] > 0
        return np.where(two_part, self._customers["capacity_kva"][archive_rows], 0)

    def amount(self, kwh: Ints, charged_kva: Ints, price_rows: Ints) -> Int64s:
        """The bill for so many kWh at one price, and the charge of a whole month's capacity, in 分."""
        capacity = wide(charged_kva) * wide(self._prices["capacity_fen_per_kva"][price_rows])
        return energy_fee_fen(wide(kwh), wide(self._prices["energy_e4"][price_rows])) + capacity

    @cached_property
    def by_line(self) -> Flags:
        """Rows of the price table under which every line of a bill is rounded."""
        return self._prices.among("rounding", "line")

    def price_class(self, row: int) -> PriceClass | None:
        """The tariff of a row of the price table; None where its funds are not all on record."""
        prices, funds = self._prices, self._tables["price_fund"]
        inside = funds["included"].tolist()
        parts = tuple(
            FundRow(funds.text("fund", at) or "", funds.text("name", at) or "", int(funds["e4"][at]), inside[at] == 1)
            for at in self.funds(row).tolist()
        )
        name = prices.text("price_class", row) or ""
        peak, valley, standard = (
            None if prices[column][row] == NONE else int(prices[column][row])
            for column in ("peak_e2", "valley_e2", "pf_standard")
        )
        found = PriceRow(
            int(prices["energy_e4"][row]),
            int(prices["capacity_fen_per_kva"][row]),
            peak,
            valley,
            "flat" if prices.text("loss_share", row) == "flat" else "shared",
            standard,
            "line" if self.by_line[row] else "bill",
            parts,
        )
        return found.price_class(name) if found.fund_e4 == prices["fund_e4"][row] else None

    def funds(self, row: int) -> Ints:
        """Rows of the funds inside a row of the price table: same class and day, of each fund the last one written."""
        prices, funds = self._prices, self._tables["price_fund"]
        same = funds.among("price_class", prices.text("price_class", row) or "")
        written = funds.where(same & (funds["valid_from"] == prices["valid_from"][row]))
        last = {funds.text("fund", at): at for at in written.tolist()}
        return np.array(sorted(last.values(), key=lambda at: int(funds["id"][at])), dtype=np.int64)
