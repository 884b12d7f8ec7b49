"""Registers to energy, and the one-part bill: exactly what the office bills and the judge recomputes.

Registers are integers in [0, 10^digits); energy is whole kWh. Rule: (本次示數 − 上次示數) × 倍率, 翻轉 adds 10^digits.
"""

from __future__ import annotations

import numpy as np

from kaohe.sim.tariff.money import Int64s, product, round_half_up, whole

MAX_DIGITS = 15


def advance(prev: int | Int64s, curr: int | Int64s, digits: int | Int64s, multiplier: int | Int64s) -> Int64s:
    """Energy between two registers in kWh; int64 arrays that broadcast.

    A register below the previous one is a roll-over (翻轉) where that means at most half a turn of the register,
    else the difference stays negative: a misreading or a disc that ran backwards, which never adds 10^digits.
    Raises ValueError for registers outside the digits, digits outside 1 to 15, a multiplier below 1.
    """
    start, end, turn = _registers(prev, curr, digits)
    difference = end - start
    rolled = (difference < 0) & (difference + turn <= turn // 2)
    return product(difference + rolled * turn, _multipliers(multiplier))


def signed_units(prev: Int64s, curr: Int64s, turn: Int64s, most: Int64s) -> Int64s:
    """Units between two registers of one meter, as use can have brought them: forward, round the turn where need be
    (翻轉), if that is at most what the meter can pass in the time between (`most`); else the register went back, and
    the units are below 0. Where the meter can pass a whole turn, nothing is impossible and all is forward.
    """
    ahead: Int64s = (curr - prev) % turn
    return np.where(ahead <= most, ahead, ahead - turn)


def energy_fee_fen(kwh: int | Int64s, energy_e4: int | Int64s) -> Int64s:
    """Energy at a price in 10⁻⁴ yuan/kWh, in 分: rounded once, half up away from zero; the whole of a one-part bill."""
    return round_half_up(product(kwh, energy_e4), 100)


def _registers(prev: int | Int64s, curr: int | Int64s, digits: int | Int64s) -> tuple[Int64s, Int64s, Int64s]:
    start, end, width = whole(prev), whole(curr), whole(digits)
    if int(width.min(initial=1)) < 1 or int(width.max(initial=1)) > MAX_DIGITS:
        raise ValueError(f"register digits must be 1 to {MAX_DIGITS}")
    turn = np.int64(10) ** width
    for name, register in (("prev", start), ("curr", end)):
        if bool(np.any((register < 0) | (register >= turn))):
            raise ValueError(f"{name}: a register lies outside its digits")
    return start, end, np.asarray(turn, np.int64)


def _multipliers(multiplier: int | Int64s) -> Int64s:
    ratio = whole(multiplier)
    if int(ratio.min(initial=1)) < 1:
        raise ValueError("multiplier must be 1 or more")
    return ratio
