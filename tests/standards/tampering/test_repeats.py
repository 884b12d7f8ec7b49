"""Papers that repeat each other: one forged cell, or one row less, is told, and nobody is accused of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

import polars as pl
import pytest

from kaohe.sim.deciding.injection import TooFewOpportunities
from kaohe.sim.office import Office
from kaohe.sim.records import SCHEMA, Records
from kaohe.sim.records.repeats import Repeat, repeats
from kaohe.standards.judging.judge import find
from tests.proving import seeds, times
from tests.sim.office import BUSY, Small, clean, erring, ordered, rulebook, rules, town
from tests.standards.tampering.forged import deleted, forged
from tests.standards.tampering.sweep import acts, office, refused, untouched

_CELLS = [name for name, repeat in repeats().items() if repeat.columns or repeat.same]
_ROWS = [name for name, repeat in repeats().items() if repeat.of and (repeat.must or repeat.sums)]
TOGETHER = times(12, 1)
"""Edits that are judged together; where anything is amiss, each alone."""

Edit = Callable[[Repeat, Records], Records | None]


def _papers(name: str) -> set[str]:
    return {repeats()[name].table, repeats()[name].of or repeats()[name].table}


def apart(names: Sequence[str], most: int = TOGETHER) -> list[list[str]]:
    """Groups of repeats of which no two are about the same paper, so that an edit for one is none for another."""
    groups: list[list[str]] = []
    for name in names:
        free = (each for each in groups if len(each) < most and not any(_papers(name) & _papers(o) for o in each))
        group = next(free, None)
        if group is None:
            groups.append([name])
        else:
            group.append(name)
    return groups


@pytest.mark.parametrize("names", apart(_CELLS), ids=" ".join)
def test_one_forged_cell_is_told_and_accuses_nobody(names: list[str]) -> None:
    _are_told(names, forged)


@pytest.mark.parametrize("names", apart(_ROWS), ids=" ".join)
def test_one_row_less_is_told_and_accuses_nobody(names: list[str]) -> None:
    _are_told(names, deleted)


def _are_told(names: list[str], edit: Edit) -> None:
    """Together; one that is refused, told as something else, or accuses somebody is judged alone."""
    edited = {name: edit(repeats()[name], office().records) for name in names}
    alone = {name: records for name, records in edited.items() if records is not None}
    assert alone.keys() == set(names), "no cell or row of the office contradicts the others"
    if len(names) == 1 or not _all_told(names, _joined(list(alone.values()))):
        for name, records in alone.items():
            _is_told(name, records)


def _joined(edited: Sequence[Records]) -> Records:
    """All edits in one office; each is of tables of its own."""
    frames = {name: office().records.table(name) for name in SCHEMA}
    for records in edited:
        changed = {name: records.table(name) for name in SCHEMA}
        frames |= {name: frame for name, frame in changed.items() if not frame.equals(office().records.table(name))}
    return Records.from_frames(frames)


def _all_told(names: Sequence[str], records: Records) -> bool:
    """Whether each is told, and nobody accused."""
    try:
        found = find(records, rulebook(), edited=True)
    except LookupError:
        return False
    return set(names) <= {kind for kind, _ in found.disagreements} and acts(found) <= untouched()


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
