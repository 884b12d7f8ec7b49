"""增容, 減容 and 暫停 of plants: papers, and a capacity charge by the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import polars as pl

from kaohe.sim.office import Office
from kaohe.sim.records import Records
from kaohe.sim.run import Run
from kaohe.sim.spec import Practice
from kaohe.sim.tariff.capacity import capacity_fen
from kaohe.standards import judge
from tests.sim.office import Small, handbook, judged, rulebook, rules

OFTEN = Practice(
    transformer_change_e6=150_000,
    suspension_e6=250_000,
    suspension_least_days=16,
    suspension_most_days=40,
    suspension_times=1,
    behind_e6=0,
    late_e6=0,
    old_debt_e6=0,
    swap_e6=0,
)
MIX = {"resident": 40, "industry": 50, "large_industry": 50}


@cache
def run() -> Run:
    """Plants for four months."""
    spec = replace(Small(10, 4, 5).spec(), classes=MIX, practice=OFTEN)
    return Office(spec, 5, rules()).run()


def table(name: str) -> pl.DataFrame:
    """A table of the run."""
    return run().records.table(name)


def test_half_a_month_of_another_capacity_is_half_its_charge() -> None:
    """315 kVA for 10 days of thirty, 400 after: 315 × 10 + 400 × 20 = 11,150 kVA·days at 15 yuan a month."""
    assert capacity_fen(400, 1_500, 30, 30, -(400 - 315) * 10).tolist() == 557_500
    assert capacity_fen(400, 1_500, 30).tolist() == 600_000


def test_each_change_has_its_papers_and_the_class_follows() -> None:
    changes = table("capacity_change")
    both = changes.join(table("registration"), on="application", suffix="_registered")
    assert changes.height > 20
    assert both.height == changes.height
    assert both.filter(pl.col("to_kva") != pl.col("capacity_kva")).is_empty()
    assert both.filter((pl.col("kva") != pl.col("to_kva")) & pl.col("kva").is_not_null()).is_empty()
    classes = {(row["price_class"], row["capacity_kva"] > 160) for row in both.to_dicts() if row["capacity_kva"] < 300}
    assert classes == {("industry_85", False), ("industry_90", True)}
    transformers = table("transformer").group_by("customer").agg(pl.col("kva").last(), pl.len())
    assert transformers.filter(pl.col("len") > 1).height > 10
    assert judged(run()).findings.is_empty()


def test_a_suspension_is_lawful() -> None:
    sealed = table("suspension").join(table("application"), left_on="application", right_on="id", suffix="_asked")
    assert sealed.height > 20
    assert sealed.filter(pl.col("sealed_on") - pl.col("applied_on") < pl.duration(days=5)).is_empty()
    assert sealed.filter(pl.col("until_on") - pl.col("sealed_on") < pl.duration(days=16)).is_empty()
    assert not sealed["customer"].is_duplicated().any()
    part = sealed.filter(pl.col("kva") < pl.col("capacity_kva"))
    assert 0 < part.height < sealed.height
    assert (part["kva"] * 2).equals(part["capacity_kva"], check_names=False)


def test_bills_charge_the_days_on_which_the_capacity_was_there() -> None:
    """Of plants that only one suspension befell: kVA × days of it are missing, and all use where it was whole."""
    changed = set(table("capacity_change")["customer"]) | set(table("work_order")["customer"])
    bills, sheets = table("bill"), table("energy_sheet").select("id", "hours", "more_kva_days")
    bills, seen = bills.join(sheets, on="id").filter(pl.col("price_class") == "large_industry"), 0
    sealed = {row["customer"]: row for row in table("suspension").to_dicts()}
    lines = dict(table("bill_line").filter(pl.col("line") == "capacity").select("bill", "amount_fen").rows())
    for bill in bills.to_dicts():
        if bill["customer"] in changed:
            continue
        length, off = (bill["to_on"] - bill["from_on"]).days, 0
        if plan := sealed.get(bill["customer"]):
            days = [bill["from_on"] + timedelta(days=n) for n in range(length)]
            off = sum(plan["sealed_on"] <= day < plan["until_on"] for day in days)
        least = min(off, 30) if off < length else 30
        assert bill["more_kva_days"] == -least * (plan["kva"] if plan else 0)
        assert lines[bill["id"]] == capacity_fen(bill["capacity_kva"], 1_500, 30, 30, bill["more_kva_days"])
        if off == length and plan and plan["kva"] == bill["capacity_kva"]:
            assert (bill["kwh"], bill["loss_kwh"]) == (0, 0)
        seen += off > 0
    assert seen > 10


def test_no_later_than_it_is_known() -> None:
    """What is sealed after a reading takes nothing from the bill of that reading."""
    first = {row["customer"]: row["sealed_on"] for row in table("suspension").to_dicts()}
    changed = {row["customer"]: row["from_on"] for row in table("capacity_change").to_dicts()[::-1]}
    for row in table("bill").join(table("energy_sheet").select("id", "more_kva_days"), on="id").to_dicts():
        never = date.max
        if row["to_on"] <= first.get(row["customer"], never) and row["issued_on"] < changed.get(row["customer"], never):
            assert row["more_kva_days"] == 0


def test_who_is_charged_for_what_was_sealed_is_found() -> None:
    """A bill of a plant by its whole capacity for thirty days, as if nothing had been sealed: 3.1, to the 分."""
    records = run().records
    changed = set(table("capacity_change")["customer"])
    sheets = table("energy_sheet").filter((pl.col("more_kva_days") < 0) & ~pl.col("customer").is_in(changed))
    large = table("bill").filter(pl.col("price_class") == "large_industry")
    bill = sheets.join(large, on="id").sort("id").row(0, named=True)
    own = pl.col("bill") == bill["id"]
    lines = {row["line"]: row["amount_fen"] for row in table("bill_line").filter(own).to_dicts()}
    energy = sum(fen for name, fen in lines.items() if name.startswith("energy"))
    full = bill["capacity_kva"] * 1_500
    factor = (2 * (energy + full) * bill["adjustment_e2"] + 10_000) // 20_000
    more_fen = full - lines["capacity"] + factor - lines["factor"]
    frames = {name: records.table(name) for name in records.tables()}
    amount = {"capacity": full, "factor": factor}
    line = pl.col("line").replace_strict(amount, default=None)
    frames["bill_line"] = frames["bill_line"].with_columns(
        amount_fen=pl.when(own & line.is_not_null()).then(line).otherwise(pl.col("amount_fen")).cast(pl.Int32)
    )
    mine = pl.when(pl.col("id") == bill["id"])
    frames["bill"] = frames["bill"].with_columns(
        amount_fen=mine.then(pl.col("amount_fen") + more_fen).otherwise(pl.col("amount_fen"))
    )
    frames["energy_sheet"] = frames["energy_sheet"].with_columns(
        more_kva_days=mine.then(0).otherwise(pl.col("more_kva_days"))
    )
    frames["receipt"] = frames["receipt"].with_columns(
        amount_fen=pl.when(own).then(pl.col("amount_fen") + more_fen).otherwise(pl.col("amount_fen"))
    )
    for name in ("voucher", "issue_check"):
        of_day = pl.col("on") == bill["issued_on"]
        of_day &= pl.col("kind") == "issuance" if name == "voucher" else True
        frames[name] = frames[name].with_columns(
            amount_fen=pl.when(of_day).then(pl.col("amount_fen") + more_fen).otherwise(pl.col("amount_fen"))
        )
    assessment = judge(Records.from_frames(frames), handbook(), rulebook())
    assert assessment.disagreements.is_empty()
    findings = assessment.findings
    found = findings.filter((pl.col("clause") == "3.1") & (pl.col("object_id") == bill["id"]))
    assert found["amount_fen"].to_list() == [more_fen]
    assert '"more_kva_days"' in found["inputs"][0]


def test_a_sealed_transformer_loses_nothing_whatever_takes_its_place() -> None:
    """Exchanged for a larger one once it was unsealed, in the same period: the hours of sealing are not counted."""
    exchanges = table("capacity_change").select("customer", "from_kva", "to_kva", changed_on="from_on")
    sealed = table("suspension").join(exchanges, on="customer").filter(pl.col("to_kva") > pl.col("kva"))
    bills = table("bill").join(table("energy_sheet").select("id", "hours"), on="id").filter(pl.col("loss_kwh") > 0)
    seen = sealed.filter(pl.col("kva") == pl.col("from_kva")).join(bills, on="customer")
    seen = seen.filter(pl.col("changed_on") >= pl.col("until_on"), pl.col("changed_on") < pl.col("to_on"))
    seen = seen.filter(pl.col("from_on") < pl.col("until_on"), pl.col("sealed_on") < pl.col("to_on"))
    first = pl.max_horizontal("sealed_on", "from_on")
    off = pl.min_horizontal("until_on", "to_on") - first
    assert seen.height > 0
    assert seen.filter(pl.col("hours") != (pl.col("to_on") - pl.col("from_on") - off).dt.total_hours()).is_empty()
