"""Takings that were used and covered with later ones (5.1): due days banked with money that cannot be theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from kaohe.sim.records import ids
from kaohe.standards.evidence.cashier.bank_due import due_days
from kaohe.standards.evidence.cashier.lost_cheques import counted_missing, hand_in_rows
from kaohe.standards.evidence.findings import Broken, Worth
from kaohe.standards.ledger.cites import ACT, DUTY, PROOF, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints, wide
from kaohe.standards.ledger.sheets import find

_LEAST = 2  # due days running


class Shown(NamedTuple):
    """A due day whose slips hold what its hand-ins cannot have been: the slip (row) that does, and later cheques (rows)
    with their lines in the register.
    """

    slip: int
    cheques: tuple[int, ...]
    lines: tuple[int, ...]


class Chain(NamedTuple):
    """Due days, of which the first `_LEAST` show the use of takings: who wrote their slips, and what was short when.

    balance: by day, of the due days until then, what was handed in and what slips had brought.
    """

    staff: int
    days: tuple[int, ...]
    shown_on: int
    balance: Mapping[int, tuple[int, int]]

    def short_fen(self, day: int) -> int:
        """What was short at the end of a day."""
        before = [on for on in self.balance if on <= day]
        if not before:
            return 0
        handed_fen, banked_fen = self.balance[max(before)]
        return max(handed_fen - banked_fen, 0)


class _DueDays:
    """Due days of electricity: what was handed in for each, and the slips that say so."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        hand_ins, slips = ledger["hand_in"], ledger["deposit"]
        self.due, of_counter = ledger.once(due_days), hand_ins.among("source", "counter")
        paid = of_counter & (hand_ins["total_fen"] > 0) & (self.due <= ledger.as_of)
        self.days: list[int] = np.unique(self.due[paid]).tolist()
        self._of_counter, self._electricity = of_counter, slips.among("kind", "electricity")
        self.slip_on = np.maximum(slips["deposited_on"], slips.days())

    def hand_ins(self, day: int) -> Ints:
        """Rows of what was handed in for a due day."""
        return np.flatnonzero(self._of_counter & (self.due == day))

    def slips(self, day: int) -> Ints:
        """Rows of its slips, in the order in which they were made."""
        slips = self._ledger["deposit"]
        rows = np.flatnonzero(self._electricity & (slips["due_on"] == day))
        return rows[np.lexsort((slips["id"][rows], slips["recorded_at"][rows], self.slip_on[rows]))]

    def made_up(self) -> list[int]:
        """Due days with a slip of a later day."""
        late = self._electricity & (self.slip_on > self._ledger["deposit"]["due_on"])
        return sorted(set(self.days) & set(self._ledger["deposit"]["due_on"][late].tolist()))

    def later(self, day: int) -> Ints:
        """Rows of its slips that were made after it."""
        rows = self.slips(day)
        return rows[self.slip_on[rows] > day]

    def handed_fen(self, day: int, column: str = "total_fen") -> int:
        """What was handed in for it."""
        return int(self._ledger["hand_in"][column][self.hand_ins(day)].sum())

    def banked_fen(self, day: int, until: int) -> int:
        """What its slips had brought by the end of a day."""
        rows = self.slips(day)
        return int(self._ledger["deposit"]["total_fen"][rows[self.slip_on[rows] <= until]].sum())

    def is_short(self, day: int) -> bool:
        """Whether its slips of the day itself have a part of it, and not the whole."""
        return 0 < self.banked_fen(day, day) < self.handed_fen(day)


def clause_5_1(ledger: Ledger) -> list[Broken]:
    """Two due days running and more, covered with money that was handed in later.

    A slip made after a due day holds a cheque handed in for a later one, or makes the cash or the cheques of its slips
    more than was handed in for it. What is short passes on to the day whose takings went to the day before.
    """
    return [_broken(ledger, chain) for chain in ledger.once(chains)]


def chains(ledger: Ledger) -> list[Chain]:
    """Every use of takings that the slips show, in order."""
    of = _DueDays(ledger)
    shown = {day: each for day in of.made_up() if (each := _shown(ledger, of, day)) is not None}
    found: list[Chain] = []
    for place, day in enumerate(of.days[: 1 - _LEAST]):
        running = of.days[place : place + _LEAST]
        if not shown.keys() >= set(running) or (found and day <= found[-1].days[-1]):
            continue
        made = [shown[on].slip for on in running]
        writers = {int(ledger["deposit"]["staff"][row]) for row in made}
        if len(writers) == 1:
            shown_on = max(int(of.slip_on[row]) for row in made)
            days = _carried_on(of, running)
            found.append(Chain(writers.pop(), days, shown_on, _balance(ledger, of, days)))
    return found


