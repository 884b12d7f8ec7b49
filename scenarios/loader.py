"""Scenarios: files in, an office's specification, its rules and what is injected out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from kaohe.scenarios.act_checks import act_faults
from kaohe.scenarios.checks import injection_faults, span_faults
from kaohe.scenarios.injecting import Injection, read_injection
from kaohe.scenarios.limit_checks import limit_faults
from kaohe.scenarios.model import NO_SURCHARGES, ActFile, ScenarioFile
from kaohe.scenarios.shipped import shipped_scenarios
from kaohe.sim.files import (
    Document,
    Fault,
    Faults,
    Severity,
    brief,
    exists,
    inside,
    is_file,
    is_folder,
    load_toml,
    nearest,
    quoted,
    resolved,
)
from kaohe.sim.rules import OfficeRules
from kaohe.sim.spec import (
    BookSpec,
    CustomerSpec,
    OfficeSpec,
    Practice,
    SpecError,
    StaffSpec,
    town_classes,
)
from kaohe.sim.tariff.schema import Tariff
from kaohe.sim.tariff.surcharges import Surcharges
from kaohe.sim.tariff.tariffs import OFFICE_2001, built_in, built_in_names, load_tariff
from kaohe.sim.texts import Message, Names, Verbatim, catalogue
from kaohe.sim.town.soundness import spec_faults
from kaohe.standards import Policy, usual_limits

DEFAULT = "town"
_texts = catalogue("kaohe.scenarios")


class Places(Protocol):
    """A file that can tell where a value of it stands."""

    def fault(
        self,
        path: Sequence[str | int],
        code: str,
        text: Message | str,
        *,
        key: bool = False,
        severity: Severity = "error",
    ) -> Fault:
        """A fault at the value of a key path; with `key`, at the key itself."""


@dataclass(frozen=True)
class Scenario:
    """A scenario ready to run; `document`: its file, for places of faults; `asked`: what is injected was asked for."""

    id: str
    name: Names
    spec: OfficeSpec
    rules: OfficeRules
    injection: Injection
    acts: tuple[ActFile, ...]
    document: Places
    asked: bool = False

    def sized(self, customers: int | None, months: int | None, check_intensity: Decimal | None) -> Scenario:
        """The same with another size; the town's mix for another number of customers. Raises Faults."""
        spec = self.spec
        if customers is not None:
            spec = replace(spec, classes=town_classes(customers))
        if months is not None:
            spec = replace(spec, months=months)
        if check_intensity is not None:
            spec = replace(spec, check_intensity=int(check_intensity * 100))
        return replace(self, spec=spec)


def load_scenario(id_or_path: str | Path | None = None) -> Scenario:
    """A shipped scenario by id (the town by default), or a scenario file.

    Raises:
    Faults: no such scenario (with the nearest id), or whatever is wrong in the file, with positions.
    """
    name, shipped = str(id_or_path or DEFAULT), shipped_scenarios()
    return _shipped(shipped[name]) if name in shipped else _loaded(_located(id_or_path or DEFAULT, shipped))


@cache
def _shipped(path: Path) -> Scenario:
    """A scenario that ships is read once."""
    return _loaded(path)


def _loaded(path: Path) -> Scenario:
    document = load_toml(path, ScenarioFile)
    faults = [*_cross_checks(document)]
    if faults:
        raise Faults(faults)
    return _made(document)


def office_rules(
    limits: Mapping[str, str] = MappingProxyType({}),
    fees: Mapping[str, int] = MappingProxyType({}),
    surcharges: str = NO_SURCHARGES,
    by_kva: frozenset[str] = frozenset(),
) -> OfficeRules:
    """The rulebook's limits, with some of them replaced, and what the handbook's policy says of lateness.

    by_kva: those of the fees that are for each kVA.
    """
    known = usual_limits()
    table = {key: (limits.get(key, limit.value), str(limit.unit)) for key, limit in known.items()}
    delay = Policy.load("handbook").delay
    listed = Surcharges() if surcharges == NO_SURCHARGES else Surcharges.load(surcharges)
    return OfficeRules(table, str(delay.daily_rate), fees, delay.principal_after_days, listed, by_kva)


