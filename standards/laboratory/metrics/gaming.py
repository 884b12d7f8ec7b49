"""Gaming near an edge: what lies a little above it is told as less, or as two. Drawn on a copy of the incidents.

What is told otherwise is known here, so that the excess below an edge is counted against the very incidents that lie
there without it, not against a curve fitted through the others (Kleven 2016 has to fit one: he sees the told alone).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.standards.laboratory.comparison import Judged
from kaohe.standards.laboratory.felt import Felt
from kaohe.standards.laboratory.metrics.adjudication import Errs
from kaohe.standards.laboratory.metrics.contributions import PIECES, pieces
from kaohe.standards.laboratory.metrics.drawn_words import Ints, of_incidents, shares
from kaohe.standards.laboratory.schedule import edges_of
from kaohe.standards.laboratory.trials import act
from kaohe.standards.policies.policy import Policy
from kaohe.standards.sanctions import prepare

GAMES, SPLITS = 7, 8
SUMS = ("amount_fen", "caused_fen", "loss_fen")
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Edges:
    """The edges of a policy, ascending: the tier that begins there, the last amount below, and what the step is felt
    as, by what a month and a measure are worth.
    """

    tiers: tuple[str, ...]
    lows: Ints
    below: Ints
    felt: Felt

    @classmethod
    def of(cls, policy: Policy) -> Edges:
        """By the engine, one ordinary incident on either side."""
        edges = edges_of(policy)
        lows = np.array(list(edges.values()), dtype=np.int64)
        below = lows - policy.money.lower_in
        cases = [act(amount, post="", clause="") for low in below.tolist() for amount in (low, low + 1)]
        return cls(tuple(edges), lows, below, Felt.of(policy, cases))

    def steps(self, values: Mapping[str, float]) -> NDArray[np.float64]:
        """How much heavier the far side of each edge is felt (Sᵅ); never below 0."""
        felt = self.felt.months(values)[:, 0] ** values["alpha"]
        steps: NDArray[np.float64] = np.maximum(felt[1::2] - felt[::2], 0.0)
        return steps


def by_gaming(judged: Judged, errs: Mapping[int, Errs]) -> pl.DataFrame:
    """Columns of PIECES: incidents told as less or as two, what that hides and saves, and how they bunch.

    errs: by office-year; `values` are the parameters (docs/deterrence.md). Nothing where they are not there.
    """
    if not any("gaming_window" in each.values for each in errs.values()):
        return pl.DataFrame(schema=PIECES)
    frame, edges = judged.cases.frame, Edges.of(judged.policy)
    if not len(edges.lows):
        return pl.DataFrame(schema=PIECES)
    amounts = frame["amount_fen"].cast(pl.Int64).fill_null(-1).to_numpy()
    place = np.searchsorted(edges.below, amounts, side="left") - 1  # the last edge that it lies above
    games, splits, near = _drawn(frame, edges, amounts, place, errs)
    told = _told(frame, edges, amounts, place, games, splits)
    other = Judged.under(judged.policy, prepare(told))
    about = frame.select("incident_id", "replication")
    tiers = np.array(["", *edges.tiers])
    understated = games & ~splits
    hides = amounts - told["amount_fen"].cast(pl.Int64).fill_null(-1).to_numpy()[: frame.height]
    part = pl.col("part")
    gamed = about.with_columns(part=pl.Series(tiers[place + 1]), fen=pl.Series(hides)).filter(pl.Series(games))
    bunched = about.with_columns(part=pl.Series(tiers[place + 1])).filter(pl.Series(understated))
    under = about.with_columns(part=pl.Series(tiers[near + 1])).filter(pl.Series(near >= 0))
    return pl.concat(
        [
            pieces("gamed", gamed, "incident_id"),
            pieces("gamed_split", about.filter(pl.Series(games & splits)), "incident_id"),
            pieces("understated_fen", gamed.filter(pl.Series(understated[games])), "incident_id", pl.col("fen")),
            pieces("bunched", bunched, "incident_id", part=part),
            pieces("below_edge", under, "incident_id", part=part),
            pieces("gamed_months", _saved(judged, other), "incident_id", pl.col("saved")),
        ]
    ).collect()


def _drawn(
    frame: pl.DataFrame, edges: Edges, amounts: Ints, place: Ints, errs: Mapping[int, Errs]
) -> tuple[Flags, Flags, Ints]:
    """Who games, who of them by telling two; and the edge a little below which an amount lies by itself, else −1.

    P = Λ(benefit × step − cost × (L − T) ÷ T − reluctance) where L < T (1 + window); `below`: from T ÷ (1 + window) on.
    """
    years = frame["replication"].to_numpy().astype(np.int64)
    games, splits = np.zeros((2, len(years)), dtype=np.bool_)
    near = np.full(len(years), -1, dtype=np.int64)
    words = [shares(of_incidents(frame, purpose)) for purpose in (GAMES, SPLITS)]
    for year in np.unique(years).tolist():
        values, own = errs[year].values, years == year
        if "gaming_window" not in values:
            continue
        window, steps = values["gaming_window"], edges.steps(values)
        low, step = edges.lows[np.maximum(place, 0)], steps[np.maximum(place, 0)]
        above = own & (place >= 0) & (amounts < low * (1 + window)) & (step > 0)
        far = (amounts - low) / low
        odds = values["gaming_benefit"] * step - values["gaming_cost"] * far - values["gaming_reluctance"]
        games |= above & (words[0] < 1 / (1 + np.exp(-np.clip(odds, -700, 700))))
        splits |= own & (words[1] < values["gaming_split"])
        next_at = np.minimum(place + 1, len(edges.lows) - 1)
        there = own & (amounts >= 0) & (place + 1 < len(edges.lows))
        near[there & (amounts * (1 + window) >= edges.lows[next_at])] = next_at[
            there & (amounts * (1 + window) >= edges.lows[next_at])
        ]
    return games, splits & games, near


def _told(frame: pl.DataFrame, edges: Edges, amounts: Ints, place: Ints, games: Flags, splits: Flags) -> pl.DataFrame:
    """As it is told: as far below the edge as it lay above (T² ÷ L), or as two halves, the second of its own number."""
    low, below = edges.lows[np.maximum(place, 0)], edges.below[np.maximum(place, 0)]
    less = np.minimum(low * low // np.maximum(amounts, 1), below)
    told = np.where(games & ~splits, less, np.where(splits, amounts - amounts // 2, amounts))
    columns = [name for name in SUMS if name in frame.columns]
    most = pl.Series(told)
    whole = frame.with_columns(
        pl.when(pl.Series(games)).then(pl.min_horizontal(pl.col(name), most)).otherwise(pl.col(name)).alias(name)
        for name in columns
    )
    rest = frame.filter(pl.Series(splits))
    if rest.is_empty():
        return whole
    half = [pl.min_horizontal(pl.col(name), pl.col("amount_fen") // 2).alias(name) for name in columns]
    first = int(frame["incident_id"].cast(pl.Int64).max()) + 1  # type: ignore[arg-type]  # there are incidents
    ids = pl.Series("incident_id", np.arange(first, first + rest.height)).cast(frame.schema["incident_id"])
    return pl.concat([whole, rest.with_columns(*half).with_columns(ids)])


def _saved(judged: Judged, other: Judged) -> pl.DataFrame:
    """Months of bonus less than without it, in each office-year."""

    def months(each: Judged) -> pl.DataFrame:
        year = each.assessed.incidents.select("incident_id", "replication")
        found = each.sanctions.filter(pl.col("unit") == "months").join(year, on="incident_id")
        return found.group_by("replication").agg(pl.col("figure").sum())

    both = months(judged).join(months(other), on="replication", how="full", coalesce=True, suffix="_told")
    less = pl.col("figure").fill_null(0) - pl.col("figure_told").fill_null(0)
    return both.select("replication", incident_id="replication", saved=less)
