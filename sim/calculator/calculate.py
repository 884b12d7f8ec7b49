"""`calc`: a formula by name, its inputs checked, its answer with the working and the rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import import_module
from typing import Union

from kaohe.sim.calculator.answer import Answer, Work
from kaohe.sim.calculator.checked_inputs import Given
from kaohe.sim.calculator.faults import BadInput, advice, fault, single, visible
from kaohe.sim.calculator.input_values import Reader, Value
from kaohe.sim.calculator.number_text import figure, rounded, text
from kaohe.sim.calculator.spec import Formula, formulas
from kaohe.sim.calculator.working import Working
from kaohe.sim.files import Fault, Faults, fold, nearest
from kaohe.sim.texts import Names

Shown = Union[int, Decimal, str, bool, "list[int | Decimal]", "dict[str, int | Decimal | str]"]

SHAPES = {"map": "table", "record": "table", "numbers": "list", "rows": "list", "records": "list"}
FIT_ALIKE = Names("；輸入同樣合用", "; the inputs fit alike")
FIT_NONE = Names("；輸入都不合用", "; the inputs fit none")
LIST_THEM = Names(" — kaohe calc 列出全部公式", " — kaohe calc lists them all")


@dataclass(frozen=True)
class Result:
    """An answer: exact or to 10 decimals (money to the 分), its unit, its working line by line, and its rule."""

    value: Shown
    unit: str
    working: list[str]
    source: str
    formula: str


def calc(name: str, inputs: Mapping[str, object]) -> Result:
    """The answer of a formula of the trade.

    name: an id, a Chinese name or an alias (several formulas may share one: the inputs decide). inputs: JSON values;
    keys with a leading _ are passed over, but `_round` rounds the answer. Faults: every missing, unknown, wrong input.
    """
    formula = choose(name, inputs)
    reader, working = Reader(), Working()
    values = reader.fields(formula.id, formula.inputs, formula.optional, inputs)
    if reader.faults:
        raise Faults((*reader.faults, *_others(name, formula, inputs)))
    try:
        answer = work_of(formula)(Given(values), working)
    except BadInput as wrong:
        raise Faults(wrong.faults) from None
    except OverflowError:
        raise Faults(_too_large(values).faults) from None
    return Result(
        _shown(_places(answer, inputs)),
        formula.unit,
        working.lines,
        "；".join([formula.source, *working.sources]),
        formula.id,
    )


def _too_large(values: Mapping[str, Value]) -> BadInput:
    """The largest of the numbers, where whole 分 and kWh do not fit 63 bits."""
    key, value = max(
        ((key, abs(one)) for key, one in values.items() if isinstance(one, Fraction)), key=lambda one: one[1]
    )
    return BadInput(key, f"{text(value)} 太大，金額放不下", f"{text(value)} is too large: the money does not fit")


def choose(name: str, inputs: Mapping[str, object]) -> Formula:
    """The formula of a name; among several, the one whose inputs fit best. Faults (C017) where they do not say."""
    known = named(name)
    best = _best(known, inputs)
    if len(best) == 1:
        return best[0]
    why = FIT_ALIKE if best else FIT_NONE
    some = any(not key.startswith("_") for key in inputs)
    raise Faults((_choices(name, best or known, why.text() if some else ""),))


def _best(known: Sequence[Formula], inputs: Mapping[str, object]) -> list[Formula]:
    """Those of the formulas whose inputs fit best; none where there is a choice and they take no input of these."""
    if len(known) == 1:
        return [*known]
    least = min(_misfit(formula, inputs) for formula in known)
    best = [formula for formula in known if _misfit(formula, inputs) == least]
    return [formula for formula in best if any(one.name in inputs for one in formula.takes)]


def named(name: str) -> Sequence[Formula]:
    """The formulas that a name may mean, the one first that is called so first of all. Faults (C011) for none."""
    if name in formulas():
        return [formulas()[name]]
    wanted = fold(visible(name))
    found = [formula for formula in formulas().values() if wanted in map(fold, formula.names)]
    if not found:
        raise single("C011", name=name, near=advice(nearest(visible(name), all_names())) or LIST_THEM.text())
    return sorted(found, key=lambda formula: [*map(fold, formula.names)].index(wanted))


def _choices(name: str, known: Sequence[Formula], why: str = "") -> Fault:
    choices = ", ".join(f"{formula.id} ({formula.label.text()})" for formula in known)
    return fault("C017", name=name, choices=choices, why=why)


def _others(name: str, formula: Formula, inputs: Mapping[str, object]) -> list[Fault]:
    """That a name may mean other formulas too, where the inputs fit the best one only in part."""
    known = named(name)
    return [_choices(name, known)] if len(known) > 1 and _misfit(formula, inputs) else []


def example_of(name: str) -> str | None:
    """The example of a formula, by any name of it; None for an unknown one."""
    try:
        return named(name)[0].example
    except Faults:
        return None


def _misfit(formula: Formula, inputs: Mapping[str, object]) -> int:
    """How many inputs are missing or unknown; one of another shape than the formula takes is both."""
    given = {key for key in inputs if not key.startswith("_")}
    needed, allowed = ({one.name for one in quantities} for quantities in (formula.inputs, formula.takes))
    shapes = sum(_shape(inputs[one.name]) != SHAPES.get(one.kind, "one") for one in formula.takes if one.name in given)
    return len(needed - given) + len(given - allowed) + 2 * shapes


def _shape(value: object) -> str:
    return "table" if isinstance(value, dict) else "list" if isinstance(value, list) else "one"


def all_names() -> Sequence[str]:
    """Every id, name and alias."""
    return [name for formula in formulas().values() for name in formula.names]


def work_of(formula: Formula) -> Work:
    """The function of a formula. KeyError if the catalogue names one that is not written (a fault of ours)."""
    return _topic(formula.topic)[formula.id]


@cache
def _topic(topic: str) -> Mapping[str, Work]:
    found: Mapping[str, Work] = import_module(f"kaohe.sim.calculator.topics.{topic}").FORMULAS
    return found


def _places(answer: Answer, inputs: Mapping[str, object]) -> Answer:
    places = inputs.get("_round")
    if isinstance(answer, Fraction) and isinstance(places, int) and 0 <= places <= 10:
        return rounded(answer, places)
    return answer


def _shown(answer: Answer) -> Shown:
    if isinstance(answer, list):
        return [figure(one) for one in answer]
    if isinstance(answer, dict):
        return {key: _part(one) for key, one in answer.items()}
    return answer if isinstance(answer, bool) else _part(answer)


def _part(answer: Fraction | str | date) -> int | Decimal | str:
    if isinstance(answer, Fraction):
        return figure(answer)
    return answer.isoformat() if isinstance(answer, date) else answer
