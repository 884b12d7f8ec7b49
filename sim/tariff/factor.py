"""Power factor (功率因數, 力率) and its adjustment of the bill. Rule: (83)水電財字第215號 功率因數調整電費辦法."""

from __future__ import annotations

import numpy as np

from kaohe.sim.tariff.money import Int64s, product, round_half_up, whole
from kaohe.sim.tariff.quantity import by_element

MOST_AT_ONCE = 10_000_000  # kWh, kvarh: squares times 40,000 of two such fit in 63 bits
_ODD_SQUARES = (2 * np.arange(1, 101, dtype=np.int64) - 1) ** 2


def pf_hundredths(ap_kwh: int | Int64s, aq_kvarh: int | Int64s) -> Int64s:
    """A_P/√(A_P² + A_Q²) in hundredths, two decimals half up, exact; 0 where no energy was active.

    A_Q = |forward| + |reverse| kvarh. ValueError for negative energy, or where both energies are 0 (no power factor).
    """
    active, reactive = np.broadcast_arrays(whole(ap_kwh), whole(aq_kvarh))
    if bool(np.any((active < 0) | (reactive < 0))):
        raise ValueError("power factor of a negative energy")
    if bool(np.any((active == 0) & (reactive == 0))):
        raise ValueError("no power factor: no active and no reactive energy")
    if max(active.max(initial=0), reactive.max(initial=0)) > MOST_AT_ONCE:
        return by_element(_hundredths, active, reactive)
    top = active * active
    whole_squares = top + reactive * reactive
    # The largest h with (2h − 1)²·bottom ≤ 40000·top is how many there are: each smaller one holds too.
    hundredths: Int64s = np.sum(
        _ODD_SQUARES * whole_squares[..., None] <= 40_000 * top[..., None], axis=-1, dtype=np.int64
    )
    return hundredths


def _hundredths(active: int, reactive: int) -> int:
    return ratio_hundredths(active * active, active * active + reactive * reactive)


def ratio_hundredths(top: int, bottom: int) -> int:
    """√(top/bottom) in hundredths, half up: the largest h with (2h − 1)²·bottom ≤ 40000·top. Any size."""
    low, high = 0, 100
    while low < high:
        middle = (low + high + 1) // 2
        if (2 * middle - 1) ** 2 * bottom <= 40_000 * top:
            low = middle
        else:
            high = middle - 1
    return low


def adjustment_fen(base_fee_fen: int | Int64s, energy_fee_fen: int | Int64s, pct_e2: int | Int64s) -> Int64s:
    """力調電費 = (基本電費 + 電度電費, no 代徵) × %, 分 half up; pct in 1/100 %, negative = reduction."""
    return round_half_up(product(whole(base_fee_fen) + whole(energy_fee_fen), pct_e2), 10_000)
