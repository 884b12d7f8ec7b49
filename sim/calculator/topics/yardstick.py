"""Queues at the counter and quantiles of household energy."""

from __future__ import annotations

from fractions import Fraction

from kaohe.sim.calculator.answer import Answer, Work
from kaohe.sim.calculator.checked_inputs import Given
from kaohe.sim.calculator.faults import BadInput
from kaohe.sim.calculator.number_text import text
from kaohe.sim.calculator.working import Working
from kaohe.sim.tariff.waiting import lognormal_quantile, queue


def mmc_queue(g: Given, w: Working) -> Answer:
    """Erlang C."""
    arrivals, served, servers = g.number("lambda_per_h"), g.number("mu_per_h"), g.integer("servers")
    if arrivals >= served * servers:
        zh = f"到達 {text(arrivals)} 不小於服務能力 {text(served * servers)}：隊伍無限增長"
        raise BadInput(
            "lambda_per_h", zh, f"{text(arrivals)} arrivals against {text(served * servers)}: the queue never ends"
        )
    found = queue(arrivals, served, servers)
    w.step("負荷率 ρ|load ρ", f"{text(arrivals)}/({servers} × {text(served)})", found.rho)
    w.step("等待概率|chance to wait", "Erlang C", found.pw)
    w.step("等待人數 Lq|waiting Lq", "Pw·ρ/(1 − ρ)", found.lq)
    w.step("等待時間 Wq|time waiting Wq", "Lq/λ × 60", found.wq_min, "min")
    return {
        "rho": found.rho,
        "pw": found.pw,
        "lq": found.lq,
        "wq_min": found.wq_min,
        "l": found.l,
        "w_min": found.w_min,
    }


def quantiles(g: Given, w: Working) -> Answer:
    """exp(μ + σ·z), in floating point to about 12 digits."""
    mu, sigma = float(g.number("mu")), float(g.number("sigma"))
    values = []
    for p in g.numbers("p"):
        if p >= 1:
            raise BadInput("p", "分位須在 0 與 1 之間", "a quantile lies between 0 and 1")
        value = Fraction(lognormal_quantile(mu, sigma, float(p)))
        values.append(w.step(f"p = {text(p)}", "exp(μ + σ·z)", value, "kWh"))
    return values


FORMULAS: dict[str, Work] = {"mmc_queue": mmc_queue, "lognormal_quantiles_kwh": quantiles}
