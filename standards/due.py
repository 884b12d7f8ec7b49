"""What a bill should have been: the tariff on the reading, with archive and price table as recorded at issue."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.tariff.money import round_half_up
from kaohe.standards.sheets import RECHECK, SPOT, Sheets
from kaohe.standards.tables import NONE, Flags, Ints, Tables, wide

Int64s = NDArray[np.int64]


def energy_fen(kwh: Ints, energy_e4: Ints) -> Int64s:
    """kWh at a price in 10⁻⁴ yuan, half up away from zero to 分."""
    return round_half_up(wide(kwh) * wide(energy_e4), 100)


def forward(start: Ints, end: Ints, modulus: Ints) -> Int64s:
    """Advance of a register that may have rolled over."""
    return (wide(end) - wide(start)) % modulus


def lies_below(register: Ints, recorded: Ints, modulus: Ints) -> Flags:
    """Where a register lies below the recorded one: the way back is shorter than the way on round the roll-over."""
    back = forward(register, recorded, modulus)
    return (back > 0) & (2 * back < modulus)


class Archive:
    """Customer archive and price table as they stood at a moment."""

    def __init__(self, tables: Tables, sheets: Sheets) -> None:
        self._customers, self._prices = tables["customer"], tables["price"]
        texts = {*self._customers.frame["price_class"].unique().to_list(), *self._prices.frame["price_class"].to_list()}
        self.classes: tuple[str, ...] = tuple(sorted(texts))
        self._sheets = sheets

    @cached_property
    def class_of(self) -> Ints:
        """Price class (position in `classes`) of each row of the archive."""
        return self._customers.codes("price_class", self.classes)

    @cached_property
    def _versions(self) -> tuple[Ints, Ints, Ints]:
        """Rows of the archive by customer and time; first and number of rows of each customer."""
        at = self._sheets.customers(self._customers["customer"])
        order = np.lexsort((self._customers["id"], self._customers["recorded_at"], at))
        count = np.bincount(at, minlength=len(self._sheets.customers))
        return order, np.cumsum(count) - count, count

    def rows(self, customers: Ints, moments: Ints) -> Ints:
        """Row of the archive of each customer (position) as recorded at each moment; his first one before that."""
        order, first, count = self._versions
        found = first[customers]
        several = np.flatnonzero(count[customers] > 1)
        if len(several):
            found[several] += self._steps(customers[several], moments[several])
        return order[found]

    def _steps(self, customers: Ints, moments: Ints) -> Ints:
        order, first, count = self._versions
        recorded = self._customers["recorded_at"][order]
        steps = np.zeros(len(customers), dtype=np.int64)
        for number in range(1, int(count[customers].max())):
            later = np.minimum(first[customers] + number, len(order) - 1)
            steps = np.where((number < count[customers]) & (recorded[later] <= moments), number, steps)
        return steps

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

    def amount(self, kwh: Ints, archive_rows: Ints, price_rows: Ints) -> Int64s:
        """The bill for so many kWh in 分."""
        capacity = wide(self.capacity(archive_rows, price_rows)) * wide(
            self._prices["capacity_fen_per_kva"][price_rows]
        )
        return energy_fen(kwh, self._prices["energy_e4"][price_rows]) + capacity


class Due:
    """Per bill: rows of archive and price table, energy, capacity and amount that its own reading makes due."""

    def __init__(self, tables: Tables, sheets: Sheets, archive: Archive) -> None:
        self._tables, self._sheets, self._archive = tables, sheets, archive

    @cached_property
    def archive_row(self) -> Ints:
        """Row of the archive as recorded at issue."""
        return self._archive.rows(self._sheets.bill_customer, self._tables["bill"]["recorded_at"])

    @cached_property
    def price_row(self) -> Ints:
        """Row of the price table as recorded at issue."""
        bills, classes = self._tables["bill"], self._archive.class_of[self.archive_row]
        rows = self._archive.price_rows(classes, bills["recorded_at"], bills["issued_on"])
        if len(rows) and int(rows.min()) < 0:
            unpriced = self._archive.classes[int(classes[int(rows.argmin())])]
            raise LookupError(f"the price table had no price of class {unpriced} when a bill was issued")
        return rows

    @cached_property
    def modulus(self) -> Int64s:
        """10 to the digits of the bill's meter."""
        return self.modulus_of(self._sheets.bill_meter)

    def modulus_of(self, meters: Ints) -> Int64s:
        """10 to the digits of each meter (position)."""
        powers = 10 ** np.arange(19, dtype=np.int64)
        return powers[self._tables["meter"]["digits"][self._sheets.meter_row[meters]]]

    def multiplier_of(self, meters: Ints) -> Int64s:
        """kWh per register unit of each meter (position)."""
        return wide(self._tables["meter"]["multiplier"][self._sheets.meter_row[meters]])

    @cached_property
    def kwh(self) -> Int64s:
        """Energy by the registers of the bill; a negative advance stands where a re-reading confirms it."""
        bills, sheets = self._tables["bill"], self._sheets
        start, end = bills["from_register"], self.register
        advance = forward(start, end, self.modulus)
        kind = sheets.reading_kind[sheets.basis_row]
        confirmed = np.flatnonzero(((kind == RECHECK) | (kind == SPOT)) & (sheets.basis_row >= 0))
        negative = confirmed[lies_below(end[confirmed], start[confirmed], self.modulus[confirmed])]
        advance[negative] -= self.modulus[negative]
        return wide(bills["swap_kwh"]) + advance * self.multiplier_of(sheets.bill_meter)

    @cached_property
    def register(self) -> Ints:
        """Register of the reading on which the bill rests; its own where it names none."""
        basis = self._sheets.basis_row
        return np.where(basis >= 0, self._tables["reading"]["register"][basis], self._tables["bill"]["to_register"])

    @cached_property
    def capacity(self) -> Ints:
        """kVA to be charged."""
        return self._archive.capacity(self.archive_row, self.price_row)

    @cached_property
    def amount(self) -> Int64s:
        """Amount due in 分: tariff(recorded)."""
        return self.amount_of(self.kwh, np.arange(len(self._tables["bill"])))

    def amount_of(self, kwh: Ints, bills: Ints) -> Int64s:
        """Amount in 分 of some bills (rows) if they were for so many kWh."""
        return self._archive.amount(kwh, self.archive_row[bills], self.price_row[bills])
