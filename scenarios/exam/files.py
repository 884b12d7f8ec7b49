"""Exam files: what a paper asks, read and checked like every file that people write (docs/exams.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kaohe.scenarios.exam.look_alikes import kinds
from kaohe.scenarios.exam.scheme import Scheme
from kaohe.scenarios.exam.sheet import LINES
from kaohe.scenarios.exam.shipped import shipped_papers
from kaohe.scenarios.injecting import read_injection
from kaohe.scenarios.loader import Scenario, load_scenario
from kaohe.scenarios.shipped import shipped_scenarios
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.files import (
    Document,
    Exact,
    Fault,
    Faults,
    FileModel,
    Whole,
    brief,
    exists,
    inside,
    load_toml,
    nearest,
    quoted,
    wrong,
)
from kaohe.sim.texts import Message, Names, Verbatim, catalogue
from kaohe.standards import Policy, Rulebook

_texts = catalogue("kaohe.scenarios")
Name = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z0-9_]+$")]
Place = Annotated[str, Field(min_length=1, max_length=400)]
Marks = Annotated[int, Field(ge=0, le=100)]
Tier = Literal["non_assessed", "general", "serious", "major"]
LEAST_INCIDENTS = 12
"""With fewer, one incident that was guessed earns ten marks: such a paper is never proven."""
MOST_OF_ONE, MOST_FORMS = 10, 200
LEAST_CUSTOMERS, MOST_CUSTOMERS = 20, 20_000  # beyond, no workbook is a candidate's


class StagesFile(FileModel):
    """Marks of the five stages."""

    find: Marks = 0
    classify: Marks = 0
    value: Marks = 0
    attribute: Marks = 0
    sanction: Marks = 0

    def as_mapping(self) -> dict[str, int]:
        """Marks by stage."""
        return {name: getattr(self, name) for name in type(self).model_fields}


class WeightsFile(StagesFile):
    """What each stage weighs, 100 in all."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        total = sum(self.as_mapping().values())
        if total != 100:
            raise wrong("P019", _texts.message("exam-weights", total=total))
        return self


class IncidentFile(FileModel):
    """Incidents to be found: of a clause, each of a tier or with an amount in a span, 分."""

    clause: Annotated[str, Field(min_length=1, max_length=10)]
    tier: Tier | None = None
    least_fen: Whole | None = None
    most_fen: Whole | None = None
    count: Annotated[int, Field(ge=1, le=MOST_OF_ONE)] = 1

    @property
    def slot(self) -> str:
        """How forms name it: clause, and tier or span."""
        return f"{self.clause}/{self.tier or f'{self.least_fen or 0}..{self.most_fen or chr(0x221E)}'}"


class LookAlikeFile(FileModel):
    """Lawful look-alikes of a kind."""

    kind: Annotated[str, Field(min_length=1, max_length=60)]
    count: Annotated[int, Field(ge=1, le=MOST_OF_ONE)] = 1


class ExamFile(FileModel):
    """A whole exam file. What is left out is as its scenario or the handbook has it."""

    id: Name
    name: Names
    about: Names | None = None
    kind: Literal["audit"] = "audit"
    scenario: Place = "clean"
    customers: Annotated[int, Field(ge=LEAST_CUSTOMERS, le=MOST_CUSTOMERS)] | None = None
    months: Annotated[int, Field(ge=1, le=12)] | None = None
    classes: dict[str, Annotated[int, Field(ge=0, le=MOST_CUSTOMERS)]] | None = None
    forms: Annotated[int, Field(ge=1, le=MOST_FORMS)] = 1
    minutes: Annotated[int, Field(ge=10, le=600)] = 120
    policy: Place = "handbook"
    rulebook: Annotated[str, Field(pattern=r"^[0-9a-f]{12,64}$")] | None = None
    pass_mark: Marks = 60
    beta: Annotated[Exact, Field(gt=0, le=4)] = 1  # type: ignore[assignment]  # read as Decimal
    cap: Marks | None = 59
    weights: WeightsFile = WeightsFile(find=20, classify=20, value=20, attribute=20, sanction=20)
    minimum: StagesFile = StagesFile()
    incidents: Annotated[tuple[IncidentFile, ...], Field(min_length=1, max_length=LINES)]
    look_alikes: tuple[LookAlikeFile, ...] = ()


@dataclass(frozen=True)
class Exam:
    """An exam ready to be made: its file, its office without what is to be found, and the policy of its key."""

    document: Document[ExamFile]
    scenario: Scenario
    policy: Policy
    scheme: Scheme

    @property
    def file(self) -> ExamFile:
        """The file."""
        return self.document.value

    @property
    def id(self) -> str:
        """The exam's id."""
        return self.file.id


def load_exam(id_or_path: str | Path) -> Exam:
    """An exam that ships, by id, or an exam file. Raises Faults: all that is wrong in it, with positions."""
    document = load_toml(_located(id_or_path), ExamFile)
    faults = [*_incident_faults(document), *_look_alike_faults(document), *_rulebook_faults(document)]
    office, policy = _scenario(document, faults), _policy(document, faults)
    if faults or office is None or policy is None:
        raise Faults(faults)
    return Exam(document, office, policy, _scheme(document.value))


def _located(id_or_path: str | Path) -> Path:
    shipped, path = shipped_papers(), Path(id_or_path)
    if str(id_or_path) in shipped:
        return shipped[str(id_or_path)]
    if exists(path) or path.suffix or len(path.parts) > 1:
        return path
    near = nearest(str(id_or_path), shipped)
    said = _texts.message(
        "exam-unknown" if near is None else "exam-unknown-near",
        name=brief(str(id_or_path)),
        names=Verbatim("、".join(shipped)),
        near=Verbatim(near or ""),
    )
    raise Faults([Fault(str(id_or_path), None, None, "P062", str(said))])


