"""Customers who call because their meter does not turn, or has burnt (用戶報修): the crew exchanges it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.desks.base import DAY_S, Desk, Int64s, clock
from kaohe.sim.desks.counter.listening import ASKED_AFTER_S, ASKED_WITHIN_S, NEVER
from kaohe.sim.desks.reading.reporting import STANDING, Normal
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.streams import Purpose, below, happens, words_at
from kaohe.sim.town.faults import BURNT, SIGNS, STOPPED

if TYPE_CHECKING:
    from kaohe.sim.office import Office

NOTICE = "fault_notice"
CALLED_AFTER, CALLED_WITHIN = 3, 38  # days after it began to stand [assumption]
TOLD_AFTER = 10  # days from a reading at which it was found to the call, where an order brings both about
MOST_TIMES = 16  # a key has room for so many of a customer


@dataclass(frozen=True)
class Call:
    """A customer will call; since: the second from which on his meter stands; knows: and says since when."""

    customer: int
    since: int
    knows: bool


@dataclass(frozen=True)
class Notice:
    """He has called. fault_on: the first whole day of it that he names (NULL: he names none); normal: what he used
    before it.
    """

    fault: str
    fault_on: int
    normal: Normal


def called_on(office: Office, customers: Int64s, since: Int64s) -> Int64s:
    """The day on which customers call whose meters stand since these seconds; NEVER."""
    begun = since // DAY_S
    called = happens(words_at(office.seed, Purpose.FAULT_CALLED, customers), office.practice.fault_called_e6)
    on = begun + CALLED_AFTER + below(words_at(office.seed, Purpose.FAULT_CALLED_DAY, customers), CALLED_WITHIN)
    return np.where(called, office.calendar.next_open(np.minimum(on, office.calendar_end)), NEVER)


def knows_since(office: Office, customers: Int64s) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Who will say since when."""
    return happens(words_at(office.seed, Purpose.FAULT_KNOWN, customers), office.practice.fault_known_e6)


class Repairs(Desk):
    """Writes down who calls, and has the meter exchanged."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._calls: Diary[Call] = Diary()
        self._orders: Diary[int] = Diary()
        self._notices: dict[int, Notice] = {}
        self._times: dict[int, int] = {}
        self._begun: dict[int, int] = {}
        self._told: set[int] = set()
        self._normal: dict[int, Normal] = {}

    def open(self, day: int) -> None:
        """Whose meter stands since today or yesterday will call, or will not."""
        begun = self.office.faults.newly_standing()
        self._value(day, begun)
        if not begun:
            return
        who = np.array(begun)
        since = self.office.faults.since[who]
        on, knows = called_on(self.office, who, since).tolist(), knows_since(self.office, who).tolist()
        for call_on, call in zip(on, map(Call, begun, since.tolist(), knows), strict=True):
            if day < call_on < NEVER and call.customer not in self._told:
                self._calls.put(call_on, call)
        self._told.clear()

    def _value(self, day: int, begun: list[int]) -> None:
        """What was used before is known of the bills that were issued before the first whole day of the fault."""
        self._begun |= {customer: -(-int(self.office.faults.since[customer]) // DAY_S) for customer in begun}
        for customer in [each for each, whole in self._begun.items() if whole <= day]:
            del self._begun[customer]
            self._normal[customer] = self.office.reading.reporting.normal(customer)

    def tell(self, day: int, customers: Int64s) -> None:
        """These will call some days from now, and not before."""
        self._told.update(customers.tolist())
        for customer in customers.tolist():
            on = self.office.calendar.next_open(min(day + TOLD_AFTER, self.office.calendar_end))
            self._calls.put(on, Call(customer, int(self.office.faults.since[customer]), knows=True))

    def is_open(self, customer: int) -> bool:
        """Whether he has called, and his meter is still in place."""
        return customer in self._notices

    def notice(self, customer: int) -> Notice | None:
        """What he has called about; None where he has not."""
        return self._notices.get(customer)

    def exchanged(self, customers: Int64s) -> dict[int, Notice]:
        """The meters of these are gone: what they had called about."""
        for customer in self._normal.keys() & set(customers.tolist()) if self._normal else ():
            del self._normal[customer]
        found = self._notices.keys() & set(customers.tolist()) if self._notices else ()
        return {customer: self._notices.pop(customer) for customer in sorted(found)}

    def work(self, day: int) -> None:
        """Orders on what came before; today's calls."""
        for customer in sorted(self._orders.take(day)):
            if customer in self._notices:
                self.office.field.fitting.order_fault_swap(day, customer, self._notices[customer].fault)
        coming = {each.customer: each for each in self._calls.take(day) if self._comes(day, each)}
        if coming:
            self._write(day, [coming[customer] for customer in sorted(coming)])

    def _comes(self, day: int, call: Call) -> bool:
        """Nobody calls of what is seen to already, by a reader's report or an order."""
        office, customer = self.office, call.customer
        faults, who = office.faults, np.array([customer])
        there = office.meters.energised_on[customer] < day and not office.meters.removed[customer]
        stands = faults.kind[customer] in (STOPPED, BURNT) and faults.since[customer] == call.since
        seen_to = office.field.fitting.is_ordered(customer) or office.reading.reporting.reported(who)
        return bool(there and stands and not seen_to and self._times.get(customer, 0) < MOST_TIMES)

    def _write(self, day: int, calls: list[Call]) -> None:
        office, n = self.office, len(calls)
        who = np.array([each.customer for each in calls])
        since = np.array([each.since for each in calls])
        whole = -(-since // DAY_S)
        numbers = np.array([self._times.get(each.customer, 0) for each in calls])
        keys = SCHEMA[NOTICE].key.pack(customer=who, number=numbers)
        first = office.practice.opens_s + ASKED_AFTER_S
        second = first + below(words_at(office.seed, Purpose.FAULT_CALL_TIME, keys), ASKED_WITHIN_S)
        fault_on = np.where(np.array([each.knows for each in calls]) & (whole < day), whole, NULL)
        faults = [SIGNS[int(office.faults.kind[each.customer]) - 1] for each in calls]
        counters = office.books.site[office.recorded.book[who]].astype(np.int64) * 16 + 1
        office.write(
            NOTICE,
            n,
            id=keys,
            recorded_at=clock(day, 0) + second,
            staff=office.at_counter(counters, second),
            customer=who,
            counter=counters,
            fault=office.codes(NOTICE, "fault", STANDING)[[STANDING.index(each) for each in faults]],
            fault_on=fault_on,
            called_on=day,
        )
        for call, fault, on in zip(calls, faults, fault_on.tolist(), strict=True):
            self._notices[call.customer] = Notice(fault, on, self._normal[call.customer])
            self._times[call.customer] = self._times.get(call.customer, 0) + 1
            self._orders.put(office.calendar.first_working_after(day), call.customer)
