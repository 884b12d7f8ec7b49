"""Registers to energy, and the one-part bill: exactly what the office bills and the judge recomputes.

Registers are integers, in units of their last place (小數位數), below a full turn; energy is whole kWh. Rule:
(本次示數 − 上次示數) × 倍率, rounded down to whole kWh; 翻轉 adds a turn.
"""

from __future__ import annotations

from kaohe.sim.arrays import modulo
from kaohe.sim.tariff.money import Int64s, product, round_half_up


def signed_units(prev: Int64s, curr: Int64s, turn: Int64s, most: Int64s) -> Int64s:
    """Units between two registers of one meter, as use can have brought them: forward, round the turn where need be
    (翻轉), if that is at most what the meter can pass in the time between (`most`); else the register went back, and
    the units are below 0. Where the meter can pass a whole turn, nothing is impossible and all is forward.
    """
    ahead = modulo(curr - prev, turn)
    return ahead - (ahead > most) * turn


def energy_fee_fen(kwh: int | Int64s, energy_e4: int | Int64s) -> Int64s:
    """Energy at a price in 10⁻⁴ yuan/kWh, in 分: rounded once, half up away from zero; the whole of a one-part bill."""
    return round_half_up(product(kwh, energy_e4), 100)
