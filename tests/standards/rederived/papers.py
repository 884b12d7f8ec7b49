"""An office's papers as plain rows, its calendar and limits: the ground of detectors written a second time.

Written from the text of the clauses and docs/records.md alone; nothing of the judge is used.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from kaohe.sim.records import Records

Row = Mapping[str, Any]
RATE = Fraction(21, 100_000)
PRINCIPAL_AFTER_DAYS = 30


@dataclass(frozen=True)
class Found:
    """What papers prove of a person: an act of a clause on an object, its day, and the amount if it is exact.

    slip: the consequence that the clause demands does not stand.
    """

    clause: str
    staff: int
    object_type: str
    object_id: int
    occurred_on: date
    fen: int | None
    slip: bool = False


def half_up(amount: Fraction) -> int:
    """Whole 分, half away from zero."""
    size = int(abs(amount) + Fraction(1, 2))
    return size if amount >= 0 else -size


@dataclass(frozen=True)
class Part:
    """Money that was due on a day and came on another, or never."""

    fen: int
    limit_on: date
    came_on: date | None


def interest(part: Part, until: date) -> Fraction:
    """Of the days from the limit to a day, none below zero."""
    return part.fen * max((until - part.limit_on).days, 0) * RATE


def lateness(parts: Iterable[Part], as_of: date) -> int:
    """Interest of the parts, rounded once; the principal of what is out for more than thirty days beyond its limit."""
    total = Fraction(0)
    for part in parts:
        kept = part.came_on is None and (as_of - part.limit_on).days > PRINCIPAL_AFTER_DAYS
        total += part.fen if kept else interest(part, part.came_on or as_of)
    return half_up(total)


def poured(due_fen: int, limit_on: date, came: Iterable[tuple[date, int]]) -> list[Part]:
    """What came against a sum that was due on a day, in the order of time; the rest is still out."""
    parts, left = [], due_fen
    for on, fen in sorted(came):
        taken = min(fen, left)
        if taken > 0:
            parts.append(Part(taken, limit_on, on))
            left -= taken
    return [*parts, Part(left, limit_on, None)] if left else parts


@dataclass
class Papers:
    """The records of an office up to the end of a day."""

    records: Records
    as_of: date
    _tables: dict[str, list[Row]] = field(default_factory=dict)
    _keyed: dict[str, Mapping[int, Row]] = field(default_factory=dict)

    def rows(self, table: str) -> list[Row]:
        """The rows of a table in written order."""
        if table not in self._tables:
            self._tables[table] = list(self.records.table(table, as_of=self.as_of).iter_rows(named=True))
        return self._tables[table]

    def by(self, table: str, key: Callable[[Row], Any]) -> Mapping[Any, list[Row]]:
        """The rows of a table by what they are about."""
        groups: dict[Any, list[Row]] = defaultdict(list)
        for row in self.rows(table):
            groups[key(row)].append(row)
        return groups

    def one(self, table: str) -> Mapping[int, Row]:
        """The rows of a table by their own key."""
        if table not in self._keyed:
            self._keyed[table] = {row["id"]: row for row in self.rows(table)}
        return self._keyed[table]

    @cached_property
    def _days(self) -> Mapping[str, Sequence[date]]:
        calendar = self.records.table("calendar").to_dicts()
        return {kind: [row["on"] for row in calendar if row[kind]] for kind in ("open", "working", "bank")}

    def is_day(self, kind: str, on: date) -> bool:
        """Whether the office is open, the inside posts work, or the bank is open."""
        return self.on_or_after(kind, on) == on

    def on_or_after(self, kind: str, on: date) -> date:
        """The first such day on or after a day."""
        days = self._days[kind]
        return days[bisect_left(days, on)]

    def after(self, kind: str, on: date, number: int = 1) -> date:
        """The so-manieth such day after a day."""
        days = self._days[kind]
        return days[bisect_right(days, on) + number - 1]

    def past(self, on: date) -> date | None:
        """The day on which a missed limit shows: the first working day after it, if that is within the records."""
        shown = self.after("working", on)
        return shown if shown <= self.as_of else None

    @cached_property
    def customers(self) -> Mapping[int, list[Row]]:
        """The versions of each customer's archive, as they were recorded."""
        return self.by("customer", lambda row: row["customer"])

    @cached_property
    def prices(self) -> Mapping[str, list[Row]]:
        """The versions of the price of each class."""
        return self.by("price", lambda row: row["price_class"])

    @cached_property
    def bills_of(self) -> Mapping[int, list[Row]]:
        """The bills of each customer in the order of their issue."""
        return self.by("bill", lambda row: row["customer"])

    @cached_property
    def lossy(self) -> set[int]:
        """Customers who bear the losses of a transformer."""
        return {row["customer"] for row in self.rows("transformer")}

    @cached_property
    def meters(self) -> Mapping[int, list[Row]]:
        """The versions of each meter's archive, as they were recorded."""
        return self.by("meter", lambda row: row["meter"])

    @cached_property
    def papers_of(self) -> Mapping[int, list[Row]]:
        """The hand-overs of the papers of each application."""
        return self.by("paper_log", lambda row: row["application"])

    @cached_property
    def readings_of(self) -> Mapping[int, list[Row]]:
        """The readings of each customer."""
        return self.by("reading", lambda row: row["customer"])

    @cached_property
    def receipts(self) -> Mapping[int, Row]:
        """The stubs by their key."""
        return self.one("receipt")

    @cached_property
    def bills(self) -> Mapping[int, Row]:
        """The bills by their key."""
        return self.one("bill")

    @cached_property
    def receipts_of_bill(self) -> Mapping[int, list[Row]]:
        """The stubs of each bill."""
        return self.by("receipt", lambda row: row["bill"])

    @cached_property
    def credits_of_bill(self) -> Mapping[int, list[Row]]:
        """The credit notes of each bill."""
        return self.by("credit_note", lambda row: row["bill"])

    @cached_property
    def returned_of_bill(self) -> Mapping[int, list[Row]]:
        """Cheques that came back from the bank, of each bill."""
        return self.by("return_notice", lambda row: row["bill"])

    @cached_property
    def supplements_of(self) -> Mapping[tuple[int, int], list[Row]]:
        """Supplements and refunds by the customer and the period of the bill with which they are issued."""
        return self.by("supplement", lambda row: (row["customer"], row["with_period"]))

    @cached_property
    def hand_ins(self) -> Mapping[tuple[int | None, date], list[Row]]:
        """The hand-ins of each window and day."""
        return self.by("hand_in", lambda row: (row["counter"], row["takings_on"]))

    @cached_property
    def cheques_of_slip(self) -> Mapping[int, set[int]]:
        """The receipts of the cheques on each slip."""
        slips: dict[int, set[int]] = defaultdict(set)
        for row in self.rows("cheque_log"):
            if row["deposit"] is not None:
                slips[row["deposit"]].add(row["receipt"])
        return slips

    @cached_property
    def credits(self) -> Mapping[int, Row]:
        """The bank's lines by the slip that they credit."""
        return {row["ref"]: row for row in self.rows("bank_line") if row["kind"] == "deposit"}

    @cached_property
    def limits(self) -> Mapping[str, str]:
        """The table of limits, the last version of each."""
        return {row["key"]: row["value"] for row in self.rows("rule")}

    @cached_property
    def staff(self) -> Mapping[int, Row]:
        """The register of staff by number."""
        return {row["id"]: row for row in self.rows("staff")}

    def holds(self, staff: int | None, *posts: str) -> bool:
        """Whether somebody is of one of these posts."""
        row = self.staff.get(staff or 0)
        return row is not None and bool({row["post"], row["second_post"]} & set(posts))


def written_on(row: Row) -> date:
    """The day on which a row was written."""
    at: datetime = row["recorded_at"]
    return at.date()


def day_number(on: date) -> int:
    """Days since 1990-01-01, as keys have them."""
    return (on - date(1990, 1, 1)).days


def months(period: int) -> int:
    """Months since January 1990 of a period, as keys have them."""
    return (period // 100 - 1990) * 12 + period % 100 - 1


def days_between(start: date, end: date) -> list[date]:
    """The days after one up to another."""
    return [start + timedelta(each) for each in range(1, (end - start).days + 1)]
