"""Repeats that do not hold, told as disagreements: those of one declaration that rest on one row together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from kaohe.sim.records.repeats import Repeat
from kaohe.standards.evidence.disagreements import Disagreement, Place
from kaohe.standards.evidence.repeated.places import places_of
from kaohe.standards.evidence.repeated.rule import Breach, breaches
from kaohe.standards.ledger.cites import PROOF, Cite
from kaohe.standards.ledger.ledger import Ledger

_CITED, _APART = 6, 50  # rows of a paper that are cited; breaches of one declaration that are told one by one
Told = tuple[str, Disagreement]


def repeated_otherwise(ledger: Ledger) -> list[Told]:
    """Each with the name of its declaration as its kind."""
    by_repeat: dict[str, list[Breach]] = {}
    for breach in breaches(ledger):
        by_repeat.setdefault(breach.repeat.name, []).append(breach)
    return [told for found in by_repeat.values() for told in _of_repeat(ledger, found)]


def _of_repeat(ledger: Ledger, found: Sequence[Breach]) -> Iterator[Told]:
    groups: dict[object, list[Breach]] = {}
    for at, breach in enumerate(found):
        together = breach.theirs if len(breach.theirs) == 1 else ("own", breach.own)
        groups.setdefault("all" if len(found) > _APART and len(breach.theirs) != 1 else together or at, []).append(
            breach
        )
    for group in groups.values():
        yield found[0].repeat.name, _told(ledger, found[0].repeat, group)


def _told(ledger: Ledger, repeat: Repeat, group: Sequence[Breach]) -> Disagreement:
    first = group[0]
    own = list(dict.fromkeys(key for breach in group for key in breach.own))
    theirs = list(dict.fromkeys(key for breach in group for key in breach.theirs))
    rows = {(repeat.table, key) for key in own}
    if not repeat.own_only:
        rows |= {(first.of, key) for key in theirs}
    places: set[Place] = set()
    for table, keys in ((repeat.table, own), (first.of, theirs)) if repeat.also else ():
        for at in _rows(ledger, table, keys):
            places |= set(places_of(ledger, table, at, repeat.also))
    cites = [*_cites(ledger, repeat.table, own), *(_cites(ledger, first.of, theirs) if theirs else ())]
    inputs = {"column": first.column, "said": first.said, "other": first.other, "places": len(group)}
    return Disagreement((), tuple(cites), inputs, frozenset(rows), frozenset(places), repeat.owner)


def _cites(ledger: Ledger, table: str, keys: Sequence[int]) -> list[Cite]:
    return ledger.cites(table, _rows(ledger, table, keys[:_CITED]), PROOF)


def _rows(ledger: Ledger, table: str, keys: Iterable[int]) -> list[int]:
    wanted = np.array(list(keys), dtype=np.int64)
    rows: list[int] = np.flatnonzero(np.isin(ledger[table]["id"], wanted)).tolist()
    return rows
