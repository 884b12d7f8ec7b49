"""Papers of billing: bills, and for multi-function meters their further registers, energy sheets and lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.deciding.points import Situations
from kaohe.sim.desks.base import Int64s
from kaohe.sim.desks.issuing.billing import Group
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.records.ids import meter_id, period_code
from kaohe.sim.records.writer import Value
from kaohe.sim.tariff.settlement import unit_price_e6
from kaohe.sim.town.multi_function import PEAK, REACTIVE, VALLEY

if TYPE_CHECKING:
    from kaohe.sim.office import Office

LINES = ("capacity", "energy", "energy:peak", "energy:flat", "energy:valley", "factor")
_FIRST_FUND = 8


def write_registers(
    office: Office,
    readings: Int64s,
    recorded_at: Int64s,
    staff: Int64s,
    meter: Int64s,
    customers: Int64s,
    index: Int64s,
    registers: Int64s,
) -> None:
    """Further registers [3, rows] of reading rows, all of customers who have them; the other arrays by row."""
    office.write(
        "register_reading",
        len(readings),
        id=readings,
        recorded_at=recorded_at,
        staff=staff,
        meter=meter,
        customer=customers,
        period=period_code(index),
        peak_register=registers[PEAK],
        valley_register=registers[VALLEY],
        reactive_register=registers[REACTIVE],
    )


def write_bills(
    office: Office,
    day: int,
    at: Int64s,
    tray: Situations,
    rows: Int64s,
    classes: Int64s,
    amount_fen: Int64s,
    due_on: Int64s,
) -> None:
    """Bills of some rows of the tray of issuance, while their readings still wait; the other arrays by row of these."""
    meters, prices, customers = office.meters, office.prices, tray.objects[rows]
    office.write(
        "bill",
        len(rows),
        id=tray.keys[rows],
        recorded_at=at,
        staff=tray.staff[rows],
        customer=customers,
        period=period_code(meters.now_period.take(customers)),
        book=office.recorded.book.take(customers),
        meter=meter_id(customers, meters.number.take(customers)),
        reading=meters.now_row.take(customers),
        from_on=meters.last_on.take(customers),
        to_on=meters.now_on.take(customers),
        from_register=meters.last_register.take(customers),
        to_register=meters.now_register.take(customers),
        swap_kwh=meters.swap_kwh.take(customers),
        loss_kwh=tray.fields["loss_kwh"][rows],
        kwh=tray.fields["kwh"][rows],
        price_class=office.codes("bill", "price_class", prices.classes)[classes],
        energy_e4=prices.energy_e4[classes],
        capacity_kva=np.where(prices.two_part[classes], office.recorded.capacity_kva.take(customers), 0),
        amount_fen=amount_fen,
        issued_on=day,
        due_on=due_on,
    )


def write_sheets(office: Office, at: Int64s, tray: Situations, rows: Int64s, groups: Sequence[Group]) -> None:
    """Energy sheets and lines of those of the bills that have them, by their places among `rows`; written at the same
    time, for the same reason.
    """
    for group in groups:
        own = rows[group.rows]
        written: dict[str, Value] = {
            "recorded_at": at[group.rows],
            "staff": tray.staff[own],
            "customer": tray.objects[own],
        }
        _write_sheet(office, group, tray.keys[own], written)
        for line, amount in group.settlement.bill.lines.items():
            _write_line(office, group, line, amount, tray.keys[own], written)


def _write_sheet(office: Office, group: Group, bills: Int64s, written: dict[str, Value]) -> None:
    further, at, settled = office.further, group.at, group.settlement
    office.write(
        "energy_sheet",
        len(at),
        id=bills,
        **written,
        period=period_code(office.meters.now_period[further.customers[at]]),
        peak_from=further.last[PEAK, at],
        peak_to=further.now[PEAK, at],
        valley_from=further.last[VALLEY, at],
        valley_to=further.now[VALLEY, at],
        reactive_from=further.last[REACTIVE, at],
        reactive_to=further.now[REACTIVE, at],
        swap_peak_kwh=further.swap[PEAK, at],
        swap_valley_kwh=further.swap[VALLEY, at],
        swap_kvarh=further.swap[REACTIVE, at],
        hours=group.metered.hours,
        capacity_days=group.metered.capacity_days,
        more_kva_days=group.metered.more_kva_days,
        peak_kwh=settled.peak_kwh,
        flat_kwh=settled.flat_kwh,
        valley_kwh=settled.valley_kwh,
        loss_kvarh=settled.loss_kvarh,
        kvarh=settled.kvarh,
        pf_hundredths=_or_null(settled.bill.pf_hundredths),
        adjustment_e2=_or_null(settled.bill.adjustment_e2),
    )


def _or_null(values: NDArray[np.int64] | None) -> Int64s | int:
    return NULL if values is None else values


def _write_line(
    office: Office, group: Group, line: str, amount: Int64s, bills: Int64s, written: dict[str, Value]
) -> None:
    price = office.prices.table[group.price_class]
    funds = [f"fund:{fund.id}" for fund in price.funds]
    number = LINES.index(line) if line in LINES else _FIRST_FUND + funds.index(line)
    capacity = group.metered.capacity_kva
    unit = unit_price_e6(price, line)
    office.write(
        "bill_line",
        len(bills),
        id=SCHEMA["bill_line"].key.pack(bill=bills, number=number),
        **written,
        bill=bills,
        line=line,
        quantity=capacity if line == "capacity" else group.settlement.quantity(line),
        price_e6=NULL if unit is None else unit,
        amount_fen=amount,
    )
