"""Injected errors: N orders of a clause, chosen among the opportunities that a survey run without errors lists.

The choice is by the least keyed hash of (point, key, action), so that neither ids nor days give an act away, and one
more order changes none of the others. Where a wrong can go both ways, each order draws its side first: what is easily
proven of one side would otherwise be all that is ordered.
"""

from __future__ import annotations

import heapq
import sys
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

import numpy as np

from kaohe.sim.deciding.behaviours import Draft, Order
from kaohe.sim.deciding.meanings import never
from kaohe.sim.deciding.points import REGISTRY, Action, Before, DecisionPoint, Int64s, Mask, Occasion, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.office import Office
from kaohe.sim.rules import OfficeRules
from kaohe.sim.spec import OfficeSpec
from kaohe.sim.streams import Purpose, Words, words_at
from kaohe.sim.town.ground import Ground

SPARE = 4
LASTING_DAYS = 31
SIDES = (0, 1)


class TooFewOpportunities(ValueError):
    """Clauses with fewer opportunities that can mature than were ordered: (clause, wanted, found); first by name."""

    def __init__(self, lacking: Sequence[tuple[str, int, int]]) -> None:
        super().__init__("; ".join(f"{clause}: {wanted} ordered, {found} found" for clause, wanted, found in lacking))
        self.lacking = tuple(lacking)
        self.clause, self.wanted, self.found = self.lacking[0]


@dataclass(frozen=True, order=True)
class Opportunity:
    """A situation in which a clause could be broken and evidenced; ordered by its hash.

    until: the last day through which the post can do none like it; None for one that excludes no other.
    occasion: key of what has to be brought about for it, None where it comes by itself. earlier: what has to be done
    about the same object before (point, action). spoilt: the situations that its action spoils.
    """

    word: int
    point: str
    code: int
    key: int
    day: int
    until: int | None = None
    occasion: int | None = None
    earlier: tuple[str, str] | None = None
    spoilt: tuple[tuple[str, int], ...] = ()

    @property
    def lasting(self) -> bool:
        """Whether it keeps others from being done for so long that it comes after those that do not."""
        return self.until is not None and self.until - self.day > LASTING_DAYS

    @property
    def action(self) -> Action:
        """What would be done."""
        return REGISTRY.points[self.point].action(self.code)

    @property
    def situations(self) -> set[tuple[str, int]]:
        """(point, key) of all that an order of it would use."""
        brought, own = self.action.occasion, {(self.point, self.key)}
        if self.earlier is not None:
            own.add((self.earlier[0], self.key))
        own.update(self.spoilt)
        return own if brought is None or self.occasion is None else {*own, (brought.point, self.occasion)}

    def excludes(self, other: Opportunity) -> bool:
        """Whether one of the two would be void if both were ordered."""
        if self.until is None or other.until is None:
            return False
        if REGISTRY.points[self.point].post != REGISTRY.points[other.point].post:
            return False
        return self.day <= other.until and other.day <= self.until


