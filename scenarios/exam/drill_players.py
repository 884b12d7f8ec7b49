"""Players of drills: by the book, nothing, at random, erring at a rate, always alike. Programs are in `programs`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from kaohe.scenarios.exam.drill import Drill
from kaohe.scenarios.exam.drill_marks import GUESSES, guessed, relative
from kaohe.scenarios.exam.situations import Answer
from kaohe.sim.deciding.choices import LEAVE, Refused
from kaohe.sim.deciding.questions import Question
from kaohe.sim.files import Fault, Faults
from kaohe.sim.streams import Purpose, word_at
from kaohe.sim.texts import Verbatim, catalogue

Player = Callable[[Question, int], Answer]
"""The answer to a question, and how many were answered before; the office refuses none of ours twice."""

NAMES = ("by-the-book", "oracle", "nothing", "random", "erring:RATE", "exec:COMMAND")
LEFT = Answer(LEAVE.id)
_texts = catalogue("kaohe.scenarios")


def by_the_book(question: Question, turn: int) -> Answer:
    """What the book wants."""
    choice, values = question.book
    return Answer(choice, values)


def nothing(question: Question, turn: int) -> Answer:
    """Leaves everything."""
    return LEFT


def at_random(seed: int) -> Player:
    """Any choice, with anything typed."""

    def play(question: Question, turn: int) -> Answer:
        word = word_at(seed, Purpose.PLAYER, turn)
        choice = question.choices[word % len(question.choices)].id
        return Answer(choice, guessed(question, choice, (word >> 16) % len(GUESSES)))

    return play


def erring(rate_e6: int, seed: int) -> Player:
    """By the book, but at a rate (millionths) something else at random; a lower rate leaves a part of the errors."""
    other = at_random(seed)

    def play(question: Question, turn: int) -> Answer:
        errs = word_at(seed, Purpose.PLAYER, turn, 0, 1) % 1_000_000 < rate_e6
        return other(question, turn) if errs else by_the_book(question, turn)

    return play


def constant(answers: Mapping[str, tuple[str, tuple[tuple[str, int], ...]]]) -> Player:
    """The same answer at every situation of a point, days counted from today; points without one are left."""

    def play(question: Question, turn: int) -> Answer:
        choice, values = answers.get(question.point.id, (LEAVE.id, ()))
        asks = {
            each.id: each.unit for offered in question.work.offered if offered.id == choice for each in offered.asks
        }
        return Answer(choice, {name: value + question.at * (asks[name] == "day") for name, value in values})

    return play


def play(drill: Drill, player: Player) -> None:
    """Play a drill from where it stands to its end. What is refused is answered once more, then left."""
    while (question := drill.question) is not None:
        answer = player(question, len(drill.answers))
        try:
            drill.step(answer)
        except Refused:
            drill.step(LEFT)


def named(name: str, seed: int) -> Player:
    """A player by his name on the command line, programs excepted. Raises Faults for another."""
    kind, _, rate = name.partition(":")
    plain: Mapping[str, Player] = {"by-the-book": by_the_book, "oracle": by_the_book, "nothing": nothing}
    if name in plain:
        return plain[name]
    if name == "random":
        return at_random(seed)
    try:
        share = Decimal(rate)
    except InvalidOperation:
        share = Decimal(-1)
    if kind == "erring" and share.is_finite() and 0 <= share <= 1:
        return erring(int(share * 1_000_000), seed)
    said = _texts.message("drill-player", name=Verbatim(name[:60]), names=Verbatim("、".join(NAMES)))
    raise Faults([Fault("--player", None, None, "P014", str(said))])


def answers_alike(drill: Drill, seed: int) -> Mapping[str, list[tuple[str, tuple[tuple[str, int], ...]]]]:
    """Every answer that the book gives at each point, days counted from today, the commonest first: what a player who
    always answers alike would have to know.
    """
    found: dict[str, dict[tuple[str, tuple[tuple[str, int], ...]], int]] = {}
    drill.reset(seed)
    while (question := drill.question) is not None:
        mine = found.setdefault(question.point.id, {})
        mine[relative(question)] = mine.get(relative(question), 0) + 1
        drill.step(by_the_book(question, 0))
    return {point: sorted(each, key=lambda answer: (-each[answer], answer)) for point, each in found.items()}
