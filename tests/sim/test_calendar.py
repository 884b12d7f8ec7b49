"""The calendar of 2001, and the sums over days that limits rest on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.clock.calendar import (
    CalendarRange,
    date_of,
    day_of,
    load_calendar,
    month_after,
    month_days,
)
from kaohe.sim.files import Faults
from kaohe.sim.texts import use_language

CALENDAR = load_calendar()
days = st.integers(day_of(date(2000, 12, 1)), day_of(date(2002, 2, 28)))


def on(month: int, day: int, year: int = 2001) -> int:
    return day_of(date(year, month, day))


def test_flags_of_2001() -> None:
    year = np.arange(on(1, 1), on(12, 31) + 1)
    # 52 Sundays and 52 Saturdays; closed on 22 days, 3 of them Sundays and 3 Saturdays; 8 weekend days worked.
    assert np.count_nonzero(CALENDAR.is_working(year)) == 365 - 104 - (22 - 6) + 8
    assert np.count_nonzero(CALENDAR.is_open(year)) == 365 - 52 - (22 - 3) + 4
    assert np.array_equal(CALENDAR.is_bank(year), CALENDAR.is_working(year))


@pytest.mark.parametrize(
    ("day", "is_open", "is_working"),
    [
        (on(1, 1), False, False),
        (on(1, 20), True, True),
        (on(1, 21), True, True),
        (on(1, 27), False, False),
        (on(1, 31), True, True),
        (on(4, 29), True, True),
        (on(5, 5), False, False),
        (on(3, 3), True, False),
        (on(3, 4), False, False),
        (on(9, 30), True, True),
        (on(1, 3, 2002), False, False),
    ],
)
def test_flags_of_a_day(day: int, is_open: bool, is_working: bool) -> None:
    assert CALENDAR.is_open(day) is is_open
    assert CALENDAR.is_working(day) is is_working
    assert CALENDAR.is_bank(day) is is_working


def test_limits_count_working_days_after_the_day() -> None:
    assert date_of(CALENDAR.add_working_days(on(4, 27), 3)) == date(2001, 4, 30)
    assert date_of(CALENDAR.add_working_days(on(4, 27), 4)) == date(2001, 5, 8)
    assert date_of(CALENDAR.add_working_days(on(3, 3), 1)) == date(2001, 3, 5)
    assert CALENDAR.add_working_days(on(3, 3), 0) == on(3, 3)


def test_next_days() -> None:
    assert date_of(CALENDAR.next_open(on(3, 4))) == date(2001, 3, 5)
    assert CALENDAR.next_open(on(3, 3)) == on(3, 3)
    assert date_of(CALENDAR.first_open_after(on(3, 3))) == date(2001, 3, 5)
    assert date_of(CALENDAR.next_working(on(3, 3))) == date(2001, 3, 5)
    assert date_of(CALENDAR.next_working(on(3, 3), 1)) == date(2001, 3, 6)
    assert date_of(CALENDAR.first_working_after(on(3, 5))) == date(2001, 3, 6)
    assert date_of(CALENDAR.next_bank(on(1, 24))) == date(2001, 1, 31)
    assert date_of(CALENDAR.next_bank(on(3, 2), 3)) == date(2001, 3, 7)
    assert date_of(CALENDAR.first_bank_after(on(3, 2))) == date(2001, 3, 5)


@pytest.mark.parametrize(
    ("cycle_day", "year", "month", "scheduled", "shifted"),
    [
        (31, 2001, 2, date(2001, 2, 28), date(2001, 2, 28)),
        (31, 2001, 4, date(2001, 4, 30), date(2001, 4, 30)),
        (1, 2001, 5, date(2001, 5, 1), date(2001, 5, 8)),
        (3, 2001, 5, date(2001, 5, 3), date(2001, 5, 10)),
        (7, 2001, 5, date(2001, 5, 7), date(2001, 5, 15)),
        (24, 2001, 1, date(2001, 1, 24), date(2001, 1, 31)),
        (25, 2001, 1, date(2001, 1, 25), date(2001, 2, 1)),
        (4, 2001, 3, date(2001, 3, 4), date(2001, 3, 5)),
        (31, 2000, 12, date(2000, 12, 31), date(2001, 1, 2)),
        (3, 2001, 3, date(2001, 3, 3), date(2001, 3, 3)),
    ],
)
def test_cycle_days_stand_on_saturdays_and_shift_over_closed_days(
    cycle_day: int, year: int, month: int, scheduled: date, shifted: date
) -> None:
    assert tuple(map(date_of, CALENDAR.scheduled(cycle_day, year, month))) == (scheduled, shifted)


def test_all_cycle_days_at_once() -> None:
    cycle_days = np.arange(1, 32)
    together = np.transpose(CALENDAR.scheduled(cycle_days, 2001, 2)).tolist()
    assert together == [list(CALENDAR.scheduled(int(day), 2001, 2)) for day in cycle_days]


@given(days, st.integers(1, 20))
def test_the_nth_working_day_after_has_n_working_days_up_to_it(day: int, n: int) -> None:
    found = CALENDAR.add_working_days(day, n)
    assert np.count_nonzero(CALENDAR.is_working(np.arange(day + 1, found + 1))) == n
    assert CALENDAR.is_working(found)


@given(st.lists(days, max_size=9))
def test_arrays_answer_as_single_days_do(some: list[int]) -> None:
    given_days = np.array(some, np.int64)
    assert CALENDAR.next_open(given_days).tolist() == [CALENDAR.next_open(day) for day in some]
    assert CALENDAR.next_bank(given_days, 2).tolist() == [CALENDAR.next_bank(day, 2) for day in some]
    assert CALENDAR.first_working_after(given_days).tolist() == [CALENDAR.first_working_after(day) for day in some]
    assert CALENDAR.is_open(given_days).tolist() == [CALENDAR.is_open(day) for day in some]


def test_beyond_the_calendar_is_an_error_that_names_its_span() -> None:
    message = "2002-06-01 不在日曆之內：日曆由 2000-12-01 至 2002-05-31"
    with pytest.raises(CalendarRange, match=message):
        CALENDAR.next_open(on(6, 1, 2002))
    with pytest.raises(CalendarRange, match=message):
        CALENDAR.add_working_days(on(5, 30, 2002), 5)
    with use_language("en"), pytest.raises(CalendarRange, match="2000-11-30 is beyond the calendar, which runs from"):
        CALENDAR.is_open(np.array([on(3, 1), on(11, 30, 2000)]))
    assert not CALENDAR.covers(on(1, 1), on(6, 1, 2002))
    assert CALENDAR.covers(on(1, 1), on(5, 31, 2002))


SLIPS = [
    pytest.param("first = 2001-12-31\nlast = 2001-01-01", [2], id="ends before it begins"),
    pytest.param("last = 2001-01-07\nfirst = 2000-01-01", [7], id="span begins outside"),
    pytest.param("first = 2001-05-07\nlast = 2001-05-01", [7], id="span ends before it begins"),
    pytest.param("first = 2002-01-01\nlast = 2002-01-07", [6, 7], id="span outside"),
    pytest.param("first = 2001-01-01\nlast = 2001-01-01\nworked = [2001-01-02, 2002-01-02]", [8], id="day outside"),
]


@pytest.mark.parametrize(("text", "lines"), SLIPS)
def test_days_outside_their_span_are_faults_with_their_places(text: str, lines: list[int], tmp_path: Path) -> None:
    path = tmp_path / "calendar.toml"
    head = 'first = 2001-01-01\nlast = 2001-12-31\n\n[[closed]]\nname = { zh = "節", en = "feast" }\n'
    path.write_text(text if lines == [2] else head + text, encoding="utf-8")
    with pytest.raises(Faults) as found:
        load_calendar(path)
    assert [(fault.code, fault.line) for fault in found.value.faults] == [("P052", line) for line in lines]


def test_a_calendar_file_with_a_slip_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "calendar.toml"
    path.write_text('first = 2001-01-01\nlast = "2001-12-31"\n', encoding="utf-8")
    with pytest.raises(Faults, match=r"calendar\.toml:2:8"):
        load_calendar(path)


def test_months() -> None:
    assert month_days(2001, 2) == range(on(2, 1), on(3, 1))
    assert month_after(date(2001, 12, 31)) == date(2002, 1, 1)
    assert month_after(date(2001, 1, 1)) == date(2001, 2, 1)
