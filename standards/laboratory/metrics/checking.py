"""Hours of checking: which papers are those of checks, and how long a row of each is assumed to take."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib import resources

import polars as pl
from pydantic import BaseModel, ConfigDict, Field

from kaohe.sim.records import SCHEMA
from kaohe.sim.records.access import Records

CHECKED = "checked:"
"""Measure of an exposure: so many rows of a paper."""
WORDS = ("kind", "action")


class Check(BaseModel):
    """Rows of a paper that stand for checks. Keys: the head of checking.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    paper: str
    where: str = ""
    by: str
    minutes: int = Field(gt=0)
    source: str = Field(min_length=1)

    @property
    def measure(self) -> str:
        """Its name in exposures."""
        return f"{CHECKED}{self.paper}" + (f".{self.where}" if self.where else "")

    def rows(self, records: Records, until: date) -> int:
        """How many were written up to a day, in records."""
        names = [column.name for column in SCHEMA[self.paper].columns]
        word = next((each for each in WORDS if each in names), "recorded_at")
        found = records.table(self.paper, [word], as_of=until)
        return found.filter(pl.col(word) == self.where).height if self.where else found.height


@cache
def checks() -> tuple[Check, ...]:
    """All of them, in the order of the file."""
    text = (resources.files("kaohe.standards.laboratory.metrics") / "checking.toml").read_text(encoding="utf-8")
    return tuple(Check.model_validate(each) for each in tomllib.loads(text)["checks"])


def minutes_of(exposure: pl.DataFrame) -> pl.DataFrame:
    """The rows of an exposure that are checks, `value` in minutes."""
    minutes = {each.measure: each.minutes for each in checks()}
    found = exposure.filter(pl.col("measure").is_in(list(minutes)))
    each = pl.col("measure").replace_strict(minutes, default=0, return_dtype=pl.Int64)
    return found.with_columns(pl.col("value") * each)
