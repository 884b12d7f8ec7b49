"""Whole bills from registers and prices, as examination papers set them: every line to the 分."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from kaohe.sim.calculator.answer import Answer
from kaohe.sim.calculator.checked_inputs import Given
from kaohe.sim.calculator.faults import BadInput
from kaohe.sim.calculator.number_text import money, rounded, text
from kaohe.sim.calculator.topics.energy import multiplier
from kaohe.sim.calculator.topics.factor import adjustment, factor_fee, power_factor
from kaohe.sim.calculator.working import Working
from kaohe.sim.tariff import losses


def advance(g: Given, key: str, ratio: Fraction, w: Working, name: str, unit: str = "kWh") -> Fraction:
    """(present − previous) × ratio of a pair of registers."""
    prev, curr = g.numbers(key)
    return w.step(name, f"({text(curr)} − {text(prev)}) × {text(ratio)}", (curr - prev) * ratio, unit)


def rising(g: Given, keys: Iterable[str], prefix: str = "") -> None:
    """Every pair of registers rises; BadInput names those that fall."""
    pairs = {key: g.numbers(key) for key in keys}
    BadInput.all_of(_falls(f"{prefix}{key}", prev, curr) for key, (prev, curr) in pairs.items() if curr < prev)


def _falls(key: str, prev: Fraction, curr: Fraction) -> BadInput:
    zh = f"本次 {text(curr)} 小於上次 {text(prev)}；翻轉或反轉先用 energy_kwh 求電量"
    return BadInput(key, zh, f"{text(curr)} is below {text(prev)}; after a roll-over use energy_kwh first")


def _periods(total: Fraction, peak: Fraction, valley: Fraction, lighting: Fraction, w: Working) -> Fraction:
    flat = total - peak - valley - lighting
    if flat < 0:
        raise BadInput("reads", "峰、谷、照明之和大於總電量", "peak, valley and lighting exceed the total")
    used = "" if not lighting else f" − {text(lighting)}"
    return w.step("平段電量|flat energy", f"{text(total)} − {text(peak)} − {text(valley)}{used}", flat, "kWh")


def _tou(energies: dict[str, Fraction], flat: Fraction, mult: Given, w: Working) -> Fraction:
    fee = Fraction(0)
    words = {"peak": "峰|peak", "flat": "平|flat", "valley": "谷|valley"}
    for period, kwh in energies.items():
        multiple = Fraction(1) if period == "flat" else mult.number(period)
        fee += w.yuan(words[period], f"{text(kwh)} × {text(flat)} × {text(multiple)}", kwh * flat * multiple)
    return fee


def full_bill(g: Given, w: Working) -> Answer:
    """Two-part, time-of-use, power factor, lighting, funds."""
    ratio, reads = multiplier(g, w), g.record("reads")
    rising(reads, ("total", "peak", "valley", "kvarh"), "reads.")
    total = advance(reads, "total", ratio, w, "總電量|total energy")
    peak = advance(reads, "peak", ratio, w, "峰電量|peak energy")
    valley = advance(reads, "valley", ratio, w, "谷電量|valley energy")
    reactive = advance(reads, "kvarh", ratio, w, "無功電量|reactive energy", "kvarh")
    lighting = g.number("lighting_kwh", 0)
    flat = _periods(total, peak, valley, lighting, w)
    kva, base_price = g.number("kva"), g.number("base_price")
    base = w.yuan("基本電費|capacity charge", f"{text(kva)} × {text(base_price)}", kva * base_price)
    energy = _tou({"peak": peak, "flat": flat, "valley": valley}, g.number("flat"), g.record("mult"), w)
    light = _lighting(g, lighting, w)
    factor = _adjusted(total, reactive, g.text("pf_std"), base, energy, w)
    funds = _funds(g, total, w)
    bill = w.yuan("合計|total", "", base + energy + light + factor + funds)
    if total:
        w.step("平均單價|average price", f"{text(bill)}/{text(total)}", bill / total, "元/kWh")
    return bill


def _adjusted(total: Fraction, reactive: Fraction, std: str, base: Fraction, energy: Fraction, w: Working) -> Fraction:
    if total == 0 and reactive == 0:
        return Fraction(0)
    return factor_fee(base, energy, adjustment(power_factor(total, reactive, w), std, w), w)


def _lighting(g: Given, kwh: Fraction, w: Working) -> Fraction:
    if not kwh:
        return Fraction(0)
    if "lighting_price" not in g:
        raise BadInput(
            "lighting_price", "有照明電量須寫照明電價（元/kWh）", "lighting energy needs its price (yuan/kWh)"
        )
    price = g.number("lighting_price")
    return w.yuan("照明電費|lighting", f"{text(kwh)} × {text(price)}", kwh * price)


def _funds(g: Given, kwh: Fraction, w: Working) -> Fraction:
    if "surcharges" not in g:
        return Fraction(0)
    rates = g.map("surcharges").items()
    return sum((w.yuan(fund, f"{text(kwh)} × {text(rate)}", kwh * rate) for fund, rate in rates), Fraction(0))


def full_bill_split_month(g: Given, w: Working) -> Answer:
    """Before the change by one price with table loss, after it by periods with the power factor."""
    return w.yuan("合計|total", "", _before(g.record("part1"), w) + _after(g.record("part2"), w))


def _before(part: Given, w: Working) -> Fraction:
    rising(part, ("reads",), "part1.")
    kwh = advance(part, "reads", part.number("ratio"), w, "變更前電量|energy before")
    days, table = part.number("days"), part.number("table_loss")
    if days > 30:
        raise BadInput("part1.days", "不足月至多 30 天", "part of a month: 30 days at most")
    loss = w.step("變損|transformer loss", f"{text(table)} × {text(days)}/30", rounded(table * days / 30, 0), "kWh")
    price = part.number("price")
    return w.yuan("變更前電費|fee before", f"({text(kwh)} + {text(loss)}) × {text(price)}", (kwh + loss) * price)


def _after(part: Given, w: Working) -> Fraction:
    ratio = part.number("ratio")
    units = {key: part.number(key) for key in ("total", "peak", "valley")}
    total, peak, valley = (
        w.step(key, f"{text(one)} × {text(ratio)}", one * ratio, "kWh") for key, one in units.items()
    )
    flat = _periods(total, peak, valley, Fraction(0), w)
    energy = _tou({"peak": peak, "flat": flat, "valley": valley}, part.number("flat_price"), part.record("mult"), w)
    if total == 0:
        return energy
    reactive = w.step("無功電量|reactive energy", "", total * part.number("pf_ratio_q_over_p"), "kvarh")
    return energy + _adjusted(total, reactive, part.text("pf_std"), Fraction(0), energy, w)


def full_bill_lv_metered(g: Given, w: Working) -> Answer:
    """Losses added before the power factor and the fees."""
    ratio, hours, sn = g.number("ratio"), g.number("hours"), g.number("kva")
    rising(g, ("kwh_reads", "kvarh_reads"))
    kwh = advance(g, "kwh_reads", ratio, w, "有功電量|active energy")
    kvarh = advance(g, "kvarh_reads", ratio, w, "無功電量|reactive energy", "kvarh")
    share = losses.load_share_hours(kwh, kvarh, sn, hours)
    w.step("β²·T", f"({text(kwh)}² + {text(kvarh)}²)/({text(sn)}² × {text(hours)})", share, "h")
    one = Fraction(1)
    active = losses.active_loss_kwh(kwh, kvarh, hours, sn, g.number("p0_kw"), g.number("pk_kw"), one)
    reactive = losses.reactive_loss_kvarh(kwh, kvarh, hours, sn, g.number("i0_pct"), g.number("uk_pct"), one)
    loss = _whole_loss("有功變損|active loss", g.number("p0_kw"), g.number("pk_kw"), hours, share, active, "kWh", w)
    idle, loaded = g.number("i0_pct") * sn / 100, g.number("uk_pct") * sn / 100
    q_loss = _whole_loss("無功變損|reactive loss", idle, loaded, hours, share, reactive, "kvarh", w)
    return _lv_fees(g, kwh + loss, kvarh + q_loss, {"loss_kwh": loss, "loss_kvarh": q_loss}, w)


def _whole_loss(
    name: str,
    idle: Fraction,
    loaded: Fraction,
    hours: Fraction,
    share: Fraction,
    exact: Fraction,
    unit: str,
    w: Working,
) -> Fraction:
    w.step(name, f"{text(idle)} × {text(hours)} + {text(loaded)} × {text(share)}", exact, unit)
    return w.step("取整|whole", "", rounded(exact, 0), unit)


def _lv_fees(g: Given, kwh: Fraction, kvarh: Fraction, loss: dict[str, Fraction], w: Working) -> Answer:
    w.step("計費電量|energy billed", "", kwh, "kWh")
    w.step("計費無功|reactive energy", "", kvarh, "kvarh")
    if kwh == 0 and kvarh == 0:
        raise BadInput("p0_kw", "電量與損耗都是 0，沒有功率因數", "no energy and no loss: there is no power factor")
    pf = power_factor(kwh, kvarh, w)
    pct = adjustment(pf, g.text("pf_std"), w)
    price, base_price, kva = g.number("price"), g.number("base_price"), g.number("kva")
    energy = w.yuan("電度電費|energy fee", f"{text(kwh)} × {text(price)}", kwh * price)
    base = w.yuan("基本電費|capacity charge", f"{text(kva)} × {text(base_price)}", kva * base_price)
    factor = factor_fee(base, energy, pct, w)
    total = w.yuan("合計|total", f"{text(base)} + {text(energy)} + {text(factor)}", base + energy + factor)
    return {
        **loss,
        "billed_kwh": kwh,
        "pf": pf,
        "adj_pct": pct,
        "energy_fee": money(energy),
        "base_fee": base,
        "pf_fee": factor,
        "total": total,
    }
