"""Review (瀏覽): before a handheld is unloaded the issuance clerk looks through its readings and signs for it."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.deciding.meanings import never
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Mask, Names, Occasion, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Fixed
from kaohe.sim.desks.base import Desk, Int64s, clock
from kaohe.sim.desks.counter.disputing import DISPUTED_WITHIN
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import bill_id, book_period_id, day_number, meter_period_parts, period_code

if TYPE_CHECKING:
    from kaohe.sim.desks.reading.meter_reading import ReadTray
    from kaohe.sim.desks.reading.planning import Round
    from kaohe.sim.office import Office

SHEET = "review_sheet"
REASONS = ("negative", "zero_moved", "over_mean", "vacant")
NEGATIVE, ZERO_MOVED, OVER_MEAN, VACANT = range(len(REASONS))
NOON_S = 12 * 3_600
SIGNED_AFTER_S = 300  # after the handheld came back, before it is unloaded


def _its_batch(office: Office, tray: Situations) -> Int64s:
    """The batches of readings."""
    _, index = meter_period_parts(tray.keys)
    return book_period_id(office.recorded.book.take(tray.objects), index)


def _disputed_within_span(office: Office, tray: Situations) -> Mask:
    """Its bill is issued, disputed and settled within the span, unless errors move it farther than its limit."""
    issued_on = office.calendar.add_working_days(tray.day, office.rules.issuance_limit)
    settled_on = office.calendar.add_working_days(issued_on, DISPUTED_WITHIN)
    return np.full(len(tray), settled_on <= office.last_day)


def _spoils(office: Office, tray: Situations) -> tuple[tuple[str, int], ...]:
    """What is not read again is not issued by itself on the day after; a bill that is disputed is asked about by nobody
    else, and has no other wrong.
    """
    again_on, books = office.calendar.next_open(tray.day + 1), np.arange(len(office.books.kind))
    index = SCHEMA[SHEET].key.part("period", tray.keys[:1])
    alone = not np.any(office.reading.planning.day_of(books, int(index[0])) == again_on)
    alone = alone and _lists(office, tray, index)
    spoilt = [("check_issue_day", day_number(office.calendar.first_working_after(again_on)))] if alone else []
    if "shown_at" in tray.fields:  # it is brought about by this reading
        bill = int(bill_id(tray.objects[:1], index)[0])
        spoilt += [(point, bill) for point in ("issue_bill", "answer_request", "credit_at_issuance")]
    return tuple(spoilt)


def _lists(office: Office, tray: Situations, index: Int64s) -> bool:
    """Whether the review of a batch has something to list, as its meters stand at noon."""
    book = int(SCHEMA[SHEET].key.part("book", tray.keys[:1])[0])
    customers, _ = office.book_customers(book, tray.day)
    noon = np.full(len(customers), clock(tray.day, NOON_S))
    shown, at = office.meters.shown(customers, np.full(len(customers), index[0]), noon)
    return bool((odd(office, customers, shown, at) >= 0).any())


REVIEW_BOOK = REGISTRY.add(
    DecisionPoint(
        62,
        "review_book",
        "issuance_clerk",
        "book",
        "book_period",
        "open",
        Names("下裝前瀏覽", "review before unloading", "下装前浏览"),
        (
            Action(
                1,
                "skip_review",
                Names("未瀏覽即下裝", "unload without a review", "未浏览即下装"),
                clause="3.4",
                matures=never,  # unless something is misread that the review would have stopped
                occasion=Occasion("read_meter", "misread_high", _its_batch, _disputed_within_span),
                spoils=_spoils,
            ),
        ),
        omission=Left("skip_review"),
    )
)


def odd(office: Office, customers: Int64s, recorded: Int64s, shown_at: Int64s) -> Int64s:
    """Position in REASONS of each register, −1 where there is none: negative advances, zeros of a meter that moves,
    what is above a multiple of the mean.
    """
    meters = office.meters
    segment = meters.segment_kwh(customers, recorded, shown_at)
    kwh = segment + meters.swap_kwh.take(customers)
    mean = meters.mean_kwh(customers)
    reason = np.full(len(customers), -1, np.int64)
    reason[(mean > 0) & (kwh > office.rules.mean_multiple * mean)] = OVER_MEAN
    reason[(segment == 0) & (kwh == 0) & (mean > 0)] = ZERO_MOVED
    reason[segment < 0] = NEGATIVE
    return reason


class Reviewing(Desk):
    """Lists what is odd among the readings that came back, and signs the sheet of each book."""

    def work(
        self, day: int, rounds: Sequence[Round], tray: ReadTray, back_s: Sequence[int]
    ) -> Generator[Question, None, Int64s]:
        """Position in REASONS of every reading that is listed, −1 of those that pass."""
        reason = self._odd(tray)
        situations = self._situations(day, rounds, tray)
        if all(each.by_hand for each in rounds):  # whoever enters them looks at every one
            self._sign(day, situations, np.arange(len(rounds)), tray, reason >= 0, back_s)
            return reason
        decided = yield from self.decide(REVIEW_BOOK, situations)
        for row in decided.chosen("skip_review").tolist():
            self._skip(day, decided, row, tray, reason)
        self._sign(day, situations, np.flatnonzero(decided.by_the_book()), tray, reason >= 0, back_s)
        return reason

    def _situations(self, day: int, rounds: Sequence[Round], tray: ReadTray) -> Situations:
        books, index = (np.array([getattr(each, name) for each in rounds], np.int64) for name in ("book", "index"))
        fields = {"readings": _of_each(tray, ~tray.estimated, len(rounds))}
        return Situations(day, book_period_id(books, index), books, self.office.books_clerk[books], fields)

    def _odd(self, tray: ReadTray) -> Int64s:
        """What the rule lists of what was really read, and zeros of empty places."""
        reason = odd(self.office, tray.customers, tray.recorded, tray.shown_at)
        reason[tray.vacant] = VACANT
        reason[tray.estimated] = -1
        return reason

    def _skip(self, day: int, decided: Decided, row: int, tray: ReadTray, reason: Int64s) -> None:
        """Nothing is listed; whose large quantity is none will complain about the bill."""
        act = self.missed(decided, row, Fixed(0), due_on=day, slip=True)
        own = tray.row_round == row
        self.office.counter.disputing.let_pass(act.act_id, tray.customers[own & (reason == OVER_MEAN)])
        reason[own] = -1

    def _sign(
        self,
        day: int,
        situations: Situations,
        rows: Int64s,
        tray: ReadTray,
        listed: NDArray[np.bool_],
        back_s: Sequence[int],
    ) -> None:
        at = np.array(back_s, np.int64)[rows] + SIGNED_AFTER_S
        order = np.lexsort((situations.keys[rows], at))
        rows, at, n = rows[order], at[order], len(situations)
        index = SCHEMA[SHEET].key.part("period", situations.keys[rows])
        self.office.write(
            SHEET,
            len(rows),
            id=situations.keys[rows],
            recorded_at=clock(day, 0) + at,
            staff=situations.staff[rows],
            book=situations.objects[rows],
            period=period_code(index),
            readings=situations.fields["readings"][rows],
            listed=_of_each(tray, listed, n)[rows],
        )


def _of_each(tray: ReadTray, rows: NDArray[np.bool_], n: int) -> Int64s:
    """How many rows of the tray are of each book."""
    counted: Int64s = np.bincount(tray.row_round[rows], minlength=n).astype(np.int64)
    return counted
