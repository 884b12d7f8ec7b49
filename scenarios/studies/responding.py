"""People who err by rates and react to a policy: they take more or less care, are stressed, and are tempted or not.

Whatever they do is relative to a reference policy, under which they act as the rates say, act for act. What people
believe of detection follows from what comes to light at their post, month by month; what comes to light is the office's
affair. Equations and parameters: docs/deterrence.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, log

import numpy as np
import polars as pl

from kaohe.scenarios.studies.deterrence import Deterrence, Values
from kaohe.scenarios.studies.drawing import values_of
from kaohe.scenarios.studies.years import OfficeYear
from kaohe.sim.clock.calendar import date_of
from kaohe.sim.deciding.points import Action, DecisionPoint, Int64s, Mask
from kaohe.sim.deciding.rating import Rated, Rates
from kaohe.sim.deciding.truth import Act
from kaohe.sim.deciding.worth import Settled
from kaohe.sim.office import Office
from kaohe.sim.streams import Words, happens
from kaohe.sim.tariff.money import round_half_up
from kaohe.standards import Policy
from kaohe.standards.laboratory.felt import EARLIER, SERIOUS, Felt, Floats, typical
from kaohe.standards.laboratory.trials import cases_of
from kaohe.standards.sanctions.engine import tiers_of

SEEN, BEHIND, RESPONDED = "seen:", "serious:", "responded:"
CARE, TEMPTATION = "care", "temptation"
RESPONSES = (CARE, TEMPTATION)
MILLION = 1_000_000
Row = tuple[str, int | None, str, int]
"""Post, staff, measure, value: a row of the exposure."""


@dataclass(frozen=True)
class Response:
    """How people react to a policy; draws: how many points over the ranges, replication n at the n-th; 0: defaults."""

    policy: Policy
    deterrence: Deterrence
    draws: int = 0

    def values(self, replication: int) -> Values:
        """The parameters of a replication."""
        return values_of(self.deterrence, self.draws, replication)


class Watching(Rated):
    """People who err by rates, and month by month what came to light at each post and is behind each person.

    seen: (post, month of the run from 1) → acts that came to light in it; serious: (staff, month) → those of the
    calendar year that are serious or above under the policy, as they stood at its end.
    """

    def __init__(self, rates: Rates, until: int, policy: Policy) -> None:
        super().__init__(rates, until)
        self.policy = policy
        self.seen: Counter[tuple[str, int]] = Counter()
        self.serious: Counter[tuple[int, int]] = Counter()

    def watch(self, office: Office) -> None:
        """Look at the end of each month of the office."""

        def ended(month: int, _months: int) -> None:
            self.month_ended(office, month)

        office.on_month = ended

    def month_ended(self, office: Office, month: int) -> None:
        """Take in what has come to light, as things stand."""
        known = [act for act in office.truth.acts.values() if act.evidenced_on is not None and act.clause]
        for act in known:
            if act.evidenced_on is not None and act.evidenced_on >= office.month.start:
                self.seen[act.post, month] += 1
        year = office.month.year
        for staff, count in serious_of(self.policy, [as_case(office, act) for act in known], year).items():
            self.serious[staff, month] = count

    def rows(self) -> Iterator[Row]:
        """What is kept of it."""
        yield from ((post, None, f"{SEEN}{month}", count) for (post, month), count in sorted(self.seen.items()))
        yield from (("", staff, f"{BEHIND}{month}", count) for (staff, month), count in sorted(self.serious.items()))


def as_case(office: Office, act: Act) -> dict[str, object]:
    """An act that has come to light as an incident, valued as if everything stayed as it is today."""
    amount = act.amount_fen
    if amount is None and act.worth and all(isinstance(each, Settled) for each in act.worth):
        worth = sum(office.worth_fen(each) for each in act.worth if isinstance(each, Settled))
        amount = round_half_up(worth.numerator, worth.denominator) if worth else 0
    day = date_of(act.occurred_on)
    return {"person": act.staff, "clause": act.clause, "post": act.post, "amount_fen": amount, "occurred_on": day}


def serious_of(policy: Policy, cases: Sequence[Mapping[str, object]], year: int) -> Counter[int]:
    """How many incidents of a calendar year each person has that are serious or above."""
    own = [each for each in cases if getattr(each["occurred_on"], "year", None) == year]
    if not own:
        return Counter()
    ranks = tiers_of(cases_of([[each] for each in own]), policy).tolist()
    return Counter(int(str(each["person"])) for each, rank in zip(own, ranks, strict=True) if rank >= SERIOUS)


@dataclass(frozen=True)
class Course:
    """What came to light in an office-year: months from 1 by post, and what was behind each person."""

    seen: Mapping[tuple[str, int], int]
    serious: Mapping[tuple[int, int], int]

    @classmethod
    def of(cls, year: OfficeYear) -> Course:
        """As it was kept."""
        rows = year.exposure.select("post", "staff", "measure", "value").rows()
        seen = {(post, _month(said)): value for post, _, said, value in rows if said.startswith(SEEN)}
        serious = {(staff, _month(said)): value for _, staff, said, value in rows if said.startswith(BEHIND)}
        return cls(seen, serious)

    def behind(self, staff: int, month: int) -> int:
        """Earlier serious incidents of a person at the end of a month; months before the first have none."""
        return min(self.serious.get((staff, month), 0), EARLIER - 1)

    def belief(self, post: str, month: int, begins: float, learning: float) -> float:
        """What a post believes of detection in the month after: it moves to what was seen there, own or others'."""
        found = begins
        for each in range(1, month + 1):
            found += learning * (float(self.seen.get((post, each), 0) > 0) - found)
        return found


