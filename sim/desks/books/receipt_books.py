"""Books of receipts from stock-in to the sealed stubs, counted every month (營業會計: 票據管理)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.truth import Act
from kaohe.sim.deciding.worth import Unpriced
from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.desks.books.receipt_numbers import BOOKS, MISC, NUMBERS, Numbers, Taken
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.records.ids import day_number
from kaohe.sim.streams import Purpose, below, happens, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

__all__ = ["MISC", "NUMBERS", "ReceiptBooks"]

STOCK_S, RETURN_S, ISSUE_S, VOID_S, COUNT_S = (*(hm(7, 40), hm(7, 50), hm(7, 55), hm(15, 2), hm(16, 40)),)
LEAST_STOCK, STOCKED = 2, 4  # books of a series that lie in stock at least, and that come in at once [assumption]
PEAKS = 4  # a counter holds leaves for so many of its busiest days [assumption]
SHOWN_WITHIN = 30  # days after which a customer shows his copy, at most [assumption]
COUNTED_SEALED = (6, 12)  # months in which sealed stubs are counted too
ALL_COPIES = 3


@dataclass(frozen=True)
class Shown:
    """Copies that customers will show on a day; arrays by copy. bill: NULL for miscellaneous receipts."""

    numbers: Int64s
    customers: Int64s
    bills: Int64s
    fen: Int64s
    dated_on: int
    series: Int64s


class ReceiptBooks(Desk):
    """Gives receipts their numbers, and keeps the books of each series.

    By series: how many books came into stock, were handed out and returned, and the most receipts of a day.
    """

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        counters, clerks = office.duty.everybody.counters.shape[1], len(office.posts.registration_clerks)
        self.numbers = Numbers(office.seed, office.practice.void_receipt_e6, counters, clerks)
        desks = counters + np.arange(clerks)
        self._serving = np.concatenate((office.roster.counters.ids().astype(np.int64), desks))
        self._stocked, self._issued, self._returned, self._peak = np.zeros((4, len(self.numbers.names)), np.int64)
        self._fen: dict[int, int] = {}  # by the stubs of books that are in use or not yet checked
        self.irregular: set[int] = set()  # books against no signature, or another's
        self._shown: Diary[Shown] = Diary()
        self._lacking: dict[int, Act] = {}  # books out of which leaves were lost, not yet noticed

    def open(self, at: int) -> None:
        """The stock at the opening, entered at `at`."""
        self._stock(at, self._serving, np.full(len(self._serving), 2 + LEAST_STOCK))

    def of_clerk(self, clerks: Int64s) -> Int64s:
        """The series of the desks at which these clerks sit today."""
        sitting = {clerk: at for at, clerk in reversed(list(enumerate(self.office.posts.registration_clerks)))}
        return self.numbers.counters + np.array([sitting[clerk] for clerk in clerks.tolist()], np.int64)

    def write_out(self, day: int, series: Int64s, fen: Int64s) -> Int64s:
        """The numbers of receipts of these amounts, in the order in which they are written."""
        taken = self.numbers.take(series)
        self._peak[taken.series] = np.maximum(self._peak[taken.series], taken.written)
        lacking = -((self._issued * self.numbers.size - self.numbers.next + 1) // self.numbers.size)
        if (lacking > 0).any():
            self._fetch(day, lacking)
        self._void(day, taken)
        book = self._book_of(series, taken.numbers)
        books, of = np.unique(book, return_inverse=True)
        sums = np.zeros(len(books), np.int64)
        np.add.at(sums, of, fen)
        for each, more in zip(books.tolist(), sums.tolist(), strict=True):
            self._fen[each] = self._fen.get(each, 0) + more
        return taken.numbers

    def will_show(self, day: int, receipts: Int64s, shown: Shown) -> None:
        """Some of the customers who paid show their copies later; receipts: keys of the papers."""
        word = words_at(self.office.seed, Purpose.RECEIPT_SHOWN, receipts)
        rows = np.flatnonzero(happens(word, self.office.practice.receipt_shown_e6))
        after = below(words_at(self.office.seed, Purpose.RECEIPT_SHOWN, receipts[rows], 0, 1), SHOWN_WITHIN)
        for row, days in zip(rows.tolist(), after.tolist(), strict=True):
            at = slice(row, row + 1)
            columns = (shown.numbers[at], shown.customers[at], shown.bills[at], shown.fen[at])
            on = self.office.calendar.next_open(day + 1 + days)
            self._shown.put(on, Shown(*columns, day, shown.series[at]))

    def morning(self, day: int) -> Generator[Question, None, None]:
        """Stubs come back, and books are handed out; customers come with their copies."""
        self._look_at_copies(day)
        if not self.office.calendar.is_working(day):
            return
        self._take_back(day)
        wanted = self._wanted(day)
        if len(wanted[0]):
            yield from self.office.accounts.handing_out.work(day, *wanted)

    def second(self) -> int:
        """Who counts and seals with the accountant: the business specialist, unless it is he who stands in for him."""
        posts = self.office.posts
        others = (posts.business_specialist, posts.business_manager, posts.cashier)
        return next((who for who in others if who != posts.accountant), posts.business_specialist)

    def stubs_fen(self, books: Int64s) -> Int64s:
        """What the stubs of books come to."""
        return np.array([self._fen.get(book, 0) for book in books.tolist()], np.int64)

    def is_irregular(self, book: int) -> bool:
        """Whether it was handed out against no signature, or another's."""
        return book in self.irregular

    def lack(self, book: int, many: int, act: Act) -> None:
        """The last leaves of a book are gone because of an act, which a count or the check of its stubs will show."""
        last = int(self.numbers.first(np.array([book + 1]))[0]) - 1
        self.numbers.lost = np.union1d(self.numbers.lost, np.arange(last - many + 1, last + 1))
        self._lacking[book] = act

    def last_in_stock(self) -> tuple[Int64s, Int64s]:
        """The last book in stock of each series, and the series: where more than one is there, used as they come."""
        series = self._serving[self._stocked[self._serving] - self._issued[self._serving] > 1]
        books = self.numbers.books(series, self._stocked[series])
        there = ~self.numbers.is_exchanged(books)
        return books[there], series[there]

    def put_aside(self, book: int) -> None:
        """The last book of its series is not in stock any more."""
        self._stocked[self.numbers.series(np.array([book]))] -= 1
        self.numbers.put_aside(book)

    def close_month(self, day: int) -> None:
        """The month's last working day: every book is counted by two."""
        series = self._serving
        books, held = self._range(series, self._returned[series], self._issued[series])
        stock, _ = self._range(series, self._issued[series], self._stocked[series])
        back = self.office.accounts.stubs
        stubs = [*back.open, *(back.sealed if self.office.month.number in COUNTED_SEALED else ())]
        aside = np.array(self.numbers.aside, np.int64)
        every = np.concatenate((stock, aside, books, np.array(stubs, np.int64)))
        place = np.repeat(np.arange(3), (len(stock) + len(aside), len(held), len(stubs)))
        self._count(day, every, place)

    def _range(self, series: Int64s, after: Int64s, until: Int64s) -> tuple[Int64s, Int64s]:
        """The books after one place of each series up to another, and their series."""
        place, of = _places(series, after, until)
        return self.numbers.books(of, place), of

    def _book_of(self, series: Int64s, numbers: Int64s) -> Int64s:
        place = numbers % NUMBERS
        found: Int64s = self.numbers.names[series] * BOOKS + (place - 1) // self.numbers.size[series] + 1
        return found

    def counter(self, series: Int64s) -> Int64s:
        """As papers have it: none for miscellaneous receipts."""
        return np.where(series < self.numbers.counters, series, NULL)

    def holders(self, series: Int64s, second: int) -> Int64s:
        """Who serves the counter, or sits at the desk, at a second of the day."""
        counters = np.minimum(series, self.numbers.counters - 1)
        clerks = np.array(self.office.posts.registration_clerks, np.int64)
        of_desk = clerks[np.maximum(series - self.numbers.counters, 0)]
        return np.where(series < self.numbers.counters, self.office.at_counter(counters, second), of_desk)

    def _stock(self, at: int, series: Int64s, many: Int64s) -> None:
        """So many more books of each series come in."""
        place, of = _places(series, self._stocked[series], self._stocked[series] + many)
        if not len(place):
            return
        self._stocked[series] += many
        books = self.numbers.books(of, place)
        first = self.numbers.first(books)
        kinds = self.office.codes("receipt_book", "kind", ("electricity", "misc"))
        self.office.write(
            "receipt_book",
            len(books),
            id=books,
            recorded_at=at,
            staff=self.office.posts.accountant,
            kind=kinds[(of >= self.numbers.counters).astype(np.int64)],
            counter=self.counter(of),
            first_no=first,
            last_no=first + self.numbers.size[of] - 1,
            stocked_on=at // 86_400,
        )

    def _fetch(self, day: int, lacking: Int64s) -> None:
        """A counter has run out of leaves in the middle of the day: it is given books at once."""
        series = np.flatnonzero(lacking > 0)
        many = lacking[series]
        short = np.maximum(self._issued[series] + many - self._stocked[series], 0)
        self._stock(clock(day, STOCK_S), series, short)
        books, of = self._range(series, self._issued[series], self._issued[series] + many)
        self._issued[series] += many
        self._log(day, ISSUE_S, "issue", books, of)

    def _wanted(self, day: int) -> tuple[Int64s, Int64s]:
        """Books for what each counter may need, with their series, and as many again into stock."""
        numbers, series = self.numbers, self._serving
        size, left = numbers.size[series], self._issued[series] * numbers.size[series] - numbers.next[series] + 1
        many = np.maximum((np.maximum(size, PEAKS * self._peak[series]) - left) // size + 1, 0)
        lacking = self._issued[series] + many + LEAST_STOCK - self._stocked[series]
        self._stock(clock(day, STOCK_S), series, np.where(lacking > 0, np.maximum(lacking, STOCKED), 0))
        wanted = self._range(series, self._issued[series], self._issued[series] + many)
        self._issued[series] += many
        return wanted

    def _log(self, day: int, at_s: int, action: str, books: Int64s, of: Int64s) -> None:
        office, holders = self.office, self.holders(of, at_s)
        office.write(
            "book_log",
            len(books),
            id=SCHEMA["book_log"].key.pack(receipt_book=books, action=action, number=0),
            recorded_at=clock(day, at_s),
            staff=office.posts.accountant,
            receipt_book=books,
            action=action,
            holder=holders,
            counter=self.counter(of),
            signed_by=holders if action == "issue" else office.posts.accountant,
            on=day,
        )

    def _void(self, day: int, taken: Taken) -> None:
        """Spoilt leaves, entered at the first close with all their copies."""
        if not len(taken.void):
            return
        self.office.write(
            "void_receipt",
            len(taken.void),
            id=taken.void,
            recorded_at=clock(day, VOID_S),
            staff=self.holders(taken.void_series, VOID_S),
            receipt_book=self._book_of(taken.void_series, taken.void),
            counter=self.counter(taken.void_series),
            on=day,
            copies=ALL_COPIES,
        )

    def _take_back(self, day: int) -> None:
        """Books whose last number is used come back on the next working day."""
        series = self._serving
        used = (self.numbers.next[series] - 1) // self.numbers.size[series]
        books, of = self._range(series, self._returned[series], used)
        if not len(books):
            return
        self._returned[series] = used
        self._log(day, RETURN_S, "return", books, of)
        self.office.accounts.stubs.expect(day, books)

    def spoilt(self, books: Int64s) -> tuple[Int64s, Int64s, Int64s]:
        """How many numbers of each book are void, how many lost, and how many it has."""
        size = self.numbers.size[self.numbers.series(books)]
        of = np.repeat(np.arange(len(books)), size)
        number = self.numbers.first(books)[of] + np.arange(len(of)) - np.repeat(np.cumsum(size) - size, size)
        void = np.bincount(of[self.numbers.void(number)], minlength=len(books))
        return void, self._missing(books)[0], size

    def _count(self, day: int, books: Int64s, place: Int64s) -> None:
        office, size = self.office, self.numbers.size[self.numbers.series(books)]
        self.notice(books, by_count=True)
        missing, first = self._missing(books)
        office.write(
            "form_count",
            len(books),
            id=SCHEMA["form_count"].key.pack(receipt_book=books, day=day_number(day)),
            recorded_at=clock(day, COUNT_S),
            staff=office.posts.accountant,
            on=day,
            receipt_book=books,
            counter=self.counter(self.numbers.series(books)),
            place=office.codes("form_count", "place", ("stock", "holder", "stub"))[place],
            expected=size,
            counted=size - missing,
            first_missing_no=first,
            second_by=self.second(),
        )

    def _missing(self, books: Int64s) -> tuple[Int64s, Int64s]:
        """How many numbers of each book are lost, and the first of them."""
        lost = self.numbers.lost
        begin = np.searchsorted(lost, self.numbers.first(books))
        many = np.searchsorted(lost, self.numbers.first(books + 1)) - begin
        return many, np.where(many > 0, np.append(lost, NULL)[np.minimum(begin, len(lost))], NULL)

    def notice(self, books: Int64s, *, by_count: bool) -> None:
        """Lost leaves of these books are on paper now: they cannot be assessed by energy or fee. A check of stubs does
        not say whether they were lost before or after they came back.
        """
        for book in books.tolist() if self._lacking else ():
            if book in self._lacking:
                act = self._lacking.pop(book)
                if by_count or act.clause != "6.9":
                    act.worth, act.amount_fen = (Unpriced(),), None

    def show(self, on: int, shown: Shown) -> None:
        """A customer will come with a copy of which there is no stub."""
        self._shown.put(on, shown)

    def _look_at_copies(self, day: int) -> None:
        for shown in self._shown.take(day):
            number = int(shown.numbers[0])
            at_s = hm(9) + int(below(words_at(self.office.seed, Purpose.RECEIPT_SHOWN, shown.numbers, 0, 2), hm(6))[0])
            series = shown.series  # a collector on his round is not in the hall: its first window looks
            counters = series < self.numbers.counters
            at = np.where(counters & (series % 16 >= 9), series // 16 * 16 + 1, series)
            self.office.write(
                "receipt_query",
                1,
                id=SCHEMA["receipt_query"].key.pack(receipt_no=number, number=0),
                recorded_at=clock(day, at_s),
                staff=self.holders(at, at_s),
                receipt_no=number,
                customer=shown.customers,
                bill=shown.bills,
                amount_fen=shown.fen,
                dated_on=shown.dated_on,
            )


def _places(series: Int64s, after: Int64s, until: Int64s) -> tuple[Int64s, Int64s]:
    """The places after one of each series up to another, and whose they are."""
    many = np.maximum(until - after, 0)
    of = np.repeat(np.arange(len(series)), many)
    return after[of] + 1 + np.arange(len(of)) - np.repeat(np.cumsum(many) - many, many), series[of]
