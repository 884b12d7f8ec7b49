"""From what a multi-function meter and the archive give to the bill: losses, periods, power factor, lines.

Order, by rule: the losses of a transformer metered on its low side join the energies (供電營業規則 1996 第七十四條);
then the power factor is made of them ((83)水電財字第215號); then the fees.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.tariff.bills import Bill, Usage, bill
from kaohe.sim.tariff.capacity import DAYS_1996
from kaohe.sim.tariff.losses import billed_loss
from kaohe.sim.tariff.money import Int64s, product, round_half_up
from kaohe.sim.tariff.schema import PriceClass


@dataclass(frozen=True)
class Transformers:
    """Parameters of transformers metered on the low side: kVA, W, W, var, var; kva 0 where there is none."""

    kva: Int64s
    p0_w: Int64s
    pk_w: Int64s
    idle_var: Int64s
    loaded_var: Int64s


@dataclass(frozen=True)
class Metered:
    """Metered energies of a period and what else its bill rests on; int64 arrays of one shape.

    kwh is signed: below 0 where an established register lies below the one that was billed. `hours` of the period,
    `capacity_days` of 30; more_kva_days: kVA × days charged besides capacity_kva × capacity_days (增容, 減容, 暫停).
    """

    kwh: Int64s
    peak_kwh: Int64s
    valley_kwh: Int64s
    kvarh: Int64s
    capacity_kva: Int64s
    capacity_days: Int64s
    hours: Int64s
    transformers: Transformers
    more_kva_days: Int64s | int = 0


@dataclass(frozen=True)
class Settlement:
    """The billed energies (kWh, kvarh, with losses; the periods add up to `kwh`) and the bill."""

    loss_kwh: Int64s
    loss_kvarh: Int64s
    kwh: Int64s
    kvarh: Int64s
    peak_kwh: Int64s
    valley_kwh: Int64s
    bill: Bill

    @property
    def flat_kwh(self) -> Int64s:
        """What is neither peak nor valley."""
        return self.kwh - self.peak_kwh - self.valley_kwh

    @property
    def factor_base_fen(self) -> Int64s:
        """What the adjustment by power factor acts on: capacity charge and energy, without funds."""
        zero = np.zeros_like(self.kwh)
        names = [name for name in self.bill.lines if name == "capacity" or name.startswith("energy")]
        base: Int64s = sum((self.bill.lines[name] for name in names), zero)
        return base

    def quantity(self, line: str) -> Int64s:
        """kWh of an energy or fund line; 分 on which `factor` acts. KeyError for `capacity`: the archive gives it."""
        by_name = {"energy:peak": self.peak_kwh, "energy:flat": self.flat_kwh, "energy:valley": self.valley_kwh}
        if line == "factor":
            return self.factor_base_fen
        return self.kwh if line == "energy" or line.startswith("fund:") else by_name[line]


def settle(price: PriceClass, metered: Metered) -> Settlement:
    """The bills of customers of one class who have such meters.

    A negative energy is taken back at the flat price, with neither losses of load nor a power factor.
    ValueError for a price by tiers, spikes or demand: such meters do not show what it needs.
    """
    if price.tiers is not None or (price.periods is not None and price.periods.spike_e2 is not None):
        raise ValueError(f"{price.id}: a meter of peak, valley and reactive energy does not serve this price")
    peak, valley = _within(metered)
    loss_kwh, loss_kvarh = _losses(metered)
    if price.periods is not None and price.periods.losses == "shared":
        lost = _share(loss_kwh, peak, metered.kwh)
        # Two halves that both go up would be more than the loss: the flat period is never left with less than it used.
        peak, valley = peak + lost, valley + np.minimum(_share(loss_kwh, valley, metered.kwh), loss_kwh - lost)
    kwh = metered.kwh + loss_kwh
    kvarh = np.maximum(metered.kvarh, 0) + loss_kvarh
    lines = _bill(price, metered, kwh, kvarh, peak, valley)
    return Settlement(loss_kwh, loss_kvarh, kwh, kvarh, peak, valley, lines)


def unit_price_e6(price: PriceClass, line: str) -> int | None:
    """Price of a unit of a line, 10⁻⁶ yuan; None for `factor`. KeyError for a line that the class does not have."""
    if line == "factor":
        return None
    if line == "capacity" and price.capacity_fen_per_kva is not None:
        return price.capacity_fen_per_kva.value * 10_000
    funds = {f"fund:{fund.id}": fund.e4.value * 100 for fund in price.funds}
    if line in funds:
        return funds[line]
    net = (0 if price.energy_e4 is None else price.energy_e4.value) - price.included_e4
    multiples = {"": 100} if price.periods is None else price.periods.multiples_e2()
    return net * multiples[line.removeprefix("energy").removeprefix(":")]


def _within(metered: Metered) -> tuple[Int64s, Int64s]:
    """Peak and valley of the total: registers are floors, so that their sum may pass the total by a unit."""
    total = np.maximum(metered.kwh, 0)
    peak = np.clip(metered.peak_kwh, 0, total)
    return peak, np.clip(metered.valley_kwh, 0, total - peak)


def _losses(metered: Metered) -> tuple[Int64s, Int64s]:
    of, zero = metered.transformers, np.zeros_like(metered.kwh)
    rows = np.flatnonzero((of.kva > 0) & (metered.hours > 0))
    if not len(rows):
        return zero, zero
    active, reactive = np.maximum(metered.kwh[rows], 0), np.maximum(metered.kvarh[rows], 0)
    found = []
    for idle, loaded in ((of.p0_w, of.pk_w), (of.idle_var, of.loaded_var)):
        loss = zero.copy()
        loss[rows] = billed_loss(active, reactive, metered.hours[rows], of.kva[rows], idle[rows], loaded[rows])
        found.append(loss)
    return found[0], found[1]


def _share(loss: Int64s, part: Int64s, total: Int64s) -> Int64s:
    """The part's share of a loss, half up; none where nothing was metered."""
    metered: NDArray[np.bool_] = total > 0
    shared: Int64s = np.where(metered, round_half_up(product(loss, part), np.where(metered, total, 1)), 0)
    return shared


def _bill(price: PriceClass, metered: Metered, kwh: Int64s, kvarh: Int64s, peak: Int64s, valley: Int64s) -> Bill:
    back = kwh < 0
    charged = bill(
        price,
        Usage(
            kwh=np.where(back, 0, kwh),
            kvarh=None if price.pf_standard is None else np.where(back, 0, kvarh),
            periods={} if price.periods is None else {"peak": peak, "valley": valley},
            capacity_kva=metered.capacity_kva,
            days=metered.capacity_days,
            month_days=DAYS_1996,
            more_kva_days=metered.more_kva_days,
        ),
    )
    if not back.any():
        return charged
    returned = bill(price.model_copy(update={"pf_standard": None}), Usage(kwh=np.where(back, -kwh, 0)))
    lines = {
        name: line - (0 if name == "capacity" else returned.lines.get(name, 0)) for name, line in charged.lines.items()
    }
    return Bill(lines, charged.pf_hundredths, charged.adjustment_e2)
