"""The office stops and asks: a person, a script or an agent holds a post and answers at its situations."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.deciding.behaviours import BEHAVIOUR, Draft
from kaohe.sim.deciding.points import STANDARD, Action, DecisionPoint, Situations
from kaohe.sim.streams import Purpose, happens, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

PLAIN_E6 = 2_000


@dataclass
class Question:
    """One situation of the held post. `situation` is what the person sees; unanswered, the work is left.

    at: days since 1970; key and object: natural key and what it is about; actions: what may be done here, besides the
    standard.
    """

    point: DecisionPoint
    at: int
    key: int
    object: int
    situation: Mapping[str, int]
    actions: tuple[Action, ...]
    _code: int = field(init=False, repr=False)
    _params: Mapping[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        left = self.point.omission
        self._code, self._params = self.point.code(left.action), left.params

    def answer(self, action: str | None = None, **params: int) -> None:
        """Take an action by id, with its parameters; None follows the standard. ValueError for what may not be done
        here.
        """
        if action is None:
            self._code, self._params = STANDARD, {}
            return
        if action not in {choice.id for choice in self.actions}:
            raise ValueError(f"{self.point.id}: {action} is not one of {[choice.id for choice in self.actions]}")
        wanted = set(self.point.named(action).params)
        if params.keys() != wanted:
            raise ValueError(f"{self.point.id}.{action} takes {sorted(wanted)}, not {sorted(params)}")
        self._code, self._params = self.point.code(action), dict(params)

    @property
    def chosen(self) -> tuple[int, Mapping[str, int]]:
        """Code and parameters of the answer so far."""
        return self._code, self._params


@dataclass(frozen=True)
class Interactive:
    """Asks at the salient situations of a post, and at a few plain ones so that salience gives nothing away.

    salient: fields by point that make a situation salient where they are not 0; a tray of a point without such fields
    is asked about row by row if it has at most `few` rows.
    """

    post: str
    few: int = 12

    def concerns(self, point: DecisionPoint) -> bool:
        return point.post == self.post

    def decide(
        self, office: Office, point: DecisionPoint, tray: Situations, draft: Draft
    ) -> Generator[Question, None, None]:
        masks = {action.id: action.has_meaning(office, tray) for action in point.actions}
        for at in self._asked(office, point, tray):
            choices = tuple(action for action in point.actions if masks[action.id][at])
            question = Question(
                point=point,
                at=tray.day,
                key=int(tray.keys[at]),
                object=int(tray.objects[at]),
                situation={name: int(values[at]) for name, values in tray.fields.items()},
                actions=choices,
            )
            yield question
            self._write(draft, int(at), question)

    def _asked(self, office: Office, point: DecisionPoint, tray: Situations) -> Iterator[int]:
        if len(tray) <= self.few:
            yield from range(len(tray))
            return
        salient = tray.fields.get("salient", np.zeros(len(tray), np.int64)) != 0
        plain = happens(words_at(office.seed, Purpose.SALIENCE, tray.keys, point.number), PLAIN_E6)
        yield from np.flatnonzero(salient | plain).tolist()

    @staticmethod
    def _write(draft: Draft, at: int, question: Question) -> None:
        code, params = question.chosen
        where = np.array([at])
        draft.put(where, code, {name: np.array([value]) for name, value in params.items()}, BEHAVIOUR)
