"""The customers of an office: counts, books, meters, what a scenario gives, what may never shift."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.archive.prices import price_tables
from kaohe.sim.clock.calendar import day_of
from kaohe.sim.spec import CHANNELS, KINDS, BookSpec, CustomerSpec, OfficeSpec, Practice, SpecError, StaffSpec, town
from kaohe.sim.town.books import CYCLE_DAYS, HORIZON_MONTHS
from kaohe.sim.town.customers import COLUMNS, VACANCY_CYCLE
from kaohe.sim.town.population import NEVER, NONE, PROFILE_NAMES, Population, make_population
from kaohe.sim.town.profiles import LOW_SIDE_TO_KVA
from tests.proving import examples

SEED = 11
TOWN = town(20_000)
PEOPLE = make_population(TOWN, SEED)


def profile(name: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.asarray((PEOPLE.profile == PROFILE_NAMES.index(name)) & PEOPLE.opening)


def same(a: Population, b: Population) -> bool:
    return all(np.array_equal(getattr(a, name), getattr(b, name)) for name in COLUMNS) and a.books.name == b.books.name


def test_customers_of_each_class_are_as_many_as_asked() -> None:
    codes = np.bincount(PEOPLE.price_class[PEOPLE.opening], minlength=len(PEOPLE.price_classes)).tolist()
    counts = dict(zip(PEOPLE.price_classes, codes, strict=True))
    taken = {"industry": ("industry_85", "industry_90"), "agriculture": ("agriculture_80",)}
    written = {name: counts[name] + sum(map(counts.pop, taken.get(name, ()))) for name in TOWN.classes}
    assert written == dict(TOWN.classes)
    assert counts.keys() == written.keys()


@given(st.integers(0, 4_000), st.integers(0, 2**64 - 1))
@examples(30)
def test_any_number_of_customers_stands_in_order(customers: int, seed: int) -> None:
    people = make_population(town(customers), seed)
    assert np.count_nonzero(people.opening) == customers
    assert np.array_equal(people.book_start[people.book] + people.position, np.arange(people.customers))
    assert np.all(np.diff(people.book) >= 0)
    assert people.books.size.sum() + people.books.slots.sum() == people.customers
    assert set(np.unique(people.channel)) <= set(range(len(CHANNELS)))
    assert np.all(people.register(people.register_wh) < 10 ** (people.digits + people.decimals).astype(np.int64))


def test_columns_have_their_types() -> None:
    for name, dtype in COLUMNS.items():
        column = getattr(PEOPLE, name)
        assert column.dtype == dtype
        assert column.shape == (PEOPLE.customers,)


def test_the_same_seed_gives_the_same_town_for_every_span_up_to_two_years() -> None:
    assert same(make_population(TOWN, SEED), PEOPLE)
    assert same(make_population(replace(TOWN, months=1), SEED), PEOPLE)
    assert same(make_population(replace(TOWN, months=HORIZON_MONTHS), SEED), PEOPLE)
    assert not same(make_population(TOWN, SEED + 1), PEOPLE)


def test_a_lower_rate_of_applications_renumbers_nobody() -> None:
    few = make_population(replace(TOWN, practice=Practice(application_e6=1_000)), SEED)
    come = few.applies_on != NEVER
    assert np.array_equal(few.opening, PEOPLE.opening)
    assert np.count_nonzero(come & ~few.opening) == pytest.approx(PEOPLE.books.slots.sum() / 3, rel=0.1)
    assert np.array_equal(few.applies_on[come], PEOPLE.applies_on[come])
    assert np.array_equal(few.name, PEOPLE.name)
    many = make_population(replace(TOWN, practice=Practice(application_e6=6_000)), SEED)
    assert many.books.slots.sum() == pytest.approx(2 * PEOPLE.books.slots.sum(), rel=0.01)
    assert not (many.applies_on == NEVER).any()


def test_books_are_of_the_usual_size_and_read_on_the_days_of_their_kind() -> None:
    books = PEOPLE.books
    for code, kind in enumerate(KINDS):
        own = books.kind == code
        assert set(books.cycle_day[own].tolist()) <= set(CYCLE_DAYS[kind])
        low, high = (45, 80) if kind == "special" else (200, 255)
        assert low <= books.size[own].min()
        assert books.size[own].max() <= high
    assert len(set(books.name)) == len(books.name)


def test_no_reader_has_two_books_on_one_day() -> None:
    pairs = list(zip(PEOPLE.books.reader.tolist(), PEOPLE.books.cycle_day.tolist(), strict=True))
    assert len(set(pairs)) == len(pairs)


def test_readers_read_at_their_own_hall_and_share_its_books() -> None:
    books = PEOPLE.books
    assert np.array_equal(books.reader_site[books.reader], books.site)
    assert np.bincount(books.reader).max() <= 11
    assert np.bincount(books.reader_site).min() >= 2
    assert np.bincount(PEOPLE.site[PEOPLE.opening]).tolist() == pytest.approx(
        [20_000 / books.sites] * books.sites, rel=0.1
    )


def test_special_books_hold_the_transformer_customers() -> None:
    special = PEOPLE.books.kind[PEOPLE.book] == KINDS.index("special")
    assert np.array_equal(
        special, np.isin(PEOPLE.profile, [PROFILE_NAMES.index("industry"), PROFILE_NAMES.index("large_industry")])
    )
    assert PEOPLE.capacity_kva[special].min() >= 100
    assert PEOPLE.multiplier[special].min() >= 15
    assert not PEOPLE.books.slots[PEOPLE.books.kind == KINDS.index("special")].any()


def test_meters_with_transformers_carry_their_load() -> None:
    big = profile("large_industry")
    high = big & (PEOPLE.capacity_kva > LOW_SIDE_TO_KVA)
    assert PEOPLE.multiplier[high].min() >= 400
    assert np.all(PEOPLE.multiplier[high] % 100 == 0)
    # The transformer carries the capacity: 0.658 kVA an ampere at 0.38 kV, 17.32 at 10 kV, rounded down to whole A.
    low = profile("industry") | profile("workshop") | big & ~high
    assert np.count_nonzero(big & ~high)
    assert np.all(PEOPLE.multiplier[low] * 5 * 0.658 * 1.05 >= PEOPLE.capacity_kva[low])
    assert np.all(PEOPLE.multiplier[high] / 100 * 5 * 17.32 * 1.05 >= PEOPLE.capacity_kva[high])
    direct = profile("resident") | profile("lighting")
    assert set(PEOPLE.multiplier[direct].tolist()) == {1}
    shops = profile("commerce")
    assert np.array_equal(PEOPLE.multiplier[shops] > 1, PEOPLE.capacity_kva[shops] >= 60)


def test_a_month_never_runs_half_round_a_register() -> None:
    month_kwh = PEOPLE.cap_daily_wh * 31 // 1000
    range_kwh = 10 ** PEOPLE.digits.astype(np.int64) * PEOPLE.multiplier
    assert np.all(2 * month_kwh < range_kwh)


def test_some_registers_roll_over_within_the_year() -> None:
    year_wh = np.where(PEOPLE.opening, PEOPLE.base_daily_wh * 365, 0)
    left_wh = 10 ** PEOPLE.digits.astype(np.int64) * PEOPLE.multiplier * 1000 - PEOPLE.register_wh
    assert 0.005 < np.count_nonzero(year_wh > left_wh) / 20_000 < 0.05
    assert 0.04 < np.count_nonzero(PEOPLE.digits[PEOPLE.opening] == 4) / 20_000 < 0.08


def test_channels_are_the_offices() -> None:
    share = np.bincount(PEOPLE.channel[PEOPLE.opening], minlength=4) / 20_000
    assert share == pytest.approx([0.6, 0.17, 0.2, 0.02], abs=0.03)
    window = PEOPLE.channel == CHANNELS.index("window")
    assert not PEOPLE.pays_by_cheque[~window].any()
    assert PEOPLE.channel[profile("large_industry")].tolist().count(CHANNELS.index("collection")) > 25


def test_vacant_places_are_as_many_as_the_rate_says_and_are_let_again() -> None:
    counts = [np.count_nonzero(PEOPLE.vacant(PEOPLE.opening_month + month)) for month in range(VACANCY_CYCLE)]
    assert np.mean(counts) / 20_000 == pytest.approx(0.015, rel=0.15)
    first, last = PEOPLE.vacant(PEOPLE.opening_month), PEOPLE.vacant(PEOPLE.opening_month + 12)
    assert first.any()
    assert not (first & last).any()


def test_the_opening_mean_counts_the_empty_months() -> None:
    resident = profile("resident") & (PEOPLE.fixed_daily_wh == NONE)
    empty = sum(PEOPLE.vacant(month).astype(int) for month in range(PEOPLE.opening_month - 12, PEOPLE.opening_month))
    lived = PEOPLE.base_daily_wh * 365 / 12_000 * (12 - empty) / 12
    assert np.all(np.abs(PEOPLE.opening_mean_kwh - lived)[resident] <= 1)
    assert not PEOPLE.opening_mean_kwh[~PEOPLE.opening].any()


def test_applicants_come_at_the_rate_in_every_month_of_two_years() -> None:
    months = (PEOPLE.applies_on[~PEOPLE.opening].astype("datetime64[D]").astype("datetime64[M]")).astype(int)
    counts = np.bincount(months - months.min())
    assert len(counts) == HORIZON_MONTHS
    assert counts.mean() == pytest.approx(20_000 * 0.988 * 0.003, rel=0.03)
    assert counts.min() > 30
    assert not (PEOPLE.energised_on[~PEOPLE.opening] != NONE).any()
    assert not PEOPLE.register_wh[~PEOPLE.opening].any()
    assert np.all(PEOPLE.installed_on[PEOPLE.opening] < day_of(date(2001, 1, 1)))
    assert np.all(PEOPLE.energised_on <= PEOPLE.installed_on)


BOOKS = (
    BookSpec("東一冊", "resident", 20, 5, reader="王師傅"),
    BookSpec("專變甲", "special", 2, 27),
    BookSpec("空冊", "resident", 0, 9),
)
SMITH = CustomerSpec(
    "鐵匠鋪",
    "東一冊",
    "commerce",
    capacity_kva=12,
    electronic=True,
    daily_kwh=7,
    channel="door",
    digits=4,
    multiplier=3,
)
MILL = CustomerSpec("軋鋼廠甲", "專變甲", "large_industry", capacity_kva=630, energy_e4=3_900)
OTHERS = tuple(CustomerSpec(f"戶{number}", "專變甲") for number in range(2))


def given_office(*customers: CustomerSpec, **classes: int) -> OfficeSpec:
    return OfficeSpec(classes=classes, books=BOOKS, customers=customers, staff=(StaffSpec("李師傅", "meter_reader"),))


def test_named_books_and_customers_come_first_as_given() -> None:
    people = make_population(given_office(SMITH, MILL, *OTHERS, resident=500), SEED)
    assert people.books.name[:3] == ("東一冊", "專變甲", "空冊")
    assert people.books.size[:3].tolist() == [20, 3, 0]
    assert people.books.slots[:3].tolist() == [0, 0, 0]
    assert people.books.cycle_day[:3].tolist() == [5, 27, 9]
    assert dict(people.named) == {"鐵匠鋪": 0, "軋鋼廠甲": 20, "戶0": 21, "戶1": 22}
    assert people.names()[0] == "鐵匠鋪"
    assert np.count_nonzero(people.opening) == 523


def test_a_named_customer_is_as_given() -> None:
    people = make_population(given_office(SMITH, MILL), SEED)
    smith, mill = people.named["鐵匠鋪"], people.named["軋鋼廠甲"]
    assert people.price_classes[people.price_class[smith]] == "commerce"
    assert (people.capacity_kva[smith], people.digits[smith], people.multiplier[smith]) == (12, 4, 3)
    assert people.electronic[smith]
    assert CHANNELS[people.channel[smith]] == "door"
    assert people.fixed_daily_wh[smith] == 7_000
    assert people.opening_mean_kwh[smith] == (7_000 * 365 // 12 + 500) // 1000
    assert people.register_wh[smith] < 10**4 * 3 * 1000
    row = price_tables(given_office(SMITH, MILL))[0].rows[people.price_class[mill]]
    assert (row.energy_e4, row.capacity_fen_per_kva) == (3_900, 1_500)
    assert people.multiplier[mill] == 800  # 36 A at 10 kV: 40/5 A and 10 kV/100 V


def test_who_is_not_named_is_of_the_books_class() -> None:
    people = make_population(given_office(SMITH), SEED)
    classes = [people.price_classes[code].partition("_")[0] for code in people.price_class.tolist()]
    assert classes == ["commerce", *["resident"] * 19, *["industry"] * 2]


def test_named_customers_never_stand_empty_nor_buy_furnaces() -> None:
    crowd = tuple(CustomerSpec(f"戶{number}", "東一冊") for number in range(2_000))
    people = make_population(given_office(*crowd), SEED)
    named = np.array(list(people.named.values()))
    assert np.all(people.vacancy_phase[named] == NONE)
    assert np.all(people.furnace_month[named] == NONE)


@pytest.mark.parametrize(
    ("customer", "channel", "cheque", "returns"),
    [
        (CustomerSpec("甲", "專變甲", pays_by_cheque=True), "window", True, False),
        (CustomerSpec("甲", "專變甲", cheque_returns=True), "window", True, True),
        (CustomerSpec("甲", "專變甲", channel="bank", pay_after_days=4), "bank", False, False),
        (CustomerSpec("甲", "東一冊", channel="window", pays_by_cheque=False), "window", False, False),
    ],
)
def test_how_a_named_customer_pays(customer: CustomerSpec, channel: str, cheque: bool, returns: bool) -> None:
    people = make_population(given_office(customer), SEED)
    at = people.named["甲"]
    assert CHANNELS[people.channel[at]] == channel
    assert (people.pays_by_cheque[at], people.cheque_returns[at]) == (cheque, returns)
    assert people.pay_after_days[at] == (4 if customer.pay_after_days else NONE)


def test_nobody_else_has_the_name_of_a_named_customer() -> None:
    namesake = PEOPLE.names()[0]
    office = replace(TOWN, books=BOOKS, customers=(CustomerSpec(namesake, "東一冊"),))
    assert make_population(office, SEED).names().count(namesake) == 1


def test_named_readers_read_their_books_and_help_with_the_towns() -> None:
    people = make_population(given_office(resident=3_000), SEED)
    books = people.books
    assert books.reader_names[:2] == ("李師傅", "王師傅")
    assert books.reader_names[books.reader[0]] == "王師傅"
    assert set(books.reader.tolist()) == {0, 1}


@pytest.mark.parametrize(
    ("office", "message"),
    [
        (given_office(CustomerSpec("甲", "西冊")), "西冊"),
        (given_office(CustomerSpec("甲", "東一冊"), CustomerSpec("甲", "專變甲")), "有兩個用戶「甲」"),
        (given_office(CustomerSpec("甲", "東一冊", channel="web")), "web"),
        (given_office(CustomerSpec("甲", "東一冊", "school")), "school"),
        (given_office(school=4), "school"),
        (given_office(resident=-4), "-4"),
        (OfficeSpec(classes={}, books=(BOOKS[0], BOOKS[0])), "有兩個抄表段「東一冊」"),
        (OfficeSpec(classes={}, books=(BookSpec("冊", "resident", 5, 32),)), "32"),
    ],
)
def test_offices_that_cannot_exist_are_refused(office: OfficeSpec, message: str) -> None:
    with pytest.raises(SpecError, match=message):
        make_population(office, SEED)


def test_an_empty_office_is_an_office() -> None:
    assert make_population(OfficeSpec(classes={}), SEED).customers == 0


def test_a_named_customer_may_come_later() -> None:
    later = replace(SMITH, applies_on=date(2001, 2, 5))
    people = make_population(given_office(later, MILL), SEED)
    smith = people.named["鐵匠鋪"]
    assert not people.opening[smith]
    assert people.applies_on[smith] == day_of(date(2001, 2, 5))
    assert people.energised_on[smith] == people.installed_on[smith] == NONE
    assert (people.register_wh[smith], people.opening_mean_kwh[smith]) == (0, 0)
    with pytest.raises(SpecError, match="早於營業所開始"):
        make_population(given_office(replace(SMITH, applies_on=date(2000, 12, 31))), SEED)
