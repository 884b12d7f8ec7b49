"""A million incidents under a policy beside digitize of numpy: `python -m tests.benchmarks.bench_sanctions`.

Goals: tiers at most 3 times digitize, with sanctions at most 50 times; prepared once, reasons not asked for.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

import numpy as np
import polars as pl

from kaohe.standards.policies.policy import Policy
from kaohe.standards.sanctions import assess, prepare
from kaohe.standards.sanctions.cases import Cases
from kaohe.standards.sanctions.engine import tiers_of

MILLION = 1_000_000
TIMES = 5
GOALS = {"tiers": 3, "sanctions": 50}


def cases(count: int) -> Cases:
    """Incidents of 20,000 people in two years; one in twenty intended."""
    draw = np.random.default_rng(1)
    amount = np.exp(draw.normal(10, 3, count)).astype(np.int64)
    days = np.datetime64("2001-01-01", "D") + draw.integers(0, 700, count)
    return prepare(
        pl.DataFrame(
            {
                "incident_id": np.arange(count),
                "clause": draw.choice(["2.2", "3.1", "4.1"], count),
                "post": draw.choice(["cashier", "meter_reader"], count),
                "staff": draw.integers(0, 20_000, count),
                "occurred_on": days,
                "amount_fen": amount,
                "caused_fen": amount,
                "loss_fen": amount,
                "intent": draw.choice(["none", "established"], count, p=[0.95, 0.05]),
            }
        )
    )


def measured(count: int = MILLION, policy: str = "handbook") -> dict[str, float]:
    """Seconds of each, the best of some, and their ratios to digitize; the first policy's histories are kept."""
    rules, prepared = Policy.load(policy), cases(count)
    amounts = prepared.numbers["amount_fen"]
    assess(prepared, rules)
    seconds = {
        "digitize": _best(lambda: np.digitize(amounts, rules.money.lows)),
        "tiers": _best(lambda: tiers_of(prepared, rules)),
        "sanctions": _best(lambda: assess(prepared, rules)),
    }
    ratios = {f"{name}_ratio": seconds[name] / seconds["digitize"] for name in GOALS}
    return {**seconds, **ratios}


def _best(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(TIMES):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]) if len(sys.argv) > 1 else MILLION)))
