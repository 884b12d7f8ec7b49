"""The formula of an amount with its numbers in place, so that anybody can redo it by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from kaohe.reports.slips import column_label
from kaohe.reports.wording import day, key_part, number, say, say_or, typed, yuan
from kaohe.sim import ids
from kaohe.sim.texts import Verbatim

ITEMS_SHOWN = 60
OF_PARTS = frozenset("principal_fen days days_to_closing late_fen daily_rate priced_as".split())


@dataclass(frozen=True)
class Working:
    """A formula in words, its parts worked out, and its other inputs by name in the units that people use."""

    text: str
    parts: tuple[str, ...]
    inputs: tuple[tuple[str, str], ...]


def working(formula: str, inputs: Mapping[str, object]) -> Working:
    """The working of an amount. A formula without a text of its own still prints all its inputs."""
    values = {name: _value(name, value) for name, value in inputs.items()}
    parts = _late_parts(inputs)
    shown = tuple((input_label(name), values[name]) for name in sorted(values) if not (parts and name in OF_PARTS))
    texts = [_text(formula, values)]
    if "previous_register" in values and formula:
        texts.append(say("formula-interpolated", **values))
    return Working(say("gap").join(texts), parts, shown)


def _late_parts(inputs: Mapping[str, object]) -> tuple[str, ...]:
    """Late money, sum by sum: principal × days × rate = what it is worth, or the principal alone."""
    columns = [inputs.get(name) for name in ("principal_fen", "days", "days_to_closing", "late_fen")]
    lists = [column for column in columns if isinstance(column, list)]
    if len(lists) < len(columns):
        return ()
    rate = str(inputs.get("daily_rate", ""))
    lines = [_late_part([_whole(value) for value in part], rate) for part in zip(*lists, strict=True)]
    if len(lines) <= ITEMS_SHOWN:
        return tuple(lines)
    return (*lines[:ITEMS_SHOWN], say("items-cut", items="", n=number(len(lines))))


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _late_part(part: list[int | None], rate: str) -> str:
    principal_fen, days, to_closing, late_fen = part
    late = days if days is not None else to_closing
    if late_fen == principal_fen or late is None:
        return say("formula-part-principal", principal=yuan(principal_fen))
    worth = {"principal": yuan(principal_fen), "late": yuan(late_fen)}
    return say("formula-part-late", days=typed("days", late), rate=rate, **worth)


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
