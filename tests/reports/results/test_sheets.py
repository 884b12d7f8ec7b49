"""成績單, 評分記錄表 and 責任事故報表: what stands in them is what the marks and the key say."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import docx
from hypothesis import given
from hypothesis import strategies as st

from kaohe.reports.results.incident_forms import write_incident_form
from kaohe.reports.results.score_sheets import adding_up, marks_sheet, record_sheet, score_sheets
from kaohe.scenarios.exam.moderation import Accepted, Amendment
from kaohe.scenarios.exam.scheme import STAGES
from kaohe.sim.tariff.money import round_half_up
from tests.reports.results.classes import FOUR, results
from tests.scenarios.exam.sample import KEY

VOID = Amendment(1, "void", 1, 3, "底單印壞", "李老師", "2001-05-01")
HAND = Amendment(2, "hand", 1, 1, "寫得清楚", "李老師", candidate="C03", stage="value", credit=Fraction(3, 4))


def test_the_stages_of_a_line_add_up_to_its_total() -> None:
    sheet = marks_sheet(results(FOUR, names={"C02": "=王"}))
    assert [row[0] for row in sheet.rows()] == list(FOUR)
    for row in sheet.rows():
        stages = [cell for cell in row[3:8] if isinstance(cell, Decimal)]
        total = row[8]
        assert isinstance(total, Decimal)
        assert sum(stages) == total
    assert [row[9] for row in sheet.rows()] == ["及格", "不及格", "及格", "不及格"]
    assert list(sheet.rows())[3][11] == "沒有交卷，按空白卷計。"


@given(st.lists(st.fractions(0, 40, max_denominator=999), min_size=1, max_size=6))
def test_parts_add_up_to_their_sum_which_is_rounded_once(parts: list[Fraction]) -> None:
    shown, whole = adding_up(parts), sum(parts, start=Fraction(0)) * 100
    assert sum(shown) == Decimal(round_half_up(whole.numerator, whole.denominator)) / 100
    assert all(abs(Fraction(each) - part) < Fraction(1, 100) for each, part in zip(shown, parts, strict=True))


def test_the_record_has_a_row_for_each_incident_and_candidate_with_its_reasons() -> None:
    whole = results(FOUR)
    rows = list(record_sheet(whole).rows())
    assert len(rows) == len(FOUR) * len(KEY.incidents)
    missed = [row for row in rows if row[6] is None]
    assert len(missed) == 2 + 4
    assert all(row[-1] == "未查出，五項均為 0" and row[-2] == 0 for row in missed)
    cheap = next(row for row in rows if row[0] == "C03" and row[3] == 1)
    assert "所答 2,000.00 元，應為 1,234.56 元" in str(cheap[-1])
    earned = sum(row[-2] for row in rows if row[0] == "C01" and isinstance(row[-2], Decimal))
    assert earned + 100 // len(STAGES) == 100


def test_amendments_and_marks_by_hand_have_a_sheet_of_their_own() -> None:
    names = [sheet.table for sheet in score_sheets(results(FOUR, amendments=(VOID, HAND)))]
    assert names == ["marks", "record", "lines", "items", "amendments"]
    told = next(sheet for sheet in score_sheets(results(FOUR, amendments=(VOID, HAND))) if sheet.table == "amendments")
    void, hand = told.rows()
    assert "底單印壞" in str(void[4])
    assert (void[3], hand[3]) == ("第 1 卷全體", "C03")
    assert "0.75" in str(hand[4])
    assert "amendments" not in [sheet.table for sheet in score_sheets(results(FOUR))]


def test_the_form_lists_the_incidents_that_count_the_gravest_first(tmp_path: Path) -> None:
    path = tmp_path / "form.docx"
    write_incident_form(results(FOUR, amendments=(VOID,)), 1, path)
    page = docx.Document(str(path))
    rows = [[cell.text for cell in row.cells] for row in page.tables[0].rows]
    assert [row[0] for row in rows] == ["序號", "2", "1", "4"]
    assert rows[1][5:7] == ["14,169.98 元", "嚴重"]
    assert "扣發所有獎金" in rows[1][7]
    assert "職工 21 號" in rows[1][4]
    assert rows[3][7] == "無"
    texts = "\n".join(each.text for each in page.paragraphs)
    assert "合計 3 件，可計金額 15,454.54 元，不能按額度認定 0 件。" in texts
    assert "負責人" in texts
    assert page.core_properties.author == ""


def test_the_form_names_whom_the_judge_names_and_says_what_else_was_accepted(tmp_path: Path) -> None:
    """Who was accepted besides is no culprit; nor is a clause, a post or a row."""
    accept = Accepted(clause="2.4", post="cashier", person=99, row=("meter", 7), amount_fen=5)
    besides = Amendment(1, "accept", 1, 1, "兩人都說得通", "李老師", "2001-05-01", accept)
    write_incident_form(results(FOUR, amendments=(besides,)), 1, tmp_path / "form.docx")
    write_incident_form(results(FOUR), 1, tmp_path / "plain.docx")
    page, plain = (docx.Document(str(tmp_path / name)) for name in ("form.docx", "plain.docx"))
    rows, before = ([[cell.text for cell in row.cells] for row in each.tables[0].rows] for each in (page, plain))
    assert rows == before
    told = [each.text for each in page.paragraphs if "評分時也接受" in each.text]
    assert len(told) == 1
    assert all(word in told[0] for word in ("2.4 ", "出納", "99", "兩人都說得通", "第 1 次"))
    annex = [each.text for each in page.paragraphs if each.text not in told]
    assert annex == [each.text for each in plain.paragraphs]
