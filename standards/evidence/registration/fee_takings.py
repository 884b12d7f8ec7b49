"""Takings of business fees (1.7)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.evidence.findings import Broken, missed
from kaohe.standards.evidence.takings import (
    day_key,
    day_of,
    due_days,
    holder_of,
    key_parts,
    lawful_seals,
    row_of,
    totals,
    written_on,
)
from kaohe.standards.ledger.cites import ACT, DUTY, Part
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints, wide
from kaohe.standards.ledger.sheets import find


@dataclass(frozen=True)
class ClerkDays:
    """Clerks' days with takings of fees. keys: of each receipt; groups: the days, sorted, with what their receipts come
    to; hand_in: the place among the groups of each hand-in; first: the first hand-in (row) of each group, or NONE.
    """

    keys: NDArray[np.int64]
    groups: NDArray[np.int64]
    owed_fen: NDArray[np.int64]
    hand_in: Ints
    first: NDArray[np.int64]


def clerk_days(ledger: Ledger) -> ClerkDays:
    """All of them: nothing taken is nothing to hand in."""
    fees, rows = ledger["fee_receipt"], ledger["hand_in"]
    keys = day_key(fees["staff"], fees["takings_on"])
    groups = np.unique(keys)
    owed = totals(keys, groups, fees["amount_fen"])
    groups, owed = groups[owed > 0], owed[owed > 0]
    hand_in, first = _groups_of_hand_ins(ledger, groups), np.full(len(groups), NONE, np.int64)
    mine = np.flatnonzero(hand_in >= 0)
    mine = mine[np.lexsort((rows["id"][mine], rows["recorded_at"][mine]))][::-1]
    first[hand_in[mine]] = mine
    return ClerkDays(keys, groups, owed, hand_in, first)


def clause_1_7(ledger: Ledger) -> list[Broken]:
    """Takings of fees that were not handed to the cashier on the same working day. Where less came than there was, what
    was missing is 1.6.

    Due the same day; when the cashier is closed, the next working day, if they were sealed and entered that day. Whose
    takings a hand-in brings, its own number says: a colleague may carry them. Nothing taken is nothing to hand in.
    """
    days = ledger.once(clerk_days)
    seal = row_of(ledger["seal"], lawful_seals(ledger, "registration"), "staff", days.groups)
    due = due_days(ledger, day_of(days.groups), seal)
    missed_on, handed_on = ledger.calendar.working_after(due), written_on(ledger["hand_in"], days.first)
    late = (days.first == NONE) | (handed_on > due)
    broken = np.flatnonzero(late & (missed_on <= ledger.as_of))
    return [_kept(ledger, days, at, int(due[at]), int(seal[at])) for at in broken.tolist()]


def _groups_of_hand_ins(ledger: Ledger, groups: NDArray[np.int64]) -> Ints:
    """The place among the groups of the clerk's day of each hand-in; NONE for those of counters."""
    objects = ids.clerk_day_id(holder_of(groups), ids.day_number(day_of(groups)))  # sorted, as the groups are
    return find(objects, SCHEMA["hand_in"].key.part("takings", wide(ledger["hand_in"]["id"])))


def _kept(ledger: Ledger, days: ClerkDays, at: int, due_on: int, seal: int) -> Broken:
    clerk, day = key_parts(int(days.groups[at]))
    first, owed_fen = int(days.first[at]), int(days.owed_fen[at])
    return missed(
        "late",
        staff=clerk,
        object_id=ids.clerk_day_id(clerk, ids.day_number(day)),
        missed_on=ledger.calendar.next_working(due_on),
        parts=[_part(ledger, first, owed_fen, due_on)],
        inputs={"takings_fen": owed_fen},
        cites=[
            *ledger.cites("fee_receipt", np.flatnonzero(days.keys == days.groups[at]), DUTY),
            *ledger.cite_days(day, ledger.calendar.next_working(due_on)),
            *ledger.cites("seal", [seal], DUTY),
            *ledger.cites("hand_in", [first], ACT, until=due_on),
        ],
    )


def _part(ledger: Ledger, first: int, owed_fen: int, due_on: int) -> Part:
    """What came late, or has not come."""
    if first == NONE:
        return ledger.part(owed_fen, due_on, NONE, own=True)
    rows = ledger["hand_in"]
    return ledger.part(min(int(rows["total_fen"][first]), owed_fen), due_on, rows.day(first), own=True)
