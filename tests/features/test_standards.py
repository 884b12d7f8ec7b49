"""The shipped standards run: every scenario of features/ is a test, and none is lost on the way."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest
from pytest_bdd import scenarios

from kaohe.scenarios.gherkin.gate import check_features
from kaohe.standards import Rulebook

FOLDER = Path(str(resources.files("kaohe.features")))
FILES = sorted(FOLDER.glob("*.feature"))
CLAUSES = tuple(clause.id for clause in Rulebook.load().clauses.values() if clause.standing)

scenarios(str(FOLDER))


def test_gate_passes_all_of_them() -> None:
    assert FILES
    assert check_features(FILES) == []


@pytest.mark.parametrize("clause", CLAUSES)
def test_each_clause_has_a_breach_a_kept_duty_and_a_look_alike(clause: str) -> None:
    tag = f"@條款_{clause.replace('.', '_')}"
    lines = [
        line.split() for path in FILES for line in path.read_text("utf-8").splitlines() if line.strip().startswith("@")
    ]
    for kind in ("@違反", "@合規", "@相似"):
        assert any(tag in tags and kind in tags for tags in lines), kind


def test_every_scenario_is_bound(request: pytest.FixtureRequest) -> None:
    written = sum(len(re.findall(r"^ *場景(?:大綱)?:", path.read_text("utf-8"), re.MULTILINE)) for path in FILES)
    bound = {
        item.originalname
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.path == request.path and "場景" not in item.name
    }
    ours = {name for name in globals() if name.startswith("test_")}
    assert len(bound | ours) == len(ours)
    assert len([name for name in ours if not name.isascii()]) == written
