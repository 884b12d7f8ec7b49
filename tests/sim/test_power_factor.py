"""力調 from 100 kVA on and the losses of 專變 metered low: bills redone by hand, from printed parameters and tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.spec import BookSpec, CustomerSpec, OfficeSpec, Practice, town
from tests.proving import seeds
from tests.sim.office import BUSY, judged, rows, rules
from tests.sim.plain import i

QUIET = Practice(noted_delay_e6=0, cycle_change_e6=0, locked_door_e6=0, swap_e6=0, spot_e6=0)
BOOK = BookSpec("專變甲", "special", 1, 26)
S9 = {  # kVA: P0 W, Pk W, I0 %, Uk % (maths.md §2)
    100: (290, 1500, Fraction("1.6"), 4),
    160: (400, 2200, Fraction("1.4"), 4),
    200: (480, 2600, Fraction("1.3"), 4),
}
# Above the standard and below it, percent: printed points of the three tables ((83)水電財字第215號).
TABLE = {
    85: {
        94: "-1.10",
        93: "-0.95",
        90: "-0.5",
        88: "-0.3",
        85: "0",
        83: "1.0",
        80: "2.5",
        75: "5.0",
        65: "10",
        60: "15",
    },
    90: {95: "-0.75", 94: "-0.60", 91: "-0.15", 90: "0", 86: "2.0", 85: "2.5", 80: "5.0", 71: "9.5", 65: "15"},
}


def made(kva: int, reactive_percent: int, daily_kwh: int, price_class: str | None = None) -> Run:
    mill = CustomerSpec(
        "磚廠", "專變甲", price_class, kva, daily_kwh=daily_kwh, reactive_percent=reactive_percent, digits=5
    )
    spec = OfficeSpec(start=date(2001, 2, 1), months=3, classes={}, books=(BOOK,), customers=(mill,), practice=QUIET)
    return Office(spec, 1, rules()).run()


def half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2)) if value >= 0 else -half_up(-value)


def hundredths(kwh: int, kvarh: int) -> int:
    """Two decimals, half up, by squares: h where (h − ½)² ≤ 10⁴·P²/(P² + Q²) < (h + ½)²."""
    square = Fraction(10_000 * kwh * kwh, kwh * kwh + kvarh * kvarh)
    return next(h for h in range(101) if square < Fraction(2 * h + 1, 2) ** 2)


@pytest.mark.parametrize(
    "kva, reactive, daily, price_class, standard",
    [(100, 45, 900, "industry_85", 85), (160, 70, 1_200, "industry_85", 85), (200, 45, 2_000, "industry_90", 90)],
)
def test_a_bill_of_march_redone_by_hand(kva: int, reactive: int, daily: int, price_class: str, standard: int) -> None:
    run = made(kva, reactive, daily)
    (bill,) = [row for row in rows(run, "bill") if row["period"] == 200103]
    (sheet,) = [row for row in rows(run, "energy_sheet") if row["id"] == bill["id"]]
    lines = {row["line"]: i(row, "amount_fen") for row in rows(run, "bill_line") if row["bill"] == bill["id"]}
    assert bill["price_class"] == price_class
    assert (bill["from_on"], bill["to_on"]) == (date(2001, 2, 26), date(2001, 3, 26))
    # The meter: 28 days, within a unit of its register.
    metered, hours = i(bill, "kwh") - i(bill, "loss_kwh"), 28 * 24
    kvarh = i(sheet, "kvarh") - i(sheet, "loss_kvarh")
    assert abs(metered - 28 * daily) <= 2
    assert abs(kvarh - 28 * daily * reactive // 100) <= 2
    # Losses: ΔA_P = P0·T + Pk·(A_P² + A_Q²)/(Sn²·T); ΔA_Q by I0 and Uk, all of them reactive but P0 and Pk.
    p0, pk, i0, uk = S9[kva]
    share = Fraction(metered**2 + kvarh**2, kva**2 * hours)
    assert i(bill, "loss_kwh") == half_up(Fraction(p0, 1000) * hours + Fraction(pk, 1000) * share)
    idle, loaded = float(i0 * kva / 100), uk * kva / 100
    exact = (idle**2 - (p0 / 1000) ** 2) ** 0.5 * hours + (loaded**2 - (pk / 1000) ** 2) ** 0.5 * float(share)
    usual = idle * hours + loaded * float(share)
    assert min(exact, usual) - 1 <= i(sheet, "loss_kvarh") <= max(exact, usual) + 1
    # 力率 after losses, and the lines: 0.60 yuan less 0.034 of funds; the adjustment on energy alone.
    assert i(sheet, "pf_hundredths") == hundredths(i(bill, "kwh"), i(sheet, "kvarh"))
    energy = half_up(Fraction(i(bill, "kwh") * 566, 10))
    assert lines["energy"] == energy
    assert lines["fund:huandai"] == 2 * i(bill, "kwh")
    percent = Fraction(i(sheet, "adjustment_e2"), 100)
    assert lines["factor"] == half_up(energy * percent / 100)
    assert i(bill, "amount_fen") == sum(lines.values())
    if i(sheet, "pf_hundredths") in TABLE[standard]:
        assert percent == Fraction(TABLE[standard][i(sheet, "pf_hundredths")])
    else:
        below = standard - i(sheet, "pf_hundredths")
        assert percent == Fraction(below, 2) if below > 0 else percent < 0
    assert judged(run).findings.is_empty()


@pytest.mark.parametrize(
    "kva, paid",
    [(99, "industry"), (100, "industry_85"), (160, "industry_85"), (161, "industry_90"), (250, "industry_90")],
)
def test_the_standard_of_the_power_factor_follows_the_capacity(kva: int, paid: str) -> None:
    run = made(kva, None if kva == 99 else 45, 500)  # type: ignore[arg-type]  # a meter without a reactive register
    assert {row["price_class"] for row in rows(run, "customer")} == {paid}
    factor = [row for row in rows(run, "bill_line") if row["line"] == "factor"]
    assert bool(factor) == (kva >= 100)


@pytest.mark.parametrize("seed", seeds((7,), free=8))
def test_every_special_customer_of_the_town_from_100_kva_on_is_adjusted(seed: int) -> None:
    """And who is metered on the low side of his transformer bears its losses."""
    run = Office(
        replace(town(0, 2), classes={"industry": 150, "large_industry": 30}, practice=BUSY), seed, rules()
    ).run()
    special = {row["book"] for row in rows(run, "book") if row["kind"] == "special"}
    factored = {row["bill"] for row in rows(run, "bill_line") if row["line"] == "factor"}
    bills = [row for row in rows(run, "bill") if row["book"] in special and i(row, "kwh") > 0]
    assert bills
    assert {row["id"] for row in bills} <= factored
    low = [row for row in bills if row["price_class"] != "large_industry"]
    assert low
    assert all(i(row, "loss_kwh") > 0 for row in low)
    assert judged(run).findings.is_empty()
