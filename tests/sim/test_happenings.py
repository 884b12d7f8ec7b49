"""What happens in the town by itself: registers follow, what they miss is known, nobody else is touched."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kaohe.sim.clock.calendar import day_of
from kaohe.sim.deciding.behaviours import BEHAVIOUR, Draft
from kaohe.sim.deciding.points import DecisionPoint, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.office import Office
from kaohe.sim.snapshots import Snapshot
from kaohe.sim.spec import BookSpec, CustomerSpec, OfficeSpec, Practice
from kaohe.sim.town.faults import KINDS, SIGNS
from kaohe.sim.town.happenings import HAPPENINGS
from kaohe.sim.town.meters import DAY_S
from kaohe.sim.town.use import USUAL_E4
from tests.sim.office import rules, town

Int64s = NDArray[np.int64]

STILL = Practice(
    **{f"{name}_e6": 0 for name in HAPPENINGS},
    vacancy_e6=0,
    furnace_e6=0,
    application_e6=0,
    swap_e6=0,
    closing_e6=0,
    theft_told_e6=0,
    window_record_e6=0,
)
OFTEN = replace(STILL, **{f"{name}_e6": 60_000 for name in HAPPENINGS}, swap_e6=60_000)
ROUNDED_WH = 40  # one at each change


class NobodySees:
    """A squad that leaves every report: what is wrong stays so."""

    def concerns(self, point: DecisionPoint) -> bool:
        return point.id == "deal_with_report"

    def decide(
        self, office: Office, point: DecisionPoint, tray: Situations, draft: Draft
    ) -> Generator[Question, None, None]:
        draft.put(np.arange(len(tray)), point.code("drop_report"), {}, BEHAVIOUR)
        return
        yield  # a generator like every layer


def office(practice: Practice, seed: int = 3, customers: int = 300, months: int = 4) -> Office:
    spec = replace(town(customers, months), practice=practice)
    return Office(spec, seed, rules(), behaviours=[NobodySees()] if practice.swap_e6 == 0 else [])


def code(kind: str) -> int:
    return KINDS.index(kind) + 1


def everybody(office: Office) -> Int64s:
    return np.arange(office.n)


# ── one customer by name ─────────────────────────────────────────────────────────────────────────────────────────────


@cache
def named(kind: str, on: date, until: date) -> Office:
    """A shop of 24 kWh a day in a book of four, at the midnight before a day."""
    books = (BookSpec("東風里", "commerce", 4, 12),)
    shop = CustomerSpec("永和商店", "東風里", capacity_kva=4, daily_kwh=24, digits=6, fault=kind, fault_on=on)
    as_planned = replace(STILL, cycle_change_e6=0, noted_delay_e6=0)
    spec = OfficeSpec(months=4, classes={}, books=books, customers=(shop,), practice=as_planned)
    made = Office(spec, 1, rules())
    made.advance(day_of(until))
    return made


REGISTERED_WH = {
    "stopped": range(1),
    "burnt": range(1),
    "seal_missing": range(24_000, 24_001),
    "number_mismatch": range(24_000, 24_001),
    "multiplier_mismatch": range(24_000, 24_001),
    "creeping": range(24_050, 24_451),
    "slow": range(20_400, 23_281),
    "fast": range(24_720, 26_881),
    "theft": range(2_400, 16_801),
}


@pytest.mark.parametrize("kind", KINDS)
def test_from_its_day_on_the_meter_registers_what_it_must(kind: str) -> None:
    """Up to the day on which it is read: after that somebody comes to see."""
    made = named(kind, date(2001, 2, 13), date(2001, 3, 12))
    shop = np.array([made.population.named["永和商店"]])
    assert int(made.meters.daily_wh[shop][0]) in REGISTERED_WH[kind]
    now, begun = made.today * DAY_S, day_of(date(2001, 2, 13)) * DAY_S
    registered = int(made.meters.daily_wh[shop][0]) * 27
    assert int(made.faults.unmetered_wh(shop, now)[0]) == 27 * 24_000 - registered
    assert int(made.faults.since[shop][0]) == begun
    before = named(kind, date(2001, 2, 13), date(2001, 2, 13))
    first = before.meters.register(shop, begun)
    passed = int((made.meters.register(shop, now) - first)[0]) % int(made.meters.turn[shop][0])
    assert abs(passed - registered // 1_000) <= 1


@pytest.mark.parametrize("kind", KINDS)
def test_who_stands_before_the_meter_sees_what_shows(kind: str) -> None:
    made = named(kind, date(2001, 3, 1), date(2001, 3, 2))
    shop = np.array([made.population.named["永和商店"]])
    seen = {"theft": "theft_suspect", **{name: name for name in SIGNS}}.get(kind)
    begun = int(made.faults.since[shop][0])
    assert made.faults.signs(shop, begun - 1).tolist() == [0]
    assert made.faults.signs(shop, begun).tolist() == [SIGNS.index(seen) + 1 if seen else 0]
    others = np.setdiff1d(everybody(made), shop)
    assert not made.faults.signs(others, made.today * DAY_S).any()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_mended_registers_all_again_but_theft_is_not_mended(kind: str) -> None:
    snapshot = named(kind, date(2001, 3, 1), date(2001, 3, 11)).snapshot()
    made = Office.restored(snapshot)
    shop = np.array([made.population.named["永和商店"]])
    at, register = made.today * DAY_S + 36_000, made.meters.register(shop, made.today * DAY_S + 36_000)
    lost = made.faults.unmetered_wh(shop, at)
    made.faults.mended(shop, at)
    assert (made.meters.register(shop, at) == register).all()
    if kind == "theft":
        assert made.faults.kind[shop].tolist() == [code("theft")]
        return
    assert made.meters.daily_wh[shop].tolist() == [24_000]
    assert not made.faults.signs(shop, at).any()
    assert (made.faults.unmetered_wh(shop, at + 5 * DAY_S) == lost).all()


def test_use_for_another_purpose_changes_nothing_but_the_class() -> None:
    books = (BookSpec("東風里", "resident", 4, 12),)
    home = CustomerSpec("張三", "東風里", daily_kwh=10, fault="changed_use", fault_on=date(2001, 2, 3))
    spec = replace(town(200, 3), books=books, customers=(home,), practice=STILL)
    made, still = (
        Office(each, 1, rules())
        for each in (spec, replace(spec, customers=(replace(home, fault=None, fault_on=None),)))
    )
    for each in (made, still):
        each.advance(day_of(date(2001, 2, 4)))
    at = made.population.named["張三"]
    assert made.population.price_classes[made.use.price_class[at]] == "commerce"
    assert made.population.price_classes[made.recorded.price_class[at]] == "resident"
    others = np.arange(made.n) != at
    assert (made.use.price_class == made.population.price_class)[others].all()
    who, now = everybody(made), made.today * DAY_S
    assert (made.meters.register(who, now) == still.meters.register(who, now)).all()
    assert made.run().digests == still.run().digests


# ── many ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def registered_wh(office: Office, at: int) -> Int64s:
    """Energy on the meters in place, without turns."""
    base, daily = office.meters._rates(everybody(office), at)
    return base + daily * (at - office.meters.month_start * DAY_S) // DAY_S


def test_use_is_what_was_registered_and_what_was_not() -> None:
    """Every night, of every customer, whatever began and ended meanwhile."""
    made = office(replace(OFTEN, swap_e6=0))
    who, used = everybody(made), registered_wh(made, made.today * DAY_S)
    earlier, since, begun = np.zeros(made.n, np.int64), made.faults.since.copy(), 0
    while made.today < made.last_day:
        before = made.faults.unmetered_wh(who, made.today * DAY_S)
        made.advance(made.today + 1)
        used += made.use.wh
        new = made.faults.since != since
        earlier[new] += before[new]
        since, begun = made.faults.since.copy(), begun + int(new.sum())
        missed = earlier + made.faults.unmetered_wh(who, made.today * DAY_S)
        assert (abs(used - registered_wh(made, made.today * DAY_S) - missed) <= ROUNDED_WH).all()
    assert begun > 200


def test_no_register_passes_its_plate_and_none_runs_back() -> None:
    made, step = office(replace(OFTEN, swap_e6=0), seed=5), 4_320
    who = everybody(made)
    while made.today < made.last_day:
        made.advance(made.today + 1)
        night = made.today * DAY_S
        shown = [made.meters.register(who, second) for second in range(night - DAY_S, night + 1, step)]
        for first, second in pairwise(shown):
            assert ((second - first) % made.meters.turn <= made.meters.most_units(who, step)).all()


def test_each_rate_of_nought_is_a_town_in_which_nothing_happens() -> None:
    made = office(STILL)
    made.advance(made.last_day)
    assert not made.faults.kind.any()
    assert (made.use.load_e4 == USUAL_E4).all()
    assert (made.use.price_class == made.population.price_class).all()


@pytest.mark.parametrize("day", [date(2001, 2, 1), date(2001, 2, 17)])
def test_a_fork_in_the_middle_of_what_happens_ends_as_the_straight_run(day: date, tmp_path: Path) -> None:
    made = office(OFTEN, months=3)
    made.advance(day_of(day))
    assert made.faults.kind.any()
    made.snapshot().save(tmp_path / "night")
    fork = Office.restored(Snapshot.load(tmp_path / "night", founding=made.founding))
    assert fork.run().digests == office(OFTEN, months=3).run().digests


def test_what_happens_to_one_changes_nothing_of_others() -> None:
    """With one kind more, customers whom it does not befall have the same registers to the end."""
    plain, more = office(STILL, months=3), office(replace(STILL, stopped_e6=50_000), months=3)
    touched = np.zeros(more.n, np.bool_)
    while more.today < more.last_day:
        for each in (plain, more):
            each.advance(each.today + 1)
        touched |= more.faults.kind > 0
        who = np.flatnonzero(~touched & plain.meters.active)
        now = more.today * DAY_S
        assert (more.meters.register(who, now) == plain.meters.register(who, now)).all()
    assert 0 < touched.sum() < more.n // 2


def test_named_customers_have_nothing_that_nobody_said() -> None:
    books = (BookSpec("東風里", "resident", 40, 12),)
    homes = tuple(CustomerSpec(f"戶{number}", "東風里", daily_kwh=10) for number in range(40))
    practice = Practice(**{f"{name}_e6": 1_000_000 for name in HAPPENINGS})
    made = Office(
        OfficeSpec(classes={"resident": 9}, months=1, books=books, customers=homes, practice=practice), 1, rules()
    )
    made.advance(made.last_day)
    named = np.array(list(made.population.named.values()))
    assert not made.faults.kind[named].any()
    others = np.setdiff1d(np.flatnonzero(made.meters.active), named)
    assert made.faults.kind[others].all()
