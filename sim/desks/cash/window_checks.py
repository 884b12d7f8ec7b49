"""The cashier's check of what each window hands in, and the differences that it finds (營業出納)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import Days
from kaohe.sim.deciding.meanings import at_least, shown_next_day
from kaohe.sim.deciding.points import REGISTRY, Action, Before, Decided, DecisionPoint, Left, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Fixed, Missing, Worth
from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import counter_day_id, day_number
from kaohe.sim.streams import Purpose, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

CHECK_AFTER_S = 240  # how long it takes until what was handed in is compared with the stubs
LATE_CHECK_S = hm(15, 30)

CHECK_WINDOW = REGISTRY.add(
    DecisionPoint(
        23,
        "check_window",
        "cashier",
        "counter",
        "window_day",
        "working",
        Names("核對窗口", "check the window", "核对窗口"),
        (
            Action(
                1,
                "check_late",
                Names("遲核窗口", "check the window late", "迟核窗口"),
                clause="5.3",
                draws={"days": Days(1, 5)},
                matures=shown_next_day,
            ),
            Action(
                2,
                "leave_unchecked",
                Names("漏核窗口", "leave the window unchecked", "漏核窗口"),
                clause="5.3",
                matures=shown_next_day,
            ),
            Action(
                3,
                "copy_the_hand_in",
                Names("照交款抄填", "fill in the check from the hand-in", "照交款抄填"),
                clause="5.3",
                may=at_least("short_fen", 1),
                company=(Before("close_window", ("close_short", "lose_money")),),
            ),
        ),
        omission=Left("leave_unchecked"),
    )
)


def good_after(office: Office, window_days: Int64s) -> Int64s:
    """Working days until a difference is made good once it was found; 0 the same day, −1 never. By key."""
    word = (words_at(office.seed, Purpose.MAKE_GOOD, window_days) % np.uint64(100)).astype(np.int64)
    return np.where(word < 50, 0, np.where(word < 80, 1 + word % 5, -1))


@dataclass(frozen=True)
class HandedIn:
    """What some counters handed in of a day's takings; arrays by counter.

    receipts_fen: by the stubs; short_fen: of it not handed in; bad_fen: of it counterfeit, and taken from circulation.
    """

    counters: Int64s
    taken_on: int
    receipts_fen: Int64s
    short_fen: Int64s
    bad_fen: Int64s

    @property
    def keys(self) -> Int64s:
        """Natural keys of the window-days."""
        return counter_day_id(self.counters, day_number(self.taken_on))

    @property
    def handed_fen(self) -> Int64s:
        """What the cashier has got of it."""
        return self.receipts_fen - self.short_fen - self.bad_fen

    def at(self, rows: Int64s) -> HandedIn:
        """Some of them."""
        return HandedIn(
            self.counters[rows], self.taken_on, self.receipts_fen[rows], self.short_fen[rows], self.bad_fen[rows]
        )


class WindowChecks(Desk):
    """Stubs against money, the same working day; what is short is entered, and made good then, later or never."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._late: Diary[HandedIn] = Diary()
        self._made_good: Diary[tuple[int, int, int]] = Diary()
        self._unchecked: dict[int, HandedIn] = {}  # window-days by their key
        self._copied: set[int] = set()  # of them those that have a check, which does not say so

    def open(self, day: int) -> None:
        """In the morning differences are made good."""
        if self.office.calendar.is_working(day):
            for counter, taken_on, amount in self._made_good.take(day):
                self._make_good(day, hm(10), counter, taken_on, amount)

    def work(self, day: int) -> None:
        """In the afternoon what should have been checked before."""
        if self.office.calendar.is_working(day):
            for handed in self._late.take(day):
                if int(handed.keys[0]) in self._unchecked:  # nobody has looked again meanwhile
                    self._enter_check(day, LATE_CHECK_S, handed)

    def receive(self, day: int, at_s: int, handed: HandedIn) -> Generator[Question, None, None]:
        """Money is counted when it is received, so that bad notes are found; then it is compared with the stubs."""
        for row in np.flatnonzero(handed.bad_fen).tolist():
            counter, fen = int(handed.counters[row]), int(handed.bad_fen[row])
            self._difference(day, at_s + CHECK_AFTER_S, counter, handed.taken_on, "counterfeit", fen)
        tray = self._tray(day, handed)
        decided = yield from self.decide(CHECK_WINDOW, tray)
        for row in decided.chosen("check_late", "leave_unchecked", "copy_the_hand_in").tolist():
            self._left(day, decided, row, handed.at(np.array([row])))
        copied = decided.took("copy_the_hand_in")
        self._write(day, at_s + CHECK_AFTER_S, handed.at(np.flatnonzero(copied)), 0, found=False)
        self._enter_check(day, at_s + CHECK_AFTER_S, handed.at(np.flatnonzero(decided.by_the_book())))

    @property
    def unseen(self) -> dict[int, tuple[int, int, int]]:
        """Counter, day and amount of what is short and nobody has found, by the key of the window-day."""
        found = {}
        for key, handed in self._unchecked.items():
            found[key] = (int(handed.counters[0]), handed.taken_on, int(handed.short_fen[0]))
        return found

    def look_again(self, day: int, at_s: int, counter: int, until: int) -> None:
        """Money of a window is missing: its days until then that nobody has truly checked are checked after all."""
        for key, (window, taken_on, fen) in sorted(self.unseen.items()):
            if fen and window == counter and taken_on <= until:
                self._enter_check(day, at_s, self._unchecked[key], number=int(key in self._copied))

    def _tray(self, day: int, handed: HandedIn) -> Situations:
        cashier = self.office.posts.cashier
        return Situations(
            day,
            handed.keys,
            handed.counters,
            np.full(len(handed.counters), cashier),
            {
                "receipts_fen": handed.receipts_fen,
                "handed_fen": handed.handed_fen,
                "bad_fen": handed.bad_fen,
                "short_fen": handed.short_fen,
            },
        )

    def _left(self, day: int, decided: Decided, row: int, handed: HandedIn) -> None:
        """The check is not there that day, or says what it should have found out."""
        worth = self._missing(day, handed)
        if decided.took("copy_the_hand_in")[row]:
            self.did(decided, row, worth)
            self._unchecked[int(handed.keys[0])] = handed
            self._copied.add(int(handed.keys[0]))
            return
        if decided.took("check_late")[row]:
            on = self.office.calendar.add_working_days(day, max(1, decided.one("days", row)))
            self._late.put(on, handed)
        else:
            on = day
        self._unchecked[int(handed.keys[0])] = handed
        self.missed(decided, row, worth, due_on=day, effect_on=on)

    def _missing(self, day: int, handed: HandedIn) -> Worth:
        """What lay there unnoticed; it is the same money as that of whoever kept it."""
        short = int(handed.short_fen[0])
        return Missing("shortage", int(handed.keys[0]), short, day) if short else Fixed(0)

    def _enter_check(self, day: int, at_s: int, handed: HandedIn, number: int = 0) -> None:
        """A true check, and what it finds."""
        self._write(day, at_s, handed, number, found=True)
        for row in np.flatnonzero(handed.short_fen).tolist():
            self._found(day, at_s + 120, int(handed.counters[row]), handed.taken_on, int(handed.short_fen[row]))
        for key in handed.keys.tolist():
            self._unchecked.pop(key, None)
            self._copied.discard(key)

    def _write(self, day: int, at_s: int, handed: HandedIn, number: int, *, found: bool) -> None:
        difference = handed.bad_fen + handed.short_fen if found else handed.bad_fen
        self.office.write(
            "window_check",
            len(handed.counters),
            id=SCHEMA["window_check"].key.pack(takings=handed.keys, number=number),
            recorded_at=clock(day, at_s),
            staff=self.office.posts.cashier,
            counter=handed.counters,
            takings_on=handed.taken_on,
            receipts_fen=handed.handed_fen + difference,
            handed_fen=handed.handed_fen,
            difference_fen=difference,
        )

    def _found(self, day: int, at_s: int, counter: int, taken_on: int, amount: int) -> None:
        self._difference(day, at_s, counter, taken_on, "found", amount)
        after = int(good_after(self.office, counter_day_id(np.array([counter]), day_number(taken_on)))[0])
        if after == 0:
            self._make_good(day, at_s + 120, counter, taken_on, amount)
        elif after > 0:
            self._made_good.put(self.office.calendar.add_working_days(day, after), (counter, taken_on, amount))

    def _make_good(self, day: int, at_s: int, counter: int, taken_on: int, amount: int) -> None:
        self._difference(day, at_s, counter, taken_on, "made_good", amount)
        self.office.errands.done("shortage", counter_day_id(counter, day_number(taken_on)), day)
        self.office.counter.closing.bring(day, at_s + 60, counter, taken_on, amount)

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
