"""Dunning: arrears lists by book and the notices that the reader serves from them (催費, 抄表工)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.deciding.points import REGISTRY, Action, Actions, DecisionPoint, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import bill_id, book_period_id, period_code
from kaohe.sim.spec import CHANNELS
from kaohe.sim.streams import Purpose, below, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

SERVED_AFTER = 1


def _somebody_stays_away(office: Office, tray: Situations) -> NDArray[np.bool_]:
    return tray.fields["unpaid_at_limit"] > 0


def _limit_in_span(office: Office, tray: Situations) -> NDArray[np.bool_]:
    return office.calendar.first_working_after(tray.fields["limit_on"]) <= office.last_day


def _days(office: Office, tray: Situations, at: Int64s) -> Mapping[str, Int64s]:
    return {"days": 1 + below(words_at(office.seed, Purpose.DEVIATION_SIZE, tray.keys[at], SERVE_NOTICES.number), 9)}


SERVE_NOTICES = REGISTRY.add(
    DecisionPoint(
        10,
        "serve_notices",
        "meter_reader",
        "book",
        Names("按期催費", "serve the notices in time", "按期催费"),
        (
            Action(
                "serve_none",
                Names("未催費", "serve no notices", "未催费"),
                (),
                "2.7",
                _somebody_stays_away,
                _limit_in_span,
            ),
            Action(
                "serve_late",
                Names("遲催費", "serve the notices late", "迟催费"),
                ("days",),
                "2.7",
                _somebody_stays_away,
                _limit_in_span,
                _days,
            ),
        ),
    )
)


class Dunning(Desk):
    """Lists overdue bills and serves notices."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._lists: dict[int, set[int]] = defaultdict(set)
        self._serve: dict[int, list[tuple[int, Int64s]]] = defaultdict(list)

    def expect(self, due_on: int, rounds: Int64s) -> None:
        """Bills of these book-periods fall due on a day: their lists are made some working days after."""
        on = self.office.calendar.add_working_days(due_on, self.office.rules.list_after)
        self._lists[on].update(rounds.tolist())

    def work(self, day: int) -> Generator[Question, None, None]:
        """Serve what was planned for today, then make the day's lists."""
        self._notices(day, self._serve.pop(day, []))
        rounds = [divmod(key, 1024) for key in sorted(self._lists.pop(day, set()))]
        items = [(book, index, self._overdue(day, book, index)) for book, index in rounds]
        items = [each for each in items if len(each[2])]
        if items:
            yield from self._hand_out(day, items)

    def _overdue(self, day: int, book: int, index: int) -> Int64s:
        office = self.office
        customers = office.all_of_book(book)
        at = office.receivables.at(customers, index)
        owed = (office.receivables.open_fen[at] > 0) & (office.receivables.due_on[at] < day)
        return at[owed & ~office.receivables.on_hold[at]]

    def _hand_out(self, day: int, items: list[tuple[int, int, Int64s]]) -> Generator[Question, None, None]:
        office = self.office
        books = np.array([book for book, _, _ in items])
        index = np.array([each for _, each, _ in items])
        due = np.array([int(office.receivables.due_on[at].min()) for _, _, at in items])
        limit = office.calendar.add_working_days(due, office.rules.dunning_limit)
        self._write(day, books, index, due, limit, [at for _, _, at in items])
        tray = Situations(
            day,
            book_period_id(books, index),
            books,
            office.books_reader[books].astype(np.int64),
            {
                "bills": np.array([len(at) for _, _, at in items]),
                "amount_fen": np.array([int(office.receivables.open_fen[at].sum()) for _, _, at in items]),
                "limit_on": limit,
                "unpaid_at_limit": np.array(
                    [
                        int((office.receivables.pay_on[at] > last).sum())
                        for (_, _, at), last in zip(items, limit, strict=True)
                    ]
                ),
            },
        )
        actions = yield from office.decide(SERVE_NOTICES, tray)
        for row, (_, _, at) in enumerate(items):
            self._plan(day, int(limit[row]), tray, actions, row, at)

    def _plan(self, day: int, limit: int, tray: Situations, actions: Actions, row: int, at: Int64s) -> None:
        calendar, code = self.office.calendar, int(actions.codes[row])
        if code == 0:
            self._serve[calendar.add_working_days(day, SERVED_AFTER)].append((int(tray.staff[row]), at))
            return
        if code == 2:
            days = max(1, int(actions.param("days", np.array([row]))[0]))
            self._serve[calendar.next_working(limit + days)].append((int(tray.staff[row]), at))
        self._act(limit, tray, actions, row, at)

    def _act(self, limit: int, tray: Situations, actions: Actions, row: int, at: Int64s) -> None:
        office = self.office
        occurred = office.calendar.first_working_after(limit)
        amounts = office.receivables.open_fen[at].copy()
        act = office.act(
            SERVE_NOTICES,
            tray,
            actions,
            row,
            object_type="arrears_list",
            object_id=int(tray.keys[row]),
            effect_on=limit,
            occurred_on=occurred,
            due_on=limit,
        )
        office.truth.watch(occurred, act, lambda: bool((office.receivables.first_paid_on[at] > limit).any()))
        act.pricing = lambda: sum(
            office.delay_fen(amount, limit, paid, occurred)
            for amount, paid in zip(amounts.tolist(), office.receivables.first_paid_on[at].tolist(), strict=True)
            if paid > limit
        )

    def _write(self, day: int, books: Int64s, index: Int64s, due: Int64s, limit: Int64s, items: list[Int64s]) -> None:
        office = self.office
        amount = [office.receivables.open_fen[at] for at in items]
        rows = book_period_id(books, index)
        made = clock(day, hm(8, 40))
        clerks = office.books_clerk[books]
        office.write(
            "arrears_list",
            len(books),
            id=rows,
            recorded_at=made,
            staff=clerks,
            book=books,
            period=period_code(index),
            due_on=due,
            limit_on=limit,
            bills=np.array([len(at) for at in items]),
            amount_fen=np.array([int(each.sum()) for each in amount]),
            signed_by=office.books_reader[books],
        )
        at = np.concatenate(items)
        customers = office.receivables.customer(at)
        bill = bill_id(customers, office.receivables.index(at))
        count = [len(each) for each in items]
        office.write(
            "arrears_item",
            len(at),
            id=bill,
            recorded_at=made,
            staff=np.repeat(clerks, count),
            list=np.repeat(rows, count),
            bill=bill,
            customer=customers,
            amount_fen=np.concatenate(amount),
        )

    def _notices(self, day: int, rounds: list[tuple[int, Int64s]]) -> None:
        """Notices to those who still owe: they come sooner than they meant to. Readers take their lists one by one."""
        office = self.office
        if not rounds:
            return
        at = np.concatenate([items for _, items in rounds])
        reader = np.repeat([staff for staff, _ in rounds], [len(items) for _, items in rounds])
        nth = np.concatenate([np.arange(len(items)) for _, items in rounds])
        owes = (office.receivables.open_fen[at] > 0) & ~office.receivables.on_hold[at]
        at, reader, nth = at[owes], reader[owes], nth[owes]
        if not len(at):
            return
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
        soon = day + 1 + below(words_at(office.seed, Purpose.NOTICE_EFFECT, bill), 6)
        soon = np.minimum(soon, office.calendar_end)
        sooner = np.flatnonzero(soon < office.receivables.pay_on[at])
        if len(sooner):
            self._move(at[sooner], soon[sooner], customers[sooner])

    def _move(self, at: Int64s, days: Int64s, customers: Int64s) -> None:
        office = self.office
        collection = office.population.channel[customers] == CHANNELS.index("collection")
        office.paying.move(at[~collection], days[~collection])
        if collection.any():
            office.receivables.plan(at[collection], office.calendar.next_open(days[collection]))
