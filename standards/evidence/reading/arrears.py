"""Arrears lists (2.7): bills that were neither dunned nor settled by the limit of their list.

A bill is overdue while the papers show it open. One that a receipt took off the list is the reader's no more: should
its cheque come back, it is a receivable again once it is reopened, and whoever reopens it tells the customer (4.5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.evidence.findings import Broken, missed
from kaohe.standards.evidence.on_duty import of_acting
from kaohe.standards.evidence.reading.receivable import asked
from kaohe.standards.ledger.cites import DUTY, LATE, Cite, Part
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, Rows, at_rows, wide

_FAR = 1 << 30
ANSWER_BANK_DAYS = 3  # of an order of collection


def clause_2_7(ledger: Ledger) -> list[Broken]:
    """Arrears lists with a bill that was, by the limit, neither noticed nor settled nor disputed: the signer's,
    or his who stands in for the signer at the limit.

    One finding per list; bill by bill the idle days count, from the limit to the notice, or to what made it needless.
    """
    lists, items = ledger["arrears_list"], ledger["arrears_item"]
    if not len(items):
        return []
    order = np.argsort(lists["id"], kind="stable")
    at = order[np.searchsorted(lists["id"][order], items["list"])]
    due_on = _due_days(ledger, at)
    limit_on = ledger.calendar.working_after(due_on, ledger.limits.whole("dunning.limit_working_days", due_on))
    missed_on = ledger.calendar.working_after(limit_on)
    due = np.flatnonzero(missed_on[at] <= ledger.as_of)
    open_fen = np.zeros(len(items), dtype=np.int64)
    open_fen[due] = _left_open(ledger, due, limit_on[at[due]])
    failed = np.flatnonzero(open_fen > 0)
    ends = _ends(ledger, failed, limit_on[at[failed]], open_fen[failed])
    return [
        _unserved(
            ledger, int(row), int(due_on[row]), int(limit_on[row]), [ends[int(i)] for i in failed[at[failed] == row]]
        )
        for row in np.unique(at[failed])
    ]


def _due_days(ledger: Ledger, of_item: Ints) -> NDArray[np.int64]:
    """The day on which the bills of each list were due: no later than their own issue and the days for payment say.

    The limit follows from it by the rule, whatever limit the list has.
    """
    lists, items, bills, sheets = ledger["arrears_list"], ledger["arrears_item"], ledger["bill"], ledger.sheets
    bill = sheets.flat_bill_row[sheets.flat(items["bill"])]
    issued_on = wide(at_rows(bills["issued_on"], bill, _FAR))
    known = np.flatnonzero(issued_on < _FAR)
    due_on = wide(lists["due_on"]).copy()
    if len(known):
        own = issued_on[known] + ledger.limits.whole("payment.due_days", issued_on[known])
        earliest = np.full(len(lists), _FAR, dtype=np.int64)
        np.minimum.at(earliest, of_item[known], own)
        due_on = np.minimum(due_on, earliest)
    return due_on


def _left_open(ledger: Ledger, rows: Ints, limit_on: Ints) -> NDArray[np.int64]:
    """Of each item the amount still owed at the limit although no notice had been signed; 0 for those in order, or with
    the bank.

    The signed notice of a returned cheque tells the customer of the debt as a 催費通知單 does.
    """
    items, notices, cases = ledger["arrears_item"], ledger["notice"], ledger["case"]
    bills = items["bill"][rows]
    in_order = _first_days(ledger, bills, notices, _served_on(notices), _of_debt(ledger)) <= limit_on
    in_order |= _first_days(ledger, bills, cases, cases.days(), cases.among("kind", "disputed")) <= limit_on
    in_order |= _paid(ledger, rows, limit_on) | _with_the_bank(ledger, bills, limit_on)
    left = np.flatnonzero(~in_order)
    owed = np.zeros(len(rows), dtype=np.int64)
    owed[left] = asked(ledger, bills[left]) - _credited(ledger, rows[left], limit_on[left])
    return np.maximum(owed, 0)


def _with_the_bank(ledger: Ledger, bills: Ints, limit_on: Ints) -> Flags:
    """Bills that the bank had been asked to collect, and had not answered for by the limit: its answer will tell."""
    orders, out = ledger["collection_order"], np.zeros(len(bills), dtype=np.bool_)
    if not len(orders):
        return out
    sent_on = orders.days()
    back_on = ledger.calendar.bank_after(sent_on, ANSWER_BANK_DAYS)
    for row in np.flatnonzero(np.isin(bills, orders["bill"])).tolist():
        mine = orders["bill"] == bills[row]
        out[row] = bool((mine & (sent_on <= limit_on[row]) & (back_on > limit_on[row])).any())
    return out


def _of_debt(ledger: Ledger) -> Flags:
    """Notices of a debt to whoever owes it, written once there was a bill."""
    notices, bills, sheets = ledger["notice"], ledger["bill"], ledger.sheets
    told = np.flatnonzero(notices.among("kind", "dunning", "returned_cheque"))
    bill = sheets.flat_bill_row[sheets.flat(notices["bill"][told])]
    valid = np.zeros(len(notices), dtype=np.bool_)
    own = notices["customer"][told] == SCHEMA["bill"].key.part("customer", wide(notices["bill"][told]))
    valid[told] = own & (at_rows(bills["recorded_at"], bill) <= notices["recorded_at"][told])
    return valid


def _served_on(notices: Rows) -> Ints:
    """The day of each notice: no earlier than it was written."""
    return np.maximum(notices["served_on"], notices.days())


def _first_days(ledger: Ledger, bills: Ints, rows: Rows, days: Ints, chosen: Flags) -> Ints:
    """The first day that any chosen row has for each bill; far off where none has."""
    at = np.flatnonzero(chosen)
    return _first_on(ledger, ledger.sheets.flat(rows["bill"][at]), days[at])[ledger.sheets.flat(bills)]


def _first_on(ledger: Ledger, places: Ints, days: Ints) -> Ints:
    sheet = np.full(ledger.sheets.places, _FAR, dtype=np.int32)
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
        given = [at for day, at in by_bill[int(bills[i])] if day <= limit_on[i]]
        paid[i] = any(reopened_at.get(int(receipts["id"][at]), made_at) >= made_at for at in given)
    return paid


def _reopened_at(ledger: Ledger) -> dict[int, int]:
    """When the receivable of a receipt's bill was reopened."""
    rows = ledger["reopening"]
    return dict(zip(rows["receipt"].tolist(), rows["recorded_at"].tolist(), strict=True))


