"""Where records contradict each other: what they show of some clauses is proven, and can be charged to nobody."""

from __future__ import annotations

from dataclasses import dataclass, field

from kaohe.standards.evidence.findings import Inputs
from kaohe.standards.ledger.cites import Cite


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Rows that cannot all be true, with nothing to say which is not.

    clauses: those that keep silent about what these rows show. inputs: the numbers of its text.
    """

    clauses: tuple[str, ...]
    cites: tuple[Cite, ...]
    inputs: Inputs = field(default_factory=dict)

    @property
    def written_on(self) -> int:
        """The day on which the latest of the rows was written."""
        return max(cite.day for cite in self.cites)
