"""The policy format, all data: bands, switches, measures, duties; rules are `when` (any of its cases) and `then`."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from kaohe.sim.files import FileModel, wrong
from kaohe.sim.texts import Names, catalogue

_texts = catalogue("kaohe.standards")

Tier = Literal["non_assessed", "general", "serious", "major"]
TIERS: tuple[Tier, ...] = ("non_assessed", "general", "serious", "major")
Intent = Literal["none", "alleged", "presumed", "established"]
INTENTS: tuple[Intent, ...] = ("none", "alleged", "presumed", "established")
Basis = Literal["fee", "cash", "property", "misstated", "delay", "none"]
Role = Literal["doer", "checker", "leader"]
Severity = Literal["light", "serious", "irreparable"]
Column = Literal["amount_fen", "caused_fen", "loss_fen", "gain_fen", "avoided_fen"]
Pick = Literal["linear", "minimum", "middle", "maximum", "by_repeat"]
Whole = Annotated[int, Field(ge=0, le=10**15)]
Percent = Annotated[int, Field(ge=0, le=1000)]


class Limits(FileModel):
    """Figures that a comparison is made with, each against the incident's column of the same name."""

    amount_fen: Whole | None = None
    caused_fen: Whole | None = None
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


Decimal = Annotated[str, Field(pattern=r"^0*\.[0-9]{1,9}$|^[0-9]{1,6}(\.[0-9]{1,9})?$")]
Droppable = Literal["energy_bands", "severity_tiers", "covers", "price_index", "pattern", "measures", "duties", "rules"]
Raise = Annotated[int, Field(ge=0, le=3)]


class Band(FileModel):
    """A tier's span of money; no `high_fen` in the topmost."""

    tier: Tier
    low_fen: Whole
    high_fen: Whole | None = None


class EnergyBand(FileModel):
    """A tier's span of energy; no `high_kwh` in the topmost."""

    tier: Tier
    low_kwh: Whole
    high_kwh: Whole | None = None


class TierEntry(FileModel):
    """A tier's name under this policy and where it is defined."""

    name: Names
    item: str
    sentence: str = ""


class Amount(FileModel):
    """Whose amount the bands measure."""

    of: Literal["largest_balance", "net_of_recovery", "under_billing"]
    several_bills: Literal["one_incident", "one_each"]
    kwh_price_e4: Whole


class PriceIndex(FileModel):
    """Thresholds of money are multiplied by now ÷ base, half up to a whole 分; `year`: whose money `now` is."""

    base: Annotated[int, Field(ge=1, le=10**6)]
    now: Annotated[int, Field(ge=1, le=10**6)]
    year: Annotated[int, Field(ge=1950, le=2200)] | None = None


class Unpriced(FileModel):
    """Tier of what cannot be assessed by energy or fee."""

    tier: Tier
    without_harm: Tier
    item: str
    sentence: str = ""


class Delay(FileModel):
    """What late money is worth, and what a reading off its day is.

    principal_after_days: what is open for more days beyond its limit is worth its principal; 0: never.
    """

    priced_as: Literal["interest", "principal"]
    daily_rate: Decimal
    principal_after_days: Annotated[int, Field(ge=0, le=36600)]
    off_day: Literal["interest", "moved"]

    @field_validator("priced_as", mode="before")
    @classmethod
    def _former(cls, given: object) -> object:
        """The value of former versions is named, with what says the same today."""
        if given == "interest_if_in":
            raise wrong("P021", _texts.message("policy-former-delay", value="interest_if_in"))
        return given

    @property
    def rate(self) -> Fraction:
        """The daily rate, exact."""
        return Fraction(self.daily_rate)

    def counts_principal(self, days: int, is_open: bool) -> bool:
        """Whether money so many days late, open still or not, is worth its principal."""
        if self.priced_as == "principal":
            return days > 0
        return is_open and 0 < self.principal_after_days < days


