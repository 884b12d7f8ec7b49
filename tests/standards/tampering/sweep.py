"""`python -m tests.standards.tampering.sweep`: one forged cell, one row less, in every column of every paper.

An office with acts of every clause is edited at one place, drawn at random, and judged as edited records are. The table
says of each column what came of it: refused by the full check, told as a disagreement, without effect, an incident or
slip against somebody (`accuses`), or one that is gone without a word (`silent`). Where the cell is what a limb of the
clause is about (papers.py), and no other paper says otherwise, it is that limb's (`limb`): to edit it is to forge the
evidence itself. `--each` edits are tried in each.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import TypeVar

import polars as pl

from kaohe.sim.deciding.behaviours import Order
from kaohe.sim.deciding.injection import plan_from
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.records import SCHEMA, Column, Records
from kaohe.sim.records.checking import check_records
from kaohe.sim.run import Run
from kaohe.sim.spec import OfficeSpec
from kaohe.standards.judging.judge import Found, find
from tests.sim.office import BUSY, Small, rulebook, surveyed
from tests.standards.tampering.papers import Papers, Row
from tests.standards.tampering.test_tampering import LIMBS

ROW = "(row)"
Act = tuple[str, int, int]
_T = TypeVar("_T")


@dataclass(frozen=True)
class Outcome:
    """An edit and what came of it: refused, told, limb, accuses, silent or nothing; clauses and kinds that say why."""

    table: str
    column: str
    key: int
    before: object
    after: object
    came: str
    why: str = ""

    @property
    def line(self) -> str:
        """For people."""
        changed = "" if self.column == ROW else f": {self.before} → {self.after}"
        return f"{self.came}: {self.table}.{self.column} {self.key}{changed}: {self.why}"


def acts(found: Found) -> frozenset[Act]:
    """Clause, object and person of each finding, slips too."""
    return frozenset((finding.clause, finding.object_id, finding.staff) for finding in found.findings)


class Rich(Small):
    """An office in which papers are written that others seldom have."""

    def spec(self) -> OfficeSpec:
        """Many fees are put off, many applicants lack a paper, many customers show their copies."""
        seldom = replace(BUSY, fee_approval_e6=400_000, incomplete_e6=500_000, receipt_shown_e6=100_000)
        return replace(super().spec(), practice=seldom)


@cache
def office() -> Run:
    """Two acts of every clause; and the bank collects too much of many bills, so that some is refunded."""
    small = Rich(300, 4, 1)
    survey, by_the_book = surveyed(small)
    orders = plan_from(survey, small.seed, dict.fromkeys(REGISTRY.clauses(), 2)).orders
    used = {order.key for order in orders if order.point == "send_collection"}
    batches = by_the_book.records.table("bank_batch").filter(pl.col("kind") == "collection")["id"].to_list()
    more = [Order("send_collection", "overcharge", key=key) for key in batches if key not in used]
    return small.office((*orders, *more)).run()


@cache
def untouched() -> frozenset[Act]:
    """What stands in it."""
    return acts(find(office().records, rulebook(), edited=True))


def sweep(each: int, seed: int, tables: frozenset[str] = frozenset()) -> Iterator[Outcome]:
    """Edits of every column, and deletions, with what came of them."""
    for table in SCHEMA.values():
        frame = office().records.table(table.name)
        if frame.is_empty() or (tables and table.name not in tables):
            continue
        for column in [*table.columns[1:], None]:
            random = Random(f"{seed}/{table.name}/{column.name if column else ROW}")
            for _ in range(each):
                row = frame.row(random.randrange(frame.height), named=True)
                yield from _tried(table.name, column, row, random)


def _tried(table: str, column: Column | None, row: Row, random: Random) -> Iterator[Outcome]:
    papers = Papers(office().records)
    if column is None:
        papers.delete(table, row)
        yield judged(papers.records(), table, ROW, row, None)
        return
    value = _other(column, row, papers[table], random)
    if value != row[column.name]:
        papers.change(table, row, **{column.name: value})
        yield judged(papers.records(), table, column.name, row, value)


def _other(column: Column, row: Row, frame: pl.DataFrame, random: Random) -> object:
    """Another value that such a cell may hold."""
    value = row[column.name]
    others = [each for each in frame[column.name].unique(maintain_order=True).to_list() if each != value]
    if isinstance(value, bool):
        return not value
    if isinstance(value, datetime):
        return value + timedelta(days=random.choice((-10, -1, 1, 10)))
    if isinstance(value, date):
        return value + timedelta(days=random.choice((-20, -3, -1, 1, 3, 20)))
    if isinstance(value, int) and column.refers is None and not column.codes:
        return value + random.choice((-500, -10, -1, 1, 10, 500))
    return random.choice(others or [value])


def judged(records: Records, table: str, column: str, row: Row, value: object) -> Outcome:
    """What the judge says of edited records; of what he would accuse somebody of, whether they are refused before."""
    before = row.get(column)
    key = row["id"]
    assert isinstance(key, int)
    try:
        found = find(records, rulebook(), edited=True)
    except (LookupError, ValueError) as error:
        return Outcome(table, column, key, before, value, "refused", repr(error)[:80])
    new, lost = acts(found) - untouched(), untouched() - acts(found)
    told = sorted({kind for kind, _ in found.disagreements})
    if new:
        clauses = {clause for clause, *_ in new}
        its_own = not told and clauses <= of_limbs().get(f"{table}.{column}", frozenset())
        came = "limb" if its_own else "refused" if refused(records) else "accuses"
        why = " ".join(sorted(clauses)) + "".join(f" beside {kind}" for kind in told)
        return Outcome(table, column, key, before, value, came, why)
    if told:
        return Outcome(table, column, key, before, value, "told", " ".join(told))
    came = "nothing" if not lost else "refused" if refused(records) else "silent"
    return Outcome(table, column, key, before, value, came, " ".join(sorted({clause for clause, *_ in lost})))


# Cells and rows that are the only evidence of a limb, beside those that `LIMBS` has.
_EVIDENCE = {
    "batch.cause": {"2.1"},
    "survey.book": {"1.3"},
    "work_order.digits": {"1.3", "7.1"},
    "case.amount_fen": {"3.5", "4.6"},
    "credit_note.approver": {"3.5", "4.6"},
    "case_fact.sign": {"2.6"},
    "day_close.cash_fen": {"4.1"},
    "day_close.cheque_fen": {"4.1"},
    "reopening.(row)": {"4.5"},
    "seal.(row)": {"1.7", "4.1"},
    "temp_receipt.customer": {"6.5"},
    "window_record.recorded_at": {"4.4"},
}


@cache
def of_limbs() -> dict[str, frozenset[str]]:
    """The clauses of which each column (paper.column, or paper.(row)) is the evidence of a limb."""
    found = {name: set(clauses) for name, clauses in _EVIDENCE.items()}
    for limb in LIMBS:
        column = limb.row if "." in limb.row else f"{limb.row}.{ROW}"
        found.setdefault(column, set()).update(limb.finds)
    return {column: frozenset(clauses) for column, clauses in found.items()}


def refused(records: Records) -> bool:
    """Whether the full check of a folder refuses them."""
    with tempfile.TemporaryDirectory() as home:
        for name in records.tables():
            folder = Path(home) / name
            folder.mkdir()
            records.table(name).write_parquet(folder / "200101.parquet")
        return any(fault.severity == "error" for fault in check_records(Path(home)).faults)


def main() -> None:
    """The table, and every edit that accuses somebody or silences a finding without a word."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--table", action="append", default=[])
    asked = parser.parse_args()
    came: dict[tuple[str, str], Counter[str]] = {}
    for outcome in sweep(asked.each, asked.seed, frozenset(asked.table)):
        came.setdefault((outcome.table, outcome.column), Counter())[outcome.came] += 1
        if outcome.came in ("accuses", "silent"):
            print(outcome.line, flush=True)
    names = ("refused", "told", "nothing", "limb", "accuses", "silent")
    print("| paper | column |", " | ".join(names), "|")
    print("|---|---|", "|".join("---:" for _ in names), "|")
    for (table, column), counts in came.items():
        print(f"| {table} | {column} |", " | ".join(str(counts[name] or "") for name in names), "|")
    total = sum(came.values(), Counter[str]())
    print("\n" + ", ".join(f"{name} {total[name]}" for name in names))


if __name__ == "__main__":
    main()
