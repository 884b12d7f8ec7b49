"""The papers that ship: one for each post that can fail, three difficulties; all proven when there is time for it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from kaohe.exam_making import Maker
from kaohe.scenarios.exam.files import load_exam
from kaohe.scenarios.exam.shipped import shipped_papers
from kaohe.sim.deciding.points import REGISTRY
from kaohe.standards import Rulebook
from tests.proving import PROVING

DIFFICULTIES = ("audit_easy", "audit_mixed", "audit_hard")


def test_each_post_that_can_fail_has_a_paper_of_its_clauses() -> None:
    failing = {point.post for point in REGISTRY.points.values() for action in point.actions if action.clause}
    assert {f"audit_{post}" for post in failing} <= set(shipped_papers())
    for post in failing:
        asked = [Rulebook.load().clause(one.clause).posts for one in load_exam(f"audit_{post}").file.incidents]
        assert sum(post in posts for posts in asked) * 2 >= len(asked), post


def test_difficulties_ask_more_and_weigh_other_things() -> None:
    files = [load_exam(name).file for name in DIFFICULTIES]
    assert [sum(one.count for one in file.incidents) for file in files] == [12, 13, 18]
    alike = [sum(one.count for one in file.look_alikes) for file in files]
    assert alike == sorted(alike)
    assert [file.weights.find for file in files] == [30, 20, 15]
    assert [file.minutes for file in files] == [90, 120, 180]


@pytest.mark.skipif(not PROVING, reason="minutes of it")
@pytest.mark.parametrize("name", shipped_papers())
def test_a_paper_that_ships_is_proven(name: str, tmp_path: Path) -> None:
    assert _maker(name, tmp_path).proofs[0].holds


@pytest.mark.skipif(not PROVING, reason="minutes of it")
def test_difficulties_are_in_the_order_of_who_errs(tmp_path: Path) -> None:
    marks = [_maker(name, tmp_path).prover.erring or Fraction(0) for name in DIFFICULTIES]
    assert marks == sorted(marks, reverse=True)


def _maker(name: str, folder: Path) -> Maker:
    maker = Maker(load_exam(name), bytes(range(16)), 1, lambda *_: None)
    maker.one(1, folder)
    return maker
