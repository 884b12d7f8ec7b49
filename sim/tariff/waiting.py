"""Queues at the counter (M/M/c, Erlang C) and quantiles of household energy: yardsticks for the simulated office."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist


@dataclass(frozen=True)
class Queue:
    """Steady state of M/M/c: load, chance to wait, numbers waiting and present, minutes waiting and in all."""

    rho: Fraction
    pw: Fraction
    lq: Fraction
    wq_min: Fraction
    l: Fraction  # noqa: E741  # the letter of the formula
    w_min: Fraction


def queue(arrivals_per_h: Fraction, served_per_h: Fraction, servers: int) -> Queue:
    """Erlang C, exact in fractions. ValueError for rates ≤ 0, no server, or a load of 1 and more (no steady state)."""
    if arrivals_per_h <= 0 or served_per_h <= 0 or servers < 1:
        raise ValueError("rates must be positive, with at least one server")
    offered = arrivals_per_h / served_per_h
    rho = offered / servers
    if rho >= 1:
        raise ValueError(f"load {float(rho):.3f}: the queue grows without end")
    pw = _chance_to_wait(offered, rho, servers)
    lq = pw * rho / (1 - rho)
    wq = lq / arrivals_per_h * 60
    return Queue(rho, pw, lq, wq, lq + offered, wq + 60 / served_per_h)


def _chance_to_wait(offered: Fraction, rho: Fraction, servers: int) -> Fraction:
    term, below = Fraction(1), Fraction(0)
    for k in range(servers):
        below += term
        term = term * offered / (k + 1)
    waiting = term / (1 - rho)
    return waiting / (below + waiting)


def lognormal_quantile(mu: float, sigma: float, p: float) -> float:
    """exp(μ + σ·z_p), to about 12 digits. ValueError outside 0 < p < 1 or σ < 0."""
    if not 0 < p < 1 or sigma < 0:
        raise ValueError("a quantile needs 0 < p < 1 and sigma ≥ 0")
    return math.exp(mu + sigma * NormalDist().inv_cdf(p))
