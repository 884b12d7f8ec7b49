"""基本電費: capacity and demand charges."""

from __future__ import annotations

from fractions import Fraction

from kaohe.sim.calculator.answer import Answer, Work
from kaohe.sim.calculator.checked_inputs import Given
from kaohe.sim.calculator.faults import BadInput
from kaohe.sim.calculator.number_text import text
from kaohe.sim.calculator.working import Working
from kaohe.sim.tariff.capacity import DemandRule, contract_floor_kw, demand_kw

DEMAND_WORDS = {
    DemandRule.CONTRACT_2016: (
        "不超核定值 105% 按核定值；超過 105% 部分加倍",
        "to 105 % of the approved value: that value; above: double",
    ),
    DemandRule.CONTRACT_2016_ALT: (
        "超過 105% 時按 105% 核定值計，超過部分加倍",
        "above 105 %: 105 % of the approved value, the rest double",
    ),
    DemandRule.TEXTBOOK_95_105: (
        "低於 95% 按 95%；95–105% 按抄見；超過部分加倍",
        "below 95 %: 95 %; to 105 %: metered; above: double",
    ),
    DemandRule.SIMPLE_DOUBLE: (
        "不超核定值按抄見；超過部分加倍",
        "to the approved value: metered; above: double",
    ),
    DemandRule.ACTUAL: ("按抄見最大需量", "metered demand"),
}


def base_fee_capacity(g: Given, w: Working) -> Answer:
    """Σ kVA × price × share × days/month_days."""
    price, month = g.number("price"), g.number("month_days", 30)
    segments = g.number_rows("segments")
    fee = Fraction(0)
    BadInput.all_of(_too_long(n, days, month) for n, (_, days, _) in enumerate(segments) if days > month)
    for kva, days, share in segments:
        part = kva * price * share * days / month
        shared = "" if share == 1 else f" × {text(share)}"
        fee += w.step("段|segment", f"{text(kva)} × {text(price)}{shared} × {text(days)}/{text(month)}", part)
    return w.yuan("基本電費|capacity charge", "", fee)


def _too_long(n: int, days: Fraction, month: Fraction) -> BadInput:
    zh = f"{text(days)} 天多於月天數 {text(month)}（全月寫 {text(month)}）"
    return BadInput(f"segments[{n}].days", zh, f"{text(days)} days; a full month is {text(month)}")


def base_fee_demand(g: Given, w: Working) -> Answer:
    """By one of five readings."""
    rule = DemandRule(g.text("variant", "contract_2016"))
    metered, approved, price = g.number("md_kw"), g.number("approved_kw"), g.number("price")
    w.note("|".join(f"{rule.value}: {words}" for words in DEMAND_WORDS[rule]))
    w.step("超過核定值|over the approved value", f"{text(metered)}/{text(approved)}", metered / approved)
    charged = w.step("計費需量|demand charged", "", demand_kw(rule, metered, approved) / 100, "kW")
    return w.yuan("基本電費|demand charge", f"{text(charged)} × {text(price)}", charged * price)


def contract_floor(g: Given, w: Working) -> Answer:
    """40 % of capacity."""
    total, share = g.number("total_kva"), g.number("share", Fraction(2, 5))
    return w.step("下限|least", f"{text(total)} × {text(share)}", contract_floor_kw(total, share), "kW")


def months_of_use(g: Given, w: Working) -> Fraction:
    """Σ days/of."""
    rows = g.number_rows("segments_months")
    expression = " + ".join(f"{text(top)}/{text(bottom)}" for top, bottom in rows)
    total = sum((top / bottom for top, bottom in rows), Fraction(0))
    return w.step("使用月數|months of use", expression, total)


def recovery(g: Given, w: Working) -> Answer:
    """kVA × price × months."""
    months = months_of_use(g, w)
    kva, price = g.number("kva"), g.number("price")
    fee = w.yuan(
        "補交基本電費|capacity charge due", f"{text(kva)} × {text(price)} × {text(months)}", kva * price * months
    )
    w.yuan("另：二倍違約使用電費|and the penalty, twice", f"{text(fee)} × 2", 2 * kva * price * months)
    return fee


FORMULAS: dict[str, Work] = {
    "base_fee_capacity": base_fee_capacity,
    "base_fee_demand": base_fee_demand,
    "contract_demand_floor_kw": contract_floor,
    "base_fee_recovery_unsealed": recovery,
}
