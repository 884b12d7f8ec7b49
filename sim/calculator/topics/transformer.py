"""變損: losses of a transformer by formula, by type and by table."""

from __future__ import annotations

from fractions import Fraction

from kaohe.sim.calculator.answer import Answer, Part, Work
from kaohe.sim.calculator.checked_inputs import Given
from kaohe.sim.calculator.faults import BadInput, advice, nearest_number
from kaohe.sim.calculator.number_text import rounded, text
from kaohe.sim.calculator.working import Working
from kaohe.sim.tariff import losses
from kaohe.sim.tariff.loss_table import band_loss
from kaohe.sim.tariff.printed_tables import TransformerType, transformer


def _share(g: Given, w: Working) -> Fraction:
    ap, aq, sn, hours = (g.number(key) for key in ("ap_kwh", "aq_kvarh", "sn_kva", "hours"))
    expression = f"({text(ap)}² + {text(aq)}²)/({text(sn)}² × {text(hours)})"
    return w.step("β²·T", expression, losses.load_share_hours(ap, aq, sn, hours), "h")


def _loss(w: Working, name: str, idle: Fraction, loaded: Fraction, g: Given, share: Fraction, unit: str) -> Fraction:
    k, hours = g.number("k", 1), g.number("hours")
    factor = "" if k == 1 else f"{text(k)} × "
    expression = f"{text(idle)} × {text(hours)} + {factor}{text(loaded)} × {text(share)}"
    value = w.step(name, expression, idle * hours + k * loaded * share, unit)
    whole = rounded(value, 0)
    if whole != value:
        w.step("計費取整|whole, as billed", "", whole, unit)
    return value


def active_loss(g: Given, w: Working) -> Answer:
    """P0·T + k·Pk·β²T."""
    return _loss(w, "有功損耗|active loss", g.number("p0_kw"), g.number("pk_kw"), g, _share(g, w), "kWh")


def reactive_loss(g: Given, w: Working) -> Answer:
    """I0 %·Sn·T + k·Uk %·Sn·β²T."""
    share, sn = _share(g, w), g.number("sn_kva")
    i0, uk = g.number("i0_pct"), g.number("uk_pct")
    idle = w.step("空載無功|idle reactive", f"{text(i0)}% × {text(sn)}", i0 * sn / 100, "kvar")
    loaded = w.step("短路無功|loaded reactive", f"{text(uk)}% × {text(sn)}", uk * sn / 100, "kvar")
    return _loss(w, "無功損耗|reactive loss", idle, loaded, g, share, "kvarh")


def reactive_loss_exact(g: Given, w: Working) -> Answer:
    """With Q0 and Qk by the square root."""
    share, sn = _share(g, w), g.number("sn_kva")
    parts = []
    for name, pct_key, active_key in (("Q0", "i0_pct", "p0_kw"), ("Qk", "uk_pct", "pk_kw")):
        pct, active = g.number(pct_key), g.number(active_key)
        if pct * sn / 100 < active:
            raise BadInput(active_key, f"大於視在損耗 {text(pct * sn / 100)} kVA", "exceeds the apparent loss")
        expression = f"√(({text(pct)}% × {text(sn)})² − {text(active)}²)"
        parts.append(w.step(name, expression, losses.reactive_part(pct, sn, active), "kvar"))
    return _loss(w, "無功損耗|reactive loss", parts[0], parts[1], g, share, "kvarh")


def loss_kw(g: Given, w: Working) -> Answer:
    """P0 + β²·Pk."""
    p0, pk, beta = (g.number(key) for key in ("p0_kw", "pk_kw", "beta"))
    return w.step("損耗|loss", f"{text(p0)} + {text(beta)}² × {text(pk)}", losses.loss_kw(p0, pk, beta), "kW")


def efficiency(g: Given, w: Working) -> Answer:
    """P2/(P2 + ΔP)."""
    loss = loss_kw(g, w)
    p2, p0, pk, beta = (g.number(key) for key in ("p2_kw", "p0_kw", "pk_kw", "beta"))
    value = losses.efficiency(p2, p0, pk, beta)
    assert isinstance(loss, Fraction)
    return w.step("效率|efficiency", f"{text(p2)}/({text(p2)} + {text(loss)})", value)


def prorate(g: Given, w: Working) -> Answer:
    """Table × days / 30, whole kWh."""
    table, days, month = g.number("table_kwh"), g.number("days"), g.number("month_days", 30)
    _part_of_month(days, month)
    exact = w.step("折算|part of the month", f"{text(table)} × {text(days)}/{text(month)}", table * days / month, "kWh")
    return w.step("取整|whole kWh", "", rounded(exact, 0), "kWh")


def _part_of_month(days: Fraction, month: Fraction) -> None:
    if days > month:
        raise BadInput(
            "days", f"{text(days)} 天多於月天數 {text(month)}", f"{text(days)} days are more than the month's"
        )


