"""Books of receipts that were signed for: leaves, blank or filled, or the book are lost (收費工、用電登記工).

A leaf that was lost is missing when its book is counted next, or when its stubs are checked: until then nobody knows.
Where it had been filled and the money kept, who paid comes with his copy later.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import AMOUNT_WORD, Days, Unbounded, size_words
from kaohe.sim.deciding.meanings import never
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Mask, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.truth import Act
from kaohe.sim.deciding.worth import Fixed, Unpriced
from kaohe.sim.desks.base import Desk, Int64s
from kaohe.sim.desks.books.formalizing import last_working
from kaohe.sim.desks.books.receipt_books import Shown
from kaohe.sim.desks.books.receipt_numbers import OF_BOOK
from kaohe.sim.desks.books.stock import LEAST_FEN, LONGEST_CLOSED, MOST_FEN, SHOWN_WITHIN
from kaohe.sim.records import NULL
from kaohe.sim.streams import Purpose, below, word_at, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

# Assumptions: so many leaves are lost at once, and so many more than the limit of blank ones where it is many.
LEAVES, MANY_MORE = 3, 36


@dataclass(frozen=True)
class Presented(Unbounded):
    """What the leaves that were filled come to, in whole yuan."""

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        each = LEAST_FEN // 100 + below(size_words(office, point, tray, at), (MOST_FEN - LEAST_FEN) // 100 + 1)
        total: Int64s = 100 * each * (1 + below(size_words(office, point, tray, at, AMOUNT_WORD), LEAVES))
        return total


@dataclass(frozen=True)
class Many(Unbounded):
    """More leaves than may be lost as a work slip, and less than a book."""

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        more = 1 + below(size_words(office, point, tray, at), MANY_MORE)
        return np.minimum(office.rules.blank_leaves + more, OF_BOOK - 1)


def _many_are_less(office: Office, tray: Situations) -> Mask:
    """There is a number between the limit and a whole book."""
    return np.full(len(tray), office.rules.blank_leaves < OF_BOOK - 1)


def missed_by(office: Office, day: int) -> int:
    """The day by which leaves of a book that was handed out are missed: counted with its holder at the month's end, or
    back by then and checked in time.
    """
    check = min(office.rules.stub_check_limit, office.rules.stub_seal_limit)
    return int(office.calendar.add_working_days(last_working(office.calendar, day), check))


def _missed(office: Office, tray: Situations) -> Mask:
    return np.full(len(tray), missed_by(office, tray.day) <= office.last_day)


def _all_shown(office: Office, tray: Situations) -> Mask:
    """Every leaf that was filled is shown within the span."""
    shown_by = missed_by(office, tray.day) + 1 + SHOWN_WITHIN + LONGEST_CLOSED
    return np.full(len(tray), shown_by <= office.last_day)


def _as_others(_: Office, tray: Situations) -> tuple[tuple[str, int], ...]:
    """It is handed out in its turn and signed for, and its stubs are checked and sealed in time."""
    return tuple(
        each
        for book in tray.keys.tolist()
        for each in (
            ("issue_books", book - 1),
            ("issue_books", book),
            ("check_stubs", book),
            ("seal_stubs", book),
        )
    )


KEEP_LEAVES = REGISTRY.add(
    DecisionPoint(
        34,
        "keep_leaves",
        "collector",
        "counter",
        "receipt_book",
        "working",
        Names("保管領用的電費收據", "keep the electricity receipts signed for", "保管领用的电费收据"),
        (
            Action(
                1,
                "lose_leaves",
                Names("丟空白電費收據", "lose blank electricity receipts", "丢空白电费收据"),
                clause="4.2",
                draws={"leaves": Days(1, LEAVES)},
                matures=never,
                spoils=_as_others,
            ),
            Action(
                2,
                "lose_filled_leaves",
                Names("丟已開電費收據", "lose electricity receipts that were filled", "丢已开电费收据"),
                clause="4.2",
                draws={"amount_fen": Presented()},
                matures=_all_shown,
                spoils=_as_others,
            ),
            Action(
                3,
                "lose_issued_book",
                Names("丟整本電費收據", "lose a whole book of electricity receipts", "丢整本电费收据"),
                clause="4.2",
                matures=_missed,
                spoils=_as_others,
            ),
        ),
        omission=Left("lose_leaves", {"leaves": 1}),
    )
)
KEEP_FEE_LEAVES = REGISTRY.add(
    DecisionPoint(
        35,
        "keep_fee_leaves",
        "registration_clerk",
        "clerk",
        "receipt_book",
        "working",
        Names("保管領用的雜項收據", "keep the miscellaneous receipts signed for", "保管领用的杂项收据"),
        (
            Action(
                1,
                "lose_fee_leaves",
                Names("丟空白雜項收據", "lose blank miscellaneous receipts", "丢空白杂项收据"),
                clause="1.6",
                draws={"leaves": Days(1, LEAVES)},
                matures=never,
                spoils=_as_others,
            ),
            Action(
                2,
                "lose_filled_fee_leaves",
                Names("丟已開雜項收據", "lose miscellaneous receipts that were filled", "丢已开杂项收据"),
                clause="1.6",
                draws={"amount_fen": Presented()},
                matures=_all_shown,
                spoils=_as_others,
            ),
            Action(
                3,
                "lose_many_fee_leaves",
                Names("丟大量雜項收據", "lose many miscellaneous receipts", "丢大量杂项收据"),
                clause="1.6",
                draws={"leaves": Many()},
                may=_many_are_less,
                matures=_missed,
                spoils=_as_others,
            ),
            Action(
                4,
                "lose_fee_book",
                Names("丟整本雜項收據", "lose a whole book of miscellaneous receipts", "丢整本杂项收据"),
                clause="1.6",
                matures=_missed,
                spoils=_as_others,
            ),
        ),
        omission=Left("lose_fee_leaves", {"leaves": 1}),
    )
)
BOOKS_LOST = ("lose_issued_book", "lose_fee_book")


class KeepingLeaves(Desk):
    """Who signed for a book this morning keeps it; leaves that are lost are missed later."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._filled: dict[int, int] = {}  # by book what its lost leaves were filled for, 分, until they are missed
        self._shown: Diary[tuple[Act, int]] = Diary()  # what is shown of them, in 分

    def open(self, day: int) -> None:
        """Copies that are shown today."""
        for act, fen in self._shown.take(day):
            act.amount_fen = (act.amount_fen or 0) + fen
            act.worth = (Fixed(act.amount_fen),)
            self.office.truth.watch(day, act)

    def work(self, day: int, books: Int64s, of: Int64s, holders: Int64s) -> Generator[Question, None, None]:
        """Books that were handed out in order this morning, with their series and who signed."""
        numbers = self.office.accounts.receipt_books.numbers
        own = numbers.is_counter(of)
        for point, mine, objects in ((KEEP_LEAVES, own, of), (KEEP_FEE_LEAVES, ~own, holders)):
            rows = np.flatnonzero(mine)
            if len(rows):
                fields = {"leaves": numbers.size[of[rows]]}
                tray = Situations(day, books[rows], objects[rows], holders[rows], fields)
                self._lose((yield from self.decide(point, tray)))

    def _lose(self, decided: Decided) -> None:
        stock = self.office.accounts.receipt_books
        for row in np.flatnonzero(~decided.by_the_book()).tolist():
            action, book = decided.action(row), int(decided.tray.keys[row])
            if action is None:
                continue
            many = int(decided.tray.fields["leaves"][row])
            if "leaves" in action.params:
                many = min(max(decided.one("leaves", row), 1), many)
            elif "amount_fen" in action.params:
                self._filled[book] = max(decided.one("amount_fen", row), 1)
                many = min(-(-self._filled[book] // MOST_FEN), LEAVES)
            act = self.did(decided, row, Fixed(0), shown=None)
            stock.lack(book, many, act)
            if action.id in BOOKS_LOST:
                stock.gone.add(book)

    def notice(self, day: int, book: int, missing: int, act: Act) -> None:
        """Leaves of a book are on paper as missing: a work slip, unless they are many."""
        limit = self.office.rules.blank_leaves if act.point == KEEP_FEE_LEAVES.id else OF_BOOK - 1
        act.occurred_on, filled = day, self._filled.pop(book, 0)
        if missing > limit:
            act.worth, act.amount_fen = (Unpriced(),), None
            self.office.truth.watch(day, act)
            return
        self.office.truth.slip(day, act)
        if filled:
            self._show(day, book, missing, filled, act)

    def _show(self, day: int, book: int, many: int, fen: int, act: Act) -> None:
        """Customers come with their copies of the last leaves of a book."""
        office, stock = self.office, self.office.accounts.receipt_books
        series = stock.numbers.series(np.array([book]))
        last = int(stock.numbers.first(np.array([book + 1]))[0]) - 1
        numbers = last + 1 - many + np.arange(many)
        people = self._of_hall(int(series[0]))
        customers = people[below(words_at(office.seed, Purpose.LEAVES_SHOWN, numbers), len(people))]
        for at in range(many):
            after = word_at(office.seed, Purpose.LEAVES_SHOWN, int(numbers[at]), 0, 1) % SHOWN_WITHIN
            on = int(office.calendar.next_open(day + 1 + after))
            amount = fen // many + (fen % many if at == 0 else 0)
            one = slice(at, at + 1)
            copy = Shown(numbers[one], customers[one], np.array([NULL]), np.array([amount]), act.effect_on, series)
            stock.show(on, copy)
            self._shown.put(on, (act, amount))

    def _of_hall(self, series: int) -> Int64s:
        """Customers of the hall of a counter; of a clerk's desk any."""
        people, stock = self.office.population, self.office.accounts.receipt_books
        if series >= stock.numbers.counters:
            return np.arange(len(people.book))
        return np.flatnonzero(people.books.site[people.book] == series // 16)
