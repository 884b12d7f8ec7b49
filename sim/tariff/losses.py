"""Transformer losses (變損): by formula, by table, and as whole kWh on a bill.

Rule: 供電營業規則 1996 第七十四條: the owner of a transformer metered on its low side bears its losses.
Units: P0, Pk kW, Sn kVA, T hours in service, A_P kWh and A_Q kvarh measured on the low side; percentages are percent.
Arguments broadcast.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from kaohe.sim.tariff.money import Int64s, round_half_up, whole
from kaohe.sim.tariff.quantity import Real, root

COMPREHENSIVE_KQ = Fraction(1, 10)


def load_share_hours(ap_kwh: Real, aq_kvarh: Real, sn_kva: Real, hours: Real) -> Real:
    """β²·T in hours: (A_P² + A_Q²)/(Sn²·T)."""
    return (ap_kwh * ap_kwh + aq_kvarh * aq_kvarh) / (sn_kva * sn_kva * hours)


def active_loss_kwh(ap_kwh: Real, aq_kvarh: Real, hours: Real, sn_kva: Real, p0_kw: Real, pk_kw: Real, k: Real) -> Real:
    """ΔA_P = P0·T + k·Pk·(A_P² + A_Q²)/(Sn²·T) in kWh; k is the load-shape factor, 1 for a constant load."""
    return p0_kw * hours + k * pk_kw * load_share_hours(ap_kwh, aq_kvarh, sn_kva, hours)


def reactive_loss_kvarh(
    ap_kwh: Real, aq_kvarh: Real, hours: Real, sn_kva: Real, i0_pct: Real, uk_pct: Real, k: Real
) -> Real:
    """ΔA_Q = I0 %·Sn·T + k·Uk %·Sn·(A_P² + A_Q²)/(Sn²·T) in kvarh: the usual form, all of I0 and Uk reactive."""
    idle = i0_pct * sn_kva / 100
    loaded = uk_pct * sn_kva / 100
    return idle * hours + k * loaded * load_share_hours(ap_kwh, aq_kvarh, sn_kva, hours)


def reactive_loss_exact_kvarh(
    ap_kwh: Real,
    aq_kvarh: Real,
    hours: Real,
    sn_kva: Real,
    p0_kw: Real,
    pk_kw: Real,
    i0_pct: Real,
    uk_pct: Real,
    k: Real,
) -> Real:
    """The same with Q0 = √((I0·Sn)² − P0²), Qk = √((Uk·Sn)² − Pk²): the variant `exact`."""
    idle = reactive_part(i0_pct, sn_kva, p0_kw)
    loaded = reactive_part(uk_pct, sn_kva, pk_kw)
    return idle * hours + k * loaded * load_share_hours(ap_kwh, aq_kvarh, sn_kva, hours)


def reactive_part(pct: Real, sn_kva: Real, active_kw: Real) -> Real:
    """√((pct %·Sn)² − P²) in kvar."""
    apparent = pct * sn_kva / 100
    return root(apparent * apparent - active_kw * active_kw)


def loss_kw(p0_kw: Real, pk_kw: Real, beta: Real) -> Real:
    """Power loss P0 + β²·Pk in kW at the load rate β."""
    return p0_kw + beta * beta * pk_kw


def efficiency(p2_kw: Real, p0_kw: Real, pk_kw: Real, beta: Real) -> Real:
    """η = P2/(P2 + P0 + β²·Pk)."""
    return p2_kw / (p2_kw + loss_kw(p0_kw, pk_kw, beta))


def comprehensive_kw(active_kw: Real, pct: Real, sn_kva: Real, k_q: Real) -> Real:
    """P + k_q·pct %·Sn in kW: the comprehensive no-load loss with (P0, I0 %), the load loss with (Pk, Uk %)."""
    return active_kw + k_q * pct * sn_kva / 100


def billed_loss(
    ap_kwh: int | Int64s,
    aq_kvarh: int | Int64s,
    hours: int | Int64s,
    sn_kva: int | Int64s,
    idle: int | Int64s,
    loaded: int | Int64s,
) -> Int64s:
    """Whole kWh (kvarh) of loss on a bill, rounded half up: idle·T + loaded·(A_P² + A_Q²)/(Sn²·T), exact.

    idle and loaded in W (var): P0 and Pk, or I0 %·Sn·10 and Uk %·Sn·10. All int64, broadcasting; the sums pass 63 bits,
    so they are made in Python integers: for the few customers metered on the low side, not for all.
    Raises ZeroDivisionError where Sn or T is 0.
    """
    active, reactive = whole(ap_kwh).astype(object), whole(aq_kvarh).astype(object)
    square = whole(sn_kva).astype(object) ** 2 * whole(hours)
    top = whole(idle).astype(object) * whole(hours) * square + whole(loaded).astype(object) * (active**2 + reactive**2)
    bottom = square * 1000
    # Half up in one division: ⌊(2·top + bottom) ÷ (2·bottom)⌋.
    return np.asarray((2 * top + bottom) // (2 * bottom), dtype=np.int64)


def part_month_kwh(table_kwh: int | Int64s, days: int | Int64s, month_days: int | Int64s = 30) -> Int64s | int:
    """A table's monthly loss for part of a month: table × days / month_days, whole kWh half up."""
    scaled = whole(table_kwh) * whole(days)
    return round_half_up(scaled, whole(month_days))
