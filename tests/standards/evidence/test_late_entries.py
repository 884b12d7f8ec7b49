"""1.2: entries of the registration desk that were late, by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kaohe.standards.ledger.cites import Part
from tests.standards.connection import CUSTOMER, OPENING, REGISTRATION, Connection
from tests.standards.records_builder import CLERK, MANAGER, OTHER_CLERK, on
from tests.standards.verdicts import days, findings, the_finding


def entered(table: str, day: str) -> Connection:
    """A connection of which one entry was made on another day: signed for on Friday 03-02 (survey), 03-06 (order)."""
    connection = Connection()
    entry = connection.desk.rows[table][0]
    moved = on(day) - entry["recorded_at"].date()  # type: ignore[attr-defined]  # a time
    archived = connection.desk.rows["customer" if table == "registration" else "meter"]
    for row in (entry, *(row for row in archived if row["customer"] == CUSTOMER)):
        row["recorded_at"] += moved
    entry["entered_on"] = on(day)
    return connection


@pytest.mark.parametrize(("table", "day"), [("registration", "03-02"), ("opening", "03-07"), ("opening", "03-08")])
def test_by_the_limit_it_is_in_time(table: str, day: str) -> None:
    assert findings(entered(table, day).desk, "1.2") == []


def test_a_registration_of_the_day_after_is_late_and_worth_nothing() -> None:
    finding = the_finding(entered("registration", "03-05").desk, "1.2")
    assert (finding.staff, finding.object_id, days(finding)) == (CLERK, REGISTRATION, ("03-05", "03-05"))
    assert (finding.parts, finding.loss_fen) == ((), 0)


def late_by_a_week() -> Connection:
    """Signed for on 03-06, due on 03-08, entered on 03-14; the book was read on 03-12 without him, then on 04-12."""
    connection = entered("opening", "03-14")
    connection.desk.batch(200103, "03-12")
    connection.desk.batch(200104, "04-12")
    return connection


def test_of_an_opening_counts_the_share_of_the_first_bill_that_the_reading_would_have_had() -> None:
    """16,650 kWh of 37 days at 0.80: 6 days are 2,160.00; issuance was due on 03-15: min(6, 29) days."""
    connection = late_by_a_week()
    connection.month("04-12", ("03-06", 100), 655, 1_332_000, 16_650)
    finding = the_finding(connection.desk, "1.2")
    assert (finding.object_id, days(finding)) == (OPENING, ("03-09", "03-09"))
    assert (finding.parts, finding.loss_fen) == ((Part(216_000, 6),), 0)


def test_each_reading_that_passed_him_by_counts_from_the_one_before() -> None:
    """33,300 kWh of 74 days at 0.80, entered on 04-18, 41 days late, issued on 05-20: 6 days are 2,160.00, and to have
    been issued by 03-15: min(41, 66); the next 31 are 11,160.00, by 04-17: min(41, 33).
    """
    connection = entered("opening", "04-18")
    for period, day in ((200103, "03-12"), (200104, "04-12"), (200105, "05-19")):
        connection.desk.batch(period, day)
    connection.month("05-19", ("03-06", 100), 655, 2_664_000, 33_300)
    assert the_finding(connection.desk, "1.2").parts == (Part(216_000, 41), Part(1_116_000, 33))


def test_a_reading_of_the_saturday_after_the_limit_passed_him_by() -> None:
    """Signed for on Wednesday 03-07, due on Friday 03-09, read on Saturday 03-10: 4 of 37 days."""
    connection = entered("opening", "03-14")
    for row in connection.desk.rows["paper_log"]:
        if row["kind"] == "work_order":
            row["recorded_at"] += timedelta(days=1)  # type: ignore[operator]  # a time
    connection.desk.batch(200103, "03-10")
    connection.desk.batch(200104, "04-12")
    connection.month("04-12", ("03-06", 100), 655, 1_332_000, 16_650)
    finding = the_finding(connection.desk, "1.2")
    assert (days(finding)[0], finding.parts) == ("03-12", (Part(144_000, 5),))


@pytest.mark.parametrize(
    ("first", "last", "staff"),
    [("03-08", "03-08", OTHER_CLERK), ("03-07", "03-07", CLERK), ("03-09", "03-14", CLERK)],
)
def test_late_is_who_was_at_the_desk_on_the_last_day(first: str, last: str, staff: int) -> None:
    """Signed for on 03-06, due on 03-08: a signature given before a leave does not make the absent answer."""
    connection = entered("opening", "03-14")
    desk = connection.desk
    away: dict[str, Any] = {"employee": CLERK, "from_on": first, "to_on": last}
    for person in (CLERK, OTHER_CLERK):
        desk.add("duty_roster", "03-01", period=200103, employee=person, post="registration_clerk", goes_along=False)
    leave = desk.add("leave", "02-28", kind="annual", approver=MANAGER, **away)
    desk.add("substitution", "02-28", leave=leave, post="registration_clerk", substitute=OTHER_CLERK, **away)
    assert the_finding(desk, "1.2").staff == staff


def test_it_is_worth_nothing_until_a_bill_is_issued_or_where_no_reading_passed_him_by() -> None:
    assert the_finding(late_by_a_week().desk, "1.2").parts == ()
    connection = entered("opening", "03-14")
    connection.desk.batch(200104, "04-12")
    connection.month("04-12", ("03-06", 100), 655, 1_332_000, 16_650)
    assert the_finding(connection.desk, "1.2").parts == ()


def test_an_entry_that_never_came_is_missed_and_one_of_which_the_archive_knows_is_not() -> None:
    connection = Connection()
    connection.desk.rows["opening"] = []
    assert findings(connection.desk, "1.2") == []  # its meter is in the archive
    connection.desk.rows["meter"] = [row for row in connection.desk.rows["meter"] if row["customer"] != CUSTOMER]
    assert the_finding(connection.desk, "1.2").object_id == OPENING
