"""違約金: the late-payment charge, with three readings for debts that cross the year."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kaohe.sim.calculator.answer import Answer, Work
from kaohe.sim.calculator.checked_inputs import Given
from kaohe.sim.calculator.faults import BadInput
from kaohe.sim.calculator.number_text import text
from kaohe.sim.calculator.working import Working
from kaohe.sim.tariff.late import CrossYear, overdue_days, permille_days


def _least(fee: Fraction, g: Given, w: Working) -> Fraction:
    minimum = g.number("minimum", 1)
    amount = w.yuan("違約金|charge", "", fee)
    if 0 < fee < minimum:
        return w.yuan("不足最低額按最低額|below the least charge", "", minimum)
    return amount


def _misdated(item: Given, n: int) -> Iterator[BadInput]:
    due, paid, year = item.day("due"), item.day("paid"), item.integer("bill_year")
    if paid < due:
        zh = f"交費日 {paid} 早於截止日 {due}：日期次序有誤"
        yield BadInput(f"items[{n}].paid", zh, f"paid {paid} lies before due {due}")
    if due.year < year:
        zh, en = f"截止日 {due} 早於電費年份 {year}", f"due {due} lies before the bill's year {year}"
        yield BadInput(f"items[{n}].due", zh, en)


def _item(item: Given, residential: bool, rule: CrossYear, w: Working) -> Fraction:
    amount, due, paid, year = item.number("amount"), item.day("due"), item.day("paid"), item.integer("bill_year")
    in_year, later = overdue_days(year, due, paid)
    weighted = permille_days(residential, rule, in_year, later)
    w.note(f"{due} → {paid}：當年 {in_year} 天，跨年後 {later} 天|{due} → {paid}: {in_year} and {later} days")
    return w.step("小計|item", f"{text(amount)} × {weighted}‰", amount * weighted / 1000)


def late_fee(g: Given, w: Working) -> Answer:
    """Σ amount × days × rate; a total below the minimum is the minimum."""
    residential, rule = g.text("class") == "residential", CrossYear(g.text("rule", "split_year"))
    if not residential:
        w.note(f"跨年讀法：{rule.value}|reading across the year: {rule.value}")
    items = g.records("items")
    BadInput.all_of(wrong for n, item in enumerate(items) for wrong in _misdated(item, n))
    return _least(sum((_item(item, residential, rule, w) for item in items), Fraction(0)), g, w)


def late_fee_simple(g: Given, w: Working) -> Answer:
    """By days already counted."""
    amount, residential = g.number("amount"), g.text("class") == "residential"
    in_year, later = g.integer("days_current_year"), g.integer("days_prior_year", 0)
    weighted = permille_days(residential, CrossYear.SPLIT_YEAR, in_year, later)
    rates = f"{in_year} × 1‰ + {later} × 1‰" if residential else f"{in_year} × 2‰ + {later} × 3‰"
    fee = w.step("小計|item", f"{text(amount)} × ({rates})", amount * weighted / 1000)
    return _least(fee, g, w)


FORMULAS: dict[str, Work] = {"late_fee": late_fee, "late_fee_simple": late_fee_simple}
