"""Bills settled by the tariff: what they rest on, what it makes of them, and the numbers that a finding tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.tariff.schema import PriceClass
from kaohe.sim.tariff.settlement import Metered, Settlement, Transformers, settle
from kaohe.standards.findings import Number
from kaohe.standards.tables import Flags, Ints, wide

Int64s = NDArray[np.int64]
Prices = Mapping[int, PriceClass]


@dataclass(frozen=True)
class Basis:
    """One entry a bill: row of the price table, whether the meter shows the periods, and what it showed."""

    price: Ints
    several: Flags
    metered: Metered

    def at(self, rows: Ints, kwh: Ints | None = None) -> Basis:
        """Some of them, as if the metered total were another."""
        metered = _taken(self.metered, rows)
        return Basis(self.price[rows], self.several[rows], metered if kwh is None else replace(metered, kwh=wide(kwh)))


@dataclass(frozen=True)
class Settled:
    """Losses joined to the energy (kWh) and amounts (分), one entry a bill."""

    loss_kwh: Int64s
    amount_fen: Int64s


def settle_all(prices: Prices, basis: Basis) -> Settled:
    """The bills by the classes of their price rows. KeyError for a row that `prices` lacks."""
    loss, fen = np.zeros(len(basis.price), dtype=np.int64), np.zeros(len(basis.price), dtype=np.int64)
    for several in (False, True):
        for row in np.unique(basis.price[basis.several == several]).tolist():
            at = np.flatnonzero((basis.price == row) & (basis.several == several))
            one, _ = settle_one(prices, basis.at(at))
            loss[at], fen[at] = one.loss_kwh, one.bill.total_fen
    return Settled(loss, fen)


def settle_one(prices: Prices, basis: Basis) -> tuple[Settlement, Metered]:
    """Bills of one price row and one kind of meter.

    A meter without registers of the periods shows neither them nor a power factor, whatever the price.
    """
    price = prices[int(basis.price[0])]
    served = price if basis.several[0] else price.model_copy(update={"periods": None, "pf_standard": None})
    return settle(served, basis.metered), basis.metered


def numbers(settlement: Settlement, metered: Metered, prefix: str) -> dict[str, Number]:
    """Energies, power factor and lines of one bill for the inputs of a finding, each name with the prefix."""
    of, bill = settlement, settlement.bill
    named = {
        "metered_kwh": metered.kwh,
        "loss_kwh": of.loss_kwh,
        "billed_kwh": of.kwh,
        "peak_kwh": of.peak_kwh,
        "flat_kwh": of.flat_kwh,
        "valley_kwh": of.valley_kwh,
        "loss_kvarh": of.loss_kvarh,
        "kvarh": of.kvarh,
        **{line_name(name): fen for name, fen in bill.lines.items()},
    }
    if bill.pf_hundredths is not None and bill.adjustment_e2 is not None:
        named |= {"pf_hundredths": bill.pf_hundredths, "adjustment_e2": bill.adjustment_e2}
    return {f"{prefix}_{name}": int(np.ravel(value)[0]) for name, value in named.items()}


def line_name(line: str) -> str:
    """Name of a line of a bill among the inputs of a finding: `energy:peak` is energy_peak_fen, in 分."""
    return f"{line.replace(':', '_')}_fen"


def _taken(metered: Metered, rows: Ints) -> Metered:
    of = metered.transformers
    transformers = Transformers(*(getattr(of, field.name)[rows] for field in fields(of)))
    parts = {each.name: getattr(metered, each.name)[rows] for each in fields(metered) if each.name != "transformers"}
    return Metered(**parts, transformers=transformers)
