"""過戶: the papers of a change of holder, and that the former one owes nothing when it is registered."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import polars as pl

from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.spec import Practice
from tests.sim.office import Small, judged, rules

OFTEN = Practice(transfer_e6=60_000, application_e6=0, late_e6=300_000, locked_door_e6=40_000)
OFTEN = replace(OFTEN, closing_e6=0, transformer_change_e6=0, suspension_e6=0)
SMALL = Small(400, 3, 9)


@cache
def run(rate: int = OFTEN.transfer_e6) -> Run:
    """A small office in which so many move."""
    return Office(replace(SMALL.spec(), practice=replace(OFTEN, transfer_e6=rate)), 9, rules()).run()


def transfers() -> pl.DataFrame:
    """Those of the run."""
    return run().records.table("transfer")


def test_each_follows_its_application_and_the_archive_follows_it() -> None:
    asked = run().records.table("application").filter(pl.col("kind") == "transfer")
    done = transfers()
    assert 40 < done.height < asked.height
    both = done.join(asked, on="id", suffix="_asked")
    assert both.height == done.height
    assert both.filter((pl.col("applicant") != pl.col("name")) | (pl.col("name") == pl.col("former"))).is_empty()
    assert both.filter(pl.col("entered_on") <= pl.col("applied_on")).is_empty()
    archive = run().records.table("customer").sort("recorded_at")
    before = done.join_asof(archive, on="recorded_at", by="customer", suffix="_archive", check_sortedness=False)
    assert before["name_archive"].equals(before["former"], check_names=False)
    last = archive.group_by("customer", maintain_order=True).last()
    latest = done.sort("recorded_at").group_by("customer", maintain_order=True).last().join(last, on="customer")
    assert latest.filter(pl.col("name") != pl.col("name_right")).is_empty()
    assert judged(run()).findings.is_empty()


def test_the_holders_part_at_a_reading_after_the_application() -> None:
    asked = run().records.table("application").select("id", "applied_on")
    bills, readings = run().records.table("bill"), run().records.table("reading")
    parted = transfers().join(asked, on="id").join(bills, left_on="bill", right_on="id", suffix="_bill")
    assert parted.filter(pl.col("to_on") < pl.col("applied_on")).is_empty()
    assert parted.filter(pl.col("reading") != pl.col("reading_bill")).is_empty()
    kinds = transfers().join(readings, left_on="reading", right_on="id")["kind"]
    assert "estimate" not in set(kinds)


def test_nothing_is_owed_on_the_day() -> None:
    """Every bill issued before is paid, by a receipt that was not undone, or left nothing to pay."""
    records = run().records
    undone = records.table("reopening").select("receipt")
    paid = records.table("receipt").join(undone, left_on="id", right_on="receipt", how="anti")
    paid = paid.group_by("bill").agg(pl.col("recorded_at").max().alias("paid_at"))
    bills = records.table("bill").filter(pl.col("amount_fen") > 0).select("id", "customer", "issued_on")
    owed = transfers().join(bills, on="customer", suffix="_bill").filter(pl.col("issued_on") <= pl.col("entered_on"))
    owed = owed.join(paid, left_on="id_bill", right_on="bill", how="left")
    assert owed.height > 50
    late = owed.filter(pl.col("paid_at").is_null() | (pl.col("paid_at") > pl.col("recorded_at")))
    supplements = records.table("supplement").select("customer")
    notes = records.table("credit_note").select("customer")
    assert late.join(supplements, on="customer", how="anti").join(notes, on="customer", how="anti").is_empty()


def test_without_a_rate_nobody_moves() -> None:
    made = run(0)
    assert made.records.table("application").is_empty()
    assert made.records.table("transfer").is_empty()
