"""Findings that rest on rows in dispute: nobody is charged with what one of two papers says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from kaohe.standards.evidence.disagreements import Disagreement, Place, RowKey
from kaohe.standards.evidence.findings import Finding
from kaohe.standards.evidence.repeated.places import places_of
from kaohe.standards.evidence.repeated.told import Told
from kaohe.standards.ledger.cites import PRICE, RULE
from kaohe.standards.ledger.ledger import Ledger


def undisputed(findings: Iterable[Finding], told: Sequence[Told], ledger: Ledger) -> tuple[list[Finding], list[Told]]:
    """The findings that rest on no row in dispute; and the disagreements with the clauses that keep silent by them."""
    if not told:
        return list(findings), []
    by_row, by_place = _disputes(told)
    silent: dict[int, set[str]] = {}
    kept = []
    for finding in findings:
        touched = {at for at in _touched(finding, ledger, by_row, by_place) if finding.clause not in told[at][1].owners}
        for at in touched:
            silent.setdefault(at, set()).add(finding.clause)
        if not touched:
            kept.append(finding)
    return kept, [(kind, _silenced(one, silent.get(at, set()))) for at, (kind, one) in enumerate(told)]


def _disputes(told: Sequence[Told]) -> tuple[Mapping[RowKey, list[int]], Mapping[Place, list[int]]]:
    by_row: dict[RowKey, list[int]] = {}
    by_place: dict[Place, list[int]] = {}
    for at, (_, one) in enumerate(told):
        for row in one.rows:
            by_row.setdefault(row, []).append(at)
        for place in one.places:
            by_place.setdefault(place, []).append(at)
    return by_row, by_place


def _touched(
    finding: Finding, ledger: Ledger, by_row: Mapping[RowKey, list[int]], by_place: Mapping[Place, list[int]]
) -> set[int]:
    """The disagreements on which a finding rests."""
    found = {at for cite in finding.cites for at in by_row.get((cite.table, cite.row_key), ())}
    found |= set(by_row.get((finding.object_type, finding.object_id), ()))
    found |= set(by_place.get((finding.object_type, (finding.object_id,)), ()))
    names = {name for name, _ in by_place}
    for cite in finding.cites if names else ():
        if cite.role in (RULE, PRICE):
            continue
        for row in np.flatnonzero(ledger[cite.table]["id"] == cite.row_key).tolist():
            found |= {at for place in places_of(ledger, cite.table, row, names) for at in by_place.get(place, ())}
    return found


def _silenced(one: Disagreement, clauses: set[str]) -> Disagreement:
    return replace(one, clauses=tuple(sorted({*one.clauses, *clauses}, key=_in_order)))


def _in_order(clause: str) -> tuple[int, ...]:
    return tuple(int(part) for part in clause.split("."))
