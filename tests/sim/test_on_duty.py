"""專變 are read on their 例日, open or not: readers on duty draw on the last open day and are back on the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from kaohe.sim.clock.calendar import date_of, day_of, load_calendar
from kaohe.sim.deciding.behaviours import Order
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.spec import BookSpec, OfficeSpec, Practice, town
from tests.proving import seeds
from tests.sim.office import BUSY, judged, rows, rules

QUIET = Practice(noted_delay_e6=0, cycle_change_e6=0, locked_door_e6=0)
BOOKS = (
    BookSpec("專變一", "special", 3, 25, "甲"),
    BookSpec("專變二", "special", 3, 28, "甲"),
    BookSpec("專變三", "special", 3, 31, "乙"),
    BookSpec("東風里", "resident", 3, 28, "乙"),
)
SPECIAL = (0, 1, 2)


def spec(start: date = date(2001, 1, 1), months: int = 3, practice: Practice = QUIET) -> OfficeSpec:
    """Three books of 專變 and one of residents."""
    return OfficeSpec(start=start, months=months, classes={}, books=BOOKS, practice=practice)


@cache
def ran() -> Run:
    return Office(spec(), 1, rules()).run()


def read_on(run: Run, book: int, period: int) -> list[object]:
    return [row["read_on"] for row in rows(run, "batch") if (row["book"], row["period"]) == (book, period)]


def log(run: Run, book: int, period: int) -> dict[str, tuple[object, ...]]:
    """Day, handheld and person of each line."""
    mine = [row for row in rows(run, "handheld_log") if (row["book"], row["period"]) == (book, period)]
    return {str(row["action"]): (str(row["recorded_at"])[:10], row["handheld"], row["staff"]) for row in mine}


def test_spring_festival_moves_the_book_of_residents_and_no_book_of_special_transformers() -> None:
    """24 to 30 January are closed."""
    run = ran()
    days = [read_on(run, book, 200101) for book in range(4)]
    assert days == [[date(2001, 1, 25)], [date(2001, 1, 28)], [date(2001, 1, 31)], [date(2001, 1, 31)]]


def test_a_sunday_moves_the_book_of_residents_and_no_book_of_special_transformers() -> None:
    """25 February and 25 March are Sundays, 28 January too; 28 February, the 31st of that month, a Wednesday."""
    run = ran()
    assert [read_on(run, book, 200102) for book in SPECIAL] == [
        [date(2001, 2, 25)],
        [date(2001, 2, 28)],
        [date(2001, 2, 28)],
    ]
    assert read_on(run, 0, 200103) == [date(2001, 3, 25)]


def test_handhelds_are_drawn_on_the_last_open_day_and_unloaded_on_the_next() -> None:
    run = ran()
    for book in (0, 1):
        lines = log(run, book, 200101)
        assert [lines[name][0] for name in ("load", "draw")] == ["2001-01-23"] * 2
        assert [lines[name][0] for name in ("return", "unload")] == ["2001-01-31"] * 2
        assert len({handheld for _, handheld, _ in lines.values()}) == 1
    assert log(run, 0, 200101)["draw"] == log(run, 1, 200101)["draw"]  # one reader, one handheld
    assert {day for day, _, _ in log(run, 2, 200101).values()} == {"2001-01-31"}
    unloaded = {row["recorded_at"] for row in rows(run, "batch") if row["read_on"] == date(2001, 1, 28)}
    assert {str(at)[:10] for at in unloaded} == {"2001-01-31"}


def test_what_freezes_at_midnight_of_its_day_is_read_that_day() -> None:
    run = ran()
    of_special = {row["id"] for row in rows(run, "book") if row["kind"] == "special"}
    read = [row for row in rows(run, "reading") if row["book"] in {0, 1, 2} and row["kind"] == "actual"]
    assert of_special
    assert read
    assert all(row["frozen_on"] in (None, row["read_on"]) for row in read)


def test_bills_of_closed_days_follow_on_the_working_day_after_unloading() -> None:
    issued = {str(row["issued_on"]) for row in rows(ran(), "bill") if row["book"] == 0}
    assert issued == {"2001-02-01", "2001-02-27", "2001-03-27"}


@pytest.mark.parametrize("first", [date(2001, 5, 1), date(2001, 10, 1), date(2001, 7, 1)])
def test_an_office_that_opens_on_a_closed_day_reads_too(first: date) -> None:
    """Nobody could draw before: the handheld is drawn on the day."""
    books = (replace(BOOKS[0], cycle_day=1), replace(BOOKS[3], cycle_day=1))
    run = Office(replace(spec(first, 2), books=books), 1, rules()).run()
    assert read_on(run, 0, first.year * 100 + first.month) == [first]
    assert judged(run).findings.is_empty()


def test_handhelds_for_a_closed_first_of_the_month_are_drawn_in_the_month_before() -> None:
    """1 May is closed; 30 April the last open day."""
    books = (replace(BOOKS[0], cycle_day=2),)
    run = Office(replace(spec(date(2001, 4, 1), 3), books=books), 1, rules()).run()
    assert read_on(run, 0, 200105) == [date(2001, 5, 2)]
    assert [log(run, 0, 200105)[name][0] for name in ("draw", "return")] == ["2001-04-30", "2001-05-08"]


PLANTS = {"large_industry": 250, "industry": 500, "resident": 60}


@pytest.mark.parametrize("start", [date(2001, 1, 1), date(2001, 4, 1), date(2001, 9, 1)])
@pytest.mark.parametrize("seed", seeds((3,), (4, 5), free=6))
def test_a_clean_office_of_many_special_customers_has_no_finding(seed: int, start: date) -> None:
    run = Office(replace(town(0, 3), classes=PLANTS, start=start, practice=BUSY), seed, rules()).run()
    assert run.acts.is_empty()
    findings = judged(run).findings
    assert findings.is_empty(), findings.select("clause", "table", "row_key", "occurred_on").head(5)
    closed = ~load_calendar().is_open(np.arange(day_of(start), day_of(start) + 60))
    days = {date_of(day_of(start) + offset) for offset in np.flatnonzero(closed).tolist()}
    assert days & {row["read_on"] for row in rows(run, "batch")}


@pytest.mark.parametrize("on, late", [(date(2001, 1, 28), 1), (date(2001, 1, 25), 3), (date(2001, 2, 25), 2)])
def test_a_book_left_on_a_closed_day_is_found(on: date, late: int) -> None:
    book = 1 if on.day == 28 else 0
    left = Order("read_book", "read_late", object=book, day=day_of(on), params={"days": late})
    run = Office(spec(), 1, rules(), orders=[left]).run()
    (act,), (found,) = run.acts.to_dicts(), judged(run).incidents.to_dicts()
    read = date_of(load_calendar().next_open(day_of(on) + late))
    assert (act["evidenced"], act["occurred_on"], found["clause"]) == (True, read, "2.1")
    assert (found["occurred_on"], found["staff"]) == (read, act["staff"])
    assert read_on(run, book, on.year * 100 + on.month) == [read]
    lines = log(run, book, on.year * 100 + on.month)
    assert {lines[name][0] for name in ("return", "unload")} == {str(read)}


def test_a_book_never_read_gives_its_handheld_back() -> None:
    left = Order("read_book", "read_late", object=0, day=day_of(date(2001, 1, 25)), params={"days": 60})
    run = Office(spec(), 1, rules(), orders=[left]).run()
    assert set(log(run, 0, 200101)) == {"load", "draw", "return", "unload"}
    assert log(run, 0, 200101)["return"][0] == "2001-01-31"
    assert not read_on(run, 0, 200101)
    assert [row["clause"] for row in judged(run).incidents.to_dicts()] == ["2.1"]
