"""Registers that turn over: how far one lies from another, and which way."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaohe.standards.ledger.record_tables import Flags, Ints, Tables, wide
from kaohe.standards.ledger.sheets import RECHECK, SPOT, Sheets

Int64s = NDArray[np.int64]


def forward(start: Ints, end: Ints, modulus: Ints) -> Int64s:
    """Advance of a register that may have rolled over."""
    return (wide(end) - wide(start)) % modulus


def lies_below(register: Ints, recorded: Ints, modulus: Ints) -> Flags:
    """Where a register lies below the recorded one: the way back is shorter than the way on round the roll-over."""
    back = forward(register, recorded, modulus)
    return (back > 0) & (2 * back < modulus)


class Meters:
    """Digits and multipliers of meters by position, and the energy between two of their registers."""

    def __init__(self, tables: Tables, sheets: Sheets) -> None:
        self._tables, self._sheets = tables, sheets

    def digits(self, meters: Ints) -> Ints:
        """Integer digits of the registers."""
        return self._tables["meter"]["digits"][self._sheets.meter_row[meters]]

    def modulus(self, meters: Ints) -> Int64s:
        """10 to the digits."""
        powers = 10 ** np.arange(19, dtype=np.int64)
        return powers[self.digits(meters)]

    def multiplier(self, meters: Ints) -> Int64s:
        """kWh per register unit."""
        return wide(self._tables["meter"]["multiplier"][self._sheets.meter_row[meters]])

    def kwh(self, meters: Ints, start: Ints, end: Ints, readings: Ints) -> Int64s:
        """Energy between two registers; negative where the reading (row, or NONE) is one that confirms it."""
        modulus, sheets = self.modulus(meters), self._sheets
        units = forward(start, end, modulus)
        kind = sheets.reading_kind[readings]
        confirmed = np.flatnonzero(((kind == RECHECK) | (kind == SPOT)) & (readings >= 0))
        negative = confirmed[lies_below(end[confirmed], start[confirmed], modulus[confirmed])]
        units[negative] -= modulus[negative]
        return units * self.multiplier(meters)
