"""Wrong wiring against phasors in complex numbers, drawn again from the connection itself."""

from __future__ import annotations

import cmath
import math
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.calculator import calc
from kaohe.sim.tariff.phasors import (
    Power,
    four_wire_correction,
    four_wire_power,
    three_wire_cases,
    three_wire_correction,
    three_wire_power,
)
from kaohe.sim.tariff.printed_tables import four_wire_cases

ANGLE = {"a": 0.0, "b": -120.0, "c": 120.0}
CASES = three_wire_cases()
PHASES = st.sampled_from("abc")
# What the trade's table prints, of cosφ and sinφ (after UI), and how many connections share it.
PRINTED = {
    (math.sqrt(3), 0): 2,
    (-math.sqrt(3), 0): 2,
    (0, 1): 2,
    (0, -1): 2,
    (0, 2): 2,
    (0, -2): 2,
    (0, 0): 12,
    (-math.sqrt(3) / 2, 1.5): 2,
    (math.sqrt(3) / 2, -1.5): 2,
    (-math.sqrt(3) / 2, -1.5): 2,
    (math.sqrt(3) / 2, 1.5): 2,
    (math.sqrt(3) / 2, 0.5): 2,
    (-math.sqrt(3) / 2, -0.5): 2,
    (math.sqrt(3) / 2, -0.5): 2,
    (-math.sqrt(3) / 2, 0.5): 2,
    (math.sqrt(3), 1): 2,
    (-math.sqrt(3), -1): 2,
    (math.sqrt(3), -1): 2,
    (-math.sqrt(3), 1): 2,
}


def phasor(degrees: float) -> complex:
    return cmath.rect(1, math.radians(degrees))


def seen(voltage: complex, current: complex) -> float:
    """What one element records: the real part of U·I*."""
    return (voltage * current.conjugate()).real


def drawn_three_wire(order: str, i1: str, i2: str, phi: float) -> float:
    """U a line voltage of length 1, I a line current of length 1."""
    first, middle, last = (phasor(ANGLE[phase]) / math.sqrt(3) for phase in order)
    currents = [phasor(ANGLE[i[1]] - phi) * (1 if i[0] == "+" else -1) for i in (i1, i2)]
    return seen(first - middle, currents[0]) + seen(last - middle, currents[1])


def drawn_four_wire(voltages: list[tuple[str, int]], currents: list[tuple[str, int]], phi: float) -> float:
    pairs = zip(voltages, currents, strict=True)
    return sum(seen(phasor(ANGLE[u]) * on, phasor(ANGLE[i] - phi) * sign) for (u, on), (i, sign) in pairs)


def coefficients(power: Power) -> tuple[float, float]:
    root = math.sqrt(3)
    return (power.a1 + power.a3 * root) / 2, (power.b1 + power.b3 * root) / 2


@pytest.mark.parametrize(("order", "i1", "i2"), CASES)
@pytest.mark.parametrize("phi", [-40.0, 0.0, 25.842, 30.0, 36.87, 75.0])
def test_three_wire_power(order: str, i1: str, i2: str, phi: float) -> None:
    a, b = coefficients(three_wire_power(order, i1, i2))
    power = a * math.cos(math.radians(phi)) + b * math.sin(math.radians(phi))
    assert power == pytest.approx(drawn_three_wire(order, i1, i2, phi), abs=1e-12)


def test_48_connections_give_19_results() -> None:
    assert len(set(CASES)) == 48
    counts = dict.fromkeys(PRINTED, 0)
    for case in CASES:
        a, b = coefficients(three_wire_power(*case))
        counts[next(pair for pair in PRINTED if math.dist(pair, (a, b)) < 1e-12)] += 1
    assert counts == PRINTED


@given(
    st.lists(st.tuples(PHASES, st.sampled_from([0, 1])), min_size=3, max_size=3),
    st.lists(st.tuples(PHASES, st.sampled_from([-1, 0, 1])), min_size=3, max_size=3),
    st.floats(-89, 89),
)
def test_four_wire_power(voltages: list[tuple[str, int]], currents: list[tuple[str, int]], phi: float) -> None:
    a, b = coefficients(four_wire_power(voltages, currents))
    power = a * math.cos(math.radians(phi)) + b * math.sin(math.radians(phi))
    assert power == pytest.approx(drawn_four_wire(voltages, currents, phi), abs=1e-12)


@pytest.mark.parametrize(("order", "i1", "i2"), [case for case in CASES if not three_wire_power(*case).nothing])
def test_correction_turns_what_was_recorded_into_what_flowed(order: str, i1: str, i2: str) -> None:
    phi = np.radians(np.array([10.0, 25.0, 40.0, 70.0]))
    factors = three_wire_correction(three_wire_power(order, i1, i2), np.tan(phi))
    recorded = np.array([drawn_three_wire(order, i1, i2, degrees) for degrees in (10.0, 25.0, 40.0, 70.0)])
    assert factors * recorded == pytest.approx(np.sqrt(3) * np.cos(phi), abs=1e-9)


