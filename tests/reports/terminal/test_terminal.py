"""The terminal: a summary that fits eighty columns in Chinese, an explanation, the tables of the commands."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from kaohe.reports import (
    coverage_json,
    coverage_table,
    explain,
    list_json,
    list_table,
    quality_json,
    quality_table,
    summary,
)
from kaohe.sim.files import Faults
from kaohe.sim.texts import use_language
from kaohe.standards import Policy, Rulebook
from tests.reports import office_papers as papers
from tests.reports import sample


def printed(*what: RenderableType, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width, color_system=None, legacy_windows=False)
    for renderable in what:
        console.print(renderable)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def summarised(count: int = 40, width: int = 80, folder: Path = Path("runs/0001")) -> str:
    policy = Policy.load("handbook")
    judged = sample.assessment(count)
    return printed(summary(judged, Rulebook.load(), papers.records(), policy=policy, folder=folder), width=width)


def explained(incident: int, width: int = 80) -> str:
    policy = Policy.load("handbook")
    return printed(
        explain(sample.assessment(), papers.records(), Rulebook.load(), incident, policy=policy), width=width
    )


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "en"])
def test_the_summary_fits_eighty_columns(language: str) -> None:
    with use_language(language):
        lines = summarised().splitlines()
    assert max(cell_len(line) for line in lines) <= 80
    assert not any("…" in line for line in lines)


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_on_forty_columns_nothing_is_cut_and_nothing_lost(language: str) -> None:
    with use_language(language):
        for narrow, usual in ((summarised(width=40), summarised(width=80)), (explained(1, 40), explained(1, 80))):
            assert max(cell_len(line) for line in narrow.splitlines()) <= 40
            assert "…" not in narrow
            figures = set(re.findall(r"[0-9][0-9.,]+[0-9]", usual))
            assert {each for each in figures if each not in narrow.replace("\n", "").replace(" ", "")} == set()


def test_the_summary_says_what_counts() -> None:
    text = summarised()
    assert "責任事故 40 件（考核性 29 件），工作差錯 4 件" in text
    assert "kaohe explain runs/0001" in text
    largest = text[text.index("金額最大的 5 件") :]
    order = [largest.index(words) for words in ("288,446.00", "126,500.00", "100,000.00", "42,000.00", "31,000.00")]
    assert order == sorted(order)
    assert "扣發所有獎金" in text


def test_the_summary_names_the_report_once_it_is_written(tmp_path: Path) -> None:
    page = tmp_path / "report" / "index.html"
    assert "index.html" not in summarised(folder=tmp_path).replace("\n", "")
    page.parent.mkdir()
    page.touch()
    assert str(page) in summarised(folder=tmp_path).replace("\n", "")  # a long path runs over several lines


def test_the_summary_of_a_clean_office() -> None:
    text = summarised(0)
    assert "未發現責任事故" in text
    assert "kaohe explain" not in text


def test_an_explanation_has_every_link() -> None:
    text = explained(8).replace("\n", "").replace(" ", "")
    for words in ("2.2違反制度估算", "電費發行表", "鍵7307", "12,345.67元", "尚差87,654.33元", "下崗", "三不放過"):
        assert words in text
    assert max(cell_len(line) for line in explained(8).splitlines()) <= 80


def test_an_unpriced_incident_says_so() -> None:
    text = explained(2)
    assert "不能按電量電費額度認定的事故" in text
    assert "尚差" not in text


def test_an_unknown_incident_is_a_fault() -> None:
    with pytest.raises(Faults, match=r"R002.*4711"):
        explained(4711)


QUALITY: list[dict[str, object]] = [
    {
        "clause": "2.1",
        "injected": 3,
        "evidenced": 3,
        "found": 2,
        "slips": 1,
        "false": 0,
        "precision": 1.0,
        "recall": 2 / 3,
    }
    | {"valuation_error": None}
]
COVERAGE: list[dict[str, object]] = [
    {"clause": "2.1", "decision_point": "read_book", "evidence": "clause_2_1", "valuation": "fee"}
    | {"features": 3, "exam_items": ["a", "b"]}
]


def test_quality() -> None:
    text = printed(quality_table(QUALITY))
    assert "66.7%" in text
    assert "查全率" in text
    assert quality_json(QUALITY) == {"clauses": QUALITY}


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_quality_keeps_the_clause_whole_on_eighty_columns(language: str) -> None:
    rows = [{**QUALITY[0], "clause": "10.3", "recall": 1.0, "valuation_error": 0.0}]
    with use_language(language):
        lines = printed(quality_table(rows)).splitlines()
    assert any(line.startswith("10.3 ") and line.split()[1:4] == ["3", "3", "2"] for line in lines)
    assert not any("…" in line for line in lines)


def test_coverage() -> None:
    text = printed(coverage_table(COVERAGE))
    assert "read_book" in text
    assert "a、b" in text
    assert "電費差額" in text
    assert text.endswith("共 1 條，其中 1 條可由憑證認定。\n")
    assert json.loads(json.dumps(coverage_json(COVERAGE))) == {"clauses": COVERAGE}


def test_coverage_refuses_a_row_that_lacks_a_column() -> None:
    with pytest.raises(KeyError):
        coverage_json([{"clause": "2.1"}])


def test_a_list_begins_with_the_id() -> None:
    rows: list[dict[str, object]] = [
        {"name": "抄表工", "id": "meter_reader"},
        {"id": "cashier", "name": "營業出納", "number": 7},
    ]
    lines = printed(list_table("posts", rows)).splitlines()
    assert lines[0].strip() == "崗位"
    assert lines[1].split()[0] == "標識"
    assert list_json(rows)[1]["number"] == 7
    with pytest.raises(ValueError, match="id"):
        list_json([{"name": "x"}])


def test_markup_in_a_name_is_plain_text() -> None:
    assert "[red]x[/red]" in printed(list_table("posts", [{"id": "[red]x[/red]"}]))
