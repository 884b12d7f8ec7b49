"""Acts of every clause taken away one by one: what was judged is what was caused, or less where the least is proven."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from rich.console import Console

from kaohe.reports import caused_table
from kaohe.scenarios.counterfactual import numbered_acts
from kaohe.scenarios.sampled import AGREE, chosen, without_amount
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.texts import use_language
from tests.kaohe.calling import called
from tests.proving import seeds, times

EACH = times(1, 2)
"""Acts of a clause that are taken away."""
BY_RULE = ("2.6", "4.4")
"""What was found connected is reckoned by hours of use, whatever the meter did not register."""


@pytest.fixture(name="folder", scope="module", params=seeds([8], [3, 5], free=4))
def _folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with acts of every clause, judged."""
    around = tmp_path_factory.mktemp("around")
    size = (
        "--customers",
        "600",
        "--months",
        "3",
        "--seed",
        str(request.param),
        "--inject",
        "all=2x",
        "--inject",
        "1.3=1x",
    )
    assert called(around, "simulate", *size, "--out", "office").code == 0
    assert called(around, "judge", "office").code == 0
    return around / "office"


@pytest.fixture(name="rows", scope="module")
def _rows(folder: Path) -> list[dict[str, Any]]:
    answer = called(folder.parent, "quality", "office", "--counterfactual", str(EACH), "--json")
    assert answer.code == 0, answer.err
    rows: list[dict[str, Any]] = answer.json()["counterfactual"]
    return rows


def test_what_is_judged_of_every_clause_is_what_was_caused(rows: list[dict[str, Any]]) -> None:
    assert {row["clause"] for row in rows} == set(REGISTRY.clauses())
    assert [row for row in rows if row["relation"] not in AGREE] == []
    same = [row for row in rows if row["relation"] == "equal"]
    assert all(row["causal_fen"] == row["judged_fen"] for row in same)
    least = [row for row in rows if row["relation"] == "least"]
    assert all(row["judged_fen"] < row["causal_fen"] and row["estimate_fen"] is not None for row in least)
    unpriced = [row for row in rows if row["relation"] == "unpriced"]
    assert {row["clause"] for row in unpriced} <= {"6.3", "6.8", "6.9"}  # what is missing of a book has no amount
    assert all((row["causal_fen"], row["judged_fen"]) == (0, None) for row in unpriced)
    otherwise = {"1.3", "2.2", "7.1", "9.5", *BY_RULE}
    assert {row["clause"] for row in (*same, *unpriced)} >= set(REGISTRY.clauses()) - otherwise
    assert {row["relation"] for row in rows if row["clause"] in BY_RULE} <= {"rule", "equal"}


def test_the_sample_is_of_each_clause_and_evidenced(folder: Path, rows: list[dict[str, Any]]) -> None:
    acts = numbered_acts(folder)
    findings = pl.read_parquet(folder / "assessment" / "findings.parquet")
    assert {row["number"] for row in chosen(acts, findings, EACH)} == {row["number"] for row in rows}
    one, two = chosen(acts, findings, 1), chosen(acts, findings, 2)
    assert {row["number"] for row in one} < {row["number"] for row in two}
    assert len(one) == len(REGISTRY.clauses())
    assert all(row["evidenced"] for row in one)


def test_nothing_found_is_told(folder: Path) -> None:
    """Teeth: where the judge has nothing, or another amount, the comparison says so."""
    acts = numbered_acts(folder)
    nothing = pl.read_parquet(folder / "assessment" / "findings.parquet").clear()
    missed = chosen(acts, nothing, 1)
    assert all(row["judged_fen"] is None for row in missed)
    assert {without_amount(row, 0) for row in missed} == {"none"}


def test_what_has_no_amount_agrees_only_where_none_was_caused() -> None:
    assert without_amount({"basis": "none"}, 0) == "unpriced"
    assert without_amount({"basis": "none"}, 1) == "none"
    assert without_amount({"basis": "cash"}, 0) == "none"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-Hant", ("實際造成", "考核金額", "相等", "未認定", "10.00")),
        ("zh-Hans", ("实际造成", "考核金额", "相等", "未认定")),
        ("en", ("Caused", "Judged", "equal", "not found", "1 of them")),
    ],
)
def test_it_is_told_in_each_language(language: str, words: tuple[str, ...]) -> None:
    row = {"clause": "3.1", "number": 4, "act": "漏發行", "occurred_on": date(2001, 3, 9), "causal_fen": 1_000}
    rows = [
        {**row, "judged_fen": 1_000, "estimate_fen": None, "relation": "equal"},
        {**row, "judged_fen": None, "estimate_fen": None, "relation": "none"},
    ]
    console = Console(file=StringIO(), width=120)
    with use_language(language):
        console.print(caused_table(rows))
    said = console.file.getvalue()  # type: ignore[attr-defined]  # the buffer above
    assert all(word in said for word in words), said


@pytest.mark.parametrize("given", ["0", "-1", "many", ""])
def test_a_number_that_is_none_is_refused(folder: Path, given: str) -> None:
    answer = called(folder.parent, "quality", "office", f"--counterfactual={given}")
    assert answer.code == 2
    assert "--counterfactual" in answer.err
