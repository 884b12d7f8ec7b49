"""How large the offices of a study must be, so that what is rare happens often enough to speak of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kaohe.scenarios.studies.replicating import Done, Replications
from kaohe.scenarios.studies.study import Study
from kaohe.scenarios.studies.workers import Workers
from kaohe.scenarios.studies.years import OfficeYears
from kaohe.standards.laboratory.comparison import Judged
from kaohe.standards.policies.policy import Policy
from kaohe.standards.sanctions import prepare

SIZES = (1_000, 5_000, 20_000, 50_000, 100_000)
TRIED_CUSTOMERS, TRIED_YEARS = 20_000, 2
SPARE = 1.25
SERIOUS = ("serious", "major")


@dataclass(frozen=True)
class Size:
    """Customers of an office, the events in the offices that were tried for it, and what it can be expected to have."""

    customers: int
    tried: int
    expected: int


def serious(years: OfficeYears, policy: Policy) -> int:
    """Incidents of the two upper tiers under a policy."""
    numbered = years.incidents.drop("replication").with_row_index("number", 1)
    cases = prepare(numbered.with_columns(incident_id=numbered["number"].cast(int)).drop("number"))
    return int(Judged.under(policy, cases).assessed.incidents["tier"].is_in(SERIOUS).sum())


def size_for(
    events: int,
    replications: int,
    study_of: Callable[[int], Study],
    policy: Policy,
    workers: Workers | None = None,
    on_done: Done | None = None,
) -> Size:
    """The size for so many serious incidents in all, by trial at TRIED_CUSTOMERS; study_of: with so many customers."""
    years = Replications(study_of(TRIED_CUSTOMERS), workers=workers).upto(TRIED_YEARS, on_done)
    return fitting(events, replications, serious(years, policy))


def fitting(events: int, replications: int, tried: int) -> Size:
    """The smallest of SIZES with room to spare for the events, else the largest; tried: how many the trial had.

    A trial in which nothing serious happened counts as half an incident.
    """

    def expected(customers: int) -> int:
        return max(2 * tried, 1) * customers * replications // (2 * TRIED_YEARS * TRIED_CUSTOMERS)

    chosen = next((each for each in SIZES if expected(each) >= SPARE * events), SIZES[-1])
    return Size(chosen, tried, expected(chosen))