def _credited(ledger: Ledger, rows: Ints, limit_on: Ints) -> NDArray[np.int64]:
    """What was set off of each item's bill by the limit."""
    bills, notes = ledger["arrears_item"]["bill"][rows], ledger["credit_note"]
    total = np.zeros(len(bills), dtype=np.int64)
    for row in np.flatnonzero(np.isin(notes["bill"], bills)).tolist():
        in_time = notes.days()[row] <= limit_on
        total[(bills == notes["bill"][row]) & in_time] += int(notes["amount_fen"][row])
    return total


def _receipts(ledger: Ledger, bills: Ints) -> dict[int, list[tuple[int, int]]]:
    """(day, row) of the receipts of some bills, by bill, in the order of time."""
    sheets, receipts = ledger.sheets, ledger["receipt"]
    wanted = np.zeros(sheets.places, dtype=np.bool_)
    wanted[sheets.flat(bills)] = True
    found: dict[int, list[tuple[int, int]]] = {int(bill): [] for bill in bills}
    if found:
        for row in receipts.where(wanted[sheets.receipt_bill]).tolist():
            found[int(receipts["bill"][row])].append((receipts.day(row), row))
    return found


@dataclass(frozen=True)
class _Idle:
    """A bill that lay idle: its item, what was open at the limit, the day that ended it, and what did (rows)."""

    item: int
    part: Part
    cites: tuple[Cite, ...]


