"""How fast the judge reads and judges a large office: synthetic records, almost all by the book, as a run has them.

python -m tests.benchmarks.bench_judge_synthetic [CUSTOMERS] [MONTHS]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.sim.records import SCHEMA, Records, ids
from kaohe.standards import Rulebook
from kaohe.standards.judging.judge import find
from kaohe.standards.ledger.record_tables import to_day
from tests.standards.records_builder import Desk

Int64s = NDArray[np.int64]
DAY_MS = 86_400_000
PER_BOOK, COUNTERS = 300, 60
ADVANCE, PRICE_E4 = 100, 4500
AMOUNT = ADVANCE * PRICE_E4 // 100


def _working() -> Int64s:
    days = np.arange(to_day(date(2001, 1, 1)), to_day(date(2001, 12, 31)) + 1)
    return days[(days + 3) % 7 < 5]


def _after(days: Int64s, number: int) -> Int64s:
    working = _working()
    return working[np.minimum(np.searchsorted(working, days, side="right") + number - 1, len(working) - 1)]


def _moments(days: Int64s, hour: int) -> pl.Series:
    return pl.Series((days * 24 + hour) * (DAY_MS // 24)).cast(pl.Datetime("ms"))


def _frame(table: str, length: int, **columns: object) -> pl.DataFrame:
    """The schema's columns: arrays, single values, or null."""
    types = {column.name: column.dtype for column in SCHEMA[table].columns}
    return pl.DataFrame({name: _column(columns.get(name), length).cast(kind) for name, kind in types.items()})


def _column(value: Any, length: int) -> pl.Series:
    if isinstance(value, pl.Series):
        return value
    return pl.Series(value) if isinstance(value, np.ndarray) else pl.repeat(value, length, eager=True)


