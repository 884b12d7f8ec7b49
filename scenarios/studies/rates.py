"""Rates files: how often each act is done, of the situations that have room for it, and whence the figure is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field

import kaohe.sim.office  # noqa: F401  # the desks enter there what can be done
from kaohe.scenarios.studies.shipped import DEFAULT, shipped_rates
from kaohe.sim.deciding.points import REGISTRY, Action, DecisionPoint
from kaohe.sim.deciding.rating import most_e6
from kaohe.sim.files import Document, Fault, Faults, FileModel, Share, exists, load_toml, nearest
from kaohe.sim.texts import Argument, Message, Names, Verbatim, catalogue
from kaohe.standards import Rulebook

ASSUMPTION = "assumption"
MILLION = 1_000_000
Name = Annotated[str, Field(min_length=1, max_length=60)]
Acts = dict[tuple[str, str], tuple[DecisionPoint, Action]]
_texts = catalogue("kaohe.scenarios")


class RateFile(FileModel):
    """How often an act is done. `rate`: of the situations that have room for it; `source`: whence, or assumption."""

    clause: Name
    action: Name
    rate: Share
    source: Annotated[str, Field(min_length=1, max_length=400)]


class RatesFile(FileModel):
    """A whole rates file. An act that it does not list is never done."""

    id: Name
    name: Names
    about: Names | None = None
    rates: Annotated[tuple[RateFile, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Rates:
    """Rates of a file; `by_act`: millionths by point and action."""

    id: str
    name: Names
    by_act: Mapping[tuple[str, str], int]
    listed: tuple[RateFile, ...]

    @cached_property
    def assumed(self) -> int:
        """How many of the rates are assumptions."""
        return sum(each.source.strip().lower() == ASSUMPTION for each in self.listed)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what is done how often; names and sources do not count."""
        acts = sorted([*act, rate] for act, rate in self.by_act.items() if rate)
        return hashlib.sha256(json.dumps(acts).encode()).hexdigest()


def load_rates(id_or_path: str | Path = DEFAULT) -> Rates:
    """Rates that ship by id, or a file of one's own. Raises Faults: all that is wrong in it, each at its place."""
    document = load_toml(_located(id_or_path), RatesFile)
    faults = [*_faults(document)]
    if faults:
        raise Faults(faults)
    value = document.value
    by_act: dict[tuple[str, str], int] = {}
    for each in value.rates:
        point, action = acts_there_are()[each.clause, each.action]
        by_act[point.id, action.id] = int(each.rate * MILLION)
    return Rates(value.id, value.name, by_act, value.rates)


def acts_there_are() -> Acts:
    """Point and action of all that breaks a clause, by clause and action."""
    every = ((point, action) for point in REGISTRY.points.values() for action in point.actions)
    return {(action.clause, action.id): (point, action) for point, action in every if action.clause is not None}


def _located(id_or_path: str | Path) -> Path:
    shipped = shipped_rates()
    if str(id_or_path) in shipped:
        return shipped[str(id_or_path)]
    path = Path(id_or_path)
    if exists(path) or path.suffix or len(path.parts) > 1:
        return path
    said = _texts("rates-unknown", name=str(id_or_path), names="、".join(shipped))
    raise Faults([Fault(str(id_or_path), None, None, "P062", said)])


def _faults(document: Document[RatesFile]) -> Iterator[Fault]:
    seen: dict[tuple[str, str], int] = {}
    for number, each in enumerate(document.value.rates):
        at, act = ("rates", number), (each.clause, each.action)
        unknown = unknown_act(each.clause, each.action)
        if unknown is not None:
            key, code, said = unknown
            yield document.fault((*at, key), code, said)
            continue
        if act in seen:
            line = document.position(("rates", seen[act], "action"))[0]
            yield document.fault((*at, "action"), "P013", _texts.message("rates-twice", name=each.action, line=line))
        seen.setdefault(act, number)
        point, _ = acts_there_are()[act]
        if each.rate * MILLION != int(each.rate * MILLION):
            yield document.fault((*at, "rate"), "P019", _texts.message("rates-fine", value=Verbatim(f"{each.rate:f}")))
        elif each.rate * MILLION > most_e6(point):
            yield document.fault((*at, "rate"), "P019", _too_high(point, each.rate))


def _too_high(point: DecisionPoint, rate: Decimal) -> Message:
    wrongs = MILLION // most_e6(point)
    most = Verbatim(f"{Decimal(most_e6(point)) / MILLION:f}")
    return _texts.message("rates-high", value=Verbatim(f"{rate:f}"), wrongs=wrongs, most=most, point=point.id)


def unknown_act(clause: str, action: str) -> tuple[str, str, Message] | None:
    """Key, code and words of a clause that cannot be broken here, or of an action that does not break it."""
    known = acts_there_are()
    clauses = REGISTRY.clauses()
    if clause not in clauses:
        said: dict[str, Argument] = {"name": clause, "names": Verbatim("、".join(clauses))}
        if clause not in Rulebook.load().clauses:
            return "clause", "P040", _texts.message("rates-clause", **said)
        near = Verbatim(nearest(clause, clauses) or clauses[0])
        return "clause", "P040", _texts.message("rates-clause-idle", near=near, **said)
    if (clause, action) not in known:
        own = [one for of, one in known if of == clause]
        others = [of for of, one in known if one == action]
        told: dict[str, Argument] = {"name": action, "clause": clause}
        if others:
            return "action", "P044", _texts.message("rates-action-of", other=others[0], **told)
        near, names = Verbatim(nearest(action, own) or own[0]), Verbatim("、".join(own))
        return "action", "P044", _texts.message("rates-action", near=near, names=names, **told)
    return None
