"""Registers with decimals in the office: units of the last place on every paper, whole kWh once an advance."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from math import floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.archive.recorded import Recorded
from kaohe.sim.deciding.behaviours import Erring
from kaohe.sim.office import Office
from kaohe.sim.records import SCHEMA
from kaohe.sim.run import Run
from kaohe.sim.spec import BookSpec, CustomerSpec, OfficeSpec
from kaohe.sim.town.population import make_population
from tests.sim.office import BUSY, by_id, judged, rows, rules, town
from tests.sim.plain import i, on, turn_of

MIX = {"commerce": 60, "industry": 60, "agriculture": 20, "large_industry": 20, "resident": 20}
ODD = replace(BUSY, four_digit_e6=600_000, locked_door_e6=250_000, furnace_e6=60_000, furnace_times=30, spot_e6=300_000)
BOOK = BookSpec("甲段", "resident", 3, 10)


def recorded(decimals: int, multiplier: int) -> Recorded:
    """What is recorded of one meter of four digits."""
    one = {name: np.array([0]) for name in Recorded.__dataclass_fields__}
    plate = {"digits": np.array([4]), "decimals": np.array([decimals]), "multiplier": np.array([multiplier])}
    return Recorded(**{**one, **plate})


def energy(of: Recorded, units: int) -> int:
    """kWh of an advance."""
    return int(of.energy_kwh(np.array([0]), np.array([units]))[0])


def test_an_advance_by_hand() -> None:
    assert energy(recorded(2, 20), 5678 - 1234) == 888  # 44.44 × 20 = 888.8
    assert recorded(2, 20).turn(np.array([0])).tolist() == [1_000_000]


PARTS = st.lists(st.integers(0, 99_999), min_size=1, max_size=12)


@given(PARTS, st.integers(0, 2), st.integers(1, 3_000))
def test_advances_fall_behind_the_whole_by_less_than_a_kwh_each(
    parts: list[int], decimals: int, multiplier: int
) -> None:
    of, exact = recorded(decimals, multiplier), Fraction(sum(parts) * multiplier, 10**decimals)
    each = [energy(of, units) for units in parts]
    assert energy(of, sum(parts)) == floor(exact)
    assert 0 <= exact - sum(each) < (len(parts) if decimals else 1)
    assert decimals or exact == sum(each)


@given(st.integers(0, 10**6), st.integers(0, 2), st.integers(1, 3_000))
def test_an_estimate_comes_to_the_energy_that_was_billed(units: int, decimals: int, multiplier: int) -> None:
    of, only = recorded(decimals, multiplier), np.array([0])
    kwh = energy(of, units)
    again = int(of.units_for(only, np.array([kwh]))[0])
    assert energy(of, again) == kwh
    assert 0 <= again <= units
    assert again == 0 or energy(of, again - 1) < kwh
    assert units - multiplier < energy(of, int(of.units_for(only, np.array([units]))[0])) <= units


@cache
def office(decimals: int, *, errs: bool = False) -> Run:
    """Much that is behind transformers, and everything odd."""
    spec = replace(town(0, 4), classes=MIX, practice=replace(ODD, ct_decimals=decimals))
    rates = {"2.2": 60_000, "1.3": 200_000, "3.1": 10_000}
    return Office(spec, 7, rules(), behaviours=[Erring(rates)] if errs else []).run()


@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_meters_behind_transformers_have_as_many_as_the_scenario_says(decimals: int) -> None:
    shown = {(i(row, "multiplier") > 1, i(row, "decimals")) for row in rows(office(decimals), "meter")}
    assert shown == {(False, 0), (True, decimals)}


@pytest.mark.parametrize("errs", [False, True])
@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_no_paper_has_a_register_that_the_dial_cannot_show(decimals: int, errs: bool) -> None:
    """Misreadings and estimates neither; and the last place is used."""
    run = office(decimals, errs=errs)
    meters, bills, last = by_id(run, "meter"), by_id(run, "bill"), set()
    plates = {i(row, "meter"): row for row in meters.values()}
    for table in SCHEMA.values():
        for column in table.columns:
            for row in rows(run, table.name) if column.dial else []:
                held = row[str(column.dial)]
                meter = i(bills[i(row, "id")], "meter") if table.name == "energy_sheet" else held
                if row[column.name] is not None and meter in plates:
                    assert 0 <= i(row, column.name) < turn_of(plates[meter]), (table.name, row)
                    last.add(i(row, column.name) % 10 ** i(plates[meter], "decimals"))
    assert len(last) == 10**decimals


@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_a_clean_office_of_any_decimals_has_no_finding(decimals: int) -> None:
    findings = judged(office(decimals)).findings
    assert findings.is_empty(), findings.select("clause", "staff", "table", "row_key", "occurred_on").head(5)


def _named(decimals: int | None, multiplier: int) -> OfficeSpec:
    customer = CustomerSpec(
        "永和商店", "甲段", price_class="commerce", multiplier=multiplier, decimals=decimals, daily_kwh=27
    )
    return replace(town(0, 2), books=(BOOK,), customers=(customer,))


@pytest.mark.parametrize(("said", "multiplier", "decimals"), [(None, 1, 0), (None, 20, 2), (1, 1, 1), (0, 20, 0)])
def test_a_named_customer_has_what_is_said_of_him(said: int | None, multiplier: int, decimals: int) -> None:
    people = make_population(_named(said, multiplier), 1)
    assert people.decimals[people.named["永和商店"]] == decimals


@pytest.mark.parametrize(("daily_kwh", "digits"), [(27, 4), (1_250, 5), (1_251, 6), (5_000, 6), (12_501, 7)])
def test_the_meter_of_a_given_use_has_the_digits_that_it_takes(daily_kwh: int, digits: int) -> None:
    """Eighty days do not turn it round; four-digit meters are drawn wherever they may be."""
    customer = CustomerSpec("永和商店", "甲段", daily_kwh=daily_kwh)
    practice = replace(BUSY, four_digit_e6=1_000_000)
    spec = replace(town(0, 2), books=(BOOK,), customers=(customer,), practice=practice)
    people = make_population(spec, 1)
    at = people.named["永和商店"]
    assert (people.digits[at], people.multiplier[at]) == (digits, 1)


def test_a_large_use_without_digits_is_billed_in_full() -> None:
    customer = CustomerSpec("永和商店", "甲段", daily_kwh=5_000)
    run = Office(replace(town(0, 2), books=(BOOK,), customers=(customer,)), 3, rules()).run()
    bills = [row for row in rows(run, "bill") if row["customer"] == run.records.table("bill")["customer"][0]]
    assert bills
    for bill in bills:
        assert i(bill, "kwh") > 4_000 * (on(bill, "to_on") - on(bill, "from_on")).days


def test_a_steady_use_is_billed_to_the_kwh_below() -> None:
    """27 kWh a day at 20: 1.35 of the register a day."""
    run = Office(_named(2, 20), 3, rules()).run()
    own = next(i(row, "id") for row in rows(run, "customer") if row["name"] == "永和商店")
    bills = [row for row in rows(run, "bill") if i(row, "customer") == i(by_id(run, "customer")[own], "customer")]
    assert len(bills) == 2
    for bill in bills:
        units = (i(bill, "to_register") - i(bill, "from_register")) % 10**7
        assert i(bill, "kwh") == units * 20 // 100
