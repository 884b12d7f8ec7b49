"""Transformer losses by table (按容量、電量查表): a grid made from the formula, whole kWh.

No official grid could be read in full, so the cells are generated: band middles, cosφ 0.85, 720 hours, k = 1.
Bands are 60 kWh per kVA wide (50 kVA: 6000 to 9000 kWh is one band).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

from kaohe.sim.tariff.losses import billed_loss
from kaohe.sim.tariff.printed_tables import TransformerType

BAND_KWH_PER_KVA = 60
MONTH_HOURS = 720
COS_HUNDREDTHS = 85


@dataclass(frozen=True)
class Cell:
    """One cell: its band of monthly energy, and the losses of a month."""

    low_kwh: int
    high_kwh: int
    middle_kwh: int
    active_kwh: int
    reactive_kvarh: int


def band_loss(found: TransformerType, kwh: int) -> Cell:
    """The cell for a month's energy; bands hold their upper edge. ValueError below 0."""
    if kwh < 0:
        raise ValueError("energy below 0")
    width = BAND_KWH_PER_KVA * found.kva
    low = max(kwh - 1, 0) // width * width
    middle = low + width // 2
    reactive = middle * isqrt(100**2 - COS_HUNDREDTHS**2 << 40) // (COS_HUNDREDTHS << 20)
    active = billed_loss(middle, reactive, MONTH_HOURS, found.kva, found.p0_w, found.pk_w)
    idle = billed_loss(middle, reactive, MONTH_HOURS, found.kva, found.idle_var, found.loaded_var)
    return Cell(low, low + width, middle, int(active), int(idle))
