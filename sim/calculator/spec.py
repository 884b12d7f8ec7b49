"""The catalogue of the desk calculator: formulas and the quantities that they take, read from data.

`data/quantities.toml` says what each input is, once; `data/formulas/*.toml` say which inputs a formula takes, its name,
other names, unit, rule and an example.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from kaohe.sim.calculator.number_text import text
from kaohe.sim.texts import Names

PACKAGE = "kaohe.sim.calculator"
TOPICS = (
    "energy",
    "transformer",
    "line",
    "factor",
    "capacity",
    "tariff",
    "wiring",
    "metering",
    "late",
    "breach",
    "statistics",
    "yardstick",
)


@dataclass(frozen=True)
class Quantity:
    """One input: its JSON key, kind, unit, bounds, and the parts of a compound one; its extras may be left out."""

    name: str
    kind: str
    label: Names
    unit: str = ""
    low: Fraction | None = None
    above: Fraction | None = None
    high: Fraction | None = None
    options: tuple[str, ...] = ()
    also: Mapping[str, str] | None = None
    length: int | None = None
    parts: tuple[Quantity, ...] = ()
    extras: tuple[Quantity, ...] = ()

    @property
    def bounds(self) -> str:
        """`≥ 0, ≤ 100`, or nothing."""
        signs = (("≥", self.low), (">", self.above), ("≤", self.high))
        return ", ".join(f"{sign} {text(bound)}" for sign, bound in signs if bound is not None)


@dataclass(frozen=True)
class Formula:
    """A formula of the trade as the desk offers it."""

    id: str
    topic: str
    label: Names
    aliases: tuple[str, ...]
    inputs: tuple[Quantity, ...]
    optional: tuple[Quantity, ...]
    unit: str
    source: str
    example: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that it answers to."""
        return (self.id, self.label.zh_hant, *self.aliases)

    @property
    def takes(self) -> tuple[Quantity, ...]:
        """Every input, needed or not."""
        return (*self.inputs, *self.optional)

    def example_inputs(self) -> dict[str, Any]:
        """The inputs of the example, numbers as Decimals."""
        inputs: dict[str, Any] = json.loads(self.example, parse_float=Decimal)
        return inputs


@cache
def formulas() -> Mapping[str, Formula]:
    """All formulas by id, topic by topic."""
    quantities = _quantities()
    found = [_formula(row, topic, quantities) for topic in TOPICS for row in _read(f"formulas/{topic}.toml")["formula"]]
    return {formula.id: formula for formula in found}


@cache
def topics() -> Mapping[str, Names]:
    """The topics in the order in which they are listed."""
    return {topic: _names(_read(f"formulas/{topic}.toml")) for topic in TOPICS}


def _read(name: str) -> dict[str, Any]:
    path = resources.files(PACKAGE).joinpath("data", *name.split("/"))
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _names(row: Mapping[str, Any]) -> Names:
    return Names(row["zh"], row["en"])


@cache
def _quantities() -> Mapping[str, Quantity]:
    rows = _read("quantities.toml")
    known: dict[str, Quantity] = {}
    for key, row in rows.items():
        known[key] = _quantity(key, row, known)
    return known


def _quantity(key: str, row: Mapping[str, Any], known: Mapping[str, Quantity]) -> Quantity:
    return Quantity(
        name=row.get("name", key),
        kind=row["kind"],
        label=_names(row),
        unit=row.get("unit", ""),
        low=_bound(row, "min"),
        above=_bound(row, "above"),
        high=_bound(row, "max"),
        options=tuple(row.get("options", ())),
        also=row.get("also"),
        length=row.get("length"),
        parts=tuple(known[part] for part in row.get("parts", ())),
        extras=tuple(known[part] for part in row.get("extras", ())),
    )


def _bound(row: Mapping[str, Any], key: str) -> Fraction | None:
    return None if key not in row else Fraction(str(row[key]))


def _formula(row: Mapping[str, Any], topic: str, quantities: Mapping[str, Quantity]) -> Formula:
    return Formula(
        id=row["id"],
        topic=topic,
        label=_names(row),
        aliases=tuple(row.get("aliases", ())),
        inputs=tuple(quantities[key] for key in row["inputs"]),
        optional=tuple(quantities[key] for key in row.get("optional", ())),
        unit=row["unit"],
        source=row["source"],
        example=row["example"],
    )
