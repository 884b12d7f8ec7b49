"""Deterrence files: how people are assumed to react to sanctions, each parameter with its range and its source."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from kaohe.scenarios.studies.rates import ASSUMPTION, Name, acts_there_are, unknown_act
from kaohe.scenarios.studies.shipped import shipped_deterrence
from kaohe.sim.files import Document, Exact, Fault, Faults, FileModel, exists, load_toml, nearest
from kaohe.sim.texts import Names, Verbatim, catalogue
from kaohe.standards.policies.files import shipped_policies

Values = Mapping[str, float]
"""Parameters by name; of a sanction `months.MEASURE`."""
BOUNDS: Final[Mapping[str, tuple[int | Decimal, int]]] = {
    "alpha": (Decimal("0.01"), 3),
    "learning": (0, 1),
    "care": (0, 10),
    "stress": (0, 10),
    "stress_from": (0, 1_000),
    "temptation_spread": (Decimal("0.01"), 1_000),
    "bonus_month_yuan": (1, 1_000_000),
    "misattribution": (0, 1),
    "pricing_error": (0, 1),
}
"""What the form of the model allows of each parameter; a file must give all of them."""
MOST_MONTHS: Final = 1_200
MONTHS: Final = "months."
Source = Annotated[str, Field(min_length=1, max_length=400)]
_texts = catalogue("kaohe.scenarios")


class Ranged(FileModel):
    """A number that is not known: what is taken, between what it may lie, and whence, or assumption."""

    default: Exact
    low: Exact
    high: Exact
    source: Source


class ParameterFile(Ranged):
    """A parameter of the model."""

    name: Name


class SanctionFile(Ranged):
    """How many months of bonus a measure of a policy is felt as."""

    measure: Name


class TemptingFile(FileModel):
    """An act that people do for a benefit."""

    clause: Name
    action: Name
    source: Source


class DeterrenceFile(FileModel):
    """A whole deterrence file. `reference`: the policy under which people act as the rates say."""

    id: Name
    name: Names
    about: Names | None = None
    reference: Name = "handbook"
    parameters: Annotated[tuple[ParameterFile, ...], Field(min_length=1)]
    sanctions: tuple[SanctionFile, ...] = ()
    tempting: tuple[TemptingFile, ...] = ()


@dataclass(frozen=True)
class Parameter:
    """What is taken, and between what it may lie."""

    name: str
    default: float
    low: float
    high: float
    assumed: bool


@dataclass(frozen=True)
class Deterrence:
    """A set of assumptions. parameters: those of the model, then `months.MEASURE`; tempting: by point and action."""

    id: str
    name: Names
    reference: str
    parameters: tuple[Parameter, ...]
    tempting: frozenset[tuple[str, str]]

    @property
    def values(self) -> dict[str, float]:
        """The defaults."""
        return {each.name: each.default for each in self.parameters}

    @property
    def assumed(self) -> int:
        """How many parameters are assumptions."""
        return sum(each.assumed for each in self.parameters)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what decides the acts; names and sources do not count."""
        ranges = sorted((each.name, each.default, each.low, each.high) for each in self.parameters)
        plain = [self.reference, ranges, sorted(self.tempting)]
        return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


def load_deterrence(id_or_path: str | Path) -> Deterrence:
    """A set that ships by id, or a file of one's own. Raises Faults: all that is wrong in it, each at its place."""
    document = load_toml(_located(id_or_path), DeterrenceFile)
    faults = [*_reference(document), *_parameters(document), *_sanctions(document), *_tempting(document)]
    if faults:
        raise Faults(faults)
    value = document.value
    found = [(each.name, each) for each in value.parameters]
    every: list[tuple[str, Ranged]] = [*found, *((MONTHS + each.measure, each) for each in value.sanctions)]
    acts = (acts_there_are()[each.clause, each.action] for each in value.tempting)
    return Deterrence(
        value.id,
        value.name,
        value.reference,
        tuple(_parameter(name, each) for name, each in every),
        frozenset((point.id, action.id) for point, action in acts),
    )


def _parameter(name: str, each: Ranged) -> Parameter:
    assumed = each.source.strip().lower() == ASSUMPTION
    return Parameter(name, float(each.default), float(each.low), float(each.high), assumed)


