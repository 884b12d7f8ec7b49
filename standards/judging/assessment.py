"""An assessment: what the judge found, what it amounts to and what follows; frames in a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import polars as pl

from kaohe.sim.files import brief
from kaohe.sim.texts import catalogue
from kaohe.standards.policies.format import TIERS
from kaohe.standards.rulebook.clause import CLAUSE_IDS

Schema = dict[str, pl.DataType | type[pl.DataType]]

FINDINGS: Schema = {
    "finding_id": pl.Int64,
    "clause": pl.String,
    "staff": pl.Int32,
    "post": pl.String,
    "table": pl.String,
    "row_key": pl.Int64,
    "object_type": pl.String,
    "object_id": pl.Int64,
    "occurred_on": pl.Date,
    "discovered_on": pl.Date,
    "discovered_by": pl.Int32,
    "basis": pl.String,
    "amount_fen": pl.Int64,
    "estimate_fen": pl.Int64,
    "caused_fen": pl.Int64,
    "loss_fen": pl.Int64,
    "energy_kwh": pl.Int64,
    "consequence": pl.Boolean,
    "formula": pl.String,
    "inputs": pl.String,
    "incident_id": pl.Int64,
}
INCIDENTS: Schema = {
    "incident_id": pl.Int64,
    "clause": pl.String,
    "staff": pl.Int32,
    "post": pl.String,
    "occurred_on": pl.Date,
    "discovered_on": pl.Date,
    "discovered_by": pl.Int32,
    "basis": pl.String,
    "amount_fen": pl.Int64,
    "again_fen": pl.Int64,
    "estimate_fen": pl.Int64,
    "caused_fen": pl.Int64,
    "loss_fen": pl.Int64,
    "energy_kwh": pl.Int64,
    "intent": pl.String,
    "findings": pl.List(pl.Int64),
    "object_type": pl.String,
    "object_id": pl.Int64,
    "formula": pl.String,
    "inputs": pl.String,
    "over_billed": pl.Boolean,
    "act_role": pl.String,
}
CITES: Schema = {"finding_id": pl.Int64, "table": pl.String, "row_key": pl.Int64, "role": pl.String}
SANCTIONS: Schema = {
    "incident_id": pl.Int64,
    "staff": pl.Int32,
    "rule": pl.String,
    "kind": pl.String,
    "value": pl.Int64,
    "unit": pl.String,
}
DUTIES: Schema = {"incident_id": pl.Int64, "rule": pl.String, "kind": pl.String, "due_on": pl.Date}
REASONS: Schema = {
    "incident_id": pl.Int64,
    "step": pl.Int32,
    "rule": pl.String,
    "key": pl.String,
    "args": pl.String,
}
DISAGREEMENTS: Schema = {
    "disagreement_id": pl.Int64,
    "kind": pl.String,
    "clauses": pl.List(pl.String),
    "written_on": pl.Date,
    "tables": pl.List(pl.String),
    "row_keys": pl.List(pl.Int64),
    "inputs": pl.String,
}
WRITTEN: dict[str, Schema] = {
    "findings": FINDINGS,
    "incidents": {**INCIDENTS, "tier": pl.String, "counted_fen": pl.Int64},
    "cites": CITES,
    "sanctions": SANCTIONS,
    "duties": DUTIES,
    "reasons": REASONS,
    "disagreements": DISAGREEMENTS,
}
_KNOWN = {"tier": TIERS, "clause": CLAUSE_IDS}
_texts = catalogue("kaohe.standards")


class Assessment:
    """Findings, incidents, cites, sanctions, duties, reasons, records that disagree; columns as in WRITTEN."""

    NAMES = tuple(WRITTEN)

    def __init__(
        self,
        findings: pl.DataFrame,
        incidents: pl.DataFrame,
        cites: pl.DataFrame,
        sanctions: pl.DataFrame,
        duties: pl.DataFrame,
        reasons: Callable[[], pl.DataFrame],
        disagreements: pl.DataFrame,
    ) -> None:
        self.findings = findings
        self.incidents = incidents
        self.cites = cites
        self.sanctions = sanctions
        self.duties = duties
        self._reasons = reasons
        self.disagreements = disagreements

    @cached_property
    def reasons(self) -> pl.DataFrame:
        """Why each tier and sanction stands, step by step; worked out when first asked for."""
        return self._reasons()

    def frames(self) -> dict[str, pl.DataFrame]:
        """All frames by name."""
        return {name: getattr(self, name) for name in self.NAMES}

    def digest(self) -> str:
        """SHA-256 of what was found and ordered: equal for equal assessments, whoever wrote the files."""
        content = hashlib.sha256()
        for name, frame in self.frames().items():
            if name != "reasons":  # they follow from the others and the policy
                content.update(frame.write_json().encode())
        return content.hexdigest()

    def write(self, folder: Path) -> None:
        """One Parquet file per frame; the folder is made if it is not there."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, frame in self.frames().items():
            frame.write_parquet(folder / f"{name}.parquet")

    @classmethod
    def read(cls, folder: Path) -> Assessment:
        """What `write` wrote. FileNotFoundError if a file is missing, ValueError if it is none of ours."""
        frames = {name: _checked(name, pl.read_parquet(folder / f"{name}.parquet")) for name in cls.NAMES}
        reasons = frames.pop("reasons")
        return cls(**frames, reasons=lambda: reasons)


def _checked(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame, if it has its columns, and no tier or clause that there is not: folders come from elsewhere too."""
    wrong = [column for column, kind in WRITTEN[name].items() if frame.schema.get(column) != kind]
    if wrong:
        raise ValueError(str(_texts.message("assessment-columns", table=name, columns=brief(", ".join(wrong)))))
    for column in (each for each in _KNOWN if each in WRITTEN[name]):
        strange = frame.filter(~pl.col(column).is_in(_KNOWN[column]).fill_null(value=False))
        if len(strange):
            value = brief(str(strange[column][0]))
            raise ValueError(str(_texts.message("assessment-value", table=name, column=column, value=value)))
    return frame
