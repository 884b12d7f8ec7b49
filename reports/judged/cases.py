"""Incidents, findings and sanctions as objects: rows of an assessment, typed, in the order that reports show."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import cast

import polars as pl

from kaohe.reports.judged.inputs import TIERS, Judged


@dataclass(frozen=True)
class Incident:
    """A row of assessment/incidents; amounts in 分, null where nothing can be assessed.

    estimate_fen: the likely amount beside a proven least one; null where the amount is exact.
    """

    incident_id: int
    clause: str
    staff: int | None
    post: str
    object_type: str
    object_id: int
    occurred_on: date
    discovered_on: date
    discovered_by: int | None
    basis: str
    amount_fen: int | None
    estimate_fen: int | None
    caused_fen: int
    loss_fen: int
    energy_kwh: int
    tier: str
    intent: str
    formula: str
    inputs: dict[str, object]

    @property
    def section(self) -> str:
        """The handbook's section: the clause's number before the point."""
        return self.clause.split(".")[0]


@dataclass(frozen=True)
class Finding:
    """A row of assessment/findings, of an incident or of a work slip."""

    finding_id: int
    clause: str
    staff: int | None
    post: str
    object_type: str
    object_id: int
    occurred_on: date
    discovered_on: date
    discovered_by: int | None
    basis: str
    amount_fen: int | None
    formula: str
    inputs: dict[str, object]

    @property
    def of_bills(self) -> bool:
        """Whether its formula is shown line by line in bills, as far as their papers are there."""
        return self.formula.startswith(("billing", "register.", "unbilled"))


@dataclass(frozen=True)
class Cite:
    """A record row that a finding rests on, and what it shows there (duty, rule, act, price, proof)."""

    finding_id: int
    table: str
    row_key: int
    role: str


@dataclass(frozen=True)
class Sanction:
    """One order of the policy against a person."""

    incident_id: int
    staff: int
    rule: str
    kind: str
    value: int | None
    unit: str


@dataclass(frozen=True)
class Duty:
    """One thing that the office must do about an incident."""

    incident_id: int
    rule: str
    kind: str
    due_on: date | None


@dataclass(frozen=True)
class Reason:
    """A step from the finding to the sanction: the rule, and a text with its values."""

    incident_id: int
    step: int
    rule: str
    key: str
    args: dict[str, object]


Row = dict[str, object]


def incidents(frame: pl.DataFrame, count: int | None = None) -> list[Incident]:
    """Incidents (the first `count`), gravest tier first, unpriced before priced, the largest amount first."""
    return in_order(ranked(frame) if count is None else ranked(frame).head(count))


def in_order(frame: pl.DataFrame) -> list[Incident]:
    """Incidents in the order of the frame."""
    return [_incident(row) for row in frame.iter_rows(named=True)]


def ranked(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame in that same order."""
    tier = pl.col("tier").cast(pl.String)
    rank = sum((pl.when(tier == name).then(n).otherwise(0) for n, name in enumerate(TIERS)), pl.lit(0))
    order = [rank, pl.col("amount_fen").is_null(), pl.col("amount_fen").fill_null(0)]
    return frame.sort(*order, "incident_id", descending=[True, True, True, False])


def largest(frame: pl.DataFrame, count: int) -> list[Incident]:
    """The incidents of the largest amounts; where fewer are priced, unpriced ones follow."""
    order = frame.sort("amount_fen", "incident_id", descending=[True, False], nulls_last=True)
    return in_order(order.head(count))


def slips(judged: Judged, count: int | None = None) -> list[Finding]:
    """Findings without consequence (工作差錯), by clause, day and number."""
    frame = judged.findings.filter(~pl.col("consequence")).sort("clause", "occurred_on", "finding_id")
    return [finding(row) for row in (frame if count is None else frame.head(count)).iter_rows(named=True)]


def sanctions_by_incident(judged: Judged) -> dict[int, list[Sanction]]:
    """All sanctions, by the incident that they are for."""
    orders: dict[int, list[Sanction]] = {}
    for row in judged.sanctions.iter_rows(named=True):
        order = sanction(row)
        orders.setdefault(order.incident_id, []).append(order)
    return orders


def find(judged: Judged, incident_id: int) -> Incident | None:
    """One incident by its number."""
    rows = judged.incidents.filter(pl.col("incident_id") == incident_id)
    return _incident(rows.row(0, named=True)) if rows.height else None


def _incident(row: Row) -> Incident:
    return Incident(
        incident_id=_whole(row, "incident_id"),
        clause=_text(row, "clause"),
        staff=_maybe(row, "staff"),
        post=_text(row, "post"),
        object_type=_text(row, "object_type"),
        object_id=_whole(row, "object_id"),
        occurred_on=cast(date, row["occurred_on"]),
        discovered_on=cast(date, row["discovered_on"]),
        discovered_by=_maybe(row, "discovered_by"),
        basis=_text(row, "basis"),
        amount_fen=_maybe(row, "amount_fen"),
        estimate_fen=_maybe(row, "estimate_fen"),
        caused_fen=_maybe(row, "caused_fen") or 0,
        loss_fen=_maybe(row, "loss_fen") or 0,
        energy_kwh=_maybe(row, "energy_kwh") or 0,
        tier=_text(row, "tier"),
        intent=_text(row, "intent"),
        formula=_text(row, "formula"),
        inputs=_inputs(row, "inputs"),
    )


def sanction(row: Row) -> Sanction:
    """A row of assessment/sanctions."""
    return Sanction(
        incident_id=_whole(row, "incident_id"),
        staff=_whole(row, "staff"),
        rule=_text(row, "rule"),
        kind=_text(row, "kind"),
        value=_maybe(row, "value"),
        unit=_text(row, "unit"),
    )


def finding(row: Row) -> Finding:
    """A row of assessment/findings."""
    return Finding(
        finding_id=_whole(row, "finding_id"),
        clause=_text(row, "clause"),
        staff=_maybe(row, "staff"),
        post=_text(row, "post"),
        object_type=_text(row, "object_type"),
        object_id=_whole(row, "object_id"),
        occurred_on=cast(date, row["occurred_on"]),
        discovered_on=cast(date, row["discovered_on"]),
        discovered_by=_maybe(row, "discovered_by"),
        basis=_text(row, "basis"),
        amount_fen=_maybe(row, "amount_fen"),
        formula=_text(row, "formula"),
        inputs=_inputs(row, "inputs"),
    )


def cite(row: Row) -> Cite:
    """A row of assessment/cites."""
    return Cite(_whole(row, "finding_id"), _text(row, "table"), _whole(row, "row_key"), _text(row, "role"))


def duty(row: Row) -> Duty:
    """A row of assessment/duties."""
    due_on = cast("date | None", row["due_on"])
    return Duty(_whole(row, "incident_id"), _text(row, "rule"), _text(row, "kind"), due_on)


def reason(row: Row) -> Reason:
    """A row of assessment/reasons."""
    key, args = _text(row, "key"), _inputs(row, "args")
    return Reason(_whole(row, "incident_id"), _whole(row, "step"), _text(row, "rule"), key, args)


def _whole(row: Row, name: str) -> int:
    value = row[name]
    assert isinstance(value, int), f"{name} is {value!r}"
    return value


def _maybe(row: Row, name: str) -> int | None:
    return None if row[name] is None else _whole(row, name)


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _inputs(row: Row, name: str) -> dict[str, object]:
    value = json.loads(_text(row, name) or "{}")
    assert isinstance(value, dict), f"{name} is {value!r}"
    return {str(key): value[key] for key in sorted(value)}
