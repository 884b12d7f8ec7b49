"""What each incident and person under a policy, and each act of an office-year, adds to the parts of the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import polars as pl

from kaohe.standards.laboratory.comparison import Judged, hanging
from kaohe.standards.laboratory.schedule import Schedule, edges_of
from kaohe.standards.sanctions import prepare
from kaohe.standards.sanctions.engine import tiers_of

PIECES: Final[Mapping[str, pl.DataType]] = {
    "component": pl.String(),
    "part": pl.String(),
    "replication": pl.Int32(),
    "piece": pl.String(),
    "value": pl.Int64(),
}
"""A row a piece: what is added up, for which part (tier, kind, post), in which office-year, by what, how much."""
NEAR_PERCENT: Final = 10
LOST: Final = ("unrecovered_fen", "hidden_fen")
WEIGHED: Final = ("cases", "posts_lost", "checking_hours")
"""Parts of the cost that need a weight: what one costs the office, 分."""
Bonus = Mapping[str, int]
Weights = Mapping[str, int]


@dataclass(frozen=True)
class Worth:
    """What the user says, 分: `bonus` for a month of each measure, `weights` for one of each part of the cost."""

    bonus: Bonus = field(default_factory=dict)
    weights: Weights = field(default_factory=dict)


def pieces(
    component: str, frame: pl.DataFrame | pl.LazyFrame, piece: str, value: pl.Expr | int = 1, part: pl.Expr | str = ""
) -> pl.LazyFrame:
    """The rows of one component from a frame with `replication`; nulls and zeros add nothing."""
    said = {
        "component": pl.lit(component),
        "part": pl.lit(part) if isinstance(part, str) else part,
        "replication": pl.col("replication"),
        "piece": pl.col(piece).cast(pl.String),
        "value": pl.lit(value) if isinstance(value, int) else value,
    }
    found = frame.lazy().select(said[name].cast(kind).alias(name) for name, kind in PIECES.items())
    return found.filter(pl.col("value") != 0)


def by_policy(judged: Judged, bonus: Bonus) -> pl.DataFrame:
    """Columns of PIECES: what a policy makes of the incidents."""
    incidents = _incidents(judged)
    about = incidents.select("incident_id", "replication", "post", "unpriced")
    sanctions = judged.sanctions.join(about, on="incident_id", maintain_order="left").lazy()
    return pl.concat(
        [
            pieces("incidents", incidents, "incident_id", part=pl.col("tier")),
            *_months(sanctions, bonus),
            *_money(sanctions),
            *_persons(judged, sanctions),
            pieces("cases", _dealt_with(judged, incidents), "incident_id"),
            pieces("unrecovered_fen", incidents, "incident_id", pl.col("counted_fen")),
        ]
    ).collect()


def by_amount(judged: Judged, schedule: Schedule) -> pl.DataFrame:
    """Columns of PIECES: where the incidents lie on the policy's schedule, and what hangs on their valuation."""
    incidents = _incidents(judged)
    return pl.concat([*_amounts(judged, incidents, schedule), *_valuation(judged, incidents)]).collect()


def weighed(found: pl.DataFrame, weights: Weights) -> pl.DataFrame:
    """Columns of PIECES: the cost by the weights (分 for one of each part); what was lost counts as it is."""
    every = {**dict.fromkeys(LOST, 1), **weights}
    part = pl.col("component")
    rows = found.filter(part.is_in(list(every)))
    worth = pl.col("value") * part.replace_strict(every, default=0, return_dtype=pl.Int64)
    named = rows.with_columns(value=worth, piece=pl.concat_str("component", "piece", separator=" "))
    return named.with_columns(component=pl.lit("cost_fen"), part=pl.lit(""))


def _incidents(judged: Judged) -> pl.DataFrame:
    found = judged.assessed.incidents
    year = pl.col("replication").cast(pl.Int32) if "replication" in found.columns else pl.lit(1, dtype=pl.Int32)
    post = pl.col("post").fill_null("") if "post" in found.columns else pl.lit("")
    return found.select(
        "incident_id",
        "staff",
        "tier",
        "amount_fen",
        "counted_fen",
        unpriced=pl.col("amount_fen").is_null(),
        replication=year,
        post=post,
    )


def _months(sanctions: pl.LazyFrame, bonus: Bonus) -> list[pl.LazyFrame]:
    months = sanctions.filter(pl.col("unit") == "months")
    by_incident = months.group_by("replication", "incident_id", "post", "unpriced").agg(pl.col("figure").sum())
    worth = sanctions.filter(pl.col("kind").is_in(list(bonus))).with_columns(
        fen=pl.col("figure") * pl.col("kind").replace_strict(dict(bonus), default=0, return_dtype=pl.Int64)
    )
    return [
        pieces("bonus_months", by_incident, "incident_id", pl.col("figure")),
        pieces("bonus_months_unpriced", by_incident.filter("unpriced"), "incident_id", pl.col("figure")),
        pieces("post_months", by_incident, "incident_id", pl.col("figure"), pl.col("post")),
        pieces("bonus_fen", _summed(worth, "incident_id", "fen"), "incident_id", pl.col("fen")),
    ]


