"""The judge measured against the truth of a run: precision, recall and valuation, clause by clause."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kaohe.sim.deciding.points import REGISTRY

KEY = ["clause", "staff", "object_type", "object_id", "occurred_on"]
COUNTED = "safe_day"  # one count of the safe shows together what several acts took from it

Row = dict[str, object]


def quality(directory: Path) -> list[Row]:
    """Quality of a judged run's folder (truth/ and assessment/)."""
    acts = pl.read_parquet(directory / "truth" / "acts.parquet")
    findings = pl.read_parquet(directory / "assessment" / "findings.parquet")
    return measure(acts, findings)


def measure(acts: pl.DataFrame, findings: pl.DataFrame) -> list[Row]:
    """One row a clause: injected, evidenced, found (evidenced acts with an incident), false (findings without an act).

    slips: acts that the papers show without the consequence which the clause demands; slips_found: of them those that
    the judge lists as such. Matched one to one by clause, person, object and day; acts that one count shows together
    are one finding, of their sum. precision = findings with an act /
    findings; recall = what is found of both / what is evidenced and slips; valuation_error = Σ |judged − true| /
    Σ true over matched acts that have both; null where undefined.
    """
    done = acts.filter(pl.col("clause") != "")
    pairs = matched_pairs(done, findings)
    clauses = sorted(
        {*REGISTRY.clauses(), *findings["clause"].unique()}, key=lambda each: [int(part) for part in each.split(".")]
    )
    return [_row(clause, done, findings, pairs) for clause in clauses]


def matched_pairs(acts: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """Matched acts and findings; ties are taken in order, each once, except what one count shows."""
    findings = findings.with_columns(listed=pl.len().over(KEY))
    nth = pl.int_range(pl.len()).over(KEY).alias("nth")
    slip = (pl.col("slip_on").is_not_null() & ~pl.col("evidenced")).alias("slip")
    last = pl.col("listed") - 1
    left = acts.select(*KEY, "act_id", "evidenced", slip, pl.col("amount_fen").alias("true_fen")).with_columns(nth)
    right = findings.select(*KEY, "finding_id", "consequence", pl.col("amount_fen").alias("judged_fen")).with_columns(
        nth
    )
    counts = findings.filter(pl.col("object_type") == COUNTED).select(*KEY, "listed").unique()
    left = left.join(counts, on=KEY, how="left", nulls_equal=True)
    together = pl.when("evidenced").then(pl.min_horizontal("nth", last)).otherwise("nth")
    left = left.with_columns(nth=together)
    return left.join(right, on=[*KEY, "nth"], how="inner", nulls_equal=True)


def _row(clause: str, acts: pl.DataFrame, findings: pl.DataFrame, pairs: pl.DataFrame) -> Row:
    mine = acts.filter(pl.col("clause") == clause)
    matched = pairs.filter(pl.col("clause") == clause)
    listed = findings.filter(pl.col("clause") == clause).height
    evidenced = int(mine["evidenced"].sum())
    slips = mine.filter(pl.col("slip_on").is_not_null() & ~pl.col("evidenced")).height
    found = matched.filter(pl.col("evidenced") & pl.col("consequence")).height
    true = matched["finding_id"].n_unique()
    slips_found = matched.filter(pl.col("slip") & ~pl.col("consequence")).height
    return {
        "clause": clause,
        "injected": mine.height,
        "evidenced": evidenced,
        "found": found,
        "slips": slips,
        "slips_found": slips_found,
        "false": listed - true,
        "unwitnessed": matched.height - found - slips_found,
        "precision": round(true / listed, 6) if listed else None,
        "recall": round((found + slips_found) / (evidenced + slips), 6) if evidenced + slips else None,
        "valuation_error": _valuation_error(matched),
    }


def _valuation_error(matched: pl.DataFrame) -> float | None:
    both = matched.filter(pl.col("true_fen").is_not_null() & pl.col("judged_fen").is_not_null())
    both = both.group_by("finding_id").agg(pl.col("true_fen").sum(), pl.col("judged_fen").first())
    total = int(both["true_fen"].abs().sum())
    if not total:
        return None
    return round(int((both["judged_fen"] - both["true_fen"]).abs().sum()) / total, 6)
