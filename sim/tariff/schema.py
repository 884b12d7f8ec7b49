"""What a tariff file holds: versions by date, price classes, every value with its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError
from pydantic_core import InitErrorDetails

from kaohe.sim.files import FileModel, Whole
from kaohe.sim.tariff.capacity import DemandRule
from kaohe.sim.texts import Names

Status = Literal["verified", "memory", "assumption", "computed"]
PeriodName = Literal["spike", "peak", "flat", "valley"]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")]
DemandName = Literal["contract_2016", "contract_2016_alt", "textbook_95_105", "simple_double", "actual"]

MOST_E4 = 1_000_000  # 100 yuan/kWh
MOST_FEN = 10_000_000
MOST_E2 = 10_000
MOST_KWH = 10**9


class Source(FileModel):
    """Where values come from, and how sure that is."""

    text: str
    status: Status


class Sourced(FileModel):
    """A value and the key of its source."""

    value: Whole
    source: str


class Fund(FileModel):
    """A surcharge collected for others (代徵), 10⁻⁴ yuan/kWh; included in the price or on top of it."""

    id: str
    name: Names
    e4: Sourced
    included: bool


class Tiers(FileModel):
    """Tiers of a month or a year: upper limits and one price more, 10⁻⁴ yuan/kWh."""

    source: str
    period: Literal["month", "year"]
    limits_kwh: tuple[Whole, ...]
    prices_e4: tuple[Whole, ...]


class Hours(FileModel):
    """Clock hours of the periods; together they are the day, once. Spike hours lie inside the peak."""

    peak: tuple[Clock, ...]
    flat: tuple[Clock, ...]
    valley: tuple[Clock, ...]


class Periods(FileModel):
    """Time-of-use prices as hundredths of the flat price; funds are not multiplied.

    losses: those of a transformer metered on its low side join the periods as metered (shared), or the flat one.
    """

    source: str
    peak_e2: Whole
    valley_e2: Whole
    spike_e2: Whole | None = None
    hours: Hours | None = None
    losses: Literal["shared", "flat"] = "shared"

    def multiples_e2(self) -> dict[str, int]:
        """Hundredths of each period that this price has."""
        spike = {} if self.spike_e2 is None else {"spike": self.spike_e2}
        return {**spike, "peak": self.peak_e2, "flat": 100, "valley": self.valley_e2}


class Takes(FileModel):
    """Customers of another class whose capacity lies in a span, kVA, both ends included, pay by this class."""

    of: str = Field(alias="class")
    from_kva: Whole
    to_kva: Whole | None = None
    source: str

    def holds(self, capacity_kva: int) -> bool:
        """Whether a capacity lies in the span."""
        return self.from_kva <= capacity_kva and (self.to_kva is None or capacity_kva <= self.to_kva)


class PriceClass(FileModel):
    """The price of one class of customers: flat or tiered, with what else it has."""

    id: str
    name: Names
    rounding: Literal["bill", "line"]
    energy_e4: Sourced | None = None
    tiers: Tiers | None = None
    periods: Periods | None = None
    capacity_fen_per_kva: Sourced | None = None
    demand_fen_per_kw: Sourced | None = None
    demand_rule: DemandName | None = None
    pf_standard: Sourced | None = None
    funds: tuple[Fund, ...] = ()
    takes: Takes | None = None

    @property
    def written_as(self) -> str:
        """The class that people write: this one, or that whose customers it takes."""
        return self.id if self.takes is None else self.takes.of

    @property
    def demand(self) -> DemandRule | None:
        """The reading of the demand charge."""
        return None if self.demand_rule is None else DemandRule(self.demand_rule)

    @property
    def fund_e4(self) -> int:
        """All funds, 10⁻⁴ yuan/kWh."""
        return sum(fund.e4.value for fund in self.funds)

    @property
    def included_e4(self) -> int:
        """The funds inside the price, 10⁻⁴ yuan/kWh."""
        return sum(fund.e4.value for fund in self.funds if fund.included)


def _bounded(one: PriceClass) -> Iterator[tuple[tuple[str | int, ...], int, int]]:
    """Path, value and the most that it can be, of every number of a class."""
    for key, most in (("energy_e4", MOST_E4), ("capacity_fen_per_kva", MOST_FEN), ("demand_fen_per_kw", MOST_FEN)):
        sourced = getattr(one, key)
        if sourced is not None:
            yield (key, "value"), sourced.value, most
    for n, fund in enumerate(one.funds):
        yield ("funds", n, "e4", "value"), fund.e4.value, MOST_E4
    if one.tiers is not None:
        for key, numbers, most in (
            ("limits_kwh", one.tiers.limits_kwh, MOST_KWH),
            ("prices_e4", one.tiers.prices_e4, MOST_E4),
        ):
            yield from ((("tiers", key, n), value, most) for n, value in enumerate(numbers))
    if one.periods is not None:
        for name, multiple in one.periods.multiples_e2().items():
            yield ("periods", f"{name}_e2"), multiple, MOST_E2


def _possible(one: PriceClass) -> PriceClass:
    """No number of a class in a file is beyond what can be; one that the records made is not asked."""
    errors = [
        InitErrorDetails(type="less_than_equal", loc=path, input=value, ctx={"le": most})
        for path, value, most in _bounded(one)
        if value > most
    ]
    if errors:
        raise ValidationError.from_exception_data(type(one).__name__, errors)
    return one


class Version(FileModel):
    """The prices from a date on."""

    valid_from: date
    classes: tuple[Annotated[PriceClass, AfterValidator(_possible)], ...] = Field(alias="class")


class Tariff(FileModel):
    """A tariff file."""

    id: str
    name: Names
    sources: Mapping[str, Source]
    version: tuple[Version, ...]

    def at(self, day: date) -> Version:
        """The version in force on a day. LookupError before the first."""
        in_force = [version for version in self.version if version.valid_from <= day]
        if not in_force:
            raise LookupError(f"{self.id}: no prices before {self.version[0].valid_from}")
        return in_force[-1]

    def price(self, name: str, day: date) -> PriceClass:
        """A class by its id, or by its name in Chinese or English. LookupError names those there are."""
        classes = self.at(day).classes
        for one in classes:
            if name in (one.id, one.name.zh_hant, one.name.en):
                return one
        raise LookupError(", ".join(f"{one.id}（{one.name.zh_hant}）" for one in classes))
