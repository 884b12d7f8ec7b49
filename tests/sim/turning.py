"""A register through the life of a meter, as the rule says it, in fractions: what a bill counts from row to row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from fractions import Fraction
from math import ceil

from tests.sim.office import Row
from tests.sim.plain import i, on, turn_of, whole_kwh


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
    """⌈marked current × voltage × phases × hours⌉ + 1, in units of the last place."""
    seconds = Fraction((end - begin).days * 86_400 + (end - begin).seconds)
    watts = i(meter, "phases") * i(meter, "voltage_v") * i(meter, "max_current_a")
    most: Fraction = watts * seconds / 3600 / 1000 * 10 ** i(meter, "decimals")
    return ceil(most) + 1


def next_begin(bills: Sequence[Row], period: int, reading: Row) -> int | None:
    """The register with which the next bill after a period begins, if it is of the meter of a reading."""
    later = min((row for row in bills if i(row, "period") > period), key=lambda row: i(row, "period"), default=None)
    return None if later is None or later["meter"] != reading["meter"] else i(later, "from_register")


@dataclass
class Turning:
    """One register of one meter. read, read_at: as last really read; before, before_at: as really read before that;
    billed: as last billed, on an estimate too; guessed: what was billed on estimates since; total: the plate bounds it,
    so that it may be seen to go back; fresh: nobody has read it since it was put in, and bills begin at what the
    archive says it showed then.
    """

    meter: Row
    read: int
    read_at: datetime
    total: bool = True
    fresh: bool = False
    billed: int = field(init=False)
    guessed: int = 0
    advanced: int = 0
    before: int = field(init=False)
    before_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.billed = self.before = self.read
        self.before_at = self.read_at

    @property
    def turn(self) -> int:
        """Units of a full turn."""
        return turn_of(self.meter)

    def as_recorded(self, meter: Row) -> None:
        """A row of the archive says with which register the meter was put in."""
        if self.fresh and self.total:
            self.read = i(meter, "initial_register")
            self.billed = self.billed if self.guessed else self.read

    def _ahead(self, register: int, moment: datetime) -> int:
        """Units since the last real reading: forward if use can have brought them, else back."""
        units = (register - self.read) % self.turn
        if self.total and units > most_units(self.meter, self.read_at, moment):
            units -= self.turn
        return units

    def ahead(self, register: int, moment: datetime, meter: Row) -> int:
        """kWh from the last bill to a register that was read, as the meter is recorded now: the whole advance rounded
        down, less that of it which was billed, rounded down likewise.
        """
        return whole_kwh(self._ahead(register, moment), meter) - whole_kwh(self.guessed, meter)

    def bill(self, register: int, reading: Row, meter: Row) -> int:
        """kWh of the bill that rests on a reading; the next begins there."""
        before = self.guessed
        if reading["kind"] == "estimate":
            self.guessed += (register - self.billed) % self.turn
            kwh = whole_kwh(self.guessed, meter) - whole_kwh(before, meter)
        else:
            self.advanced = self._ahead(register, shown_at(reading))
            kwh = whole_kwh(self.advanced, meter) - whole_kwh(before, meter)
            self.before, self.before_at = self.read, self.read_at
            self.read, self.read_at, self.guessed, self.fresh = register, shown_at(reading), 0, False
        self.billed = register
        return kwh

    def corrected(self, kwh: int, register: int | None, meter: Row, ground: Row) -> None:
        """A supplement established another register for the last reading, by its ground: that with which the next bill
        begins, if one follows on this meter.
        """
        found = self._established(ground)
        assert register in (None, found), (ground, found, register)
        more = min(((found - self.read) % self.turn - each for each in (0, self.turn)), key=abs)
        self.advanced, before = self.advanced + more, self.advanced
        assert whole_kwh(self.advanced, meter) - whole_kwh(before, meter) == kwh, (ground, found)
        self.read = self.billed = (self.read + more) % self.turn

    def _established(self, ground: Row) -> int:
        """The register that a row of the same freeze reads out; else by days between the reading before and the row, or
        the row's own where nothing can have run since that.
        """
        if ground["frozen_on"] is not None and on(ground, "frozen_on") == self.read_at.date():
            return i(ground, "frozen_register")
        until, shown = at(ground), i(ground, "register")
        units = (shown - self.before) % self.turn
        if units > most_units(self.meter, self.before_at, until):
            return shown
        days, span = (each.date() - self.before_at.date() for each in (self.read_at, until))
        return (self.before + units * days.days // max(span.days, 1)) % self.turn
