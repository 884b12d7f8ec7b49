"""The numbers of an assessment, counted: by section, tier, clause, post, month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from kaohe.reports.judged.inputs import TIERS, Judged

SECTIONS = tuple(str(n) for n in range(1, 13))


@dataclass(frozen=True)
class Headline:
    """The first numbers of a report; amounts in 分. again_fen: what stands in two incidents, and is counted once."""

    incidents: int
    assessed: int
    unpriced: int
    slips: int
    disagreements: int
    amount_fen: int
    again_fen: int
    loss_fen: int
    energy_kwh: int
    people: int
    sanctioned: int
    median_days: int | None
    first_on: date | None
    last_on: date | None


def headline(judged: Judged) -> Headline:
    """Totals over all incidents; an amount for which two people answer is counted once."""
    frame = judged.incidents
    wait = (frame["discovered_on"] - frame["occurred_on"]).dt.total_days().quantile(0.5, "lower")
    return Headline(
        incidents=frame.height,
        assessed=frame.filter(pl.col("tier").cast(pl.String) != "non_assessed").height,
        unpriced=int(frame["amount_fen"].null_count()),
        slips=judged.findings.filter(~pl.col("consequence")).height,
        disagreements=judged.disagreements.height,
        amount_fen=int(frame["amount_fen"].sum()) - int(frame["again_fen"].sum()),
        again_fen=int(frame["again_fen"].sum()),
        loss_fen=int(frame["loss_fen"].sum()),
        energy_kwh=int(frame["energy_kwh"].sum()),
        people=frame["staff"].n_unique(),
        sanctioned=judged.sanctions["staff"].n_unique(),
        median_days=None if wait is None else int(wait),
        first_on=_edge(frame, "min"),
        last_on=_edge(frame, "max"),
    )


def _edge(frame: pl.DataFrame, which: str) -> date | None:
    column = frame["occurred_on" if which == "min" else "discovered_on"]
    value = column.min() if which == "min" else column.max()
    return value if isinstance(value, date) else None


def by_tier(frame: pl.DataFrame) -> dict[str, int]:
    """Incidents of each tier, in the order of gravity."""
    found = _tally(frame, "tier")
    return {tier: found.get(tier, 0) for tier in TIERS}


def by_section(frame: pl.DataFrame) -> dict[str, dict[str, int]]:
    """Incidents of each of the twelve sections, by tier; sections without any are there, with zeros."""
    parted = frame.with_columns(section=pl.col("clause").cast(pl.String).str.split(".").list.first())
    return {section: by_tier(parted.filter(pl.col("section") == section)) for section in SECTIONS}


@dataclass(frozen=True)
class ClauseCount:
    """A clause's incidents by tier and their amount in 分, null where none of them is priced."""

    clause: str
    tiers: dict[str, int]
    amount_fen: int | None


def by_clause(frame: pl.DataFrame) -> list[ClauseCount]:
    """One entry for each clause that occurs, in the handbook's order."""
    clauses = sorted(_tally(frame, "clause"), key=clause_order)
    parts = [(clause, frame.filter(pl.col("clause").cast(pl.String) == clause)) for clause in clauses]
    return [ClauseCount(clause, by_tier(part), _sum(part["amount_fen"])) for clause, part in parts]


def _sum(amounts: pl.Series) -> int | None:
    return None if amounts.null_count() == len(amounts) else int(amounts.sum())


def clause_order(clause: str) -> tuple[int, int]:
    """2.10 comes after 2.9."""
    section, _, item = clause.partition(".")
    return int(section), int(item or 0)


@dataclass(frozen=True)
class PostCount:
    """What a post's people got: incidents, people, months of bonus withheld, other sanctions by kind."""

    post: str
    incidents: int
    people: int
    months: int
    kinds: dict[str, int]


def by_post(judged: Judged) -> list[PostCount]:
    """One entry for each post with an incident, most months withheld first."""
    posts = judged.incidents.select("incident_id", pl.col("post").cast(pl.String))
    orders = judged.sanctions.join(posts, on="incident_id")
    entries = [_post(post, judged.incidents, orders) for post in sorted(_tally(judged.incidents, "post"))]
    return sorted(entries, key=lambda entry: (-entry.months, -entry.incidents, entry.post))


def _post(post: str, incidents: pl.DataFrame, orders: pl.DataFrame) -> PostCount:
    own = incidents.filter(pl.col("post").cast(pl.String) == post)
    ordered = orders.filter(pl.col("post") == post)
    return PostCount(
        post=post,
        incidents=own.height,
        people=own["staff"].n_unique(),
        months=int(ordered.filter(_is_months())["value"].sum()),
        kinds=dict(sorted(_tally(ordered, "kind").items())),
    )


def _is_months() -> pl.Expr:
    return pl.col("unit").cast(pl.String).is_in(["months"])


def by_month(frame: pl.DataFrame, column: str) -> dict[str, int]:
    """Incidents of each month (YYYY-MM) of a date column, in order of time."""
    found = _tally(frame.with_columns(month=pl.col(column).dt.strftime("%Y-%m")), "month")
    return dict(sorted(found.items()))


def _tally(frame: pl.DataFrame, column: str) -> dict[str, int]:
    counts = frame.select(pl.col(column).cast(pl.String)).to_series().value_counts()
    return {str(value): int(count) for value, count in counts.iter_rows()}
