"""Credit notes without a ground that covers them, or without approval: 4.6 a collector's, 3.5 anybody else's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kaohe.standards.evidence.findings import Broken, shown
from kaohe.standards.ledger.cites import ACT, DUTY, PROOF, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE

_COLLECTOR = ("collector",)


class WrittenOff(NamedTuple):
    """A credit note (row), the case that it names (row, NONE without one), and how much it lacks a ground for."""

    note: int
    case: int
    amount_fen: int
    by_collector: bool


def written_off(ledger: Ledger) -> list[WrittenOff]:
    """The notes of which a part, or without approval all, is set off against the rule.

    A ground is a case of the same bill, written before by somebody else; it covers its amount.
    """
    return list(_written_off(ledger))


def _written_off(ledger: Ledger) -> Iterator[WrittenOff]:
    notes, cases = ledger["credit_note"], ledger["case"]
    by_key = dict(zip(cases["id"].tolist(), range(len(cases)), strict=True))
    for note in notes.where(notes["amount_fen"] > 0).tolist():
        case, amount_fen = by_key.get(int(notes["ground"][note]), NONE), int(notes["amount_fen"][note])
        covered_fen = _covered_fen(ledger, note, case) if _approved(ledger, note) else 0
        if covered_fen < amount_fen:
            by_collector = ledger.held(int(notes["staff"][note]), _COLLECTOR, notes.day(note))
            yield WrittenOff(note, case, amount_fen - covered_fen, by_collector)


def _covered_fen(ledger: Ledger, note: int, case: int) -> int:
    """What the case of a note is good for."""
    if case == NONE:
        return 0
    notes, cases = ledger["credit_note"], ledger["case"]
    maker, author = int(notes["staff"][note]), int(cases["staff"][case])
    before = cases["recorded_at"][case] < notes["recorded_at"][note]
    good = before and author not in (maker, NONE) and cases["bill"][case] == notes["bill"][note]
    return int(cases["amount_fen"][case]) if good else 0


def _approved(ledger: Ledger, note: int) -> bool:
    notes = ledger["credit_note"]
    approver = int(notes["approver"][note])
    others = approver not in (int(notes["staff"][note]), NONE)
    return others and ledger.may_have_held(approver, ledger.approvers("credit_note"), notes.day(note))


def broken(ledger: Ledger, found: WrittenOff) -> Broken:
    """The finding that such a note makes."""
    notes = ledger["credit_note"]
    credited_fen = int(notes["amount_fen"][found.note])
    return shown(
        "credit",
        staff=int(notes["staff"][found.note]),
        object_id=int(notes["id"][found.note]),
        occurred_on=notes.day(found.note),
        amount_fen=found.amount_fen,
        loss_fen=found.amount_fen,
        inputs={"credited_fen": credited_fen, "grounded_fen": credited_fen - found.amount_fen},
        cites=_cites(ledger, found),
    )


def _cites(ledger: Ledger, found: WrittenOff) -> list[Cite]:
    notes, bills = ledger["credit_note"], ledger["bill"]
    return [
        ledger.cite("credit_note", found.note, ACT),
        *ledger.cites("bill", bills.where(bills["id"] == notes["bill"][found.note]), DUTY),
        *ledger.cites("case", [found.case], PROOF, until=notes.day(found.note)),
    ]
