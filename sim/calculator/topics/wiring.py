"""錯接線: correction factors of wrongly connected meters and the energy to add."""

from __future__ import annotations

from fractions import Fraction
from math import cos, radians, sin

from kaohe.sim.calculator.answer import INFINITE, Answer, Work
from kaohe.sim.calculator.checked_inputs import Given
from kaohe.sim.calculator.expression import evaluate
from kaohe.sim.calculator.faults import BadInput, advice
from kaohe.sim.calculator.number_text import rounded, text
from kaohe.sim.calculator.working import Working
from kaohe.sim.files import fold, nearest
from kaohe.sim.tariff.phasors import Power, four_wire_power, three_wire_power
from kaohe.sim.tariff.printed_tables import four_wire_cases
from kaohe.sim.tariff.quantity import SQRT3, root

STANDS = Fraction(1, 10**30)


def tangent(g: Given, w: Working) -> Fraction:
    """tanφ of cosφ; negative for a leading load."""
    c = g.number("cosphi")
    size = root(1 - c * c) / c
    value = -size if g.flag("leading") else size
    return w.step("tanφ", f"√(1 − {text(c)}²)/{text(c)}", value)


def _correction(power: Power, true: Fraction, shown: str, g: Given, w: Working) -> Answer:
    tan_phi = tangent(g, w)
    per_cos = power.per_cos(tan_phi)
    w.note(f"P' = UI·({_coefficient(power.a1, power.a3)}·cosφ + {_coefficient(power.b1, power.b3)}·sinφ)")
    if abs(per_cos) < STANDS:
        w.note("電能表停走，K = ∞：改按負荷推算電量|the meter stands, K = ∞: estimate the energy from the load")
        return INFINITE
    return w.step("更正係數 K|K", f"{shown}/({text(per_cos)})", true / per_cos)


def _coefficient(whole: int, root3: int) -> str:
    parts = []
    if whole:
        parts.append(text(Fraction(whole, 2)))
    if root3:
        parts.append(f"{text(Fraction(root3, 2))}√3")
    return " + ".join(parts) or "0"


def three_wire(g: Given, w: Working) -> Answer:
    """√3/(a + b·tanφ)."""
    return _correction(_three_wire(g), SQRT3, "√3", g, w)


def _three_wire(g: Given) -> Power:
    order, i1, i2 = g.text("order"), g.text("i1"), g.text("i2")
    if i1[1] == i2[1]:
        raise BadInput("i2", f"兩元件各用一相電流：{i1} 與 {i2} 同相", f"{i1} and {i2} are the same phase")
    return three_wire_power(order, i1, i2)


def three_wire_power_pu(g: Given, w: Working) -> Answer:
    """a·cosφ + b·sinφ; the angle's cosine and sine in floating point, to 12 decimals."""
    power, phi = _three_wire(g), radians(float(g.number("phi_deg")))
    value = rounded(power.at(Fraction(cos(phi)), Fraction(sin(phi))), 12)
    a, b = _coefficient(power.a1, power.a3), _coefficient(power.b1, power.b3)
    w.step("P/(UI)", f"({a})·cosφ + ({b})·sinφ", value)
    if all(key in g for key in ("pub_angle_I1", "pub_angle_I3", "pub_angle_V32")):
        i1, i3, v32 = (radians(float(g.number(key))) for key in ("pub_angle_I1", "pub_angle_I3", "pub_angle_V32"))
        printed = rounded(Fraction(cos(i1) + cos(i3 - v32)), 12)
        w.step("按書載角度|by the printed angles", "cos(I1) + cos(I3 − V32)", printed)
    return value


def break_secondary(g: Given, w: Working) -> Answer:
    """v 2; u 2√3/(√3 + tanφ); w 2√3/(√3 − tanφ)."""
    broken, tan_phi = g.text("broken"), tangent(g, w)
    if g.number("cosphi") <= Fraction(1, 2):
        raise BadInput("cosphi", "此式只及 cosφ > 0.5", "the formula holds for cosφ > 0.5 only")
    if broken == "b":
        return w.step("更正係數 K|K", "", Fraction(2))
    sign = 1 if broken == "a" else -1
    shown = "+" if sign == 1 else "−"
    return w.step("更正係數 K|K", f"2√3/(√3 {shown} tanφ)", 2 * SQRT3 / (SQRT3 + sign * tan_phi))


def four_wire(g: Given, w: Working) -> Answer:
    """3/(a + b·tanφ)."""
    return _correction(_four_wire(g), Fraction(3), "3", g, w)


def _four_wire(g: Given) -> Power:
    if "voltages" in g and "currents" in g:
        return four_wire_power(_elements(g, "voltages"), _elements(g, "currents"))
    if "voltages" in g or "currents" in g or "case" not in g:
        zh = "須寫三元件電壓 voltages 與電流 currents，或接線名稱 case"
        raise BadInput("voltages", zh, "give voltages and currents of the three elements, or the name of a case")
    name, known = g.text("case"), {fold(one): power for one, power in four_wire_cases().items()}
    if fold(name) not in known:
        near = advice(nearest(name, four_wire_cases()))
        raise BadInput("case", f"沒有接線「{name}」{near}", f"no connection {name!r}{near}")
    return known[fold(name)]


