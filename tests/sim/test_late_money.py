"""Late money in the truth, computed anew from the rows of the run: principal × days × rate, part by part."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import polars as pl

from kaohe.sim.clock.calendar import day_of
from kaohe.sim.deciding.behaviours import Order
from kaohe.sim.office import Office
from kaohe.sim.records import SCHEMA
from kaohe.sim.run import Run
from kaohe.sim.spec import BookSpec, Practice, town
from kaohe.sim.tariff.money import round_half_up
from tests.sim.office import Row, Small, erring, judged, ordered, rows, rules
from tests.sim.plain import i, on

BOOK = BookSpec("東風里", "resident", 4, 9)
LIMIT = date(2001, 1, 1)
RATE, LONG = Fraction("0.00021"), 30
Part = tuple[int, date, date | None]  # principal, limit, the day on which it ended


def test_a_day_of_a_thousand_yuan() -> None:
    delay = rules().delay_fen
    assert delay(100_000, 10, 10, 99) == 0
    assert delay(100_000, 10, 11, 99) == 21
    assert delay(100_000, 10, 99, 99) == 21 * 89  # it came in on the last day: interest, however late
    assert delay(100_000, 10, 100, 40) == 21 * 30  # still out on the thirtieth day
    assert delay(100_000, 10, 100, 41) == 100_000
    assert delay(100_000, 10, 9, 99) == 0


def test_what_late_money_is_worth_is_in_the_rows() -> None:
    """Every act of lateness of two runs, by the rows alone; both ways in which a part ends must occur."""
    seen, still = set[str](), 0
    for run in (ordered(Small(900, 4, 4), 3), erring(Small(700, 4, 3), 60_000)):
        for act in run.acts.sort("at").to_dicts():
            if act["action"] in PARTS and act["evidenced"]:
                parts = list(PARTS[act["action"]](run, act))
                assert act["amount_fen"] == _worth(parts, month_end(run)), (act, parts)
                seen.add(act["action"])
                still += any(end is None for _, _, end in parts)
    assert seen == PARTS.keys()
    assert still


def test_a_book_that_nobody_has_read_is_a_limit_missed() -> None:
    """It shows on the day of the next period, and is worth nothing before the reading of it; then what fell to the
    period that was missed, by days. The judge says the same.
    """
    practice = Practice(noted_delay_e6=0, cycle_change_e6=0, spot_e6=0, locked_door_e6=0, stopped_e6=0, burnt_e6=0)
    spec = replace(town(50, 3), practice=practice, books=(BOOK,))
    left = Order("read_book", "read_late", object=0, day=day_of(date(2001, 2, 9)), params={"days": 60})
    for until, shown, worth in ((date(2001, 3, 8), False, False), (date(2001, 3, 9), True, False), (None, True, True)):
        run = Office(spec, 1, rules(), orders=[left], until=until).run()
        (act,) = run.acts.to_dicts()
        assert (act["due_on"], act["occurred_on"]) == (date(2001, 2, 10), date(2001, 2, 12))
        assert act["evidenced_on"] == (date(2001, 3, 9) if shown else None)
        assert (i(act, "amount_fen") > 0) == worth
        found = judged(run).findings.filter(clause="2.1").select("occurred_on", "amount_fen").rows()
        assert found == ([(date(2001, 2, 12), act["amount_fen"])] if shown else [])
        days = {row["scheduled_on"] for row in column(run, "batch", "book", 0)}
        assert days == {date(2001, 1, 9)} | ({date(2001, 3, 9)} if shown else set())


def month_end(run: Run) -> date:
    """The last day of the run: all of these end with a month."""
    last = max(on(row, "on") for row in rows(run, "cash_journal"))
    return last.replace(day=monthrange(last.year, last.month)[1])


def interest(fen: int, days: int) -> int:
    """Principal × days × rate, half up."""
    return _worth([(fen, LIMIT, LIMIT + timedelta(days))], LIMIT)


def _worth(parts: list[Part], last: date) -> int:
    worth = Fraction(0)
    for principal, limit, end in parts:
        days = max(((end or last) - limit).days, 0)
        worth += principal if end is None and days > LONG else principal * days * RATE
    return round_half_up(worth.numerator, worth.denominator)


def _handed_in(run: Run, act: Row) -> Iterator[Part]:
    for row in headed(run, "hand_in", "takings", i(act, "object_id")):
        yield i(row, "total_fen"), on(act, "due_on"), written(row)


def _banked(run: Run, act: Row) -> Iterator[Part]:
    for row in headed(run, "deposit", "day", i(act, "object_id")):
        yield i(row, "total_fen"), on(act, "due_on"), on(row, "deposited_on")


def _told(run: Run, act: Row) -> Iterator[Part]:
    limit = on(act, "due_on")
    for item in column(run, "arrears_item", "list", i(act, "object_id")):
        bill = i(item, "bill")
        ends = [written(row) for row in column(run, "receipt", "bill", bill)]
        ends += [on(row, "served_on") for row in column(run, "notice", "bill", bill) if row["kind"] == "dunning"]
        disputed = [row for row in column(run, "case", "bill", bill) if row["kind"] == "disputed"]
        if not disputed and (not ends or min(ends) > limit):
            yield i(item, "amount_fen"), limit, min(ends, default=None)


def _returned(run: Run, act: Row) -> Iterator[Part]:
    receipt = i(act, "object_id")
    ends = [written(row) for row in column(run, "reopening", "receipt", receipt)]
    (notice,) = column(run, "return_notice", "receipt", receipt)
    yield i(notice, "amount_fen"), on(act, "due_on"), min(ends, default=None)


def _read_late(run: Run, act: Row) -> Iterator[Part]:
    """Each bill, or what took its place, for the days between the 例日 and its reading."""
    for batch in column(run, "batch", "id", act["object_id"]):
        readings, bills, extra = (
            column(run, table, "period", batch["period"]) for table in ("reading", "bill", "supplement")
        )
        gaps = [row for row in extra if row["kind"] == "gap"]
        issued = {row["customer"]: max(i(row, "amount_fen"), 0) for row in bills + gaps}
        for reading in readings:
            if reading["book"] == batch["book"] and reading["kind"] in ("actual", "estimate"):
                yield issued.get(reading["customer"], 0), on(batch, "scheduled_on"), _own_end(run, act, batch, reading)


def _own_end(run: Run, act: Row, batch: Row, reading: Row) -> date:
    """The day of a reading, less the days that began with the book in other hands."""
    (book,) = column(run, "book", "book", batch["book"])
    scheduled, rota = on(batch, "scheduled_on"), column(run, "reading_rota", "book", batch["book"])
    named = next((row["reader"] for row in rota if row["on"] == scheduled), book["reader"])
    slips = [row for row in column(run, "substitution", "employee", named) if row["post"] == "meter_reader"]
    end = scheduled
    for day in (scheduled + timedelta(each) for each in range((on(reading, "read_on") - scheduled).days)):
        there = [row["substitute"] for row in slips if on(row, "from_on") <= day <= on(row, "to_on")]
        end += timedelta(next(iter(there), named) == act["staff"])
    return end


PARTS: dict[str, Callable[[Run, Row], Iterator[Part]]] = {
    "keep_takings": _handed_in,
    "close_late": _handed_in,
    "bank_late": _banked,
    "serve_none": _told,
    "serve_late": _told,
    "leave_return": _returned,
    "read_late": _read_late,
}


def written(row: Row) -> date:
    """The day of a row."""
    value = row["recorded_at"]
    assert isinstance(value, datetime)
    return value.date()


def headed(run: Run, table: str, part: str, key: int) -> list[Row]:
    """Rows whose key begins so."""
    return [row for row in rows(run, table) if SCHEMA[table].key.head(part, i(row, "id")) == key]


def column(run: Run, table: str, name: str, value: object) -> list[Row]:
    """Rows with that value."""
    return run.records.table(table).filter(pl.col(name) == value).to_dicts()
