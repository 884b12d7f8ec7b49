"""The tolerance of reading days binds the office as it binds the judge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from kaohe.scenarios.loader import office_rules
from kaohe.sim.deciding.points import Situations
from kaohe.sim.desks.reading.rounds import READ_BOOK
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.spec import BookSpec, Practice, town
from kaohe.standards import judge
from tests.sim.office import handbook, rulebook

DELAYS = Practice(noted_delay_e6=1_000_000, cycle_change_e6=0)
SATURDAY = BookSpec("東風里", "resident", 4, 6)
LOW, SPECIAL = "reading.tolerance_days.low_voltage", "reading.tolerance_days.special"


def made(low: str, special: str = "0") -> Office:
    """An office whose books are often kept from being read on their day."""
    rules = office_rules({LOW: low, SPECIAL: special})
    return Office(replace(town(600, 1), practice=DELAYS, books=(SATURDAY,)), 1, rules)


@cache
def ran(low: str) -> Run:
    return made(low).run()


@pytest.mark.parametrize("low", ["0", "1", "2", "3"])
def test_nobody_reads_later_than_the_tolerance_in_force(low: str) -> None:
    """Whatever the limit: no book is late by the office's own rules and all the same an incident."""
    run = ran(low)
    noted = run.records.table("batch").filter(run.records.table("batch")["cause"].is_not_null())
    assert (len(noted) > 0) is (low != "0")
    assert not len(judge(run.records, handbook(), rulebook()).incidents)


@pytest.mark.parametrize(("low", "read_on"), [("1", date(2001, 1, 6)), ("2", date(2001, 1, 8))])
def test_a_wider_tolerance_reaches_over_a_day_on_which_the_office_is_closed(low: str, read_on: date) -> None:
    """A Saturday's book waits until Monday only where two days are allowed."""
    batches = ran(low).records.table("batch")
    assert batches.filter(batches["book"] == 0)["read_on"].to_list() == [read_on]


@pytest.mark.parametrize(
    ("low", "special", "wanted"), [("0", "0", [0, 0]), ("1", "0", [1, 0]), ("0", "1", [0, 1]), ("2", "2", [1, 1])]
)
def test_a_delay_with_a_cause_may_be_chosen_where_the_tolerance_allows_it(
    low: str, special: str, wanted: list[int]
) -> None:
    office = made(low, special)
    books = np.array([0, 1])
    tray = Situations(office.month.start + 7, books, books, books, {"special": np.array([0, 1])})
    may = READ_BOOK.action(READ_BOOK.code("read_next_day_noted")).may
    assert may is not None
    assert may(office, tray).astype(int).tolist() == wanted
