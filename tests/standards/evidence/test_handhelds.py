"""2.4, 3.2: handhelds returned late, loaded and unloaded off their day, by hand.

03-05 is a Monday, the limit of issuance 03-08.
"""

from __future__ import annotations

from typing import Any

import pytest

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.ledger.cites import Part
from tests.standards.records_builder import ISSUER, MANAGER, OTHER_READER, READER, Desk
from tests.standards.verdicts import cited, days, findings, the_finding

MARCH = ids.period_index(200103)


def log(desk: Desk, action: str, day: str, at: str = "08:00", period: int = 200103) -> int:
    """A line of the log of book 1."""
    key = SCHEMA["handheld_log"].key.pack(book=1, period=ids.period_index(period), action=action)
    handed = action in ("draw", "return")
    who, signs = (READER, ISSUER) if handed else (ISSUER, None)
    own = {"book": 1, "period": period, "handheld": 1, "action": action}
    return desk.add("handheld_log", day, at, who, id=key, **own, signed_by=signs, condition="good" if handed else None)


def read(
    *,
    loaded: str = "03-05",
    read_on: str = "03-05",
    back: str | None = None,
    unloaded: str | None = None,
    issued: str | None = "03-06",
) -> Desk:
    """A book of one customer, whose bill of 45.00 was issued then."""
    desk = Desk()
    desk.customer(1)
    log(desk, "load", loaded, "07:50")
    log(desk, "draw", read_on)
    reading = desk.reading(1, 200103, 1100, read_on)
    log(desk, "return", back or read_on, "17:00")
    if unloaded is not None:
        log(desk, "unload", unloaded, "17:10")
        desk.batch(200103, read_on)
        desk.rows["batch"][0]["recorded_at"] = desk.rows["handheld_log"][-1]["recorded_at"]
    if issued is not None:
        desk.bill(1, 200103, issued, ("02-05", 1000), (read_on, 1100), reading, 4500)
    return desk


@pytest.mark.parametrize(
    "unloaded, issued, late", [("03-05", "03-06", None), ("03-06", "03-07", 0), ("03-10", "03-12", 4)]
)
def test_what_is_unloaded_on_another_day_than_it_came_back(unloaded: str, issued: str, late: int | None) -> None:
    desk = read(unloaded=unloaded, issued=issued)
    if late is None:
        assert not findings(desk, "3.2")
        return
    finding = the_finding(desk, "3.2")
    assert (finding.staff, finding.object_id, finding.formula) == (ISSUER, ids.book_period_id(1, MARCH), "unloaded")
    assert days(finding) == ("03-06", "03-06")
    assert finding.parts == ((Part(4500, late),) if late else ())
    assert not findings(desk, "3.1")


def test_a_bill_is_late_by_no_more_days_than_the_unloading() -> None:
    desk = read(unloaded="03-09", issued="03-30")
    assert the_finding(desk, "3.2").parts == (Part(4500, 4),)


def test_what_waits_for_its_re_reading_is_late_only_until_then() -> None:
    desk = read(unloaded="03-10", issued="03-13")
    for action, day in (("open", "03-10"), ("close", "03-13")):
        key = SCHEMA["pending"].key.pack(customer=1, period=MARCH, action=action)
        own = {"customer": 1, "period": 200103, "action": action, "reason": "recheck"}
        desk.add("pending", day, "18:00", ISSUER, id=key, **own)
    assert the_finding(desk, "3.2").parts == (Part(4500, 2),)


def test_what_is_never_unloaded_is_missed_and_no_bill_of_it_is_left_out() -> None:
    desk = read(issued=None)
    finding = the_finding(desk, "3.2", "03-30")
    assert (finding.amount_fen, finding.parts, dict(finding.inputs).get("unloaded_day")) == (None, (), None)
    assert not findings(desk, "3.1", "03-30")
    assert not findings(desk, "3.2", "03-05")


@pytest.mark.parametrize("loaded, late", [("03-05", None), ("03-07", 1), ("03-02", None)])
def test_a_book_loaded_after_its_day_is_its_clerk_s_and_not_its_reader_s(loaded: str, late: int | None) -> None:
    desk = read(loaded=loaded, read_on=max(loaded, "03-05"), unloaded=max(loaded, "03-05"), issued="03-09")
    assert not findings(desk, "2.1")
    if late is None:
        assert not findings(desk, "3.2")
        return
    finding = the_finding(desk, "3.2")
    assert (finding.staff, finding.formula, days(finding)) == (ISSUER, "loaded", ("03-06", "03-07"))
    assert finding.parts == (Part(4500, late),)


def test_a_reader_who_comes_later_than_it_was_loaded_answers_for_the_days_after() -> None:
    desk = read(loaded="03-07", read_on="03-09", unloaded="03-09", issued="03-12")
    assert the_finding(desk, "2.1").parts == (Part(4500, 2),)
    assert the_finding(desk, "3.2").parts == (Part(4500, 2),)