def _summed(frame: pl.LazyFrame, by: str, value: str) -> pl.LazyFrame:
    return frame.group_by("replication", by).agg(pl.col(value).sum())


def _money(sanctions: pl.LazyFrame) -> list[pl.LazyFrame]:
    money = sanctions.filter(pl.col("unit") == "fen")
    both = (("compensation_fen", money.filter("restitution")), ("fines_fen", money.filter(~pl.col("restitution"))))
    return [
        pieces(name, _summed(rows, "incident_id", "figure"), "incident_id", pl.col("figure")) for name, rows in both
    ]


def _persons(judged: Judged, sanctions: pl.LazyFrame) -> list[pl.LazyFrame]:
    """Each person once for each kind of measure, in an office-year; at a post by the incident that brought it."""
    counted = [kind for kind, measure in judged.policy.file.measures.items() if measure.unit in ("", "years")]
    kinds = sanctions.filter(pl.col("kind").is_in(counted))
    families = sanctions.filter(pl.col("name").str.starts_with("family "))
    at_posts = families.unique(["replication", "staff", "kind", "post"])
    return [
        pieces("persons", kinds.unique(["replication", "staff", "kind"]), "staff", part=pl.col("kind")),
        pieces("persons_sanctioned", sanctions.unique(["replication", "staff"]), "staff"),
        pieces("posts_lost", families.unique(["replication", "staff"]), "staff"),
        pieces("post_persons", at_posts, "staff", part=pl.concat_str("kind", "post", separator=".")),
    ]


def _amounts(judged: Judged, incidents: pl.DataFrame, schedule: Schedule) -> list[pl.LazyFrame]:
    """Where amounts lie on the policy's schedule: near an edge, where more costs more, where it does not."""
    priced = incidents.filter(~pl.col("unpriced"))
    amount = priced["amount_fen"].to_numpy().astype(np.int64)
    near = np.zeros(len(amount), dtype=np.bool_)
    for edge in edges_of(judged.policy).values():
        near |= (100 * amount >= (100 - NEAR_PERCENT) * edge) & (100 * amount <= (100 + NEAR_PERCENT) * edge)
    rise = schedule.at(amount * (100 + NEAR_PERCENT) // 100) - schedule.at(amount * 100 // (100 + NEAR_PERCENT))
    slope = np.rint(1_000 * rise / (2 * np.log1p(NEAR_PERCENT / 100))).astype(np.int64)
    found = priced.with_columns(near=pl.Series(near), slope=pl.Series(slope), flat=pl.Series(schedule.flat(amount)))
    return [
        pieces("priced", found, "incident_id"),
        pieces("near_edge", found.filter("near"), "incident_id"),
        pieces("marginal_millimonths", found, "incident_id", pl.col("slope")),
        pieces("flat", found.filter("flat"), "incident_id"),
    ]


def _valuation(judged: Judged, incidents: pl.DataFrame) -> list[pl.LazyFrame]:
    """What hangs on 2 % of valuation, and what lies in another tier by the true amount, where that is known."""
    hangs = hanging(judged)
    on_error = incidents.filter(pl.col("incident_id").is_in(list(hangs.incidents)))
    people = incidents.filter(pl.col("staff").is_in(list(hangs.persons))).unique(["replication", "staff"])
    found = [pieces("tiers_by_valuation", on_error, "incident_id"), pieces("posts_by_valuation", people, "staff")]
    return [*found, *_true_tiers(judged, incidents)]


def _true_tiers(judged: Judged, incidents: pl.DataFrame) -> list[pl.LazyFrame]:
    frame = judged.cases.frame
    if "true_fen" not in frame.columns:
        return []
    known = (frame["true_fen"].is_not_null() & frame["amount_fen"].is_not_null()).to_numpy()
    true = prepare(frame.with_columns(pl.coalesce("true_fen", "amount_fen").alias("amount_fen")))
    wrong = tiers_of(true, judged.policy) != tiers_of(judged.cases, judged.policy)
    marked = incidents.with_columns(linked=pl.Series(known), wrong=pl.Series(wrong & known))
    linked = marked.filter("linked")
    return [pieces("linked", linked, "incident_id"), pieces("wrong_tier", linked.filter("wrong"), "incident_id")]


def _dealt_with(judged: Judged, incidents: pl.DataFrame) -> pl.DataFrame:
    dealt = {*judged.sanctions["incident_id"].to_list(), *judged.assessed.duties["incident_id"].to_list()}
    return incidents.filter(pl.col("incident_id").is_in(list(dealt)))
