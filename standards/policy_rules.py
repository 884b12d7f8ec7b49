"""The policy format, part two: a rule is `when` (any of its cases) and `then` (what follows), all data."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kaohe.sim.files import FileModel

Tier = Literal["non_assessed", "general", "serious", "major"]
TIERS: tuple[Tier, ...] = ("non_assessed", "general", "serious", "major")
Intent = Literal["none", "alleged", "presumed", "established"]
INTENTS: tuple[Intent, ...] = ("none", "alleged", "presumed", "established")
Basis = Literal["fee", "cash", "property", "delay", "none"]
Role = Literal["doer", "checker", "leader"]
Severity = Literal["light", "serious", "irreparable"]
Column = Literal["amount_fen", "loss_fen", "gain_fen", "avoided_fen"]
Pick = Literal["linear", "minimum", "middle", "maximum", "by_repeat"]
Whole = Annotated[int, Field(ge=0, le=10**15)]
Percent = Annotated[int, Field(ge=0, le=1000)]


class Limits(FileModel):
    """Figures that a comparison is made with, each against the incident's column of the same name."""

    amount_fen: Whole | None = None
    loss_fen: Whole | None = None
    gain_fen: Whole | None = None
    avoided_fen: Whole | None = None
    energy_kwh: Whole | None = None
    count: Whole | None = None


class Repeats(FileModel):
    """The same person again: this incident and earlier ones of the tier; `times` (this one included) from [repeat]."""

    tier: Tier
    times: Annotated[int, Field(ge=2, le=1000)] | None = None
    after_decision: bool | None = None


class When(FileModel):
    """One case: all of its keys must hold. A missing key asks nothing."""

    tier: Tier | None = None
    tier_at_least: Tier | None = None
    clauses: tuple[str, ...] | None = None
    posts: tuple[str, ...] | None = None
    roles: tuple[Role, ...] | None = None
    bases: tuple[Basis, ...] | None = None
    severities: tuple[Severity, ...] | None = None
    intents: tuple[Intent, ...] | None = None
    intentional: bool | None = None
    concealed: bool | None = None
    serious_effect: bool | None = None
    overload: bool | None = None
    self_reported: bool | None = None
    large_customer: bool | None = None
    found_outside_post: bool | None = None
    priced: bool | None = None
    at_least: Limits | None = None
    above: Limits | None = None
    at_most: Limits | None = None
    below: Limits | None = None
    repeats: Repeats | None = None


class Point(FileModel):
    """A corner of a curve."""

    at_fen: Whole
    value: Whole


class Outcome(FileModel):
    """One sanction: a measure and how its value is found (fixed, a range, a share of a column, a curve, or none)."""

    kind: str | None = None
    kinds: tuple[str, ...] | None = None
    value: Whole | None = None
    low: Whole | None = None
    high: Whole | None = None
    curve: tuple[Point, ...] | None = None
    of: Column | None = None
    percent: Percent = 100
    per: Literal["count"] | None = None
    pick: Pick | None = None

    def names(self) -> tuple[str, ...]:
        """The measures it may impose, lightest first."""
        return self.kinds if self.kinds is not None else (self.kind,) if self.kind is not None else ()

    def forms(self) -> list[str]:
        """The ways in which a value is given: at most one is allowed."""
        given = {"value": self.value, "low": self.low, "curve": self.curve, "of": self.of}
        return [form for form, found in given.items() if found is not None]


class Rule(FileModel):
    """A rule, in the order of the file; `item` is its number in the text, `sentence` the rulebook's id of it."""

    sentence: str = ""
    item: str
    when: tuple[When, ...]
    then: tuple[Outcome, ...] = ()
    then_of: str | None = None
    duties: tuple[str, ...] = ()
    ladder: Literal["tier", "intent", "process"] = "tier"
    to: Literal["answerable", "finder"] = "answerable"
    enabled: bool = True
