"""pydantic's errors in the project's words: a code, what is wrong, what to write."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kaohe.sim.files.fault import dotted, quoted, say
from kaohe.sim.files.model import LARGEST_INTEGER, keys_at
from kaohe.sim.files.positions import Path
from kaohe.sim.files.spelling import SpelledDate, Spelling, nearest, spelled_date, spelled_number
from kaohe.sim.texts import Message

LISTED = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """A model's fault before it has a place: the path in the file, whether the key itself is meant."""

    path: Path
    code: str
    said: Message | str
    key: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One error of pydantic's: where it is in the data, the key nearest to it, the input and the bounds."""

    path: Path
    last: str
    got: object
    raw: str
    context: Mapping[str, Any]
    message: str
    model: type[BaseModel] = field(repr=False)

    @property
    def name(self) -> Message:
        """The path as people read it: bands[1].low_fen."""
        return _table(self.path)


def findings(
    model: type[BaseModel], data: Mapping[str, object], error: ValidationError, raw: Callable[[Path], str]
) -> list[Finding]:
    """All errors of a validation; `raw` gives a value as the file writes it; a failing union gives one error."""
    found = [_finding(model, data, one, raw) for one in error.errors(include_url=False) if not _is_echo(one)]
    return list({(one.path, one.key): one for one in reversed(found)}.values())[::-1]


def _is_echo(error: ErrorDetails) -> bool:
    """An array called too short because items in it are wrong, which has been said of them."""
    items = error["input"]
    return error["type"] == "too_short" and isinstance(items, list) and len(items) >= error["ctx"]["min_length"]


def _finding(
    model: type[BaseModel], data: Mapping[str, object], error: ErrorDetails, raw: Callable[[Path], str]
) -> Finding:
    kind, loc = error["type"], tuple(error["loc"])
    path = _in_data(data, _to_tag(error))
    if kind == "missing" and isinstance(loc[-1], int):
        return Finding(path, "P023", say("missing-item", table=_table(path), number=loc[-1] + 1))
    if kind == "missing":
        said = say("missing-key", table=_table(path), key=quoted(str(loc[-1])))
        return Finding((*path, loc[-1]), "P020", said, key=True)
    if kind == "extra_forbidden":
        return Finding(path, "P010", _unknown(model, path), key=True)
    context = error.get("ctx", {})
    if kind == "fault":
        return Finding((*path, *context["at"]), str(context["code"]), context["said"])
    last = next((step for step in reversed(path) if isinstance(step, str)), "")
    case = Case(path, last, error["input"], raw(path), context, error["msg"], model)
    code, said = _explained(kind, case)
    return Finding(path, code, said)


def _to_tag(error: ErrorDetails) -> tuple[str | int, ...]:
    """The location; for a wrong tag of a union, down to the key that holds the tag."""
    if error["type"] == "union_tag_invalid":
        return (*error["loc"], str(error["ctx"]["discriminator"]).strip("'"))
    return tuple(error["loc"])


def _in_data(data: object, loc: tuple[str | int, ...]) -> Path:
    """The steps of pydantic's location that exist in the data: tags of unions and names of validators do not."""
    path: Path = ()
    for step in loc:
        if isinstance(data, Mapping) and step in data:
            data, path = data[step], (*path, step)
        elif isinstance(data, list) and step in range(len(data)):
            data, path = data[int(step)], (*path, step)
    return path


def _table(path: Path) -> Message:
    return say("at-key", key=quoted(dotted(path))) if path else say("at-top")


def _unknown(model: type[BaseModel], path: Path) -> Message:
    key, names = str(path[-1]), keys_at(model, path[:-1])
    where = say("at-key", key=quoted(dotted(path)))
    near = nearest(key, names)
    if near is not None:
        return say("unknown-key-near", where=where, near=quoted(near))
    return say("unknown-key", where=where, keys=_listed(names))


def _listed(names: tuple[str, ...]) -> Message:
    some = quoted(", ".join(names[:LISTED]))
    return say("list-cut", names=some) if len(names) > LISTED else say("list-whole", names=some)


def _explained(kind: str, case: Case) -> tuple[str, Message]:
    if kind in _TYPES:
        return _type(_TYPES[kind], case)
    if kind in _BOUNDS:
        return _bound(case)
    if (told := _OTHERS.get(kind)) is not None:
        return told(case)
    return "P024", say("rule-broken", where=case.name, text=quoted(str(case.context.get("error", case.message))))


def _type(expected: str, case: Case) -> tuple[str, Message]:
    """P014, or what is nearer: P002 for a table, P016 for nan, P050 for days and times, P017 for too many digits."""
    want = _expected(expected, case.last)
    if expected in ("integer", "number") and (spelling := _spelling(case)) is not None:
        return _number(expected, want, spelling, case)
    if expected == "date" and isinstance(case.got, str) and (day := spelled_date(case.got)) is not None:
        return "P050", _day(day, case)
    code = {"table": "P002", "date": "P050", "time": "P050", "datetime": "P050"}.get(expected, "P014")
    if expected == "text" and isinstance(case.got, int | float | date):
        return code, say("wrong-type-text", where=case.name, got=_got(case), write=quoted(f'"{case.raw}"'))
    return code, say("wrong-type", where=case.name, got=_got(case), want=want, write=say(f"write-{expected}"))


def _day(day: SpelledDate, case: Case) -> Message:
    if day.exists:
        return say("date-form", where=case.name, got=_got(case), write=day.iso)
    return say("no-such-date", where=case.name, got=_got(case))


