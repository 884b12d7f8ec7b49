"""電價: tiers, time-of-use, surcharges."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kaohe.sim.calculator.answer import Answer, Work
from kaohe.sim.calculator.checked_inputs import Given
from kaohe.sim.calculator.faults import BadInput, advice
from kaohe.sim.calculator.number_text import money, text
from kaohe.sim.calculator.topics.bill import bill
from kaohe.sim.calculator.topics.full_bill import full_bill, full_bill_lv_metered, full_bill_split_month
from kaohe.sim.calculator.working import Working
from kaohe.sim.files import fold, nearest
from kaohe.sim.tariff.periods import period_costs, period_prices
from kaohe.sim.tariff.periods import surcharges as fund_costs
from kaohe.sim.tariff.printed_tables import schemes
from kaohe.sim.tariff.tiers import check_tiers, tier_cost, tier_energies, tier_energy_of_money


def _tiers(g: Given) -> tuple[list[Fraction], list[Fraction]]:
    limits, prices = g.numbers("limits"), g.numbers("prices")
    try:
        check_tiers(limits, prices)
    except ValueError as error:
        zh = f"檔次有空缺：{len(limits)} 個限值須遞增，並有 {len(limits) + 1} 個電價"
        raise BadInput("limits", zh, str(error)) from None
    return limits, prices


def tier_fee(g: Given, w: Working) -> Answer:
    """Through the tiers, rounded once, or line by line."""
    limits, prices = _tiers(g)
    kwh, by_line = g.number("kwh"), g.text("round_at", "bill") == "line"
    fee = Fraction(0)
    for n, (part, price) in enumerate(zip(tier_energies(kwh, limits), prices, strict=True), 1):
        if part:
            exact = w.step(f"第 {n} 檔|tier {n}", f"{text(part)} × {text(price)}", part * price)
            fee += money(exact) if by_line else exact
    return w.yuan("電費|fee", "", fee)


def tier_inverse(g: Given, w: Working) -> Answer:
    """The energy that costs the money."""
    limits, prices = _tiers(g)
    if min(prices) == 0:
        raise BadInput("prices", "電價為 0，無法反求電量", "a price of 0 has no energy for a sum of money")
    paid = g.number("money")
    kwh = tier_energy_of_money(paid, limits, prices)
    for n, (part, price) in enumerate(zip(tier_energies(kwh, limits), prices, strict=True), 1):
        if part:
            w.step(f"第 {n} 檔|tier {n}", f"{text(part * price)} / {text(price)}", part, "kWh")
    return w.step("電量|energy", "", kwh, "kWh")


def tier_year(g: Given, w: Working) -> Answer:
    """F(cumulated) − F(before), F rounded."""
    limits, prices = _tiers(g)
    months = g.numbers("months")
    if len(months) > 12:
        raise BadInput("months", "一年至多 12 個月", "a year has 12 months at most")
    fees: list[Fraction] = []
    used = paid = Fraction(0)
    for n, kwh in enumerate(months, 1):
        used += kwh
        due = money(tier_cost(used, limits, prices))
        fees.append(w.step(f"{n} 月|month {n}", f"F({text(used)}) − {text(paid)}", due - paid, "元"))
        paid = due
    w.yuan("全年|the year", "", paid)
    return fees


def tou_fee(g: Given, w: Working) -> Answer:
    """Σ kWh × flat × multiple."""
    kwh, flat, multiples = g.map("kwh"), g.number("flat"), {"flat": Fraction(1)} | g.map("mult")
    BadInput.all_of(_without_multiple(period, multiples) for period in kwh if period not in multiples)
    fee = Fraction(0)
    for period, exact in period_costs(kwh, flat, multiples).items():
        w.step(period, f"{text(kwh[period])} × {text(flat)} × {text(multiples[period])}", exact, "元")
        fee += money(exact) if g.text("round_at", "bill") == "line" else exact
    return w.yuan("電度電費|energy fee", "", fee)


def _without_multiple(period: str, multiples: Mapping[str, Fraction]) -> BadInput:
    near = advice(nearest(period, multiples))
    return BadInput("mult", f"沒有時段「{period}」的倍數{near}", f"no multiple for the period {period!r}{near}")


def tou_prices(g: Given, w: Working) -> Answer:
    """Prices of a scheme."""
    name, flat = g.text("scheme"), g.number("flat")
    found = schemes().get(fold(name))
    if found is None:
        near = advice(nearest(name, schemes()))
        known = ", ".join(schemes())
        raise BadInput(
            "scheme", f"沒有方案「{name}」；有 {known}{near}", f"no scheme {name!r}; there are {known}{near}"
        )
    peak, valley, spike = (Fraction(one, 100) for one in (found.peak_e2, found.valley_e2, found.spike_over_peak_e2))
    prices = period_prices(flat, peak, valley, spike)
    w.step("峰|peak", f"{text(flat)} × {text(peak)}", prices["peak"])
    w.step("尖|spike", f"{text(prices['peak'])} × {text(spike)}", prices["spike"])
    w.step("谷|valley", f"{text(flat)} × {text(valley)}", prices["valley"])
    w.cite(f"{found.source} [{found.status}]")
    return dict(prices)


def surcharge_fee(g: Given, w: Working) -> Answer:
    """Each fund to the 分."""
    kwh, rates = g.number("kwh"), g.map("rates")
    costs = fund_costs(kwh, rates)
    return {fund: w.yuan(fund, f"{text(kwh)} × {text(rates[fund])}", cost) for fund, cost in costs.items()}


FORMULAS: dict[str, Work] = {
    "bill": bill,
    "tier_fee": tier_fee,
    "tier_inverse_kwh": tier_inverse,
    "tier_fee_year_settlement": tier_year,
    "tou_fee": tou_fee,
    "tou_prices": tou_prices,
    "surcharge_fee": surcharge_fee,
    "full_bill": full_bill,
    "full_bill_split_month": full_bill_split_month,
    "full_bill_lv_metered": full_bill_lv_metered,
}
