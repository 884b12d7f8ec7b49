"""What any office writes is sound, whatever goes wrong in it: the full check finds nothing there."""

from __future__ import annotations

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


@pytest.mark.parametrize("seed", seeds((1, 2, 3), range(4, 24), free=4))
def test_nothing_is_wrong_with_what_an_office_wrote(tmp_path: Path, seed: int) -> None:
    run = _written(tmp_path, Small(300, 1 + seed % 4, seed, busy=seed % 2 == 0), 100_000)
    checked = check_records(tmp_path)
    assert [str(fault) for fault in checked.faults] == []
    assert checked.digests == {name: run.digests[name] for name, rows in run.counts.items() if rows}
