"""What is wrong at the metering points: meters that fail, seals that are gone, energy that passes beside the meter.

A customer has one thing wrong at a time, from a second on. Three questions are answered: what somebody who stands
before the meter sees of it, what the meter registers of the use, and how much of the use it did not register.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.town.meters import DAY_S, Meters
from kaohe.sim.town.multi_function import FurtherRegisters
from kaohe.sim.town.use import Use

Int64s = NDArray[np.int64]

SIGNS = ("stopped", "burnt", "seal_missing", "number_mismatch", "multiplier_mismatch", "theft_suspect")
"""What can be seen from outside; the code of a sign is its position and 1, 0 is nothing."""

KINDS = (*SIGNS[:5], "creeping", "slow", "fast", "theft")
"""What can be wrong; codes likewise. All but theft are of the meter, and go with it."""

STOPPED, BURNT, SEAL_MISSING, NUMBER_MISMATCH, MULTIPLIER_MISMATCH, CREEPING, SLOW, FAST, THEFT = range(1, 10)
THEFT_SUSPECT = SIGNS.index("theft_suspect") + 1
_SIGN_OF = np.array([0, *range(STOPPED, MULTIPLIER_MISMATCH + 1), 0, 0, 0, THEFT_SUSPECT])
_GOES_WITH_METER = np.array([False, *(kind != "theft" for kind in KINDS)])


class Faults:
    """Arrays by customer: kind (0: nothing wrong), since (the second from which on it is so), seen (code of the sign
    that shows it outside, 0: none), size (how wrong: 10⁻⁴ of the use, of a creeping meter Wh a day), until (the day on
    which it ends by itself), lost_wh (use that was not registered up to the second lost_at).
    """

    def __init__(self, use: Use, meters: Meters, further: FurtherRegisters) -> None:
        self.use, self.meters, self.further = use, meters, further
        n = len(use.wh)
        self.kind, self.seen = np.zeros(n, np.int8), np.zeros(n, np.int8)
        self.since, self.size, self.until, self.lost_wh, self.lost_at = (np.zeros(n, np.int64) for _ in range(5))
        self._newly_stolen: list[int] = []

    # ── what is asked ────────────────────────────────────────────────────────────────────────────────────────────────

    def signs(self, customers: Int64s, at: int | Int64s) -> Int64s:
        """What one sees who stands before the meters at these seconds: codes of SIGNS, 0 for nothing."""
        seen = self.seen[customers].astype(np.int64)
        return np.where(self.since[customers] <= at, seen, 0)

    def unmetered_wh(self, customers: Int64s, at: int | Int64s) -> Int64s:
        """Use that the meters did not register from the beginning of what is wrong, or was last, to these seconds of
        today or later; less than 0 where they register too much.
        """
        missed = self.use.wh[customers] - self.meters.daily_wh[customers]
        since: Int64s = self.lost_wh[customers] + missed * np.maximum(at - self.lost_at[customers], 0) // DAY_S
        return since

    def registered(self, use_wh: Int64s) -> Int64s:
        """Wh a day that the meters register of a use by customer."""
        out, wrong = use_wh.copy(), np.flatnonzero(self.kind)
        out[wrong] = self._registered(wrong, use_wh[wrong])
        return out

    def _registered(self, customers: Int64s, use_wh: Int64s) -> Int64s:
        kind, size, most = self.kind[customers], self.size[customers], self.use.most_wh(customers)
        out = use_wh.copy()
        out[(kind == STOPPED) | (kind == BURNT)] = 0
        less, more = (kind == SLOW) | (kind == THEFT), kind == FAST
        out[less] = use_wh[less] * (10_000 - size[less]) // 10_000
        out[more] = use_wh[more] * (10_000 + size[more]) // 10_000
        out[kind == CREEPING] += size[kind == CREEPING]
        return np.minimum(out, np.maximum(most, use_wh))

    # ── what happens ─────────────────────────────────────────────────────────────────────────────────────────────────

    def begin(
        self, customers: Int64s, kind: Int64s, since: Int64s, size: Int64s, until: Int64s, hidden: NDArray[np.bool_]
    ) -> None:
        """Something goes wrong today at sound metering points; `hidden`: a theft without a sign outside."""
        if not len(customers):
            return
        self.kind[customers] = kind
        self.seen[customers] = np.where(hidden & (kind == THEFT), 0, _SIGN_OF[kind])
        self.since[customers], self.size[customers], self.until[customers] = since, size, until
        self.lost_wh[customers], self.lost_at[customers] = 0, since
        self._newly_stolen += customers[kind == THEFT].tolist()
        self._run(customers, since)

    def newly_stolen(self) -> list[int]:
        """Customers who began to steal since this was asked last."""
        begun, self._newly_stolen = self._newly_stolen, []
        return begun

    def mended(self, customers: Int64s, at: int | Int64s) -> None:
        """Meters were exchanged, or sealed again, at these seconds: what was wrong with them is gone; theft is not."""
        rows = np.flatnonzero(_GOES_WITH_METER[self.kind[customers]])
        self.end(customers[rows], np.broadcast_to(at, customers.shape)[rows])

    def end(self, customers: Int64s, at: Int64s) -> None:
        """From these seconds on all is right."""
        if not len(customers):
            return
        self.settle(customers, at)
        self.kind[customers] = self.seen[customers] = 0
        self._run(customers, at)

    def connect(self, customers: Int64s, at: Int64s, load_e4: int | Int64s, until: int | Int64s) -> None:
        """At 0:00 of today the load becomes so many times the usual one, up to a day."""
        if not len(customers):
            return
        self.settle(customers, at)
        self.use.connect(customers, load_e4, until)
        self._run(customers, at)

    def next_month(self, start: int, month_index: int) -> None:
        """The first day of a month: its use begins, and runs through the meters as they are."""
        wrong = np.flatnonzero(self.kind)
        self.settle(wrong, np.full(len(wrong), start * DAY_S))
        passed = start - self.meters.month_start
        self.use.next_month(month_index)
        self.meters.next_month(start, self.registered(self.use.wh))
        self.further.next_month(passed, self.meters.daily_wh, month_index)

    def settle(self, customers: Int64s, at: Int64s) -> None:
        """What was not registered up to these seconds is added up."""
        self.lost_wh[customers] = self.unmetered_wh(customers, at)
        self.lost_at[customers] = np.maximum(self.lost_at[customers], at)

    def _run(self, customers: Int64s, at: Int64s) -> None:
        """The meters register from these seconds on what they do of the present use."""
        meters = self.meters
        meters.set_rate(customers, at, self._registered(customers, self.use.wh[customers]))
        of, which = self.further.rows(customers)
        if len(of):
            days = at[of] // DAY_S - meters.month_start
            self.further.set_rate(which, days, meters.daily_wh, self.use.month_index)
