"""The meters: what really runs through them, second by second, and what the office believes.

Energy is exact: each meter registers a whole number of Wh a day, evenly through its seconds, constant within a month
unless `set_rate` changes it, so that a register at any second is one multiplication. What a customer uses may be more,
or less (sim/town/faults.py). An electronic meter freezes its register at 0:00 of its 例日 and shows that until the
next; readers copy what it shows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.archive.recorded import Recorded
from kaohe.sim.arrays import modulo
from kaohe.sim.tariff.one_part import signed_units
from kaohe.sim.town.customers import Population, roll_over, wh_of_unit

Int64s = NDArray[np.int64]

MEAN_MONTHS = 12
NEVER = 1 << 40
DAY_S = 86_400
OPENING_S = 16 * 3_600  # the second of the day at which the opening registers were read
_SECONDS = 40  # bits of a second since 1970 in the key of a past rate


@dataclass
class Meters:
    """Arrays by customer (n = customers and future applicants); registers in units of the last place, times in seconds
    since 1970.

    Physical: number (of the meter in place), digits, turn (units at which the register begins again), multiplier (kWh
    for 1 of the register), unit_wh (Wh of a unit), plate_pace (3,600,000ths of a unit that the plate lets pass in a
    second: the multiplier cancels out), electronic, base_wh (energy on the register at the beginning of `month_start`,
    Wh; a new meter may start below 0), daily_wh (what it registers); past_* are the rates that changed this month,
    sorted by customer and the second at which they ended (past_key), changed is whose; removed: taken down for good;
    frozen is the register of the last freeze (−1: none yet), frozen_on its day and frozen_in the period (index) of that
    例日.
    Believed, by the multiplier, digits and decimals that are recorded: active if the meter has joined the archive,
    read_from the day from which readers have it (NEVER: none yet); last_register and last_on begin the period in
    progress, anchor_register and anchor_at are the last register that somebody really read (an estimate is none),
    before_* those one period earlier; provisional is what was billed on estimates since, in units; now_* is the reading
    that waits for its bill, now_at the second whose register it shows; swap_kwh the energy of meters removed since
    last_on. history_* are of the last twelve bills, the oldest at history_at: energy, days (0: of before the opening)
    and whether they rest on a register that was really read.
    """

    recorded: Recorded
    number: Int64s
    digits: Int64s
    turn: Int64s
    multiplier: Int64s
    unit_wh: Int64s
    plate_pace: Int64s
    electronic: NDArray[np.bool_]
    base_wh: Int64s
    daily_wh: Int64s
    changed: NDArray[np.bool_]
    past_key: Int64s
    past_base: Int64s
    past_wh: Int64s
    month_start: int
    active: NDArray[np.bool_]
    removed: NDArray[np.bool_]
    energised_on: Int64s
    read_from: Int64s
    before_register: Int64s
    before_at: Int64s
    last_register: Int64s
    last_on: Int64s
    anchor_register: Int64s
    anchor_at: Int64s
    provisional: Int64s
    now_register: Int64s
    now_on: Int64s
    now_at: Int64s
    now_row: Int64s
    now_period: Int64s
    frozen: Int64s
    frozen_on: Int64s
    frozen_in: Int64s
    waiting: NDArray[np.bool_]
    swap_kwh: Int64s
    last_kwh: Int64s
    estimated: NDArray[np.bool_]
    history: NDArray[np.int32]
    history_days: NDArray[np.int16]
    history_read: NDArray[np.bool_]
    history_sum: Int64s
    history_at: NDArray[np.int8]

    @classmethod
    def of(cls, population: Population, recorded: Recorded, start: int, daily_wh: Int64s, opening_on: Int64s) -> Meters:
        """The meters at the opening, last read on `opening_on` (the 例日 before, by customer); electronic ones show
        what froze that day.
        """
        n, since = population.customers, np.where(population.opening, population.energised_on, NEVER)
        shown_at = opening_on * DAY_S + np.where(population.electronic, 0, OPENING_S)
        opening, mean = population.register(population.register_wh), population.opening_mean_kwh.astype(np.int32)
        return cls(
            recorded=recorded,
            digits=population.digits.astype(np.int64),
            turn=roll_over(population.digits + population.decimals),
            multiplier=population.multiplier.astype(np.int64),
            unit_wh=wh_of_unit(population.multiplier.astype(np.int64), population.decimals),
            plate_pace=population.plate_w * roll_over(population.decimals),
            electronic=population.electronic.copy(),
            base_wh=population.register_wh - daily_wh * (shown_at - start * DAY_S) // DAY_S,
            daily_wh=daily_wh.copy(),
            changed=np.zeros(n, np.bool_),
            **{f"past_{name}": np.empty(0, np.int64) for name in ("key", "base", "wh")},
            month_start=start,
            active=population.opening.copy(),
            energised_on=since,
            read_from=since.copy(),
            **{f"{of}_on": opening_on.copy() for of in ("last", "now", "frozen")},
            now_period=np.full(n, population.opening_month - 1, np.int64),
            frozen=np.where(population.electronic, opening, -1),
            frozen_in=np.full(n, population.opening_month - 1, np.int64),
            last_kwh=mean.astype(np.int64),
            waiting=np.zeros(n, np.bool_),
            estimated=np.zeros(n, np.bool_),
            removed=np.zeros(n, np.bool_),
            history=np.repeat(mean[None, :], MEAN_MONTHS, axis=0),
            history_days=np.zeros((MEAN_MONTHS, n), np.int16),
            history_read=np.zeros((MEAN_MONTHS, n), np.bool_),
            history_sum=mean.astype(np.int64) * MEAN_MONTHS,
            history_at=np.zeros(n, np.int8),
            **{name: np.zeros(n, np.int64) for name in ("number", "now_row", "provisional", "swap_kwh")},
            **{f"{of}_register": opening.copy() for of in ("before", "last", "anchor", "now")},
            **{f"{of}_at": shown_at.copy() for of in ("before", "anchor", "now")},
        )

    # ── what is ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def next_month(self, start: int, daily_wh: Int64s) -> None:
        """Carry the registers to the first day of the next month."""
        self.base_wh += self.daily_wh * (start - self.month_start)
        self.daily_wh = daily_wh
        self.month_start = start
        self.changed[self.past_key >> _SECONDS] = False
        self.past_key = self.past_base = self.past_wh = np.empty(0, np.int64)

    def set_rate(self, customers: Int64s, at: int | Int64s, daily_wh: Int64s) -> None:
        """From these seconds of the current month on the meters of these customers (each once) register so many Wh a
        day; what was to change later is forgotten.
        """
        if not len(customers):
            return
        ends = np.broadcast_to(at, customers.shape)
        base, daily = self._rates(customers, ends)
        self._forget(customers, ends)
        key = np.concatenate([self.past_key, customers << _SECONDS | ends])
        order = np.argsort(key)
        self.past_key = key[order]
        self.past_base = np.concatenate([self.past_base, base])[order]
        self.past_wh = np.concatenate([self.past_wh, daily])[order]
        self.changed[customers] = True
        seconds = ends - self.month_start * DAY_S
        self.base_wh[customers] = base + daily * seconds // DAY_S - daily_wh * seconds // DAY_S
        self.daily_wh[customers] = daily_wh

    def _forget(self, customers: Int64s, at: Int64s) -> None:
        """Past rates of these customers that end at these seconds or later."""
        order = np.argsort(customers)
        whose = self.past_key >> _SECONDS
        among = np.searchsorted(customers, whose, sorter=order)
        match = order[np.minimum(among, len(order) - 1)]
        gone = (customers[match] == whose) & (self.past_key & (1 << _SECONDS) - 1 >= at[match])
        self.past_key, self.past_base, self.past_wh = (
            each[~gone] for each in (self.past_key, self.past_base, self.past_wh)
        )

    def _rates(self, customers: Int64s, at: int | Int64s) -> tuple[Int64s, Int64s]:
        """(base_wh, daily_wh) in force at these seconds."""
        base, daily = self.base_wh.take(customers), self.daily_wh.take(customers)
        if len(self.past_key):
            rows, past = self._past(customers, at)
            base[rows], daily[rows] = self.past_base[past], self.past_wh[past]
        return base, daily

    def _past(self, customers: Int64s, at: int | Int64s) -> tuple[Int64s, Int64s]:
        """Rows of those whose rate at these seconds is a past one, and its position."""
        rows = np.flatnonzero(self.changed.take(customers))
        if not len(rows):
            return rows, rows
        who = customers[rows]
        past = np.searchsorted(self.past_key, who << _SECONDS | np.broadcast_to(at, customers.shape)[rows], "right")
        known = np.minimum(past, len(self.past_key) - 1)
        theirs = (past == known) & (self.past_key[known] >> _SECONDS == who)
        return rows[theirs], past[theirs]

    def register(self, customers: Int64s, at: int | Int64s) -> Int64s:
        """True registers at a second of the current month (or the first of the next)."""
        base, daily = self._rates(customers, at)
        return self._shown(customers, base + daily * (at - self.month_start * DAY_S) // DAY_S)

    def foreseen(self, customers: Int64s, at: int, start: int, daily_wh: Int64s) -> Int64s:
        """True registers at a second of the next month, which begins on a day and has this use."""
        wh = self.base_wh.take(customers) + self.daily_wh.take(customers) * (start - self.month_start)
        wh += daily_wh[customers] * (at - start * DAY_S) // DAY_S
        return self._shown(customers, wh)

    def _shown(self, customers: Int64s, wh: Int64s) -> Int64s:
        return modulo(wh // self.unit_wh.take(customers), self.turn.take(customers))

    def freeze(self, customers: Int64s, day: int, index: int) -> None:
        """0:00 of the 例日 of a period: electronic meters keep their register of that moment until the next."""
        who = customers[self.electronic.take(customers) & (self.energised_on.take(customers) < NEVER)]
        self.frozen[who] = self.register(who, day * DAY_S)
        self.frozen_on[who] = day
        self.frozen_in[who] = index

    def copied(self, customers: Int64s, index: Int64s) -> NDArray[np.bool_]:
        """Whose reading for a period is copied from what froze on its 例日; who is read before it is read as he is."""
        same: NDArray[np.bool_] = self.read_out(customers) & (self.frozen_in.take(customers) == index)
        return same

    def read_out(self, customers: Int64s) -> NDArray[np.bool_]:
        """Whose frozen register can be read out beside the present one."""
        frozen: NDArray[np.bool_] = self.frozen.take(customers) >= 0
        return frozen

    def freeze_at(self, customers: Int64s) -> Int64s:
        """The second of the freeze that can be read out; 0 where there is none."""
        return np.where(self.read_out(customers), self.frozen_on.take(customers) * DAY_S, 0)

    def shown(self, customers: Int64s, index: Int64s, at: Int64s) -> tuple[Int64s, Int64s]:
        """(what a reader of a period sees at these seconds, the second whose register that is)."""
        copied = self.copied(customers, index)
        register = np.where(copied, self.frozen.take(customers), self.register(customers, at))
        return register, np.where(copied, self.frozen_on.take(customers) * DAY_S, at)

    def most_units(self, customers: Int64s, seconds: int | Int64s) -> Int64s:
        """Units that the plate lets pass in so many seconds, and one for the fraction on the register before."""
        most: Int64s = -(-self.plate_pace.take(customers) * np.maximum(seconds, 0) // 3_600_000) + 1
        return most

    # ── what the office believes ─────────────────────────────────────────────────────────────────────────────────────

    def read(
        self,
        customers: Int64s,
        day: int,
        at: Int64s,
        register: Int64s,
        row: Int64s,
        index: Int64s,
        estimated: NDArray[np.bool_],
    ) -> None:
        """Readings of a period (index) were written down: rows of the table, to be billed; `at`: what they show."""
        self.now_register[customers] = register
        self.now_on[customers] = day
        self.now_at[customers] = at
        self.now_row[customers] = row
        self.now_period[customers] = index
        self.waiting[customers] = True
        self.estimated[customers] = estimated

    def read_again(self, customers: Int64s, day: int, at: Int64s, register: Int64s, row: Int64s) -> None:
        """A reading that waits for its bill is replaced by one on the spot."""
        self.now_register[customers] = register
        self.now_on[customers] = day
        self.now_at[customers] = at
        self.now_row[customers] = row
        self.estimated[customers] = False

    def segment_kwh(self, customers: Int64s, register: Int64s, at: Int64s) -> Int64s:
        """Energy of the meter in place from the last bill to a register: from the last one really read, less what was
        billed on estimates meanwhile. Below 0 where the register lies lower than any use could bring it.
        """
        return self._unbilled_kwh(customers, self.units(customers, register, at))

    def units(self, customers: Int64s, register: Int64s, at: Int64s) -> Int64s:
        """Units from the last register really read to one at these seconds, as use can have brought them."""
        most = self.most_units(customers, at - self.anchor_at.take(customers))
        return signed_units(self.anchor_register.take(customers), register, self.recorded.turn(customers), most)

    def _unbilled_kwh(self, customers: Int64s, units: Int64s) -> Int64s:
        """Energy of so many units since the last register really read, less what was billed of it on estimates."""
        energy = self.recorded.energy_kwh
        return energy(customers, units) - energy(customers, self.provisional.take(customers))

    def kwh(self, customers: Int64s) -> Int64s:
        """Energy of the period whose reading waits, as read; an estimate is what it says, whatever the plate."""
        return self.kwh_by(customers, self.guessed(customers[self.estimated.take(customers)]))

    def kwh_by(self, customers: Int64s, guessed: Int64s) -> Int64s:
        """The same, where an estimate is so many units (of those that are estimates)."""
        units = self.units(customers, self.now_register.take(customers), self.now_at.take(customers))
        row = np.flatnonzero(self.estimated.take(customers))
        units[row] = self.provisional[customers[row]] + guessed
        return self.swap_kwh.take(customers) + self._unbilled_kwh(customers, units)

    def guessed(self, customers: Int64s) -> Int64s:
        """Units of the reading that waits, if it is an estimate: it goes on from the last bill."""
        ahead = self.now_register.take(customers) - self.last_register.take(customers)
        units: Int64s = ahead % self.recorded.turn(customers)
        return units

    def mean_kwh(self, customers: Int64s) -> Int64s:
        """Monthly mean of the last twelve bills, floor."""
        return self.history_sum.take(customers) // MEAN_MONTHS

    def billed(self, customers: Int64s, kwh: Int64s) -> None:
        """A bill was made of the waiting reading, of so much energy by the meter: the next period begins at it."""
        estimated = self.estimated.take(customers)
        read, guessed = customers[~estimated], customers[estimated]
        self.provisional[guessed] += self.guessed(guessed)
        self.provisional[read] = 0
        self.before_register[read] = self.anchor_register[read]
        self.before_at[read] = self.anchor_at[read]
        self.anchor_register[read] = self.now_register[read]
        self.anchor_at[read] = self.now_at[read]
        self.last_register[customers] = self.now_register.take(customers)
        self._remember(customers, kwh)
        self.last_on[customers] = self.now_on.take(customers)
        self.swap_kwh[customers] = 0
        self.last_kwh[customers] = kwh
        self.waiting[customers] = False

    def _remember(self, customers: Int64s, kwh: Int64s) -> None:
        oldest = self.history_at.take(customers).astype(np.int64)
        at = oldest * len(self.history_at) + customers  # one position is found much sooner than a row and a column
        self.history_sum[customers] += kwh - self.history.take(at)
        self.history.put(at, kwh)
        self.history_days.put(at, self.now_on.take(customers) - self.last_on.take(customers))
        self.history_read.put(at, ~self.estimated.take(customers))
        oldest += 1
        oldest[oldest == MEAN_MONTHS] = 0
        self.history_at[customers] = oldest

    def normal_use(self, customer: int, periods: int) -> tuple[int, int]:
        """(kWh, days) of the last bills of a customer: so many periods up to the last register really read, each from
        one such register to the next; (0, 0) without bills. At most twelve bills are known.
        """
        kwh = days = counted = 0
        for back in range(1, MEAN_MONTHS + 1):
            at = (int(self.history_at[customer]) - back) % MEAN_MONTHS
            if not self.history_days[at, customer]:
                break
            if self.history_read[at, customer]:
                counted += 1
            if counted > periods:
                break
            if counted:
                kwh += int(self.history[at, customer])
                days += int(self.history_days[at, customer])
        return kwh, days

    def establish(self, customer: int, register: int, at: int) -> int:
        """The register of the last bill, which was read, is replaced by one that a row established at a second; returns
        by how many kWh that is more.
        """
        who = np.array([customer, customer])
        registers = np.array([self.anchor_register[customer], register])
        most = self.most_units(who, np.array([self.anchor_at[customer], at]) - self.before_at[who])
        units = signed_units(self.before_register[who], registers, self.recorded.turn(who), most)
        self.last_register[customer] = self.anchor_register[customer] = register
        billed, due = self.recorded.energy_kwh(who, units)
        return int(due - billed)

    def replace(self, customers: Int64s, at: Int64s) -> None:
        """Swap meters for new ones at 0 at these seconds; what the old ones had shown since the last bill is kept."""
        self.swap_kwh[customers] += self.segment_kwh(customers, self.register(customers, at), at)
        self.number[customers] += 1
        self.install(customers, at)

    def take_down(self, customers: Int64s) -> None:
        """Their meters are gone for good: nobody reads them any more."""
        self.active[customers], self.removed[customers] = False, True

    def open(self, customers: Int64s, read_from: int) -> None:
        """Their meters are in the archive; readers have them from that day on."""
        self.active[customers], self.read_from[customers] = True, read_from

    def install(self, customers: Int64s, at: Int64s) -> None:
        """Meters at 0 are in place from these seconds on."""
        seconds = at - self.month_start * DAY_S
        self.base_wh[customers] = -(self.daily_wh.take(customers) * seconds // DAY_S)
        self._install_before_change(customers, at)
        for registers in (self.last_register, self.anchor_register, self.before_register):
            registers[customers] = 0
        self.anchor_at[customers] = self.before_at[customers] = at
        self.provisional[customers] = 0
        self.frozen[customers] = -1

    def _install_before_change(self, customers: Int64s, at: Int64s) -> None:
        """The registers of those whose rate changes later that day: at 0 when the meter is put in all the same."""
        if not len(self.past_key):
            return
        rows, past = self._past(customers, at)
        start, daily = self.month_start * DAY_S, self.past_wh[past]
        ends = (self.past_key[past] & (1 << _SECONDS) - 1) - start
        self.past_base[past] = -(daily * (at[rows] - start) // DAY_S)
        who = customers[rows]
        self.base_wh[who] = self.past_base[past] + daily * ends // DAY_S - self.daily_wh[who] * ends // DAY_S
