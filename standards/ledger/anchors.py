"""What a bill begins at: the last register that somebody really read, less what was billed on estimates meanwhile.

An estimate is no register: its bill is the previous quantity, which the next register settles. A register that has been
established by a correction takes the place of the one that was read; of a meter put in, the archive's first register
that of the fitter.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.records import ids
from kaohe.standards.ledger.meter_energy import Meters, Scale
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, Tables, wide
from kaohe.standards.ledger.sheets import ACTUAL, DAY_S, ESTIMATE, INSTALL, OPENING, RECHECK, Sheets

Int64s = NDArray[np.int64]


class Start(NamedTuple):
    """Where the energy of a meter begins: reading (row, NONE if unknown), register, second, units billed since.

    `last`: the reading at which the last bill ended, an estimate if that rested on one.
    """

    row: int
    register: int
    second: int
    billed: int
    last: int


@dataclass(frozen=True)
class Starts:
    """The same as arrays: one entry a bill, or one a meter."""

    row: Ints
    register: Int64s
    second: Int64s
    billed: Ints
    last: Ints

    @classmethod
    def unknown(cls, size: int) -> Starts:
        """Of meters of which nothing was ever read."""
        row, second, last = (np.full(size, NONE, dtype=np.int64) for _ in range(3))
        return cls(row, np.zeros(size, dtype=np.int64), second, np.zeros(size, dtype=np.int64), last)

    def at(self, place: int) -> Start:
        """One of them."""
        return Start(*(int(part[place]) for part in (self.row, self.register, self.second, self.billed, self.last)))


class Anchors:
    """Starts of all bills and of the readings that got none, from the first period to the last."""

    def __init__(self, tables: Tables, sheets: Sheets, meters: Meters) -> None:
        self._tables, self._sheets, self._meters = tables, sheets, meters

    @property
    def units(self) -> Int64s:
        """Register units that each bill should show, less what was billed meanwhile; of an estimate its own."""
        return self._walk.units

    def of_bills(self, bills: Ints) -> Starts:
        """Starts of some bills (rows); where nothing was read before, the bill's own register and first day."""
        walk, of_bill, rows = self._walk, self._tables["bill"], self._tables["reading"]
        row, bare = wide(walk.row[bills]), walk.row[bills] < 0
        read = rows["register"][row] if len(rows) else of_bill["from_register"][bills]
        register = wide(np.where(bare, of_bill["from_register"][bills], read))
        fitted = np.flatnonzero(self._fitted(row))
        meters, written = self._sheets.bill_meter[bills[fitted]], of_bill["recorded_at"][bills[fitted]]
        register[fitted] = self._meters.first_register(meters, written)
        for at in np.flatnonzero(~bare & self.corrected[row]).tolist():
            register[at] = walk.established.get(int(row[at]), int(register[at]))
        second = wide(of_bill["from_on"][bills]) * DAY_S
        second[~bare] = self._sheets.seconds(row[~bare])
        return Starts(row, register, second, walk.billed[bills], walk.last[bills])

    def energy(self, scale: Scale) -> Int64s:
        """kWh that each bill should show by its registers, all meters counting by `scale`."""
        return scale.energy(self.units, self._walk.billed)

    def energy_by(self, bills: Ints, scale: Scale, first_register: Ints) -> Int64s:
        """kWh that some bills (rows) should show if their meters counted, and had begun, otherwise.

        first_register: with what each meter was put in. An estimate stays the quantity that it was.
        """
        starts, (end, second) = self.of_bills(bills), self.ends(bills)
        began = np.where(self._fitted(starts.row), first_register, starts.register)
        advance = scale.advance(began, end, second - starts.second) - starts.billed
        units = np.where(self._read(self._sheets.basis_row[bills]), advance, self.units[bills])
        return scale.energy(units, starts.billed)

    def of_bill(self, bill: int) -> Start:
        """Start of one bill (row)."""
        return self.of_bills(np.array([bill])).at(0)

    def of_reading(self, row: int) -> Start:
        """Start of a reading (row) whose meter got no bill in its period; of another where its meter stood at last."""
        left = self._walk.left
        return left[row] if row in left else self.of_meter(int(self._sheets.reading_meter[row]))

    def of_meter(self, meter: int) -> Start:
        """Where a meter (position) stood after the last of its bills and readings."""
        return self._walk.now.at(meter)

    @cached_property
    def _walk(self) -> _Walk:
        sheets = self._sheets
        walk = _Walk(len(self._tables["bill"]), len(sheets.meters))
        begins = np.flatnonzero(np.isin(sheets.reading_kind, (OPENING, INSTALL)))
        periods = (
            self._by_period(begins, self._first_period[sheets.reading_meter[begins]]),
            self._by_period(np.arange(len(sheets.bill_period)), sheets.bill_period),
            self._by_period(self._left, sheets.reading_period[self._left]),
        )
        for fitted, issued, left in zip(*periods, strict=True):
            self._begin(walk.now, fitted)
            walk.keep(left, sheets.reading_meter[left])
            self._begin(walk.now, _last_of_each(sheets.reading_meter, left[self._read(left)]))
            self._guess(walk.now, left[self._supplemented[left]])
            self._owe(walk, left)
            self._bill(walk, issued)
            walk.owed[sheets.bill_meter[issued]] = 0
        return walk

    @cached_property
    def _first_period(self) -> Ints:
        """Of each meter the earliest period of its readings: a round that was put off is read after the meter was put
        in, and belongs to a period before.
        """
        sheets = self._sheets
        first = np.full(len(sheets.meters), sheets.periods, dtype=np.int64)
        np.minimum.at(first, sheets.reading_meter, sheets.reading_period)
        return first

    def _by_period(self, rows: Ints, periods: Ints) -> list[Ints]:
        order = np.argsort(periods, kind="stable")
        bounds = np.searchsorted(periods[order], np.arange(1, self._sheets.periods))
        return list(np.split(rows[order], bounds))

    @cached_property
    def _left(self) -> Ints:
        """The readers' own rows, coded no-reads and re-readings of meters without a bill in the period, by time."""
        sheets, rows = self._sheets, self._tables["reading"]
        billed = np.zeros((sheets.periods, len(sheets.meters)), dtype=np.bool_)
        billed[sheets.bill_period, sheets.bill_meter] = True
        left = np.flatnonzero(np.isin(sheets.reading_kind, (ACTUAL, ESTIMATE, RECHECK)))
        left = left[~billed[sheets.reading_period[left], sheets.reading_meter[left]]]
        return left[np.lexsort((rows["id"][left], rows["recorded_at"][left]))]

    def _read(self, rows: Ints) -> Flags:
        """Where somebody really read the register."""
        kinds = self._sheets.reading_kind
        read: Flags = (rows < 0) | (kinds[rows] != ESTIMATE) if len(kinds) else rows < 0
        return read

    def _begin(self, now: Starts, rows: Ints) -> None:
        """Registers that were really read: what comes counts from them."""
        meters = self._sheets.reading_meter[rows]
        now.row[meters], now.last[meters], now.billed[meters] = rows, rows, 0
        now.register[meters] = self._tables["reading"]["register"][rows]
        now.second[meters] = self._sheets.seconds(rows)
        fitted = self._fitted(rows)
        now.register[meters[fitted]] = self._meters.first_register(meters[fitted])

    def _fitted(self, rows: Ints) -> Flags:
        """Where a reading (row) is that of a meter put in: bills begin at the register that the archive has of it."""
        kinds = self._sheets.reading_kind
        fitted: Flags = (rows >= 0) & (kinds[rows] == INSTALL) if len(kinds) else rows >= 0
        return fitted

    def _refit(self, now: Starts, meters: Ints, moments: Ints) -> None:
        """Meters that nobody has read since they were put in begin at their first register as recorded at a moment."""
        at = np.flatnonzero(self._fitted(now.row[meters]))
        now.register[meters[at]] = self._meters.first_register(meters[at], moments[at])

    def _guess(self, now: Starts, rows: Ints) -> None:
        """Estimates without a bill that a supplement has billed after all: the next register settles them too."""
        meters = self._sheets.reading_meter[rows]
        end = wide(self._tables["reading"]["register"][rows])
        scale = self._meters.scale(meters, self._tables["reading"]["recorded_at"][rows])
        more = (end - now.register[meters] - now.billed[meters]) % scale.modulus
        now.billed[meters] += more
        now.last[meters] = rows

    def _owe(self, walk: _Walk, left: Ints) -> None:
        """An estimate that was left out is owed by itself: what is left out after it goes on from there. Who issues a
        bill again bills it all from the last real register.
        """
        walk.owed[self._sheets.reading_meter[left[self._read(left)]]] = 0
        rows = left[~self._read(left) & ~self._supplemented[left]]
        meters = self._sheets.reading_meter[rows]
        scale = self._meters.scale(meters, self._tables["reading"]["recorded_at"][rows])
        from_units = walk.now.register[meters] + walk.now.billed[meters]
        walk.owed[meters] = (wide(self._tables["reading"]["register"][rows]) - from_units) % scale.modulus
        walk.owed_at[meters] = rows

    @cached_property
    def _supplemented(self) -> Flags:
        """Estimates (rows) that are the ground of a supplement for a gap."""
        supplements, kinds = self._tables["supplement"], self._sheets.reading_kind
        grounds = supplements["ground"][np.flatnonzero(supplements.among("kind", "gap"))]
        found: Flags = np.isin(self._tables["reading"]["id"], grounds) & (kinds == ESTIMATE)
        return found

    def _bill(self, walk: _Walk, issued: Ints) -> None:
        now, meters = walk.now, self._sheets.bill_meter[issued]
        written = self._tables["bill"]["recorded_at"][issued]
        scale = self._meters.scale(meters, written)
        self._refit(now, meters, written)
        self._correct(walk, issued, meters)
        walk.row[issued], walk.last[issued], walk.billed[issued] = now.row[meters], now.last[meters], now.billed[meters]
        basis = self._sheets.basis_row[issued]
        end, second = self.ends(issued)
        read, billed, start = self._read(basis), now.billed[meters], now.register[meters]
        quantity = (end - start - billed) % scale.modulus
        advance = scale.advance(start, end, second - now.second[meters])
        walk.units[issued] = np.where(read, advance - billed, quantity)
        now.last[meters], now.billed[meters] = basis, np.where(read, 0, billed + quantity)
        for part, value in ((now.row, basis), (now.register, end), (now.second, second)):
            part[meters[read]] = value[read]

    def ends(self, issued: Ints) -> tuple[Int64s, Int64s]:
        """Register and second of the readings on which bills (rows) rest; their own where they name none."""
        bills, basis = self._tables["bill"], self._sheets.basis_row[issued]
        named = basis >= 0
        end, second = wide(bills["to_register"][issued]).copy(), wide(bills["to_on"][issued]) * DAY_S
        end[named] = self._tables["reading"]["register"][basis[named]]
        second[named] = self._sheets.seconds(basis[named])
        return end, second

    def _correct(self, walk: _Walk, issued: Ints, meters: Ints) -> None:
        """A bill that nothing precedes, or whose reading was corrected, begins at the register that it names."""
        bills, now = self._tables["bill"], walk.now
        row, first = now.row[meters], now.second[meters] < 0
        corrected = (row >= 0) & (now.billed[meters] == 0) & self.corrected[row]
        named = first | corrected
        now.register[meters[named]] = bills["from_register"][issued[named]]
        now.second[meters[first]] = wide(bills["from_on"][issued[first]]) * DAY_S
        walk.established |= zip(row[corrected].tolist(), now.register[meters[corrected]].tolist(), strict=True)

    @cached_property
    def corrected(self) -> Flags:
        """Readings (rows) on which a bill rests that a supplement has corrected."""
        sheets, supplements = self._sheets, self._tables["supplement"]
        corrected = np.zeros(len(self._tables["reading"]) + 1, dtype=np.bool_)
        rows = np.flatnonzero(supplements.among("kind", "misread"))
        period = ids.period_index(wide(supplements["period"][rows])) - sheets.first_period
        customer = sheets.customers.find(supplements["customer"][rows])
        inside = (period >= 0) & (period < sheets.periods) & (customer >= 0)
        bill = sheets.bill_row[period[inside], customer[inside]]
        corrected[sheets.basis_row[bill[bill >= 0]]] = True
        corrected[NONE] = False
        return corrected