class Survey:
    """A layer that decides nothing and lists opportunities: of each side the `keep` least by hash.

    found: how many it came upon. A clause of which it has enough is looked for no more where the hash is too large, so
    that beyond `keep` of a side there may be more than are counted.
    """

    def __init__(self, keep: Mapping[str, int]) -> None:
        self.keep = {clause: sys.maxsize if _exclusive(clause) else most for clause, most in keep.items()}
        self.found: dict[str, int] = dict.fromkeys(keep, 0)
        wanted = (action for clause in keep for _, action in REGISTRY.of_clause(clause))
        self._before = {each.point: _to_be_shown(each) for action in wanted for each in _before(action)}
        self._could: dict[tuple[str, int], str] = {}
        self._heaps: dict[tuple[str, int], list[tuple[int, Opportunity]]] = {
            (clause, side): [] for clause in keep for side in SIDES
        }
        self._brought: dict[str, list[tuple[int, Opportunity]]] = {clause: [] for clause in keep}
        self._occasion: dict[tuple[str, int, int], tuple[int, int, int]] = {}  # of a situation that was brought about

    def concerns(self, point: DecisionPoint) -> bool:
        own = point.id in self._before or any(action.clause in self.keep for action in point.actions)
        return own or any(brought.point == point.id for _, _, brought in _occasions(*self.keep))

    def decide(
        self, office: Office, point: DecisionPoint, tray: Situations, draft: Draft
    ) -> Generator[Question, None, None]:
        for other, action, brought in _occasions(*self.keep):
            if brought.point == point.id:
                self._bring(office, other, action, brought, tray)
        for name in self._before.get(point.id, ()):
            for row in np.flatnonzero(point.named(name).has_meaning(office, tray)).tolist():
                self._could.setdefault((point.id, int(tray.keys[row])), name)
        for action in point.actions:
            if action.clause in self.keep:
                self._look(office, point, tray, action)
        return
        yield  # a generator like every layer

    def _look(self, office: Office, point: DecisionPoint, tray: Situations, action: Action) -> None:
        """What is shown is asked only where the hash is small enough: that is much the cheaper question."""
        clause, word = action.clause or "", _words(office, point, action, tray.keys)
        heaps = [self._heaps[clause, side] for side in (SIDES if action.sides is not None else SIDES[:1])]
        near = self._near(clause, word, heaps)
        if not len(near):
            return
        few, word = tray.at(near), word[near]
        shown, side = self._shown(office, few, action), action.side(office, few)
        self.found[clause] += int(shown.sum())
        for each, heap in enumerate(heaps):
            self._note(office, point, few, action, np.flatnonzero(shown & (side == each)), word, heap)

    def _near(self, clause: str, word: Words, heaps: Sequence[list[tuple[int, Opportunity]]]) -> Int64s:
        """Rows that a heap would take in: a full one takes in nothing above its greatest."""
        if any(len(heap) < self.keep[clause] for heap in heaps):
            return np.arange(len(word))
        return np.flatnonzero(word <= max(-heap[0][0] for heap in heaps))

    def _bring(self, office: Office, point: DecisionPoint, action: Action, brought: Occasion, tray: Situations) -> None:
        """Where a situation of the point could be brought about."""
        clause, keys = action.clause or "", brought.follows(tray.keys)
        heap, word = self._brought[clause], _words(office, point, action, keys)
        near = self._near(clause, word, [heap])
        if not len(near):
            return
        few = tray.at(near)
        occasion = REGISTRY.points[brought.point].named(brought.action)
        at = np.flatnonzero(occasion.has_meaning(office, few) & brought.matures(office, few))
        at = self._first_of_its_kind(office, brought, clause, action.code, few, keys[near], at)
        self.found[clause] += len(at)
        self._note(office, point, replace(few, keys=keys[near]), action, at, word[near], heap, few.keys)

    def _first_of_its_kind(
        self, office: Office, brought: Occasion, clause: str, code: int, few: Situations, keys: Int64s, at: Int64s
    ) -> Int64s:
        """Rows of situations that nothing could bring about before; of several occasions the least by word stays."""
        point = REGISTRY.points[brought.point]
        word = _words(office, point, point.named(brought.action), few.keys)
        new = []
        for row in at.tolist():
            of, drawn = (clause, code, int(keys[row])), (int(word[row]), int(few.keys[row]), few.day)
            if of not in self._occasion:
                new.append(row)
            self._occasion[of] = min(self._occasion.get(of, drawn), drawn)
        return np.array(new, np.int64)

    def _drawn(self, clause: str, each: Opportunity) -> Opportunity:
        """The same by the occasion that was drawn."""
        _, occasion, day = self._occasion[clause, each.code, each.key]
        return each if each.occasion == occasion else replace(each, occasion=occasion, day=day)

    def _shown(self, office: Office, tray: Situations, action: Action) -> Mask:
        """Where it can be evidenced; what needs an earlier act has its meaning only after that."""
        if not _before(action):
            return action.can_be_shown(office, tray)
        able = np.array([self._earlier(action, key) is not None for key in tray.keys.tolist()], np.bool_)
        return able if action.matures is None else able & action.matures(office, tray)

    def _earlier(self, action: Action, key: int) -> tuple[str, str] | None:
        """The act that could have been done before, about the same object."""
        points = (each.point for each in _before(action) if (each.point, key) in self._could)
        return next(((point, self._could[point, key]) for point in points), None)

    def _note(
        self,
        office: Office,
        point: DecisionPoint,
        tray: Situations,
        action: Action,
        at: Int64s,
        words: Words,
        heap: list[tuple[int, Opportunity]],
        occasions: Int64s | None = None,
    ) -> None:
        if not len(at):
            return
        keep = self.keep[action.clause or ""]
        until = None if action.until is None else action.until(office, tray)
        word = words[at]
        for row in np.argsort(word, kind="stable")[:keep].tolist():
            value = int(word[row])
            key, last = int(tray.keys[at[row]]), None if until is None else int(until[at[row]])
            occasion = None if occasions is None else int(occasions[at[row]])
            earlier = self._earlier(action, key)
            spoilt = () if action.spoils is None else action.spoils(office, tray.at(at[row : row + 1]))
            entry = (-value, Opportunity(value, point.id, action.code, key, tray.day, last, occasion, earlier, spoilt))
            if len(heap) < keep:
                heapq.heappush(heap, entry)
            elif entry > heap[0]:
                heapq.heappushpop(heap, entry)

    def chosen(self, clause: str, side: int) -> list[Opportunity]:
        """The kept opportunities of a side, least hash first; last those that would leave no room for others, and then
        those that have to be brought about.
        """
        by_themselves = sorted((entry for _, entry in self._heaps[clause, side]), key=_least)
        brought = sorted((entry for _, entry in self._brought[clause]), key=_least_of_all)
        return by_themselves + [self._drawn(clause, each) for each in brought]


