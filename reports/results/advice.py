"""What to train next: the posts and clauses that earned too little, and at which stage they lost it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe.reports.results.inputs import WEAK, Results
from kaohe.reports.words.wording import say
from kaohe.scenarios.exam.marks import IncidentMark
from kaohe.scenarios.exam.scheme import STAGES

Cell = tuple[str, str]
"""A post and a clause."""


@dataclass(frozen=True)
class Advice:
    """A post × clause to train: what was earned of its marks (0 to 1), and what to do for it."""

    post: str
    clause: str
    share: float
    what: str


def advice(results: Results, candidate: str) -> tuple[Advice, ...]:
    """A candidate's weak posts × clauses, the weakest first, each with what lost the most marks there."""
    own, lost = results.figures.own_mastery[candidate], _lost(results, candidate)
    weak = [(share, cell) for cell, share in own.items() if share < WEAK]
    statute = results.statute
    return tuple(
        Advice(statute.post(post), statute.clause_name(clause), share, _what(lost.get((post, clause), {})))
        for share, (post, clause) in sorted(weak)
    )


def class_advice(results: Results) -> tuple[Advice, ...]:
    """The same of the whole class."""
    together: dict[Cell, dict[str, Fraction]] = {}
    for candidate in results.marked:
        for cell, stages in _lost(results, candidate).items():
            into = together.setdefault(cell, {})
            for stage, marks in stages.items():
                into[stage] = into.get(stage, Fraction(0)) + marks
    statute = results.statute
    weak = sorted((share, cell) for cell, share in results.figures.mastery.items() if share < WEAK)
    return tuple(
        Advice(statute.post(post), statute.clause_name(clause), share, _what(together.get((post, clause), {})))
        for share, (post, clause) in weak
    )


def _lost(results: Results, candidate: str) -> Mapping[Cell, Mapping[str, Fraction]]:
    """Marks lost by post × clause and stage; what was not found is lost by finding alone."""
    key, found = results.key(candidate), dict[Cell, dict[str, Fraction]]()
    for one in results.marked[candidate].mark.incidents:
        incident = key.incident(one.incident)
        into = found.setdefault((next(iter(incident.posts), ""), incident.clause), {})
        for stage, marks in _lost_in(one).items():
            into[stage] = into.get(stage, Fraction(0)) + marks
    return found


def _lost_in(one: IncidentMark) -> Mapping[str, Fraction]:
    if one.line is None:
        return {"find": sum(one.weights.values(), Fraction(0)) - one.earned}
    return {stage: one.weights.get(stage, Fraction(0)) * (1 - one.credit(stage)) for stage in STAGES[1:]}


def _what(lost: Mapping[str, Fraction]) -> str:
    """What to do, by the stage that lost the most; of equal ones the first."""
    worst: Sequence[str] = sorted((stage for stage in STAGES if lost.get(stage)), key=lambda stage: -lost[stage])
    return say(f"advice-{worst[0]}") if worst else say("advice-find")
