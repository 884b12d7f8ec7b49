"""From metered energies to a bill, and a price class through the price table and back."""

from __future__ import annotations

import ast
import builtins
from dataclasses import replace
from fractions import Fraction
from importlib import resources
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.tariff.bills import Usage, bill
from kaohe.sim.tariff.price_rows import PriceRow, multi_function, unrecorded
from kaohe.sim.tariff.schema import PriceClass, Sourced
from kaohe.sim.tariff.settlement import Metered, Settlement, Transformers, settle, unit_price_e6
from kaohe.sim.tariff.tariffs import built_in
from tests.proving import examples

Int64s = np.ndarray[Any, np.dtype[np.int64]]
CLASSES = {price.id: price for price in built_in("office_2001").version[-1].classes}
BIG = CLASSES["large_industry"]
KWH = st.integers(0, 2_000_000)


def one(value: int) -> Int64s:
    return np.array([value], np.int64)


NONE = Transformers(one(0), one(0), one(0), one(0), one(0))
S9_315 = Transformers(one(315), one(670), one(3_650), one(3_465), one(12_600))


def metered(kwh: int, peak: int = 0, valley: int = 0, kvarh: int = 0, of: Transformers = NONE) -> Metered:
    return Metered(one(kwh), one(peak), one(valley), one(kvarh), one(315), one(30), one(720), of)


def amounts(settled: Settlement) -> dict[str, int]:
    return {name: int(np.broadcast_to(line, (1,))[0]) for name, line in settled.bill.lines.items()}


def energies(settled: Settlement) -> list[int]:
    return [int(each[0]) for each in (settled.peak_kwh, settled.flat_kwh, settled.valley_kwh)]


def test_the_worked_bill_of_the_page() -> None:
    """docs/arithmetic.md: 630 kVA, 100,000 kWh, 50,000 kvarh."""
    use = replace(metered(100_000, 30_000, 20_000, 50_000), capacity_kva=one(630))
    settled = settle(BIG, use)
    assert amounts(settled) == {
        "capacity": 945_000,
        "energy:peak": 1_647_000,
        "energy:flat": 1_830_000,
        "energy:valley": 366_000,
        "fund:sanxia": 70_000,
        "fund:huandai": 200_000,
        "fund:difang": 70_000,
        "factor": 23_940,
    }
    assert settled.bill.total_fen.tolist() == [5_151_940]
    assert settled.quantity("factor").tolist() == [4_788_000]
    assert unit_price_e6(BIG, "energy:peak") == 549_000
    assert unit_price_e6(BIG, "capacity") == 15_000_000
    assert unit_price_e6(BIG, "fund:huandai") == 20_000
    assert unit_price_e6(BIG, "factor") is None


def test_losses_join_before_the_power_factor() -> None:
    """The transformer of the page: 1,139 kWh, 4,763 kvarh; 91,859 and 72,803 are 0.78, plus 6 %; a third in peak."""
    settled = settle(BIG, metered(90_720, 30_240, 9_072, 68_040, S9_315))
    assert (settled.loss_kwh[0], settled.loss_kvarh[0]) == (1_139, 4_763)
    assert (settled.kwh[0], settled.kvarh[0]) == (91_859, 72_803)
    assert energies(settled) == [30_240 + 380, 51_408 + 645, 9_072 + 114]
    assert settled.bill.pf_hundredths is not None
    assert settled.bill.adjustment_e2 is not None
    assert (settled.bill.pf_hundredths[0], settled.bill.adjustment_e2[0]) == (78, 600)


def flat_losses() -> PriceClass:
    """大工業 whose losses all go to the flat period."""
    assert BIG.periods is not None
    return BIG.model_copy(update={"periods": BIG.periods.model_copy(update={"losses": "flat"})})


def test_losses_may_all_be_flat() -> None:
    settled = settle(flat_losses(), metered(90_720, 30_240, 9_072, 68_040, S9_315))
    assert energies(settled) == [30_240, 51_408 + 1_139, 9_072]


