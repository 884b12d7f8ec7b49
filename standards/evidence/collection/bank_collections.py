"""Bank collection (4.3): orders sent late, not at all, or wrong; returns of the bank that nobody followed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.evidence.collection.bank_orders import (
    ANSWER_BANK_DAYS,
    LATE_ORDER,
    LIMIT,
    TOO_MUCH,
    Orders,
    Settled,
    Unsent,
    gather_unsent,
    wrong_in,
)
from kaohe.standards.evidence.findings import Broken, Worth
from kaohe.standards.evidence.on_duty import of_counter
from kaohe.standards.evidence.reading.receivable import asked
from kaohe.standards.ledger.cites import DUTY, LATE, Cite, Part
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Flags, wide

RETURN_LIMIT = "collection_return.limit_working_days"
SENDER, SENT_AT = 1, 600  # the first window, at 10:00: its collector sends the orders of the office


def clause_4_3(ledger: Ledger) -> list[Broken]:
    """Batches of a due day with bills that were sent late, not at all, or wrongly; and returns that nobody followed.

    Fees come in late where a right order was answered after the day on which one sent in time is, or where there was
    none by then; of a return, where the bill was open still so long after its limit. Until then it is a slip.
    """
    unsent = sorted(one for part in ledger.gather(gather_unsent) for one in part)
    over = [_over(ledger, one) for one in unsent if one.over_fen]
    unsent = [one for one in unsent if not one.over_fen]
    late = [_batch(ledger, list(group)) for _, group in groupby(unsent, lambda one: (one.due_on, one.limb, one.staff))]
    returned = [_left(ledger, one) for part in ledger.gather(gather_left) for one in part]
    return [broken for broken in (*over, *late, *returned) if broken is not None]


def _batch(ledger: Ledger, unsent: Sequence[Unsent]) -> Broken | None:
    """The bills of a due day that were not ordered on it, or in which an order of it was wrong."""
    due_on, limb = unsent[0].due_on, unsent[0].limb
    occurred_on = ledger.calendar.next_working(due_on) if limb == LATE_ORDER else due_on
    if occurred_on > ledger.as_of:
        return None
    shown = sorted((day, one) for one in unsent if (day := _consequence(ledger, one)) != NONE)
    proof = shown[0][1].answer if shown and shown[0][1].right_on != NONE else ()
    cites: list[Cite] = [
        *(cite for one in unsent for cite in one.cites),
        ledger.cite_rule(LIMIT, due_on),
        *ledger.cite_days(due_on, occurred_on),
        *proof,
    ]
    staff = unsent[0].staff
    if limb == LATE_ORDER:
        staff = ledger.duty.at_counter(SENDER, due_on, SENT_AT, _sender(ledger, unsent))
        cites += of_counter(ledger, SENDER, due_on, SENT_AT)
    worth = Worth(
        parts=[ledger.part(one.fen, due_on, one.ended_on, own=False) for one in unsent],
        inputs={"bills": len(unsent), "limit_on": ids.day_number(due_on)},
        consequence=bool(shown),
    )
    what = int(SCHEMA["bank_batch"].key.pack(day=ids.day_number(due_on), kind="collection", number=0))
    discovered_on = max(occurred_on, shown[0][0]) if shown else occurred_on
    finder = proof[0].staff if proof and shown[0][0] >= occurred_on else NONE
    return Broken(limb, staff, what, occurred_on, discovered_on, finder, tuple(cites), worth)


def _over(ledger: Ledger, one: Unsent) -> Broken:
    """An order for more than was open, which the bank has collected: what is not refunded, and how long the rest was
    out.
    """
    kept_fen = one.over_fen - one.back_fen
    worth = Worth(
        amount_fen=kept_fen,
        made_good=[Part(one.back_fen, one.back_on - one.answered_on)] if one.back_fen else [],
        loss_fen=kept_fen,
        caused_fen=one.over_fen,
        inputs={"collected_fen": one.fen + one.over_fen, "open_fen": one.fen, "over_fen": one.over_fen},
    )
    cites = (*one.cites, ledger.cite_rule(LIMIT, one.due_on), *one.answer)
    what = int(SCHEMA["bank_batch"].key.pack(day=ids.day_number(one.due_on), kind="collection", number=0))
    finder = one.answer[0].staff
    return Broken(TOO_MUCH, one.staff, what, one.due_on, one.answered_on, finder, cites, worth)


def _consequence(ledger: Ledger, one: Unsent) -> int:
    """The day that shows that the fee came in late; NONE where it did not, or not yet."""
    in_time, last = (
        int(ledger.calendar.bank_after(np.array([one.due_on]), n)[0]) for n in (ANSWER_BANK_DAYS, ANSWER_BANK_DAYS + 1)
    )
    if NONE != one.came_on <= in_time:
        return NONE
    day = one.came_on if NONE != one.right_on <= last else last
    return day if day <= ledger.as_of else NONE


def _sender(ledger: Ledger, unsent: Sequence[Unsent]) -> int:
    """Who sent the orders of the office that are nearest, where no roster says who had to."""
    orders = ledger["collection_order"]
    late = [cite.staff for one in unsent for cite in one.cites if cite.table == "collection_order"]
    return next((staff for staff in [*late, *orders["staff"].tolist()] if staff != NONE), ledger.holder("collector"))


class Left(NamedTuple):
    """A return that was not followed by its limit: the answer, days, what is owed; paid_on: he paid."""

    item: int
    staff: int
    answered_on: int
    limit_on: int
    fen: int
    ended_on: int
    paid_on: int
    cites: tuple[Cite, ...]


def gather_left(ledger: Ledger) -> list[Left]:
    """Returns of right orders, of bills open still, of which nobody was told and no order written by the limit."""
    items, orders = ledger["bank_item"], ledger.once(Orders)
    answered_on = items.days()
    limit_on = ledger.calendar.working_after(answered_on, ledger.limits.whole(RETURN_LIMIT, answered_on))
    due = items.among("result", "returned") & (ledger.calendar.working_after(limit_on) <= ledger.as_of)
    due &= ~np.isin(items["id"], ledger["collection_notice"]["id"][_in_time(ledger)])
    rows = np.flatnonzero(due)
    keys = wide(items["bill"])[rows]
    receipts, notes = ledger["receipt"].having("bill", keys), ledger["credit_note"].having("bill", keys)
    found = zip(rows.tolist(), keys.tolist(), limit_on[rows].tolist(), asked(ledger, keys).tolist(), strict=True)
    every = (
        _return(ledger, orders, row, limit, Settled(ledger, key, fen, receipts[key], notes[key]))
        for row, key, limit, fen in found
    )
    return [one for one in every if one is not None]


def _in_time(ledger: Ledger) -> Flags:
    """Notices written by the limit of what they follow."""
    notices, items = ledger["collection_notice"], ledger["bank_item"]
    order = np.argsort(items["id"], kind="stable")
    at = np.searchsorted(items["id"][order], notices["id"])
    row = order[np.minimum(at, max(len(order) - 1, 0))] if len(order) else np.zeros(len(notices), np.int64)
    answered_on = items.days()[row] if len(order) else notices.days()
    limit_on = ledger.calendar.working_after(answered_on, ledger.limits.whole(RETURN_LIMIT, answered_on))
    return np.maximum(notices.days(), notices["told_on"]) <= limit_on


def _return(ledger: Ledger, orders: Orders, row: int, limit_on: int, settled: Settled) -> Left | None:
    """A return that was not followed in time, if its order was right: a wrong one is of its batch."""
    items, table = ledger["bank_item"], ledger["collection_order"]
    order = next((at for at in orders.of(settled.bill).tolist() if table["id"][at] == items["id"][row]), NONE)
    if order == NONE or wrong_in(ledger, settled, order, bool(orders.on_account[order])) is not None:
        return None
    ended_on, name, at = min(_followed(ledger, orders, row, settled.bill), default=(NONE, "", NONE))
    days = [day for day in (ended_on, settled.paid_on) if day != NONE]
    if min(days, default=limit_on + 1) <= limit_on:
        return None
    return Left(
        int(items["id"][row]),
        int(table["staff"][order]),
        items.day(row),
        limit_on,
        int(items["amount_fen"][row]),
        min(days, default=NONE),
        settled.paid_on,
        (
            ledger.cite("bank_item", row, DUTY),
            ledger.cite("collection_order", order, DUTY),
            *(ledger.cites(name, [at], LATE) if name else ()),
            *settled.cites,
        ),
    )


def _followed(ledger: Ledger, orders: Orders, row: int, bill: int) -> list[tuple[int, str, int]]:
    """What was done about a return: a notice of it, or of the debt; or another order. (Day, table, row.)"""
    items, table, own, debts = (
        ledger[name] for name in ("bank_item", "collection_order", "collection_notice", "notice")
    )
    since, answered_on = int(items["recorded_at"][row]), items.day(row)
    told = own.where(own["id"] == items["id"][row]).tolist()
    found = [(max(own.day(at), int(own["told_on"][at])), "collection_notice", at) for at in told]
    dunned = debts.where((debts["bill"] == bill) & debts.among("kind", "dunning") & (debts.days() >= answered_on))
    found += [(max(debts.day(at), int(debts["served_on"][at])), "notice", at) for at in dunned.tolist()]
    again = [at for at in orders.of(bill).tolist() if table["recorded_at"][at] >= since]
    return found + [(table.day(at), "collection_order", at) for at in again]


def _left(ledger: Ledger, one: Left) -> Broken:
    missed_on = ledger.calendar.next_working(one.limit_on)
    in_time, shown_on = (
        int(ledger.calendar.bank_after(np.array([one.limit_on]), n)[0])
        for n in (ANSWER_BANK_DAYS, ANSWER_BANK_DAYS + 1)
    )
    shown = shown_on <= ledger.as_of and not NONE != one.paid_on <= in_time
    cites = [
        *one.cites,
        ledger.cite_rule(RETURN_LIMIT, one.answered_on),
        *ledger.cite_days(one.answered_on + 1, missed_on),
        *of_counter(ledger, SENDER, one.limit_on, SENT_AT),
    ]
    worth = Worth(
        parts=[ledger.part(one.fen, one.limit_on, one.ended_on, own=False)],
        inputs={"limit_on": ids.day_number(one.limit_on)},
        consequence=shown,
    )
    who = ledger.duty.at_counter(SENDER, one.limit_on, SENT_AT, one.staff)
    discovered_on = max(missed_on, shown_on) if shown else missed_on
    return Broken("returned", who, one.item, missed_on, discovered_on, NONE, tuple(cites), worth)
