"""Formulas that a line of the answer sheet may name, evaluated at the candidate's own inputs (data/workings.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from kaohe.scenarios.exam.sheet import Input
from kaohe.sim.tariff.money import round_half_up
from kaohe.sim.texts import Names

LARGEST = 10**15
"""No input or amount of a sheet is larger; what is, is a slip of the pen and no number."""
PLACES = 40
Terms = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class WorkingForm:
    """A formula: its inputs in order, and the judge's formulas of whose amounts it is the working."""

    id: str
    name: Names
    inputs: tuple[str, ...]
    plus: Terms
    minus: Terms
    size: bool
    of: frozenset[str]

    def fits(self, judged: str) -> bool:
        """Whether it is a working of amounts by this formula of the judge's."""
        return judged.split(".")[0] in self.of

    def fen(self, inputs: Mapping[str, Fraction]) -> int | None:
        """The amount in 分, rounded half up; None where an input is missing or out of reach."""
        if any(name not in inputs or abs(inputs[name]) > LARGEST for name in self.inputs):
            return None
        yuan = _sum(self.plus, inputs) - _sum(self.minus, inputs)
        value = (abs(yuan) if self.size else yuan) * 100
        return round_half_up(value.numerator, value.denominator)

    def restates(self, inputs: Mapping[str, Fraction]) -> bool:
        """Whether it only writes one figure again: all terms but one are 0, and all factors of that but one are 1."""
        terms = [[inputs.get(name, Fraction(0)) for name in term] for term in (*self.plus, *self.minus)]
        left = [[factor for factor in term if factor != 1] for term in terms if all(term)]
        return len(left) <= 1 and all(len(term) <= 1 for term in left)


def _sum(terms: Terms, inputs: Mapping[str, Fraction]) -> Fraction:
    return sum((_product(inputs[name] for name in term) for term in terms), Fraction(0))


def _product(factors: Iterable[Fraction]) -> Fraction:
    product = Fraction(1)
    for factor in factors:
        product *= factor
    return product


@cache
def workings() -> Mapping[str, WorkingForm]:
    """All formulas of the sheet by id, in the order of the file."""
    return {row["id"]: _form(row) for row in _data()["working"]}


@cache
def _data() -> Mapping[str, Any]:
    path = resources.files("kaohe.scenarios.exam") / "data" / "workings.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _form(row: Mapping[str, Any]) -> WorkingForm:
    plus, minus = (tuple(map(tuple, row.get(sign, ()))) for sign in ("plus", "minus"))
    name = Names(row["name"]["zh"], row["name"]["en"])
    return WorkingForm(row["id"], name, tuple(row["inputs"]), plus, minus, row.get("size", False), frozenset(row["of"]))


def stated_fen(formula: str | None, inputs: Sequence[Input]) -> int | None:
    """What a line's formula gives at its inputs, in 分; None for an unknown formula or a missing input."""
    form = workings().get(formula or "")
    return None if form is None else form.fen(_values(inputs))


def restated(formula: str | None, inputs: Sequence[Input]) -> bool:
    """Whether a line's formula only writes one of its inputs again, as any amount can be."""
    form = workings().get(formula or "")
    return form is not None and form.restates(_values(inputs))


def _values(inputs: Sequence[Input]) -> dict[str, Fraction]:
    return {one.name: _value(one) for one in inputs}


def _value(one: Input) -> Fraction:
    """The input in yuan, kWh or days; an unknown unit changes nothing."""
    factor = _data()["units"].get(one.unit.strip().lower(), "1")
    return Fraction(one.value) * Fraction(factor) if _finite(one) else Fraction(LARGEST + 1)


def _finite(one: Input) -> bool:
    if isinstance(one.value, int):
        return abs(one.value) <= LARGEST
    return one.value.is_finite() and abs(one.value.adjusted()) < PLACES and len(one.value.as_tuple().digits) < PLACES
