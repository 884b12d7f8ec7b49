"""What is evidenced is in the rows: detectors that were written a second time, from the text of the clauses and
docs/records.md alone, find every evidenced act of truth and every finding of the judge, and nothing else.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

import polars as pl
import pytest

from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.run import Run
from tests.proving import seeds
from tests.sim.office import Small, clean, erring, judged, ordered
from tests.standards.rederived import (
    breaches,
    business_fees,
    collecting,
    cycle_days,
    documents,
    entries,
    handhelds,
    issuing,
    late_entries,
    ledgers,
    loading,
    misreadings,
    money,
    receipt_books,
    receivables,
    reports,
    returned_stubs,
    stock,
    temporary,
    windows,
)
from tests.standards.rederived.papers import Found, Papers

ROOMS = (
    breaches,
    business_fees,
    collecting,
    cycle_days,
    documents,
    entries,
    handhelds,
    issuing,
    late_entries,
    ledgers,
    loading,
    misreadings,
    money,
    receipt_books,
    receivables,
    reports,
    returned_stubs,
    stock,
    temporary,
    windows,
)
DETECTORS: Mapping[str, Callable[[Papers], Iterator[Found]]] = {
    name.removeprefix("clause_").replace("_", "."): each
    for room in ROOMS
    for name, each in vars(room).items()
    if name.startswith("clause_")
}
Act = tuple[int, str, int, date, bool]


def _run(seed: int) -> Run:
    """Offices of several sizes and lengths; in every third everybody errs by himself."""
    if seed % 3 == 0:
        return erring(Small(400, 4, seed), 120_000)
    return ordered(Small(600 + 100 * (seed % 4), 3 + seed % 4, seed), 2 + seed % 3)


def _papers(run: Run) -> Papers:
    months = run.spec.start.month - 1 + run.spec.months
    year, month = run.spec.start.year + (months - 1) // 12, (months - 1) % 12 + 1
    return Papers(run.records, date(year, month, monthrange(year, month)[1]))


def _acts(frame: pl.DataFrame, clause: str, slip: pl.Expr) -> dict[Act, int | None]:
    rows = frame.filter(pl.col("clause") == clause).with_columns(slip.alias("slip"))
    columns = ("staff", "object_type", "object_id", "occurred_on", "slip", "amount_fen")
    return {row[:5]: row[5] for row in rows.select(*columns).iter_rows()}


def _mine(found: Iterable[Found]) -> dict[Act, int | None]:
    return {(each.staff, each.object_type, each.object_id, each.occurred_on, each.slip): each.fen for each in found}


def test_every_clause_is_written_a_second_time() -> None:
    assert set(DETECTORS) == set(REGISTRY.clauses())


@pytest.mark.parametrize("seed", seeds([2, 3, 7, 14, 27], range(30, 60), free=8))
def test_what_is_evidenced_is_proven_by_the_rows(seed: int) -> None:
    run, wrong = _run(seed), list[object]()
    assessment = judged(run)
    papers = _papers(run)
    shown = run.acts.filter(pl.col("evidenced") | pl.col("slip_on").is_not_null())
    for clause, detector in DETECTORS.items():
        mine = _mine(detector(papers))
        truth = _acts(shown, clause, ~pl.col("evidenced"))
        judge = _acts(assessment.findings, clause, ~pl.col("consequence"))
        wrong += [(clause, "not shown by the rows", act) for act in sorted({*truth, *judge} - set(mine))]
        wrong += [(clause, "shown, and not marked", act) for act in sorted(set(mine) - set(truth))]
        wrong += [(clause, "shown, and not found", act) for act in sorted(set(mine) - set(judge))]
        wrong += [
            (clause, "worth", act, fen, judge[act])
            for act, fen in mine.items()
            if fen is not None and act in judge and judge[act] != fen
        ]
    assert not wrong


def test_a_clean_office_has_no_findings() -> None:
    papers = _papers(clean(Small(500, 4, 4)))
    assert not [found for detector in DETECTORS.values() for found in detector(papers)]
