"""Findings that rest on rows in dispute: nobody is charged with what one of two papers says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from kaohe.sim.records import SCHEMA
from kaohe.standards.evidence.disagreements import Disagreement, Place, RowKey
from kaohe.standards.evidence.findings import Finding
from kaohe.standards.evidence.repeated.places import places_of
from kaohe.standards.evidence.repeated.told import Told
from kaohe.standards.ledger.cites import PRICE, RULE, Cite
from kaohe.standards.ledger.ledger import Ledger


def undisputed(findings: Iterable[Finding], told: Sequence[Told], ledger: Ledger) -> tuple[list[Finding], list[Told]]:
    """The findings that rest on no row in dispute; and the disagreements with the clauses that keep silent by them."""
    if not told:
        return list(findings), []
    by_row, by_place = _disputes(told)
    masters = _Masters(ledger, by_row)
    silent: dict[int, set[str]] = {}
    kept = []
    for finding in findings:
        touched = _touched(finding, ledger, by_row, by_place) | masters.touched(finding)
        touched = {at for at in touched if finding.clause not in told[at][1].owners}
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


class _Masters:
    """What rests on rows of the register of staff and of the calendar, without citing them: whoever's post decides, and
    every limit that runs over a day.
    """

    def __init__(self, ledger: Ledger, by_row: Mapping[RowKey, list[int]]) -> None:
        self._ledger = ledger
        self._people = {key: told for (table, key), told in by_row.items() if table == "staff"}
        keys = {key: told for (table, key), told in by_row.items() if table == "calendar"}
        calendar = ledger["calendar"]
        rows = np.flatnonzero(np.isin(calendar["id"], list(keys)))
        self._days = {int(calendar["on"][row]): keys[int(calendar["id"][row])] for row in rows.tolist()}

    def touched(self, finding: Finding) -> set[int]:
        """The disagreements about people whom its rows name, and about days from its first row to its discovery."""
        found: set[int] = set()
        papers = [cite for cite in finding.cites if cite.role not in (RULE, PRICE)] if self._people else []
        for cite in papers:
            for person in _named(self._ledger, cite):
                found |= set(self._people.get(person, ()))
        if self._days:
            since = min(cite.day for cite in finding.cites if cite.role not in (RULE, PRICE))
            over = (told for day, told in self._days.items() if since <= day <= finding.discovered_on)
            found |= {at for told in over for at in told}
        return found


def _named(ledger: Ledger, cite: Cite) -> Iterator[int]:
    """Everybody whom a row names."""
    rows = ledger[cite.table]
    named = [column.name for column in SCHEMA[cite.table].columns if column.refers == "staff"]
    for row in np.flatnonzero(rows["id"] == cite.row_key).tolist():
        yield from (int(rows[column][row]) for column in ("staff", *named))


def _silenced(one: Disagreement, clauses: set[str]) -> Disagreement:
    return replace(one, clauses=tuple(sorted({*one.clauses, *clauses}, key=_in_order)))


def _in_order(clause: str) -> tuple[int, ...]:
    return tuple(int(part) for part in clause.split("."))
