"""Money that a collector lost between his report and the cashier (4.2)."""

from __future__ import annotations

import numpy as np

from kaohe.sim.records import ids
from kaohe.standards.evidence.findings import Broken, Worth, shown
from kaohe.standards.evidence.takings import charges_of, inputs_of, key_parts, lost, missing, stub_cites, windows
from kaohe.standards.ledger.cites import ACT, DUTY, PROOF
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import Ints


def clause_4_2(ledger: Ledger) -> list[Broken]:
    """Window-days reported in full and handed in short, unless it was made good the same day.

    A report below the stubs is 4.1: there the collector says himself that it is not there.
    """
    found = np.flatnonzero(ledger.once(lost))
    every = (_lost(ledger, at, receipts) for at, receipts in ledger.once(windows).receipts_of(found).items())
    return [broken for broken in every if broken is not None]


def _lost(ledger: Ledger, at: int, receipts: Ints) -> Broken | None:
    days = ledger.once(windows)
    (counter, day), handed_on = key_parts(int(days.key[at])), int(days.handed_on[at])
    short = missing(ledger, days, at, handed_on)
    if not short.open_fen and not short.made_good:
        return None
    checks = ledger["window_check"]
    checked = checks.where((checks["counter"] == counter) & (checks["takings_on"] == day))
    worth = Worth(
        amount_fen=short.open_fen,
        made_good=short.made_good,
        loss_fen=short.open_fen or 0,
        inputs=inputs_of(days, at),
    )
    cites = [
        *stub_cites(ledger, receipts, DUTY),
        *ledger.cites("late_charge", charges_of(ledger, receipts), DUTY),
        *ledger.cites("day_close", [int(days.close[at])], ACT, until=handed_on),
        *ledger.cites("hand_in", [int(days.hand_in[at])], PROOF),
        *ledger.cites("window_check", checked, PROOF, until=handed_on),
        *ledger.cites("shortage", short.rows, PROOF, until=handed_on),
    ]
    return shown(
        "money",
        staff=int(ledger["hand_in"]["staff"][days.hand_in[at]]),
        object_id=ids.counter_day_id(counter, ids.day_number(day)),
        occurred_on=handed_on,
        cites=cites,
        **worth,
    )
