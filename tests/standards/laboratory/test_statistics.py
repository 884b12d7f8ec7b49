"""Intervals, bounds, choices and survival: by figures from books and by studies whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.standards.laboratory.statistics.bounds import rate_at_most, share_at_most
from kaohe.standards.laboratory.statistics.choosing import chosen, enough, half_width, reported, still_needed
from kaohe.standards.laboratory.statistics.intervals import Floats, pseudo_values, resampled, simultaneous
from kaohe.standards.laboratory.statistics.survival import survival


def test_none_of_200_is_at_most_one_and_a_half_percent() -> None:
    assert round(share_at_most(0, 200), 3) == 0.015
    assert share_at_most(200, 200) == 1
    assert rate_at_most(0, 10) == pytest.approx(0.29957, abs=1e-5)  # −ln 0.05 ÷ 10
    assert rate_at_most(5, 1) == pytest.approx(10.513, abs=1e-3)  # Garwood's table


def _studies(count: int, rows: int, years: int, effect: float = 0.0) -> Floats:
    """Differences of skewed figures, a common part in all rows as in figures of one office."""
    draw = np.random.default_rng(5)
    shocks = draw.lognormal(0, 0.7, (count, 1, years)) - np.exp(0.245)
    own = draw.poisson(3, (count, rows, years)) - draw.poisson(3, (count, rows, years))
    found: Floats = shocks + own + effect
    return found


@pytest.mark.parametrize("years", [12, 30])
def test_studies_without_an_effect_rarely_claim_one(years: int) -> None:
    claims = [any(each.shown for each in simultaneous(study, draws=1_000)) for study in _studies(200, 12, years)]
    assert sum(claims) <= 16  # 8 %


def test_a_planted_effect_is_found() -> None:
    found = [simultaneous(study, draws=1_000) for study in _studies(40, 12, 40, effect=2.5)]
    assert sum(all(each.shown == 1 for each in study) for study in found) >= 38


def test_the_other_way_round_is_the_reverse() -> None:
    study = _studies(1, 6, 15)[0]
    there, back = simultaneous(study), simultaneous(-study)
    assert [(each.mean, each.low, each.high) for each in there] == [
        (-each.mean, -each.high, -each.low) for each in back
    ]


def test_what_never_varies_has_no_width() -> None:
    found = simultaneous(np.vstack([np.zeros(10), np.full(10, 0.1), np.arange(10.0)]))
    assert (found[0].low, found[0].high) == (0, 0)
    assert (found[1].low, found[1].high) == (found[1].mean, found[1].mean)
    assert found[2].low < found[2].mean < found[2].high


def test_more_rows_make_wider_intervals() -> None:
    study = _studies(1, 40, 25)[0]
    alone, together = simultaneous(study[:1])[0], simultaneous(study)[0]
    assert together.low < alone.low < alone.high < together.high


def test_too_few_years_have_no_interval() -> None:
    with pytest.raises(ValueError, match="too few"):
        simultaneous(np.ones((1, 7)))


def test_each_resample_has_as_many_years() -> None:
    assert set(resampled(9, 50).sum(axis=1)) == {9.0}


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), min_size=2, max_size=12))
def test_pseudo_values_of_a_sum_are_its_values(rows: list[tuple[int, int]]) -> None:
    sums = np.array(rows, dtype=np.float64)
    assert np.allclose(pseudo_values(lambda each: each[:, 0], sums), sums[:, 0])
    even = np.column_stack([sums[:, 0], np.full(len(sums), 4.0)])
    assert np.allclose(pseudo_values(lambda each: each[:, 0] / each[:, 1], even), sums[:, 0] / 4)


def test_the_best_is_told_by_the_years_that_did_not_choose_it() -> None:
    draw = np.random.default_rng(3)
    sweep = draw.normal(10, 2, (400, 40))
    best = chosen(sweep)
    assert best == int(np.argmin(sweep[:, ::2].mean(axis=1)))
    told = reported(sweep[best])
    assert sweep[best, ::2].mean() < 9
    assert told.low < 10 < told.high
    assert chosen(sweep, target=10.0) == int(np.argmin(abs(sweep[:, ::2].mean(axis=1) - 10)))


def test_a_study_stops_when_it_is_narrow_enough() -> None:
    study = _studies(1, 1, 30)[0]
    wide = half_width(study)
    assert not enough(study, wide)
    assert enough(study, wide * 1.05)
    assert still_needed(study, wide * 1.05) == 0
    assert 80 <= still_needed(study, wide / 2) <= 100


def test_kaplan_and_meier_by_hand() -> None:
    """Days 6, 6, 6, 6*, 7, 9*, 10 (* still unknown): 4/7, 4/7 × 2/3, 0."""
    waited = np.array([6, 6, 6, 6, 7, 9, 10])
    known = np.array([1, 1, 1, 0, 1, 0, 1], dtype=np.bool_)
    found = survival(waited, known)
    at = dict(zip(found.days.tolist(), found.unknown.tolist(), strict=True))
    assert (at[6], at[7], at[10]) == pytest.approx((4 / 7, 4 / 7 * 2 / 3, 0))
    assert found.known_within(5) == 0
    assert found.known_within(8) == pytest.approx(1 - 8 / 21)
    median = found.median()
    assert median is not None
    assert (median.low, median.mean) == (6, 7)


def test_half_of_the_acts_may_never_be_known() -> None:
    found = survival(np.array([3, 90, 90, 90]), np.array([True, False, False, False]))
    assert found.median() is None
    assert found.known_within(90) == 0.25
    with pytest.raises(ValueError, match="no act"):
        survival(np.array([], dtype=np.int64), np.array([], dtype=np.bool_))
