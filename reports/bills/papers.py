"""The papers of one bill, brought together from the records: registers, sheet, transformer, archive, price in force."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Literal, cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.reports.judged.inputs import Papers
from kaohe.reports.words.registers import Plate
from kaohe.sim.records import Records, ids
from kaohe.sim.tariff.price_rows import FundRow, PriceRow
from kaohe.sim.tariff.schema import PriceClass
from kaohe.sim.tariff.settlement import Metered, Settlement, Transformers, settle
from kaohe.standards.ledger.capacity_days import CapacityDays, Periods
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.meter_energy import signed_advance
from kaohe.standards.ledger.record_tables import NONE
from kaohe.standards.ledger.sheets import ESTIMATE

Row = Mapping[str, object]
NO_TRANSFORMER = {"kva": 0, "p0_w": 0, "pk_w": 0, "idle_var": 0, "loaded_var": 0}
SWAPS = {"peak": "swap_peak_kwh", "valley": "swap_valley_kwh", "reactive": "swap_kvarh"}
FURTHER = tuple(SWAPS)
MONTH_DAYS = 30
EPOCH = datetime(1970, 1, 1)


def whole(row: Row, column: str) -> int:
    """An integer of a row. TypeError where it has none."""
    value = row[column]
    if not isinstance(value, int):
        raise TypeError(f"{column} is {value!r}")
    return value


@dataclass(frozen=True)
class Span:
    """Registers of one kind between two readings, and the energy of meters removed in between.

    most: the units that can have passed; billed: those billed on estimates since the start; before: of a bill on an
    estimate those that such bills had counted up to the start.
    """

    start: int
    end: int
    swap: int
    plate: Plate
    multiplier: int
    most: int
    billed: int = 0
    before: int = 0

    @property
    def advance(self) -> int:
        """Register units from start to end; negative where the register went back."""
        start, end, turn, most = (np.array([each]) for each in (self.start, self.end, self.plate.turn, self.most))
        return int(signed_advance(start, end, turn, most)[0])

    @property
    def energy(self) -> int:
        """kWh or kvarh."""
        counted = self._whole(self.before + self.advance) - self._whole(self.before + self.billed)
        return self.swap + counted

    def _whole(self, units: int) -> int:
        """kWh of so many units since a register that was really read, rounded down."""
        return units * self.multiplier // self.plate.parts


@dataclass(frozen=True)
class Begun:
    """What a bill begins at: the reading last made (key; None where nothing was read before), its register and day.

    billed: units billed on estimates since; before: those billed up to the register of a bill on an estimate; most:
    units that can have passed until the bill's own reading.
    """

    reading: int | None
    register: int
    on: date
    billed: int
    most: int
    before: int = 0


@dataclass(frozen=True)
class BillPapers:
    """What a bill is computed from. `further` (peak, valley, reactive) is empty without a multi-function meter."""

    bill: Row
    customer: Row
    price: PriceClass
    unit_e4: int
    begun: Begun
    total: Span
    further: Mapping[str, Span]
    hours: int
    capacity_days: int
    transformer: Row | None
    more_kva_days: int = 0

    @property
    def settlement(self) -> Settlement:
        """The bill computed anew from these papers."""
        one = {name: span.energy for name, span in self.further.items()}
        peak, valley, kvarh = (_array(one.get(name, 0)) for name in FURTHER)
        capacity, days, hours = (
            _array(value) for value in (whole(self.customer, "capacity_kva"), self.capacity_days, self.hours)
        )
        behind = Transformers(*(_array(whole(self.transformer or NO_TRANSFORMER, name)) for name in NO_TRANSFORMER))
        metered = Metered(
            _array(self.total.energy), peak, valley, kvarh, capacity, days, hours, behind, _array(self.more_kva_days)
        )
        return settle(self.price, metered)


class BillDesk:
    """Finds the papers of bills in the records of an office."""

    def __init__(self, records: Papers, customers: Collection[int] | None = None) -> None:
        """`customers`: whose bills alone will be asked for; None: anybody's."""
        self._table = cache(records.table if customers is None else _of(records, customers))
        self._ledger = cache(self._of_one)

    def of_customer(self, customer: int) -> list[Row]:
        """The customer's bills in the order of their periods."""
        return _rows(self._table("bill"), pl.col("customer") == customer, "period")

    def supplements(self, bill: Row) -> list[Row]:
        """What was supplemented or refunded together with a bill, in the order of the periods it is of."""
        mine = pl.col("customer").eq(whole(bill, "customer")) & pl.col("with_period").eq(whole(bill, "period"))
        return _rows(self._table("supplement"), mine, "period")

    def customers(self) -> list[int]:
        """Numbers of all customers, ascending."""
        return sorted(set(self._table("customer")["customer"].to_list()))

    def papers(self, bill_id: int) -> BillPapers | None:
        """The papers of an issued bill; None for one that the records lack, or whose papers are not all there."""
        bill = self._row("bill", bill_id)
        return None if bill is None else self._gathered(bill, str(bill["price_class"]), whole(bill, "to_register"))

    def papers_due(self, bill_id: int, register: int | None = None) -> BillPapers | None:
        """The same as the archive and the reading make it due; or with another register at the end."""
        bill = self._row("bill", bill_id)
        if bill is None:
            return None
        customer = self._archived(whole(bill, "customer"), cast(datetime, bill["recorded_at"]))
        reading = self._row("reading", bill["reading"])
        if customer is None or reading is None:
            return None
        end = whole(reading, "register") if register is None else register
        return self._gathered(bill, str(customer["price_class"]), end)

    def reading_before(self, reading: int, among: Collection[int]) -> int:
        """Of some readings the one of the same meter; the last of them where there is none."""
        rows = self._table("reading").filter(pl.col("id").is_in([reading, *among])).select("id", "meter")
        meters = dict(rows.iter_rows())
        alike = [key for key in among if meters.get(key) == meters.get(reading)]
        return (alike or [*among])[-1]

    def papers_never_issued(self, before: int, reading: int, customer: int, kwh: int) -> BillPapers | None:
        """Those of a period that got no bill: keys of its two readings and of the archive row, kWh due.

        None where a meter was changed in a period with further registers, or where papers are lost.
        """
        start, end = (self._row("reading", key) for key in (before, reading))
        archive = self._row("customer", customer)
        if start is None or end is None or archive is None:
            return None
        bill = {
            "id": 0,
            "customer": end["customer"],
            "meter": end["meter"],
            "reading": end["id"],
            "period": end["period"],
            "kwh": kwh,
            "from_on": start["read_on"],
            "to_on": end["read_on"],
            "issued_on": end["read_on"],
            "recorded_at": datetime.combine(cast(date, end["read_on"]), time(23, 59)),
            "from_register": start["register"],
            "swap_kwh": 0,
            **self._registers(start, end),
        }
        if "capacity_days" in bill:
            bill |= self._by_days(bill)
        made = self._gathered(bill, str(archive["price_class"]), whole(end, "register"))
        if made is None or int(made.settlement.kwh[0]) == kwh:
            return made
        swapped = replace(made.total, swap=kwh - made.total.energy)
        return None if made.further else replace(made, total=swapped)

    def _registers(self, start: Row, end: Row) -> Row:
        """What an energy sheet of the period between two readings of a multi-function meter would say."""
        rows = [self._row("register_reading", row["id"]) for row in (start, end)]
        if rows[0] is None or rows[1] is None:
            return {}
        days = (cast(date, end["read_on"]) - cast(date, start["read_on"])).days
        registers = {
            f"{name}_{side}": row[f"{name}_register"]
            for side, row in zip(("from", "to"), rows, strict=True)
            if row is not None
            for name in FURTHER
        }
        new = min(days, MONTH_DAYS) if start["kind"] == "install" else MONTH_DAYS
        return {**registers, **dict.fromkeys(SWAPS.values(), 0), "hours": days * 24, "capacity_days": new}

    def _by_days(self, bill: Row) -> Row:
        """What changes and suspensions of capacity make of the days and hours of a period without a bill."""
        customer, at = whole(bill, "customer"), cast(datetime, bill["recorded_at"])
        known = (pl.col("customer") == customer) & (pl.col("recorded_at") <= at)
        behind = self._one("transformer", known) or NO_TRANSFORMER
        begun, ended = ((cast(date, bill[name]) - EPOCH.date()).days for name in ("from_on", "to_on"))
        moment = int((at - EPOCH).total_seconds()) * 1_000
        period = Periods.one(customer, begun, ended, whole(bill, "capacity_days"), moment)
        found = CapacityDays(self._ledger(customer).tables).of(period, _array(whole(behind, "kva")) > 0)
        hours = whole(bill, "hours") - 24 * int(found.idle_days[0])
        return {"hours": hours, "more_kva_days": int(found.more_kva_days[0])}

    def _gathered(self, bill: Row, price_class: str, end: int) -> BillPapers | None:
        at, issued_on = cast(datetime, bill["recorded_at"]), cast(date, bill["issued_on"])
        customer, meter = self._archived(whole(bill, "customer"), at), self._meter(whole(bill, "meter"), at)
        price = self._price(price_class, at, issued_on)
        if customer is None or meter is None or price is None:
            return None
        begun = self._begun(bill, meter)
        sheet = self._row("energy_sheet", bill["id"]) or bill
        read = self._row("register_reading", begun.reading) if begun.billed or begun.before else None
        further = {name: _further(meter, sheet, name, begun, read) for name in FURTHER if f"{name}_from" in sheet}
        return BillPapers(
            bill,
            customer,
            price.price_class(price_class),
            price.energy_e4,
            begun,
            _span(meter, begun, (begun.register, end), whole(bill, "swap_kwh"), begun.billed, begun.before),
            further,
            whole(sheet, "hours") if further else 0,
            whole(sheet, "capacity_days") if further else MONTH_DAYS,
            self._one("transformer", (pl.col("customer") == bill["customer"]) & (pl.col("recorded_at") <= at)),
            whole(sheet, "more_kva_days") if further and "more_kva_days" in sheet else 0,
        )

    def _of_one(self, customer: int) -> Ledger:
        """The papers of one customer, as the judge reads them."""
        own = pl.col("customer") == customer
        by_days = ("application", "capacity_change", "suspension", "resumption")
        names = ("customer", "meter", "reading", "bill", "supplement", *by_days)
        return Ledger(Records.from_frames({name: self._table(name).filter(own) for name in names}))

    def _begun(self, bill: Row, meter: Row) -> Begun:
        """What a bill begins at, or a period without a bill; of one on an estimate what was billed last."""
        ledger = self._ledger(whole(bill, "customer"))
        readings, sheets = ledger["reading"]["id"], ledger.sheets
        issued = np.flatnonzero(ledger["bill"]["id"] == ids.bill_id(whole(bill, "customer"), _index(bill)))
        own = int(np.flatnonzero(readings == bill["reading"])[0])
        start = ledger.anchors.of_bill(int(issued[0])) if len(issued) else ledger.anchors.of_reading(own)
        on = EPOCH + timedelta(seconds=start.second)
        reading = None if start.row == NONE else int(readings[start.row])
        turn = plate_of(meter).turn
        if sheets.reading_kind[own] == ESTIMATE:
            register = (start.register + start.billed) % turn
            return Begun(reading, register, on.date(), 0, turn, start.billed)
        seconds = sheets.seconds(np.array([own])) - start.second
        most = int(ledger.meters.scale(sheets.reading_meter[[own]]).most(seconds)[0])
        return Begun(reading, start.register, on.date(), start.billed, most)

    def _row(self, table: str, key: object) -> Row | None:
        return self._one(table, pl.col("id").eq(key))

    def _one(self, table: str, where: pl.Expr) -> Row | None:
        """The last row recorded that fits."""
        rows = _rows(self._table(table), where, "recorded_at")
        return rows[-1] if rows else None

    def _archived(self, customer: int, at: datetime) -> Row | None:
        mine = pl.col("customer") == customer
        return self._one("customer", mine & (pl.col("recorded_at") <= at)) or self._one("customer", mine)

    def _meter(self, meter: int, at: datetime) -> Row | None:
        mine = pl.col("meter") == meter
        return self._one("meter", mine & (pl.col("recorded_at") <= at)) or self._one("meter", mine)

    def _price(self, price_class: str, at: datetime, on: date) -> PriceRow | None:
        known = (pl.col("price_class") == price_class) & (pl.col("recorded_at") <= at) & (pl.col("valid_from") <= on)
        rows = _rows(self._table("price"), known, "valid_from")
        if not rows:
            return None
        row, same = rows[-1], pl.col("price_class") == price_class
        funds = _rows(self._table("price_fund"), same & (pl.col("valid_from") == rows[-1]["valid_from"]), "id")
        return PriceRow(
            whole(row, "energy_e4"),
            whole(row, "capacity_fen_per_kva"),
            cast("int | None", row["peak_e2"]),
            cast("int | None", row["valley_e2"]),
            cast("Literal['shared', 'flat'] | None", row["loss_share"]),
            cast("int | None", row["pf_standard"]),
            cast("Literal['bill', 'line']", row["rounding"]),
            tuple(_fund(fund) for fund in funds),
        )


