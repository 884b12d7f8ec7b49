"""營業統計: rates and average prices."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kaohe.sim.calculator.answer import Answer, Work
from kaohe.sim.calculator.checked_inputs import Given
from kaohe.sim.calculator.faults import BadInput
from kaohe.sim.calculator.number_text import text
from kaohe.sim.calculator.working import Working
from kaohe.sim.tariff.statistics import average_price, mix_price, price_effects, ratio

ROUNDED_SHARES = Fraction(1, 1000)


def share_of(part_key: str, whole_key: str, name: str, scale: int = 1, unit: str = "", counted: bool = True) -> Work:
    """A rate part/whole as a formula of the desk. A count above the whole is refused; money may hold earlier months."""

    def work(g: Given, w: Working) -> Answer:
        part, whole = g.number(part_key), g.number(whole_key)
        if part > whole and not counted:
            w.note("超過 100%：含以前月份的款項，應分開計算|above 100 %: money of earlier months is in it")
        elif part > whole:
            raise BadInput(
                part_key, f"{text(part)} 大於 {whole_key} {text(whole)}", f"{text(part)} exceeds {whole_key}"
            )
        times = "" if scale == 1 else f" × {scale}"
        return w.step(name, f"{text(part)}/{text(whole)}{times}", ratio(part, whole) * scale, unit)

    return work


def avg_price(g: Given, w: Working) -> Answer:
    """revenue/energy."""
    revenue, kwh = g.number("revenue"), g.number("kwh")
    value = average_price(revenue, kwh)
    return w.step("平均單價|average price", f"{text(revenue)}/{text(kwh)}", value, "元/kWh")


def _same_names(one: Mapping[str, Fraction], other: Mapping[str, Fraction], key: str) -> None:
    BadInput.all_of(
        BadInput(
            key,
            f"各表類別須相同：「{name}」只在一處",
            f"the tables must name the same classes: {name!r} is in one only",
        )
        for name in dict.fromkeys((*one, *other))
        if name not in one or name not in other
    )


def avg_price_mix(g: Given, w: Working) -> Answer:
    """Σ kWh·price / Σ kWh."""
    kwh, price = g.map("kwh"), g.map("price")
    _same_names(kwh, price, "price")
    if not sum(kwh.values()):
        raise BadInput("kwh", "總電量為 0", "no energy at all")
    for name, energy in kwh.items():
        w.step(name, f"{text(energy)} × {text(price[name])}", energy * price[name], "元")
    return w.step(
        "平均單價|average price", f"÷ {text(sum(kwh.values(), Fraction(0)))}", mix_price(kwh, price), "元/kWh"
    )


def avg_price_decompose(g: Given, w: Working) -> Answer:
    """Price effect and structure effect."""
    w0, p0, w1, p1 = (g.map(key) for key in ("w0", "p0", "w1", "p1"))
    for key, other in (("p0", p0), ("w1", w1), ("p1", p1)):
        _same_names(w0, other, key)
    for key, shares in (("w0", w0), ("w1", w1)):
        if abs(sum(shares.values(), Fraction(-1))) > ROUNDED_SHARES:
            raise BadInput(
                key, f"比重之和為 {text(sum(shares.values(), Fraction(0)))}，應為 1", "the shares do not add up to 1"
            )
    price, structure = price_effects(w0, p0, w1, p1)
    w.step("電價因素|price effect", "Σ w1·(p1 − p0)", price, "元/kWh")
    w.step("結構因素|structure effect", "Σ (w1 − w0)·p0", structure, "元/kWh")
    total = w.step("合計|together", "", price + structure, "元/kWh")
    return {"price_effect": price, "structure_effect": structure, "total": total}


FORMULAS: dict[str, Work] = {
    "read_rate": share_of("read", "due", "實抄率|read rate"),
    "reading_error_rate": share_of("wrong", "read", "抄表差錯率|error rate"),
    "bill_error_rate_per_mille": share_of("wrong_bills", "bills", "電費差錯率|error rate", 1000, "‰"),
    "collection_rate": share_of("received", "receivable", "回收率|collection rate", counted=False),
    "remittance_rate": share_of("remitted", "received", "上交率|remittance rate", counted=False),
    "arrears_ratio": share_of("arrears", "receivable", "欠費率|arrears ratio", counted=False),
    "avg_price": avg_price,
    "avg_price_mix": avg_price_mix,
    "avg_price_decompose": avg_price_decompose,
}
