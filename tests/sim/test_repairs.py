"""Customers who call because their meter does not turn: what is written down, and the way from the call to the test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache

import pytest

from kaohe.sim.clock.calendar import date_of, day_of, load_calendar
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.spec import Practice
from tests.sim.office import BUSY, Row, by_id, rows, rules, town
from tests.sim.plain import i, on
from tests.sim.turning import at, shown_at

CALENDAR = load_calendar()
STANDING = ("stopped", "burnt")
CALLING = replace(BUSY, stopped_e6=8_000, burnt_e6=8_000, fault_called_e6=1_000_000, fault_known_e6=500_000)
END = date(2001, 5, 31)
SEEDS = (1, 2)


@cache
def calling(seed: int, practice: Practice = CALLING) -> Run:
    """An office by the book whose meters often fail."""
    return Office(replace(town(500, 5), practice=practice), seed, rules()).run()


def after(day: date, working_days: int) -> date:
    """So many working days later."""
    return date_of(CALENDAR.add_working_days(day_of(day), working_days))


def _orders(run: Run) -> dict[object, list[Row]]:
    found: dict[object, list[Row]] = {}
    for row in rows(run, "work_order"):
        found.setdefault(row["customer"], []).append(row)
    return found


def _exchange(run: Run, call: Row) -> Row | None:
    """The order by which the meter went of which he called."""
    later = [row for row in _orders(run).get(call["customer"], []) if at(row) > at(call) and row["old_meter"]]
    return later[0] if later else None


@pytest.mark.parametrize("seed", SEEDS)
def test_a_call_is_written_down_at_a_window_that_is_served_on_its_day(seed: int) -> None:
    run = calling(seed)
    calls, collectors = rows(run, "fault_notice"), by_id(run, "staff")
    for call in calls:
        assert call["called_on"] == at(call).date()
        assert CALENDAR.is_open(day_of(on(call, "called_on")))
        assert time(8) <= at(call).time() < time(17)
        assert "collector" in (collectors[i(call, "staff")]["post"], collectors[i(call, "staff")]["second_post"])
        assert call["fault"] in STANDING
    named = [call["fault_on"] is not None for call in calls]
    assert len(calls) / 4 < sum(named) < len(calls)
    assert len(calls) > 10


@pytest.mark.parametrize("seed", SEEDS)
def test_who_names_a_day_names_one_on_which_it_stood(seed: int) -> None:
    """What was read of the meter from then on is what it was taken out with, and before it there was less."""
    run, checked, earlier = calling(seed), 0, 0
    readings = rows(run, "reading")
    for call in rows(run, "fault_notice"):
        order = _exchange(run, call)
        if call["fault_on"] is None or order is None:
            continue
        since = datetime.combine(on(call, "fault_on"), time())
        assert on(call, "fault_on") < on(call, "called_on") <= on(call, "fault_on") + timedelta(60)
        mine = [row for row in readings if row["meter"] == order["old_meter"] and row["kind"] != "estimate"]
        stood = {row["register"] for row in mine if shown_at(row) >= since}
        assert stood == {order["removal_register"]}
        checked += len(stood)
        earlier += any(row["register"] != order["removal_register"] for row in mine)
    assert checked > 4
    assert earlier > 4


@pytest.mark.parametrize("seed", SEEDS)
def test_it_is_ordered_on_the_next_working_day_exchanged_and_tested(seed: int) -> None:
    run, done = calling(seed), 0
    tests = {row["meter"]: row for row in rows(run, "meter_test")}
    for call in rows(run, "fault_notice"):
        order, called_on = _exchange(run, call), on(call, "called_on")
        if order is None or order["reason"] != "fault":
            given_up = [row for row in rows(run, "work_order") if row["customer"] == call["customer"]]
            assert after(called_on, 8) > END or [row for row in given_up if on(row, "done_on") >= called_on]
            continue
        assert (order["ordered_on"], order["fault"]) == (after(called_on, 1), call["fault"])
        assert on(order, "ordered_on") < on(order, "done_on") <= after(called_on, 6)
        if after(on(order, "done_on"), 3) <= END:
            test = tests[order["old_meter"]]
            assert (test["as_found"], test["register"]) == (call["fault"], order["removal_register"])
            done += 1
    assert done > 6


@pytest.mark.parametrize("seed", SEEDS)
def test_of_one_meter_there_is_either_a_report_or_a_call(seed: int) -> None:
    """Nobody calls of what a reader has reported, nor does a reader report what a customer has called about."""
    run = calling(seed)
    reports = [row for row in rows(run, "reader_report") if row["anomaly"] in STANDING]
    for call in rows(run, "fault_notice"):
        order = _exchange(run, call)
        until = at(order) if order is not None else datetime.combine(END, time.max)
        fitted = [at(row) for row in _orders(run).get(call["customer"], []) if at(row) < at(call)]
        since = max(fitted, default=datetime(1970, 1, 1))
        assert not [row for row in reports if row["customer"] == call["customer"] and since < at(row) <= until]
    assert reports


def test_nobody_calls_twice_of_one_meter() -> None:
    for seed in SEEDS:
        seen = set()
        for call in rows(calling(seed), "fault_notice"):
            order = _exchange(calling(seed), call)
            meter = (call["customer"], order["old_meter"] if order else None)
            assert meter not in seen
            seen.add(meter)


def test_where_nobody_calls_nothing_is_written_and_who_knows_no_day_names_none() -> None:
    assert not rows(calling(1, replace(CALLING, fault_called_e6=0)), "fault_notice")
    calls = rows(calling(1, replace(CALLING, fault_known_e6=0)), "fault_notice")
    assert calls
    assert {call["fault_on"] for call in calls} == {None}
