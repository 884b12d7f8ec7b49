"""Figures: marks where the numbers say, each with its words; drawn by the page, so that no font can spoil them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from kaohe.reports.judged import cases, counts
from kaohe.reports.judged.statute import Statute
from kaohe.reports.page import figures
from kaohe.reports.page.figures import Figure, Line
from kaohe.reports.page.fonts import embedded, undrawable
from kaohe.reports.page.plates import plates
from kaohe.sim.texts import use_language
from kaohe.standards import Policy, Rulebook
from tests.reports import sample
from tests.reports.page.test_page import page, read

LANGUAGES = ("zh-Hant", "zh-Hans", "en")
HALF = 0.011  # places are rounded to hundredths of a percent


def _statute() -> Statute:
    return Statute(Rulebook.load(), Policy.load("handbook"))


def _figure(name: str, count: int = 40) -> Figure:
    return plates(sample.assessment(count), _statute())[name].figure


def test_sections_are_stacked_without_gaps_and_add_up() -> None:
    figure = _figure("sections")
    assert [line.label.split()[0] for line in figure.lines] == [str(number) for number in range(1, 13)]
    assert sum(int(line.value) for line in figure.lines) == 40
    longest = max(int(line.value) for line in figure.lines)
    for line in figure.lines:
        assert sum(int(mark.text) for mark in line.marks) == int(line.value)
        assert _end(line) == pytest.approx(100 * int(line.value) / longest, abs=HALF)
        assert all(
            right.start == pytest.approx(left.start + left.length, abs=HALF) for left, right in pairwise(line.marks)
        )


def _end(line: Line) -> float:
    return line.marks[-1].start + line.marks[-1].length if line.marks else 0.0


def test_each_priced_incident_is_a_dot_between_the_ticks_around_its_amount() -> None:
    figure = _figure("amounts")
    ticks = {tick.text: tick.at for tick in figure.ticks}
    assert list(ticks) == ["1", "10", "100", "1,000", "1萬", "10萬", "100萬"]
    assert (ticks["1"], ticks["1,000"], ticks["100萬"]) == (0, 50, 100)
    amounts = {case.amount_fen for case in cases.incidents(sample.assessment().incidents)}
    assert {None, 0, 28_844_600} <= amounts
    dots = [mark for line in figure.lines for mark in line.marks]
    assert len(dots) == len([case for case in sample.CASES if case[1] is not None])
    largest = max(dots, key=lambda mark: mark.start)
    assert largest.kind == "major"
    assert ticks["10萬"] < largest.start < ticks["100萬"]
    assert min(mark.start for mark in dots) == 0


def test_a_dot_is_drawn_once_however_many_incidents_it_stands_for() -> None:
    assert [line.marks for line in _figure("amounts", 400).lines] == [line.marks for line in _figure("amounts").lines]


def test_months_of_posts_are_to_scale() -> None:
    posts = counts.by_post(sample.assessment())
    figure = figures.posts_figure(posts, str)
    assert [line.label for line in figure.lines] == [entry.post for entry in posts]
    for line, entry in zip(figure.lines, posts, strict=True):
        assert line.marks[0].length == pytest.approx(100 * entry.months / posts[0].months, abs=HALF)
        assert line.value == f"{entry.months} 個月・{entry.people} 人"


def test_a_wait_begins_and_ends_on_its_days() -> None:
    figure = _figure("timeline")
    assert len(figure.lines) == 40
    first, last = date(2001, 1, 1), max(sample.assessment().incidents["discovered_on"].to_list())
    starts = [line.marks[0].start for line in figure.lines]
    assert starts == sorted(starts)
    assert starts[0] == pytest.approx(100 * 7 / (last - first).days, abs=HALF)
    assert max(map(_end, figure.lines)) == pytest.approx(100, abs=HALF)
    assert [tick.text for tick in figure.ticks][:3] == ["2001-01", "2001-03", "2001-05"]


def test_a_narrow_page_names_few_months() -> None:
    assert len([tick for tick in _figure("timeline").ticks if not tick.minor]) <= figures.MONTHS_NAMED_NARROW


def test_many_incidents_are_counted_by_month() -> None:
    figure = _figure("timeline", 400)
    assert figure.form == "pairs"
    values = [tuple(map(int, line.value.split("・"))) for line in figure.lines]
    assert [sum(side) for side in zip(*values, strict=True)] == [400, 400]
    assert max(mark.length for line in figure.lines for mark in line.marks) == 100


@pytest.mark.parametrize("count", [1, 40, 400])
def test_nothing_lies_outside_its_line(count: int) -> None:
    for plate in plates(sample.assessment(count), _statute()).values():
        marks = [mark for line in plate.figure.lines for mark in line.marks]
        assert marks
        assert all(mark.start >= 0 and mark.start + mark.length <= 100 + HALF for mark in marks)
        assert all(0 <= tick.at <= 100 for tick in plate.figure.ticks)


def test_words_for_those_who_do_not_see_the_figure() -> None:
    labels = {name: plate.label for name, plate in plates(sample.assessment(), _statute()).items()}
    assert "抄表 10 件" in labels["sections"]
    assert "抄表工 38 個月" in labels["sanctions"]
    assert "件" not in labels["sanctions"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_face_has_every_character_of_a_page(language: str) -> None:
    assert undrawable(read(page(language)).text, language) == []
    assert undrawable(["ab\ue000"], language) == ["\ue000"]


def test_the_same_characters_are_the_same_font() -> None:
    fonts = [embedded(texts, "zh-Hant") for texts in (["抄表"], ["表", "抄"], ["抄"])]
    assert fonts[0] == fonts[1] != fonts[2]
    assert len(fonts[0]) < 5_000


def test_round_yuan() -> None:
    assert [figures.yuan_tick(yuan) for yuan in (1, 1_000, 10_000, 1_000_000)] == ["1", "1,000", "1萬", "100萬"]
    with use_language("en"):
        assert [figures.yuan_tick(yuan) for yuan in (1_000, 10_000, 1_000_000)] == ["1,000", "10k", "1,000k"]
