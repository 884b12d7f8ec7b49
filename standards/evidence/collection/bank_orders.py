"""托收 (4.3): bills of each customer who pays by collection, as they were ordered of the bank, and when rightly."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.records import ids
from kaohe.standards.evidence.reading.receivable import asked
from kaohe.standards.ledger.cites import ACT, DUTY, LATE, PROOF, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, at_rows, wide
from kaohe.standards.ledger.sheets import find

LIMIT = "collection.limit_bank_days"
ANSWER_BANK_DAYS = 3
_DAY_BITS = 16
LATE_ORDER, WRONG_AMOUNT, WRONG_ACCOUNT, TOO_MUCH = "late", "amount", "account", "difference"


class Unsent(NamedTuple):
    """A bill that was not rightly ordered on its due day; days, NONE where there is none.

    limb: how; staff: who wrote the wrong order, NONE where none was sent. right_on: rightly ordered. answered_on: what
    the bank said of that. paid_on: he paid, or nothing was left to pay.
    over_fen: what the bank collected too much; back_fen: what was refunded of it, and back_on when.
    """

    due_on: int
    bill: int
    limb: str
    staff: int
    fen: int
    right_on: int
    answered_on: int
    paid_on: int
    cites: tuple[Cite, ...]
    answer: tuple[Cite, ...]
    over_fen: int = 0
    back_fen: int = 0
    back_on: int = NONE

    @property
    def ended_on(self) -> int:
        """The day on which it was ordered as it should be, or not needed any more."""
        return min((day for day in (self.right_on, self.paid_on) if day != NONE), default=NONE)

    @property
    def came_on(self) -> int:
        """The day of the answer, or of his own payment."""
        return min((day for day in (self.answered_on, self.paid_on) if day != NONE), default=NONE)


class Orders:
    """Orders (rows) in the order of bills and of time; by row, which are on the account in force."""

    def __init__(self, ledger: Ledger) -> None:
        orders = ledger["collection_order"]
        order = np.lexsort((orders["id"], orders["recorded_at"], orders["bill"]))
        self.rows, self.bills = order, wide(orders["bill"])[order]
        self.on_account = self._on_account(ledger)

    def of(self, bill: int) -> Ints:
        """Rows of a bill's orders, in the order of time."""
        first, last = np.searchsorted(self.bills, [bill, bill + 1])
        return self.rows[first:last]

    @staticmethod
    def _on_account(ledger: Ledger) -> Flags:
        """Where an order has the account of the agreement that was in force when it was written."""
        orders, agreed = ledger["collection_order"], ledger["collection_account"]
        if not len(agreed):
            return np.ones(len(orders), dtype=np.bool_)  # nothing is known of any account
        order = np.lexsort((agreed["id"], agreed["recorded_at"], agreed["customer"]))
        moments = (wide(agreed["customer"]) << 42)[order] + wide(agreed["recorded_at"])[order]
        written = (wide(orders["customer"]) << 42) + wide(orders["recorded_at"])
        at = np.searchsorted(moments, written, side="right") - 1
        row = order[np.maximum(at, 0)]
        known = (at >= 0) & (agreed["customer"][row] == orders["customer"])
        found: Flags = ~known | (agreed["account_no"][row] == orders["account_no"])
        return found


def due_bills(ledger: Ledger) -> tuple[Ints, NDArray[np.int64]]:
    """Bills (rows) of customers who paid by collection as recorded at issue, and the bank day on which each was due."""
    bills, customers = ledger["bill"], ledger["customer"]
    rows = np.flatnonzero(customers.among("channel", "collection")[ledger.due.archive_row])
    issued_on = bills["issued_on"][rows]
    due_on = ledger.calendar.bank_after(issued_on, ledger.limits.whole(LIMIT, issued_on))
    return rows, due_on


def gather_unsent(ledger: Ledger) -> list[Unsent]:
    """The bills of a part of the office that were not rightly ordered on their day."""
    rows, due_on = due_bills(ledger)
    rows, due_on = rows[due_on <= ledger.as_of], due_on[due_on <= ledger.as_of]
    orders = ledger.once(Orders)
    suspect = _suspect(ledger, orders, rows, due_on)
    rows, due_on = rows[suspect], due_on[suspect]
    keys = wide(ledger["bill"]["id"])[rows]
    found = zip(rows.tolist(), keys.tolist(), due_on.tolist(), asked(ledger, keys).tolist(), strict=True)
    receipts, notes = ledger["receipt"].having("bill", keys), ledger["credit_note"].having("bill", keys)
    every = (
        _unsent(ledger, orders, row, due, Settled(ledger, key, fen, receipts[key], notes[key]))
        for row, key, due, fen in found
    )
    return [one for one in every if one is not None]


def _suspect(ledger: Ledger, orders: Orders, rows: Ints, due_on: NDArray[np.int64]) -> Flags:
    """Bills without an order on their day that is on the account in force and for the sum of the bill."""
    bills, table = ledger["bill"], ledger["collection_order"]
    if not len(table):
        return np.ones(len(rows), dtype=np.bool_)
    amount = at_rows(bills["amount_fen"], ledger.sheets.flat_bill_row[ledger.sheets.flat(table["bill"])])
    plain = orders.on_account & (amount == table["amount_fen"])
    good = np.unique((wide(table["bill"])[plain] << _DAY_BITS) + table.days()[plain])
    missing: Flags = find(good, (wide(bills["id"])[rows] << _DAY_BITS) + due_on) == NONE
    return missing


