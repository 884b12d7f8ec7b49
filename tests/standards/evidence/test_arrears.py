"""2.7: arrears lists whose bills nobody dunned by the limit; and what only looks like it."""

from __future__ import annotations

from typing import Any

import pytest

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.ledger.cites import Part
from tests.standards.records_builder import OTHER_READER, Desk
from tests.standards.verdicts import cited, days, findings, the_finding


def _listed(*customers: int) -> tuple[Desk, list[int]]:
    """Bills of March issued on the 6th, due on the 16th (a Friday); listed on 03-20; limit 03-23 (a Friday)."""
    desk = Desk()
    bills = []
    key = ids.book_period_id(1, ids.period_index(200103))
    for customer in customers:
        desk.customer(customer)
        bills.append(desk.month(customer))
        desk.add(
            "arrears_item",
            "03-20",
            staff=31,
            id=bills[-1],
            list=key,
            bill=bills[-1],
            customer=customer,
            amount_fen=4500,
        )
    desk.add(
        "arrears_list",
        "03-20",
        staff=31,
        id=key,
        book=1,
        period=200103,
        due_on="03-16",
        limit_on="03-23",
        bills=len(bills),
        amount_fen=4500 * len(bills),
        signed_by=OTHER_READER,
    )
    return desk, bills


def test_bills_that_nobody_dunned_are_idle_until_they_are_paid() -> None:
    # Limit Friday 03-23, missed on Monday 03-26. Paid 03-28: 5 days; paid 04-02: 10 days. No closing enters.
    desk, bills = _listed(1, 2)
    first = desk.receipt(bills[0], "03-28", 4500)
    second = desk.receipt(bills[1], "04-02", 4500)
    finding = the_finding(desk, "2.7")
    assert (finding.staff, finding.object_id) == (OTHER_READER, ids.book_period_id(1, ids.period_index(200103)))
    assert days(finding) == ("03-26", "03-26")
    assert (finding.parts, finding.loss_fen) == ((Part(4500, 5), Part(4500, 10)), 0)
    assert finding.cites[0].table == "arrears_list"
    assert cited(finding, "late") == [("receipt", first), ("receipt", second)]


def test_money_is_priced_as_it_stands() -> None:
    desk, bills = _listed(1)
    desk.receipt(bills[0], "03-28", 4500)
    assert findings(desk, "2.7", "03-27")[0].parts == (Part(4500, 4, open=True),)
    assert findings(desk, "2.7", "03-28")[0].parts == (Part(4500, 5),)


def test_what_the_customer_takes_after_the_notice_is_his() -> None:
    desk, bills = _listed(1)
    notice = desk.notice(bills[0], "03-27")
    desk.receipt(bills[0], "04-20", 4500)
    finding = the_finding(desk, "2.7")
    assert (finding.parts, cited(finding, "late")) == ((Part(4500, 4),), [("notice", notice)])


@pytest.mark.parametrize("kind", ["credit", "dispute"])
def test_what_makes_a_notice_needless_ends_the_idle_days(kind: str) -> None:
    desk, bills = _listed(1)
    if kind == "credit":
        columns: dict[str, Any] = {"bill": bills[0], "customer": 1, "amount_fen": 4500, "ground": 1, "approver": 71}
        desk.add("credit_note", "03-29", staff=31, **columns)
    else:
        desk.add("case", "03-29", staff=61, kind="disputed", bill=bills[0], customer=1, amount_fen=4500)
    assert the_finding(desk, "2.7").parts == (Part(4500, 6),)


def test_a_late_notice_prices_and_does_not_acquit() -> None:
    desk, bills = _listed(1)
    late = desk.notice(bills[0], "03-26")
    finding = the_finding(desk, "2.7")
    assert cited(finding, "late") == [("notice", late)]


@pytest.mark.parametrize("kind", ["notice", "receipt", "credit", "dispute"])
def test_bills_that_were_noticed_or_settled_by_the_limit_are_in_order(kind: str) -> None:
    desk, bills = _listed(1)
    columns: dict[str, Any] = {"bill": bills[0], "customer": 1, "amount_fen": 4500}
    if kind == "notice":
        desk.notice(bills[0], "03-23")
    elif kind == "receipt":
        desk.receipt(bills[0], "03-23", 4500)
    elif kind == "credit":
        desk.add("credit_note", "03-22", staff=31, ground=1, approver=71, **columns)
    else:
        desk.add("case", "03-22", staff=61, kind="disputed", **columns)
    assert not findings(desk, "2.7")


def test_a_credit_for_a_part_leaves_the_rest_owed() -> None:
    desk, bills = _listed(1)
    desk.add("credit_note", "03-22", staff=31, ground=1, approver=71, bill=bills[0], customer=1, amount_fen=1500)
    assert the_finding(desk, "2.7").parts[0].principal_fen == 3000


