"""Small offices for tests: runs are made once and kept; what they wrote is read as plain rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import polars as pl

from kaohe.scenarios.loader import load_scenario
from kaohe.sim.deciding.behaviours import Behaviour, Erring, Order
from kaohe.sim.deciding.injection import Survey, plan_from, plan_orders
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.office import Office
from kaohe.sim.records import SCHEMA
from kaohe.sim.rules import OfficeRules
from kaohe.sim.run import Run
from kaohe.sim.spec import OfficeSpec, Practice, town
from kaohe.standards import Assessment, Policy, Rulebook, judge

Row = dict[str, object]
ENOUGH = 100  # opportunities of a clause that are kept

# Everything that is lawful and odd happens often, so that a small office meets it in two or three months.
BUSY = Practice(
    application_e6=20_000,
    change_e6=20_000,
    transfer_e6=20_000,
    closing_e6=10_000,
    transformer_change_e6=150_000,
    suspension_e6=150_000,
    swap_e6=50_000,
    vacancy_e6=40_000,
    furnace_e6=4_000,
    four_digit_e6=500_000,
    stopped_e6=4_000,
    burnt_e6=3_000,
    seal_missing_e6=5_000,
    creeping_e6=3_000,
    slow_e6=4_000,
    fast_e6=4_000,
    theft_e6=5_000,
    added_load_e6=5_000,
    changed_use_e6=4_000,
    locked_door_e6=40_000,
    cycle_change_e6=150_000,
    noted_delay_e6=150_000,
    spot_e6=100_000,
    late_e6=250_000,
    cheque_return_e6=250_000,
    collection_return_e6=200_000,
    credit_e6=20_000,
    counterfeit_e6=5_000,
    window_record_e6=20_000,
    void_receipt_e6=10_000,
    receipt_shown_e6=20_000,
    temporary_e6=20_000,
)


@cache
def rules() -> OfficeRules:
    """The limits of the rulebook and the fees of the town."""
    return load_scenario().rules


@cache
def handbook() -> Policy:
    """The policy of the handbook."""
    return Policy.load("handbook")


@cache
def rulebook() -> Rulebook:
    """The rulebook that ships."""
    return Rulebook.load()


@dataclass(frozen=True)
class Small:
    """A small office by what matters to a test; hashable, so that its run is made once."""

    customers: int = 600
    months: int = 3
    seed: int = 1
    busy: bool = True
    intensity: int = 100
    windows: int | None = None

    def spec(self) -> OfficeSpec:
        """The office itself."""
        spec = replace(town(self.customers, self.months), check_intensity=self.intensity, windows=self.windows)
        return replace(spec, practice=BUSY) if self.busy else spec

    def office(
        self, orders: Sequence[Order] = (), behaviours: Sequence[Behaviour] = (), until: date | None = None
    ) -> Office:
        """Ready to run."""
        return Office(self.spec(), self.seed, rules(), orders=orders, behaviours=behaviours, until=until)


@cache
def clean(small: Small = Small()) -> Run:
    """A run by the book."""
    return small.office().run()


@cache
def surveyed(small: Small) -> tuple[Survey, Run]:
    """Opportunities of every clause, and the run by the book in which they were found."""
    survey = Survey(dict.fromkeys(REGISTRY.clauses(), ENOUGH))
    return survey, small.office(behaviours=[survey]).run()


@cache
def ordered_of(small: Small, clause: str, count: int = 3) -> Run:
    """A run with so many ordered acts of one clause."""
    return small.office(plan_from(surveyed(small)[0], small.seed, {clause: count}).orders).run()


@cache
def erring(small: Small = Small(), rate_e6: int = 30_000) -> Run:
    """A run in which every clause is broken at a rate."""
    return small.office(behaviours=[Erring(dict.fromkeys(REGISTRY.clauses(), rate_e6))]).run()


@cache
def planned(small: Small, count: int) -> tuple[Order, ...]:
    """The orders of `all=<count>x`."""
    return plan_orders(small.spec(), small.seed, rules(), dict.fromkeys(REGISTRY.clauses(), count)).orders


@cache
def ordered(small: Small = Small(), count: int = 2) -> Run:
    """A run with so many ordered acts of every clause."""
    return small.office(planned(small, count)).run()


def judged(run: Run) -> Assessment:
    """What the judge says about a run by the handbook."""
    return judge(run.records, handbook(), rulebook())


def rows(run: Run, table: str) -> list[Row]:
    """The rows of a table as mappings, in written order."""
    return run.records.table(table).to_dicts()


def by_id(run: Run, table: str) -> Mapping[int, Row]:
    """The rows of a table by key; of meters the last version by number."""
    key = "meter" if table == "meter" else "id"
    return {int(str(row[key])): row for row in rows(run, table)}


def tables(run: Run) -> Mapping[str, pl.DataFrame]:
    """All tables, empty ones among them."""
    return {name: run.records.table(name) for name in SCHEMA}


__all__ = [
    "BUSY",
    "Row",
    "Small",
    "by_id",
    "clean",
    "erring",
    "handbook",
    "judged",
    "ordered",
    "ordered_of",
    "planned",
    "rows",
    "rulebook",
    "rules",
    "surveyed",
    "tables",
    "town",
]
