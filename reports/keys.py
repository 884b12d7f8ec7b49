"""Packed keys and codes of the records in words: a bill as customer and month, a code as the paper has it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from kaohe.reports.wording import day, key_part, say, say_or
from kaohe.sim.records import ids


def coded(table: str, name: str, value: str) -> str:
    """A code in words: first as this table means it, then as the column does everywhere."""
    return say_or(f"value-{key_part(table)}-{key_part(value)}", say_or(f"value-{key_part(value)}", value))


def bill_text(bill: int) -> str:
    """A bill's key as people say it: customer and month."""
    customer, index = ids.bill_parts(bill)
    return say("key-bill", customer=str(customer), period=_month(index))


def reading_text(reading: int) -> str:
    """A reading's key: meter, month, kind."""
    meter, index, kind, _ = ids.reading_parts(reading)
    words = coded("reading", "kind", ids.READING_KINDS[kind]) if kind < len(ids.READING_KINDS) else str(kind)
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
