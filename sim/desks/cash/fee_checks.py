"""The cashier's check of what a registration clerk hands in, and the differences that it finds (營業出納)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import clerk_day_id, day_number
from kaohe.sim.streams import Purpose, below, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

CHECK_AFTER_S = 240  # how long it takes until what was handed in is compared with the stubs
# Assumptions: of what is short so much is made good the same day, so much within so many days, the rest never.
AT_ONCE_PERCENT, LATER_PERCENT, WITHIN = 40, 35, 10
HALF_PERCENT = 50  # of what is made good later, so often it is a half, and the rest never comes [assumption]


def fees_good_after(office: Office, clerk_days: Int64s) -> Int64s:
    """Days until what was short is made good once it was found; 0 the same day, −1 never. By key of the clerk's day."""
    percent = below(words_at(office.seed, Purpose.FEES_MADE_GOOD, clerk_days), 100)
    days = 1 + below(words_at(office.seed, Purpose.FEES_MADE_GOOD, clerk_days, 0, 1), WITHIN)
    return np.where(percent < AT_ONCE_PERCENT, 0, np.where(percent < AT_ONCE_PERCENT + LATER_PERCENT, days, -1))


def fees_good(office: Office, clerk_day: int, short_fen: int) -> int:
    """How much of what was short is made good, if any is: all of it, or later perhaps a half, in whole yuan."""
    keys = np.array([clerk_day])
    half = below(words_at(office.seed, Purpose.FEES_MADE_GOOD, keys, 0, 2), 100)[0] < HALF_PERCENT
    half_fen = short_fen // 200 * 100
    return half_fen if half and half_fen and fees_good_after(office, keys)[0] > 0 else short_fen


class FeeChecks(Desk):
    """Stubs against money, at the hand-in; what is short is entered, and made good then, later or never."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._made_good: Diary[tuple[int, int, int]] = Diary()  # clerk, day of the takings, 分

    def open(self, day: int) -> None:
        """In the morning differences are made good."""
        for clerk, taken_on, amount in self._made_good.take(day):
            self._make_good(day, hm(10), clerk, taken_on, amount)

    def receive(self, day: int, at_s: int, clerk: int, taken_on: int, receipts_fen: int, short_fen: int) -> None:
        """What a clerk's stubs of a day come to, and how much of it he did not hand in."""
        key, at_s = clerk_day_id(clerk, day_number(taken_on)), at_s + CHECK_AFTER_S
        self.office.write(
            "window_check",
            1,
            id=SCHEMA["window_check"].key.pack(takings=key, number=0),
            recorded_at=clock(day, at_s),
            staff=self.office.posts.cashier,
            source="registration",
            counter=None,
            clerk=clerk,
            takings_on=taken_on,
            receipts_fen=receipts_fen,
            handed_fen=receipts_fen - short_fen,
            difference_fen=short_fen,
        )
        if not short_fen:
            return
        self._difference(day, at_s + 120, clerk, taken_on, "found", short_fen)
        after, fen = int(fees_good_after(self.office, np.array([key]))[0]), fees_good(self.office, key, short_fen)
        if after == 0:
            self._make_good(day, at_s + 240, clerk, taken_on, fen)
        elif after > 0:
            self._made_good.put(self.office.calendar.next_working(day + after), (clerk, taken_on, fen))

    def _make_good(self, day: int, at_s: int, clerk: int, taken_on: int, amount: int) -> None:
        self._difference(day, at_s, clerk, taken_on, "made_good", amount)
        self.office.errands.done("shortage", clerk_day_id(clerk, day_number(taken_on)), day)
        self.office.connection.registration.bring(day, at_s + 60, clerk, taken_on, amount)

    def _difference(self, day: int, at_s: int, clerk: int, taken_on: int, action: str, amount: int) -> None:
        takings = clerk_day_id(clerk, day_number(taken_on))
        self.office.write(
            "shortage",
            1,
            id=SCHEMA["shortage"].key.pack(takings=takings, action=action, number=0),
            recorded_at=clock(day, at_s),
            staff=self.office.posts.cashier,
            source="registration",
            counter=None,
            clerk=clerk,
            takings_on=taken_on,
            action=action,
            amount_fen=amount,
        )
