"""Whether an office can exist is known without making it: what the makers refuse is told, and nothing else breaks."""

from __future__ import annotations

import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.spec import CHANNELS, KINDS, BookSpec, CustomerSpec, OfficeSpec, SpecError, StaffSpec
from kaohe.sim.texts import use_language
from kaohe.sim.town.happenings import HAPPENINGS
from kaohe.sim.town.population import make_population
from kaohe.sim.town.posts import Posts
from kaohe.sim.town.soundness import spec_faults
from kaohe.sim.town.staffing import INCOMPATIBLE, staff
from tests.proving import examples

POSTS = sorted({post for pair in INCOMPATIBLE for post in pair} | {"inspector", "meter_fitter", "meter_tester", "poet"})
CLASSES = ("resident", "lighting", "industry", "large_industry", "school")
NAMES = st.sampled_from("東西南")


def maybe(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | values


BOOKS = st.builds(
    BookSpec,
    name=NAMES,
    kind=st.sampled_from(KINDS),
    customers=st.integers(0, 4),
    cycle_day=st.integers(1, 32),
    reader=maybe(NAMES),
    price_class=maybe(st.sampled_from(CLASSES)),
)
CUSTOMERS = st.builds(
    CustomerSpec,
    name=NAMES,
    book=NAMES,
    price_class=maybe(st.sampled_from(CLASSES)),
    capacity_kva=maybe(st.sampled_from((1, 300, 1_600, 1_601))),
    energy_e4=maybe(st.sampled_from((339, 5_000))),
    channel=maybe(st.sampled_from((*CHANNELS, "web"))),
    metered_low=maybe(st.booleans()),
    peak_percent=maybe(st.integers(-1, 101)),
    valley_percent=maybe(st.integers(0, 100)),
    applies_on=maybe(st.dates(date(2000, 12, 1), date(2001, 3, 1))),
    fault=maybe(st.sampled_from((*HAPPENINGS, "flood", "stoped"))),
    fault_on=maybe(st.dates(date(2000, 12, 1), date(2001, 3, 1))),
)
STAFF = st.builds(StaffSpec, name=NAMES, post=st.sampled_from(POSTS), counter=maybe(st.integers(0, 17)))
OFFICES = st.builds(
    OfficeSpec,
    classes=st.dictionaries(st.sampled_from(CLASSES), st.integers(-1, 9), max_size=2),
    books=st.lists(BOOKS, max_size=2).map(tuple),
    customers=st.lists(CUSTOMERS, max_size=2).map(tuple),
    staff=st.lists(STAFF, max_size=3).map(tuple),
    windows=maybe(st.integers(0, 9)),
    months=st.just(1),
)


@examples(300)
@given(OFFICES, st.integers(1, 99))
def test_what_is_told_beforehand_is_what_is_refused(spec: OfficeSpec, seed: int) -> None:
    found = spec_faults(spec)
    if not found:
        Posts.of(staff(spec, make_population(spec, seed), seed))
        return
    with pytest.raises(SpecError) as refused:
        staff(spec, make_population(spec, seed), seed)
    assert str(refused.value) == str(found[0])


@examples(100)
@given(OFFICES)
def test_each_fault_is_told_once_and_can_be_said_in_every_language(spec: OfficeSpec) -> None:
    found = spec_faults(spec)
    assert len({(error.at, str(error)) for error in found}) == len(found)
    for language in ("zh-Hant", "zh-Hans", "en"):
        with use_language(language):
            assert all(" — " in str(error) for error in found)


def test_an_error_survives_the_way_between_processes() -> None:
    [error] = spec_faults(OfficeSpec(windows=9))
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.at, again.code, again.at_key) == (str(error), error.at, error.code, error.at_key)
