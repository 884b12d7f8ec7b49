"""The registry of decision points: a post meets a situation; the standard action or a deviation follows.

One entry says who decides, what about, which actions there are, what each is called, where it has a meaning (`may`),
what keeps it company and which clause it breaks. This table is the heart of the office: scenarios, Gherkin steps,
injection and people who hold a post all speak through it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from kaohe.sim.deciding.choices import Facing
    from kaohe.sim.office import Office

Int64s = NDArray[np.int64]
Codes = NDArray[np.int8]
Mask = NDArray[np.bool_]

STANDARD = 0

ObjectKind = Literal["book", "customer", "counter", "clerk", "office"]
DayKind = Literal["working", "open", "bank", "cycle"]


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

    def at(self, rows: Int64s) -> Situations:
        """Some of them; themselves where it is all of them."""
        if len(rows) == len(self):
            return self
        fields = {name: values[rows] for name, values in self.fields.items()}
        return Situations(self.day, self.keys[rows], self.objects[rows], self.staff[rows], fields)


MayFunction = Callable[["Office", Situations], Mask]
UntilFunction = Callable[["Office", Situations], Int64s]
SpoiltFunction = Callable[["Office", Situations], tuple[tuple[str, int], ...]]
SideFunction = Callable[["Office", Situations], Int64s]


class Draw(Protocol):
    """How a parameter of an act that nobody gave is drawn, by the keys of the situations."""

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        """A value for each of these positions of the tray."""

    def most(self, tray: Situations, at: Int64s) -> Int64s | None:
        """What there is at most at these positions, whoever names a size; None where there is no such bound."""


@dataclass(frozen=True)
class With:
    """Company of an act: what happens with it, on the same day or about the same object.

    An order of the act orders it too. Where it breaks a clause (a control that fails), it is the parent of the act;
    where it is lawful (a control that looks), it is what will show the act, and `Nx:latent` leaves it out.
    """

    point: str
    action: str


@dataclass(frozen=True)
class Before:
    """Company of an act: an earlier act about the same object, one of these, which must have lasted until now.

    It is the parent of the act. An order of the act orders it too: the first of them that had a meaning there.
    """

    point: str
    actions: tuple[str, ...]


@dataclass(frozen=True)
class Occasion:
    """What an order of an act can bring about, lawfully, at another point where the act would find no situation.

    follows: keys of the situations that come of those there; matures: from where the act can be evidenced in the span.
    """

    point: str
    action: str
    follows: Callable[[Int64s], Int64s]
    matures: MayFunction


@dataclass(frozen=True)
class Left:
    """What it is if the post leaves the work of a point: an action, with its parameters; sized: by situation. None: the
    standard, where there is nothing to do yet.
    """

    action: str | None
    params: Mapping[str, int] = field(default_factory=dict)
    sized: Callable[[Facing], Mapping[str, int]] | None = None


@dataclass(frozen=True)
class Action:
    """Something that a post may do instead of the standard action.

    code: its number at the point, never given to another; clause: the clause it breaks, None for what is lawful.
    draws: its integer parameters, in the order in which a step or an order gives them, and how each is drawn.
    needs: a field of the situation that is 0 where it cannot be done at all, whoever orders it.
    may: where the action has a meaning. matures: where it can be evidenced within the span if somebody checks.
    until: the last day through which nothing of the post that has an `until` can be done once it is done here; None: it
    excludes nothing.
    sides: 0 or 1 by situation, where the wrong can go both ways: as many are ordered of each (injection.py).
    occasion: what an order brings with it where there are too few situations.
    spoils: situations of other points (point, key) that may not come up because of one of it: a plan orders no two that
    do.
    """

    code: int
    id: str
    names: Names
    clause: str | None = None
    draws: Mapping[str, Draw] = field(default_factory=dict)
    needs: str | None = None
    may: MayFunction | None = None
    matures: MayFunction | None = None
    until: UntilFunction | None = None
    sides: SideFunction | None = None
    company: tuple[With | Before, ...] = ()
    occasion: Occasion | None = None
    spoils: SpoiltFunction | None = None

    @property
    def params(self) -> tuple[str, ...]:
        """Names of the parameters."""
        return tuple(self.draws)

    def is_possible(self, tray: Situations) -> Mask:
        """Where there is what it needs."""
        return np.ones(len(tray), np.bool_) if self.needs is None else tray.fields[self.needs] > 0

    def has_meaning(self, office: Office, tray: Situations) -> Mask:
        """Where it may be done."""
        possible = self.is_possible(tray)
        return possible if self.may is None else possible & self.may(office, tray)

    def may_be_ordered(self, office: Office, tray: Situations) -> Mask:
        """Where an order about an object is carried out: a wrong anywhere, what is lawful only where it is so."""
        return self.is_possible(tray) if self.clause is not None else self.has_meaning(office, tray)

    def can_be_shown(self, office: Office, tray: Situations) -> Mask:
        """Where it may be done and can be evidenced within the span."""
        may = self.has_meaning(office, tray)
        return may if self.matures is None else may & self.matures(office, tray)

    def side(self, office: Office, tray: Situations) -> Int64s:
        """Which way it would go: 0 or 1; 0 where there is one way only."""
        return np.zeros(len(tray), np.int64) if self.sides is None else self.sides(office, tray)


@dataclass(frozen=True)
class DecisionPoint:
    """A place in the day's work where a post decides.

    number: for its words; object: what an order names; about: what a natural key is of (the object of its acts); days:
    those on which it can come up, working days, open days, bank days or the reading days of books; omission: what it is
    if the work is left.
    """

    number: int
    id: str
    post: str
    object: ObjectKind
    about: str
    days: DayKind
    standard: Names
    actions: tuple[Action, ...]
    omission: Left

    @property
    def whose(self) -> str:
        """The post of whom an order about a counter or a clerk names."""
        return "collector" if self.object == "counter" else self.post

    @property
    def of_oneself(self) -> bool:
        """Whether it is about his own counter or takings that somebody decides, so that he need not be named twice."""
        return self.object in ("counter", "clerk") and self.post == self.whose

    def named(self, action: str) -> Action:
        """The action of an id. KeyError if the point has none of that name."""
        for candidate in self.actions:
            if candidate.id == action:
                return candidate
        raise KeyError(f"{self.id}: {action}")

    def code(self, action: str) -> int:
        """The code of an action's id. KeyError if the point has none of that name."""
        return self.named(action).code

    def action(self, code: int) -> Action:
        """The action of a code above 0. KeyError if the point has none."""
        for candidate in self.actions:
            if candidate.code == code:
                return candidate
        raise KeyError(f"{self.id}: {code}")


