"""Changes of supply that customers ask for: their papers, what is billed by them, and what a check then finds."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from kaohe.sim.deciding.behaviours import Erring, Order
from kaohe.sim.office import Office
from kaohe.sim.records import SCHEMA
from kaohe.sim.run import Run
from kaohe.sim.spec import Practice
from tests.sim.office import Small, judged, rules

OFTEN = Practice(change_e6=150_000, application_e6=0, added_load_e6=30_000, changed_use_e6=0)
OFTEN = replace(OFTEN, transfer_e6=0, closing_e6=0, transformer_change_e6=0, suspension_e6=0)
SMALL = Small(300, 3, 9)


def run(practice: Practice = OFTEN, *orders: Order) -> Run:
    """A small office of these habits."""
    return Office(replace(SMALL.spec(), practice=practice), 9, rules(), orders=orders).run()


def test_each_has_an_application_a_sheet_a_registration_and_a_version() -> None:
    made = run()
    asked = made.records.table("application").filter(pl.col("applied_on") < pl.date(2001, 3, 29))
    assert {"more_capacity", "less_capacity", "other_class"} == set(asked["kind"])
    assert asked.height > 60
    columns = ["price_class", "capacity_kva"]
    wanted = asked.select("id", "customer", *columns)
    for table in ("survey", "registration"):
        paper = made.records.table(table)
        assert (
            paper.select("id", "customer", *columns)
            .filter(pl.col("id").is_in(asked["id"].implode()))
            .equals(wanted.sort(pl.col("id").replace_strict(dict(zip(paper["id"], range(paper.height), strict=True)))))
        )
    versions = made.records.table("customer").sort("recorded_at").group_by("customer", maintain_order=True).last()
    last = made.records.table("registration").group_by("customer", maintain_order=True).last()
    assert last.join(versions, on=["customer", *columns]).height == last.height
    assert judged(made).findings.is_empty()


def test_the_number_of_a_first_application_is_that_of_the_customer() -> None:
    key = SCHEMA["application"].key
    assert key.pack(change=0, customer=47) == 47
    assert key.unpack(key.pack(change=2, customer=47)) == (2, 47)


def test_bills_go_by_the_class_that_was_asked_for() -> None:
    made = run()
    changed = made.records.table("registration").filter(pl.col("price_class") == "commerce")
    bills = made.records.table("bill").join(changed.select("customer", "entered_on"), on="customer")
    after = bills.filter(pl.col("issued_on") > pl.col("entered_on"))
    assert after.height > 20
    assert set(after["price_class"]) == {"commerce"}


def test_a_check_finds_what_was_agreed_and_what_was_added() -> None:
    """Many are looked at on one day: capacity as the archive has it, or more where a customer connected more."""
    office = Office(replace(SMALL.spec(), practice=OFTEN), 9, rules())
    some = range(0, office.n, 2)  # so many as are looked at before the day's changes are registered
    looks = [Order("check_archive", "compare", object=who, day=office.months[2].start + 12) for who in some]
    made = run(OFTEN, *looks)
    checks = made.records.table("archive_check").sort("recorded_at")
    before = made.records.table("customer").sort("recorded_at")
    both = checks.join_asof(before, on="recorded_at", by="customer", suffix="_archive", check_sortedness=False)
    more = both.filter(pl.col("capacity_kva") > pl.col("capacity_kva_archive"))
    assert both.filter(pl.col("capacity_kva") < pl.col("capacity_kva_archive")).is_empty()
    assert 5 < more.height < both.height // 3
    assert both.filter(pl.col("price_class") != pl.col("price_class_archive")).is_empty()
    assert 0.7 < both["plate_outside"].mean() < 0.9  # type: ignore[operator]  # a share


def test_a_change_changes_something_even_of_the_largest() -> None:
    """Capacity or class is another; who has 1,000 kVA or more, metered on the high side, can only ask for less."""
    spec = replace(SMALL.spec(), classes={"large_industry": 60}, practice=replace(OFTEN, change_e6=400_000))
    records = Office(spec, 3, rules()).run().records
    asked = records.table("application").filter(pl.col("id") != pl.col("customer"))
    archive = records.table("customer").sort("recorded_at")
    both = asked.sort("recorded_at").join_asof(archive, on="recorded_at", by="customer", check_sortedness=False)
    same = (pl.col("price_class") == pl.col("price_class_right")) & (
        pl.col("capacity_kva") == pl.col("capacity_kva_right")
    )
    assert both.filter(pl.col("capacity_kva_right") >= 1_000).height > 5
    assert both.filter(same).is_empty()


def test_without_a_rate_nothing_is_drawn() -> None:
    made = run(replace(OFTEN, change_e6=0))
    assert made.records.table("application").is_empty()


def test_a_change_on_the_evening_of_a_late_bill_accuses_nobody() -> None:
    """A bill that the daily check finds left out is issued that evening, by the archive as it is recorded then."""
    spec = replace(Small(400, 3, 2, busy=False).spec(), practice=replace(Practice(), change_e6=300_000))
    made = Office(spec, 2, rules(), behaviours=[Erring({"3.1": 300_000})]).run()
    acts = made.acts.filter((pl.col("clause") == "3.1") & pl.col("evidenced"))
    found = judged(made).findings.filter(pl.col("clause") == "3.1")
    assert found.height > 100
    assert found["object_id"].is_in(acts["object_id"].implode()).all()
