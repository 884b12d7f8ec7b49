"""An office in which somebody is away all the time: leave ten times as often, three shifts, two windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from kaohe.sim.deciding.behaviours import Behaviour, Erring
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.spec import OfficeSpec, town
from tests.sim.office import BUSY, rows, rules

OFTEN = replace(
    BUSY, sick_leave_e6=300_000, personal_leave_e6=300_000, annual_leave_e6=800_000, window_shifts=3, door_collectors=2
)


def substitutes(customers: int = 500, months: int = 3) -> OfficeSpec:
    """The office itself."""
    return replace(town(customers, months), practice=OFTEN, windows=2)


@cache
def by_the_book(seed: int) -> Run:
    """Everybody does his work, and that of who is away."""
    return Office(substitutes(), seed, rules()).run()


@cache
def erring(seed: int, rate_e6: int = 150_000) -> Run:
    """Every clause is broken at a rate."""
    layers: Sequence[Behaviour] = [Erring(dict.fromkeys(REGISTRY.clauses(), rate_e6))]
    return Office(substitutes(), seed, rules(), behaviours=layers).run()


def away(run: Run) -> set[tuple[int, date]]:
    """(person, day) of all leave."""
    found = set()
    for row in rows(run, "leave"):
        first, last, person = row["from_on"], row["to_on"], row["employee"]
        assert isinstance(first, date)
        assert isinstance(last, date)
        assert isinstance(person, int)
        found |= {(person, first + timedelta(each)) for each in range((last - first).days + 1)}
    return found
