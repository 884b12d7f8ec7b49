"""What one ordinary incident costs under a policy, over all amounts: months of bonus, other measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kaohe.standards.laboratory.amounts import Span, spans
from kaohe.standards.laboratory.facets import facets_of
from kaohe.standards.laboratory.trials import months
from kaohe.standards.policies.policy import Policy

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Schedule:
    """Months of bonus from each amount on (lows_fen, ascending), of one incident without history or intent.

    others: measures without months that stand from that amount on, by kind. alike: equal numbers where all of it is the
    same, also sums of money.
    """

    lows_fen: Ints
    months: Ints
    others: tuple[tuple[str, ...], ...]
    alike: Ints

    @classmethod
    def of(cls, policy: Policy) -> Schedule:
        """By the engine, 分 by 分."""
        (found,) = spans(policy, facets_of(policy)[:1])
        measures = policy.file.measures
        return cls(
            np.array([span.low_fen for span in found], dtype=np.int64),
            np.array([months(span.load, measures) for span in found], dtype=np.int64),
            tuple(_others(span, policy) for span in found),
            _alike(found),
        )

    def at(self, amounts_fen: Ints) -> Ints:
        """Months at each amount."""
        return self.months[self._places(amounts_fen)]

    def flat(self, amounts_fen: Ints) -> NDArray[np.bool_]:
        """Where twice the amount costs the same."""
        one, other = self.alike[self._places(amounts_fen)], self.alike[self._places(2 * amounts_fen)]
        same: NDArray[np.bool_] = (one == other) & (one >= 0)
        return same

    def _places(self, amounts_fen: Ints) -> Ints:
        return np.searchsorted(self.lows_fen, amounts_fen, side="right") - 1


def _others(span: Span, policy: Policy) -> tuple[str, ...]:
    return tuple(kind for kind in span.load if policy.measure(kind).unit in ("", "years"))


def _alike(found: list[Span]) -> Ints:
    """A number for each load; −1 where a sum of money grows with the amount."""
    loads = [tuple(sorted(span.load.items())) for span in found]
    numbers = {load: place for place, load in enumerate(dict.fromkeys(loads))}
    grows = [span.load != span.end for span in found]
    return np.array([-1 if up else numbers[load] for load, up in zip(loads, grows, strict=True)], dtype=np.int64)


def edges_of(policy: Policy) -> Mapping[str, int]:
    """The amount at which each tier above the lowest begins, 分, as the policy restates it."""
    scale = policy.money
    ordered = list(zip(scale.tiers, scale.lows.tolist(), strict=True))
    return {tier: low for (_, (tier, low)) in pairwise(ordered)}
