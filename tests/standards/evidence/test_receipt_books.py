"""6.3: books of receipts handed out, by hand."""

from __future__ import annotations

from kaohe.sim.records import SCHEMA
from kaohe.standards.ledger.record_tables import NONE
from tests.standards.records_builder import ACCOUNTANT, COLLECTOR, READER, Desk, day_number
from tests.standards.verdicts import days, findings, the_finding

COUNTER = 1


def stocked(desk: Desk, *books: int, day: str = "04-02", counter: int = COUNTER) -> None:
    for book in books:
        first = book * 100 - 99
        row = {"kind": "electricity", "counter": counter, "first_no": first, "last_no": first + 99, "stocked_on": day}
        desk.add("receipt_book", day, "07:40", ACCOUNTANT, id=book, **row)


def handed_out(
    desk: Desk, book: int, day: str, signed_by: int | None = COLLECTOR, at: str = "07:55", number: int = 0
) -> None:
    key = SCHEMA["book_log"].key.pack(receipt_book=book, action="issue", number=number)
    row = {"receipt_book": book, "action": "issue", "holder": COLLECTOR, "counter": COUNTER, "on": day}
    desk.add("book_log", day, at, ACCOUNTANT, id=key, signed_by=signed_by, **row)


def counted(desk: Desk, book: int, day: str, number: int) -> None:
    key = SCHEMA["form_count"].key.pack(receipt_book=book, day=day_number(day))
    row = {"receipt_book": book, "on": day, "counter": COUNTER, "place": "holder", "expected": 100, "counted": number}
    desk.add("form_count", day, "16:40", ACCOUNTANT, id=key, second_by=1, **row)


def test_a_book_that_nobody_signed_for_is_worth_nothing_while_nothing_is_missing() -> None:
    """Monday 04-02, unsigned; on Monday 04-30 all its hundred leaves are there."""
    desk = Desk()
    stocked(desk, 1)
    handed_out(desk, 1, "04-02", None)
    counted(desk, 1, "04-30", 100)
    finding = the_finding(desk, "6.3", "05-31")
    assert (finding.staff, finding.object_id, days(finding)) == (ACCOUNTANT, 1, ("04-02", "04-02"))
    assert (finding.basis, finding.amount_fen, finding.discovered_by) == ("cash", 0, NONE)


def test_what_is_missing_at_the_next_count_cannot_be_assessed() -> None:
    desk = Desk()
    stocked(desk, 1)
    handed_out(desk, 1, "04-02", None)
    counted(desk, 1, "04-30", 97)
    finding = the_finding(desk, "6.3", "05-31")
    assert (finding.basis, finding.amount_fen, finding.inputs["missing"]) == ("none", None, 3)
    assert days(finding) == ("04-02", "04-02")
    assert findings(desk, "6.3", "04-29")[0].amount_fen == 0


def test_a_signature_of_the_same_day_mends_it_one_of_the_next_day_does_not() -> None:
    for day, broken in (("04-02", 0), ("04-03", 1)):
        desk = Desk()
        stocked(desk, 1)
        handed_out(desk, 1, "04-02", None)
        handed_out(desk, 1, day, at="16:20", number=1)
        assert len(findings(desk, "6.3", "04-30")) == broken


def test_another_than_the_collector_of_the_counter_signed() -> None:
    desk = Desk()
    stocked(desk, 1, 2)
    handed_out(desk, 1, "04-02")
    handed_out(desk, 2, "04-02", READER)
    assert the_finding(desk, "6.3", "04-30").object_id == 2


def test_a_lower_book_that_stayed_in_stock_was_passed_over() -> None:
    """The object is the book whose turn it was; that it is handed out in the end neither mends it nor is another."""
    desk = Desk()
    stocked(desk, 1, 2, 3)
    handed_out(desk, 2, "04-02")
    handed_out(desk, 1, "04-16")
    handed_out(desk, 3, "04-20")
    finding = the_finding(desk, "6.3", "04-30")
    assert (finding.object_id, days(finding)) == (1, ("04-02", "04-02"))


def test_lower_books_of_the_same_day_of_later_stock_or_of_other_counters_are_not_passed_over() -> None:
    desk = Desk()
    stocked(desk, 2, 3)
    stocked(desk, 1, counter=2)
    handed_out(desk, 3, "04-02", at="07:50")
    handed_out(desk, 2, "04-02", at="07:55")
    assert findings(desk, "6.3", "04-30") == []
    stocked(desk, 0 + 4, day="04-20")
    handed_out(desk, 5, "04-18")  # in no register of stock: nothing is said of it
    assert findings(desk, "6.3", "04-30") == []


def test_books_of_clerks_are_no_electricity_receipts() -> None:
    desk = Desk()
    row = {"kind": "misc", "first_no": 1, "last_no": 100, "stocked_on": "04-02"}
    desk.add("receipt_book", "04-02", "07:40", ACCOUNTANT, id=9, counter=None, **row)
    handed_out(desk, 9, "04-02", None)
    assert findings(desk, "6.3", "04-30") == []
