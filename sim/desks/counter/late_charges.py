"""Late-payment charges (電費違約金): who pays after the last day of payment, and how much more than the bill.

They are taken at windows and doors. The bank takes bills until that day only, and a bill that it collects by order
(托收) is not late while the order is out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.clock.calendar import day_of
from kaohe.sim.desks.base import Int64s
from kaohe.sim.tariff.late import charges_fen

if TYPE_CHECKING:
    from kaohe.sim.office import Office

RESIDENT = "resident"  # the class of residents, one at a price of its own among it


def overdue(office: Office, day: int, at: Int64s) -> NDArray[np.bool_]:
    """Which bills (flat positions) are past their last day of payment on a day."""
    late: NDArray[np.bool_] = office.receivables.due_on.take(at) < day
    row = np.flatnonzero(late)
    late[row] = last_days(office, at[row]) < day
    return late


def last_days(office: Office, at: Int64s) -> Int64s:
    """The last day of payment of each bill: its due day, or the first working day after it.

    A debt of before the calendar is due on a working day as it stands.
    """
    due = office.receivables.due_on.take(at).astype(np.int64)
    first = day_of(office.calendar.first)
    return np.where(due < first, due, office.calendar.next_working(np.maximum(due, first)))


def late_charges(office: Office, day: int, at: Int64s, customers: Int64s, amount: Int64s) -> Int64s:
    """What each of the bills paid today costs beside its amount, 分; 0 for those paid in time."""
    charges = np.zeros(len(at), np.int64)
    row = np.flatnonzero(overdue(office, day, at))
    if len(row):
        names = [name.partition("@")[0] for name in office.prices.classes]
        resident = np.array(names)[office.recorded.price_class.take(customers[row])] == RESIDENT
        charges[row] = charges_fen(amount[row], resident, last_days(office, at[row]), day, office.rules.late_rates)
    return charges


def write_charges(
    office: Office, day: int, at: Int64s, receipt: Int64s, recorded_at: Int64s, counter: Int64s, charges: Int64s
) -> None:
    """The lines of the receipts that have one; all arrays by receipt."""
    row = np.flatnonzero(charges)
    if not len(row):
        return
    last_on = last_days(office, at[row])
    office.write(
        "late_charge",
        len(row),
        id=receipt[row],
        recorded_at=recorded_at[row],
        staff=office.roster.counter_staff[counter[row]],
        receipt=receipt[row],
        customer=office.receivables.customer(at[row]),
        counter=counter[row],
        last_on=last_on,
        days=day - last_on,
        amount_fen=charges[row],
    )