def _ends(ledger: Ledger, failed: Ints, limit_on: Ints, open_fen: Ints) -> dict[int, _Idle]:
    """What ended the idle days of each failed item."""
    bills = ledger["arrears_item"]["bill"][failed]
    papers = {
        "notice": _by_bill(ledger["notice"], bills, _of_debt(ledger), _served_on(ledger["notice"])),
        "receipt": _receipts(ledger, bills),
        "case": _by_bill(ledger["case"], bills, ledger["case"].among("kind", "disputed"), ledger["case"].days()),
        "credit_note": _by_bill(ledger["credit_note"], bills, _settling(ledger), ledger["credit_note"].days()),
    }
    columns = zip(failed.tolist(), bills.tolist(), limit_on.tolist(), open_fen.tolist(), strict=True)
    return {
        item: _idle(ledger, item, limit, fen, {table: of.get(bill, []) for table, of in papers.items()})
        for item, bill, limit, fen in columns
    }


def _idle(ledger: Ledger, item: int, limit_on: int, fen: int, papers: Mapping[str, list[tuple[int, int]]]) -> _Idle:
    later = [(day, table, row) for table, rows in papers.items() for day, row in rows if day > limit_on]
    ended_on, table, row = min(later, default=(NONE, "", NONE))
    cites = ledger.cites(table, [row], LATE) if table else []
    return _Idle(item, ledger.part(fen, limit_on, ended_on, own=False), tuple(cites))


def _settling(ledger: Ledger) -> Flags:
    """Credit notes that leave nothing of their bill open."""
    notes, bills, sheets = ledger["credit_note"], ledger["bill"], ledger.sheets
    if not len(notes):
        return np.zeros(0, dtype=np.bool_)
    amount = at_rows(bills["amount_fen"], sheets.flat_bill_row[sheets.flat(notes["bill"])])
    credited = {int(bill): int(notes["amount_fen"][notes["bill"] == bill].sum()) for bill in np.unique(notes["bill"])}
    settled: Flags = np.array([credited[int(bill)] for bill in notes["bill"]]) >= amount
    return settled


def _by_bill(rows: Rows, bills: Ints, chosen: Flags, days: Ints) -> dict[int, list[tuple[int, int]]]:
    """(day, row) of the chosen rows of some bills."""
    found: dict[int, list[tuple[int, int]]] = {}
    for row in np.flatnonzero(chosen & np.isin(rows["bill"], bills)).tolist():
        found.setdefault(int(rows["bill"][row]), []).append((int(days[row]), row))
    return found


def _unserved(ledger: Ledger, row: int, due_on: int, limit_on: int, items: list[_Idle]) -> Broken:
    lists = ledger["arrears_list"]
    return missed(
        "unserved",
        staff=ledger.duty.acting(int(lists["signed_by"][row]), "meter_reader", limit_on),
        object_id=ids.book_period_id(int(lists["book"][row]), ids.period_index(int(lists["period"][row]))),
        missed_on=ledger.calendar.next_working(limit_on),
        parts=[idle.part for idle in items],
        inputs={"bills": len(items), "listed": int(lists["bills"][row]), "limit_on": ids.day_number(limit_on)},
        cites=[
            ledger.cite("arrears_list", row, DUTY),
            ledger.cite_rule("dunning.limit_working_days", due_on),
            *ledger.cite_days(due_on + 1, ledger.calendar.next_working(limit_on)),
            *ledger.cites("arrears_item", [idle.item for idle in items], DUTY),
            *(cite for idle in items for cite in idle.cites),
            *of_acting(ledger, int(lists["signed_by"][row]), "meter_reader", limit_on),
        ],
    )
