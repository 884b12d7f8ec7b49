"""Questions for Moodle: the elements that its import demands, and answers that the calculator gives."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kaohe.reports.results.moodle import write_moodle
from kaohe.scenarios.exam.calculations import Item, items
from kaohe.sim.calculator import calc
from kaohe.sim.texts import use_language

CLOZE = re.compile(r"\{1:NUMERICAL:=(-?[0-9]+(?:\.[0-9]+)?):([0-9]+(?:\.[0-9]+)?)\}")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
TEXTS = {"name": None, "questiontext": "html", "generalfeedback": "html"}


@pytest.fixture(scope="module", name="bank")
def _bank() -> tuple[Item, ...]:
    return tuple(items("paper"))


@pytest.fixture(scope="module", name="quiz")
def _quiz(bank: tuple[Item, ...], tmp_path_factory: pytest.TempPathFactory) -> ElementTree.Element:
    path = tmp_path_factory.mktemp("moodle") / "questions.xml"
    assert write_moodle(bank, path) == len(bank) > 100
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    return ElementTree.parse(path).getroot()


def test_every_question_has_what_moodle_reads(quiz: ElementTree.Element) -> None:
    assert quiz.tag == "quiz"
    questions = quiz.findall("question")
    assert len(questions) == len(quiz)
    assert {one.get("type") for one in questions} == {"category", "numerical", "cloze"}
    assert questions[0].get("type") == "category"
    for one in questions:
        if one.get("type") == "category":
            assert (one.findtext("category/text") or "").startswith("$course$/top/")
            continue
        for tag, form in TEXTS.items():
            (element,) = one.findall(tag)
            assert element.get("format") == form
            assert element.findtext("text")
        if one.get("type") == "numerical":
            (answer,) = one.findall("answer")
            assert answer.get("fraction") == "100"
            assert NUMBER.fullmatch(answer.findtext("text") or "")
            assert Decimal(answer.findtext("tolerance") or "0") > 0
            assert one.findtext("showunits") == "3"
        else:
            text = one.findtext("questiontext/text") or ""
            assert len(CLOZE.findall(text)) >= 2
            assert "{" not in CLOZE.sub("", text)
    numbers = [one.findtext("idnumber") for one in questions if one.get("type") != "category"]
    assert len(set(numbers)) == len(numbers)


def test_answers_are_the_calculators_and_numbers_are_fresh(bank: tuple[Item, ...]) -> None:
    changed = 0
    for item in bank:
        inputs = {quantity.name: value for quantity, value in item.inputs}
        value = calc(item.formula.id, inputs).value
        known = value if isinstance(value, dict) else {"": value}
        assert {part.name: part.value for part in item.parts} == known
        changed += inputs != {name: item.formula.example_inputs()[name] for name in inputs}
        for part in item.parts:
            assert part.tolerance <= max(abs(part.value) / 100, Decimal("0.5"))
    assert changed > 0.8 * len(bank)


def test_the_same_exam_asks_the_same_and_another_asks_otherwise(bank: tuple[Item, ...]) -> None:
    def numbers(found: tuple[Item, ...]) -> list[tuple[object, ...]]:
        return [(item.formula.id, *(value for _, value in item.inputs)) for item in found]

    with use_language("en"):
        assert numbers(tuple(items("paper"))) == numbers(bank)
    assert numbers(tuple(items("another"))) != numbers(bank)


def test_what_is_half_written_is_no_file(bank: tuple[Item, ...], tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_moodle(bank, tmp_path / "missing" / "questions.xml")
    assert list(tmp_path.iterdir()) == []
