"""The office of a scenario under inspection: it is described step by step, not made, and its acts meet the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from kaohe.scenarios.act_days import PUT_OFF, Days
from kaohe.scenarios.act_days import Act as Ordered
from kaohe.scenarios.act_params import DAY, wrong_param
from kaohe.scenarios.act_people import posts_of, wrong_person
from kaohe.scenarios.checks import beyond_calendar
from kaohe.scenarios.gherkin import setting
from kaohe.scenarios.gherkin.acting import Act, found_act, post_name, read_params
from kaohe.scenarios.gherkin.scene import Scene
from kaohe.scenarios.gherkin.words import StepFault, a_date, meaning, posts
from kaohe.sim.archive.prices import opening_classes
from kaohe.sim.clock.calendar import date_of, day_of
from kaohe.sim.deciding.points import STANDARD, DecisionPoint
from kaohe.sim.files import Faults, fold, nearest
from kaohe.sim.spec import OfficeSpec, SpecError
from kaohe.sim.texts import Argument, Message, Verbatim, catalogue
from kaohe.sim.town.population import make_population
from kaohe.sim.town.soundness import spec_faults
from kaohe.sim.town.staffing import Person, staff

_texts = catalogue("kaohe.scenarios")
_PART = {
    "reading_book": "books",
    "customer": "named_customers",
    "person": "staff",
    "windows": "windows",
    "office_size": "classes",
    "office_start": "tariff",
    "price": "energy_prices_e4",
    "habit": "practice",
}
"""Step: the part of an office that it describes."""


@dataclass(frozen=True)
class Said:
    """A step that the vocabulary knows: its id and arguments; `number` tells it from the others of the scenario."""

    number: int
    step: str
    arguments: Mapping[str, str]


@dataclass(frozen=True)
class Wrong:
    """What is wrong with the step of a number, and the text that shows where."""

    number: int
    code: str
    said: Message
    at: str = ""


@dataclass
class Described:
    """A scenario's office as far as its steps can be carried out; which step said which part of it."""

    scene: Scene = field(default_factory=Scene)
    origin: dict[tuple[str, int | None], int] = field(default_factory=dict)
    acts: list[tuple[Said, Act]] = field(default_factory=list)
    runs: list[tuple[Said, date]] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)

    @classmethod
    def of(cls, steps: Sequence[Said]) -> Described:
        """What these steps describe; those that cannot be carried out are left out, and told elsewhere."""
        made = cls()
        for said in steps:
            try:
                made._step(said)
            except StepFault:
                continue
            except Faults as found:
                text = _texts.message("gherkin-policy-faulty", why=Verbatim(str(found.faults[0])))
                made.wrong.append(Wrong(said.number, "F016", text))
        return made

    def _step(self, said: Said) -> None:
        if said.step == "run":
            self.runs.append((said, a_date(said.arguments["on"])))
        elif said.step == "act":
            setting.act(self.scene, **said.arguments)
            self.acts.append((said, self.scene.acts[-1]))
        elif said.step in (*_PART, "fee", "policy", "office_number"):
            getattr(setting, said.step)(self.scene, **said.arguments)
            self._note(said)

    def _note(self, said: Said) -> None:
        scene, part = self.scene, _PART.get(said.step)
        counts = {"books": len(scene.books), "named_customers": len(scene.customers), "staff": len(scene.staff)}
        if part is not None:
            self.origin[part, counts[part] - 1 if part in counts else None] = said.number

    def step_of(self, error: SpecError) -> int | None:
        """The step that says what is at fault."""
        part, number = error.at[0], error.at[1] if len(error.at) > 1 else None
        known = self.origin.get((str(part), number if isinstance(number, int) else None))
        return known if known is not None else self.origin.get((str(part), None))


def office_faults(described: Described) -> Iterator[Wrong]:
    """What of the office and its acts the run would refuse. Nothing is asked of a scenario that runs no office."""
    yield from described.wrong
    off = [wrong for run, until in described.runs for wrong in _span_faults(run, until, described.scene)]
    yield from off
    if off or not described.runs:
        return
    until = described.runs[-1][1]
    spec = described.scene.spec(until)
    errors = spec_faults(spec)
    for error in errors:
        at = described.step_of(error)
        said = _texts.message("gherkin-office-impossible", why=error.said)
        yield Wrong(described.runs[-1][0].number if at is None else at, "F019", said)
    yield from _Acts(spec, described.scene.seed, day_of(until), _ordered(described), sound=not errors).faults()


def _span_faults(run: Said, until: date, scene: Scene) -> Iterator[Wrong]:
    """A run that ends before the office opens, or beyond the calendar."""
    if until < scene.start:
        said = _texts.message("gherkin-run-early", on=until.isoformat(), start=scene.start.isoformat())
        yield Wrong(run.number, "F019", said, run.arguments["on"])
    elif beyond_calendar(scene.start, scene.spec(until).months) is not None:
        yield Wrong(run.number, "F019", _texts.message("gherkin-run-beyond", on=until.isoformat()), run.arguments["on"])


@dataclass(frozen=True)
class _Ordered:
    """An act of a step, found in the registry; `about` whom or what, by name."""

    said: Said
    act: Act
    point: DecisionPoint
    code: int
    about: str | None

    def wrong(self, key: str, at: str, **args: Argument) -> Wrong:
        return Wrong(self.said.number, "F020", _texts.message(f"gherkin-{key}", **args), at)