class Synthetic:
    """Masters by hand, the rest by array: residents in books of 300, read on working days from the 2nd on."""

    def __init__(self, customers: int, months: int) -> None:
        desk = Desk()
        books = -(-customers // PER_BOOK)
        for book in range(10, 10 + books):
            desk.book(book, "resident", 1)
        self.frames = desk.frames()
        self.number = np.arange(customers)
        self.book = 10 + self.number // PER_BOOK
        self._archive()
        parts: dict[str, list[pl.DataFrame]] = {}
        for month in range(1, months + 1):
            for table, frame in self._month(month).items():
                parts.setdefault(table, []).append(frame)
        self.parts = parts

    def _archive(self) -> None:
        count, opened = len(self.number), datetime(2001, 1, 1)
        meter = ids.meter_id(self.number, 0)
        self.frames["customer"] = _frame(
            "customer",
            count,
            id=self.number,
            recorded_at=opened,
            customer=self.number,
            name="",
            book=self.book,
            price_class="resident",
            capacity_kva=10,
            channel="window",
            pays_by_cheque=False,
            opening_mean_kwh=100,
            energised_on=date(2000, 1, 1),
            valid_from=date(2001, 1, 1),
        )
        self.frames["meter"] = _frame(
            "meter",
            count,
            id=meter,
            recorded_at=opened,
            meter=meter,
            customer=self.number,
            digits=5,
            decimals=0,
            multiplier=1,
            electronic=False,
            installed_on=date(2000, 1, 1),
            initial_register=1000,
        )

    def _month(self, month: int) -> dict[str, pl.DataFrame]:
        period, count = 200100 + month, len(self.number)
        index = ids.period_index(period)
        read = _after(to_day(date(2001, month, 1)) - 1 + self.book % 12, 1)
        reading, bill = ids.reading_id(ids.meter_id(self.number, 0), index, 1, 0), ids.bill_id(self.number, index)
        issued = _after(read, 1)
        paid = _after(issued + 2 + self.number % 9, 1)
        end = np.full(count, 1000 + ADVANCE * month)
        frames = {
            "reading": _frame(
                "reading",
                count,
                id=reading,
                recorded_at=_moments(read, 16),
                staff=21,
                meter=ids.meter_id(self.number, 0),
                customer=self.number,
                book=self.book,
                period=period,
                kind="actual",
                read_on=read,
                register=end,
            ),
            "bill": _frame(
                "bill",
                count,
                id=bill,
                recorded_at=_moments(issued, 11),
                staff=31,
                customer=self.number,
                period=period,
                book=self.book,
                meter=ids.meter_id(self.number, 0),
                reading=reading,
                from_on=read - 30,
                to_on=read,
                from_register=end - ADVANCE,
                to_register=end,
                swap_kwh=0,
                kwh=ADVANCE,
                price_class=np.where(self.number % 9973 == month, "commerce", "resident"),
                energy_e4=PRICE_E4,
                capacity_kva=0,
                amount_fen=AMOUNT,
                issued_on=issued,
                due_on=issued + 10,
            ),
        }
        return frames | self._paper(period, read) | self._money(bill, issued, paid)

    def _paper(self, period: int, read: Int64s) -> dict[str, pl.DataFrame]:
        book, at = np.unique(self.book, return_index=True)
        on, index = read[at], ids.period_index(period)
        batch = _frame(
            "batch",
            len(book),
            id=ids.book_period_id(book, index),
            recorded_at=_moments(on, 18),
            staff=31,
            book=book,
            period=period,
            scheduled_on=on,
            read_on=on,
            readings=PER_BOOK,
            no_reads=0,
            reader=21,
            flagged=0,
        )
        change = _frame(
            "book_change",
            len(book),
            id=ids.book_period_id(book, index),
            recorded_at=datetime(2001, 1, 1),
            staff=71,
            book=book,
            period=period,
            from_on=on,
            to_on=on,
            reason="",
            applicant=21,
            approver=71,
        )
        return {"batch": batch, "book_change": change}

    def _money(self, bill: Int64s, issued: Int64s, paid: Int64s) -> dict[str, pl.DataFrame]:
        count = len(bill)
        counter = np.where(self.number % 10 < 6, self.number % COUNTERS, -1)
        null = pl.Series(counter).replace(-1, None)
        receipts = _frame(
            "receipt",
            count,
            id=ids.receipt_id(bill, 0),
            recorded_at=_moments(paid, 10),
            staff=41,
            bill=bill,
            customer=self.number,
            channel=np.where(counter < 0, "bank", "window"),
            counter=null,
            tender=np.where(counter < 0, "transfer", "cash"),
            amount_fen=AMOUNT,
            takings_on=paid,
        )
        checked = np.unique(issued)
        check = _frame(
            "issue_check",
            len(checked),
            id=checked,
            recorded_at=_moments(checked, 17),
            staff=61,
            on=checked,
            due=1,
            issued=1,
            pending=0,
            amount_fen=0,
        )
        return (
            {"receipt": receipts, "issue_check": check} | _arrears(bill, self.number, issued) | self._window(receipts)
        )

    def _window(self, receipts: pl.DataFrame) -> dict[str, pl.DataFrame]:
        at_windows = receipts.filter(pl.col("counter").is_not_null()).group_by("counter", "takings_on")
        days = at_windows.agg(pl.col("amount_fen").sum()).sort("takings_on", "counter")
        on, fen, counter = (
            days["takings_on"].to_physical().to_numpy().astype(np.int64),
            days["amount_fen"],
            days["counter"],
        )
        key = counter.to_numpy() * 100_000 + on
        same = {
            "counter": counter,
            "takings_on": on,
            "cash_fen": fen,
            "cheque_fen": 0,
            "total_fen": fen,
            "id": key,
            "staff": 41,
        }
        banked = days.group_by("takings_on").agg(pl.col("amount_fen").sum()).sort("takings_on")
        due = banked["takings_on"].to_physical().to_numpy().astype(np.int64)
        return {
            "day_close": _frame("day_close", len(days), recorded_at=_moments(on, 15), receipts=1, **same),
            "hand_in": _frame(
                "hand_in", len(days), recorded_at=_moments(on, 15), source="counter", received_by=51, **same
            ),
            "deposit": _frame(
                "deposit",
                len(due),
                id=due,
                recorded_at=_moments(due, 16),
                staff=51,
                kind="electricity",
                due_on=due,
                deposited_on=due,
                cash_fen=banked["amount_fen"],
                cheque_fen=0,
                total_fen=banked["amount_fen"],
            ),
        }


def _arrears(bill: Int64s, customer: Int64s, issued: Int64s) -> dict[str, pl.DataFrame]:
    """A fifth of the bills are listed and dunned, though some were paid: the judge has to look at each."""
    at = np.flatnonzero(customer % 5 == 0)
    listed, count = _after(issued[at] + 10, 2), len(at)
    lists = _frame(
        "arrears_list",
        count,
        id=bill[at],
        recorded_at=_moments(listed, 9),
        staff=31,
        book=customer[at] // PER_BOOK,
        period=200101,
        due_on=issued[at] + 10,
        limit_on=_after(issued[at] + 10, 5),
        bills=1,
        amount_fen=AMOUNT,
        signed_by=21,
    )
    items = _frame(
        "arrears_item",
        count,
        id=bill[at],
        recorded_at=_moments(listed, 9),
        staff=31,
        list=bill[at],
        bill=bill[at],
        customer=customer[at],
        amount_fen=AMOUNT,
    )
    notices = _frame(
        "notice",
        count,
        id=bill[at],
        recorded_at=_moments(listed, 16),
        staff=21,
        kind="dunning",
        bill=bill[at],
        customer=customer[at],
        served_on=listed,
    )
    return {"arrears_list": lists, "arrears_item": items, "notice": notices}


def write(office: Synthetic, folder: Path) -> int:
    """Write the tables as a run does, a file per month; returns the number of rows."""
    rows = 0
    for table, parts in {**{name: [frame] for name, frame in office.frames.items()}, **office.parts}.items():
        (folder / table).mkdir()
        for number, frame in enumerate(parts):
            frame.write_parquet(folder / table / f"{number:02d}.parquet")
            rows += len(frame)
    return rows


def main() -> None:
    """Print rows, seconds and rows per second; the best of three."""
    customers, months = (int(argument) for argument in (sys.argv[1:] + ["100000", "12"][len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = write(Synthetic(customers, months), folder)
        before, times, found = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, [], []
        for _ in range(3):
            start = time.process_time(), time.perf_counter()
            found = list(find(Records.open(folder), Rulebook.load(), date(2001, 12, 31)).findings)
            times.append((time.process_time() - start[0], time.perf_counter() - start[1]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cpu, wall = min(times)
    print(f"{customers} customers × {months} months, {rows} rows, {len(found)} findings")
    print(f"judge: {wall:.2f} s ({cpu:.2f} s of processor), {rows / wall / 1e6:.1f} million rows/s")
    print(f"peak {peak >> 10} MB ({before >> 10} MB before)")


if __name__ == "__main__":
    main()
