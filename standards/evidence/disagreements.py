"""Where records contradict each other: what they show of some clauses is proven, and can be charged to nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kaohe.standards.evidence.findings import Inputs
from kaohe.standards.ledger.cites import Cite
from kaohe.standards.rulebook.clause import Reach

RowKey = tuple[str, int]
Place = tuple[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Rows that cannot all be true, with nothing to say which is not.

    clauses: those that keep silent about what these rows show. inputs: the numbers of its text. disputed: rows (table,
    key) that are in dispute, where they are not just those cited. places: what papers say of these is in dispute as
    well. owners: clauses that are about just this difference, and go on.
    """

    clauses: tuple[str, ...]
    cites: tuple[Cite, ...]
    inputs: Inputs = field(default_factory=dict)
    disputed: frozenset[RowKey] | None = None
    places: frozenset[Place] = frozenset()
    owners: tuple[str, ...] = ()

    @property
    def written_on(self) -> int:
        """The day on which the latest of the rows was written."""
        return max(cite.day for cite in self.cites)

    @property
    def rows(self) -> frozenset[RowKey]:
        """All rows in dispute: table and key."""
        cited = frozenset((cite.table, cite.row_key) for cite in self.cites)
        return cited if self.disputed is None else self.disputed


Tell = TypeVar("Tell", bound=Callable[..., Any])
_REACH: dict[Callable[..., Any], Reach] = {}


def within(reach: Reach) -> Callable[[Tell], Tell]:
    """Says of a function that the papers of one book, or of one hall, show all that it looks for."""

    def told(tell: Tell) -> Tell:
        _REACH[tell] = reach
        return tell

    return told


def reach_of(tell: Callable[..., Any]) -> Reach:
    """Whose papers together show what a function looks for: those of the office, if nothing is said."""
    return _REACH.get(tell, "office")
