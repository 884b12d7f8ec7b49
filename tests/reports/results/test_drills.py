"""The results of a drill: what was kept, what took more away, who is to be reviewed, and who has no mark."""

from __future__ import annotations

from fractions import Fraction

from kaohe.reports.page.fonts import undrawable
from kaohe.reports.results.drills import DrillResults, Sat, drill_page, drill_sheets
from kaohe.scenarios.exam.drill_marks import DrillMark, Incident, Trial
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.texts import use_language
from tests.reports.results.test_pages import text
from tests.sim.office import handbook, rulebook

POINT = next(iter(REGISTRY.points))
TESTS = tuple(Trial(POINT, frozenset({(POINT, at)}), "leave", "leave") for at in range(4))
FIRST = Incident(1, "4.1", "general", frozenset({(POINT, 0)}), False)
AGAIN = Incident(2, "4.1", "serious", frozenset({(POINT, 0)}), False)
TAKEN = Incident(3, "4.6", "major", frozenset({(POINT, 1)}), True)


def mark(total: int, lost: set[int], incidents: tuple[Incident, ...], further: tuple[Incident, ...] = ()) -> DrillMark:
    return DrillMark(Fraction(total), TESTS, frozenset(lost), further, incidents, TAKEN in incidents)


RESULTS = DrillResults(
    "collector",
    "收費員演練",
    "collector",
    60,
    {
        "A1": Sat(mark(100, set(), ()), True),
        "B2": Sat(mark(0, {0}, (FIRST, AGAIN), (AGAIN,)), True),
        "C3": Sat(mark(59, {1}, (TAKEN,)), False),
        "D4": Sat(None),
        "E5": Sat(None, fault="第 3 行"),
    },
    rulebook(),
    handbook(),
    {"A1": 1, "B2": 1, "C3": 2, "D4": 2, "E5": 1},
)


def test_marks_tests_and_incidents_are_sheets() -> None:
    marks, tests, breaches, _ = drill_sheets(RESULTS)
    rows = {str(row[0]): row for row in marks.rows()}
    assert [rows[who][3] for who in rows] == ["及格", "不及格", "有重大差錯，須覆核", None, None]
    assert rows["B2"][4:8] == (4, 3, 1, 0)
    assert rows["C3"][7:] == (1, "沒有做完，餘下的按不處理計；因重大差錯封頂")
    assert (rows["D4"][8], "第 3 行" in str(rows["E5"][8])) == ("沒有應考", True)
    assert [row[-1] for row in tests.rows() if row[0] == "B2"] == ["失守", "守住", "守住", "守住"]
    assert [(row[0], row[1], row[4]) for row in breaches.rows()] == [("B2", 1, None), ("B2", 2, 4), ("C3", 3, None)]


def test_a_candidates_page_is_his_own_and_the_class_sees_every_test() -> None:
    page = text(drill_page(RESULTS, "B2"))
    assert "守住 3 / 4" in page
    assert "C3" not in page
    whole = text(drill_page(RESULTS))
    assert "及格 1 人" in whole
    assert "53.00" in whole  # (100 + 0 + 59) ÷ 3: who has no mark counts in no mean
    assert "83.3" in whole  # ten of twelve
    for language in ("zh-Hant", "zh-Hans", "en"):
        with use_language(language):
            assert undrawable([text(drill_page(RESULTS, "C3"))], language) == []
