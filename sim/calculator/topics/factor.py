"""力率: the average power factor, its adjustment and the money of it."""

from __future__ import annotations

from fractions import Fraction

from kaohe.sim.calculator.answer import Answer, Work
from kaohe.sim.calculator.checked_inputs import Given
from kaohe.sim.calculator.faults import BadInput
from kaohe.sim.calculator.number_text import rounded, text
from kaohe.sim.calculator.working import Working, label
from kaohe.sim.tariff.factor import ratio_hundredths
from kaohe.sim.tariff.printed_tables import factor_adjustment_e2


def power_factor(ap: Fraction, aq: Fraction, w: Working) -> Fraction:
    """ap/√(ap² + aq²), two decimals half up."""
    square = ap * ap + aq * aq
    hundredths = ratio_hundredths(*(ap * ap / square).as_integer_ratio())
    expression = f"{text(ap)}/√({text(ap)}² + {text(aq)}²)"
    value = Fraction(hundredths, 100)
    w.word(
        "功率因數（兩位小數）|power factor (two decimals)", expression, f"{hundredths // 100}.{hundredths % 100:02d}"
    )
    return value


def adjustment(pf: Fraction, std: str, w: Working) -> Fraction:
    """Adjustment in % of a power factor by a standard, with the line of the table."""
    hundredths = rounded(pf * 100, 0).numerator
    standard = rounded(Fraction(std) * 100, 0).numerator
    value = Fraction(int(factor_adjustment_e2(hundredths, standard)), 100)
    shown = text(Fraction(hundredths, 100))
    expression = label(f"查表 {shown}（標準 {std}）|table, {shown} by the standard {std}")
    return w.step("增減率|adjustment", expression, value, "%")


def pf_avg(g: Given, w: Working) -> Answer:
    """A_P/√(A_P² + A_Q²)."""
    ap, forward, reverse = g.number("ap"), g.number("aq_fwd"), g.number("aq_rev", 0)
    if ap == 0 and forward + reverse == 0:
        raise BadInput("ap", "有功、無功都是 0，沒有功率因數", "no energy at all: there is no power factor")
    reactive = w.step("無功電量|reactive energy", f"{text(forward)} + {text(reverse)}", forward + reverse, "kvarh")
    value = power_factor(ap, reactive, w)
    if value == 0:
        zh = f"功率因數為 0（有功 {text(ap)} kWh、無功 {text(reactive)} kvarh），無從查表：核對有功示數"
        en = f"the power factor is 0 ({text(ap)} kWh, {text(reactive)} kvarh), and no table has it: check the energy"
        raise BadInput("ap", zh, en)
    return value


def pf_adjust_pct(g: Given, w: Working) -> Answer:
    """The table."""
    pf = g.number("pf")
    if rounded(pf, 2) == 0:
        raise BadInput(
            "pf", f"{text(pf)} 取兩位小數為 0，不是功率因數", f"{text(pf)} is 0 at two decimals: no power factor"
        )
    return adjustment(pf, g.text("std"), w)


def pf_fee(g: Given, w: Working) -> Answer:
    """(base + energy) × %."""
    return factor_fee(g.number("base_fee"), g.number("energy_fee"), g.number("pct"), w)


def factor_fee(base: Fraction, energy: Fraction, pct: Fraction, w: Working) -> Fraction:
    """(base + energy) × %, to the 分."""
    expression = f"({text(base)} + {text(energy)}) × {text(pct)}%"
    return w.yuan("力調電費|adjustment", expression, (base + energy) * pct / 100)


def pf_rebill(g: Given, w: Working) -> Answer:
    """paid ÷ (1 + old) × (1 + new) − paid."""
    paid, old, new = g.number("fee_paid"), g.number("pct_old"), g.number("pct_new")
    base = w.step("力調前電費|fee before adjustment", f"{text(paid)}/(1 + {text(old)}%)", paid / (1 + old / 100), "元")
    due = w.step("應收電費|fee due", f"{text(base)} × (1 + {text(new)}%)", base * (1 + new / 100), "元")
    return w.yuan("補收（負為退）|to collect (negative: refund)", f"{text(due)} − {text(paid)}", due - paid)


FORMULAS: dict[str, Work] = {
    "pf_avg": pf_avg,
    "pf_adjust_pct": pf_adjust_pct,
    "pf_fee": pf_fee,
    "pf_rebill_yuan": pf_rebill,
}
