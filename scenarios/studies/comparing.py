"""Policies side by side from Python: on lists of one's own, judged runs, simulated office-years, or reactions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kaohe.scenarios.studies.reacting import Reacting, errs_of, resting_on
from kaohe.scenarios.studies.years import OfficeYears
from kaohe.standards import Assessment, Policy
from kaohe.standards.laboratory.incident_lists import read_incidents
from kaohe.standards.laboratory.metrics.contributions import Worth
from kaohe.standards.laboratory.metrics.office_years import Years, counted_together
from kaohe.standards.laboratory.populations import Source, population
from kaohe.standards.laboratory.side_by_side import Comparison, Named

Incidents = str | Path | Assessment


def compare(
    policies: Sequence[str | Path | Policy],
    on: OfficeYears | Reacting | Incidents | Sequence[Incidents],
    *,
    bonus_fen: Mapping[str, int] | None = None,
    weights_fen: Mapping[str, int] | None = None,
) -> Comparison:
    """What each policy makes of the same incidents; the first is what the others are compared with.

    policies: ids of those that ship, files, or policies that were read. on: office-years (`office_years`), over which
    figures have intervals; those of people who react to each of these policies (`reacting_years`); or lists of a
    utility's own (csv, xlsx) and assessments of runs, of which nothing is yearly.
    bonus_fen, weights_fen: what a month of each measure and one of each part of the cost is worth, in 分.

    `.document()` is what `kaohe compare --json` prints, `.tables()` are frames by name, `.metrics(place)` the figures
    of one policy, `.differences(place)` those of a policy less those of the first.
    Raises Faults: what is wrong in a file; ValueError: no policy, nothing to compare them on, or people who react to
    other policies.
    """
    named = _named([each if isinstance(each, Policy) else Policy.load(each) for each in policies])
    worth = Worth(dict(bonus_fen or {}), dict(weights_fen or {}))
    if isinstance(on, OfficeYears):
        years = Years(on)
        return Comparison(named, years.population, worth, years)
    if isinstance(on, Reacting):
        return _reacted(named, on, worth)
    each_of = [on] if isinstance(on, str | Path | Assessment) else on
    sources = [_source(each, number) for number, each in enumerate(each_of, start=1)]
    if not named or not sources:
        raise ValueError("at least one policy, and one list or assessment, is needed")
    return Comparison(named, population(sources), worth)


def _reacted(named: Sequence[Named], on: Reacting, worth: Worth) -> Comparison:
    """Each policy over the office-years in which people react to it."""
    if [each.policy.digest() for each in named] != [each.digest() for each in on.policies]:
        raise ValueError("people react in these years to other policies, or in another order")
    own = counted_together(on.years)
    errs = errs_of(on.deterrence, 0, own[0].numbers)
    found = Comparison(list(named), own[0].population, worth, own[0], own, errs)
    found.assumed = resting_on([on.deterrence], on.changed, found)
    return found


def _named(policies: Sequence[Policy]) -> list[Named]:
    """Each under its id; the same one again is told apart by its place."""
    ids = [each.id for each in policies]
    return [
        Named(each.id if each.id not in ids[:place] else f"{each.id}#{place + 1}", each)
        for place, each in enumerate(policies)
    ]


def _source(given: Incidents, number: int) -> Source:
    """A list is known by its file, a run by its place."""
    if isinstance(given, Assessment):
        return Source(f"run {number}", "run", given.incidents)
    path = Path(given)
    return Source(path.name, "list", read_incidents(path).frame)