def _month(measure: str) -> int:
    return int(measure.partition(":")[2])


def known_share(year: OfficeYear) -> float:
    """Of what was done, the share that came to light within the year and the months after."""
    known = year.acts.height - year.acts["incident_id"].null_count()
    return known / year.acts.height if year.acts.height else 0.0


class Weight:
    """How heavy a policy is felt at each post, and for each act that tempts."""

    def __init__(self, policy: Policy, before: OfficeYear, values: Values) -> None:
        self.felt, self.values = Felt.of(policy, typical(before.incidents)), values
        self._posts = np.array([str(each["post"]) for each in self.felt.cases])
        self._clauses = np.array([str(each["clause"]) for each in self.felt.cases])
        self._found: dict[tuple[str, str], Floats] = {}

    def of_errors(self, post: str) -> Floats:
        """By what is behind a person; a post of which nothing is known feels as the whole office."""
        if (post, "") not in self._found:
            own = self._posts == post
            self._found[post, ""] = self.felt.mean(self.values, own if own.any() else own | True)
        return self._found[post, ""]

    def of_temptation(self, post: str, clause: str) -> Floats:
        """Of an act with intent, by the sizes of its clause, else of the post, else of the office."""
        if (post, clause) not in self._found:
            own = self._clauses == clause
            own = own if own.any() else self._posts == post
            self._found[post, clause] = self.felt.mean(self.values, own if own.any() else own | True, intended=True)
        return self._found[post, clause]


