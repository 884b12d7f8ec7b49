"""A register through the life of a meter, as the rule says it, in fractions: what a bill counts from row to row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from fractions import Fraction
from math import ceil

from tests.sim.office import Row
from tests.sim.plain import i, on


def at(row: Row) -> datetime:
    """When a row was written."""
    value = row["recorded_at"]
    assert isinstance(value, datetime)
    return value


def shown_at(reading: Row) -> datetime:
    """The second whose register a reading row shows: a reader copies what froze at 0:00 of the 例日."""
    copied = reading["frozen_on"] is not None and reading["kind"] in ("opening", "actual")
    return datetime.combine(on(reading, "frozen_on"), time()) if copied else at(reading)


def most_units(meter: Row, begin: datetime, end: datetime) -> int:
    """⌈marked current × voltage × phases × hours⌉ + 1, in units of the register."""
    seconds = Fraction((end - begin).days * 86_400 + (end - begin).seconds)
    watts = i(meter, "phases") * i(meter, "voltage_v") * i(meter, "max_current_a")
    return ceil(watts * seconds / 3600 / 1000) + 1


@dataclass
class Turning:
    """One register of one meter. read, read_at: as last really read; billed: as last billed, on an estimate too;
    guessed: what was billed on estimates since; total: the plate bounds it, so that it may be seen to go back.
    """

    meter: Row
    read: int
    read_at: datetime
    total: bool = True
    billed: int = field(init=False)
    guessed: int = 0

    def __post_init__(self) -> None:
        self.billed = self.read

    @property
    def turn(self) -> int:
        """Units of a full turn."""
        turn: int = 10 ** i(self.meter, "digits")
        return turn

    def ahead(self, register: int, moment: datetime) -> int:
        """Units from the last bill to a register that was read: forward if use can have brought it, else back."""
        units = (register - self.read) % self.turn
        if self.total and units > most_units(self.meter, self.read_at, moment):
            units -= self.turn
        return units - self.guessed

    def bill(self, register: int, reading: Row) -> int:
        """Units of the bill that rests on a reading; the next begins there."""
        if reading["kind"] == "estimate":
            units = (register - self.billed) % self.turn
            self.guessed += units
        else:
            units = self.ahead(register, shown_at(reading))
            self.read, self.read_at, self.guessed = register, shown_at(reading), 0
        self.billed = register
        return units

    def corrected(self, units: int) -> None:
        """A supplement established another register for the last reading."""
        self.read = self.billed = (self.read + units) % self.turn
