"""The table of figures: what each is made of, its unit, its words, and what it rests on."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kaohe.sim.texts import Names

Rests = Literal["text", "records", "assumption"]
By = Literal["", "tier", "kind", "post", "kind_post", "edge"]


class Metric(BaseModel):
    """A figure: scale × sum of `of` ÷ sum of `per`, or per office-year. Keys: the head of table.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    of: str = ""
    per: str = ""
    by: By = ""
    scale: float = 1
    unit: str
    counts: bool = False
    share: bool = False
    asked: bool = False
    acts: bool = False
    headline: bool = False
    rests_on: Rests
    name: Names
    formula: Names


@cache
def metric_table() -> tuple[Metric, ...]:
    """The figures in the order in which they are shown."""
    text = (resources.files("kaohe.standards.laboratory.metrics") / "table.toml").read_text(encoding="utf-8")
    return tuple(Metric.model_validate({"id": key, **each}) for key, each in tomllib.loads(text).items())
