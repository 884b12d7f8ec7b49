"""Offices with limits and hours of their own: the clean one is not charged, and what errs is what is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import polars as pl
import pytest

from kaohe.sim.deciding.behaviours import Erring
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.spec import OfficeSpec, Practice, StaffSpec
from kaohe.standards import judge
from tests.sim.office import BUSY, handbook, judged, rulebook, rules, town

USUAL: Mapping[str, str] = MappingProxyType({})
ACT = ("clause", "staff", "object_id", "occurred_on", "amount_fen")
AWAY = {"sick_leave_e6": 400_000, "personal_leave_e6": 400_000, "annual_leave_e6": 400_000}


def run_of(spec: OfficeSpec, seed: int, rate_e6: int = 0, limits: Mapping[str, str] = USUAL) -> Run:
    """A run with some limits of its own, in which every clause is broken at a rate."""
    own = {key: (value, rules().limits[key][1]) for key, value in limits.items()}
    erring = [Erring(dict.fromkeys(REGISTRY.clauses(), rate_e6))] if rate_e6 else []
    return Office(spec, seed, replace(rules(), limits={**rules().limits, **own}), behaviours=erring).run()


def found(run: Run, clause: str) -> list[tuple[object, ...]]:
    """What the judge finds of a clause."""
    return sorted(judged(run).findings.filter(pl.col("clause") == clause).select(ACT).rows(), key=str)


def done(run: Run, clause: str) -> list[tuple[object, ...]]:
    """What was done of a clause, and can be shown."""
    shown = pl.col("evidenced") | pl.col("slip_on").is_not_null()
    return sorted(run.acts.filter((pl.col("clause") == clause) & shown).select(ACT).rows(), key=str)


def test_temporary_receipts_are_written_before_an_early_first_close() -> None:
    spec = replace(town(20, 1), practice=Practice(temporary_e6=500_000))
    run = run_of(spec, 4, limits={"closing.first_close": "11:30"})
    assert len(run.records.table("temp_receipt")) > 4
    assert judged(run).findings.is_empty()


def test_nobody_comes_where_the_day_is_closed_before_it_begins() -> None:
    spec = replace(town(20, 1), practice=Practice(temporary_e6=500_000))
    run = run_of(spec, 4, limits={"closing.first_close": "7:30"})
    assert run.records.table("temp_receipt").is_empty()


def test_what_is_read_on_a_closed_day_may_be_loaded_on_the_open_one_before_it() -> None:
    """Special books are due on a holiday, and a book may be loaded on its own day only."""
    spec = replace(town(60, 2), classes={"large_industry": 20, "industry": 20}, practice=BUSY)
    run = run_of(spec, 9, limits={"handheld.load_working_days_before": "0"})
    assert judged(run).findings.is_empty()


def test_who_is_there_on_the_last_working_day_transfers_the_temporary_receipts() -> None:
    """The accountant comes back from leave between the third last working day and the last."""
    practice = Practice(temporary_e6=200_000, **AWAY)
    spec = replace(town(20, 2), classes={"commerce": 11, "lighting": 10}, practice=practice, start=date(2001, 10, 1))
    run = run_of(replace(spec, windows=1), 107, 300_000)
    assert done(run, "6.5") == found(run, "6.5") != []


@pytest.mark.parametrize("limits", [("3", "1"), ("0", "0")])
def test_stubs_are_late_by_whichever_limit_passes_first(limits: tuple[str, str]) -> None:
    keys = ("stub.check_working_days", "stub.seal_working_days")
    spec = replace(town(200, 3), practice=replace(BUSY, void_receipt_e6=100_000))
    run = run_of(spec, 106, 300_000, dict(zip(keys, limits, strict=True)))
    assert done(run, "6.9") == found(run, "6.9") != []


def test_a_registration_that_the_order_overtakes_is_late_only_after_its_limit() -> None:
    practice = Practice(application_e6=400_000)
    spec = replace(town(40, 2), classes={"commerce": 11, "lighting": 10}, practice=practice)
    run = run_of(spec, 3, 300_000, {"registration.limit_working_days": "4"})
    late = run.acts.filter((pl.col("clause") == "1.2") & (pl.col("object_id") % 2 == 0))
    assert not late.is_empty()
    assert not late["evidenced"].any()
    assert done(run, "1.2") == found(run, "1.2")


def test_a_meter_may_stand_at_somebody_whom_nobody_has_entered_yet() -> None:
    """On the evening on which the order has come back, and the registration is left."""
    run = run_of(replace(town(40, 1), practice=Practice(application_e6=400_000)), 3, 300_000)
    entered = run.records.table("customer").group_by("customer").agg(pl.col("recorded_at").min().alias("entered_at"))
    fitted = run.records.table("work_order").filter(pl.col("kind") == "install")
    both = fitted.join(entered, on="customer").filter(pl.col("entered_at") > pl.col("recorded_at"))
    assert not both.is_empty()
    for moment in both["recorded_at"].to_list()[:2]:
        judge(run.records, handbook(), rulebook(), moment.date())


def test_of_two_accountants_who_is_on_leave_on_the_day_of_a_limit_answers_for_nothing() -> None:
    two = tuple(StaffSpec(name, "accountant") for name in ("王甲", "王乙"))
    run = run_of(replace(town(40, 2), practice=replace(Practice(), **AWAY), staff=two), 5, 500_000)
    clauses = ("6.2", "6.7")
    assert [done(run, each) for each in clauses] == [found(run, each) for each in clauses]
