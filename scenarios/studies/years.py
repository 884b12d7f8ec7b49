"""Simulated office-years: what a study of policies stands on. Tiers are no part of it: each policy gives its own."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from kaohe.standards.judging.assessment import INCIDENTS as JUDGED
from kaohe.standards.judging.assessment import Schema

INCIDENTS: Schema = {"replication": pl.Int32, **JUDGED}
ACTS: Schema = {
    "replication": pl.Int32,
    "act_id": pl.Int64,
    "clause": pl.String,
    "point": pl.String,
    "action": pl.String,
    "post": pl.String,
    "staff": pl.Int32,
    "at": pl.Datetime("ms"),
    "due_on": pl.Date,
    "occurred_on": pl.Date,
    "evidenced_on": pl.Date,
    "amount_fen": pl.Int64,
    "intentional": pl.Boolean,
    "incident_id": pl.Int64,
}
EXPOSURE: Schema = {
    "replication": pl.Int32,
    "post": pl.String,
    "staff": pl.Int32,
    "measure": pl.String,
    "value": pl.Int64,
}
MONTHS = "months"
OPPORTUNITIES = "opportunities:"


@dataclass(frozen=True)
class OfficeYears:
    """Office-years of one study, each a replication, put together in the order of their numbers (from 1).

    incidents: columns of INCIDENTS, what the judge found, priced by `[delay]` of the reference policy (handbook), with
    no tier; `incident_id` and `staff` are numbers within a replication; amount_fen null: unpriced.
    acts: columns of ACTS, what was really done; incident_id null: the judge does not know of it; clause "": the papers
    show it as nothing that breaks one.
    exposure: columns of EXPOSURE, long: `months` of each person at a post, and `opportunities:POINT.ACTION` of a post
    (staff null), how many situations had room for the act.
    population: in words, from which offices and by which rates.
    """

    incidents: pl.DataFrame
    acts: pl.DataFrame
    exposure: pl.DataFrame
    population: str
