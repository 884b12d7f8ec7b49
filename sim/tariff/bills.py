"""Whole bills of one price class, line by line, over arrays: what a 大工業 customer pays and why.

Lines are exact in 10⁻⁴ 分 before rounding. Rounding `line`: every line to the 分. Rounding `bill`: the total once,
the first line takes what the others leave. Rules: 供電營業規則 1996 第八十四條; (83)水電財字第215號; the tariff's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from kaohe.sim.tariff.capacity import DAYS_1996, capacity_fen, demand_fen
from kaohe.sim.tariff.factor import adjustment_fen, pf_hundredths
from kaohe.sim.tariff.money import Int64s, product, round_half_up, whole
from kaohe.sim.tariff.periods import PERIODS
from kaohe.sim.tariff.printed_tables import factor_adjustment_e2
from kaohe.sim.tariff.schema import PriceClass
from kaohe.sim.tariff.tiers import tier_energies

E4_PER_FEN = 10_000


@dataclass(frozen=True)
class Usage:
    """What a month's bills rest on, one entry a customer; int64 arrays of one shape. Energy includes losses.

    periods: kWh of spike, peak and valley (the rest is flat). days < month_days where the capacity was there for part
    of the month; more_kva_days: kVA × days besides, for a part that was there for more (fewer) days. demand_kw and
    approved_kw make the charge by demand, else it is by capacity_kva. kwh_before: earlier energy of the year,
    for yearly tiers.
    """

    kwh: Int64s
    kvarh: Int64s | None = None
    periods: Mapping[str, Int64s] = field(default_factory=dict)
    capacity_kva: Int64s | int = 0
    days: Int64s | int = DAYS_1996
    month_days: Int64s | int = DAYS_1996
    more_kva_days: Int64s | int = 0
    demand_kw: Int64s | None = None
    approved_kw: Int64s | None = None
    kwh_before: Int64s | int = 0


@dataclass(frozen=True)
class Bill:
    """Lines in 分 by id (energy…, capacity, demand, factor, fund:…), and what is behind `factor`."""

    lines: Mapping[str, Int64s]
    pf_hundredths: Int64s | None = None
    adjustment_e2: Int64s | None = None

    @property
    def total_fen(self) -> Int64s:
        """The sum of the lines."""
        return total(self.lines.values())


def bill(price: PriceClass, usage: Usage) -> Bill:
    """The bills of customers of one class. ValueError where usage and price do not fit, or an energy is below 0."""
    _check(price, usage)
    energy, funds = energy_e4(price, usage), funds_e4(price, usage)
    lines = {name: round_half_up(cost, E4_PER_FEN) for name, cost in {**energy, **funds}.items()}
    if price.rounding == "bill":
        lines = _rounded_once(lines, _total_once(price, usage))
    fixed = _fixed_fen(price, usage)
    if price.pf_standard is None or usage.kvarh is None:
        return Bill({**fixed, **lines})
    hundredths, pct = _adjustment(usage.kwh, usage.kvarh, price.pf_standard.value)
    base = total([*fixed.values(), *(lines[name] for name in energy)])
    return Bill({**fixed, **lines, "factor": adjustment_fen(0, base, pct)}, hundredths, pct)


def total(lines: Iterable[Int64s]) -> Int64s:
    """Sum of lines of any broadcasting shapes."""
    summed: Int64s = np.sum(np.stack(np.broadcast_arrays(*lines)), axis=0, dtype=np.int64)
    return summed


def energy_e4(price: PriceClass, usage: Usage) -> dict[str, Int64s]:
    """Energy lines without funds, 10⁻⁴ 分: one, or one a tier, or one a period."""
    if price.tiers is not None:
        return _tier_lines(price, usage)
    net = (0 if price.energy_e4 is None else price.energy_e4.value) - price.included_e4
    if price.periods is None:
        return {"energy": product(usage.kwh, net * 100)}
    energies = period_energies(usage)
    multiples = price.periods.multiples_e2()
    return {f"energy:{name}": product(energies[name], net * multiples[name]) for name in PERIODS if name in multiples}


def period_energies(usage: Usage) -> dict[str, Int64s]:
    """kWh of every period; what is not spike, peak or valley is flat."""
    zero = np.zeros_like(whole(usage.kwh))
    metered = {name: whole(usage.periods.get(name, zero)) for name in ("spike", "peak", "valley")}
    rest = whole(usage.kwh) - metered["spike"] - metered["peak"] - metered["valley"]
    return {**metered, "flat": rest}


def tier_energies_of(price: PriceClass, usage: Usage) -> list[Int64s]:
    """kWh of the bill in each tier, after the earlier energy of the year. ValueError for a price without tiers."""
    if price.tiers is None:
        raise ValueError(f"{price.id} has no tiers")
    before = whole(usage.kwh_before) + np.zeros_like(whole(usage.kwh))
    limits = [np.full_like(before, limit) for limit in price.tiers.limits_kwh]
    pairs = zip(tier_energies(before + usage.kwh, limits), tier_energies(before, limits), strict=True)
    return [after - earlier for after, earlier in pairs]


def _tier_lines(price: PriceClass, usage: Usage) -> dict[str, Int64s]:
    rates = () if price.tiers is None else price.tiers.prices_e4
    parts = zip(tier_energies_of(price, usage), rates, strict=True)
    return {
        f"energy:tier{n}": product(part, (rate - price.included_e4) * 100) for n, (part, rate) in enumerate(parts, 1)
    }


def funds_e4(price: PriceClass, usage: Usage) -> dict[str, Int64s]:
    """Fund lines, 10⁻⁴ 分."""
    return {f"fund:{fund.id}": product(usage.kwh, fund.e4.value * 100) for fund in price.funds}


def _total_once(price: PriceClass, usage: Usage) -> Int64s:
    """The total rounded once; with earlier energy of the year F(after) − F(before), so that the year adds up."""
    before = whole(usage.kwh_before) + np.zeros_like(whole(usage.kwh))
    after = replace(usage, kwh=before + usage.kwh, kwh_before=0)
    earlier = replace(usage, kwh=before, kwh_before=0, periods={})  # tiers of a year have no periods
    return _once(price, after) - _once(price, earlier)


def _once(price: PriceClass, usage: Usage) -> Int64s:
    exact = total([*energy_e4(price, usage).values(), *funds_e4(price, usage).values()])
    return round_half_up(exact, E4_PER_FEN)


def _rounded_once(lines: dict[str, Int64s], due: Int64s) -> dict[str, Int64s]:
    first = next(iter(lines))
    others = [line for name, line in lines.items() if name != first]
    return {**lines, first: due - total(others) if others else due}


def _fixed_fen(price: PriceClass, usage: Usage) -> dict[str, Int64s]:
    by_demand = price.demand_fen_per_kw is not None or price.capacity_fen_per_kva is None
    if usage.demand_kw is not None and usage.approved_kw is not None and by_demand:
        assert price.demand is not None
        assert price.demand_fen_per_kw is not None
        return {"demand": demand_fen(price.demand, usage.demand_kw, usage.approved_kw, price.demand_fen_per_kw.value)}
    if price.capacity_fen_per_kva is None:
        return {}
    rate, more = price.capacity_fen_per_kva.value, usage.more_kva_days
    return {"capacity": capacity_fen(usage.capacity_kva, rate, usage.days, usage.month_days, more)}


def _adjustment(kwh: Int64s, kvarh: Int64s, standard: int) -> tuple[Int64s, Int64s]:
    """(power factor in hundredths, adjustment in 1/100 %); none where there was no energy at all."""
    idle = (whole(kwh) == 0) & (whole(kvarh) == 0)
    hundredths = pf_hundredths(np.where(idle, 1, kwh), kvarh)
    return np.where(idle, 0, hundredths), np.where(idle, 0, factor_adjustment_e2(hundredths, standard))


def _check(price: PriceClass, usage: Usage) -> None:
    energies = period_energies(usage)
    known = price.periods.multiples_e2() if price.periods is not None else {}
    for name in usage.periods:
        if name not in known or name == "flat":
            raise ValueError(f"{price.id} has no metered period {name!r}")
    for name, energy in (("kwh", usage.kwh), *energies.items()):
        if bool(np.any(whole(energy) < 0)):
            raise ValueError(f"energy of {name} is negative")
    if usage.demand_kw is not None and price.demand_fen_per_kw is None:
        raise ValueError(f"{price.id} has no price by demand")
