"""Meters by the second: what is billed of a life telescopes to what ran, come what may; none passes its plate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kaohe.sim.town.daily_use as daily_use
from kaohe.sim.archive.recorded import Recorded
from kaohe.sim.office import Office
from kaohe.sim.spec import BookSpec, CustomerSpec, OfficeSpec
from kaohe.sim.town.meters import DAY_S, Meters
from kaohe.sim.town.population import make_population
from tests.sim.office import BUSY, rules, town

ALL = np.array([0])
NOT, YES = np.array([False]), np.array([True])
HOUR = 3_600
BOOK = BookSpec("專變甲", "special", 1, 10, price_class="industry")

EVENTS = st.tuples(
    st.sampled_from(["read", "read", "read", "estimate", "swap", "early", "recheck", "rate", "correct"]),
    st.integers(0, 6),  # days since the last event: never a whole turn from one true reading to the next
    st.integers(1, 23),  # hour of the day
    st.integers(0, 40_000),  # use or guess
)


@dataclass
class Life:
    """One customer: the office's meters, and what really ran, in fractions."""

    meters: Meters
    rate_wh: int
    day: int
    ran_wh: Fraction = Fraction(0)
    billed_kwh: int = 0
    index: int = 0
    unsure: int = 0  # each end of a meter's life may hide a unit
    unsure_wh: int = 0  # and each change of its rate a Wh
    advances: int = 0  # each may leave a part of a kWh behind, if the register has decimals

    def on(self, days: int) -> None:
        """Days go by; on the tenth of each thirty the register freezes."""
        for _ in range(days):
            self.day += 1
            self.ran_wh += self.rate_wh
            if self.day % 30 == 10:
                self.index += 1
                self.meters.freeze(ALL, self.day, self.index)
            if self.day % 30 == 0:
                self.meters.next_month(self.day, np.array([self.rate_wh]))

    def ran(self, second: int) -> Fraction:
        """Wh up to a second of the day."""
        return self.ran_wh + Fraction(self.rate_wh * (second - self.day * DAY_S), DAY_S)

    def bill(self, register: int, shown_at: int, *, estimated: bool) -> None:
        """A reading, and the bill on it."""
        meters = self.meters
        meters.read(
            ALL,
            self.day,
            np.array([shown_at]),
            np.array([register]),
            ALL,
            np.array([self.index]),
            np.array([estimated]),
        )
        kwh = meters.kwh(ALL)
        meters.billed(ALL, kwh)
        self.billed_kwh += int(kwh[0])
        self.advances += 1


