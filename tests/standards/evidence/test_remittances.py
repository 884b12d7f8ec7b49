"""6.7: what goes up after ten days, by hand."""

from __future__ import annotations

from kaohe.sim.records import SCHEMA
from kaohe.standards.ledger.cites import Part
from tests.standards.records_builder import ACCOUNTANT, Desk, day_number
from tests.standards.verdicts import days, findings, the_finding


def credited(desk: Desk, day: str, fen: int, kind: str = "collection", ref: int = 1) -> None:
    desk.add("bank_line", day, "18:00", kind=kind, ref=ref, value_on=day, amount_fen=fen)


def remit(desk: Desk, day: str, fen: int, ended_on: str = "06-10", number: int = 0) -> None:
    key = SCHEMA["remittance"].key.pack(day=day_number(ended_on), kind="electricity", number=number)
    row = {"kind": "electricity", "ended_on": ended_on, "remitted_on": day, "amount_fen": fen}
    desk.add("remittance", day, "14:00", ACCOUNTANT, id=key, **row)


def test_a_part_that_goes_up_later_is_late_from_the_limit() -> None:
    """182,400.00 by Sunday 06-10, due Tuesday 06-12: 150,000.00, the other 32,400.00 on Wednesday 06-20, 8 days."""
    desk = Desk()
    credited(desk, "06-04", 10_000_000)
    credited(desk, "06-08", 8_240_000, ref=2)
    remit(desk, "06-12", 15_000_000)
    remit(desk, "06-20", 3_240_000, number=1)
    finding = the_finding(desk, "6.7", "06-20")
    assert (finding.staff, days(finding)) == (ACCOUNTANT, ("06-13", "06-13"))
    assert finding.parts == (Part(3_240_000, 8, own=True),)
    assert finding.inputs["owed_fen"] == 18_240_000
    assert findings(desk, "6.7", "06-12") == []


def test_all_in_time_is_kept_and_none_of_it_is_late_as_a_whole() -> None:
    desk = Desk()
    credited(desk, "06-08", 500)
    assert the_finding(desk, "6.7", "06-15").parts == (Part(500, 3, open=True, own=True),)
    remit(desk, "06-11", 500)
    assert findings(desk, "6.7", "06-15") == []


def test_returned_cheques_are_taken_off_and_carried_on_where_they_are_more() -> None:
    desk = Desk()
    credited(desk, "06-07", 300)
    credited(desk, "06-08", -500, kind="return", ref=7)
    credited(desk, "06-18", 700, ref=3)
    remit(desk, "06-22", 500, ended_on="06-20")
    assert findings(desk, "6.7", "06-29") == []


def test_what_is_carried_on_is_carried_on_once() -> None:
    """−200 by the 10th, −100 more by the 20th, 700 by the 30th: 400 are owed."""
    desk = Desk()
    credited(desk, "06-07", 300)
    credited(desk, "06-08", -500, kind="return", ref=7)
    credited(desk, "06-18", -100, kind="return", ref=8)
    credited(desk, "06-28", 700, ref=3)
    assert the_finding(desk, "6.7", "07-05").inputs["owed_fen"] == 400
    remit(desk, "07-03", 400, ended_on="06-30")
    assert findings(desk, "6.7", "07-05") == []


def test_what_the_bank_credits_after_the_end_of_ten_days_is_of_the_next() -> None:
    desk = Desk()
    credited(desk, "06-11", 900)
    assert findings(desk, "6.7", "06-20") == []
    assert days(the_finding(desk, "6.7", "06-29")) == ("06-25", "06-25")
