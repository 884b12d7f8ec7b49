"""A made-up assessment with its records: incidents in every section and tier, sanctioned by the handbook.

Nothing here is drawn at random. People, bills and papers exist in the records, so that cited rows can be shown.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import polars as pl

from kaohe.sim.records import ids
from kaohe.standards import Policy
from kaohe.standards.judging.assessment import DISAGREEMENTS
from kaohe.standards.sanctions import assess
from tests.reports.office_papers import BILLS, COUNTER_DAY, POSTS, month_of

RUN: dict[str, object] = {
    "scenario": "town",
    "policy": "handbook",
    "seed": 2001,
    "customers": 5000,
    "months": 12,
    "span": "2001-01-01 – 2001-12-31",
    "version": "0.1.0",
}

# clause, amount in fen (None: cannot be assessed), days from the act to its discovery, formula
CASES: tuple[tuple[str, int | None, int, str], ...] = (
    ("1.3", 312_050, 61, "billing"),
    ("1.4", None, 3, ""),
    ("1.7", 0, 1, "delay"),
    ("1.7", 118_400, 2, "delay"),
    ("2.1", 45_120, 0, "days_off"),
    ("2.1", 99_999, 0, "days_off"),
    ("2.1", 100_000, 0, "days_off"),
    ("2.2", 1_234_567, 58, "register.impossible"),
    ("2.2", 43_210, 31, "register.impossible"),
    ("2.2", 12_650_000, 92, "register.impossible"),
    ("2.5", 2_750_000, 120, "unbilled"),
    ("2.6", 830_000, 75, "unbilled"),
    ("2.7", 3_275, 1, "delay"),
    ("2.7", 560_000, 1, "delay"),
    ("3.1", 28_844_600, 4, "billing"),
    ("3.1", 184_000, 4, "unbilled"),
    ("3.1", 61_733, 4, "billing"),
    ("3.5", 1_500_000, 12, "cash-difference"),
    ("4.1", 5_000, 0, "takings"),
    ("4.1", 254_000, 1, "takings"),
    ("4.1", 1_048_000, 1, "takings"),
    ("4.5", 1_860_000, 3, "delay"),
    ("4.6", 770_000, 17, "cash-difference"),
    ("5.1", 4_200_000, 22, "cash-difference"),
    ("5.4", 9_842, 1, "deposit"),
    ("5.4", 10_000_000, 1, "deposit"),
    ("6.1", None, 2, ""),
    ("6.6", 87_000, 26, "issue_check"),
    ("7.1", 655_000, 44, "billing"),
    ("7.5", None, 0, ""),
    ("8.5", 3_100_000, 140, "billing"),
    ("8.7", 240_500, 12, "billing"),
    ("9.2", 910_000, 88, "unbilled"),
    ("9.3", 40_000, 2, "delay"),
    ("10.1", None, 5, ""),
    ("10.3", 1_990_000, 30, "unknown-formula"),
    ("11.2", 120_300, 70, "billing"),
    ("11.4", 350_000, 9, ""),
    ("12.1", 1_234_567, 20, "register.impossible"),
    ("12.3", 99_900, 33, "unbilled"),
)
SLIPS = (("2.2", 3), ("6.6", 1), ("6.6", 2), ("8.4", 10))


@dataclass(frozen=True)
class Sample:
    """Frames with the shapes that the judge gives."""

    findings: pl.DataFrame
    incidents: pl.DataFrame
    cites: pl.DataFrame
    sanctions: pl.DataFrame
    duties: pl.DataFrame
    reasons: pl.DataFrame
    disagreements: pl.DataFrame


def _cites(n: int, clause: str) -> list[tuple[str, int, str]]:
    index = month_of(n)
    bill = ("bill", int(ids.bill_id(n, index)), "act")
    reading = ("reading", int(ids.reading_id(int(ids.meter_id(n, 0)), index, 1, 0)), "proof")
    if clause == "2.7":
        return [("arrears_list", int(ids.book_period_id(5, month_of(0))), "duty"), ("rule", 1, "rule"), bill]
    if clause in ("4.1", "5.4"):
        return [("hand_in", COUNTER_DAY, "act"), ("rule", 2, "rule")]
    if clause == "10.1":
        return [("statistics", 999, "act")]
    return [bill, reading]


REGISTER = {
    "recorded_register": 3170,
    "established_register": 3365,
    "multiplier": 1,
    "recorded_kwh": 212,
    "established_kwh": 407,
}
PROOF = {
    "recorded_second": "2001-03-06 08:17:12",
    "proving_register": [3400],
    "proving_second": "2001-03-09 12:17:12",
    "phases": 1,
    "voltage_v": 220,
    "max_current_a": 2,
    "watts": 440,
    "seconds_apart": [273600],
    "hours_apart": "76:00:00",
    "most_units": [35],
    "units": 195,
}
MEANT = {
    "previous_register": 2958,
    "shown_register": 3400,
    "between_kwh": 442,
    "days": 30,
    "days_between": 33,
    "likely_kwh": 401,
    "estimate_kwh": 189,
    "estimate_fen": 8_505,
}
PRICED = {"kwh": 412, "energy_e4": 4500, "capacity_kva": 0, "capacity_fen_per_kva": 0, "due_fen": 18_540}
LATE = {
    "principal_fen": [560_000, 40_000],
    "days": [12, 31],
    "open": [0, 1],
    "late_fen": 41_411,
    "daily_rate": "0.00021",
    "priced_as": "interest",
    "principal_after_days": 30,
}
INPUTS: dict[str, dict[str, object]] = {
    "register.impossible": {**REGISTER, **PROOF, **MEANT, "recorded_fen": 9_540, "established_fen": 18_315},
    "billing": {**PRICED, "issued_kwh": 412, "issued_energy_e4": 8000, "issued_capacity_kva": 0, "issued_fen": 32_960},
    "unbilled": {"kwh": 412, "energy_e4": 4500, "due_fen": 18_540},
    "days_off": {"days_off": 2, "scheduled_day": 4086, "read_day": 4088, "bills": 214},
    "takings": {"takings_fen": 254_000, "receipts": 31},
    "delay": {"bills": 3, "listed": 14, "limit_on": 4055, **LATE},
    "deposit": {"handed_fen": 254_000, "banked_fen": 200_000},
    "issue_check": {"bills": 220, "unbilled": 2, "unbilled_kwh": [500, 587], "unbilled_fen": [40_000, 47_000]},
    "": {},
}


def _inputs(formula: str, amount: int | None) -> str:
    values = INPUTS.get(formula, {"amount_fen": amount, "kva": [3, None]})
    return json.dumps(values, sort_keys=True)


@cache
def assessment(count: int = len(CASES)) -> Sample:
    """The sample's frames; `count` above the number of cases repeats them with new numbers."""
    chosen = [CASES[n % len(CASES)] for n in range(count)]
    rows = [_incident(n, *case) for n, case in enumerate(chosen)]
    slips = [_slip(count + n, *slip) for n, slip in enumerate(SLIPS if count else ())]
    findings = [_finding(row) for row in rows] + slips
    cites = [
        {"finding_id": n, "table": table, "row_key": key, "role": role}
        for n, case in enumerate(chosen)
        for table, key, role in _cites(n % BILLS, case[0])
    ]
    assessed = assess(pl.DataFrame(rows, schema=INCIDENTS), Policy.load("handbook"))
    return Sample(
        findings=pl.DataFrame(findings, schema=FINDINGS),
        incidents=assessed.incidents,
        cites=pl.DataFrame(cites, schema=CITES),
        sanctions=assessed.sanctions,
        duties=assessed.duties,
        reasons=assessed.reasons,
        disagreements=pl.DataFrame(schema=DISAGREEMENTS),
    )


