"""What a scenario says: the town's mix, prices of one's own, slips."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.archive.prices import price_tables
from kaohe.sim.spec import (
    BookSpec,
    CustomerSpec,
    OfficeSpec,
    SpecError,
    town,
    town_classes,
)

EAST = BookSpec("東一冊", "resident", 20, 5)
MILL = BookSpec("專變甲", "special", 3, 27, price_class="large_industry")


def spec(*customers: CustomerSpec) -> OfficeSpec:
    return OfficeSpec(classes={}, books=(EAST, MILL), customers=customers)


@given(st.integers(0, 3_000_000))
def test_the_mix_adds_up(customers: int) -> None:
    classes = town_classes(customers)
    assert sum(classes.values()) == customers
    assert min(classes.values()) >= 0


def test_the_town() -> None:
    assert town().classes == {
        "resident": 4_400,
        "commerce": 300,
        "lighting": 150,
        "industry": 100,
        "agriculture": 40,
        "large_industry": 10,
    }
    assert town_classes(300)["large_industry"] == 2
    assert town(800, 3).months == 3


def test_fewer_than_no_customers_are_refused() -> None:
    with pytest.raises(SpecError, match="-1"):
        town_classes(-1)


def test_prices_of_2001() -> None:
    table = price_tables(town())[0]
    prices = dict(zip(table.classes, table.rows, strict=True))
    assert {name: price.energy_e4 for name, price in prices.items()} == {
        "resident": 4500,
        "lighting": 6500,
        "commerce": 8000,
        "industry": 6000,
        "large_industry": 4000,
        "agriculture": 3800,
        "industry_85": 6000,
        "industry_90": 6000,
        "agriculture_80": 3800,
    }
    assert all(price.fund_e4 == 70 + 200 + 70 for price in prices.values())
    assert [name for name, price in prices.items() if price.capacity_fen_per_kva] == ["large_industry"]
    assert prices["large_industry"].capacity_fen_per_kva == 1500


def test_a_customer_is_of_the_class_of_his_book_unless_he_has_his_own() -> None:
    office = spec()
    assert office.class_of(CustomerSpec("甲", "東一冊")) == "resident"
    assert office.class_of(CustomerSpec("乙", "專變甲")) == "large_industry"
    assert office.class_of(CustomerSpec("丙", "東一冊", price_class="lighting")) == "lighting"


def test_a_price_of_ones_own_is_a_class_of_its_own() -> None:
    office = spec(
        CustomerSpec("甲", "專變甲", energy_e4=3_500),
        CustomerSpec("乙", "專變甲", energy_e4=3_500),
        CustomerSpec("丙", "東一冊", energy_e4=5_000),
    )
    usual, own = price_tables(spec())[0], price_tables(office)[0]
    assert own.classes == (*usual.classes, "large_industry@3500", "resident@5000")
    assert own.rows[:-2] == usual.rows
    of = dict(zip(usual.classes, usual.rows, strict=True))
    assert own.rows[-2:] == (
        replace(of["large_industry"], energy_e4=3_500),
        replace(of["resident"], energy_e4=5_000),
    )
    assert own.multi_function[-2:].tolist() == [True, False]


def test_a_class_without_a_price_is_refused() -> None:
    with pytest.raises(SpecError, match=r"丁.*school"):
        price_tables(spec(CustomerSpec("丁", "東一冊", price_class="school")))


def test_a_book_that_is_not_there_is_refused() -> None:
    with pytest.raises(SpecError, match="西冊"):
        spec().book("西冊")


def test_values_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        EAST.cycle_day = 6  # type: ignore[misc]  # what is tested
