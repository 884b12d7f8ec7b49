"""Acts of a scenario file that nobody can order, or that find no occasion by calendar and archive alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kaohe.scenarios.act_days import PUT_OFF, Act, Days
from kaohe.scenarios.act_params import wrong_param
from kaohe.scenarios.act_people import wrong_person
from kaohe.scenarios.model import ActFile, ScenarioFile
from kaohe.sim.archive.prices import opening_classes
from kaohe.sim.clock.calendar import date_of
from kaohe.sim.clock.months import months_of
from kaohe.sim.deciding.order_words import UnknownName, act_names, find_act
from kaohe.sim.deciding.points import DecisionPoint
from kaohe.sim.files import Document, Fault, nearest
from kaohe.sim.spec import OfficeSpec
from kaohe.sim.texts import Message, Verbatim, catalogue

_texts = catalogue("kaohe.scenarios")
At = tuple[str | int, ...]


def act_faults(document: Document[ScenarioFile], spec: OfficeSpec, *, sound: bool, dated: bool) -> Iterator[Fault]:
    """What is wrong with the acts. `sound`: the office can be made; `dated`: the calendar holds its span."""
    checker = _Acts(document, spec, sound, dated)
    for number, act in enumerate(document.value.acts):
        yield from checker.faults(number, act)


@dataclass
class _Acts:
    document: Document[ScenarioFile]
    spec: OfficeSpec
    sound: bool
    dated: bool
    days: Days = field(init=False)
    seen: dict[tuple[str, str | None, object], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        last = months_of(self.spec, None)[-1].end if self.dated else 0
        self.days = Days(self.spec, last, self._books("approve_cycle_day"), self._books(*PUT_OFF))

    def _books(self, *points: str) -> frozenset[str]:
        """The books of all acts at some points."""
        acts = ((act.about, _found(act)) for act in self.document.value.acts)
        return frozenset(
            book for book, found in acts if found is not None and found[0].id in points and book is not None
        )

    def fault(self, at: At, code: str, said: Message, *, key: bool = False) -> Fault:
        return self.document.fault(at, code, said, key=key)

    def faults(self, number: int, act: ActFile) -> Iterator[Fault]:
        """Of one act: what is done, with what, about whom or what, and when."""
        at, found = ("acts", number), _found(act)
        if found is None:
            yield self.fault((*at, "does"), "P044", _unknown("act", act.does, act_names()))
            return
        point, code = found
        yield from self._params(at, act, point.action(code).params)
        wrong = list(self._about(at, act, point))
        yield from wrong
        if self.dated and not wrong:
            yield from self._day(at, act, Act(point, code, act.on, act.about))
        first = self.seen.setdefault((point.id, act.about, act.on), number)
        if first != number and not wrong:
            line, _ = self.document.position(("acts", first))
            yield self.fault(at, "P013", _texts.message("act-twice", does=Verbatim(act.does), line=line))

    def _params(self, at: At, act: ActFile, known: tuple[str, ...]) -> Iterator[Fault]:
        for name, value in act.params.items():
            if name not in known:
                yield self.fault((*at, "params", name), "P044", _unknown("param", name, known), key=True)
            elif self.dated:
                classes = len(opening_classes(self.spec)) if self.sound else MANY
                wrong = wrong_param(name, value, act.on, date_of(self.days.last), classes)
                if wrong is not None:
                    yield self.fault((*at, "params", name), *wrong)
        missing = [name for name in known if act.params and name not in act.params]
        if missing:
            said = _texts.message("act-lacks", does=Verbatim(act.does), names=Verbatim(", ".join(missing)))
            yield self.fault((*at, "params"), "P044", said)

    def _about(self, at: At, act: ActFile, point: DecisionPoint) -> Iterator[Fault]:
        does, about = Verbatim(act.does), act.about
        if point.object == "office":
            if about is not None:
                yield self.fault((*at, "about"), "P044", _texts.message("act-about-idle", does=does))
        elif about is None:
            yield self.fault(at, "P020", _texts.message("act-about", does=does))
        elif point.object == "customer":
            known = tuple(each.name for each in self.spec.customers)
            if about not in known:
                yield self.fault((*at, "about"), "P044", _unknown("customer", about, known))
        elif point.object == "book":
            if self._bookless(about):
                known = tuple(self.days.drawn)
                yield self.fault((*at, "about"), "P044", _unknown("book", about, known))
        else:
            wrong = wrong_person(self.spec, point, act.does, about)
            if wrong is not None:
                yield self.fault((*at, "about"), *wrong)

    def _bookless(self, name: str) -> bool:
        """The books that nobody named are known where the office can be made."""
        named = any(each.name == name for each in self.spec.books)
        return not named and self.sound and self.dated and name not in self.days.drawn

    def _day(self, at: At, written: ActFile, act: Act) -> Iterator[Fault]:
        named = any(each.name == written.about for each in self.spec.books)
        if act.point.object == "book" and not named and not self.sound:
            return
        said = self.days.fault(act)
        if said is not None:
            yield self.fault((*at, "on"), "P043", said)


MANY = 1_000  # price classes, where they cannot be counted


def _found(act: ActFile) -> tuple[DecisionPoint, int] | None:
    try:
        point, action = find_act(act.does)
    except UnknownName:
        return None
    return point, action.code


def _unknown(kind: str, name: str, known: tuple[str, ...]) -> Message:
    given = {"kind": kind, "name": Verbatim(name)}
    near = nearest(name, known)
    if near is not None:
        return _texts.message("name-unknown-near", near=Verbatim(near), **given)
    if kind == "customer":
        return _texts.message("act-customer", name=Verbatim(name))
    return _texts.message("name-unknown", names=Verbatim("、".join(known[:12])), **given)
