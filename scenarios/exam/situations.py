"""What a candidate is shown of a situation, and what he answers, as plain values: for people and for programs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from kaohe.sim.clock.calendar import date_of, day_of
from kaohe.sim.deciding.choices import Refused, Value
from kaohe.sim.deciding.questions import Question
from kaohe.sim.files import brief
from kaohe.sim.texts import Verbatim, catalogue, yuan

_texts = catalogue("kaohe.sim")


@dataclass(frozen=True)
class Shown:
    """Something that is seen, or must be typed: its id, name and unit, its value as it is and as it is written.

    codes: what its values are called, where they are codes or classes. decimals: of a register, whose value counts
    units of its last place.
    """

    id: str
    name: str
    unit: str
    value: int | None = None
    written: str = ""
    codes: Mapping[int, str] = field(default_factory=dict)
    decimals: int = 0

    def said(self, value: int) -> str:
        """A value as it is written, with its weekday if it is a day."""
        return _written(self, value)

    def to_json(self) -> dict[str, object]:
        """As a program is given it; a day as ISO 8601."""
        value = date_of(self.value).isoformat() if self.unit == "day" and self.value is not None else self.value
        codes = {"codes": {str(code): name for code, name in self.codes.items()}} if self.codes else {}
        places = {"decimals": self.decimals} if self.unit == "register" else {}
        return {"id": self.id, "name": self.name, "unit": self.unit, "value": value, **places, **codes}


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
    """The number of the question, its point and what people call it, today (days since 1970), what is seen and what is
    offered.
    """

    number: int
    point: str
    name: str
    day: int
    seen: tuple[Shown, ...]
    choices: tuple[Offered, ...]

    def to_json(self) -> dict[str, object]:
        """As a program is given it."""
        return {
            "id": self.number,
            "point": self.point,
            "name": self.name,
            "day": date_of(self.day).isoformat(),
            "seen": [each.to_json() for each in self.seen],
            "choices": [each.to_json() for each in self.choices],
        }

    def choice(self, name: str) -> Offered | None:
        """The choice of an id."""
        return next((each for each in self.choices if each.id == name), None)

    def said(self, answer: Answer) -> str:
        """An answer in words: the deed, and what was typed as it was understood."""
        offered = self.choice(answer.choice)
        if offered is None:
            return answer.choice
        typed = [f"{each.name} {each.said(answer.values[each.id])}" for each in offered.asks]
        return _texts(
            "answer-said",
            choice=Verbatim(offered.name),
            typed=Verbatim(_texts("answer-comma").join(typed)),
            count=len(typed),
        )


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


def typed_day(text: str, today: int | None = None) -> int:
    """A day that somebody typed, 2001-01-31 or 2001/1/31; days since 1970. today: then 1-31, 1/31 and 1月31日 are the
    first such day from today on. Refused for anything else.
    """
    read = _DAY.fullmatch(text.strip())
    if read is None or (read[1] is None and today is None):
        raise Refused("refused-date", text=brief(text))
    here = date_of(today or 0)
    years = (int(read[1]),) if read[1] else (here.year, here.year + 1)
    for year in years:
        try:
            day = day_of(date(year, int(read[2]), int(read[3])))
        except ValueError:
            continue
        if read[1] or day >= (today or 0):
            return day
    raise Refused("refused-date", text=brief(text))


_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")
_SUM = re.compile(r"-?[\d.]+(?:[+-][\d.]+)*")


def typed_value(shown: Shown, text: str, today: int | None = None) -> int:
    """What somebody typed for a value: money in 元, a day, a class by name or number, a register with its decimals,
    else a whole number; a sum of such figures. Full-width digits and a thousands separator are taken.

    Refused, in words, for anything else.
    """
    plain = re.sub(r"[\s,元]", "", text.translate(_NARROW))
    if shown.unit == "day":
        return typed_day(plain, today)
    for code, name in shown.codes.items():
        if text.strip() in (name, without_code(name)) or plain in (name, str(code), _bare(name) or name):
            return code
    places = 2 if shown.unit == "fen" else shown.decimals
    try:
        parts = re.findall(r"[+-]?[\d.]+", plain) if _SUM.fullmatch(plain) else ["nan"]
        number = sum((Decimal(part) for part in parts), Decimal(0)).scaleb(places)
    except InvalidOperation as error:
        raise _not_read(shown, text) from error
    if not number.is_finite() or number != int(number):
        raise _not_read(shown, text)
    return int(number)


_CODE = re.compile(r"\s?[（(]([a-z]\w+)[）)]$", re.ASCII)


def without_code(name: str) -> str:
    """居民（resident） as people say it: 居民."""
    return _CODE.sub("", name)


def _bare(name: str) -> str:
    """居民（resident） is resident as well."""
    found = _CODE.search(name)
    return "" if found is None else found[1]


def _not_read(shown: Shown, text: str) -> Refused:
    kind = {"fen": "fen", "class": "class", "register": "register"}.get(shown.unit, "number")
    return Refused(f"refused-typed-{kind}", value=shown.name, text=brief(text), decimals=shown.decimals)


_NARROW = {0xFF10 + digit: ord("0") + digit for digit in range(10)} | {
    0xFF0E: ord("."),
    0xFF0D: ord("-"),
    0xFF0C: ord(","),
    0xFF0B: ord("+"),
    0xFF0F: ord("/"),
}


def situation_of(question: Question, number: int) -> Situation:
    """What is shown of a question: what the person sees, no more, and every choice, in the order that says nothing."""
    names = question.facing.office.population.price_classes
    decimals = question.situation.get("decimals") or 0
    seen = tuple(_shown(each, question.situation[each.id], names, decimals) for each in question.work.sees)
    choices = tuple(
        Offered(each.id, str(each.name), tuple(_shown(ask, None, names, decimals) for ask in each.asks))
        for each in question.choices
    )
    return Situation(number, question.point.id, _texts(f"faced-{question.point.id}"), question.at, seen, choices)


def _shown(value: Value, seen: int | None, classes: tuple[str, ...], decimals: int) -> Shown:
    codes: dict[int, str] = {}
    if value.options:
        codes = {number: str(option.name) for number, option in enumerate(value.options, 1)}
    elif value.unit in ("class", "figure"):
        codes = {code: _class_name(name) for code, name in enumerate(classes)}
    elif value.unit == "code" and seen is not None:
        codes = {seen: _texts(f"code-{value.id}-{seen}")}
    places = decimals if value.unit == "register" else 0
    shown = Shown(value.id, str(value.name), value.unit, seen, "", codes, places)
    return replace(shown, written="—" if seen is None else shown.said(seen))


def _class_name(name: str) -> str:
    try:
        return _texts(f"class-{name}")
    except KeyError:
        return name


def _written(shown: Shown, value: int) -> str:
    if value in shown.codes and shown.unit != "figure":
        return without_code(shown.codes[value])
    if shown.unit == "day":
        day = date_of(value)
        return _texts("day-said", day=Verbatim(day.isoformat()), weekday=day.weekday())
    if shown.unit == "period":
        return f"{value // 100}-{value % 100:02d}"
    if shown.unit == "register":
        return f"{Decimal(value).scaleb(-shown.decimals):f}"
    if shown.unit == "fen":
        return _texts("unit-said-fen", n=Verbatim(yuan(value)))
    if shown.unit in ("kwh", "kva"):
        return _texts(f"unit-said-{shown.unit}", n=Verbatim(f"{value:,}"))
    return str(value)
