"""Takings of business fees (1.7)."""

from __future__ import annotations

import numpy as np

from kaohe.sim.records import ids
from kaohe.standards.evidence.findings import Broken, missed
from kaohe.standards.evidence.takings import (
    day_key,
    day_of,
    due_days,
    key_parts,
    late_parts,
    row_of,
    totals,
    written_on,
)
from kaohe.standards.ledger.cites import ACT, DUTY
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import Ints, at_rows


def clause_1_7(ledger: Ledger) -> list[Broken]:
    """Takings of fees that were not handed to the cashier on the same working day.

    Due the same day; when the cashier is closed, the next working day, if they were sealed and entered that day.
    """
    fees, hand_ins, seals = ledger["fee_receipt"], ledger["hand_in"], ledger["seal"]
    keys = day_key(fees["staff"], fees["takings_on"])
    groups = np.unique(keys)
    seal = row_of(seals, seals.among("source", "registration"), "staff", groups)
    handed = row_of(hand_ins, hand_ins.among("source", "registration"), "staff", groups)
    owed, due = totals(keys, groups, fees["amount_fen"]), due_days(ledger, day_of(groups), seal)
    handed_fen, in_on = at_rows(hand_ins["total_fen"], handed, 0), written_on(hand_ins, handed)
    in_time = np.where((handed >= 0) & (in_on <= due), handed_fen, 0)
    missed_on = ledger.calendar.working_after(due)
    broken = np.flatnonzero((in_time < owed) & (missed_on <= ledger.as_of))
    columns = (groups, owed, handed_fen, in_on, due, missed_on, handed, seal)
    return [_kept(ledger, keys, *(int(column[at]) for column in columns)) for at in broken]


def _kept(
    ledger: Ledger,
    keys: Ints,
    group: int,
    owed_fen: int,
    handed_fen: int,
    in_on: int,
    due_on: int,
    missed_on: int,
    handed: int,
    seal: int,
) -> Broken:
    clerk, day = key_parts(group)
    return missed(
        "late",
        staff=clerk,
        object_id=ids.clerk_day_id(clerk, ids.day_number(day)),
        missed_on=missed_on,
        parts=late_parts(ledger, owed_fen, handed_fen, due_on, in_on),
        inputs={"takings_fen": owed_fen},
        cites=[
            *ledger.cites("fee_receipt", np.flatnonzero(keys == group), DUTY),
            *ledger.cites("seal", [seal], DUTY),
            *ledger.cites("hand_in", [handed], ACT, until=due_on),
        ],
    )
