"""The office stops and asks: a person, a script or an agent holds a post and answers at its situations."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.deciding.behaviours import BEHAVIOUR, Draft
from kaohe.sim.deciding.choices import LEAVE, WORK, Choice, Facing, Meant, Refused, Typed, Work, left
from kaohe.sim.deciding.points import Action, DecisionPoint, Int64s, Situations
from kaohe.sim.streams import Purpose, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office


@dataclass
class Question:
    """One situation of the held post; unanswered, the work is left.

    `situation` is what the person sees, and `choices` all that he may try, in an order that says nothing. `actions` and
    `act` are the office's own words, for scripts; nobody who is examined is given them.
    """

    facing: Facing = field(repr=False)
    _meant: Meant = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._meant = left(self.facing)

    @property
    def point(self) -> DecisionPoint:
        """Where."""
        return self.facing.point

    @property
    def at(self) -> int:
        """Today, days since 1970."""
        return self.facing.day

    @property
    def key(self) -> int:
        """Natural key of the situation."""
        return self.facing.key

    @property
    def object(self) -> int:
        """Whom or what it is about."""
        return self.facing.object

    @property
    def work(self) -> Work:
        """The point as the person knows it."""
        return WORK[self.point.id]

    @cached_property
    def situation(self) -> Mapping[str, int | None]:
        """What he sees, by name; None where there is nothing to see."""
        return {each.id: each.see(self.facing) for each in self.work.sees}

    @property
    def choices(self) -> tuple[Choice, ...]:
        """All that is offered, ordered by words of the situation's key alone."""
        offered, seed = self.work.offered, self.facing.office.seed
        keys = np.array([self.key])
        words = [int(words_at(seed, Purpose.CHOICES, keys, self.point.number, turn)[0]) for turn in range(len(offered))]
        return tuple(offered[turn] for turn in sorted(range(len(offered)), key=words.__getitem__))

    def answer(self, choice: str, **typed: int) -> None:
        """Choose, and type what the choice asks for. Refused, with the answer before left as it was, for what has no
        meaning here.
        """
        found = next((each for each in self.work.offered if each.id == choice), None)
        if found is None:
            raise Refused("refused-choice", names=", ".join(each.id for each in self.choices))
        self._meant = found.meant(self.facing, typed)

    def leave(self) -> None:
        """The work is left."""
        self.answer(LEAVE.id)

    @property
    def book(self) -> tuple[str, Typed]:
        """What the book wants here, as an answer: for those who play by it."""
        return self.work.book(self.facing)

    def by_the_book(self) -> None:
        """Answer so."""
        choice, typed = self.book
        self.answer(choice, **typed)

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """Actions of the point that have a meaning here."""
        one = self.facing.tray.at(np.array([self.facing.row]))
        return tuple(each for each in self.point.actions if each.has_meaning(self.facing.office, one)[0])

    def act(self, action: str | None = None, **params: int) -> None:
        """Take an action of the point by id, with its parameters; None is the standard. ValueError for what has no
        meaning here.
        """
        if action is not None:
            if action not in {each.id for each in self.actions}:
                raise ValueError(f"{self.point.id}: {action} is not one of {[each.id for each in self.actions]}")
            wanted = set(self.point.named(action).params)
            if params.keys() != wanted:
                raise ValueError(f"{self.point.id}.{action} takes {sorted(wanted)}, not {sorted(params)}")
        self._meant = action, dict(params)

    @property
    def chosen(self) -> Meant:
        """What the answer so far comes to: the action, None for the standard, and its parameters."""
        return self._meant


@dataclass(frozen=True)
class Interactive:
    """Asks about what lies on the desk of a post: all of a small tray; of a larger one what is odd, and as many plain
    ones, so that being asked says nothing.

    few: rows of a tray that is asked about row by row; a field `salient` is not 0 where something is odd.
    """

    post: str
    few: int = 12

    def concerns(self, point: DecisionPoint) -> bool:
        return point.post == self.post

    def decide(
        self, office: Office, point: DecisionPoint, tray: Situations, draft: Draft
    ) -> Generator[Question, None, None]:
        for at in self._asked(office, point, tray):
            question = Question(Facing(office, point, tray, at))
            yield question
            action, params = question.chosen
            code = 0 if action is None else point.code(action)
            draft.put(np.array([at]), code, {name: np.array([value]) for name, value in params.items()}, BEHAVIOUR)

    def _asked(self, office: Office, point: DecisionPoint, tray: Situations) -> list[int]:
        desk = WORK[point.id].on_desk
        there = np.arange(len(tray)) if desk is None else np.flatnonzero(tray.fields[desk])
        if len(there) <= self.few:
            return there.tolist()
        odd = tray.fields.get("salient", np.zeros(len(tray), np.int64))[there] != 0
        found, others = self._first(office, point, tray, there[odd]), self._first(office, point, tray, there[~odd])
        return sorted([*found[: self.few], *others[: max(min(len(found), self.few), self.few // 3)]])

    @staticmethod
    def _first(office: Office, point: DecisionPoint, tray: Situations, rows: Int64s) -> list[int]:
        """Rows in the order of words of their keys."""
        word = words_at(office.seed, Purpose.SALIENCE, tray.keys[rows], point.number)
        found: list[int] = rows[np.argsort(word, kind="stable")].tolist()
        return found