def test_what_was_set_off_before_the_list_is_owed_no_more_whatever_it_says() -> None:
    """Of 4,500 分 on the list 3,000 were left; and a list that asks for more or less changes nothing."""
    desk, bills = _listed(1)
    desk.add("credit_note", "03-08", staff=31, ground=1, approver=71, bill=bills[0], customer=1, amount_fen=1500)
    for told in (4500, 450_000, 1):
        desk.rows["arrears_item"][0]["amount_fen"] = told
        assert the_finding(desk, "2.7").parts[0].principal_fen == 3000


def test_a_supplement_with_the_bill_and_a_refund_before_it_count() -> None:
    """4,500 分 of March, 600 issued with it; February's bill had left 1,000 to the customer's good."""
    desk, bills = _listed(1)
    desk.month(1, 200102, 980, -1000)
    desk.add(
        "supplement",
        "03-06",
        staff=31,
        id=SCHEMA["supplement"].key.pack(customer=1, period=ids.period_index(200102), kind="misread"),
        customer=1,
        period=200102,
        kind="misread",
        ground=1,
        kwh=13,
        amount_fen=600,
        with_period=200103,
        approver=71,
    )
    assert bills
    assert the_finding(desk, "2.7").parts[0].principal_fen == 4500 + 600 - 1000


def test_the_notice_left_at_reading_or_of_another_bill_does_not_count() -> None:
    desk, bills = _listed(1, 2)
    desk.notice(bills[1], "03-22")
    finding = the_finding(desk, "2.7")
    assert [part.principal_fen for part in finding.parts] == [4500]


def _bounced(desk: Desk, bill: int, paid: str, returned: str, reopened: str) -> None:
    """Paid by a cheque that comes back."""
    receipt = desk.receipt(bill, paid, 4500, tender="cheque")
    of_bill: dict[str, Any] = {"bill": bill, "amount_fen": 4500, "receipt": receipt}
    desk.add(
        "return_notice",
        returned,
        staff=51,
        id=receipt,
        customer=1,
        returned_on=returned,
        signed_on=returned,
        signed_by=41,
        reason="funds",
        **of_bill,
    )
    desk.add("reopening", reopened, at="17:05", staff=41, id=receipt, **of_bill)


@pytest.mark.parametrize("reopened", ["03-22", "03-23", "04-04"])
@pytest.mark.parametrize("paid", ["03-19", "03-20", "03-21"])
def test_a_bill_that_a_cheque_took_off_the_list_is_the_readers_no_more(paid: str, reopened: str) -> None:
    # The list is of 03-20, the limit 03-23: whenever it is reopened, and told to the customer or not, that is 4.5.
    desk, bills = _listed(1)
    _bounced(desk, bills[0], paid, "03-22", reopened)
    desk.receipt(bills[0], "04-06", 4500, attempt=1)
    assert not findings(desk, "2.7")


def test_a_bill_that_had_been_reopened_when_it_was_listed_is_overdue_as_any_other() -> None:
    desk, bills = _listed(1)
    _bounced(desk, bills[0], "03-09", "03-14", "03-15")
    desk.receipt(bills[0], "03-27", 4500, attempt=1)
    assert the_finding(desk, "2.7").parts == (Part(4500, 4),)


def test_a_notice_of_the_returned_cheque_tells_the_customer_of_the_debt() -> None:
    desk, bills = _listed(1)
    _bounced(desk, bills[0], "03-09", "03-14", "03-15")
    desk.notice(bills[0], "03-15", "returned_cheque")
    assert not findings(desk, "2.7")


def test_what_comes_of_a_cheque_after_the_limit_is_not_the_readers() -> None:
    # Nobody dunned by Friday 03-23; a cheque of 03-26 came back and was left until 03-30.
    desk, bills = _listed(1)
    _bounced(desk, bills[0], "03-26", "03-29", "03-30")
    desk.receipt(bills[0], "03-31", 4500, attempt=1)
    assert the_finding(desk, "2.7").parts == (Part(4500, 3),)


@pytest.mark.parametrize(("sent_on", "found"), [("03-20", 1), ("03-21", 0), ("03-26", 1)])
def test_what_the_bank_is_asked_to_collect_waits_for_its_answer(sent_on: str, found: int) -> None:
    """It answers on the third of its days: by the limit, Friday 03-23, what was sent on 03-20."""
    desk, bills = _listed(1)
    order = {"batch": 1, "bill": bills[0], "customer": 1, "account_no": 7, "amount_fen": 4500}
    desk.add("collection_order", sent_on, "10:00", id=bills[0] * 8, **order)
    assert len(findings(desk, "2.7")) == found
