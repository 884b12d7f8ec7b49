"""Opportunities: every situation in which an action has a meaning, listed by a layer that decides nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from kaohe.sim.clock.calendar import date_of
from kaohe.sim.deciding.behaviours import Draft, Order
from kaohe.sim.deciding.points import REGISTRY, DecisionPoint, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.office import Office
from tests.sim.office import Small

ACTIONS = tuple((point.id, action.id) for point in REGISTRY.points.values() for action in point.actions)


@dataclass(frozen=True)
class Chance:
    """Somebody may do something about something on a day."""

    point: str
    action: str
    key: int
    object: int
    day: int

    @property
    def on(self) -> date:
        """The day as a date."""
        return date_of(self.day)

    def order(self) -> Order:
        """The order to do it, with drawn parameters."""
        return Order(self.point, self.action, key=self.key)


class Noting:
    """Notes every situation of every point; decides nothing."""

    def __init__(self) -> None:
        self.chances: dict[tuple[str, str], list[Chance]] = defaultdict(list)
        self.trays: list[tuple[DecisionPoint, Situations]] = []

    def concerns(self, point: DecisionPoint) -> bool:
        """All of them."""
        return True

    def decide(
        self, office: Office, point: DecisionPoint, tray: Situations, draft: Draft
    ) -> Generator[Question, None, None]:
        """Write down where each action has a meaning."""
        self.trays.append((point, tray))
        for action in point.actions:
            for row in np.flatnonzero(action.has_meaning(office, tray)).tolist():
                chance = Chance(point.id, action.id, int(tray.keys[row]), int(tray.objects[row]), tray.day)
                self.chances[point.id, action.id].append(chance)
        return
        yield  # a generator like every layer


@cache
def noted(small: Small) -> Noting:
    """What a run by the book offers."""
    noting = Noting()
    small.office(behaviours=[noting]).run()
    return noting
