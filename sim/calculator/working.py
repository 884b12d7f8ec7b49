"""The working of an answer, line by line, in the current language."""

from __future__ import annotations

from fractions import Fraction

from kaohe.sim.calculator.number_text import ends, money, text, yuan
from kaohe.sim.texts import Names

UNITS = {"元": "元|yuan", "元/kWh": "元/kWh|yuan/kWh"}


KNOWN = {
    "spike": "尖|spike",
    "peak": "峰|peak",
    "flat": "平|flat",
    "valley": "谷|valley",
    "total": "總|total",
    "sanxia": "三峽基金|sanxia",
    "huandai": "還貸|huandai",
    "difang": "地方附加|difang",
    "nongwang": "農網還貸|nongwang",
    "kezaisheng": "可再生能源附加|kezaisheng",
    "shuiku": "水庫移民|shuiku",
}


def label(pair: str) -> str:
    """A label written `中文|English`, in the current language."""
    zh, _, en = KNOWN.get(pair, pair).partition("|")
    return Names(zh, en or zh).text()


class Working:
    """Collects lines `label = expression = value unit`; each step returns its value."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.sources: list[str] = []

    def step(self, name: str, expression: str, value: Fraction, unit: str = "") -> Fraction:
        """A value, exact; shown as ≈ where its decimals do not end."""
        sign = "=" if ends(value) else "≈"
        self._line(name, expression, f"{sign} {text(value)}", unit)
        return value

    def yuan(self, name: str, expression: str, value: Fraction) -> Fraction:
        """An amount of money, rounded to the 分 here and shown so."""
        amount = money(value)
        self._line(name, expression, f"{'=' if amount == value else '≈'} {yuan(amount)}", label("元|yuan"))
        return amount

    def word(self, name: str, expression: str, value: str) -> str:
        """A value that is not a number."""
        self._line(name, expression, f"= {value}", "")
        return value

    def cite(self, source: str) -> None:
        """One more source, beside the rule of the formula."""
        if source not in self.sources:
            self.sources.append(source)

    def note(self, pair: str, **values: str) -> None:
        """A remark `中文|English` with {places} to fill."""
        self.lines.append(label(pair).format(**values) if values else label(pair))

    def _line(self, name: str, expression: str, value: str, unit: str) -> None:
        middle = f" = {expression}" if expression else ""
        shown = label(UNITS.get(unit, unit))
        self.lines.append(f"{label(name)}{middle} {value}{f' {shown}' if shown else ''}")
