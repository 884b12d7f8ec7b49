"""Debts that are old when the books open: of plants that are behind, and here and there of somebody else.

Each is a bill of an earlier month that was due, and for which a notice had been served, before the opening. What it
came to is the customer's monthly mean, more or less, at the price of the opening.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.clock.calendar import day_of
from kaohe.sim.clock.months import year_and_month
from kaohe.sim.records.ids import bill_id
from kaohe.sim.spec import OfficeSpec
from kaohe.sim.streams import Purpose, below, happens, words_at
from kaohe.sim.town.customers import MOST_BEHIND, NEVER, Population

Int64s = NDArray[np.int64]

OLDEST = MOST_BEHIND + 1  # months before the opening
ISSUED_AFTER, NOTICED_AFTER = 3, 9  # days: from the reading to the bill, from the due day to the notice [assumption]
MONTH_DAYS = 30


@dataclass(frozen=True, eq=False)
class OldDebts:
    """Arrays of one entry for each: customer, period index, days since 1970 and amount in 分; pay_on: NEVER, or the day
    on which he means to pay.
    """

    customers: Int64s
    periods: Int64s
    due_on: Int64s
    noticed_on: Int64s
    pay_on: Int64s
    amount_fen: Int64s


def pays_behind(seed: int, customers: Int64s, periods: Int64s, due_on: Int64s, months: Int64s) -> Int64s:
    """The day on which somebody who is so many months behind pays a bill."""
    early = below(words_at(seed, Purpose.BEHIND, bill_id(customers, periods), 0, 2), MONTH_DAYS // 2)
    return due_on + MONTH_DAYS * months - early


def old_debts(
    spec: OfficeSpec,
    seed: int,
    people: Population,
    due_days: int,
    fen: Callable[[Int64s, Int64s], Int64s],
    priced: NDArray[np.bool_],
) -> OldDebts:
    """The debts at the opening, by customer and period.

    fen: bills of energies (kWh) of price classes; priced: the classes that it prices, all but those of two parts.
    """
    may = people.opening & (people.opening_mean_kwh > 0) & priced[people.price_class]
    behind = np.flatnonzero(may & (people.behind_months > 0))
    others = may & (people.behind_months == 0)
    others[list(people.named.values())] = False
    who = np.flatnonzero(others)
    who = who[happens(words_at(seed, Purpose.OLD_DEBT, who), spec.practice.old_debt_e6)]
    aged = 1 + below(words_at(seed, Purpose.OLD_DEBT, who, 0, 1), MOST_BEHIND)
    ages = np.arange(1, OLDEST + 1)
    customers = np.concatenate([np.repeat(behind, len(ages)), who])
    age = np.concatenate([np.tile(ages, len(behind)), aged])
    found = _of(seed, people, customers, people.opening_month - age, due_days, fen)
    months = people.behind_months[customers].astype(np.int64)
    pay_on = np.where(
        months > 0,
        pays_behind(seed, customers, found.periods, found.due_on, months),
        _some_day(spec, seed, people.opening_on, customers),
    )
    keep = (found.noticed_on < people.opening_on) & (pay_on >= people.opening_on) & (found.amount_fen > 0)
    order = np.flatnonzero(keep)
    order = order[np.argsort(bill_id(customers[order], found.periods[order]), kind="stable")]
    columns = (customers, found.periods, found.due_on, found.noticed_on, pay_on, found.amount_fen)
    return OldDebts(*(column[order] for column in columns))


def _of(
    seed: int,
    people: Population,
    customers: Int64s,
    periods: Int64s,
    due_days: int,
    fen: Callable[[Int64s, Int64s], Int64s],
) -> OldDebts:
    """Bills of these customers in these months, whether they stand open or not."""
    months = {int(each): year_and_month(int(each)) for each in np.unique(periods)}
    first = np.array([day_of(date(*months[each], 1)) for each in periods.tolist()], np.int64)
    read_on = first - 1 + np.minimum(people.books.cycle_day[people.book[customers]], 28)
    due_on = _weekday(read_on + ISSUED_AFTER + due_days)
    percent = 80 + below(words_at(seed, Purpose.OLD_DEBT, bill_id(customers, periods), 0, 2), 41)
    kwh = people.opening_mean_kwh[customers].astype(np.int64) * percent // 100
    amount = fen(kwh, people.price_class[customers].astype(np.int64))
    return OldDebts(customers, periods, due_on, _weekday(due_on + NOTICED_AFTER), np.full(len(due_on), NEVER), amount)


def _weekday(days: Int64s) -> Int64s:
    """Each day, or the Monday after it: day 0 was a Thursday."""
    of_week = (days + 3) % 7
    return days + np.where(of_week > 4, 7 - of_week, 0)


def _some_day(spec: OfficeSpec, seed: int, opening_on: int, customers: Int64s) -> Int64s:
    """Of those who are not behind for good so many pay a month, on any day of it."""
    pay_on = np.full(len(customers), NEVER, np.int64)
    for month in range(spec.months - 1, -1, -1):
        word = words_at(seed, Purpose.OLD_DEBT, customers, month, 3)
        on = opening_on + MONTH_DAYS * month + below(word, MONTH_DAYS)
        pay_on = np.where(happens(words_at(seed, Purpose.OLD_DEBT, customers, month, 4), _rate(spec)), on, pay_on)
    return pay_on


def _rate(spec: OfficeSpec) -> int:
    return spec.practice.old_debt_paid_e6
