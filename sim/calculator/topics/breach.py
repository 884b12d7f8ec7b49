"""違約用電、竊電: quantities and claims by the rules of 1996 and 2024."""

from __future__ import annotations

from fractions import Fraction

from kaohe.sim.calculator.answer import Answer, Work
from kaohe.sim.calculator.checked_inputs import Given
from kaohe.sim.calculator.faults import BadInput
from kaohe.sim.calculator.number_text import text
from kaohe.sim.calculator.topics.capacity import months_of_use
from kaohe.sim.calculator.working import Working
from kaohe.sim.tariff import breach
from kaohe.sim.tariff.breach import CurrentBasis, Regime

OVER_YUAN, SEALED_YUAN, SOURCE_YUAN, QUOTA_YUAN = 50, 30, 500, 1
TAMPER_YUAN = {"residential": 500, "other": 5000}


def _multiple(g: Given, rule: int, w: Working) -> Fraction:
    regime, multiple = Regime(g.text("regime", "1996")), g.number("multiple", rule)
    if multiple > rule:
        raise BadInput("multiple", f"不得高於 {rule} 倍", f"{rule} at most")
    if regime.ceiling:
        w.note(
            f"2024 規則：不高於 {rule} 倍，取 {text(multiple)} 倍|rules of 2024: at most {rule}; here {text(multiple)}"
        )
    elif multiple < rule:
        w.note(f"1996 規則定為 {rule} 倍；按所給 {text(multiple)} 倍|rules of 1996: {rule}; {text(multiple)} as given")
    return multiple


def _claim(fee: Fraction, multiple: Fraction, w: Working, expression: str) -> dict[str, Fraction]:
    due = w.yuan("補交電費|to pay back", expression, fee)
    exact = breach.penalty(fee, multiple)
    extra = w.yuan("違約使用電費|penalty", f"{text(fee)} × {text(multiple)}", exact)
    w.yuan("合計|together", "", due + extra)
    return {"fee": due, "penalty": extra}


def theft_recovery(g: Given, w: Working) -> Answer:
    """Capacity × time, at the price, and the penalty."""
    kw, hours, days = g.number("kw"), g.number("hours_per_day", 12), g.number("days", breach.UNKNOWN_DAYS)
    used = breach.used_kwh(kw, hours, days)
    kwh = w.step("竊電電量|stolen energy", f"{text(kw)} × {text(hours)} × {text(days)}", used, "kWh")
    price = g.number("price")
    claim = _claim(kwh * price, _multiple(g, breach.THEFT_MULTIPLE, w), w, f"{text(kwh)} × {text(price)}")
    return {"kwh": kwh, **claim}


def theft_kwh(g: Given, w: Working) -> Answer:
    """By the meter's basic or maximum current."""
    basis = CurrentBasis(g.text("basis", "basic"))
    if basis is CurrentBasis.MAXIMUM and "amps_max" not in g:
        raise BadInput("amps_max", "按額定最大電流須寫 amps_max（A）", "the maximum current needs amps_max (A)")
    amps = g.number("amps" if basis is CurrentBasis.BASIC else "amps_max")
    volts, phases = g.number("volts"), Fraction(g.text("phase", "1"))
    expression = f"{text(amps)} × {text(volts)} × {text(phases)}/1000"
    kw = w.step(
        f"容量（{basis.value}）|capacity ({basis.value})", expression, breach.meter_kw(amps, volts, phases), "kW"
    )
    hours, days, ratio = g.number("hours_per_day", 12), g.number("days", breach.UNKNOWN_DAYS), g.number("multiplier", 1)
    used = breach.used_kwh(kw, hours, days) * ratio
    expression = f"{text(kw)} × {text(hours)} × {text(days)}" + ("" if ratio == 1 else f" × {text(ratio)}")
    return w.step("竊電電量|stolen energy", expression, used, "kWh")


