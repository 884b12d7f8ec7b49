"""The answer sheet: blank is no number, nothing is lost in writing, and formulas work at the candidate's inputs."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from kaohe.scenarios.exam.sheet import AnswerLine, AnswerSheet, Input, Sanction
from kaohe.scenarios.exam.workings import stated_fen, workings
from kaohe.standards import Rulebook
from tests.scenarios.exam.sample import inputs, oracle

FULL = AnswerLine(
    number=7,
    clause="2.2",
    post="meter_reader",
    person=0,
    cites=(("reading", 1), ("bill", 2)),
    formula="energy_fee",
    inputs=(Input("kwh", 200, "kwh"), Input("price", Decimal("0.4500"))),
    amount_fen=0,
    tier="general",
    sanctions=(Sanction("withhold_all_bonus", 0, 6), Sanction("major_demerit")),
    duties=("enquiry",),
    unread={"amount_fen": "約九十元"},
)


def test_a_sheet_is_read_back_as_it_was() -> None:
    sheet = AnswerSheet((FULL, AnswerLine(8, unpriced=True, none_written=True, clause="6.4")))
    assert AnswerSheet.from_json(json.loads(sheet.text())) == sheet
    assert AnswerSheet.from_json(json.loads(oracle().text())) == oracle()


def test_zero_is_written_and_a_blank_is_not() -> None:
    (row,) = AnswerSheet((FULL,)).to_json()["lines"]
    assert (row["amount_fen"], row["person"]) == (0, 0)
    (row,) = AnswerSheet((AnswerLine(1, clause="2.2"),)).to_json()["lines"]
    assert set(row) == {"line", "clause"}


def test_blank_lines_claim_nothing() -> None:
    assert AnswerLine(3).blank
    assert not AnswerLine(3, amount_fen=0).blank
    assert AnswerSheet((AnswerLine(1), FULL, AnswerLine(9, tier="general"))).given == (FULL,)
    assert AnswerSheet((AnswerLine(1),)).to_json()["lines"] == []


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"line": 0},
        {"line": 31},
        {"line": "1"},
        {"line": True},
        {"line": 1, "amount": 100},
        {"line": 1, "amount_fen": "100"},
        {"line": 1, "amount_fen": 100.5},
        {"line": 1, "amount_fen": 10**16},
        {"line": 1, "clause": 2.2},
        {"line": 1, "clause": "2" * 2_000},
        {"line": 1, "person": "11"},
        {"line": 1, "unpriced": 1},
        {"line": 1, "cites": [["reading", 1]] * 6},
        {"line": 1, "cites": [["reading"]]},
        {"line": 1, "cites": [["reading", "1"]]},
        {"line": 1, "cites": "reading"},
        {"line": 1, "inputs": [{"name": "kwh", "value": 0.45}]},
        {"line": 1, "inputs": [{"name": "kwh", "value": "NaN"}]},
        {"line": 1, "inputs": [{"name": "kwh", "value": "many"}]},
        {"line": 1, "inputs": [{"name": 7, "value": 1}]},
        {"line": 1, "sanctions": ["dismissal"]},
        {"line": 1, "sanctions": [{"kind": "dismissal", "low": "6"}]},
        {"line": 1, "sanctions": [{"low": 6}]},
        {"line": 1, "duties": [1]},
        {"line": 1, "unread": []},
        [],
    ],
)
def test_a_line_of_another_kind_is_refused_before_it_is_marked(line: object) -> None:
    with pytest.raises((KeyError, ValueError, TypeError, ArithmeticError, AttributeError)):
        AnswerSheet.from_json({"version": 1, "lines": [line]})


def test_a_line_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        AnswerSheet.from_json({"version": 1, "lines": [{"line": 1}, {"line": 1, "clause": "2.2"}]})


@pytest.mark.parametrize("document", [{}, {"version": 2, "lines": []}, {"version": 1}, {"version": 1, "lines": [{}]}])
def test_what_is_no_sheet_is_refused(document: dict[str, object]) -> None:
    with pytest.raises((KeyError, ValueError, TypeError)):
        AnswerSheet.from_json(document)


@pytest.mark.parametrize(
    ("formula", "given", "fen"),
    [
        ("difference", inputs(due="120.50", actual=100), 2_050),
        ("difference", inputs(due=100, actual="120.50"), 2_050),
        ("two_part_fee", inputs(kwh=1_000, price="0.4", kva=315, capacity_price=15), 512_500),
        ("fee_less_issued", inputs(kwh=1_000, price="0.4", issued=380), 2_000),
        ("interest", inputs(principal="10000", days=35, daily_rate="0.00021"), 7_350),
        ("interest_of_sums", inputs(principal_days="35000.5", daily_rate="0.00021"), 735),
        ("short_and_interest", inputs(short=50, principal_days=100_000, daily_rate="0.00021"), 7_100),
        ("energy_fee", inputs(kwh=3, price="0.455"), 137),  # 1.365 yuan, half up
        ("energy_fee", inputs(kwh=3), None),
        ("energy_fee", inputs(kwh=3, price="1e30"), None),
        ("energy_fee", inputs(kwh=3, price="NaN"), None),
        ("no_such", inputs(kwh=3), None),
    ],
)
def test_formulas_work_at_the_inputs(formula: str, given: tuple[Input, ...], fen: int | None) -> None:
    assert stated_fen(formula, given) == fen


def test_units_are_minded() -> None:
    assert stated_fen("difference", (Input("due", 500, "分"), Input("actual", 3, "元"))) == 200


def test_every_formula_is_of_some_amount_that_the_judge_works_out() -> None:
    known = {limb.formula for clause in Rulebook.load().clauses.values() for limb in clause.limbs if limb.formula}
    assert set().union(*(form.of for form in workings().values())) <= known
    for form in workings().values():
        assert {name for term in (*form.plus, *form.minus) for name in term} == set(form.inputs)
        assert form.name.zh_hant
        assert form.name.en


def test_the_sheet_on_the_page_is_one() -> None:
    page = (Path(__file__).parents[3] / "docs" / "marking.md").read_text(encoding="utf-8")
    document = json.loads(page.split("```json\n")[1].split("```")[0])
    (line,) = AnswerSheet.from_json(document).lines
    assert stated_fen(line.formula, line.inputs) == line.amount_fen == 123_435
    assert AnswerSheet.from_json(document).to_json()["lines"][0]["cites"] == [["reading", 812], ["bill", 5]]


def test_the_page_on_marking_lists_every_formula() -> None:
    page = (Path(__file__).parents[3] / "docs" / "marking.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `([a-z_]+)` \| ([a-z_, ]+) \|", page, re.M))
    assert listed == {form.id: ", ".join(form.inputs) for form in workings().values()}
