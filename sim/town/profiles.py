"""What customers of a price class are like: capacity, load, season, channel, meter (assumptions)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.town.quantiles import SIGMA_060, SIGMA_090, Table

Ints = NDArray[np.int64]

DAY_CAP_E4 = 6_000  # of capacity × 24 h: more than that is not drawn
LOW_SIDE_TO_KVA = 500  # up to here a high-voltage customer is metered on the low side of his transformer (高供低計)
CT_FROM_KVA = 60  # larger customers are metered behind current transformers
_LV_PRIMARY_A = np.array((50, 75, 100, 150, 200, 300, 400, 600, 800, 1_000, 1_500, 2_000, 3_000), np.int64)
_HV_PRIMARY_A = np.array((20, 30, 40, 50, 75, 100, 150, 200, 300, 400, 600), np.int64)


@dataclass(frozen=True, slots=True)
class Profile:
    """`load_e4`: mean load / capacity × 10⁻⁴; `season`: months, mean 10,000; `channels`: weights of spec.CHANNELS."""

    pool: str
    capacities_kva: tuple[int, ...]
    weights: tuple[int, ...]
    load_e4: int
    spread: Table
    season: tuple[int, ...]
    channels: tuple[int, int, int, int]
    cheque_e6: int
    electronic_e6: int
    transformers: bool = False
    high_voltage: bool = False
    low_voltage: bool = True  # may stand empty, buy a furnace

    @property
    def daily_wh_per_kva(self) -> int:
        """Wh a day for each kVA, on average."""
        return 24_000 * self.load_e4 // 10_000


_HOME = (11_300, 10_900, 9_500, 8_700, 8_600, 9_600, 11_700, 12_300, 10_200, 8_700, 8_900, 9_600)
_TRADE = (10_800, 9_400, 9_300, 9_000, 9_300, 10_300, 11_800, 12_000, 10_200, 9_100, 9_000, 9_800)
_PLANT = (9_800, 7_600, 10_100, 10_200, 9_800, 10_300, 10_400, 10_300, 10_300, 9_900, 10_600, 10_700)
_FIELD = (5_000, 5_500, 8_500, 12_500, 14_000, 14_500, 15_500, 14_000, 10_500, 8_000, 6_500, 5_500)

PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "resident": Profile(
            pool="people",
            capacities_kva=(4,),
            weights=(1,),
            load_e4=205,
            spread=SIGMA_060,
            season=_HOME,
            channels=(62, 18, 20, 0),
            cheque_e6=0,
            electronic_e6=0,  # of 2001: none freezes; a scenario may give some to named ones
        ),
        "lighting": Profile(
            pool="offices",
            capacities_kva=(5, 10, 15, 20, 30),
            weights=(30, 30, 20, 12, 8),
            load_e4=600,
            spread=SIGMA_090,
            season=_TRADE,
            channels=(50, 10, 25, 15),
            cheque_e6=350_000,
            electronic_e6=250_000,
        ),
        "commerce": Profile(
            pool="shops",
            capacities_kva=(4, 5, 10, 15, 20, 30, 60, 100),
            weights=(15, 20, 25, 15, 10, 8, 5, 2),
            load_e4=1_000,
            spread=SIGMA_090,
            season=_TRADE,
            channels=(60, 10, 20, 10),
            cheque_e6=350_000,
            electronic_e6=300_000,
        ),
        "workshop": Profile(
            pool="factories",
            capacities_kva=(20, 30, 40, 50, 63, 80),
            weights=(20, 25, 20, 15, 12, 8),
            load_e4=1_500,
            spread=SIGMA_090,
            season=_PLANT,
            channels=(50, 0, 25, 25),
            cheque_e6=400_000,
            electronic_e6=400_000,
            transformers=True,
        ),
        "industry": Profile(
            pool="factories",
            capacities_kva=(100, 125, 160, 200, 250),
            weights=(30, 20, 20, 20, 10),
            load_e4=1_800,
            spread=SIGMA_060,
            season=_PLANT,
            channels=(30, 0, 15, 55),
            cheque_e6=500_000,
            electronic_e6=600_000,
            transformers=True,
            low_voltage=False,
        ),
        "large_industry": Profile(
            pool="factories",
            capacities_kva=(315, 400, 500, 630, 800, 1_000, 1_250, 1_600),
            weights=(25, 20, 15, 12, 10, 8, 6, 4),
            load_e4=4_000,
            spread=SIGMA_060,
            season=_PLANT,
            channels=(10, 0, 0, 90),
            cheque_e6=1_000_000,
            electronic_e6=1_000_000,
            transformers=True,
            high_voltage=True,
            low_voltage=False,
        ),
        "agriculture": Profile(
            pool="farms",
            capacities_kva=(5, 10, 15, 20, 30),
            weights=(25, 25, 20, 15, 15),
            load_e4=500,
            spread=SIGMA_090,
            season=_FIELD,
            channels=(60, 40, 0, 0),
            cheque_e6=50_000,
            electronic_e6=100_000,
        ),
    }
)
_OF_KIND = {"resident": "resident", "commerce": "commerce", "special": "industry"}


def profile_name(price_class: str, kind: str) -> str:
    """The profile of a price class in a book of a kind; a class of a scenario's own is as usual for the kind."""
    base = price_class.partition("@")[0]
    if base == "industry" and kind != "special":
        return "workshop"
    return base if base in PROFILES else _OF_KIND[kind]


def multiplier(capacity_kva: Ints, profile: Profile) -> Ints:
    """Ratio of the usual transformers for a capacity: CT on the low side, CT and PT 100 at 10 kV above LOW_SIDE_TO_KVA;
    1 for a meter connected directly.
    """
    ratio = low_side_multiplier(capacity_kva)
    if profile.high_voltage:
        return np.where(capacity_kva > LOW_SIDE_TO_KVA, high_side_multiplier(capacity_kva), ratio)
    return ratio if profile.transformers else np.where(capacity_kva >= CT_FROM_KVA, ratio, 1)


def low_side_multiplier(capacity_kva: Ints) -> Ints:
    """Ratio of the usual current transformers at 380 V."""
    return _primary(_LV_PRIMARY_A, capacity_kva * 1_000 // 658) // 5


def high_side_multiplier(capacity_kva: Ints) -> Ints:
    """Ratio of the usual current transformers at 10 kV × PT 100."""
    return _primary(_HV_PRIMARY_A, capacity_kva * 1_000 // 17_320) // 5 * 100


def _primary(ladder: Ints, amperes: Ints) -> Ints:
    return ladder[np.minimum(np.searchsorted(ladder, amperes), len(ladder) - 1)]