def _located(id_or_path: str | Path) -> Path:
    shipped = shipped_deterrence()
    if str(id_or_path) in shipped:
        return shipped[str(id_or_path)]
    path = Path(id_or_path)
    if exists(path) or path.suffix or len(path.parts) > 1:
        return path
    said = _texts("deterrence-unknown", name=str(id_or_path), names="、".join(shipped))
    raise Faults([Fault(str(id_or_path), None, None, "P062", said)])


def _reference(document: Document[DeterrenceFile]) -> Iterator[Fault]:
    name, known = document.value.reference, sorted(shipped_policies())
    if name not in known:
        near = Verbatim(nearest(name, known) or known[0])
        said = _texts.message("deterrence-reference", name=name, near=near, names=Verbatim("、".join(known)))
        yield document.fault(("reference",), "P062", said)


def _parameters(document: Document[DeterrenceFile]) -> Iterator[Fault]:
    names = [each.name for each in document.value.parameters]
    for number, each in enumerate(document.value.parameters):
        at = ("parameters", number)
        if each.name not in BOUNDS:
            near, known = Verbatim(nearest(each.name, BOUNDS) or "alpha"), Verbatim("、".join(BOUNDS))
            said = _texts.message("deterrence-parameter", name=each.name, near=near, names=known)
            yield document.fault((*at, "name"), "P044", said)
            continue
        yield from _twice(document, (*at, "name"), names[:number], each.name)
        yield from _range(document, at, each, *BOUNDS[each.name])
    missing = [name for name in BOUNDS if name not in names]
    if missing:
        said = _texts.message("deterrence-missing", names=Verbatim("、".join(missing)))
        yield document.fault(("parameters",), "P020", said)


def _sanctions(document: Document[DeterrenceFile]) -> Iterator[Fault]:
    measures = [each.measure for each in document.value.sanctions]
    for number, each in enumerate(document.value.sanctions):
        at = ("sanctions", number)
        yield from _twice(document, (*at, "measure"), measures[:number], each.measure)
        yield from _range(document, at, each, 0, MOST_MONTHS)


def _twice(
    document: Document[DeterrenceFile], at: tuple[str | int, ...], before: Sequence[str], name: str
) -> Iterator[Fault]:
    if name in before:
        line = document.position((at[0], before.index(name), at[-1]))[0]
        yield document.fault(at, "P013", _texts.message("rates-twice", name=name, line=line))


def _range(
    document: Document[DeterrenceFile], at: tuple[str | int, ...], each: Ranged, least: int | Decimal, most: int
) -> Iterator[Fault]:
    """Ends in order and within what the form allows, the default between them."""
    beyond = [key for key in ("default", "low", "high") if not least <= getattr(each, key) <= most]
    for key in beyond:
        said = _texts.message(
            "deterrence-beyond", value=_said(getattr(each, key)), least=_said(least), most=_said(most)
        )
        yield document.fault((*at, key), "P019", said)
    if each.low > each.high:
        said = _texts.message("deterrence-reversed", low=_said(each.low), high=_said(each.high))
        yield document.fault((*at, "low"), "P032", said)
    elif "default" not in beyond and not each.low <= each.default <= each.high:
        told = {"value": _said(each.default), "low": _said(each.low), "high": _said(each.high)}
        yield document.fault((*at, "default"), "P019", _texts.message("deterrence-outside", **told))


def _said(number: Decimal | int) -> Verbatim:
    return Verbatim(f"{Decimal(number):f}")


def _tempting(document: Document[DeterrenceFile]) -> Iterator[Fault]:
    seen: dict[tuple[str, str], int] = {}
    for number, each in enumerate(document.value.tempting):
        unknown = unknown_act(each.clause, each.action)
        if unknown is not None:
            key, code, said = unknown
            yield document.fault(("tempting", number, key), code, said)
        elif (each.clause, each.action) in seen:
            line = document.position(("tempting", seen[each.clause, each.action], "action"))[0]
            twice = _texts.message("rates-twice", name=each.action, line=line)
            yield document.fault(("tempting", number, "action"), "P013", twice)
        seen.setdefault((each.clause, each.action), number)