def _of(records: Papers, customers: Collection[int]) -> Callable[[str], pl.DataFrame]:
    """The tables of records without the rows of other customers."""

    def table(name: str) -> pl.DataFrame:
        frame = records.table(name)
        return frame.filter(pl.col("customer").is_in(list(customers))) if "customer" in frame.columns else frame

    return table


def _fund(row: Row) -> FundRow:
    return FundRow(str(row["fund"]), str(row["name"]), whole(row, "e4"), bool(row["included"]))


def _rows(frame: pl.DataFrame, where: pl.Expr, by: str) -> list[Row]:
    return list(frame.filter(where).sort(by, "id").to_dicts()) if len(frame) else []


def _index(bill: Row) -> int:
    return ids.period_index(whole(bill, "period"))


def plate_of(meter: Row) -> Plate:
    """The digits of a row of the meter archive."""
    return Plate(whole(meter, "digits"), whole(meter, "decimals"))


def _span(meter: Row, begun: Begun, registers: tuple[int, int], swap: int, billed: int = 0, before: int = 0) -> Span:
    start, end = registers
    return Span(start, end, swap, plate_of(meter), whole(meter, "multiplier"), begun.most, billed, before)


def _further(meter: Row, sheet: Row, name: str, begun: Begun, read: Row | None) -> Span:
    """A further register: from the sheet, or from the last real reading (`read`) where estimates were billed since."""
    first, last, swap = (whole(sheet, column) for column in (f"{name}_from", f"{name}_to", SWAPS[name]))
    if read is None:
        return _span(meter, begun, (first, last), swap)
    start = whole(read, f"{name}_register")
    counted = (first - start) % plate_of(meter).turn
    if begun.before:
        return _span(meter, begun, (first, last), swap, before=counted)
    return _span(meter, begun, (start, last), swap, counted)


def _array(value: int) -> NDArray[np.int64]:
    return np.array([value], np.int64)
