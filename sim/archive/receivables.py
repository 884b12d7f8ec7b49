"""Open items and when they are paid: rings of arrays by period and customer, and a diary of planned pay days."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.arrays import order_of
from kaohe.sim.clock.diary import Diary

Int64s = NDArray[np.int64]

NEVER = 1 << 30


class Receivables:
    """Arrays of `slots` periods × n customers, addressed by a flat position slot × n + customer.

    open_fen: what the office believes is owed; pay_on: the customer's plan (day); attempt: receipts so far;
    settled_on: day of the first receipt, or of the credit note that left nothing; due_on; first_index: period index of
    slot 0; slots: how many.
    """

    def __init__(self, n: int, first_index: int, slots: int) -> None:
        self.n, self.slots = n, slots
        self.first_index = first_index
        self.open_fen = np.zeros(n * slots, np.int64)
        self.pay_on = np.full(n * slots, NEVER, np.int32)
        self.due_on = np.zeros(n * slots, np.int32)
        self.attempt = np.zeros(n * slots, np.int8)
        self.settled_on = np.full(n * slots, NEVER, np.int32)
        self.on_hold = np.zeros(n * slots, np.bool_)
        self.carry_fen = np.zeros(n, np.int64)
        self._diary: Diary[Int64s] = Diary()

    def at(self, customers: Int64s, index: Int64s | int) -> Int64s:
        """Flat positions of these customers' bills of a period index."""
        return (index - self.first_index) * self.n + customers

    def day(self, days: NDArray[np.int32], customer: int, index: int) -> int:
        """The entry of one bill in an array of days (`settled_on`)."""
        return int(days[(index - self.first_index) * self.n + customer])

    def customer(self, at: Int64s) -> Int64s:
        """Customer of a flat position."""
        return at - at // self.n * self.n  # several times as quick as a remainder

    def index(self, at: Int64s) -> Int64s:
        """Period index of a flat position."""
        return at // self.n + self.first_index

    def plan(self, at: Int64s, days: Int64s) -> None:
        """The customers mean to pay these bills on these days."""
        self.pay_on[at] = days
        order = order_of(days)
        at, days = at[order], days[order]
        cuts = np.flatnonzero(days[1:] != days[:-1]) + 1
        for first, end in pairwise([0, *cuts.tolist(), len(at)]):
            if end:
                self._diary.put(int(days[first]), at[first:end])

    def due_today(self, day: int) -> Int64s:
        """Bills that are to be paid today and are still open, in the order of position."""
        chunks = self._diary.take(day)
        if not chunks:
            return np.empty(0, np.int64)
        at = np.sort(np.concatenate(chunks))
        at = at[np.concatenate(([True], at[1:] != at[:-1]))]
        due: Int64s = at[(self.pay_on.take(at) == day) & (self.open_fen.take(at) > 0)]
        return due

    def paid(self, at: Int64s, day: int) -> Int64s:
        """Receipts were given; returns the number of each bill's attempt."""
        attempt = self.attempt.take(at).astype(np.int64)
        self.open_fen[at] = 0
        first = at[attempt == 0]
        self.settled_on[first] = day
        self.attempt[at] += 1
        return attempt

    def owed_fen(self, customers: Int64s) -> Int64s:
        """All that these customers owe, due or not."""
        owed: Int64s = self.open_fen.reshape(self.slots, self.n)[:, customers].sum(axis=0)
        return owed

    def overdue(self, customers: Int64s, day: int) -> NDArray[np.bool_]:
        """Who of these owes something that was due before a day."""
        at = np.arange(self.slots)[:, None] * self.n + customers
        late = (self.open_fen.take(at) > 0) & (self.due_on.take(at) < day)
        found: NDArray[np.bool_] = np.any(late, axis=0)
        return found

    def set_off(self, at: int, amount: int, day: int) -> None:
        """A credit note takes so much from a bill; where it leaves nothing, nobody waits for money any more."""
        self.open_fen[at] -= amount
        if self.open_fen[at] == 0:
            self.settled_on[at] = min(self.settled_on[at], day)

    def reopen(self, at: Int64s, amounts: Int64s) -> None:
        """The receivables stand again (a cheque came back)."""
        self.open_fen[at] += amounts
