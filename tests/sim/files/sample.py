"""A small policy, as models and as a file: every kind of value that data files have."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, model_validator

from kaohe.sim.files import Exact, FileModel, Share, Whole, wrong
from kaohe.sim.texts import Names


class Band(FileModel):
    low_fen: Whole
    tier: Literal["general", "serious", "major"]
    measures: tuple[str, ...] = ()
    threshold: int | None = Field(default=None, alias="門檻")


class Fine(FileModel):
    kind: Literal["fine"]
    amount_fen: Annotated[int, Field(gt=0, le=10**15)]


class Notice(FileModel):
    kind: Literal["notice"]
    text: Annotated[str, Field(min_length=2, max_length=20)]
    posted: bool = False


class Span(FileModel):
    first_on: date
    last_on: date

    @model_validator(mode="after")
    def _in_order(self) -> Span:
        if self.last_on < self.first_on:
            raise wrong("P052", "結束早於開始 — 請改正日期", ("last_on",))
        return self


class Policy(FileModel):
    id: Annotated[str, Field(pattern="^[a-z-]+$")]
    name: Names
    share: Share
    factor: Exact
    speed: float
    span: Span
    opens_at: datetime | None = None
    sent_at: AwareDatetime | None = None
    limits_days: dict[str, Annotated[int, Field(ge=1, le=31)]]
    bands: Annotated[tuple[Band, ...], Field(min_length=1, max_length=4)]
    sanctions: tuple[Annotated[Fine | Notice, Field(discriminator="kind")], ...] = ()
    pair: tuple[int, str] = (1, "a")


GOOD = """\
# 考核辦法
id = "town"
name = { zh = "城鎮營業所", en = "town office" }
share = 0.005
factor = 1.20
speed = 2
opens_at = 2001-01-02T08:30:00
pair = [3, "b"]
limits_days = { deposit = 1, "退票" = 2 }

[span]
first_on = 2001-01-01
last_on = 2001-12-31

[[bands]]
low_fen = 0
tier = "general"

[[bands]]
low_fen = 1_000_00  # 一千元
tier = "serious"
measures = [
    "warning",  # 警告
    'fine "A"',
]
"門檻" = 3

[[sanctions]]
kind = "fine"
amount_fen = 5000

[[sanctions]]
kind = "notice"
text = '''
公告'''
posted = true
"""
