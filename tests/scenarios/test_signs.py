"""2.2 has two signs: a reading that was ordered wrong is too low as often as too high, and no sign gives it away."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import sqrt

import numpy as np
import polars as pl

from kaohe.sim.deciding.injection import Survey, plan_from
from kaohe.sim.run import Run
from kaohe.standards import judge
from tests.proving import times
from tests.sim.office import ENOUGH, Small, handbook, rulebook

SEEDS = range(times(6, 40))
EACH = 8


def _actual(run: Run) -> pl.DataFrame:
    return run.records.table("reading").filter(pl.col("kind").is_in(["opening", "actual"]))


@cache
def world(seed: int) -> tuple[pl.DataFrame, Run]:
    """The readings of an office with wrong ones ordered: `off`, register units beyond those of the same office by the
    book; `rise`, the advance less that of the period before. And the run.
    """
    small = Small(600, 4, seed)
    survey = Survey({"2.2": ENOUGH})
    clean = small.office(behaviours=[survey]).run()
    run = small.office(plan_from(survey, seed, {"2.2": EACH}).orders).run()
    right = _actual(clean).select("id", right="register")
    rows = _actual(run).join(right, on="id", how="inner").sort("meter", "recorded_at")
    turn = run.records.table("meter").unique("meter", keep="last", maintain_order=True)
    places = (pl.col("digits") + pl.col("decimals")).cast(pl.Int64)
    rows = rows.join(turn.select("meter", turn=pl.lit(10).pow(places)), on="meter", how="left")
    wrapped = (pl.col("register") - pl.col("right") + pl.col("turn") // 2) % pl.col("turn") - pl.col("turn") // 2
    advance = (pl.col("register") - pl.col("right").shift(1).over("meter")) % pl.col("turn")
    before = (pl.col("right").shift(1) - pl.col("right").shift(2)).over("meter") % pl.col("turn")
    return rows.with_columns(off=wrapped, rise=advance - before), run


def _signs() -> Iterator[int]:
    for seed in SEEDS:
        yield from np.sign(world(seed)[0].filter(pl.col("off") != 0)["off"].to_numpy()).tolist()


def test_both_signs_are_ordered_alike() -> None:
    """Within 3.3 standard deviations of a half."""
    signs = [*_signs()]
    assert len(signs) >= EACH * len(SEEDS) * 3 // 4
    assert abs(sum(signs)) <= 3.3 * sqrt(len(signs)), signs


def test_both_signs_are_found_and_valued() -> None:
    """Provable ones exist of both signs, and the judge charges each for what is proven of it."""
    found = {-1: 0, 1: 0}
    for seed in SEEDS[:4]:
        rows, run = world(seed)
        sign = {
            (meter, period): int(np.sign(off)) for meter, period, off in rows.select("meter", "period", "off").rows()
        }
        findings = judge(run.records, handbook(), rulebook()).findings.filter(pl.col("clause") == "2.2")
        for key, amount, over in findings.select("object_id", "amount_fen", "caused_fen").rows():
            meter, index = divmod(key, 1024)
            of = sign[meter, (index // 12 + 1990) * 100 + index % 12 + 1]
            found[of] += amount > 0
            assert (over == 0) == (of > 0)  # what was billed too much was no loss of the office
    assert min(found.values()) > 4, found


def test_whether_a_register_rose_or_fell_tells_nothing() -> None:
    """A probe that knows only the sign of the change against the period before is right about half of the time."""
    told: list[tuple[bool, bool]] = []
    for seed in SEEDS:
        rows = world(seed)[0].filter(pl.col("rise").is_not_null() & (pl.col("rise") != 0))
        told += rows.select(pl.col("off") != 0, pl.col("rise") > 0).rows()
    wrong = np.array([up for injected, up in told if injected])
    lawful = np.array([up for injected, up in told if not injected])
    share = np.concatenate([wrong, lawful]).mean()
    deviation = sqrt(share * (1 - share) * (1 / len(wrong) + 1 / len(lawful)))
    assert len(wrong) > EACH * len(SEEDS) // 3
    assert abs(wrong.mean() - lawful.mean()) <= 3.3 * deviation, (wrong.mean(), lawful.mean(), len(wrong))
