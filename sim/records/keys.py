"""Keys as data: what an id is made of, packed and unpacked by one description.

Sizes are powers of two, so that a part is a shift and a mask. Everything takes ints or integer arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

Int64s = NDArray[np.int64]
Array = NDArray[np.integer[Any]]
Ints = TypeVar("Ints", int, Int64s)


@dataclass(frozen=True)
class Part:
    """One part of a key.

    size: how many there may be; 0 for the first part, which is open. base: what is added to the value in the key.
    codes: the words of which it holds the position. of: the tables or objects whose key it is; none for a plain number.
    column: the column of the row that shows it. form: how a number is read (period, day, month). unsaid: a value that
    goes without saying.
    """

    name: str
    size: int = 0
    base: int = 0
    codes: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    column: str | None = None
    form: str | None = None
    unsaid: int | None = None

    @cached_property
    def bits(self) -> int:
        """Its width in a key, 0 where it is open."""
        return max(self.size - 1, 0).bit_length()


@dataclass(frozen=True)
class Key:
    """The parts of a key, the most significant first."""

    parts: tuple[Part, ...]

    @cached_property
    def _places(self) -> dict[str, tuple[int, Part]]:
        """(bits below it, part) by name."""
        below, places = 0, {}
        for part in reversed(self.parts):
            places[part.name] = (below, part)
            below += part.bits
        return dict(reversed(places.items()))

    @cached_property
    def _base(self) -> int:
        """What is added to all parts of a key together."""
        return sum(part.base << below for below, part in self._places.values())

    def codes(self, part: str) -> tuple[str, ...]:
        """The words of which a part holds the position."""
        return self._places[part][1].codes

    @overload
    def pack(self, **values: int | str) -> int: ...  # type: ignore[overload-overlap]  # plain values are tried first
    @overload
    def pack(self, **values: int | str | Array) -> Int64s: ...
    def pack(self, **values: int | str | Array) -> int | Int64s:
        """The id of these parts, a code by its word or position. KeyError for a part too few or too many;
        ValueError for a word that is no code.
        """
        places = self._places
        if values.keys() != places.keys():
            raise KeyError(f"{sorted(values)} where {list(places)} make the key")
        plain, packed = self._base, None
        for name, value in values.items():
            below, part = places[name]
            if type(value) is int:
                plain += value << below
            elif isinstance(value, np.ndarray):
                number = value.astype(np.int64, copy=False) << below
                packed = number if packed is None else np.add(packed, number, out=packed)
            else:
                plain += (part.codes.index(value) if isinstance(value, str) else value) << below
        if packed is None:
            return plain
        return np.add(packed, plain, out=packed) if plain else packed

    def unpack(self, key: Ints) -> tuple[Ints, ...]:
        """The parts of an id, in order."""
        return tuple(self.part(name, key) for name in self._places)

    def part(self, name: str, key: Ints) -> Ints:
        """One part of an id. KeyError if the key has none of that name."""
        below, part = self._places[name]
        return _cut(key >> below, part)

    def head(self, name: str, key: Ints) -> Ints:
        """An id without the parts that follow `name`: of a reading up to its period, the meter's period."""
        return key >> self._places[name][0]


def _cut(value: Ints, part: Part) -> Ints:
    own = value & (part.size - 1) if part.size else value
    return own - part.base if part.base else own
