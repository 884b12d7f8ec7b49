"""Orders in people's words: who or what an act is about, by the names that a scenario or a Gherkin step uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaohe.sim.deciding.behaviours import Order
from kaohe.sim.deciding.points import REGISTRY, Action, DecisionPoint

if TYPE_CHECKING:
    from kaohe.sim.office import Office


@dataclass(frozen=True)
class UnknownName(ValueError):
    """A name that the office does not know: kind is act | book | customer | counter | clerk | param; known are those
    it does.
    """

    kind: str
    name: str
    known: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


def act_names() -> tuple[str, ...]:
    """Everything that people may order, in Chinese."""
    points = REGISTRY.points.values()
    return tuple(action.names.zh for point in points for action in point.actions)


def find_act(does: str) -> tuple[DecisionPoint, Action]:
    """Point and action of an act by name or id. UnknownName if there is none."""
    found = [(point, action) for point, action in REGISTRY.named(does) if action is not None]
    if not found:
        raise UnknownName("act", does, act_names())
    return found[0]


def find_object(office: Office, point: DecisionPoint, about: str | None) -> int:
    """Number of what an act is about: a book, a customer, a counter by its collector or number, a clerk; 0 for the
    office.
    """
    if point.object == "office":
        return 0
    known = _known(office, point)
    if about is None or about not in known:
        raise UnknownName(point.object, about or "", tuple(known))
    return known[about]


def _known(office: Office, point: DecisionPoint) -> Mapping[str, int]:
    if point.object == "book":
        return {name: number for number, name in enumerate(office.books.name)}
    if point.object == "customer":
        return office.population.named
    people = office.roster.people
    if point.object == "counter":
        return {each.name: each.counter for each in people if each.counter >= 0 and not each.second}
    return {each.name: each.number for each in people if each.holds(point.post)}


def make_order(office: Office, day: int, does: str, about: str | None, params: Mapping[str, int]) -> Order:
    """The order that somebody does this on a day (days since 1970). UnknownName for names and parameters that are
    none.
    """
    point, action = find_act(does)
    strange = [name for name in params if name not in action.params]
    if strange:
        raise UnknownName("param", strange[0], action.params)
    given = _complete(action.params, params)
    return Order(
        point.id,
        action.id,
        object=find_object(office, point, about),
        day=day,
        params=given,
        injected=False,
        clause=action.clause,
    )


def _complete(wanted: Sequence[str], params: Mapping[str, int]) -> Mapping[str, int] | None:
    """All parameters as given; None where none is given and they are to be drawn."""
    if wanted and not params:
        return None
    missing = [name for name in wanted if name not in params]
    if missing:
        raise UnknownName("param", missing[0], tuple(wanted))
    return dict(params)
