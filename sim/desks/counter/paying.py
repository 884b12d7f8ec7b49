"""Customers pay: planned days, the queue at the windows, the collectors' door rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.arrays import order_of
from kaohe.sim.clock.queues import serve_sites
from kaohe.sim.desks.base import DAY_S, NO_ROWS, Desk, Int64s, clock, hm
from kaohe.sim.desks.books.receipt_books import Shown
from kaohe.sim.desks.cash.bundle import Bundle
from kaohe.sim.desks.counter.cheques import TENDERS
from kaohe.sim.desks.counter.late_charges import Stubs, late_charges, overdue, write_charges
from kaohe.sim.desks.counter.temporary import Taken
from kaohe.sim.records import NULL
from kaohe.sim.records.ids import bill_id, receipt_id
from kaohe.sim.spec import CHANNELS
from kaohe.sim.streams import Purpose, below, from_table, happens, words_at
from kaohe.sim.town.old_debts import pays_behind

if TYPE_CHECKING:
    from kaohe.sim.office import Office

WINDOW, DOOR, BANK, COLLECTION = (CHANNELS.index(name) for name in ("window", "door", "bank", "collection"))
LATE_DAYS = np.array([1, 4, 8, 14, 22, 34, 55], np.int64)
ARRIVALS_S = np.array(
    [hm(8), hm(9), hm(9, 40), hm(10, 30), hm(11, 30), hm(14), hm(15), hm(15, 40), hm(16, 20)], np.int64
)
ROUND_S = (hm(9), hm(14, 40))


class Paying(Desk):
    """Plans when bills are paid and writes the receipts of windows and door rounds."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.at_bank = np.empty(0, np.int64)

    def plan(self, day: int, customers: Int64s, at: Int64s) -> None:
        """Bills issued today: each customer's own pay day, unless somebody reminds him."""
        if not len(customers):
            return
        office, people = self.office, self.office.population
        key = bill_id(customers, office.receivables.index(at))
        channel = people.channel.take(customers)
        due = office.receivables.due_on.take(at).astype(np.int64)
        days = np.minimum(day + 1 + below(words_at(office.seed, Purpose.PAY_DELAY, key), 10), due)
        late = happens(words_at(office.seed, Purpose.PAY_DELAY, key, 0, 1), office.practice.late_e6)
        later = due + from_table(words_at(office.seed, Purpose.PAY_DELAY, key, 0, 2), LATE_DAYS)
        days = np.where(late, later, np.maximum(days, day + 1))
        fixed = people.pay_after_days.take(customers)
        row = np.flatnonzero(people.behind_months.take(customers))
        days[row] = np.maximum(self.behind(at[row]), day + 1)
        days = np.where(fixed >= 0, day + np.maximum(fixed, 1), days)
        days = np.where(office.meters.removed.take(customers), day + 1, days)  # who leaves, pays first
        self.move(at, np.minimum(days, office.calendar_end))
        collected, leaves = channel == COLLECTION, office.meters.removed.take(customers)
        sent, last = np.flatnonzero(collected & ~leaves), np.flatnonzero(collected & leaves)
        if len(last):  # with the last bill nothing is left to collect from
            office.receivables.plan(at[last], office.calendar.next_open(np.full(len(last), day + 1)))
        if len(sent):
            office.cash.collecting.send(day, at[sent])

    def behind(self, at: Int64s) -> Int64s:
        """The day before which somebody who is behind does not pay a bill; 0 for everybody else's."""
        receivables = self.office.receivables
        customers = receivables.customer(at)
        months = self.office.population.behind_months.take(customers).astype(np.int64)
        days, row = np.zeros(len(at), np.int64), np.flatnonzero(months)
        due = receivables.due_on.take(at[row]).astype(np.int64)
        days[row] = pays_behind(self.office.seed, customers[row], receivables.index(at[row]), due, months[row])
        return days

    def move(self, at: Int64s, days: Int64s) -> None:
        """Set pay days: open days at windows and doors, bank days at the bank; 托收 waits for the bank's answer."""
        office = self.office
        channel = office.population.channel[office.receivables.customer(at)]
        bank, given = np.flatnonzero(channel == BANK), days
        days = office.calendar.next_open(given)
        days[bank] = office.calendar.next_bank(given[bank])
        own = np.flatnonzero(channel != COLLECTION)
        office.receivables.plan(at[own], days[own])

    def work(self, day: int) -> None:
        """The day's payers come to the windows, or are met at their doors."""
        office = self.office
        at = office.receivables.due_today(day)
        channel = office.population.channel[office.receivables.customer(at)]
        attempt = office.receivables.attempt.take(at)
        at_bank = (channel == BANK) & (attempt == 0)
        at_bank[at_bank] = ~overdue(office, day, at[at_bank])  # the bank takes no bill after its last day
        self.at_bank = at[at_bank]
        at, channel = at[~at_bank], channel[~at_bank]
        if not office.calendar.is_open(day):
            return
        extra = office.counter.temporary.take(day)
        if not len(at):
            if len(extra.receipt):
                self._take(day, (NO_ROWS, NO_ROWS, NO_ROWS, NO_ROWS), np.zeros(0, np.bool_), extra)
            return
        customers = office.receivables.customer(at)
        door = np.where(channel == DOOR, office.roster.counters.book_door[office.recorded.book.take(customers)], -1)
        paid_s, counter = self._serve(day, at, customers, door)
        order = order_of(paid_s)
        self._receipts(day, at[order], customers[order], paid_s[order], counter[order], door[order] >= 0, extra)

    def _take(
        self,
        day: int,
        own: tuple[Int64s, Int64s, Int64s, Int64s],
        cheque: NDArray[np.bool_],
        extra: Taken,
    ) -> None:
        """Receipts of the day, by number, counter, second and amount, and temporary ones, which are paid in cash."""
        others = (extra.receipt, extra.counter, extra.paid_s, extra.fen)
        receipt, counter, paid_s, fen = (np.concatenate(both) for both in zip(own, others, strict=True))
        cheque = np.concatenate([cheque, np.zeros(len(extra.receipt), np.bool_)])
        tomorrow = self.office.calendar.next_open(day + 1)
        self.office.counter.closing.take(day, tomorrow, receipt, counter, paid_s, cheque, fen)

    def _serve(self, day: int, at: Int64s, customers: Int64s, door: Int64s) -> tuple[Int64s, Int64s]:
        """(second, counter) of each payment."""
        office = self.office
        key = bill_id(customers, office.receivables.index(at))
        word = words_at(office.seed, Purpose.PAY_TIME, key, 0, 0)
        paid_s = ROUND_S[0] + below(word, ROUND_S[1] - ROUND_S[0])
        counter = door.astype(np.int64)
        row = np.flatnonzero(door < 0)
        arrival = from_table(word[row], ARRIVALS_S)
        order = order_of(arrival)
        row, arrival = row[order], arrival[order]
        service = (
            office.practice.service_s * (50 + below(words_at(office.seed, Purpose.SERVICE_TIME, key[row]), 101)) // 100
        )
        site = office.population.books.site[office.recorded.book[customers[row]]].astype(np.int64)
        start, window = serve_sites(site, arrival, service, office.roster.counters.windows)
        paid_s[row] = start + service
        counter[row] = site * 16 + 1 + window
        return np.minimum(paid_s, DAY_S - 1), counter

    def _receipts(
        self,
        day: int,
        at: Int64s,
        customers: Int64s,
        paid_s: Int64s,
        counter: Int64s,
        door: NDArray[np.bool_],
        extra: Taken,
    ) -> None:
        office, n = self.office, len(at)
        amount = office.receivables.open_fen.take(at)
        bill = bill_id(customers, office.receivables.index(at))
        attempt = office.receivables.paid(at, day)
        charges = late_charges(office, day, at, customers, amount)
        takings_on = np.where(paid_s < office.rules.first_close_s, day, office.calendar.next_open(day + 1))
        receipt = receipt_id(bill, attempt)
        charge = charges.of(n)
        numbers = self._numbers(day, receipt, customers, bill, amount + charge, counter)
        tender = office.counter.cheques.tenders(customers, receipt, attempt, door)
        office.write(
            "receipt",
            n,
            id=receipt,
            recorded_at=clock(day, 0) + paid_s,
            staff=office.at_counter(counter, paid_s),
            bill=bill,
            customer=customers,
            channel=office.codes("receipt", "channel", CHANNELS)[np.where(door, DOOR, WINDOW)],
            counter=counter,
            tender=office.codes("receipt", "tender", TENDERS)[tender],
            amount_fen=amount,
            takings_on=takings_on,
            receipt_no=numbers,
        )
        write_charges(office, day, charges, Stubs(receipt, customers, paid_s, counter, takings_on))
        office.totals.received(int(amount.sum()))
        self._take(day, (receipt, counter, paid_s, amount + charge), tender > 0, extra)
        self._register(day, at, Bundle(receipt, counter, amount + charge), paid_s, tender, charge)

    def _register(self, day: int, at: Int64s, papers: Bundle, paid_s: Int64s, tender: Int64s, charge: Int64s) -> None:
        """What is no cash is entered as a cheque."""
        row = np.flatnonzero(tender)
        if len(row):
            cheques = Bundle(papers.receipt[row], papers.counter[row], papers.fen[row])
            self.office.counter.cheques.register(day, at[row], cheques, paid_s[row], tender[row], charge[row])

    def _numbers(
        self, day: int, receipt: Int64s, customers: Int64s, bill: Int64s, fen: Int64s, counter: Int64s
    ) -> Int64s:
        """From the books of the counters; some customers will show their copies."""
        books = self.office.accounts.receipt_books
        numbers = books.write_out(day, counter, fen)
        books.will_show(day, receipt, Shown(numbers, customers, bill, fen, day, counter))
        return numbers

    def bank_receipts(self, day: int, at: Int64s, channel: str, seconds: int) -> int:
        """Receipts for what the bank reports as paid; returns the sum."""
        office, n = self.office, len(at)
        amount = office.receivables.open_fen.take(at)
        customers = office.receivables.customer(at)
        bill = bill_id(customers, office.receivables.index(at))
        attempt = office.receivables.paid(at, day)
        office.write(
            "receipt",
            n,
            id=receipt_id(bill, attempt),
            recorded_at=clock(day, seconds),
            staff=office.posts.accountant,
            bill=bill,
            customer=customers,
            channel=channel,
            counter=None,
            tender="transfer",
            amount_fen=amount,
            takings_on=day,
            receipt_no=np.full(n, NULL),
        )
        total = int(amount.sum())
        office.totals.received(total)
        return total
