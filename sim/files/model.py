"""The base of all models of data files: strict, nothing unknown, nothing non-finite; and numbers with their bounds."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Self, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError

from kaohe.sim.texts import Message, Names

LARGEST_INTEGER = 10**15


def _let_tuples_take_lists(schema: object) -> None:
    if isinstance(schema, dict):
        if schema.get("type") == "tuple":
            schema["strict"] = False
        for key, part in schema.items():
            if key != "metadata":
                _let_tuples_take_lists(part)
    elif isinstance(schema, list | tuple):
        for part in schema:
            _let_tuples_take_lists(part)


class FileModel(BaseModel):
    """A table of a data file. Strict types, unknown keys refused, frozen, no NaN; arrays may be `tuple[X, ...]`.

    For choices use `Literal`, for tables that differ by a key a discriminated union: both give good messages.
    """

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        validate_default=True,
        validate_by_name=True,
        defer_build=True,  # a model that only stands inside another, or is never read, needs no validator of its own
    )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[BaseModel], handler: GetCoreSchemaHandler) -> CoreSchema:
        """TOML has no tuples: a tuple takes the list that an array gives, its items stay strict."""
        schema = handler(source)
        _let_tuples_take_lists(schema)
        return schema


class Written(float):
    """A float of a file, with its digits as written."""

    written: str

    def __new__(cls, written: str) -> Self:
        number = super().__new__(cls, float(written) + 0.0)  # -0.0 becomes 0.0
        number.written = written
        return number


def wrong(code: str, message: str | Message, at: tuple[str | int, ...] = ()) -> PydanticCustomError:
    """To raise in a model's validator: a fault with this code, at `at` below the value or table being validated."""
    return PydanticCustomError("fault", "{text}", {"text": str(message), "code": code, "said": message, "at": at})


def _exact(given: object) -> object:
    if isinstance(given, Written):
        number = Decimal(given.written.replace("_", ""))
        return number if number else abs(number)  # no minus zero
    if isinstance(given, int) and not isinstance(given, bool):
        return Decimal(given)
    if isinstance(given, Decimal):
        return given
    raise PydanticCustomError("float_type", "a number")


Whole = Annotated[int, Field(ge=0, le=LARGEST_INTEGER)]
"""A count or an amount: integer, 0 to 10^15."""
Exact = Annotated[Decimal, BeforeValidator(_exact), Field(ge=-LARGEST_INTEGER, le=LARGEST_INTEGER)]
"""A number as written, exactly: 0.005 is Decimal("0.005")."""
Share = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0, le=1)]
"""A share or a probability: 0 to 1, exactly as written."""


def keys_at(model: type[BaseModel], path: tuple[str | int, ...]) -> tuple[str, ...]:
    """The keys that a table at this path may have, in the model's order; tags of unions in the path are passed over."""
    here: tuple[type, ...] = (model,)
    for step in path:
        inner = tuple(kind for one in here for kind in _below(one, step))
        here = inner or here
    return tuple(dict.fromkeys(key for kind in here for key in _keys(kind)))


def _keys(kind: type) -> tuple[str, ...]:
    if kind is Names:
        return ("zh", "en")
    if not issubclass(kind, BaseModel):
        return ()
    return tuple(field.alias or name for name, field in kind.model_fields.items())


def _below(kind: type, step: str | int) -> Iterator[type]:
    """The models that a field can hold."""
    if issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if step in (name, field.alias):
                yield from _models(field.annotation)


def _models(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel | Names):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
