"""Plates of meters (銘牌): marked maximum current, voltage and phases, and so the most that a meter can pass; decimals.

A customer's load may exceed the capacity in his contract, never what the meter in place can carry. The ratio of
transformers is outside the meter: in units of the register it cancels out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.spec import OfficeSpec
from kaohe.sim.town.customers import NONE, Population

Int64 = NDArray[np.int64]

# Plates that were on the market about 2000 [assumption]: direct ones, one phase and then three, and behind
# transformers of 5 A, on the low side and (100 V between phases, 58 V to earth) on the high side.
_DIRECT = (
    (1, 220, 20),
    (1, 220, 40),
    (1, 220, 60),
    (3, 220, 20),
    (3, 220, 40),
    (3, 220, 60),
    (3, 220, 80),
    (3, 220, 100),
)
_LOW_SIDE = ((3, 220, 6), (3, 220, 10))
_HIGH_SIDE = ((3, 58, 6), (3, 58, 10))
_VOLTAGE_RATIO = 100  # of the transformers at 10 kV


def settle_plates(people: Population, spec: OfficeSpec) -> None:
    """The smallest plate that carries the capacity and, where it is fixed, the use; more amperes if none does."""
    _settle_decimals(people, spec)
    fixed_w = np.where(people.fixed_daily_wh != NONE, -(-people.fixed_daily_wh // 24), 0)
    need = np.maximum(people.capacity_kva.astype(np.int64) * 1_000, fixed_w)
    ratio = people.multiplier.astype(np.int64)
    own = -(-need // ratio)
    # A multiplier of whole hundreds may be that of current transformers alone: then the load is too much at 58 V.
    high = (ratio % _VOLTAGE_RATIO == 0) & (own <= np.prod(_HIGH_SIDE[-1]))
    for ladder, who in (
        (_DIRECT, ratio == 1),
        (_LOW_SIDE, (ratio > 1) & ~high),
        (_HIGH_SIDE, high),
    ):
        _of_ladder(people, np.flatnonzero(who), own, ladder)


def _settle_decimals(people: Population, spec: OfficeSpec) -> None:
    """A meter behind transformers counts a small part of the energy: it shows decimals; a direct one whole kWh."""
    people.decimals[:] = np.where(people.multiplier > 1, spec.practice.ct_decimals, 0)
    for customer in spec.customers:
        if customer.decimals is not None:
            people.decimals[people.named[customer.name]] = customer.decimals


def _of_ladder(people: Population, who: Int64, need_w: Int64, ladder: tuple[tuple[int, int, int], ...]) -> None:
    table = np.array(ladder, np.int64)
    at = np.searchsorted(table.prod(axis=1), need_w[who])
    known = np.minimum(at, len(table) - 1)
    people.phases[who], people.voltage_v[who] = table[known, 0], table[known, 1]
    ampere = table[known, 2]
    beyond = at == len(table)
    phase_v = table[-1, 0] * table[-1, 1]
    ampere[beyond] = -(-need_w[who[beyond]] // phase_v)
    people.max_current_a[who] = ampere
