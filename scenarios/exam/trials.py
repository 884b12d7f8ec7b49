"""Trying out what could be ordered for an exam: what an office's judge makes of each, before any of it is set."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl

from kaohe.scenarios.exam.key import KeyCite
from kaohe.scenarios.exam.keying import cites_by_finding, decisive_rows, exposed_permille
from kaohe.scenarios.loader import Scenario
from kaohe.scenarios.quality import matched_pairs
from kaohe.scenarios.running import carried_out, staged, written
from kaohe.sim.deciding.behaviours import Behaviour, Draft, Order, sizes
from kaohe.sim.deciding.injection import Opportunity, with_company
from kaohe.sim.deciding.points import REGISTRY, DecisionPoint, Situations, With
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.truth import act_number
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.town.ground import Ground
from kaohe.standards import Assessment, Policy, Rulebook, judge

SIZED = ("amount_fen", "less_kwh", "less_units", "days")
"""Parameters by which an act's worth grows."""
Rows = list[dict[str, object]]


@dataclass(frozen=True)
class Bundle:
    """What an opportunity is ordered with. `size`: its parameters, where they are not as drawn."""

    opportunity: Opportunity
    size: tuple[tuple[str, int], ...] | None = None

    @property
    def clause(self) -> str:
        """The clause that is broken."""
        return self.opportunity.action.clause or ""

    @property
    def act_id(self) -> int:
        """The act's number: the same in any office of the seed."""
        point = REGISTRY.points[self.opportunity.point]
        return act_number(point.number, self.opportunity.key, self.opportunity.code)

    def orders(self) -> list[Order]:
        """The order and its company."""
        first, *company = with_company(self.opportunity, latent=False)
        return [first if self.size is None else replace(first, params=dict(self.size)), *company]

    def conflicts(self, others: Iterable[Bundle]) -> bool:
        """Whether one of the two would be void if both were ordered, or use the same situation."""
        own = self.opportunity
        return any(
            own.situations & other.opportunity.situations
            or (own.key == other.opportunity.key and self._about == other._about)
            or own.excludes(other.opportunity)
            or (self._lets_pass & other._lets_pass and own.day == other.opportunity.day)
            for other in others
        )

    @property
    def _about(self) -> str:
        return REGISTRY.points[self.opportunity.point].about

    @property
    def let_pass(self) -> frozenset[str]:
        """The clauses of the controls that fail with the act."""
        company = (each for each in self.opportunity.action.company if isinstance(each, With))
        clauses = (REGISTRY.points[each.point].named(each.action).clause for each in company)
        return frozenset(clause for clause in clauses if clause)

    @property
    def _lets_pass(self) -> frozenset[str]:
        """The controls that fail with the act: of one that fails for two, the incident is of both."""
        company = self.opportunity.action.company
        own = (each for each in company if isinstance(each, With))
        return frozenset(each.point for each in own if REGISTRY.points[each.point].named(each.action).clause)


@dataclass(frozen=True)
class Found:
    """An incident of an office, and the acts behind it. cites: rows behind it; steps: of its arithmetic.

    sound: exactly one act, evidenced, and worth as much as the judge says. exposed_permille: the largest share of a
    register that shows it: what who cites all of that register has right without reading a row.
    """

    incident_id: int
    clause: str
    tier: str
    amount_fen: int | None
    cites: int
    steps: int
    acts: frozenset[int]
    sound: bool
    exposed_permille: int = 0


@dataclass(frozen=True)
class Tried:
    """What came of a bundle in a trial: the incidents of its acts, and the size that was drawn, with the most."""

    bundle: Bundle
    found: tuple[Found, ...]
    size: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)

    @property
    def own(self) -> Found | None:
        """The incident of the act itself."""
        return next((each for each in self.found if self.bundle.act_id in each.acts), None)


class Sizes:
    """A layer that decides nothing and notes what size ordered acts would be drawn with, and the most there is."""

    def __init__(self, bundles: Iterable[Bundle]) -> None:
        self._wanted: dict[str, dict[int, Bundle]] = {}
        for bundle in bundles:
            self._wanted.setdefault(bundle.opportunity.point, {})[bundle.opportunity.key] = bundle
        self.drawn: dict[int, dict[str, tuple[int, int | None]]] = {}

    def concerns(self, point: DecisionPoint) -> bool:
        """Points of the bundles."""
        return point.id in self._wanted

    def decide(
        self, office: Office, point: DecisionPoint, tray: Situations, draft: Draft
    ) -> Generator[Question, None, None]:
        """Note, and leave the draft as it is."""
        wanted = self._wanted[point.id]
        for row in np.flatnonzero(np.isin(tray.keys, np.array([*wanted], np.int64))).tolist():
            bundle, at = wanted[int(tray.keys[row])], np.array([row])
            drawn = sizes(office, point, bundle.opportunity.action, tray, at)
            most = {name: draw.most(tray, at) for name, draw in bundle.opportunity.action.draws.items()}
            self.drawn[bundle.act_id] = {
                name: (int(values[0]), None if (top := most[name]) is None else int(top[0]))
                for name, values in drawn.items()
            }
        return
        yield  # a generator like every layer