CITES = {"finding_id": pl.Int64, "table": pl.String, "row_key": pl.Int64, "role": pl.String}
COMMON: dict[str, Any] = {
    "clause": pl.String,
    "staff": pl.Int32,
    "post": pl.String,
    "object_type": pl.String,
    "object_id": pl.Int64,
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
    "formula": pl.String,
    "inputs": pl.String,
    "incident_id": pl.Int64,
}
INCIDENTS = COMMON | {"intent": pl.String, "findings": pl.List(pl.Int64)}
FINDINGS = {"finding_id": pl.Int64, "table": pl.String, "row_key": pl.Int64, "consequence": pl.Boolean} | COMMON
BASIS = {"register.impossible": "fee", "billing": "fee", "unbilled": "fee", "days_off": "fee", "delay": "delay"}


def _incident(n: int, clause: str, amount: int | None, wait: int, formula: str) -> dict[str, object]:
    section = clause.split(".")[0]
    occurred = date(2001, 1, 8) + timedelta(days=n * 37 % 290)
    basis = BASIS.get(formula, "none" if amount is None else "cash")
    return {
        "incident_id": n + 1,
        "clause": clause,
        "staff": int(section) if n % 3 else int(section) + 12,
        "post": POSTS[section],
        "object_type": "customer_period",
        "object_id": int(ids.bill_id(n % BILLS, month_of(n % BILLS))),
        "occurred_on": occurred,
        "discovered_on": occurred + timedelta(days=wait),
        "discovered_by": 6 if n % 2 else None,
        "basis": basis,
        "amount_fen": amount,
        "again_fen": 0,
        "estimate_fen": (amount or 0) + 100 if formula == "register.impossible" else None,
        "caused_fen": amount or 0,
        "loss_fen": (amount or 0) // 2,
        "energy_kwh": 120 if basis == "fee" else 0,
        "formula": formula,
        "inputs": _inputs(formula, amount),
        "intent": "presumed" if clause == "5.1" else "none",
        "findings": [n],
    }


def _finding(row: dict[str, object]) -> dict[str, object]:
    assert isinstance(row["findings"], list)
    (number,) = row["findings"]
    own = {name: row[name] for name in COMMON}
    return {"finding_id": number, "table": "bill", "row_key": row["object_id"], "consequence": True} | own


def _slip(number: int, clause: str, wait: int) -> dict[str, object]:
    row = _incident(number, clause, None, wait, "")
    return _finding(row | {"incident_id": None, "findings": [number]}) | {"consequence": False}
