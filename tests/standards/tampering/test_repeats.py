"""Papers that repeat each other: one forged cell, or one row less, is told, and nobody is accused of it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import polars as pl
import pytest

from kaohe.sim.deciding.injection import TooFewOpportunities
from kaohe.sim.office import Office
from kaohe.sim.records import Records
from kaohe.sim.records.repeats import REPEATS
from kaohe.standards.judging.judge import find
from tests.proving import seeds
from tests.sim.office import BUSY, Small, clean, erring, ordered, rulebook, rules, town
from tests.standards.tampering.forged import deleted, forged
from tests.standards.tampering.sweep import acts, office, refused, untouched

_CELLS = [name for name, repeat in REPEATS.items() if repeat.columns or repeat.same]
_ROWS = [name for name, repeat in REPEATS.items() if repeat.of and not repeat.word and (repeat.must or repeat.sums)]


@pytest.mark.parametrize("name", _CELLS)
def test_one_forged_cell_is_told_and_accuses_nobody(name: str) -> None:
    records = forged(REPEATS[name], office().records)
    assert records is not None, "no cell of the office contradicts it"
    _is_told(name, records)


@pytest.mark.parametrize(
    "name", [name for name, repeat in REPEATS.items() if repeat.of and (repeat.must or repeat.sums)]
)
def test_one_row_less_is_told_and_accuses_nobody(name: str) -> None:
    records = deleted(REPEATS[name], office().records)
    assert records is not None, "no row of the office is missed"
    _is_told(name, records)


def _is_told(name: str, records: Records) -> None:
    """As a disagreement that accuses nobody; or the full check, or a limit that is lost, refuses the records before."""
    try:
        found = find(records, rulebook(), edited=True)
    except LookupError:
        return
    assert name in {kind for kind, _ in found.disagreements}
    accused = sorted(acts(found) - untouched())
    assert accused == [] or refused(records)


def test_meters_put_in_and_taken_down_on_one_day_repeat_themselves() -> None:
    """Their energy stands on the final bill, which begins and ends with that day."""
    busy = replace(BUSY, closing_e6=150_000, swap_e6=300_000, locked_door_e6=150_000)
    run = Office(replace(town(150, 3), practice=busy), 1, rules()).run()
    orders = run.records.table("work_order")
    both = orders.join(orders.filter(pl.col("kind") == "removal"), left_on="new_meter", right_on="old_meter")
    assert both.filter(pl.col("done_on") == pl.col("done_on_right")).height > 0
    found = find(run.records, rulebook(), edited=True)
    assert not found.disagreements
    assert not found.findings


@pytest.mark.parametrize("seed", seeds((1, 2), range(3, 23), free=2))
def test_what_an_office_wrote_repeats_itself(seed: int) -> None:
    """By the book or wrongly: no repeat fails, and every finding stands."""
    small = Small(300, 4, seed, intensity=100 + 200 * (seed % 2))
    runs = [clean(small), erring(small, 60_000)]
    with suppress(TooFewOpportunities):  # a small office may have no cheque that returns
        runs.append(ordered(small, 2))
    for run in runs:
        found, as_edited = find(run.records, rulebook()), find(run.records, rulebook(), edited=True)
        assert not as_edited.disagreements
        assert as_edited.findings == found.findings
