"""Arrears lists (2.7): bills that were neither dunned nor settled by the limit of their list.

A bill is overdue while the papers show it open. One that a receipt took off the list is the reader's no more: should
its cheque come back, it is a receivable again once it is reopened, and whoever reopens it tells the customer (4.5).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.records import ids
from kaohe.standards.evidence.findings import Broken, missed
from kaohe.standards.ledger.cites import DUTY, LATE, Cite, Part
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, Rows, wide

_FAR = 1 << 30


def clause_2_7(ledger: Ledger) -> list[Broken]:
    """Arrears lists with a bill that was, by the limit, neither noticed nor settled nor disputed: the signer's.

    One finding per list; late money is counted from its limit to the first receipt after it, bill by bill.
    """
    lists, items = ledger["arrears_list"], ledger["arrears_item"]
    if not len(items):
        return []
    order = np.argsort(lists["id"], kind="stable")
    at = order[np.searchsorted(lists["id"][order], items["list"])]
    missed_on = ledger.calendar.working_after(lists["limit_on"])
    due = np.flatnonzero(missed_on[at] <= ledger.as_of)
    open_fen = np.zeros(len(items), dtype=np.int64)
    open_fen[due] = _left_open(ledger, due, lists["limit_on"][at[due]])
    failed = np.flatnonzero(open_fen > 0)
    receipts = _receipts(ledger, items["bill"][failed])
    return [
        _unserved(
            ledger,
            int(row),
            int(missed_on[row]),
            [(int(i), int(open_fen[i])) for i in failed[at[failed] == row]],
            receipts,
        )
        for row in np.unique(at[failed])
    ]


def _left_open(ledger: Ledger, rows: Ints, limit_on: Ints) -> NDArray[np.int64]:
    """Of each item the amount still owed at the limit although no notice had been signed; 0 for those in order.

    The signed notice of a returned cheque tells the customer of the debt as a 催費通知單 does.
    """
    items, notices, cases = ledger["arrears_item"], ledger["notice"], ledger["case"]
    bills = items["bill"][rows]
    told = notices.among("kind", "dunning", "returned_cheque")
    in_order = _first_days(ledger, bills, notices, notices["served_on"], told) <= limit_on
    in_order |= _first_days(ledger, bills, cases, cases.days(), cases.among("kind", "disputed")) <= limit_on
    in_order |= _paid(ledger, rows, limit_on)
    owed = np.where(in_order, 0, wide(items["amount_fen"][rows]))
    return np.maximum(owed - _credited(ledger, rows, limit_on), 0)


def _first_days(ledger: Ledger, bills: Ints, rows: Rows, days: Ints, chosen: Flags) -> Ints:
    """The first day that any chosen row has for each bill; far off where none has."""
    at = np.flatnonzero(chosen)
    return _first_on(ledger, ledger.sheets.flat(rows["bill"][at]), days[at])[ledger.sheets.flat(bills)]


def _first_on(ledger: Ledger, places: Ints, days: Ints) -> Ints:
    sheet = np.full(ledger.sheets.periods * len(ledger.sheets.customers), _FAR, dtype=np.int32)
    np.minimum.at(sheet, places, days.astype(np.int32))
    return sheet


def _paid(ledger: Ledger, rows: Ints, limit_on: Ints) -> Flags:
    """Where a receipt written by the limit stood when the list was made, or later: not reopened before."""
    items, receipts = ledger["arrears_item"], ledger["receipt"]
    bills = items["bill"][rows]
    first = _first_on(ledger, ledger.sheets.receipt_bill, receipts.days())
    paid: Flags = first[ledger.sheets.flat(bills)] <= limit_on
    touched = np.flatnonzero(paid & np.isin(bills, ledger["reopening"]["bill"]))
    by_bill, reopened_at = _receipts(ledger, bills[touched]), _reopened_at(ledger)
    for i in touched.tolist():
        made_at = int(items["recorded_at"][rows[i]])
        given = [at for at in by_bill[int(bills[i])] if receipts.day(at) <= limit_on[i]]
        paid[i] = any(reopened_at.get(int(receipts["id"][at]), made_at) >= made_at for at in given)
    return paid


def _reopened_at(ledger: Ledger) -> dict[int, int]:
    """When the receivable of a receipt's bill was reopened."""
    rows = ledger["reopening"]
    return dict(zip(rows["receipt"].tolist(), rows["recorded_at"].tolist(), strict=True))


