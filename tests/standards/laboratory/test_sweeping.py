"""The best point of a sweep: chosen on odd office-years, told by even ones; and when a study may stop."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from kaohe.aims import narrow
from kaohe.scenarios.studies.years import OfficeYears
from kaohe.standards.laboratory.comparison import Judged
from kaohe.standards.laboratory.metrics.contributions import Worth
from kaohe.standards.laboratory.metrics.office_years import Years
from kaohe.standards.laboratory.metrics.tally import Tally
from kaohe.standards.laboratory.side_by_side import Named
from kaohe.standards.laboratory.sweeping import Aim, Swept, sweep_through
from kaohe.standards.laboratory.sweeps import Sweep
from kaohe.standards.policies.policy import Policy
from tests.standards.laboratory.made_years import made_years

SWEEP = Sweep.read("bands.general.low_fen=50000:250000:50000")


@cache
def years(count: int = 20) -> Years:
    return Years(made_years(count, acts=25))


@cache
def swept(value: float | None = None) -> Swept:
    people = years().population
    return sweep_through(Policy.load("handbook"), [SWEEP], people, None, years(), Aim("bonus_months", value))


def test_the_best_point_is_told_by_the_years_that_did_not_choose_it() -> None:
    best = swept().best
    assert best is not None
    assert best.point == {SWEEP.key: 250_000}
    policy = Policy.load("handbook")
    bands = [{"tier": "non_assessed", "low_fen": 0, "high_fen": 250_000}]
    bands += [
        {**each.model_dump(exclude_none=True), "low_fen": max(each.low_fen, 250_000)} for each in policy.file.bands[1:]
    ]
    months = [_months(each) for each in (policy.vary({"bands": bands}), policy)]
    assert best.odd == pytest.approx(months[0][0::2].mean())
    assert best.even.mean == pytest.approx(months[0][1::2].mean())
    assert best.less.mean == pytest.approx((months[0] - months[1])[1::2].mean())
    assert best.less.high < 0


def _months(policy: Policy) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    judged = Judged.under(policy, years().population.cases)
    return Tally(judged, years=years(), deep=False).cells["bonus_months"].values


def test_the_nearest_to_a_value_is_another_point() -> None:
    as_it_is = float(_months(Policy.load("handbook"))[0::2].mean())
    best = swept(as_it_is).best
    assert best is not None
    assert best.point == {SWEEP.key: 100_000}
    assert (best.less.low, best.less.mean, best.less.high) == (0, 0, 0)


def test_figures_of_a_point_are_those_of_a_year() -> None:
    row = next(each for each in swept().table.to_dicts() if each[SWEEP.key] == 100_000)
    assert row["bonus_months"] == pytest.approx(_months(Policy.load("handbook")).mean())
    assert (row["harder"], row["softer"], row["mixed"]) == (0, 0, 0)


def test_a_study_stops_when_the_difference_is_known_closely() -> None:
    named = [Named(name, Policy.load(name)) for name in ("handbook", "indexed")]
    frames = OfficeYears(*(getattr(years().frames, name) for name in ("incidents", "acts", "exposure", "population")))
    assert narrow(frames, named, Worth(), Aim("bonus_months", 5.0))
    assert not narrow(frames, named, Worth(), Aim("bonus_months", 0.5))
    assert not narrow(frames, named[:1], Worth(), Aim("bonus_months", 5.0))
    assert not narrow(frames, named, Worth(), Aim("bonus_months", 5.0), fewest=21)
    assert not narrow(frames, named, Worth(), Aim("persons_probation", 5.0))
    few = made_years(7, acts=25)
    assert not narrow(OfficeYears(few.incidents, few.acts, few.exposure, ""), named, Worth(), Aim("bonus_months", 1e9))
