"""What `compare --deterrence` works out: of each policy office-years of its own, under each set of assumptions."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kaohe.errors import note, refusals
from kaohe.standards.laboratory.felt import unweighed
from kaohe.terminal import progress
from kaohe.wording import say

if TYPE_CHECKING:
    from kaohe.scenarios.studies.deterrence import Deterrence
    from kaohe.scenarios.studies.replicating import Replications
    from kaohe.scenarios.studies.years import OfficeYears
    from kaohe.standards import Policy
    from kaohe.standards.laboratory.assumed import Assumed
    from kaohe.standards.laboratory.metrics.contributions import Worth
    from kaohe.standards.laboratory.metrics.figures import Figures
    from kaohe.standards.laboratory.side_by_side import Comparison, Named
    from kaohe.studying import Asked

REACTIONS = "reactions"


@dataclass(frozen=True)
class Reacted:
    """Office-years of each policy by set; drawn: those of the draws over the ranges of the first set, if any were asked
    for; changed: by response how often something else was done for it.
    """

    sets: Mapping[Deterrence, Sequence[OfficeYears]]
    drawn: Sequence[OfficeYears]
    changed: Mapping[str, int]

    @property
    def first(self) -> Sequence[OfficeYears]:
        """Those of the first set."""
        return next(iter(self.sets.values()))


class Reactions:
    """The studies of policies to which people react, each beside the same under the reference."""

    def __init__(self, asked: Asked, base: Replications, named: Sequence[Named], out: Path | None) -> None:
        self.asked, self.base, self.named, self.out = asked, base, named, out
        self._told = False

    def worked_out(self) -> Reacted:
        """All of them; the price is told first. Raises Faults."""
        first, number = self.asked.deterrence[0], self.asked.replications
        self._tell_unweighed()
        with progress() as report:
            stage = partial(report, say("compare", "stage_reactions"))
            sets = {each: self._of_set(each, 0, number, stage) for each in self.asked.deterrence}
            drawn = self._of_set(first, self.asked.draws, self.asked.draws, stage) if self.asked.draws else []
        return Reacted(sets, drawn, self._changed([*sets.values(), drawn]))

    def _of_set(self, deterrence: Deterrence, draws: int, number: int, stage: partial[None]) -> list[OfficeYears]:
        from kaohe.scenarios.studies.tempting import marked

        found: dict[str, OfficeYears] = {}
        reference = self.reference.digest()
        for each in sorted(self.named, key=lambda each: each.policy.digest() == reference):  # the price is told first
            digest = each.policy.digest()
            if digest not in found:
                found[digest] = marked(self._years(each.policy, deterrence, draws, number, stage), deterrence)
        return [found[each.policy.digest()] for each in self.named]

    def _years(
        self, policy: Policy, deterrence: Deterrence, draws: int, number: int, stage: partial[None]
    ) -> OfficeYears:
        from kaohe.scenarios.studies.replicating import Replications
        from kaohe.scenarios.studies.responding import Response

        if policy.digest() == self.reference.digest():
            return self.base.upto(number, stage)
        study = replace(self.base.study, response=Response(policy, deterrence, draws))
        folder = None if self.out is None else self.out / REACTIONS / _name(policy, deterrence, draws)
        with refusals(folder):
            replications = Replications(study, folder, before=self.base)
            self._tell_price(replications, number)
            self.base.upto(number, stage)
            replications.workers = self.asked.workers
            return replications.upto(number, stage)

    @property
    def reference(self) -> Policy:
        """Under which people act as the rates say."""
        found = self.base.study.reference
        if found is None:
            raise ValueError("nobody reacts in this study")
        return found

    def _others(self) -> int:
        return len({each.policy.digest() for each in self.named} - {self.reference.digest()})

    def _tell_price(self, replications: Replications, number: int) -> None:
        """Once, by the first year."""
        missing = number - sum(each <= number for each in replications.kept)
        if self._told or not missing:
            return
        self._told = True
        began = time.perf_counter()
        replications.one_more(number)
        took = time.perf_counter() - began
        asked = self.asked
        whole = self._others() * (len(asked.deterrence) * asked.replications + asked.draws)
        whole += max(0, asked.draws - asked.replications)  # more under the reference
        minutes = max(1, round(took * (whole - 1) / asked.jobs / 60))
        told = {"policies": self._others(), "sets": len(asked.deterrence), "draws": asked.draws, "years": whole}
        note("--deterrence", "U073", say("compare", "price_reactions", minutes=minutes, seconds=f"{took:.1f}", **told))

    def _tell_unweighed(self) -> None:
        for each in self.asked.deterrence:
            found = {kind for one in self.named for kind in unweighed(one.policy, each.values)}
            if found:
                names = say("page", "comma").join(sorted(found))
                note("--deterrence", "U074", say("compare", "unweighed", set=each.id, names=names))

    def _changed(self, every: Sequence[Sequence[OfficeYears]]) -> dict[str, int]:
        """A response that never fired is told, unless there was nothing to react to."""
        from kaohe.scenarios.studies.responding import changed_by_response

        found = changed_by_response([years.exposure for own in every for years in own])
        never = [name for name, count in found.items() if not count]
        if self._others() and never:
            names = say("page", "comma").join(say("compare", f"response_{name}") for name in never)
            note("--deterrence", "U075", say("compare", "never_responded", names=names))
        if not self._others():
            note("--deterrence", "U075", say("compare", "reference_alone", name=self.reference.id))
        return found


def _name(policy: Policy, deterrence: Deterrence, draws: int) -> str:
    """A folder's name: no other study has it."""
    return "-".join([policy.id, policy.digest()[:8], deterrence.digest[:8], *([str(draws)] if draws else [])])


