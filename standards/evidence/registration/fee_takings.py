"""Takings of business fees (1.7)."""

from __future__ import annotations

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
)
from kaohe.standards.ledger.cites import ACT, DUTY, Part
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints, wide
from kaohe.standards.ledger.sheets import find


def clause_1_7(ledger: Ledger) -> list[Broken]:
    """Takings of fees that were not handed to the cashier on the same working day.

    Due the same day; when the cashier is closed, the next working day, if they were sealed and entered that day. Whose
    takings a hand-in brings, its own number says: a colleague may carry them. Nothing taken is nothing to hand in.
    """
    fees = ledger["fee_receipt"]
    keys = day_key(fees["staff"], fees["takings_on"])
    groups = np.unique(keys)
    owed = totals(keys, groups, fees["amount_fen"])
    groups, owed = groups[owed > 0], owed[owed > 0]
    seal = row_of(ledger["seal"], lawful_seals(ledger, "registration"), "staff", groups)
    due, hand_in = due_days(ledger, day_of(groups), seal), _groups_of_hand_ins(ledger, groups)
    missed_on = ledger.calendar.working_after(due)
    broken = np.flatnonzero((_in_time(ledger, hand_in, due) < owed) & (missed_on <= ledger.as_of))
    return [
        _kept(ledger, keys, int(groups[at]), int(owed[at]), int(due[at]), int(seal[at]), hand_in == at) for at in broken
    ]


def _groups_of_hand_ins(ledger: Ledger, groups: NDArray[np.int64]) -> Ints:
    """The place among the groups of the clerk's day of each hand-in; NONE for those of counters."""
    objects = ids.clerk_day_id(holder_of(groups), ids.day_number(day_of(groups)))  # sorted, as the groups are
    return find(objects, SCHEMA["hand_in"].key.part("takings", wide(ledger["hand_in"]["id"])))


def _in_time(ledger: Ledger, hand_in: Ints, due: Ints) -> NDArray[np.int64]:
    """What was handed in of each group by its due day."""
    rows = ledger["hand_in"]
    sums = np.zeros(len(due), dtype=np.int64)
    early = np.flatnonzero(hand_in >= 0)
    early = early[rows.days()[early] <= due[hand_in[early]]]
    np.add.at(sums, hand_in[early], wide(rows["total_fen"])[early])
    return sums


def _kept(
    ledger: Ledger, keys: Ints, group: int, owed_fen: int, due_on: int, seal: int, mine: NDArray[np.bool_]
) -> Broken:
    clerk, day = key_parts(group)
    hand_ins = ledger["hand_in"].where(mine)
    return missed(
        "late",
        staff=clerk,
        object_id=ids.clerk_day_id(clerk, ids.day_number(day)),
        missed_on=ledger.calendar.next_working(due_on),
        parts=_parts(ledger, hand_ins, owed_fen, due_on),
        inputs={"takings_fen": owed_fen},
        cites=[
            *ledger.cites("fee_receipt", np.flatnonzero(keys == group), DUTY),
            *ledger.cite_days(day, ledger.calendar.next_working(due_on)),
            *ledger.cites("seal", [seal], DUTY),
            *ledger.cites("hand_in", hand_ins, ACT, until=due_on),
        ],
    )


def _parts(ledger: Ledger, hand_ins: Ints, owed_fen: int, due_on: int) -> list[Part]:
    """What was not in by the due day: the parts that came later, and the rest that did not come."""
    rows, parts, open_fen = ledger["hand_in"], [], owed_fen
    for row in hand_ins.tolist():
        came_fen = min(int(rows["total_fen"][row]), open_fen)
        open_fen -= came_fen
        if came_fen and rows.day(row) > due_on:
            parts.append(ledger.part(came_fen, due_on, rows.day(row), own=True))
    return [*parts, ledger.part(open_fen, due_on, NONE, own=True)] if open_fen else parts