def _life(digits: int, multiplier: int, rate_wh: int, electronic: bool, decimals: int = 0) -> Life:
    spec = replace(town(300, 2), books=(BOOK,), customers=(replace(CustomerSpec("廠", "專變甲"), digits=digits),))
    people = make_population(spec, 1)
    only = people.named["廠"]
    plate = {"digits": digits, "multiplier": multiplier, "electronic": electronic, "decimals": decimals}
    for name, value in plate.items():
        getattr(people, name)[only] = value
    people.register_wh[only] = (10**digits - 3) * multiplier * 1_000 + 7
    people.phases[only], people.voltage_v[only] = 1, 220
    people.max_current_a[only] = -(-2 * 40_000 // (24 * 220))
    use = np.full(people.customers, rate_wh * multiplier)
    meters = Meters.of(people, Recorded.of(people), 30, use, np.full(people.customers, 10))
    alone: dict[str, Any] = {
        name: value[[only]] if isinstance(value, np.ndarray) and value.ndim == 1 else value
        for name, value in vars(meters).items()
        if not name.startswith("past_")
    }
    alone |= {name: vars(meters)[name][:, [only]] for name in ("history", "history_days", "history_read")}
    alone |= {name: value for name, value in vars(meters).items() if name.startswith("past_")}
    alone["recorded"] = Recorded(**{name: value[[only]] for name, value in vars(meters.recorded).items()})
    life = Life(Meters(**alone), rate_wh * multiplier, 30)
    life.ran_wh = Fraction(life.rate_wh * (30 * DAY_S - int(life.meters.anchor_at[0])), DAY_S)
    return life


@settings(deadline=None, max_examples=300)
@given(
    st.lists(EVENTS, min_size=1, max_size=40),
    st.sampled_from([4, 5]),
    st.sampled_from([1, 7, 80]),
    st.integers(0, 40_000),
    st.booleans(),
    st.sampled_from([0, 1, 2]),
)
def test_whatever_happens_a_true_reading_settles_all_that_ran(
    events: list[tuple[str, int, int, int]], digits: int, multiplier: int, rate_wh: int, electronic: bool, decimals: int
) -> None:
    """Estimates of any size, swaps in the middle of a day, freezes, readings early and late, re-readings, changes of
    use, refunds, roll-overs: at each true reading the sum of all bills is the use, but for whole units at the ends and,
    of registers with decimals, for less than a kWh of each advance.
    """
    life, second = _life(digits, multiplier, rate_wh, electronic, decimals), 0
    for event, days, hour, amount in events:
        life.on(max(days, 1) if event == "rate" else days)  # from 0:00 of a day of which nothing was read
        second = max(life.day * DAY_S + hour * HOUR, second)
        _happen(life, event, second, amount, multiplier)
    life.on(1)
    now = life.day * DAY_S
    life.bill(int(life.meters.register(ALL, now)[0]), now, estimated=False)
    exact = life.ran(now) / 1_000
    unit = Fraction(multiplier, 10**decimals)
    slack = unit + Fraction(1 + life.unsure_wh, 1_000)  # a unit not yet full at an end, a Wh not yet counted
    left = life.advances if decimals else 0
    assert -slack - left <= life.billed_kwh - exact + life.unsure * unit <= slack + life.unsure * unit


def _happen(life: Life, event: str, second: int, amount: int, multiplier: int) -> None:
    meters, at = life.meters, np.array([second])
    if event == "rate":
        rate = amount * multiplier
        life.ran_wh += Fraction((life.rate_wh - rate) * (second - life.day * DAY_S), DAY_S)
        life.rate_wh, life.unsure_wh = rate, life.unsure_wh + 1
        meters.set_rate(ALL, at, np.array([rate]))
    elif event == "swap":
        meters.replace(ALL, at)
        life.unsure, life.advances = life.unsure + 1, life.advances + 1
    elif event == "estimate":
        guess = int(meters.last_register[0] + amount) % int(meters.turn[0])
        life.bill(guess, second, estimated=True)
    elif event in ("read", "recheck"):
        register, shown_at = meters.shown(ALL, np.array([life.index]), at)
        if shown_at[0] < meters.anchor_at[0] or event == "recheck":  # the freeze is billed already
            register, shown_at = meters.register(ALL, at), at
        life.bill(int(register[0]), int(shown_at[0]), estimated=False)
    elif event == "early":
        register, shown_at = meters.shown(ALL, np.array([life.index + 1]), at)
        assert shown_at[0] == second, "what froze belongs to the period before"
        life.bill(int(register[0]), second, estimated=False)
    elif not meters.estimated[0] and meters.anchor_at[0] > meters.before_at[0]:
        _correct(life, second, amount)


def _correct(life: Life, second: int, amount: int) -> None:
    """What was read is replaced by another register of that time, up to the present one; the next bill goes on."""
    meters = life.meters
    now = int(meters.register(ALL, second)[0])
    passed = (now - int(meters.anchor_register[0])) % int(meters.turn[0])
    register = (int(meters.anchor_register[0]) + amount % (passed + 1)) % int(meters.turn[0])
    life.billed_kwh += meters.establish(0, register, second)
    life.advances += 1


def test_an_estimate_before_a_roll_over_is_no_register() -> None:
    """Estimate 71 for 9999: what was billed beyond is given back at the next true reading, and no turn is billed."""
    life = _life(4, 1, 1_000, electronic=False)
    meters = life.meters
    assert meters.anchor_register[0] == 9_997
    life.bill(71, life.day * DAY_S, estimated=True)
    assert life.billed_kwh == 74
    meters.base_wh[0] -= 18_000  # hardly anything ran
    life.bill(9_999, life.day * DAY_S, estimated=False)
    assert life.billed_kwh == 2


def test_estimates_of_more_than_a_turn_are_all_given_back() -> None:
    life = _life(4, 1, 1_000, electronic=False)
    for guess in (5_000, 3, 5_006):
        life.bill(guess, life.day * DAY_S, estimated=True)
    assert life.billed_kwh > 10_000
    life.bill(int(life.meters.register(ALL, life.day * DAY_S)[0]), life.day * DAY_S, estimated=False)
    assert life.billed_kwh == floor(life.ran(life.day * DAY_S) / 1_000)


@pytest.mark.parametrize("day", [0, 1, 14, 30])
def test_use_may_change_on_any_day(day: int) -> None:
    """Registers of all kinds go on from where they were, at the new rate, and freeze as they then are."""
    spec = replace(town(300, 2), classes={"large_industry": 12, "resident": 12})
    office = Office(spec, 5, rules())
    meters, further, start = office.meters, office.further, office.month.start
    who, midnight = np.arange(office.n), (start + day) * DAY_S
    positions = np.arange(len(further.customers))
    before, shares = meters.base_wh.copy(), further.base_wh.copy()
    use, parts = meters.daily_wh.copy(), further.daily_wh.copy()
    registers = meters.register(who, midnight), further.register(positions, day * DAY_S)
    now = use * 3 + 1_000
    meters.set_rate(who, midnight, now)
    further.set_rate(positions, day, now, office.month.index)
    after = meters.register(who, midnight), further.register(positions, day * DAY_S)
    assert all((old == new).all() for old, new in zip(registers, after, strict=True))
    later = 9 * HOUR + 17
    wh = before + use * day + now * later // DAY_S
    assert (meters.register(who, midnight + later) == wh // meters.unit_wh % meters.turn).all()
    more = shares + parts * day + further.daily_wh * later // DAY_S
    shown = further.register(positions, day * DAY_S + later)
    assert (shown == more // further.unit_wh % further.turn).all()
    assert (abs(further.daily_wh - 3 * parts) <= 3_000 + 3).all(), "the same shares of a larger use"


SECONDS = st.integers(0, 30 * DAY_S)
RATES = st.integers(0, 40_000_000)
ROUNDED = Fraction(9, 1_000)  # kWh


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.tuples(SECONDS, RATES), max_size=6, unique_by=lambda change: change[0]),
    st.none() | SECONDS,
    st.lists(SECONDS, min_size=1, max_size=6),
)
def test_registers_know_every_rate_of_the_month(
    changes: list[tuple[int, int]], fitted: int | None, asked: list[int]
) -> None:
    """Any number of changes within a month, the last of them known before a meter is put in: whatever second is asked,
    up to a Wh for each change.
    """
    life = _life(9, 1, 10_000, electronic=False)
    meters, start, changes = life.meters, life.day * DAY_S, sorted(changes)
    first = Fraction(int(meters.base_wh[0]), 1_000)
    steps, later = [(0, 10_000), *changes], [change for change in changes if fitted is not None and change[0] > fitted]
    for second, rate in changes[: len(changes) - max(len(later) - 1, 0)]:
        meters.set_rate(ALL, start + second, np.array([rate]))
    if fitted is not None:
        meters.install(ALL, np.array([start + fitted]))
        for second, rate in later[1:]:
            meters.set_rate(ALL, start + second, np.array([rate]))

    def ran(second: int) -> Fraction:
        ends = [each for each, _ in steps[1:]] + [30 * DAY_S]
        spans = zip(steps, ends, strict=True)
        return sum(
            (Fraction(rate * max(min(second, end) - begin, 0), DAY_S) for (begin, rate), end in spans), Fraction()
        )

    first = first if fitted is None else -ran(fitted) / 1_000
    for second in asked:
        if fitted is None or second >= fitted:
            short = first + ran(second) / 1_000 - int(meters.register(ALL, start + second)[0])
            assert 1 - ROUNDED <= (short + 1) % 10**9 < 2 + ROUNDED


def test_a_change_that_was_to_come_is_forgotten_with_an_earlier_one() -> None:
    life = _life(9, 1, 24_000, electronic=False)
    meters, start = life.meters, life.day * DAY_S
    begun = int(meters.register(ALL, start)[0])
    meters.set_rate(ALL, start + 15 * HOUR, np.array([0]))
    meters.set_rate(ALL, start + 9 * HOUR, np.array([48_000]))
    shown = [(int(meters.register(ALL, start + hour * HOUR)[0]) - begun) % 10**9 for hour in (0, 8, 10, 15, 24)]
    assert shown == [0, 8, 11, 21, 39]


PLANTS = st.lists(
    st.tuples(
        st.sampled_from([100, 315, 1_000, 1_600]),
        st.one_of(st.none(), st.integers(1, 3_000)),
        st.one_of(st.none(), st.integers(0, 1_200)),
    ),
    max_size=6,
)


@settings(deadline=None, max_examples=20)
@given(PLANTS, st.integers(0, 2**63), st.sampled_from([1, 8, 50]))
def test_no_meter_passes_more_than_its_plate(
    plants: list[tuple[int, int | None, int | None]], seed: int, furnace_times: int
) -> None:
    """Of random offices: fixed use, furnaces that multiply it, multipliers as given; from any second to any other."""
    practice = replace(BUSY, furnace_e6=300_000, furnace_times=furnace_times)
    named = tuple(
        CustomerSpec(f"廠{n}", "專變甲", capacity_kva=kva, multiplier=ratio, daily_kwh=kwh and kwh * (ratio or 1))
        for n, (kva, ratio, kwh) in enumerate(plants)
    )
    spec: OfficeSpec = replace(town(250, 6), practice=practice, books=(BOOK,), customers=named)
    people = make_population(spec, seed)
    plate = people.phases.astype(np.int64) * people.voltage_v * people.max_current_a
    assert (people.phases > 0).all()
    for month in range(people.opening_month, people.opening_month + 6):
        assert (daily_use.daily_wh(seed, people, month) <= plate * people.multiplier * 24).all()
    office = Office(spec, seed, rules())
    _between_any_seconds(office, plate, seed)


def _between_any_seconds(office: Office, plate: np.ndarray[tuple[int], np.dtype[np.int64]], seed: int) -> None:
    meters, luck, who = office.meters, np.random.default_rng(seed), np.arange(office.n)
    for first, last in _pairs(luck, office):
        passed = (meters.register(who, last) - meters.register(who, first)) % meters.turn
        most = meters.most_units(who, last - first)
        parts = (10 ** office.population.decimals.astype(np.int64)).tolist()
        slow = [
            ceil(Fraction(watts * (last - first) * each, 3_600_000)) + 1
            for watts, each in zip(plate.tolist(), parts, strict=True)
        ]
        assert most.tolist() == slow
        assert ((passed <= most) | (most >= meters.turn)).all()


def _pairs(luck: np.random.Generator, office: Office) -> Iterator[tuple[int, int]]:
    begin, length = office.month.start * DAY_S, office.month.days * DAY_S
    for span in (1, HOUR, DAY_S, length):
        first = begin + int(luck.integers(0, length - span + 1))
        yield first, first + int(luck.integers(0, span + 1))
