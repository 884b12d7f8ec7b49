"""Multi-function meters (多功能表): registers of peak, valley and reactive energy beside the total.

Few customers have them; arrays are by position among those, `at` leads from a customer to it. Each further register
runs at a share of the customer's energy, constant within a month, so that it is exact like the total
(sim/town/meters.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.archive.recorded import Recorded
from kaohe.sim.spec import KINDS, At, CustomerSpec, OfficeSpec, SpecError, impossible
from kaohe.sim.streams import Purpose, below, words_at
from kaohe.sim.tariff.printed_tables import transformer_series
from kaohe.sim.town.customers import NONE, Population, roll_over, wh_of_unit
from kaohe.sim.town.profiles import LOW_SIDE_TO_KVA, high_side_multiplier, low_side_multiplier

Int64s = NDArray[np.int64]

PEAK, VALLEY, REACTIVE = range(3)
SERIES = "S9"
DAY_S = 86_400
_LOWEST_E4, _WIDTH_E4 = (2_600, 1_800, 3_000), (1_600, 1_800, 3_500)  # peak, valley, kvarh for 10⁴ kWh
_LUCK_E4 = 500  # a month's share lies within ± 5 % of the usual one


def settle_registers(people: Population, spec: OfficeSpec, seed: int, of_class: NDArray[np.bool_]) -> None:
    """Who has a multi-function meter (by class), on which side he is metered, and his usual shares."""
    people.multi_function[:] = of_class[people.price_class]
    who = np.flatnonzero(people.multi_function)
    people.electronic[who] = True
    low = (people.capacity_kva[who] <= LOW_SIDE_TO_KVA) & (
        people.books.kind[people.book[who]] == KINDS.index("special")
    )
    people.transformer_kva[who] = np.where(low, transformer_kva(people.capacity_kva[who].astype(np.int64)), 0)
    for number, column in enumerate((people.peak_e4, people.valley_e4, people.reactive_e4)):
        word = words_at(seed, Purpose.REGISTER_SHARE, who, 0, number)
        column[who] = _LOWEST_E4[number] + below(word, _WIDTH_E4[number])
    for customer in spec.customers:
        _as_given(people, customer, people.named[customer.name])


def transformer_kva(capacity_kva: Int64s) -> Int64s:
    """The transformer of the series for a capacity; 0 where it has none of that size."""
    sizes = np.array(transformer_series()[SERIES].kva, np.int64)
    return np.where(np.isin(capacity_kva, sizes), capacity_kva, 0)


def register_faults(customer: CustomerSpec, at: At, several: bool) -> Iterator[SpecError]:
    """What cannot be of a named customer's meter; `several`: his class has a multi-function meter."""
    name = customer.name
    given = {field: getattr(customer, field) for field in (*_SHARES, "metered_low")}
    wanted = [field for field, value in given.items() if value is not None and value is not False]
    if not several:
        if wanted:
            yield impossible((*at, wanted[0]), "P046", "no-registers", customer=name)
        return
    for field, most in _SHARES.items():
        share = given[field]
        if share is not None and not 0 <= share <= most:
            yield impossible((*at, field), "P019", "share", customer=name, share=share, most=most)
    peak, valley = customer.peak_percent, customer.valley_percent
    if peak is not None and valley is not None and max(peak, valley) <= 100 < peak + valley:
        yield impossible((*at, "peak_percent"), "P019", "shares-over", customer=name, peak=peak, valley=valley)
    kva, sizes = customer.capacity_kva, transformer_series()[SERIES].kva
    if customer.metered_low and kva is not None and kva not in sizes:
        words = {"customer": name, "series": SERIES, "sizes": ", ".join(map(str, sizes))}
        yield impossible((*at, "capacity_kva"), "P046", "no-transformer", kva=kva, **words)


_SHARES = {"peak_percent": 100, "valley_percent": 100, "reactive_percent": 1_000}


