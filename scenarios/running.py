"""Running scenarios: in memory for a notebook, into a folder for the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kaohe.scenarios.checks import beyond_calendar
from kaohe.scenarios.injecting import Injection, read_injection
from kaohe.scenarios.limit_checks import limit_beyond_calendar
from kaohe.scenarios.loader import Scenario, load_scenario
from kaohe.scenarios.occasions import Ordered
from kaohe.scenarios.quality import quality
from kaohe.scenarios.replaying import keep
from kaohe.sim.clock.calendar import CalendarRange, day_of
from kaohe.sim.deciding.behaviours import Behaviour, Erring, Order
from kaohe.sim.deciding.injection import TooFewOpportunities, plan_orders
from kaohe.sim.deciding.order_words import UnknownName, make_order
from kaohe.sim.files import Fault, Faults
from kaohe.sim.office import Office
from kaohe.sim.records.seal import papers_digest, whole_digest
from kaohe.sim.run import Run
from kaohe.sim.spec import SpecError
from kaohe.sim.texts import catalogue
from kaohe.sim.town.ground import Ground
from kaohe.standards import Assessment, Policy, Rulebook, judge

Report = Callable[[str, int, int], None]
DEFAULT_SEED = 1
_texts = catalogue("kaohe.scenarios")

__all__ = ["Outcome", "office", "quality", "run", "simulate"]


@dataclass(frozen=True)
class Outcome:
    """A run and its assessment."""

    run: Run
    assessment: Assessment


def run(
    scenario: str | Path | Scenario | None = None,
    seed: int = DEFAULT_SEED,
    policy: str | Path | Policy = "handbook",
    inject: Sequence[str] | None = None,
    customers: int | None = None,
    months: int | None = None,
) -> Outcome:
    """Simulate and judge in memory; nothing is written.

    Raises:
    Faults: what is wrong in the scenario, the policy or the options.
    """
    chosen = _chosen(scenario, customers, months, None, inject)
    ready = staged(chosen, seed)
    done = carried_out(ready, chosen)
    rules = policy if isinstance(policy, Policy) else Policy.load(policy)
    return Outcome(done, judge(done.records, rules, Rulebook.load()))


def simulate(
    folder: Path,
    scenario: str | Path | None,
    *,
    seed: int | None = None,
    customers: int | None = None,
    months: int | None = None,
    inject: Sequence[str] = (),
    check_intensity: Decimal | None = None,
    progress: Report | None = None,
) -> Run:
    """Simulate into a folder: records/, truth/, run.json. One office is one process.

    Raises:
    Faults: what is wrong in the scenario or the options; nothing of use is in the folder then.
    """
    chosen = _chosen(scenario, customers, months, check_intensity, inject or None)
    number = DEFAULT_SEED if seed is None else seed
    return written(folder, chosen, number, staged(chosen, number, folder / "records", progress))


def written(folder: Path, chosen: Scenario, seed: int, ready: Staged) -> Run:
    """Run what is ready, its records going to folder/records, and write truth/ and run.json. Raises Faults."""
    built, done = ready.office, carried_out(ready, chosen)
    done.write_truth(folder / "truth")
    keep(folder / "truth", built.founding, built.orders, _behaviours(chosen.injection))
    document = _document(chosen, seed, done)
    belongs = {"digest": whole_digest(document["digests"])}
    (folder / "truth" / "records.json").write_text(json.dumps(belongs) + "\n", encoding="utf-8")
    (folder / "run.json").write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return done


@dataclass(frozen=True)
class Staged:
    """An office ready to run, and the acts that its scenario orders."""

    office: Office
    ordered: Ordered


def office(scenario: Scenario, seed: int, folder: Path | None = None, progress: Report | None = None) -> Office:
    """The office of a scenario, ready to run, with what is injected. Raises Faults."""
    return staged(scenario, seed, folder, progress).office


def staged(
    scenario: Scenario,
    seed: int,
    folder: Path | None = None,
    progress: Report | None = None,
    *,
    orders: Sequence[Order] | None = None,
    layers: Sequence[Behaviour] = (),
    ground: Ground | None = None,
) -> Staged:
    """The office of a scenario, ready to run. Raises Faults.

    orders: in place of those that its injection would bring; layers: further ones; ground: of the same office, if at
    hand.
    """
    ordered = Ordered(scenario.acts)
    try:
        ground = ground or Ground.of(scenario.spec, seed)
        watch = [ordered.watch] if scenario.acts else []
        built = Office(
            scenario.spec,
            seed,
            scenario.rules,
            orders=_orders(scenario, seed, ground, progress) if orders is None else orders,
            behaviours=[*_behaviours(scenario.injection), *watch, *layers],
            folder=folder,
            ground=ground,
        )
        for number in range(len(scenario.acts)):
            ordered.orders.append(_ordered(built, scenario, number))
            built.order(ordered.orders[-1])
            ordered.watch.over(ordered.orders[-1])
    except (SpecError, CalendarRange) as error:
        raise Faults([Fault(scenario.id, None, None, "P052", str(error))]) from error
    built.on_month = None if progress is None else lambda done, total: progress(_texts("stage-simulate"), done, total)
    return Staged(built, ordered)


def carried_out(ready: Staged, scenario: Scenario) -> Run:
    """The run, if all acts that its scenario orders were carried out. Faults: those that were not, and why."""
    done = ready.office.run()
    unmet = ready.ordered.unmet(scenario.spec, ready.office.last_day, done)
    faults = [scenario.document.fault(("acts", number, key), "P043", said) for number, key, said in unmet]
    if faults:
        raise Faults(faults)
    return done


def _chosen(
    scenario: str | Path | Scenario | None,
    customers: int | None,
    months: int | None,
    check_intensity: Decimal | None,
    inject: Sequence[str] | None,
) -> Scenario:
    injection = None if inject is None else read_injection(inject)
    chosen = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    chosen = chosen.sized(customers, months, check_intensity)
    _within_calendar(chosen, chosen.id if months is None else "--months")
    return chosen if injection is None else replace(chosen, injection=injection, asked=True)


def _within_calendar(scenario: Scenario, place: str) -> None:
    """Raises Faults for a span that the calendar does not hold, or holds too little of what follows it."""
    beyond = beyond_calendar(scenario.spec.start, scenario.spec.months)
    if beyond is not None:
        raise Faults([Fault(place, None, None, "P052", str(beyond))])
    limits = {key: value for key, (value, _) in scenario.rules.limits.items()}
    too_long = limit_beyond_calendar(scenario.spec.start, scenario.spec.months, limits)
    if too_long is not None:
        raise Faults([Fault(place, None, None, "P052", str(too_long[1]))])


def _orders(scenario: Scenario, seed: int, ground: Ground, progress: Report | None) -> tuple[Order, ...]:
    injection = scenario.injection
    if not any(injection.counts.values()):
        return ()
    if progress is not None:
        progress(_texts("stage-survey"), 0, 1)
    try:
        plan = plan_orders(scenario.spec, seed, scenario.rules, injection.counts, injection.latent, ground)
    except TooFewOpportunities as few:
        raise Faults([_lacking(scenario, few)]) from few
    if progress is not None:
        progress(_texts("stage-survey"), 1, 1)
    return plan.orders


def _lacking(scenario: Scenario, few: TooFewOpportunities) -> Fault:
    """All that could not be ordered, in one line; where nobody asked for it, how to do without."""
    parts = [_texts("too-few-one", clause=clause, wanted=n, found=found) for clause, n, found in few.lacking]
    clauses = _texts("too-few-between").join(parts)
    if scenario.asked:
        return Fault("--inject", None, None, "P047", _texts("too-few", clauses=clauses))
    entries = " ".join(scenario.injection.entries)
    said = _texts("too-few-unasked", clauses=clauses, scenario=scenario.id, entries=entries)
    return Fault(scenario.id, None, None, "P047", said)


def _behaviours(injection: Injection) -> list[Behaviour]:
    return [Erring(injection.rates)] if injection.rates else []


def _ordered(built: Office, scenario: Scenario, number: int) -> Order:
    act = scenario.acts[number]
    try:
        params = {
            name: day_of(value) if not isinstance(value, (int, str)) else int(value)
            for name, value in act.params.items()
        }
        return make_order(built, day_of(act.on), act.does, act.about, params)
    except UnknownName as unknown:
        said = _texts("name-unknown", kind=unknown.kind, name=unknown.name, names="、".join(unknown.known[:12]))
        raise Faults([Fault(f"{scenario.id}: acts[{number}]", None, None, "P044", said)]) from unknown


def _document(scenario: Scenario, seed: int, done: Run) -> dict[str, Any]:
    packages = ("kaohe", "numpy", "polars", "simpy")
    return {
        "scenario": scenario.id,
        "seed": seed,
        "options": {
            "customers": sum(scenario.spec.classes.values()) + sum(each.customers for each in scenario.spec.books),
            "months": scenario.spec.months,
            "inject": {
                "rates_e6": dict(scenario.injection.rates),
                "counts": dict(scenario.injection.counts),
                "latent": sorted(scenario.injection.latent),
            },
            "check_intensity": scenario.spec.check_intensity,
        },
        "versions": {name: version(name) for name in packages},
        "rows": {name: count for name, count in done.counts.items() if count},
        "digests": {name: digest for name, digest in done.digests.items() if done.counts[name]},
        "papers": papers_digest(),
        "files": dict(sorted(done.files.items())),
        "void_orders": sum(done.void),
    }