def test_arrays_give_infinity_where_the_meter_stands() -> None:
    power = four_wire_power([("b", 1), ("a", 1), ("c", 1)], [("a", 1), ("b", 1), ("c", 1)])
    with np.errstate(divide="ignore"):
        assert np.isinf(four_wire_correction(power, np.array([0.5])))


@pytest.mark.parametrize("pf", [0.55, 0.8, 0.866, 0.95])
@pytest.mark.parametrize(("broken", "kept"), [("a", "cb"), ("c", "ab")])
def test_broken_secondary_leaves_one_element_with_half_a_voltage(broken: str, kept: str, pf: float) -> None:
    """V/v: with u (w) broken its element sees nothing, the other its own voltage: K = true/what that one records."""
    phi = math.degrees(math.acos(pf))
    line = (phasor(ANGLE[kept[0]]) - phasor(ANGLE[kept[1]])) / math.sqrt(3)
    recorded = seen(line, phasor(ANGLE[kept[0]] - phi))
    value = calc("ww_break_secondary_K", {"broken": broken, "cosphi": pf}).value
    assert float(str(value)) == pytest.approx(math.sqrt(3) * pf / recorded, rel=1e-9)


def test_a_leading_load_swaps_the_sign_of_the_tangent() -> None:
    inputs: dict[str, Any] = {"order": "abc", "i1": "-a", "i2": "+c", "cosphi": 0.9}
    lagging, leading = calc("ww3p3w_K", inputs).value, calc("ww3p3w_K", {**inputs, "leading": True}).value
    assert isinstance(leading, type(lagging))
    assert str(leading) == f"-{lagging}"


@pytest.mark.parametrize(("order", "i1", "i2"), [("abd", "+a", "+c"), ("abc", "+a", "-a"), ("abc", "a", "+c")])
def test_connections_that_are_none(order: str, i1: str, i2: str) -> None:
    with pytest.raises(ValueError, match=r"order|currents"):
        three_wire_power(order, i1, i2)


def test_every_single_ct_reversal_is_three() -> None:
    straight = [("a", 1), ("b", 1), ("c", 1)]
    for signs in product((1, -1), repeat=3):
        power = four_wire_power(straight, [(phase, sign) for (phase, _), sign in zip(straight, signs, strict=True)])
        assert coefficients(power) == (sum(signs), 0)


def test_named_connections_are_what_phasors_say() -> None:
    straight = [("a", 1), ("b", 1), ("c", 1)]
    lost, back = [("a", 0), ("b", 1), ("c", 1)], [("a", -1), ("b", 1), ("c", 1)]
    shifted = [("b", 1), ("c", 1), ("a", 1)]
    drawn = {
        "one CT reversed": (straight, back),
        "two CTs reversed": (straight, [("a", -1), ("b", -1), ("c", 1)]),
        "three CTs reversed": (straight, [("a", -1), ("b", -1), ("c", -1)]),
        "one voltage lost": (lost, straight),
        "two voltages lost": ([("a", 0), ("b", 0), ("c", 1)], straight),
        "one CT shorted or open": (straight, lost),
        "two voltages exchanged": ([("b", 1), ("a", 1), ("c", 1)], straight),
        "two currents exchanged": (straight, [("b", 1), ("a", 1), ("c", 1)]),
        "voltages cyclically shifted b,c,a": (shifted, straight),
        "voltages cyclically shifted c,a,b": ([("c", 1), ("a", 1), ("b", 1)], straight),
        "voltages b,c,a and CT 1 reversed": (shifted, back),
        "two voltages exchanged and the third CT reversed": (
            [("b", 1), ("a", 1), ("c", 1)],
            [("a", 1), ("b", 1), ("c", -1)],
        ),
        "currents A,B exchanged and the CT on element 1 reversed": (straight, [("b", -1), ("a", 1), ("c", 1)]),
        "one voltage lost and another CT reversed": (lost, [("a", 1), ("b", -1), ("c", 1)]),
    }
    for name, (voltages, currents) in drawn.items():
        a, b = coefficients(four_wire_cases()[name])
        for phi in (0.0, 20.0, 50.0):
            power = a * math.cos(math.radians(phi)) + b * math.sin(math.radians(phi))
            assert power == pytest.approx(drawn_four_wire(voltages, currents, phi), abs=1e-12), name


@pytest.mark.parametrize("phi", [0.0, 20.0, 50.0])
def test_a_phase_lead_on_the_neutral(phi: float) -> None:
    star = phasor(ANGLE["a"])
    seen_by = [seen(-star, phasor(ANGLE["a"] - phi))]
    seen_by += [seen(phasor(ANGLE[phase]) - star, phasor(ANGLE[phase] - phi)) for phase in "bc"]
    a, b = coefficients(four_wire_cases()["phase lead exchanged with neutral"])
    assert sum(seen_by) == pytest.approx(a * math.cos(math.radians(phi)) + b * math.sin(math.radians(phi)))
