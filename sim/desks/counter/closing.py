"""Closing the windows: daily reports, hand-ins to the cashier, his check, cash differences (收費工, 營業出納)."""

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
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Fixed, Late, Missing, Worth
from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.desks.cash.bundle import NO_CHEQUES, Bundle
from kaohe.sim.desks.counter.shifts import Box
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.records.ids import counter_day_id, day_number
from kaohe.sim.streams import Purpose, happens, word_at, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

LEAST_SHORT_FEN = 5_000
NOTES_FEN = (10_000, 5_000)  # those that are worth forging


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
        self._made_good: Diary[tuple[int, int, int]] = Diary()

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
        if not early.all():
            late = ~early
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

    def open_seals(self, day: int) -> None:
        """In the morning sealed takings of days without a cashier are handed in, and differences made good."""
        if not self.office.calendar.is_working(day):
            return
        for counters, taken_on, takings in self._sealed.take(day):
            self._hand_in(day, hm(8, 20), counters, taken_on, takings, np.zeros(len(counters), np.int64))
        for counter, taken_on, amount in self._made_good.take(day):
            self._make_good(day, hm(10), counter, taken_on, amount)

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
            self._report(day, hm(15, 6), one, taken_on, late, np.zeros(1, np.int64), np.zeros((2, 1), np.int64))
            self._hand_in(day, hm(15, 10), one, taken_on, late, np.zeros(1, np.int64))

    def _close(self, day: int, takings: Takings) -> Generator[Question, None, None]:
        office = self.office
        counters = np.flatnonzero(takings.receipts)
        working = office.calendar.is_working(day)
        tray = self._tray(day, counters, takings, working)
        decided = yield from self.decide(CLOSE_WINDOW, tray)
        short = np.zeros(len(counters), np.int64)
        row = decided.chosen("close_short")
        short[row] = np.minimum(decided.param("amount_fen", row), (takings.cash_fen - takings.bad_fen)[counters[row]])
        self._acts(day, decided, takings, short)
        closed = ~decided.took("close_late", "leave_open")
        self._report(day, hm(15, 5), counters[closed], day, takings, short[closed], _wrong_figures(decided)[:, closed])
        sealed = decided.took("seal_without_cause") if working else np.ones(len(counters), np.bool_)
        handed = ~decided.took("close_late")
        self._hand_in(day, hm(15, 10), counters[handed & ~sealed], day, takings, short[handed & ~sealed])
        self._seal(day, counters[handed & sealed], takings)
        for at in np.flatnonzero(short).tolist():
            self._shortage(day, int(counters[at]), int(short[at]))

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

    def _difference_worth(self, day: int, decided: Decided, row: int, fen: int) -> Worth:
        """Nothing, if it is made good the same day; else its days, or what is missing at last."""
        if self._good_after(day, int(decided.tray.objects[row])) == 0:
            return Fixed(0)
        key = int(decided.tray.keys[row])
        self.office.errands.open(Errand("shortage", key, int(decided.tray.staff[row]), day, day))
        return Missing("shortage", key, fen, day)

    def _close_late(self, day: int, decided: Decided, row: int, takings: Takings) -> None:
        counter = int(decided.tray.objects[row])
        on = self.office.calendar.next_working(day + max(decided.one("days", row), 1))
        self._late.put(on, (counter, day, takings))
        self.missed(decided, row, self._kept_back(decided, row, takings), due_on=day)

    def _kept_back(self, decided: Decided, row: int, takings: Takings) -> Late:
        """The day's takings, from their day to the hand-in."""
        counter = int(decided.tray.objects[row])
        total = int(takings.cash_fen[counter] - takings.bad_fen[counter] + takings.cheque_fen[counter])
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
            staff=self.office.at_counter(counters, self.office.rules.first_close_s),
            counter=counters,
            takings_on=taken_on,
            receipts=takings.receipts[counters] + wrong[0],
            cash_fen=cash,
            cheque_fen=cheque,
            total_fen=cash + cheque + wrong[1],
        )

    def _hand_in(self, day: int, at_s: int, counters: Int64s, taken_on: int, takings: Takings, short: Int64s) -> None:
        if not len(counters):
            return
        bad = takings.bad_fen[counters]
        cash, cheque = takings.cash_fen[counters] - short - bad, takings.cheque_fen[counters]
        self._write_hand_in(day, at_s, counters, taken_on, cash, cheque, takings.cheques.of_counters(counters), 0)
        self.office.write(
            "window_check",
            len(counters),
            id=counter_day_id(counters, day_number(taken_on)),
            recorded_at=clock(day, at_s + 240),
            staff=self.office.posts.cashier,
            counter=counters,
            takings_on=taken_on,
            receipts_fen=takings.cash_fen[counters] + cheque,
            handed_fen=cash + cheque,
            difference_fen=short + bad,
        )
        for row in np.flatnonzero(bad).tolist():
            self._difference(day, at_s + 240, int(counters[row]), taken_on, "counterfeit", int(bad[row]))

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
            office.errands.done("hand_in", key, day)
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
            recorded_at=clock(day, hm(15, 20)),
            staff=office.at_counter(counters, office.rules.first_close_s),
            source="counter",
            counter=counters,
            takings_on=day,
            amount_fen=takings.cash_fen[counters] + takings.cheque_fen[counters],
            reason="cashier_closed",
        )
        self._sealed.put(office.calendar.first_working_after(day), (counters, day, takings))

    def _good_after(self, day: int, counter: int) -> int:
        """Working days until a difference is made good; 0 the same day, −1 never. Half of them are found at once."""
        word = word_at(self.office.seed, Purpose.MAKE_GOOD, counter_day_id(counter, day_number(day))) % 100
        return 0 if word < 50 else (1 + word % 5 if word < 80 else -1)

    def _shortage(self, day: int, counter: int, amount: int) -> None:
        self._difference(day, hm(15, 16), counter, day, "found", amount)
        after = self._good_after(day, counter)
        if after == 0:
            self._make_good(day, hm(15, 18), counter, day, amount)
        elif after > 0:
            self._made_good.put(self.office.calendar.add_working_days(day, after), (counter, day, amount))

    def _make_good(self, day: int, at_s: int, counter: int, taken_on: int, amount: int) -> None:
        self._difference(day, at_s, counter, taken_on, "made_good", amount)
        self.office.errands.done("shortage", counter_day_id(counter, day_number(taken_on)), day)
        none = np.zeros(1, np.int64)
        self._write_hand_in(day, at_s + 60, np.array([counter]), taken_on, np.array([amount]), none, NO_CHEQUES, 1)

    def _difference(self, day: int, at_s: int, counter: int, taken_on: int, action: str, amount: int) -> None:
        self.office.write(
            "shortage",
            1,
            id=SCHEMA["shortage"].key.pack(counter=counter, day=day_number(taken_on), action=action, number=0),
            recorded_at=clock(day, at_s),
            staff=self.office.posts.cashier,
            counter=counter,
            takings_on=taken_on,
            action=action,
            amount_fen=amount,
        )


def _wrong_figures(decided: Decided) -> Int64s:
    """By how much each closing has too many receipts, and too high a total: two rows."""
    wrong = np.zeros((2, len(decided.tray)), np.int64)
    wrong[0, decided.chosen("miscount_receipts")] = 1
    row = decided.chosen("miscast_total")
    wrong[1, row] = decided.param("amount_fen", row)
    wrong[0] += decided.typed("receipts_more")
    wrong[1] += decided.typed("total_more")
    return wrong
