"""Books of receipts in stock: on the day of the count one may be missing (營業會計: 票據保管)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import Unbounded, size_words
from kaohe.sim.deciding.meanings import never
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Mask, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.truth import Act
from kaohe.sim.deciding.worth import Fixed, Unpriced
from kaohe.sim.desks.base import NO_ROWS, Desk, Int64s
from kaohe.sim.desks.books.receipt_books import Shown
from kaohe.sim.desks.books.receipt_numbers import OF_BOOK
from kaohe.sim.records import NULL
from kaohe.sim.streams import Purpose, below, word_at, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

# Assumptions: of a missing book up to five leaves are used, each for 50.00 to 1,500.00; who has one shows it within two
# weeks of the count, before the next.
LEAVES, LEAST_FEN, MOST_FEN, SHOWN_WITHIN = 5, 5_000, 150_000, 14
MONTHS = 1_000_000  # a key has the series, and year × 100 + month
LONGEST_CLOSED = 9  # days for which no hall is open, at most


@dataclass(frozen=True)
class Presented(Unbounded):
    """What the leaves that were used come to, in whole yuan."""

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        each = LEAST_FEN // 100 + below(size_words(office, point, tray, at, 1), (MOST_FEN - LEAST_FEN) // 100 + 1)
        leaves = 1 + below(size_words(office, point, tray, at, 0), LEAVES)
        total: Int64s = 100 * each * leaves
        return total


def _counted_again(office: Office, tray: Situations) -> Mask:
    """The next count falls within the span."""
    return np.full(len(tray), next_count(office, tray.day) <= office.last_day)


def _all_shown(office: Office, tray: Situations) -> Mask:
    """Every leaf that was used is shown within the span."""
    return np.full(len(tray), tray.day + 1 + SHOWN_WITHIN + LONGEST_CLOSED <= office.last_day)


def _unused(_: Office, tray: Situations) -> tuple[tuple[str, int], ...]:
    """A missing book is not handed out, nor does it come back."""
    points = ("issue_books", "check_stubs", "seal_stubs")
    return tuple((point, book) for book in tray.fields["book"].tolist() for point in points)


def next_count(office: Office, day: int) -> int:
    """The last working day of the next month."""
    month = np.int64(day).astype("datetime64[D]").astype("datetime64[M]")
    last = int((month + 2).astype("datetime64[D]").astype(np.int64)) - 1
    while not office.calendar.is_working(last):
        last -= 1
    return last


KEEP_STOCK = REGISTRY.add(
    DecisionPoint(
        33,
        "keep_stock",
        "accountant",
        "office",
        "receipt_book",
        "working",
        Names("保管收據", "keep the books in stock", "保管收据"),
        (
            Action(
                1,
                "lose_book",
                Names("庫存短少", "lose a book out of stock", "库存短少"),
                clause="6.8",
                matures=_counted_again,
                spoils=_unused,
            ),
            Action(
                2,
                "lose_book_used",
                Names("短少被用", "lose a book whose leaves are used", "短少被用"),
                clause="6.8",
                draws={"amount_fen": Presented()},
                matures=_all_shown,
                spoils=_unused,
            ),
            Action(
                3,
                "mislay_book",
                Names("錯放尋回", "mislay a book", "错放寻回"),
                clause="6.8",
                matures=never,
                spoils=_unused,
            ),
        ),
        omission=Left("mislay_book"),
    )
)


class Stock(Desk):
    """What the count finds missing, until the next one: a book stays away, comes back without the leaves that were
    used, or whole. None of them is handed out again.
    """

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._away: list[tuple[int, Act]] = []  # books that are missed for the first time
        self._used: dict[int, Int64s] = {}  # of them, numbers that were used
        self._shown: Diary[tuple[Act, int]] = Diary()  # what is shown of them, in 分

    def work(self, day: int, *, counted: bool) -> Generator[Question, None, None]:
        """Copies that were shown today; on the day of the count (`counted`) what is there."""
        for act, fen in self._shown.take(day):
            act.amount_fen = (act.amount_fen or 0) + fen
            act.worth = (Fixed(act.amount_fen),)
            self.office.truth.watch(day, act)
        if not counted:
            return
        self._look_again(day)
        stock = self.office.accounts.receipt_books
        books, series = stock.last_in_stock()
        if not len(books):
            return
        keys = stock.numbers.names[series] * MONTHS + self.office.month.code
        who, fields = (
            np.full(len(books), self.office.posts.accountant),
            {"book": books, "leaves": stock.numbers.size[series]},
        )
        tray = Situations(day, keys, np.zeros(len(books), np.int64), who, fields)
        decided = yield from self.decide(KEEP_STOCK, tray)
        for row in decided.chosen("lose_book", "lose_book_used", "mislay_book").tolist():
            book = int(books[row])
            act = self.did(decided, row, Fixed(0), shown=None)
            act.object_id = book
            self.office.truth.slip(day, act)
            self._away.append((book, act))
            stock.put_aside(book)
            if act.action == "lose_book_used":
                self._use(day, decided, row, act)

    def _look_again(self, day: int) -> None:
        """What was missed a month ago is missed again, or is back."""
        numbers = self.office.accounts.receipt_books.numbers
        for book, act in self._away:
            if act.action == "lose_book":
                act.worth, act.amount_fen = (Unpriced(),), None
                self.office.truth.watch(day, act)
            else:
                numbers.found(book, self._used.pop(book, NO_ROWS))
        self._away = []

    def _use(self, day: int, decided: Decided, row: int, act: Act) -> None:
        """Customers got leaves of the book for their money, and show them."""
        office, book = self.office, act.object_id
        stock, fen = office.accounts.receipt_books, max(decided.one("amount_fen", row), 1)
        series = stock.numbers.series(np.array([book]))
        many = min(-(-fen // MOST_FEN), OF_BOOK)
        first = int(stock.numbers.first(np.array([book]))[0])
        first += word_at(office.seed, Purpose.STOCK_SHOWN, book) % (OF_BOOK - many + 1)
        numbers = first + np.arange(many)
        self._used[book] = numbers
        customers = below(words_at(office.seed, Purpose.STOCK_SHOWN, numbers, 0, 1), len(office.population.book))
        after = below(words_at(office.seed, Purpose.STOCK_SHOWN, numbers, 0, 2), SHOWN_WITHIN)
        for at in range(many):
            on = int(office.calendar.next_open(day + 1 + int(after[at])))
            amount = fen // many + (fen % many if at == 0 else 0)
            dated_on = int(office.calendar.next_open(day + 1))
            one = slice(at, at + 1)
            copy = Shown(numbers[one], customers[one], np.array([NULL]), np.array([amount]), dated_on, series)
            stock.show(on, copy)
            self._shown.put(on, (act, amount))
