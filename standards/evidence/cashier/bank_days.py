"""Bank days (5.4): money handed in that was banked late or short."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.records import ids
from kaohe.standards.evidence.cashier.bank_due import due_days
from kaohe.standards.evidence.cashier.lost_cheques import counted_missing
from kaohe.standards.evidence.findings import Broken, Worth, missed, shown
from kaohe.standards.ledger.cites import ACT, DUTY, LATE, Cite, Part, latest_showing
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints

_KINDS = (("electricity", "counter"), ("misc", "registration"))


@dataclass(frozen=True)
class _Kind:
    """Money of one kind that was due on one bank day: hand-ins and deposits by row, and what the deposits left open.

    Without the cheques that a count finds missing, and the slips with which these came after all: they are 5.2.
    """

    hand_ins: Ints
    deposits: Ints
    owed_fen: int
    in_time_fen: int

    @property
    def short_fen(self) -> int:
        """Not banked though something was."""
        return self.owed_fen - self.in_time_fen if self.in_time_fen else 0


def clause_5_4(ledger: Ledger) -> list[Broken]:
    """Bank days on which less was banked than had been handed in, or nothing.

    Due on the first bank day on or after the hand-in; handed in after the cut-off, on the next one. What was short and
    came by a later slip is a part that came late.
    """
    due = ledger.once(due_days)
    days = np.unique(due[due <= ledger.as_of])
    found = (_bank_day(ledger, int(day), due) for day in days[_suspect(ledger, days, due)])
    return [finding for finding in found if finding is not None]


def _suspect(ledger: Ledger, days: Ints, due: Ints) -> NDArray[np.bool_]:
    """Days of which some kind was not banked in full on the day."""
    hand_ins, deposits = ledger["hand_in"], ledger["deposit"]
    suspect = np.zeros(len(days), dtype=np.bool_)
    for kind, source in _KINDS:
        owed = _sums(days, due, hand_ins["total_fen"], hand_ins.among("source", source))
        on_time = deposits.among("kind", kind) & (deposits["deposited_on"] <= deposits["due_on"])
        suspect |= _sums(days, deposits["due_on"], deposits["total_fen"], on_time) < owed
    return suspect


def _sums(days: Ints, on: Ints, amounts: Ints, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    rows = np.flatnonzero(chosen & np.isin(on, days))
    sums = np.zeros(len(days), dtype=np.int64)
    np.add.at(sums, np.searchsorted(days, on[rows]), amounts[rows])
    return sums


def _of_kind(ledger: Ledger, day: int, due: Ints, kind: str, source: str) -> _Kind:
    hand_ins, deposits = ledger["hand_in"], ledger["deposit"]
    handed = hand_ins.where((due == day) & hand_ins.among("source", source))
    banked = deposits.where((deposits["due_on"] == day) & deposits.among("kind", kind))
    in_time = banked[deposits["deposited_on"][banked] <= day]
    missing_fen = ledger.once(counted_missing).by_due_day.get(day, 0) if kind == "electricity" else 0
    owed_fen = int(hand_ins["total_fen"][handed].sum()) - missing_fen
    return _Kind(handed, banked, owed_fen, sum(_slip_fen(ledger, row) for row in in_time.tolist()))


def _slip_fen(ledger: Ledger, row: int) -> int:
    """What a slip brought to the bank, less cheques that a count had found missing."""
    deposits = ledger["deposit"]
    return int(deposits["total_fen"][row]) - ledger.once(counted_missing).by_slip.get(int(deposits["id"][row]), 0)


def _bank_day(ledger: Ledger, day: int, due: Ints) -> Broken | None:
    kinds = [_of_kind(ledger, day, due, kind, source) for kind, source in _KINDS]
    short = [kind for kind in kinds if kind.short_fen > 0]
    late = [kind for kind in kinds if kind.owed_fen > 0 and not kind.in_time_fen]
    missed_on = ledger.calendar.next_working(day)
    if not short and (not late or missed_on > ledger.as_of):
        return None
    cites = _cites(ledger, [*short, *late], day)
    discovered_on = latest_showing(cites)[0] if short else missed_on
    who, what = _cashier(ledger, [*short, *late]), ids.day_number(day)
    worth = Worth(
        parts=[part for kind in [*short, *late] for part in _late(ledger, kind, day, discovered_on)],
        inputs={
            "handed_fen": sum(kind.owed_fen for kind in kinds),
            "banked_fen": sum(kind.in_time_fen for kind in kinds),
        },
    )
    if not short:
        return missed("late", staff=who, object_id=what, missed_on=missed_on, cites=cites, **worth)
    worth["amount_fen"] = worth["loss_fen"] = sum(_never_banked(ledger, kind) for kind in short)
    return shown("short", staff=who, object_id=what, occurred_on=day, cites=cites, **worth)


def _late(ledger: Ledger, kind: _Kind, day: int, discovered_on: int) -> list[Part]:
    """What came to the bank after its day, slip by slip; and what did not come where nothing had by then."""
    deposits, open_fen, parts = ledger["deposit"], kind.owed_fen - kind.in_time_fen, []
    for row in kind.deposits[deposits["deposited_on"][kind.deposits] > day].tolist():
        banked_fen = min(_slip_fen(ledger, row), open_fen)
        if banked_fen > 0:
            parts.append(ledger.part(banked_fen, day, int(deposits["deposited_on"][row]), discovered_on))
            open_fen -= banked_fen
    if open_fen > 0 and not kind.in_time_fen:
        parts.append(ledger.part(open_fen, day, None, discovered_on))
    return parts


def _never_banked(ledger: Ledger, kind: _Kind) -> int:
    return max(kind.owed_fen - sum(_slip_fen(ledger, row) for row in kind.deposits.tolist()), 0)


def _cites(ledger: Ledger, kinds: list[_Kind], day: int) -> list[Cite]:
    cites = [ledger.cite_rule("deposit.cutoff", day)]
    deposits = ledger["deposit"]
    for kind in kinds:
        on_time = deposits["deposited_on"][kind.deposits] <= day
        cites = [*ledger.cites("hand_in", kind.hand_ins, DUTY), *cites]
        cites += ledger.cites("deposit", kind.deposits[on_time], ACT) + ledger.cites(
            "deposit", kind.deposits[~on_time], LATE
        )
    return cites


def _cashier(ledger: Ledger, kinds: list[_Kind]) -> int:
    """Who banked; if nobody did, who received the money."""
    deposits, hand_ins = ledger["deposit"], ledger["hand_in"]
    banked = [int(deposits["staff"][row]) for kind in kinds for row in kind.deposits]
    received = [int(hand_ins["received_by"][row]) for kind in kinds for row in kind.hand_ins]
    return next(staff for staff in [*banked, *received] if staff != NONE)
