"""The numbers by which rows are cited in a form's papers, from what was sealed with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from kaohe.scenarios.exam.handed_in import ROWS, fault
from kaohe.scenarios.exam.key import KeyIncident
from kaohe.scenarios.exam.moderation import Amendment
from kaohe.scenarios.exam.sheet import Row
from kaohe.sim.files import Faults, quoted


def row_numbers(
    form: Path, incidents: Iterable[KeyIncident], amendments: Iterable[Amendment] = ()
) -> Mapping[Row, int]:
    """Numbers of the rows that incidents rest on, and of those that amendments accept; empty where the folder of the
    form has none. Faults if damaged.
    """
    path = form / ROWS
    if not path.is_file():
        return {}
    wanted = {row for one in incidents for row in (*one.decisive, *(cite.row for cite in one.cites))}
    wanted |= {one.accept.row for one in amendments if one.accept.row is not None}
    try:
        keys = {key for _, key in wanted}
        rows = pl.read_parquet(path).filter(pl.col("row_key").is_in(list(keys)))
        known = {(table, key): number for table, number, key in rows.select("table", "row_no", "row_key").iter_rows()}
    except (OSError, LookupError, ValueError, pl.exceptions.PolarsError) as error:
        raise Faults([fault(path, "E002", "exam-damaged", detail=quoted(str(error)))]) from error
    return {row: known[row] for row in wanted if row in known}
