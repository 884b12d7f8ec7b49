"""JSON values to the values of a formula: exact fractions, dates, names; every fault is gathered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Union

from kaohe.sim.calculator.faults import advice, fault, nearest_number, visible
from kaohe.sim.calculator.hints import unknown_input
from kaohe.sim.calculator.number_text import text
from kaohe.sim.calculator.numbers import date_meant, fraction, number_meant, out_of_reach
from kaohe.sim.calculator.spec import Quantity
from kaohe.sim.files import Fault, fold, nearest
from kaohe.sim.texts import Names

Value = Union[Fraction, str, bool, date, "list[Value]", "dict[str, Value]"]
LONGEST = 10_000
YEARS = (1900, 2200)
UNQUOTED = Names("；數不加引號：{}", "; numbers stand without quotes: {}")
IN_ENGLISH = {"戶": "customers"}


class Reader:
    """Reads the inputs of one formula; `faults` holds what was wrong."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def read(self, quantity: Quantity, raw: object, key: str) -> Value | None:
        """The value, or None with a fault."""
        return _READERS[quantity.kind](self, quantity, raw, key)

    def wrong(self, quantity: Quantity, raw: object, key: str, zh: str, en: str) -> None:
        """This value should have been something else."""
        given = f"「{_shown(raw)}」" if isinstance(raw, str) else _shown(raw)
        wanted = Names(zh, en).text()
        label, unit = quantity.label.text(), in_unit(quantity)
        self.faults.append(fault("C014", key=key, label=label, unit=unit, given=given, wanted=wanted))

    def number(self, quantity: Quantity, raw: object, key: str) -> Value | None:
        """An exact number inside the bounds of the quantity."""
        value = fraction(raw)
        if value is None or not _inside(quantity, value):
            self._no_number(quantity, raw, key, *_bounds(quantity))
            return None
        return value

    def _no_number(self, quantity: Quantity, raw: object, key: str, zh: str, en: str) -> None:
        """Not this number: what it should be, the limit of all numbers where that is passed, and what was meant."""
        limit = (
            (", |數| ≤ 10^15、至多 40 位", ", of size ≤ 10^15, 40 digits at most") if out_of_reach(raw) else ("", "")
        )
        meant = number_meant(raw, quantity.unit)
        near = UNQUOTED.text().format(meant) if meant is not None and meant == raw else advice(meant)
        self.wrong(quantity, raw, key, f"{zh}{limit[0]}{near}", f"{en}{limit[1]}{near}")

    def integer(self, quantity: Quantity, raw: object, key: str) -> Value | None:
        """A whole number inside the bounds."""
        value = fraction(raw)
        if value is None or value.denominator != 1 or not _inside(quantity, value):
            zh, en = _bounds(quantity)
            self._no_number(quantity, raw, key, zh.replace("數", "整數", 1), en.replace("number", "whole number", 1))
            return None
        return value

    def choice(self, quantity: Quantity, raw: object, key: str) -> Value | None:
        """One of the options, or another name of one, in any script; numbers count as their digits."""
        word = text(value) if (value := fraction(raw)) is not None else visible(_shown(raw))
        found = {option: option for option in quantity.options} | dict(quantity.also or {})
        folded = {fold(name): option for name, option in found.items()}
        if isinstance(raw, str) and fold(word) in folded:
            return folded[fold(word)]
        if value is not None and word in found:
            return found[word]
        near = advice(nearest(word, found) if value is None else nearest_number(value, found))
        options = ", ".join(quantity.options)
        self.wrong(quantity, raw, key, f"其中之一：{options}{near}", f"one of: {options}{near}")
        return None

    def flag(self, quantity: Quantity, raw: object, key: str) -> Value | None:
        """true or false."""
        if isinstance(raw, bool):
            return raw
        self.wrong(quantity, raw, key, " true 或 false", "true or false")
        return None

    def word(self, quantity: Quantity, raw: object, key: str) -> Value | None:
        """A text without control characters and surrogates."""
        if isinstance(raw, str) and 0 < len(raw) <= LONGEST and raw.isprintable():
            return raw
        self.wrong(quantity, raw, key, "文字", "a text")
        return None

    def day(self, quantity: Quantity, raw: object, key: str) -> Value | None:
        """A date written 2001-03-09, of the years 1900 to 2200."""
        try:
            day = date.fromisoformat(raw if isinstance(raw, str) and len(raw) == 10 else "")
        except ValueError:
            near = advice(date_meant(raw))
            self.wrong(quantity, raw, key, f"日期，如 2001-03-09{near}", f"a date such as 2001-03-09{near}")
            return None
        if not YEARS[0] <= day.year <= YEARS[1]:
            zh, en = f"{YEARS[0]} 至 {YEARS[1]} 年的日期", f"a date of the years {YEARS[0]} to {YEARS[1]}"
            self.wrong(quantity, raw, key, zh, en)
            return None
        return day

    def expression(self, quantity: Quantity, raw: object, key: str) -> Value | None:
        """A text, or a number as the text of its digits."""
        return self.word(quantity, raw if fraction(raw) is None else str(raw), key)

    def numbers(self, quantity: Quantity, raw: object, key: str) -> Value | None:
        """A list of numbers, of the stated length if there is one."""
        if not isinstance(raw, list) or not _fits(quantity, len(raw)):
            many = "" if quantity.length is None else f" {quantity.length} "
            self.wrong(quantity, raw, key, f"{many}個數的列表 […]", f"a list […] of{many or ' '}numbers")
            return None
        return [value for n, one in enumerate(raw) if (value := self.number(quantity, one, f"{key}[{n}]")) is not None]

    def mapping(self, quantity: Quantity, raw: object, key: str) -> Value | None:
        """Names and numbers."""
        if not isinstance(raw, dict) or not raw or not all(str(name).isprintable() and name for name in raw):
            self.wrong(quantity, raw, key, "名稱與數的表 {…}", "a table {…} of names and numbers")
            return None
        return {
            str(name): value
            for name, one in raw.items()
            if (value := self.number(quantity, one, f"{key}.{name}")) is not None
        }

    def rows(self, quantity: Quantity, raw: object, key: str) -> Value | None:
        """A list of rows, one value for each part."""
        columns = ", ".join(f"{part.name}（{part.label.text()}{in_unit(part)}）" for part in quantity.parts)
        if not isinstance(raw, list) or not raw or not _fits(quantity, len(raw)):
            self.wrong(quantity, raw, key, f"各行 [{columns}] 的列表", f"a list of rows [{columns}]")
            return None
        return [
            row for n, one in enumerate(raw) if (row := self._row(quantity, one, f"{key}[{n}]", columns)) is not None
        ]

    def _row(self, quantity: Quantity, raw: object, key: str, columns: str) -> Value | None:
        if not isinstance(raw, list) or len(raw) != len(quantity.parts):
            self.wrong(quantity, raw, key, f" [{columns}]", f"[{columns}]")
            return None
        pairs = zip(quantity.parts, raw, strict=True)
        return [value for part, one in pairs if (value := self.read(part, one, f"{key}.{part.name}")) is not None]

    def record(self, quantity: Quantity, raw: object, key: str) -> Value | None:
        """A table with the parts as keys; only its extras may be left out."""
        if not isinstance(raw, dict):
            names = ", ".join(part.name for part in quantity.parts)
            self.wrong(quantity, raw, key, f"含 {names} 的表 {{…}}", f"a table {{…}} with {names}")
            return None
        return self.fields(key, quantity.parts, quantity.extras, raw, prefix=f"{key}.")

    def records(self, quantity: Quantity, raw: object, key: str) -> Value | None:
        """A list of such tables."""
        if not isinstance(raw, list) or not raw:
            self.wrong(quantity, raw, key, "表 {…} 的列表", "a list of tables {…}")
            return None
        return [one for n, row in enumerate(raw) if (one := self.record(quantity, row, f"{key}[{n}]")) is not None]

    def fields(
        self,
        owner: str,
        needed: tuple[Quantity, ...],
        optional: tuple[Quantity, ...],
        raw: Mapping[str, object],
        prefix: str = "",
    ) -> dict[str, Value]:
        """The values of a form; faults for what is missing, unknown or wrong. Keys with a leading _ are passed over."""
        known = {quantity.name: quantity for quantity in (*needed, *optional)}
        for name in raw:
            if name not in known and not name.startswith("_"):
                near = unknown_input(name, known.values(), not prefix)
                self.faults.append(fault("C013", formula=owner, key=f"{prefix}{name}", near=near))
        for quantity in needed:
            if quantity.name not in raw:
                unit, label = in_unit(quantity), quantity.label.text()
                self.faults.append(fault("C012", formula=owner, key=f"{prefix}{quantity.name}", label=label, unit=unit))
        read = {name: self.read(known[name], raw[name], f"{prefix}{name}") for name in known if name in raw}
        return {name: value for name, value in read.items() if value is not None}


