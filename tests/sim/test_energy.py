"""True energy use: the level of the town, what never shifts, what a scenario fixes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kaohe.sim.records.ids import period_index
from kaohe.sim.spec import BookSpec, CustomerSpec, OfficeSpec, Practice, town
from kaohe.sim.town.daily_use import daily_wh
from kaohe.sim.town.population import NONE, PROFILE_NAMES, make_population
from kaohe.sim.town.quantiles import SIGMA_015, SIGMA_060, SIGMA_090

SEED = 5
STILL = Practice(vacancy_e6=0, furnace_e6=0)
PEOPLE = make_population(replace(town(20_000), practice=STILL), SEED)
MONTHS = [period_index(200100 + month) for month in range(1, 13)]
USE = np.stack([daily_wh(SEED, PEOPLE, month) for month in MONTHS])
RESIDENTS = PEOPLE.opening & (PEOPLE.profile == PROFILE_NAMES.index("resident"))


def test_it_is_whole_watt_hours_a_day_for_each_customer() -> None:
    assert USE.dtype == np.int64
    assert USE.shape == (12, PEOPLE.customers)
    assert USE.min() > 0


def test_households_use_55_to_65_kwh_a_month() -> None:
    assert 55 < USE[:, RESIDENTS].mean() * 365 / 12_000 < 65
    month = USE[3, RESIDENTS] * 30 / 1000
    assert 35 < np.median(month) < 50
    assert np.quantile(month, 0.99) > 150


def test_the_season_shows_and_the_luck_of_a_month_does_not_in_the_mean() -> None:
    means = USE[:, RESIDENTS].mean(axis=1)
    assert means.argmax() == 7
    assert means / means.mean() == pytest.approx(
        [1.13, 1.09, 0.95, 0.87, 0.86, 0.96, 1.17, 1.23, 1.02, 0.87, 0.89, 0.96], rel=0.03
    )
    ratio = USE[5, RESIDENTS] / USE[4, RESIDENTS] / (9_600 / 8_600)
    assert 0.15 < np.std(np.log(ratio)) < 0.25


def test_nobody_uses_more_than_60_percent_of_his_capacity() -> None:
    ceiling = PEOPLE.capacity_kva.astype(np.int64) * 24_000 * 6 // 10
    assert np.all(np.max(USE, axis=0) <= ceiling)
    assert np.any(np.max(USE, axis=0) == ceiling)


def test_few_innocent_months_are_over_three_times_the_mean() -> None:
    assert np.count_nonzero(USE[:, RESIDENTS] * 30 > 3 * 1000 * PEOPLE.opening_mean_kwh[RESIDENTS]) < 20


def test_a_month_is_the_same_whenever_it_is_asked_for() -> None:
    assert np.array_equal(daily_wh(SEED, PEOPLE, MONTHS[4]), USE[4])
    assert not np.array_equal(daily_wh(SEED + 1, PEOPLE, MONTHS[4]), USE[4])


def test_a_rate_moves_nobody_else() -> None:
    other = make_population(town(20_000), SEED)
    use = daily_wh(SEED, other, MONTHS[4])
    still = ~other.vacant(MONTHS[4]) & ((other.furnace_month == NONE) | (other.furnace_month > MONTHS[4]))
    assert np.count_nonzero(~still) > 200
    assert np.array_equal(use[still], USE[4][still])


def test_vacant_places_use_nothing_and_furnaces_five_times_as_much() -> None:
    people = make_population(town(20_000), SEED)
    month = MONTHS[6]
    use = daily_wh(SEED, people, month)
    vacant = people.vacant(month)
    assert vacant.any()
    assert np.array_equal(use == 0, vacant)
    jumped = ~vacant & (people.furnace_month != NONE) & (people.furnace_month <= month)
    assert jumped.sum() == pytest.approx(20_000 * 0.0005 * 7, rel=0.4)
    assert np.array_equal(use[jumped], np.minimum(5 * USE[6][jumped], people.cap_daily_wh[jumped]))


def test_a_fixed_use_is_exact_in_every_month() -> None:
    books = (BookSpec("冊", "resident", 3, 5),)
    office = OfficeSpec(classes={}, books=books, customers=(CustomerSpec("甲", "冊", daily_kwh=3),))
    people = make_population(office, SEED)
    assert {int(daily_wh(SEED, people, month)[0]) for month in MONTHS} == {3_000}
    assert people.register(people.register_wh + 3_000 * 365)[0] == (people.register_wh[0] // 1000 + 1_095) % 100_000


def test_months_before_the_opening_are_refused() -> None:
    with pytest.raises(ValueError, match="before the opening"):
        daily_wh(SEED, PEOPLE, PEOPLE.opening_month - 1)


@pytest.mark.parametrize("table", [SIGMA_015, SIGMA_060, SIGMA_090])
def test_tables_rise_and_have_the_mean_10000(table: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
    assert len(table) == 65
    assert np.all(np.diff(table) > 0)
    assert (table[1:] + table[:-1]).sum() / 128 == pytest.approx(10_000, abs=1)
