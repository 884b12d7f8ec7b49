"""Registers that turn over: how far one can have gone from another, by what the meter's plate lets pass."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaohe.standards.ledger.record_tables import Ints, Tables, wide
from kaohe.standards.ledger.sheets import Sheets

Int64s = NDArray[np.int64]

_WS_PER_KWH = 3_600_000


def most_units(watts: Int64s, seconds: Int64s) -> Int64s:
    """The most register units that a meter can show for so many seconds.

    watts: the most that the plate lets pass, without the multiplier: in units of 1 kWh on the meter's own side the
    multiplier cancels. The energy is rounded up, and one unit more may turn over at the edge of the span.
    """
    return -(-wide(watts) * np.maximum(wide(seconds), 0) // _WS_PER_KWH) + 1


def signed_advance(start: Int64s, end: Int64s, turn: Int64s, most: Int64s) -> Int64s:
    """Units from one register to a later one: forward, round the turn too, where so much can have passed; else back."""
    forward = (wide(end) - wide(start)) % turn
    return np.where(forward <= most, forward, forward - turn)


class Meters:
    """Digits, multipliers and plates of meters by position."""

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

    def watts(self, meters: Ints) -> Int64s:
        """The most that the meters themselves can pass: phases × volts × amperes of the plate."""
        rows, at = self._tables["meter"], self._sheets.meter_row[meters]
        return wide(rows["phases"][at]) * wide(rows["voltage_v"][at]) * wide(rows["max_current_a"][at])

    def most(self, meters: Ints, seconds: Ints) -> Int64s:
        """The most register units that they can show for so many seconds."""
        return most_units(self.watts(meters), wide(seconds))

    def advance(self, meters: Ints, start: Ints, end: Ints, seconds: Ints) -> Int64s:
        """Register units between two registers, so many seconds apart."""
        return signed_advance(wide(start), wide(end), self.modulus(meters), self.most(meters, seconds))
