"""Miscellaneous receipts, and money of fees, that a registration clerk lost (1.6)."""

from __future__ import annotations

import numpy as np

from kaohe.sim.records import ids
from kaohe.standards.evidence.findings import Broken, shown
from kaohe.standards.evidence.lost_leaves import BLANK_LIMIT, lost_leaves
from kaohe.standards.evidence.registration.fee_takings import ClerkDays, clerk_days
from kaohe.standards.evidence.takings import key_parts
from kaohe.standards.ledger.cites import DUTY, LATE, PROOF
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints, Rows


def clause_1_6(ledger: Ledger) -> list[Broken]:
    """Takings of fees that were handed in short, unless it was made good the same day; books of miscellaneous receipts
    that lack leaves. Takings that were handed in late, and whole, are 1.7.
    """
    days = ledger.once(clerk_days)
    every = (_short(ledger, days, at) for at in range(len(days.groups)) if days.first[at] != NONE)
    money = [broken for broken in every if broken is not None]
    return [*money, *lost_leaves(ledger, "misc", "many", BLANK_LIMIT)]


def _short(ledger: Ledger, days: ClerkDays, at: int) -> Broken | None:
    """A clerk's day whose first hand-in has less than its receipts come to."""
    rows, first = ledger["hand_in"], int(days.first[at])
    open_fen = int(days.owed_fen[at]) - int(rows["total_fen"][first])
    if open_fen <= 0:
        return None
    (clerk, day), handed_on = key_parts(int(days.groups[at])), rows.day(first)
    later, parts = _later(rows, np.flatnonzero(days.hand_in == at), first), []
    for good in later:
        paid_fen = min(int(rows["total_fen"][good]), open_fen)
        open_fen -= paid_fen
        if paid_fen and rows.day(good) > handed_on:
            parts.append(ledger.part(paid_fen, handed_on, rows.day(good), own=True))
    if not open_fen and not parts:
        return None
    receipts = np.flatnonzero(days.keys == days.groups[at])
    checks, shortages = ledger["window_check"], ledger["shortage"]
    checked = checks.where((checks["clerk"] == clerk) & (checks["takings_on"] == day))
    differences = shortages.where((shortages["clerk"] == clerk) & (shortages["takings_on"] == day))
    return shown(
        "money",
        staff=int(rows["staff"][first]),
        object_id=ids.clerk_day_id(clerk, ids.day_number(day)),
        occurred_on=handed_on,
        amount_fen=open_fen,
        made_good=parts,
        loss_fen=open_fen,
        inputs={"takings_fen": int(days.owed_fen[at]), "receipts": len(receipts)},
        cites=[
            *ledger.cites("fee_receipt", receipts, DUTY),
            *ledger.cites("hand_in", [first], PROOF),
            *ledger.cites("window_check", checked, PROOF, until=handed_on),
            *ledger.cites("shortage", differences, PROOF, until=handed_on),
            *ledger.cites("hand_in", [row for row in later if rows.day(row) > handed_on], LATE),
        ],
    )


def _later(rows: Rows, mine: Ints, first: int) -> list[int]:
    """The hand-ins of the same takings after the first, in the order of time: money that was made good."""
    rest = mine[mine != first]
    ordered: list[int] = rest[np.lexsort((rows["id"][rest], rows["recorded_at"][rest]))].tolist()
    return ordered
