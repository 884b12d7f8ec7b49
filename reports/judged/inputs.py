"""What the reports read: the shapes that they rely on, and nothing more.

Reports accept whatever has these attributes, so that a test or a notebook can hand in frames of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import polars as pl

TIERS = ("non_assessed", "general", "serious", "major")


class Judged(Protocol):
    """An assessment: the frames that the judge made (kaohe.standards.Assessment)."""

    @property
    def findings(self) -> pl.DataFrame:
        """What was found, work slips included."""

    @property
    def incidents(self) -> pl.DataFrame:
        """One row an incident, with its tier."""

    @property
    def cites(self) -> pl.DataFrame:
        """Every record row that a finding rests on."""

    @property
    def sanctions(self) -> pl.DataFrame:
        """What the policy orders against a person."""

    @property
    def duties(self) -> pl.DataFrame:
        """What the policy orders the office to do."""

    @property
    def reasons(self) -> pl.DataFrame:
        """The steps that led to each sanction."""

    @property
    def disagreements(self) -> pl.DataFrame:
        """Records that contradict each other, and the clauses that keep silent about them."""


class Papers(Protocol):
    """The office's records (kaohe.sim.records.Records)."""

    def table(self, name: str) -> pl.DataFrame:
        """All rows of one table, in the order written."""


Run = Mapping[str, object]
