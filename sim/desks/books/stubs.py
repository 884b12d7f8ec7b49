"""Stubs of returned books are checked against the ledger, then sealed by two (營業會計: 存根核對、簽封)."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import Days, PartOf
from kaohe.sim.deciding.meanings import at_least, shown_after
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Fixed
from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.streams import Purpose, word_at

if TYPE_CHECKING:
    from kaohe.sim.desks.books.receipt_books import ReceiptBooks
    from kaohe.sim.office import Office

CHECK_S, SEAL_S = hm(15, 30), hm(15, 40)
LEAST_MISCAST_FEN = 100
# Assumptions: stubs of so many books that lie about are lost, the last of them, so many at most.
LOST_PERCENT, LOST_MOST = 10, 20


def _seal(_: Office, tray: Situations) -> tuple[tuple[str, int], ...]:
    """One wrong a book: what was checked late or wrongly is sealed when that is done."""
    return tuple(("seal_stubs", book) for book in tray.keys.tolist())


CHECK_STUBS = REGISTRY.add(
    DecisionPoint(
        31,
        "check_stubs",
        "accountant",
        "office",
        "stub_return",
        "working",
        Names("核對存根", "check the stubs of a book", "核对存根"),
        (
            Action(
                1,
                "check_stubs_late",
                Names("遲核存根", "check the stubs late", "迟核存根"),
                clause="6.9",
                draws={"days": Days(2, 60)},
                matures=shown_after("limit_on"),
                spoils=_seal,
            ),
            Action(
                2,
                "leave_stubs_unchecked",
                Names("漏核存根", "leave the stubs unchecked", "漏核存根"),
                clause="6.9",
                matures=shown_after("limit_on"),
                spoils=_seal,
            ),
            Action(
                3,
                "miscast_stubs",
                Names("錯核存根", "cast the stubs up wrongly", "错核存根"),
                clause="6.9",
                draws={"amount_fen": PartOf("stubs_fen", 1, 20)},
                may=at_least("electricity_fen", LEAST_MISCAST_FEN),
                spoils=_seal,
            ),
        ),
        omission=Left("leave_stubs_unchecked"),
    )
)
SEAL_STUBS = REGISTRY.add(
    DecisionPoint(
        32,
        "seal_stubs",
        "accountant",
        "office",
        "stub_return",
        "working",
        Names("簽封存根", "seal the stubs of a book", "签封存根"),
        (
            Action(
                1,
                "seal_late",
                Names("遲簽封", "seal the stubs late", "迟签封"),
                clause="6.9",
                draws={"days": Days(2, 60)},
                matures=shown_after("limit_on"),
            ),
            Action(
                2,
                "leave_unsealed",
                Names("未簽封", "leave the stubs unsealed", "未签封"),
                clause="6.9",
                matures=shown_after("limit_on"),
            ),
        ),
        omission=Left("leave_unsealed"),
    )
)


class Stubs(Desk):
    """What has come back and is to be checked, then sealed; where one is done late, the other follows unasked."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._checks: Diary[tuple[int, int]] = Diary()  # the book, and when it came back
        self._seals: Diary[tuple[int, int]] = Diary()
        self._late_checks: Diary[int] = Diary()
        self._late_seals: Diary[int] = Diary()
        self.open: list[int] = []  # books that have come back, and are not yet sealed
        self.sealed: list[int] = []

    def expect(self, day: int, books: Int64s) -> None:
        """Books came back today: they are checked and sealed on the days of their limits, by who is there then."""
        calendar, rules = self.office.calendar, self.office.rules
        check_on = calendar.add_working_days(day, min(rules.stub_check_limit, rules.stub_seal_limit))
        seal_on = calendar.add_working_days(day, rules.stub_seal_limit)
        for book in books.tolist():
            self._checks.put(check_on, (book, day))
            self._seals.put(seal_on, (book, day))
        self.open += books.tolist()

    def work(self, day: int) -> Generator[Question, None, None]:
        """What is due today, and what was put off until today."""
        self._write(day, CHECK_S, "check", self._late_checks.take(day))
        self._write(day, SEAL_S, "seal_up", self._late_seals.take(day))
        yield from self._check(day, self._checks.take(day))
        yield from self._seal(day, self._seals.take(day))

    def _check(self, day: int, due: list[tuple[int, int]]) -> Generator[Question, None, None]:
        if not due:
            return
        rules, calendar = self.office.rules, self.office.calendar
        tray = self._tray(day, due, min(rules.stub_check_limit, rules.stub_seal_limit))
        decided = yield from self.decide(CHECK_STUBS, tray)
        put_off = decided.chosen("check_stubs_late", "leave_stubs_unchecked")
        for row in put_off.tolist():
            book, back_on = due[row]
            self._strike(book, back_on)
            on = self._put_off(day, decided, row, book)
            if on is not None:
                self._late_checks.put(on, book)
                self._late_seals.put(calendar.add_working_days(on, 1), book)
        more, at_once = np.zeros(len(due), np.int64), list[int]()
        for row in decided.chosen("miscast_stubs").tolist():
            more[row] = max(decided.one("amount_fen", row), 1)
            if self._strike(*due[row]) > day:
                self._late_seals.put(calendar.add_working_days(day, 1), due[row][0])
            else:
                at_once.append(due[row][0])
            self.did(decided, row, Fixed(0))
        done = np.setdiff1d(np.arange(len(due)), put_off)
        self._write(day, CHECK_S, "check", tray.keys[done].tolist(), more[done])
        self._write(day, SEAL_S, "seal_up", at_once)

    def _strike(self, book: int, back_on: int) -> int:
        """It is not sealed when it would have been: on which day."""
        on = self.office.calendar.add_working_days(back_on, self.office.rules.stub_seal_limit)
        self._seals.strike(on, (book, back_on))
        return on

    def _seal(self, day: int, due: list[tuple[int, int]]) -> Generator[Question, None, None]:
        if not due:
            return
        tray = self._tray(day, due, self.office.rules.stub_seal_limit)
        decided = yield from self.decide(SEAL_STUBS, tray)
        put_off = decided.chosen("seal_late", "leave_unsealed")
        for row in put_off.tolist():
            on = self._put_off(day, decided, row, due[row][0])
            if on is not None:
                self._late_seals.put(on, due[row][0])
        done = np.setdiff1d(np.arange(len(due)), put_off)
        self._write(day, SEAL_S, "seal_up", tray.keys[done].tolist())

    def _tray(self, day: int, due: list[tuple[int, int]], limit: int) -> Situations:
        calendar, stock = self.office.calendar, self.office.accounts.receipt_books
        books = np.array([book for book, _ in due], np.int64)
        fen = stock.stubs_fen(books)
        own = stock.numbers.is_counter(stock.numbers.series(books))
        return Situations(
            day,
            books,
            np.zeros(len(due), np.int64),
            np.full(len(due), self.office.posts.accountant),
            {
                "stubs_fen": fen,
                "electricity_fen": np.where(own, fen, 0),
                "limit_on": np.array([calendar.add_working_days(on, limit) for _, on in due], np.int64),
            },
        )

    def _put_off(self, day: int, decided: Decided, row: int, book: int) -> int | None:
        """Enters that it is not done by its limit; the day on which it is, None: never."""
        limit_on, on = int(decided.tray.fields["limit_on"][row]), None
        action = decided.action(row)
        if action is not None and "days" in action.params:
            on = self.office.calendar.add_working_days(limit_on, max(1, decided.one("days", row)))
        act = self.missed(decided, row, Fixed(0), due_on=limit_on, effect_on=day if on is None else on)
        stock: ReceiptBooks = self.office.accounts.receipt_books
        word = word_at(self.office.seed, Purpose.STUBS_LOST, book)
        if word % 100 < LOST_PERCENT and not stock.is_irregular(book):
            stock.lack(book, 1 + (word >> 32) % LOST_MOST, act)
        return on

    def _write(self, day: int, at_s: int, action: str, books: list[int], more: Int64s | int = 0) -> None:
        """more: by how much the sum of the stubs is too high."""
        if not books:
            return
        office, stock, keys = self.office, self.office.accounts.receipt_books, np.array(books, np.int64)
        sealed, fen = action == "seal_up", stock.stubs_fen(keys)
        void, missing, size = stock.spoilt(keys)
        office.write(
            "stub",
            len(keys),
            id=SCHEMA["stub"].key.pack(receipt_book=keys, action=action, number=0),
            recorded_at=clock(day, at_s),
            staff=office.posts.accountant,
            receipt_book=keys,
            action=action,
            counter=stock.counter(stock.numbers.series(keys)),
            used=size - void - missing,
            void=void,
            blank=0,
            missing=missing,
            amount_fen=fen + more,
            ledger_fen=fen,
            seal_no=keys if sealed else NULL,
            second_by=stock.second() if sealed else NULL,
        )
        stock.notice(keys, by_count=False)
        if sealed:
            self.open = [book for book in self.open if book not in set(books)]
            self.sealed += books
