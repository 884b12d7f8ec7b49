"""過戶: another holder of the contract, once the former one owes nothing (用電登記工).

Both apply together. The reading of the next 例日 is the last of the former holder (結算抄表); when its bill, and
whatever he owed besides, is paid, the transfer is registered, and what was used since that reading is the new holder's.
Who owes what is overdue is sent away (供電營業規則 1996 第二十九條: debts are cleared first) [K].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.clock.diary import Diary
from kaohe.sim.desks.base import ARCHIVED_S, NO_ROWS, Desk, Int64s, clock, hm, joined
from kaohe.sim.desks.connection.applying import Asked
from kaohe.sim.desks.connection.hand_over import one_after_the_other
from kaohe.sim.records.ids import bill_id
from kaohe.sim.streams import Purpose, words_at
from kaohe.sim.town.holders import others

if TYPE_CHECKING:
    from kaohe.sim.office import Office

CHEQUE_DAYS = 15  # after which a cheque comes back no more: it is valid ten days, and the bank takes some [assumption]


@dataclass(frozen=True)
class Waiting:
    """Transfers that are not registered yet: holder: the new one (index of the names); applied_on: day."""

    applications: Int64s
    customers: Int64s
    holder: Int64s
    applied_on: Int64s

    def only(self, those: Int64s) -> Waiting:
        """Some of them."""
        return Waiting(**{name: each[those] for name, each in vars(self).items()})

    def and_those(self, more: Waiting) -> Waiting:
        """And some more, by customer."""
        both = {name: np.concatenate([each, vars(more)[name]]) for name, each in vars(self).items()}
        order = np.argsort(both["customers"])
        return Waiting(**{name: each[order] for name, each in both.items()})


class Transferring(Desk):
    """Takes in what two holders ask for together, and registers it when the former one is quit."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._asking: Diary[Int64s] = Diary()
        self._waiting = Waiting(NO_ROWS, NO_ROWS, NO_ROWS, NO_ROWS)

    def plan_month(self) -> None:
        """Who asks for a transfer this month, and on which day."""
        office = self.office
        for day, customers in office.connection.applying.asking(Purpose.TRANSFER, office.practice.transfer_e6):
            self._asking.put(day, customers)

    def work(self, day: int) -> None:
        """Those who are quit are registered; then today's applications are taken in."""
        if len(self._waiting.customers):
            quit_ = self._quit(day)
            if quit_.any():
                self._register(day, self._waiting.only(np.flatnonzero(quit_)))
                self._waiting = self._waiting.only(np.flatnonzero(~quit_))
        customers = np.unique(joined(self._asking.take(day)))
        customers = customers[self.office.connection.applying.may(customers)]
        customers = customers[~self.office.receivables.overdue(customers, day)]
        if len(customers):
            self._receive(day, customers)

    def _receive(self, day: int, customers: Int64s) -> None:
        office, use, applying = self.office, self.office.use, self.office.connection.applying
        word = words_at(office.seed, Purpose.TRANSFER, customers, day, 2)
        holder = others(office.population, customers, use.holder[customers], word)
        numbers = applying.number(customers)
        asked = Asked(numbers, customers, use.agreed_class[customers], use.agreed_kva[customers], holder)
        applying.receive(clock(day, hm(14, 30)), asked, ["transfer"] * len(customers))
        self._waiting = self._waiting.and_those(Waiting(numbers, customers, holder, np.full(len(customers), day)))

    def _quit(self, day: int) -> NDArray[np.bool_]:
        """Whose meters were read since they applied, and who are even."""
        meters, customers = self.office.meters, self._waiting.customers
        read = (meters.last_on[customers] >= self._waiting.applied_on) & (meters.provisional[customers] == 0)
        quit_: NDArray[np.bool_] = read & self.even(day, customers)
        return quit_

    def even(self, day: int, customers: Int64s) -> NDArray[np.bool_]:
        """Who of these owe nothing and are owed nothing, for sure."""
        office, meters, receivables = self.office, self.office.meters, self.office.receivables
        even = (receivables.owed_fen(customers) == 0) & (receivables.carry_fen[customers] == 0)
        even &= ~meters.waiting[customers] & ~office.issuing.correcting.waits(customers)
        last = receivables.at(customers, meters.now_period[customers])
        even &= receivables.due_on[last] > 0  # the last reading has its bill: a clerk may have passed it over
        paid_on = receivables.settled_on[last].astype(np.int64)
        clears = np.where(office.population.pays_by_cheque[customers], CHEQUE_DAYS, 0)
        cleared = (paid_on + clears < day) | (paid_on > day)  # where nothing was left to pay, nobody paid
        found: NDArray[np.bool_] = even & cleared
        return found

    def _register(self, day: int, those: Waiting) -> None:
        """From now on the contract is the new holder's, and so the archive says."""
        office, customers, n = self.office, those.customers, len(those.customers)
        pool, meters = office.population.name_pool, office.meters
        at = one_after_the_other(clock(day, hm(15, 30)), n)
        office.write(
            "transfer",
            n,
            id=those.applications,
            recorded_at=at,
            staff=office.connection.holders(office.posts.registration_clerks, customers),
            application=those.applications,
            customer=customers,
            former=office.codes("transfer", "former", [pool[each] for each in office.use.holder[customers].tolist()]),
            name=office.codes("transfer", "name", [pool[each] for each in those.holder.tolist()]),
            bill=bill_id(customers, meters.now_period[customers]),
            reading=meters.now_row[customers],
            entered_on=day,
        )
        office.recorded.name[customers] = those.holder
        office.use.hand_over(customers, those.holder)
        office.archive.customers(customers, one_after_the_other(clock(day, ARCHIVED_S), n) + 40)
        office.connection.applying.done(customers)
