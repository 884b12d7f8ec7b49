"""Cheques that the bank sends back, and what the collector does about them (收費工)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import Days
from kaohe.sim.deciding.meanings import shown_after
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.desks.cash.bundle import Bundle
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import bill_parts, receipt_bill
from kaohe.sim.streams import Purpose, below, happens, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

SIGNED_S = hm(10)
CHEQUE_NUMBERS = 99_999_999  # of eight figures
VALID_DAYS = 10  # in which a cheque may be presented
LATER_DAYS = 8  # by which a cheque comes back later where its money was closed, handed in or banked late


HANDLE_RETURN = REGISTRY.add(
    DecisionPoint(
        9,
        "handle_return",
        "collector",
        "customer",
        "return_notice",
        "bank",
        Names("及時處理退票", "handle the returned cheque", "及时处理退票"),
        (
            Action(
                1,
                "leave_return",
                Names("擱置退票", "leave the returned cheque", "搁置退票"),
                clause="4.5",
                draws={"days": Days(4, 23)},
                matures=shown_after("limit_on", LATER_DAYS),
            ),
        ),
        omission=Left("leave_return", {"days": 14}),
    )
)


def cheque_numbers(seed: int, receipt: Int64s, k: int = 0) -> Int64s:
    """Numbers of the cheques that receipts speak of; k: of the first, or of another that came in its place."""
    return 1 + below(words_at(seed, Purpose.CHEQUE_NUMBER, receipt, 0, k), CHEQUE_NUMBERS)


@dataclass(frozen=True)
class Returned:
    """A cheque that the bank sends back: flat position of the bill, receipt id, counter, amount."""

    at: int
    receipt: int
    counter: int
    amount_fen: int


class Cheques(Desk):
    """Registers cheques and handles those that come back."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._uncovered: dict[int, Returned] = {}  # those that will come back, by receipt, until they are banked
        self._returns: Diary[Returned] = Diary()
        self._left: Diary[Returned] = Diary()

    def register(self, day: int, at: Int64s, receipt: Int64s, counter: Int64s, paid_s: Int64s, amount: Int64s) -> None:
        """Cheques taken today; the bank will send some of them back."""
        office = self.office
        customers = office.receivables.customer(at)
        office.write(
            "cheque",
            len(at),
            id=receipt,
            recorded_at=clock(day, 0) + paid_s,
            staff=office.at_counter(counter, paid_s),
            receipt=receipt,
            customer=customers,
            amount_fen=amount,
            counter=counter,
            cheque_no=cheque_numbers(office.seed, receipt),
            drawn_on=day,
            valid_to=day + VALID_DAYS,
        )
        word = words_at(office.seed, Purpose.CHEQUE_RETURN, receipt)
        back = happens(word, office.practice.cheque_return_e6) | office.population.cheque_returns[customers]
        for row in np.flatnonzero(back).tolist():
            self._uncovered[int(receipt[row])] = Returned(
                int(at[row]), int(receipt[row]), int(counter[row]), int(amount[row])
            )

    def banked(self, day: int, cheques: Bundle) -> None:
        """The bank sends back three bank days later what is not covered."""
        for receipt in cheques.receipt[np.isin(cheques.receipt, list(self._uncovered))].tolist():
            self._returns.put(self.office.calendar.next_bank(day, 3), self._uncovered.pop(receipt))

    def stopped(self, cheque: Bundle) -> None:
        """It will not come to the bank, whether it was covered or not."""
        for receipt in cheque.receipt.tolist():
            self._uncovered.pop(receipt, None)

    def work(self, day: int) -> Generator[Question, None, None]:
        """Notices of the day are signed for, and handled."""
        for left in self._left.take(day):
            self._handle(day, left)
        returned = sorted(self._returns.take(day), key=lambda each: each.receipt)
        if not returned:
            return
        self._notices(day, returned)
        limit = self.office.calendar.add_working_days(day, self.office.rules.cheque_limit)
        receipts = np.array([each.receipt for each in returned])
        at = np.array([each.at for each in returned])
        tray = Situations(
            day,
            receipts,
            self.office.receivables.customer(at),
            self._answerable(np.array([each.counter for each in returned]), limit),
            {
                "amount_fen": np.array([each.amount_fen for each in returned]),
                "limit_on": np.full(len(returned), limit),
            },
        )
        decided = yield from self.decide(HANDLE_RETURN, tray)
        for row, each in enumerate(returned):
            on = self._handled_on(day, decided, row)
            self._act(on, decided, row, each)
            if on == day:
                self._handle(day, each)
            else:
                self._left.put(on, each)

    def _answerable(self, counters: Int64s, limit: int) -> Int64s:
        """Who has signed for the notices, or stands in for him at the limit."""
        signers = self.office.at_counter(counters, SIGNED_S)
        return np.array([self.office.duty.acting(staff, "collector", limit) for staff in signers.tolist()], np.int64)

    def _handled_on(self, day: int, decided: Decided, row: int) -> int:
        if decided.action(row) is None:
            return day
        return self.office.calendar.next_working(day + max(0, decided.one("days", row)))

    def _act(self, on: int, decided: Decided, row: int, each: Returned) -> None:
        limit = int(decided.tray.fields["limit_on"][row])
        if on <= limit:
            return
        worth = self.late(decided, row, "reopening", each.amount_fen, limit)
        self.missed(decided, row, worth, due_on=limit, effect_on=on)

    def _notices(self, day: int, returned: list[Returned]) -> None:
        office, n = self.office, len(returned)
        receipts = np.array([each.receipt for each in returned])
        counters = np.array([each.counter for each in returned])
        amounts = np.array([each.amount_fen for each in returned])
        collectors = office.at_counter(counters, SIGNED_S)
        bills = receipt_bill(receipts)
        reason = office.codes("return_notice", "reason", ("funds", "seal"))
        word = words_at(office.seed, Purpose.RETURN_DELAY, receipts)
        office.write(
            "return_notice",
            n,
            id=receipts,
            recorded_at=clock(day, SIGNED_S) + 60 * np.arange(n),
            staff=office.posts.cashier,
            receipt=receipts,
            bill=bills,
            customer=bill_parts(bills)[0],
            amount_fen=amounts,
            returned_on=day,
            signed_on=day,
            signed_by=collectors,
            reason=reason[happens(word, 250_000).astype(np.int64)],
        )
        for receipt, amount in zip(receipts.tolist(), amounts.tolist(), strict=True):
            office.cash.bank.line(day, "return", receipt, -amount)

    def _handle(self, day: int, each: Returned) -> None:
        """The receivable is reopened and the customer told; he pays again in cash."""
        bill, attempt = SCHEMA["receipt"].key.unpack(each.receipt)
        staff = int(self.office.at_counter(np.array([each.counter]), SIGNED_S)[0])
        receipt, amount = np.array([each.receipt]), np.array([each.amount_fen])
        self.reopen(day, hm(17, 5), Bundle(receipt, np.array([each.counter]), amount))
        self.office.errands.done("reopening", each.receipt, day)
        self.office.write(
            "notice",
            1,
            id=SCHEMA["notice"].key.pack(bill=bill, kind="returned_cheque", number=attempt),
            recorded_at=clock(day, hm(17, 10)),
            staff=staff,
            kind="returned_cheque",
            bill=bill,
            customer=bill_parts(bill)[0],
            served_on=day,
        )

    def reopen(self, day: int, at_s: int, cheques: Bundle) -> None:
        """The receivables stand again; nobody is dunned, for the customers have said that they will pay in cash."""
        office, bills = self.office, receipt_bill(cheques.receipt)
        office.write(
            "reopening",
            len(cheques),
            id=cheques.receipt,
            recorded_at=clock(day, at_s),
            staff=office.at_counter(cheques.counter, SIGNED_S),
            receipt=cheques.receipt,
            bill=bills,
            amount_fen=cheques.fen,
        )
        at = office.receivables.at(*bill_parts(bills))
        office.receivables.reopen(at, cheques.fen)
        office.receivables.on_hold[at] = True
        office.totals.received(-cheques.total_fen)
        after = 2 + below(words_at(office.seed, Purpose.RETURN_DELAY, cheques.receipt, 0, 1), 6)
        office.counter.paying.move(at, np.minimum(day + after, office.calendar_end))
