"""1.6, and receipts of 4.2: money and receipts that were lost by who had signed for them, by hand."""

from __future__ import annotations

from typing import Any

import pytest

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.ledger.cites import Part
from tests.standards.evidence import test_stubs as stubs
from tests.standards.evidence.test_receipt_books import counted, handed_out, stocked
from tests.standards.records_builder import (
    ACCOUNTANT,
    CASHIER,
    CLERK,
    COLLECTOR,
    OTHER_CLERK,
    READER,
    Desk,
    day_number,
)
from tests.standards.verdicts import days, findings, the_finding, the_incident

BOOK = 7  # 601 to 700
CLERKS: dict[str, Any] = {"source": "registration", "counter": None, "staff": CLERK}


# ── money ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def fees(handed_fen: int, day: str = "03-14") -> Desk:
    """Receipts of 1,200.00 of a Wednesday; what was handed in of them, and what the cashier found."""
    desk = Desk()
    for number, fen in enumerate((70_000, 50_000), 1):
        row = {"application": number, "fee": "meter", "takings_on": day, "receipt_no": 600 + number}
        desk.add("fee_receipt", day, "10:00", CLERK, amount_fen=fen, **row)
    desk.hand_in(day, handed_fen, at="16:10", **CLERKS)
    key = ids.clerk_day_id(CLERK, day_number(day))
    row = {"source": "registration", "clerk": CLERK, "takings_on": day, "receipts_fen": 120_000}
    check = {"handed_fen": handed_fen, "difference_fen": 120_000 - handed_fen}
    desk.add("window_check", day, "16:14", CASHIER, id=key * 2, **row, **check)
    if handed_fen < 120_000:
        differ(desk, day, "found", 120_000 - handed_fen)
    return desk


def differ(desk: Desk, day: str, action: str, fen: int, at: str = "16:16") -> None:
    row = {"source": "registration", "clerk": CLERK, "takings_on": "03-14", "amount_fen": fen}
    key = SCHEMA["shortage"].key.pack(takings=ids.clerk_day_id(CLERK, day_number("03-14")), action=action, number=0)
    desk.add("shortage", day, at, CASHIER, id=key, action=action, **row)


def brought(desk: Desk, day: str, fen: int, at: str = "10:01") -> None:
    differ(desk, day, "made_good", fen, at)
    desk.hand_in("03-14", fen, day=day, at=at, **CLERKS)


def test_money_of_fees_that_was_lost_is_what_is_missing_and_the_delay_of_what_came_back() -> None:
    """1,200.00 by the receipts, 1,000.00 handed in; 100.00 came on Friday 03-16, two days late."""
    desk = fees(100_000)
    brought(desk, "03-16", 10_000)
    finding = the_finding(desk, "1.6", "04-30")
    assert (finding.staff, finding.object_type) == (CLERK, "clerk_day")
    assert finding.object_id == ids.clerk_day_id(CLERK, day_number("03-14"))
    assert (days(finding), finding.discovered_by) == (("03-14", "03-14"), CASHIER)
    assert (finding.amount_fen, finding.made_good, finding.loss_fen) == (10_000, (Part(10_000, 2, own=True),), 10_000)
    assert findings(desk, "1.7") == []


@pytest.mark.parametrize(("good_on", "found"), [("03-14", 0), ("03-15", 1)])
def test_what_was_made_good_the_same_day_was_never_missing(good_on: str, found: int) -> None:
    desk = fees(100_000)
    brought(desk, good_on, 20_000, "16:19" if good_on == "03-14" else "10:00")
    assert len(findings(desk, "1.6")) == found
    assert findings(desk, "1.7") == []


def test_whole_takings_that_come_late_are_another_clause() -> None:
    assert findings(fees(120_000), "1.6") == []
    desk = fees(120_000)
    desk.rows["hand_in"][0]["recorded_at"] = desk.rows["hand_in"][0]["recorded_at"].replace(day=19)  # type: ignore[attr-defined]
    assert [len(findings(desk, clause)) for clause in ("1.6", "1.7")] == [0, 1]


