"""What is reported and asked at the window, and what of it goes to the inspectors (窗口舉報、諮詢登記、轉辦單)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.clock.months import Month
from kaohe.sim.desks.base import DAY_S, NO_ROWS, Desk, Int64s, clock, hm
from kaohe.sim.desks.books.tenths import is_tenth
from kaohe.sim.desks.field.cases import Ground
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import day_number
from kaohe.sim.streams import Purpose, below, choose, happens, words, words_at
from kaohe.sim.town.faults import THEFT

if TYPE_CHECKING:
    from kaohe.sim.office import Office

RECORD = "window_record"
KINDS = ("theft", "breach", "bill", "other")
SUSPECTS = KINDS[:2]  # what is not the window's to answer
# Assumptions: what is asked and reported by itself, by kind; a neighbour comes so many days after he has seen a theft.
WEIGHTS = (20, 10, 50, 20)
TOLD_AFTER, TOLD_WITHIN = 5, 40
ASKED_WITHIN_S, SIGNED_S, SPECIALIST_S = 6 * 3_600, hm(16, 10), hm(16, 40)
NEVER = 1 << 30


@dataclass(frozen=True)
class Call:
    """Somebody comes to the window about a customer; since: the second from which on the customer steals, 0: nobody
    has seen him.
    """

    customer: int
    kind: str
    since: int = 0


@dataclass(frozen=True)
class Told:
    """A record that is not the window's to answer: its key, customer and counter, the last day to pass it on."""

    key: int
    customer: int
    counter: int
    recorded_on: int
    limit_on: int


def told_on(office: Office, customers: Int64s, onset: Int64s) -> Int64s:
    """The day on which a neighbour tells of those who steal since these days; NEVER."""
    keys = customers << 20 | onset
    word = words_at(office.seed, Purpose.THEFT_TOLD, keys)
    on = onset + TOLD_AFTER + below(words_at(office.seed, Purpose.THEFT_TOLD, keys, 0, 1), TOLD_WITHIN)
    told = happens(word, office.practice.theft_told_e6)
    return np.where(told, office.calendar.next_open(np.minimum(on, office.calendar_end)), NEVER)


class Listening(Desk):
    """Writes down who comes, and hands on what is the inspectors'."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._calls: Diary[Call] = Diary()
        self._due: Diary[int] = Diary()
        self._left: dict[int, Told] = {}

    def plan_month(self, month: Month) -> None:
        """Who will come by himself."""
        office, rate = self.office, self.office.practice.window_record_e6
        if not rate:
            return
        who = np.flatnonzero(happens(words(office.seed, Purpose.WINDOW_RECORD, office.n, month.index), rate))
        days = month.start + below(words_at(office.seed, Purpose.WINDOW_RECORD, who, month.index, 1), month.days)
        kinds = choose(words_at(office.seed, Purpose.WINDOW_RECORD, who, month.index, 2), WEIGHTS)
        for customer, day, kind in zip(who.tolist(), days.tolist(), kinds.tolist(), strict=True):
            self._calls.put(office.calendar.next_open(day), Call(customer, KINDS[kind]))

    def open(self, day: int) -> None:
        """Whoever steals since today or yesterday was seen, or was not."""
        office, begun = self.office, self.office.faults.newly_stolen()
        if not begun:
            return
        who = np.array(begun)
        since = office.faults.since[who]
        on = told_on(office, who, since // DAY_S)
        for customer, second, tell_on in zip(begun, since.tolist(), on.tolist(), strict=True):
            if day < tell_on < NEVER:
                self._calls.put(tell_on, Call(customer, "theft", second))

    def found(self, customer: int) -> None:
        """There is a case of this customer now: what was told of him needs nobody's visit any more."""
        for told in [each for each in self._left.values() if each.customer == customer]:
            del self._left[told.key]

    def work(self, day: int) -> None:
        """Today's records; those of before go on."""
        told = self._recorded(day)
        for each in told:
            self._left[each.key] = each
            self._due.put(self.hand_on(each), each.key)
        self._pass_on(day, self._due.take(day))
        self._read_through(day)

    def hand_on(self, told: Told) -> int:
        """The day on which a collector hands on a record by the book: the next working day, if that is in time."""
        return min(self.office.calendar.first_working_after(told.recorded_on), told.limit_on)

    def _recorded(self, day: int) -> list[Told]:
        calls = {(each.customer, each.kind): each for each in self._calls.take(day) if self._comes(day, each)}
        if not calls:
            return []
        who, kinds = np.array([each for each, _ in calls]), [kind for _, kind in calls]
        keys = SCHEMA[RECORD].key.pack(
            customer=who, day=day_number(day), kind=np.array([KINDS.index(k) for k in kinds])
        )
        office, order = self.office, np.argsort(keys)
        second = (
            office.practice.opens_s + 1_800 + below(words_at(office.seed, Purpose.WINDOW_RECORD, keys), ASKED_WITHIN_S)
        )
        counters = office.books.site[office.recorded.book[who]].astype(np.int64) * 16 + 1
        office.write(
            RECORD,
            len(keys),
            id=keys[order],
            recorded_at=clock(day, 0) + second[order],
            staff=office.at_counter(counters, second)[order],
            customer=who[order],
            counter=counters[order],
            kind=office.codes(RECORD, "kind", KINDS)[[KINDS.index(kinds[at]) for at in order.tolist()]],
        )
        limit = office.calendar.add_working_days(day, office.rules.referral_limit)
        return [
            Told(int(keys[at]), int(who[at]), int(counters[at]), day, limit)
            for at in order.tolist()
            if kinds[at] in SUSPECTS
        ]

    def _comes(self, day: int, call: Call) -> bool:
        """Of one who steals no more nobody tells; nor of one who is not there."""
        office, customer = self.office, call.customer
        there = office.meters.energised_on[customer] < day and not office.meters.removed[customer]
        steals = office.faults.kind[customer] == THEFT and office.faults.since[customer] == call.since
        return bool(there and (steals or not call.since))

    def _pass_on(self, day: int, keys: list[int]) -> None:
        """The collectors hand on what they have left until today."""
        told = [self._left.pop(key) for key in sorted(keys) if key in self._left]
        counters = np.array([each.counter for each in told], np.int64)
        staff = self.office.at_counter(counters, SIGNED_S) if told else NO_ROWS
        self._refer(day, told, staff, SIGNED_S)

    def _read_through(self, day: int) -> None:
        """After every ten days the specialist reads the register, and hands on what was left over its limit."""
        office = self.office
        if not self._left or not office.calendar.is_working(day):
            return
        since = office.calendar.first_working_after(day - 1 - next(n for n in range(12) if is_tenth(day - 1 - n)))
        if since == day:
            told = [each for _, each in sorted(self._left.items()) if each.limit_on < day]
            for each in told:
                del self._left[each.key]
            self._refer(day, told, np.full(len(told), office.posts.business_specialist), SPECIALIST_S)

    def _refer(self, day: int, told: list[Told], staff: Int64s, second: int) -> None:
        if not told:
            return
        office, keys = self.office, np.array([each.key for each in told])
        customers = np.array([each.customer for each in told])
        office.write(
            "window_referral",
            len(told),
            id=keys,
            recorded_at=clock(day, second),
            staff=staff,
            window_record=keys,
            customer=customers,
            to_staff=office.connection.holders(office.posts.inspectors, customers),
            signed_on=day,
        )
        for each in told:
            office.field.cases.expect(day, each.customer, Ground(window_record=each.key, recorded_on=each.recorded_on))
