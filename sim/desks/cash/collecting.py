"""托收: orders to collect go to the bank, its answers come back, and returns are followed (收費工, first window)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.errands import NEVER, Errand
from kaohe.sim.deciding.points import Decided, Mask, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.truth import Act, witness
from kaohe.sim.deciding.worth import Fixed, Late, Missing
from kaohe.sim.desks.base import NO_ROWS, Desk, Int64s, clock, hm, joined
from kaohe.sim.desks.cash.sending import ANSWER_BANK_DAYS, FOLLOW_RETURN, SEND_ORDERS, is_checked
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.records.ids import bill_id, bill_parts, day_number
from kaohe.sim.streams import Purpose, happens, word_at, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

FIRST_WINDOW = 1  # of the first hall: who sits there sends the office's orders [assumption]
RETURNED_AFTER = 5  # days from the word of a return to his payment at a window, at least
ANSWERED_S, SENT_S, LATER_S, FOLLOWED_S, AGAIN_S, ADDED_S, REFUNDED_S = (
    hm(9, 45),
    hm(10),
    hm(10, 10),
    hm(10, 20),
    hm(10, 40),
    hm(13, 30),
    hm(14, 30),
)
REASONS = ("account", "funds", "amount")
ACCOUNT, FUNDS, AMOUNT = range(len(REASONS))
SOUND, OVER = -1, 3  # more than is open: whose account has it, pays it
REFUNDED_PERCENT, REFUND_AFTER, REFUND_WITHIN = 80, 3, 30  # days until the customer has it back [assumption]
LEFT_OUT = 3  # of a batch, at most
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


@dataclass(eq=False)
class Fault:
    """A batch that is late or wrong in some bills (flat positions), by the act; a bill that was paid in time is out."""

    act_id: int
    due_on: int
    at: list[int]


class Collecting(Desk):
    """Sends what is due, and follows what comes back."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._due: Diary[Int64s] = Diary()
        self._later: Diary[tuple[int, Int64s]] = Diary()  # due day, and what goes out after it
        self._to_answer: Diary[Orders] = Diary()
        self._to_tell: Diary[Orders] = Diary()
        self._numbers: dict[int, int] = {}  # of bills that were ordered: how often
        self._batches: dict[int, int] = {}  # of due days: how many batches
        self.sending = NO_ROWS  # bills of the batch that is before the collector
        self._faults: list[Fault] = []
        self._watched: dict[int, list[int]] = {}  # bills of faults, by flat position: right order sent on, answered on
        self._left: dict[int, int] = {}  # returns that nobody follows, by bill
        self._over: dict[int, int] = {}  # acts by bills (flat positions) of which more was ordered than is open
        self._refunds: Diary[tuple[int, int]] = Diary()  # key of the order, and the sum
        self._limits: Diary[int] = Diary()  # acts whose return should have been followed by the day before
        self._reminded: frozenset[int] = frozenset()  # bills of which somebody was told today

    def send(self, day: int, at: Int64s) -> None:
        """Bills of 托收 customers issued today go out some bank days later."""
        self._due.put(self.office.calendar.next_bank(day + 1, self.office.rules.collection_limit - 1), at)

    def work(self, day: int) -> Generator[Question, None, None]:
        """The bank's answers; what came back is followed; what is due is sent, and what was put off."""
        returned = [self._answer(day, orders) for orders in self._to_answer.take(day)]
        for key, fen in self._refunds.take(day):
            self._refund(day, key, fen)
        for orders in self._to_tell.take(day):
            self._tell(day, self._still_open(orders))
        returned = [self._still_open(orders) for orders in returned]
        rightly = joined([orders.at[orders.flaw == SOUND] for orders in returned])
        for orders in returned:
            yield from self._follow(day, orders, rightly)
        for due_on, at in self._later.take(day):
            self._order(day, due_on, self._unpaid(at), clock(day, LATER_S), self._collector(day))
        at = self._unpaid(np.sort(joined(self._due.take(day))))
        if len(at):
            yield from self._send(day, at)

    def close(self, day: int) -> None:
        """In the evening it may show that a return was left, or that a batch came back too late: answered so, or not
        sent at all until then.
        """
        self._reminded = frozenset()
        for act_id in self._limits.take(day):
            self._limit_passed(day, self.office.truth.acts[act_id])
        for fault in list(self._faults):
            in_time = self.office.calendar.next_bank(fault.due_on + 1, ANSWER_BANK_DAYS - 1)
            if day > in_time:
                fault.at = [at for at in fault.at if self._came_on(at) > in_time]
                shown = any(self._shows(day, at, in_time) for at in fault.at)
                if shown:
                    self.office.truth.watch(day, self.office.truth.acts[fault.act_id])
                if shown or not fault.at:
                    self._faults.remove(fault)

    def is_out(self, day: int, at: Int64s) -> Mask:
        """Of which bills the bank has an order that it has not answered."""
        out = [orders.at for _, orders in self._to_answer.from_day(day + 1)]
        return np.isin(at, joined(out))

    def _limit_passed(self, day: int, act: Act) -> None:
        """A return that was not followed: it shows as more when the bill is open still some bank days after."""
        limit_on, calendar = act.due_on or day, self.office.calendar
        if self.office.done_on("bank_item", act.key) > limit_on:
            self.office.truth.slip(day, act)
            shown_on = calendar.first_bank_after(calendar.next_bank(limit_on + 1, ANSWER_BANK_DAYS - 1))
            self.office.truth.watch(shown_on, act, "return_open")

    def _came_on(self, at: int) -> int:
        """The day on which the bank answered a right order, or he paid elsewhere."""
        return min(self._watched[at][1], int(self.office.receivables.settled_on[at]))

    def _shows(self, day: int, at: int, in_time: int) -> bool:
        """Whether a bill shows the consequence: its right order was answered too late, or not sent in that time."""
        last = self.office.calendar.first_bank_after(in_time)
        sent_on, came_on = self._watched[at][0], self._came_on(at)
        return came_on <= day if sent_on <= last else day >= last

    def _collector(self, day: int) -> int:
        """Who sends: who serves the first window of that day when the batch goes out."""
        counters = self.office.duty.on(day).counters
        return int(counters[self.office.shift_at(SENT_S), FIRST_WINDOW])

    def _unpaid(self, at: Int64s) -> Int64s:
        return at[self.office.receivables.open_fen[at] > 0]

    def _still_open(self, orders: Orders) -> Orders:
        return orders.where(np.flatnonzero(self.office.receivables.open_fen[orders.at] > 0))

    def _bills(self, at: Int64s) -> Int64s:
        receivables = self.office.receivables
        return bill_id(receivables.customer(at), receivables.index(at))

    # ── sending ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _send(self, day: int, at: Int64s) -> Generator[Question, None, None]:
        fen, self.sending = self.office.receivables.open_fen[at], self._bills(at)
        renewed = self.office.cash.agreements.version(self.office.receivables.customer(at)) > 0
        swapped = np.array([transposed(each) for each in fen.tolist()])
        raised_all = np.array([transposed(each, raised=True) for each in fen.tolist()])
        tray = Situations(
            day,
            np.array([SCHEMA["bank_batch"].key.pack(day=day_number(day), kind="collection", number=0)]),
            np.zeros(1, np.int64),
            np.array([self._collector(day)]),
            {
                "items": np.array([len(at)]),
                "amount_fen": np.array([fen.sum()]),
                "transposable": np.array([(swapped != fen).sum()]),
                "renewed": np.array([renewed.sum()]),
                "raisable": np.array([(raised_all != fen).sum()]),
            },
        )
        decided = yield from self.decide(SEND_ORDERS, tray)
        action = decided.action(0)
        if action is None:
            self._order(day, day, at, clock(day, SENT_S), self._collector(day))
        elif action.id in (wrong := {"wrong_amount": AMOUNT, "wrong_account": ACCOUNT, "overcharge": OVER}):
            able = {AMOUNT: swapped != fen, ACCOUNT: renewed, OVER: raised_all != fen}[wrong[action.id]]
            self._send_wrong(day, decided, at, self._drawn(at, able, 1), wrong[action.id])
        else:
            bills = len(at) if action.id == "send_late" else self._left_out(decided, len(at))
            self._put_off(day, decided, at, self._drawn(at, np.ones(len(at), np.bool_), bills))

    def _left_out(self, decided: Decided, items: int) -> int:
        """How many: as somebody wrote, else one to three, drawn."""
        word = word_at(self.office.seed, Purpose.COLLECTION_FLAW, int(decided.tray.keys[0]), 1)
        return min(int(decided.typed("bills")[0]) or 1 + word % LEFT_OUT, items)

    def _drawn(self, at: Int64s, able: Mask, count: int) -> Mask:
        """So many of those that are able, by words of their bills."""
        word = words_at(self.office.seed, Purpose.COLLECTION_FLAW, self._bills(at))
        order = np.argsort(np.where(able, word, np.iinfo(np.uint64).max), kind="stable")
        chosen = np.zeros(len(at), np.bool_)
        chosen[order[:count]] = True
        return chosen & able

    def _put_off(self, day: int, decided: Decided, at: Int64s, out: Mask) -> None:
        """Some are left out, or all: until a day, or for good; the accountant adds what he misses, but for a batch that
        is not there.
        """
        office, action, on = self.office, decided.action(0), day
        self._order(day, day, at[~out], clock(day, SENT_S), self._collector(day))
        if not out.all() and is_checked(office, day):
            self._order(day, day, at[out], clock(day, ADDED_S), office.posts.accountant)
            self.did(decided, 0, Fixed(0), shown=None)
            return
        if action is not None and action.id != "never_send":
            on = office.calendar.next_bank(day + max(1, decided.one("days", 0)))
            self._later.put(on, (day, at[out]))
        act = self.missed(decided, 0, *self._worth(day, at[out]), due_on=day, effect_on=on, slip=True)
        self._watch(Fault(act.act_id, day, at[out].tolist()))

    def _send_wrong(self, day: int, decided: Decided, at: Int64s, wrong: Mask, flaw: int) -> None:
        """One order is wrong; the accountant may see it the same day, and adds a right one."""
        office, checked = self.office, is_checked(self.office, day)
        flaw = AMOUNT if checked and flaw == OVER else flaw  # of two orders the bank returns that for another sum
        self._order(day, day, at, clock(day, SENT_S), self._collector(day), np.where(wrong, flaw, SOUND))
        if checked:
            self._order(day, day, at[wrong], clock(day, ADDED_S), office.posts.accountant)
            self.did(decided, 0, Fixed(0), shown=None)
            return
        act = self.did(decided, 0, *self._worth(day, at[wrong]), due_on=day, shown=None)
        office.truth.slip(day, act)
        self._watch(Fault(act.act_id, day, at[wrong].tolist()))
        if flaw == OVER:
            self._over[int(at[wrong][0])] = act.act_id

    def _worth(self, day: int, at: Int64s) -> tuple[Late, ...]:
        """Each bill from its due day until it is ordered as it should be, or paid."""
        owed = zip(self._bills(at).tolist(), self.office.receivables.open_fen[at].tolist(), strict=True)
        return tuple(self._late("collection_order", bill, fen, day) for bill, fen in owed)

    def _late(self, kind: str, key: int, fen: int, limit_on: int) -> Late:
        self.office.errands.open(Errand(kind, key, self._collector(limit_on), limit_on, limit_on))
        return Late(kind, key, fen, limit_on)

    def _watch(self, fault: Fault) -> None:
        self._faults.append(fault)
        self._watched.update({at: [NEVER, NEVER] for at in fault.at})

    def _order(
        self, day: int, due_on: int, at: Int64s, written_at: int, staff: int, flaw: Int64s | None = None
    ) -> None:
        """A batch of orders for what is open; `flaw`: in which an order is wrong."""
        if not len(at):
            return
        flaw = np.full(len(at), SOUND) if flaw is None else flaw
        office, fen, bill = self.office, self.office.receivables.open_fen[at], self._bills(at)
        for place in np.flatnonzero((flaw == AMOUNT) | (flaw == OVER)).tolist():
            fen[place] = transposed(int(fen[place]), raised=flaw[place] == OVER)
        numbers = np.array([self._numbers.get(key, 0) for key in bill.tolist()], np.int64)
        self._numbers.update(zip(bill.tolist(), (numbers + 1).tolist(), strict=True))
        orders = Orders(self._batch(due_on), due_on, at, numbers, fen, flaw)
        office.cash.bank.batch(orders.batch, written_at, staff, "collection", due_on, len(at), int(fen.sum()))
        self._write(orders, written_at, staff)
        self._to_answer.put(office.calendar.next_bank(day + 1, ANSWER_BANK_DAYS - 1), orders)
        for place, key in zip(at[flaw == SOUND].tolist(), bill[flaw == SOUND].tolist(), strict=True):
            if place in self._watched:
                self._watched[place][0] = min(self._watched[place][0], day)
                office.errands.done("collection_order", key, day)

    def _batch(self, due_on: int) -> int:
        """Key of the next batch of a due day."""
        number = self._batches.get(due_on, 0)
        self._batches[due_on] = number + 1
        return int(SCHEMA["bank_batch"].key.pack(day=day_number(due_on), kind="collection", number=number))

    def _write(self, orders: Orders, written_at: int, staff: int) -> None:
        agreements, bill = self.office.cash.agreements, self._bills(orders.at)
        customers = self.office.receivables.customer(orders.at)
        self.office.write(
            "collection_order",
            len(bill),
            id=SCHEMA["collection_order"].key.pack(bill=bill, number=orders.number),
            recorded_at=written_at,
            staff=staff,
            batch=orders.batch,
            bill=bill,
            customer=customers,
            account_no=agreements.account(customers, agreements.version(customers) - (orders.flaw == ACCOUNT)),
            amount_fen=orders.fen,
        )

    # ── what comes back ──────────────────────────────────────────────────────────────────────────────────────────────

    def _answer(self, day: int, orders: Orders) -> Orders:
        """What the bank says of orders whose bills are open still; returns are those that it did not collect."""
        office = self.office
        orders = self._still_open(orders)
        customers, bill, sound = office.receivables.customer(orders.at), self._bills(orders.at), orders.flaw == SOUND
        bad, open_fen = (orders.flaw == ACCOUNT) | (orders.flaw == AMOUNT), office.receivables.open_fen[orders.at]
        word = words_at(office.seed, Purpose.COLLECTION_RETURN, bill + (orders.number << AGAIN_BITS))
        behind = office.population.behind_months.take(customers) > 0
        returned = happens(word, office.practice.collection_return_e6) | behind | bad
        reason = np.where(bad, orders.flaw, np.where(((word & np.uint64(1)) > 0) | behind, FUNDS, ACCOUNT))
        office.write(
            "bank_item",
            len(bill),
            id=SCHEMA["bank_item"].key.pack(bill=bill, number=orders.number),
            recorded_at=clock(day, ANSWERED_S),
            staff=office.posts.accountant,
            batch=orders.batch,
            bill=bill,
            customer=customers,
            amount_fen=np.where(sound, open_fen, orders.fen),
            answered_on=day,
            result=office.codes("bank_item", "result", ("paid", "returned"))[returned.astype(np.int64)],
            reason=np.where(returned, office.codes("bank_item", "reason", REASONS)[reason], NULL),
        )
        for at in orders.at[sound].tolist() if self._watched else ():
            if at in self._watched:
                self._watched[at][1] = min(self._watched[at][1], day)
        paid = orders.at[~returned]
        if len(paid):
            total = office.counter.paying.bank_receipts(day, paid, "collection", hm(9, 50))
            for row in np.flatnonzero(~returned & (orders.flaw == OVER)).tolist():
                total += self._collected_over(day, orders.where(np.array([row])), int(open_fen[row]))
            office.cash.bank.line(day, "collection", orders.batch, total)
        return orders.where(np.flatnonzero(returned))

    def _collected_over(self, day: int, order: Orders, open_fen: int) -> int:
        """By how much the bank has collected too much; most customers ask for it back."""
        key = int(SCHEMA["bank_item"].key.pack(bill=self._bills(order.at), number=order.number)[0])
        act, over_fen = self.office.truth.acts[self._over[int(order.at[0])]], int(order.fen[0]) - open_fen
        self.office.errands.open(Errand("collection_refund", key, self._collector(day), day, day))
        act.worth = (Missing("collection_refund", key, over_fen, day),)
        self.office.truth.watch(day, act)
        word = word_at(self.office.seed, Purpose.COLLECTION_FLAW, key, 2)
        if word % 100 < REFUNDED_PERCENT:
            after = REFUND_AFTER + (word >> 32) % (REFUND_WITHIN + 1 - REFUND_AFTER)
            self._refunds.put(self.office.calendar.next_bank(day + after), (key, over_fen))
        return over_fen

    def _refund(self, day: int, key: int, fen: int) -> None:
        bill = int(SCHEMA["collection_refund"].key.part("bill", key))
        self.office.write(
            "collection_refund",
            1,
            id=key,
            recorded_at=clock(day, REFUNDED_S),
            staff=self.office.posts.accountant,
            bill=bill,
            customer=bill_parts(bill)[0],
            on=day,
            amount_fen=fen,
        )
        self.office.cash.bank.line(day, "refund", key, -fen)
        self.office.errands.done("collection_refund", key, day)

    def _follow(self, day: int, returned: Orders, rightly: Int64s) -> Generator[Question, None, None]:
        """An order that was wrong is written anew, unless a right one came back too (`rightly`); whoever could not pay
        is told.
        """
        wrong = returned.flaw != SOUND
        again = returned.at[wrong & ~np.isin(returned.at, rightly)]
        self._order(day, returned.due_on, again, clock(day, AGAIN_S), self._collector(day))
        returned = returned.where(np.flatnonzero(~wrong))
        if not len(returned.at):
            return
        bill = self._bills(returned.at)
        limit_on = self.office.calendar.add_working_days(day, self.office.rules.collection_return_limit)
        tray = Situations(
            day,
            SCHEMA["bank_item"].key.pack(bill=bill, number=returned.number),
            self.office.receivables.customer(returned.at),
            np.full(len(bill), self._collector(limit_on)),
            {"amount_fen": self.office.receivables.open_fen[returned.at]},
        )
        decided = yield from self.decide(FOLLOW_RETURN, tray)
        self._tell(day, returned.where(np.flatnonzero(decided.by_the_book())))
        for row in decided.chosen("follow_late", "leave_collection").tolist():
            self._leave(day, decided, row, returned.where(np.array([row])), limit_on)

    def _leave(self, day: int, decided: Decided, row: int, returned: Orders, limit_on: int) -> None:
        """He is told later, or never; it shows when the bill is open still some bank days after the limit."""
        calendar, key, on = self.office.calendar, int(decided.tray.keys[row]), day
        action, behind = decided.action(row), self.office.counter.paying.behind(returned.at)
        if action is not None and action.id == "follow_late":
            on = calendar.next_bank(max(day + decided.one("days", row), limit_on + 1))
            self._to_tell.put(on, returned)
        if behind[0] > 0:  # he pays when he can, told or not
            days = np.maximum(behind, day + RETURNED_AFTER)
            self.office.receivables.plan(returned.at, calendar.next_open(np.minimum(days, self.office.calendar_end)))
        bill = int(self._bills(returned.at)[0])
        self._left[bill] = key
        worth = self._late("bank_item", key, int(decided.tray.fields["amount_fen"][row]), limit_on)
        if bill in self._reminded:
            self.office.errands.done("bank_item", key, day)
        act = self.missed(decided, row, worth, due_on=limit_on, effect_on=on, shown="never")
        self._limits.put(act.occurred_on, act.act_id)

    def told(self, day: int, bills: Int64s) -> None:
        """He knows that he owes, by a reader's notice or that of the return: nobody need tell him again."""
        self._reminded |= frozenset(bills.tolist())
        for bill in (int(each) for each in bills.tolist() if self._left and each in self._left):
            self.office.errands.done("bank_item", self._left[bill], day)

    def _tell(self, day: int, returned: Orders) -> None:
        """He hears that his account did not pay, and comes to a window."""
        office, at = self.office, returned.at
        if not len(at):
            return
        bill = self._bills(at)
        office.write(
            "collection_notice",
            len(at),
            id=SCHEMA["collection_notice"].key.pack(bill=bill, number=returned.number),
            recorded_at=clock(day, FOLLOWED_S),
            staff=self._collector(day),
            bill=bill,
            customer=office.receivables.customer(at),
            told_on=day,
        )
        self.told(day, bill)
        days = np.maximum(office.counter.paying.behind(at), day + RETURNED_AFTER)
        office.receivables.plan(at, office.calendar.next_open(np.minimum(days, office.calendar_end)))


@witness("never")
def never(office: Office, act: Act) -> bool:
    """It is not this day's papers that show it."""
    return False


@witness("return_open")
def return_open(office: Office, act: Act) -> bool:
    """The bill was open still at the end of the bank days after the limit."""
    key = SCHEMA["bank_item"].key.part("bill", act.key)
    last = office.calendar.next_bank((act.due_on or 0) + 1, ANSWER_BANK_DAYS - 1)
    return office.done_on("settled", key) > last


def transposed(fen: int, *, raised: bool = False) -> int:
    """The amount with the first two figures exchanged that differ and stand next to each other (raised: the first that
    make it more); itself without such.
    """
    figures = str(fen)
    for at in range(len(figures) - 1):
        one, two = figures[at], figures[at + 1]
        if one < two if raised else one != two and (at or two != "0"):
            return int(figures[:at] + two + one + figures[at + 2 :])
    return fen
