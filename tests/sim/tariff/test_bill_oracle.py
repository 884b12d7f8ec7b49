"""Random bills of random customers against an oracle in fractions that shares no code with the billing.

The oracle reads the tariff files itself. A bill equals it to the 分, is the sum of its lines, never falls as energy
rises, is continuous at the tiers, and no float is made on the way.
"""

from __future__ import annotations

import ast
import builtins
import tomllib
from decimal import Decimal
from fractions import Fraction
from importlib import resources
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.tariff.bills import Usage, bill
from kaohe.sim.tariff.losses import billed_loss
from kaohe.sim.tariff.one_part import energy_fee_fen
from kaohe.sim.tariff.tariffs import built_in, built_in_names
from tests.proving import examples

CLASSES = [(name, one.id) for name in built_in_names() for one in built_in(name).version[-1].classes]
KWH = st.integers(0, 2_000_000)


def raw(tariff: str, name: str) -> dict[str, Any]:
    path = resources.files("kaohe.sim.tariff.data") / "tariffs" / f"{tariff}.toml"
    classes = tomllib.loads(path.read_text(encoding="utf-8"))["version"][-1]["class"]
    found: dict[str, Any] = next(one for one in classes if one["id"] == name)
    return found


def fen(yuan: Fraction) -> int:
    doubled = abs(yuan) * 200
    size = int((doubled.numerator // doubled.denominator + 1) // 2)
    return size if yuan >= 0 else -size


def oracle_factor(kwh: int, kvarh: int, standard: int) -> Fraction:
    """Adjustment in %, walked down from 1.00 by the steps of the printed method."""
    if kwh == kvarh == 0:
        return Fraction(0)
    square = Fraction(kwh**2, kwh**2 + kvarh**2)
    pf = max(h for h in range(101) if h == 0 or Fraction(2 * h - 1, 200) ** 2 <= square)
    floor = {90: -75, 85: -110, 80: -130}[standard]
    if pf >= standard:
        near = {90: 15, 85: 10, 80: 10}[standard]
        steps = [near if pf_step <= 90 or standard == 90 else 15 for pf_step in range(standard + 1, pf + 1)]
        return Fraction(max(-sum(steps), floor), 100)
    short = standard - pf
    slow, middle = min(short, 20), min(max(short - 20, 0), 5)
    return Fraction(slow, 2) + (middle if short > 20 else 0) + 2 * max(short - 25, 0)


def oracle(price: dict[str, Any], use: dict[str, Any]) -> int:
    """The total in 分."""
    kwh, funds = use["kwh"], price.get("funds", [])
    extra = [Fraction(kwh * fund["e4"]["value"], 10_000) for fund in funds]
    inside = sum(fund["e4"]["value"] for fund in funds if fund["included"])
    energy = oracle_energy(price, use, Fraction(inside, 10_000))
    if price["rounding"] == "bill":
        return fen(oracle_until(price, use, use["before"] + kwh)) - fen(oracle_until(price, use, use["before"]))
    base = oracle_base(price, use)
    lines = [fen(one) for one in energy]
    factor = 0
    if "pf_standard" in price:
        pct = oracle_factor(kwh, use["kvarh"], price["pf_standard"]["value"])
        factor = fen(Fraction(base + sum(lines), 100) * pct / 100)
    return base + sum(lines) + factor + sum(fen(one) for one in extra)


def oracle_until(price: dict[str, Any], use: dict[str, Any], kwh: int) -> Fraction:
    if "tiers" not in price:
        above = sum(fund["e4"]["value"] for fund in price.get("funds", []) if not fund["included"])
        return Fraction(kwh * (price["energy_e4"]["value"] + above), 10_000)
    bounds = [0, *price["tiers"]["limits_kwh"], 10**12]
    parts = zip(bounds, bounds[1:], price["tiers"]["prices_e4"], strict=False)
    return sum((Fraction(max(min(kwh, high) - low, 0) * rate, 10_000) for low, high, rate in parts), Fraction(0))


def oracle_energy(price: dict[str, Any], use: dict[str, Any], inside: Fraction) -> list[Fraction]:
    if "energy_e4" not in price:
        return []
    net = Fraction(price["energy_e4"]["value"], 10_000) - inside
    if "periods" not in price:
        return [use["kwh"] * net]
    periods = price["periods"]
    flat = use["kwh"] - sum(use["periods"].values())
    lines = [flat * net]
    return lines + [kwh * net * Fraction(periods[f"{name}_e2"], 100) for name, kwh in use["periods"].items()]


def oracle_base(price: dict[str, Any], use: dict[str, Any]) -> int:
    if use.get("demand") and "demand_fen_per_kw" in price:
        metered, approved = use["demand"]
        charged = Fraction(approved) + 2 * max(Fraction(metered) - approved * Fraction(105, 100), Fraction(0))
        return fen(charged * price["demand_fen_per_kw"]["value"] / 100)
    per_kva = price.get("capacity_fen_per_kva", {"value": 0})["value"]
    return fen(Fraction(use["kva"] * per_kva * use["days"], 100 * 30))


@st.composite
def usages(draw: st.DrawFn) -> tuple[str, str, dict[str, Any]]:
    tariff, name = draw(st.sampled_from(CLASSES))
    price, kwh = raw(tariff, name), draw(KWH)
    use: dict[str, Any] = {"kwh": kwh, "before": 0, "kvarh": draw(KWH), "periods": {}}
    use |= {"kva": draw(st.integers(0, 20_000)), "days": draw(st.integers(0, 30))}
    if "periods" in price:
        peak = draw(st.integers(0, kwh))
        use["periods"] = {"peak": peak, "valley": draw(st.integers(0, kwh - peak))}
    if price.get("tiers", {}).get("period") == "year":
        use["before"] = draw(st.integers(0, 10_000))
    if "demand_fen_per_kw" in price and draw(st.booleans()):
        use["demand"] = (draw(st.integers(0, 5000)), draw(st.integers(1, 5000)))
    return tariff, name, use


def one(value: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array([value], np.int64)


def as_usage(use: dict[str, Any]) -> Usage:
    metered, approved = use.get("demand", (None, None))
    return Usage(
        kwh=one(use["kwh"]),
        kvarh=one(use["kvarh"]),
        periods={name: one(kwh) for name, kwh in use["periods"].items()},
        capacity_kva=one(use["kva"]),
        days=one(use["days"]),
        kwh_before=one(use["before"]),
        demand_kw=None if metered is None else one(metered),
        approved_kw=None if approved is None else one(approved),
    )


@examples(600)
@given(usages())
def test_bill_to_the_fen(case: tuple[str, str, dict[str, Any]]) -> None:
    tariff, name, use = case
    made = bill(built_in(tariff).version[-1].classes[[c for t, c in CLASSES if t == tariff].index(name)], as_usage(use))
    assert made.total_fen.tolist() == [oracle(raw(tariff, name), use)]
    assert int(made.total_fen[0]) == sum(int(np.broadcast_to(line, (1,))[0]) for line in made.lines.values())


@examples(60)
@given(st.sampled_from(CLASSES), st.integers(0, 1_000_000))
def test_an_array_bills_each_customer_as_if_alone(which: tuple[str, str], start: int) -> None:
    price = next(c for c in built_in(which[0]).version[-1].classes if c.id == which[1])
    kwh = np.arange(start, start + 20, dtype=np.int64)
    together = bill(price, Usage(kwh=kwh, kvarh=kwh // 2, capacity_kva=630)).total_fen
    alone = [
        int(bill(price, Usage(kwh=one(k), kvarh=one(k // 2), capacity_kva=630)).total_fen[0]) for k in kwh.tolist()
    ]
    assert together.tolist() == alone


@examples(60)
@given(st.sampled_from([c for c in CLASSES if "tiers" in raw(*c) or raw(*c)["rounding"] == "bill"]), KWH)
def test_a_bill_never_falls_and_steps_by_its_price(which: tuple[str, str], start: int) -> None:
    price, source = next(c for c in built_in(which[0]).version[-1].classes if c.id == which[1]), raw(*which)
    rates = source["tiers"]["prices_e4"] if "tiers" in source else [source["energy_e4"]["value"]]
    steps = np.diff(bill(price, Usage(kwh=np.arange(start, start + 50, dtype=np.int64))).total_fen)
    assert steps.min() >= min(rates) // 100
    assert steps.max() <= max(rates) // 100 + 1


@pytest.mark.parametrize("which", [c for c in CLASSES if raw(*c).get("tiers", {}).get("period") == "year"])
def test_the_months_of_a_year_add_up(which: tuple[str, str]) -> None:
    price = next(c for c in built_in(which[0]).version[-1].classes if c.id == which[1])
    months = [317, 0, 444, 901, 12, 333, 777, 5, 1200, 48, 999, 1]
    bills = [
        int(bill(price, Usage(kwh=one(kwh), kwh_before=one(sum(months[:n])))).total_fen[0])
        for n, kwh in enumerate(months)
    ]
    assert sum(bills) == int(bill(price, Usage(kwh=one(sum(months)))).total_fen[0])


def test_one_part_bills_are_those_of_the_office() -> None:
    kwh = np.arange(0, 200_000, 37, dtype=np.int64)
    for price in built_in("office_2001").version[-1].classes:
        if price.rounding == "bill" and price.energy_e4 is not None:
            assert bill(price, Usage(kwh=kwh)).total_fen.tolist() == energy_fee_fen(kwh, price.energy_e4.value).tolist()


@given(KWH, KWH, st.integers(1, 744), st.integers(1, 3000), st.integers(0, 5000), st.integers(0, 60_000))
def test_losses_as_billed(ap: int, aq: int, hours: int, kva: int, idle: int, loaded: int) -> None:
    exact = (idle * hours + Fraction(loaded * (ap**2 + aq**2), kva**2 * hours)) / 1000
    assert billed_loss(ap, aq, hours, kva, idle, loaded) == fen(exact / 100)


def test_no_float_is_made_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> float:
        raise AssertionError("a float on the way of a bill")

    price = next(c for c in built_in("office_2001").version[-1].classes if c.id == "large_industry")
    use = Usage(kwh=one(100_000), kvarh=one(50_000), periods={"peak": one(30_000)}, capacity_kva=one(630))
    bill(price, use)  # reads the tables, once
    monkeypatch.setattr(builtins, "float", refuse)
    made = bill(price, use)
    energy_fee_fen(one(61), 4500)
    monkeypatch.undo()
    arrays = [*made.lines.values(), made.total_fen]
    assert {array.dtype for array in arrays} == {np.dtype(np.int64)}


@pytest.mark.parametrize("module", ["money", "one_part", "factor", "capacity", "bills", "periods", "late"])
def test_nothing_divides_into_floats_where_money_is_made(module: str) -> None:
    source = (resources.files("kaohe.sim.tariff") / f"{module}.py").read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        assert not isinstance(node, ast.Div), module
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), module


def test_the_oracle_agrees_with_a_printed_bill() -> None:
    """examk.com's whole bill (test_vectors, BILL1), its 2000 kWh of lighting taken as flat energy."""
    use = {"kwh": 511_800, "kvarh": 110_100, "periods": {"peak": 107_700, "valley": 80_400}, "kva": 5000, "days": 30}
    flat = Decimal("235552.50") + 2000 * Decimal("0.45")
    factor = (Decimal(75000) + flat) * Decimal("-0.0075")
    printed = Decimal(75000) + flat + factor + Decimal("17401.20")
    assert oracle(raw("textbook_a", "large_industry"), {**use, "before": 0}) == fen(Fraction(printed))