def _least(each: Opportunity) -> tuple[bool, int, Opportunity]:
    """What comes first: whole opportunities are hardly ever compared, which takes long."""
    return each.lasting, each.word, each


def _least_of_all(each: Opportunity) -> tuple[int, Opportunity]:
    return each.word, each


def _words(office: Office, point: DecisionPoint, action: Action, keys: Int64s) -> Words:
    return words_at(office.seed, Purpose.ORDER, keys, point.number, action.code)


@cache
def _occasions(*clauses: str) -> tuple[tuple[DecisionPoint, Action, Occasion], ...]:
    """Acts of some clauses for which an order can bring the occasion."""
    acts = (act for clause in clauses for act in REGISTRY.of_clause(clause))
    return tuple((point, action, action.occasion) for point, action in acts if action.occasion is not None)


def _before(action: Action) -> tuple[Before, ...]:
    return tuple(each for each in action.company if isinstance(each, Before))


def _to_be_shown(before: Before) -> tuple[str, ...]:
    """Those of the earlier acts that any paper can show."""
    point = REGISTRY.points[before.point]
    return tuple(name for name in before.actions if point.named(name).matures is not never)


def _exclusive(clause: str) -> bool:
    """Whether acts of a clause exclude each other, so that any opportunity may be needed."""
    return any(action.until is not None for _, action in REGISTRY.of_clause(clause))


@dataclass(frozen=True)
class Plan:
    """Orders and, by clause, how many opportunities the survey came upon (`Survey.found`)."""

    orders: tuple[Order, ...]
    opportunities: Mapping[str, int]