def _comprehensive(active_key: str, pct_key: str, g: Given, w: Working) -> Answer:
    active, pct, sn = (g.number(key) for key in (active_key, pct_key, "sn_kva"))
    k_q = g.number("k_q", losses.COMPREHENSIVE_KQ)
    expression = f"{text(active)} + {text(k_q)} × {text(pct)}% × {text(sn)}"
    return w.step("綜合損耗|comprehensive loss", expression, losses.comprehensive_kw(active, pct, sn, k_q), "kW")


def noload(g: Given, w: Working) -> Answer:
    """P0 + k_q·I0 %·Sn."""
    return _comprehensive("p0_kw", "i0_pct", g, w)


def load(g: Given, w: Working) -> Answer:
    """Pk + k_q·Uk %·Sn."""
    return _comprehensive("pk_kw", "uk_pct", g, w)


def _type(g: Given, w: Working) -> TransformerType:
    series, kva = g.text("series"), g.number("kva")
    try:
        found = transformer(series, int(kva) if kva.denominator == 1 else -1)
    except LookupError as error:
        known = str(error.args[0]).split(": ")[-1]
        near = advice(nearest_number(kva, known.split(", ")))
        raise BadInput(
            "kva", f"{series} 沒有 {text(kva)} kVA；有 {known}{near}", f"no such size; {known}{near}"
        ) from None
    parameters = f"P0 {found.p0_w} W, Pk {found.pk_w} W, I0 {found.i0_pct}%, Uk {found.uk_pct}%"
    w.note(f"{series}-{found.kva}: {parameters}")
    w.cite(f"{found.source} [{found.status}]")
    return found


def by_type(g: Given, w: Working) -> Answer:
    """Both losses of a listed transformer, whole."""
    found = _type(g, w)
    ap, aq, hours, k = g.number("ap_kwh"), g.number("aq_kvarh"), g.number("hours"), g.number("k", 1)
    share = losses.load_share_hours(ap, aq, Fraction(found.kva), hours)
    w.step("β²·T", f"({text(ap)}² + {text(aq)}²)/({found.kva}² × {text(hours)})", share, "h")
    idle_active, idle_reactive = (Fraction(one) for one in (found.p0_w, found.idle_var))
    kwh = _by_type("有功損耗|active loss", idle_active, Fraction(found.pk_w), hours, k, share, "kWh", w)
    kvarh = _by_type("無功損耗|reactive loss", idle_reactive, Fraction(found.loaded_var), hours, k, share, "kvarh", w)
    return {"kwh": kwh, "kvarh": kvarh}


def _by_type(
    name: str, idle: Fraction, loaded: Fraction, hours: Fraction, k: Fraction, share: Fraction, unit: str, w: Working
) -> Fraction:
    exact = (idle * hours + k * loaded * share) / 1000
    factor = "" if k == 1 else f"{text(k)} × "
    w.step(name, f"({text(idle)} × {text(hours)} + {factor}{text(loaded)} × {text(share)})/1000", exact, unit)
    return w.step("計費取整|whole, as billed", "", rounded(exact, 0), unit)


def by_table(g: Given, w: Working) -> Answer:
    """The cell of capacity and energy band, for the days in service."""
    found = _type(g, w)
    days, month = g.number("days", 30), g.number("month_days", 30)
    _part_of_month(days, month)
    cell = band_loss(found, int(g.number("ap_kwh")))
    band = f"{cell.low_kwh}–{cell.high_kwh} kWh"
    w.note(f"查表 {band} 檔，中值 {cell.middle_kwh} kWh|table: band {band}, middle {cell.middle_kwh} kWh")
    losses_of_month = {"kwh": (cell.active_kwh, "kWh"), "kvarh": (cell.reactive_kvarh, "kvarh")}
    answer: dict[str, Part] = {}
    for key, (whole, unit) in losses_of_month.items():
        part = rounded(whole * days / month, 0)
        expression = f"{whole} × {text(days)}/{text(month)}"
        answer[key] = w.step("月損耗 × 天數，取整|loss of the month × days, whole", expression, part, unit)
    return answer


FORMULAS: dict[str, Work] = {
    "trafo_active_loss_kwh": active_loss,
    "trafo_reactive_loss_kvarh": reactive_loss,
    "trafo_reactive_loss_exact_kvarh": reactive_loss_exact,
    "trafo_loss_by_type_kwh": by_type,
    "trafo_loss_by_table_kwh": by_table,
    "trafo_loss_prorate_kwh": prorate,
    "trafo_loss_kw": loss_kw,
    "trafo_efficiency": efficiency,
    "trafo_comprehensive_noload_kw": noload,
    "trafo_comprehensive_load_kw": load,
}
