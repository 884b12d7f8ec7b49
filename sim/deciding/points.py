"""The registry of decision points: a post meets a situation; the standard action or a deviation follows.

One entry says who decides, what about, which actions there are, what each is called, where it has a meaning (`may`),
what it takes with it (`requires`) and which clause it breaks. This table is the heart of the office: scenarios,
Gherkin steps, injection and people who hold a post all speak through it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from kaohe.sim.office import Office

Int64s = NDArray[np.int64]
Mask = NDArray[np.bool_]

STANDARD = 0

ObjectKind = Literal["book", "customer", "counter", "clerk", "office"]


@dataclass(frozen=True)
class Names:
    """What people call it."""

    zh: str
    en: str
    zh_hans: str


@dataclass(frozen=True)
class Situations:
    """One tray of one point: n situations that the post meets on one day.

    keys: natural keys; objects: what an order names (book, customer, counter, clerk number, or 0 for the office);
    staff: who decides; day: days since 1970; fields: what the person sees, by name.
    """

    day: int
    keys: Int64s
    objects: Int64s
    staff: Int64s
    fields: Mapping[str, Int64s]

    def __len__(self) -> int:
        return len(self.keys)


@dataclass(frozen=True)
class Actions:
    """The answer to a tray: code per situation (0 = by the book, i + 1 = the point's i-th action) and integer
    parameters.
    """

    codes: NDArray[np.int8]
    params: Mapping[str, Int64s] = field(default_factory=dict)
    causes: NDArray[np.int8] | None = None

    def chosen(self, code: int) -> Int64s:
        """Positions of the situations with that code."""
        return np.flatnonzero(self.codes == code)

    def param(self, name: str, at: Int64s) -> Int64s:
        """A parameter at these positions."""
        return self.params[name][at]


MayFunction = Callable[["Office", Situations], Mask]
SizeFunction = Callable[["Office", Situations, Int64s], Mapping[str, Int64s]]


@dataclass(frozen=True)
class Action:
    """Something that a post may do instead of the standard action.

    params: names of integer parameters, in the order in which a step or an order gives them.
    clause: the clause it breaks; None for what is lawful.
    may: where the action has a meaning. matures: where it can be evidenced within the span if somebody checks.
    sizes: draws the parameters of an injected act, by the keys of the situations.
    requires: (point, action) that must happen with it for the act to last; checked_by: a control that must look at its
    object.
    """

    id: str
    names: Names
    params: tuple[str, ...] = ()
    clause: str | None = None
    may: MayFunction | None = None
    matures: MayFunction | None = None
    sizes: SizeFunction | None = None
    requires: tuple[str, str] | None = None
    checked_by: tuple[str, str] | None = None


@dataclass(frozen=True)
class DecisionPoint:
    """A place in the day's work where a post decides."""

    number: int
    id: str
    post: str
    object: ObjectKind
    standard: Names
    actions: tuple[Action, ...]

    def code(self, action: str) -> int:
        """The code of an action's id. KeyError if the point has none of that name."""
        for i, candidate in enumerate(self.actions):
            if candidate.id == action:
                return i + 1
        raise KeyError(f"{self.id}: {action}")

    def action(self, code: int) -> Action:
        """The action of a code above 0."""
        return self.actions[code - 1]


class Registry:
    """All decision points by id."""

    def __init__(self) -> None:
        self.points: dict[str, DecisionPoint] = {}

    def add(self, point: DecisionPoint) -> DecisionPoint:
        """Enter a point; numbers and ids are used once, because words are drawn by number."""
        for other in self.points.values():
            if other.number == point.number or other.id == point.id:
                raise ValueError(f"decision point {point.id} repeats {other.id}")
        # In the order of their numbers, whatever was imported first.
        self.points = dict(sorted({**self.points, point.id: point}.items(), key=lambda item: item[1].number))
        return point

    def clauses(self) -> tuple[str, ...]:
        """Clauses that some action breaks, in the order of the handbook."""
        found = {action.clause for point in self.points.values() for action in point.actions if action.clause}
        return tuple(sorted(found, key=lambda clause: [int(part) for part in clause.split(".")]))

    def of_clause(self, clause: str) -> tuple[tuple[DecisionPoint, int], ...]:
        """(point, code) of every action that breaks the clause."""
        return tuple(
            (point, i + 1)
            for point in self.points.values()
            for i, action in enumerate(point.actions)
            if action.clause == clause
        )

    def named(self, name: str) -> tuple[tuple[DecisionPoint, int], ...]:
        """(point, code) of what people call so, in any language, or by id; 0 for a standard act."""
        found = []
        for point in self.points.values():
            if name in (point.standard.zh, point.standard.en, point.standard.zh_hans):
                found.append((point, STANDARD))
            for i, action in enumerate(point.actions):
                if name in (action.id, action.names.zh, action.names.en, action.names.zh_hans):
                    found.append((point, i + 1))
        return tuple(found)


REGISTRY = Registry()