def plan_orders(
    spec: OfficeSpec,
    seed: int,
    rules: OfficeRules,
    counts: Mapping[str, int],
    latent: frozenset[str] = frozenset(),
    ground: Ground | None = None,
) -> Plan:
    """Order so many acts of each clause. Raises TooFewOpportunities, of all that lack; nothing is ordered then."""
    survey = Survey({clause: (count + SPARE) * _alike(clause) for clause, count in counts.items() if count})
    Office(spec, seed, rules, behaviours=[survey], keep_records=False, ground=ground).run()
    return plan_from(survey, seed, counts, latent)


def plan_from(survey: Survey, seed: int, counts: Mapping[str, int], latent: frozenset[str] = frozenset()) -> Plan:
    """The same of a survey that was made: as long as it kept enough, of whatever else it was asked for."""
    taken: set[tuple[str, int]] = set()
    lasting: list[Opportunity] = []
    orders: list[Order] = []
    lacking: list[tuple[str, int, int]] = []
    for clause, count in counts.items():
        try:
            orders.extend(_of_clause(survey, seed, clause, count, taken, lasting, clause in latent) if count else ())
        except TooFewOpportunities as few:
            lacking.extend(few.lacking)
    if lacking:
        raise TooFewOpportunities(lacking)
    return Plan(tuple(_once(orders)), survey.found)


def _alike(clause: str) -> int:
    """How many acts of a clause one situation may offer, of which it can be used for one."""
    points = [point.id for point, _ in REGISTRY.of_clause(clause)]
    return max(points.count(point) for point in points)


def _of_clause(
    survey: Survey,
    seed: int,
    clause: str,
    count: int,
    taken: set[tuple[str, int]],
    lasting: list[Opportunity],
    latent: bool,
) -> list[Order]:
    """The first `count` opportunities that no other order uses (`taken`) or excludes (`lasting`), with what they
    require and the check that shows it; of the other side where an order's own has none left.
    """
    waiting = [iter(survey.chosen(clause, side)) for side in SIDES]
    orders: list[Order] = []
    for number, side in enumerate(_sides(seed, clause, count)):
        free = (
            each
            for each in chain(waiting[side], waiting[1 - side])
            if not (each.situations & taken) and not any(map(each.excludes, lasting))
        )
        each = next(free, None)
        if each is None:
            raise TooFewOpportunities([(clause, count, min(survey.found[clause], number))])
        taken.update(each.situations)
        orders.extend(with_company(each, latent))
        lasting.extend([each] if each.until is not None else [])
    return orders


def _sides(seed: int, clause: str, count: int) -> list[int]:
    """The side of each order of a clause, by its number."""
    section, item = (int(part) for part in clause.split("."))
    word = words_at(seed, Purpose.ORDER_SIDE, np.arange(count), section, item)
    return [each & 1 for each in word.tolist()]


def with_company(each: Opportunity, latent: bool) -> list[Order]:
    """The order of an opportunity, its occasion, and what goes with it about the same object; what looks at it is left
    out if it is to stay latent.
    """
    point, action = REGISTRY.points[each.point], each.action
    orders = [Order(each.point, action.id, key=each.key, clause=action.clause)]
    if action.occasion is not None and each.occasion is not None:
        orders.append(Order(action.occasion.point, action.occasion.action, key=each.occasion, clause=None))
    for company in action.company:
        if isinstance(company, Before):
            continue
        other = REGISTRY.points[company.point]
        looks = other.named(company.action).clause is None
        if other.about == point.about and not (looks and latent):
            orders.append(Order(company.point, company.action, key=each.key, clause=None))
    if each.earlier is not None:
        orders.append(Order(*each.earlier, key=each.key, clause=None))
    return orders


def _once(orders: list[Order]) -> list[Order]:
    """Each (point, key) once: two wrong readings of a meter-period need one re-reading."""
    seen: dict[tuple[str, int | None], Order] = {}
    for order in orders:
        seen.setdefault((order.point, order.key), order)
    return list(seen.values())
