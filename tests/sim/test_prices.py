"""The price tables of an office: versions in its span, what an office of 2001 cannot charge, whose meter shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from kaohe.sim.archive.prices import on_day, price_tables
from kaohe.sim.clock.calendar import day_of
from kaohe.sim.spec import BookSpec, CustomerSpec, OfficeSpec, SpecError, town
from kaohe.sim.tariff.schema import PriceClass, Sourced, Tariff
from kaohe.sim.tariff.tariffs import built_in
from kaohe.sim.texts import use_language
from kaohe.sim.town.population import make_population
from tests.sim.office_tariffs import (
    BIG,
    CLASSES,
    FIRST,
    MILL_BOOK,
    every_clause,
    fund,
    mill,
    run,
    sourced,
    tariff,
    version,
)

LATER = date(2001, 2, 20)
TIERED = built_in("beijing_2012").version[-1].classes[0]
SPIKED = next(each for each in built_in("two_part_2023").version[-1].classes if each.periods is not None)


def office(*versions: object, **given: object) -> OfficeSpec:
    """A town of three months under a tariff."""
    spec = replace(town(40, 3), **given)  # type: ignore[arg-type]  # fields of OfficeSpec
    return replace(spec, tariff=tariff(*versions)) if versions else spec  # type: ignore[arg-type]  # versions


def with_class(price: PriceClass) -> Tariff:
    """The tariff of 2001 and a class more."""
    first = version()
    return tariff(first.model_copy(update={"classes": (*first.classes, price)}))


def test_the_tables_of_the_span_come_in_the_order_of_their_days() -> None:
    """What began before holds from the opening; what begins after the span does not count."""
    dear: Mapping[str, object] = {"energy_e4": sourced(4_600)}
    spec = office(version(date(2000, 5, 1)), version(LATER, resident=dear), version(date(2001, 4, 1), resident={}))
    tables = price_tables(spec)
    assert [table.valid_from for table in tables] == [day_of(FIRST), day_of(LATER)]
    assert [int(table.energy_e4[0]) for table in tables] == [4_500, 4_600]
    assert on_day(tables, day_of(LATER) - 1) is tables[0]
    assert on_day(tables, day_of(LATER)) is tables[1]
    assert on_day(tables, day_of(FIRST) - 30) is tables[0]


def test_a_version_on_the_first_day_replaces_the_one_before() -> None:
    [table] = price_tables(office(version(date(2000, 5, 1)), version(FIRST, resident={"energy_e4": sourced(4_600)})))
    assert table.energy_e4[0] == 4_600


def test_prices_of_a_scenario_s_own_hold_through_all_versions() -> None:
    spec = office(version(), version(LATER), energy_prices_e4={"large_industry": 4_100})
    for table in price_tables(spec):
        price = dict(zip(table.classes, table.rows, strict=True))["large_industry"]
        assert (price.energy_e4, price.capacity_fen_per_kva, price.fund_e4) == (4_100, 1_500, 340)


def test_kinds_of_classes() -> None:
    lined = version(lighting={"rounding": "line"}, commerce={"pf_standard": sourced(90)})
    [table] = price_tables(office(lined))
    kinds = {
        name: (bool(table.simple[n]), bool(table.multi_function[n]), bool(table.two_part[n]))
        for n, name in enumerate(table.classes)
    }
    assert kinds["resident"] == (True, False, False)
    assert kinds["lighting"] == (False, False, False)
    assert kinds["commerce"] == (False, True, False)
    assert kinds["large_industry"] == (False, True, True)


def test_bills_of_one_part_in_either_rounding() -> None:
    """61 kWh at 0.45 yuan: 27.45; by lines 25.38 + 0.43 + 1.22 + 0.43 = 27.46; taken back it is the same."""
    for rounding, fen in (("bill", 2_745), ("line", 2_746)):
        [table] = price_tables(office(version(resident={"rounding": rounding})))
        kwh = np.array([61, -61, 0], np.int64)
        assert table.one_part_fen(kwh, np.zeros(3, np.int64)).tolist() == [fen, -fen, 0]


def nine_funds() -> dict[str, object]:
    """One more than a bill has room for."""
    return {"funds": tuple(fund(n, 1, included=True) for n in range(9))}


def without(name: str, on: date = LATER) -> object:
    """A version that lacks a class."""
    whole = version(on)
    return whole.model_copy(update={"classes": tuple(each for each in whole.classes if each.id != name)})


DEMAND = Sourced(value=3_000, source="office")
IMPOSSIBLE: Mapping[str, tuple[OfficeSpec, str]] = {
    "begins later": (office(version(LATER)), "holds from 2001-02-20, the office opens on 2001-01-01"),
    "tiers": (replace(town(40, 3), tariff=with_class(TIERED)), f"{TIERED.id}: charges by tiers"),
    "spikes": (replace(town(40, 3), tariff=with_class(SPIKED)), f"{SPIKED.id}: charges by a spike period"),
    "demand": (
        office(version(large_industry={"demand_fen_per_kw": DEMAND})),
        r"large industry \(large_industry\): charges by maximum demand",
    ),
    "no room for funds": (office(version(resident=nine_funds())), "resident: 9 funds, a bill has room for 8"),
    "a class goes": (office(version(), without("lighting")), "its versions from 2001-01-01 on"),
    "a class needs other meters": (
        office(version(), version(LATER, lighting={"pf_standard": sourced(90)})),
        "another metering",
    ),
    "tiers later": (office(version(), version(LATER, resident={"energy_e4": None, "tiers": TIERED.tiers})), "tiers"),
    "a price of one's own for no class": (
        office(energy_prices_e4={"school": 4_000}),
        "the class school has no price — write one of resident, ",
    ),
    "below its funds": (
        office(energy_prices_e4={"resident": 339}),
        "resident: the price of 0.0339 yuan is below the funds inside it, 0.0340 yuan",
    ),
    "a customer below his funds": (mill(energy_e4=339), "“軋鋼廠”: the price of 0.0339 yuan is below"),
    "a customer of no class": (mill(price_class="large"), "“軋鋼廠”: the class large has no price — write one of "),
    "his own price of no class": (
        mill(price_class="large_industri", energy_e4=4_000),
        "“軋鋼廠”: the class large_industri has no price — did you mean large_industry?",
    ),
    "customers of no class": (office(classes={"school": 3}), "the class school has no price"),
}


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_offices_that_cannot_bill_are_refused(case: str) -> None:
    spec, message = IMPOSSIBLE[case]
    with use_language("en"), pytest.raises(SpecError, match=message.replace("?", r"\?")):
        make_population(spec, 1)


SHOP_BOOK = BookSpec("東一冊", "commerce", 3, 5)
SHARES: tuple[tuple[dict[str, object], str], ...] = (
    ({"peak_percent": 101}, "share of 101 %"),
    ({"peak_percent": 60, "valley_percent": 41}, "more than all of the energy"),
    ({"peak_percent": 100, "valley_percent": 1}, "more than all of the energy"),
    ({"peak_percent": -1}, "share of -1 % — write 0 to 100"),
    ({"reactive_percent": -30}, "share of -30 % — write 0 to 1000"),
    ({"metered_low": True, "capacity_kva": 20_000}, "no S9 transformer has 20000 kVA"),
    ({"metered_low": True, "price_class": "commerce"}, "no multi-function meter"),
    ({"peak_percent": 30, "price_class": "commerce"}, "no multi-function meter"),
    ({"reactive_percent": 0, "price_class": "commerce"}, "no multi-function meter"),
)


@pytest.mark.parametrize(("given", "message"), SHARES)
def test_shares_that_cannot_be_are_refused(given: dict[str, object], message: str) -> None:
    with use_language("en"), pytest.raises(SpecError, match=f"軋鋼廠.*{message}"):
        make_population(mill(**given), 1)


@pytest.mark.parametrize("seed", range(5))
def test_a_share_that_is_drawn_gives_way_to_one_that_is_given(seed: int) -> None:
    """Peak of 90 % leaves 10 % for the valley, whatever is drawn."""
    for given, drawn in (("peak", "valley"), ("valley", "peak")):
        people = make_population(mill(**{f"{given}_percent": 90}), seed)
        at = people.named["軋鋼廠"]
        assert getattr(people, f"{given}_e4")[at] == 9_000
        assert getattr(people, f"{drawn}_e4")[at] == 1_000


def test_shares_as_given() -> None:
    spec = mill(peak_percent=100, valley_percent=0, reactive_percent=250, metered_low=False, capacity_kva=500)
    people = make_population(spec, 1)
    at = people.named["軋鋼廠"]
    assert people.multi_function[at]
    assert people.electronic[at]
    assert (people.peak_e4[at], people.valley_e4[at], people.reactive_e4[at]) == (10_000, 0, 25_000)
    assert people.transformer_kva[at] == 0


@pytest.mark.parametrize(
    ("kva", "transformer", "ratio"),
    [(30, 30, 10), (31, 0, 400), (315, 315, 120), (316, 0, 400), (500, 500, 160), (501, 0, 600)],
)
def test_who_is_metered_on_the_low_side(kva: int, transformer: int, ratio: int) -> None:
    """Up to 500 kVA, where the series has a transformer of that size; nobody pays the losses of another one."""
    people = make_population(mill(capacity_kva=kva), 1)
    at = people.named["軋鋼廠"]
    assert people.transformer_kva[at] == transformer
    assert people.multiplier[at] == ratio


def test_the_low_side_of_a_large_transformer() -> None:
    people = make_population(mill(capacity_kva=630, metered_low=True), 1)
    assert people.transformer_kva[people.named["軋鋼廠"]] == 630
    with pytest.raises(SpecError):
        make_population(mill(capacity_kva=501, metered_low=True), 1)


def test_a_meter_of_another_class_has_no_further_registers() -> None:
    shop = CustomerSpec("鐵匠鋪", "東一冊", "commerce")
    people = make_population(OfficeSpec(classes={}, books=(MILL_BOOK, SHOP_BOOK), customers=(shop,)), 1)
    at = people.named["鐵匠鋪"]
    assert not people.multi_function[at]
    assert (people.peak_e4[at], people.valley_e4[at], people.reactive_e4[at], people.transformer_kva[at]) == (0,) * 4


def test_an_office_of_nothing_but_plants_bills_them() -> None:
    only = tariff(version().model_copy(update={"classes": (BIG,)}))
    made = run(OfficeSpec(months=2, classes={"large_industry": 10}, tariff=only))
    assert made.records.table("energy_sheet").height == 10


def test_where_every_class_has_several_lines_nobody_issues_at_another_s_price() -> None:
    only = tariff(version().model_copy(update={"classes": (BIG,)}))
    made = run(OfficeSpec(months=2, classes={"large_industry": 10}, tariff=only), behaviours=every_clause(300_000))
    done = set(made.acts["action"])
    assert "issue_wrong_class" not in done
    assert "skip_bill" in done


def test_the_classes_of_2001_are_what_these_tests_change() -> None:
    assert list(CLASSES) == list(price_tables(town())[0].classes)
