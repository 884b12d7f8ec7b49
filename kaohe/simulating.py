"""What `run` and `simulate` are asked for: the options that describe the office and what is injected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kaohe.errors import refusals
from kaohe.options import Values
from kaohe.scenarios.injecting import read_injection
from kaohe.scenarios.loader import load_scenario
from kaohe.scenarios.running import simulate
from kaohe.sim.clock.calendar import load_calendar
from kaohe.sim.files import Faults
from kaohe.sim.spec import MOST_CUSTOMERS
from kaohe.terminal import Report

MOST_SEED = 2**63 - 1
MOST_INTENSITY = 1000


@dataclass(frozen=True)
class Order:
    """An office to simulate; None: as the scenario says."""

    scenario: str | None
    seed: int | None
    customers: int | None
    months: int | None
    inject: tuple[str, ...]
    check_intensity: Decimal | None

    def carry_out(self, folder: Path, report: Report) -> None:
        """Simulate into a folder: records, truth, run.json."""
        simulate(
            folder,
            self.scenario,
            seed=self.seed,
            customers=self.customers,
            months=self.months,
            inject=self.inject,
            check_intensity=self.check_intensity,
            progress=report,
        )


def read_order(
    values: Values,
    scenario: str | None,
    seed: str | None,
    customers: str | None,
    months: str | None,
    inject: Sequence[str] | None,
    check_intensity: str | None,
) -> Order:
    """The order of a command line; its faults are left with `values`."""
    try:
        read_injection(inject or ())
    except Faults as found:
        for each in found.faults:
            values.fault(each.path, each.code, each.message)
    values.check(lambda: _loadable(scenario))
    return Order(
        scenario=scenario,
        seed=values.whole("--seed", seed, 0, MOST_SEED),
        customers=values.whole("--customers", customers, 1, MOST_CUSTOMERS),
        months=values.whole("--months", months, 1, told=None if months is None else _most_months(scenario)),
        inject=tuple(inject or ()),
        check_intensity=values.number("--check-intensity", check_intensity, 0, MOST_INTENSITY),
    )


def _loadable(scenario: str | None) -> None:
    with refusals(scenario):
        load_scenario(scenario)


def _most_months(scenario: str | None) -> int | None:
    """The most months of a scenario that the calendar reaches; None for a scenario that is refused, later."""
    try:
        with refusals(scenario):
            start, last = load_scenario(scenario).spec.start, load_calendar().last
    except Faults:
        return None
    most = (last.year - start.year) * 12 + last.month - start.month
    return most if most >= 1 else None