def _spelling(case: Case) -> Spelling | None:
    if isinstance(case.got, str):
        return spelled_number(case.got)
    if isinstance(case.got, float):
        exponent = "e" in case.raw.casefold()
        value = spelled_number(case.raw)
        if value is None or exponent:
            return Spelling("exponent" if exponent else "decimals", value.value if value else None)
        return Spelling("decimals", value.value, value.yuan)
    return None


def _number(expected: str, want: Message, spelling: Spelling, case: Case) -> tuple[str, Message]:
    if spelling.why == "not-finite":
        return "P016", say("not-finite", where=case.name, value=_got(case))
    value: int | Decimal | None = spelling.whole(fen=case.last.endswith("_fen"))
    if expected == "number" and spelling.value is not None:
        value = spelling.value.normalize()
    why = say(f"why-{spelling.why}")
    if value is None:
        return "P014", say("wrong-number", where=case.name, got=_got(case), why=why, want=want)
    return "P014", say(
        "wrong-number-near",
        where=case.name,
        got=_got(case),
        why=why,
        want=want,
        write=quoted(f"{value:f}" if isinstance(value, Decimal) else str(value)),
    )


def _expected(expected: str, key: str) -> Message:
    unit = next((unit for unit in ("fen", "kwh", "kva", "days", "months") if key.endswith(f"_{unit}")), None)
    return say(f"expected-{expected}" if unit is None or expected != "integer" else f"expected-integer-{unit}")


def _got(case: Case) -> Message:
    if isinstance(case.got, dict):
        return say("got-table")
    if isinstance(case.got, list):
        return say("got-array")
    shown = case.raw if len(case.raw) <= 60 else f"{case.raw[:57]}…"
    return say("got-written", text=quoted(shown))


def _bound(case: Case) -> tuple[str, Message]:
    """P015 for a minus sign where 0 is the least, P017 for beyond 10^15, P019 for any other bound."""
    (bound, value), *_ = case.context.items()
    if bound in ("ge", "gt") and value == 0 and _is_negative(case.got):
        return "P015", say("negative", where=case.name, got=_got(case), least="1" if bound == "gt" else "0")
    if bound == "le" and value == LARGEST_INTEGER:
        return "P017", say("over-limit", where=case.name)
    said = say(f"bound-{bound}", where=case.name, got=_got(case), bound=str(value))
    return "P019", said


def _is_negative(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and value < 0


def _choice(case: Case) -> tuple[str, Message]:
    names = tuple(re.findall(r"'([^']*)'", str(case.context.get("expected") or case.context.get("expected_tags", ""))))
    got = case.context.get("tag", case.got)
    near = nearest(got, names) if isinstance(got, str) else None
    shown = say("got-written", text=quoted(f'"{got}"')) if isinstance(got, str) else _got(case)
    if near is not None:
        return "P021", say("not-a-choice-near", where=case.name, got=shown, near=quoted(near))
    return "P021", say("not-a-choice", where=case.name, got=shown, names=_listed(names))


def _no_tag(case: Case) -> tuple[str, Message]:
    key = str(case.context["discriminator"]).strip("'")
    return "P020", say("missing-key", table=case.name, key=quoted(key))


def _text_form(case: Case) -> tuple[str, Message]:
    if "pattern" in case.context:
        pattern = quoted(str(case.context["pattern"]))
        return "P022", say("text-pattern", where=case.name, got=_got(case), pattern=pattern)
    if "min_length" in case.context:
        return "P022", say("text-short", where=case.name, least=int(case.context["min_length"]))
    return "P022", say("text-long", where=case.name, most=int(case.context["max_length"]))


def _length(case: Case) -> tuple[str, Message]:
    count = int(case.context.get("actual_length") or 0)
    if "min_length" in case.context:
        return "P023", say("too-few", where=case.name, count=count, least=int(case.context["min_length"]))
    return "P023", say("too-many-items", where=case.name, count=count, most=int(case.context["max_length"]))


def _not_finite(case: Case) -> tuple[str, Message]:
    return "P016", say("not-finite", where=case.name, value=_got(case))


def _no_zone(case: Case) -> tuple[str, Message]:
    return "P051", say("no-zone", where=case.name, got=_got(case))


_TYPES = {
    "int_type": "integer",
    "int_from_float": "integer",
    "int_parsing": "integer",
    "int_parsing_size": "integer",
    "float_type": "number",
    "float_parsing": "number",
    "decimal_type": "number",
    "decimal_parsing": "number",
    "is_instance_of": "text",
    "string_type": "text",
    "bool_type": "truth",
    "bool_parsing": "truth",
    "list_type": "array",
    "tuple_type": "array",
    "set_type": "array",
    "frozen_set_type": "array",
    "dict_type": "table",
    "model_type": "table",
    "model_attributes_type": "table",
    "dataclass_type": "table",
    "date_type": "date",
    "date_parsing": "date",
    "date_from_datetime_parsing": "date",
    "date_from_datetime_inexact": "date",
    "datetime_type": "datetime",
    "datetime_parsing": "datetime",
    "time_type": "time",
    "time_parsing": "time",
}
_BOUNDS = ("greater_than", "greater_than_equal", "less_than", "less_than_equal", "multiple_of")
_OTHERS: dict[str, Callable[[Case], tuple[str, Message]]] = {
    "literal_error": _choice,
    "enum": _choice,
    "union_tag_invalid": _choice,
    "union_tag_not_found": _no_tag,
    "string_pattern_mismatch": _text_form,
    "string_too_short": _text_form,
    "string_too_long": _text_form,
    "too_short": _length,
    "too_long": _length,
    "finite_number": _not_finite,
    "timezone_aware": _no_zone,
}