class Responding(Watching):
    """People who react to a policy. before: the same office-year under the reference."""

    def __init__(self, rates: Rates, until: int, response: Response, reference: Policy, before: OfficeYear) -> None:
        super().__init__(rates, until, response.policy)
        self.response, self.reference, self.before = response, reference, before
        self.values = response.values(before.replication)
        self.course, self.begins = Course.of(before), known_share(before)
        self.month = 0
        self.responded: Counter[str] = Counter()
        self._limits: dict[tuple[str, str], tuple[int, ...]] = {}

    @cached_property
    def weights(self) -> tuple[Weight, Weight]:
        """Under the policy, and under the reference."""
        return tuple(Weight(each, self.before, self.values) for each in (self.policy, self.reference))  # type: ignore[return-value]  # two

    def month_ended(self, office: Office, month: int) -> None:
        super().month_ended(office, month)
        self.month = month
        self._limits.clear()

    def rows(self) -> Iterator[Row]:
        yield from super().rows()
        yield from (("", None, f"{RESPONDED}{name}", self.responded[name]) for name in RESPONSES)

    def falls(self, point: DecisionPoint, action: Action, staff: Int64s, word: Words, rate_e6: int) -> Mask:
        plain = happens(word, rate_e6)
        if not len(word):
            return plain
        key = (point.id, action.id)
        if key not in self._limits:
            self._limits[key] = self._limits_of(point, action, rate_e6)
        people, which = np.unique(staff, return_inverse=True)
        limits = np.array([self._limits[key][self._place(person)] for person in people.tolist()], dtype=np.uint64)
        found: Mask = word < limits[which]
        changed = int((found != plain).sum())
        if changed:
            self.responded[TEMPTATION if key in self.response.deterrence.tempting else CARE] += changed
        return found

    def _place(self, person: int) -> int:
        """Where a person's limit stands: by what is behind him here, and was under the reference."""
        own = min(self.serious[person, self.month], EARLIER - 1)
        return own * EARLIER + self.course.behind(person, self.month)

    def _limits_of(self, point: DecisionPoint, action: Action, rate_e6: int) -> tuple[int, ...]:
        tempting = (point.id, action.id) in self.response.deterrence.tempting
        expected = self._expected(point.post, action.clause or "", tempting)
        share = self._tempted if tempting else self._careful
        return tuple(
            _limit(rate_e6, share(rate_e6 / MILLION, float(own), float(under)))
            for own in expected[0]
            for under in expected[1]
        )

    def _expected(self, post: str, clause: str, tempting: bool) -> tuple[Floats, Floats]:
        """Felt weight times belief, by what is behind a person; under the policy and under the reference."""
        learning, here = self.values["learning"], Course(self.seen, {})
        beliefs = [each.belief(post, self.month, self.begins, learning) for each in (here, self.course)]
        felt = [each.of_temptation(post, clause) if tempting else each.of_errors(post) for each in self.weights]
        return beliefs[0] * felt[0], beliefs[1] * felt[1]

    def _careful(self, rate: float, own: float, under: float) -> float:
        """Of the rate: less by care, more by stress."""
        values = self.values
        stress = [1 + values["stress"] * max(0.0, each - values["stress_from"]) for each in (own, under)]
        return min(rate * exp(-values["care"] * (own - under)) * stress[0] / stress[1], 1.0)

    def _tempted(self, rate: float, own: float, under: float) -> float:
        """Of the rate: what tempts stays, what is expected moves it."""
        if rate <= 0 or rate >= 1:
            return rate
        odds = log(rate / (1 - rate)) - (own - under) / self.values["temptation_spread"]
        return 1 / (1 + exp(-odds)) if odds > -700 else 0.0


def _limit(rate_e6: int, share: float) -> int:
    """Below which word it is done; just that of the rate where the share is the rate, whatever floats make of it."""
    ratio_e9 = round(share / (rate_e6 / MILLION) * 1e9) if rate_e6 else 0
    return min((rate_e6 * ratio_e9 << 64) // (MILLION * 10**9), 2**64 - 1)


def changed_by_response(years: Sequence[pl.DataFrame]) -> dict[str, int]:
    """By response in how many situations something else was done for it; exposures of office-years."""
    every = pl.concat([each.filter(pl.col("measure").str.starts_with(RESPONDED)) for each in years])
    found = dict(every.group_by("measure").agg(pl.col("value").sum()).rows())
    return {name: int(found.get(RESPONDED + name, 0)) for name in RESPONSES}