def test_who_brought_the_money_answers_for_what_is_not_there() -> None:
    desk = fees(100_000)
    desk.rows["hand_in"][0]["staff"] = OTHER_CLERK
    assert the_finding(desk, "1.6").staff == OTHER_CLERK


# ── leaves ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def misc(signed_by: int | None = CLERK) -> Desk:
    """A book of miscellaneous receipts, handed out on Monday 03-05."""
    desk = Desk()
    row = {"kind": "misc", "first_no": 601, "last_no": 700, "stocked_on": "03-01"}
    desk.add("receipt_book", "03-01", "07:40", ACCOUNTANT, id=BOOK, counter=None, **row)
    key = SCHEMA["book_log"].key.pack(receipt_book=BOOK, action="issue", number=0)
    row = {"receipt_book": BOOK, "action": "issue", "holder": CLERK, "counter": None, "on": "03-05"}
    desk.add("book_log", "03-05", "07:55", ACCOUNTANT, id=key, signed_by=signed_by, **row)
    return desk


def count(desk: Desk, day: str, number: int, first: int | None = None, place: str = "holder") -> None:
    key = SCHEMA["form_count"].key.pack(receipt_book=BOOK, day=day_number(day))
    row = {"receipt_book": BOOK, "on": day, "counter": None, "place": place, "expected": 100, "counted": number}
    desk.add("form_count", day, "16:40", ACCOUNTANT, id=key, second_by=CASHIER, first_missing_no=first, **row)


def shown(desk: Desk, day: str, number: int, fen: int) -> None:
    key = SCHEMA["receipt_query"].key.pack(receipt_no=number, number=0)
    row = {"receipt_no": number, "customer": 3, "bill": None, "amount_fen": fen, "dated_on": "03-05"}
    desk.add("receipt_query", day, "10:00", READER, id=key, **row)


def test_a_whole_book_cannot_be_assessed() -> None:
    """Counted on Friday 03-30: nothing of it is there."""
    desk = misc()
    count(desk, "03-30", 0, 601)
    finding = the_finding(desk, "1.6", "04-30")
    assert (finding.staff, finding.object_type, finding.object_id) == (CLERK, "receipt_book", BOOK)
    assert (finding.basis, finding.amount_fen, finding.inputs["missing"]) == ("none", None, 100)
    assert (days(finding), finding.discovered_by) == (("03-30", "03-30"), ACCOUNTANT)
    assert findings(desk, "6.8") == []


@pytest.mark.parametrize(("missing", "slip"), [(1, True), (24, True), (25, False)])
def test_blank_leaves_are_a_work_slip_up_to_the_limit(missing: int, slip: bool) -> None:
    desk = misc()
    count(desk, "03-30", 100 - missing, 701 - missing)
    [finding] = findings(desk, "1.6", "04-30")
    assert (finding.consequence, finding.amount_fen) == ((False, 0) if slip else (True, None))
    assert days(finding) == ("03-30", "03-30")


def test_a_leaf_that_had_been_filled_is_worth_what_its_copy_says() -> None:
    desk = misc()
    count(desk, "03-30", 98, 699)
    shown(desk, "04-09", 699, 35_000)
    shown(desk, "04-11", 700, 12_000)
    finding = the_incident(desk, "1.6", "03-30", "04-30")
    assert (finding.basis, finding.amount_fen, finding.loss_fen, days(finding)) == (
        "cash",
        47_000,
        47_000,
        ("03-30", "04-09"),
    )
    assert findings(desk, "1.6", "04-10")[0].amount_fen == 35_000


def test_no_more_copies_count_than_leaves_are_missing_and_a_copy_alone_shows_nothing() -> None:
    desk = misc()
    shown(desk, "03-09", 650, 35_000)
    assert findings(desk, "1.6", "03-29") == []
    count(desk, "03-30", 99, 700)
    shown(desk, "04-09", 700, 12_000)
    [finding] = findings(desk, "1.6", "04-30")
    assert (finding.amount_fen, days(finding)) == (35_000, ("03-30", "03-30"))


