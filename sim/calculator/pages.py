"""What the desk shows people: the list of formulas, and an answer."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kaohe.sim.calculator.calculate import Result
from kaohe.sim.calculator.spec import Formula, Quantity, formulas, topics
from kaohe.sim.calculator.working import label
from kaohe.sim.texts import Names, current_language, simplified

ANSWER = Names("得", "answer")
RULE = Names("依據", "rule")
UNITS = {
    "yuan": "元|yuan",
    "yuan/kWh": "元/kWh|yuan/kWh",
    "per mille": "‰|per mille",
    "ohm": "Ω|ohm",
    "kWh,yuan": "kWh、元|kWh, yuan",
    "kWh,kvarh": "kWh、kvarh|kWh, kvarh",
    "d": "天|days",
    "yuan/kVA": "元/kVA|yuan/kVA",
    "yuan/kW": "元/kW|yuan/kW",
    "kWh/month": "kWh/月|kWh/month",
}
UNITLESS = ("1", "-", "bool", "class", "date", "mixed")


def listing() -> list[str]:
    """All formulas by topic, in the trade's words, each with its inputs and an example."""
    lines: list[str] = []
    for topic, name in topics().items():
        lines += ["", f"── {name.text()} ──"]
        for formula in formulas().values():
            if formula.topic == topic:
                lines += _entry(formula)
    return lines[1:]


def _entry(formula: Formula) -> Iterator[str]:
    aliases = "、".join(formula.aliases)
    also = f"（{aliases}）" if aliases else ""
    name = formula.label.text() if current_language() == "en" else in_language(f"{formula.label.zh_hant}{also}")
    yield f"  {name}  {formula.id} → {formula.unit}"
    yield f"      kaohe calc {formula.id} --input '{formula.example}'"


def in_language(text: str) -> str:
    """A Chinese text in the script of the current language."""
    return simplified(text) if current_language() == "zh-Hans" else text


def catalogue_json() -> list[dict[str, Any]]:
    """The list for machines."""
    return [catalogue_entry(formula) for formula in formulas().values()]


def catalogue_entry(formula: Formula) -> dict[str, Any]:
    """A formula for machines: id, topic, name, aliases, inputs with units and bounds, unit, source, example."""
    return {
        "id": formula.id,
        "topic": topics()[formula.topic].text(),
        "name": formula.label.text(),
        "aliases": list(formula.aliases),
        "inputs": [_input(one, True) for one in formula.inputs] + [_input(one, False) for one in formula.optional],
        "unit": formula.unit,
        "source": formula.source,
        "example": formula.example,
    }


def _input(quantity: Quantity, required: bool) -> dict[str, Any]:
    return {
        "name": quantity.name,
        "kind": quantity.kind,
        "unit": quantity.unit,
        "bounds": quantity.bounds,
        "options": list(quantity.options),
        "what": quantity.label.text(),
        "required": required,
    }


def answer(result: Result) -> list[str]:
    """The working, the answer and the rule."""
    unit = "" if result.unit in UNITLESS else f" {label(UNITS.get(result.unit, result.unit))}"
    name = formulas()[result.formula].label.text()
    return [
        f"{name}  {result.formula}",
        *(f"  {line}" for line in result.working),
        f"{ANSWER.text()} {told(result.value)}{unit}",
        f"{RULE.text()} {in_language(result.source)}",
    ]


def told(value: object) -> str:
    """A value as people read it."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {told(one)}" for key, one in value.items())
    if isinstance(value, list):
        return "[" + ", ".join(told(one) for one in value) + "]"
    return str(value)


def answer_json(result: Result) -> dict[str, Any]:
    """`{"value", "unit", "working", "source"}` and the formula that answered; decimals as JSON numbers."""
    return {
        "value": plain(result.value),
        "unit": result.unit,
        "working": result.working,
        "source": result.source,
        "formula": result.formula,
    }


def plain(value: object) -> object:
    """Decimals as numbers that JSON can carry; they have at most 15 significant digits where they are money."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return float(value) if isinstance(value, Decimal) else value
