"""Fees over several bills: what was billed too much or too little, cumulated bill by bill."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kaohe.standards.ledger.record_tables import Ints, wide


@dataclass(frozen=True)
class Balance:
    """Issued − due of some bills (rows, in the order of issue) and how it ran up.

    fen: the largest balance reached, signed; bills: those up to it, with what each was issued and due at.
    """

    bills: tuple[int, ...]
    issued_fen: tuple[int, ...]
    due_fen: tuple[int, ...]
    fen: int

    @property
    def caused_fen(self) -> int:
        """What was billed too little."""
        return max(-self.fen, 0)


def balance(bills: Ints, issued: Ints, due: Ints) -> Balance:
    """The largest absolute balance that some bills reach, each (分) added to those before; of equal ones the first.

    A bill that takes back what another had too much makes the balance smaller, and is no further wrong.
    """
    running = np.cumsum(wide(issued) - wide(due))
    size = int(np.argmax(np.abs(running))) + 1 if len(running) else 0
    rows, issued_fen, due_fen = (tuple(column[:size].tolist()) for column in (bills, issued, due))
    return Balance(rows, issued_fen, due_fen, int(running[size - 1]) if size else 0)