@examples(300)
@given(KWH, st.integers(0, 1_000), st.integers(0, 1_000), KWH, st.integers(0, 744))
def test_periods_and_losses_add_up(kwh: int, peak: int, valley: int, kvarh: int, hours: int) -> None:
    """Invariant 1: whatever is metered, floors of the registers and halves of the losses among it."""
    parts = sorted((peak, peak + valley))
    use = replace(metered(kwh, kwh * parts[0] // 1_000, kwh * valley // 1_000 + 1, kvarh, S9_315), hours=one(hours))
    for price in (BIG, flat_losses()):
        settled = settle(price, use)
        assert min(energies(settled)) >= 0
        assert sum(energies(settled)) == settled.kwh[0] == kwh + settled.loss_kwh[0]
        assert settled.kvarh[0] == kvarh + settled.loss_kvarh[0]
        assert sum(amounts(settled).values()) == settled.bill.total_fen[0]
    assert (settled.loss_kwh[0] > 0) == (hours > 0)


@given(st.integers(1, 5_000))
@examples(300)
def test_halves_of_an_odd_loss_never_leave_a_negative_flat_period(half: int) -> None:
    settled = settle(BIG, metered(2 * half, half, half, 0, S9_315))
    assert energies(settled)[1] == 0
    assert abs(energies(settled)[0] - energies(settled)[2]) <= 1


@examples(200)
@given(st.integers(1, 2_000_000), st.sampled_from(sorted(CLASSES)), st.sampled_from(["bill", "line"]))
def test_what_is_taken_back_cancels_what_was_charged(kwh: int, name: str, rounding: str) -> None:
    """Invariant 7: line by line, at the flat price; the capacity is charged both times, a power factor neither."""
    price = CLASSES[name].model_copy(update={"rounding": rounding if name != "large_industry" else "line"})
    back = settle(price, metered(-kwh, -kwh // 2, 5, 77))
    charged = settle(price.model_copy(update={"pf_standard": None}), metered(kwh))
    lines = amounts(back)
    assert lines.pop("factor", 0) == 0
    for line, amount in amounts(charged).items():
        assert lines[line] == (amount if line == "capacity" else -amount), line
    assert back.kwh[0] == back.flat_kwh[0] == -kwh


def test_an_idle_transformer_takes_off_what_is_taken_back() -> None:
    settled = settle(BIG, metered(-100, 0, 0, 0, S9_315))
    assert settled.loss_kwh[0] == round(Fraction(670 * 720, 1000))
    assert settled.kwh[0] == settled.flat_kwh[0] == 482 - 100


@examples(100)
@given(st.integers(0, 1_000_000), st.sampled_from(sorted(CLASSES)), st.sampled_from(["bill", "line"]))
def test_a_bill_never_falls_as_energy_rises(start: int, name: str, rounding: str) -> None:
    """Invariant 8, without a power factor (a better one pays): a kWh more costs its price, within a 分 a line."""
    update: dict[str, object] = {"pf_standard": None}
    price = CLASSES[name].model_copy(update=update | ({} if name == "large_industry" else {"rounding": rounding}))
    lines = 1 if price.rounding == "bill" else len(settle(price, metered(1)).bill.lines)
    kwh = np.arange(start, start + 60, dtype=np.int64)
    zero = np.zeros_like(kwh)
    of = Transformers(zero, zero, zero, zero, zero)
    totals = settle(price, Metered(kwh, zero, zero, zero, zero + 315, zero + 30, zero + 720, of)).bill.total_fen
    assert price.energy_e4 is not None
    steps = np.diff(np.broadcast_to(totals, kwh.shape))
    assert steps.min() >= max(price.energy_e4.value // 100 - lines, 0)
    assert steps.max() <= price.energy_e4.value // 100 + 1 + lines


def test_prices_that_such_meters_do_not_serve_are_refused() -> None:
    tiered = built_in("beijing_2012").version[-1].classes[0]
    spiked = built_in("two_part_2023").version[-1].classes
    for price in (tiered, next(each for each in spiked if each.periods is not None)):
        with pytest.raises(ValueError, match=price.id):
            settle(price, metered(100))


def test_a_line_that_the_class_does_not_have() -> None:
    settled = settle(CLASSES["resident"], metered(100))
    with pytest.raises(KeyError):
        settled.quantity("capacity")
    with pytest.raises(KeyError):
        unit_price_e6(CLASSES["resident"], "energy:peak")
    with pytest.raises(KeyError):
        unit_price_e6(BIG, "fund:none")


@st.composite
def recordable(draw: st.DrawFn) -> PriceClass:
    """Every kind of price that the price table can hold."""
    base = draw(st.sampled_from(sorted(CLASSES)))
    funds = tuple(
        fund.model_copy(
            update={"included": draw(st.booleans()), "e4": Sourced(value=draw(st.integers(0, 99)), source="")}
        )
        for fund in BIG.funds[: draw(st.integers(0, 3))]
    )
    update: dict[str, object] = {"funds": funds, "energy_e4": Sourced(value=draw(st.integers(300, 20_000)), source="")}
    assert BIG.periods is not None
    changed = {
        "peak_e2": draw(st.integers(100, 300)),
        "valley_e2": draw(st.integers(0, 100)),
        "losses": draw(st.sampled_from(["shared", "flat"])),
    }
    update["periods"] = draw(st.sampled_from([None, BIG.periods.model_copy(update=changed)]))
    update["rounding"] = "line" if update["periods"] else draw(st.sampled_from(["bill", "line"]))
    capacity = Sourced(value=draw(st.integers(1, 9_999)), source="")
    update["capacity_fen_per_kva"] = draw(st.sampled_from([None, capacity]))
    standard = Sourced(value=draw(st.sampled_from([80, 85, 90])), source="")
    update["pf_standard"] = draw(st.sampled_from([None, standard]))
    return CLASSES[base].model_copy(update=update)


@examples(200)
@given(recordable(), st.integers(-10_000, 1_000_000), st.integers(0, 500), KWH, st.booleans())
def test_the_price_table_gives_back_the_price(
    price: PriceClass, kwh: int, share: int, kvarh: int, behind: bool
) -> None:
    """The same lines and amounts, prices of a unit and quantities for every usage."""
    row = PriceRow.of(price)
    again = row.price_class(price.id)
    assert PriceRow.of(again) == row
    assert multi_function(again) == multi_function(price)
    use = metered(kwh, kwh * share // 1_000, kwh * share // 1_000, kvarh, S9_315 if behind else NONE)
    first, second = settle(price, use), settle(again, use)
    assert amounts(first) == amounts(second)
    assert energies(first) == energies(second)
    assert first.bill.pf_hundredths == second.bill.pf_hundredths
    for line in amounts(first):
        assert unit_price_e6(price, line) == unit_price_e6(again, line)
        if line != "capacity":
            assert first.quantity(line).tolist() == second.quantity(line).tolist()


def test_what_the_price_table_cannot_hold() -> None:
    found = {
        unrecorded(price)
        for name in ("beijing_2012", "two_part_2023")
        for price in built_in(name).version[-1].classes
        if unrecorded(price)
    }
    assert found == {"tiers", "spike"}
    demand = BIG.model_copy(update={"demand_fen_per_kw": Sourced(value=3_000, source="")})
    with pytest.raises(ValueError, match="large_industry: demand"):
        PriceRow.of(demand)


def test_a_bill_of_periods_may_be_rounded_once() -> None:
    """30,000 × 0.366 × 1.5 + 50,000 × 0.366 + 20,000 × 0.366 × 0.5, and the funds."""
    price = BIG.model_copy(update={"rounding": "bill", "pf_standard": None, "capacity_fen_per_kva": None})
    made = bill(price, Usage(kwh=one(100_000), periods={"peak": one(30_000), "valley": one(20_000)}))
    assert made.total_fen.tolist() == [1_647_000 + 1_830_000 + 366_000 + 340_000]


def test_no_float_is_made_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant 6."""

    def refuse(*_: object) -> float:
        raise AssertionError("a float on the way of a bill")

    monkeypatch.setattr(builtins, "float", refuse)
    charged = settle(BIG, metered(100_001, 30_001, 20_001, 50_001, S9_315))
    back = settle(BIG, metered(-100_001, 3, 3, 3, S9_315))
    monkeypatch.undo()
    for settled in (charged, back):
        arrays = [*settled.bill.lines.values(), settled.kwh, settled.kvarh, settled.peak_kwh, settled.factor_base_fen]
        assert {array.dtype for array in arrays} == {np.dtype(np.int64)}


@pytest.mark.parametrize(
    "module",
    [
        "tariff/settlement",
        "tariff/price_rows",
        "desks/issuing/billing",
        "town/multi_function",
        "archive/prices",
        "town/meters",
        "desks/issuing/bill_papers",
        "desks/issuing/issuance",
        "desks/issuing/correcting",
    ],
)
def test_nothing_divides_into_floats_where_bills_are_made(module: str) -> None:
    source = resources.files("kaohe.sim").joinpath(f"{module}.py").read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        assert not isinstance(node, ast.Div), module
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), module
        assert not (isinstance(node, ast.Name) and node.id == "float"), module
