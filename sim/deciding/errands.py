"""Errands: pieces of work with a limit, by whom they are held, and on which day they were done.

Only those are entered whose day somebody will ask for: what was begun late, or put into somebody's hands by name.
"""

from __future__ import annotations

from dataclasses import dataclass

NEVER = 1 << 30


@dataclass
class Errand:
    """One errand; days since 1970. kind and key: the paper that ends it, by table and natural key."""

    kind: str
    key: int
    holder: int
    opened_on: int
    due_on: int
    done_on: int = NEVER


class Errands:
    """The errands of an office by (kind, key)."""

    def __init__(self) -> None:
        self._errands: dict[tuple[str, int], Errand] = {}

    def open(self, errand: Errand) -> None:
        """An errand is taken up."""
        self._errands[errand.kind, errand.key] = errand

    def done(self, kind: str, key: int, day: int) -> None:
        """It is done, if somebody asked; the first day counts."""
        errand = self._errands.get((kind, key))
        if errand is not None:
            errand.done_on = min(errand.done_on, day)

    def done_on(self, kind: str, key: int) -> int:
        """The day on which it was done; NEVER. KeyError for one that was never opened."""
        return self._errands[kind, key].done_on
