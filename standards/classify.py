"""One case at the desk: what a clerk types, checked; its tier, sanctions, duties and the reasons."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict

import numpy as np
import polars as pl

from kaohe.standards.classify_input import checked_amounts
from kaohe.standards.policy import Policy
from kaohe.standards.policy_rules import TIERS
from kaohe.standards.sanctions import Assessed, assess, reason_text
from kaohe.standards.sanctions.tiers import valued

OCCURRED = date(2001, 12, 31)
EARLIER = date(2001, 1, 2)
CASE = 1


@dataclass(frozen=True)
class Case:
    """A case as it is typed: money in yuan as text ("999.99"); one of amount, unpriced and energy_kwh.

    loss: the economic loss not recovered; None: the amount. intentional: established. prior: earlier incidents of the
    same person in the year, by tier. clause and post matter to policies that go by the act.
    """

    amount: str | None = None
    unpriced: bool = False
    energy_kwh: int | None = None
    loss: str | None = None
    clause: str | None = None
    post: str | None = None
    intentional: bool = False
    concealed: bool = False
    serious_effect: bool = False
    prior: Mapping[str, int] = field(default_factory=dict)


class SanctionRow(TypedDict):
    """A sanction; `value` is None where there is no figure."""

    rule: str
    kind: str
    value: int | None
    unit: str


class DutyRow(TypedDict):
    """What the unit must do, within so many days of discovery if the policy says."""

    rule: str
    kind: str
    within_days: int | None


class ReasonRow(TypedDict):
    """One step of the chain: its rule, its text's key and figures, and the text in the current language."""

    step: int
    rule: str
    key: str
    args: dict[str, str | int]
    text: str


class Classified(TypedDict):
    """The answer of `kaohe classify --json`."""

    tier: str
    sanctions: list[SanctionRow]
    duties: list[DutyRow]
    reasons: list[ReasonRow]


def classify(case: Case, policy: Policy) -> Classified:
    """Tier, sanctions, duties and reasons of one case.

    Raises:
        Faults: what was typed is no amount, tier, clause or count (C001 to C005), all at once.
    """
    amount_fen, loss_fen = checked_amounts(case)
    if loss_fen is None:
        loss_fen = int(valued(np.array([case.energy_kwh or 0]), policy)[0]) if amount_fen is None else amount_fen
    row = {
        "incident_id": CASE,
        "clause": case.clause or "",
        "post": case.post or "",
        "staff": 0,
        "occurred_on": OCCURRED,
        "amount_fen": amount_fen,
        "loss_fen": loss_fen,
        "energy_kwh": case.energy_kwh or 0,
        "intent": "established" if case.intentional else "none",
        "concealed": case.concealed,
        "serious_effect": case.serious_effect,
        "decided_tier": None,
    }
    frame = pl.DataFrame([row, *_earlier(case)], schema={**dict.fromkeys(row, None), **TYPES})
    return _answer(assess(frame, policy), policy)


TYPES = {
    "amount_fen": pl.Int64,
    "loss_fen": pl.Int64,
    "energy_kwh": pl.Int64,
    "decided_tier": pl.String,
    "occurred_on": pl.Date,
    "concealed": pl.Boolean,
    "serious_effect": pl.Boolean,
}


def _earlier(case: Case) -> list[dict[str, object]]:
    """The earlier incidents as rows already decided, lightest tier first."""
    tiers = [tier for tier in TIERS for _ in range(case.prior.get(tier, 0))]
    return [
        {
            "incident_id": -number,
            "clause": case.clause or "",
            "post": case.post or "",
            "staff": 0,
            "occurred_on": EARLIER,
            "amount_fen": 0,
            "loss_fen": 0,
            "energy_kwh": 0,
            "intent": "none",
            "concealed": False,
            "serious_effect": False,
            "decided_tier": tier,
        }
        for number, tier in enumerate(tiers, start=1)
    ]


def _answer(assessed: Assessed, policy: Policy) -> Classified:
    mine = pl.col("incident_id") == CASE
    imposed = assessed.sanctions.filter(mine).select("rule", "kind", "value", "unit").rows()
    duties = assessed.duties.filter(mine).select("rule", "kind").rows()
    return {
        "tier": assessed.incidents.filter(mine)["tier"].item(),
        "sanctions": [{"rule": one, "kind": kind, "value": value, "unit": unit} for one, kind, value, unit in imposed],
        "duties": [_duty(policy, rule, kind) for rule, kind in duties],
        "reasons": [_reason(policy, row) for row in assessed.reasons.filter(mine).drop("incident_id").rows()],
    }


def _duty(policy: Policy, rule: str, kind: str) -> DutyRow:
    return {"rule": rule, "kind": kind, "within_days": policy.duty(kind).within_days}


def _reason(policy: Policy, row: tuple[object, ...]) -> ReasonRow:
    step, rule, key, args = row
    given: dict[str, str | int] = json.loads(str(args))
    if given.pop("cited", None) is not None:
        key = f"{key}-stated"  # earlier incidents that were typed have no number to cite
    text = reason_text(policy, str(key), given)
    return {"step": int(str(step)), "rule": str(rule), "key": str(key), "args": given, "text": text}
