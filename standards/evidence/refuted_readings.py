"""Readers' registers that no use can join to an authoritative one, and the nearest that were possible.

From a register at its second the registers at a later second are that one and all that the plate of the meter lets
pass until then, round the turn; back from a later one likewise. Asked are a reader's row and the nearest authoritative
rows before and after it; the readers' own rows between neither anchor nor break it. A register that an electronic
meter froze is the one that its reader copied, to the unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaohe.standards.evidence.disagreements import Disagreement, within
from kaohe.standards.evidence.fitted_registers import fitted_otherwise
from kaohe.standards.ledger.cites import PROOF
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, wide
from kaohe.standards.ledger.register_breaks import Breaks
from kaohe.standards.ledger.sheets import DAY_S, INSTALL, OPENING, RECHECK, REMOVAL, SPOT

FROZEN, IMPOSSIBLE = "frozen", "impossible"
AUTHORITATIVE = (OPENING, RECHECK, SPOT, REMOVAL, INSTALL)
_HOUR_S = 3600
_METER = 1 << 33  # seconds since 1970 fit below a meter's position in one key

Int64s = NDArray[np.int64]


@dataclass(frozen=True)
class Proof:
    """An authoritative row (of `reading`): its register and second, how many units it lies apart at most, and alone.

    `refutes`: whether it refutes the reading by itself.
    """

    row: int
    register: int
    second: int
    seconds: int
    most: int
    refutes: bool


@dataclass(frozen=True)
class Refuted:
    """A reader's row, the rows that refute it, and the nearest register that these and its other neighbour allow.

    shown_by: the proof with which the first refuting pair was complete. units: recorded − nearest, signed; at_most:
    by how many it can be wrong to that side.
    exact: the register of that very day or hour is known, so that nothing is left to estimate.
    """

    reading: int
    sign: str
    proofs: tuple[Proof, ...]
    shown_by: int
    nearest: int
    units: int
    at_most: int
    exact: bool


def refuted(ledger: Ledger) -> Mapping[int, Refuted]:
    """The refuted readers' rows, by row, in the order of their keys."""
    return ledger.once(_Search).found()


@within("book")
def disagree_registers(ledger: Ledger) -> list[Disagreement]:
    """Authoritative registers of a meter that no use joins, with nothing on record that set it back: neither proves."""
    pairs = ledger.once(_Search).contradicting
    return [Disagreement(("2.2",), tuple(ledger.cites("reading", pair, PROOF))) for pair in pairs]


