"""Dunning: arrears lists by book and the notices that the reader serves from them (催費, 抄表工)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import Days
from kaohe.sim.deciding.meanings import at_least, shown_after
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.truth import Act, witness
from kaohe.sim.deciding.worth import Late
from kaohe.sim.desks.base import NO_ROWS, Desk, Int64s, clock, hm
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import bill_id, book_period_id, period_code
from kaohe.sim.spec import CHANNELS
from kaohe.sim.streams import Purpose, below, happens, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

SERVED_AFTER = 1
MADE_S = hm(7, 50)  # before the windows open: who pays that day is listed still


SERVE_NOTICES = REGISTRY.add(
    DecisionPoint(
        10,
        "serve_notices",
        "meter_reader",
        "book",
        "arrears_list",
        "working",
        Names("按期催費", "serve the notices in time", "按期催费"),
        (
            Action(
                1,
                "serve_none",
                Names("未催費", "serve no notices", "未催费"),
                clause="2.7",
                may=at_least("unpaid_at_limit", 1),
                matures=shown_after("limit_on"),
            ),
            Action(
                2,
                "serve_late",
                Names("遲催費", "serve the notices late", "迟催费"),
                clause="2.7",
                draws={"days": Days(1, 9)},
                may=at_least("unpaid_at_limit", 1),
                matures=shown_after("limit_on"),
            ),
        ),
        omission=Left("serve_none"),
    )
)


@witness("somebody_stayed_away")
def somebody_stayed_away(office: Office, act: Act) -> bool:
    """One of those who were not told has not paid by the limit."""
    late = [each for each in act.worth if isinstance(each, Late)]
    return any(office.done_on(each.kind, each.key) > each.limit_on for each in late)


@dataclass(frozen=True)
class _Lists:
    """The arrears lists of a day: book, period index and number of bills of each; the bills' flat positions, list by
    list.
    """

    books: Int64s
    index: Int64s
    bills: Int64s
    at: Int64s

    @property
    def first(self) -> Int64s:
        """Where each list begins among the bills."""
        return np.cumsum(self.bills) - self.bills


class Dunning(Desk):
    """Lists overdue bills and serves notices."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._lists: Diary[int] = Diary()
        self._serve: Diary[tuple[int, Int64s]] = Diary()
        self._late: Diary[int] = Diary()
        self._limits: Diary[tuple[int, Int64s]] = Diary()

    def expect(self, due_on: int, rounds: Int64s) -> None:
        """Bills of these book-periods fall due on a day: their lists are made some working days after."""
        on = self.office.calendar.add_working_days(due_on, self.office.rules.list_after)
        for key in rounds.tolist():
            self._lists.put(on, key)

    def work(self, day: int) -> Generator[Question, None, None]:
        """Serve what was planned for today, then make the day's lists."""
        told = self._notices(day, self._serve.take(day))
        for act_id in self._late.take(day):
            self._served_late(day, act_id, told)
        rounds = self._lists.take(day)
        if rounds:
            yield from self._hand_out(day, self._overdue(day, np.array(sorted(set(rounds)), np.int64)))

    def close(self, day: int) -> None:
        """In the evening of its limit a list that nobody served is worth what still stands open, is not disputed and
        not with the bank.
        """
        receivables = self.office.receivables
        for act_id, at in self._limits.take(day):
            left = at[(receivables.open_fen[at] > 0) & ~receivables.on_hold[at]]
            left = left[~self.office.cash.collecting.is_out(day, left)]
            act = self.office.truth.acts[act_id]
            act.worth, act.amount_fen = self._worth(left, day), 0

    def _served_late(self, day: int, act_id: int, told: Int64s) -> None:
        """Who was told today was idle no longer; who has paid, or disputes the bill by now, got no notice."""
        act, bills = self.office.truth.acts[act_id], frozenset(told.tolist())
        act.worth = tuple(
            replace(each, until_on=day) if isinstance(each, Late) and each.key in bills else each for each in act.worth
        )

    def _worth(self, at: Int64s, limit: int) -> tuple[Late, ...]:
        receivables = self.office.receivables
        bills = bill_id(receivables.customer(at), receivables.index(at)).tolist()
        owed = zip(bills, receivables.open_fen[at].tolist(), strict=True)
        return tuple(Late("settled", bill, amount, limit) for bill, amount in owed)

    def _overdue(self, day: int, rounds: Int64s) -> _Lists:
        """What is overdue in these book-periods, those of them where nothing is left out."""
        office = self.office
        customers = [office.recorded_in_book(book) for book in (rounds // 1024).tolist()]
        row = np.repeat(np.arange(len(rounds)), [len(each) for each in customers])
        at = office.receivables.at(np.concatenate(customers), rounds[row] % 1024)
        owed = (office.receivables.open_fen[at] > 0) & (office.receivables.due_on[at] < day)
        owed &= ~office.receivables.on_hold[at]
        bills = np.bincount(row[owed], minlength=len(rounds))
        listed = np.flatnonzero(bills)
        return _Lists(rounds[listed] // 1024, rounds[listed] % 1024, bills[listed], at[owed])

    def _hand_out(self, day: int, lists: _Lists) -> Generator[Question, None, None]:
        if not len(lists.at):
            return
        office, books = self.office, lists.books
        first = lists.first
        due = np.minimum.reduceat(office.receivables.due_on[lists.at], first).astype(np.int64)
        amount = np.add.reduceat(office.receivables.open_fen[lists.at], first)
        limit = office.calendar.add_working_days(due, office.rules.dunning_limit)
        unpaid = office.receivables.pay_on[lists.at] > np.repeat(limit, lists.bills)
        self._write(day, lists, due, limit, amount)
        signers = office.books_reader[books].tolist()
        tray = Situations(
            day,
            book_period_id(books, lists.index),
            books,
            self._at_work(signers, limit.tolist()),
            {
                "bills": lists.bills,
                "amount_fen": amount,
                "due_on": due,
                "limit_on": limit,
                "unpaid_at_limit": np.add.reduceat(unpaid, first, dtype=np.int64),
            },
        )
        decided = yield from self.decide(SERVE_NOTICES, tray)
        for row, at in enumerate(np.split(lists.at, first[1:])):
            self._plan(day, int(limit[row]), decided, row, at, signers[row])

    def _at_work(self, signers: list[int], days: list[int]) -> Int64s:
        """Who has signed for each list, or stands in for him on the day."""
        pairs = zip(signers, days, strict=True)
        return np.array([self.office.duty.acting(signer, "meter_reader", on) for signer, on in pairs], np.int64)

    def _plan(self, day: int, limit: int, decided: Decided, row: int, at: Int64s, signer: int) -> None:
        calendar, acting = self.office.calendar, self.office.duty.acting
        action = decided.action(row)
        if action is None:
            on = calendar.add_working_days(day, SERVED_AFTER)
            self._serve.put(on, (acting(signer, "meter_reader", on), at))
            return
        typed = int(decided.typed("on_day")[row])
        if typed and (on := calendar.next_working(typed)) <= limit:
            self._serve.put(on, (acting(signer, "meter_reader", on), at))
            return
        worth = self._worth(at, limit)
        act = self.missed(decided, row, *worth, due_on=limit, effect_on=limit, shown="somebody_stayed_away")
        self._limits.put(limit, (act.act_id, at))
        if action.id == "serve_late":
            on = calendar.next_working(limit + max(1, decided.one("days", row)))
            self._serve.put(on, (acting(signer, "meter_reader", on), at))
            self._late.put(on, act.act_id)

    def _write(self, day: int, lists: _Lists, due: Int64s, limit: Int64s, amount: Int64s) -> None:
        office, books, at = self.office, lists.books, lists.at
        rows = book_period_id(books, lists.index)
        made = clock(day, MADE_S)
        clerks = office.books_clerk[books]
        office.write(
            "arrears_list",
            len(books),
            id=rows,
            recorded_at=made,
            staff=clerks,
            book=books,
            period=period_code(lists.index),
            due_on=due,
            limit_on=limit,
            bills=lists.bills,
            amount_fen=amount,
            signed_by=office.books_reader[books],
        )
        customers = office.receivables.customer(at)
        bill = bill_id(customers, office.receivables.index(at))
        office.write(
            "arrears_item",
            len(at),
            id=bill,
            recorded_at=made,
            staff=np.repeat(clerks, lists.bills),
            list=np.repeat(rows, lists.bills),
            bill=bill,
            customer=customers,
            amount_fen=office.receivables.open_fen[at],
        )

    def _notices(self, day: int, rounds: list[tuple[int, Int64s]]) -> Int64s:
        """Notices to those who still owe, by bill: most come sooner than they meant to. Readers take their lists one by
        one.
        """
        office = self.office
        if not rounds:
            return NO_ROWS
        at = np.concatenate([items for _, items in rounds])
        reader = np.repeat([staff for staff, _ in rounds], [len(items) for _, items in rounds])
        of = np.repeat(np.arange(len(rounds)), [len(items) for _, items in rounds])
        owes = (office.receivables.open_fen[at] > 0) & ~office.receivables.on_hold[at]
        at, reader, of = at[owes], reader[owes], of[owes]
        nth = np.arange(len(of)) - np.searchsorted(of, of)  # of those served from a list
        if not len(at):
            return NO_ROWS
        customers = office.receivables.customer(at)
        bill = bill_id(customers, office.receivables.index(at))
        office.write(
            "notice",
            len(at),
            id=SCHEMA["notice"].key.pack(bill=bill, kind="dunning", number=0),
            recorded_at=clock(day, hm(9, 30)) + 90 * nth,
            staff=reader,
            kind="dunning",
            bill=bill,
            customer=customers,
            served_on=day,
        )
        office.cash.collecting.told(day, bill)
        soon = day + 1 + below(words_at(office.seed, Purpose.NOTICE_EFFECT, bill), 6)
        soon = np.minimum(soon, office.calendar_end)
        deaf = happens(words_at(office.seed, Purpose.NOTICE_EFFECT, bill, 0, 1), office.practice.ignore_notice_e6)
        deaf |= office.population.behind_months[customers] > 0
        sooner = np.flatnonzero(~deaf & (soon < office.receivables.pay_on[at]))
        if len(sooner):
            self._move(at[sooner], soon[sooner], customers[sooner])
        return bill

    def _move(self, at: Int64s, days: Int64s, customers: Int64s) -> None:
        office = self.office
        collection = office.population.channel[customers] == CHANNELS.index("collection")
        office.counter.paying.move(at[~collection], days[~collection])
        if collection.any():
            office.receivables.plan(at[collection], office.calendar.next_open(days[collection]))
