"""What the desk shows of one formula before it has inputs: each of them, needed or not, and an example."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from kaohe.sim.calculator.calculate import named
from kaohe.sim.calculator.input_values import IN_ENGLISH
from kaohe.sim.calculator.pages import RULE, UNITLESS, UNITS, catalogue_entry, in_language
from kaohe.sim.calculator.spec import Formula, Quantity
from kaohe.sim.calculator.working import label
from kaohe.sim.tariff.printed_tables import schemes
from kaohe.sim.tariff.tariffs import built_in_names
from kaohe.sim.texts import Names

NEEDED = Names("必寫", "needed")
OPTIONAL = Names("可不寫", "may be left out")
EXAMPLE = Names("例", "example")
ALIKE = Names("「{name}」也指（各自的輸入：kaohe calc 名稱）", "{name!r} also means (its inputs: kaohe calc NAME)")
KINDS = {
    "number": Names("數", "a number"),
    "integer": Names("整數", "a whole number"),
    "flag": Names("true 或 false", "true or false"),
    "word": Names("文字", "a text"),
    "expression": Names("式子，如 2/(1-sqrt3*tanphi)", "an expression such as 2/(1-sqrt3*tanphi)"),
    "date": Names("日期，如 2001-03-09", "a date such as 2001-03-09"),
    "map": Names('表 {"名稱": 數}', 'a table {"name": number}'),
    "record": Names("表", "a table"),
    "records": Names("表的列表", "a list of tables"),
}
NUMBERS = Names("數的列表", "a list of numbers")
ROWS = Names("行的列表", "a list of rows")
SHIPPED: Mapping[str, Callable[[], Sequence[str]]] = {"tariff": built_in_names, "scheme": lambda: [*schemes()]}


def sheet(name: str) -> list[str]:
    """The inputs of the formula that is first called so, then the others of the name. Faults (C011) for none."""
    first, *others = named(name)
    lines = [*_sheet(first)]
    if others:
        lines += ["", ALIKE.text().format(name=name)]
        lines += [f"  {formula.id}  {formula.label.text()}" for formula in others]
    return lines


def sheet_json(name: str) -> list[dict[str, Any]]:
    """The entries of the catalogue that a name means. Faults (C011) for none."""
    return [catalogue_entry(formula) for formula in named(name)]


def _sheet(formula: Formula) -> Iterator[str]:
    unit = "" if formula.unit in UNITLESS else f" → {label(UNITS.get(formula.unit, formula.unit))}"
    yield f"{formula.label.text()}  {formula.id}{unit}"
    for title, quantities in ((NEEDED, formula.inputs), (OPTIONAL, formula.optional)):
        if quantities:
            yield f"  {title.text()}"
            yield from _lines(quantities, "    ")
    yield f"  {EXAMPLE.text()}"
    yield f"    kaohe calc {formula.id} --input '{formula.example}'"
    yield f"{RULE.text()} {in_language(formula.source)}"


def _lines(quantities: Sequence[Quantity], indent: str) -> Iterator[str]:
    width = max(len(one.name) for one in quantities)
    for one in quantities:
        yield f"{indent}{one.name:{width}}  {one.label.text()}{label('：|: ')}{_form(one)}"
        if one.parts or one.extras:
            yield from _lines((*one.parts, *one.extras), f"{indent}  ")


def _form(quantity: Quantity) -> str:
    """The kind of its value, its unit, its bounds and the words that it may be."""
    unit = label(UNITS.get(quantity.unit, f"{quantity.unit}|{IN_ENGLISH.get(quantity.unit, quantity.unit)}"))
    known = ", ".join(SHIPPED[quantity.name]()) if quantity.name in SHIPPED else ""
    shipped = label(f"自帶 {known}|shipped: {known}") if known else ""
    return label("，|, ").join(part for part in (_kind(quantity), unit, quantity.bounds, shipped) if part)


def _kind(quantity: Quantity) -> str:
    if quantity.kind == "choice":
        return label(f"其中之一 {', '.join(quantity.options)}|one of {', '.join(quantity.options)}")
    if quantity.kind == "numbers":
        return f"{NUMBERS.text()} [{'…' if quantity.length is None else ', '.join('abc'[: quantity.length])}]"
    if quantity.kind == "rows":
        return f"{ROWS.text()} [[{', '.join(part.name for part in quantity.parts)}], …]"
    return KINDS[quantity.kind].text()
