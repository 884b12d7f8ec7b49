"""The policy format, part one: bands, switches, measures and duties of a policy file."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, model_validator

from kaohe.sim.files import FileModel
from kaohe.sim.texts import Names
from kaohe.standards.policy_rules import Intent, Percent, Pick, Role, Rule, Severity, Tier, When, Whole

Decimal = Annotated[str, Field(pattern=r"^0*\.[0-9]{1,9}$|^[0-9]{1,6}(\.[0-9]{1,9})?$")]
Droppable = Literal["energy_bands", "severity_tiers", "covers", "price_index", "measures", "duties", "rules"]
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
    """Thresholds of money are multiplied by now ÷ base, half up to a whole 分."""

    base: Annotated[int, Field(ge=1, le=10**6)]
    now: Annotated[int, Field(ge=1, le=10**6)]


class Unpriced(FileModel):
    """Tier of what cannot be assessed by energy or fee."""

    tier: Tier
    without_harm: Tier
    item: str
    sentence: str = ""


class Delay(FileModel):
    """What late money is worth."""

    priced_as: Literal["interest_if_in", "principal", "interest"]
    daily_rate: Decimal

    @property
    def rate(self) -> Fraction:
        """The daily rate, exact."""
        return Fraction(self.daily_rate)

    @property
    def principal_always(self) -> bool:
        """Late money is worth its principal, in or not."""
        return self.priced_as == "principal"


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
