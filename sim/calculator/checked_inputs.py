"""The checked inputs of a formula, by name and kind."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date
from fractions import Fraction

from kaohe.sim.calculator.input_values import Value


class Given:
    """Typed access to checked inputs; TypeError means that the catalogue and the formula disagree (a fault of ours)."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def without(self, names: Container[str]) -> Given:
        """The same but for some."""
        return Given({name: value for name, value in self._values.items() if name not in names})

    def number(self, name: str, default: Fraction | int | None = None) -> Fraction:
        """An exact number."""
        value = self._values.get(name, None if default is None else Fraction(default))
        return _as_number(value, name)

    def integer(self, name: str, default: int | None = None) -> int:
        """A whole number."""
        return self.number(name, default).numerator

    def text(self, name: str, default: str | None = None) -> str:
        """A text or the id of an option."""
        value = self._values.get(name, default)
        if not isinstance(value, str):
            raise TypeError(name)
        return value

    def flag(self, name: str) -> bool:
        """True or False; False where it was not given."""
        return self._values.get(name, False) is True

    def day(self, name: str) -> date:
        """A date."""
        value = self._values[name]
        if not isinstance(value, date):
            raise TypeError(name)
        return value

    def numbers(self, name: str) -> list[Fraction]:
        """A list of numbers."""
        return [_as_number(value, name) for value in self.values(name)]

    def map(self, name: str) -> dict[str, Fraction]:
        """Names and numbers."""
        value = self._values[name]
        if not isinstance(value, dict):
            raise TypeError(name)
        return {key: _as_number(one, name) for key, one in value.items()}

    def values(self, name: str) -> list[Value]:
        """A list of anything."""
        value = self._values[name]
        if not isinstance(value, list):
            raise TypeError(name)
        return value

    def number_rows(self, name: str) -> list[list[Fraction]]:
        """Rows of numbers."""
        return [[_as_number(one, name) for one in row] for row in self.values(name) if isinstance(row, list)]

    def record(self, name: str) -> Given:
        """A table of named values."""
        value = self._values[name]
        if not isinstance(value, dict):
            raise TypeError(name)
        return Given(value)

    def records(self, name: str) -> list[Given]:
        """A list of such tables."""
        return [Given(value) for value in self.values(name) if isinstance(value, dict)]


def _as_number(value: Value | None, name: str) -> Fraction:
    if not isinstance(value, Fraction):
        raise TypeError(name)
    return value
