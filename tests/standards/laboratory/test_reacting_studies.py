"""Where people react each policy has office-years of its own: without an effect few studies claim one, a planted one is
found, and of both by all figures of the command.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from kaohe.standards.laboratory.comparison import Judged
from kaohe.standards.laboratory.metrics.adjudication import Errs
from kaohe.standards.laboratory.metrics.figures import Figures
from kaohe.standards.laboratory.metrics.office_years import Years, counted_together
from kaohe.standards.laboratory.metrics.tally import Tally
from kaohe.standards.laboratory.statistics.bounds import FEWEST
from kaohe.standards.laboratory.statistics.intervals import simultaneous
from kaohe.standards.policies.policy import Policy
from tests.standards.laboratory.made_years import MadeYears, made_years

STUDIES, YEARS, ACTS = 200, 8, 12


def _made(count: int, seed: int, acts: int = ACTS) -> MadeYears:
    """With the object of each incident, by which it is known again in other years."""
    made = made_years(count, seed, acts)
    objects = {"object_type": pl.lit("bill"), "object_id": pl.col("incident_id").cast(pl.String)}
    return replace(made, incidents=made.incidents.with_columns(**objects))


def _figures(*made: MadeYears) -> Figures:
    """The same policy over years of one and of another."""
    own: list[Years] = counted_together(made)
    errs = dict.fromkeys(own[0].numbers, Errs(0.05, 0.05))
    judged = [Judged.under(Policy.load("handbook"), each.population.cases) for each in own]
    return Figures([Tally(each, years=years, deep=False, errs=errs) for each, years in zip(judged, own, strict=True)])


def test_of_200_studies_without_an_effect_at_most_8_percent_claim_one() -> None:
    """Figures that rank, of 20 events or more a study, and sums: a ratio's years are no part of another study's."""
    found = _figures(_made(STUDIES * YEARS, 11), _made(STUDIES * YEARS, 12))
    sums = {key: found.apart(1, key) for key, cell in found.tallies[0].cells.items() if not cell.metric.per}
    rows = np.array([values for values, events in sums.values() if events >= FEWEST * STUDIES])
    assert len(rows) > 6
    studies = [rows[:, at : at + YEARS] for at in range(0, rows.shape[1], YEARS)]
    claims = [any(each.shown for each in simultaneous(study, draws=1_000)) for study in studies]
    assert len(claims) == STUDIES
    assert sum(claims) <= 16


def test_a_planted_effect_is_found() -> None:
    differences = _figures(_made(20, 11, 12), _made(20, 12, 24)).differences(1)
    assert differences["done"].shown == "more"
    assert differences["cases"].shown == "more"
