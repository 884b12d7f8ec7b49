"""Incidents for the tests of policies: a row has what it says, the rest is harmless."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

import polars as pl

from kaohe.standards.policies.policy import Policy
from kaohe.standards.sanctions import Assessed, assess

TYPES = {
    "incident_id": pl.Int64,
    "clause": pl.String,
    "staff": pl.Int32,
    "post": pl.String,
    "occurred_on": pl.Date,
    "discovered_on": pl.Date,
    "discovered_by": pl.Int32,
    "basis": pl.String,
    "amount_fen": pl.Int64,
    "caused_fen": pl.Int64,
    "loss_fen": pl.Int64,
    "energy_kwh": pl.Int64,
    "intent": pl.String,
    "concealed": pl.Boolean,
    "serious_effect": pl.Boolean,
    "cause_overload": pl.Boolean,
    "self_reported": pl.Boolean,
    "act_group": pl.Int64,
    "act_role": pl.String,
    "manager": pl.Int32,
    "severity": pl.String,
    "gain_fen": pl.Int64,
    "avoided_fen": pl.Int64,
    "finder_post": pl.String,
    "large_customer": pl.Boolean,
    "over_billed": pl.Boolean,
    "count": pl.Int64,
    "decided_tier": pl.String,
}
MARCH = date(2001, 3, 1)


@cache
def shipped(policy_id: str) -> Policy:
    return Policy.load(policy_id)


def incidents(*rows: Mapping[str, object]) -> pl.DataFrame:
    """A frame; where a row says nothing: ids count from 1, the person is 7, the day 2001-03-01, found the same day.

    What was caused is what is not recovered.
    """
    plain = {"clause": "2.2", "staff": 7, "post": "meter_reader", "occurred_on": MARCH, "basis": "fee", "loss_fen": 0}
    full = [
        {"incident_id": number, **plain, "caused_fen": row.get("loss_fen", 0), **row}
        for number, row in enumerate(rows, start=1)
    ]
    return pl.DataFrame([{name: row.get(name) for name in TYPES} for row in full], schema=TYPES)


def assessed(*rows: Mapping[str, object], policy: Policy | None = None) -> Assessed:
    return assess(incidents(*rows), policy or shipped("handbook"))


def tiers(*rows: Mapping[str, object], policy: Policy | None = None) -> list[str]:
    return assessed(*rows, policy=policy).incidents["tier"].to_list()


def sanctions(*rows: Mapping[str, object], policy: Policy | None = None) -> list[tuple[str, str, int | None]]:
    """(rule, kind, value) of all incidents, in order."""
    return assessed(*rows, policy=policy).sanctions.select("rule", "kind", "value").rows()


def months(*rows: Mapping[str, object], policy: Policy | None = None) -> list[int]:
    """Months of bonus in the order of the incidents."""
    return assessed(*rows, policy=policy).sanctions.filter(pl.col("unit") == "months")["value"].to_list()


def kinds(*rows: Mapping[str, object], policy: Policy | None = None) -> list[tuple[int, str]]:
    """(incident, kind) of the actions on the post."""
    actions = ("transfer", "off_post", "probation", "dismissal")
    found = assessed(*rows, policy=policy).sanctions.filter(pl.col("kind").is_in(actions))
    return found.select("incident_id", "kind").rows()


def duties(*rows: Mapping[str, object], policy: Policy | None = None) -> set[str]:
    return set(assessed(*rows, policy=policy).duties["kind"].to_list())
