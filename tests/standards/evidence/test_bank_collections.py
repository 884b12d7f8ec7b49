"""4.3: collection orders and returns, by hand."""

from __future__ import annotations

import pytest

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.ledger.cites import Part
from tests.standards.records_builder import ACCOUNTANT, COLLECTOR, OPENING, Desk, day_number
from tests.standards.verdicts import days, findings, the_incident

FEN, ACCOUNT = 4_139_198, 100_000_000_001
BILL = ids.bill_id(7, ids.period_index(200103))


class Counter(Desk):
    """A bill of 41,391.98 issued on Thursday 03-29 to who pays by collection: due on Friday 03-30."""

    def __init__(self) -> None:
        super().__init__()
        self.customer(7)
        self.rows["customer"][-1]["channel"] = "collection"
        self.add("collection_account", OPENING, customer=7, account_no=ACCOUNT, valid_from="01-01")
        reading = self.reading(7, 200103, 1100, "03-29")
        self.bill(7, 200103, "03-29", ("02-05", 1000), ("03-29", 1100), reading, FEN)

    def order(self, day: str, number: int = 0, amount: int = FEN, account: int = ACCOUNT, at: str = "10:00") -> int:
        """In a batch of its own."""
        key = SCHEMA["bank_batch"].key.pack(day=day_number("03-30"), kind="collection", number=number)
        batch = {"kind": "collection", "due_on": "03-30", "on": day, "items": 1, "amount_fen": amount}
        self.add("bank_batch", day, at, COLLECTOR, id=key, **batch)
        return self.add(
            "collection_order",
            day,
            at,
            COLLECTOR,
            id=BILL * 8 + number,
            batch=key,
            bill=BILL,
            customer=7,
            account_no=account,
            amount_fen=amount,
        )

    def answer(self, day: str, number: int = 0, reason: str | None = None, more: int = 0) -> int:
        """Paid, or returned for a reason."""
        result = {"result": "paid" if reason is None else "returned", "reason": reason, "answered_on": day}
        if reason is None:
            self.receipt(BILL, day, FEN, "09:50", None, "transfer", staff=ACCOUNTANT, channel="collection")
        key, batch = BILL * 8 + number, 0
        return self.add(
            "bank_item",
            day,
            "09:45",
            ACCOUNTANT,
            id=key,
            batch=batch,
            bill=BILL,
            customer=7,
            amount_fen=FEN + more,
            **result,
        )


def test_a_batch_sent_late_counts_from_its_day_until_it_is_sent() -> None:
    """Sent on Thursday 04-05, paid on Tuesday 04-10 (in time: 04-04): × 6 × r = 52.1539."""
    desk = Counter()
    desk.order("04-05")
    desk.answer("04-10")
    finding = the_incident(desk, "4.3", "04-02")
    assert (finding.staff, days(finding)) == (COLLECTOR, ("04-02", "04-10"))
    assert finding.parts == (Part(FEN, 6),)
    assert finding.object_id == SCHEMA["bank_batch"].key.pack(day=day_number("03-30"), kind="collection", number=0)
    assert (finding.formula, finding.loss_fen) == ("delay", 0)


def test_the_next_bank_day_is_in_time() -> None:
    desk = Counter()
    desk.order("03-30")
    desk.answer("04-04")
    assert findings(desk, "4.3") == []


def test_a_bill_that_is_not_sent_shows_when_its_answer_would_have_come() -> None:
    """In time 04-04: on Thursday 04-05 it is late, and counts to the day of judging."""
    desk = Counter()
    finding = the_incident(desk, "4.3", "04-02", "04-20")
    assert days(finding) == ("04-02", "04-05")
    assert finding.parts == (Part(FEN, 21, open=True),)


def test_who_paid_at_the_window_by_that_day_was_not_late() -> None:
    desk = Counter()
    desk.receipt(BILL, "04-03", FEN)
    assert [finding.consequence for finding in findings(desk, "4.3")] == [False]
    desk = Counter()
    desk.receipt(BILL, "03-30", FEN)
    assert findings(desk, "4.3") == []


@pytest.mark.parametrize(("limb", "less", "other"), [("amount", 900, 0), ("account", 0, 1)])
def test_a_wrong_order_counts_until_it_is_written_rightly(limb: str, less: int, other: int) -> None:
    """Returned on 04-04, sent anew that day, answered on Monday 04-09: 5 days."""
    desk = Counter()
    desk.order("03-30", amount=FEN - less, account=ACCOUNT + other)
    desk.answer("04-04", reason=limb)
    desk.order("04-04", 1, at="10:40")
    desk.answer("04-09", 1)
    finding = the_incident(desk, "4.3", "03-30")
    assert days(finding) == ("03-30", "04-09")
    assert finding.parts == (Part(FEN, 5),)


@pytest.mark.parametrize("refunded", [0, 900, 300])
def test_what_the_bank_collects_too_much_is_missing_until_it_is_refunded(refunded: int) -> None:
    """9.00 more on Wednesday 04-04; all of it, a part or nothing refunded on 04-20."""
    desk = Counter()
    desk.order("03-30", amount=FEN + 900)
    desk.answer("04-04", more=900)
    if refunded:
        row = {"bill": BILL, "customer": 7, "on": "04-20", "amount_fen": refunded}
        desk.add("collection_refund", "04-20", "14:30", ACCOUNTANT, id=BILL * 8, **row)
    finding = the_incident(desk, "4.3", "03-30")
    assert (finding.formula, finding.basis, days(finding)) == ("collected", "cash", ("03-30", "04-04"))
    assert finding.made_good == ((Part(refunded, 16),) if refunded else ())
    assert (finding.amount_fen, finding.loss_fen, finding.caused_fen) == (900 - refunded, 900 - refunded, 900)


def test_what_is_put_right_the_same_day_was_not_wrong() -> None:
    desk = Counter()
    desk.order("03-30", account=ACCOUNT + 1)
    desk.order("03-30", 1, at="13:30")
    desk.answer("04-04", reason="account")
    desk.answer("04-04", 1)
    assert findings(desk, "4.3") == []


def test_an_account_that_changes_after_the_order_is_no_error() -> None:
    desk = Counter()
    desk.order("03-30")
    desk.add("collection_account", "03-30", "11:00", customer=7, account_no=ACCOUNT + 5, valid_from="03-30")
    desk.answer("04-04")
    assert findings(desk, "4.3") == []


def told(desk: Desk, day: str) -> None:
    desk.add("collection_notice", day, "10:20", COLLECTOR, id=BILL * 8, bill=BILL, customer=7, told_on=day)


def test_a_return_is_followed_by_the_next_working_day() -> None:
    """Returned on Wednesday 04-04, limit 04-05; told on Friday 04-20: 15 days. Open still after Tuesday 04-10."""
    desk = Counter()
    desk.order("03-30")
    item = desk.answer("04-04", reason="funds")
    told(desk, "04-20")
    finding = the_incident(desk, "4.3", "04-06")
    assert (finding.object_type, finding.object_id, days(finding)) == ("bank_item", item, ("04-06", "04-11"))
    assert finding.parts == (Part(FEN, 15),)


@pytest.mark.parametrize("day", ["04-04", "04-05"])
def test_who_is_told_in_time_need_not_pay(day: str) -> None:
    desk = Counter()
    desk.order("03-30")
    desk.answer("04-04", reason="funds")
    told(desk, day)
    assert findings(desk, "4.3") == []
