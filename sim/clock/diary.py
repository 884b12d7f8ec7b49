"""What is due on which day: put down when it is known, taken when the day has come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Diary(Generic[T]):
    """Entries by day (days since 1970), in the order in which they were put down."""

    def __init__(self) -> None:
        self._days: dict[int, list[T]] = {}

    def put(self, day: int, entry: T) -> None:
        """One more entry for a day."""
        self._days.setdefault(day, []).append(entry)

    def take(self, day: int) -> list[T]:
        """The entries of a day, which are gone with that."""
        return self._days.pop(day, [])

    def on(self, day: int) -> list[T]:
        """The entries of a day, which stay."""
        return self._days.get(day, [])

    def strike(self, day: int, entry: T) -> None:
        """An entry is crossed out. ValueError if it does not stand there."""
        self._days[day].remove(entry)

    def from_day(self, day: int) -> Iterator[tuple[int, T]]:
        """(day, entry) of that day and all later ones, in the order of days."""
        for on in sorted(each for each in self._days if each >= day):
            for entry in self._days[on]:
                yield on, entry