def _elements(g: Given, key: str) -> list[tuple[str, int]]:
    pairs = []
    for row in g.values(key):
        if isinstance(row, list) and isinstance(row[0], str) and isinstance(row[1], Fraction):
            pairs.append((row[0], row[1].numerator))
    return pairs


def single_phase(g: Given, w: Working) -> Answer:
    """Three cases."""
    case = g.text("case")
    if case == "voltage link open":
        w.note("電能表停走，K = ∞|the meter stands, K = ∞")
        return INFINITE
    if case == "live and neutral exchanged":
        w.note("計量正確，但留下竊電通路|records correctly, but opens a way to steal")
    return w.step("更正係數 K|K", "", Fraction(-1 if case == "current coil reversed" else 1))


def rate(g: Given, w: Working) -> Answer:
    """(K − 1) × 100."""
    k = g.number("K")
    w.note("更正率是應追補的份額，不是倍數：200% 即 K = 3|the rate is the share to add: 200 % means K = 3")
    return w.step("更正率|rate", f"({text(k)} − 1) × 100%", (k - 1) * 100, "%")


def _factor(g: Given, w: Working) -> Fraction:
    c, tan_phi = g.number("cosphi"), tangent(g, w)
    names = {"sqrt3": SQRT3, "tanphi": tan_phi, "cosphi": c, "sinphi": tan_phi * c}
    k = evaluate(g.text("K_expr"), names, "K_expr")
    if k is None:
        raise BadInput(
            "K_expr", "分母為 0：電能表停走，改按負荷推算", "division by 0: the meter stands, estimate from the load"
        )
    return w.step("更正係數 K|K", g.text("K_expr"), k)


def _signed(true: Fraction, w: Working) -> None:
    """A true energy below 0 comes from a wrong sign."""
    if true < 0:
        w.note(
            "實際電量為負：核對抄見電量的符號（反轉為負）|negative true energy: check the sign (negative if backwards)"
        )


def add_energy(g: Given, w: Working) -> Answer:
    """(K − 1)·W, W with its sign."""
    k, recorded = _factor(g, w), g.number("recorded_kwh")
    _signed(k * recorded, w)
    return w.step("退補電量|energy to add", f"({text(k)} − 1) × ({text(recorded)})", (k - 1) * recorded, "kWh")


def true_energy(g: Given, w: Working) -> Answer:
    """K·W, W with its sign."""
    k, recorded = _factor(g, w), g.number("recorded_kwh")
    _signed(k * recorded, w)
    return w.step("實際電量|true energy", f"{text(k)} × ({text(recorded)})", k * recorded, "kWh")


def _share(g: Given, w: Working) -> Fraction:
    ratios, signs, billed = g.numbers("ct_ratios"), g.numbers("signs"), g.number("billed_ratio")
    if any(abs(sign) != 1 for sign in signs):
        raise BadInput("signs", "極性只有 1 與 -1", "polarities are 1 or -1")
    inverse = sum((sign / ratio for sign, ratio in zip(signs, ratios, strict=True)), Fraction(0))
    terms = " + ".join(f"({text(sign)}/{text(ratio)})" for sign, ratio in zip(signs, ratios, strict=True))
    share = w.step("計得份額|share recorded", f"{text(billed)} × ({terms})/3", billed * inverse / 3)
    if share == 0:
        raise BadInput("signs", "份額為 0：電能表停走，改按負荷推算", "nothing was recorded: estimate from the load")
    return share


def mismatch_rate(g: Given, w: Working) -> Answer:
    """1/share − 1."""
    share = _share(g, w)
    return w.step("更正率|rate to add", f"1/{text(share)} − 1", 1 / share - 1)


def mismatch_add(g: Given, w: Working) -> Answer:
    """(1/share − 1)·W."""
    share, recorded = _share(g, w), g.number("recorded_kwh")
    _signed(recorded / share, w)
    value = recorded / share - recorded
    return w.step("退補電量|energy to add", f"{text(recorded)} × (1/{text(share)} − 1)", value, "kWh")


def ratio_error_add(g: Given, w: Working) -> Answer:
    """(3/Σ(1 + e) − 1)·W."""
    errors, recorded = g.numbers("ratio_errors_pct"), g.number("recorded_kwh")
    total = sum((1 + error / 100 for error in errors), Fraction(0))
    if total == 0:
        raise BadInput(
            "ratio_errors_pct", "三相都沒有計量：改按負荷推算", "nothing was recorded: estimate from the load"
        )
    terms = " + ".join(f"(1 + {text(error)}%)" for error in errors)
    k = w.step("更正係數 K|K", f"3/({terms})", 3 / total)
    return w.step("退補電量|energy to add", f"({text(k)} − 1) × {text(recorded)}", (k - 1) * recorded, "kWh")


FORMULAS: dict[str, Work] = {
    "ww3p3w_K": three_wire,
    "ww3p3w_power_pu": three_wire_power_pu,
    "ww_break_secondary_K": break_secondary,
    "ww3p4w_K": four_wire,
    "ww1p_K": single_phase,
    "ww_rate_pct": rate,
    "ww_add_energy_kwh": add_energy,
    "ww_true_energy_kwh": true_energy,
    "ct_mismatch_rate": mismatch_rate,
    "ct_mismatch_add_kwh": mismatch_add,
    "ct_ratio_error_add_kwh": ratio_error_add,
}
