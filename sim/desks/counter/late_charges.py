"""Late-payment charges (電費違約金): who pays after the last day of payment, and how much more than the bill.

They are taken at windows and doors. The bank takes bills until that day only, and a bill that it collects by order
(托收) is not late while the order is out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.clock.calendar import day_of
from kaohe.sim.desks.base import Int64s, clock
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


@dataclass(frozen=True, eq=False)
class Charges:
    """What some of the bills paid today cost beside their amounts: places among them, last days of payment, 分."""

    row: Int64s
    last_on: Int64s
    fen: Int64s

    def of(self, receipts: int) -> Int64s:
        """The charge on each of so many receipts, 0 on most."""
        charges = np.zeros(receipts, np.int64)
        charges[self.row] = self.fen
        return charges


def late_charges(office: Office, day: int, at: Int64s, customers: Int64s, amount: Int64s) -> Charges:
    """The charges on bills (flat positions) that are paid today; arrays of one length."""
    row = np.flatnonzero(office.receivables.due_on.take(at) < day)
    last_on = last_days(office, at[row])
    row, last_on = row[last_on < day], last_on[last_on < day]
    if not len(row):
        return Charges(row, last_on, row)
    resident = np.array([name.partition("@")[0] == RESIDENT for name in office.prices.classes])
    of_class = resident[office.recorded.price_class.take(customers[row])]
    fen = charges_fen(amount[row], of_class, last_on, day, office.rules.late_rates)
    some = np.flatnonzero(fen)
    return Charges(row[some], last_on[some], fen[some])


@dataclass(frozen=True, eq=False)
class Stubs:
    """Receipts written today: keys, customers, seconds, counters, and of which day's takings they are."""

    key: Int64s
    customers: Int64s
    paid_s: Int64s
    counter: Int64s
    takings_on: Int64s


def write_charges(office: Office, day: int, charges: Charges, receipts: Stubs) -> None:
    """The lines of the receipts that have one."""
    row = charges.row
    if not len(row):
        return
    office.write(
        "late_charge",
        len(row),
        id=receipts.key[row],
        recorded_at=clock(day, 0) + receipts.paid_s[row],
        staff=office.at_counter(receipts.counter[row], receipts.paid_s[row]),
        receipt=receipts.key[row],
        customer=receipts.customers[row],
        counter=receipts.counter[row],
        takings_on=receipts.takings_on[row],
        last_on=charges.last_on,
        days=day - charges.last_on,
        amount_fen=charges.fen,
    )
