"""What `--inject` and a scenario's `inject` say: CLAUSE=RATE, CLAUSE=Nx, Nx:latent, all=…, none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.files import Fault, Faults, nearest
from kaohe.sim.texts import catalogue
from kaohe.standards import Rulebook

_texts = catalogue("kaohe.scenarios")
_COUNT = re.compile(r"([0-9]{1,6})x(:latent)?")
_RATE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?")
_CLAUSE = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}")
ALL, NONE = "all", "none"
OPTION = "--inject"


@dataclass(frozen=True)
class Injection:
    """Rates (millionths) and counts by clause; clauses whose orders bring no check of their own; as it was written."""

    rates: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    latent: frozenset[str] = frozenset()
    entries: tuple[str, ...] = field(default=(), compare=False)


def read_injection(entries: Iterable[str]) -> Injection:
    """Read the entries; a later one wins for its clause. Raises Faults: all that is wrong in them."""
    rates: dict[str, int] = {}
    counts: dict[str, int] = {}
    latent: set[str] = set()
    faults: list[Fault] = []
    written = tuple(entries)
    for entry in written:
        if entry.strip() == NONE:
            rates, counts, latent = {}, {}, set()
            continue
        clauses, value, fault = _parts(entry)
        if fault is not None:
            faults.append(fault)
            continue
        for clause in clauses:
            rates.pop(clause, None)
            counts.pop(clause, None)
            latent.discard(clause)
        _enter(value, clauses, rates, counts, latent)
    if faults:
        raise Faults(faults)
    return Injection(rates, counts, frozenset(latent), written)


def _enter(
    value: str, clauses: tuple[str, ...], rates: dict[str, int], counts: dict[str, int], latent: set[str]
) -> None:
    count = _COUNT.fullmatch(value)
    if count is None:
        rates.update(dict.fromkeys(clauses, int(Decimal(value) * 1_000_000)))
        return
    counts.update(dict.fromkeys(clauses, int(count[1])))
    if count[2]:
        latent.update(clauses)


def _parts(entry: str) -> tuple[tuple[str, ...], str, Fault | None]:
    name, equals, value = (part.strip() for part in entry.partition("="))
    if not equals:
        return (), "", _fault("P014", "inject-form", entry=entry)
    known = REGISTRY.clauses()
    if name != ALL and name not in known:
        return (), "", _no_clause(name, value, known)
    if _COUNT.fullmatch(value):
        return known if name == ALL else (name,), value, None
    if not _RATE.fullmatch(value):
        return (), "", _fault("P014", "inject-value", entry=entry, value=value)
    if Decimal(value) > 1:
        whole = Decimal(value) == int(Decimal(value))
        key = "inject-rate-count" if whole else "inject-rate"
        return (), "", _fault("P019", key, entry=entry, value=value, name=name, count=str(int(Decimal(value))))
    return known if name == ALL else (name,), value, None


def _no_clause(name: str, value: str, known: tuple[str, ...]) -> Fault:
    """What stands where a clause should that can be injected: an act, a clause that cannot, or none at all."""
    names = "、".join(known)
    acts = sorted({action.clause for _, action in REGISTRY.named(name) if action is not None and action.clause})
    if acts:
        return _fault("P040", "inject-act", name=name, near=acts[0], value=value or "1x", names=names)
    clauses = list(Rulebook.load().clauses)
    near = _near(name, known)
    if name in clauses:
        return _fault("P040", "inject-clause", name=name, near=near, names=names)
    if _CLAUSE.fullmatch(name):
        section = [clause for clause in clauses if clause.split(".")[0] == name.split(".")[0]] or clauses
        return _fault("P040", "inject-no-clause", name=name, first=section[0], last=section[-1], near=near, names=names)
    return _fault("P040", "inject-unknown", name=name, near=nearest(name, known) or near, names=names)


def _near(name: str, known: tuple[str, ...]) -> str:
    """The nearest clause that can be injected, of the same section where that has one."""
    if not _CLAUSE.fullmatch(name):
        return known[0]
    section, number = (int(part) for part in name.split("."))
    places = {each: [int(part) for part in each.split(".")] for each in known}
    return min(known, key=lambda each: (abs(places[each][0] - section), abs(places[each][1] - number)))


def _fault(code: str, key: str, **args: str) -> Fault:
    return Fault(OPTION, None, None, code, _texts(key, **args))
