"""`compare` from Python says what the command says, of lists, of runs and of office-years."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kaohe.scenarios import compare, office_years, reacting_years
from kaohe.scenarios.studies.years import OfficeYears
from kaohe.sim.files import Faults
from kaohe.standards import Policy
from tests.kaohe.calling import called
from tests.sim.office import erring, judged

POLICIES = ("handbook", "continuous")


@pytest.fixture(scope="module", name="years")
def _years() -> OfficeYears:
    return office_years("clean", "high", 3, customers=60, months=1)


def test_a_list_is_compared_as_the_command_does(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    rows = ["人,日期,條款,崗位,金額（元）", "甲,2001-03-05,2.2,抄表工,1200.00", "乙,2001-04-05,2.2,抄表工,99999.00"]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    said = called(tmp_path, "compare", "--policy", "handbook", "--policy", "continuous", "--on", path, "--json")
    assert json.loads(json.dumps(compare(POLICIES, path).document(), default=str)) == said.json()
    assert said.json()["metrics"]["handbook"]["bonus_months"] != said.json()["metrics"]["continuous"]["bonus_months"]


def test_runs_are_put_together() -> None:
    one = judged(erring())
    found = compare(POLICIES, [one, one])
    assert found.whence()["incidents"] == 2 * one.incidents.height > 0


def test_years_have_intervals_and_a_policy_beside_itself_differs_in_nothing(years: OfficeYears) -> None:
    found = compare(["handbook", Policy.load("handbook")], years)
    assert found.names == ["handbook", "handbook#2"]
    assert found.years is not None
    assert all(each.mean == 0 for each in found.differences(1).values())


def test_people_who_react_are_compared_as_the_command_does(tmp_path: Path) -> None:
    small = ("--rates", "high", "--customers", "60", "--months", "1", "--replications", "1", "--jobs", "1")
    words = ("compare", "--policy", "handbook", "--policy", "p1", *small, "--deterrence", "severity_works", "--json")
    policies = ("handbook", "p1")
    on = reacting_years(policies, "clean", "high", 1, deterrence="severity_works", customers=60, months=1)
    document = json.loads(json.dumps(compare(policies, on).document(), default=str))
    assert document == called(tmp_path, *words).json()
    assert document["behaviour"]["sets"] == ["severity_works"]
    with pytest.raises(ValueError, match="other policies"):
        compare(["p1", "handbook"], on)


def test_what_cannot_be_compared_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="one list or assessment"):
        compare(POLICIES, [])
    with pytest.raises(Faults, match="handbok"):
        compare(["handbok"], tmp_path / "cases.csv")
