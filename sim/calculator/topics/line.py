"""線損: lines, low-voltage networks, voltage drop."""

from __future__ import annotations

from fractions import Fraction

from kaohe.sim.calculator.answer import Answer, Work
from kaohe.sim.calculator.checked_inputs import Given
from kaohe.sim.calculator.faults import BadInput
from kaohe.sim.calculator.number_text import rounded, text
from kaohe.sim.calculator.working import Working
from kaohe.sim.tariff import lines


def line_loss(g: Given, w: Working) -> Answer:
    """R·(A_P² + A_Q²)/(U²·T·1000)."""
    ap, aq, hours, r, u = (g.number(key) for key in ("ap_kwh", "aq_kvarh", "hours", "r_ohm", "u_kv"))
    expression = f"{text(r)} × ({text(ap)}² + {text(aq)}²)/({text(u)}² × {text(hours)} × 1000)"
    return w.step("線損電量|line loss", expression, lines.line_loss_kwh(ap, aq, r, u, hours), "kWh")


def agreed_loss(g: Given, w: Working) -> Answer:
    """p %·A_P."""
    ap, pct = g.number("ap_kwh"), g.number("pct")
    loss = w.step("線損電量|line loss", f"{text(ap)} × {text(pct)}%", ap * pct / 100, "kWh")
    w.step("計費取整|whole, as billed", "", rounded(loss, 0), "kWh")
    return loss


def loss_rate(g: Given, w: Working) -> Answer:
    """(supplied − sold)/supplied."""
    supplied, sold = g.number("supplied"), g.number("sold")
    _warn(supplied, sold, w)
    value = lines.loss_rate(supplied, sold)
    w.step("損失電量|energy lost", f"{text(supplied)} − {text(sold)}", supplied - sold, "kWh")
    return w.step("線損率|loss rate", f"{text(supplied - sold)}/{text(supplied)}", value)


def _warn(supplied: Fraction, sold: Fraction, w: Working) -> None:
    if sold > supplied:
        w.note("售電量大於供電量：線損為負，核查抄表日期與計量|sold exceeds supplied: check reading days and metering")


def loss_rate_excl(g: Given, w: Working) -> Answer:
    """(supplied − sold)/(supplied − loss-free)."""
    supplied, sold, free = (g.number(key) for key in ("supplied", "sold", "lossless"))
    if free >= supplied:
        raise BadInput("lossless", "無損電量不能達到供電量", "loss-free energy must be below what was supplied")
    _warn(supplied, sold, w)
    expression = f"({text(supplied)} − {text(sold)})/({text(supplied)} − {text(free)})"
    return w.step("線損率|loss rate", expression, lines.loss_rate_without_lossless(supplied, sold, free))


def loss_scale(g: Given, w: Working) -> Answer:
    """loss·(cosφ1/cosφ2)²."""
    loss, before, after = (g.number(key) for key in ("loss1", "pf1", "pf2"))
    value = lines.scaled_loss(loss, before, after)
    w.step("降低|reduced by", f"1 − ({text(before)}/{text(after)})²", 1 - (before / after) ** 2)
    return w.step("現損耗|loss after", f"{text(loss)} × ({text(before)}/{text(after)})²", value)


def voltage_drop(g: Given, w: Working) -> Answer:
    """(P·r + Q·x)·L/U."""
    p, q, r, x, km, u = (g.number(key) for key in ("p_kw", "q_kvar", "r_ohm_km", "x_ohm_km", "km", "u_kv"))
    expression = f"({text(p)} × {text(r)} + {text(q)} × {text(x)}) × {text(km)}/{text(u)}"
    value = w.step("電壓損失|voltage drop", expression, lines.voltage_drop_v(p, q, r, x, km, u), "V")
    w.step("佔額定電壓|share of the voltage", f"{text(value)}/{text(u * 1000)}", value / u / 1000)
    return value


def equivalent_resistance(g: Given, w: Working) -> Answer:
    """Σ A²·R / A²."""
    total = g.number("total_kwh")
    squares = Fraction(0)
    for kwh, ohm in g.number_rows("segments"):
        squares += w.step("A²·R", f"{text(kwh)}² × {text(ohm)}", kwh * kwh * ohm)
    value = lines.equivalent_resistance_ohm(squares, total)
    return w.step("等值電阻|equivalent resistance", f"{text(squares)}/{text(total)}²", value, "Ω")


def average_current(g: Given, w: Working) -> Answer:
    """√(A_P² + A_Q²)/(√3·U·T)."""
    ap, aq, hours, u = (g.number(key) for key in ("ap_kwh", "aq_kvarh", "hours", "u_kv"))
    expression = f"√({text(ap)}² + {text(aq)}²)/(√3 × {text(u)} × {text(hours)})"
    return w.step("平均電流|average current", expression, lines.average_current_a(ap, aq, u, hours), "A")


def low_voltage_loss(g: Given, w: Working) -> Answer:
    """N·K²·I²·R·T/1000."""
    wires = Fraction(g.text("N"))
    k, current, r, hours = (g.number(key) for key in ("K", "i_av", "r_eq", "hours"))
    expression = f"{text(wires)} × {text(k)}² × {text(current)}² × {text(r)} × {text(hours)}/1000"
    return w.step("低壓線損|network loss", expression, lines.low_voltage_loss_kwh(wires, k, current, r, hours), "kWh")


FORMULAS: dict[str, Work] = {
    "line_loss_kwh": line_loss,
    "line_loss_agreed_kwh": agreed_loss,
    "line_loss_rate": loss_rate,
    "line_loss_rate_excl_lossless": loss_rate_excl,
    "loss_scale_pf": loss_scale,
    "voltage_drop_v": voltage_drop,
    "lv_equiv_resistance_ohm": equivalent_resistance,
    "lv_avg_current_a": average_current,
    "lv_loss_kwh": low_voltage_loss,
}
