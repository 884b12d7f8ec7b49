"""The meters: what really runs through them, and what the office believes.

Energy is exact: each customer uses a whole number of Wh a day, constant within a month, so that a register on any day
of the current month is one multiplication. A register read on a day is that of the day's beginning.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.tariff.one_part import advance
from kaohe.sim.town.customers import Population

Int64s = NDArray[np.int64]

MEAN_MONTHS = 12
NEVER = 1 << 40


@dataclass
class Meters:
    """Arrays by customer (n = customers and future applicants).

    Physical: number (of the meter in place), turn (10^digits), multiplier, electronic, base_wh (energy on the register
    at the beginning of `month_start`, Wh; a new meter may start below 0), daily_wh.
    Believed: last_register and last_on begin the period in progress, before_* the one before; now_* is the reading
    that waits for its bill; frozen is the true register of the last reading day, −1 after a swap; swap_kwh the energy
    of meters removed since last_on.
    """

    number: Int64s
    digits: Int64s
    multiplier: Int64s
    electronic: NDArray[np.bool_]
    base_wh: Int64s
    daily_wh: Int64s
    month_start: int
    active: NDArray[np.bool_]
    energised_on: Int64s
    before_register: Int64s
    before_on: Int64s
    last_register: Int64s
    last_on: Int64s
    now_register: Int64s
    now_on: Int64s
    now_row: Int64s
    now_period: Int64s
    frozen: Int64s
    waiting: NDArray[np.bool_]
    swap_kwh: Int64s
    last_kwh: Int64s
    estimated: NDArray[np.bool_]
    history: NDArray[np.int32]
    history_sum: Int64s
    history_at: NDArray[np.int8]

    @classmethod
    def of(cls, population: Population, start: int, daily_wh: Int64s, opening_on: Int64s) -> Meters:
        """The meters at the opening: last read on `opening_on` (day by customer), at the population's opening
        register.
        """
        n = population.customers
        zeros = np.zeros(n, np.int64)
        base = population.register_wh + daily_wh * (start - opening_on)
        opening = population.register(population.register_wh)
        multiplier = population.multiplier.astype(np.int64)
        mean = population.opening_mean_kwh.astype(np.int32)
        return cls(
            number=zeros.copy(),
            digits=population.digits.astype(np.int64),
            multiplier=multiplier,
            electronic=population.electronic.copy(),
            base_wh=base,
            daily_wh=daily_wh.copy(),
            month_start=start,
            active=population.opening.copy(),
            energised_on=np.where(population.opening, population.energised_on, NEVER),
            before_register=opening.copy(),
            before_on=opening_on.copy(),
            last_register=opening.copy(),
            last_on=opening_on.copy(),
            now_register=opening.copy(),
            now_on=opening_on.copy(),
            now_row=zeros.copy(),
            now_period=zeros.copy(),
            frozen=opening.copy(),
            waiting=np.zeros(n, np.bool_),
            swap_kwh=zeros.copy(),
            last_kwh=mean.astype(np.int64),
            estimated=np.zeros(n, np.bool_),
            history=np.repeat(mean[None, :], MEAN_MONTHS, axis=0),
            history_sum=mean.astype(np.int64) * MEAN_MONTHS,
            history_at=np.zeros(n, np.int8),
        )

    def next_month(self, start: int, daily_wh: Int64s) -> None:
        """Carry the registers to the first day of the next month."""
        self.base_wh += self.daily_wh * (start - self.month_start)
        self.daily_wh = daily_wh
        self.month_start = start

    def register(self, customers: Int64s, day: int) -> Int64s:
        """True registers at the beginning of a day of the current month (or the first of the next)."""
        wh = self.base_wh[customers] + self.daily_wh[customers] * (day - self.month_start)
        return wh // (1000 * self.multiplier[customers]) % 10 ** self.digits[customers]

    def read(
        self, customers: Int64s, day: int, register: Int64s, row: Int64s, index: Int64s, estimated: NDArray[np.bool_]
    ) -> None:
        """Readings of a period (index) were written down: rows of the table, to be billed."""
        self.now_register[customers] = register
        self.now_on[customers] = day
        self.now_row[customers] = row
        self.now_period[customers] = index
        self.waiting[customers] = True
        self.estimated[customers] = estimated

    def kwh(self, customers: Int64s) -> Int64s:
        """Energy of the period whose reading waits, as read."""
        return self.swap_kwh[customers] + advance(
            self.last_register[customers],
            self.now_register[customers],
            self.digits[customers],
            self.multiplier[customers],
        )

    def mean_kwh(self, customers: Int64s) -> Int64s:
        """Monthly mean of the last twelve bills, floor."""
        return self.history_sum[customers] // MEAN_MONTHS

    def billed(self, customers: Int64s, kwh: Int64s) -> None:
        """A bill was made of the waiting reading: the next period begins at it."""
        self.before_register[customers] = self.last_register[customers]
        self.before_on[customers] = self.last_on[customers]
        self.last_register[customers] = self.now_register[customers]
        self.last_on[customers] = self.now_on[customers]
        self.swap_kwh[customers] = 0
        self.last_kwh[customers] = kwh
        self.waiting[customers] = False
        at = self.history_at[customers]
        self.history_sum[customers] += kwh - self.history[at, customers]
        self.history[at, customers] = kwh
        self.history_at[customers] = (at + 1) % MEAN_MONTHS

    def replace(self, customers: Int64s, day: int) -> tuple[Int64s, Int64s]:
        """Swap meters for new ones at 0; returns (removal register, energy since the last reading on the old meter,
        kWh).
        """
        removal = self.register(customers, day)
        used = advance(self.last_register[customers], removal, self.digits[customers], self.multiplier[customers])
        self.number[customers] += 1
        self.base_wh[customers] = -self.daily_wh[customers] * (day - self.month_start)
        self.swap_kwh[customers] += used
        self.last_register[customers] = 0
        self.frozen[customers] = -1
        self.electronic[customers] = True
        return removal, used