def _shown(ledger: Ledger, of: _DueDays, day: int) -> Shown | None:
    """The first slip after a due day that its own money cannot have made."""
    slips = ledger["deposit"]
    cash_fen, cheque_fen = of.handed_fen(day, "cash_fen"), of.handed_fen(day, "cheque_fen")
    for row in of.slips(day).tolist():
        cash_fen -= int(slips["cash_fen"][row])
        cheque_fen -= int(slips["cheque_fen"][row])
        if of.slip_on[row] <= day:
            continue
        later = _later_cheques(ledger, of, row, day) if slips["cheque_fen"][row] else ()
        if later or cash_fen < 0 or cheque_fen < 0:
            return Shown(row, tuple(cheque for cheque, _ in later), tuple(line for _, line in later))
    return None


def _later_cheques(ledger: Ledger, of: _DueDays, slip: int, day: int) -> Sequence[tuple[int, int]]:
    """Cheques on a slip that were handed in for a later day than its due day, and their lines in the register."""
    register, cheques = ledger["cheque_log"], ledger["cheque"]
    on_slip = register.among("action", "deposited") & (register["deposit"] == ledger["deposit"]["id"][slip])
    lines = np.flatnonzero(on_slip)
    order = np.argsort(cheques["receipt"], kind="stable")
    at = find(wide(cheques["receipt"])[order], wide(register["receipt"][lines]))
    pairs = [(int(order[place]), line) for place, line in zip(at.tolist(), lines.tolist(), strict=True) if place >= 0]
    handed = ledger.once(hand_in_rows)
    return [(each, line) for each, line in pairs if handed[each] >= 0 and of.due[handed[each]] > day]


def _carried_on(of: _DueDays, running: Sequence[int]) -> tuple[int, ...]:
    """Those due days and every one that was short in turn because the one before was covered from it."""
    days, waiting = set(running), list(running)
    while waiting:
        for on in set(of.slip_on[of.later(waiting.pop())].tolist()) - days:
            if on in of.days and of.is_short(on):
                days.add(on)
                waiting.append(on)
    return tuple(sorted(days))


def _balance(ledger: Ledger, of: _DueDays, days: Sequence[int]) -> dict[int, tuple[int, int]]:
    """On each day on which it changes: handed in for the due days until then, and banked of them. A cheque that a count
    finds missing is lost, and no part of it.
    """
    lost = ledger.once(counted_missing)
    slips = {int(row): int(of.slip_on[row]) for day in days for row in of.slips(day)}
    keys = ledger["deposit"]["id"]
    banked = {
        row: max(int(ledger["deposit"]["total_fen"][row]) - lost.by_slip.get(int(keys[row]), 0), 0) for row in slips
    }
    handed = {day: of.handed_fen(day) - lost.by_due_day.get(day, 0) for day in days}
    due = {int(row): day for day in days for row in of.slips(day)}
    return {
        on: (
            sum(fen for day, fen in handed.items() if day <= on),
            sum(fen for row, fen in banked.items() if max(slips[row], due[row]) <= on),
        )
        for on in sorted({*days, *slips.values()})
    }


def _broken(ledger: Ledger, chain: Chain) -> Broken:
    largest_on = max(chain.balance, key=lambda on: (chain.short_fen(on), -on))
    handed_fen, banked_fen = chain.balance[largest_on]
    worth = Worth(
        amount_fen=chain.short_fen(largest_on),
        loss_fen=chain.short_fen(ledger.as_of),
        caused_fen=chain.short_fen(largest_on),
        inputs={
            "largest_on": ids.day_number(largest_on),
            "handed_fen": handed_fen,
            "banked_fen": banked_fen,
            "largest_fen": chain.short_fen(largest_on),
            "still_short_fen": chain.short_fen(ledger.as_of),
        },
    )
    first = chain.days[0]
    cites = tuple(_cites(ledger, chain))
    return Broken("shortage", chain.staff, ids.day_number(first), first, chain.shown_on, NONE, cites, worth)


def _cites(ledger: Ledger, chain: Chain) -> Iterator[Cite]:
    of = _DueDays(ledger)
    for day in chain.days:
        yield from ledger.cites("hand_in", of.hand_ins(day).tolist(), DUTY)
        yield from ledger.cites("deposit", of.slips(day).tolist(), ACT, until=chain.shown_on)
        found = _shown(ledger, of, day)
        if found is not None:
            yield from ledger.cites("cheque", found.cheques, PROOF, until=chain.shown_on)
            yield from ledger.cites("cheque_log", found.lines, PROOF, until=chain.shown_on)
