"""Tables of a page about a file: one row for each key of a model, its form and default made from the model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

from annotated_types import Ge, Le, MaxLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kaohe.sim.files.model import LARGEST_INTEGER
from kaohe.sim.texts import Names

HEAD = "| key | form | default | meaning |\n|---|---|---|---|\n"
TABLE = re.compile(rf"<!-- keys: (\w+) -->\n{re.escape(HEAD)}((?:\|[^\n]*\n)*)")
PLAIN = {bool: "`true` or `false`", date: "date", int: "integer", Decimal: "number", str: "text"}


def form(annotation: Any, metadata: tuple[Any, ...] = ()) -> str:
    """What may stand there."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return form(inner[0], (*metadata, *inner[1:]))
    if origin in (Union, UnionType):
        return " or ".join(form(each, metadata) for each in inner if each is not type(None))
    if origin is Literal:
        return " or ".join(f'`"{each}"`' for each in inner)
    if origin is tuple:
        return "tables `[[…]]`" if _is_model(inner[0]) else f"array of {form(inner[0])}"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return "tables by key" if _is_model(inner[1]) else f"table of {form(inner[1])}"
    if annotation is Names:
        return "`{ zh, en }`"
    return "table" if _is_model(annotation) else PLAIN[annotation] + _bounds(tuple(_flat(metadata)))


def _is_model(annotation: Any) -> bool:
    if get_origin(annotation) is Annotated:
        return _is_model(get_args(annotation)[0])
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _flat(metadata: tuple[Any, ...]) -> Iterator[Any]:
    for each in metadata:
        yield from each.metadata if isinstance(each, FieldInfo) else (each,)


def _bounds(metadata: tuple[Any, ...]) -> str:
    low = max((cast(Any, each.ge) for each in metadata if isinstance(each, Ge)), default=None)
    high = min((cast(Any, each.le) for each in metadata if isinstance(each, Le)), default=None)
    if pattern := next((each.pattern for each in metadata if getattr(each, "pattern", None)), None):
        return " `07:00-10:00`" if re.fullmatch(pattern, "07:00-10:00") else f" {pattern}"
    if longest := next((each.max_length for each in metadata if isinstance(each, MaxLen)), None):
        return f", at most {longest} characters"
    if low is None:
        return ""
    return f", {low} or more" if high == LARGEST_INTEGER else f", {low} to {high:_}"


def default(field: FieldInfo) -> str:
    """What holds where the key is left out."""
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, BaseModel):
        return "as below"
    if value is None or value in ((), {}):
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:_}" if isinstance(value, int) else str(value)


def reached(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """The models of all tables that a file of this model can have, itself among them."""
    found: dict[str, type[BaseModel]] = {}
    left: list[Any] = [model]
    while left:
        one = left.pop()
        if isinstance(one, type) and issubclass(one, BaseModel) and one.__name__ not in found:
            found[one.__name__] = one
            left += [field.annotation for field in one.model_fields.values()]
        left += get_args(one)
    return found


def rows(model: type[BaseModel]) -> dict[str, str]:
    """Of each key, the first three cells."""
    found = {field.alias or name: field for name, field in model.model_fields.items()}
    return {
        key: f"| `{key}` | {form(field.annotation, tuple(field.metadata))} | {default(field)} |"
        for key, field in found.items()
    }


def made(page: str, models: Mapping[str, type[BaseModel]]) -> str:
    """The page with its tables of keys made anew; what it says of a key stays, a new key has nothing said."""
    return TABLE.sub(lambda table: _made(table, models[table[1]]), page)


def _made(table: re.Match[str], model: type[BaseModel]) -> str:
    said = dict(_meanings(table[2]))
    lines = "".join(f"{cells} {said.get(key, '').strip()} |\n" for key, cells in rows(model).items())
    return f"<!-- keys: {table[1]} -->\n{HEAD}{lines}"


def _meanings(table: str) -> Iterator[tuple[str, str]]:
    for line in table.splitlines():
        cells = line.strip("|").split("|")
        yield cells[0].strip().strip("`"), cells[-1].strip()
