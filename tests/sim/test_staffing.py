"""Who works in the office: sizes, double posts, counters, named people."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from kaohe.sim.spec import BookSpec, OfficeSpec, Practice, SpecError, StaffSpec, town
from kaohe.sim.texts import use_language
from kaohe.sim.town.population import NONE, make_population
from kaohe.sim.town.staffing import INCOMPATIBLE, Roster, staff

SEED = 3
POSTS = {
    *("registration_clerk field_auditor meter_reader collector issuance_clerk accountant cashier").split(),
    *("information_auditor system_administrator inspector inspection_specialist business_specialist").split(),
    *("business_manager meter_fitter meter_tester rural_electrician").split(),
}


def roster_of(spec: OfficeSpec) -> Roster:
    return staff(spec, make_population(spec, SEED), SEED)


def town_with(*people: StaffSpec, customers: int = 5_000) -> OfficeSpec:
    base = town(customers)
    return OfficeSpec(classes=base.classes, staff=people)


def posts(roster: Roster) -> Counter[str]:
    return Counter(person.post for person in roster.people)


@pytest.mark.parametrize("customers", [0, 40, 2_000, 5_000, 19_999, 20_000, 60_000, 250_000])
def test_every_post_is_held_and_no_unlawful_pair_by_one_person(customers: int) -> None:
    roster = roster_of(town(customers))
    assert {post for post in POSTS if not len(roster.holders(post))} == set()
    pairs = {frozenset((person.post, person.second_post)) for person in roster.people if person.second_post}
    assert not pairs & INCOMPATIBLE
    assert [person.number for person in roster.people] == list(range(1, len(roster.people) + 1))
    assert len({person.name for person in roster.people}) == len(roster.people)


def test_a_town_of_5000_has_17_to_19_people() -> None:
    roster = roster_of(town())
    assert 17 <= len(roster.people) <= 19
    assert posts(roster)["meter_reader"] == 3
    doubles = {person.second_post for person in roster.people if person.second_post}
    assert doubles == {"inspection_specialist", "meter_tester", "rural_electrician"}
    assert roster.counters.windows.tolist() == [2]
    assert len(roster.crews) == 1


def test_from_20000_every_post_has_people_of_its_own() -> None:
    roster = roster_of(town(20_000))
    assert set(posts(roster)) == POSTS
    assert not any(person.second_post for person in roster.people)


def test_staff_grow_with_the_town() -> None:
    small, large = roster_of(town(20_000)), roster_of(town(100_000))
    for post in ("meter_reader", "collector", "issuance_clerk", "field_auditor", "meter_fitter"):
        assert 3.5 <= posts(large)[post] / posts(small)[post] <= 6.5
    assert len(large.crews) * 2 == posts(large)["meter_fitter"]


def test_every_counter_has_a_collector_of_its_own() -> None:
    spec = town(60_000)
    people = make_population(spec, SEED)
    roster = staff(spec, people, SEED)
    counters = roster.counters.ids()
    holders = roster.counter_staff[0, counters]
    doors = int(np.count_nonzero(counters % 16 >= 9))
    assert len(set(holders.tolist())) == len(counters) == posts(roster)["collector"] - doors
    assert [roster.person(number).counter for number in holders.tolist()] == counters.tolist()
    assert np.count_nonzero(roster.counter_staff) == len(counters)
    assert np.array_equal(roster.counters.book_door // 16, people.books.site)
    assert np.all(roster.counter_staff[0, roster.counters.book_door] > 0)
    assert np.all(roster.counters.book_door % 16 >= 9)


def test_two_go_on_a_door_round_and_shifts_share_a_window() -> None:
    spec = replace(town(60_000), practice=replace(Practice(), window_shifts=3))
    roster = staff(spec, make_population(spec, SEED), SEED)
    counters = roster.counters.ids()
    windows, doors = counters[counters % 16 <= 8], counters[counters % 16 >= 9]
    assert len(set(roster.counter_staff[:, windows].ravel().tolist())) == 3 * len(windows)
    assert np.all(roster.counter_staff[:, doors] == roster.counter_staff[0, doors])
    second = roster.second_staff[doors]
    assert len(set(second.tolist()) - set(roster.counter_staff.ravel().tolist())) == len(doors)
    assert np.count_nonzero(roster.second_staff) == len(doors)
    alone = replace(town(60_000), practice=replace(Practice(), door_collectors=1))
    assert len(staff(alone, make_population(alone, SEED), SEED).people) == len(roster.people) - 2 * len(windows) - len(
        doors
    )


def test_windows_carry_about_70_percent_at_most() -> None:
    spec = town(60_000)
    people = make_population(spec, SEED)
    roster = staff(spec, people, SEED)
    practice = spec.practice
    payers = np.bincount(people.site[people.channel == 0], minlength=people.books.sites)
    hours = 25 * (practice.windows_close_s - practice.opens_s) * roster.counters.windows
    load = payers * practice.service_s / hours
    assert np.all(load <= 0.7)
    assert load.mean() > 0.5


def test_books_are_read_by_readers_of_their_hall() -> None:
    spec = town(60_000)
    people = make_population(spec, SEED)
    roster = staff(spec, people, SEED)
    readers = [roster.person(number) for number in roster.book_reader.tolist()]
    assert {person.post for person in readers} == {"meter_reader"}
    assert [person.site for person in readers] == people.books.site.tolist()
    per_hall = np.bincount(people.books.reader_site)
    assert np.all((roster.handhelds >= 2) & (roster.handhelds <= per_hall) & (roster.handhelds * 5 >= per_hall * 4))


def test_holders_take_turns() -> None:
    roster = roster_of(town(60_000))
    clerks = roster.holders("issuance_clerk").tolist()
    assert len(clerks) > 1
    assert [roster.holder("issuance_clerk", at) for at in range(len(clerks) + 1)] == [*clerks, clerks[0]]


def test_named_people_keep_their_names_posts_and_counters() -> None:
    roster = roster_of(
        town_with(
            StaffSpec("張三", "collector", counter=2),
            StaffSpec("李四", "cashier"),
            StaffSpec("王五", "meter_reader"),
            StaffSpec("趙六", "collector"),
            StaffSpec("錢七", "field_auditor"),
            StaffSpec("孫八", "field_auditor"),
        )
    )
    assert (roster.named("張三").counter, roster.named("趙六").counter) == (2, 1)
    assert roster.named("李四").number == roster.holder("cashier")
    assert roster.named("王五").number in roster.book_reader
    assert posts(roster)["cashier"] == 1
    assert posts(roster)["field_auditor"] == 2
    assert len(roster.people) == 20  # one of them goes along on the door round
    with pytest.raises(KeyError):
        roster.named("周九")


def test_a_named_collector_brings_his_window_or_round() -> None:
    roster = roster_of(town_with(StaffSpec("張三", "collector", counter=4), StaffSpec("李四", "collector", counter=10)))
    assert roster.counters.windows.tolist() == [4]
    assert roster.counters.doors.tolist() == [2]
    assert roster.person(int(roster.counter_staff[0, 4])).name == "張三"
    assert roster.person(int(roster.counter_staff[0, 10])).name == "李四"


def test_a_named_double_post_fills_both() -> None:
    roster = roster_of(town_with(StaffSpec("張三", "field_auditor"), StaffSpec("張三", "inspector")))
    third = roster.named("張三")
    assert (third.post, third.second_post) == ("field_auditor", "inspector")
    assert roster.holders("inspector").tolist() == [third.number]


def test_the_reader_named_by_a_book_reads_it() -> None:
    spec = OfficeSpec(classes={"resident": 900}, books=(BookSpec("東一冊", "resident", 20, 5, reader="王師傅"),))
    roster = roster_of(spec)
    assert roster.person(int(roster.book_reader[0])).name == "王師傅"
    assert posts(roster)["meter_reader"] == 2


@pytest.mark.parametrize(
    ("people", "message"),
    [
        (
            (StaffSpec("張三", "cashier"), StaffSpec("張三", "accountant")),
            "cashier and accountant may not be one person, “張三”",
        ),
        ((StaffSpec("張三", "meter_reader"), StaffSpec("張三", "collector")), "may not"),
        ((StaffSpec("張三", "cashier"), StaffSpec("張三", "cashier")), "is cashier twice"),
        ((StaffSpec("張三", "poet"),), "poet"),
        ((StaffSpec("張三", "collector", counter=16),), "counter 16"),
        ((StaffSpec("張三", "collector", counter=0),), "counter 0"),
        ((StaffSpec("張三", "cashier", counter=1),), "“張三” is no collector and has no counter"),
        (
            (StaffSpec("張三", "collector", counter=1), StaffSpec("李四", "collector", counter=1)),
            "“李四” and “張三” are both at counter 1",
        ),
        (
            (StaffSpec("張三", "inspector"), StaffSpec("張三", "rural_electrician"), StaffSpec("張三", "meter_tester")),
            "cannot be meter tester .meter_tester. too",
        ),
    ],
)
def test_staff_that_cannot_be_is_refused(people: tuple[StaffSpec, ...], message: str) -> None:
    with use_language("en"), pytest.raises(SpecError, match=message):
        roster_of(town_with(*people))


@pytest.mark.parametrize("windows", [0, 9])
def test_windows_of_a_hall_have_their_bounds(windows: int) -> None:
    spec = OfficeSpec(classes={"resident": 100}, windows=windows)
    with pytest.raises(SpecError, match=str(windows)):
        roster_of(spec)


def test_windows_as_given() -> None:
    spec = OfficeSpec(classes=town(20_000).classes, windows=3)
    assert roster_of(spec).counters.windows.tolist() == [3, 3, 3]


def test_people_of_no_counter() -> None:
    roster = roster_of(town())
    cashier = roster.person(roster.holder("cashier"))
    assert (cashier.site, cashier.counter) == (NONE, NONE)


@pytest.mark.parametrize("hosts", [("business_specialist",), ("meter_fitter", "meter_fitter")])
def test_where_nobody_is_free_for_a_second_post_somebody_more_has_it(hosts: tuple[str, ...]) -> None:
    busy = [StaffSpec(f"甲{n}", post) for n, host in enumerate(hosts) for post in (host, "inspector")]
    roster = roster_of(town_with(*busy))
    assert all(len(roster.holders(post)) for post in ("inspection_specialist", "meter_tester", "rural_electrician"))
    assert [person.number for person in roster.people] == list(range(1, len(roster.people) + 1))
