"""The bank day on which money handed in is due."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import DAY_MS


def due_days(ledger: Ledger) -> NDArray[np.int64]:
    """The bank day on which each hand-in is due."""
    hand_ins = ledger["hand_in"]
    days = hand_ins.days()
    cut_off = ledger.limits.clock_ms("deposit.cutoff", days)
    return ledger.calendar.bank_day(days, hand_ins["recorded_at"] % DAY_MS > cut_off)
