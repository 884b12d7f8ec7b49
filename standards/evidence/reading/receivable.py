"""What a bill asked its customer to pay, whatever a list says that it did."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.records import ids
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import Ints, wide


def asked(ledger: Ledger, bills: Ints) -> NDArray[np.int64]:
    """Of each bill (key) its sum, the supplements issued with it, and what the bills before left below 0; 分.

    A few bills: those that nobody dunned. 0 for a bill that there is not.
    """
    totals = _totals(ledger, bills)
    return np.array([_asked(totals, *ids.bill_parts(int(bill))) for bill in bills.tolist()], np.int64)


def _totals(ledger: Ledger, bills: Ints) -> dict[tuple[int, int], int]:
    """Bills and what was issued with them, of the customers of these bills, by customer and period index."""
    customers = np.unique(ids.bill_parts(wide(bills))[0])
    totals: dict[tuple[int, int], int] = {}
    issued = ledger["bill"]
    for row in issued.where(np.isin(ids.bill_parts(wide(issued["id"]))[0], customers)).tolist():
        totals[ids.bill_parts(int(issued["id"][row]))] = int(issued["amount_fen"][row])
    extra = ledger["supplement"]
    for row in extra.where(np.isin(extra["customer"], customers)).tolist():
        of = int(extra["customer"][row]), int(ids.period_index(int(extra["with_period"][row])))
        totals[of] = totals.get(of, 0) + int(extra["amount_fen"][row])
    return totals


def _asked(totals: dict[tuple[int, int], int], customer: int, index: int) -> int:
    """A sum below 0 is no claim: it joins the customer's next bill."""
    fen = 0
    for each in sorted(period for of, period in totals if of == customer and period <= index):
        fen = min(fen, 0) + totals[customer, each]
    return fen if (customer, index) in totals else 0
