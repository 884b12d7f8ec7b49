"""Closing the windows: daily reports and hand-ins to the cashier (收費工)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import Days, PartOf
from kaohe.sim.deciding.errands import Errand
from kaohe.sim.deciding.meanings import all_of, at_least, on_working_days, shown_next_day
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Mask, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.truth import Act, witness
from kaohe.sim.deciding.worth import Fixed, Late, Missing, Worth
from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.desks.cash.bundle import NO_CHEQUES, Bundle
from kaohe.sim.desks.cash.vouching import voucher_of
from kaohe.sim.desks.cash.window_checks import HandedIn, good_after
from kaohe.sim.desks.counter.shifts import Box
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.records.ids import counter_day_id, day_number
from kaohe.sim.streams import Purpose, happens, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

LAST_S, LONGEST_S = hm(16, 50), hm(0, 30)  # all is handed in before the journal; what a close takes, with its seal
LEAST_SHORT_FEN = 5_000
NOTES_FEN = (10_000, 5_000)  # those that are worth forging


def _vouchers(office: Office, tray: Situations) -> tuple[tuple[str, int], ...]:
    """What is kept may be all that would be banked of that day."""
    key = voucher_of("electricity", office.calendar.next_bank(tray.day))
    return ("make_voucher", key), ("post_voucher", key)


def _missing_over_night(office: Office, tray: Situations) -> Mask:
    """It is not made good on the day on which the check finds it."""
    over_night: Mask = good_after(office, tray.keys) != 0
    return over_night


CLOSE_WINDOW = REGISTRY.add(
    DecisionPoint(
        7,
        "close_window",
        "collector",
        "counter",
        "window_day",
        "open",
        Names("日清日結", "close the day", "日清日结"),
        (
            Action(
                1,
                "close_late",
                Names("遲結", "close late", "迟结"),
                clause="4.1",
                draws={"days": Days(1, 6)},
                may=on_working_days,
                matures=shown_next_day,
                spoils=_vouchers,
            ),
            Action(
                2,
                "leave_open",
                Names("不結", "leave the day open", "不结"),
                clause="4.1",
                may=on_working_days,
                matures=shown_next_day,
            ),
            Action(
                3,
                "close_short",
                Names("短款", "close short", "短款"),
                clause="4.1",
                draws={"amount_fen": PartOf("cash_fen", 5, 30)},
                may=all_of(on_working_days, at_least("cash_fen", LEAST_SHORT_FEN)),
            ),
            Action(
                4,
                "miscount_receipts",
                Names("錯計張數", "miscount the receipts", "错计张数"),
                clause="4.1",
                may=on_working_days,
            ),
            Action(
                5,
                "miscast_total",
                Names("錯計合計", "miscast the total", "错计合计"),
                clause="4.1",
                draws={"amount_fen": PartOf("cash_fen", 1, 20)},
                may=all_of(on_working_days, at_least("cash_fen", LEAST_SHORT_FEN)),
            ),
            Action(
                6,
                "seal_without_cause",
                Names("無故封存", "seal the takings without cause", "无故封存"),
                clause="4.1",
                may=on_working_days,
                matures=shown_next_day,
                spoils=_vouchers,
            ),
            Action(
                7,
                "lose_money",
                Names("丟款", "lose money of the day", "丢款"),
                clause="4.2",
                draws={"amount_fen": PartOf("cash_fen", 5, 40)},
                may=all_of(on_working_days, at_least("cash_fen", 4 * LEAST_SHORT_FEN)),
                matures=_missing_over_night,
            ),
        ),
        omission=Left("leave_open"),
    )
)


@dataclass
class Takings:
    """What the counters took, by the day of the closing to which it belongs; arrays by counter.

    bad_fen: of the cash what is counterfeit.
    """

    receipts: Int64s
    cash_fen: Int64s
    cheque_fen: Int64s
    bad_fen: Int64s
    cheques: Bundle = NO_CHEQUES

    @classmethod
    def none(cls, counters: int) -> Takings:
        """Nothing yet."""
        receipts, cash_fen, cheque_fen, bad_fen = np.zeros((4, counters), np.int64)
        return cls(receipts, cash_fen, cheque_fen, bad_fen)

    def total_fen(self, counters: Int64s) -> Int64s:
        """What these counters took."""
        total: Int64s = self.cash_fen[counters] + self.cheque_fen[counters]
        return total

    def add(self, receipt: Int64s, counter: Int64s, cheque: NDArray[np.bool_], amount: Int64s, bad_fen: Int64s) -> None:
        """Receipts at these counters."""
        np.add.at(self.receipts, counter, 1)
        np.add.at(self.cash_fen, counter[~cheque], amount[~cheque])
        np.add.at(self.cheque_fen, counter[cheque], amount[cheque])
        np.add.at(self.bad_fen, counter, bad_fen)
        self.cheques += Bundle(receipt[cheque], counter[cheque], amount[cheque])


class Closing(Desk):
    """Closes the counters' days and brings the money to the cashier."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._takings: dict[int, Takings] = {}
        self._late: Diary[tuple[int, int, Takings]] = Diary()
        self._sealed: Diary[tuple[Int64s, int, Takings]] = Diary()
        self.kept: dict[int, tuple[int, int, int]] = {}  # counter, day and sum of what is put off, by its key

    def take(
        self,
        day: int,
        tomorrow: int,
        receipt: Int64s,
        counter: Int64s,
        paid_s: Int64s,
        cheque: NDArray[np.bool_],
        amount: Int64s,
    ) -> None:
        """Receipts of the day: before the first close they are today's, later ones the next open day's."""
        early = paid_s < self.office.rules.first_close_s
        self.office.counter.shifts.change(day, tomorrow, counter, paid_s, cheque, amount, self.box(day))
        bad_fen = self._bad_notes(receipt, np.where(cheque, 0, amount))
        self._of(day).add(receipt[early], counter[early], cheque[early], amount[early], bad_fen[early])
        self.office.accounts.balances.received(day, counter[early], amount[early])
        if not early.all():
            late = ~early
            self.office.accounts.balances.received(tomorrow, counter[late], amount[late])
            self._of(tomorrow).add(receipt[late], counter[late], cheque[late], amount[late], bad_fen[late])

    def box(self, day: int) -> Box:
        """What was taken so far for the closing of a day."""
        takings = self._of(day)
        return Box(takings.receipts, takings.cash_fen, takings.cheque_fen)

    def _bad_notes(self, receipt: Int64s, cash_fen: Int64s) -> Int64s:
        """What of each payment in cash is counterfeit: its largest note, where one is."""
        word = words_at(self.office.seed, Purpose.COUNTERFEIT, receipt)
        note = np.where(cash_fen >= NOTES_FEN[0], NOTES_FEN[0], np.where(cash_fen >= NOTES_FEN[1], NOTES_FEN[1], 0))
        return np.where(happens(word, self.office.practice.counterfeit_e6), note, 0)

    def _of(self, day: int) -> Takings:
        if day not in self._takings:
            self._takings[day] = Takings.none(self.office.on_duty.counters.shape[1])
        return self._takings[day]

    def open_seals(self, day: int) -> Generator[Question, None, None]:
        """In the morning sealed takings of days without a cashier are handed in."""
        if not self.office.calendar.is_working(day):
            return
        for counters, taken_on, takings in self._sealed.take(day):
            self.office.accounts.balances.sealed(counters, -takings.total_fen(counters))
            yield from self._hand_in(day, hm(8, 20), counters, taken_on, takings, np.zeros(len(counters), np.int64))

    def work(self, day: int) -> Generator[Question, None, None]:
        """The first close of the day."""
        office = self.office
        if not office.calendar.is_open(day):
            return
        takings = self._takings.pop(day, None)
        if takings is not None:
            yield from self._close(day, takings)
        for counter, taken_on, late in self._late.take(day):
            one = np.array([counter])
            self._report(
                day, self._after_close(6), one, taken_on, late, np.zeros(1, np.int64), np.zeros((2, 1), np.int64)
            )
            yield from self._hand_in(day, self._after_close(10), one, taken_on, late, np.zeros(1, np.int64))

    def _after_close(self, minutes: int) -> int:
        """Second of the day so long after the first close, while he who closes is still at his window, and in time for
        the cashier's journal.
        """
        close_s = self.office.rules.first_close_s
        ends_s = next((bound for bound in self.office.shift_bounds if bound > close_s), LAST_S)
        room_s = max(min(ends_s, LAST_S) - close_s, 0)
        return close_s + minutes * 60 * min(room_s, LONGEST_S) // LONGEST_S

    def _close(self, day: int, takings: Takings) -> Generator[Question, None, None]:
        office = self.office
        counters = np.flatnonzero(takings.receipts)
        working = office.calendar.is_working(day)
        tray = self._tray(day, counters, takings, working)
        decided = yield from self.decide(CLOSE_WINDOW, tray)
        short = np.zeros(len(counters), np.int64)
        row = decided.chosen("close_short", "lose_money")
        short[row] = np.minimum(decided.param("amount_fen", row), (takings.cash_fen - takings.bad_fen)[counters[row]])
        self._acts(day, decided, takings, short)
        unsaid = np.where(decided.took("lose_money"), 0, short)  # the report has what was taken, lost or not
        closed = ~decided.took("close_late", "leave_open")
        self._report(
            day,
            self._after_close(5),
            counters[closed],
            day,
            takings,
            unsaid[closed],
            _wrong_figures(decided)[:, closed],
        )
        sealed = decided.took("seal_without_cause") if working else np.ones(len(counters), np.bool_)
        handed = ~decided.took("close_late")
        there = handed & ~sealed
        self._seal(day, counters[handed & sealed], takings)
        yield from self._hand_in(day, self._after_close(10), counters[there], day, takings, short[there])

    def _tray(self, day: int, counters: Int64s, takings: Takings, working: bool) -> Situations:
        office = self.office
        return Situations(
            day,
            counter_day_id(counters, day_number(day)),
            counters,
            office.at_counter(counters, office.rules.first_close_s),
            {
                "receipts": takings.receipts[counters],
                "cash_fen": takings.cash_fen[counters],
                "cheque_fen": takings.cheque_fen[counters],
                "working": np.full(len(counters), int(working)),
            },
        )

    def _acts(self, day: int, decided: Decided, takings: Takings, short: Int64s) -> None:
        for row in decided.chosen("close_late").tolist():
            self._close_late(day, decided, row, takings)
        for row in decided.chosen("leave_open").tolist():
            self.missed(decided, row, Fixed(0), due_on=day)
        for row in decided.chosen("miscount_receipts", "miscast_total").tolist():
            self.did(decided, row, Fixed(0), due_on=day)
        for row in decided.chosen("seal_without_cause").tolist():
            self.missed(decided, row, self._kept_back(decided, row, takings), due_on=day)
        for row in decided.chosen("close_short").tolist():
            if short[row]:
                self.did(decided, row, self._difference_worth(day, decided, row, int(short[row])), due_on=day)
        for row in decided.chosen("lose_money").tolist():
            if short[row]:
                act = self.did(decided, row, self._difference_worth(day, decided, row, int(short[row])), shown=None)
                self.office.truth.watch(day, act, "missing_tonight")

    def _difference_worth(self, day: int, decided: Decided, row: int, fen: int) -> Worth:
        """Its days until it is made good, or what is missing at last; nothing, if that is the same day."""
        key = int(decided.tray.keys[row])
        self.office.errands.open(Errand("shortage", key, int(decided.tray.staff[row]), day, day))
        return Missing("shortage", key, fen, day)

    def _close_late(self, day: int, decided: Decided, row: int, takings: Takings) -> None:
        counter = int(decided.tray.objects[row])
        on = self.office.calendar.next_working(day + max(decided.one("days", row), 1))
        self._late.put(on, (counter, day, takings))
        worth = self._kept_back(decided, row, takings)
        self.kept[worth.key] = (counter, day, worth.principal_fen)
        self.missed(decided, row, worth, due_on=day)

    def _kept_back(self, decided: Decided, row: int, takings: Takings) -> Late:
        """The day's takings, from their day to the hand-in."""
        counter = int(decided.tray.objects[row])
        total = int(takings.total_fen(np.array([counter]))[0] - takings.bad_fen[counter])
        return self.late(decided, row, "hand_in", total, decided.tray.day)

    def _report(
        self, day: int, at_s: int, counters: Int64s, taken_on: int, takings: Takings, short: Int64s, wrong: Int64s
    ) -> None:
        """wrong: by how much the number of receipts and the total are too high; two rows."""
        cash, cheque = takings.cash_fen[counters] - short, takings.cheque_fen[counters]
        self.office.write(
            "day_close",
            len(counters),
            id=counter_day_id(counters, day_number(taken_on)),
            recorded_at=clock(day, at_s),
            staff=self.office.at_counter(counters, at_s),
            counter=counters,
            takings_on=taken_on,
            receipts=takings.receipts[counters] + wrong[0],
            cash_fen=cash,
            cheque_fen=cheque,
            total_fen=cash + cheque + wrong[1],
        )

    def _hand_in(
        self, day: int, at_s: int, counters: Int64s, taken_on: int, takings: Takings, short: Int64s
    ) -> Generator[Question, None, None]:
        if not len(counters):
            return
        bad = takings.bad_fen[counters]
        cash, cheque = takings.cash_fen[counters] - short - bad, takings.cheque_fen[counters]
        self._write_hand_in(day, at_s, counters, taken_on, cash, cheque, takings.cheques.of_counters(counters), 0)
        self.office.accounts.balances.handed_in(day, counters, bad)
        handed = HandedIn(counters, taken_on, takings.total_fen(counters), short, bad)
        yield from self.office.cash.windows.receive(day, at_s, handed)

    def bring(self, day: int, at_s: int, counter: int, taken_on: int, fen: int) -> None:
        """Cash of a difference that is made good."""
        none = np.zeros(1, np.int64)
        self._write_hand_in(day, at_s, np.array([counter]), taken_on, np.array([fen]), none, NO_CHEQUES, 1)

    def _write_hand_in(
        self,
        day: int,
        at_s: int,
        counters: Int64s,
        taken_on: int,
        cash: Int64s,
        cheque: Int64s,
        cheques: Bundle,
        number: int,
    ) -> None:
        office, seconds = self.office, self.office.on_duty.seconds[counters]
        office.write(
            "hand_in",
            len(counters),
            id=SCHEMA["hand_in"].key.pack(takings=counter_day_id(counters, day_number(taken_on)), number=number),
            recorded_at=clock(day, at_s),
            staff=office.at_counter(counters, at_s),
            source="counter",
            counter=counters,
            takings_on=taken_on,
            cash_fen=cash,
            cheque_fen=cheque,
            total_fen=cash + cheque,
            received_by=office.posts.cashier,
            second_by=np.where(seconds > 0, seconds, NULL),
        )
        for key in counter_day_id(counters, day_number(taken_on)).tolist():
            self.kept.pop(key, None)
            office.errands.done("hand_in", key, day)
        office.accounts.balances.handed_in(day, counters, cash + cheque)
        office.cash.cashier.received(day, at_s, "electricity", int(cash.sum()), cheques)

    def _seal(self, day: int, counters: Int64s, takings: Takings) -> None:
        """The cashier is closed: sealed, entered, handed in on the next working day."""
        if not len(counters):
            return
        office = self.office
        office.write(
            "seal",
            len(counters),
            id=counter_day_id(counters, day_number(day)),
            recorded_at=clock(day, self._after_close(20)),
            staff=office.at_counter(counters, office.rules.first_close_s),
            source="counter",
            counter=counters,
            takings_on=day,
            amount_fen=takings.total_fen(counters),
            reason="cashier_closed",
        )
        office.accounts.balances.sealed(counters, takings.total_fen(counters))
        self._sealed.put(office.calendar.first_working_after(day), (counters, day, takings))


@witness("missing_tonight")
def missing_tonight(office: Office, act: Act) -> bool:
    """It was not made good the same day."""
    return office.errands.done_on("shortage", act.key) > act.effect_on


def _wrong_figures(decided: Decided) -> Int64s:
    """By how much each closing has too many receipts, and too high a total: two rows."""
    wrong = np.zeros((2, len(decided.tray)), np.int64)
    wrong[0, decided.chosen("miscount_receipts")] = 1
    row = decided.chosen("miscast_total")
    wrong[1, row] = decided.param("amount_fen", row)
    wrong[0] += decided.typed("receipts_more")
    wrong[1] += decided.typed("total_more")
    return wrong
