"""Section 1, 登記: evidence of its clauses."""

from __future__ import annotations

import numpy as np

from kaohe.sim import ids
from kaohe.standards.evidence.findings import Finding
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
from kaohe.standards.ledger.cites import ACT, DUTY, LATE, Cite, unpaid
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints


def clause_1_7(ledger: Ledger) -> list[Finding]:
    """Takings of fees that were not handed to the cashier on the same working day.

    Due the same day; when the cashier is closed, the next working day, if they were sealed and entered that day.
    """
    fees, hand_ins, seals = ledger["fee_receipt"], ledger["hand_in"], ledger["seal"]
    keys = day_key(fees["staff"], fees["takings_on"])
    groups = np.unique(keys)
    seal = row_of(seals, seals.among("source", "registration"), "staff", groups)
    handed = row_of(hand_ins, hand_ins.among("source", "registration"), "staff", groups)
    owed, due = totals(keys, groups, fees["amount_fen"]), due_days(ledger, day_of(groups), seal)
    in_on = written_on(hand_ins, handed)
    in_time = np.where((handed >= 0) & (in_on <= due), hand_ins["total_fen"][handed] if len(hand_ins) else 0, 0)
    missed_on = ledger.calendar.working_after(due)
    broken = np.flatnonzero((in_time < owed) & (missed_on <= ledger.as_of))
    return [
        _kept_takings(
            ledger, int(groups[i]), int(owed[i]), int(due[i]), int(missed_on[i]), int(handed[i]), int(seal[i]), keys
        )
        for i in broken
    ]


def _kept_takings(
    ledger: Ledger, group: int, owed_fen: int, due_on: int, missed_on: int, handed: int, seal: int, keys: Ints
) -> Finding:
    (clerk, day), hand_ins = key_parts(group), ledger["hand_in"]
    handed_fen, in_on = (int(hand_ins["total_fen"][handed]), hand_ins.day(handed)) if handed != NONE else (0, NONE)
    parts = tuple(late_parts(ledger, owed_fen, handed_fen, due_on, in_on, missed_on))
    return Finding(
        clause="1.7",
        staff=clerk,
        object_type="clerk_day",
        object_id=ids.clerk_day_id(clerk, ids.day_number(day)),
        occurred_on=missed_on,
        discovered_on=missed_on,
        discovered_by=ledger.holder("cashier", clerk),
        basis="delay",
        formula="delay",
        parts=parts,
        loss_fen=unpaid(parts),
        inputs={"takings_fen": owed_fen},
        cites=tuple(_cites(ledger, np.flatnonzero(keys == group), handed, in_on > due_on, seal)),
    )


def _cites(ledger: Ledger, fees: Ints, handed: int, late: bool, seal: int) -> list[Cite]:
    cites = ledger.cites("fee_receipt", fees, DUTY)
    cites += [ledger.cite("seal", seal, DUTY)] if seal != NONE else []
    return cites + ([ledger.cite("hand_in", handed, LATE if late else ACT)] if handed != NONE else [])
