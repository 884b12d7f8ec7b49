"""The yardsticks do the whole cycle and write the same: a slow or idle yardstick would flatter."""

from __future__ import annotations

import pytest

from kaohe.sim.records import SCHEMA
from tests.benchmarks.cycle import Cycle, Row
from tests.benchmarks.plain_heapq import HeapOffice
from tests.benchmarks.plain_simpy import PlainOffice

CUSTOMERS, MONTHS = 600, 3


def _run(peer: type[PlainOffice] | type[HeapOffice], customers: int = CUSTOMERS, seed: int = 1) -> Cycle:
    office = peer(customers, MONTHS, seed)
    assert office.run() == office.count()
    return office


def _sum(rows: list[Row], column: int) -> int:
    return sum(value for row in rows if isinstance(value := row[column], int))


@pytest.mark.parametrize("peer", [PlainOffice, HeapOffice])
def test_every_customer_is_read_billed_and_pays_each_month(peer: type[PlainOffice] | type[HeapOffice]) -> None:
    rows = _run(peer).rows
    for table in ("reading", "bill"):
        assert len(rows[table]) == CUSTOMERS * MONTHS
    assert CUSTOMERS * MONTHS <= len(rows["receipt"]) <= CUSTOMERS * MONTHS * 1.02


def test_what_was_billed_was_received_and_deposited() -> None:
    rows = _run(PlainOffice, 7_000).rows
    billed = _sum(rows["bill"], 18)
    window, bank = (_sum([row for row in rows["receipt"] if row[5] == channel], 8) for channel in ("window", "bank"))
    again = _sum(rows["reopening"], 5)
    assert again
    assert billed == bank + window - again
    assert _sum(rows["deposit"], 8) == window


@pytest.mark.parametrize(("customers", "seed"), [(600, 1), (7_000, 2)])
def test_without_the_library_the_same_is_written(customers: int, seed: int) -> None:
    plain, heap = (_run(peer, customers, seed).rows for peer in (PlainOffice, HeapOffice))
    assert plain.keys() == heap.keys()
    # What happens in the same second may stand in another order.
    assert all(sorted(plain[name], key=repr) == sorted(heap[name], key=repr) for name in plain)


def test_the_rows_have_the_columns_of_our_tables() -> None:
    rows = _run(PlainOffice, 7_000).rows
    assert {"return_notice", "cheque"} < rows.keys()
    for table, written in rows.items():
        assert {len(row) for row in written} == {len(SCHEMA[table].columns)}
        for column, values in zip(SCHEMA[table].columns, zip(*written, strict=True), strict=True):
            assert {type(value) for value in values} <= {str if column.type == "str" else int, type(None)}
            assert column.nullable or None not in values


def test_the_same_seed_gives_the_same_rows() -> None:
    first, second, other = (_run(PlainOffice, 100, seed).rows for seed in (1, 1, 2))
    assert first == second != other