def _credited(ledger: Ledger, rows: Ints, limit_on: Ints) -> NDArray[np.int64]:
    """What was set off by the limit since the list was made: what was before is not on it."""
    items, notes = ledger["arrears_item"], ledger["credit_note"]
    bills, made_at = items["bill"][rows], items["recorded_at"][rows]
    total = np.zeros(len(bills), dtype=np.int64)
    for row in np.flatnonzero(np.isin(notes["bill"], bills)).tolist():
        since = (notes["recorded_at"][row] > made_at) & (notes.days()[row] <= limit_on)
        total[(bills == notes["bill"][row]) & since] += int(notes["amount_fen"][row])
    return total


def _receipts(ledger: Ledger, bills: Ints) -> dict[int, list[int]]:
    """Receipts (rows) of some bills, by bill, in the order of time."""
    sheets, receipts = ledger.sheets, ledger["receipt"]
    wanted = np.zeros(sheets.periods * len(sheets.customers), dtype=np.bool_)
    wanted[sheets.flat(bills)] = True
    found: dict[int, list[int]] = {int(bill): [] for bill in bills}
    if found:
        for row in receipts.where(wanted[sheets.receipt_bill]).tolist():
            found[int(receipts["bill"][row])].append(row)
    return found


def _unserved(
    ledger: Ledger, row: int, missed_on: int, items: list[tuple[int, int]], receipts: dict[int, list[int]]
) -> Broken:
    lists, limit_on = ledger["arrears_list"], int(ledger["arrears_list"]["limit_on"][row])
    settled = [_settled(ledger, item, fen, limit_on, missed_on, receipts) for item, fen in items]
    bills = {int(ledger["arrears_item"]["bill"][item]) for item, _ in items}
    return missed(
        "unserved",
        staff=int(lists["signed_by"][row]),
        object_id=ids.book_period_id(int(lists["book"][row]), ids.period_index(int(lists["period"][row]))),
        missed_on=missed_on,
        parts=[part for part, _ in settled],
        inputs={"bills": len(items), "listed": int(lists["bills"][row]), "limit_on": ids.day_number(limit_on)},
        cites=[
            ledger.cite("arrears_list", row, DUTY),
            ledger.cite_rule("dunning.limit_working_days", int(lists["due_on"][row])),
            *ledger.cites("arrears_item", [item for item, _ in items], DUTY),
            *_late_notices(ledger, bills),
            *ledger.cites("receipt", [at for _, at in settled], LATE),
        ],
    )


def _settled(
    ledger: Ledger, item: int, owed_fen: int, limit_on: int, missed_on: int, receipts: dict[int, list[int]]
) -> tuple[Part, int]:
    """The price of an item, and the first receipt after the limit: what comes of its cheque is not the reader's."""
    horizon, rows = ledger.horizon(missed_on), ledger["receipt"]
    stubs = receipts[int(ledger["arrears_item"]["bill"][item])]
    later = next((at for at in stubs if limit_on < rows.day(at) <= horizon), NONE)
    return ledger.part(owed_fen, limit_on, None if later == NONE else rows.day(later), missed_on), later


def _late_notices(ledger: Ledger, bills: set[int]) -> list[Cite]:
    notices = ledger["notice"]
    rows = np.flatnonzero(notices.among("kind", "dunning") & np.isin(notices["bill"], sorted(bills)))
    return ledger.cites("notice", rows, LATE)
