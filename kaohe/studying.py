"""What `compare` is asked for of simulated office-years: options read, the price told, the years worked out."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kaohe.errors import leaves, note, refusals
from kaohe.options import Values
from kaohe.sim.spec import MOST_CUSTOMERS
from kaohe.simulating import MOST_INTENSITY, MOST_SEED
from kaohe.standards.laboratory.statistics.sensitivity import FEWEST_DRAWS
from kaohe.terminal import progress
from kaohe.wording import say

if TYPE_CHECKING:
    from kaohe.scenarios.loader import Scenario
    from kaohe.scenarios.studies.deterrence import Deterrence
    from kaohe.scenarios.studies.rates import Rates
    from kaohe.scenarios.studies.replicating import Replications
    from kaohe.scenarios.studies.study import Study
    from kaohe.scenarios.studies.workers import Workers
    from kaohe.scenarios.studies.years import OfficeYears
    from kaohe.standards import Policy

MOST_REPLICATIONS, MOST_JOBS, MOST_MONTHS, MOST_EVENTS = 10_000, 512, 12, 100_000
MOST_SETS, MOST_DRAWS = 9, 10_000
AT_A_TIME = 8
"""Office-years between two looks at a half-width."""
Loaded = TypeVar("Loaded")
Enough = Callable[["OfficeYears"], bool]
DEFAULT_REPLICATIONS, DEFAULT_SCENARIO, DEFAULT_SEED = 20, "clean", 1


@dataclass(frozen=True)
class Line:
    """The options of office-years as they were written; None: not there."""

    scenario: str | None
    rates: str | None
    replications: str | None
    jobs: str | None
    scheduler: str | None
    events: str | None
    customers: str | None
    months: str | None
    seed: str | None
    deterrence: tuple[str, ...] = ()
    draws: str | None = None
    check_intensity: str | None = None

    @property
    def given(self) -> tuple[str, ...]:
        """Names of those that were written."""
        return tuple(name for name, value in vars(self).items() if value not in (None, ()))


@dataclass(frozen=True)
class Asked:
    """A study that was asked for. events: wanted of serious incidents and above; customers None: by the scenario;
    deterrence: sets of assumptions by which people react, the first that of the figures; draws: over its ranges.
    """

    scenario: Scenario
    rates: Rates
    replications: int
    jobs: int
    scheduler: str | None
    events: int | None
    customers: int | None
    months: int
    seed: int
    deterrence: tuple[Deterrence, ...] = ()
    draws: int = 0
    check_intensity: Decimal | None = None

    def study(self, customers: int | None) -> Study:
        """With so many customers. Raises Faults."""
        from kaohe.scenarios.studies.study import Study
        from kaohe.standards import Policy

        study = Study.of(self.scenario, self.rates, self.seed, self.months, customers, self.check_intensity)
        return replace(study, reference=Policy.load(self.deterrence[0].reference)) if self.deterrence else study

    @property
    def workers(self) -> Workers | None:
        """Who works; None: this process alone."""
        if self.scheduler is not None:
            from kaohe.scenarios.studies.cluster import cluster

            return cluster(self.scheduler)
        from kaohe.scenarios.studies.workers import processes

        return processes(self.jobs) if self.jobs > 1 else None


def read_asked(values: Values, line: Line) -> Asked | None:
    """What the options say; their faults are left with `values`, and then there is nothing."""
    from kaohe.scenarios.loader import load_scenario
    from kaohe.scenarios.studies.rates import load_rates
    from kaohe.scenarios.studies.shipped import DEFAULT

    scenario = values.check(lambda: _read(partial(load_scenario, line.scenario or DEFAULT_SCENARIO), line.scenario))
    rates = values.check(lambda: _read(partial(load_rates, line.rates or DEFAULT), line.rates))
    replications = values.whole("--replications", line.replications, 1, MOST_REPLICATIONS)
    jobs = values.whole("--jobs", line.jobs, 1, MOST_JOBS)
    events = values.whole("--events", line.events, 1, MOST_EVENTS)
    customers = values.whole("--customers", line.customers, 1, MOST_CUSTOMERS)
    months = values.whole("--months", line.months, 1, MOST_MONTHS)
    seed = values.whole("--seed", line.seed, 0, MOST_SEED)
    deterrence = _read_deterrence(values, line)
    draws = values.whole("--draws", line.draws, FEWEST_DRAWS, MOST_DRAWS)
    intensity = values.number("--check-intensity", line.check_intensity, 0, MOST_INTENSITY)
    if line.jobs is not None and line.scheduler is not None:
        values.fault("--jobs", "P034", say("compare", "jobs_or_scheduler"))
    if scenario is None or rates is None:
        return None
    asked = Asked(
        scenario,
        rates,
        replications or DEFAULT_REPLICATIONS,
        jobs or _cores(),
        line.scheduler,
        events,
        customers,
        months or MOST_MONTHS,
        DEFAULT_SEED if seed is None else seed,
        deterrence,
        draws or 0,
        intensity,
    )
    values.check(partial(asked.study, customers))
    return asked


def _read_deterrence(values: Values, line: Line) -> tuple[Deterrence, ...]:
    """Sets of assumptions; all are relative to one policy."""
    from kaohe.scenarios.studies.deterrence import load_deterrence

    names = line.deterrence
    if line.draws is not None and not names:
        values.fault("--draws", "P034", say("compare", "draws_of_sets"))
    if len(names) > MOST_SETS:
        values.fault("--deterrence", "P019", say("compare", "many_sets", most=MOST_SETS))
        return ()
    found = [values.check(partial(_read, partial(load_deterrence, name), name)) for name in names]
    sets = tuple(each for each in found if each is not None)
    if len({each.reference for each in sets}) > 1:
        values.fault("--deterrence", "P034", say("compare", "sets_apart"))
    if len({each.id for each in sets}) < len(sets):
        values.fault("--deterrence", "P013", say("compare", "set_twice"))
    return sets


@dataclass(frozen=True)
class Simulated:
    """Office-years, and where more of them come from."""

    years: OfficeYears
    replications: Replications


def simulated(asked: Asked, out: Path | None, policy: Policy, enough: Enough | None = None) -> Simulated:
    """The office-years, told of on standard error; with `out` they are kept there, and those that are there stay.

    policy: by which serious incidents are counted. enough: when fewer than were asked for will do. Raises Faults.
    """
    from kaohe.scenarios.studies.replicating import Replications
    from kaohe.scenarios.studies.sizing import serious

    workers = asked.workers
    if workers is not None and asked.scheduler is not None:
        with workers():  # whether anybody answers is told before anything is worked out
            pass
    with progress() as report:
        stage = partial(report, say("compare", "stage_years"))
        study = asked.study(_customers(asked, out, policy))
        with refusals(out):
            replications = Replications(study, out)
            _tell_price(asked, replications, keeps=out is not None)
            replications.workers = workers
            years = _until(replications, asked.replications, stage, enough)
    if asked.events is not None:
        found = serious(years, policy)
        if found < asked.events:
            there = years.exposure["replication"].n_unique()
            wanted = -(-asked.events * there // max(found, 1))
            told = {"found": found, "events": asked.events, "wanted": wanted, "years": there}
            note("--events", "U056", say("compare", "events_lacking" if found else "events_none", **told))
    return Simulated(years, replications)


@contextmanager
def told_what_stays(out: Path | None) -> Iterator[None]:
    """Whoever interrupts office-years is told which of them he has."""
    try:
        yield
    except KeyboardInterrupt:
        years = 0 if out is None else sum(path.name.isdigit() for path in _years_of(out))
        key = "interrupted_nothing" if out is None else "interrupted_years" if years else "interrupted_none"
        leaves(say("compare", key, years=years, folder=out or ""))
        raise


def _years_of(out: Path) -> Iterator[Path]:
    """What is in the folders of years: of those who act by rates, and of those who react."""
    yield from out.glob("years/*")
    yield from out.glob("reactions/*/years/*")


def _until(
    replications: Replications, most: int, stage: Callable[[int, int], None], enough: Enough | None
) -> OfficeYears:
    """All of them, or, a few at a time, as many as are enough."""
    for number in () if enough is None else (*range(AT_A_TIME, most, AT_A_TIME), most):
        years = replications.upto(number, stage)
        if enough is not None and enough(years):
            note("--half-width", "U071", say("compare", "narrow_enough", years=number))
            return years
    if enough is not None:
        note("--half-width", "U072", say("compare", "not_narrow", years=most))
    return replications.upto(most, stage)


def _read(load: Callable[[], Loaded], name: str | None) -> Loaded:
    with refusals(name):
        return load()


def _cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _customers(asked: Asked, out: Path | None, policy: Policy) -> int | None:
    """As asked, as a study that is there has them, or as many as the events need."""
    from kaohe.scenarios.studies.sizing import TRIED_CUSTOMERS, TRIED_YEARS, size_for
    from kaohe.scenarios.studies.study_folder import NAME, is_study

    with refusals(out):
        there = out is not None and is_study(out)
    if asked.events is None or asked.customers is not None:
        return asked.customers
    if out is not None and there:
        with suppress(OSError, ValueError, KeyError, TypeError):
            return int(json.loads((out / NAME).read_text(encoding="utf-8"))["study"]["customers"])
    size = size_for(asked.events, asked.replications, asked.study, policy, asked.workers)
    told = {"tried": size.tried, "years": TRIED_YEARS, "of": TRIED_CUSTOMERS, "expected": size.expected}
    note("--events", "U057", say("compare", "sized", customers=size.customers, **told))
    return size.customers


def _tell_price(asked: Asked, replications: Replications, *, keeps: bool) -> None:
    """What is there, and by the first that is not what the others will take."""
    from kaohe.scenarios.studies.study import COMES_TO_LIGHT_MONTHS

    there = sum(each <= asked.replications for each in replications.kept)
    left = asked.replications - there
    if there:
        note("--replications", "U058", say("compare", "resumed", there=there, left=left))
    if not left:
        return
    began = time.perf_counter()
    replications.one_more(asked.replications)
    took = time.perf_counter() - began
    told = {
        "left": left - 1,
        "customers": replications.study.customers,
        "months": asked.months,
        "more": COMES_TO_LIGHT_MONTHS,
        "seconds": f"{took:.1f}",
        "minutes": max(1, round(took * (left - 1) / asked.jobs / 60)),
        "jobs": asked.jobs,
    }
    key = "price_cluster" if asked.scheduler is not None else "price"
    note("--replications", "U058", say("compare", key, **told) + say("compare", "keeps" if keeps else "keeps_not"))