def _ordered(described: Described) -> list[_Ordered]:
    """The acts that there are; of others it is told elsewhere that there are none."""
    found = []
    for said, act in described.acts:
        with suppress(StepFault):
            point, action = found_act(act.does)
            code = STANDARD if action is None else action.code
            own = act.about is None and point.of_oneself
            found.append(_Ordered(said, act, point, code, act.actor if own else act.about))
    return found


@dataclass
class _Acts:
    """All acts of a scenario."""

    spec: OfficeSpec
    seed: int
    last: int
    ordered: list[_Ordered]
    sound: bool

    def faults(self) -> Iterator[Wrong]:
        """Of each: who does it, to what, with what, and when; and the same situation twice."""
        days = Days(self.spec, self.last, self._books("approve_cycle_day"), self._books(*PUT_OFF))
        seen: set[tuple[str, str | None, date]] = set()
        for each in self.ordered:
            wrong = [*self._actor(each), *self._about(each, days)]
            yield from wrong or self._day(each, days)
            yield from self._params(each)
            key = each.point.id, each.about, each.act.on
            if key in seen and each.code != STANDARD and not wrong:
                yield each.wrong("act-twice", each.act.does, does=Verbatim(each.act.does))
            if each.code != STANDARD:
                seen.add(key)

    def _books(self, *points: str) -> frozenset[str]:
        acts = (each for each in self.ordered if each.point.id in points and each.code != STANDARD)
        return frozenset(each.about for each in acts if each.about is not None)

    def _actor(self, each: _Ordered) -> Iterator[Wrong]:
        """A person who is named, or a post, or one of those whom nobody named."""
        actor, point, people = each.act.actor, each.point, posts_of(self.spec)
        given = {"name": Verbatim(actor), "act": Verbatim(each.act.does), "post": post_name(point.post)}
        if actor in people:
            if point.post not in people[actor]:
                yield each.wrong("not-the-post", actor, has=post_name(people[actor][0]), **given)
            return
        try:
            if meaning("post", actor, posts()) != point.post:
                yield each.wrong("not-this-post", actor, **given)
        except StepFault:
            yield from self._unnamed(each)

    def _unnamed(self, each: _Ordered) -> Iterator[Wrong]:
        """A name that no step gives: it may be that of somebody whom the office draws."""
        if not self.sound:
            return
        actor, post = each.act.actor, each.point.post
        person = next((person for person in self._people if person.name == actor), None)
        if person is None:
            names = [person.name for person in self._people]
            if fold(actor) in map(fold, names):  # an invisible sign, told elsewhere
                return
            near = nearest(actor, names) or "、".join(person.name for person in self._people if person.holds(post))
            yield each.wrong("nobody", actor, name=Verbatim(actor), near=Verbatim(near))
        elif not person.holds(post):
            given = {"name": Verbatim(actor), "act": Verbatim(each.act.does), "post": post_name(post)}
            yield each.wrong("not-the-post", actor, has=post_name(person.post), **given)

    @cached_property
    def _people(self) -> tuple[Person, ...]:
        """Everybody in the office, who had to be drawn for it."""
        return staff(self.spec, make_population(self.spec, self.seed), self.seed).people

    def _about(self, each: _Ordered, days: Days) -> Iterator[Wrong]:
        about, kind = each.act.about, each.point.object
        if kind in ("book", "customer"):
            known: tuple[str, ...] = tuple(customer.name for customer in self.spec.customers)
            if kind == "book":
                known = tuple(book.name for book in self.spec.books)
                known = known if about in known or not self.sound else tuple(days.drawn)
            if (self.sound or kind == "customer") and (about is None or about not in known):
                near = nearest(about or "", known) or "、".join(known[:8])
                args = {"kind": kind, "name": Verbatim(about or ""), "near": Verbatim(near)}
                yield each.wrong("object-unknown", about or each.act.does, **args)
        elif kind != "office" and about is not None:
            wrong = wrong_person(self.spec, each.point, each.act.does, about)
            if wrong is not None:
                yield Wrong(each.said.number, "F020", wrong[1], about)

    def _day(self, each: _Ordered, days: Days) -> Iterator[Wrong]:
        drawn = each.point.object == "book" and each.about not in {book.name for book in self.spec.books}
        if drawn and not self.sound:
            return
        said = days.fault(Ordered(each.point, each.code, each.act.on, each.about))
        if said is not None:
            yield Wrong(each.said.number, "F020", said, each.act.on.isoformat())

    def _params(self, each: _Ordered) -> Iterator[Wrong]:
        """Parameters out of bounds; those that cannot be read are told elsewhere."""
        if each.code == STANDARD:
            return
        with suppress(StepFault):
            names = each.point.action(each.code).params
            classes = tuple(opening_classes(self.spec)) if self.sound else ()
            for name, value in read_params(each.act.does, each.act.params, names, classes or None).items():
                given = date_of(value) if name == DAY else value
                wrong = wrong_param(name, given, each.act.on, date_of(self.last), len(classes) or 1)
                if wrong is not None:
                    yield Wrong(each.said.number, "F020", wrong[1], each.act.params.strip(" ,\uff0c"))