class _Search:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self._sheets, self._rows = ledger, ledger.sheets, ledger["reading"]
        kinds = self._sheets.reading_kind
        facts = np.flatnonzero(np.isin(kinds, AUTHORITATIVE))
        keys = self._key(facts)
        order = np.lexsort((self._rows["id"][facts], keys))
        self._facts, self._keys = facts[order], keys[order]
        self._breaks = Breaks(ledger.tables)

    def found(self) -> Mapping[int, Refuted]:
        """All of them."""
        if not len(self._facts):
            return {}
        near = [self._suspects(rows[rows >= 0]) for rows in self._sheets.actual_row]
        suspects = np.unique(np.concatenate([self._frozen_otherwise(), *near]))
        suspects = suspects[np.argsort(self._rows["id"][suspects], kind="stable")]
        made = ((row, self._refuted(row)) for row in suspects.tolist())
        return {row: one for row, one in made if one is not None}

    def _key(self, rows: Ints) -> Int64s:
        return wide(self._sheets.reading_meter[rows]) * _METER + self._sheets.seconds(rows)

    def _suspects(self, rows: Ints) -> Ints:
        """Of a period's readings those which a neighbour may refute."""
        at = np.searchsorted(self._keys, self._key(rows), side="right")
        return wide(rows[self._is_out_of_reach(rows, at - 1) | self._is_out_of_reach(rows, at)])

    def _is_out_of_reach(self, rows: Ints, place: Ints) -> Flags:
        inside = (place >= 0) & (place < len(self._facts))
        found = np.zeros(len(rows), dtype=np.bool_)
        rows, facts = rows[inside], self._facts[place[inside]]
        meters = self._sheets.reading_meter[rows]
        same = meters == self._sheets.reading_meter[facts]
        found[np.flatnonzero(inside)[same]] = self._apart(rows[same], facts[same])
        return found

    def _apart(self, rows: Ints, facts: Ints) -> Flags:
        meters, seconds = self._sheets.reading_meter[rows], self._sheets.seconds
        between = seconds(facts) - seconds(rows)
        units = self._rows["register"][facts] - self._rows["register"][rows]
        scale = self._ledger.meters.plates(meters)
        way = np.where(between > 0, units, -units) % scale.modulus
        flags: Flags = way > scale.most(np.abs(between))
        return flags

    @cached_property
    def _frozen(self) -> Mapping[tuple[int, int], int]:
        """The row first written that shows the register of a meter (position) frozen on a day."""
        rows = self._rows
        shown = np.flatnonzero((rows["frozen_register"] >= 0) & (rows["frozen_on"] >= 0))
        order = shown[np.lexsort((rows["id"][shown], rows["recorded_at"][shown]))][::-1]
        days = zip(self._sheets.reading_meter[order].tolist(), rows["frozen_on"][order].tolist(), strict=True)
        return dict(zip(days, order.tolist(), strict=True))

    def _frozen_otherwise(self) -> Ints:
        """The readers' rows whose register is not the one that their meter froze on that day."""
        rows, shown = self._rows, np.array(sorted(self._frozen.values()), dtype=np.int64)
        copied = self._sheets.actual_row[:, self._sheets.reading_meter[shown]]
        same = (copied >= 0) & (rows["frozen_on"][copied] == rows["frozen_on"][shown])
        return wide(copied[same & (rows["register"][copied] != rows["frozen_register"][shown])])

    def _refuted(self, row: int) -> Refuted | None:
        frozen = self._by_frozen(row)
        if frozen is not None:
            return frozen if frozen.units else None
        near = [proof for proof in self._neighbours(row) if not self._broken(row, proof)]
        proofs = [proof for proof in near if proof.row not in self._contradicted]
        refuting = [proof for proof in proofs if proof.refutes]
        turn, recorded = self._turn(row), int(self._rows["register"][row])
        allowed = _allowed(int(self._sheets.seconds(np.array([row]))[0]), proofs, turn)
        if not refuting or not allowed:
            return None
        nearest = min(allowed, key=lambda end: (abs(_way(recorded, end, turn)), -_way(recorded, end, turn)))
        units = _way(recorded, nearest, turn)
        at_most = max((recorded - end if units > 0 else end - recorded) % turn for end in allowed)
        first = min(refuting, key=lambda proof: (self._complete_at(row, proof.row), proof.second))
        exact = any(proof.seconds <= _HOUR_S for proof in proofs)
        return Refuted(row, IMPOSSIBLE, tuple(refuting), first.row, nearest, units, at_most, exact)

    @cached_property
    def _contradicted(self) -> frozenset[int]:
        """Authoritative rows that no use joins to the next of their meter, or that their order has otherwise: one is
        wrong, so neither proves.
        """
        fitted = frozenset(reading for _, reading in self._ledger.once(fitted_otherwise))
        return fitted | frozenset(row for pair in self.contradicting for row in pair)

    @cached_property
    def contradicting(self) -> list[tuple[int, int]]:
        """Such pairs of rows, by meter and time."""
        first, then = self._facts[:-1], self._facts[1:]
        meters = self._sheets.reading_meter
        pairs = np.flatnonzero(meters[first] == meters[then])
        apart = pairs[self._apart(first[pairs], then[pairs])].tolist()
        return [(int(first[at]), int(then[at])) for at in apart if not self._joined(at)]

    def _joined(self, at: int) -> bool:
        """Whether a fault, or another plate, lies between an authoritative row and the next: they need not agree."""
        meter = int(self._sheets.meters.keys[self._sheets.reading_meter[self._facts[at]]])
        return self._breaks.between(meter, *self._sheets.seconds(self._facts[at : at + 2]).tolist())

    def _by_frozen(self, row: int) -> Refuted | None:
        key = (int(self._sheets.reading_meter[row]), int(self._rows["frozen_on"][row]))
        shown_by = self._frozen.get(key, NONE) if key[1] >= 0 else NONE
        if shown_by == NONE:
            return None
        register = int(self._rows["frozen_register"][shown_by])
        units = _way(int(self._rows["register"][row]), register, self._turn(row))
        proof = Proof(shown_by, register, key[1] * DAY_S, 0, 0, units != 0)
        return Refuted(row, FROZEN, (proof,), shown_by, register, units, abs(units), True)

    def _neighbours(self, row: int) -> Iterator[Proof]:
        at = int(np.searchsorted(self._keys, self._key(np.array([row]))[0], side="right"))
        meter = self._sheets.reading_meter[row]
        for place in (at - 1, at):
            if 0 <= place < len(self._facts) and self._sheets.reading_meter[self._facts[place]] == meter:
                yield self._proof(row, int(self._facts[place]))

    def _proof(self, row: int, fact: int) -> Proof:
        own, second = self._sheets.seconds(np.array([row, fact])).tolist()
        meter, seconds = self._sheets.reading_meter[[row]], abs(second - own)
        most = int(self._ledger.meters.plates(meter).most(np.array([seconds]))[0])
        refutes = bool(self._apart(np.array([row]), np.array([fact]))[0])
        return Proof(fact, int(self._rows["register"][fact]), second, seconds, most, refutes)

    def _broken(self, row: int, proof: Proof) -> bool:
        own = int(self._sheets.seconds(np.array([row]))[0])
        meter = int(self._sheets.meters.keys[self._sheets.reading_meter[row]])
        return self._breaks.between(meter, *sorted((own, proof.second)))

    def _complete_at(self, row: int, fact: int) -> int:
        return max(int(self._rows["recorded_at"][row]), int(self._rows["recorded_at"][fact]))

    def _turn(self, row: int) -> int:
        return int(self._ledger.meters.plates(self._sheets.reading_meter[[row]]).modulus[0])


def _way(recorded: int, nearest: int, turn: int) -> int:
    """Units by which the recorded register lies above the nearest possible one, by the shorter way; negative: below."""
    above = (recorded - nearest) % turn
    return min(above, above - turn, key=lambda units: (abs(units), -units))


def _allowed(second: int, proofs: Sequence[Proof], turn: int) -> list[int]:
    """Ends of the registers that all proofs allow at a second; none where they allow none together."""
    firsts = [proof.register - (proof.most if proof.second > second else 0) for proof in proofs]
    arcs = [(first, min(proof.most, turn - 1)) for first, proof in zip(firsts, proofs, strict=True)]
    ends = [register % turn for first, length in arcs for register in (first, first + length)]
    return [end for end in ends if all((end - first) % turn <= length for first, length in arcs)]
