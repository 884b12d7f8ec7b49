"""Natural keys of the papers that desks write by the thousand, by name; what they are made of is said in papers/.

Every function takes ints or integer arrays and returns the same; the unpacking twins return the parts in order. A
period here is an index (months since 1990-01); `period_index` makes it of the year × 100 + month that records show.
"""

from __future__ import annotations

from datetime import date
from typing import overload

from kaohe.sim.records.keys import Array, Int64s, Ints
from kaohe.sim.records.schema import PAPERS

EPOCH = date(1990, 1, 1)
EPOCH_DAY = EPOCH.toordinal() - date(1970, 1, 1).toordinal()

_METER, _BILL, _READING, _RECEIPT, _DEPOSIT, _METER_PERIOD, _BOOK_PERIOD, _WINDOW_DAY, _CLERK_DAY = (
    PAPERS.thing(name).key
    for name in "meter bill reading receipt deposit meter_period book_period window_day clerk_day".split()
)
READING_KINDS = _READING.codes("kind")
HANDHELD_ACTIONS = PAPERS.tables["handheld_log"].key.codes("action")


def period_index(period: Ints) -> Ints:
    """Months since 1990-01 of a period written as year × 100 + month."""
    return (period // 100 - 1990) * 12 + period % 100 - 1


def period_code(index: Ints) -> Ints:
    """Year × 100 + month of a period index."""
    return index // 12 * 88 + index + 199_001  # 100 for a year instead of twelve months, from 1990-01


def day_number(days_since_1970: Ints) -> Ints:
    """Days since 1990-01-01 of a day counted from 1970-01-01 (numpy's datetime64[D], Polars' Date)."""
    return days_since_1970 - EPOCH_DAY


@overload
def meter_id(customer: int, number: int) -> int: ...
@overload
def meter_id(customer: Array, number: int | Array) -> Int64s: ...
@overload
def meter_id(customer: int, number: Array) -> Int64s: ...
def meter_id(customer: int | Array, number: int | Array) -> int | Int64s:
    """The customer's meters in the order of installation, 0 to 7."""
    return _METER.pack(customer=customer, number=number)


@overload
def bill_id(customer: int, index: int) -> int: ...
@overload
def bill_id(customer: Array, index: int | Array) -> Int64s: ...
@overload
def bill_id(customer: int, index: Array) -> Int64s: ...
def bill_id(customer: int | Array, index: int | Array) -> int | Int64s:
    """Customer and period index; also the key of supplements, notices' bills and the object customer_period."""
    return _BILL.pack(customer=customer, period=index)


def bill_parts(key: Ints) -> tuple[Ints, Ints]:
    """(customer, period index)."""
    customer, index = _BILL.unpack(key)
    return customer, index


@overload
def reading_id(meter: int, index: int, kind: int, number: int) -> int: ...
@overload
def reading_id(meter: Array, index: int | Array, kind: int | Array, number: int | Array) -> Int64s: ...
@overload
def reading_id(meter: int, index: Array, kind: int | Array, number: int | Array) -> Int64s: ...
def reading_id(meter: int | Array, index: int | Array, kind: int | Array, number: int | Array) -> int | Int64s:
    """Meter, period index, position in READING_KINDS, 0 to 7."""
    return _READING.pack(meter=meter, period=index, kind=kind, number=number)


def reading_parts(key: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """(meter, period index, kind, number)."""
    meter, index, kind, number = _READING.unpack(key)
    return meter, index, kind, number


@overload
def meter_period_id(meter: int, index: int) -> int: ...
@overload
def meter_period_id(meter: Array, index: int | Array) -> Int64s: ...
@overload
def meter_period_id(meter: int, index: Array) -> Int64s: ...
def meter_period_id(meter: int | Array, index: int | Array) -> int | Int64s:
    """Meter and period index: the object meter_period."""
    return _METER_PERIOD.pack(meter=meter, period=index)


def meter_period_parts(key: Ints) -> tuple[Ints, Ints]:
    """(meter, period index)."""
    return key >> 10, key & 1023


@overload
def book_period_id(book: int, index: int) -> int: ...
@overload
def book_period_id(book: Array, index: int | Array) -> Int64s: ...
@overload
def book_period_id(book: int, index: Array) -> Int64s: ...
def book_period_id(book: int | Array, index: int | Array) -> int | Int64s:
    """Book and period index: batches, arrears lists, approved changes; the object book_period."""
    return _BOOK_PERIOD.pack(book=book, period=index)


@overload
def receipt_id(bill: int, attempt: int) -> int: ...
@overload
def receipt_id(bill: Array, attempt: int | Array) -> Int64s: ...
@overload
def receipt_id(bill: int, attempt: Array) -> Int64s: ...
def receipt_id(bill: int | Array, attempt: int | Array) -> int | Int64s:
    """Bill and attempt to pay it, 0 to 15."""
    return _RECEIPT.pack(bill=bill, attempt=attempt)


def receipt_bill(receipt: Ints) -> Ints:
    """The bill that a receipt is for."""
    return _RECEIPT.part("bill", receipt)


@overload
def counter_day_id(counter: int, day: int) -> int: ...
@overload
def counter_day_id(counter: Array, day: int | Array) -> Int64s: ...
@overload
def counter_day_id(counter: int, day: Array) -> Int64s: ...
def counter_day_id(counter: int | Array, day: int | Array) -> int | Int64s:
    """Counter and day number: closings, window checks; the object window_day."""
    return _WINDOW_DAY.pack(counter=counter, day=day)


@overload
def clerk_day_id(staff: int, day: int) -> int: ...
@overload
def clerk_day_id(staff: Array, day: int | Array) -> Int64s: ...
@overload
def clerk_day_id(staff: int, day: Array) -> Int64s: ...
def clerk_day_id(staff: int | Array, day: int | Array) -> int | Int64s:
    """Clerk and day number: the object clerk_day; apart from counters by its high bit."""
    return _CLERK_DAY.pack(clerk=staff, day=day)


@overload
def deposit_id(day: int, kind: int, number: int) -> int: ...
@overload
def deposit_id(day: Array, kind: int | Array, number: int | Array) -> Int64s: ...
@overload
def deposit_id(day: int, kind: Array, number: int | Array) -> Int64s: ...
def deposit_id(day: int | Array, kind: int | Array, number: int | Array) -> int | Int64s:
    """Day number that owed it, 0 electricity or 1 misc, number of the slip."""
    return _DEPOSIT.pack(day=day, kind=kind, number=number)
