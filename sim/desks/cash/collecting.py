"""托收: orders to collect go to the bank, its answers come back, and returns are followed (收費工, first window)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.questions import Question
from kaohe.sim.desks.base import Desk, Int64s, clock, hm, joined
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.records.ids import bill_id, day_number
from kaohe.sim.streams import Purpose, happens, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

FIRST_WINDOW = 1  # of the first hall: who sits there sends the office's orders [assumption]
ANSWER_BANK_DAYS = 3
RETURNED_AFTER = 5  # days from the word of a return to his payment at a window, at least
ANSWERED_S, SENT_S, FOLLOWED_S, AGAIN_S = hm(9, 45), hm(10), hm(10, 20), hm(10, 40)
REASONS = ("account", "funds", "amount")
ACCOUNT, FUNDS, AMOUNT = range(len(REASONS))
SOUND = -1
AGAIN_BITS = 48  # above every key of a bill: words of an order that is sent anew


@dataclass(frozen=True, eq=False)
class Orders:
    """Orders of one batch: its key and due day; by order the bill (flat position), number, amount, and what is wrong
    with it for the bank (position in REASONS, or SOUND).
    """

    batch: int
    due_on: int
    at: Int64s
    number: Int64s
    fen: Int64s
    flaw: Int64s

    def where(self, rows: Int64s) -> Orders:
        """Some of them."""
        return Orders(self.batch, self.due_on, self.at[rows], self.number[rows], self.fen[rows], self.flaw[rows])


class Collecting(Desk):
    """Sends what is due, and follows what comes back."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._due: Diary[Int64s] = Diary()
        self._to_answer: Diary[Orders] = Diary()
        self._numbers: dict[int, int] = {}  # of bills ordered more than once: how often
        self._batches: dict[int, int] = {}  # of due days with several batches: how many

    def send(self, day: int, at: Int64s) -> None:
        """Bills of 托收 customers issued today go out some bank days later."""
        self._due.put(self.office.calendar.next_bank(day + 1, self.office.rules.collection_limit - 1), at)

    def work(self, day: int) -> Generator[Question, None, None]:
        """The bank's answers; what came back is followed; what is due is sent."""
        for orders in self._to_answer.take(day):
            yield from self._follow(day, self._answer(day, orders))
        at = np.sort(joined(self._due.take(day)))
        at = at[self.office.receivables.open_fen[at] > 0]
        if len(at):
            self._order(day, day, at, clock(day, SENT_S), self._collector())

    def _collector(self) -> int:
        """Who sends: who serves the first window when the batch goes out."""
        return int(self.office.at_counter(np.array([FIRST_WINDOW]), SENT_S)[0])

    def _order(self, day: int, due_on: int, at: Int64s, written_at: int, staff: int) -> None:
        """A batch of orders for what is open."""
        office, fen = self.office, self.office.receivables.open_fen[at]
        customers = office.receivables.customer(at)
        bill, version = bill_id(customers, office.receivables.index(at)), office.cash.agreements.version(customers)
        numbers = np.array([self._numbers.get(key, 0) for key in bill.tolist()], np.int64)
        again = self._batches.get(due_on, 0)
        key = SCHEMA["bank_batch"].key
        batch = int(key.pack(day=day_number(due_on), kind="collection", number=again))
        self._batches[due_on] = again + 1
        self._numbers.update(zip(bill.tolist(), (numbers + 1).tolist(), strict=True))
        office.cash.bank.batch(batch, written_at, staff, "collection", due_on, len(at), int(fen.sum()))
        office.write(
            "collection_order",
            len(at),
            id=SCHEMA["collection_order"].key.pack(bill=bill, number=numbers),
            recorded_at=written_at,
            staff=staff,
            batch=batch,
            bill=bill,
            customer=customers,
            account_no=office.cash.agreements.account(customers, version),
            amount_fen=fen,
        )
        orders = Orders(batch, due_on, at, numbers, fen, np.full(len(at), SOUND))
        self._to_answer.put(office.calendar.next_bank(day, ANSWER_BANK_DAYS), orders)

    def _answer(self, day: int, orders: Orders) -> Orders:
        """What the bank says of orders whose bills are open still; returns are those that it did not collect."""
        office = self.office
        orders = orders.where(np.flatnonzero(office.receivables.open_fen[orders.at] > 0))
        customers = office.receivables.customer(orders.at)
        bill = bill_id(customers, office.receivables.index(orders.at))
        word = words_at(office.seed, Purpose.COLLECTION_RETURN, bill + (orders.number << AGAIN_BITS))
        behind = office.population.behind_months.take(customers) > 0
        returned = happens(word, office.practice.collection_return_e6) | behind | (orders.flaw != SOUND)
        reason = np.where(((word & np.uint64(1)) > 0) | behind, FUNDS, ACCOUNT)
        reason = np.where(orders.flaw != SOUND, orders.flaw, reason)
        office.write(
            "bank_item",
            len(bill),
            id=SCHEMA["bank_item"].key.pack(bill=bill, number=orders.number),
            recorded_at=clock(day, ANSWERED_S),
            staff=office.posts.accountant,
            batch=orders.batch,
            bill=bill,
            customer=customers,
            amount_fen=orders.fen,
            answered_on=day,
            result=office.codes("bank_item", "result", ("paid", "returned"))[returned.astype(np.int64)],
            reason=np.where(returned, office.codes("bank_item", "reason", REASONS)[reason], NULL),
        )
        paid = orders.at[~returned]
        if len(paid):
            total = office.counter.paying.bank_receipts(day, paid, "collection", hm(9, 50))
            office.cash.bank.line(day, "collection", orders.batch, total)
        return orders.where(np.flatnonzero(returned))

    def _follow(self, day: int, returned: Orders) -> Generator[Question, None, None]:
        """An order that was wrong is written anew; whoever could not pay is told."""
        wrong = returned.flaw != SOUND
        self._tell(day, returned.where(np.flatnonzero(~wrong)))
        again = returned.at[wrong]
        if len(again):
            self._order(day, returned.due_on, again, clock(day, AGAIN_S), self._collector())
        return
        yield

    def _tell(self, day: int, returned: Orders) -> None:
        """He hears that his account did not pay, and comes to a window."""
        office, at = self.office, returned.at
        if not len(at):
            return
        customers = office.receivables.customer(at)
        bill = bill_id(customers, office.receivables.index(at))
        office.write(
            "collection_notice",
            len(at),
            id=SCHEMA["collection_notice"].key.pack(bill=bill, number=returned.number),
            recorded_at=clock(day, FOLLOWED_S),
            staff=self._collector(),
            bill=bill,
            customer=customers,
            told_on=day,
        )
        days = np.maximum(office.counter.paying.behind(at), day + RETURNED_AFTER)
        office.receivables.plan(at, office.calendar.next_open(np.minimum(days, office.calendar_end)))
