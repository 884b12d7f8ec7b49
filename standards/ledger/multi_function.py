"""Papers of customers with multi-function meters: registers of peak, valley and reactive energy, transformers, days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.tariff.capacity import DAYS_1996
from kaohe.sim.tariff.settlement import Transformers
from kaohe.standards.ledger.meter_energy import signed_advance
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, Rows, Tables, at_rows, wide
from kaohe.standards.ledger.sheets import Sheets, find

Int64s = NDArray[np.int64]

_HOURS = 24
_REGISTERS = ("peak_register", "valley_register", "reactive_register")
_FROM = ("peak_from", "valley_from", "reactive_from")
_TO = ("peak_to", "valley_to", "reactive_to")
_SWAP = ("swap_peak_kwh", "swap_valley_kwh", "swap_kvarh")
_PARAMETERS = ("kva", "p0_w", "pk_w", "idle_var", "loaded_var")


class Keyed:
    """Rows of a table by key; of a key that was written twice the last."""

    def __init__(self, rows: Rows) -> None:
        self._order = np.lexsort((rows["recorded_at"], rows["id"]))
        keys = rows["id"][self._order]
        last = np.append(keys[1:] != keys[:-1], True) if len(keys) else np.zeros(0, dtype=np.bool_)
        self._keys, self._order = keys[last], self._order[last]

    def __call__(self, keys: Ints) -> Ints:
        """Row of each key; NONE for a key that is not there."""
        at = find(self._keys, keys)
        return np.where(at >= 0, self._order[at], NONE) if len(self._order) else at


@dataclass(frozen=True)
class Registers:
    """Registers of peak, valley and reactive energy (3 × n)."""

    shown: Int64s

    def advance(self, until: Registers, turn: Int64s, most: Int64s) -> Int64s:
        """Units (3 × n) between these registers and later ones of the same meters, which `most` can have passed."""
        return signed_advance(self.shown, until.shown, turn, most)

    def forward(self, until: Registers, turn: Int64s) -> Int64s:
        """The same where the way can only be forward."""
        return (until.shown - self.shown) % turn

    def fit(self, turn: Int64s) -> Flags:
        """Where all three lie inside their digits."""
        peak, valley, reactive = (self.shown >= 0) & (self.shown < turn)
        flags: Flags = peak & valley & reactive
        return flags

    def at(self, rows: Ints | Flags) -> Registers:
        """Some of them."""
        return Registers(self.shown[:, rows])


class Papers:
    """Register readings, energy sheets, transformers and work orders of installation."""

    def __init__(self, tables: Tables, sheets: Sheets) -> None:
        self._tables, self._sheets = tables, sheets

    @cached_property
    def multi_function(self) -> Flags:
        """Which meters (positions) show peak, valley and reactive energy."""
        flags: Flags = at_rows(self._tables["meter"]["multi_function"], self._sheets.meter_row) == 1
        return flags

    @cached_property
    def register_reading(self) -> Keyed:
        """Rows of register readings by the key of the reading."""
        return Keyed(self._tables["register_reading"])

    @cached_property
    def energy_sheet(self) -> Keyed:
        """Rows of energy sheets by the key of the bill."""
        return Keyed(self._tables["energy_sheet"])

    def registers_of(self, readings: Ints) -> tuple[Registers, Flags]:
        """Registers of readings (rows, NONE for none), and where they are on record."""
        known = np.flatnonzero(readings >= 0)
        rows = np.full(len(readings), NONE, dtype=np.int64)
        rows[known] = self.register_reading(self._tables["reading"]["id"][readings[known]])
        return self.registers(rows), rows >= 0

    def registers(self, rows: Ints) -> Registers:
        """Registers of rows of register readings."""
        return Registers(_columns(self._tables["register_reading"], _REGISTERS, rows))

    def sheet_from(self, rows: Ints) -> Registers:
        """Registers with which the period of rows of energy sheets began."""
        return Registers(_columns(self._tables["energy_sheet"], _FROM, rows))

    def sheet_to(self, rows: Ints) -> Registers:
        """Registers with which it ended, by the sheet itself."""
        return Registers(_columns(self._tables["energy_sheet"], _TO, rows))

    def sheet_swap(self, rows: Ints) -> Int64s:
        """Energies (3 × n) of meters removed in the period, by the sheet."""
        return _columns(self._tables["energy_sheet"], _SWAP, rows)

    def transformer_rows(self, customers: Ints, moments: Ints, days: Ints) -> Ints:
        """Row of the transformer of each customer (position) in force on a day, as recorded at a moment; else NONE."""
        rows, number = self._tables["transformer"], self._sheets.customers.keys[customers]
        found = np.full(len(customers), NONE, dtype=np.int64)
        if not len(rows):
            return found
        order = np.lexsort((rows["id"], rows["recorded_at"], rows["valid_from"], rows["customer"]))
        owner = rows["customer"][order]
        first, last = np.searchsorted(owner, number, "left"), np.searchsorted(owner, number, "right")
        for step in range(int((last - first).max(initial=0))):
            at = order[np.minimum(first + step, len(order) - 1)]
            stands = (first + step < last) & (rows["recorded_at"][at] <= moments) & (rows["valid_from"][at] <= days)
            found = np.where(stands, at, found)
        return found

    def transformers(self, rows: Ints) -> Transformers:
        """Parameters of rows of the transformer table; kva 0 for NONE."""
        values = _columns(self._tables["transformer"], _PARAMETERS, rows)
        return Transformers(*np.where(rows >= 0, values, 0))

    def install_orders(self, customers: Ints, from_on: Ints) -> Ints:
        """Row of the work order by which each customer (position) was energised on the day; NONE if on another."""
        orders = self._tables["work_order"]
        rows = orders.where(orders.among("kind", "install"))
        days = wide(orders["done_on"][rows])
        keys = wide(orders["customer"][rows]) * (1 << 24) + days
        order = np.argsort(keys, kind="stable")
        at = find(keys[order], wide(self._sheets.customers.keys[customers]) * (1 << 24) + from_on)
        return np.where(at >= 0, rows[order][at], NONE) if len(rows) else at

    def capacity_days(self, orders: Ints, days: Ints) -> Int64s:
        """Days of the capacity charge, of 30: those in service where the period began with the installation."""
        return np.where(orders >= 0, np.clip(wide(days), 0, DAYS_1996), DAYS_1996)

    def hours(self, days: Ints) -> Int64s:
        """Hours of so many days."""
        return np.maximum(wide(days), 0) * _HOURS


def _columns(rows: Rows, names: Sequence[str], at: Ints) -> Int64s:
    if not len(rows):
        return np.zeros((len(names), len(at)), dtype=np.int64)
    return np.stack([wide(rows[name][at]) for name in names])
