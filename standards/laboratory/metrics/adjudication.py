"""Errors of those who judge: the wrong person, a wrong value, an incident that never was. Drawn after the judgement, on
a copy of the incidents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.standards.laboratory.comparison import Judged
from kaohe.standards.laboratory.metrics.contributions import pieces
from kaohe.standards.laboratory.metrics.drawn_words import Ints, of_incidents, of_numbers, shares
from kaohe.standards.laboratory.metrics.office_years import Years
from kaohe.standards.laboratory.populations import APART
from kaohe.standards.sanctions import prepare

WRONG_PERSON, OTHER_PERSON, WRONG_PRICE = PURPOSES = (1, 2, 3)
ACCUSED, ACCUSED_OF, ACCUSED_PERSON = 4, 5, 6
SUMS = ("amount_fen", "caused_fen", "loss_fen")


@dataclass(frozen=True)
class Errs:
    """How often the wrong person is held answerable, how far values are off (standard deviation of the log), how often
    a check accuses somebody of what nobody did; values: all parameters, of what people do near an edge too.
    """

    misattribution: float
    pricing_error: float
    false_accusation: float = 0.0
    values: Mapping[str, float] = field(default_factory=dict)


def by_error(judged: Judged, years: Years, errs: Mapping[int, Errs]) -> pl.DataFrame:
    """Columns of PIECES: sanctions on somebody not responsible, and other tiers, by office-year.

    errs: by office-year. The words are of the incidents, and of the checks by their number, so that under every policy
    the same ones are taken wrong.
    """
    frame = judged.cases.frame
    wrong, told = _drawn(frame, years.people, errs)
    accused = _accused(frame, years, errs)
    other = Judged.under(judged.policy, prepare(pl.concat([told, accused])))
    sanctioned = other.sanctions["incident_id"].unique().implode()
    tiers, invented = judged.assessed.incidents["tier"], np.ones(accused.height, dtype=np.bool_)
    found = other.assessed.incidents.select("incident_id", "replication", "tier").with_columns(
        wrong=pl.Series(np.concatenate([wrong, invented]), dtype=pl.Boolean),
        moved=pl.Series((other.assessed.incidents["tier"][: len(tiers)] != tiers).to_list() + [False] * len(invented)),
        sanctioned=pl.col("incident_id").is_in(sanctioned),
    )
    happened = found[: len(tiers)]
    return pl.concat(
        [
            pieces("drawn_incidents", happened, "incident_id"),
            pieces("drawn_sanctioned", found.filter("sanctioned"), "incident_id"),
            pieces("false_sanctions", found.filter("sanctioned", "wrong"), "incident_id"),
            pieces("false_accusations", found[len(tiers) :], "incident_id"),
            pieces("drawn_wrong_tier", happened.filter("moved"), "incident_id"),
        ]
    ).collect()


def _accused(frame: pl.DataFrame, years: Years, errs: Mapping[int, Errs]) -> pl.DataFrame:
    """Incidents that nobody did: each like one of the same office-year, of somebody who works there."""
    rows = [each for number in years.numbers for each in _of_year(frame, years, number, errs[number].false_accusation)]
    if not rows:
        return frame.clear()
    places, people = (np.array(each, dtype=np.int64) for each in zip(*rows, strict=True))
    first = int(frame["incident_id"].cast(pl.Int64).max()) + 1  # type: ignore[arg-type]  # there are incidents
    ids = pl.Series("incident_id", np.arange(first, first + len(rows)))
    staff = pl.Series("staff", people)
    alone = [pl.lit(None, frame.schema[name]).alias(name) for name in ("act_group",) if name in frame.columns]
    return frame[places].with_columns(ids.cast(frame.schema["incident_id"]), staff.cast(frame.schema["staff"]), *alone)


def _of_year(frame: pl.DataFrame, years: Years, number: int, share: float) -> Iterator[tuple[int, int]]:
    """Place of the incident that an accusation is like, and the number of the accused, of each check that accuses."""
    places, people = np.flatnonzero((frame["replication"] == number).to_numpy()), years.people[number]
    checks = np.arange(years.checks.get(number, 0) if share and len(places) and len(people) else 0)
    accuses = np.flatnonzero(shares(of_numbers(ACCUSED, np.full(len(checks), number), checks)) < share)
    like = of_incidents(frame[places], ACCUSED_OF)
    order = np.argsort(like, kind="stable")
    words = [of_numbers(each, np.full(len(accuses), number), accuses) for each in (ACCUSED_OF, ACCUSED_PERSON)]
    at = np.searchsorted(like[order], words[0]) % max(len(order), 1)  # one incident less moves only those next to it
    for place, word in zip(at.tolist(), words[1].tolist(), strict=True):
        yield int(places[order[place]]), int(people[word % len(people)]) + number * APART


def _drawn(
    frame: pl.DataFrame, people: Mapping[int, Ints], errs: Mapping[int, Errs]
) -> tuple[NDArray[np.bool_], pl.DataFrame]:
    """Of which incidents somebody else is held answerable, and the incidents as they are then told."""
    years = frame["replication"].to_numpy().astype(np.int64)
    own = (frame["staff"].cast(pl.Int64).fill_null(-1).to_numpy() - years * APART).astype(np.int64)
    words = {purpose: of_incidents(frame, purpose) for purpose in PURPOSES}
    taken, off = (
        np.array([getattr(errs[year], name) for year in years.tolist()]) for name in ("misattribution", "pricing_error")
    )
    others = np.array(
        [
            _other(people[year], who, word)
            for year, who, word in zip(years.tolist(), own.tolist(), words[OTHER_PERSON].tolist(), strict=True)
        ],
        dtype=np.int64,
    )
    wrong = (shares(words[WRONG_PERSON]) < taken) & (others != own) & (own >= 0)
    scale = np.exp(off * _normal(shares(words[WRONG_PRICE])))
    sums = [name for name in SUMS if name in frame.columns]
    factor = pl.Series(scale)
    staff = pl.Series("staff", np.where(wrong, others + years * APART, own + years * APART))
    told = frame.with_columns(
        pl.when(frame["staff"].is_null()).then(None).otherwise(staff).cast(frame.schema["staff"]).alias("staff"),
        *((pl.col(name) * factor).round(0, mode="half_away_from_zero").cast(pl.Int64) for name in sums),
    )
    return wrong, told


def _normal(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.special import ndtri  # type: ignore[import-untyped]  # publishes no types

    found: NDArray[np.float64] = ndtri(shares)
    return found


def _other(people: Ints, who: int, word: int) -> int:
    """Somebody else of the office; himself where he is alone."""
    others = people[people != who]
    return int(others[word % len(others)]) if len(others) else who
