"""A cited record row shown as the paper that it is: its form, who wrote it and when, its fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import polars as pl

from kaohe.reports.cases import Cite
from kaohe.reports.inputs import Papers
from kaohe.reports.wording import code_text, day, key_part, say, say_or, typed
from kaohe.sim import ids
from kaohe.sim.records import SCHEMA
from kaohe.sim.texts import Names, Verbatim

CODED = frozenset(
    "kind channel tender source action reason remark cause result post second_post price_class fee".split()
)
PEOPLE = frozenset("reader signed_by received_by approver applicant person".split())


@dataclass(frozen=True)
class Slip:
    """One paper: its form, key, part in the case, writer, time, and (label, value) of each field."""

    table: str
    form: str
    row_key: int
    role: str
    written: str
    fields: tuple[tuple[str, str], ...]
    found: bool = True


class Desk:
    """The records as a reader of reports needs them: papers by key, people by number."""

    def __init__(self, records: Papers) -> None:
        self._records = records
        self._rows = cache(self._row)
        self._tables = cache(records.table)

    def person(self, staff: int | None) -> str:
        """A person's name with his number; the number alone if the register has no such person."""
        if staff is None:
            return say("none")
        name = self.name(staff)
        return say("person", name=Verbatim(name), number=staff) if name else say("person-unknown", number=staff)

    def name(self, staff: int) -> str:
        """A person's name, empty if the register has no such person."""
        row = self._rows("staff", staff)
        return "" if row is None else str(row["name"])

    def slip(self, cite: Cite) -> Slip:
        """The paper of a cite; a paper without fields, marked as not found, where the records lack the row."""
        row = self._rows(cite.table, cite.row_key)
        role = code_text("role", cite.role)
        if row is None:
            return Slip(cite.table, form_name(cite.table), cite.row_key, role, "", (), found=False)
        return Slip(cite.table, form_name(cite.table), cite.row_key, role, self._written(row), self._fields(cite, row))

    def _row(self, table: str, key: int) -> dict[str, object] | None:
        rows = self._tables(table).filter(pl.col("id") == key)
        return rows.row(0, named=True) if rows.height else None

    def _written(self, row: dict[str, object]) -> str:
        at, staff = row["recorded_at"], row["staff"]
        when = at.isoformat(" ", "minutes") if isinstance(at, datetime) else say("none")
        return say("written", at=when, by=self.person(staff)) if isinstance(staff, int) else when

    def _fields(self, cite: Cite, row: dict[str, object]) -> tuple[tuple[str, str], ...]:
        own = [name for name in row if name not in ("id", "recorded_at", "staff")]
        return tuple((column_label(name), self._value(cite.table, name, row[name])) for name in own)

    def _value(self, table: str, name: str, value: object) -> str:
        if name in PEOPLE and isinstance(value, int):
            return self.person(value)
        if name in KEYS and isinstance(value, int):
            return KEYS[name](value)
        if name in CODED and isinstance(value, str):
            return _coded(table, name, value)
        return typed(name, value)


def form_name(table: str) -> str:
    """The trade's name of a table's paper; the table's own name for one that the schema lacks."""
    return Names(SCHEMA[table].form_zh, SCHEMA[table].form_en).text() if table in SCHEMA else table


def column_label(name: str) -> str:
    """A column's label on the paper."""
    return say_or(f"column-{key_part(name)}", name)


def _coded(table: str, name: str, value: str) -> str:
    """A code in words: first as this table means it, then as the column does everywhere."""
    return say_or(f"value-{key_part(table)}-{key_part(value)}", say_or(f"value-{key_part(value)}", value))


def bill_text(bill: int) -> str:
    """A bill's key as people say it: customer and month."""
    customer, index = ids.bill_parts(bill)
    return say("key-bill", customer=str(customer), period=_month(index))


def reading_text(reading: int) -> str:
    """A reading's key: meter, month, kind."""
    meter, index, kind, _ = ids.reading_parts(reading)
    words = _coded("reading", "kind", ids.READING_KINDS[kind]) if kind < len(ids.READING_KINDS) else str(kind)
    return say("key-reading", meter=str(meter), period=_month(index), kind=words)


def receipt_text(receipt: int) -> str:
    """A receipt's key: its bill and the attempt to pay it."""
    return say("key-receipt", bill=bill_text(ids.receipt_bill(receipt)), attempt=str(receipt % 16))


def book_period_text(key: int) -> str:
    """Key of a batch or an arrears list: book and month."""
    return say("key-book-period", book=str(key // 1024), period=_month(key % 1024))


def _month(index: int) -> str:
    code = ids.period_code(index)
    return f"{code // 100}-{code % 100:02d}"


def clerk_day_text(key: int) -> str:
    """A clerk's day: number of the clerk and date."""
    return say("key-clerk-day", clerk=str(key // 32768 - (1 << 24)), on=_date(key % 32768))


def counter_day_text(key: int) -> str:
    """A window's day: number of the window and date."""
    return say("key-counter-day", counter=str(key // 32768), on=_date(key % 32768))


def meter_period_text(key: int) -> str:
    """A meter in a month."""
    return say("key-meter-period", meter=str(key // 1024), period=_month(key % 1024))


def _date(day_number: int) -> str:
    return day(ids.EPOCH + timedelta(days=day_number))


def object_text(kind: str, key: int) -> str:
    """The object of an act as people say it: 戶 12・2001-03; the bare number for a kind without a packed key."""
    return OBJECTS[kind](key) if kind in OBJECTS else str(key)


OBJECTS: dict[str, Callable[[int], str]] = {
    "arrears_list": book_period_text,
    "bank_day": _date,
    "book_period": book_period_text,
    "clerk_day": clerk_day_text,
    "credit_note": bill_text,
    "customer_period": bill_text,
    "issue_day": _date,
    "meter_period": meter_period_text,
    "return_notice": receipt_text,
    "window_day": counter_day_text,
}

KEYS: dict[str, Callable[[int], str]] = {
    "bill": bill_text,
    "reading": reading_text,
    "ground": reading_text,
    "receipt": receipt_text,
    "list": book_period_text,
}
