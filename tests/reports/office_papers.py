"""The record papers behind the sample: a staff register, bills, readings, arrears and takings of a small office."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl

from kaohe.sim.records import SCHEMA, Records, ids

BILLS = 40
POSTS = {
    "1": "registration_clerk",
    "2": "meter_reader",
    "3": "issuance_clerk",
    "4": "collector",
    "5": "cashier",
    "6": "accountant",
    "7": "information_auditor",
    "8": "inspector",
    "9": "field_auditor",
    "10": "business_specialist",
    "11": "inspection_specialist",
    "12": "business_manager",
}
FAMILY = "王李張劉陳楊黃趙吳周徐孫馬朱胡林郭何高羅"
GIVEN = ("建國", "秀英", "志強", "麗華", "國慶", "玉蘭", "衛東", "桂芳", "海濤", "敏")
HOSTILE = '<img src=x onerror="alert(1)">'
COUNTER_DAY = ids.counter_day_id(17, (date(2001, 3, 5) - ids.EPOCH).days)


def person(number: int) -> str:
    """Name of a member of staff; number 7 has a name that tries to break out of the page."""
    return HOSTILE if number == 7 else FAMILY[number % len(FAMILY)] + GIVEN[number * 7 % len(GIVEN)]


def records() -> Records:
    """Papers of a small office: staff, readings, bills, arrears, takings."""
    rows = {"bill": _bills(), "reading": _readings(), "arrears_list": _arrears(), "hand_in": _hand_ins()}
    frames = {name: pl.DataFrame(own, schema=SCHEMA[name].empty().schema, orient="row") for name, own in rows.items()}
    return Records.from_frames({"staff": _staff(), "rule": _rules(), **frames})


def _frame(table: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA[table].empty().schema)


def _at(on: date, hour: int = 9) -> datetime:
    return datetime(on.year, on.month, on.day, hour, 12)


def _staff() -> pl.DataFrame:
    posts = list(POSTS.values())
    opening = date(2001, 1, 1)
    rows: list[dict[str, object]] = [
        {
            "id": number,
            "recorded_at": _at(opening),
            "name": person(number),
            "post": posts[number % 12],
            "second_post": "information_auditor" if number == 11 else None,
            "valid_from": opening,
        }
        for number in range(1, 301)
    ]
    return _frame("staff", rows)


def _rules() -> pl.DataFrame:
    day = date(2001, 1, 1)
    keys = ("reading.tolerance_days.low_voltage", "dunning.limit_working_days", "closing.first_close")
    rows: list[dict[str, object]] = [
        {"id": n, "recorded_at": _at(day), "key": key, "value": value, "unit": "working_day", "valid_from": day}
        for n, (key, value) in enumerate(zip(keys, ("1", "5", "15:00"), strict=True))
    ]
    return _frame("rule", rows)


def month_of(n: int) -> int:
    return int(ids.period_index(200101 + n % 10))


def _bills() -> list[tuple[object, ...]]:
    return [_bill(n) for n in range(BILLS)]


def _bill(n: int) -> tuple[object, ...]:
    index = month_of(n)
    period = int(ids.period_code(index))
    issued = date(2001, 1 + n % 10, 12)
    kwh = 60 + 11 * n
    meter, reading = int(ids.meter_id(n, 0)), int(ids.reading_id(int(ids.meter_id(n, 0)), index, 1, 0))
    head = (int(ids.bill_id(n, index)), _at(issued), 3, n, period, 5, meter, reading, date(2001, 1, 9), issued)
    return (*head, 1000, 1000 + kwh, 0, 0, kwh, "resident", 4500, 0, kwh * 45, issued, issued + timedelta(days=10))


def _readings() -> list[tuple[object, ...]]:
    return [_reading(n) for n in range(BILLS)]


def _reading(n: int) -> tuple[object, ...]:
    index, meter = month_of(n), int(ids.meter_id(n, 0))
    read = date(2001, 1 + n % 10, 9)
    key = int(ids.reading_id(meter, index, 1, 0))
    return (
        key,
        _at(read, 18),
        2,
        meter,
        n,
        5,
        int(ids.period_code(index)),
        "actual",
        read,
        1060 + 11 * n,
        None,
        None,
        "rain",
    )


def _arrears() -> list[tuple[object, ...]]:
    index = month_of(0)
    due, limit = date(2001, 1, 22), date(2001, 2, 6)
    return [(int(ids.book_period_id(5, index)), _at(due), 3, 5, 200101, due, limit, 14, 560_000, 2)]


def _hand_ins() -> list[tuple[object, ...]]:
    return [(COUNTER_DAY, _at(date(2001, 3, 6)), 4, "counter", 17, date(2001, 3, 5), 200_000, 54_000, 254_000, 5, None)]
