"""貼費: the list, who pays by it, and that he pays before he is supplied."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kaohe.sim.files import Faults, load_toml
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.spec import Practice
from kaohe.sim.tariff.surcharges import Surcharge, SurchargeFile, Surcharges
from tests.sim.office import Small, judged, rules

OFTEN = Practice(application_e6=60_000, change_e6=60_000, transformer_change_e6=200_000, special_application_e6=100_000)
MIX = {"resident": 100, "commerce": 200, "industry": 30, "large_industry": 30}
LIST = Surcharges.load("surcharges_2001")


@cache
def run(surcharges: Surcharges = LIST) -> Run:
    """A small office in which many apply."""
    spec = replace(Small(10, 3, 4).spec(), classes=MIX, practice=OFTEN)
    return Office(spec, 4, replace(rules(), surcharges=surcharges)).run()


def test_who_pays_how_much_and_when() -> None:
    """A shop of 15 kVA at 0.4 kV pays 15 × 270.00 = 4,050.00; a resident nothing."""
    papers = run().records
    paid = papers.table("surcharge_receipt").join(papers.table("application"), left_on="application", right_on="id")
    assert set(paid["kind"]) == {"new", "more_capacity"}
    assert "resident" not in set(paid["price_class"])
    new = paid.filter(pl.col("kind") == "new")
    assert new.height > 20
    assert new.filter(pl.col("quantity_kva") != pl.col("capacity_kva")).is_empty()
    assert (15, 27_000, 405_000) in set(new.select("quantity_kva", "unit_fen", "amount_fen").rows())
    assert set(paid.select("voltage", "unit_fen").rows()) == {("low", 27_000), ("high", 22_000)}
    assert paid.filter(pl.col("amount_fen") != pl.col("quantity_kva") * pl.col("unit_fen")).is_empty()
    fitted = papers.table("work_order").filter(pl.col("kind") == "install").select("customer", "done_on")
    before = new.join(fitted, on="customer")
    assert before.height > 20
    assert before.filter(pl.col("paid_on") >= pl.col("done_on")).is_empty()
    assert judged(run()).findings.is_empty()


def test_more_capacity_pays_for_what_it_adds() -> None:
    papers = run().records
    more = papers.table("surcharge_receipt").join(papers.table("capacity_change"), on="application")
    assert more.height > 5
    assert more.filter(pl.col("quantity_kva") != pl.col("to_kva") - pl.col("from_kva")).is_empty()
    assert more.filter(pl.col("paid_on") > pl.col("from_on")).is_empty()
    asked = papers.table("application").filter(pl.col("kind").is_in(["less_capacity", "other_class"]))
    assert asked.height > 10
    assert papers.table("surcharge_receipt").join(asked, left_on="application", right_on="id").is_empty()


def test_without_a_list_nobody_pays() -> None:
    papers = run(Surcharges()).records
    assert papers.table("surcharge_price").is_empty()
    assert papers.table("surcharge_receipt").is_empty()


def test_a_rate_holds_from_its_capacity_on() -> None:
    rates = Surcharges((Surcharge("low", 0, 300), Surcharge("low", 100, 200), Surcharge("high", 0, 100)))
    assert rates.fen_per_kva("low", np.array([1, 99, 100, 900])).tolist() == [300, 300, 200, 200]
    assert rates.fen_per_kva("high", np.array([1, 900])).tolist() == [100, 100]


def test_a_list_begins_at_nothing_and_rises(tmp_path: Path) -> None:
    path = tmp_path / "list.toml"
    row = '[[rate]]\nvoltage = "{}"\nfrom_kva = {}\nfen_per_kva = 1\nsource = "s"\nstatus = "t"\n'
    path.write_text(row.format("low", 5) + row.format("high", 0), encoding="utf-8")
    with pytest.raises(Faults):
        load_toml(path, SurchargeFile)
