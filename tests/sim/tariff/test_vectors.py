"""Every row of vectors.csv with its source, of worked.csv with its derivation; inputs and units as `kaohe calc` takes.

`_abs_tol` in the inputs is how far the printed answer may be off; otherwise the answer is rounded half up to the
decimals that are printed. No row was found wrong; where a page prints another figure its source column says so.
"""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest

from kaohe.sim.calculator import calc, formulas


class Row(NamedTuple):
    """One worked example."""

    id: str
    formula: str
    inputs: dict[str, object]
    expected: object
    unit: str


def rows() -> list[Row]:
    texts = ((Path(__file__).parent / name).read_text(encoding="utf-8") for name in ("vectors.csv", "worked.csv"))
    return [
        Row(row["id"], row["formula"], read(row["inputs"]), expected(row["expected"]), row["unit"])
        for text in texts
        for row in csv.DictReader(text.splitlines())
    ]


def read(text: str) -> dict[str, object]:
    inputs: dict[str, object] = json.loads(text, parse_float=Decimal)
    return inputs


def expected(text: str) -> object:
    try:
        return json.loads(text, parse_float=Decimal)
    except ValueError:
        return text


def half_up(value: Fraction, places: int) -> Fraction:
    scaled = abs(value) * 10**places + Fraction(1, 2)
    size = Fraction(scaled.numerator // scaled.denominator, 10**places)
    return size if value >= 0 else -size


def agrees(wanted: object, value: object, tolerance: Fraction) -> bool:
    if isinstance(wanted, dict) and isinstance(value, dict):
        return wanted.keys() == value.keys() and all(agrees(wanted[key], value[key], tolerance) for key in wanted)
    if isinstance(wanted, list) and isinstance(value, list):
        return len(wanted) == len(value) and all(map(agrees, wanted, value, [tolerance] * len(wanted)))
    if isinstance(wanted, bool | str) or not isinstance(value, int | Decimal):
        return wanted == value and type(wanted) is type(value)
    assert isinstance(wanted, int | Decimal)
    places = max(-int(wanted.as_tuple().exponent), 0) if isinstance(wanted, Decimal) else 0
    return half_up(Fraction(value), places) == wanted or abs(Fraction(value) - Fraction(wanted)) <= tolerance


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_row(row: Row) -> None:
    result = calc(row.formula, row.inputs)
    tolerance = Fraction(str(row.inputs.get("_abs_tol", 0)))
    assert agrees(row.expected, result.value, tolerance), f"{result.value} {result.working}"
    assert result.working
    assert result.source


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_unit(row: Row) -> None:
    carried = {("energy_kwh", "kvarh"): "kWh", ("loss_scale_pf", "%"): "kW"}  # the unit of what went in
    assert formulas()[row.formula].unit == carried.get((row.formula, row.unit), row.unit)


def test_the_comparison_can_fail() -> None:
    assert not agrees(Decimal("1.00"), Decimal("1.006"), Fraction(0))
    assert not agrees({"a": 1}, {"a": 1, "b": 2}, Fraction(0))
    assert not agrees(True, 1, Fraction(0))
    assert not agrees("inf", 3, Fraction(0))
