"""Windows that several clerks share: who closes signs his own close, whenever the first close is."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from kaohe.sim.deciding.behaviours import Erring
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.town.duty import shift_bounds
from kaohe.standards.judging.judge import find
from tests.sim.office import BUSY, Small, rulebook, rules

CLOSES = ("09:00", "13:39", "16:30")


def shared(first_close: str, rates: dict[str, int]) -> Run:
    """An office whose windows have two clerks a day, or three where the close falls on their change."""
    practice = replace(BUSY, window_shifts=3 if first_close == "13:39" else 2)
    told = replace(rules(), limits={**rules().limits, "closing.first_close": (first_close, "")})
    behaviours = [Erring(rates)] if rates else []
    return Office(replace(Small(120, 2).spec(), practice=practice), 3, told, behaviours=behaviours).run()


@pytest.mark.parametrize("first_close", CLOSES)
def test_papers_of_shared_windows_agree_and_each_answers_for_his_own_close(first_close: str) -> None:
    """The office had its report written at 15:05, whoever had closed at nine."""
    for rates in ({}, {"4.1": 100_000, "4.2": 200_000}):
        run = shared(first_close, rates)
        found = find(run.records, rulebook(), edited=True)
        assert not found.disagreements
        shown = run.acts.filter("evidenced").select("clause", "object_id", "staff").rows()
        assert sorted((each.clause, each.object_id, each.staff) for each in found.findings) == sorted(shown)
        assert bool(shown) == bool(rates)


def test_a_report_is_written_by_who_is_at_the_window() -> None:
    run = shared("09:00", {})
    change = shift_bounds(replace(BUSY, window_shifts=2))[0]
    reports = run.records.table("day_close")
    second = (
        pl.col("recorded_at").dt.hour().cast(pl.Int32) * 3600 + pl.col("recorded_at").dt.minute().cast(pl.Int32) * 60
    )
    assert reports.select((second < change).all()).item()