@dataclass(frozen=True)
class Trial:
    """An office with some orders, run and judged."""

    run: Run
    assessment: Assessment

    @cached_property
    def found(self) -> tuple[Found, ...]:
        """Its incidents, with the acts behind each."""
        matched = matched_pairs(self._acts, self.assessment.findings)
        own: dict[int, set[int]] = {}
        incident_of = dict(self.assessment.findings.select("finding_id", "incident_id").iter_rows())
        for act, finding in matched.select("act_id", "finding_id").iter_rows():
            own.setdefault(incident_of[finding], set()).add(act)
        return tuple(self._found(row, own) for row in self.assessment.incidents.iter_rows(named=True))

    @cached_property
    def _acts(self) -> pl.DataFrame:
        return self.run.acts.filter(pl.col("clause") != "")

    @cached_property
    def _cites(self) -> Mapping[int, Sequence[KeyCite]]:
        return cites_by_finding(self.assessment)

    @cached_property
    def _heights(self) -> Mapping[str, int]:
        records = self.run.records
        return {table: records.table(table, ["id"]).height for table in records.tables()}

    def _found(self, row: Mapping[str, object], own: Mapping[int, set[int]]) -> Found:
        number, findings = int(str(row["incident_id"])), row["findings"]
        acts = frozenset(own.get(number, ()))
        assert isinstance(findings, list)
        amount, inputs = row["amount_fen"], json.loads(str(row["inputs"] or "{}"))
        cites = [cite for each in findings for cite in self._cites.get(each, ())]
        return Found(
            number,
            str(row["clause"]),
            str(row["tier"]),
            amount if isinstance(amount, int) else None,
            len(cites),
            _leaves(inputs),
            acts,
            len(acts) == 1 and len(findings) == 1 and self._agrees(next(iter(acts)), row),
            max(exposed_permille(decisive_rows(cites), self._heights).values(), default=0),
        )

    def _agrees(self, act_id: int, row: Mapping[str, object]) -> bool:
        """Whether the act is evidenced and worth what the judge charges, where he charges an exact amount."""
        act = self._acts.row(by_predicate=pl.col("act_id") == act_id, named=True)
        exact = row["estimate_fen"] is None
        return bool(act["evidenced"]) and (not exact or act["amount_fen"] == row["amount_fen"])

    def unproven(self) -> tuple[int, ...]:
        """Acts that no incident shows."""
        shown = frozenset[int]().union(*(each.acts for each in self.found))
        return tuple(act for act in self._acts["act_id"].to_list() if act not in shown)

    def of(self, bundle: Bundle) -> tuple[Found, ...]:
        """The incidents of a bundle's act and of the control that let it pass."""
        parents = dict(self._acts.select("act_id", "parent_act").iter_rows())
        kin = {bundle.act_id, parents.get(bundle.act_id)} - {None}
        return tuple(each for each in self.found if each.acts & kin)


def _leaves(inputs: object) -> int:
    """How many numbers a working has."""
    if isinstance(inputs, dict):
        return sum(map(_leaves, inputs.values()))
    return sum(map(_leaves, inputs)) if isinstance(inputs, list) else 1


def tried(
    scenario: Scenario,
    seed: int,
    ground: Ground,
    policy: Policy,
    bundles: Sequence[Bundle],
    lawful: Sequence[Order] = (),
) -> tuple[Trial, list[Tried]]:
    """Run and judge the office with these bundles and lawful orders. Raises Faults."""
    layer = Sizes(bundles)
    trial = judged(scenario, seed, ground, policy, bundles, lawful, [layer])
    return trial, [Tried(each, trial.of(each), layer.drawn.get(each.act_id, {})) for each in bundles]


def judged(
    scenario: Scenario,
    seed: int,
    ground: Ground,
    policy: Policy,
    bundles: Sequence[Bundle],
    lawful: Sequence[Order] = (),
    layers: Sequence[Behaviour] = (),
) -> Trial:
    """The office with these bundles and lawful orders, run and judged. Raises Faults."""
    orders = list(once(order for bundle in bundles for order in bundle.orders()))
    done = carried_out(staged(scenario, seed, orders=(*orders, *lawful), layers=layers, ground=ground), scenario)
    return Trial(done, judge(done.records, policy, Rulebook.load()))


def once(orders: Iterable[Order]) -> Iterator[Order]:
    """Each (point, key) once: two wrong readings of a meter-period need one re-reading."""
    seen: set[tuple[str, int | None]] = set()
    for order in orders:
        if (order.point, order.key) not in seen:
            seen.add((order.point, order.key))
            yield order


def rerun(scenario: Scenario, seed: int, bundles: Sequence[Bundle], lawful: Sequence[Order], folder: Path) -> Run:
    """The same office once more, into a folder as `kaohe simulate` writes it. Raises Faults."""
    orders = (*once(order for bundle in bundles for order in bundle.orders()), *lawful)
    return written(folder, scenario, seed, staged(scenario, seed, folder / "records", orders=orders))
