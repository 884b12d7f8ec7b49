"""The page of a comparison and the committee's two: complete, self-contained, legible in grey and in Chinese."""

from __future__ import annotations

import io
import re
import warnings
from functools import cache
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from docx import Document
from PIL import Image

from kaohe.reports.studies.charts import LINES, MARKS, TIER_TONES, TONES, saved
from kaohe.reports.studies.committee import write_committee_pages
from kaohe.reports.studies.drawings import FIGURES
from kaohe.reports.studies.page import study_page
from kaohe.reports.studies.wording import shown, with_bounds
from kaohe.scenarios.studies.drawing import unit_draws
from kaohe.sim.texts import use_language
from kaohe.standards.laboratory.assumed import Assumed, Ranking, Regret
from kaohe.standards.laboratory.metrics.contributions import Worth
from kaohe.standards.laboratory.metrics.figures import Difference
from kaohe.standards.laboratory.metrics.office_years import Years
from kaohe.standards.laboratory.populations import Source, population
from kaohe.standards.laboratory.side_by_side import Comparison, Named
from kaohe.standards.laboratory.statistics.sensitivity import sensitivity
from kaohe.standards.policies.format import TIERS
from kaohe.standards.policies.policy import Policy
from tests.standards.laboratory.made_years import made_years


@cache
def compared(*names: str) -> Comparison:
    """Policies over office-years, with a cost."""
    years = Years(made_years(10, acts=30))
    policies = [Named(name, Policy.load(name)) for name in names or ("handbook", "indexed")]
    return Comparison(policies, years.population, Worth({}, {"cases": 30_000}), years)


@cache
def of_a_list() -> Comparison:
    """A policy that has no months beside the handbook, on a list: no intervals, no acts."""
    frame = made_years(1).incidents.drop("replication").with_columns(person=pl.col("staff").cast(pl.String))
    people = population([Source("list.csv", "list", frame)])
    return Comparison([Named(name, Policy.load(name)) for name in ("handbook", "p1")], people)


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_the_page_is_complete_and_asks_for_nothing(language: str) -> None:
    with warnings.catch_warnings(), use_language(language):
        warnings.simplefilter("error")  # a sign without a glyph
        page = study_page(compared())
    assert page.count("<svg ") == len(FIGURES) - 1  # nobody reacts
    assert not re.search(r'(?:src|href)="(?!#|data:)[^"]', re.sub(r"xmlns[:\w]*=\"[^\"]*\"", "", page))
    assert "<image" not in page
    assert {"summary", "figures", "pairs", "incidents", "formulas"} <= set(
        re.findall(r'<section class="part" id="(\w+)"', page)
    )
    assert len(set(re.findall(r'<clipPath id="([^"]+)"', page))) == page.count("<clipPath")
    assert "300.00" in page
    assert "None" not in page


def test_the_same_study_is_the_same_page() -> None:
    assert study_page(of_a_list()) == study_page(of_a_list())


def test_a_list_has_no_curve_of_what_is_unknown_and_no_interval() -> None:
    page = study_page(of_a_list())
    assert page.count("<svg ") == len(FIGURES) - 2
    assert "～" not in re.sub(r"<svg.*?</svg>", "", page, flags=re.S).split('id="formulas"')[0].split('id="pairs"')[0]


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_where_people_react_the_page_tells_what_conclusions_hang_on(language: str) -> None:
    comparison, points = compared("handbook", "continuous"), unit_draws(80, 3)
    found = sensitivity(points, points[:, 1] - 0.4, ["alpha", "care", "stress"], unit_draws(80, 4)[:, 3])
    ranking = Ranking("continuous", "intentional", 40, found, "less")
    regret = Regret("continuous", "hidden_fen", {"central": 5.0, "ours": 7.0}, {"central": 0.0, "ours": 200.0})
    assumed = Assumed(("central", "ours"), {"care": 0, "temptation": 12}, (ranking,), (regret,))
    with use_language(language):
        comparison.assumed = assumed
        page = study_page(comparison)
        comparison.assumed = None
    assert page.count("<svg ") == len(FIGURES)
    assert 'id="assumptions"' in page
    said = {"zh-Hant": ("在 0.4 處變號", "方向由模型的式子決定"), "en": ("flips at 0.4", "forces the sign: no result")}
    assert all(words in page for words in (*said[language], "care", "12"))
    assert dict(assumed.tables())["sensitivity"].height == 4
    assert dict(assumed.tables())["regret"]["regret"].to_list() == [0.0, 200.0]


def test_years_without_an_incident_have_a_page_too() -> None:
    years = Years(made_years(8, acts=0))
    policies = [Named(name, Policy.load(name)) for name in ("handbook", "p2")]
    page = study_page(Comparison(policies, years.population, None, years))
    assert page.count("<svg ") == 4
    assert "None" not in page


def test_tones_of_tiers_grow_darker_in_grey_and_policies_differ_without_colour() -> None:
    greys = [_grey(TIER_TONES[tier]) for tier in TIERS]
    assert all(light - dark > 25 for light, dark in pairwise(greys))
    assert len(set(LINES)) == len(set(MARKS)) == len(TONES)


def _grey(colour: str) -> float:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_drawings_fill_their_sheet() -> None:
    """A figure has ink in every quarter of it, and paper at its edge: nothing is cut off."""
    drawn = FIGURES["sanction"](compared())
    assert drawn is not None
    image = Image.open(io.BytesIO(saved(drawn, "png"))).convert("L")
    wide, high = image.size
    for left in (0, wide // 2):
        for top in (0, high // 2):
            quarter = image.crop((left, top, left + wide // 2, top + high // 2))
            assert sum(quarter.histogram()[:120])
    for edge in ((0, 0, wide, 2), (0, high - 2, wide, high), (0, 0, 2, high), (wide - 2, 0, wide, high)):
        assert image.crop(edge).getextrema() == (255, 255)


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_the_committee_has_two_pages(tmp_path: Path, language: str) -> None:
    path = tmp_path / "committee.docx"
    with use_language(language):
        write_committee_pages(compared(), path)
    document = Document(str(path))
    breaks = sum('w:type="page"' in paragraph._p.xml for paragraph in document.paragraphs)
    assert breaks == 1
    assert len(document.inline_shapes) == 3
    (table,) = document.tables
    assert len(table.rows) <= 20
    assert sum(column.width for column in table.columns) <= document.sections[0].page_width
    assert document.core_properties.author == ""
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert {"zh-Hans": "看不出差别", "en": "Too few"}[language] in text


def test_of_many_policies_four_are_shown(tmp_path: Path) -> None:
    names = ("handbook", "indexed", "continuous", "p3", "p6")
    write_committee_pages(compared(*names), tmp_path / "committee.docx")
    (table,) = Document(str(tmp_path / "committee.docx")).tables
    assert [cell.text for cell in table.rows[0].cells][1:5] == list(names[:4])
    assert all(row.cells[5].text.count("/") == 3 for row in table.rows[1:])


def test_numbers_by_their_unit() -> None:
    assert shown(123_456, "fen") == "1,234.56"
    assert shown(123_456.0, "fen") == "1,235"
    assert shown(-2.5, "months", signed=True) == "−2.5"
    assert shown(12_345, "incidents") == "12,345"
    assert shown(0.0, "%") == "0"
    rare = Difference("x", -0.1, None, None, 3, "few")
    assert with_bounds(rare, "persons", signed=True) == "−0.1"
    assert with_bounds(Difference("x", 1.0, 0.5, 1.5, 30, "more"), "months", signed=True) == "+1（+0.5 ～ +1.5）"
