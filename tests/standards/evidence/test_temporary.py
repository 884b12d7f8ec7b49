"""6.5: temporary receipts and the supplements into which they are transferred, by hand."""

from __future__ import annotations

import pytest

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.ledger.cites import Part
from tests.standards.records_builder import ACCOUNTANT, CASHIER, COLLECTOR, Desk, day_number
from tests.standards.verdicts import cited, days, findings, the_finding

FEN = 360_000


def taken(desk: Desk, day: str) -> int:
    """3,600.00 of customer 1 at counter 17."""
    window = ids.counter_day_id(17, day_number(day))
    key = SCHEMA["temp_receipt"].key.pack(window=window, number=0)
    row = {"customer": 1, "counter": 17, "reason": "metering", "kwh": 4_500, "amount_fen": FEN, "takings_on": day}
    return desk.add("temp_receipt", day, "10:00", COLLECTOR, id=key, **row)


def paper(desk: Desk, day: str, receipt: int, action: str, supplement: int | None = None, fen: int = FEN) -> int:
    key = SCHEMA["temp_transfer"].key.pack(temp_receipt=receipt, action=action, number=0)
    row = {"temp_receipt": receipt, "action": action, "supplement": supplement, "amount_fen": fen, "on": day}
    return desk.add("temp_transfer", day, "16:01", ACCOUNTANT, id=key, **row)


def transfer(desk: Desk, day: str, receipt: int, customer: int = 1, fen: int = FEN) -> int:
    key = SCHEMA["temp_supplement"].key.pack(temp_receipt=receipt, number=0)
    row = {"customer": customer, "period": 200100 + int(day[:2]), "amount_fen": fen}
    desk.add("temp_supplement", day, "16:00", ACCOUNTANT, id=key, **row)
    return paper(desk, day, receipt, "transfer", key, fen)


def test_one_that_is_transferred_later_is_late_by_calendar_days() -> None:
    """Taken on Tuesday 05-15, limit Thursday 05-31, transferred on Friday 07-06: 3,600.00 × 36 days."""
    desk = Desk()
    key = taken(desk, "05-15")
    late = transfer(desk, "07-06", key)
    finding = the_finding(desk, "6.5")
    assert (finding.staff, finding.object_id, days(finding)) == (ACCOUNTANT, key, ("06-01", "06-01"))
    assert (finding.parts, finding.loss_fen) == ((Part(FEN, 36, paid=True),), 0)
    assert [row for table, row in cited(finding, "late") if table == "temp_transfer"] == [late]
    assert findings(desk, "6.5", "07-01")[0].parts == (Part(FEN, 31, open=True, paid=True),)
    assert findings(desk, "6.5", "05-31") == []


@pytest.mark.parametrize("day", ["05-15", "05-31"])
def test_by_the_last_working_day_of_the_month_it_is_in_time(day: str) -> None:
    desk = Desk()
    transfer(desk, day, taken(desk, "05-15"))
    assert findings(desk, "6.5") == []


@pytest.mark.parametrize(("customer", "fen"), [(2, FEN), (1, FEN - 1)])
def test_another_customer_or_sum_is_no_transfer_of_it(customer: int, fen: int) -> None:
    desk = Desk()
    transfer(desk, "05-28", taken(desk, "05-15"), customer, fen)
    assert the_finding(desk, "6.5", "06-29").parts == (Part(FEN, 29, open=True, paid=True),)


def test_who_transferred_it_wrongly_answers_and_not_who_has_the_post_at_the_limit() -> None:
    """The cashier stood in on 05-29. Written after the limit a wrong transfer changes nobody."""
    for day, staff in (("05-29", CASHIER), ("06-01", ACCOUNTANT)):
        desk = Desk()
        transfer(desk, day, taken(desk, "05-15"), customer=2)
        for table in ("temp_supplement", "temp_transfer"):
            desk.rows[table][0]["staff"] = CASHIER
        assert the_finding(desk, "6.5").staff == staff


def test_what_is_paid_after_the_last_working_day_of_a_month_waits_for_the_next_one() -> None:
    """Friday 03-30 was the last of March: on Saturday no note can be in time any more."""
    desk = Desk()
    taken(desk, "03-31")
    assert days(the_finding(desk, "6.5")) == ("05-08", "05-08")


def test_with_a_note_what_is_taken_in_the_last_three_working_days_waits_for_the_next_month() -> None:
    """Tuesday 05-29 is the third from the end; a note of 06-01 is too late, and on 05-28 none is of any use."""
    for day, noted_on, missed in (
        ("05-29", "05-31", "07-02"),
        ("05-29", "06-01", "06-01"),
        ("05-28", "05-31", "06-01"),
    ):
        desk = Desk()
        paper(desk, noted_on, taken(desk, day), "note")
        assert days(the_finding(desk, "6.5")) == (missed, missed)
    desk = Desk()
    key = taken(desk, "05-29")
    paper(desk, "05-31", key, "note")
    transfer(desk, "06-29", key)
    assert findings(desk, "6.5") == []