def _unsent(ledger: Ledger, orders: Orders, row: int, due_on: int, settled: Settled) -> Unsent | None:
    """A suspect bill, if it was open on its day and not rightly ordered then."""
    bill, fen = settled.bill, settled.left(due_on - 1)
    if fen <= 0 or NONE != settled.paid_on <= due_on:
        return None
    table = ledger["collection_order"]
    wrong = {at: wrong_in(ledger, settled, at, bool(orders.on_account[at])) for at in orders.of(bill).tolist()}
    right = next((at for at, limb in wrong.items() if limb is None and table.day(at) >= due_on), NONE)
    right_on = NONE if right == NONE else table.day(right)
    if right_on == due_on:
        return None
    first = next((at for at, limb in wrong.items() if limb is not None and table.day(at) == due_on), NONE)
    if first != NONE and (too_much := _too_much(ledger, settled, row, due_on, first)) is not None:
        return too_much
    answer, answered_on = _answer(ledger, right)
    return Unsent(
        due_on,
        bill,
        LATE_ORDER if first == NONE else wrong[first] or LATE_ORDER,
        NONE if first == NONE else int(table["staff"][first]),
        fen,
        right_on,
        answered_on,
        settled.paid_on,
        (
            *ledger.cites("collection_order", [first], ACT),
            ledger.cite("bill", row, DUTY),
            *_issued_with(ledger, row, settled.asked_fen),
            *(_agreement(ledger, first) if first != NONE and wrong[first] == WRONG_ACCOUNT else ()),
            *ledger.cites("collection_order", [right], LATE),
            *settled.cites,
        ),
        tuple(ledger.cites("bank_item", [answer], PROOF)),
    )


def _too_much(ledger: Ledger, settled: Settled, row: int, due_on: int, order: int) -> Unsent | None:
    """A wrong order (row) by which the bank has collected more than was open, and what came back of that."""
    answer, answered_on = _answer(ledger, order)
    items, refunds, table = ledger["bank_item"], ledger["collection_refund"], ledger["collection_order"]
    if answer == NONE or items.text("result", answer) != "paid":
        return None
    open_fen = settled.left(answered_on)
    over_fen = int(items["amount_fen"][answer]) - open_fen
    if over_fen <= 0:
        return None
    back = refunds.where(refunds["id"] == items["id"][answer])
    return Unsent(
        due_on,
        settled.bill,
        TOO_MUCH,
        int(table["staff"][order]),
        open_fen,
        NONE,
        answered_on,
        settled.paid_on,
        (
            ledger.cite("collection_order", order, ACT),
            ledger.cite("bill", row, DUTY),
            *_issued_with(ledger, row, settled.asked_fen),
            *ledger.cites("collection_refund", back, LATE),
        ),
        tuple(ledger.cites("bank_item", [answer], PROOF)),
        over_fen,
        min(int(refunds["amount_fen"][back[0]]), over_fen) if len(back) else 0,
        refunds.day(int(back[0])) if len(back) else NONE,
    )


def _issued_with(ledger: Ledger, row: int, asked_fen: int) -> list[Cite]:
    """The supplements that make what a bill (row) asks for another sum than its own."""
    bills, extra = ledger["bill"], ledger["supplement"]
    if bills["amount_fen"][row] == asked_fen:
        return []
    customer, index = ids.bill_parts(int(bills["id"][row]))
    rows = extra.where((extra["customer"] == customer) & (extra["with_period"] == int(ids.period_code(index))))
    return ledger.cites("supplement", rows, DUTY)


def wrong_in(ledger: Ledger, settled: Settled, at: int, on_account: bool) -> str | None:
    """What is wrong with an order: another account, or another sum than was open; a reduction of that very day may be
    in it or not.
    """
    if not on_account:
        return WRONG_ACCOUNT
    table, day = ledger["collection_order"], ledger["collection_order"].day(at)
    open_fen = {settled.left(until) for until in (day - 1, day)}
    return None if int(table["amount_fen"][at]) in open_fen else WRONG_AMOUNT


def _agreement(ledger: Ledger, order: int) -> list[Cite]:
    """The agreement in force when an order was written."""
    table, agreed = ledger["collection_order"], ledger["collection_account"]
    mine = agreed.where(
        (agreed["customer"] == table["customer"][order]) & (agreed["recorded_at"] <= table["recorded_at"][order])
    )
    return ledger.cites("collection_account", mine[-1:], DUTY)


def _answer(ledger: Ledger, order: int) -> tuple[int, int]:
    """The bank's answer (row) to an order, and its day; NONE without."""
    if order == NONE:
        return NONE, NONE
    items = ledger["bank_item"]
    found = items.where(items["id"] == ledger["collection_order"]["id"][order])
    return (int(found[0]), items.day(int(found[0]))) if len(found) else (NONE, NONE)


class Settled:
    """What was paid and set off of a bill (receipts and credit notes by row). paid_on: the first receipt, or the day on
    which nothing was left.
    """

    def __init__(self, ledger: Ledger, bill: int, asked_fen: int, receipts: Ints, notes: Ints) -> None:
        self.bill, self.asked_fen = bill, asked_fen
        paid, credited = ledger["receipt"], ledger["credit_note"]
        self._credits = [(credited.day(row), int(credited["amount_fen"][row])) for row in notes.tolist()]
        days = [(paid.day(row), "receipt", row) for row in receipts.tolist()]
        days += [(day, "credit_note", row) for row in notes.tolist() if self.left(day := credited.day(row)) <= 0]
        self.paid_on, table, row = min(days, default=(NONE, "", NONE))
        self.cites = tuple(ledger.cites(table, [row], LATE)) if table else ()

    def credited(self, until: int) -> int:
        """What was set off by the end of a day."""
        return sum(fen for day, fen in self._credits if day <= until)

    def left(self, until: int) -> int:
        """What was asked for and not set off by the end of a day."""
        return self.asked_fen - self.credited(until)