class _Walk:
    """From period to period: where each meter stands now, and what its bills and unbilled readings began at."""

    def __init__(self, bills: int, meters: int) -> None:
        self.now = Starts.unknown(meters)
        self.units = np.zeros(bills, dtype=np.int64)
        self.row, self.last = (np.full(bills, NONE, dtype=np.int32) for _ in range(2))
        self.billed = np.zeros(bills, dtype=np.int32)
        self.owed, self.owed_at = np.zeros(meters, dtype=np.int64), np.full(meters, NONE, dtype=np.int64)
        self.left: dict[int, Start] = {}
        self.established: dict[int, int] = {}

    def keep(self, rows: Ints, meters: Ints) -> None:
        """Where the meters of some readings stand now."""
        self.left |= ((row, self._start(meter)) for row, meter in zip(rows.tolist(), meters.tolist(), strict=True))

    def _start(self, meter: int) -> Start:
        start, owed = self.now.at(meter), int(self.owed[meter])
        return start._replace(billed=start.billed + owed, last=int(self.owed_at[meter])) if owed else start


def _last_of_each(meter: Ints, rows: Ints) -> Ints:
    """Of several rows of a meter the last."""
    kept = np.unique(meter[rows][::-1], return_index=True)[1]
    return rows[::-1][kept]