def _incident_faults(document: Document[ExamFile]) -> Iterator[Fault]:
    """Clauses that nothing can be ordered of, spans that are none, and more of them than a sheet has lines."""
    known, total = REGISTRY.clauses(), 0
    for number, one in enumerate(document.value.incidents):
        at = ("incidents", number)
        if one.clause not in known:
            names = Verbatim("、".join(known))
            near = Verbatim(nearest(one.clause, known) or known[0])
            said = _texts.message("exam-clause", name=brief(one.clause), near=near, names=names)
            yield document.fault((*at, "clause"), "P040", said)
        yield from _size_faults(document, at, one)
        total += one.count
    if total < LEAST_INCIDENTS:
        yield document.fault(("incidents",), "P019", _texts.message("exam-few", total=total, least=LEAST_INCIDENTS))
    if total > LINES:
        yield document.fault(("incidents",), "P019", _texts.message("exam-lines", total=total, most=LINES))


def _size_faults(document: Document[ExamFile], at: tuple[str, int], one: IncidentFile) -> Iterator[Fault]:
    span = one.least_fen is not None or one.most_fen is not None
    if one.tier is None and not span:
        yield document.fault(at, "P021", _texts.message("exam-tier-missing", clause=quoted(one.clause)))
    elif one.tier is not None and span:
        key = "least_fen" if one.least_fen is not None else "most_fen"
        yield document.fault((*at, key), "P021", _texts.message("exam-tier-twice"))
    elif one.most_fen is not None and one.most_fen < (one.least_fen or 0):
        said = _texts.message("exam-span", least=one.least_fen or 0, most=one.most_fen)
        yield document.fault((*at, "most_fen"), "P019", said)


def _look_alike_faults(document: Document[ExamFile]) -> Iterator[Fault]:
    known = kinds()
    for number, one in enumerate(document.value.look_alikes):
        if one.kind not in known:
            near = Verbatim(nearest(one.kind, known) or next(iter(known)))
            names = Verbatim("、".join(known))
            said = _texts.message("exam-look-alike", name=brief(one.kind), near=near, names=names)
            yield document.fault(("look_alikes", number, "kind"), "P044", said)


def _rulebook_faults(document: Document[ExamFile]) -> Iterator[Fault]:
    wanted = document.value.rulebook
    here = Rulebook.load().digest()
    if wanted is not None and not here.startswith(wanted):
        yield document.fault(("rulebook",), "P062", _texts.message("exam-rulebook", wanted=wanted, here=here[:12]))


def _scenario(document: Document[ExamFile], faults: list[Fault]) -> Scenario | None:
    """The office of the exam, without what its scenario injects; its faults stand at the file that has them."""
    value = document.value
    found = _beside(document, "scenario", value.scenario, shipped_scenarios(), faults)
    if found is None:
        return None
    try:
        scenario = _office(found)
    except Faults as wrongs:
        faults.append(
            document.fault(("scenario",), "P062", _texts.message("exam-scenario", name=brief(value.scenario)))
        )
        faults.extend(wrongs.faults)
        return None
    sized = replace(scenario, injection=read_injection(())).sized(value.customers, value.months, None)
    sized = replace(sized, spec=replace(sized.spec, drawn_numbers=True))  # who holds which is no form's but its own
    if value.classes is None:
        return sized
    classes = {each.id for version in sized.spec.tariff.version for each in version.classes}
    for name in value.classes:
        if name not in classes:
            near = Verbatim(nearest(name, classes) or sorted(classes)[0])
            said = _texts.message("exam-class", name=brief(name), near=near, names=Verbatim("、".join(sorted(classes))))
            faults.append(document.fault(("classes", name), "P044", said, key=True))
    return replace(sized, spec=replace(sized.spec, classes=dict(value.classes)))


def _office(found: str | Path) -> Scenario:
    if isinstance(found, str) or found.suffix != ".feature":
        return load_scenario(found)
    from kaohe.scenarios.gherkin.offices import feature_office  # the steps with it: not loaded for any other office

    return feature_office(found)


def _policy(document: Document[ExamFile], faults: list[Fault]) -> Policy | None:
    name = document.value.policy
    found = _beside(document, "policy", name, Policy.shipped(), faults)
    if found is None:
        return None
    try:
        return Policy.load(found)
    except Faults as wrongs:
        faults.append(document.fault(("policy",), "P062", _texts.message("exam-policy", name=brief(name))))
        faults.extend(wrongs.faults)
        return None


def _beside(
    document: Document[ExamFile],
    key: str,
    name: str,
    shipped: Mapping[str, object] | tuple[str, ...],
    faults: list[Fault],
) -> str | Path | None:
    """What ships under a name, else the file beside the exam; None with a fault for what is neither."""
    if name in shipped:
        return name
    folder = Path(document.path).parent
    path = folder / name
    if not inside(path, folder):
        faults.append(document.fault((key,), "P061", _texts.message("exam-outside", name=brief(name))))
        return None
    if exists(path):
        return path
    near = Verbatim(nearest(name, shipped) or next(iter(shipped)))
    said: Message = _texts.message(f"exam-no-{key}", name=brief(name), near=near, names=Verbatim("、".join(shipped)))
    faults.append(document.fault((key,), "P062", said))
    return None


def _scheme(value: ExamFile) -> Scheme:
    minimum = {stage: marks for stage, marks in value.minimum.as_mapping().items() if marks}
    return Scheme(
        weights=value.weights.as_mapping(),
        beta=Fraction(value.beta),
        pass_mark=value.pass_mark,
        minimum=minimum,
        cap=value.cap,
    )
