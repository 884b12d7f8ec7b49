"""Overlaps: of findings that touch, that of the clause named first stands; the others yield, or only their loss."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kaohe.sim.records import SCHEMA
from kaohe.sim.texts import Names
from kaohe.standards import Rulebook
from kaohe.standards.evidence.findings import Finding
from kaohe.standards.judging.overlaps import ranked, resolved
from kaohe.standards.ledger.cites import DUTY, RULE, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.rulebook.clause import Overlap
from tests.standards.records_builder import COLLECTOR, ISSUER, Desk

LIMIT = Cite("rule", 1, RULE, 0, -1)


def _finding(
    clause: str, *, object_id: int = 1, day: int = 5, loss_fen: int = 0, cites: str = "", staff: int = 1
) -> Finding:
    """A finding that cites the limit of all, and rows "table:key"."""
    rows = [row.split(":") for row in cites.split()]
    cited = tuple(Cite(table, int(key), DUTY, 0, 1) for table, key in rows)
    return Finding(clause, staff, "thing", object_id, day, day, -1, "cash", "x", (LIMIT, *cited), loss_fen=loss_fen)


def _overlap(touch: str, yields: str = "finding", tables: tuple[str, ...] = ()) -> Overlap:
    """5.1 before 5.2 before 5.4."""
    given = {"id": "one", "kind": "ranking", "clauses": ("5.1", "5.2", "5.4"), "rule": Names("一", "one")}
    return Overlap.model_validate({**given, "touch": touch, "yields": yields, "tables": tables})


def _left(findings: list[Finding], overlap: Overlap) -> list[tuple[str, int]]:
    return [(one.clause, one.loss_fen) for one in ranked(findings, overlap)]


@pytest.mark.parametrize(
    ("touch", "apart"),
    [("object", {"object_id": 2}), ("day", {"day": 6}), ("row", {"cites": "deposit:8"})],
)
def test_of_two_that_touch_the_one_named_first_stands(touch: str, apart: dict[str, object]) -> None:
    first, second = _finding("5.2", cites="deposit:7"), _finding("5.4", cites="deposit:7")
    other = _finding("5.4", **{"object_id": 2, "day": 6, "cites": "deposit:8", **apart})  # type: ignore[arg-type]  # one of them
    assert _left([second, first, other], _overlap(touch)) == [("5.2", 0), ("5.4", 0)]


def test_the_limit_that_both_cite_joins_nothing() -> None:
    assert len(_left([_finding("5.2"), _finding("5.4")], _overlap("row"))) == 2


def test_rows_of_other_tables_join_nothing() -> None:
    both = [_finding("5.2", cites="deposit:7"), _finding("5.4", cites="deposit:7")]
    assert len(_left(both, _overlap("row", tables=("hand_in",)))) == 2


def test_findings_of_one_clause_do_not_yield_to_each_other() -> None:
    assert len(_left([_finding("5.4", cites="deposit:7")] * 2, _overlap("row"))) == 2


def test_what_has_yielded_takes_nothing() -> None:
    """5.1 takes the count from 5.2; the deposit that only 5.2 shares with 5.4 stays 5.4's."""
    chain = [
        _finding("5.1", cites="safe_count:1"),
        _finding("5.2", cites="safe_count:1 deposit:7"),
        _finding("5.4", cites="deposit:7"),
    ]
    assert [clause for clause, _ in _left(chain, _overlap("row"))] == ["5.1", "5.4"]


def test_a_checker_counts_what_the_doers_have_not_counted() -> None:
    found = [
        _finding("5.4", loss_fen=1000, cites="reading:1 reading:2 reading:3"),
        _finding("5.1", loss_fen=300, cites="reading:1"),
        _finding("5.1", loss_fen=500, cites="reading:2"),
    ]
    assert _left(found, _overlap("row", "loss")) == [("5.4", 200), ("5.1", 300), ("5.1", 500)]


def test_the_post_decides_whose_clause_a_wrong_is() -> None:
    ledger, rulebook = Ledger(Desk().records()), Rulebook.load()
    notes = [_finding("4.6", staff=COLLECTOR), _finding("4.6", staff=ISSUER)]
    assert [one.staff for one in resolved(notes, rulebook, ledger)] == [COLLECTOR]


def test_overlaps_name_tables_of_the_records_where_rows_join_them() -> None:
    overlaps = Rulebook.load().overlaps
    planned = {"deposit", "hand_in", "work_order", "reading", "breach_case"}
    assert {table for overlap in overlaps for table in overlap.tables} == planned
    assert planned <= set(SCHEMA)
    assert [one.id for one in overlaps if one.tables and one.touch != "row"] == []


def test_the_same_wrong_is_told_apart_by_posts_that_differ() -> None:
    rulebook = Rulebook.load()
    for overlap in (one for one in rulebook.overlaps if one.kind == "same_act"):
        posts = [rulebook.clause(clause).posts for clause in overlap.clauses]
        assert len({post for group in posts for post in group}) >= 2, overlap.id


def test_an_amount_that_another_finding_has_is_counted_once() -> None:
    """The check of a day on which two bills were left out, of which one clerk answers for one by now."""
    left_out = [replace(_finding("5.1", cites=f"reading:{key}"), amount_fen=fen) for key, fen in ((7, 300), (8, 500))]
    both = replace(_finding("5.2", cites="reading:7 reading:8 reading:9"), amount_fen=900)
    smaller = replace(_finding("5.4", cites="reading:8"), amount_fen=200)
    found = ranked([*left_out, both, smaller], _overlap("row", "loss"))
    assert [one.again_fen for one in found] == [0, 0, 800, 200]
    assert [one.amount_fen for one in found] == [300, 500, 900, 200]
