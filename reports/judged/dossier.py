"""All that an assessment holds of an incident, found by its number: what many incidents are told from, one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np
import polars as pl

from kaohe.reports.judged import cases
from kaohe.reports.judged.cases import Cite, Duty, Finding, Incident, Reason, Row, Sanction
from kaohe.reports.judged.inputs import Judged


class _Files:
    """Rows of a table by a whole number in one of its columns, each in the order of the table."""

    def __init__(self, frame: pl.DataFrame, column: str) -> None:
        self._frame = frame.filter(pl.col(column).is_not_null()).sort(column, maintain_order=True)
        self._keys = self._frame[column].to_numpy()

    def of(self, key: int) -> pl.DataFrame:
        """The rows of one number."""
        start, end = (int(np.searchsorted(self._keys, key, side)) for side in ("left", "right"))
        return self._frame.slice(start, end - start)

    def rows(self, key: int) -> Iterator[Row]:
        """The same as mappings."""
        return self.of(key).iter_rows(named=True)


class Dossier:
    """An assessment with its tables in order of incident, finding and person."""

    def __init__(self, judged: Judged) -> None:
        self.judged = judged

    def findings_of(self, incident_id: int) -> list[Finding]:
        """The findings that make up an incident, in order of number."""
        return [cases.finding(row) for row in self._findings.rows(incident_id)]

    def cites_of(self, finding_id: int) -> list[Cite]:
        """The rows that a finding rests on, as the judge wrote them; the first is the row that the finding names."""
        return [cases.cite(row) for row in self._cites.rows(finding_id)]

    def cited_by(self, incidents: Iterable[Incident]) -> pl.DataFrame:
        """Table and key of all rows that these incidents rest on, each once."""
        numbers = [incident.incident_id for incident in incidents]
        own = self.judged.findings.filter(pl.col("incident_id").is_in(numbers))["finding_id"]
        cites = self.judged.cites.filter(pl.col("finding_id").is_in(own.implode()))
        return cites.select(pl.col("table").cast(pl.String), "row_key").unique()

    def of_people(self, incidents: Iterable[Incident]) -> dict[int, list[Incident]]:
        """All incidents of those who have one of these, by person, in order of time."""
        staff = {incident.staff for incident in incidents} - {None}
        own = self.judged.incidents.filter(pl.col("staff").is_in(list(staff))).sort("occurred_on", "incident_id")
        found: dict[int, list[Incident]] = {}
        for incident in cases.in_order(own):
            if incident.staff is not None:
                found.setdefault(incident.staff, []).append(incident)
        return found

    def sanctions_of(self, incident_id: int) -> list[Sanction]:
        """Sanctions for an incident."""
        return [cases.sanction(row) for row in self._sanctions.rows(incident_id)]

    def duties_of(self, incident_id: int) -> list[Duty]:
        """Duties that follow an incident."""
        return [cases.duty(row) for row in self._duties.rows(incident_id)]

    def reasons_of(self, incident_id: int) -> list[Reason]:
        """Reasons for an incident, step by step."""
        return [cases.reason(row) for row in self._reasons.of(incident_id).sort("step", maintain_order=True).to_dicts()]

    @cached_property
    def _findings(self) -> _Files:
        return _Files(self.judged.findings.sort("finding_id"), "incident_id")

    @cached_property
    def _cites(self) -> _Files:
        return _Files(self.judged.cites, "finding_id")

    @cached_property
    def _sanctions(self) -> _Files:
        return _Files(self.judged.sanctions, "incident_id")

    @cached_property
    def _duties(self) -> _Files:
        return _Files(self.judged.duties, "incident_id")

    @cached_property
    def _reasons(self) -> _Files:
        return _Files(self.judged.reasons, "incident_id")
