"""The customers of an office as arrays: customer id = index, by book and then position in it.

Applicants of the months to come have their places at the end of their books from the start, with `energised_on` NONE.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.spec import MOST_DECIMALS
from kaohe.sim.town.books import Books
from kaohe.sim.town.profiles import PROFILES

Int8 = NDArray[np.int8]
Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Bools = NDArray[np.bool_]

NONE = -1
NEVER = 1 << 31  # the day on which a place kept for an applicant is asked for, if nobody comes
MOST_BEHIND = 6  # months
VACANCY_CYCLE = 48  # months after which the same place may stand empty again
PROFILE_NAMES = tuple(PROFILES)


@dataclass(frozen=True, slots=True)
class Population:
    """Arrays of `customers` entries unless said otherwise; days since 1970, months since 1990-01; NONE = none."""

    opening_on: int
    opening_month: int
    books: Books
    book_start: Int64  # [books + 1] first customer of each book
    price_classes: tuple[str, ...]  # by code
    name_pool: tuple[str, ...]
    named: Mapping[str, int]  # the scenario's customers by name
    furnace_times: int
    book: Int32
    position: Int32
    price_class: Int8  # index into price_classes
    profile: Int8  # index into PROFILE_NAMES
    name: Int32  # index into name_pool
    capacity_kva: Int32
    channel: Int8  # index into spec.CHANNELS
    pays_by_cheque: Bools
    pay_after_days: Int32  # after issue; NONE: drawn for each bill
    behind_months: Int8  # 1 to 6: pays so many months late; 0: as others do
    cheque_returns: Bools  # the scenario says so
    digits: Int8
    decimals: Int8  # of the register: its units are those of the last place
    multiplier: Int32  # kWh for 1 of the register
    phases: Int8  # of the meter's plate, with voltage and marked maximum current: what it can pass
    voltage_v: Int32
    max_current_a: Int32
    electronic: Bools  # freezes its register at 0:00 of its 例日 and shows that until the next
    multi_function: Bools  # registers of peak, valley and reactive energy as well
    transformer_kva: Int32  # of the customer's own, on whose low side he is metered; 0: none
    peak_e4: Int32  # shares of his energy; 0 without such a meter
    valley_e4: Int32
    reactive_e4: Int32  # kvarh for 10⁴ kWh
    installed_on: Int64  # of the meter; NONE for applicants
    energised_on: Int64  # NONE for applicants
    applies_on: Int64  # calendar day of the application; NONE for customers of the opening; NEVER: a place kept
    register_wh: Int64  # customer's Wh since the register last stood at zero, at the opening
    base_daily_wh: Int64
    cap_daily_wh: Int64
    fixed_daily_wh: Int64  # NONE: drawn month by month
    opening_mean_kwh: Int32  # monthly mean of the twelve months before; 0 for applicants
    vacancy_phase: Int8  # month modulo VACANCY_CYCLE in which the place falls empty; NONE: never
    vacancy_months: Int8
    furnace_month: Int32  # month from which the use is furnace_times as large; NONE: never

    @property
    def customers(self) -> int:
        """How many there are, applicants of the future among them."""
        return len(self.book)

    @property
    def opening(self) -> Bools:
        """Who is a customer at the opening."""
        return np.equal(self.applies_on, NONE)

    @property
    def site(self) -> Int32:
        """Business hall of each customer."""
        return self.books.site[self.book]

    @property
    def plate_w(self) -> Int64:
        """What each meter itself can pass, W: before its multiplier."""
        return self.phases.astype(np.int64) * self.voltage_v * self.max_current_a

    def names(self) -> list[str]:
        """Name of each customer."""
        return [self.name_pool[at] for at in self.name.tolist()]

    def register(self, energy_wh: Int64, at: Int64 | slice = slice(None)) -> Int64:
        """What the first meters of customers `at` show after so much energy: register_wh and the use since."""
        unit_wh = wh_of_unit(self.multiplier[at].astype(np.int64), self.decimals[at])
        return energy_wh // unit_wh % roll_over(self.digits[at] + self.decimals[at])

    def vacant(self, month: int) -> Bools:
        """Whose place stands empty in a month."""
        since = (month - self.vacancy_phase.astype(np.int32)) % VACANCY_CYCLE
        return np.not_equal(self.vacancy_phase, NONE) & np.less(since, self.vacancy_months)


_TEN = 10 ** np.arange(19, dtype=np.int64)
_WH_OF_PLACE = 1_000 // _TEN[: MOST_DECIMALS + 1]
_DTYPES = {"Int8": np.int8, "Int32": np.int32, "Int64": np.int64, "Bools": np.bool_}
COLUMNS = {
    field.name: _DTYPES[str(field.type)]
    for field in fields(Population)
    if field.type in _DTYPES and field.name != "book_start"
}


def roll_over(digits: Int8) -> Int64:
    """Register units at which the registers of so many digits, decimals among them, begin again."""
    return _TEN[digits]


def wh_of_unit(multiplier: Int64, decimals: Int8) -> Int64:
    """Wh for which the last place of a register goes on by one; whole, for a kWh has three."""
    return multiplier * _WH_OF_PLACE[decimals]
