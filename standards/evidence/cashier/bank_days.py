"""Bank days (5.4): money handed in that came to the bank late or short."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.records import ids
from kaohe.standards.evidence.cashier.bank_due import due_days
from kaohe.standards.evidence.cashier.credits import Credits, credited
from kaohe.standards.evidence.cashier.lost_cheques import counted_missing
from kaohe.standards.evidence.findings import Broken, Worth, missed
from kaohe.standards.evidence.on_duty import of_holder
from kaohe.standards.ledger.cites import ACT, DUTY, PROOF, Cite, Part, latest_showing
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints

_KINDS = (("electricity", "counter"), ("misc", "registration"))


@dataclass(frozen=True)
class _Kind:
    """Money of one kind that was due on one bank day: hand-ins and slips by row, what was owed and what came in time.

    Without the cheques that a count finds missing, and the slips with which these came after all: they are 5.2.
    """

    hand_ins: Ints
    slips: Ints
    owed_fen: int
    in_time_fen: int
    missing_fen: int


def clause_5_4(ledger: Ledger) -> list[Broken]:
    """Bank days of which the bank had less, at their end, than had been handed in.

    Due on the first bank day on or after the hand-in; handed in after the cut-off, on the next one. What came by a
    later slip is a part that came late; what the bank never had is still out.
    """
    due, banked = ledger.once(due_days), ledger.once(credited)
    days = np.unique(due[due <= ledger.as_of])
    found = (_bank_day(ledger, int(day), due, banked) for day in days[_suspect(ledger, days, due, banked)])
    return [finding for finding in found if finding is not None]


def _suspect(ledger: Ledger, days: Ints, due: Ints, banked: Credits) -> NDArray[np.bool_]:
    """Days of which some kind was not banked in full on the day."""
    hand_ins, deposits = ledger["hand_in"], ledger["deposit"]
    suspect = np.zeros(len(days), dtype=np.bool_)
    for kind, source in _KINDS:
        owed = _sums(days, due, hand_ins["total_fen"], hand_ins.among("source", source))
        on_time = deposits.among("kind", kind) & (banked.in_on <= deposits["due_on"]) & (banked.in_on != NONE)
        suspect |= _sums(days, deposits["due_on"], banked.fen, on_time) < owed
    return suspect


def _sums(days: Ints, on: Ints, amounts: Ints, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    rows = np.flatnonzero(chosen & np.isin(on, days))
    sums = np.zeros(len(days), dtype=np.int64)
    np.add.at(sums, np.searchsorted(days, on[rows]), amounts[rows])
    return sums


def _of_kind(ledger: Ledger, day: int, due: Ints, banked: Credits, kind: str, source: str) -> _Kind:
    hand_ins, deposits = ledger["hand_in"], ledger["deposit"]
    handed = hand_ins.where((due == day) & hand_ins.among("source", source))
    slips = deposits.where((deposits["due_on"] == day) & deposits.among("kind", kind))
    missing_fen = ledger.once(counted_missing).by_due_day.get(day, 0) if kind == "electricity" else 0
    owed_fen = int(hand_ins["total_fen"][handed].sum()) - missing_fen
    in_time = [row for row in slips.tolist() if NONE != banked.in_on[row] <= day]
    return _Kind(handed, slips, owed_fen, sum(_credited(ledger, banked, row) for row in in_time), missing_fen)


def _credited(ledger: Ledger, banked: Credits, row: int) -> int:
    """What a slip brought to the bank, less cheques that a count had found missing."""
    key = int(ledger["deposit"]["id"][row])
    return max(int(banked.fen[row]) - ledger.once(counted_missing).by_slip.get(key, 0), 0)


def _bank_day(ledger: Ledger, day: int, due: Ints, banked: Credits) -> Broken | None:
    kinds = [_of_kind(ledger, day, due, banked, kind, source) for kind, source in _KINDS]
    wanting = [kind for kind in kinds if kind.owed_fen > kind.in_time_fen]
    short = [kind for kind in wanting if (banked.slip_on[kind.slips] <= day).any()]
    missed_on = ledger.calendar.next_working(day)
    if not wanting or (not short and missed_on > ledger.as_of):
        return None
    cites, missing_fen = _cites(ledger, wanting, banked, day), sum(kind.missing_fen for kind in wanting)
    worth = Worth(
        parts=[part for kind in wanting for part in _late(ledger, kind, banked, day)],
        inputs={
            "handed_fen": sum(kind.owed_fen for kind in wanting),
            "banked_fen": sum(kind.in_time_fen for kind in wanting),
            **({"counted_missing_fen": missing_fen} if missing_fen else {}),
        },
    )
    who, what = _cashier(ledger, wanting), ids.day_number(day)
    if not short:
        who, cites = ledger.duty.holder("cashier", day, who), [*cites, *of_holder(ledger, "cashier", day)]
        return missed("late", staff=who, object_id=what, missed_on=missed_on, cites=cites, **worth)
    shown_on, writer = _shown(ledger, short, cites, banked, day)
    return Broken("short", who, what, day, shown_on, NONE if writer == who else writer, tuple(cites), worth)


def _shown(ledger: Ledger, short: list[_Kind], cites: list[Cite], banked: Credits, day: int) -> tuple[int, int]:
    """When a slip of the day, or the statement that has less of it, shows the shortage; and who wrote that."""
    refuted = [
        row for kind in short for row in kind.slips.tolist() if banked.refuted[row] and banked.slip_on[row] <= day
    ]
    return max([latest_showing(cites), *((int(banked.shown_on[row]), NONE) for row in refuted)])


def _late(ledger: Ledger, kind: _Kind, banked: Credits, day: int) -> list[Part]:
    """What came to the bank after its day, slip by slip; and what did not come."""
    open_fen, parts = kind.owed_fen - kind.in_time_fen, []
    for row in kind.slips[banked.in_on[kind.slips] > day].tolist():
        part_fen = min(_credited(ledger, banked, row), open_fen)
        if part_fen > 0:
            parts.append(ledger.part(part_fen, day, int(banked.in_on[row]), own=True))
            open_fen -= part_fen
    return [*parts, ledger.part(open_fen, day, NONE, own=True)] if open_fen > 0 else parts


def _cites(ledger: Ledger, kinds: list[_Kind], banked: Credits, day: int) -> list[Cite]:
    cites = [ledger.cite_rule("deposit.cutoff", day), *ledger.cite_days(day, ledger.calendar.next_working(day))]
    for kind in kinds:
        cites = [*ledger.cites("hand_in", kind.hand_ins, DUTY), *cites]
        cites += ledger.cites("deposit", kind.slips, ACT, until=day)
        for row in kind.slips[banked.refuted[kind.slips]].tolist():
            cites += ledger.cites("bank_line", [banked.line[row]], PROOF, until=int(banked.shown_on[row]))
    return cites


def _cashier(ledger: Ledger, kinds: list[_Kind]) -> int:
    """Who banked; if nobody did, who received the money."""
    deposits, hand_ins = ledger["deposit"], ledger["hand_in"]
    wrote = [int(deposits["staff"][row]) for kind in kinds for row in kind.slips]
    received = [int(hand_ins["received_by"][row]) for kind in kinds for row in kind.hand_ins]
    return next((staff for staff in [*wrote, *received] if staff != NONE), ledger.holder("cashier"))
