"""The plugin in a user's own project: his feature files run, others are left alone, and faults are told."""

from __future__ import annotations

import pytest

FEATURE = """\
# language: zh-TW
# kaohe
功能: 本所的用例
  背景:
    假如 抄表段「東風里」4 戶,例日每月 12 日,抄表工「王芳」

  @條款_2_1 @本所
  場景: 遲抄
    假如 「王芳」於 2001-03-12 對「東風里」「遲抄」2 日
    當 營業所運行到 2001-03-31
    那麼 查出的事故恰為:
      | 條款 | 責任人 | 發生       |
      | 2.1  | 王芳   | 2001-03-14 |

  場景大綱: 按例日
    當 營業所運行到 <日>
    那麼 沒有查出事故

    例子:
      | 編號 | 日         |
      | a    | 2001-03-31 |
      | b    | 2001-04-30 |
"""
OTHERS = """\
from pytest_bdd import given, scenarios, then

scenarios("other.feature")

@given("王芳今天休息")
def _rests(): ...

@then("沒有查出事故")
def _own_meaning(): ...
"""


def run(pytester: pytest.Pytester, *options: str, apart: bool = False, **files: str) -> str:
    """pytest's output in a project with these files; the plugin comes by its entry point."""
    for name, text in files.items():
        (pytester.path / name.replace("__", ".")).write_text(text, encoding="utf-8")
    run = pytester.runpytest_subprocess if apart else pytester.runpytest_inprocess
    done = run("-q", "-rA", "-p", "no:cacheprovider", "-p", "no:xdist", *options)
    return f"{done.stdout}{done.stderr}"


def test_a_marked_feature_file_is_collected_without_a_line_of_python(pytester: pytest.Pytester) -> None:
    said = run(pytester, "--strict-markers", apart=True, mine__feature=FEATURE)
    assert "3 passed" in said, said


def test_a_byte_order_mark_is_passed_over(pytester: pytest.Pytester) -> None:
    language, mark, rest = FEATURE.split("\n", 2)
    for text in (FEATURE, f"{mark}\n{language}\n{rest}"):
        said = run(pytester, mine__feature=f"\ufeff{text}")
        assert "3 passed" in said, said


def test_a_user_may_bind_it_himself(pytester: pytest.Pytester) -> None:
    binding = 'from pytest_bdd import scenarios\nscenarios("mine.feature")\n'
    said = run(pytester, mine__feature=FEATURE.replace("# kaohe\n", ""), test_mine__py=binding)
    assert "3 passed" in said, said


def test_unmarked_files_and_own_steps_of_others_are_left_alone(pytester: pytest.Pytester) -> None:
    other = "# language: zh-TW\n功能: 別的\n  場景: 休息\n    假如 王芳今天休息\n    那麼 沒有查出事故\n"
    said = run(pytester, other__feature=other, test_other__py=OTHERS)
    assert "1 passed" in said, said


def test_the_setting_collects_all(pytester: pytest.Pytester) -> None:
    said = run(
        pytester, mine__feature=FEATURE.replace("# kaohe\n", ""), pytest__ini="[pytest]\nkaohe_features = true\n"
    )
    assert "3 passed" in said, said


def test_the_gate_tells_every_file_at_once_and_nothing_runs(pytester: pytest.Pytester) -> None:
    said = run(pytester, a__feature=FEATURE.replace("場景:", "场景:"), b__feature=FEATURE.replace("運行到", "開到"))
    assert "a.feature:8:3: 錯誤[F003]" in said, said
    assert "b.feature:10:5: 錯誤[F008]" in said, said
    assert "passed" not in said, said


def test_a_failure_is_one_message_with_its_place(pytester: pytest.Pytester) -> None:
    said = run(pytester, mine__feature=FEATURE.replace("| 2001-03-14 |", "| 2001-03-13 |"))
    assert "mine.feature:11: 那麼 查出的事故恰為:\n與表不符" in said, said
    assert "Traceback" not in said
    assert "finding.py" not in said


ENGLISH = """\
# language: en
# kaohe
Feature: ours
  Scenario: nothing is wrong
    When the office runs until 2001-01-31
    Then the incidents found are exactly
      | clause | person |
      | 2.1    | Nobody |
"""


@pytest.mark.parametrize(
    ("asked", "gate", "run_says"),
    [
        (None, "error[F008]", "other than the table"),
        ("en", "error[F008]", "other than the table"),
        ("zh-Hant", "錯誤[F008]", "與表不符"),
    ],
)
def test_what_is_said_is_in_the_language_asked_for_else_in_the_feature_s(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, asked: str | None, gate: str, run_says: str
) -> None:
    if asked is None:
        monkeypatch.delenv("KAOHE_LANG", raising=False)
    else:
        monkeypatch.setenv("KAOHE_LANG", asked)
    assert gate in run(pytester, mine__feature=ENGLISH.replace("runs until", "walks until"))
    assert run_says in run(pytester, mine__feature=ENGLISH)
