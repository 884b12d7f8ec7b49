"""A feature as the office of an exam: what it describes and orders is taken; what is no office is told at its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kaohe.scenarios.exam.files import load_exam
from kaohe.scenarios.gherkin.offices import feature_office
from kaohe.scenarios.running import carried_out, staged
from kaohe.sim.files import Faults
from kaohe.sim.town.population import make_population
from kaohe.sim.town.staffing import staff

RUN = "    當 營業所運行到 2001-03-30\n"
LATE = "「王芳」於 2001-03-06 對「東街」「遲抄」2 日"
READER = ",抄表工「王芳」"
TEXT = f"""# language: zh-TW
功能: 東街
  背景:
    假如 營業所自 2001-03-01 起
    而且 營業所有商業 2 戶
    而且 抄表段「東街」8 戶,例日每月 6 日{READER}
    而且 「趙紅」是收費工,在 1 號窗口
    而且 平日「逾期交費」占 20 %
  場景: 差錯
    假如 {LATE}
    而且 「趙紅」於 2001-03-20 「遲結」1 日
{RUN}    那麼 沒有工作差錯
"""
SECOND = f"  場景: 又一個\n{RUN}    那麼 沒有工作差錯\n"
EXAM = """id = "t"
name = { zh = "試", en = "try" }
scenario = "street.feature"
[[incidents]]
clause = "2.2"
tier = "non_assessed"
count = 10
[[incidents]]
clause = "3.1"
tier = "non_assessed"
count = 2
"""


def _written(folder: Path, text: str = TEXT) -> Path:
    path = folder / "street.feature"
    path.write_text(text, encoding="utf-8")
    return path


def _refused(folder: Path, text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(Faults) as found:
        feature_office(_written(folder, text))
    return [(fault.line, fault.code) for fault in found.value.faults]


def test_what_a_feature_describes_and_orders_is_the_office(tmp_path: Path) -> None:
    office = feature_office(_written(tmp_path))
    assert (office.spec.start, office.spec.months) == (date(2001, 3, 1), 1)
    assert [(book.name, book.reader) for book in office.spec.books] == [("東街", "王芳")]
    assert office.spec.practice.late_e6 == 200_000
    assert [(act.on.day, act.does, act.about, act.params) for act in office.acts] == [
        (6, "遲抄", "東街", {"days": 2}),
        (20, "遲結", "趙紅", {"days": 1}),
    ]


def test_its_acts_are_done_in_an_office_of_any_seed(tmp_path: Path) -> None:
    office = feature_office(_written(tmp_path, TEXT.replace("商業 2 戶", "居民 90 戶")))
    for seed in (2, 3):
        acts = carried_out(staged(office, seed, orders=()), office).acts
        assert sorted(acts["clause"].to_list()) == ["2.1", "4.1"]


def test_an_act_that_meets_no_occasion_is_told_at_its_step(tmp_path: Path) -> None:
    office = feature_office(_written(tmp_path, TEXT.replace("「遲結」1 日", "「短款」99999.00 元")))
    with pytest.raises(Faults) as found:
        carried_out(staged(office, 2, orders=()), office)
    assert [(fault.line, fault.code) for fault in found.value.faults] == [(11, "P043")]


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        (TEXT + SECOND, 14, "E070"),
        (TEXT.replace(RUN, "    當 按考核辦法認定\n"), 9, "E071"),
        (TEXT.replace("    當 ", "    而且 考核辦法「handbook」\n    當 "), 12, "E072"),
        (
            TEXT.replace("    當 ", "    而且 「王芳」於 2001-03-12 發生條款 2.2 的事故,影響電費 9.99 元\n    當 "),
            12,
            "E072",
        ),
        (TEXT.replace("8 戶", "八 戶"), 6, "F008"),
    ],
    ids=["two scenarios", "no run", "policy", "case", "gate"],
)
def test_what_is_no_office_is_told_at_its_line(tmp_path: Path, text: str, line: int, code: str) -> None:
    assert (line, code) in _refused(tmp_path, text)


def test_whom_each_form_draws_anew_no_act_may_name(tmp_path: Path) -> None:
    unnamed = TEXT.replace(READER, "")
    post = feature_office(_written(tmp_path, unnamed.replace("「王芳」於", "「抄表工」於")))
    assert len(post.acts) == 2
    people = staff(post.spec, make_population(post.spec, 1), 1).people
    drawn = next(person.name for person in people if person.post == "meter_reader")
    assert _refused(tmp_path, unnamed.replace("「王芳」於", f"「{drawn}」於")) == [(10, "E073")]


def test_the_faults_of_a_feature_stand_beside_those_of_its_exam(tmp_path: Path) -> None:
    _written(tmp_path, TEXT.replace("    當 ", "    而且 考核辦法「handbook」\n    當 "))
    path = tmp_path / "t.toml"
    path.write_text(EXAM, encoding="utf-8")
    with pytest.raises(Faults) as found:
        load_exam(path)
    assert [(Path(fault.path).name, fault.line, fault.code) for fault in found.value.faults] == [
        ("street.feature", 12, "E072"),
        ("t.toml", 3, "P062"),
    ]
    _written(tmp_path)
    assert len(load_exam(path).scenario.acts) == 2
