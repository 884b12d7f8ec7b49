"""Windows whose takings the cashier did not compare with their stubs (5.3)."""

from __future__ import annotations

import numpy as np

from kaohe.sim.records import ids
from kaohe.standards.evidence.findings import Broken, Worth, missed, shown
from kaohe.standards.evidence.takings import (
    Windows,
    charges_of,
    inputs_of,
    key_parts,
    missing,
    row_of,
    stub_cites,
    windows,
    written_on,
)
from kaohe.standards.ledger.cites import DUTY, LATE, PRICE, PROOF, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints, at_rows


def clause_5_3(ledger: Ledger) -> list[Broken]:
    """Window-days handed in and not checked the same day, or checked with another sum than that of the stubs.

    What was never handed in cannot be checked: that is 4.1.
    """
    days, checks = ledger.once(windows), ledger["window_check"]
    check = row_of(checks, np.ones(len(checks), dtype=np.bool_), "counter", days.key)
    checked_on, missed_on = written_on(checks, check), ledger.calendar.working_after(days.handed_on)
    there = (days.hand_in >= 0) & (days.receipts > 0)
    in_time = (check >= 0) & (checked_on <= days.handed_on)
    wrong = in_time & (at_rows(checks["receipts_fen"], check) != days.total_fen)
    broken = np.flatnonzero(there & (wrong | ~in_time & (missed_on <= ledger.as_of)))
    return [
        _unchecked(ledger, days, at, receipts, int(check[at]), int(missed_on[at]) if not in_time[at] else NONE)
        for at, receipts in days.receipts_of(broken).items()
    ]


def _unchecked(ledger: Ledger, days: Windows, at: int, receipts: Ints, check: int, missed_on: int) -> Broken:
    """missed_on: NONE where there is a check, and a wrong one."""
    (counter, day), handed_on = key_parts(int(days.key[at])), int(days.handed_on[at])
    short, what = missing(ledger, days, at, handed_on), ids.counter_day_id(counter, ids.day_number(day))
    worth = Worth(
        amount_fen=short.open_fen,
        made_good=short.made_good,
        loss_fen=short.open_fen or 0,
        inputs=inputs_of(days, at),
    )
    hand_in, until = int(days.hand_in[at]), max(handed_on, missed_on)
    duty = [*ledger.cites("hand_in", [hand_in], DUTY), *ledger.cite_days(handed_on, until)]
    price = [*_stubs(ledger, receipts), *ledger.cites("shortage", short.rows, PRICE, until=until)]
    if missed_on != NONE:
        late = ledger.cites("window_check", [check], LATE)
        who = int(ledger["hand_in"]["received_by"][hand_in])
        return missed(
            "difference", staff=who, object_id=what, missed_on=missed_on, cites=[*duty, *price, *late], **worth
        )
    proof = [*duty, *price, *ledger.cites("window_check", [check], PROOF)]
    who = int(ledger["window_check"]["staff"][check])
    return shown("difference", staff=who, object_id=what, occurred_on=handed_on, cites=proof, **worth)


def _stubs(ledger: Ledger, receipts: Ints) -> list[Cite]:
    return [
        *stub_cites(ledger, receipts, PRICE),
        *ledger.cites("late_charge", charges_of(ledger, receipts), PRICE),
    ]
