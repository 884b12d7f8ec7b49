"""Entries of the registration desk that contradict the papers around them: no source, two of one, another archive."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from kaohe.sim.records import PAPERS
from kaohe.standards.evidence.disagreements import Disagreement, within
from kaohe.standards.evidence.entries import STAGES, Stage
from kaohe.standards.ledger.cites import PROOF, Cite
from kaohe.standards.ledger.ledger import Ledger

_ENTRIES = ("1.3", "7.1")
_PAPER = PAPERS.thing("paper").key
_ARCHIVED = {"registration": ("customer", "customer"), "opening": ("meter", "meter")}


@within("book")
def disagree_entry_source(ledger: Ledger) -> list[Disagreement]:
    """Entries whose source is nowhere, or was signed for by nobody, or not by their clerk, before they were made."""
    return [Disagreement(_ENTRIES, cites) for stage in STAGES for cites in _without_source(ledger, stage)]


def _without_source(ledger: Ledger, stage: Stage) -> Iterator[tuple[Cite, ...]]:
    entries, sources, log = ledger[stage.table], ledger[stage.source], ledger["paper_log"]
    held = _sources(ledger, stage)
    papers = _PAPER.pack(application=entries["application"], kind=stage.source)
    signed = log.where(log.among("action", "signed"))
    hand_overs: dict[tuple[int, int], int] = {}
    for row in signed.tolist():
        hand_overs.setdefault((int(log["paper"][row]), int(log["to_staff"][row])), row)
    for row in range(len(entries)):
        source = held.get(int(entries[stage.by][row]), ())
        hand_over = hand_overs.get((int(papers[row]), int(entries["staff"][row])))
        before = hand_over is not None and log["recorded_at"][hand_over] <= entries["recorded_at"][row]
        if not source or not before:
            others = [other for other in signed.tolist() if log["paper"][other] == papers[row]]
            shown = [*ledger.cites(sources.name, source, PROOF), *ledger.cites("paper_log", others, PROOF)]
            yield ledger.cite(stage.table, row, PROOF), *shown


def _sources(ledger: Ledger, stage: Stage) -> dict[int, list[int]]:
    """Rows of the sources by what joins them to their entries."""
    sources = ledger[stage.source]
    rows = sources.where(sources.among("kind", "install")) if "kind" in sources.frame.columns else range(len(sources))
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(int(sources[stage.by][row]), []).append(int(row))
    return found


@within("book")
def disagree_entry_twice(ledger: Ledger) -> list[Disagreement]:
    """Two entries of one stage of an application, or two sources of one entry."""
    found = []
    for stage in STAGES:
        same = [(stage.source, rows) for rows in _sources(ledger, stage).values() if len(rows) > 1]
        entries = ledger[stage.table]
        again = np.flatnonzero(entries.frame["application"].is_duplicated().to_numpy())
        for application in np.unique(entries["application"][again]).tolist():
            same.append((stage.table, np.flatnonzero(entries["application"] == application).tolist()))
        found += [Disagreement(_ENTRIES, tuple(ledger.cites(table, rows, PROOF))) for table, rows in same]
    return found


@within("book")
def disagree_entry_archive(ledger: Ledger) -> list[Disagreement]:
    """Entries of which the archive, as it was written with them, never had what they say."""
    return [Disagreement(_ENTRIES, cites) for stage in STAGES for cites in _otherwise_archived(ledger, stage)]


def _otherwise_archived(ledger: Ledger, stage: Stage) -> Iterator[tuple[Cite, ...]]:
    entries, (table, by) = ledger[stage.table], _ARCHIVED[stage.table]
    archive = ledger[table]
    first: dict[int, int] = {}
    for row in archive.where(np.isin(archive[by], entries[by]))[::-1].tolist():
        first[int(archive[by][row])] = row
    fields = [field for field in stage.fields.values() if len(field.entered) == 1]
    for entry in range(len(entries)):
        row = first.get(int(entries[by][entry]))
        if row is not None and archive["recorded_at"][row] >= entries["recorded_at"][entry]:
            pairs = ((entries.frame[f.entered[0]][entry], archive.frame[f.archived[0]][row]) for f in fields)
            if any(entered is not None and entered != archived for entered, archived in pairs):
                yield ledger.cite(stage.table, entry, PROOF), ledger.cite(table, row, PROOF)


@within("book")
def disagree_order_check(ledger: Ledger) -> list[Disagreement]:
    """Orders of meters that a comparison on the spot found otherwise, as they were entered."""
    orders, checks = ledger["work_order"].frame.with_row_index("order"), ledger["archive_check"].frame
    both = orders.join(checks.with_row_index("check"), left_on="new_meter", right_on="meter", suffix="_found")
    differs = pl.any_horizontal(pl.col(name) != pl.col(f"{name}_found") for name in ("multiplier", "digits"))
    return [
        Disagreement(
            _ENTRIES,
            (*ledger.cites("work_order", [order], PROOF), *ledger.cites("archive_check", [check], PROOF)),
        )
        for order, check in both.filter(differs).select("order", "check").rows()
    ]
