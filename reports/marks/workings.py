"""The working of an incident's amount beside its mark; where it rests on bills, these line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property

from kaohe.reports.amounts.formulas import Ground, Working, has_label, input_label, working
from kaohe.reports.bills.cases import CaseBill, bills_of
from kaohe.reports.bills.papers import BillDesk
from kaohe.reports.judged.cases import Cite, Finding
from kaohe.reports.judged.inputs import Papers
from kaohe.reports.words.wording import say
from kaohe.scenarios.exam.key import KeyIncident


class Workings:
    """The workings of a form's incidents. records: of its office, None where they are not there."""

    def __init__(self, records: Papers | None = None) -> None:
        self._records = records

    def lines(self, incident: KeyIncident) -> Iterator[str]:
        """The rule with its numbers in place, its parts, the bills, and the other inputs by name."""
        if not incident.formula:
            return
        inputs = json.loads(incident.inputs)
        done = working(incident.formula, inputs, Ground(bills=self._bills(incident)))
        yield from (line for line in (done.text, *done.parts) if line)
        for bill in done.bills:
            yield bill.caption
            yield from bill.lines
        if told := self._told(done, [*inputs]):
            yield told

    def _told(self, done: Working, names: list[str]) -> str:
        """The inputs that people have a name for: the columns of a bill are in its lines."""
        known = {input_label(name) for name in names if has_label(name)}
        told = (say("mark-input", name=name, value=value) for name, value in done.inputs if name in known)
        return say("comma").join(told)

    @cached_property
    def _desk(self) -> BillDesk | None:
        return None if self._records is None else BillDesk(self._records)

    def _bills(self, incident: KeyIncident) -> tuple[CaseBill, ...]:
        """The bills whose difference it is worth; none where their papers are not there."""
        finding = _finding(incident)
        if self._desk is None or not finding.of_bills:
            return ()
        cites = [Cite(0, cite.table, cite.row_key, cite.role) for cite in incident.cites]
        return bills_of(finding, cites, self._desk)


def _finding(incident: KeyIncident) -> Finding:
    """What the judge found, as far as a working needs it."""
    return Finding(
        finding_id=0,
        clause=incident.clause,
        staff=next(iter(incident.persons), None),
        post=next(iter(incident.posts), ""),
        object_type=incident.object_type,
        object_id=incident.object_id,
        occurred_on=incident.occurred_on,
        discovered_on=incident.discovered_on,
        discovered_by=None,
        basis=incident.basis,
        amount_fen=incident.worth.amount_fen,
        formula=incident.formula,
        inputs=json.loads(incident.inputs),
    )
