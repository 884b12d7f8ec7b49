"""Records that disagree, in words: what contradicts what, which rows, and which clauses keep silent about it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kaohe.reports.judged.inputs import Judged
from kaohe.reports.judged.statute import Statute
from kaohe.reports.papers.slips import column_label, form_name
from kaohe.reports.words.keys import key_text
from kaohe.reports.words.wording import day, key_part, listed, say, say_or, typed
from kaohe.sim.records.repeats import repeats

CONTRADICTIONS_SHOWN = 5  # on a terminal; the page has more, the Parquet file all
Rows = frozenset[tuple[str, int]]


@dataclass(frozen=True)
class Contradiction:
    """One disagreement.

    rows: form, key in words, table and key of each. clauses: those that it silences.
    """

    number: int
    text: str
    written: str
    rows: tuple[tuple[str, str, str, int], ...]
    clauses: str


def contradictions(judged: Judged, statute: Statute, count: int | None = None) -> list[Contradiction]:
    """All disagreements, or the first `count`, in the order of writing."""
    frame = judged.disagreements if count is None else judged.disagreements.head(count)
    return [_told(row, statute) for row in frame.iter_rows(named=True)]


def touching(judged: Judged, statute: Statute, rows: Rows) -> list[Contradiction]:
    """The disagreements of which one of these (table, key) is a row."""
    told = judged.disagreements.iter_rows(named=True)
    return [_told(row, statute) for row in told if not rows.isdisjoint(_rows(row))]


def line(told: Contradiction) -> str:
    """A disagreement in one paragraph."""
    rows = say("contradiction-and").join(
        say("contradiction-row", form=form, key=said, id=str(key)) for form, said, _, key in told.rows
    )
    return say("contradiction-line", text=told.text, rows=rows, clauses=told.clauses)


def _rows(row: dict[str, object]) -> Iterable[tuple[str, int]]:
    tables, keys = row["tables"], row["row_keys"]
    assert isinstance(tables, list)
    assert isinstance(keys, list)
    return zip(tables, keys, strict=True)


def _told(row: dict[str, object], statute: Statute) -> Contradiction:
    kind, clauses, written = str(row["kind"]), row["clauses"], row["written_on"]
    assert isinstance(clauses, list)
    return Contradiction(
        number=int(str(row["disagreement_id"])),
        text=_text(kind, json.loads(str(row["inputs"]))),
        written=day(written if isinstance(written, date) else None),
        rows=tuple((form_name(table), key_text(table, row_key), table, row_key) for table, row_key in _rows(row)),
        clauses=say("contradiction-and").join(statute.clause_name(clause) for clause in clauses) or say("none"),
    )


def _text(kind: str, inputs: Mapping[str, object]) -> str:
    """What a kind of disagreement says with its numbers; of a declared repeat what is repeated, and both cells."""
    if kind in repeats() and "column" in inputs:
        repeat, column = repeats()[kind], str(inputs["column"])
        return say(
            "contradiction-repeat",
            meaning=repeat.label.text(),
            column=column_label(column),
            said=typed(column, inputs["said"]),
            other=typed(column, inputs["other"]),
            places=int(str(inputs["places"])),
        )
    values = {name: typed(name, value) for name, value in inputs.items()}
    otherwise = say("gap").join(part for part in (kind, listed(values)) if part)
    return say_or(f"contradiction-{key_part(kind)}", otherwise, **values)
