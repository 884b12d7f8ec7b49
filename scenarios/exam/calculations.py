"""Calculation items: formulas of the desk calculator with fresh numbers, each with its answer and its tolerance.

The numbers of a formula's example are drawn anew, with as many digits and decimals as they have there, so that they
stay the trade's; what the calculator then refuses, or answers with nothing, is drawn again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kaohe.sim.calculator.calculate import Result, calc
from kaohe.sim.calculator.spec import Formula, Quantity, formulas
from kaohe.sim.files import Faults

DRAWS = 40
"""Tries at numbers that a formula takes, before it is left out."""
PLAIN = ("number", "integer", "choice", "flag", "numbers")
"""Kinds of inputs that a question can state in a line."""
TOLERANCE_PERMILLE = 5
LEAST_TOLERANCE = {"yuan": Decimal("0.01"), "kWh": Decimal("0.5")}
SMALLEST_TOLERANCE = Decimal("0.0001")
KEPT = ("curr", "actual_ratio", "billed_ratio", "multiplier", "k_old", "k_new", "days", "hours", "multiple")
KEPT_UNITS = ("kVA",)
"""Inputs that stay as in the example: nameplates, ratios and days that only some numbers can be."""


@dataclass(frozen=True)
class Part:
    """One number that is asked for, by its name in the answer (empty where it is the only one)."""

    name: str
    value: Decimal
    tolerance: Decimal


@dataclass(frozen=True)
class Item:
    """A question: the formula, its inputs with what they are, what is asked for, the working and the rule."""

    formula: Formula
    number: int
    inputs: tuple[tuple[Quantity, object], ...]
    parts: tuple[Part, ...]
    working: tuple[str, ...]
    source: str


def items(seed: str, variants: int = 2) -> Iterator[Item]:
    """So many questions of every formula that has numbers for an answer and plain inputs. Same seed, same questions."""
    for formula in formulas().values():
        seen: set[tuple[str, ...]] = set()
        for number in range(1, variants + 1):
            item = _item(formula, seed, number)
            told = () if item is None else tuple(str(part.value) for part in item.parts)
            if item is not None and told not in seen:
                seen.add(told)
                yield item


def _item(formula: Formula, seed: str, number: int) -> Item | None:
    example = formula.example_inputs()
    known = {quantity.name: quantity for quantity in formula.takes}
    given = {name: value for name, value in example.items() if not name.startswith("_")}
    if any(known[name].kind not in PLAIN for name in given):
        return None
    for draw in range(DRAWS):
        stream = _Stream(f"{seed}/{formula.id}/{number}/{draw}")
        inputs = {name: _drawn(known[name], value, stream) for name, value in given.items()}
        if "prev" in given and "curr" in given:  # the register goes on by about as much
            inputs["curr"] = inputs["prev"] + _moved(given["curr"] - given["prev"], stream)
        result = _answered(formula, inputs)
        parts = () if result is None else _parts(result)
        if result is not None and parts:
            shown = tuple((known[name], value) for name, value in inputs.items())
            return Item(formula, number, shown, parts, tuple(result.working), result.source)
    return None


class _Stream:
    """Whole numbers from a text, the same on every machine."""

    def __init__(self, text: str) -> None:
        self._text, self._taken = text, 0

    def below(self, bound: int) -> int:
        """One from 0 to bound − 1."""
        self._taken += 1
        word = hashlib.sha256(f"{self._text}/{self._taken}".encode()).digest()
        return int.from_bytes(word[:8], "big") % bound


def _drawn(quantity: Quantity, value: Any, stream: _Stream) -> Any:
    """Another value like it, within the bounds of the quantity; the same where nothing is drawn."""
    kept = quantity.name in KEPT or quantity.unit in KEPT_UNITS
    if kept or quantity.kind != "number" or isinstance(value, bool | str):
        return value
    moved = _moved(value, stream)
    return moved if moved != 0 and _within(quantity, moved) else value


def _moved(value: int | Decimal, stream: _Stream) -> int | Decimal:
    """A number between four fifths and six fifths of it, with the same decimals."""
    number = Decimal(value)
    unit = Decimal(1).scaleb(min(int(number.as_tuple().exponent), 0))
    steps = int(number / unit)
    spread = abs(steps) // 5
    moved = Decimal(steps - spread + stream.below(2 * spread + 1)) * unit
    return int(moved) if isinstance(value, int) else moved


def _within(quantity: Quantity, value: int | Decimal) -> bool:
    own = Fraction(value)
    low, above, high = quantity.low, quantity.above, quantity.high
    return (low is None or own >= low) and (above is None or own > above) and (high is None or own <= high)


def _answered(formula: Formula, inputs: Mapping[str, object]) -> Result | None:
    try:
        return calc(formula.id, inputs)
    except Faults:
        return None


def _parts(result: Result) -> tuple[Part, ...]:
    """The numbers of an answer; none where one of them is no number, or nothing."""
    value = result.value
    pairs: Sequence[tuple[str, object]] = list(value.items()) if isinstance(value, dict) else [("", value)]
    units = result.unit.split(",") if isinstance(value, dict) else [result.unit]
    found = []
    for at, (name, one) in enumerate(pairs):
        if isinstance(one, bool) or not isinstance(one, int | Decimal) or one == 0:
            return ()
        found.append(Part(name, Decimal(one), _tolerance(Decimal(one), units[min(at, len(units) - 1)])))
    return tuple(found)


def _tolerance(value: Decimal, unit: str) -> Decimal:
    """Half a percent, and no less than a unit's least that anybody writes."""
    share = (abs(value) * TOLERANCE_PERMILLE / 1000).quantize(SMALLEST_TOLERANCE)
    return max(share, LEAST_TOLERANCE.get(unit, SMALLEST_TOLERANCE))