def test_a_stub_that_is_lost_is_worth_its_receipt_and_no_loss() -> None:
    """The first number that is missing is on record: its money came."""
    desk = misc()
    row = {"application": 1, "fee": "meter", "takings_on": "03-14", "receipt_no": 603}
    desk.add("fee_receipt", "03-14", "10:00", CLERK, amount_fen=20_000, **row)
    count(desk, "03-30", 99, 603)
    finding = the_finding(desk, "1.6", "03-31")
    assert (finding.amount_fen, finding.loss_fen, finding.caused_fen) == (20_000, 0, 0)


@pytest.mark.parametrize("place", ["stock", "stub"])
def test_what_is_missing_elsewhere_is_not_his_who_signed(place: str) -> None:
    """In stock it is 6.8, after it came back 6.9."""
    desk = misc()
    count(desk, "03-30", 98, 699, place)
    assert findings(desk, "1.6", "04-30") == []


def test_of_a_book_for_which_nobody_signed_nobody_answers() -> None:
    desk = misc(None)
    count(desk, "03-30", 98, 699)
    assert findings(desk, "1.6", "04-30") == []


# ── electricity receipts ─────────────────────────────────────────────────────────────────────────────────────────────


def electricity(signed_by: int | None = COLLECTOR) -> Desk:
    """Book 1 of a counter, handed out on Monday 04-02."""
    desk = Desk()
    stocked(desk, 1)
    handed_out(desk, 1, "04-02", signed_by)
    return desk


def test_electricity_receipts_that_are_missing_are_a_slip_until_one_of_them_is_shown() -> None:
    desk = electricity()
    counted(desk, 1, "04-30", 98)
    shown(desk, "05-10", 99, 16_800)
    finding = the_incident(desk, "4.2", "04-30", "05-31")
    assert (finding.staff, finding.object_type, finding.object_id) == (COLLECTOR, "receipt_book", 1)
    assert (finding.amount_fen, finding.loss_fen, days(finding)) == (16_800, 16_800, ("04-30", "05-10"))
    assert findings(desk, "6.3") == []


@pytest.mark.parametrize(("there", "consequence"), [(1, False), (0, True)])
def test_only_the_whole_book_cannot_be_assessed(there: int, consequence: bool) -> None:
    """Of electricity receipts any number that is less is a slip."""
    desk = electricity()
    counted(desk, 1, "04-30", there)
    [finding] = findings(desk, "4.2", "05-31")
    assert (finding.consequence, finding.basis) == (consequence, "none" if consequence else "cash")


@pytest.mark.parametrize("signed_by", [None, READER])
def test_a_book_that_another_or_nobody_signed_for_is_the_accountants(signed_by: int | None) -> None:
    desk = electricity(signed_by)
    counted(desk, 1, "04-30", 98)
    assert findings(desk, "4.2", "05-31") == []
    assert the_finding(desk, "6.3", "05-31").inputs["missing"] == 2


@pytest.mark.parametrize(("checked_on", "found"), [("04-11", 1), ("04-12", 0)])
def test_a_check_of_stubs_in_time_shows_that_they_were_missing_when_they_came_back(checked_on: str, found: int) -> None:
    """Back on Friday 04-06, to be checked by Wednesday 04-11."""
    desk = stubs.returned()
    stubs.sheet(desk, "check", checked_on, missing=3)
    stubs.counted(desk, "04-10", 97)
    stubs.sheet(desk, "seal_up", "04-13", missing=3)
    assert [days(finding)[0] for finding in findings(desk, "4.2", "04-30")] == [checked_on] * found


def test_numbers_that_are_not_used_yet_or_void_are_not_missing() -> None:
    desk = electricity()
    counted(desk, 1, "04-30", 100)
    desk.add("void_receipt", "04-05", "15:02", COLLECTOR, id=40, receipt_book=1, counter=1, on="04-05", copies=3)
    assert findings(desk, "4.2", "05-31") == []
