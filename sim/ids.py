"""Natural keys packed into one int64: what happened, never a counter (docs/records.md).

Every function takes ints or integer arrays and returns the same; the unpacking twins return the parts in order.
A period here is an index (months since 1990-01); `period_index` makes it of the year × 100 + month that records show.
"""

from __future__ import annotations

from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = TypeVar("Ints", int, NDArray[np.int64])

EPOCH = date(1990, 1, 1)
EPOCH_DAY = EPOCH.toordinal() - date(1970, 1, 1).toordinal()

READING_KINDS = ("opening", "actual", "estimate", "recheck", "spot", "removal", "install")
HANDHELD_ACTIONS = ("load", "draw", "return", "unload")


def period_index(period: Ints) -> Ints:
    """Months since 1990-01 of a period written as year × 100 + month."""
    return (period // 100 - 1990) * 12 + period % 100 - 1


def period_code(index: Ints) -> Ints:
    """Year × 100 + month of a period index."""
    return (index // 12 + 1990) * 100 + index % 12 + 1


def day_number(days_since_1970: Ints) -> Ints:
    """Days since 1990-01-01 of a day counted from 1970-01-01 (numpy's datetime64[D], Polars' Date)."""
    return days_since_1970 - EPOCH_DAY


def meter_id(customer: Ints, number: Ints) -> Ints:
    """The customer's meters in the order of installation, 0 to 7."""
    return customer * 8 + number


def bill_id(customer: Ints, index: Ints) -> Ints:
    """Customer and period index; also the key of supplements, notices' bills and the object customer_period."""
    return customer * 1024 + index


def bill_parts(key: Ints) -> tuple[Ints, Ints]:
    """(customer, period index)."""
    return key // 1024, key % 1024


def reading_id(meter: Ints, index: Ints, kind: Ints, number: Ints) -> Ints:
    """Meter, period index, position in READING_KINDS, 0 to 7."""
    return ((meter * 1024 + index) * 8 + kind) * 8 + number


def reading_parts(key: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """(meter, period index, kind, number)."""
    return key // 65536, key // 64 % 1024, key // 8 % 8, key % 8


def meter_period_id(meter: Ints, index: Ints) -> Ints:
    """Meter and period index: the object meter_period."""
    return meter * 1024 + index


def book_period_id(book: Ints, index: Ints) -> Ints:
    """Book and period index: batches, arrears lists, approved changes; the object book_period."""
    return book * 1024 + index


def receipt_id(bill: Ints, attempt: Ints) -> Ints:
    """Bill and attempt to pay it, 0 to 15."""
    return bill * 16 + attempt


def receipt_bill(receipt: Ints) -> Ints:
    """The bill that a receipt is for."""
    return receipt // 16


def counter_day_id(counter: Ints, day: Ints) -> Ints:
    """Counter and day number: closings, window checks; the object window_day."""
    return counter * 32768 + day


def clerk_day_id(staff: Ints, day: Ints) -> Ints:
    """Clerk and day number: the object clerk_day; apart from counters by its high bit."""
    return (staff + (1 << 24)) * 32768 + day


def deposit_id(day: Ints, kind: Ints, number: Ints) -> Ints:
    """Day number that owed it, 0 electricity or 1 misc, number of the slip."""
    return (day * 2 + kind) * 8 + number
