"""Cheques that a count finds missing: which they are, by the register, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from kaohe.standards.evidence.cashier.bank_due import due_days
from kaohe.standards.evidence.cashier.safe_counts import CHEQUES, Evening, Loss, losses
from kaohe.standards.evidence.takings import day_key, row_of
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints, at_rows
from kaohe.standards.ledger.sheets import find

_MOST = 3  # cheques lost of an evening that are told apart by their sum
_ACTIONS = ("deposited", "stopped", "reissued", "written_off")


class Fate(NamedTuple):
    """A missing cheque (row), the day on which it was due at the bank, and its rows in the register (NONE: none)."""

    cheque: int
    due_on: int
    deposited: int
    stopped: int
    reissued: int
    written_off: int

    @property
    def log(self) -> tuple[int, ...]:
        """Its rows in the register."""
        return tuple(row for row in self[2:] if row != NONE)


class Lost(NamedTuple):
    """Cheques that an evening misses: what is missing still, was stopped, came late (sum, days), and their rows."""

    open_fen: int
    stopped_fen: int
    late: tuple[tuple[int, int], ...]
    fates: tuple[Fate, ...]


def lost_cheques(ledger: Ledger) -> list[tuple[Loss, Lost]]:
    """Each evening's loss of cheques, and what became of them.

    Where the register does not tell which they are, what counts find again counts from the evening that missed it.
    """
    register = _Register(ledger)
    found = losses(ledger, CHEQUES, register.settle)
    pairs = [(loss, register.fates(loss)) for loss in found]
    return [(loss, _by_fate(ledger, loss, fates) if fates else _by_counts(loss)) for loss, fates in pairs]


class Counted(NamedTuple):
    """Cheques that counts find missing: their sum by the bank day that was due, and by the slip (key) that has them."""

    by_due_day: Mapping[int, int]
    by_slip: Mapping[int, int]


def counted_missing(ledger: Ledger) -> Counted:
    """What 5.2 answers for, and no deposit."""
    cheques, register = ledger["cheque"], ledger["cheque_log"]
    fates = [fate for _, lost in ledger.once(lost_cheques) for fate in lost.fates]
    slips = [row for fate in fates for row in (fate.deposited, fate.reissued) if row != NONE]
    return Counted(
        _summed((fate.due_on, int(cheques["amount_fen"][fate.cheque])) for fate in fates),
        _summed((int(register["deposit"][row]), int(register["amount_fen"][row])) for row in slips),
    )


def _summed(pairs: Iterable[tuple[int, int]]) -> Mapping[int, int]:
    sums: dict[int, int] = {}
    for key, fen in pairs:
        sums[key] = sums.get(key, 0) + fen
    return sums


class _Register:
    """Which cheques each loss consists of, found out once, in the order of the losses."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._fates: dict[int, tuple[Fate, ...]] = {}
        self._settled: set[int] = set()

    def fates(self, loss: Loss) -> tuple[Fate, ...]:
        """The cheques of a loss; none where the register does not tell."""
        day = loss.evening.day
        if day not in self._fates:
            taken = {fate.cheque for fates in self._fates.values() for fate in fates}
            self._fates[day] = _identified(self._ledger, loss, taken)
        return self._fates[day]

    def settle(self, so_far: Sequence[Loss], evening: Evening) -> None:
        """Cheques that were stopped or banked by an evening's journal are missing no longer."""
        written, amounts = self._ledger["cheque_log"]["recorded_at"], self._ledger["cheque"]["amount_fen"]
        until = self._ledger["cash_journal"]["recorded_at"][evening.journal]
        for loss in so_far:
            for fate in self.fates(loss):
                gone = any(row != NONE and written[row] <= until for row in (fate.stopped, fate.deposited))
                if gone and fate.cheque not in self._settled and loss.open_fen:
                    loss.found.append((evening, int(amounts[fate.cheque])))
                    self._settled.add(fate.cheque)


def _by_counts(loss: Loss) -> Lost:
    late = tuple((fen, evening.day - loss.evening.day) for evening, fen in loss.found)
    return Lost(loss.open_fen, 0, late, ())


