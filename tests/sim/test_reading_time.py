"""A day's books are read within the day: drawn ones by their size, named ones because a longer one is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.scenarios.loader import office_rules
from kaohe.sim.office import Office
from kaohe.sim.spec import KINDS, BookSpec, OfficeSpec, Practice, town
from kaohe.sim.town.books import LARGEST, largest_drawn, plan_books
from kaohe.sim.town.reading_time import meters_in_a_day
from kaohe.sim.town.soundness import spec_faults
from kaohe.standards import judge
from tests.sim.office import handbook, rulebook

PRACTICES = st.builds(
    Practice,
    read_s=st.integers(1, 3_000),
    read_special_s=st.integers(1, 3_000),
    travel_s=st.integers(0, 10_000),
    application_e6=st.integers(0, 100_000),
)


@settings(max_examples=100, deadline=None)
@given(practice=PRACTICES, count=st.integers(0, 3_000), seed=st.integers(1, 9))
def test_a_drawn_book_is_never_longer_than_a_day(practice: Practice, count: int, seed: int) -> None:
    """Nobody is lost, no book is empty, and there is time for the applicants to come."""
    spec = OfficeSpec(classes={}, practice=practice, months=1)
    books = plan_books(spec, seed, dict.fromkeys(KINDS, count))
    assert books.size.sum() == 3 * count
    assert (books.size > 0).all()
    for code, kind in enumerate(KINDS):
        own = books.kind == code
        most = max(meters_in_a_day(practice, kind), 1)
        assert books.size[own].max(initial=0) <= min(largest_drawn(spec, kind), most, LARGEST)


@pytest.mark.parametrize("customers", [318, 330, 351])
def test_a_town_of_one_book_too_long_has_two(customers: int) -> None:
    books = plan_books(OfficeSpec(classes={}), 1, {"resident": customers, "commerce": 0, "special": 0})
    assert len(books.size) == 2


@pytest.mark.parametrize(("kind", "fits"), [("resident", 340), ("commerce", 340), ("special", 106)])
def test_the_number_that_is_told_fits_and_one_more_does_not(kind: str, fits: int) -> None:
    book = BookSpec("東風里", kind, fits, 5, reader="王芳")  # type: ignore[arg-type]  # a kind
    spec = OfficeSpec(classes={}, books=(book,), months=1)
    assert not spec_faults(spec)
    [error] = spec_faults(replace(spec, books=(replace(book, customers=fits + 1),)))
    assert (error.at, error.code) == (("books", 0, "customers"), "P019")
    assert f"請至多寫 {fits} 戶" in str(error)


def test_a_reader_of_the_town_reads_250_to_350_meters_a_day_and_is_back_by_closing() -> None:
    """At 60 to 90 seconds a meter [K], in the week after the holidays of May too."""
    for seed, start in ((1, date(2001, 1, 1)), (2, date(2001, 4, 1))):
        records = Office(replace(town(5_000, 2), start=start), seed, office_rules()).run().records
        books = records.table("book")
        special = books.filter(books["kind"] == "special")["book"].to_list()
        rows = records.table("reading").filter(pl.col("kind").is_in(["actual", "estimate"]))
        of_book = rows.filter(~pl.col("book").is_in(special)).group_by("book", "read_on")
        low = of_book.agg(pl.len(), pl.col("recorded_at").min().alias("first"), pl.max("recorded_at"))
        assert low["len"].is_between(250, 350).all()
        pace_s = (low["recorded_at"] - low["first"]).dt.total_seconds() / (low["len"] - 1)
        assert pace_s.is_between(60, 90).all()
        back = records.table("handheld_log").filter(pl.col("action") == "return")["recorded_at"].dt.time()
        assert (back <= time(17)).all()
        assert 10 * int((back >= time(13)).sum()) > 8 * len(back)  # the day is full


def test_who_stands_in_reads_and_signs() -> None:
    """After the week of May two books of one reader fall on one day: a colleague of the hall reads the second."""
    run = Office(replace(town(20_000, 2), start=date(2001, 4, 15)), 3, office_rules()).run()
    own = dict(run.records.table("book").select("book", "reader").iter_rows())
    stood_in = [row for row in run.records.table("batch").to_dicts() if row["reader"] != own[row["book"]]]
    assert stood_in
    assert judge(run.records, handbook(), rulebook()).findings.is_empty()
    readers = {(row["book"], row["period"]): row["reader"] for row in stood_in}
    for table, kinds in (("reading", ("actual", "estimate")), ("handheld_log", ("draw", "return"))):
        column = "kind" if table == "reading" else "action"
        rows = run.records.table(table).filter(pl.col(column).is_in(kinds)).to_dicts()
        signed = {(row["book"], row["period"]): row["staff"] for row in rows}
        assert {key: signed[key] for key in readers} == readers


def test_two_books_of_one_reader_and_day_are_read_one_after_another() -> None:
    books = tuple(BookSpec(name, "resident", 200, 5, reader="王芳") for name in ("東", "西"))
    spec = OfficeSpec(classes={}, books=books, months=1)
    [error] = spec_faults(spec)
    assert (error.at, "請至多寫 120 戶" in str(error)) == (("books", 1, "customers"), True)
    assert not spec_faults(replace(spec, books=(books[0], replace(books[1], customers=120))))
    assert not spec_faults(replace(spec, books=(books[0], replace(books[1], cycle_day=6))))


def test_the_longest_book_is_back_by_closing_at_any_pace() -> None:
    """Whatever the pace of the month."""
    spec = OfficeSpec(classes={}, books=(BookSpec("東風里", "resident", 340, 5),), months=2)
    practice = replace(spec.practice, noted_delay_e6=0, cycle_change_e6=0, application_e6=0)
    for seed in range(1, 4):
        records = Office(replace(spec, practice=practice), seed, office_rules()).run().records
        log = records.table("handheld_log").filter(pl.col("action") == "return")
        assert len(log) == 2
        assert (log["recorded_at"].dt.time() <= time(17)).all()
