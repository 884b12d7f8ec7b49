"""Cheques that the bank sends back, and what the collector does about them (收費工)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import Days
from kaohe.sim.deciding.meanings import shown_after
from kaohe.sim.deciding.points import (
    REGISTRY,
    Action,
    Decided,
    DecisionPoint,
    Left,
    Mask,
    Names,
    Occasion,
    Situations,
)
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
VALID_DAYS = 10  # in which a cheque may be presented (票據法 第九十一條)
NOTE_VALID_DAYS = 60  # a 本票, which no bank returns: two months (第七十八條)
TENDERS = ("cash", "cheque", "promissory_note")
CASH, CHEQUE, NOTE = range(len(TENDERS))
FUNDS, SEAL = range(2)
REASONS = ("funds", "seal")
SEAL_E6 = 250_000  # of the cheques that come back [assumption]
RETURN_BANK_DAYS = 3  # after it was banked
LATER_DAYS = 8  # by which a cheque comes back later where its money was closed, handed in or banked late


def _comes_back_in_time(office: Office, tray: Situations) -> Mask:
    """A cheque taken today would come back so early that the limit of its notice passes within the span."""
    banked_on = office.calendar.next_bank(office.calendar.first_working_after(tray.day))
    limit = office.calendar.add_working_days(office.calendar.next_bank(banked_on, RETURN_BANK_DAYS), _limit(office))
    return np.full(len(tray), office.calendar.first_working_after(limit) + LATER_DAYS <= office.last_day)


def _limit(office: Office) -> int:
    return office.rules.cheque_limit


def _its_notice(cheques: Int64s) -> Int64s:
    """Both are known by the receipt."""
    return cheques


EXAMINE_CHEQUE = REGISTRY.add(
    DecisionPoint(
        18,
        "examine_cheque",
        "collector",
        "customer",
        "cheque",
        "open",
        Names("驗收支票", "examine the cheque", "验收支票"),
        (
            Action(
                1,
                "take_blurred",
                Names("收下印鑑不清的支票", "take a cheque with a blurred seal", "收下印鉴不清的支票"),
            ),
        ),
        omission=Left("take_blurred"),
    )
)
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
                occasion=Occasion(EXAMINE_CHEQUE.id, "take_blurred", _its_notice, _comes_back_in_time),
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
    """A cheque that the bank sends back: flat position of the bill, receipt id, counter, amount, why (of REASONS)."""

    at: int
    receipt: int
    counter: int
    amount_fen: int
    reason: int


@dataclass(frozen=True, eq=False)
class Taken:
    """The cheques of a day: flat positions of their bills, and themselves."""

    at: Int64s
    papers: Bundle
    paid_s: Int64s  # of the day


class Cheques(Desk):
    """Registers cheques and handles those that come back."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._today: Taken | None = None  # until they are examined
        self._uncovered: dict[int, Returned] = {}  # those that will come back, by receipt, until they are banked
        self._charged: dict[int, int] = {}  # late-payment charges among the amounts of cheques, by receipt
        self._returns: Diary[Returned] = Diary()
        self._left: Diary[Returned] = Diary()

    def tenders(self, customers: Int64s, receipt: Int64s, attempt: Int64s, door: NDArray[np.bool_]) -> Int64s:
        """How each pays (of TENDERS). After a cheque that came back another, once, or a 本票, else cash."""
        office = self.office
        tender = (office.population.pays_by_cheque.take(customers) & ~door).astype(np.int64)
        row = np.flatnonzero((tender == CHEQUE) & (attempt > 0))
        if len(row):
            practice = office.practice
            drawn = below(words_at(office.seed, Purpose.PAY_AGAIN, receipt[row]), 1_000_000)
            again = (drawn < practice.again_cheque_e6) & (attempt[row] == 1)
            note = ~again & (drawn < practice.again_cheque_e6 + practice.again_note_e6)
            tender[row] = np.where(again, CHEQUE, np.where(note, NOTE, CASH))
        return tender

    def register(self, day: int, at: Int64s, papers: Bundle, paid_s: Int64s, tender: Int64s, charges: Int64s) -> None:
        """Cheques and 本票 taken today, with the charges among their amounts; the bank will send some cheques back."""
        office, receipt, counter = self.office, papers.receipt, papers.counter
        customers = office.receivables.customer(at)
        office.write(
            "cheque",
            len(at),
            id=receipt,
            recorded_at=clock(day, 0) + paid_s,
            staff=office.at_counter(counter, paid_s),
            receipt=receipt,
            customer=customers,
            amount_fen=papers.fen,
            counter=counter,
            cheque_no=cheque_numbers(office.seed, receipt),
            drawn_on=day,
            valid_to=day + np.where(tender == NOTE, NOTE_VALID_DAYS, VALID_DAYS),
        )
        charged = np.flatnonzero(charges)
        self._charged.update(zip(receipt[charged].tolist(), charges[charged].tolist(), strict=True))
        cheque = np.flatnonzero(tender == CHEQUE)
        self._today = taken = Taken(at[cheque], papers.where(cheque), paid_s[cheque])
        word = words_at(office.seed, Purpose.CHEQUE_RETURN, taken.papers.receipt)
        back = happens(word, office.practice.cheque_return_e6)
        named = np.flatnonzero(office.population.cheque_returns[customers[cheque]])
        back[named] |= SCHEMA["receipt"].key.part("attempt", taken.papers.receipt[named]) == 0
        row = np.flatnonzero(back)
        seal = happens(words_at(office.seed, Purpose.RETURN_DELAY, taken.papers.receipt[row]), SEAL_E6)
        for each, reason in zip(row.tolist(), np.where(seal, SEAL, FUNDS).tolist(), strict=True):
            self._come_back(taken, each, reason)

    def _come_back(self, taken: Taken, row: int, reason: int) -> None:
        """The bank will send it back, once it has it."""
        papers = taken.papers
        receipt, counter, fen = (int(each[row]) for each in (papers.receipt, papers.counter, papers.fen))
        self._uncovered[receipt] = Returned(int(taken.at[row]), receipt, counter, fen, reason)

    def banked(self, day: int, cheques: Bundle) -> None:
        """The bank sends back three bank days later what is not covered."""
        for receipt in self._charged.keys() & set(cheques.receipt.tolist()) - self._uncovered.keys():
            del self._charged[receipt]
        for receipt in cheques.receipt[np.isin(cheques.receipt, list(self._uncovered))].tolist():
            self._returns.put(self.office.calendar.next_bank(day, RETURN_BANK_DAYS), self._uncovered.pop(receipt))

    def covered(self, cheques: Bundle) -> Bundle:
        """Those that the bank will pay, if there are any: what the bank will send back is not lost before."""
        paid = cheques.where(~np.isin(cheques.receipt, list(self._uncovered)))
        return paid if len(paid) else cheques

    def stopped(self, cheque: Bundle) -> None:
        """It will not come to the bank, whether it was covered or not."""
        for receipt in cheque.receipt.tolist():
            self._uncovered.pop(receipt, None)

    def work(self, day: int) -> Generator[Question, None, None]:
        """The day's cheques are examined; notices of the day are signed for, and handled."""
        yield from self._examine(day)
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

    def _examine(self, day: int) -> Generator[Question, None, None]:
        """Of a seal that nobody sees to be blurred the bank will say so."""
        taken, self._today = self._today, None
        if taken is None or not len(taken.at):
            return
        papers, customers = taken.papers, self.office.receivables.customer(taken.at)
        staff = self.office.at_counter(papers.counter, taken.paid_s).astype(np.int64)
        tray = Situations(day, papers.receipt, customers, staff, {"amount_fen": papers.fen})
        decided = yield from self.decide(EXAMINE_CHEQUE, tray)
        for row in decided.chosen("take_blurred").tolist():
            self._come_back(taken, row, SEAL)

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
        reason = office.codes("return_notice", "reason", REASONS)
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
            reason=reason[[each.reason for each in returned]],
        )
        for receipt, amount in zip(receipts.tolist(), amounts.tolist(), strict=True):
            office.cash.bank.line(day, "return", receipt, -amount)

    def _handle(self, day: int, each: Returned) -> None:
        """The receivable is reopened and the customer told; he pays again."""
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
        """The receivables stand again, without what was charged on them; nobody is dunned, for the customers have said
        that they will pay.
        """
        office, bills = self.office, receipt_bill(cheques.receipt)
        amounts = cheques.fen - np.array([self._charged.pop(each, 0) for each in cheques.receipt.tolist()])
        office.write(
            "reopening",
            len(cheques),
            id=cheques.receipt,
            recorded_at=clock(day, at_s),
            staff=office.at_counter(cheques.counter, SIGNED_S),
            receipt=cheques.receipt,
            bill=bills,
            amount_fen=amounts,
        )
        at = office.receivables.at(*bill_parts(bills))
        office.receivables.reopen(at, amounts)
        office.receivables.on_hold[at] = True
        office.totals.received(-int(amounts.sum()))
        after = 2 + below(words_at(office.seed, Purpose.RETURN_DELAY, cheques.receipt, 0, 1), 6)
        office.counter.paying.move(at, np.minimum(day + after, office.calendar_end))
