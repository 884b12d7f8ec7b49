"""Draws the customers of the books: name, capacity, meter, energy, channel, vacancy, applications.

Words are drawn by index of the customer, one purpose and sub-number for each quantity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.clock.calendar import day_of
from kaohe.sim.records.ids import period_code
from kaohe.sim.spec import KINDS, OfficeSpec
from kaohe.sim.streams import Purpose, Words, below, choose, from_table, happens, words, words_at
from kaohe.sim.town.books import horizon, slots_e6
from kaohe.sim.town.customers import MOST_BEHIND, NEVER, NONE, PROFILE_NAMES, VACANCY_CYCLE, Population, roll_over
from kaohe.sim.town.name_pools import pools
from kaohe.sim.town.profiles import DAY_CAP_E4, PROFILES, Profile, multiplier

Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Draw:
    """One population being filled in, and words as wide as it is."""

    people: Population
    spec: OfficeSpec
    seed: int

    def words(self, purpose: Purpose, number: int = 0) -> Words:
        return words(self.seed, purpose, self.people.customers, number)


def settle(people: Population, spec: OfficeSpec, seed: int) -> None:
    """Fills in all columns that the layout left at zero; named customers are not yet as given."""
    draw = _Draw(people, spec, seed)
    _applications(draw)
    _classes(draw)
    _meters(draw)
    _changes(draw)
    _habits(draw)
    settle_energy(people, slice(None), draw.words(Purpose.REGISTER))


def _applications(draw: _Draw) -> None:
    """Days of the applications; `applies_on` comes in as 0 for an applicant's place and NONE for the others."""
    people, rate = draw.people, draw.spec.practice.application_e6
    who = np.flatnonzero(people.applies_on != NONE)
    # Special books have no more room than there are applicants.
    special = people.books.kind[people.book[who]] == KINDS.index("special")
    comes = special | happens(draw.words(Purpose.APPLICATION, 2)[who], rate * 1_000_000 // slots_e6(rate))
    month = below(draw.words(Purpose.APPLICATION)[who], horizon(draw.spec.months))
    codes = [period_code(people.opening_month + number) for number in range(horizon(draw.spec.months))]
    first = np.array([day_of(date(code // 100, code % 100, 1)) for code in codes], np.int64)
    day = first[month] + below(draw.words(Purpose.APPLICATION_DAY)[who], 28)
    people.applies_on[who] = np.where(comes, day, NEVER)


def _classes(draw: _Draw) -> None:
    people = draw.people
    chosen = {(purpose, number): draw.words(purpose, number) for purpose, number in _OF_CLASS}
    for code, name in enumerate(PROFILE_NAMES):
        who = np.flatnonzero(people.profile == code)
        _settle_class(people, PROFILES[name], who, {key: word[who] for key, word in chosen.items()})


_OF_CLASS = (
    (Purpose.NAME, 0),
    (Purpose.CAPACITY, 0),
    (Purpose.CHANNEL, 0),
    (Purpose.CHANNEL, 1),
    (Purpose.METER, 0),
    (Purpose.BASE_ENERGY, 0),
)


def _settle_class(people: Population, profile: Profile, who: Int64, word: Mapping[tuple[Purpose, int], Words]) -> None:
    pool = pools()[profile.pool]
    people.name[who] = people.name_pool.index(pool[0]) + below(word[Purpose.NAME, 0], len(pool))
    capacity = np.array(profile.capacities_kva, np.int64)[choose(word[Purpose.CAPACITY, 0], profile.weights)]
    people.capacity_kva[who] = capacity
    people.multiplier[who] = multiplier(capacity, profile)
    channel = choose(word[Purpose.CHANNEL, 0], profile.channels)
    people.channel[who] = channel
    people.pays_by_cheque[who] = (channel == 0) & happens(word[Purpose.CHANNEL, 1], profile.cheque_e6)
    people.electronic[who] = happens(word[Purpose.METER, 0], profile.electronic_e6)
    share = from_table(word[Purpose.BASE_ENERGY, 0], profile.spread)
    people.base_daily_wh[who] = capacity * profile.daily_wh_per_kva * share // 10_000


def _meters(draw: _Draw) -> None:
    """Digits and days of installation: within eight years before the opening, the customer up to ten years longer."""
    people = draw.people
    # A direct meter of a larger load could turn four digits round between two readings, and prove nothing.
    may = (people.profile == PROFILE_NAMES.index("resident")) | (people.multiplier > 1)
    people.digits[:] = np.where(may & happens(draw.words(Purpose.METER, 1), draw.spec.practice.four_digit_e6), 4, 5)
    installed = people.opening_on - 60 - below(draw.words(Purpose.METER, 2), 2_900)
    energised = installed - below(draw.words(Purpose.METER, 3), 3_600)
    people.installed_on[:] = np.where(people.opening, installed, NONE)
    people.energised_on[:] = np.where(people.opening, energised, NONE)


def _changes(draw: _Draw) -> None:
    """Who stands empty, and when; whose use jumps for good."""
    people, practice = draw.people, draw.spec.practice
    low = np.array([PROFILES[name].low_voltage for name in PROFILE_NAMES])[people.profile]
    rate = practice.vacancy_e6 * VACANCY_CYCLE // max(practice.vacancy_months, 1)
    word = draw.words(Purpose.VACANCY)
    empty = low & people.opening & happens(word, rate)
    people.vacancy_phase[:] = np.where(empty, below(draw.words(Purpose.VACANCY, 1), VACANCY_CYCLE), NONE)
    shortest = max(practice.vacancy_months - 4, 1)
    longest = min(2 * practice.vacancy_months - shortest, VACANCY_CYCLE)
    stay = shortest + below(draw.words(Purpose.VACANCY, 2), longest - shortest + 1)
    people.vacancy_months[:] = np.where(empty, stay, 0)
    months = horizon(draw.spec.months)
    jumps = low & happens(draw.words(Purpose.BASE_ENERGY, 1), practice.furnace_e6 * months)
    month = people.opening_month + below(draw.words(Purpose.BASE_ENERGY, 2), months)
    people.furnace_month[:] = np.where(jumps, month, NONE)


def _habits(draw: _Draw) -> None:
    """Which plants are behind with their bills, and by how many months."""
    people = draw.people
    plants = [PROFILE_NAMES.index(name) for name in ("workshop", "industry")]
    who = np.flatnonzero(np.isin(people.profile, plants) & people.opening)
    who = who[happens(words_at(draw.seed, Purpose.BEHIND, who), draw.spec.practice.behind_e6)]
    people.behind_months[who] = 1 + below(words_at(draw.seed, Purpose.BEHIND, who, 0, 1), MOST_BEHIND)


def settle_energy(people: Population, at: Int64 | slice, word: Words) -> None:
    """What follows from capacity, meter and base use of customers `at`: ceiling, opening register, mean before it."""
    people.cap_daily_wh[at] = people.capacity_kva[at].astype(np.int64) * 24_000 * DAY_CAP_E4 // 10_000
    base = np.minimum(people.base_daily_wh[at], people.cap_daily_wh[at])
    people.base_daily_wh[at] = base
    turn_wh = roll_over(people.digits[at]) * people.multiplier[at] * 1_000
    opening = people.opening[at]
    # Two shifts keep the product of a word's upper half and a register's whole range within 63 bits.
    part = (word[at] >> np.uint64(44)).astype(np.int64)
    people.register_wh[at] = np.where(opening, (turn_wh >> 20) * part + ((turn_wh & 0xFFFFF) * part >> 20), 0)
    fixed = people.fixed_daily_wh[at]
    lived = 12 - _empty_months(people)[at]
    mean_wh = np.where(fixed != NONE, fixed * 365, base * 365 * lived // 12) // 12
    people.opening_mean_kwh[at] = np.where(opening, (mean_wh + 500) // 1_000, 0)


def _empty_months(people: Population) -> Int64:
    """Months empty among the twelve before the opening."""
    months = range(people.opening_month - 12, people.opening_month)
    empty = np.zeros(people.customers, np.int64)
    for month in months:
        empty += people.vacant(month)
    return empty
