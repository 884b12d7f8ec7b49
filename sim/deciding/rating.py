"""People who err at a rate of each action, so that offices at different rates can be compared act for act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.deciding.behaviours import BEHAVIOUR, Draft, sizes
from kaohe.sim.deciding.points import STANDARD, Action, DecisionPoint, Int64s, Mask, Situations
from kaohe.sim.streams import Purpose, Words, happens, words_at

if TYPE_CHECKING:
    from kaohe.sim.deciding.questions import Question
    from kaohe.sim.office import Office

Rates = Mapping[tuple[str, str], int]
"""Millionths of the situations that have room for the act, by point and action."""


class Rated:
    """Deviates at a rate of each action, through a last day (None: to the end).

    In a situation at most one wrong is meant: which one, words of the situation say, whatever the rates are and
    whatever else has a meaning there; whether it is done, words of the action. So a lower rate leaves a part of its
    acts and moves no other's, and of the w wrongs of a point each has a rate of 1/w at most (`most_e6`).
    opportunities: how many situations had room for each act so far.
    """

    def __init__(self, rates: Rates, until: int | None = None, cause: int = BEHAVIOUR) -> None:
        self.rates, self.until, self.cause = dict(rates), until, cause
        self.opportunities: Counter[tuple[str, str]] = Counter()
        self._points = {point for point, _ in self.rates}

    def concerns(self, point: DecisionPoint) -> bool:
        return point.id in self._points

    def decide(
        self, office: Office, point: DecisionPoint, tray: Situations, draft: Draft
    ) -> Generator[Question, None, None]:
        if self.until is None or tray.day <= self.until:
            free, meant = draft.codes == STANDARD, _meant(office, point, tray.keys)
            for row, action in enumerate(wrongs(point)):
                rate_e6 = self.rates.get((point.id, action.id))
                if rate_e6 is None:
                    continue
                may = action.has_meaning(office, tray) & free
                self.opportunities[point.id, action.id] += int(may.sum())
                at = np.flatnonzero(may & (meant == row))
                word = words_at(office.seed, Purpose.DEVIATION, tray.keys[at], point.number, action.code)
                at = at[self.falls(point, action, tray.staff[at], word, rate_e6 * len(wrongs(point)))]
                if len(at):
                    draft.put(at, action.code, sizes(office, point, action, tray, at), self.cause)
        return
        yield  # a generator like every layer

    def falls(self, point: DecisionPoint, action: Action, staff: Int64s, word: Words, rate_e6: int) -> Mask:
        """Where it is done of the situations in which it is meant: by whom, their words, and how often of those."""
        return happens(word, rate_e6)


def wrongs(point: DecisionPoint) -> tuple[Action, ...]:
    """Actions of a point that break a clause."""
    return tuple(action for action in point.actions if action.clause is not None)


def most_e6(point: DecisionPoint) -> int:
    """The highest rate of each wrong of a point, millionths."""
    return 1_000_000 // len(wrongs(point))


def _meant(office: Office, point: DecisionPoint, keys: Int64s) -> Int64s:
    """Which of the wrongs of the point would be done in each situation."""
    codes = [action.code for action in wrongs(point)]
    words = [words_at(office.seed, Purpose.MEANT, keys, point.number, code) for code in codes]
    found: Int64s = np.argmin(np.array(words), axis=0)
    return found
