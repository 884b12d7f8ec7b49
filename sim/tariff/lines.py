"""Line losses (線損) and voltage drop. Physical quantities: Fractions exact, arrays float64; arguments broadcast."""

from __future__ import annotations

from kaohe.sim.tariff.quantity import Real, root, sqrt3


def loss_rate(supplied_kwh: Real, sold_kwh: Real) -> Real:
    """線損率 = (供電量 − 售電量)/供電量, a share."""
    return (supplied_kwh - sold_kwh) / supplied_kwh


def loss_rate_without_lossless(supplied_kwh: Real, sold_kwh: Real, lossless_kwh: Real) -> Real:
    """The same with loss-free energy (無損電量) left out of what was supplied."""
    return (supplied_kwh - sold_kwh) / (supplied_kwh - lossless_kwh)


def line_loss_kwh(ap_kwh: Real, aq_kvarh: Real, r_ohm: Real, u_kv: Real, hours: Real) -> Real:
    """ΔA = R·(A_P² + A_Q²)/(U²·T·1000) in kWh; R in Ω a phase, U in kV. Rule: 供電營業規則 1996 第七十四條."""
    return r_ohm * (ap_kwh * ap_kwh + aq_kvarh * aq_kvarh) / (u_kv * u_kv * hours * 1000)


def scaled_loss(loss: Real, pf_before: Real, pf_after: Real) -> Real:
    """Loss after a change of power factor at the same active power: loss·(cosφ1/cosφ2)²."""
    ratio = pf_before / pf_after
    return loss * ratio * ratio


def voltage_drop_v(p_kw: Real, q_kvar: Real, r_ohm_km: Real, x_ohm_km: Real, km: Real, u_kv: Real) -> Real:
    """ΔU = (P·r0 + Q·x0)·L/U in V."""
    return (p_kw * r_ohm_km + q_kvar * x_ohm_km) * km / u_kv


def average_current_a(ap_kwh: Real, aq_kvarh: Real, u_kv: Real, hours: Real) -> Real:
    """I_av = √(A_P² + A_Q²)/(√3·U·T) in A."""
    apparent = root(ap_kwh * ap_kwh + aq_kvarh * aq_kvarh)
    return apparent / (sqrt3(apparent) * u_kv * hours)


def low_voltage_loss_kwh(wires: Real, shape: Real, i_av_a: Real, r_eq_ohm: Real, hours: Real) -> Real:
    """ΔA = N·K²·I_av²·R_eq·T/1000 in kWh (DL/T 686); N = 2 single-phase, 3 three-wire, 3.5 four-wire; K shape."""
    return wires * shape * shape * i_av_a * i_av_a * r_eq_ohm * hours / 1000


def equivalent_resistance_ohm(squares_ohm: Real, total_kwh: Real) -> Real:
    """R_eq = Σ A_j²·R_j / A² (equal wiring factors); `squares_ohm` is the sum, A the energy at the head."""
    return squares_ohm / (total_kwh * total_kwh)
