"""電費: a bill by a tariff file, line by line, with the functions that bill the office."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from kaohe.sim.calculator.answer import Answer
from kaohe.sim.calculator.checked_inputs import Given
from kaohe.sim.calculator.faults import BadInput, advice
from kaohe.sim.calculator.number_text import text
from kaohe.sim.calculator.topics.bill_price import price_of
from kaohe.sim.calculator.working import Working, label
from kaohe.sim.files import nearest
from kaohe.sim.tariff.bills import Bill, Usage, energy_e4, funds_e4, period_energies, tier_energies_of
from kaohe.sim.tariff.bills import bill as bill_lines
from kaohe.sim.tariff.capacity import demand_kw
from kaohe.sim.tariff.money import Int64s
from kaohe.sim.tariff.schema import PriceClass
from kaohe.sim.texts import Names

PERIOD_WORDS = {"spike": "尖|spike", "peak": "峰|peak", "flat": "平|flat", "valley": "谷|valley"}


def bill(g: Given, w: Working) -> Answer:
    """The total of a month's bill, its lines as working."""
    price = price_of(g, w)
    _complete(price, g, w)
    unused = _unused(price, g)
    for name, (zh, en) in unused.items():
        w.note(f"未用 {name}：{zh}|{name} is not used: {en}")
    usage = _usage(g.without(unused))
    made = bill_lines(price, usage)
    exact = _lines(price, usage, made, w)
    issued = Fraction(int(made.total_fen[0]), 100)
    w.yuan("合計|total", "", issued if exact is None else exact)
    return issued


def _complete(price: PriceClass, g: Given, w: Working) -> None:
    """What the price needs must be there; what it does not use is told."""
    by_demand = "md_kw" in g or "approved_kw" in g
    if by_demand and price.demand_fen_per_kw is None:
        raise BadInput("md_kw", f"{price.id} 沒有按需量的電價", f"{price.id} has no price by demand")
    if price.capacity_fen_per_kva is not None and "kva" not in g and not by_demand:
        raise BadInput("kva", "兩部制須寫受電容量（kVA）", "a two-part price needs the capacity (kVA)")
    _metered(price, g)
    if price.periods is not None and "periods" not in g:
        w.note("未分時段：全部按平段|no periods given: all energy is flat")
    if price.pf_standard is not None and "kvarh" not in g:
        w.note("未給無功電量：未計力調|no reactive energy given: no power-factor adjustment")


def _unused(price: PriceClass, g: Given) -> dict[str, tuple[str, str]]:
    """The inputs that this class does not use, and why."""
    by_demand = "md_kw" in g
    why = "本次按需量計基本電費" if by_demand else "此類沒有基本電費"
    capacity = (why, "the charge is by demand" if by_demand else "the class has no capacity charge")
    unused: dict[str, tuple[str, str]] = {}
    if by_demand or price.capacity_fen_per_kva is None:
        unused |= dict.fromkeys(("kva", "days", "month_days"), capacity)
    if price.pf_standard is None:
        unused["kvarh"] = ("此類不執行力調", "the class has no power-factor adjustment")
    if price.tiers is None or price.tiers.period != "year":
        unused["kwh_before"] = ("此類沒有按年的階梯", "the class has no tiers of a year")
    return {name: reason for name, reason in unused.items() if name in g}


def _metered(price: PriceClass, g: Given) -> None:
    known = [name for name in (price.periods.multiples_e2() if price.periods else {}) if name != "flat"]
    for name in _periods(g):
        if name not in known:
            near, there = advice(nearest(name, known)), ", ".join(known) or "—"
            zh, en = f"{price.id} 無計量時段「{name}」；有 {there}{near}", f"no metered period {name!r}; {there}{near}"
            raise BadInput("periods", zh, en)
    if sum(_periods(g).values()) > g.number("kwh"):
        raise BadInput("periods", "各時段電量之和大於總電量 kwh", "the periods exceed the total kwh")


def _one(g: Given, key: str, default: int) -> Int64s:
    return np.array([g.integer(key, default)], np.int64)


def _usage(g: Given) -> Usage:
    if ("md_kw" in g) != ("approved_kw" in g):
        raise BadInput("approved_kw", "md_kw 與 approved_kw 須同寫（kW）", "give md_kw and approved_kw together (kW)")
    demand = {
        name: _whole(g, key) for name, key in (("demand_kw", "md_kw"), ("approved_kw", "approved_kw")) if key in g
    }
    days = _one(g, "days", g.integer("month_days", 30))
    if int(days[0]) > g.integer("month_days", 30):
        raise BadInput("days", "天數多於月天數 month_days", "more days than month_days")
    return Usage(
        kwh=_one(g, "kwh", 0),
        kvarh=_one(g, "kvarh", 0) if "kvarh" in g else None,
        periods={name: np.array([_integer(name, kwh)], np.int64) for name, kwh in _periods(g).items()},
        capacity_kva=_one(g, "kva", 0),
        days=days,
        month_days=_one(g, "month_days", 30),
        kwh_before=_one(g, "kwh_before", 0),
        demand_kw=demand.get("demand_kw"),
        approved_kw=demand.get("approved_kw"),
    )


def _periods(g: Given) -> Mapping[str, Fraction]:
    return g.map("periods") if "periods" in g else {}


def _whole(g: Given, key: str) -> Int64s:
    return np.array([_integer(key, g.number(key))], np.int64)


