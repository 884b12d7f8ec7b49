"""A price class as the price table records it, and back: what the office bills by is what the judge recomputes with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kaohe.sim.tariff.schema import Fund, Periods, PriceClass, Sourced
from kaohe.sim.texts import Names

RECORDS = "price"
"""Key of the source of every value that comes out of the records."""


@dataclass(frozen=True)
class FundRow:
    """A surcharge, 10⁻⁴ yuan/kWh; inside the tariff's own price or on top of it."""

    fund: str
    name: str
    e4: int
    included: bool = True


@dataclass(frozen=True)
class PriceRow:
    """One row of the price table and its funds; energy_e4 with everything included (docs/records.md, price)."""

    energy_e4: int
    capacity_fen_per_kva: int
    peak_e2: int | None
    valley_e2: int | None
    loss_share: Literal["shared", "flat"] | None
    pf_standard: int | None
    rounding: Literal["bill", "line"]
    funds: tuple[FundRow, ...]

    @property
    def fund_e4(self) -> int:
        """All funds together."""
        return sum(fund.e4 for fund in self.funds)

    @property
    def on_top_e4(self) -> int:
        """The funds that the tariff adds to its price."""
        return sum(fund.e4 for fund in self.funds if not fund.included)

    @classmethod
    def of(cls, price: PriceClass) -> PriceRow:
        """The row of a class. ValueError for tiers, spikes and demand charges, which the price table cannot hold."""
        if reason := unrecorded(price):
            raise ValueError(f"{price.id}: {reason}")
        energy = 0 if price.energy_e4 is None else price.energy_e4.value
        periods = price.periods
        return cls(
            energy + price.fund_e4 - price.included_e4,
            0 if price.capacity_fen_per_kva is None else price.capacity_fen_per_kva.value,
            None if periods is None else periods.peak_e2,
            None if periods is None else periods.valley_e2,
            None if periods is None else periods.losses,
            None if price.pf_standard is None else price.pf_standard.value,
            price.rounding,
            tuple(FundRow(fund.id, fund.name.zh_hant, fund.e4.value, fund.included) for fund in price.funds),
        )

    def price_class(self, name: str) -> PriceClass:
        """The class again: the same lines and amounts for every usage."""
        return PriceClass(
            id=name,
            name=Names(name, name),
            rounding=self.rounding,
            energy_e4=_sourced(self.energy_e4 - self.on_top_e4),
            periods=self._periods(),
            capacity_fen_per_kva=_sourced(self.capacity_fen_per_kva) if self.capacity_fen_per_kva else None,
            pf_standard=None if self.pf_standard is None else _sourced(self.pf_standard),
            funds=tuple(
                Fund(id=each.fund, name=Names(each.name, each.fund), e4=_sourced(each.e4), included=each.included)
                for each in self.funds
            ),
        )

    def _periods(self) -> Periods | None:
        if self.peak_e2 is None or self.valley_e2 is None:
            return None
        losses = self.loss_share or "shared"
        return Periods(source=RECORDS, peak_e2=self.peak_e2, valley_e2=self.valley_e2, losses=losses)


def unrecorded(price: PriceClass) -> str | None:
    """What of a class the price table of an office of 2001 cannot hold; None if it can hold all."""
    if price.tiers is not None or price.energy_e4 is None:
        return "tiers"
    if price.periods is not None and price.periods.spike_e2 is not None:
        return "spike"
    return "demand" if price.demand_fen_per_kw is not None else None


def multi_function(price: PriceClass) -> bool:
    """Whether customers of the class need a meter of peak, valley and reactive energy, and a bill of several lines."""
    return (price.periods or price.pf_standard or price.capacity_fen_per_kva) is not None


def _sourced(value: int) -> Sourced:
    return Sourced(value=value, source=RECORDS)
