"""Books of receipts are handed out in order, against the signature of who serves the counter (營業會計: 發放收據)."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.deciding.meanings import at_least
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Mask, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Fixed
from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.streams import Purpose, word_at

if TYPE_CHECKING:
    from kaohe.sim.desks.books.receipt_books import ReceiptBooks
    from kaohe.sim.office import Office

ISSUE_S, SIGN_S = hm(7, 55), hm(16, 20)
# Assumptions: of books that nobody, or another, signed for so many lack leaves when they are counted next, the last of
# them, so many at most.
LACKING_PERCENT, LACKING_MOST = 20, 10


def _anybody(office: Office, tray: Situations) -> Mask:
    """There is somebody else who might take it along."""
    return np.array([another(office, who) != who for who in tray.fields["holder"].tolist()], np.bool_)


def another(office: Office, holder: int) -> int:
    """Somebody else at a counter today, else a registration clerk."""
    there = np.unique(office.on_duty.counters[0, office.roster.counters.ids()])
    others = [who for who in there.tolist() if who != holder] or list(office.posts.registration_clerks)
    return int(others[0])


ISSUE_BOOKS = REGISTRY.add(
    DecisionPoint(
        30,
        "issue_books",
        "accountant",
        "counter",
        "receipt_book",
        "working",
        Names("發放收據", "hand out books of receipts", "发放收据"),
        (
            Action(1, "issue_unsigned", Names("無簽發", "hand a book out unsigned", "无签发"), clause="6.3"),
            Action(
                2,
                "issue_out_of_order",
                Names("跳號發", "hand a book out of order", "跳号发"),
                clause="6.3",
                may=at_least("last", 1),
            ),
            Action(
                3,
                "issue_to_another",
                Names("誤發", "let another sign for a book", "误发"),
                clause="6.3",
                may=_anybody,
            ),
            Action(4, "sign_later", Names("當日補簽", "have it signed for later the same day", "当日补签")),
        ),
        omission=Left("issue_unsigned"),
    )
)


class HandingOut(Desk):
    """Decides about the books that are handed out this morning; those of clerks' desks are no electricity receipts."""

    def work(self, day: int, books: Int64s, of: Int64s) -> Generator[Question, None, None]:
        """books: in the order of their series (`of`), the last of each for the same day."""
        stock = self.office.accounts.receipt_books
        asked = stock.numbers.is_counter(of) & ~stock.numbers.is_exchanged(books)
        holders = stock.holders(of, ISSUE_S)
        signed, later = holders.copy(), np.zeros(len(books), np.bool_)
        rows = np.flatnonzero(asked)
        if len(rows):
            last = np.append(of[1:] != of[:-1], True)
            tray = Situations(
                day,
                books[rows],
                of[rows],
                np.full(len(rows), self.office.posts.accountant),
                {"holder": holders[rows], "last": last[rows].astype(np.int64)},
            )
            decided = yield from self.decide(ISSUE_BOOKS, tray)
            signed[rows[decided.chosen("issue_unsigned", "sign_later")]] = NULL
            later[rows[decided.chosen("sign_later")]] = True
            for row in decided.chosen("issue_to_another").tolist():
                signed[rows[row]] = another(self.office, int(holders[rows[row]]))
            books = self._irregular(stock, decided, rows, books)
        self._write(day, ISSUE_S, books, of, holders, signed, 0)
        again = np.flatnonzero(later)
        self._write(day, SIGN_S, books[again], of[again], holders[again], holders[again], 1)

    def _irregular(self, stock: ReceiptBooks, decided: Decided, rows: Int64s, books: Int64s) -> Int64s:
        """Enters the acts; the books that are handed out instead."""
        given = books.copy()
        for row in decided.chosen("issue_out_of_order").tolist():
            book = int(books[rows[row]])
            given[rows[row]] = stock.numbers.exchange(book)
            self.did(decided, row, Fixed(0))
        for row in decided.chosen("issue_unsigned", "issue_to_another").tolist():
            book = int(books[rows[row]])
            act = self.did(decided, row, Fixed(0))
            stock.irregular.add(book)
            word = word_at(self.office.seed, Purpose.LEAVES_LACKING, book)
            if word % 100 < LACKING_PERCENT:
                stock.lack(book, 1 + (word >> 32) % LACKING_MOST, act)
        return given

    def _write(
        self, day: int, at_s: int, books: Int64s, of: Int64s, holders: Int64s, signed: Int64s, number: int
    ) -> None:
        office = self.office
        if not len(books):
            return
        office.write(
            "book_log",
            len(books),
            id=SCHEMA["book_log"].key.pack(receipt_book=books, action="issue", number=number),
            recorded_at=clock(day, at_s),
            staff=office.posts.accountant,
            receipt_book=books,
            action="issue",
            holder=holders,
            counter=office.accounts.receipt_books.counter(of),
            signed_by=signed,
            on=day,
        )
