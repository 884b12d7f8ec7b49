"""Limits in working days, and the excuses that stop their clock."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.clock.calendar import date_of, day_of, load_calendar
from kaohe.sim.clock.limits import Excuse, limit_on
from kaohe.sim.deciding.errands import NEVER, Errand, Errands

CALENDAR = load_calendar()
DAYS = st.integers(day_of(date(2001, 1, 1)), day_of(date(2001, 12, 1)))


def _limit(start: date, n: int, *excuses: tuple[date, date]) -> date:
    stopped = [Excuse(day_of(first), day_of(last)) for first, last in excuses]
    return date_of(limit_on(CALENDAR, day_of(start), n, stopped))


@given(DAYS, st.integers(0, 12))
def test_without_an_excuse_it_is_the_nth_working_day_after(start: int, n: int) -> None:
    assert limit_on(CALENDAR, start, n) == CALENDAR.add_working_days(start, n)


@given(DAYS, st.integers(1, 8), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 10)), max_size=3))
def test_each_working_day_that_is_excused_moves_it_by_one(start: int, n: int, spans: list[tuple[int, int]]) -> None:
    excuses = [Excuse(start + first, start + first + length) for first, length in spans]
    limit = limit_on(CALENDAR, start, n, excuses)
    between = [day for day in range(start + 1, limit + 1) if CALENDAR.is_working(day)]
    counted = [day for day in between if not any(excuse.covers(day) for excuse in excuses)]
    assert len(counted) == n
    assert counted[-1] == limit


@pytest.mark.parametrize(
    ("excuses", "limit"),
    [
        ((), date(2001, 3, 8)),
        (((date(2001, 3, 6), date(2001, 3, 6)),), date(2001, 3, 8)),
        (((date(2001, 3, 6), date(2001, 3, 7)),), date(2001, 3, 9)),
        (((date(2001, 3, 7), date(2001, 3, 12)),), date(2001, 3, 13)),
        (((date(2001, 3, 9), date(2001, 3, 30)),), date(2001, 3, 8)),
        (((date(2001, 3, 6), date(2001, 3, 8)), (date(2001, 3, 7), date(2001, 3, 9))), date(2001, 3, 13)),
    ],
)
def test_three_working_days_from_a_monday(excuses: tuple[tuple[date, date], ...], limit: date) -> None:
    """An excuse covers its first day and not its last; one that comes after the limit moves nothing; two do not count
    the same day twice.
    """
    assert _limit(date(2001, 3, 5), 3, *excuses) == limit


def test_an_errand_keeps_its_excuses_and_the_first_day_on_which_it_was_done() -> None:
    errands = Errands()
    monday = day_of(date(2001, 3, 5))
    errands.open(Errand("site_visit", 7, 11, monday, monday + 3))
    assert errands.done_on("site_visit", 7) == NEVER
    errands.of("site_visit", 7).excuse(CALENDAR, 3, Excuse(monday + 2, monday + 4))
    assert errands.due_on("site_visit", 7) == day_of(date(2001, 3, 12))
    errands.done("site_visit", 7, monday + 4)
    errands.done("site_visit", 7, monday + 9)
    assert errands.done_on("site_visit", 7) == monday + 4
    assert errands.due_on("site_visit", 8) == NEVER
