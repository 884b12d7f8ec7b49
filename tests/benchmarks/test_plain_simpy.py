"""The yardstick does the whole cycle: a slow or idle yardstick would flatter."""

from __future__ import annotations

from tests.benchmarks.plain_simpy import PlainOffice

CUSTOMERS, MONTHS = 600, 3


def test_every_customer_is_read_billed_and_pays_each_month() -> None:
    office = PlainOffice(CUSTOMERS, MONTHS)
    assert office.run() == sum(len(rows) for rows in office.rows.values())
    for table in ("reading", "bill"):
        assert len(office.rows[table]) == CUSTOMERS * MONTHS
    assert CUSTOMERS * MONTHS <= len(office.rows["receipt"]) <= CUSTOMERS * MONTHS * 1.02


def test_what_was_billed_was_received_and_deposited() -> None:
    office = PlainOffice(CUSTOMERS, MONTHS)
    office.run()
    billed = sum(row[17] for row in office.rows["bill"])
    window = [row for row in office.rows["receipt"] if row[5] == "window"]
    bank = sum(row[8] for row in office.rows["receipt"] if row[5] == "bank")
    again = sum(row[5] for row in office.rows["reopening"])
    assert billed == bank + sum(row[8] for row in window) - again
    assert sum(row[8] for row in office.rows["deposit"]) == sum(row[8] for row in window)


def test_the_same_seed_gives_the_same_rows() -> None:
    first, second, other = (PlainOffice(100, 2, seed) for seed in (1, 1, 2))
    for office in (first, second, other):
        office.run()
    assert first.rows == second.rows != other.rows
