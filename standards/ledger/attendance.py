"""Where roster, slips of leave and of substitution, and the rows of the day's work contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaohe.standards.ledger.record_tables import DAY_MS, NONE, Ints, Tables

if TYPE_CHECKING:
    from kaohe.standards.ledger.duty import Duty

_LONGEST = 400  # days of a leave that are looked at
_BITS = 20

# What only somebody can write or sign who is there that day, the rows of every customer left out: the columns of his
# number, and another day than that of writing where he signs for that.
_DAYS: Mapping[tuple[str, str], str] = {("batch", "reader"): "read_on", ("return_notice", "signed_by"): "signed_on"}
_WORK: Mapping[str, tuple[str, ...]] = {
    "arrears_list": ("staff", "signed_by"),
    "audit": ("staff",),
    "bank_batch": ("staff",),
    "batch": ("staff", "reader"),
    "breach_case": ("staff",),
    "book_log": ("staff",),
    "cash_journal": ("staff",),
    "collector_balance": ("staff", "signed_by"),
    "collection_notice": ("staff",),
    "counter_handover": ("staff",),
    "day_close": ("staff",),
    "deposit": ("staff",),
    "document": ("staff",),
    "document_notice": ("staff",),
    "fee_approval": ("staff",),
    "fee_receipt": ("staff",),
    "form_count": ("staff", "second_by"),
    "hand_in": ("staff", "second_by"),
    "handheld_log": ("staff", "signed_by"),
    "issue_check": ("staff",),
    "ledger_month": ("staff",),
    "opening": ("staff",),
    "posting": ("staff",),
    "reconciliation": ("staff", "second_by"),
    "registration": ("staff",),
    "remittance": ("staff",),
    "return_notice": ("staff", "signed_by"),
    "safe_count": ("staff", "second_by"),
    "site_visit": ("staff",),
    "stub": ("staff", "second_by"),
    "survey": ("staff",),
    "temp_receipt": ("staff",),
    "temp_supplement": ("staff",),
    "temp_transfer": ("staff",),
    "voucher_log": ("staff", "received_by"),
    "window_check": ("staff",),
    "window_record": ("staff",),
    "window_referral": ("staff", "to_staff"),
    "work_order": ("staff", "second_by"),
}


class Contradiction(NamedTuple):
    """Rows (table, row), the first of which does not go with the others, or with the slips; who is in doubt because of
    them, from one day to another.
    """

    rows: tuple[tuple[str, int], ...]
    staff: int
    first_on: int
    last_on: int


def contradictions(tables: Tables, duty: Duty) -> tuple[Contradiction, ...]:
    """Work of somebody on leave; leave with nobody who stands in, or with one who is away himself; somebody who stands
    in for nobody on leave; work of one who was not on duty in the place of him who was.
    """
    return (*_at_work(tables), *_uncovered(duty), *_without_leave(tables), *_not_on_duty(tables, duty))


def _at_work(tables: Tables) -> Iterator[Contradiction]:
    """Leave of people who wrote or signed something on one of its days: the first row of each table."""
    leave, found = tables["leave"], dict[int, list[tuple[str, int]]]()
    days = _days_away(leave["employee"], leave["from_on"], leave["to_on"])
    absent = np.zeros(max((key >> _BITS for key in days), default=0) + 2, np.bool_)
    absent[[key >> _BITS for key in days]] = True
    for table, column in ((table, column) for table, columns in _WORK.items() for column in columns if days):
        rows = tables[table]
        staff, on = rows[column], rows[_DAYS[table, column]] if (table, column) in _DAYS else rows.days()
        for row in np.flatnonzero(absent[np.clip(staff, -1, len(absent) - 1)]).tolist():
            at = days.get((int(staff[row]) << _BITS) + int(on[row]), NONE)
            if at != NONE and all(of != table for of, _ in found.setdefault(at, [])):
                found[at].append((table, row))
    for at, shown in sorted(found.items()):
        first_on, last_on = int(leave["from_on"][at]), int(leave["to_on"][at])
        if shown:
            yield Contradiction((("leave", at), *shown), int(leave["employee"][at]), first_on, last_on)


def _days_away(staff: Ints, first: Ints, last: Ints) -> dict[int, int]:
    """The row of the leave that covers each (person, day)."""
    columns = zip(staff.tolist(), first.tolist(), last.tolist(), strict=True)
    return {
        (who << _BITS) + day: row
        for row, (who, begin, end) in enumerate(columns)
        if who > 0
        for day in range(begin, min(end, begin + _LONGEST) + 1)
    }


def _uncovered(duty: Duty) -> Iterator[Contradiction]:
    """Leave for which nobody stands in, or only somebody who is away himself."""
    for staff, absences in duty.absences.items():
        for one in absences:
            stand_in = {other for _, other in one.covers.values()}
            days = range(one.from_on, min(one.to_on, one.from_on + _LONGEST) + 1)
            if not stand_in or any(duty.absence(other, day) is not None for other in stand_in for day in days):
                yield Contradiction((("leave", one.row),), staff, one.from_on, one.to_on)


def _without_leave(tables: Tables) -> Iterator[Contradiction]:
    """Slips of substitution whose leave is nowhere, or another's, or of other days."""
    slips, leave = tables["substitution"], tables["leave"]
    known = set(zip(*(leave[name].tolist() for name in ("id", "employee", "from_on", "to_on")), strict=True))
    columns = (slips[name].tolist() for name in ("leave", "employee", "from_on", "to_on"))
    for row, slip in enumerate(zip(*columns, strict=True)):
        if slip not in known:
            yield Contradiction((("substitution", row),), *slip[1:])


def _not_on_duty(tables: Tables, duty: Duty) -> Iterator[Contradiction]:
    """Books read, windows closed, safes kept and days checked by another than him who had to."""
    books = tables["book"]
    readers = dict(zip(books["book"].tolist(), books["reader"].tolist(), strict=True))
    for row, (book, reader, day) in _rows(tables, "batch", "book", "reader", "read_on"):
        named = duty.reader_of(book, day, readers.get(book, reader))
        if duty.by_slips(named, "meter_reader", day) != reader != NONE:
            yield Contradiction((("batch", row),), named, day, day)
    for table, post in (("cash_journal", "cashier"), ("issue_check", "accountant")):
        for row, (staff, day) in _rows(tables, table, "staff", "on"):
            rostered = duty.only_holder(post, day)
            if rostered != NONE and duty.by_slips(rostered, post, day) != staff != NONE:
                yield Contradiction(((table, row),), rostered, day, day)
    for row, (counter, staff, at) in _rows(tables, "day_close", "counter", "staff", "recorded_at"):
        day, minute = int(at) // DAY_MS, int(at) % DAY_MS // 60_000
        rostered = duty.rostered_at(counter, day, minute)
        if rostered != NONE and duty.by_slips(rostered, "collector", day) != staff != NONE:
            yield Contradiction((("day_close", row),), rostered, day, day)


def _rows(tables: Tables, table: str, *columns: str) -> Iterator[tuple[int, tuple[int, ...]]]:
    rows = tables[table]
    return enumerate(zip(*(rows[column].tolist() for column in columns), strict=True))
