"""Sheets: readings and bills scattered once into period × object arrays that all clauses share."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.records import PAPERS, SCHEMA, ids
from kaohe.sim.texts import catalogue
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, Tables, wide
from kaohe.standards.ledger.versions import Versions

OPENING, ACTUAL, ESTIMATE, RECHECK, SPOT, REMOVAL, INSTALL = range(len(ids.READING_KINDS))
DAY_S = 86_400
_texts = catalogue("kaohe.standards")

_READING, _BILL, _METER = SCHEMA["reading"].key, SCHEMA["bill"].key, PAPERS.thing("meter").key


class Index:
    """Positions 0 … n − 1 of n sorted keys."""

    def __init__(self, keys: Ints) -> None:
        self.keys = np.unique(keys)
        self._first = int(self.keys[0]) if len(self.keys) else 0
        self._table = self._lookup()

    def __len__(self) -> int:
        return len(self.keys)

    def __call__(self, keys: Ints) -> Ints:
        """Position of each key. LookupError for a key that is not there."""
        found = self.find(keys)
        if len(found) and int(found.min()) < 0:
            raise LookupError(str(_texts.message("number-unknown", number=str(keys[int(found.argmin())]))))
        return found

    def find(self, keys: Ints) -> Ints:
        """Position of each key; NONE for a key that is not there."""
        if self._table is not None:
            offsets = wide(keys) - self._first
            inside = (offsets >= 0) & (offsets < len(self._table))
            if inside.all():
                return self._table[offsets]
            return np.where(inside, self._table[np.where(inside, offsets, 0)], NONE)
        return find(self.keys, keys)

    def _lookup(self) -> NDArray[np.int32] | None:
        span = int(self.keys[-1]) - self._first + 1 if len(self.keys) else 1
        if span > 32 * len(self.keys) + 65_536:
            return None
        table = np.full(span, NONE, dtype=np.int32)
        table[self.keys - self._first] = np.arange(len(self.keys))
        return table


def find(sorted_keys: Ints, keys: Ints) -> Ints:
    """Position of each key among sorted ones; NONE for a key that is not there."""
    if not len(sorted_keys):
        return np.full(len(keys), NONE)
    at = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
    return np.where(sorted_keys[at] == keys, at, NONE)


class Sheets:
    """Shared arrays over readings and bills. Sheets hold row numbers of their table, NONE where there is no row."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @cached_property
    def customers(self) -> Index:
        """Customers of the archive, and those whose meter was put in that nobody has entered yet."""
        orders = self._tables["work_order"]
        fitted = _METER.part("customer", wide(orders["new_meter"][orders["new_meter"] != NONE]))
        return Index(np.concatenate([wide(self._tables["customer"]["customer"]), fitted]))

    @cached_property
    def meters(self) -> Index:
        """Meters of the archive, and those put in that nobody has entered yet."""
        fitted = self._tables["work_order"]["new_meter"]
        return Index(np.concatenate([self._tables["meter"]["meter"], fitted[fitted != NONE]]))

    @cached_property
    def meter_versions(self) -> Versions:
        """Rows of the meter table by meter (position)."""
        rows = self._tables["meter"]
        return Versions(rows, self.meters(rows["meter"]), len(self.meters))

    @cached_property
    def meter_row(self) -> NDArray[np.int64]:
        """Row of the meter table of each meter: the one recorded last; NONE for one that is not entered yet."""
        return self.meter_versions.last

    @cached_property
    def owner_of_meter(self) -> Ints:
        """Number of the customer of each meter, also of one whom nobody has entered yet."""
        owner, entered = _METER.part("customer", wide(self.meters.keys)), self.meter_row >= 0
        owner[entered] = self._tables["meter"]["customer"][self.meter_row[entered]]
        return owner

    @cached_property
    def customer_of_meter(self) -> Ints:
        """Position of the customer of each meter."""
        return self.customers(self.owner_of_meter)

    @cached_property
    def _reading_parts(self) -> tuple[Ints, Ints, Ints]:
        key = self._tables["reading"]["id"]
        meter, period, kind, _ = _READING.unpack(wide(key))
        return self.meters(meter), period.astype(np.int16), kind.astype(np.int8)

    @property
    def reading_meter(self) -> Ints:
        """Position of the meter of each reading."""
        return self._reading_parts[0]

    @cached_property
    def reading_period(self) -> Ints:
        """Position of the period of each reading."""
        return self._reading_parts[1] - self.first_period

    @property
    def reading_kind(self) -> Ints:
        """Kind of each reading: its position in READING_KINDS."""
        return self._reading_parts[2]

    def seconds(self, rows: Ints) -> NDArray[np.int64]:
        """Up to which second since 1970 the registers of some readings run: their own, or 0:00 of the day frozen."""
        return self._seconds[rows]

    @cached_property
    def _seconds(self) -> NDArray[np.int64]:
        table, kinds = self._tables["reading"], self.reading_kind
        seconds = wide(table["recorded_at"] // 1000)
        copied = np.flatnonzero((table["frozen_on"] >= 0) & ((kinds == ACTUAL) | (kinds == OPENING)))
        seconds[copied] = wide(table["frozen_on"][copied]) * DAY_S
        return seconds

    @cached_property
    def first_period(self) -> int:
        """Index of the first period that has a reading; periods are counted from it."""
        return int(self._reading_parts[1].min(initial=1023)) if len(self._tables["reading"]) else 0

    @cached_property
    def periods(self) -> int:
        """Number of periods from the first to the last that has a reading."""
        return int(self._reading_parts[1].max(initial=0)) - self.first_period + 1 if len(self._tables["reading"]) else 1

    @cached_property
    def actual_row(self) -> NDArray[np.int32]:
        """(period × meter) the reader's reading."""
        sheet = np.full((self.periods, len(self.meters)), NONE, dtype=np.int32)
        rows = np.flatnonzero(self.reading_kind == ACTUAL)
        sheet[self.reading_period[rows], self.reading_meter[rows]] = rows
        if np.count_nonzero(sheet >= 0) < len(
            rows
        ):  # read twice: the last in the order of keys, whatever the file's order
            rows = rows[np.argsort(self._tables["reading"]["id"][rows], kind="stable")]
            sheet[self.reading_period[rows], self.reading_meter[rows]] = rows
        return sheet

    @cached_property
    def bill_period(self) -> Ints:
        """Position of the period of each bill."""
        return _BILL.part("period", wide(self._tables["bill"]["id"])).astype(np.int16) - self.first_period

    @cached_property
    def bill_customer(self) -> Ints:
        """Position of the customer of each bill."""
        return self.customers(_BILL.part("customer", wide(self._tables["bill"]["id"])))

    @cached_property
    def bill_meter(self) -> Ints:
        """Position of the meter of each bill."""
        return self.meters(self._tables["bill"]["meter"])

    @cached_property
    def bill_row(self) -> NDArray[np.int32]:
        """(period × customer) the bill."""
        sheet = np.full((self.periods, len(self.customers)), NONE, dtype=np.int32)
        sheet[self.bill_period, self.bill_customer] = np.arange(len(self._tables["bill"]))
        return sheet

    @cached_property
    def basis_row(self) -> Ints:
        """Row of the reading on which each bill rests; NONE if it names none."""
        keys, named = self._tables["reading"]["id"], self._tables["bill"]["reading"]
        row = self.actual_row[self.bill_period, self.bill_meter]
        others = np.flatnonzero((row < 0) | (keys[row] != named))
        row[others] = self.rows_of_readings(named[others])
        return row

    @cached_property
    def final(self) -> Flags:
        """Bills that rest on the register of a meter that was taken down for good: of no batch."""
        basis = self.basis_row
        flags: Flags = basis >= 0
        if flags.any():
            flags = flags & (self.reading_kind[basis] == REMOVAL)
        return flags

    @cached_property
    def bill_on_actual(self) -> NDArray[np.int32]:
        """(period × meter) the bill that rests on the reader's own reading."""
        sheet = np.full((self.periods, len(self.meters)), NONE, dtype=np.int32)
        rows = np.flatnonzero((self.basis_row >= 0) & (self.reading_kind[self.basis_row] == ACTUAL))
        at = self.basis_row[rows]
        sheet[self.reading_period[at], self.reading_meter[at]] = rows
        return sheet

    @cached_property
    def _uncommon(self) -> tuple[Ints, Ints]:
        keys = self._tables["reading"]["id"]
        scattered = np.zeros(len(keys), dtype=np.bool_)
        scattered[self.actual_row[self.actual_row >= 0]] = True
        rows = np.flatnonzero(~scattered)
        rows = rows[np.argsort(keys[rows], kind="stable")]
        return keys[rows], rows

    def rows_of_readings(self, keys: Ints) -> Ints:
        """Rows of the reading table by key; NONE for an unknown key."""
        known = self.meters.find(_READING.part("meter", wide(keys)))
        period = _READING.part("period", wide(keys)) - self.first_period
        inside = (known >= 0) & (period >= 0) & (period < self.periods)
        row = np.where(inside, self.actual_row[np.where(inside, period, 0), np.where(inside, known, 0)], NONE)
        hit = (row >= 0) & (self._tables["reading"]["id"][row] == keys) if len(row) else inside
        at = find(self._uncommon[0], keys)
        return np.where(hit, row, np.where(at >= 0, self._uncommon[1][at] if len(self._uncommon[1]) else NONE, NONE))

    def has_actual(self, rows: Ints) -> Flags:
        """Where the meter-period of a reading has a reader's own reading."""
        return self.actual_row[self.reading_period[rows], self.reading_meter[rows]] >= 0

    def flat(self, bills: Ints) -> Ints:
        """Place of each bill key in a flattened period × customer sheet; the last for bills of periods beyond it."""
        customer, period = _BILL.unpack(wide(bills))
        row = period - self.first_period
        place = row * len(self.customers) + self.customers(customer)
        outside = (row < 0) | (row >= self.periods)
        return np.where(outside, self.places - 1, place) if outside.any() else place

    @property
    def places(self) -> int:
        """Size of a flattened period × customer sheet, with one place more for debts of before the first period."""
        return self.periods * len(self.customers) + 1

    @cached_property
    def flat_bill_row(self) -> NDArray[np.int32]:
        """The bill of each place of a flattened sheet."""
        return np.append(self.bill_row.ravel(), np.int32(NONE))

    @cached_property
    def receipt_bill(self) -> Ints:
        """Place of the bill of each receipt in a flattened period × customer sheet."""
        return self.flat(self._tables["receipt"]["bill"])

    def readings_of(self, meters: Ints) -> dict[int, Ints]:
        """Readings (rows) of some meters (positions), by meter, in the order of reading day, time and key."""
        rows, wanted = self._tables["reading"], np.zeros(len(self.meters), dtype=np.bool_)
        wanted[meters] = True
        found = np.flatnonzero(wanted[self.reading_meter])
        found = found[
            np.lexsort(
                (rows["id"][found], rows["recorded_at"][found], rows["read_on"][found], self.reading_meter[found])
            )
        ]
        keys = np.unique(meters)
        bounds = np.searchsorted(self.reading_meter[found], np.append(keys, len(self.meters)))
        return {int(key): found[bounds[i] : bounds[i + 1]] for i, key in enumerate(keys)}
