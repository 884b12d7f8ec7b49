"""Customers pay a supplement before it is issued, against a temporary receipt (臨時補交收據)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.desks.base import NO_ROWS, Desk, Int64s, clock, hm
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import counter_day_id, day_number
from kaohe.sim.streams import Purpose, below, happens, words, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

REASONS = ("temporary_use", "metering")
LEAST_OF_A_HALL = 4  # a month [assumption], where there are any
MOST_A_DAY = 16  # at a window
KWH = (20, 1_500)  # from so many to fewer than so many more [assumption]
TAKEN_S = (hm(9), hm(14))  # of an office with the usual hours


@dataclass(frozen=True)
class Temporary:
    """Money that was taken: the receipt, its customer and amount, and the day."""

    key: int
    customer: int
    fen: int
    on: int


@dataclass(frozen=True, eq=False)
class Taken:
    """The temporary receipts of a day: keys, counters, seconds and amounts."""

    receipt: Int64s
    counter: Int64s
    paid_s: Int64s
    fen: Int64s


class Temporaries(Desk):
    """Who comes on which day of the month is drawn on its first."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._due: Diary[int] = Diary()

    def plan_month(self) -> None:
        """Some customers of the halls, each on an open day."""
        office, month = self.office, self.office.month
        if not office.practice.temporary_e6 or self._hours() is None:
            return
        may = np.flatnonzero(office.meters.active & ~office.special_customers)
        word = words(office.seed, Purpose.TEMPORARY, office.n, month.index)[may]
        comes = happens(word, office.practice.temporary_e6)
        for own in self._halls(may):
            comes[own[np.argpartition(word[own], min(LEAST_OF_A_HALL, len(own)) - 1)[:LEAST_OF_A_HALL]]] = True
        working = [day for day in range(month.start, month.end + 1) if office.calendar.is_working(day)]
        days = np.array([day for day in range(month.start, working[-1] + 1) if office.calendar.is_open(day)])
        customers = may[comes]
        on = days[below(words_at(office.seed, Purpose.TEMPORARY_DAY, customers, month.index), len(days))]
        for customer, day in zip(customers.tolist(), on.tolist(), strict=True):
            self._due.put(day, customer)

    def _hours(self) -> tuple[int, int] | None:
        """From and to which second of a day they come: while the windows are open, and before the first close."""
        opens_s, until = self.office.practice.opens_s, min(TAKEN_S[1], self.office.rules.first_close_s)
        since = max(TAKEN_S[0], opens_s)
        since = since if since < until else opens_s
        return (since, until) if since < until else None

    def _halls(self, customers: Int64s) -> list[Int64s]:
        """Positions of the customers of each hall."""
        site = self._site(customers)
        order = np.argsort(site, kind="stable")
        return np.split(order, np.flatnonzero(np.diff(site[order])) + 1) if len(order) else []

    def _site(self, customers: Int64s) -> Int64s:
        office = self.office
        site: Int64s = office.population.books.site[office.recorded.book[customers]].astype(np.int64)
        return site

    def take(self, day: int) -> Taken:
        """The receipts of those who come today: at the first window of their hall, before the first close."""
        office, due, hours = self.office, self._due.take(day), self._hours()
        if not due or hours is None:
            return Taken(NO_ROWS, NO_ROWS, NO_ROWS, NO_ROWS)
        customers = np.array(due, np.int64)
        customers = customers[office.meters.active[customers]]
        counter = self._site(customers) * 16 + 1
        order = np.argsort(counter, kind="stable")
        customers, counter = customers[order], counter[order]
        number = np.arange(len(customers)) - np.searchsorted(counter, counter)
        customers, counter, number = (each[number < MOST_A_DAY] for each in (customers, counter, number))
        receipt: Int64s = SCHEMA["temp_receipt"].key.pack(
            window=counter_day_id(counter, day_number(day)), number=number
        )
        word = words_at(office.seed, Purpose.TEMPORARY_SIZE, customers, office.month.index)
        kwh = KWH[0] + below(word, KWH[1])
        fee = office.issuing.correcting.fee
        fen = np.array([fee(*each) for each in zip(customers.tolist(), kwh.tolist(), strict=True)], np.int64)
        second = words_at(office.seed, Purpose.TEMPORARY_SIZE, customers, office.month.index, 1)
        paid_s = hours[0] + below(second, hours[1] - hours[0])
        taken = Taken(receipt, counter, paid_s, fen)
        if len(customers):
            self._write(day, taken, customers, kwh)
        return taken

    def _write(self, day: int, taken: Taken, customers: Int64s, kwh: Int64s) -> None:
        office = self.office
        office.write(
            "temp_receipt",
            len(customers),
            id=taken.receipt,
            recorded_at=clock(day, 0) + taken.paid_s,
            staff=office.at_counter(taken.counter, taken.paid_s),
            customer=customers,
            counter=taken.counter,
            reason=office.codes("temp_receipt", "reason", REASONS)[kwh % len(REASONS)],
            kwh=kwh,
            amount_fen=taken.fen,
            takings_on=day,
        )
        for key, customer, fen in zip(taken.receipt.tolist(), customers.tolist(), taken.fen.tolist(), strict=True):
            office.accounts.formalizing.took(Temporary(key, customer, fen, day))
