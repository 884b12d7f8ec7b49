"""Evidence: what an office's records show of each clause, before any policy has priced it.

Written from the text of the clauses and the schema of the records alone. A clause is one function `clause_N_M(ledger)`
in the folder of its section, found by its name; what it is called, whom it concerns and how it is worth something
stands in its entry of the rulebook. Files beside the folders are readings of the records that several clauses share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import import_module
from inspect import getmembers, isfunction
from pkgutil import walk_packages
from types import MappingProxyType

from kaohe.standards.evidence.findings import Broken, Finding, completed
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.rulebook.clause import CLAUSE_IDS
from kaohe.standards.rulebook.model import Rulebook

Evidence = Callable[[Ledger], Iterable[Broken]]

_NAME = re.compile(r"clause_([0-9]+)_([0-9]+)")


@cache
def evidence() -> Mapping[str, Evidence]:
    """The evidence functions by clause, in the handbook's order.

    Raises:
        ValueError: two functions for a clause, or a function for none.
    """
    found: dict[str, Evidence] = {}
    for module in walk_packages(__path__, f"{__name__}."):
        for name, function in getmembers(import_module(module.name), isfunction):
            named = _NAME.fullmatch(name)
            if named is None or function.__module__ != module.name:
                continue
            clause = ".".join(named.groups())
            if clause not in CLAUSE_IDS or clause in found:
                raise ValueError(f"{module.name}.{name}: {'a second one' if clause in found else 'no such clause'}")
            found[clause] = function
    return MappingProxyType({clause: found[clause] for clause in CLAUSE_IDS if clause in found})


def gathered(ledger: Ledger, rulebook: Rulebook) -> list[Finding]:
    """What all evidence shows, clause by clause, before overlaps are resolved."""
    return [
        completed(broken, rulebook.clause(clause), ledger)
        for clause, show in evidence().items()
        for broken in show(ledger)
    ]
