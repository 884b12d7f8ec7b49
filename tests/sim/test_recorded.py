"""What is and what is recorded: equal every night by the book; apart, bills follow the papers, registers the town."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kaohe.sim.archive.recorded import Recorded
from kaohe.sim.office import Office
from kaohe.sim.records import NULL
from kaohe.sim.spec import Practice
from kaohe.sim.town.happenings import HAPPENINGS
from tests.sim.office import BUSY, Small, judged, rows, rules
from tests.sim.plain import i

SMALL = Small(400, 2, 31)


def apart(office: Office) -> dict[str, list[int]]:
    """Customers of whom the archive says something else than the town is, by column."""
    town = vars(Recorded.of(office.population)) | {"price_class": office.use.price_class}
    town["capacity_kva"] = office.use.agreed_kva
    town["name"], town["transformer_kva"] = office.use.holder, office.use.transformer_kva
    town["closed_on"] = np.where(office.recorded.closed_on == NULL, NULL, office.meters.now_on)
    town["first_register"] = np.where(office.meters.number == 0, town["first_register"], 0)
    pairs = {name: (getattr(office.recorded, name), town[name]) for name in town}
    pairs["multiplier at the wall"] = office.recorded.multiplier, office.meters.multiplier
    pairs["digits at the wall"] = office.recorded.digits, office.meters.digits
    of = office.further.customers
    unit_wh = office.recorded.multiplier * 1_000 // 10**office.recorded.decimals
    pairs["unit at the wall"] = unit_wh, office.meters.unit_wh
    pairs["unit of further registers"] = unit_wh[of], office.further.unit_wh
    pairs["turn of further registers"] = office.recorded.turn(of), office.further.turn
    found = {name: np.flatnonzero(recorded != true).tolist() for name, (recorded, true) in pairs.items()}
    return {name: customers for name, customers in found.items() if customers}


QUIET = replace(BUSY, **{f"{name}_e6": 0 for name in HAPPENINGS})


@pytest.mark.parametrize(
    "practice", [QUIET, replace(QUIET, swap_e6=3_000, application_e6=3_000, closing_e6=4_000)], ids=["busy", "usual"]
)
def test_by_the_book_the_archive_is_the_town_every_night(practice: Practice) -> None:
    """All of it, where nothing happens but what the office itself does."""
    office = Office(replace(SMALL.spec(), practice=practice), 31, rules())
    while office.today < office.last_day:
        office.advance(office.today + 1)
        assert apart(office) == {}
        assert not office.faults.kind.any()
        assert np.array_equal(office.use.wh, office.meters.daily_wh)
        closed = office.recorded.closed_on != NULL
        assert office.meters.removed[closed].all()
        assert not (office.meters.active | (office.use.wh > 0))[office.meters.removed].any()
    assert closed.any()


def test_they_part_only_where_something_happened() -> None:
    often = replace(BUSY, **{f"{name}_e6": 30_000 for name in HAPPENINGS})
    office, before = Office(replace(SMALL.spec(), practice=often), 31, rules()), np.empty(0, np.int64)
    while office.today < office.last_day:
        office.advance(office.today + 1)
        used_otherwise = np.flatnonzero(office.use.price_class != office.use.agreed_class)
        assert apart(office) == ({"price_class": used_otherwise.tolist()} if len(used_otherwise) else {})
        assert np.isin(before, used_otherwise).all(), "for good"
        missed = office.use.wh != office.meters.daily_wh
        assert not missed[office.faults.kind == 0].any()
        before = used_otherwise
    assert len(before) > 5


def customer_with_use(office: Office) -> int:
    """A resident who uses something, on a meter that nobody changes."""
    people = office.population
    usual = people.opening & (people.multiplier == 1) & (people.base_daily_wh > 2_000) & (people.vacancy_phase < 0)
    return int(np.flatnonzero(usual)[5])


def test_bills_follow_a_multiplier_that_is_recorded_otherwise() -> None:
    office = SMALL.office()
    customer = customer_with_use(office)
    office.recorded.multiplier[customer] = 20
    run = office.run()
    bills = [row for row in rows(run, "bill") if i(row, "customer") == customer]
    straight = [row for row in bills if i(row, "swap_kwh") == 0]
    assert straight
    for row in straight:  # the registers are the town's, the multiplier the archive's
        assert i(row, "kwh") == 20 * (i(row, "to_register") - i(row, "from_register"))
    assert judged(run).findings.is_empty()  # the papers agree with one another: only a look at the wall shows it


def test_bills_follow_a_class_that_is_recorded_otherwise() -> None:
    office = SMALL.office()
    customer = customer_with_use(office)
    commerce = office.population.price_classes.index("commerce")
    office.recorded.price_class[customer] = commerce
    run = office.run()
    bills = [row for row in rows(run, "bill") if i(row, "customer") == customer]
    assert {row["price_class"] for row in bills} == {"commerce"}
    assert int(office.population.price_class[customer]) != commerce
    assert judged(run).findings.is_empty()
