"""A policy: how amounts become tiers, and tiers, intent and history become sanctions; data, see policies/*.toml."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.texts import Names
from kaohe.standards.policies.files import read_policy, shipped_policies, varied
from kaohe.standards.policies.format import (
    TIERS,
    Delay,
    Duty,
    Measure,
    Outcome,
    PolicyFile,
    Repeat,
    Rule,
    Tier,
    Unpriced,
    merged,
)


@dataclass(frozen=True)
class Scale:
    """Bands of one unit (fen or kwh), lowest first; the topmost is open."""

    unit: str
    lower_in: bool
    tiers: tuple[Tier, ...]
    lows: NDArray[np.int64]
    ranks: NDArray[np.int64]


def _scale(unit: str, lower_in: bool, bands: list[tuple[Tier, int]]) -> Scale:
    ordered = sorted(bands, key=lambda band: band[1])
    ranks = np.array([TIERS.index(tier) for tier, _ in ordered], dtype=np.int64)
    lows = np.array([low for _, low in ordered], dtype=np.int64)
    return Scale(unit, lower_in, tuple(tier for tier, _ in ordered), lows, ranks)


@dataclass(frozen=True)
class Policy:
    """A checked policy and what the engine looks up in it."""

    file: PolicyFile

    @classmethod
    def load(cls, id_or_path: str | Path) -> Policy:
        """A shipped policy by id, or a policy file by its path.

        Raises:
            Faults: no such policy (with the nearest id), or whatever is wrong in the file, with positions.
        """
        return cls(read_policy(id_or_path))

    @classmethod
    def shipped(cls) -> tuple[str, ...]:
        """Ids of the policies that ship, sorted."""
        return tuple(sorted(shipped_policies()))

    def vary(self, changes: Mapping[str, object]) -> Policy:
        """This policy with other values, as a file that extends it would say them: tables merged, lists replaced.

        Raises:
            Faults: the result is no policy.
        """
        return Policy(varied(merged(self.file.model_dump(exclude_none=True), changes)))

    @property
    def id(self) -> str:
        """The policy's id."""
        return self.file.id

    @property
    def name(self) -> Names:
        """The policy's name."""
        return self.file.name

    @property
    def delay(self) -> Delay:
        """How late money is priced."""
        return self.file.delay

    @property
    def repeat(self) -> Repeat:
        """When an incident is a repetition."""
        return self.file.repeat

    @cached_property
    def unpriced(self) -> Unpriced:
        """The rule for what cannot be priced."""
        if self.file.unpriced is None:
            raise ValueError(f"policy {self.id} has no rule for unpriced incidents")
        return self.file.unpriced

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """The rules in force, in the order of the file; `then_of` resolved."""
        return {key: rule for key, rule in self.file.rules.items() if rule.enabled}

    def outcomes(self, key: str) -> tuple[Outcome, ...]:
        """The sanctions that a rule imposes, its own or those of the rule it refers to."""
        rule = self.file.rules[key]
        return rule.then if rule.then_of is None else self.file.rules[rule.then_of].then

    def measure(self, kind: str) -> Measure:
        """A kind of sanction."""
        return self.file.measures[kind]

    def duty(self, kind: str) -> Duty:
        """A kind of duty."""
        return self.file.duties[kind]

    def tier_name(self, tier: Tier) -> str:
        """The tier's name in the current language."""
        return self.file.tiers[tier].name.text()

    @cached_property
    def tiers(self) -> tuple[Tier, ...]:
        """The tiers into which an incident can fall, the lowest first; what it does not cover lies in the lowest."""
        file = self.file
        found = self._banded | set(file.severity_tiers.values())
        if file.unpriced is not None:
            found |= {file.unpriced.tier, file.unpriced.without_harm}
        levels = max(file.repeat.upgrade_tiers, file.concealment.upgrade_tiers)
        raised = {
            TIERS[min(TIERS.index(tier) + level, len(TIERS) - 1)] for tier in found for level in range(levels + 1)
        }
        lowest = {TIERS[0]} if file.covers is not None else set()
        return tuple(tier for tier in TIERS if tier in found | raised | lowest)

    @cached_property
    def measures_lowest(self) -> bool:
        """Whether the lowest tier is one of its own, and not only where that lies which it does not cover."""
        return TIERS[0] in self._banded

    @property
    def _banded(self) -> set[Tier]:
        return {band.tier for band in self.file.bands} | {band.tier for band in self.file.energy_bands}

    @cached_property
    def money(self) -> Scale:
        """The bands of money, restated by the price index."""
        bands = [(band.tier, self.scaled("amount_fen", band.low_fen)) for band in self.file.bands]
        return _scale("fen", self.file.edge != "upper_in", bands)

    @cached_property
    def energy(self) -> Scale | None:
        """The bands of energy, if the policy has any."""
        bands = [(band.tier, band.low_kwh) for band in self.file.energy_bands]
        return _scale("kwh", self.file.edge != "upper_in", bands) if bands else None

    def scaled(self, column: str, figure: int) -> int:
        """A threshold in today's money; energy and counts stay."""
        index = self.file.price_index
        if index is None or not column.endswith("_fen"):
            return figure
        return (2 * figure * index.now + index.base) // (2 * index.base)

    def digest(self) -> str:
        """SHA-256 of the policy's content: equal for equal rules, whatever file they came from."""
        content = self.file.model_dump(mode="json", exclude={"extends", "without"})
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
