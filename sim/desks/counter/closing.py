"""Closing the windows: daily reports, hand-ins to the cashier, his check, cash differences (收費工, 營業出納)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.deciding.points import REGISTRY, Action, Actions, DecisionPoint, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.truth import Act
from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import counter_day_id, day_number
from kaohe.sim.streams import Purpose, below, word_at, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

LEAST_SHORT_FEN = 5_000


def _working(office: Office, tray: Situations) -> NDArray[np.bool_]:
    working: NDArray[np.bool_] = tray.fields["working"] == 1
    return working


def _has_cash(office: Office, tray: Situations) -> NDArray[np.bool_]:
    return _working(office, tray) & (tray.fields["cash_fen"] >= LEAST_SHORT_FEN)


def _evidence_in_span(office: Office, tray: Situations) -> NDArray[np.bool_]:
    return np.full(len(tray), office.calendar.first_working_after(tray.day) <= office.last_day)


def _days(office: Office, tray: Situations, at: Int64s) -> Mapping[str, Int64s]:
    return {"days": 1 + below(words_at(office.seed, Purpose.DEVIATION_SIZE, tray.keys[at], CLOSE_WINDOW.number), 6)}


def _part_of_cash(office: Office, tray: Situations, at: Int64s) -> Mapping[str, Int64s]:
    """5 to 30 % of the cash, in whole yuan."""
    word = words_at(office.seed, Purpose.DEVIATION_SIZE, tray.keys[at], CLOSE_WINDOW.number, 1)
    return {"amount_fen": tray.fields["cash_fen"][at] * (5 + below(word, 26)) // 10_000 * 100}


CLOSE_WINDOW = REGISTRY.add(
    DecisionPoint(
        7,
        "close_window",
        "collector",
        "counter",
        Names("日清日結", "close the day", "日清日结"),
        (
            Action(
                "close_late", Names("遲結", "close late", "迟结"), ("days",), "4.1", _working, _evidence_in_span, _days
            ),
            Action("leave_open", Names("不結", "leave the day open", "不结"), (), "4.1", _working, _evidence_in_span),
            Action(
                "close_short",
                Names("短款", "close short", "短款"),
                ("amount_fen",),
                "4.1",
                _has_cash,
                None,
                _part_of_cash,
            ),
        ),
    )
)


class Takings:
    """What the counters took, by the day of the closing to which it belongs."""

    def __init__(self, counters: int) -> None:
        self.receipts = np.zeros(counters, np.int64)
        self.cash_fen = np.zeros(counters, np.int64)
        self.cheque_fen = np.zeros(counters, np.int64)

    def add(self, counter: Int64s, cheque: NDArray[np.bool_], amount: Int64s) -> None:
        """Receipts at these counters."""
        np.add.at(self.receipts, counter, 1)
        np.add.at(self.cash_fen, counter[~cheque], amount[~cheque])
        np.add.at(self.cheque_fen, counter[cheque], amount[cheque])


class Closing(Desk):
    """Closes the counters' days and brings the money to the cashier."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._takings: dict[int, Takings] = defaultdict(lambda: Takings(len(office.roster.counter_staff)))
        self._late: dict[int, list[tuple[int, int, Takings]]] = defaultdict(list)
        self._sealed: dict[int, list[tuple[Int64s, int, Takings]]] = defaultdict(list)
        self._made_good: dict[int, list[tuple[int, int, int]]] = defaultdict(list)

    def take(
        self, day: int, tomorrow: int, counter: Int64s, paid_s: Int64s, cheque: NDArray[np.bool_], amount: Int64s
    ) -> None:
        """Receipts of the day: before the first close they are today's, later ones the next open day's."""
        early = paid_s < self.office.rules.first_close_s
        self._takings[day].add(counter[early], cheque[early], amount[early])
        if not early.all():
            self._takings[tomorrow].add(counter[~early], cheque[~early], amount[~early])

    def open_seals(self, day: int) -> None:
        """In the morning sealed takings of days without a cashier are handed in, and differences made good."""
        if not self.office.calendar.is_working(day):
            return
        for counters, taken_on, takings in self._sealed.pop(day, []):
            self._hand_in(day, hm(8, 20), counters, taken_on, takings, np.zeros(len(counters), np.int64))
        for counter, taken_on, amount in self._made_good.pop(day, []):
            self._make_good(day, hm(10), counter, taken_on, amount)

    def work(self, day: int) -> Generator[Question, None, None]:
        """The first close of the day."""
        office = self.office
        if not office.calendar.is_open(day):
            return
        takings = self._takings.pop(day, None)
        if takings is not None:
            yield from self._close(day, takings)
        for counter, taken_on, late in self._late.pop(day, []):
            one = np.array([counter])
            self._report(day, hm(15, 6), one, taken_on, late, np.zeros(1, np.int64))
            self._hand_in(day, hm(15, 10), one, taken_on, late, np.zeros(1, np.int64))

    def _close(self, day: int, takings: Takings) -> Generator[Question, None, None]:
        office = self.office
        counters = np.flatnonzero(takings.receipts)
        working = office.calendar.is_working(day)
        tray = self._tray(day, counters, takings, working)
        actions = yield from office.decide(CLOSE_WINDOW, tray)
        short = np.zeros(len(counters), np.int64)
        row = actions.chosen(3)
        short[row] = np.minimum(actions.param("amount_fen", row), takings.cash_fen[counters[row]]) if len(row) else 0
        self._acts(day, tray, actions, takings, short)
        closed = (actions.codes == 0) | (actions.codes == 3)
        self._report(day, hm(15, 5), counters[closed], day, takings, short[closed])
        handed = actions.codes != 1
        if working:
            self._hand_in(day, hm(15, 10), counters[handed], day, takings, short[handed])
        else:
            self._seal(day, counters[handed], takings)
        for at in np.flatnonzero(short).tolist():
            self._shortage(day, int(counters[at]), int(short[at]))

    def _tray(self, day: int, counters: Int64s, takings: Takings, working: bool) -> Situations:
        office = self.office
        return Situations(
            day,
            counter_day_id(counters, day_number(day)),
            counters,
            office.roster.counter_staff[counters].astype(np.int64),
            {
                "receipts": takings.receipts[counters],
                "cash_fen": takings.cash_fen[counters],
                "cheque_fen": takings.cheque_fen[counters],
                "working": np.full(len(counters), int(working)),
            },
        )

    def _acts(self, day: int, tray: Situations, actions: Actions, takings: Takings, short: Int64s) -> None:
        office = self.office
        next_day = office.calendar.first_working_after(day)
        for row in np.flatnonzero(actions.codes).tolist():
            code, counter = int(actions.codes[row]), int(tray.objects[row])
            if code == 3 and short[row] == 0:
                continue
            act = office.act(
                CLOSE_WINDOW,
                tray,
                actions,
                row,
                object_type="window_day",
                object_id=int(tray.keys[row]),
                effect_on=day,
                occurred_on=day if code == 3 else next_day,
                due_on=day,
            )
            act.amount_fen = 0
            office.truth.watch(act.occurred_on, act, lambda: True)
            if code == 1:
                self._late_act(day, act, counter, takings, int(actions.param("days", np.array([row]))[0]))
            if code == 3:
                act.amount_fen = int(short[row]) if self._good_after(day, counter) != 0 else 0

    def _late_act(self, day: int, act: Act, counter: int, takings: Takings, days: int) -> None:
        office = self.office
        on = office.calendar.next_working(day + max(days, 1))
        self._late[on].append((counter, day, takings))
        total = int(takings.cash_fen[counter] + takings.cheque_fen[counter])
        act.pricing = lambda: office.delay_fen(total, day, on, act.occurred_on)

    def _report(self, day: int, at_s: int, counters: Int64s, taken_on: int, takings: Takings, short: Int64s) -> None:
        cash, cheque = takings.cash_fen[counters] - short, takings.cheque_fen[counters]
        self.office.write(
            "day_close",
            len(counters),
            id=counter_day_id(counters, day_number(taken_on)),
            recorded_at=clock(day, at_s),
            staff=self.office.roster.counter_staff[counters],
            counter=counters,
            takings_on=taken_on,
            receipts=takings.receipts[counters],
            cash_fen=cash,
            cheque_fen=cheque,
            total_fen=cash + cheque,
        )

    def _hand_in(self, day: int, at_s: int, counters: Int64s, taken_on: int, takings: Takings, short: Int64s) -> None:
        cash, cheque = takings.cash_fen[counters] - short, takings.cheque_fen[counters]
        self._write_hand_in(day, at_s, counters, taken_on, cash, cheque, 0)
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
            difference_fen=short,
        )

    def _write_hand_in(
        self, day: int, at_s: int, counters: Int64s, taken_on: int, cash: Int64s, cheque: Int64s, number: int
    ) -> None:
        office = self.office
        office.write(
            "hand_in",
            len(counters),
            id=SCHEMA["hand_in"].key.pack(takings=counter_day_id(counters, day_number(taken_on)), number=number),
            recorded_at=clock(day, at_s),
            staff=office.roster.counter_staff[counters],
            source="counter",
            counter=counters,
            takings_on=taken_on,
            cash_fen=cash,
            cheque_fen=cheque,
            total_fen=cash + cheque,
            received_by=office.posts.cashier,
        )
        office.cashier.received(day, at_s, "electricity", int(cash.sum()), int(cheque.sum()))

    def _seal(self, day: int, counters: Int64s, takings: Takings) -> None:
        """The cashier is closed: sealed, entered, handed in on the next working day."""
        office = self.office
        office.write(
            "seal",
            len(counters),
            id=counter_day_id(counters, day_number(day)),
            recorded_at=clock(day, hm(15, 20)),
            staff=office.roster.counter_staff[counters],
            source="counter",
            counter=counters,
            takings_on=day,
            amount_fen=takings.cash_fen[counters] + takings.cheque_fen[counters],
            reason="cashier_closed",
        )
        self._sealed[office.calendar.first_working_after(day)].append((counters, day, takings))

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
            self._made_good[self.office.calendar.add_working_days(day, after)].append((counter, day, amount))

    def _make_good(self, day: int, at_s: int, counter: int, taken_on: int, amount: int) -> None:
        self._difference(day, at_s, counter, taken_on, "made_good", amount)
        self._write_hand_in(day, at_s + 60, np.array([counter]), taken_on, np.array([amount]), np.zeros(1, np.int64), 1)

    def _difference(self, day: int, at_s: int, counter: int, taken_on: int, action: str, amount: int) -> None:
        self.office.write(
            "shortage",
            1,
            id=SCHEMA["shortage"].key.pack(counter=counter, day=day_number(taken_on), action=action),
            recorded_at=clock(day, at_s),
            staff=self.office.posts.cashier,
            counter=counter,
            takings_on=taken_on,
            action=action,
            amount_fen=amount,
        )
