"""4.3 once more: bills that the bank is to collect, what was ordered of it, and what came back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction

from tests.standards.rederived.billing import archive
from tests.standards.rederived.duty import there
from tests.standards.rederived.papers import (
    PRINCIPAL_AFTER_DAYS,
    RATE,
    Found,
    Papers,
    Row,
    day_number,
    half_up,
    written_on,
)
from tests.standards.rederived.receivables import carried_fen

TEN = time(10)
FIRST_WINDOW = 1
ANSWER_DAYS = 3  # of the bank, after a batch was sent


def clause_4_3(papers: Papers) -> Iterator[Found]:
    """Batches out of which something was left, sent late or wrong; returns that nobody dealt with."""
    yield from _batches(papers)
    yield from _returns(papers)


def _batches(papers: Papers) -> Iterator[Found]:
    due: dict[date, list[Row]] = defaultdict(list)
    days = int(papers.limits["collection.limit_bank_days"])
    for bill in papers.rows("bill"):
        due_on = papers.after("bank", bill["issued_on"], days)
        at = datetime.combine(due_on, TEN)
        if due_on > papers.as_of or archive(papers, bill["customer"], at)["channel"] != "collection":
            continue
        if open_fen(papers, bill, at) > 0:
            due[due_on].append(bill)
    for due_on, bills in sorted(due.items()):
        wrongs = [wrong for bill in bills if (wrong := _wrong(papers, bill, due_on)) is not None]
        number = (day_number(due_on) * 2 + 1) * 32
        for occurred_on in sorted({wrong.on for wrong in wrongs}):
            mine = [wrong for wrong in wrongs if wrong.on == occurred_on]
            ordered = [wrong.order for wrong in mine if wrong.order is not None]
            staff = ordered[0]["staff"] if ordered else _first_window(papers, due_on)
            slip = not any(wrong.harmed for wrong in mine)
            fen = half_up(sum((wrong.worth for wrong in mine), Fraction(0)))
            yield Found("4.3", staff, "bank_batch", number, occurred_on, None if slip else fen, slip)


def _first_window(papers: Papers, on: date) -> int:
    """Who is at the first window at the hour of the batch."""
    rows = [row for row in papers.rows("duty_roster") if row["period"] == on.year * 100 + on.month]
    mine = [row for row in rows if row["counter"] == FIRST_WINDOW and not row["goes_along"]]
    minute = TEN.hour * 60
    turn = [row for row in mine if row["from_minute"] is None or row["from_minute"] <= minute < row["to_minute"]]
    return there(papers, turn[0]["employee"], "collector", on)


@dataclass(frozen=True)
class Wrong:
    """A bill that was not ordered, or not rightly, on the day on which it was due: its worth, and whether the money
    came in late for it.
    """

    on: date
    order: Row | None
    worth: Fraction
    harmed: bool


def _wrong(papers: Papers, bill: Row, due_on: date) -> Wrong | None:
    mine = (row for row in papers.rows("collection_order") if row["bill"] == bill["id"])
    orders = sorted(mine, key=lambda row: row["recorded_at"])
    that_day = [row for row in orders if written_on(row) <= due_on]
    settled = _settled(papers, bill, due_on)
    order = that_day[-1] if that_day else None
    occurred_on = due_on if order is not None else papers.past(due_on)
    credited = settled == due_on and order is None
    if any(_right(papers, bill, row) for row in that_day) or occurred_on is None or credited:
        return None
    asked = open_fen(papers, bill, datetime.combine(due_on, TEN))
    answer = papers.one("bank_item").get(order["id"]) if order is not None else None
    paid = answer["amount_fen"] if answer is not None and answer["result"] == "paid" else 0
    if order is not None and answer is not None and paid > asked:
        left = asked_fen(papers, bill, answer["recorded_at"])
        return Wrong(occurred_on, order, _too_much(papers, order, answer, left), harmed=True)
    later = (row for row in orders if written_on(row) > due_on and _right(papers, bill, row))
    sent_on = min((written_on(row) for row in later), default=None)
    ended_on = min((on for on in (sent_on, settled) if on is not None), default=None)
    shown_on = _late_on(papers, due_on, sent_on, settled)
    harmed = shown_on is not None and shown_on <= papers.as_of
    return Wrong(occurred_on, order, _worth(papers, asked - paid, due_on, ended_on), harmed)


def _late_on(papers: Papers, due_on: date, sent_on: date | None, settled: date | None) -> date | None:
    """The day that shows that the money came in late: that of the answer to a right order that was sent by the bank
    day after that on which one in time was answered; else that day. None where it came by then in some other way.
    """
    in_time, last = (papers.after("bank", due_on, number) for number in (ANSWER_DAYS, ANSWER_DAYS + 1))
    if settled is not None and settled <= in_time:
        return None
    return papers.after("bank", sent_on, ANSWER_DAYS) if sent_on is not None and sent_on <= last else last


def _right(papers: Papers, bill: Row, order: Row) -> bool:
    return _account(papers, order) and order["amount_fen"] == open_fen(papers, bill, order["recorded_at"])


def _account(papers: Papers, order: Row) -> bool:
    """Whether an order is on the account of the agreement in force when it was written."""
    rows = [
        row
        for row in papers.rows("collection_account")
        if row["customer"] == order["customer"] and row["recorded_at"] <= order["recorded_at"]
    ]
    return bool(rows) and rows[-1]["account_no"] == order["account_no"]


def open_fen(papers: Papers, bill: Row, at: datetime) -> int:
    """What a bill still asks for at a moment, before what is written at that very second."""
    asked = bill["amount_fen"] + carried_fen(papers, bill)
    noted, paid, back = (
        sum(each["amount_fen"] for each in rows.get(bill["id"], []) if each["recorded_at"] < at)
        for rows in (papers.credits_of_bill, papers.receipts_of_bill, papers.returned_of_bill)
    )
    return int(asked - noted - paid + back)


def asked_fen(papers: Papers, bill: Row, at: datetime) -> int:
    """What a bill asked for at a moment, whoever had paid it."""
    noted = sum(each["amount_fen"] for each in papers.credits_of_bill.get(bill["id"], []) if each["recorded_at"] < at)
    return int(bill["amount_fen"] + carried_fen(papers, bill) - noted)


def _settled(papers: Papers, bill: Row, since: date) -> date | None:
    """The day on which nothing was open any more, by payment at a window or a credit note."""
    paid = [row for row in papers.receipts_of_bill.get(bill["id"], []) if row["channel"] != "collection"]
    days = sorted(written_on(row) for row in [*paid, *papers.credits_of_bill.get(bill["id"], [])])
    ends = (on for on in days if on >= since and open_fen(papers, bill, datetime.combine(on, time.max)) <= 0)
    return next(ends, None)


def _worth(papers: Papers, fen: int, limit_on: date, done_on: date | None) -> Fraction:
    """Days from the limit to the day on which the duty was done; the principal of what is undone for too long."""
    until = done_on or papers.as_of
    if done_on is None and (until - limit_on).days > PRINCIPAL_AFTER_DAYS:
        return Fraction(fen)
    return Fraction(max(fen, 0) * max((until - limit_on).days, 0)) * RATE


def _too_much(papers: Papers, order: Row, answer: Row, asked: int) -> Fraction:
    """What the bank collected beyond what was open: until it is refunded, and then its days."""
    excess: int = answer["amount_fen"] - asked
    refund = papers.one("collection_refund").get(order["id"])
    if refund is None:
        return Fraction(excess)
    back: int = refund["amount_fen"]
    days: int = (written_on(refund) - answer["answered_on"]).days
    return excess - back + back * days * RATE


def _returns(papers: Papers) -> Iterator[Found]:
    days = int(papers.limits["collection_return.limit_working_days"])
    for item in papers.rows("bank_item"):
        if item["result"] != "returned":
            continue
        order = papers.one("collection_order").get(item["id"])
        if order is not None and not _right(papers, papers.bills[item["bill"]], order):
            continue  # that is its batch's
        limit_on = papers.after("working", item["answered_on"], days)
        missed_on = papers.past(limit_on)
        bill, since = papers.bills[item["bill"]], item["recorded_at"]
        done = [
            *(written_on(row) for row in papers.rows("collection_order") if _later(row, item)),
            *(row["told_on"] for row in papers.rows("collection_notice") if row["id"] == item["id"]),
            *(row["served_on"] for row in papers.rows("notice") if _told(row, item)),
            *(written_on(row) for row in papers.receipts_of_bill.get(bill["id"], []) if row["recorded_at"] > since),
        ]
        done_on = min(done, default=None)
        if missed_on is None or (done_on is not None and done_on <= limit_on):
            continue
        shown_on = papers.after("bank", limit_on, ANSWER_DAYS)
        still = open_fen(papers, bill, datetime.combine(shown_on, time.max))
        harmed = still > 0 and shown_on <= papers.as_of
        fen = half_up(_worth(papers, open_fen(papers, bill, datetime.combine(limit_on, time.max)), limit_on, done_on))
        staff = _first_window(papers, limit_on)
        yield Found("4.3", staff, "bank_item", item["id"], missed_on, fen if harmed else None, not harmed)


def _later(order: Row, item: Row) -> bool:
    """Whether a bill was ordered once more after the order that came back, though maybe before it did."""
    return bool(order["bill"] == item["bill"] and order["id"] > item["id"])


def _told(notice: Row, item: Row) -> bool:
    """Whether the customer was asked to pay on the day of the return or after."""
    return bool(notice["bill"] == item["bill"] and notice["served_on"] >= item["answered_on"])
