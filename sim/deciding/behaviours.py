"""How posts decide: by the book, erring, scripted, suppressed, or a person who is asked.

A behaviour is a layer over the one before; the last that speaks wins. `decide` is a generator everywhere: only the
interactive layer ever yields, and its cost is not visible to the others. Answers never depend on how a tray was split.
"""

from __future__ import annotations

from collections.abc import Generator, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

from kaohe.sim.deciding.points import (
    REGISTRY,
    STANDARD,
    Action,
    Codes,
    Decided,
    DecisionPoint,
    Int64s,
    Mask,
    Situations,
    With,
)
from kaohe.sim.streams import Purpose, happens, words_at

if TYPE_CHECKING:
    from kaohe.sim.deciding.questions import Question
    from kaohe.sim.office import Office

CAUSES = ("injected", "behaviour", "overload")
INJECTED, BEHAVIOUR, OVERLOAD = range(len(CAUSES))

Deciding = Generator["Question", None, Decided]


@dataclass
class Draft:
    """Answers being written: codes, parameters and who caused them, for one tray."""

    codes: Codes
    params: dict[str, Int64s]
    causes: Codes

    @classmethod
    def by_the_book(cls, n: int) -> Draft:
        """A standard answer to every situation."""
        return cls(np.zeros(n, np.int8), {}, np.zeros(n, np.int8))

    def put(self, at: Int64s, code: int, params: Mapping[str, Int64s], cause: int) -> None:
        """Answer these positions with an action."""
        self.codes[at] = code
        self.causes[at] = cause
        for name, values in params.items():
            self.params.setdefault(name, np.zeros(len(self.codes), np.int64))[at] = values

    def decided(self, point: DecisionPoint, tray: Situations) -> Decided:
        """The finished answer."""
        return Decided(point, tray, self.codes, self.causes, self.params)


class Behaviour(Protocol):
    """A layer of behaviour."""

    def concerns(self, point: DecisionPoint) -> bool:
        """Whether the layer ever speaks at this point."""

    def decide(
        self, office: Office, point: DecisionPoint, tray: Situations, draft: Draft
    ) -> Generator[Question, None, None]:
        """Change the draft where the layer has something to say."""


def sizes(office: Office, point: DecisionPoint, action: Action, tray: Situations, at: Int64s) -> Mapping[str, Int64s]:
    """Parameters of an unscripted act, drawn by key."""
    return {name: draw.draw(office, point, tray, at) for name, draw in action.draws.items()}


