"""Wrong wiring (錯接線): what a wrongly connected three-phase meter records, exactly.

Convention: Ua at 0°, Ub at −120°, Uc at +120°, a lagging load, Ia at −φ. Angles are kept as steps of 30°, so that every
power is UI·(a·cosφ + b·sinφ) with exact a and b. K (更正系數) = true / recorded energy.
"""

from __future__ import annotations

from dataclasses import dataclass

from kaohe.sim.tariff.quantity import Real, sqrt3

PHASES = {"a": 0, "b": -4, "c": 4}
_ORDERS = ("abc", "bca", "cab", "acb", "cba", "bac")
CURRENTS = ("+a", "-a", "+c", "-c")
# twice the cosine of k × 30°, as (whole part, part of √3)
_TWICE_COS = ((2, 0), (0, 1), (1, 0), (0, 0), (-1, 0), (0, -1), (-2, 0), (0, -1), (-1, 0), (0, 0), (1, 0), (0, 1))


@dataclass(frozen=True)
class Power:
    """UI·(a·cosφ + b·sinφ) with a = (a1 + a3·√3)/2 and b = (b1 + b3·√3)/2."""

    a1: int
    a3: int
    b1: int
    b3: int

    def __add__(self, other: Power) -> Power:
        return Power(self.a1 + other.a1, self.a3 + other.a3, self.b1 + other.b1, self.b3 + other.b3)

    def __mul__(self, factor: int) -> Power:
        return Power(self.a1 * factor, self.a3 * factor, self.b1 * factor, self.b3 * factor)

    @property
    def nothing(self) -> bool:
        """True where the meter stands at any power factor."""
        return self == Power(0, 0, 0, 0)

    def per_cos(self, tan_phi: Real) -> Real:
        """Power/(UI·cosφ) = a + b·tanφ."""
        root3 = sqrt3(tan_phi)
        return ((self.a1 + self.a3 * root3) + (self.b1 + self.b3 * root3) * tan_phi) / 2

    def at(self, cos_phi: Real, sin_phi: Real) -> Real:
        """Power/(UI)."""
        root3 = sqrt3(cos_phi)
        return ((self.a1 + self.a3 * root3) * cos_phi + (self.b1 + self.b3 * root3) * sin_phi) / 2


def element(steps: int, sign: int = 1) -> Power:
    """One measuring element whose voltage leads its current by steps × 30° + φ: cos(steps·30° + φ), signed."""
    a1, a3 = _TWICE_COS[steps % 12]
    b1, b3 = _TWICE_COS[(steps + 3) % 12]
    return Power(a1, a3, b1, b3) * sign


def line_voltage_steps(first: str, second: str) -> int:
    """Angle of U_xy = U_x − U_y in steps of 30°."""
    leads = (PHASES[second] - PHASES[first]) % 12 == 8
    return PHASES[first] + (1 if leads else -1)


def three_wire_power(order: str, current1: str, current2: str) -> Power:
    """Three-phase three-wire meter: element 1 sees U_12, element 2 U_32 of the voltage order.

    order: a permutation of abc; currents: +a, -a, +c or -c, one a and one c. ValueError otherwise.
    """
    if order not in _ORDERS:
        raise ValueError(f"voltage order {order!r}: a permutation of abc")
    if current1 not in CURRENTS or current2 not in CURRENTS or current1[1] == current2[1]:
        raise ValueError(f"currents {current1!r}, {current2!r}: one of ±a and one of ±c")
    upper = line_voltage_steps(order[0], order[1])
    lower = line_voltage_steps(order[2], order[1])
    return _signed(upper, current1) + _signed(lower, current2)


def _signed(voltage_steps: int, current: str) -> Power:
    return element(voltage_steps - PHASES[current[1]], 1 if current[0] == "+" else -1)


def four_wire_power(voltages: list[tuple[str, int]], currents: list[tuple[str, int]]) -> Power:
    """Three-phase four-wire meter: three elements (phase, sign) of voltage and current; sign 0 = lost."""
    total = Power(0, 0, 0, 0)
    for (voltage, present), (current, sign) in zip(voltages, currents, strict=True):
        total += element(PHASES[voltage] - PHASES[current], present * sign)
    return total


def three_wire_correction(power: Power, tan_phi: Real) -> Real:
    """K = √3/(a + b·tanφ); ZeroDivisionError (arrays: inf) where the meter stands."""
    return sqrt3(tan_phi) / power.per_cos(tan_phi)


def four_wire_correction(power: Power, tan_phi: Real) -> Real:
    """K = 3/(a + b·tanφ); ZeroDivisionError (arrays: inf) where the meter stands."""
    return 3 / power.per_cos(tan_phi)


def three_wire_cases() -> list[tuple[str, str, str]]:
    """The 48 connections: six voltage orders × currents exchanged or not × polarity, in the trade's order."""
    pairs = [
        ("+a", "+c"),
        ("-a", "+c"),
        ("+a", "-c"),
        ("-a", "-c"),
        ("+c", "+a"),
        ("-c", "+a"),
        ("+c", "-a"),
        ("-c", "-a"),
    ]
    return [(order, first, second) for order in _ORDERS for first, second in pairs]
