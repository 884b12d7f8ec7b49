"""Repeats about registers: a register read on the spot, and what readers and bills made of it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kaohe.standards.evidence.refuted_readings import Refuted, refuted
from kaohe.standards.evidence.repeated.frames import Found, Frames, Word
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.sheets import SPOT


def spot_alone(ledger: Ledger, _: Frames) -> Iterator[Found]:
    """A register read on the spot that one pair after the other refutes: two later readings, or one that was billed
    and of which nobody corrected the bill when the next was made.
    """
    by_spot: dict[int, list[Refuted]] = {}
    for one in ledger.once(refuted).values():
        proofs = [proof.row for proof in one.proofs if proof.refutes]
        if len(proofs) == 1 and ledger.sheets.reading_kind[proofs[0]] == SPOT:
            by_spot.setdefault(proofs[0], []).append(one)
    keys, registers = ledger["reading"]["id"], ledger["reading"]["register"]
    for spot, against in sorted(by_spot.items()):
        later = [one for one in against if ledger.sheets.seconds(np.array([one.reading]))[0] > _second(ledger, spot)]
        left = [one for one in against if one not in later and _is_left(ledger, spot, one.reading)]
        told = later if len(later) > 1 else left
        if told:
            theirs = tuple(int(keys[one.reading]) for one in told)
            yield (int(keys[spot]),), theirs, "register", int(registers[spot]), int(registers[told[0].reading])


def _second(ledger: Ledger, row: int) -> int:
    return int(ledger.sheets.seconds(np.array([row]))[0])


def _is_left(ledger: Ledger, spot: int, reading: int) -> bool:
    """Whether a bill had been made of a reading before it was found wrong, and the next one has no supplement."""
    bills, sheets, supplements = ledger["bill"], ledger.sheets, ledger["supplement"]
    rows = sheets.bill_row[:, sheets.customer_of_meter[sheets.reading_meter[reading]]]
    rows = rows[rows >= 0]
    own = rows[sheets.basis_row[rows] == reading]
    written = int(ledger["reading"]["recorded_at"][spot])
    if not len(own) or bills["recorded_at"][own[0]] > written:
        return False
    after = rows[bills["recorded_at"][rows] > written]
    return bool(len(after)) and not bool((supplements["ground"] == ledger["reading"]["id"][spot]).any())


REGISTERS: tuple[Word, ...] = (spot_alone,)