def _located(id_or_path: str | Path, shipped: Mapping[str, Path]) -> Path:
    path = Path(id_or_path)
    if exists(path) or path.suffix or len(path.parts) > 1:
        return path
    near = nearest(str(id_or_path), shipped)
    key = "scenario-unknown" if near is None else "scenario-unknown-near"
    said = _texts(key, name=str(id_or_path), names="、".join(shipped), near=near or "")
    raise Faults([Fault(str(id_or_path), None, None, "P062", said)])


def _cross_checks(document: Document[ScenarioFile]) -> list[Fault]:
    """Everything that `kaohe run` would refuse of the file, without an office being made."""
    span = list(span_faults(document))
    faults = [*span, *limit_faults(document), *injection_faults(document)]
    try:
        tariff, priced = _tariff(document), True
    except Faults as found:
        faults.extend(found.faults)
        tariff, priced = built_in(OFFICE_2001), False
    spec = _spec(document.value, tariff)
    errors = spec_faults(spec, priced=priced)
    faults.extend(_placed(document, error) for error in errors)
    faults.extend(act_faults(document, spec, sound=priced and not errors, dated=not span))
    return faults


def _placed(document: Document[ScenarioFile], error: SpecError) -> Fault:
    """A fault of the office described, at the value that says so; the town's own mix is at fault by its tariff."""
    value = document.value
    if error.at == ("classes",) and value.classes is None:
        return document.fault(("customers",), error.code, error.said)
    if error.at[0] == "classes" and value.classes is None:
        said = _texts.message("town-class", tariff=Verbatim(value.tariff), name=Verbatim(error.at[1]))
        return document.fault(("tariff",), error.code, said)
    if error.at == ("tariff",) and "tariff" not in value.model_fields_set:
        return document.fault(("start",), error.code, error.said)
    return document.fault(error.at, error.code, error.said, key=error.at_key)


def _tariff(document: Document[ScenarioFile]) -> Tariff:
    """The tariff that ships, or the file beside the scenario. Faults: those of the file, or at the scenario's line."""
    name = document.value.tariff
    if name in built_in_names():
        return built_in(name)
    folder = Path(document.path).parent
    path = folder / name
    if not inside(path, folder):
        said = _texts.message("tariff-outside", name=quoted(name), folder=quoted(str(folder)))
        raise Faults([document.fault(("tariff",), "P061", said)])
    if is_file(path):
        return load_tariff(path)
    near = nearest(name, (*_beside(path, document.path, name), *built_in_names())) or OFFICE_2001
    names = Verbatim("、".join(built_in_names()))
    missing = _texts.message("tariff-unknown", name=brief(name), names=names, near=Verbatim(near))
    raise Faults([document.fault(("tariff",), "P062", missing)])


def _beside(path: Path, scenario: str, name: str) -> Iterator[str]:
    """Files that the tariff may be meant to be, named from where it is named: all beside it but the scenario."""
    if not is_folder(path.parent):
        return
    for each in sorted(path.parent.glob("*.toml")):
        if resolved(each) != resolved(Path(scenario)):
            yield (Path(name).parent / each.name).as_posix()


def _made(document: Document[ScenarioFile]) -> Scenario:
    value = document.value
    fees = {each.fee: each.amount_fen for each in value.fees}
    return Scenario(
        value.id,
        value.name,
        _spec(value, _tariff(document)),
        office_rules(
            value.limits, fees, value.surcharges, frozenset(each.fee for each in value.fees if each.unit == "kva")
        ),
        read_injection(value.inject),
        value.acts,
        document,
    )


def _spec(value: ScenarioFile, tariff: Tariff) -> OfficeSpec:
    return OfficeSpec(
        id=value.id,
        start=value.start,
        months=value.months,
        classes=dict(value.classes) if value.classes is not None else town_classes(value.customers),
        books=tuple(BookSpec(**each.model_dump()) for each in value.books),
        customers=tuple(CustomerSpec(**each.model_dump()) for each in value.named_customers),
        staff=tuple(StaffSpec(**each.model_dump()) for each in value.staff),
        tariff=tariff,
        practice=Practice(**{**asdict(Practice()), **value.practice.model_dump()}),
        windows=value.windows,
        check_intensity=int(Decimal(value.check_intensity) * 100),
    )
