"""What is and what is recorded: equal every night by the book; apart, bills follow the papers, registers the town."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from kaohe.sim.archive.recorded import Recorded
from kaohe.sim.office import Office
from tests.sim.office import Small, judged, rows
from tests.sim.plain import i

SMALL = Small(400, 2, 31)


def apart(office: Office) -> list[str]:
    """Columns in which the archive says something else than the town is."""
    town = Recorded.of(office.population)
    found = [
        each.name
        for each in fields(Recorded)
        if not np.array_equal(getattr(office.recorded, each.name), getattr(town, each.name))
    ]
    physical = np.array_equal(office.meters.multiplier, office.recorded.multiplier)
    return found if physical else [*found, "multiplier of the meters"]


@pytest.mark.parametrize("small", [SMALL, Small(700, 2, 32, busy=False)], ids=["busy", "usual"])
def test_by_the_book_the_archive_is_the_town_every_night(small: Small) -> None:
    office = small.office()
    while office.today < office.last_day:
        office.advance(office.today + 1)
        assert apart(office) == []


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