def assumed(reacted: Reacted, named: Sequence[Named], worth: Worth, comparison: Comparison) -> Assumed:
    """What the conclusions rest on: the draws, where there are any, and regret where there are several sets."""
    from kaohe.scenarios.studies.drawing import drawn, unit_draws, varied
    from kaohe.scenarios.studies.reacting import resting_on
    from kaohe.standards.laboratory.assumed import Draws, forced_signs, rankings, regrets_of

    sets, names = [*reacted.sets], [each.name for each in named]
    found = resting_on(sets, reacted.changed, comparison)
    if reacted.drawn:
        count, vary = reacted.drawn[0].replications, varied(sets[0])
        draws = Draws([each.name for each in vary], drawn(sets[0], count), unit_draws(count, len(vary) + 1)[:, -1])
        forced = forced_signs([each.policy for each in named], comparison.own[0], sets[0].values)
        found = replace(
            found, rankings=tuple(rankings(names, _figures(reacted.drawn, named, worth, sets[0], count), draws, forced))
        )
    if len(sets) > 1:
        others = {each.id: _figures(reacted.sets[each], named, worth, each) for each in sets[1:]}
        found = replace(found, regrets=tuple(regrets_of(names, {sets[0].id: comparison.figures, **others})))
    return found


def _figures(
    frames: Sequence[OfficeYears], named: Sequence[Named], worth: Worth, deterrence: Deterrence, draws: int = 0
) -> Figures:
    """Figures of each policy over its own office-years; what needs its schedule is left out."""
    from kaohe.scenarios.studies.reacting import errs_of
    from kaohe.standards.laboratory.comparison import Judged
    from kaohe.standards.laboratory.metrics.figures import Figures
    from kaohe.standards.laboratory.metrics.office_years import counted_together
    from kaohe.standards.laboratory.metrics.tally import Tally

    every = counted_together(frames)
    errs = errs_of(deterrence, draws, every[0].numbers)
    judged = [Judged.under(each.policy, years.population.cases) for each, years in zip(named, every, strict=True)]
    both = zip(judged, every, strict=True)
    return Figures([Tally(each, worth, years, deep=False, errs=errs) for each, years in both])
