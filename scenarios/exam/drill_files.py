"""Drill files: which post is held, in what office, for how long; read and checked like every file that people write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from kaohe.scenarios.exam.shipped import shipped_drills
from kaohe.scenarios.injecting import read_injection
from kaohe.scenarios.loader import Scenario, load_scenario
from kaohe.scenarios.shipped import shipped_scenarios
from kaohe.sim.deciding.behaviours import Habit
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.desks.faced import POSTS
from kaohe.sim.files import Document, Fault, Faults, FileModel, brief, exists, load_toml, nearest
from kaohe.sim.spec import Practice
from kaohe.sim.texts import Message, Names, Verbatim, catalogue
from kaohe.standards import Policy

_texts = catalogue("kaohe.scenarios")
Name = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z0-9_]+$")]
Word = Annotated[str, Field(min_length=1, max_length=60)]
Rate = Annotated[int, Field(ge=0, le=1_000_000)]
Marks = Annotated[int, Field(ge=0, le=100)]
LEAST_CUSTOMERS, MOST_CUSTOMERS = 20, 20_000


class HabitFile(FileModel):
    """What a colleague does besides: an action of a point, at a rate of the situations (millionths)."""

    point: Word
    action: Word
    rate_e6: Rate


class DrillFile(FileModel):
    """A whole drill file. What is left out is as its scenario or the handbook has it.

    days: held from the first day of the span on; afterwards the book is followed until its end, so that what was done
    can come to light. pauses: how often the clock may stand. asked: rows of a tray that is asked about row by row; of a
    larger one as many odd and plain ones.
    """

    id: Name
    name: Names
    about: Names | None = None
    kind: Literal["drill"]
    post: Word
    scenario: Word = "clean"
    customers: Annotated[int, Field(ge=LEAST_CUSTOMERS, le=MOST_CUSTOMERS)] | None = None
    months: Annotated[int, Field(ge=1, le=12)] = 2
    classes: dict[str, Annotated[int, Field(ge=0, le=MOST_CUSTOMERS)]] | None = None
    days: Annotated[int, Field(ge=1, le=92)] = 31
    minutes: Annotated[int, Field(ge=10, le=600)] = 90
    pauses: Annotated[int, Field(ge=0, le=20)] = 0
    asked: Annotated[int, Field(ge=1, le=40)] = 6
    policy: Word = "handbook"
    pass_mark: Marks = 60
    cap: Marks | None = 59
    practice: dict[str, Rate] = Field(default_factory=dict)
    habits: tuple[HabitFile, ...] = ()


@dataclass(frozen=True)
class DrillExam:
    """A drill ready to be taken: its file, its office and the policy by which it is judged."""

    document: Document[DrillFile]
    scenario: Scenario
    policy: Policy

    @property
    def file(self) -> DrillFile:
        """The file."""
        return self.document.value

    @property
    def habits(self) -> tuple[Habit, ...]:
        """What colleagues do besides."""
        return tuple(Habit(each.point, each.action, each.rate_e6) for each in self.file.habits)


def load_drill(id_or_path: str | Path) -> DrillExam:
    """A drill that ships, by id, or a drill file. Raises Faults: all that is wrong in it, with positions."""
    document = load_toml(_located(id_or_path), DrillFile)
    value, faults = document.value, list(_faults(document))
    if faults:
        raise Faults(faults)
    scenario = replace(load_scenario(value.scenario), injection=read_injection(()))
    scenario = scenario.sized(value.customers, value.months, None)
    faults.extend(_class_faults(document, scenario))
    if faults:
        raise Faults(faults)
    practice = replace(scenario.spec.practice, **value.practice)
    spec = replace(scenario.spec, practice=practice)
    if value.classes is not None:
        spec = replace(spec, classes=dict(value.classes))
    return DrillExam(document, replace(scenario, spec=spec), Policy.load(value.policy))


def _located(id_or_path: str | Path) -> Path:
    shipped, path = shipped_drills(), Path(id_or_path)
    if str(id_or_path) in shipped:
        return shipped[str(id_or_path)]
    if exists(path) or path.suffix or len(path.parts) > 1:
        return path
    raise Faults([Fault(str(id_or_path), None, None, "P062", str(_unknown("drill", str(id_or_path), shipped)))])


def _unknown(what: str, name: str, known: Iterable[str]) -> Message:
    names = list(known)
    near = Verbatim(nearest(name, names) or names[0])
    return _texts.message("drill-unknown", what=what, name=brief(name), near=near, names=Verbatim("、".join(names)))


def _class_faults(document: Document[DrillFile], scenario: Scenario) -> Iterator[Fault]:
    known = sorted({each.id for version in scenario.spec.tariff.version for each in version.classes})
    for name in document.value.classes or ():
        if name not in known:
            yield document.fault(("classes", name), "P044", _unknown("class", name, known), key=True)


def _faults(document: Document[DrillFile]) -> Iterator[Fault]:
    value = document.value
    if value.post not in POSTS:
        yield document.fault(("post",), "P044", _unknown("post", value.post, sorted(POSTS)))
    if value.scenario not in shipped_scenarios():
        yield document.fault(("scenario",), "P062", _unknown("scenario", value.scenario, shipped_scenarios()))
    if value.policy not in Policy.shipped():
        yield document.fault(("policy",), "P062", _unknown("policy", value.policy, Policy.shipped()))
    rates = {each.name for each in fields(Practice)}
    for name in value.practice:
        if name not in rates:
            yield document.fault(("practice", name), "P044", _unknown("practice", name, sorted(rates)), key=True)
    for number, habit in enumerate(value.habits):
        at = ("habits", number)
        if habit.point not in REGISTRY.points:
            yield document.fault((*at, "point"), "P044", _unknown("point", habit.point, REGISTRY.points))
            continue
        actions = [action.id for action in REGISTRY.points[habit.point].actions]
        if habit.action not in actions:
            yield document.fault((*at, "action"), "P044", _unknown("action", habit.action, actions))
