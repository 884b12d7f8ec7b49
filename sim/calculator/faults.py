"""What is wrong with the inputs of a formula: which one, in which unit, and the nearest name."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from kaohe.sim.files import Fault, Faults
from kaohe.sim.texts import Names

PLACE = "--input"
OF_THE_NAME = ("C011", "C017")

_TEXTS = {
    "C011": ("沒有公式「{name}」{near}", "no formula {name!r}{near}"),
    "C012": ("{formula}：缺少 {key}（{label}{unit}）", "{formula}: {key} is missing ({label}{unit})"),
    "C013": ("{formula} 不用輸入 {key}{near}", "{formula} takes no input {key!r}{near}"),
    "C014": (
        "{key}（{label}{unit}）：收到 {given}，應為{wanted}",
        "{key} ({label}{unit}): {given} given; write {wanted}",
    ),
    "C015": ("{key}：{why}", "{key}: {why}"),
    "C017": (
        "「{name}」可指 {choices}{why} — 請寫其中一個；kaohe calc 名稱 列出其輸入",
        "{name!r} may mean {choices}{why} — write one of them; kaohe calc NAME shows its inputs",
    ),
    "C016": ("輸入不是 JSON 對象：{why}", "the input is not a JSON object: {why}"),
}


class BadInput(Exception):
    """What is wrong between the inputs: one thing, or `all_of` them at once."""

    def __init__(self, key: str, zh: str, en: str) -> None:
        super().__init__(key, zh, en)
        self.faults: tuple[Fault, ...] = (fault("C015", key=key, why=Names(zh, en).text()),)

    @classmethod
    def all_of(cls, wrong: Iterable[BadInput]) -> None:
        """Raise those that there are, together."""
        if found := list(wrong):
            found[0].faults = tuple(one for each in found for one in each.faults)
            raise found[0]


def fault(code: str, **values: str) -> Fault:
    """A fault of the desk, worded in the current language."""
    words = Names(*_TEXTS[code]).text()
    place = "FORMULA" if code in OF_THE_NAME else PLACE
    return Fault(place, None, None, code, visible(words.format(**values)))


def visible(text: str) -> str:
    """Control characters and lone surrogates as their escapes, so that any terminal can show them."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def single(code: str, **values: str) -> Faults:
    """Faults with this one."""
    return Faults((fault(code, **values),))


def nearest_number(value: Fraction, known: Iterable[str]) -> str | None:
    """The number written in `known` that is nearest to a value; ties go to the larger."""
    numbers = [name for name in known if name.replace(".", "", 1).isdigit()]
    return min(numbers, key=lambda name: (abs(Fraction(name) - value), -Fraction(name)), default=None)


def advice(name: str | None) -> str:
    """`; did you mean …` for the nearest name, or nothing."""
    return "" if name is None else Names(f"。是否想寫 {name}？", f"; did you mean {name}?").text()
