"""Audits that passed an entry which is not what its papers said (7.1)."""

from __future__ import annotations

import numpy as np

from kaohe.standards.evidence.entries import WrongEntry, wrong_entries
from kaohe.standards.evidence.entry_cases import AUDIT, noticed_by, papers, undone, worth
from kaohe.standards.evidence.entry_fees import entry_fee
from kaohe.standards.evidence.findings import Broken, shown
from kaohe.standards.ledger.cites import ACT, DUTY
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import wide


def clause_7_1(ledger: Ledger) -> list[Broken]:
    """Audits that passed a wrong entry while it stood: each auditor once, by the bills made since.

    A slip until a bill differs.
    """
    found = (_broken(ledger, entry, row) for entry in ledger.once(wrong_entries) for row in _passed(ledger, entry))
    return [broken for broken in found if broken is not None]


def _passed(ledger: Ledger, entry: WrongEntry) -> list[int]:
    """Of each auditor the first audit (row) that passed the entry before the archive said otherwise."""
    audits = ledger["audit"]
    of_entry = (AUDIT.head("stage", wide(audits["id"])) == entry.key) & (audits["passed"] == 1)
    stood = (audits["recorded_at"] > entry.moment) & (audits["recorded_at"] < entry.until)
    rows = audits.where(of_entry & stood)
    first = np.unique(audits["staff"][rows], return_index=True)[1]
    return sorted(rows[first].tolist())


def _broken(ledger: Ledger, entry: WrongEntry, row: int) -> Broken | None:
    audits, entries = ledger["audit"], ledger[entry.stage.table]
    fee = entry_fee(ledger, entry, int(audits["recorded_at"][row]))
    if undone(entry, fee):
        return None
    auditor, passed_on = int(audits["staff"][row]), audits.day(row)
    known_on = max(passed_on, ledger["bill"].day(int(fee.differing[0]))) if len(fee.differing) else passed_on
    return shown(
        "wrong_entry",
        staff=auditor,
        object_id=entry.key,
        occurred_on=passed_on,
        finder=noticed_by(ledger, entry, known_on, [auditor, int(entries["staff"][entry.row])]),
        cites=[
            ledger.cite("audit", row, ACT),
            ledger.cite(entry.stage.table, entry.row, DUTY),
            *papers(ledger, entry, fee, known_on),
        ],
        **worth(ledger, entry, fee),
    )
