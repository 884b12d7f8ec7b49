"""6.8: books of receipts that the count of the stock misses, by hand."""

from __future__ import annotations

import pytest

from kaohe.sim.records import SCHEMA
from tests.standards.evidence.test_receipt_books import handed_out, stocked
from tests.standards.records_builder import ACCOUNTANT, CASHIER, COLLECTOR, Desk, day_number
from tests.standards.verdicts import days, findings, the_incident

BOOK = 7  # 601 to 700


def in_stock() -> Desk:
    """A book of miscellaneous receipts."""
    desk = Desk()
    row = {"kind": "misc", "first_no": 601, "last_no": 700, "stocked_on": "06-01"}
    desk.add("receipt_book", "06-01", "07:40", ACCOUNTANT, id=BOOK, counter=None, **row)
    return desk


def counted(desk: Desk, day: str, number: int, book: int = BOOK, counter: int | None = None) -> None:
    key = SCHEMA["form_count"].key.pack(receipt_book=book, day=day_number(day))
    row = {"receipt_book": book, "on": day, "counter": counter, "place": "stock", "expected": 100, "counted": number}
    desk.add("form_count", day, "16:40", ACCOUNTANT, id=key, second_by=CASHIER, **row)


def shown(desk: Desk, day: str, number: int, fen: int) -> None:
    key = SCHEMA["receipt_query"].key.pack(receipt_no=number, number=0)
    row = {"receipt_no": number, "customer": 3, "bill": None, "amount_fen": fen, "dated_on": day}
    desk.add("receipt_query", day, "10:00", COLLECTOR, id=key, **row)


def test_a_missing_book_is_a_slip_until_a_leaf_of_it_is_shown() -> None:
    """Missing on Friday 06-29; on Monday 07-09 a customer has No. 613, of 1,150.00."""
    desk = in_stock()
    counted(desk, "06-29", 0)
    shown(desk, "07-09", 613, 115_000)
    finding = the_incident(desk, "6.8", "06-29", "07-30")
    assert (finding.staff, finding.object_id, days(finding)) == (ACCOUNTANT, BOOK, ("06-29", "07-09"))
    assert (finding.basis, finding.amount_fen, finding.loss_fen, finding.consequence) == (
        "cash",
        115_000,
        115_000,
        True,
    )
    [slip] = findings(desk, "6.8", "07-08")
    assert (slip.consequence, slip.amount_fen, days(slip)) == (False, 0, ("06-29", "06-29"))


def test_what_is_missing_at_the_next_count_too_cannot_be_assessed() -> None:
    """The leaf that was shown has made an incident of it before."""
    for leaf in (True, False):
        desk = in_stock()
        counted(desk, "06-29", 0)
        if leaf:
            shown(desk, "07-09", 613, 115_000)
        counted(desk, "07-31", 0)
        finding = the_incident(desk, "6.8", "06-29", "07-31")
        assert (finding.basis, finding.amount_fen, finding.consequence) == ("none", None, True)
        assert days(finding) == ("06-29", "07-09" if leaf else "07-31")


def test_a_book_that_is_back_by_the_next_count_was_a_slip() -> None:
    desk = in_stock()
    counted(desk, "06-29", 0)
    counted(desk, "07-31", 100)
    counted(desk, "08-31", 0)
    [slip] = findings(desk, "6.8", "08-31")
    assert (slip.consequence, slip.amount_fen) == (False, 0)


def test_a_book_that_is_back_without_the_leaves_that_were_shown_costs_what_they_say() -> None:
    """A leaf more is missing, and nobody has shown it: it has no price. Who shows one twice shows one."""
    for number, basis, amount_fen in ((98, "cash", 20_000), (97, "none", None)):
        desk = in_stock()
        counted(desk, "06-29", 0)
        shown(desk, "07-09", 613, 15_000)
        shown(desk, "07-10", 614, 5_000)
        counted(desk, "07-31", number)
        finding = the_incident(desk, "6.8", "06-29", "08-31")
        assert (finding.basis, finding.amount_fen) == (basis, amount_fen)
        assert days(finding) == ("06-29", "07-09")


def test_a_copy_that_has_a_stub_is_no_loss() -> None:
    desk = in_stock()
    counted(desk, "06-29", 0)
    row = {"customer": 3, "channel": "window", "counter": 1, "tender": "cash", "takings_on": "07-09"}
    desk.add("receipt", "07-09", "09:00", COLLECTOR, bill=1, amount_fen=500, receipt_no=613, **row)
    shown(desk, "07-09", 613, 500)
    assert [finding.consequence for finding in findings(desk, "6.8", "07-30")] == [False]


def test_a_book_that_was_handed_out_between_list_and_count_is_not_missing() -> None:
    desk = Desk()
    stocked(desk, 1, day="06-01")
    handed_out(desk, 1, "06-29")
    counted(desk, "06-29", 0, book=1, counter=1)
    assert findings(desk, "6.8", "07-30") == []


@pytest.mark.parametrize(("on", "broken"), [("06-29", 1), ("07-20", 0)])
def test_what_the_count_misses_is_not_passed_over_later(on: str, broken: int) -> None:
    """6.3: the lower book was there in the morning of the count, and not any more three weeks later."""
    desk = Desk()
    stocked(desk, 1, 2, day="06-01")
    counted(desk, "06-29", 0, book=1, counter=1)
    handed_out(desk, 2, on)
    assert len(findings(desk, "6.3", "07-30")) == broken
