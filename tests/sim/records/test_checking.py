"""What any office writes is sound, whatever goes wrong in it: the full check finds nothing there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kaohe.sim.deciding.behaviours import Erring
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.office import Office
from kaohe.sim.records.checking import check_records
from kaohe.sim.run import Run
from tests.proving import seeds
from tests.sim.office import Small, rules


def _written(folder: Path, small: Small, rate_e6: int) -> Run:
    behaviours = [Erring(dict.fromkeys(REGISTRY.clauses(), rate_e6))]
    return Office(small.spec(), small.seed, rules(), behaviours=behaviours, folder=folder).run()


def test_a_crew_may_find_another_multiplier(tmp_path: Path) -> None:
    """Every sign of a fault that the town can have at a plate is a word of the order of exchange."""
    small = Small(300, 2, 1)
    practice = replace(small.spec().practice, multiplier_mismatch_e6=100_000, swap_e6=200_000)
    orders = (
        Office(replace(small.spec(), practice=practice), 1, rules(), folder=tmp_path).run().records.table("work_order")
    )
    assert "multiplier_mismatch" in orders["fault"]
    assert [str(fault) for fault in check_records(tmp_path).faults] == []


def test_a_promise_may_reach_behind_the_calendar(tmp_path: Path) -> None:
    """An office that ends in February has the shortest calendar behind its last day, and 本票 of sixty days."""
    spec = Small(600, 1, 5).spec()
    spec = replace(spec, start=date(2002, 2, 1), practice=replace(spec.practice, cheque_return_e6=300_000))
    cheques = Office(spec, 5, rules(), folder=tmp_path).run().records.table("cheque")
    assert (cheques["valid_to"] > date(2002, 3, 31)).any()
    assert [str(fault) for fault in check_records(tmp_path).faults] == []


@pytest.mark.parametrize("seed", seeds((1, 2, 3), range(4, 24), free=4))
def test_nothing_is_wrong_with_what_an_office_wrote(tmp_path: Path, seed: int) -> None:
    run = _written(tmp_path, Small(300, 1 + seed % 4, seed, busy=seed % 2 == 0), 100_000)
    checked = check_records(tmp_path)
    assert [str(fault) for fault in checked.faults] == []
    assert checked.digests == {name: run.digests[name] for name, rows in run.counts.items() if rows}