def test_where_no_load_is_ever_written_none_is_missed() -> None:
    desk = read(unloaded="03-05")
    desk.rows["handheld_log"] = [row for row in desk.rows["handheld_log"] if row["action"] != "load"]
    assert not findings(desk, "3.2")


def test_a_period_without_a_load_shows_when_the_next_one_is_loaded() -> None:
    desk = read(unloaded="03-05")
    assert not findings(desk, "3.2")
    log(desk, "load", "04-30", period=200105)
    finding = the_finding(desk, "3.2")
    assert (finding.object_id, days(finding)) == (ids.book_period_id(1, MARCH + 1), ("04-06", "04-30"))


@pytest.mark.parametrize("loaded, early", [("02-28", False), ("02-27", True)])
def test_a_book_may_be_loaded_three_working_days_before_its_day(loaded: str, early: bool) -> None:
    desk = read(loaded=loaded, unloaded="03-05")
    if not early:
        assert not findings(desk, "3.2")
        return
    finding = the_finding(desk, "3.2")
    assert (finding.amount_fen, finding.formula, days(finding)) == (0, "loaded_early", (loaded, loaded))
    assert cited(finding, "act")


# ── 2.4 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("back, issued, late", [("03-05", "03-06", None), ("03-06", "03-07", 0), ("03-10", "03-12", 4)])
def test_a_handheld_that_comes_back_late_is_its_drawer_s(back: str, issued: str, late: int | None) -> None:
    desk = read(back=back, unloaded=back, issued=issued)
    assert not findings(desk, "3.2")
    assert not findings(desk, "3.1")
    if late is None:
        assert not findings(desk, "2.4")
        return
    finding = the_finding(desk, "2.4")
    assert (finding.staff, finding.object_type, finding.object_id) == (
        READER,
        "handheld_draw",
        ids.book_period_id(1, MARCH),
    )
    assert (days(finding), finding.formula) == (("03-06", "03-06"), "returned")
    assert finding.parts == ((Part(4500, late),) if late else ())


@pytest.mark.parametrize(
    "first, last, staff, own",
    [
        ("03-05", "03-06", OTHER_READER, 2),  # on leave when it should have come back: who has signed for his work
        ("03-06", "03-31", READER, 1),
        ("03-07", "03-31", READER, 2),
        ("03-06", "03-06", READER, 3),  # one evening of four was another's
        ("03-09", "03-31", READER, 4),
    ],
)
def test_who_had_it_at_the_limit_answers_for_his_own_days(first: str, last: str, staff: int, own: int) -> None:
    """Read on 03-05, back on 03-09; the other reader stands in for some days. What the other one adds is nobody's."""
    desk = read(back="03-09", unloaded="03-09", issued="03-30")
    leave_days: dict[str, Any] = {"employee": READER, "from_on": first, "to_on": last}
    desk.add("duty_roster", "03-01", period=200103, employee=READER, post="meter_reader", goes_along=False)
    leave = desk.add("leave", "03-01", kind="sick", approver=MANAGER, **leave_days)
    desk.add("substitution", "03-01", leave=leave, post="meter_reader", substitute=OTHER_READER, **leave_days)
    finding = the_finding(desk, "2.4")
    assert (finding.staff, finding.parts) == (staff, (Part(4500, own),))


def test_reader_and_clerk_answer_each_for_his_own_days() -> None:
    """Back on Wednesday, unloaded on Friday, issued on Monday 03-12, four days after its limit."""
    desk = read(back="03-07", unloaded="03-09", issued="03-12")
    assert the_finding(desk, "2.4").parts == (Part(4500, 2),)
    clerk = the_finding(desk, "3.2")
    assert (clerk.parts, days(clerk)) == ((Part(4500, 2),), ("03-08", "03-08"))


def test_what_never_comes_back_is_missed_and_no_bill_of_it_is_left_out() -> None:
    desk = read(issued=None)
    desk.rows["handheld_log"] = [row for row in desk.rows["handheld_log"] if row["action"] != "return"]
    finding = the_finding(desk, "2.4", "03-30")
    assert (days(finding), finding.parts) == (("03-06", "03-06"), ())
    assert not findings(desk, "3.1", "03-30")
    assert not findings(desk, "3.2", "03-30")


def test_what_was_read_on_a_closed_day_comes_back_when_the_office_opens() -> None:
    """Book 9 on Sunday 08-26: drawn on Saturday, back on Monday."""
    desk = Desk()
    desk.customer(1, book=9)
    for action, day in (("load", "08-25"), ("draw", "08-25"), ("return", "08-27")):
        key = SCHEMA["handheld_log"].key.pack(book=9, period=MARCH + 5, action=action)
        own = {"book": 9, "period": 200108, "handheld": 1, "action": action, "signed_by": None, "condition": None}
        desk.add("handheld_log", day, "08:00", READER, id=key, **own)
    desk.reading(1, 200108, 1310, "08-26", book=9)
    assert not findings(desk, "2.4")
    desk.rows["handheld_log"].pop()
    assert days(the_finding(desk, "2.4")) == ("08-28", "08-28")
