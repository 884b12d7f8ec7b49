"""Registers with which meters were put in and taken out: an order has them, and a reading; both are one."""

from __future__ import annotations

import numpy as np
import polars as pl

from kaohe.standards.evidence.disagreements import Disagreement, within
from kaohe.standards.ledger.cites import PROOF
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.sheets import INSTALL, REMOVAL

_FITTED = ((INSTALL, "new_meter", "install_register"), (REMOVAL, "old_meter", "removal_register"))


@within("book")
def disagree_fitted(ledger: Ledger) -> list[Disagreement]:
    """Registers that order and reading have otherwise: neither proves anything."""
    return [
        Disagreement(
            ("1.3", "2.2", "7.1"),
            (*ledger.cites("work_order", [order], PROOF), *ledger.cites("reading", [reading], PROOF)),
        )
        for order, reading in ledger.once(fitted_otherwise)
    ]


def fitted_otherwise(ledger: Ledger) -> list[tuple[int, int]]:
    """Orders and readings (rows) of one installation or removal whose registers are not the same."""
    orders, readings = ledger["work_order"].frame.with_row_index("order"), ledger["reading"]
    found: list[tuple[int, int]] = []
    for kind, meter, register in (
        (INSTALL, "new_meter", "install_register"),
        (REMOVAL, "old_meter", "removal_register"),
    ):
        rows = np.flatnonzero(ledger.sheets.reading_kind == kind)
        numbers = ledger.sheets.meters.keys[ledger.sheets.reading_meter[rows]].astype(np.int32)
        read = pl.DataFrame({"reading": rows, meter: numbers, "read": readings["register"][rows]})
        both = orders.join(read, on=meter).filter(pl.col(register) != pl.col("read"))
        found += both.select("order", "reading").rows()
    return sorted(found)