def in_unit(quantity: Quantity) -> str:
    """`, kWh` or nothing."""
    unit = Names(quantity.unit, IN_ENGLISH.get(quantity.unit, quantity.unit)).text()
    return f", {unit}" if unit else ""


def _inside(quantity: Quantity, value: Fraction) -> bool:
    if quantity.low is not None and value < quantity.low:
        return False
    if quantity.above is not None and value <= quantity.above:
        return False
    return quantity.high is None or value <= quantity.high


def _fits(quantity: Quantity, count: int) -> bool:
    return 0 < count <= LONGEST and (quantity.length is None or count == quantity.length)


def _bounds(quantity: Quantity) -> tuple[str, str]:
    span = quantity.bounds
    return (f"數 {span}", f"a number {span}") if span else ("數", "a number")


def _shown(raw: object) -> str:
    shown = {None: "null", True: "true", False: "false"}.get(raw) if raw is None or isinstance(raw, bool) else str(raw)
    return str(shown)[:60]


_READERS: Mapping[str, Callable[[Reader, Quantity, object, str], Value | None]] = {
    "number": Reader.number,
    "integer": Reader.integer,
    "choice": Reader.choice,
    "flag": Reader.flag,
    "word": Reader.word,
    "expression": Reader.expression,
    "date": Reader.day,
    "numbers": Reader.numbers,
    "map": Reader.mapping,
    "rows": Reader.rows,
    "record": Reader.record,
    "records": Reader.records,
}
