"""銷戶: the meter is taken down, the final bill is paid, and the customer leaves the books."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import polars as pl

from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.spec import Practice
from tests.sim.office import Small, judged, rules

OFTEN = Practice(closing_e6=50_000, application_e6=0, late_e6=300_000, stopped_e6=30_000, seal_missing_e6=30_000)
SMALL = Small(400, 3, 9)


@cache
def run(rate: int = OFTEN.closing_e6) -> Run:
    """A small office in which so many leave."""
    return Office(replace(SMALL.spec(), practice=replace(OFTEN, closing_e6=rate)), 9, rules()).run()


def table(name: str) -> pl.DataFrame:
    """A table of the run."""
    return run().records.table(name)


def test_the_papers_follow_each_other() -> None:
    asked = table("application").filter(pl.col("kind") == "closing")
    down = table("work_order").filter(pl.col("kind") == "removal")
    closed = table("closing")
    assert 30 < closed.height <= down.height <= asked.height
    assert down["customer"].is_in(asked["customer"].implode()).all()
    assert down["new_meter"].is_null().all()
    both = closed.join(down, on="customer", suffix="_order").join(asked, on="customer", suffix="_asked")
    assert both.height == closed.height
    assert both.filter(pl.col("closed_on") != pl.col("done_on")).is_empty()
    assert both.filter(pl.col("closed_on") <= pl.col("applied_on")).is_empty()
    archive = table("customer").filter(pl.col("closed_on").is_not_null())
    assert (
        archive.select("customer", "closed_on")
        .sort("customer")
        .equals(closed.select("customer", "closed_on").sort("customer"))
    )
    assert judged(run()).findings.is_empty()


def test_the_final_bill_rests_on_the_removal_register_and_nothing_follows_it() -> None:
    closed = table("closing").select("customer", "bill", "closed_on", "entered_on")
    bills = closed.join(table("bill"), on="customer", suffix="_of")
    final = bills.filter(pl.col("bill") == pl.col("id"))
    assert final.height == closed.height
    register = final.join(table("reading"), left_on="reading", right_on="id", suffix="_read")
    assert set(register["kind"]) == {"removal"}
    assert register.filter(pl.col("to_register") != pl.col("register")).is_empty()
    assert bills.filter(pl.col("to_on") > pl.col("closed_on")).is_empty()
    readings = closed.join(table("reading"), on="customer")
    assert readings.filter(pl.col("read_on") > pl.col("closed_on")).is_empty()
    paid = final.join(table("receipt"), left_on="bill", right_on="bill", suffix="_receipt")
    assert paid.height >= final.filter(pl.col("amount_fen") > 0).height - 3  # some owed nothing more
    assert paid.filter(pl.col("recorded_at_receipt").dt.date() > pl.col("entered_on")).is_empty()


def test_what_is_wrong_with_a_meter_comes_first() -> None:
    """A meter that was reported is exchanged and tested before the customer leaves."""
    down = table("work_order").filter(pl.col("kind") == "removal").select("customer", "done_on")
    asked = table("application").filter(pl.col("kind") == "closing").select("customer", "applied_on")
    reported = table("reader_report").select("customer", "anomaly", "reported_on").join(asked, on="customer")
    reported = reported.filter(pl.col("anomaly") == "stopped")
    swaps = (
        table("work_order").filter(pl.col("reason") == "fault").select("customer", pl.col("done_on").alias("swapped"))
    )
    both = reported.join(down, on="customer").filter(pl.col("reported_on") <= pl.col("done_on"))
    assert both.height > 0
    assert both.join(swaps, on="customer").filter(pl.col("swapped") <= pl.col("done_on")).height >= both.height


def test_without_a_rate_nobody_leaves() -> None:
    assert run(0).records.table("closing").is_empty()
