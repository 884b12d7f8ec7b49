"""A study of simulated office-years: all that decides its numbers, and the work of one replication."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from importlib.metadata import version

import polars as pl

from kaohe.scenarios.loader import Scenario
from kaohe.scenarios.quality import matched_pairs
from kaohe.scenarios.studies.rates import Rates
from kaohe.scenarios.studies.responding import Responding, Response, Row, Watching
from kaohe.scenarios.studies.years import ACTS, EXPOSURE, INCIDENTS, MONTHS, OPPORTUNITIES, OfficeYear
from kaohe.sim.clock.calendar import date_of
from kaohe.sim.clock.months import Month
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.deciding.rating import Rated
from kaohe.sim.files import Faults
from kaohe.sim.office import Office
from kaohe.sim.rules import OfficeRules
from kaohe.sim.spec import OfficeSpec
from kaohe.sim.state import take_down
from kaohe.sim.streams import Purpose, word_at
from kaohe.sim.texts import catalogue
from kaohe.standards import Policy, Rulebook, judge

COMES_TO_LIGHT_MONTHS = 3
REFERENCE = "handbook"
_texts = catalogue("kaohe.scenarios")


@dataclass(frozen=True)
class Study:
    """Offices of one description under one set of rates; replication n is the same in every study that differs in
    nothing but the number of replications, and, where only rates differ, the same office and the same luck.

    spec: its months are those in which people err and those in which that can still come to light. months: the first
    alone. by_act: millionths by point and action. reference: what came to light is kept, and how serious it is under
    this policy; response: people react to a policy, relative to that.
    """

    scenario: str
    rates: str
    spec: OfficeSpec
    rules: OfficeRules
    by_act: Mapping[tuple[str, str], int]
    seed: int
    months: int
    reference: Policy | None = None
    response: Response | None = None

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        rates: Rates,
        seed: int,
        months: int,
        customers: int | None = None,
        check_intensity: Decimal | None = None,
    ) -> Study:
        """The study of a scenario's office; its own injection is not used.

        Raises Faults: the scenario orders acts by name and day, which are no habits, or its span leaves the calendar.
        """
        if scenario.acts:
            raise Faults([scenario.document.fault(("acts",), "U059", _texts.message("study-acts"))])
        sized = scenario.sized(customers, months + COMES_TO_LIGHT_MONTHS, check_intensity)
        return cls(scenario.id, rates.id, sized.spec, sized.rules, dict(rates.by_act), seed, months)

    @property
    def customers(self) -> int:
        """Customers of the office."""
        return sum(self.spec.classes.values()) + sum(each.customers for each in self.spec.books)

    @property
    def until(self) -> int:
        """The last day on which people err, days since 1970."""
        month = Month.of(self.spec.start)
        for _ in range(self.months - 1):
            month = Month.of(date_of(month.end + 1))
        return month.end

    @cached_property
    def identity(self) -> dict[str, object]:
        """What decides its numbers, in plain values; digests of what is long."""
        office = take_down((self.spec, self.rules)).value
        acts = sorted([*act, rate] for act, rate in self.by_act.items() if rate)
        return {
            "kaohe": version("kaohe"),
            "scenario": self.scenario,
            "customers": self.customers,
            "office": _digest(office),
            "rates": self.rates,
            "acts": _digest(acts),
            "months": self.months,
            "seed": self.seed,
            **self._reacting(),
        }

    def _reacting(self) -> dict[str, object]:
        """Nothing where nobody reacts."""
        response = self.response
        policy = self.reference if response is None else response.policy
        found: dict[str, object] = {} if policy is None else {"policy": policy.digest()}
        if response is not None and self.reference is not None:
            found |= {"reference": self.reference.digest(), "deterrence": response.deterrence.digest}
            found |= {"draws": response.draws} if response.draws else {}
        return found

    def population(self, replications: int) -> str:
        """In words: which offices, how many years, by which rates."""
        return _texts(
            "study-population",
            replications=replications,
            scenario=self.scenario,
            customers=self.customers,
            months=self.months,
            rates=self.rates,
            seed=str(self.seed),
        )


def _digest(plain: object) -> str:
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def replicated(study: Study, replication: int, before: OfficeYear | None = None) -> OfficeYear:
    """Simulate and judge one replication (from 1) in memory; nothing else is kept of it.

    before: where people react, the same one under the reference; it is worked out where it is not given.
    """
    rated = _people(study, replication, before)
    office = Office(study.spec, seed_of(study.seed, replication), study.rules, behaviours=[rated])
    if isinstance(rated, Watching):
        rated.watch(office)
    run = office.run()
    assessment = judge(run.records, Policy.load(REFERENCE), Rulebook.load())
    acts = run.acts.filter(pl.col("at").dt.date() <= date_of(study.until))
    known = _known(run.acts, assessment.findings)
    later = known.filter(~pl.col("act_id").is_in(acts["act_id"].implode()))["incident_id"]
    own = known.filter(pl.col("act_id").is_in(acts["act_id"].implode()))["incident_id"]
    of_later = pl.col("incident_id").is_in(later.implode()) & ~pl.col("incident_id").is_in(own.implode())
    number = pl.lit(replication, pl.Int32).alias("replication")
    return OfficeYear(
        replication,
        assessment.incidents.filter(~of_later).with_columns(number).select(*INCIDENTS).sort("incident_id"),
        acts.join(known, on="act_id", how="left", maintain_order="left").with_columns(number).select(*ACTS),
        _exposure(study, office, rated).with_columns(number).select(*EXPOSURE),
    )


def _people(study: Study, replication: int, before: OfficeYear | None) -> Rated:
    """Who err by rates; who react to a policy; who do neither but are looked at, for others to be compared with."""
    if study.reference is None:
        return Rated(study.by_act, study.until)
    if study.response is None:
        return Watching(study.by_act, study.until, study.reference)
    year = replicated(replace(study, response=None), replication) if before is None else before
    return Responding(study.by_act, study.until, study.response, study.reference, year)


def seed_of(seed: int, replication: int) -> int:
    """The seed of an office of a study."""
    return word_at(seed, Purpose.REPLICATION, replication) >> 1


def _known(acts: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """act_id and incident_id of the acts that the judge knows of; work slips are no incidents."""
    pairs = matched_pairs(acts.filter(pl.col("clause") != ""), findings)
    numbers = findings.select("finding_id", "incident_id")
    known = pairs.join(numbers, on="finding_id", how="left").filter(pl.col("incident_id").is_not_null())
    return known.select("act_id", "incident_id").unique("act_id", keep="first", maintain_order=True)


def _exposure(study: Study, office: Office, rated: Rated) -> pl.DataFrame:
    """Months of each person at each of his posts, and situations that had room for each act."""
    held = [
        (post, person.number)
        for person in office.roster.people
        for post in (person.post, person.second_post)
        if post is not None
    ]
    met = [
        (REGISTRY.points[point].post, None, f"{OPPORTUNITIES}{point}.{action}", rated.opportunities[point, action])
        for point, action in sorted(rated.rates)
    ]
    watched = rated.rows() if isinstance(rated, Watching) else ()
    rows: list[Row] = [*((post, staff, MONTHS, study.months) for post, staff in held), *met, *watched]
    schema = {name: kind for name, kind in EXPOSURE.items() if name != "replication"}
    return pl.DataFrame(rows, schema=schema, orient="row")
