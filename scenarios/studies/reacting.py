"""Office-years of several policies to each of which people react, under one set of assumptions: for a notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kaohe.scenarios.loader import Scenario, load_scenario
from kaohe.scenarios.studies.deterrence import Deterrence, load_deterrence
from kaohe.scenarios.studies.drawing import values_of
from kaohe.scenarios.studies.rates import Rates, load_rates
from kaohe.scenarios.studies.replicating import Replications
from kaohe.scenarios.studies.responding import Response, changed_by_response
from kaohe.scenarios.studies.shipped import DEFAULT
from kaohe.scenarios.studies.study import Study
from kaohe.scenarios.studies.tempting import marked
from kaohe.scenarios.studies.workers import Workers
from kaohe.scenarios.studies.years import OfficeYears
from kaohe.standards import Policy
from kaohe.standards.laboratory.assumed import Assumed
from kaohe.standards.laboratory.felt import amnesty, typical
from kaohe.standards.laboratory.metrics.adjudication import Errs

if TYPE_CHECKING:
    import polars as pl

    from kaohe.standards.laboratory.side_by_side import Comparison

CENTRAL = "central"


@dataclass(frozen=True)
class Reacting:
    """Of each policy the office-years in which people react to it, in the order of the policies."""

    policies: tuple[Policy, ...]
    deterrence: Deterrence
    years: tuple[OfficeYears, ...]

    @property
    def changed(self) -> dict[str, int]:
        """By response in how many situations something else was done for it."""
        return changed_by_response([each.exposure for each in self.years])


def reacting_years(
    policies: Sequence[str | Path | Policy],
    scenario: str | Path | Scenario = "clean",
    rates: str | Path | Rates = DEFAULT,
    replications: int = 20,
    *,
    deterrence: str | Path | Deterrence = CENTRAL,
    customers: int | None = None,
    months: int = 12,
    seed: int = 1,
    workers: Workers | Executor | None = None,
) -> Reacting:
    """The same office-years under each policy, in which people react to what it threatens, as a set assumes.

    deterrence: one of the sets that ship (severity_works, central, severity_silences), or a file; under the policy that
    it names as reference people act as the rates say. workers: as of `office_years`. Nothing is kept in a folder.
    Raises Faults: what is wrong in the files.
    """
    read = tuple(each if isinstance(each, Policy) else Policy.load(each) for each in policies)
    assumes = deterrence if isinstance(deterrence, Deterrence) else load_deterrence(deterrence)
    described = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    errs = rates if isinstance(rates, Rates) else load_rates(rates)
    reference = Policy.load(assumes.reference)
    plain = replace(Study.of(described, errs, seed, months, customers), reference=reference)
    base = Replications(plain, workers=workers)
    found = {reference.digest(): base.upto(replications)}
    for each in read:
        if each.digest() not in found:
            study = replace(plain, response=Response(each, assumes))
            found[each.digest()] = Replications(study, workers=workers, before=base).upto(replications)
    return Reacting(read, assumes, tuple(marked(found[each.digest()], assumes) for each in read))


def resting_on(sets: Sequence[Deterrence], changed: Mapping[str, int], comparison: Comparison) -> Assumed:
    """What every conclusion rests on where people react: the sets, how often they did, and what an amnesty gives up."""
    values, own = sets[0].values, comparison.own[0].frames
    cases, believed = typical(own.incidents), _believed(own.acts)
    told = [amnesty(each.policy, cases, values, believed) for each in comparison.judged]
    return Assumed(tuple(each.id for each in sets), changed, amnesties=tuple(each for each in told if each is not None))


def _believed(acts: pl.DataFrame) -> float:
    """Of what was done the share that came to light: what people believe at first."""
    return 1 - acts["incident_id"].null_count() / acts.height if acts.height else 0.0


def errs_of(deterrence: Deterrence, draws: int, numbers: Sequence[int]) -> dict[int, Errs]:
    """By office-year how those err who judge, as the set has it; draws: over its ranges."""
    found = {number: values_of(deterrence, draws, number) for number in numbers}
    return {number: Errs(values["misattribution"], values["pricing_error"]) for number, values in found.items()}
