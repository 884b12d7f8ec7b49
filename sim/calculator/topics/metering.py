"""退補: meter error, classes, tests and rotation."""

from __future__ import annotations

from fractions import Fraction

from kaohe.sim.calculator.answer import Answer, Work
from kaohe.sim.calculator.checked_inputs import Given
from kaohe.sim.calculator.faults import BadInput
from kaohe.sim.calculator.number_text import text
from kaohe.sim.calculator.working import Working, label
from kaohe.sim.tariff import equipment
from kaohe.sim.tariff.metering import error_refund_kwh

HALF = Fraction(1, 2)


def _refund(g: Given, w: Working) -> Fraction:
    recorded, error, share = g.number("recorded_kwh"), g.number("error_pct") / 100, g.number("time_share", HALF)
    w.note(
        "以零誤差為基準，除以 1 + r；期間按一半計|the base is zero error: divide by 1 + r; half of the period counts"
    )
    expression = f"{text(recorded)} × {text(error)}/(1 + {text(error)}) × {text(share)}"
    value = error_refund_kwh(recorded, error, share)
    return w.step("退補電量（正退、負補）|energy (positive: give back)", expression, value, "kWh")


def refund_kwh(g: Given, w: Working) -> Answer:
    """W·r/(1 + r)·share."""
    return _refund(g, w)


def refund_yuan(g: Given, w: Working) -> Answer:
    """The same at a price; the energy is not rounded first."""
    kwh, price = _refund(g, w), g.number("price")
    return w.yuan("退補電費|money", f"{text(kwh)} × {text(price)}", kwh * price)


def normal_month(g: Given, w: Working) -> Answer:
    """Normal month × months − recorded."""
    normal, recorded, months = g.number("normal_kwh"), g.number("recorded_kwh"), g.number("months", 1)
    expression = f"{text(normal)} × {text(months)} − {text(recorded)}"
    return w.step("退補電量（正補、負退）|energy (positive: to collect)", expression, normal * months - recorded, "kWh")


def out_of_class(g: Given, w: Working) -> Answer:
    """|error| > class."""
    limit, error = g.number("class"), g.number("error_pct")
    out = abs(error) > limit
    sign = ">" if out else "≤"
    w.word(
        "誤差絕對值與等級|size of the error and class",
        f"{text(abs(error))}% {sign} {text(limit)}%",
        label(_verdict(out)),
    )
    return out


def _verdict(out: bool) -> str:
    return "超差|out of class" if out else "合格|in class"


def metering_class(g: Given, w: Working) -> Answer:
    """By DL/T 448."""
    single, edition = g.text("phase") == "1", g.text("edition", equipment.EDITION_2000)
    if edition == equipment.EDITION_2016:
        if "kv" not in g:
            raise BadInput("kv", "2016 版按電壓分類：須寫 kv（kV）", "the edition of 2016 needs the voltage kv (kV)")
        return w.word("類別|class", edition, equipment.class_2016(float(g.number("kv")), single))
    if not single and not any(key in g for key in ("monthly_kwh", "kva", "generator_mw")):
        raise BadInput(
            "monthly_kwh",
            "須寫月電量（kWh）、容量 kva（kVA）或發電機 generator_mw（MW）之一",
            "give monthly_kwh (kWh), kva (kVA) or generator_mw (MW)",
        )
    kwh, kva, generator = (int(g.number(key, 0)) for key in ("monthly_kwh", "kva", "generator_mw"))
    expression = f"{kwh} kWh, {kva} kVA, {generator} MW, {g.text('phase')}φ"
    return w.word("類別|class", expression, equipment.class_2000(kwh, kva, generator, single))


def next_onsite_test(g: Given, w: Working) -> Answer:
    """Last test + the months of the class."""
    name, last, edition = g.text("class"), g.day("last"), g.text("edition", equipment.EDITION_2000)
    due = equipment.next_onsite_test(name, last, edition)
    if due is None:
        raise BadInput(
            "class", f"{edition}：{name} 類不定期現場檢驗", f"{edition}: class {name} has no periodic on-site test"
        )
    months = equipment.onsite_test_months(name, edition)
    w.word("下次檢驗|next test", label(f"{last} + {months} 個月|{last} + {months} months"), due.isoformat())
    return due


def next_rotation(g: Given, w: Working) -> Answer:
    """Earliest and latest."""
    low, high = equipment.rotation(g.text("class"), g.day("last"))
    w.word("最早|earliest", "", low.isoformat())
    w.word("最遲|latest", "", high.isoformat())
    return {"earliest": low, "latest": high}


def rotation_limit(g: Given, w: Working) -> Answer:
    """Latest, by the verification rules."""
    limit = equipment.rotation_limit(g.text("kind"), g.day("last"))
    w.word("最遲|latest", "", limit.isoformat())
    return limit


FORMULAS: dict[str, Work] = {
    "meter_error_refund_kwh": refund_kwh,
    "meter_error_refund_yuan": refund_yuan,
    "normal_month_add_kwh": normal_month,
    "meter_out_of_class": out_of_class,
    "metering_class": metering_class,
    "next_onsite_test": next_onsite_test,
    "next_rotation": next_rotation,
    "rotation_limit": rotation_limit,
}
