"""Figures: no character without a glyph, no label over another, the same bytes every time."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from kaohe.reports import cases, counts, figures
from kaohe.reports.drawing import NARROW, WIDE, Sheet, as_svg
from kaohe.reports.fonts import dress, undrawable
from kaohe.reports.statute import Statute
from kaohe.sim.files import Faults
from kaohe.sim.texts import use_language
from kaohe.standards import Policy, Rulebook
from tests.reports import sample

LANGUAGES = ("zh-Hant", "zh-Hans", "en")
SHEETS = pytest.mark.parametrize("sheet", [WIDE, NARROW], ids=lambda sheet: sheet.name)
Draw = Callable[[Sheet], Figure]


def _figures(count: int) -> dict[str, Draw]:
    judged, statute = sample.assessment(count), Statute(Rulebook.load(), Policy.load("handbook"))
    shown, sections = cases.incidents(judged.incidents), counts.by_section(judged.incidents)
    used = [section for section, tiers in sections.items() if any(tiers.values())]
    return {
        "sections": lambda sheet: figures.sections_figure(sections, statute.section, sheet),
        "amounts": lambda sheet: figures.amounts_figure(shown, used, statute.section, sheet),
        "sanctions": lambda sheet: figures.posts_figure(counts.by_post(judged), statute.post, sheet),
        "timeline": lambda sheet: figures.timeline_figure(shown, sheet),
    }


def _boxes(figure: Figure) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    figure.draw_without_rendering()
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        if text.get_visible() and text.get_text().strip():
            yield text.get_text(), text.get_window_extent().extents


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@SHEETS
@pytest.mark.parametrize("language", ["zh-Hant", "en"])
@pytest.mark.parametrize("count", [1, 40, 400])
def test_no_label_lies_over_another(language: str, sheet: Sheet, count: int) -> None:
    with use_language(language):
        for name, draw in _figures(count).items():
            figure = draw(sheet)
            dress(figure, language, "test")
            boxes = list(_boxes(figure))
            assert boxes, name
            pairs = itertools.combinations(boxes, 2)
            over = [(one[0], other[0]) for one, other in pairs if _overlap(one[1], other[1])]
            assert over == [], f"{name} {sheet.name} {language}"


@SHEETS
def test_labels_stay_inside_the_figure(sheet: Sheet) -> None:
    for name, draw in _figures(40).items():
        figure = draw(sheet)
        dress(figure, "zh-Hant", "test")
        width, height = figure.bbox.width, figure.bbox.height
        outside = [
            text
            for text, (left, bottom, right, top) in _boxes(figure)
            if left < -1 or bottom < -1 or right > width + 1 or top > height + 1
        ]
        assert outside == [], name


def test_a_character_without_a_glyph_is_refused_by_name() -> None:
    figure = figures.sections_figure(counts.by_section(sample.assessment().incidents), lambda _: "抄表\U0001f600", WIDE)
    with pytest.raises(Faults, match=r"R001.*U\+1F600"):
        as_svg(figure, "zh-Hant", "sections", "label")


def test_the_face_covers_what_reports_are_written_with() -> None:
    words = "一般責任事故 一般责任事故 千瓦時 ⟨⟩".replace("⟨⟩", "") + "−×÷·→「」（），。0.00021"
    for language in LANGUAGES:
        assert undrawable([words], language) == []
    assert undrawable(["ab\ue000"], "en") == ["\ue000"]


def test_a_figure_has_the_same_bytes_twice_and_no_date() -> None:
    first, second = (as_svg(_figures(40)["timeline"](WIDE), "zh-Hant", "timeline", "label") for _ in range(2))
    assert first == second
    assert "<metadata" not in first
    assert "http" not in first


def test_ids_of_a_figure_are_its_own() -> None:
    svg = as_svg(_figures(3)["sections"](WIDE), "zh-Hant", "sections-wide", "label")
    names = re.findall(r'\bid="([^"]*)"', svg)
    assert len(names) == len(set(names)) > 5
    assert all(name.startswith("sections-wide-") for name in names)
    referred = re.findall(r'href="#([^"]*)"|url\(#([^)]*)\)', svg)
    assert {one or other for one, other in referred} <= set(names)


def test_a_label_cannot_break_out_of_the_figure() -> None:
    svg = as_svg(_figures(3)["sections"](WIDE), "zh-Hant", "s", '"><script>')
    assert "<script>" not in svg


def test_many_incidents_are_counted_by_month() -> None:
    few, many = (_figures(count)["timeline"](WIDE) for count in (40, 400))
    texts = [[text.get_text() for text in figure.findobj(Text)] for figure in (few, many)]
    assert "2.2" in texts[0]
    assert "2.2" not in texts[1]
    assert len([patch for patch in many.axes[0].patches if patch.get_visible()]) % 2 == 0
    assert sum(bar.get_height() for bar in many.axes[0].patches) == 800


def test_round_yuan() -> None:
    assert [figures.yuan_tick(yuan) for yuan in (1, 1_000, 10_000, 1_000_000)] == ["1", "1,000", "1萬", "100萬"]
    with use_language("en"):
        assert [figures.yuan_tick(yuan) for yuan in (1_000, 10_000, 1_000_000)] == ["1,000", "10k", "1,000k"]
