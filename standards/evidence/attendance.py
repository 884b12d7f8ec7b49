"""Leave, substitution, roster and the rows of the day's work, where they contradict each other."""

from __future__ import annotations

from collections.abc import Mapping

from kaohe.standards.evidence.disagreements import Disagreement
from kaohe.standards.ledger.cites import PROOF
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.rulebook.clause import CLAUSE_IDS

# What is left undone in a post by its limit is his who was on duty then: of these nobody is named while it is in doubt
# who that was. By the first post that somebody held or stood in for; those of others keep no clause silent.
_LEFT_UNDONE: Mapping[str, tuple[str, ...]] = {
    "meter_reader": ("2.1", "2.7"),
    "issuance_clerk": ("3.1",),
    "collector": ("4.1", "4.3", "4.5"),
    "cashier": ("5.4",),
    "accountant": ("6.6",),
    "field_auditor": ("9.5",),
}


def disagree_attendance(ledger: Ledger) -> list[Disagreement]:
    """Days on which slips and work do not agree about who was there."""
    found = []
    for each in ledger.duty.contradictions:
        posts = [post for post in _LEFT_UNDONE if ledger.held(each.staff, (post,), each.first_on)]
        silent = {clause for post in posts for clause in _LEFT_UNDONE[post]}
        clauses = tuple(clause for clause in CLAUSE_IDS if clause in silent)
        found.append(Disagreement(clauses, tuple(ledger.cite(*row, PROOF) for row in each.rows)))
    return found