class Repeat(FileModel):
    """When an incident counts as a repetition."""

    times: Annotated[int, Field(ge=2, le=1000)]
    window: Literal["calendar_year", "rolling_days", "ever"]
    days: Annotated[int, Field(ge=1, le=36600)]
    dated_by: Literal["act", "discovery"]
    counts: Literal["same_or_above", "same"]
    same_clause_only: bool
    requires_prior_decision: bool
    upgrade_tiers: Raise
    cited_at_most: Annotated[int, Field(ge=1, le=50)]


class Pattern(FileModel):
    """From how many trifles of one person under one clause on, within some months, they are named a pattern."""

    times: Annotated[int, Field(ge=2, le=1000)]
    months: Literal[1, 3, 6, 12]


class Range(FileModel):
    """Where within a range of months (or of sanctions) a value lies."""

    pick: Pick
    unpriced: Literal["minimum", "middle", "maximum"]


class IntentSwitch(FileModel):
    """From which finding on an act counts as intended, and how its rules stand beside the tier's."""

    counts_from: Intent
    with_tier: Literal["both", "replace", "add"]


class Joint(FileModel):
    """Several persons answer for one act: the share of each role, and who makes good the loss."""

    percent: dict[Role, Percent]
    restitution: Literal["once", "each"]


class Concealment(FileModel):
    """What hiding an incident changes besides the incident of its own."""

    upgrade_tiers: Raise


class Overload(FileModel):
    """An act that too much work caused."""

    repeat_applies: bool
    answers: Literal["doer", "manager"]


class Bonus(FileModel):
    """Months of bonus from several incidents of one person; a cap of 0 is none."""

    combine: Literal["consecutive", "concurrent"]
    cap_months: Annotated[int, Field(ge=0, le=1200)]
    year_of: Literal["act", "discovery"]


class SelfReport(FileModel):
    """Relief for whoever reports his own incident before it is found."""

    keep_percent: Percent
    amnesty_below: Tier


class Measure(FileModel):
    """A kind of sanction. In a family the heaviest stands (by `rank`)."""

    name: Names
    unit: Literal["months", "years", "fen", "times", ""]
    family: str | None = None
    rank: Annotated[int, Field(ge=0, le=1000)] = 0
    shared: bool = False
    capped: bool = False
    restitution: bool = False


class Duty(FileModel):
    """What the unit must do; a limit in days from discovery where the policy sets one."""

    name: Names
    within_days: Annotated[int, Field(ge=0, le=3660)] | None = None


class PolicyFile(FileModel):
    """A whole policy, after `extends`."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    name: Names
    source: Names
    extends: str | None = None
    without: tuple[Droppable, ...] = ()
    edge: Literal["lower_in", "upper_in"] | None = None
    bands: tuple[Band, ...]
    energy_bands: tuple[EnergyBand, ...] = ()
    severity_tiers: dict[Severity, Tier] = Field(default_factory=dict)
    covers: tuple[When, ...] | None = None
    price_index: PriceIndex | None = None
    tiers: dict[Tier, TierEntry]
    amount: Amount
    unpriced: Unpriced | None = None
    delay: Delay
    repeat: Repeat
    pattern: Pattern | None = None
    range: Range
    intent: IntentSwitch
    joint: Joint
    concealment: Concealment
    overload: Overload
    bonus: Bonus
    self_report: SelfReport
    measures: dict[str, Measure]
    duties: dict[str, Duty] = Field(default_factory=dict)
    rules: dict[str, Rule]

    @model_validator(mode="before")
    @classmethod
    def _over_base(cls, own: object, info: ValidationInfo) -> object:
        """Lays the file's own keys over those of the policy that it extends."""
        base = info.context.get("base") if isinstance(info.context, Mapping) else None
        if not (isinstance(base, Mapping) and base and isinstance(own, Mapping)):
            return own
        dropped = own.get("without")
        kept = {key: value for key, value in base.items() if not (isinstance(dropped, list) and key in dropped)}
        return merged(kept, own)


def merged(base: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    """A table over another: tables are merged key by key, everything else is replaced."""
    result = dict(base)
    for key, value in own.items():
        below = base.get(key)
        result[key] = merged(below, value) if isinstance(value, Mapping) and isinstance(below, Mapping) else value
    return result
