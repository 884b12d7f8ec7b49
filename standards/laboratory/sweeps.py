"""One key of a policy through a range of values, or two of them in a grid; edges of bands move with their neighbour."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from kaohe.sim.files import Fault, Faults, brief
from kaohe.sim.texts import catalogue, yuan
from kaohe.standards.policies.format import merged
from kaohe.standards.policies.policy import Policy

MOST_POINTS = 10_000
_FORM = re.compile(r"([a-z_]+(?:\.[A-Za-z0-9_]+)+)=([0-9]{1,15}):([0-9]{1,15}):([0-9]{1,15})")
_BAND = re.compile(r"(bands|energy_bands)\.([a-z_]+)\.low_(fen|kwh)")
_texts = catalogue("kaohe.standards")
Point = tuple[int, ...]


@dataclass(frozen=True)
class Sweep:
    """A key and its values, both ends in."""

    key: str
    values: tuple[int, ...]

    @classmethod
    def read(cls, text: str) -> Sweep:
        """KEY=FROM:TO:STEP, as `bands.general.low_fen=50000:200000:5000`. Raises Faults."""
        found = _FORM.fullmatch(text)
        if found is None:
            raise _fault("P014", "sweep-form", value=brief(text))
        start, end, step = (int(part) for part in found.groups()[1:])
        if step == 0 or end < start or (end - start) // step >= MOST_POINTS:
            raise _fault("P019", "sweep-range", value=brief(text), most=MOST_POINTS)
        return cls(found[1], tuple(range(start, end + 1, step)))


def swept(policy: Policy, sweeps: Sequence[Sweep]) -> Iterator[tuple[Point, Policy]]:
    """The policy at every point of the grid, the last sweep fastest; all points are tried before the first is given.

    Raises:
        Faults: too many points, no such key, an edge at or across its neighbour, a value that the policy cannot have.
    """
    points = list(product(*(sweep.values for sweep in sweeps)))
    if len(points) > MOST_POINTS:
        raise _fault("P019", "sweep-many", count=len(points), most=MOST_POINTS)
    keys = [sweep.key for sweep in sweeps]
    if len(set(keys)) < len(keys):
        raise _fault("P013", "sweep-twice", name=keys[0])
    for key in keys:
        _check_key(policy, key)
    for point in points:
        _check_order(policy, dict(zip(keys, point, strict=True)))
    for point in points:
        changes: Mapping[str, object] = {}
        for key, value in zip(keys, point, strict=True):
            changes = merged(changes, _change(policy, key, value, changes))
        yield point, policy.vary(changes)


def _check_key(policy: Policy, key: str) -> None:
    """The key is an edge above the lowest band, or a whole number of the policy."""
    band = _BAND.fullmatch(key)
    if band is not None:
        tiers = [each["tier"] for each in _bands(policy, band[1])]
        if band[2] not in tiers[1:]:
            raise _fault("P062", "sweep-band", name=key, names=", ".join(f"{band[1]}.{tier}" for tier in tiers[1:]))
        return
    found: object = policy.file.model_dump(mode="json")
    for part in key.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    if not isinstance(found, int) or isinstance(found, bool):
        raise _fault("P062", "sweep-key", name=key)


def _check_order(policy: Policy, values: Mapping[str, int]) -> None:
    """Every edge stays above the one below it."""
    for scale in ("bands", "energy_bands"):
        unit = "fen" if scale == "bands" else "kwh"
        lows = [(each["tier"], each[f"low_{unit}"]) for each in _bands(policy, scale)]
        moved = [(tier, values.get(f"{scale}.{tier}.low_{unit}", low)) for tier, low in lows]
        for (below, low), (above, high) in pairwise(moved):
            if int(str(high)) <= int(str(low)):
                name, edges = f"{scale}.{above}.low_{unit}", (_said(unit, high), _said(unit, low))
                raise _fault("P032", "sweep-across", name=name, value=edges[0], below=below, low=edges[1])


def _said(unit: str, edge: object) -> str:
    return f"{yuan(int(str(edge)))} 元" if unit == "fen" else f"{edge} kWh"


def _bands(policy: Policy, scale: str) -> list[dict[str, object]]:
    bands = policy.file.model_dump(mode="json", exclude_none=True)[scale]
    return sorted(bands, key=lambda band: int(band.get("low_fen", band.get("low_kwh"))))


def _change(policy: Policy, key: str, value: int, changes: Mapping[str, object]) -> dict[str, object]:
    band = _BAND.fullmatch(key)
    if band is None:
        nested: object = value
        for part in reversed(key.split(".")):
            nested = {part: nested}
        return dict(nested) if isinstance(nested, Mapping) else {}
    scale, tier, unit = band.groups()
    given = changes.get(scale)
    bands = [dict(each) for each in given] if isinstance(given, list) else _bands(policy, scale)
    place = next(place for place, each in enumerate(bands) if each["tier"] == tier)
    bands[place][f"low_{unit}"] = value
    bands[place - 1][f"high_{unit}"] = value
    return {scale: bands}


def _fault(code: str, said_as: str, **said: object) -> Faults:
    message = _texts.message(f"compare-{said_as}", **said)  # type: ignore[arg-type]  # texts and numbers
    return Faults([Fault("--sweep", None, None, code, str(message), said=message)])
