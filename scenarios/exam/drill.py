"""A drill: somebody holds a post for some days, the office runs on, and the judge reads what he left behind.

The state is the exam, the seed and the answers in their order; everything else is made again from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kaohe.scenarios.exam.drill_files import DrillExam, load_drill
from kaohe.scenarios.exam.drill_marks import Decided, DrillMark, Trial, mark_of, tests_of
from kaohe.scenarios.exam.situations import Answer, Situation, situation_of
from kaohe.sim.clock.calendar import Calendar
from kaohe.sim.deciding.questions import Interactive, Question
from kaohe.sim.office import Office
from kaohe.sim.snapshots import Snapshot
from kaohe.sim.town.ground import Ground
from kaohe.standards import Assessment, Rulebook, judge

SEED_BITS = 63


class NotAsked(RuntimeError):
    """An answer where no question is open: before `reset`, or after the end."""


@dataclass
class _Session:
    """A drill under way. days: (day, answers so far, the office at that midnight), where nights are kept."""

    seed: int
    office: Office
    questions: Iterator[Question]
    question: Question | None = None
    answers: list[Answer] = field(default_factory=list)
    keys: list[tuple[str, int]] = field(default_factory=list)
    nights: list[tuple[int, int, Snapshot]] = field(default_factory=list)


class Drill:
    """A post held for some days. An agent, a script or a terminal goes `reset`, `step` until it is done, `result`.

    exam: a drill that ships, by id, a file, or one that is read already. nights: keep every midnight, for `back`.
    """

    def __init__(self, exam: str | Path | DrillExam, *, nights: bool = False) -> None:
        self.exam = exam if isinstance(exam, DrillExam) else load_drill(exam)
        self._nights = nights
        self._ground: dict[int, Ground] = {}
        self._session: _Session | None = None

    def reset(
        self, seed: int, answers: Sequence[Answer] = (), witness: Callable[[Decided], None] | None = None
    ) -> Situation | None:
        """Begin anew with a seed (0 to 2⁶³ − 1), answers that were confirmed before replayed; None: nothing is asked
        any more. witness: is told what each of them decided.

        ValueError for another seed; Refused for answers that are not of this exam and seed.
        """
        if not 0 <= seed < 1 << SEED_BITS:
            raise ValueError(f"seed {seed}: 0 to 2**{SEED_BITS} - 1")
        office = self.office(seed)
        self._session = session = _Session(seed, office, iter(()))
        session.questions = self._asked(session)
        self._next()
        for answer in answers:
            if witness is not None and session.question is not None:
                witness(self.deciding(answer))
            self.step(answer)
        return self.situation

    def deciding(self, answer: Answer) -> Decided:
        """What an answer decides that is about to be confirmed. NotAsked where no question is open."""
        question, situation = self._open.question, self.situation
        if question is None or situation is None:
            raise NotAsked("nothing is asked any more")
        choice, values = question.book
        return Decided(situation, answer, Answer(choice, values), (question.point.id, question.key))

    def office(self, seed: int) -> Office:
        """The office of a seed, ready to run."""
        scenario = self.exam.scenario
        if seed not in self._ground:
            self._ground = {seed: Ground.of(scenario.spec, seed)}
        habits, ground = self.exam.habits, self._ground[seed]
        return Office(scenario.spec, seed, scenario.rules, behaviours=habits, ground=ground)

    def _asked(self, session: _Session) -> Iterator[Question]:
        """The questions of the days that are held; then the office goes on by the book."""
        office = session.office
        hold = Interactive(self.exam.file.post, self.exam.file.asked)
        end = min(office.months[0].start + self.exam.file.days, office.last_day + 1)
        while office.today < end:
            if self._nights:
                session.nights.append((office.today, len(session.answers), office.snapshot()))
            yield from office.day(office.today, hold)
        office.advance(office.last_day + 1)

    @property
    def situation(self) -> Situation | None:
        """What stands before the person now; None at the end."""
        session = self._open
        if session.question is None:
            return None
        return situation_of(session.question, len(session.answers) + 1)

    @property
    def question(self) -> Question | None:
        """The office's own side of the situation, for players of ours; never a candidate's."""
        return self._open.question

    @property
    def _open(self) -> _Session:
        if self._session is None:
            raise NotAsked("reset comes first")
        return self._session

    @property
    def seed(self) -> int:
        """The seed of the office."""
        return self._open.seed

    @property
    def calendar(self) -> Calendar:
        """The calendar that hangs on the wall."""
        return self._open.office.calendar

    @property
    def first_day(self) -> int:
        """The first day, since 1970."""
        return self._open.office.months[0].start

    @property
    def mornings(self) -> tuple[int, ...]:
        """Practice: the mornings that can be gone back to."""
        return tuple(each[0] for each in self._open.nights)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What was confirmed so far."""
        return tuple(self._open.answers)

    def answer(self, action: Answer | Mapping[str, object]) -> Answer:
        """Try an answer; it may be changed until `confirm`. Refused, with the one before left, for what cannot be."""
        question = self._open.question
        if question is None:
            raise NotAsked("nothing is asked any more")
        given = action if isinstance(action, Answer) else Answer.of(action)
        question.answer(given.choice, **given.values)
        return given

    def confirm(self, given: Answer) -> Situation | None:
        """The answer counts, and the office goes on: what it asks next."""
        session = self._open
        if session.question is None:
            raise NotAsked("nothing is asked any more")
        session.answers.append(given)
        session.keys.append((session.question.point.id, session.question.key))
        self._next()
        return self.situation

    def step(self, action: Answer | Mapping[str, object]) -> tuple[Situation | None, bool]:
        """Answer and confirm: what is asked next, and whether nothing is. Refused for what cannot be: nothing is
        confirmed then.
        """
        following = self.confirm(self.answer(action))
        return following, following is None

    def _next(self) -> None:
        session = self._open
        session.question = next(session.questions, None)

    def back(self, day: int) -> Situation | None:
        """Practice: to the morning of a day (days since 1970). ValueError for one that was not kept."""
        session = self._open
        found = [each for each in session.nights if each[0] == day]
        if not found:
            raise ValueError(f"no morning of day {day} was kept")
        _, answered, snapshot = found[0]
        office = Office.restored(snapshot)
        nights = [each for each in session.nights if each[0] < day]
        answers, keys = session.answers[:answered], session.keys[:answered]
        self._session = again = _Session(session.seed, office, iter(()), None, answers, keys, nights)
        again.questions = self._asked(again)
        self._next()
        return self.situation

    def view(self) -> Assessment:
        """Practice: what the judge would say if from this midnight on the book were followed. ValueError where no
        midnight was kept.
        """
        if not self._open.nights:
            raise ValueError("nights are not kept")
        office = Office.restored(self._open.nights[-1][2])
        office.advance(office.last_day + 1)
        return judge(office.result().records, self.exam.policy, _rulebook())

    @cached_property
    def _tests(self) -> dict[int, tuple[Trial, ...]]:
        return {}

    def tests(self) -> tuple[Trial, ...]:
        """The tests of this seed: situations where leaving the work and another choice lead to an incident."""
        seed = self._open.seed
        if seed not in self._tests:
            self._tests[seed] = tests_of(self.exam, seed, self.office)
        return self._tests[seed]

    def result(self) -> DrillMark:
        """The mark, once nothing is asked any more; what was not reached is left. NotAsked before `reset`."""
        session = self._open
        while session.question is not None:
            session.question.leave()
            self._next()
        assessment = judge(session.office.result().records, self.exam.policy, _rulebook())
        return mark_of(self.exam, self.tests(), session.office, assessment)


_RULEBOOKS: list[Rulebook] = []


def _rulebook() -> Rulebook:
    if not _RULEBOOKS:
        _RULEBOOKS.append(Rulebook.load())
    return _RULEBOOKS[0]
