"""What a difference hangs on: a planted effect is found with where it flips, and where there is none none is named."""

from __future__ import annotations

import numpy as np
import pytest

from kaohe.scenarios.studies.deterrence import load_deterrence
from kaohe.scenarios.studies.drawing import drawn, unit_draws, values_of, varied
from kaohe.standards.laboratory.statistics.sensitivity import deciding, regrets, sensitivity

NAMES = [f"p{number}" for number in range(10)]


def test_every_draw_has_a_stratum_of_its_own_of_every_parameter() -> None:
    points = unit_draws(40, 5)
    assert points.shape == (40, 5)
    for column in points.T:
        assert sorted((column * 40).astype(int).tolist()) == list(range(40))
    assert np.abs(np.corrcoef(points.T) - np.eye(5)).max() < 0.5


def test_draws_lie_within_the_ranges_and_the_defaults_are_no_draw() -> None:
    central = load_deterrence("central")
    points = drawn(central, 20)
    for column, each in zip(points.T, varied(central), strict=True):
        assert each.low <= column.min() < column.max() <= each.high
    assert values_of(central, 0, 3) == central.values
    third = values_of(central, 20, 3)
    assert [third[each.name] for each in varied(central)] == points[2].tolist()


def test_a_planted_effect_is_found_with_the_value_at_which_the_sign_flips() -> None:
    points = unit_draws(200, 10)
    noise = np.random.Generator(np.random.Philox(7)).normal(size=200)
    found = sensitivity(points, 3 * (points[:, 4] - 0.7) + 0.3 * noise, NAMES, unit_draws(200, 11)[:, 10])
    (first,) = found.deciding
    assert first.name == "p4"
    assert first.flips_at == pytest.approx(0.7, abs=0.05)
    assert first.low > 0.5
    assert found.floor is not None
    assert found.floor.high < first.low
    assert 120 < 200 - found.less < 160


def test_of_200_studies_without_an_effect_at_most_8_percent_name_one() -> None:
    draws = np.random.Generator(np.random.Philox(3))
    points = unit_draws(80, 10)
    named = sum(any(deciding(points, draws.gamma(0.5, size=80), 100)) for _ in range(200))
    assert named <= 16


def test_where_nothing_differs_or_draws_are_few_nothing_is_said() -> None:
    points = unit_draws(200, 10)
    same = sensitivity(points, np.zeros(200), NAMES, points[:, 0])
    assert (same.less, same.same, same.indices) == (0, 200, ())
    assert sensitivity(points[:20], points[:20, 0], NAMES, points[:20, 0]).indices == ()


def test_regret_is_of_each_set_the_distance_from_the_least() -> None:
    assert regrets(np.array([[1.0, 5.0], [3.0, 2.0]])).tolist() == [[0.0, 3.0], [2.0, 0.0]]
