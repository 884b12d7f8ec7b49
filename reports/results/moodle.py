"""Calculation items as a question bank of Moodle (Moodle XML): numerical questions, cloze where several are asked."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from html import escape
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

from kaohe.reports.words.wording import chinese, key_part, say, say_or
from kaohe.scenarios.exam.calculations import Item, Part
from kaohe.sim.calculator.pages import UNITLESS, UNITS
from kaohe.sim.calculator.spec import Quantity, topics
from kaohe.sim.calculator.working import label
from kaohe.sim.texts import current_language

Element = ElementTree.Element
NO_UNITS = "3"
"""Moodle's `showunits`: a number is typed, without its unit."""


def write_moodle(items: Iterable[Item], path: Path) -> int:
    """Write the questions, by topic; how many there are. The file is whole or not there."""
    quiz, count = Element("quiz"), 0
    for topic, own in groupby(items, key=lambda item: item.formula.topic):
        quiz.append(_category(topics()[topic].text()))
        for item in own:
            quiz.append(_question(item))
            count += 1
    ElementTree.indent(quiz)
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(ElementTree.tostring(quiz, encoding="utf-8", xml_declaration=True) + b"\n")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return count


def _category(topic: str) -> Element:
    question = Element("question", type="category")
    name = f"$course$/top/{say('moodle-category')}/{topic.replace('/', '//')}"
    _texts(question, "category", name)
    return question


def _question(item: Item) -> Element:
    several = len(item.parts) > 1
    question = Element("question", type="cloze" if several else "numerical")
    _texts(question, "name", f"{item.formula.label.text()} {item.number}")
    _texts(question, "questiontext", _asked(item, several), "html")
    _texts(question, "generalfeedback", _worked(item), "html")
    if not several:
        _plain(question, "defaultgrade", "1")
    _plain(question, "penalty", "0.3333333")
    _plain(question, "hidden", "0")
    _plain(question, "idnumber", f"kaohe-{item.formula.id}-{item.number}")
    if not several:
        _answer(question, item.parts[0])
        for name, value in (
            ("unitgradingtype", "0"),
            ("unitpenalty", "0"),
            ("showunits", NO_UNITS),
            ("unitsleft", "0"),
        ):
            _plain(question, name, value)
    return question


def _answer(question: Element, part: Part) -> None:
    answer = ElementTree.SubElement(question, "answer", fraction="100", format="moodle_auto_format")
    _plain(answer, "text", _number(part.value))
    _plain(answer, "tolerance", _number(part.tolerance))
    _texts(answer, "feedback", "", "html")


def _asked(item: Item, several: bool) -> str:
    """What is given, as a list, and what is asked for."""
    unit = "" if several else _unit(item.formula.unit)
    wanted = say(
        "moodle-question", formula=item.formula.label.text(), unit=say("moodle-unit", unit=unit) if unit else ""
    )
    given = "".join(f"<li>{escape(_given(quantity, value))}</li>" for quantity, value in item.inputs)
    blanks = "".join(f"<li>{_blank(part)}</li>" for part in item.parts) if several else ""
    text = f"<p>{escape(wanted)}</p><p>{escape(say('moodle-given'))}</p><ul>{given}</ul>"
    return f"{text}<ul>{blanks}</ul>" if several else text


def _given(quantity: Quantity, value: object) -> str:
    unit, said = _unit(quantity.unit), _value(value)
    if isinstance(value, str) and current_language() != "en":  # what a choice is called, where it has a name
        said = next((chinese(name)[0] for name, option in (quantity.also or {}).items() if option == value), said)
    return f"{quantity.label.text()} = {said}{' ' if unit else ''}{unit}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return say("moodle-yes" if value else "moodle-no")
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return _number(value) if isinstance(value, int | Decimal) else str(value)


def _blank(part: Part) -> str:
    """A cloze answer; signs that mean something there do not occur in numbers."""
    name = say_or(f"moodle-part-{key_part(part.name)}", part.name)
    return f"{escape(name)} = {{1:NUMERICAL:={_number(part.value)}:{_number(part.tolerance)}}}"


def _worked(item: Item) -> str:
    lines = "".join(f"<li>{escape(line)}</li>" for line in item.working)
    rule = say("moodle-rule", source=chinese(item.source)[0])
    return f"<p>{escape(say('moodle-working'))}</p><ol>{lines}</ol><p>{escape(rule)}</p>"


def _unit(unit: str) -> str:
    return "" if unit in UNITLESS else label(UNITS.get(unit, unit))


def _number(value: int | Decimal) -> str:
    """Plain digits with a point, without trailing zeros."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _texts(parent: Element, name: str, text: str, form: str = "") -> None:
    """Moodle's way: a text inside an element that says its format."""
    _plain(ElementTree.SubElement(parent, name, {"format": form} if form else {}), "text", text)


def _plain(parent: Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text
