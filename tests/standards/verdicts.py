"""Asking the evidence about a hand-written office, and that each finding stands: none before, there ever after."""

from __future__ import annotations

from datetime import date, timedelta

from kaohe.sim.records import Records
from kaohe.standards import Rulebook
from kaohe.standards.evidence.findings import Finding
from kaohe.standards.judging.judge import find
from kaohe.standards.ledger.record_tables import to_date
from tests.standards.records_builder import Desk, on


def findings(desk: Desk, clause: str, as_of: str | date = "12-31") -> list[Finding]:
    """What stands of a clause at the end of a day."""
    return _of(desk.records(), clause, on(as_of))


def _of(records: Records, clause: str, as_of: date) -> list[Finding]:
    return [finding for finding in find(records, Rulebook.load(), as_of).findings if finding.clause == clause]


def the_finding(desk: Desk, clause: str, as_of: str | date = "12-31") -> Finding:
    """The only finding of a clause at the end of a day; not there the day before its discovery, there from then on."""
    records = desk.records()
    found = _of(records, clause, on(as_of))
    assert len(found) == 1, found
    finding = found[0]
    act = (finding.staff, finding.object_type, finding.object_id, finding.occurred_on, finding.discovered_on)
    discovered = to_date(finding.discovered_on)
    assert not _of(records, clause, discovered - timedelta(1))
    for later in (0, 1, 7, 45):
        again = _of(records, clause, min(discovered + timedelta(later), on(as_of)))
        assert [(one.staff, one.object_type, one.object_id, one.occurred_on, one.discovered_on) for one in again] == [
            act
        ]
    return finding


def the_incident(desk: Desk, clause: str, slip_on: str, as_of: str | date = "12-31") -> Finding:
    """The only finding of a clause at the end of a day, an incident whose consequence came later than the act.

    Nothing stands before `slip_on`; from then on a slip, until the incident is discovered.
    """
    records = desk.records()
    [incident] = _of(records, clause, on(as_of))
    assert incident.consequence
    slipped, discovered = on(slip_on), to_date(incident.discovered_on)
    assert not _of(records, clause, slipped - timedelta(1))
    for day in (slipped, discovered - timedelta(1), discovered, min(discovered + timedelta(45), on(as_of))):
        [finding] = _of(records, clause, day)
        same = (finding.staff, finding.object_id, finding.occurred_on)
        assert same == (incident.staff, incident.object_id, incident.occurred_on)
        proven = day >= discovered
        assert (finding.consequence, to_date(finding.discovered_on)) == (proven, discovered if proven else slipped)
    return incident


def days(finding: Finding) -> tuple[str, str]:
    """When it occurred and when it was discovered, as "MM-DD"."""
    return f"{to_date(finding.occurred_on):%m-%d}", f"{to_date(finding.discovered_on):%m-%d}"


def cited(finding: Finding, role: str | None = None) -> list[tuple[str, int]]:
    """Tables and keys of the rows that it cites."""
    return [(cite.table, cite.row_key) for cite in finding.cites if role in (None, cite.role)]
