"""People made up to try a policy on: what each would bear, by the engine and not by reading the policy's keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from kaohe.standards.policies.format import TIERS, Measure
from kaohe.standards.policies.policy import Policy
from kaohe.standards.sanctions import assess, prepare
from kaohe.standards.sanctions.cases import Cases

Act = Mapping[str, object]
Load = Mapping[str, int]
"""What somebody bears: the figure by kind of measure, 1 where the kind has none; months and 分 added up."""

DAY = date(2001, 6, 15)
OTHER = 10**6
DEFAULTS: dict[str, tuple[object, pl.DataType]] = {
    "clause": ("", pl.String()),
    "post": ("", pl.String()),
    "basis": ("", pl.String()),
    "occurred_on": (DAY, pl.Date()),
    "discovered_on": (None, pl.Date()),
    "amount_fen": (None, pl.Int64()),
    "caused_fen": (0, pl.Int64()),
    "loss_fen": (0, pl.Int64()),
    "gain_fen": (0, pl.Int64()),
    "avoided_fen": (0, pl.Int64()),
    "energy_kwh": (0, pl.Int64()),
    "count": (1, pl.Int64()),
    "intent": ("none", pl.String()),
    "act_role": ("doer", pl.String()),
    "severity": ("", pl.String()),
    "concealed": (False, pl.Boolean()),
    "serious_effect": (False, pl.Boolean()),
    "cause_overload": (False, pl.Boolean()),
    "self_reported": (False, pl.Boolean()),
    "large_customer": (False, pl.Boolean()),
    "discovered_by": (None, pl.Int64()),
    "finder_post": ("", pl.String()),
    "manager": (2 * OTHER, pl.Int64()),
    "decided_tier": (None, pl.String()),
}


def act(amount_fen: int | None, **facts: object) -> Act:
    """An incident of an amount (None: unpriced), all of it lost, and what else is not as usual."""
    worth = {} if amount_fen is None else {"amount_fen": amount_fen, "caused_fen": amount_fen, "loss_fen": amount_fen}
    return {**worth, **facts}


def cases_of(people: Sequence[Sequence[Act]]) -> Cases:
    """The acts of some people as the engine reads them, numbered in their order."""
    rows = [(person, act) for person, acts in enumerate(people) for act in acts]
    columns = {
        name: pl.Series([act.get(name, default) for _, act in rows], dtype=kind)
        for name, (default, kind) in DEFAULTS.items()
    }
    staff = pl.Series([person for person, _ in rows], dtype=pl.Int32)
    return prepare(pl.DataFrame({"incident_id": range(len(rows)), "staff": staff, **columns}))


@dataclass(frozen=True)
class Tried:
    """Of each person what he bears, the rules that impose it, the unit's duties, and the tiers of his acts."""

    loads: tuple[Load, ...]
    rules: tuple[tuple[str, ...], ...]
    duties: tuple[frozenset[str], ...]
    tiers: tuple[tuple[str, ...], ...]


def tried(policy: Policy, people: Sequence[Sequence[Act]]) -> Tried:
    """What a policy makes of made-up people; each has a history of his own acts alone."""
    assessed = assess(cases_of(people), policy)
    loads: list[dict[str, int]] = [{} for _ in people]
    rules: list[list[str]] = [[] for _ in people]
    duties: list[set[str]] = [set() for _ in people]
    tiers: list[list[str]] = [[] for _ in people]
    for person, tier in assessed.incidents.select("staff", "tier").iter_rows():
        tiers[person].append(tier)
    who = assessed.incidents.select("incident_id", pl.col("staff").alias("person"))
    for person, staff, rule, kind, value in _with_person(assessed.sanctions, who):
        if staff in (person, 2 * OTHER) and value != 0:
            loads[person][kind] = loads[person].get(kind, 0) + (1 if value is None else value)
            rules[person].append(rule)
    for person, kind in assessed.duties.join(who, on="incident_id").select("person", "kind").iter_rows():
        duties[person].add(kind)
    return Tried(
        tuple(loads),
        tuple(tuple(dict.fromkeys(each)) for each in rules),
        tuple(frozenset(each) for each in duties),
        tuple(tuple(sorted(each, key=TIERS.index)) for each in tiers),
    )


def _with_person(sanctions: pl.DataFrame, who: pl.DataFrame) -> list[tuple[int, int, str, str, int | None]]:
    joined = sanctions.join(who, on="incident_id", maintain_order="left")
    return joined.select("person", "staff", "rule", "kind", "value").rows()


STEP = {"months": 1, "years": 1, "times": 1, "fen": 100, "": 0}
"""What a figure may change by between two amounts one 分 apart before that is a notch."""


def jumps(before: Load, after: Load, measures: Mapping[str, Measure]) -> bool:
    """Whether more than one step of a figure lies between two loads."""
    kinds = {*before, *after}
    return any(abs(after.get(kind, 0) - before.get(kind, 0)) > STEP[measures[kind].unit] for kind in kinds)


def weights(load: Load, measures: Mapping[str, Measure]) -> dict[str, int]:
    """A load by what can be compared: the rank within a family, else the figure of the kind."""
    found: dict[str, int] = {}
    for kind, figure in load.items():
        family = measures[kind].family
        name, weight = (kind, figure) if family is None else (f"family {family}", measures[kind].rank)
        found[name] = max(found.get(name, 0), weight) if family is not None else weight
    return found


def lighter(one: Load, other: Load, measures: Mapping[str, Measure]) -> bool:
    """Whether a load is lighter in something and heavier in nothing; of two that cannot be compared neither is."""
    left, right = weights(one, measures), weights(other, measures)
    kinds = {*left, *right}
    return left != right and all(left.get(kind, 0) <= right.get(kind, 0) for kind in kinds)


def months(load: Load, measures: Mapping[str, Measure]) -> int:
    """Months of bonus of a load, whatever their kind."""
    return sum(figure for kind, figure in load.items() if measures[kind].unit == "months")
