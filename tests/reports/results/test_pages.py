"""The pages of candidates and class: what they say, what they do not, and that they need nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from kaohe.reports.page.fonts import undrawable
from kaohe.reports.results.advice import advice, class_advice
from kaohe.reports.results.candidate_page import candidate_page
from kaohe.reports.results.class_page import class_page
from kaohe.reports.results.debrief import debrief
from kaohe.reports.results.inputs import FormOffice
from kaohe.scenarios.exam.sheet import AnswerSheet
from kaohe.scenarios.exam.statistics import LEAST_ANSWERS
from kaohe.sim.texts import use_language
from tests.reports.results.classes import FOUR, many, results
from tests.reports.results.test_sheets import HAND, VOID
from tests.scenarios.exam.sample import KEY, MISREAD, oracle, right_line

LANGUAGES = ("zh-Hant", "zh-Hans", "en")


def text(page: str) -> str:
    """What a reader sees."""
    page = re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


@pytest.fixture(params=LANGUAGES, name="language")
def _language(request: pytest.FixtureRequest) -> Iterator[str]:
    with use_language(request.param):
        yield request.param


def test_pages_hold_all_they_need_and_every_sign_can_be_drawn(language: str) -> None:
    whole = results(FOUR, amendments=(VOID, HAND))
    for page in (class_page(whole), candidate_page(whole, "C02")):
        assert f'<html lang="{language}">' in page
        assert not re.search(r'(?:src|href)\s*=\s*"(?!#|data:)', page)
        assert not re.search(r"url\((?!\"data:)", page)
        assert undrawable([text(page)], language) == []
        assert page == (class_page(whole) if "C03" in page else candidate_page(whole, "C02"))


def test_a_candidates_page_tells_what_he_missed_and_nothing_of_others() -> None:
    whole = results(FOUR, names={"C02": "<b>王</b>\u202e", "C03": "張三"}, amendments=(HAND,))
    page = candidate_page(whole, "C02")
    missed = text(page).split("答案中有 2 件沒有查出")[1].split("評分說明")[0]
    assert "第 3 件" in missed
    assert "第 1 件" not in missed
    assert " 職工 31 號" in missed
    assert "對責任者的處理：扣發所有獎金 6 個月" in missed
    assert "C03" not in page
    assert "張三" not in page
    assert "寫得清楚" not in page
    assert "<b>王" not in page
    assert "\u202e" not in page
    assert "寫得清楚" in candidate_page(whole, "C03")


def test_few_answers_are_said_to_be_few_and_enough_are_shown() -> None:
    few, enough = (text(class_page(results(many(count)))) for count in (LEAST_ANSWERS - 1, LEAST_ANSWERS))
    assert "只有 19 份答卷，不足 20 份" in few
    assert "答卷不足" in few
    assert "不足 20 份" not in enough
    assert "答卷不足" not in enough


def test_reliability_and_forms_come_with_their_intervals() -> None:
    whole = results(many(24))
    page, figures = text(class_page(whole)), whole.figures
    for one in (figures.mean, figures.alpha, figures.error):
        assert one is not None
        assert f"{one.value:.2f} {one.low:.2f} 至 {one.high:.2f}" in page
    assert "沒有交卷：C24。" in page
    alone = text(class_page(results({"C01": FOUR["C01"]})))
    assert "算不出" in alone
    assert "只有一人" in alone


def test_amendments_stand_on_the_page_of_the_class() -> None:
    page = text(class_page(results(FOUR, amendments=(VOID, HAND))))
    assert "底單印壞" in page
    assert "寫得清楚" in page
    assert "答案更改" not in text(class_page(results(FOUR)))


def test_who_stands_near_the_pass_mark_is_named() -> None:
    whole = results(FOUR)
    near = replace(whole, figures=replace(whole.figures, near=("C02",)))
    assert "距及格線不足一個標準誤：C02" in text(class_page(near))
    assert "換一份卷" in text(candidate_page(near, "C02"))
    assert "換一份卷" not in text(candidate_page(near, "C01"))


def test_advice_begins_with_the_weakest_and_names_the_stage_that_lost_most() -> None:
    whole = results(FOUR)
    assert advice(whole, "C01") == ()
    assert {row.share for row in advice(whole, "C04")} == {0.0}
    assert [row.what[:3] for row in advice(whole, "C02")] == ["查不出"] * 2
    shares = [row.share for row in class_advice(whole)]
    assert shares == sorted(shares)
    slips = replace(right_line(MISREAD), amount_fen=None, tier=None, person=None)
    (row,) = advice(results({"C01": AnswerSheet((slips, *oracle().lines[1:]))}), "C01")
    assert (row.clause[:3], row.share, row.what[:4]) == ("2.2", 0.5, "金額不準")
    spoilt = replace(KEY, incidents=tuple(replace(one, posts=(), persons=()) for one in KEY.incidents))
    assert advice(results({"C01": FOUR["C02"]}, key=spoilt), "C01")[0].post == "—"


def test_the_truth_is_laid_over_the_office() -> None:
    key = replace(KEY, incidents=(replace(KEY.incidents[0], acts=(77,)), *KEY.incidents[1:]))
    days = {"occurred_on": date(2001, 2, 1), "evidenced_on": date(2001, 3, 5)}
    acts = pl.DataFrame({"act_id": [77], **{name: [day] for name, day in days.items()}})
    (told,) = debrief(results(FOUR, key=key, office=FormOffice(None, acts)))
    first = told.incidents[0]
    assert first.lines == ("2001-02-01　所為", "2001-03-05　從這天起憑證看得出", "2001-03-11　按標準應已發現")
    assert first.found == "4 人中 3 人查出"
    marks = told.figure.lines[0].marks
    assert [mark.kind for mark in marks] == ["shown", "known"]
    assert marks[0].start == 0
    assert marks[0].start + marks[0].length == pytest.approx(marks[1].start, abs=0.01)
    assert "據實情" not in told.lead  # three of four have no act here
    (bare,) = debrief(results(FOUR))
    assert "沒有實情" in bare.lead