def category(g: Given, w: Working) -> Answer:
    """Difference of prices, and the penalty on the exact difference."""
    total = fee = Fraction(0)
    for n, item in enumerate(g.records("items")):
        kw, hours, days = item.number("kw"), item.number("hours_per_day"), item.number("days")
        due, paid = item.number("price_due"), item.number("price_paid")
        if due < paid:
            raise BadInput(
                f"items[{n}].price_due", "應執行電價低於已執行電價，無差額", "the price due is below the price paid"
            )
        used = breach.used_kwh(kw, hours, days)
        kwh = w.step("電量|energy", f"{text(kw)} × {text(hours)} × {text(days)}", used, "kWh")
        fee += w.step("差額|difference", f"{text(kwh)} × ({text(due)} − {text(paid)})", kwh * (due - paid), "元")
        total += kwh
    return {"kwh": total, **_claim(fee, _multiple(g, breach.CATEGORY_MULTIPLE, w), w, "")}


def _two_part(g: Given, rule: int, w: Working) -> Answer:
    months, kva, price = months_of_use(g, w), g.number("kva"), g.number("price")
    claim = _claim(kva * price * months, _multiple(g, rule, w), w, f"{text(kva)} × {text(price)} × {text(months)}")
    return dict(claim)


def over_capacity_two_part(g: Given, w: Working) -> Answer:
    """Capacity charge of the months, three times the penalty."""
    return _two_part(g, breach.OVER_CAPACITY_MULTIPLE, w)


def sealed_two_part(g: Given, w: Working) -> Answer:
    """Capacity charge of the months, twice the penalty."""
    return _two_part(g, breach.SEALED_MULTIPLE, w)


def _per_kw(g: Given, yuan: int, times: int, w: Working) -> Answer:
    kw = g.number("kw")
    repeated = "" if times == 1 else f" × {times}"
    return w.yuan("違約使用電費|penalty", f"{text(kw)} × {yuan}{repeated}", kw * yuan * times)


def over_capacity(g: Given, w: Working) -> Answer:
    """50 yuan/kW."""
    return _per_kw(g, OVER_YUAN, 1, w)


def sealed(g: Given, w: Working) -> Answer:
    """30 yuan/kW each time."""
    return _per_kw(g, SEALED_YUAN, g.integer("times"), w)


def source(g: Given, w: Working) -> Answer:
    """500 yuan/kW."""
    return _per_kw(g, SOURCE_YUAN, 1, w)


def tamper(g: Given, w: Working) -> Answer:
    """500 or 5000 yuan each time."""
    yuan, times = TAMPER_YUAN[g.text("class")], g.integer("times", 1)
    return w.yuan("違約使用電費|penalty", f"{yuan} × {times}", Fraction(yuan * times))


def quota(g: Given, w: Working) -> Answer:
    """1 yuan per kW and time, and five times the price."""
    if g.text("regime", "1996") == "2024":
        raise BadInput("regime", "2024 規則無超指標用電一項", "the rules of 2024 have no such item")
    kw, times, kwh, price = g.number("kw"), g.integer("times"), g.number("kwh"), g.number("price")
    peak = w.yuan("高峰超用|peak excess", f"{text(kw)} × {times} × {QUOTA_YUAN}", kw * times * QUOTA_YUAN)
    expression = f"{text(kwh)} × {text(price)} × {breach.QUOTA_MULTIPLE}"
    energy = w.yuan("超用電量|excess energy", expression, kwh * price * breach.QUOTA_MULTIPLE)
    return w.yuan("合計|together", "", peak + energy)


FORMULAS: dict[str, Work] = {
    "theft_recovery": theft_recovery,
    "theft_kwh": theft_kwh,
    "breach_category": category,
    "breach_over_capacity_two_part": over_capacity_two_part,
    "breach_over_capacity": over_capacity,
    "breach_quota": quota,
    "breach_sealed": sealed,
    "breach_sealed_two_part": sealed_two_part,
    "breach_tamper": tamper,
    "breach_source": source,
}
