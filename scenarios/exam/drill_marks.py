"""The tests of a drill, found by forks of its office, and the mark: tests kept, by the judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl

from kaohe.scenarios.exam.drill_files import DrillExam
from kaohe.scenarios.exam.situations import Answer, Situation
from kaohe.sim.deciding.choices import Refused
from kaohe.sim.deciding.questions import Interactive, Question
from kaohe.sim.office import Office
from kaohe.sim.snapshots import Snapshot
from kaohe.standards import Assessment, Rulebook, judge

Place = tuple[str, int]
"""A situation: the id of its point and its natural key."""

LEAST_TESTS = 12
WEIGHTS: Mapping[str, int] = {"non_assessed": 1, "general": 2, "serious": 4, "major": 8}
"""What a further incident takes away, in tests, by its tier."""
CRITICAL = ("presumed", "established")  # intents: what was concealed or taken
SAME_OBJECT = ["clause", "staff", "object_type", "object_id", "occurred_on"]


@dataclass(frozen=True)
class Trial:
    """A test: situations of a point that the same answer passes, so that they count as one.

    right: that answer in words of the choice; wrong: another choice by which the first of them leads to an incident.
    """

    point: str
    places: frozenset[Place]
    right: str
    wrong: str


@dataclass(frozen=True)
class Incident:
    """An incident of the held post: what came of which situations (none: of something else)."""

    incident_id: int
    clause: str
    tier: str
    places: frozenset[Place]
    critical: bool
    occurred_on: date | None = None
    amount_fen: int | None = None


@dataclass(frozen=True)
class Decided:
    """One answer of a drill: what was shown, what was answered, what the book wanted; and where."""

    situation: Situation
    answer: Answer
    book: Answer
    place: Place


@dataclass(frozen=True)
class DrillMark:
    """The mark out of 100, and all that it rests on."""

    total: Fraction
    tests: tuple[Trial, ...]
    lost: frozenset[int]
    further: tuple[Incident, ...]
    incidents: tuple[Incident, ...]
    capped: bool

    @property
    def kept(self) -> int:
        """Tests kept."""
        return len(self.tests) - len(self.lost)

    def of(self, decided: Decided) -> tuple[Incident, ...]:
        """What came of an answer."""
        return tuple(each for each in self.incidents if decided.place in each.places)

    def to_json(self) -> dict[str, object]:
        """As it is kept, and shown to programs."""
        return {
            "total": round(float(self.total), 2),
            "tests": len(self.tests),
            "kept": self.kept,
            "capped": self.capped,
            "incidents": [
                {"incident": each.incident_id, "clause": each.clause, "tier": each.tier} for each in self.incidents
            ],
        }


def mark_of(exam: DrillExam, tests: Sequence[Trial], office: Office, assessment: Assessment) -> DrillMark:
    """Tests kept ÷ tests, less further incidents ÷ tests, floor 0; critical errors cap.

    The first incident of a test loses it; each further one takes away by its tier.
    """
    incidents = incidents_of(exam.file.post, office, assessment)
    lost: set[int] = set()
    further: list[Incident] = []
    for incident in incidents:
        hit = {number for number, test in enumerate(tests) if test.places & incident.places}
        if hit <= lost:
            further.append(incident)
        lost |= hit
    n = max(len(tests), 1)
    total = Fraction(len(tests) - len(lost) - sum(WEIGHTS[each.tier] for each in further), n) * 100
    cap, critical = exam.file.cap, any(each.critical for each in incidents)
    capped = critical and cap is not None and total > cap
    total = max(Fraction(cap) if capped and cap is not None else total, Fraction(0))
    return DrillMark(total, tuple(tests), frozenset(lost), tuple(further), incidents, capped)


def incidents_of(post: str, office: Office, assessment: Assessment) -> tuple[Incident, ...]:
    """The judge's incidents of a post, each with the situations whose acts its findings are about: the same wrong, or
    else another that was done with the same object.
    """
    acts = office.truth.frame().select(*SAME_OBJECT, "point", "key")
    found = assessment.findings.filter(pl.col("incident_id").is_not_null() & pl.col("consequence"))
    places: dict[int, set[Place]] = defaultdict(set)
    for alike in (SAME_OBJECT, ["object_type", "object_id"]):
        rest = found.filter(~pl.col("incident_id").is_in(list(places)))
        for row in rest.join(acts, on=alike, how="inner", nulls_equal=True).iter_rows(named=True):
            places[row["incident_id"]].add((row["point"], row["key"]))
    mine = assessment.incidents.filter(pl.col("post") == post).sort("incident_id")
    return tuple(
        Incident(
            row["incident_id"],
            row["clause"],
            row["tier"],
            frozenset(places[row["incident_id"]]),
            row["intent"] in CRITICAL,
            row["occurred_on"],
            row["amount_fen"],
        )
        for row in mine.iter_rows(named=True)
    )


# ── finding the tests ────────────────────────────────────────────────────────────────────────────────────────────────

Player = Callable[[Question], None]


@dataclass(frozen=True)
class _Met:
    """A situation of the run by the book: where, and what the book answered, days counted from today."""

    place: Place
    answer: tuple[str, tuple[tuple[str, int], ...]]
    others: tuple[tuple[str, int], ...]


def tests_of(exam: DrillExam, seed: int, office_of: Callable[[int], Office]) -> tuple[Trial, ...]:
    """The tests of a seed: forks of its office in which the post's work is left, and in which each other choice is
    taken everywhere, judged against the run by the book.
    """
    forks = _Forks(exam, office_of(seed).snapshot())
    met = forks.by_the_book()
    idle = forks.lost(lambda question: question.leave())
    open_places = {each.place for each in met if each.place in idle}
    wrong: dict[Place, str] = {}
    for nth in range(max((len(each.others) for each in met), default=0)):
        turn = {each.place: each.others[nth] for each in met if nth < len(each.others)}
        if open_places <= wrong.keys():
            break
        for place in forks.lost(_taking(turn)) & open_places & turn.keys():
            wrong.setdefault(place, turn[place][0])
    return tuple(_trials([each for each in met if each.place in wrong], wrong))


def _trials(met: Iterable[_Met], wrong: Mapping[Place, str]) -> Iterable[Trial]:
    """Situations that one and the same answer passes are one test: the routine of the point."""
    groups: dict[tuple[str, object], list[_Met]] = defaultdict(list)
    for each in met:
        groups[each.place[0], each.answer].append(each)
    for (point, _), group in groups.items():
        places = frozenset(each.place for each in group)
        yield Trial(point, places, group[0].answer[0], wrong[group[0].place])


def _others(question: Question) -> Iterable[tuple[str, int]]:
    """(choice, guess) of all that might be done otherwise than by the book, and is no leaving."""
    for guess in range(len(GUESSES)):
        for choice in question.work.choices:
            if (choice.asks or guess == 0) and (choice.id != question.book[0] or choice.asks):
                yield choice.id, guess


def relative(question: Question) -> tuple[str, tuple[tuple[str, int], ...]]:
    """What the book wants, days counted from today: equal where the same answer would do."""
    choice, values = question.book
    days = {each.id for offered in question.work.offered for each in offered.asks if each.unit == "day"}
    return choice, tuple(
        sorted((name, value - question.at if name in days else value) for name, value in values.items())
    )


def _taking(turn: Mapping[Place, tuple[str, int]]) -> Player:
    def play(question: Question) -> None:
        question.by_the_book()
        choice, guess = turn.get(_place(question), ("", 0))
        with suppress(Refused):
            question.answer(choice, **guessed(question, choice, guess))

    return play


GUESSES = ((12, 10), (5, 9), (40, 5))
"""What somebody might type who does not look: so many days ahead, and so many tenths of what stands there."""


def guessed(question: Question, choice: str, guess: int) -> dict[str, int]:
    """What a choice asks for, by one of GUESSES: what the book types, what is seen so called, or a figure like it."""
    book, seen = question.book[1], question.situation
    days, tenths = GUESSES[guess]
    return {
        each.id: question.at + days
        if each.unit == "day"
        else int(book.get(each.id, seen.get(each.id) or _like(question, each.id))) * tenths // 10
        for offered in question.work.offered
        if offered.id == choice
        for each in offered.asks
    }


def _like(question: Question, name: str) -> int:
    """A figure for what the book does not type here: the largest of that unit that is seen."""
    unit = next((each.unit for offered in question.work.offered for each in offered.asks if each.id == name), "number")
    return max((question.situation[each.id] or 0 for each in question.work.sees if each.unit == unit), default=0)


def _place(question: Question) -> Place:
    return question.point.id, question.key


class _Forks:
    """Runs of the same office from its opening, each answered in another way."""

    def __init__(self, exam: DrillExam, opening: Snapshot) -> None:
        self._exam, self._opening = exam, opening
        self._rulebook = Rulebook.load()

    def by_the_book(self) -> list[_Met]:
        """Every situation, as it comes if the book is followed."""
        met: list[_Met] = []

        def play(question: Question) -> None:
            met.append(_Met(_place(question), relative(question), tuple(_others(question))))
            question.by_the_book()

        self._run(play)
        return met

    def lost(self, player: Player) -> set[Place]:
        """Situations that lead to an incident of the post if they are answered so."""
        office = self._run(player)
        assessment = judge(office.result().records, self._exam.policy, self._rulebook)
        incidents = incidents_of(self._exam.file.post, office, assessment)
        return {place for incident in incidents for place in incident.places}

    def _run(self, player: Player) -> Office:
        office, file = Office.restored(self._opening), self._exam.file
        hold = Interactive(file.post, file.asked)
        end = min(office.today + file.days, office.last_day + 1)
        while office.today < end:
            for question in office.day(office.today, hold):
                player(question)
        office.advance(office.last_day + 1)
        return office