def _integer(key: str, value: Fraction) -> int:
    if value.denominator != 1:
        raise BadInput(key, f"應為整數，收到 {text(value)}", f"must be whole, not {text(value)}")
    return value.numerator


def _lines(price: PriceClass, usage: Usage, made: Bill, w: Working) -> Fraction | None:
    """Each line to the 分, or exact where only the total is rounded; then their sum."""
    exact, expressions = _exact(price, usage, made), _expressions(price, usage, made)
    for name in made.lines:
        words, expression = expressions[name]
        if price.rounding == "line":
            w.yuan(words, expression, exact[name])
        else:
            w.step(words, expression, exact[name], "元")
    if price.rounding == "line":
        return None
    if int(np.max(usage.kwh_before)):
        w.note("全年累計各取到分，本月為其差|the year's fee is rounded as it grows; this month is the difference")
        return None
    return sum(exact.values(), Fraction(0))


def _exact(price: PriceClass, usage: Usage, made: Bill) -> dict[str, Fraction]:
    """The lines before rounding, in yuan."""
    costs = {**energy_e4(price, usage), **funds_e4(price, usage)}
    exact = {name: Fraction(int(cost[0]), 10**6) for name, cost in costs.items()}
    if price.capacity_fen_per_kva is not None:
        kva, days, month = _capacity(usage)
        exact["capacity"] = Fraction(kva * days * price.capacity_fen_per_kva.value, 100 * month)
    if "demand" in made.lines:
        exact["demand"] = Fraction(int(made.lines["demand"][0]), 100)
    if made.adjustment_e2 is not None:
        exact["factor"] = _factor_base(made) * int(made.adjustment_e2[0]) / 10_000
    return exact


def _capacity(usage: Usage) -> tuple[int, int, int]:
    kva, days, month = (np.broadcast_to(one, (1,)) for one in (usage.capacity_kva, usage.days, usage.month_days))
    return int(kva[0]), int(days[0]), int(month[0])


def _factor_base(made: Bill) -> Fraction:
    names = [name for name in made.lines if name in ("capacity", "demand") or name.startswith("energy")]
    return Fraction(sum(int(np.broadcast_to(made.lines[name], (1,))[0]) for name in names), 100)


def _expressions(price: PriceClass, usage: Usage, made: Bill) -> dict[str, tuple[str, str]]:
    kwh = int(usage.kwh[0])
    words = {f"fund:{fund.id}": (_pair(fund.name), f"{kwh} × {_e4(fund.e4.value)}") for fund in price.funds}
    words |= _fixed(price, usage)
    if "factor" in made.lines:
        words["factor"] = ("力調電費|adjustment", _factor(made))
    return words | _energy(price, usage)


def _factor(made: Bill) -> str:
    """(base + energy) × %, with the power factor behind it."""
    assert made.pf_hundredths is not None
    assert made.adjustment_e2 is not None
    pf, pct = (text(Fraction(int(one[0]), 100)) for one in (made.pf_hundredths, made.adjustment_e2))
    base = text(_factor_base(made))
    return label(f"{base} × {pct}%（功率因數 {pf}）|{base} × {pct}% (power factor {pf})")


def _demand(price: PriceClass, usage: Usage, rate: str) -> str:
    """Charged kW × price, and the rule that made them."""
    metered, approved = (Fraction(int(one[0])) for one in (usage.demand_kw, usage.approved_kw) if one is not None)
    assert price.demand is not None
    charged = text(demand_kw(price.demand, metered, approved) / 100)
    figures = f"{text(metered)}/{text(approved)} kW, {price.demand.value}"
    return label(f"{charged} × {rate}（抄見/核定 {figures}）|{charged} × {rate} (metered/approved {figures})")


def _fixed(price: PriceClass, usage: Usage) -> dict[str, tuple[str, str]]:
    words: dict[str, tuple[str, str]] = {}
    if price.capacity_fen_per_kva is not None:
        kva, days, month = _capacity(usage)
        part = "" if days == month else f" × {days}/{month}"
        words["capacity"] = (
            "基本電費|capacity",
            f"{kva} × {text(Fraction(price.capacity_fen_per_kva.value, 100))}{part}",
        )
    if price.demand_fen_per_kw is not None and usage.demand_kw is not None:
        rate = text(Fraction(price.demand_fen_per_kw.value, 100))
        words["demand"] = ("基本電費|demand", _demand(price, usage, rate))
    return words


def _energy(price: PriceClass, usage: Usage) -> dict[str, tuple[str, str]]:
    kwh = int(usage.kwh[0])
    if price.tiers is not None:
        rates = price.tiers.prices_e4
        parts = tier_energies_of(price, usage)
        return {
            f"energy:tier{n}": (f"第 {n} 檔|tier {n}", f"{int(part[0])} × {_e4(rate)}")
            for n, (part, rate) in enumerate(zip(parts, rates, strict=True), 1)
        }
    net = (price.energy_e4.value if price.energy_e4 else 0) - price.included_e4
    if price.periods is None:
        return {"energy": ("電度電費|energy", f"{kwh} × {_e4(net)}")}
    energies, multiples = period_energies(usage), price.periods.multiples_e2()
    return {
        f"energy:{name}": (
            PERIOD_WORDS[name],
            f"{int(energies[name][0])} × {_e4(net)} × {text(Fraction(multiple, 100))}",
        )
        for name, multiple in multiples.items()
    }


def _e4(value: int) -> str:
    return text(Fraction(value, 10_000))


def _pair(names: Names) -> str:
    return f"{names.zh_hant}|{names.en}"
