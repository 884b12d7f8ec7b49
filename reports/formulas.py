"""The formula of an amount with its numbers in place, so that anybody can redo it by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kaohe.reports.slips import column_label
from kaohe.reports.wording import day, key_part, number, say, say_or, typed
from kaohe.sim import ids
from kaohe.sim.texts import Verbatim

ITEMS_SHOWN = 60


@dataclass(frozen=True)
class Working:
    """A formula in words, and its inputs by name with their values in the units that people use."""

    text: str
    inputs: tuple[tuple[str, str], ...]


def working(formula: str, inputs: dict[str, object]) -> Working:
    """The working of an amount. A formula without a text of its own still prints all its inputs."""
    values = {name: _value(name, value) for name, value in inputs.items()}
    shown = tuple((input_label(name), values[name]) for name in sorted(values))
    texts = [_text(formula, values)]
    if "previous_register" in values and formula:
        texts.append(say("formula-interpolated", **values))
    return Working(say("gap").join(texts), shown)


def _text(formula: str, values: dict[str, str]) -> str:
    if not formula:
        return say("formula-none")
    try:
        return say(f"formula-{key_part(formula)}", **values)
    except KeyError:  # no text, or one that names an input which this finding lacks
        return say("formula-other", formula=Verbatim(formula))


def _value(name: str, value: object) -> str:
    """A value by the unit in its name; days count as in kaohe.sim.ids; a list shows its items."""
    if isinstance(value, list):
        shown = say("comma").join(_value(name, item) for item in value[:ITEMS_SHOWN])
        return shown if len(value) <= ITEMS_SHOWN else say("items-cut", items=shown, n=number(len(value)))
    if isinstance(value, int) and name.endswith(("_on", "_day")):
        return day(ids.EPOCH + timedelta(days=value))
    return typed(name, value)


def input_label(name: str) -> str:
    """Label of an input: its own, else that of the record column of the same name."""
    return say_or(f"input-{key_part(name)}", column_label(name))