class Erring:
    """Deviates at a rate of the opportunities: `rates` is clause → millionths.

    Of the actions that have a meaning in a situation one is meant, whatever their rates are, and every action has words
    of its own: a lower rate leaves a part of its acts, and changes no other clause's.
    """

    def __init__(self, rates: Mapping[str, int], cause: int = INJECTED) -> None:
        self.rates = dict(rates)
        self.cause = cause

    def concerns(self, point: DecisionPoint) -> bool:
        return any(action.clause in self.rates for action in point.actions)

    def decide(
        self, office: Office, point: DecisionPoint, tray: Situations, draft: Draft
    ) -> Generator[Question, None, None]:
        actions = [action for action in point.actions if action.clause is not None]
        may = np.array([action.has_meaning(office, tray) for action in actions]) & (draft.codes == STANDARD)
        words = [words_at(office.seed, Purpose.MEANT, tray.keys, point.number, action.code) for action in actions]
        meant = np.argmin(np.where(may, np.array(words), np.iinfo(np.uint64).max), axis=0)
        for row, action in enumerate(actions):
            alike = may[[other.clause == action.clause for other in actions]].sum(axis=0)
            at = np.flatnonzero(may[row] & (meant == row))
            at = at[self._falls(office, point, action, tray.keys[at], may.sum(axis=0)[at], alike[at])]
            if len(at):
                draft.put(at, action.code, sizes(office, point, action, tray, at), self.cause)
        return
        yield  # a generator like every layer

    def _falls(
        self, office: Office, point: DecisionPoint, action: Action, keys: Int64s, many: Int64s, alike: Int64s
    ) -> Mask:
        """Of `many` actions that might be meant there `alike` are of the clause: what falls on the others is made up
        for, so that the rate is that of the clause.
        """
        word = words_at(office.seed, Purpose.DEVIATION, keys, point.number, action.code)
        return happens(word // many.astype(np.uint64) * alike.astype(np.uint64), self.rates.get(action.clause or "", 0))


@dataclass(frozen=True)
class Habit:
    """A colleague's habit: one action, at a rate (millionths) of the situations in which it has a meaning."""

    point: str
    action: str
    rate_e6: int

    def concerns(self, point: DecisionPoint) -> bool:
        return point.id == self.point

    def decide(
        self, office: Office, point: DecisionPoint, tray: Situations, draft: Draft
    ) -> Generator[Question, None, None]:
        action = point.named(self.action)
        word = words_at(office.seed, Purpose.HABIT, tray.keys, point.number, action.code)
        at = np.flatnonzero(happens(word, self.rate_e6) & action.has_meaning(office, tray) & (draft.codes == STANDARD))
        draft.put(at, action.code, sizes(office, point, action, tray, at), INJECTED)
        return
        yield  # a generator like every layer


@dataclass(frozen=True)
class Order:
    """One ordered act: by natural key, or by object and day as a scenario or a Gherkin step says it.

    params are integers by name; None means that they are drawn as for an unscripted act. `clause` is that for which it
    was ordered, null for what only goes with it. An order is a value: any number of offices may be given it.
    """

    point: str
    action: str
    key: int | None = None
    object: int | None = None
    day: int | None = None
    params: Mapping[str, int] | None = None
    injected: bool = True
    clause: str | None = None

    @property
    def identity(self) -> Hashable:
        """What is the same of equal orders, to look them up by."""
        params = None if self.params is None else tuple(sorted(self.params.items()))
        return self.point, self.action, self.key, self.object, self.day, params, self.injected, self.clause

    @property
    def code(self) -> int:
        """Code of the action at its point."""
        return REGISTRY.points[self.point].code(self.action)

    def hits(self, tray: Situations) -> Int64s:
        """Positions of the tray that the order means."""
        if self.key is not None:
            return np.flatnonzero(tray.keys == self.key)
        if self.day is not None and self.day != tray.day:
            return np.empty(0, np.int64)
        return np.flatnonzero(tray.objects == self.object)


class Scripted:
    """Carries out orders, each once. `orders` are those given and the company that followed some of them (`followed`,
    by position); `taken_on` is the day on which an order, by its position, met its situation. Not carried out is what
    asks for more than there is (`beyond`: the parameter and what there is) and what another order has taken (`second`).
    """

    def __init__(self, orders: Iterable[Order] = ()) -> None:
        self.orders: list[Order] = []
        self.followed: set[int] = set()
        self.taken_on: dict[int, int] = {}
        self.beyond: dict[int, tuple[str, int]] = {}
        self.second: set[int] = set()
        self._by_point: dict[str, list[int]] = {}
        self._keys: dict[str, Int64s] = {}
        self._objects: dict[tuple[str, int], list[int]] = {}
        for order in orders:
            self.add(order)

    def add(self, order: Order) -> None:
        """One more order, before the run comes to its day."""
        self._by_point.setdefault(order.point, []).append(len(self.orders))
        self.orders.append(order)
        if order.key is not None:
            self._keys[order.point] = np.append(self.keys(order.point), order.key)
        if order.object is not None and order.day is not None:
            self._objects.setdefault((order.point, order.day), []).append(order.object)

    def given(self) -> list[Order]:
        """The orders without the company that followed them."""
        return [order for number, order in enumerate(self.orders) if number not in self.followed]

    def replaced(self, orders: Sequence[Order]) -> Scripted:
        """Other orders in place of those given: equal ones keep the day on which they were carried out, and company
        that has followed stays.
        """
        made, numbers = Scripted(orders), dict[Hashable, list[int]]()
        for number, order in enumerate(made.orders):
            numbers.setdefault(order.identity, []).append(number)
        for number, order in enumerate(self.orders):
            if number in self.followed:
                at = len(made.orders)
                made.add(order)
                made.followed.add(at)
            else:
                at = next(iter(numbers.get(order.identity, ())), -1)
                numbers[order.identity] = numbers.get(order.identity, [])[1:]
            if at >= 0:
                made._as(at, self, number)
        return made

    def _as(self, at: int, other: Scripted, number: int) -> None:
        """What has come of an order of another script is true of an equal one here."""
        if number in other.taken_on:
            self.taken_on[at] = other.taken_on[number]
        if number in other.beyond:
            self.beyond[at] = other.beyond[number]
        if number in other.second:
            self.second.add(at)

    def void(self) -> tuple[bool, ...]:
        """Which of the orders have met no situation."""
        return tuple(number not in self.taken_on for number in range(len(self.orders)))

    def objects(self, point: str, day: int) -> tuple[int, ...]:
        """Objects of the orders by object for a point and day."""
        return tuple(self._objects.get((point, day), ()))

    def keys(self, point: str) -> Int64s:
        """Keys of the orders by key for a point."""
        return self._keys.get(point, np.empty(0, np.int64))

    def concerns(self, point: DecisionPoint) -> bool:
        return point.id in self._by_point

    def decide(
        self, office: Office, point: DecisionPoint, tray: Situations, draft: Draft
    ) -> Generator[Question, None, None]:
        keyed = set(tray.keys[np.isin(tray.keys, self.keys(point.id))].tolist())
        given = np.zeros(len(tray), np.bool_)
        for number in self._by_point[point.id]:
            order = self.orders[number]
            if number not in self.taken_on and (order.key is None or order.key in keyed):
                self._carry_out(office, point, tray, draft, given, number)
        return
        yield  # a generator like every layer

    def _carry_out(
        self, office: Office, point: DecisionPoint, tray: Situations, draft: Draft, given: Mask, number: int
    ) -> None:
        """`given`: positions of the tray for which an order has been carried out."""
        order = self.orders[number]
        at, action = order.hits(tray), point.named(order.action)
        if len(at):
            may = action.has_meaning if order.key is not None else action.may_be_ordered
            at = at[may(office, tray)[at]]
        if not len(at) or self._refused(order, action, tray, at, given, number):
            return
        sized = {name: np.full(len(at), value) for name, value in (order.params or {}).items()}
        drawn = sizes(office, point, action, tray, at) if order.params is None else {}
        draft.put(at, action.code, {**drawn, **sized}, INJECTED if order.injected else BEHAVIOUR)
        given[at] = True
        self.taken_on[number] = tray.day
        if order.key is not None:
            self._follow(action, point, tray.day, order.injected)

    def _refused(self, order: Order, action: Action, tray: Situations, at: Int64s, given: Mask, number: int) -> bool:
        if given[at].any():
            self.second.add(number)
            return True
        for name, value in (order.params or {}).items():
            most = action.draws[name].most(tray, at)
            if most is not None and value > int(most.min()):
                self.beyond[number] = (name, int(most.min()))
                return True
        return False

    def _follow(self, action: Action, point: DecisionPoint, day: int, injected: bool) -> None:
        """What keeps an act company at another kind of object follows it on the same day, wherever that has moved."""
        for company in action.company:
            if isinstance(company, With) and REGISTRY.points[company.point].about != point.about:
                self._require(company, day, injected)

    def _require(self, company: With, day: int, injected: bool) -> None:
        if not any(each.point == company.point and each.day == day for each in self.orders):
            self.followed.add(len(self.orders))
            self.add(Order(company.point, company.action, object=0, day=day, injected=injected))


@dataclass
class Noted:
    """A layer that decides nothing and notes which wrongs are done: (point, key)."""

    wrongs: set[tuple[str, int]] = field(default_factory=set)

    def concerns(self, point: DecisionPoint) -> bool:
        return True

    def decide(
        self, office: Office, point: DecisionPoint, tray: Situations, draft: Draft
    ) -> Generator[Question, None, None]:
        self.wrongs.update((point.id, key) for key in tray.keys[_wrong(point, draft.codes)].tolist())
        return
        yield  # a generator like every layer


@dataclass(frozen=True)
class Confined:
    """No wrongs but these (point, key): the counterfactual. What is not done leaves room, and nobody errs there instead
    who did not err before.
    """

    wrongs: frozenset[tuple[str, int]]

    def concerns(self, point: DecisionPoint) -> bool:
        return True

    def decide(
        self, office: Office, point: DecisionPoint, tray: Situations, draft: Draft
    ) -> Generator[Question, None, None]:
        for row in np.flatnonzero(_wrong(point, draft.codes)).tolist():
            if (point.id, int(tray.keys[row])) not in self.wrongs:
                draft.codes[row] = STANDARD
        return
        yield  # a generator like every layer


def _wrong(point: DecisionPoint, codes: Codes) -> Mask:
    """Where what was decided breaks a clause."""
    if not codes.any():
        return np.zeros(len(codes), np.bool_)
    return np.isin(codes, [action.code for action in point.actions if action.clause is not None])


@dataclass
class Layers:
    """The behaviours of a run over the book."""

    layers: list[Behaviour] = field(default_factory=list)
    holder: Behaviour | None = None  # somebody holds a post: his word is the last

    def decide(self, office: Office, point: DecisionPoint, tray: Situations) -> Deciding:
        """Ask every layer that concerns the point, in order."""
        draft = Draft.by_the_book(len(tray))
        if len(tray):
            for layer in (*self.layers, *([] if self.holder is None else [self.holder])):
                if layer.concerns(point):
                    yield from layer.decide(office, point, tray, draft)
        return draft.decided(point, tray)


def split(tray: Situations, parts: int) -> tuple[Situations, ...]:
    """The tray in parts, for tests of the invariance under splitting."""
    return tuple(tray.at(cut) for cut in np.array_split(np.arange(len(tray)), parts))
