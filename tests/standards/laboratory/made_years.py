"""Office-years made by hand: incidents around all edges, acts that were found and acts that were not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import polars as pl

POSTS = ("meter_reader", "cashier", "collector")
CLAUSES = {"meter_reader": "2.2", "cashier": "5.1", "collector": "4.1"}
PEOPLE = 8


@dataclass(frozen=True)
class MadeYears:
    """Frames as a study of simulated office-years hands them over."""

    incidents: pl.DataFrame
    acts: pl.DataFrame
    exposure: pl.DataFrame
    population: str = "made by hand"


def made_years(count: int, seed: int = 1, acts: int = 40, centre: float = 4.5) -> MadeYears:
    """Office-years of 24 people and about `acts` acts each; amounts lognormal about 10^centre 分, a fourth unknown."""
    draw = np.random.default_rng(seed)
    rows = [row for year in range(1, count + 1) for row in _year(draw, year, draw.poisson(acts), centre)]
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    known = frame.filter(pl.col("incident_id").is_not_null())
    incidents = known.select(
        "replication",
        "incident_id",
        "clause",
        "staff",
        "post",
        "occurred_on",
        "discovered_on",
        amount_fen=pl.when(pl.col("act_id") % 12 != 0).then(pl.col("judged_fen")),
        caused_fen=pl.col("judged_fen"),
        loss_fen=pl.col("judged_fen") // 3,
        intent=pl.when("intentional").then(pl.lit("established")).otherwise(pl.lit("none")),
        act_role=pl.lit("doer"),
    )
    told = [
        "replication",
        "act_id",
        "clause",
        "post",
        "staff",
        "at",
        "occurred_on",
        "amount_fen",
        "intentional",
        "incident_id",
    ]
    return MadeYears(incidents, frame.select(told), _exposure(count))


_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "replication": pl.Int32,
    "act_id": pl.Int64,
    "clause": pl.String,
    "post": pl.String,
    "staff": pl.Int32,
    "at": pl.Datetime("ms"),
    "occurred_on": pl.Date,
    "amount_fen": pl.Int64,
    "judged_fen": pl.Int64,
    "discovered_on": pl.Date,
    "intentional": pl.Boolean,
    "incident_id": pl.Int64,
}


def _year(draw: np.random.Generator, year: int, acts: int, centre: float) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for act in range(1, acts + 1):
        place = int(draw.integers(3))
        on = date(2001, 1, 1) + timedelta(days=int(draw.integers(365)))
        amount = int(10 ** draw.normal(centre, 1.1))
        known = draw.random() < 0.75
        wait = int(draw.exponential(40))
        staff = int(1 + place * PEOPLE + draw.integers(PEOPLE))
        judged = int(amount * draw.normal(1, 0.02)) + 1
        about = (year, act, CLAUSES[POSTS[place]], POSTS[place], staff, datetime(on.year, on.month, on.day, 9), on)
        seen = on + timedelta(days=wait) if known else None
        found.append((*about, amount, judged, seen, bool(draw.random() < 0.05), act if known else None))
    return found


def _exposure(count: int) -> pl.DataFrame:
    rows = [
        (year, post, 1 + place * PEOPLE + person, "months", 12)
        for year in range(1, count + 1)
        for place, post in enumerate(POSTS)
        for person in range(PEOPLE)
    ]
    hours = [(year, "information_auditor", None, "checking_hours", 200) for year in range(1, count + 1)]
    schema = {"replication": pl.Int32, "post": pl.String, "staff": pl.Int32, "measure": pl.String, "value": pl.Int64}
    return pl.DataFrame([*rows, *hours], schema=schema, orient="row")
