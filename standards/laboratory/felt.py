"""What sanctions are felt as, in months of bonus: of cases as an office has them, with what a person has behind him."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.standards.laboratory.schedule import edges_of
from kaohe.standards.laboratory.trials import DAY, DEFAULTS, Act, Load, act, tried
from kaohe.standards.policies.format import TIERS
from kaohe.standards.policies.policy import Policy

Floats = NDArray[np.float64]
EARLIER: Final = 3
"""Earlier serious incidents that are told apart: none, one, two or more."""
OF_A_POST: Final = 200
"""Cases that stand for a post, spread evenly over its incidents from the smallest to those without an amount."""
SERIOUS: Final = TIERS.index("serious")
MONTHS: Final = "months."
YUAN: Final = "bonus_month_yuan"
TAKEN: Final = ("clause", "post", "basis", "amount_fen", "caused_fen", "loss_fen", "energy_kwh", "act_role")


def typical(incidents: pl.DataFrame) -> tuple[Act, ...]:
    """Cases that stand for the incidents of each post."""
    ordered = incidents.sort("post", "amount_fen", "clause", "incident_id", nulls_last=True)
    found: list[Act] = []
    for _, of_post in ordered.group_by("post", maintain_order=True):
        count = min(OF_A_POST, of_post.height)
        places = [(2 * place + 1) * of_post.height // (2 * count) for place in range(count)]
        for row in of_post[places].select(TAKEN).iter_rows(named=True):
            found.append({name: DEFAULTS[name][0] if value is None else value for name, value in row.items()})
            found[-1] = {**found[-1], "amount_fen": row["amount_fen"]}
    return tuple(found)


def weight_of(policy: Policy, kind: str, values: Mapping[str, float]) -> float:
    """Months of bonus that one unit of a measure is felt as; 0: it is not weighed."""
    unit = policy.measure(kind).unit
    if unit == "months":
        return 1.0
    return 0.01 / values[YUAN] if unit == "fen" else values.get(MONTHS + kind, 0.0)


def unweighed(policy: Policy, values: Mapping[str, float]) -> tuple[str, ...]:
    """Measures on the post or the like of which nothing says how heavy they are felt."""
    measures = policy.file.measures.items()
    return tuple(kind for kind, each in measures if each.family is not None and MONTHS + kind not in values)


@dataclass(frozen=True)
class Felt:
    """How heavy each case is under a policy, by what is behind a person: `loads[case, earlier, kind]`, whatever a month
    or a measure is worth; `intended`: the same cases, done with intent and for a gain of the amount.
    """

    policy: Policy
    cases: tuple[Act, ...]
    kinds: tuple[str, ...]
    loads: Floats
    intended: Floats

    @classmethod
    def of(cls, policy: Policy, cases: Sequence[Act]) -> Felt:
        """By the engine: what the case adds to what somebody bears already."""
        kinds = tuple(policy.file.measures)
        meant = [{**each, "intent": "established", "gain_fen": each["amount_fen"] or 0} for each in cases]
        return cls(policy, tuple(cases), kinds, _added(policy, cases, kinds), _added(policy, meant, kinds))

    def months(self, values: Mapping[str, float], *, intended: bool = False) -> Floats:
        """(cases, EARLIER): months of bonus; never below 0."""
        weights = np.array([weight_of(self.policy, kind, values) for kind in self.kinds])
        found: Floats = np.maximum((self.intended if intended else self.loads) @ weights, 0.0)
        return found

    def mean(self, values: Mapping[str, float], of: NDArray[np.bool_], *, intended: bool = False) -> Floats:
        """(EARLIER,): felt weight Sᵅ, the mean of some of the cases; 0 of none."""
        if not of.any():
            return np.zeros(EARLIER)
        mean: Floats = (self.months(values, intended=intended)[of] ** values["alpha"]).mean(axis=0)
        return mean


@dataclass(frozen=True)
class Amnesty:
    """Relief of a policy for who reports himself: the share of the sanction `given` up, and the share that could be
    given up without lessening deterrence (`preserving`: Kaplow and Shavell 1994), both of 1.
    """

    policy: str
    given: float
    preserving: float

    @property
    def gap(self) -> float:
        """Above 0 reports are bought at the price of deterrence."""
        return self.given - self.preserving


def amnesty(policy: Policy, cases: Sequence[Act], values: Mapping[str, float], believed: float) -> Amnesty | None:
    """Of the sanctions for these cases, first incidents, where a hidden one is believed to come to light with such a
    probability; None where none of them is punished.
    """
    facts: tuple[Act, ...] = ({}, {"self_reported": True}, {"concealed": True})
    every = [Felt.of(policy, [{**case, **fact} for case in cases]).months(values)[:, 0].sum() for fact in facts]
    plain, reported, hidden = (float(months) for months in every)
    if not plain:
        return None
    believed_cost = believed ** (1 / values["alpha"]) * hidden / plain
    return Amnesty(policy.id, 1 - reported / plain, max(0.0, 1 - believed_cost))


def _added(policy: Policy, cases: Sequence[Act], kinds: Sequence[str]) -> Floats:
    """(cases, EARLIER, kinds): what each case adds."""
    behind = _serious(policy)
    histories = [
        [_before(behind, case, back) for back in range(earlier)] for case in cases for earlier in range(EARLIER)
    ]
    with_case = [[*history, cases[place // EARLIER]] for place, history in enumerate(histories)]
    told = tried(policy, [*with_case, *histories]).loads if cases else ()
    figures = np.array([[_figure(load, kind) for kind in kinds] for load in told], dtype=np.float64)
    figures = figures.reshape(2, len(cases), EARLIER, len(kinds))
    added: Floats = figures[0] - figures[1]
    return added


def _figure(load: Load, kind: str) -> int:
    return load.get(kind, 0)


def _serious(policy: Policy) -> Act | None:
    """An incident that is serious under the policy, the least that is; None: it knows none."""
    unpriced = policy.unpriced
    if unpriced is not None and TIERS.index(unpriced.tier) == SERIOUS:
        return act(None, basis="none")
    edges = {tier: low for tier, low in edges_of(policy).items() if TIERS.index(tier) >= SERIOUS}
    return act(min(edges.values())) if edges else None


def _before(behind: Act | None, case: Act, back: int) -> Act:
    """An earlier incident of the same person and clause; where none can be serious, one that is nothing."""
    day = {"occurred_on": DAY - timedelta(days=10 * (back + 1)), "post": case["post"], "clause": case["clause"]}
    return {**(act(0) if behind is None else behind), **day}
