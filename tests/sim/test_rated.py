"""A rate of each action: one that is lower leaves a part of its acts, act for act, and moves no other's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Mapping
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.deciding.behaviours import Draft
from kaohe.sim.deciding.points import REGISTRY, Action, DecisionPoint, Left, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.rating import Rated, most_e6, wrongs
from kaohe.sim.office import Office
from tests.proving import examples
from tests.sim.office import Small

SMALL = Small(300, 3, 5)
KEYS = 4_000
DAY = 10_000
TRAY = Situations(DAY, np.arange(KEYS), np.arange(KEYS), np.zeros(KEYS, np.int64), {"odd": np.arange(KEYS) % 2})


def way(code: int, name: str, clause: str | None, needs: str | None = None) -> Action:
    """One thing to do instead."""
    return Action(code, name, Names(name, name, name), clause=clause, needs=needs)


MIXED = DecisionPoint(
    63,
    "mixed",
    "cashier",
    "office",
    "safe_day",
    "working",
    Names("照章", "by the book", "照章"),
    (way(1, "late", "2.1", "odd"), way(2, "short", "2.2"), way(3, "lawful", None), way(4, "wrong", "3.1")),
    omission=Left("late"),
)
WAYS = ("late", "short", "wrong")


@cache
def unasked() -> Office:
    """An office that is not run: only its seed is asked for."""
    return SMALL.office()


def decided(layer: Rated, point: DecisionPoint, tray: Situations, office: Office) -> Draft:
    """What the layer alone makes of a tray."""
    draft = Draft.by_the_book(len(tray))
    for _ in layer.decide(office, point, tray, draft):
        pass
    return draft


def drawn(rates: Mapping[str, int], until: int | None = None) -> dict[str, set[int]]:
    """Keys by action."""
    layer = Rated({("mixed", name): rate for name, rate in rates.items()}, until)
    codes = decided(layer, MIXED, TRAY, unasked()).codes
    return {name: set(np.flatnonzero(codes == MIXED.code(name)).tolist()) for name in WAYS}


RATES = st.dictionaries(st.sampled_from(WAYS), st.integers(0, most_e6(MIXED)))


@examples(25)
@given(RATES, st.sampled_from(WAYS), st.floats(0, 1))
def test_a_lower_rate_of_one_action_leaves_a_part_of_its_acts_and_all_others(
    rates: dict[str, int], name: str, part: float
) -> None:
    lower = {**rates, name: int(rates.get(name, 0) * part)}
    before, after = drawn(rates), drawn(lower)
    assert after[name] <= before[name]
    assert {each: after[each] for each in WAYS if each != name} == {each: before[each] for each in WAYS if each != name}


def test_a_rate_is_of_the_situations_that_have_room_for_the_act() -> None:
    rates = {"late": 300_000, "short": 100_000, "wrong": 20_000}
    found = drawn(rates)
    assert found["late"] <= set(range(1, KEYS, 2))
    for name, room in (("late", KEYS // 2), ("short", KEYS), ("wrong", KEYS)):
        expected = rates[name] * room / 1_000_000
        assert abs(len(found[name]) - expected) < 4 * expected**0.5


def test_nobody_errs_after_the_last_day() -> None:
    rates = {"short": 100_000}
    assert drawn(rates, DAY) == drawn(rates)
    assert not any(drawn(rates, DAY - 1).values())


class Beside:
    """Errs at rates, and notes what would have been done in the same situations at half of them."""

    def __init__(self, rates: Mapping[tuple[str, str], int]) -> None:
        self.whole, self.half = Rated(rates), Rated({act: rate // 2 for act, rate in rates.items()})
        self.acts: dict[tuple[str, str], int] = defaultdict(int)
        self.fewer: dict[tuple[str, str], int] = defaultdict(int)

    def concerns(self, point: DecisionPoint) -> bool:
        return self.whole.concerns(point)

    def decide(
        self, office: Office, point: DecisionPoint, tray: Situations, draft: Draft
    ) -> Generator[Question, None, None]:
        half = decided(self.half, point, tray, office)
        yield from self.whole.decide(office, point, tray, draft)
        done = half.codes > 0
        assert (half.codes[done] == draft.codes[done]).all()
        for name, values in half.params.items():
            assert (values[done] == draft.params[name][done]).all()
        for action in wrongs(point):
            self.acts[point.id, action.id] += int((draft.codes == action.code).sum())
            self.fewer[point.id, action.id] += int((half.codes == action.code).sum())


ACTS = [(point.id, action.id) for point in REGISTRY.points.values() for action in wrongs(point)]


@pytest.mark.parametrize("name", sorted({point for point, _ in ACTS}))
def test_of_every_act_half_the_rate_leaves_about_half_act_for_act(name: str) -> None:
    """At every point that there is, as if each of its wrongs had a meaning everywhere."""
    point = REGISTRY.points[name]
    bare = replace(point, actions=tuple(replace(each, may=None, needs=None, draws={}) for each in point.actions))
    for action in wrongs(bare):
        rates = {(bare.id, each.id): most_e6(bare) // 2 for each in wrongs(bare)}
        lower = {**rates, (bare.id, action.id): most_e6(bare) // 4}
        acts, fewer = (decided(Rated(each), bare, TRAY, unasked()).codes for each in (rates, lower))
        assert (fewer[fewer > 0] == acts[fewer > 0]).all()
        assert (acts[acts != action.code] == fewer[acts != action.code]).all()
        done, left = (int((codes == action.code).sum()) for codes in (acts, fewer))
        assert abs(left - done / 2) < 4 * (done / 4) ** 0.5


def test_in_an_office_acts_at_half_the_rate_are_of_the_same_size() -> None:
    """The layer compares the two at every tray."""
    layer = Beside({act: most_e6(REGISTRY.points[act[0]]) // 3 for act in ACTS})
    SMALL.office(behaviours=[layer]).run()
    met = [act for act in ACTS if layer.acts[act]]
    assert len(met) > len(ACTS) * 2 // 3
    assert all(layer.whole.opportunities[act] >= layer.acts[act] for act in ACTS)
    assert sum(layer.fewer.values()) > sum(layer.acts.values()) / 3