@dataclass(frozen=True)
class Decided:
    """What the posts do about a tray, in words; arrays by row. causes: positions in `behaviours.CAUSES`."""

    point: DecisionPoint
    tray: Situations
    codes: Codes
    causes: Codes
    params: Mapping[str, Int64s]

    def took(self, *actions: str) -> Mask:
        """Where one of these actions was taken."""
        first, *others = actions
        taken: Mask = self.codes == self.point.code(first)
        for action in others:
            taken |= self.codes == self.point.code(action)
        return taken

    def chosen(self, *actions: str) -> Int64s:
        """Rows of one of these actions."""
        return np.flatnonzero(self.took(*actions)) if self.codes.any() else np.empty(0, np.int64)

    def by_the_book(self) -> Mask:
        """Where the standard was followed."""
        standard: Mask = self.codes == STANDARD
        return standard

    def param(self, name: str, rows: Int64s) -> Int64s:
        """A parameter at these rows, all of an action that has it."""
        return self.params[name][rows] if len(rows) else np.empty(0, np.int64)

    def one(self, name: str, row: int) -> int:
        """A parameter of one row."""
        return int(self.params[name][row])

    def typed(self, name: str) -> Int64s:
        """A parameter that only somebody who holds the post can give; 0 where nobody did."""
        return self.params[name] if name in self.params else np.zeros(len(self.codes), np.int64)

    def action(self, row: int) -> Action | None:
        """What was done instead of the standard."""
        code = int(self.codes[row])
        return None if code == STANDARD else self.point.action(code)


class Registry:
    """All decision points by id, in the order of their numbers."""

    def __init__(self) -> None:
        self.points: dict[str, DecisionPoint] = {}

    def add(self, point: DecisionPoint) -> DecisionPoint:
        """Enter a point; numbers and ids are used once, because words are drawn by number.

        ValueError for a number, an id or a code that is there already, and for an omission that is none of the actions.
        """
        for other in self.points.values():
            if other.number == point.number or other.id == point.id:
                raise ValueError(f"decision point {point.id} repeats {other.id}")
        codes = [action.code for action in point.actions]
        known = {None, *(action.id for action in point.actions)}
        if len({STANDARD, *codes}) != len(codes) + 1 or point.omission.action not in known:
            raise ValueError(f"decision point {point.id}: a code twice, or an omission that it does not have")
        self.points = dict(sorted({**self.points, point.id: point}.items(), key=lambda item: item[1].number))
        return point

    def companies(self) -> frozenset[tuple[str, str]]:
        """(point, action) of everything that keeps some act company."""
        every = (action.company for point in self.points.values() for action in point.actions)
        return frozenset((each.point, each.action) for company in every for each in company if isinstance(each, With))

    def clauses(self) -> tuple[str, ...]:
        """Clauses that some action breaks, in the order of the handbook."""
        found = {action.clause for point in self.points.values() for action in point.actions if action.clause}
        return tuple(sorted(found, key=lambda clause: [int(part) for part in clause.split(".")]))

    def of_clause(self, clause: str) -> tuple[tuple[DecisionPoint, Action], ...]:
        """Every action that breaks the clause, with its point."""
        every = ((point, action) for point in self.points.values() for action in point.actions)
        return tuple((point, action) for point, action in every if action.clause == clause)

    def named(self, name: str) -> tuple[tuple[DecisionPoint, Action | None], ...]:
        """What people call so, in any language, or by id; None for a standard act."""
        found: list[tuple[DecisionPoint, Action | None]] = []
        for point in self.points.values():
            if name in (point.standard.zh, point.standard.en, point.standard.zh_hans):
                found.append((point, None))
            for action in point.actions:
                if name in (action.id, action.names.zh, action.names.en, action.names.zh_hans):
                    found.append((point, action))
        return tuple(found)


REGISTRY = Registry()
