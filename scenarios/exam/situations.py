"""What a candidate is shown of a situation, and what he answers, as plain values: for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from kaohe.sim.clock.calendar import date_of, day_of
from kaohe.sim.deciding.choices import Refused, Value
from kaohe.sim.deciding.questions import Question
from kaohe.sim.files import brief
from kaohe.sim.texts import catalogue, yuan

_texts = catalogue("kaohe.sim")


@dataclass(frozen=True)
class Shown:
    """Something that is seen, or must be typed: its id, name and unit, its value as it is and as it is written.

    codes: what its values are called, where they are codes or classes.
    """

    id: str
    name: str
    unit: str
    value: int | None = None
    written: str = ""
    codes: Mapping[int, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """As a program is given it; a day as ISO 8601."""
        value = date_of(self.value).isoformat() if self.unit == "day" and self.value is not None else self.value
        codes = {"codes": {str(code): name for code, name in self.codes.items()}} if self.codes else {}
        return {"id": self.id, "name": self.name, "unit": self.unit, "value": value, **codes}


@dataclass(frozen=True)
class Offered:
    """A choice that is offered: its id, what people call it, and what must be typed for it."""

    id: str
    name: str
    asks: tuple[Shown, ...]

    def to_json(self) -> dict[str, object]:
        """As a program is given it."""
        asks = [{key: value for key, value in each.to_json().items() if key != "value"} for each in self.asks]
        return {"id": self.id, "name": self.name, "asks": asks}


@dataclass(frozen=True)
class Situation:
    """The number of the question, its point, today (days since 1970), what is seen and what is offered."""

    number: int
    point: str
    day: int
    seen: tuple[Shown, ...]
    choices: tuple[Offered, ...]

    def to_json(self) -> dict[str, object]:
        """As a program is given it."""
        return {
            "id": self.number,
            "point": self.point,
            "day": date_of(self.day).isoformat(),
            "seen": [each.to_json() for each in self.seen],
            "choices": [each.to_json() for each in self.choices],
        }

    def choice(self, name: str) -> Offered | None:
        """The choice of an id."""
        return next((each for each in self.choices if each.id == name), None)


@dataclass(frozen=True)
class Answer:
    """A choice by id, with what was typed for it: integers, 分 and days since 1970."""

    choice: str
    values: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, given: Mapping[str, object]) -> Answer:
        """From plain values: {"choice": …, "values": {…}}, a day as ISO 8601 or days since 1970. Refused for anything
        else.
        """
        choice, values = given.get("choice"), given.get("values", {})
        if not isinstance(choice, str) or not isinstance(values, Mapping) or set(given) - {"id", "choice", "values"}:
            raise Refused("refused-form")
        return cls(choice, {str(name): _integer(value) for name, value in values.items()})

    def to_json(self) -> dict[str, object]:
        """As it is kept."""
        return {"choice": self.choice, "values": dict(self.values)}


def _integer(value: object) -> int:
    if isinstance(value, str):
        return typed_day(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused("refused-form")
    return value


def typed_day(text: str) -> int:
    """A day that somebody typed, 2001-01-31; days since 1970. Refused for anything else."""
    try:
        return day_of(date.fromisoformat(text.strip()))
    except ValueError as error:
        raise Refused("refused-date", text=brief(text)) from error


def typed_value(shown: Shown, text: str) -> int:
    """What somebody typed for a value: money in 元, a day as ISO 8601, a class by name or number, else a whole number.

    Refused, in words, for anything else. Full-width digits and a thousands separator are taken.
    """
    plain = text.strip().translate(_NARROW).replace(",", "")
    if shown.unit == "day":
        return typed_day(plain)
    for code, name in shown.codes.items():
        if plain in (name, str(code)):
            return code
    try:
        number = Decimal(plain) * (100 if shown.unit == "fen" else 1)
    except InvalidOperation as error:
        raise Refused("refused-typed", value=shown.name, text=brief(text)) from error
    if not number.is_finite() or number != int(number):
        raise Refused("refused-typed", value=shown.name, text=brief(text))
    return int(number)


_NARROW = {0xFF10 + digit: ord("0") + digit for digit in range(10)} | {
    0xFF0E: ord("."),
    0xFF0D: ord("-"),
    0xFF0C: ord(","),
}


def situation_of(question: Question, number: int) -> Situation:
    """What is shown of a question: what the person sees, no more, and every choice, in the order that says nothing."""
    names = question.facing.office.population.price_classes
    seen = tuple(_shown(each, question.situation[each.id], names) for each in question.work.sees)
    choices = tuple(
        Offered(each.id, str(each.name), tuple(_shown(ask, None, names) for ask in each.asks))
        for each in question.choices
    )
    return Situation(number, question.point.id, question.at, seen, choices)


def _shown(value: Value, seen: int | None, classes: tuple[str, ...]) -> Shown:
    codes: dict[int, str] = {}
    if value.unit == "class":
        codes = {code: _class_name(name) for code, name in enumerate(classes)}
    elif value.unit == "code" and seen is not None:
        codes = {seen: _texts(f"code-{value.id}-{seen}")}
    return Shown(value.id, str(value.name), value.unit, seen, _written(value, seen, codes), codes)


def _class_name(name: str) -> str:
    try:
        return _texts(f"class-{name}")
    except KeyError:
        return name


def _written(value: Value, seen: int | None, codes: Mapping[int, str]) -> str:
    if seen is None:
        return "—"
    if value.unit == "fen":
        return yuan(seen)
    if value.unit == "day":
        return date_of(seen).isoformat()
    if value.unit == "period":
        return f"{seen // 100}-{seen % 100:02d}"
    return codes.get(seen, str(seen))
