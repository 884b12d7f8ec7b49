"""A drill is proven before it is given: what the players who know nothing, or everything, would earn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kaohe.scenarios.exam.drill import Drill
from kaohe.scenarios.exam.drill_marks import LEAST_TESTS
from kaohe.scenarios.exam.drill_players import Player, answers_alike, constant, erring, nothing, play
from kaohe.sim.texts import Message, Verbatim, catalogue

MOST_IDLE, MOST_CONSTANT = 10, 50
RATES_E6 = (50_000, 200_000, 500_000)
MOST_ALIKE = 3  # of the answers that the book gives at a point: the commonest
_texts = catalogue("kaohe.scenarios")


@dataclass(frozen=True)
class DrillProof:
    """Marks of the players on a seed. constant: the best of those who always answer alike; erring: by RATES_E6."""

    questions: int
    tests: int
    book: float
    idle: float
    constant: float
    erring: tuple[float, ...]

    def to_json(self) -> dict[str, object]:
        """As it is kept and told to programs."""
        erring = {f"{rate / 1_000_000:g}": mark for rate, mark in zip(RATES_E6, self.erring, strict=True)}
        named = ("questions", "tests", "book", "idle", "constant")
        return {**{name: getattr(self, name) for name in named}, "erring": erring}

    def said(self) -> Message:
        """All of it in a line."""
        marks = {name: f"{getattr(self, name):.1f}" for name in ("book", "idle", "constant")}
        erring = "、".join(f"{rate / 10_000:g} % {mark:.1f}" for rate, mark in zip(RATES_E6, self.erring, strict=True))
        told = _texts.message
        return told("drill-proof", questions=self.questions, tests=self.tests, erring=Verbatim(erring), **marks)

    def refusals(self) -> Iterator[Message]:
        """Why it is not given, each with what to change."""
        if self.tests < LEAST_TESTS:
            yield _texts.message("drill-proof-tests", tests=self.tests, least=LEAST_TESTS)
        if self.book < 100:
            yield _texts.message("drill-proof-book", mark=f"{self.book:.1f}")
        if self.idle >= MOST_IDLE:
            yield _texts.message("drill-proof-idle", mark=f"{self.idle:.1f}", most=MOST_IDLE)
        if self.constant >= MOST_CONSTANT:
            yield _texts.message("drill-proof-constant", mark=f"{self.constant:.1f}", most=MOST_CONSTANT)
        marks = (self.book, *self.erring)
        if any(later > earlier for earlier, later in pairwise(marks)) or marks[-1] >= marks[0]:
            yield _texts.message("drill-proof-erring", marks="、".join(f"{mark:.1f}" for mark in marks))


def prove(drill: Drill, seed: int) -> DrillProof:
    """Let the players play it."""
    alike = answers_alike(drill, seed)
    questions = len(drill.answers)
    book = float(drill.result().total)
    constants = []
    for nth in range(min(MOST_ALIKE, max((len(each) for each in alike.values()), default=0))):
        answers = {point: each[min(nth, len(each) - 1)] for point, each in alike.items()}
        constants.append(_mark(drill, seed, constant(answers)))
    return DrillProof(
        questions,
        len(drill.tests()),
        book,
        _mark(drill, seed, nothing),
        max(constants, default=0.0),
        tuple(_mark(drill, seed, erring(rate, seed)) for rate in RATES_E6),
    )


def _mark(drill: Drill, seed: int, player: Player) -> float:
    drill.reset(seed)
    play(drill, player)
    return float(drill.result().total)
