"""Evidence: one function per clause over one ledger; what it yields has not been priced by any policy yet.

Written from the text of the clauses and the schema of the records alone.
A new clause is a function in its section and a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kaohe.standards.evidence.accounts.issue_days import clause_6_6
from kaohe.standards.evidence.cashier.bank_days import clause_5_4
from kaohe.standards.evidence.collection.credit_notes import clause_4_6
from kaohe.standards.evidence.collection.returned_cheques import clause_4_5
from kaohe.standards.evidence.collection.window_days import clause_4_1
from kaohe.standards.evidence.findings import Finding
from kaohe.standards.evidence.issuance.bills import clause_3_1
from kaohe.standards.evidence.reading.arrears import clause_2_7
from kaohe.standards.evidence.reading.cycle_days import clause_2_1
from kaohe.standards.evidence.reading.wrong_readings import clause_2_2
from kaohe.standards.evidence.registration.takings import clause_1_7
from kaohe.standards.ledger.ledger import Ledger

Evidence = Callable[[Ledger], list[Finding]]

EVIDENCE: Mapping[str, Evidence] = MappingProxyType(
    {
        "1.7": clause_1_7,
        "2.1": clause_2_1,
        "2.2": clause_2_2,
        "2.7": clause_2_7,
        "3.1": clause_3_1,
        "4.1": clause_4_1,
        "4.5": clause_4_5,
        "4.6": clause_4_6,
        "5.4": clause_5_4,
        "6.6": clause_6_6,
    }
)

__all__ = ["EVIDENCE", "Evidence"]
