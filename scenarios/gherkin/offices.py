"""A feature as the office of an exam: what its given steps describe and order, taken as a scenario (docs/exams.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kaohe.scenarios.act_people import posts_of
from kaohe.scenarios.gherkin.acting import Act, found_act, read_params
from kaohe.scenarios.gherkin.gate import ParsedScenario, check_feature, parsed_scenarios
from kaohe.scenarios.gherkin.gate_office import Described
from kaohe.scenarios.gherkin.words import StepFault, meaning, posts
from kaohe.scenarios.injecting import read_injection
from kaohe.scenarios.loader import Scenario, office_rules
from kaohe.scenarios.model import ActFile
from kaohe.sim.archive.prices import opening_classes
from kaohe.sim.clock.calendar import date_of
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.files import Fault, Faults, Severity
from kaohe.sim.spec import OfficeSpec
from kaohe.sim.texts import Message, Names, Verbatim, catalogue

_texts = catalogue("kaohe.scenarios")
SUFFIX = ".feature"
ELSEWHERE = {
    "policy": "exam-feature-policy",
    "case": "exam-feature-case",
    "case_loss": "exam-feature-case",
    "case_intent": "exam-feature-case",
    "case_concealed": "exam-feature-case",
    "case_effect": "exam-feature-case",
    "decide": "exam-feature-case",
}
"""Steps that say nothing of an office, and what to do instead."""


@dataclass(frozen=True)
class Places:
    """Where in a feature its acts stand, for faults that come up when they are carried out."""

    path: str
    lines: Sequence[str]
    acts: Sequence[int]

    def fault(
        self,
        path: Sequence[str | int],
        code: str,
        text: Message | str,
        *,
        key: bool = False,
        severity: Severity = "error",
    ) -> Fault:
        """A fault at the step of an act ("acts", number, …), or at the first line."""
        line = self.acts[path[1]] if path[0] == "acts" and isinstance(path[1], int) else 1
        return self.at(line, code, text, severity)

    def at(self, line: int, code: str, text: Message | str, severity: Severity = "error") -> Fault:
        """A fault at a line."""
        source = self.lines[line - 1]
        column = len(source) - len(source.lstrip()) + 1
        said = text if isinstance(text, Message) else None
        return Fault(self.path, line, column, code, str(text), severity, source=source, said=said)


def feature_office(path: Path) -> Scenario:
    """The office that the only scenario of a feature describes, with the acts that it orders, for whole months.

    What it finds (那麼) is not asked, its number of the office is not used: an exam draws its own.

    Raises:
    Faults: what the gate refuses; several scenarios, examples, or steps that are no office's.
    """
    faults = [fault for fault in check_feature(path) if fault.severity == "error"]
    if faults:
        raise Faults(faults)
    lines, name, found = parsed_scenarios(path)
    places = Places(str(path), lines, ())
    if len(found) != 1 or found[0].examples:
        at = found[1].line if len(found) > 1 else found[0].line
        raise Faults([places.at(at, "E070", _texts.message("exam-feature-one", count=len(found)))])
    return _office(path, lines, name, found[0])


def _office(path: Path, lines: Sequence[str], name: str, one: ParsedScenario) -> Scenario:
    described = Described.of(one.said)
    ordered = [(one.lines[said.number], act) for said, act in described.acts if found_act(act.does)[1] is not None]
    places = Places(str(path), lines, tuple(line for line, _ in ordered))
    if not described.runs:
        raise Faults([places.at(one.line, "E071", _texts.message("exam-feature-no-run"))])
    spec = described.scene.spec(described.runs[-1][1])
    faults = [*_elsewhere(one, places), *(wrong for line, act in ordered for wrong in _who(line, act, spec, places))]
    if faults:
        raise Faults(faults)
    acts = tuple(_act(act, spec) for _, act in ordered)
    rules = office_rules(fees=described.scene.fees, by_kva=frozenset(described.scene.fees_by_kva))
    return Scenario(path.stem, Names(name, name), spec, rules, read_injection(()), acts, places)


def _elsewhere(one: ParsedScenario, places: Places) -> Iterator[Fault]:
    """Steps that say what an exam file says, or that need no office."""
    for said in one.said:
        if said.step in ELSEWHERE:
            yield places.at(one.lines[said.number], "E072", _texts.message(ELSEWHERE[said.step]))


def _who(line: int, act: Act, spec: OfficeSpec, places: Places) -> Iterator[Fault]:
    """Names that no step gives: each form draws its own people and books."""
    point, _ = found_act(act.does)
    if act.actor not in posts_of(spec) and not _is_post(act.actor):
        yield places.at(line, "E073", _texts.message("exam-feature-drawn", name=Verbatim(act.actor)))
    if point.object == "book" and act.about not in {book.name for book in spec.books}:
        yield places.at(line, "E073", _texts.message("exam-feature-drawn", name=Verbatim(act.about or "")))


def _is_post(word: str) -> bool:
    try:
        meaning("post", word, posts())
    except StepFault:
        return False
    return True


def _act(act: Act, spec: OfficeSpec) -> ActFile:
    """The act as a scenario file would say it."""
    point, action = found_act(act.does)
    assert action is not None
    about = act.actor if act.about is None and point.object in ("counter", "clerk") else act.about
    values = read_params(act.does, act.params, action.params, tuple(opening_classes(spec)))
    params = {name: date_of(value) if name == "to" else value for name, value in values.items()}
    does = act.does if REGISTRY.named(act.does) else action.id  # as it is written, for what may be said of it
    return ActFile(on=act.on, does=does, about=about, params=params)
