"""What ships, for people and for programs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.kaohe.calling import Kaohe, environment

EXPECTED = {
    "policies": "handbook",
    "scenarios": "town",
    "tariffs": "office_2001",
    "posts": "meter_reader",
    "clauses": "2.2",
}


@pytest.mark.parametrize(("kind", "name"), EXPECTED.items())
def test_each_kind_is_a_list_of_objects_with_id(kaohe: Kaohe, kind: str, name: str) -> None:
    answer = kaohe("list", kind, "--json")
    assert (answer.code, answer.err) == (0, "")
    assert name in [entry["id"] for entry in answer.json()]


def test_72_clauses_and_thirteen_posts_with_a_standard(kaohe: Kaohe) -> None:
    assert len(kaohe("list", "clauses", "--json").json()) == 72
    assert len([post for post in kaohe("list", "posts", "--json").json() if post["standard"]]) == 13


@pytest.mark.parametrize(
    ("language", "head", "large"),
    [
        ("zh-Hant", "執行日期", "大工業"),
        ("zh-Hans", "执行日期", "大工业"),
        ("en", "In force from", "large industrial"),
    ],
)
def test_tariffs_with_the_days_of_their_versions_and_their_classes(
    kaohe: Kaohe, language: str, head: str, large: str
) -> None:
    page = kaohe("list", "tariffs", "--lang", language).out
    assert head in page
    office = next(line for line in page.splitlines() if "office_2001" in line)
    assert "2001-01-01" in office
    assert large in page
    entries = {each["id"]: each for each in kaohe("list", "tariffs", "--lang", language, "--json").json()}
    assert entries["office_2001"]["valid_from"] == ["2001-01-01"]
    assert {"id": "large_industry", "name": large} in entries["office_2001"]["classes"]


def test_people_get_names_in_their_language(kaohe: Kaohe) -> None:
    assert "抄表工" in kaohe("list", "posts").out
    assert "meter reader" in kaohe("list", "posts", "--lang", "en").out


HEADS = {
    "zh-Hant": ("工作標準", "崗位", "綜合查錯卷"),
    "zh-Hans": ("工作标准", "岗位", "综合查错卷"),
    "en": ("Work standard", "Posts", "mixed audit paper"),
}


@pytest.mark.parametrize("language", HEADS)
def test_every_head_has_words(kaohe: Kaohe, language: str) -> None:
    standard, posts, paper = HEADS[language]
    assert standard in kaohe("list", "posts", "--lang", language).out.splitlines()[1]
    heads, first = kaohe("list", "clauses", "--lang", language).out.splitlines()[1:4:2]
    assert posts in heads
    assert "registration_clerk" not in first
    for kind in ("policies", "scenarios", "tariffs"):
        assert len(kaohe("list", kind, "--lang", language).out.splitlines()) > 4
    exams = kaohe("list", "exams", "--lang", language)
    assert (exams.code, exams.err) == (0, "")
    assert paper in exams.out


@pytest.mark.parametrize(("language", "words"), [("zh-Hant", "各崗位"), ("zh-Hans", "各岗位"), ("en", "any post")])
def test_a_clause_of_every_post_says_so(kaohe: Kaohe, language: str, words: str) -> None:
    assert all(line.endswith(words) for line in kaohe("list", "clauses", "--lang", language).out.splitlines()[-3:])


NOT_FOR_A_LIST = {"numpy", "polars", "simpy", "jinja2", "uharfbuzz", "opencc", "fluent", "tree_sitter"}


@pytest.mark.parametrize("kind", ["clauses", "posts", "policies"])
def test_a_list_loads_no_more_than_it_needs(kind: str) -> None:
    code = f"import sys; from kaohe.__main__ import main; main(['list', '{kind}']); print(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, check=True)
    assert not set(done.stdout.decode().splitlines()[-1].split()) & NOT_FOR_A_LIST


def test_exams_are_listed_by_id(kaohe: Kaohe) -> None:
    assert "audit_mixed" in [entry["id"] for entry in kaohe("list", "exams", "--json").json()]


def test_an_unknown_kind(kaohe: Kaohe) -> None:
    answer = kaohe("list", "policys")
    assert answer.code == 2
    assert "policies" in answer.err


def test_a_reader_that_goes_away_is_no_trouble() -> None:
    command = [sys.executable, "-m", "kaohe", "list", "clauses", "--json"]
    process = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    error = process.stderr.read() if process.stderr else b""
    assert (process.wait(), error) == (141, b"")


@pytest.mark.parametrize("locale", ["C", "POSIX", "zh_TW.Big5"])
def test_the_locale_does_not_change_the_document(kaohe: Kaohe, kaohe_apart: Kaohe, locale: str) -> None:
    plain = kaohe("list", "posts", "--json").json()
    assert kaohe_apart("list", "posts", "--json", LC_ALL=locale, PYTHONUTF8="0").json() == plain


def test_the_encoding_does_not_change_the_document(kaohe: Kaohe, kaohe_apart: Kaohe) -> None:
    plain = kaohe("list", "posts", "--json").json()
    assert kaohe_apart("list", "posts", "--json", PYTHONIOENCODING="ascii").json() == plain


@pytest.mark.parametrize(("kind", "name"), [("policy", "p6"), ("scenario", "town"), ("tariff", "office_2001")])
def test_a_file_that_ships_is_one_to_start_from(kaohe: Kaohe, tmp_path: Path, kind: str, name: str) -> None:
    """It is printed as it stands; with an id of one's own it is sound."""
    text = kaohe("show", kind, name).out
    assert f'id = "{name}"' in text
    (tmp_path / "own.toml").write_text(text.replace(f'id = "{name}"', 'id = "own"'), encoding="utf-8")
    assert kaohe("check", tmp_path / "own.toml").code == 0


def test_the_nearest_file_that_ships_is_named(kaohe: Kaohe) -> None:
    assert "policy" in kaohe("show", "polcy", "p1").err
    assert "handbook" in kaohe("show", "policy", "handbok").err