def _as_given(people: Population, customer: CustomerSpec, at: int) -> None:
    given = {"peak_e4": customer.peak_percent, "valley_e4": customer.valley_percent}
    shares = {**given, "reactive_e4": customer.reactive_percent}
    if not people.multi_function[at]:
        return
    for name, share in shares.items():
        if share is not None:
            getattr(people, name)[at] = share * 100
    if customer.peak_percent is None:  # a share that is drawn gives way to one that is given
        people.peak_e4[at] = min(people.peak_e4[at], 10_000 - people.valley_e4[at])
    people.valley_e4[at] = min(people.valley_e4[at], 10_000 - people.peak_e4[at])
    capacity = people.capacity_kva[at : at + 1].astype(np.int64)
    if customer.metered_low is not None:
        people.transformer_kva[at] = transformer_kva(capacity)[0] if customer.metered_low else 0
    special = people.books.kind[people.book[at]] == KINDS.index("special")
    if customer.multiplier is None and special:
        ratio = low_side_multiplier if people.transformer_kva[at] else high_side_multiplier
        people.multiplier[at] = ratio(capacity)[0]


@dataclass
class FurtherRegisters:
    """Rows of the 2-D arrays: peak, valley, reactive. Wh and varh, registers, kWh and kvarh as in sim/town/meters.py.

    frozen: registers of the last freeze; anchor: the last that somebody really read; provisional: units billed on
    estimates since; billed_*: what the last bill rested on.
    """

    seed: int
    recorded: Recorded
    customers: Int64s
    at: Int64s
    turn: Int64s
    unit_wh: Int64s
    share_e4: Int64s
    steady: NDArray[np.bool_]
    base_wh: Int64s
    daily_wh: Int64s
    frozen: Int64s
    anchor: Int64s
    provisional: Int64s
    last: Int64s
    now: Int64s
    swap: Int64s
    billed_energy: Int64s
    billed_hours: Int64s
    billed_days: Int64s
    billed_more: Int64s

    @classmethod
    def of(
        cls, seed: int, people: Population, recorded: Recorded, daily_wh: Int64s, opened_s: Int64s
    ) -> FurtherRegisters:
        """At the opening: last read with the total, so many seconds after the first of the month (below 0)."""
        who = np.flatnonzero(people.multi_function)
        at = np.full(people.customers, NONE, np.int64)
        at[who] = np.arange(len(who))
        share = np.stack([people.peak_e4[who], people.valley_e4[who], people.reactive_e4[who]]).astype(np.int64)
        base = people.register_wh[who] // 10_000 * share
        zeros = np.zeros_like(base)
        unit_wh = wh_of_unit(people.multiplier[who].astype(np.int64), people.decimals[who])
        turn = roll_over(people.digits[who] + people.decimals[who])
        opening = base // unit_wh % turn
        made = cls(
            seed=seed,
            recorded=recorded,
            customers=who,
            at=at,
            turn=turn,
            unit_wh=unit_wh,
            share_e4=share,
            steady=people.fixed_daily_wh[who] != NONE,
            base_wh=base,
            daily_wh=zeros,
            frozen=opening.copy(),
            anchor=opening.copy(),
            provisional=zeros.copy(),
            last=opening.copy(),
            now=opening.copy(),
            swap=zeros.copy(),
            billed_energy=people.opening_mean_kwh[who].astype(np.int64) * share // 10_000,
            billed_hours=np.zeros(len(who), np.int64),
            billed_days=np.full(len(who), 30, np.int64),
            billed_more=np.zeros(len(who), np.int64),
        )
        made.daily_wh = made._daily(daily_wh, people.opening_month, slice(None))
        made.base_wh = base - made.daily_wh * opened_s[who] // DAY_S
        return made

    def rows(self, customers: Int64s) -> tuple[Int64s, Int64s]:
        """Which of the customers have such meters, and their positions here."""
        at = self.at.take(customers)
        rows = np.flatnonzero(at >= 0)
        return rows, at[rows]

    def next_month(self, days: int, daily_wh: Int64s, month_index: int) -> None:
        """Carry the registers over the days of the month that ends."""
        self.base_wh += self.daily_wh * days
        self.daily_wh = self._daily(daily_wh, month_index, slice(None))

    def set_rate(self, at: Int64s, days: int | Int64s, daily_wh: Int64s, month_index: int) -> None:
        """The rate changes at 0:00, so many days after the first of the month, with the total's (Wh by customer)."""
        daily = self._daily(daily_wh, month_index, at)
        self.base_wh[:, at] += (self.daily_wh[:, at] - daily) * days
        self.daily_wh[:, at] = daily

    def _daily(self, daily_wh: Int64s, month_index: int, at: Int64s | slice) -> Int64s:
        who = self.customers[at]
        luck = np.stack(
            [
                below(words_at(self.seed, Purpose.REGISTER_SHARE, who, month_index, k), 2 * _LUCK_E4 + 1)
                for k in range(3)
            ]
        )
        usual = self.share_e4[:, at]
        share = np.where(self.steady[at], usual, usual * (10_000 - _LUCK_E4 + luck) // 10_000)
        share[PEAK] = np.minimum(share[PEAK], 10_000)
        share[VALLEY] = np.minimum(share[VALLEY], 10_000 - share[PEAK])
        return daily_wh[who] * share // 10_000

    def register(self, at: Int64s, seconds: int | Int64s) -> Int64s:
        """True registers [3, positions] so many seconds after the first of the month."""
        wh = self.base_wh[:, at] + self.daily_wh[:, at] * seconds // DAY_S
        shown: Int64s = wh // self.unit_wh[at] % self.turn[at]
        return shown

    def freeze(self, at: Int64s, seconds: int) -> None:
        """0:00 of the 例日, so many seconds after the first of the month."""
        self.frozen[:, at] = self.register(at, seconds)

    def shown(self, at: Int64s, copied: NDArray[np.bool_], seconds: Int64s) -> Int64s:
        """What a reader sees: what froze where the total is copied too, else what the meter shows at these seconds."""
        return np.where(copied, self.frozen[:, at], self.register(at, seconds))

    def _turn(self, at: Int64s) -> Int64s:
        """Units at which the registers begin again, by the digits and decimals that are recorded."""
        return self.recorded.turn(self.customers[at])

    def energies(self, at: Int64s) -> Int64s:
        """kWh, kWh, kvarh [3, positions] of the period whose reading waits, as read."""
        return self.swap[:, at] + self._advance(at, self.now[:, at])

    def _advance(self, at: Int64s, to: Int64s) -> Int64s:
        """From the last registers really read, less what was billed on estimates meanwhile."""
        who, units = self.customers[at], (to - self.anchor[:, at]) % self._turn(at)
        energy = self.recorded.energy_kwh
        return energy(who, units) - energy(who, self.provisional[:, at])

    def guessed(self, at: Int64s) -> Int64s:
        """Registers of a coded no-read: on by the quantities of the last bill."""
        again = self.recorded.units_for(self.customers[at], self.billed_energy[:, at])
        return (self.last[:, at] + again) % self._turn(at)

    def billed(self, at: Int64s, hours: Int64s, days: Int64s, more: Int64s, estimated: NDArray[np.bool_]) -> None:
        """A bill was made of the waiting reading."""
        self.billed_energy[:, at] = np.maximum(self.energies(at), 0)
        self.billed_hours[at], self.billed_days[at], self.billed_more[at] = hours, days, more
        guessed, read = at[estimated], at[~estimated]
        self.provisional[:, guessed] += (self.now[:, guessed] - self.last[:, guessed]) % self._turn(guessed)
        self.provisional[:, read] = 0
        self.last[:, at] = self.now[:, at]
        self.anchor[:, read] = self.now[:, read]
        self.swap[:, at] = 0

    def replace(self, at: Int64s, seconds: Int64s) -> Int64s:
        """Swap meters for new ones at 0; returns the removal registers."""
        removal = self.register(at, seconds)
        self.swap[:, at] += self._advance(at, removal)
        self.install(at, seconds)
        return removal

    def install(self, at: Int64s, seconds: Int64s) -> None:
        """A meter at 0 is put in."""
        self.base_wh[:, at] = -(self.daily_wh[:, at] * seconds // DAY_S)
        self.last[:, at] = self.now[:, at] = self.anchor[:, at] = self.provisional[:, at] = 0
