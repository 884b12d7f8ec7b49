"""Registers that turn over: how far one can have gone from another, by what the meter's plate lets pass."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaohe.standards.ledger.record_tables import Flags, Ints, Tables, at_rows, wide
from kaohe.standards.ledger.sheets import Sheets

Int64s = NDArray[np.int64]

_WS_PER_KWH = 3_600_000
_POWERS = 10 ** np.arange(19, dtype=np.int64)


def most_units(watts: Int64s, seconds: Int64s, parts: Int64s | int = 1) -> Int64s:
    """The most register units that a meter can show for so many seconds.

    watts: the most that the plate lets pass, without the multiplier: on the meter's own side, where a kWh is so many
    parts (units of the last place), the multiplier cancels. Rounded up, and one unit more may turn over at the edge of
    the span.
    """
    return -(-wide(watts) * np.maximum(wide(seconds), 0) * parts // _WS_PER_KWH) + 1


def signed_advance(start: Int64s, end: Int64s, turn: Int64s, most: Int64s) -> Int64s:
    """Units from one register to a later one: forward, round the turn too, where so much can have passed; else back."""
    forward = (wide(end) - wide(start)) % turn
    return np.where(forward <= most, forward, forward - turn)


@dataclass(frozen=True)
class Scale:
    """How the registers of some meters count: integer digits, places after the point, kWh for 1 of the register, the
    most watts that the meters can pass. A register is a number of units of its last place.
    """

    digits: Ints
    decimals: Ints
    multiplier: Int64s
    watts: Int64s

    @property
    def parts(self) -> Int64s:
        """Units in 1 of the register."""
        return _POWERS[self.decimals]

    @property
    def modulus(self) -> Int64s:
        """Units at which the registers begin again."""
        return _POWERS[self.digits] * self.parts

    def at(self, rows: Ints | Flags) -> Scale:
        """Of some of them."""
        return Scale(self.digits[rows], self.decimals[rows], self.multiplier[rows], self.watts[rows])

    def most(self, seconds: Ints) -> Int64s:
        """The most register units that they can show for so many seconds."""
        return most_units(self.watts, wide(seconds), self.parts)

    def energy(self, units: Int64s, after: Ints | int = 0) -> Int64s:
        """Whole kWh of some units that follow others, which were counted from the same register before (`after`).

        An advance is rounded down once, however many bills it came in: they add up to it.
        """
        if not self.decimals.any():
            return units * self.multiplier
        before = wide(np.asarray(after))
        kwh: Int64s = (before + units) * self.multiplier // self.parts - before * self.multiplier // self.parts
        return kwh

    def advance(self, start: Ints, end: Ints, seconds: Ints) -> Int64s:
        """Register units between two registers, so many seconds apart."""
        return signed_advance(wide(start), wide(end), self.modulus, self.most(seconds))


class Meters:
    """How the registers of meters (by position) count and begin, as recorded last or at a moment each."""

    def __init__(self, tables: Tables, sheets: Sheets) -> None:
        self._tables, self._sheets = tables, sheets

    def rows(self, meters: Ints, moments: Ints) -> Ints:
        """Row of the meter table of each meter as recorded at each moment; its first one before that."""
        return self._sheets.meter_versions.at(meters, moments)

    def scale(self, meters: Ints, moments: Ints | None = None) -> Scale:
        """How their registers count, as recorded at each moment, or last; not at all where the archive has no row."""
        return self._scales.at(self._sheets.meter_row[meters] if moments is None else self.rows(meters, moments))

    @cached_property
    def _scales(self) -> Scale:
        """Of each row of the meter table, and nothing at NONE."""
        names = ("digits", "decimals", "multiplier", "phases", "voltage_v", "max_current_a")
        digits, decimals, *others = (np.append(self._tables["meter"][name], [0]) for name in names)
        multiplier, phases, volts, amperes = (wide(each) for each in others)
        return Scale(digits, decimals, multiplier, phases * volts * amperes)

    def plates(self, meters: Ints) -> Scale:
        """How the registers of the meters themselves count: the archive's digits only where no order tells the plate's.

        What a clerk entered wrongly turns no register over.
        """
        return replace(self.scale(meters), digits=self._plate_digits[meters])

    @cached_property
    def _plate_digits(self) -> Ints:
        orders = self._tables["work_order"]
        digits = self.scale(np.arange(len(self._sheets.meters))).digits.copy()
        rows = orders.where((orders["new_meter"] >= 0) & (orders["digits"] >= 0))
        digits[self._sheets.meters(orders["new_meter"][rows])] = orders["digits"][rows]
        return digits

    def first_register(self, meters: Ints, moments: Ints | None = None) -> Int64s:
        """With what each began when it was put in, as recorded at each moment, or last."""
        at = self._sheets.meter_row[meters] if moments is None else self.rows(meters, moments)
        return wide(at_rows(self._tables["meter"]["initial_register"], at))
