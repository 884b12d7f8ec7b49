"""Evidence: what an office's records show of each clause, before any policy has priced it.

Written from the text of the clauses and the schema of the records alone. A clause is one function `clause_N_M(ledger)`
in the folder of its section, found by its name; what it is called, whom it concerns and how it is worth something
stands in its entry of the rulebook. Where records contradict each other, a function `disagree_KIND(ledger)` says so in
place of the clauses that it silences. What such a function sees is a part of the office as large as its reach; what
it must know of the whole office a function `gather_WHAT(ledger)` makes of each part, and `ledger.gather` has of all;
`gather_first_WHAT` is made before any part is judged, for the clauses of the parts themselves.
Files beside the folders are readings of the records that several clauses share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from inspect import getmembers, isfunction
from pkgutil import walk_packages
from types import MappingProxyType
from typing import Any

from kaohe.standards.evidence.disagreements import Disagreement, reach_of
from kaohe.standards.evidence.findings import Broken, Finding, completed
from kaohe.standards.ledger.duty import DOUBTED
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.rulebook.clause import CLAUSE_IDS, REACHES, Reach
from kaohe.standards.rulebook.model import Rulebook

Evidence = Callable[[Ledger], Iterable[Broken]]
Disagree = Callable[[Ledger], Iterable[Disagreement]]

_CLAUSE = re.compile(r"clause_([0-9]+)_([0-9]+)")
_DISAGREE = re.compile(r"disagree_([a-z_]+)")
_GATHER = re.compile(r"gather_(first_)?[a-z_]+")


@cache
def evidence() -> Mapping[str, Evidence]:
    """The evidence functions by clause, in the handbook's order.

    Raises:
        ValueError: two functions for a clause, or a function for none.
    """
    found: dict[str, Evidence] = {}
    for named, function in _functions(_CLAUSE):
        clause = ".".join(named.groups())
        if clause not in CLAUSE_IDS or clause in found:
            raise ValueError(
                f"{function.__module__}.{named.string}: {'a second one' if clause in found else 'no such clause'}"
            )
        found[clause] = function
    return MappingProxyType({clause: found[clause] for clause in CLAUSE_IDS if clause in found})


@cache
def disagreeing() -> Mapping[str, Disagree]:
    """The functions that find records in disagreement, by kind. ValueError for two of one kind."""
    found: dict[str, Disagree] = {}
    for named, function in _functions(_DISAGREE):
        if named[1] in found:
            raise ValueError(f"{function.__module__}.{named.string}: a second one")
        found[named[1]] = function
    return MappingProxyType(dict(sorted(found.items())))


@cache
def gathering(*, first: bool) -> tuple[Callable[[Ledger], Any], ...]:
    """The functions that make of each part of an office what clauses must know of the whole: before any, or beside."""
    return tuple(function for named, function in _functions(_GATHER) if bool(named[1]) == first)


def _functions(name: re.Pattern[str]) -> Iterator[tuple[re.Match[str], Callable[[Ledger], Any]]]:
    """Functions of this folder whose name is of this form, with the match."""
    for module in walk_packages(__path__, f"{__name__}."):
        for called, function in getmembers(import_module(module.name), isfunction):
            named = name.fullmatch(called)
            if named is not None and function.__module__ == module.name:
                yield named, function


def gathered(ledger: Ledger, rulebook: Rulebook, reaches: Container[Reach] = REACHES) -> list[Finding]:
    """What all evidence of some reaches shows, clause by clause, before overlaps are resolved; nothing of whom it is in
    doubt who he is.
    """
    return [
        completed(broken, rulebook.clause(clause))
        for clause, show in evidence().items()
        if rulebook.clause(clause).reach in reaches
        for broken in show(ledger)
        if broken.staff != DOUBTED
    ]


def disagreements(ledger: Ledger, reaches: Container[Reach] = REACHES) -> list[tuple[str, Disagreement]]:
    """Where records disagree, each with its kind."""
    return [
        (kind, one) for kind, tell in disagreeing().items() if reach_of(tell) in reaches for one in ledger.once(tell)
    ]
