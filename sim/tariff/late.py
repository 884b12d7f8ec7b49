"""Late-payment charge (電費違約金). Rule: 供電營業規則 1996 第九十八條.

From the day after the due date to the day of payment; residents 1‰ a day, others 2‰ for a debt of the current year and
3‰ for one of an earlier year; not compounded; a total below 1 yuan is 1 yuan. Which days of a debt that crosses
the year take 3‰ is read in three ways, all printed by answer keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, unique

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.tariff.money import Int64s, product, round_half_up

RESIDENTIAL_PERMILLE, CURRENT_PERMILLE, PRIOR_PERMILLE = 1, 2, 3
MINIMUM_FEN = 100


@dataclass(frozen=True)
class LateRates:
    """What an office charges a day, in ‰, and the least charge on one debt, 分."""

    residential_permille: int = RESIDENTIAL_PERMILLE
    current_permille: int = CURRENT_PERMILLE
    prior_permille: int = PRIOR_PERMILLE
    minimum_fen: int = MINIMUM_FEN


@unique
class CrossYear(Enum):
    """Readings of 跨年度欠費."""

    SPLIT_YEAR = "split_year"  # days in the bill's year 2‰, days after it 3‰
    ALL_DAYS = "prior_year_all_days_3permille"  # once the year has turned, all days 3‰
    NEW_YEAR_DAYS_ONLY = "prior_year_new_year_days_only"  # only the days of the new year, 3‰


def overdue_days(bill_year: int, due: date, paid: date) -> tuple[int, int]:
    """(days in the bill's year, days in later years) from the day after the due date to the day of payment.

    ValueError where paid lies before due, or due before the bill's year.
    """
    if paid < due:
        raise ValueError(f"paid {paid} lies before due {due}")
    if due.year < bill_year:
        raise ValueError(f"due {due} lies before the bill's year {bill_year}")
    turn = date(bill_year, 12, 31)
    total = (paid - due).days
    later = max((paid - max(due, turn)).days, 0)
    return total - later, later


def permille_days(residential: bool, rule: CrossYear, in_year: int, later: int) -> int:
    """Days weighted with their permille: charge = amount × this / 1000."""
    if residential:
        return RESIDENTIAL_PERMILLE * (in_year + later)
    if rule is CrossYear.SPLIT_YEAR or not later:
        return CURRENT_PERMILLE * in_year + PRIOR_PERMILLE * later
    counted = in_year + later if rule is CrossYear.ALL_DAYS else later
    return PRIOR_PERMILLE * counted


def late_fee_fen(amount_fen: int | Int64s, weighted_days: int | Int64s, minimum_fen: int = MINIMUM_FEN) -> Int64s:
    """Charge in 分 on a debt, half up, not below the minimum where any day is overdue; int64 arrays that broadcast."""
    owed = product(amount_fen, weighted_days)
    return np.where(owed > 0, np.maximum(round_half_up(owed, 1000), minimum_fen), 0)


def charges_fen(
    amount_fen: Int64s, residential: NDArray[np.bool_], last_on: Int64s, paid_on: int, rates: LateRates
) -> Int64s:
    """Charges in 分 on debts that are all paid on one day, each once, half up; arrays of one length.

    last_on: the last day of payment, paid_on: days since 1970. Days of the year of the last day of payment count at the
    current rate, later ones at the prior one (`CrossYear.SPLIT_YEAR`).
    """
    year = last_on.astype("datetime64[D]").astype("datetime64[Y]") + 1
    turn = year.astype("datetime64[D]").astype(np.int64) - 1
    total = np.maximum(paid_on - last_on, 0)
    later = np.clip(paid_on - turn, 0, total)
    other = rates.current_permille * (total - later) + rates.prior_permille * later
    weighted = np.where(residential, rates.residential_permille * total, other)
    return late_fee_fen(amount_fen, weighted, rates.minimum_fen)
