"""Entries of the registration desk that are not what its papers said (1.3)."""

from __future__ import annotations

from kaohe.standards.evidence.entries import WrongEntry, wrong_entries
from kaohe.standards.evidence.entry_cases import noticed_by, papers, undone, worth
from kaohe.standards.evidence.entry_fees import entry_fee
from kaohe.standards.evidence.findings import Broken, shown
from kaohe.standards.ledger.cites import ACT
from kaohe.standards.ledger.ledger import Ledger


def clause_1_3(ledger: Ledger) -> list[Broken]:
    """Registrations that differ from the survey sheet, openings that differ from the fitter's order.

    A slip until a bill differs. What was put right before any bill was made is none; a paper that is wrong itself is
    its author's.
    """
    found = (_broken(ledger, entry) for entry in ledger.once(wrong_entries))
    return [broken for broken in found if broken is not None]


def _broken(ledger: Ledger, entry: WrongEntry) -> Broken | None:
    fee, entries = entry_fee(ledger, entry, entry.moment), ledger[entry.stage.table]
    if undone(entry, fee):
        return None
    clerk = int(entries["staff"][entry.row])
    known_on = ledger["bill"].day(int(fee.differing[0])) if len(fee.differing) else entries.day(entry.row)
    return shown(
        "wrong_entry",
        staff=clerk,
        object_id=entry.key,
        occurred_on=int(entries["entered_on"][entry.row]),
        finder=noticed_by(ledger, entry, known_on, [clerk]),
        cites=[ledger.cite(entry.stage.table, entry.row, ACT), *papers(ledger, entry, fee, known_on)],
        **worth(ledger, entry, fee),
    )