def _by_fate(ledger: Ledger, loss: Loss, fates: tuple[Fate, ...]) -> Lost:
    """A stopped cheque whose receivable stands again is nobody's money; reissued it came late, like one that is found
    again; until either it is missing.
    """
    register, amounts = ledger["cheque_log"], ledger["cheque"]["amount_fen"]
    open_fen = stopped_fen = 0
    late = []
    for fate in fates:
        amount_fen = int(amounts[fate.cheque])
        if fate.stopped != NONE and (fate.reissued != NONE or fate.written_off != NONE):
            stopped_fen += amount_fen
            if fate.reissued != NONE:
                late.append((amount_fen, max(int(register["on"][fate.reissued]) - fate.due_on, 0)))
            continue
        back_on = [
            evening.day for evening, fen in loss.found if fate.stopped == NONE and fen in (amount_fen, loss.lost_fen)
        ]
        back_on += [] if fate.deposited == NONE else [int(register["on"][fate.deposited])]
        if back_on:
            late.append((amount_fen, max(min(back_on) - fate.due_on, 0)))
        else:
            open_fen += amount_fen
    return Lost(open_fen, stopped_fen, tuple(late), fates)


def _identified(ledger: Ledger, loss: Loss, taken: set[int]) -> tuple[Fate, ...]:
    """The cheques whose sum is missing, among those that should lie in the safe; the ones that are overdue first."""
    journal, counts, evening = ledger["cash_journal"], ledger["safe_count"], loss.evening
    number = int(journal["cheques_held"][evening.journal]) - int(counts["cheques"][evening.counts[-1]])
    held = [fate for fate in _held(ledger, int(journal["recorded_at"][evening.journal])) if fate.cheque not in taken]
    overdue = [fate for fate in held if fate.due_on <= evening.day]
    return _summing(ledger, loss.lost_fen, overdue, number) or _summing(ledger, loss.lost_fen, held, number)


def _summing(ledger: Ledger, fen: int, fates: Iterable[Fate], number: int) -> tuple[Fate, ...]:
    """The fewest that come to a sum, at most so many; of several ways the one that was due last."""
    amounts = ledger["cheque"]["amount_fen"]
    by_due = sorted(fates, key=lambda fate: (-fate.due_on, fate.cheque))
    for size in range(1, min(number, _MOST) + 1):
        for some in combinations(by_due, size):
            if sum(int(amounts[fate.cheque]) for fate in some) == fen:
                return some
    return ()


def _held(ledger: Ledger, moment: int) -> list[Fate]:
    """The cheques handed in by a moment that were neither banked nor stopped by then."""
    cheques, register, hand_ins = ledger["cheque"], ledger["cheque_log"], ledger["hand_in"]
    gone = register.among("action", "deposited", "stopped") & (register["recorded_at"] <= moment)
    rows = cheques.where((cheques["recorded_at"] <= moment) & ~np.isin(cheques["receipt"], register["receipt"][gone]))
    handed = ledger.once(_hand_in_rows)[rows]
    rows, handed = rows[handed >= 0], handed[handed >= 0]
    in_time = hand_ins["recorded_at"][handed] <= moment
    return [
        Fate(cheque, int(ledger.once(due_days)[hand_in]), *_log(ledger, int(cheques["receipt"][cheque])))
        for cheque, hand_in in zip(rows[in_time].tolist(), handed[in_time].tolist(), strict=True)
    ]


def _hand_in_rows(ledger: Ledger) -> Ints:
    """The hand-in (row) with which each cheque came to the cashier; NONE without one."""
    cheques, hand_ins = ledger["cheque"], ledger["hand_in"]
    receipt, takings_on = (np.concatenate(parts) for parts in zip(*ledger.gather(gather_stubs), strict=True))
    order = np.argsort(receipt, kind="stable")
    stub = find(receipt[order], cheques["receipt"])
    keys = day_key(cheques["counter"], at_rows(takings_on[order], stub, 0))
    window_days, place = np.unique(keys, return_inverse=True)
    return row_of(hand_ins, hand_ins.among("source", "counter"), "counter", window_days)[place]


def gather_stubs(ledger: Ledger) -> tuple[Ints, Ints]:
    """Receipts for cheques (keys), and of which day's takings they are."""
    receipts = ledger["receipt"]
    rows = np.flatnonzero(receipts.among("tender", "cheque", "promissory_note"))
    return receipts["id"][rows], receipts["takings_on"][rows]


def _log(ledger: Ledger, receipt: int) -> tuple[int, int, int, int]:
    register = ledger["cheque_log"]
    rows = np.flatnonzero(register["receipt"] == receipt)
    codes = register.codes("action", _ACTIONS)[rows].tolist()
    by_code = dict(zip(codes, rows.tolist(), strict=True))
    deposited, stopped, reissued, written_off = (by_code.get(code, NONE) for code in range(len(_ACTIONS)))
    return deposited, stopped, reissued, written_off
