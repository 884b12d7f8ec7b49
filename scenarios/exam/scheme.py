"""How a paper is marked: weights of the five stages, minimums, tolerances and caps, as the exam file gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from fractions import Fraction
from typing import Any

STAGES = ("find", "classify", "value", "attribute", "sanction")
"""The five stages of a paper, in order."""
LARGEST_EXCESS = 5
"""What one right claim of n may earn beyond 100 ÷ n, in marks."""


def _equal() -> dict[str, int]:
    return dict.fromkeys(STAGES, 20)


@dataclass(frozen=True)
class Scheme:
    """Weights are in marks of 100; stages left out weigh 0.

    beta: of F_β (above 1, finding all counts more than accusing nobody falsely). pass_mark and minimum: marks of 100,
    of the whole and of a stage. full_fen, full_permille: within the larger, but never beyond zero_permille of it, an
    amount has full credit; it falls to 0 at zero_permille: 0 is right where nothing is due, and nowhere else. method:
    credit of an amount that the stated formula gives. cap: the most that a paper with a critical error has; None: no
    cap.
    """

    weights: Mapping[str, int] = field(default_factory=_equal)
    beta: Fraction = Fraction(1)
    pass_mark: int = 60
    minimum: Mapping[str, int] = field(default_factory=dict)
    full_fen: int = 100
    full_permille: int = 5
    zero_permille: int = 100
    method: Fraction = Fraction(1, 2)
    cap: int | None = 59

    def wrong(self) -> tuple[str, ...]:
        """Names of what cannot be: stages that there are not, weights that do not add up to 100, and so on."""
        found = [name for name in (*self.weights, *self.minimum) if name not in STAGES]
        if sum(self.weights.values()) != 100 or any(weight < 0 for weight in self.weights.values()):
            found.append("weights")
        if not (0 < self.beta <= 10 and self.full_permille < self.zero_permille and 0 <= self.method <= 1):
            found.append("tolerances")
        if self.excess() > LARGEST_EXCESS:
            found.append("beta")
        return tuple(found)

    def tolerance_fen(self, amount_fen: int) -> int:
        """Within how much of an amount another one is as good, 分."""
        size = abs(amount_fen)
        return min(max(self.full_fen, size * self.full_permille // 1000), size * self.zero_permille // 1000)

    def excess(self) -> Fraction:
        """What one right claim of n earns beyond 100 ÷ n at most, in marks: F_β rewards it above its share."""
        square = self.beta**2
        gains = ((1 + square) / (square * n + 1) - Fraction(1, n) for n in range(1, 41))
        return self.weights.get("find", 0) * max(gains)

    def to_json(self) -> dict[str, Any]:
        """Plain values, fractions as text."""
        found = asdict(self)
        return {key: str(value) if isinstance(value, Fraction) else value for key, value in found.items()}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Scheme:
        """What `to_json` gave; what is missing is as by default."""
        known = {one.name for one in fields(cls)} & set(document)
        read: dict[str, Any] = {
            name: Fraction(document[name]) if name in ("beta", "method") else document[name] for name in known
        }
        return cls(**read)
