"""State as plain values: what an office holds, taken down by name, and put back without calling any constructor.

Taken down are None, truth values, integers, strings, dates, tuples, lists, sets, dicts, integer arrays, and objects of
classes of kaohe.sim by their attributes. A class names in `FIXED` what its constructor alone determines; every other
attribute is state, a new one too. What is held twice is taken down once and held twice again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from importlib import import_module
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

Array = NDArray[Any]
Plain = None | bool | int | str | list[Any]
"""None, truth values, integers and strings stand for themselves; all else is a list that begins with its kind."""

OURS = "kaohe.sim."

# Looked up once: there are few classes and many objects.
_fixed: dict[type, frozenset[str]] = {}
_plain: dict[type, bool] = {}


class StateError(ValueError):
    """What cannot be taken down, or not be put back; it says where it stands."""


@dataclass(frozen=True)
class Taken:
    """What was taken down: plain values that a JSON file can hold, and the arrays to which they refer by position."""

    value: Plain
    arrays: tuple[Array, ...] = ()


def take_down(value: object) -> Taken:
    """Copy a value. StateError names the first that is none of the kinds that can be taken down."""
    clerk = _Taking()
    return Taken(clerk.take(value, type(value).__name__), tuple(clerk.arrays))


def put_back(taken: Taken, onto: object | None = None) -> Any:
    """The value again, a copy of its own; `onto`: the object whose attributes are set instead of a new one's.

    So is every object of a class with FIXED that it has in that place, because its constructor gave it those.
    StateError if the attributes of such an object are not those that were taken down.
    """
    return _Putting(taken.arrays).put(taken.value, onto)


def fixed(kind: type) -> frozenset[str]:
    """Names of the attributes that the constructor of a class alone determines."""
    if kind not in _fixed:
        _fixed[kind] = frozenset().union(*(vars(base).get("FIXED", ()) for base in kind.__mro__))
    return _fixed[kind]


def attributes(value: Any) -> dict[str, object]:
    """The attributes of an object that are state, by name."""
    if is_dataclass(value):
        held = {each.name: getattr(value, each.name) for each in fields(value)}
    else:
        held = vars(value)
    out = fixed(type(value))
    return {name: each for name, each in held.items() if name not in out}


def _ours(kind: type) -> bool:
    """Whether it is a class of this package whose objects are their attributes and nothing else."""
    if kind not in _plain:
        plain = not any("__new__" in vars(base) for base in kind.__mro__ if base is not object)
        _plain[kind] = kind.__module__.startswith(OURS) and "." not in kind.__qualname__ and plain
    return _plain[kind]


class _Taking:
    """Takes values down; containers are numbered in the order in which they are met."""

    def __init__(self) -> None:
        self.arrays: list[Array] = []
        self._number: dict[int, int] = {}
        self._array: dict[int, int] = {}

    def take(self, value: object, at: str) -> Plain:
        """One value; `at` says where it stands."""
        kind = type(value)
        if value is None or kind in (bool, int, str):
            return value  # type: ignore[return-value]  # one of these three kinds
        if isinstance(value, np.ndarray):
            return ["array", self._keep(value, at)]
        if isinstance(value, date) and kind is date:
            return ["date", value.toordinal()]
        if kind is tuple or kind is frozenset:
            return [kind.__name__, *self._items(value, at)]
        if id(value) in self._number:
            return ["again", self._number[id(value)]]
        self._number[id(value)] = len(self._number)
        return self._container(value, at)

    def _container(self, value: Any, at: str) -> Plain:
        if isinstance(value, list | set) and type(value) in (list, set):
            return [type(value).__name__, *self._items(value, at)]
        if isinstance(value, Mapping) and type(value) in (dict, MappingProxyType):
            return ["dict", *self._pairs(value, at)]
        if not _ours(type(value)):
            raise StateError(f"{at}: {type(value).__module__}.{type(value).__qualname__} is no plain value")
        name = f"{type(value).__module__}:{type(value).__qualname__}"
        held = attributes(value).items()
        return ["object", name, *([name, self.take(each, f"{at}.{name}")] for name, each in held)]

    def _items(self, value: Any, at: str) -> Iterator[Plain]:
        if isinstance(value, set | frozenset):
            value = sorted(value)
        return (self.take(each, f"{at}[{number}]") for number, each in enumerate(value))

    def _pairs(self, value: Mapping[object, object], at: str) -> Iterator[Plain]:
        return ([self.take(key, f"{at} key"), self.take(each, f"{at}[{key}]")] for key, each in value.items())

    def _keep(self, array: Array, at: str) -> int:
        if array.dtype.kind not in "iub":
            raise StateError(f"{at}: an array of {array.dtype} is no plain value")
        if id(array) not in self._array:
            self._array[id(array)] = len(self.arrays)
            self.arrays.append(array.copy())
        return self._array[id(array)]


class _Putting:
    """Puts back what was taken down."""

    def __init__(self, arrays: tuple[Array, ...]) -> None:
        self._taken = arrays
        self._arrays: dict[int, Array] = {}
        self._containers: list[object] = []

    def put(self, value: Plain, onto: object | None = None) -> Any:
        """One value."""
        if not isinstance(value, list):
            return value
        kind, *rest = value
        if kind == "array":
            return self._array(rest[0])
        if kind == "date":
            return date.fromordinal(rest[0])
        if kind == "again":
            return self._containers[rest[0]]
        if kind == "tuple":
            return tuple(self.put(each) for each in rest)
        if kind == "frozenset":
            return frozenset(self.put(each) for each in rest)
        return self._container(kind, rest, onto)

    def _container(self, kind: str, rest: list[Any], onto: object | None) -> Any:
        made: Any
        if kind == "list":
            made = self._numbered([])
            made.extend(self.put(each) for each in rest)
        elif kind == "set":
            made = self._numbered(set())
            made.update(self.put(each) for each in rest)
        elif kind == "dict":
            made = self._numbered({})
            made.update((self.put(key), self.put(each)) for key, each in rest)
        else:
            made = self._object(rest[0], rest[1:], onto)
        return made

    def _numbered(self, made: Any) -> Any:
        self._containers.append(made)
        return made

    def _array(self, number: int) -> Array:
        if number not in self._arrays:
            self._arrays[number] = self._taken[number].copy()
        return self._arrays[number]

    def _object(self, name: str, held: list[Any], onto: object | None) -> object:
        kind = _class(name)
        if issubclass(kind, BaseModel):
            number = len(self._containers)
            self._containers.append(None)
            self._containers[number] = kind.model_construct(**{key: self.put(each) for key, each in held})
            return self._containers[number]
        made = self._numbered(object.__new__(kind) if onto is None else onto)
        if onto is not None and (type(onto) is not kind or attributes(onto).keys() != {key for key, _ in held}):
            raise StateError(f"{name} has other attributes now")
        for key, each in held:
            there: Any = None if onto is None else getattr(onto, key)
            object.__setattr__(made, key, self.put(each, there if fixed(type(there)) else None))
        return made


def _class(name: str) -> type:
    module, _, kind = name.partition(":")
    found = getattr(import_module(module), kind, None) if module.startswith(OURS) else None
    if not isinstance(found, type) or not _ours(found):
        raise StateError(f"there is no {name} to make")
    return found
