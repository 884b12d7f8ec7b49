"""The power-factor table against its printed method, and the other tables' look-ups."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.files import Faults, load_toml_text
from kaohe.sim.tariff.equipment import class_2016, next_onsite_test, rotation, rotation_limit
from kaohe.sim.tariff.factor import pf_hundredths, ratio_hundredths
from kaohe.sim.tariff.loss_table import band_loss
from kaohe.sim.tariff.metering import add_months
from kaohe.sim.tariff.printed_tables import FactorTable, factor_adjustment_e2, schemes, transformer, transformer_series


def printed(pf: int, standard: int) -> int:
    """1/100 % by the method: −0.10 or −0.15 a step above, +0.5 for twenty, +1 for five, +2 for the rest below."""
    rewards = {90: [15] * 5, 85: [10] * 5 + [15] * 4, 80: [10] * 10 + [15] * 2}[standard]
    if pf >= standard:
        return -sum(rewards[: pf - standard])
    below = standard - pf
    return 50 * min(below, 20) + 100 * min(max(below - 20, 0), 5) + 200 * max(below - 25, 0)


@pytest.mark.parametrize("standard", [90, 85, 80])
def test_every_cell(standard: int) -> None:
    cells = factor_adjustment_e2(np.arange(101), standard).tolist()
    assert cells == [printed(pf, standard) for pf in range(101)]


def test_unknown_standard_and_impossible_factor() -> None:
    with pytest.raises(LookupError, match="88"):
        factor_adjustment_e2(90, 88)
    with pytest.raises(ValueError, match="between 0 and 100"):
        factor_adjustment_e2(101, 90)


def test_a_table_with_a_hole_is_refused() -> None:
    column = (
        'standard = 90\nfirst = 100\nlast = 40\nbelow_step_e2 = 200\nsource = "x"\nstatus = "x"\nadjust_e2 = [0, 1]\n'
    )
    with pytest.raises(Faults, match="P031"):
        load_toml_text(f"[[column]]\n{column}", FactorTable)


@given(st.integers(1, 10**7), st.integers(0, 10**7))
def test_power_factor_is_rounded_exactly(ap: int, aq: int) -> None:
    found = int(pf_hundredths(ap, aq))
    square = Fraction(ap**2, ap**2 + aq**2)
    assert Fraction(max(2 * found - 1, 0), 200) ** 2 <= square < Fraction(2 * found + 1, 200) ** 2


@pytest.mark.parametrize(("top", "bottom", "hundredths"), [(9025, 10**4, 95), (8649 * 100 + 25 * 100, 10**6, 93)])
def test_square_ratios(top: int, bottom: int, hundredths: int) -> None:
    assert ratio_hundredths(top, bottom) == hundredths


def test_a_tie_goes_up() -> None:
    assert ratio_hundredths(845**2, 1000**2) == 85
    assert ratio_hundredths(845**2 - 1, 1000**2) == 84


def test_no_power_factor_without_energy() -> None:
    with pytest.raises(ValueError, match="no power factor"):
        pf_hundredths(0, 0)
    with pytest.raises(ValueError, match="negative"):
        pf_hundredths(-1, 5)
    assert pf_hundredths(0, 5) == 0


@pytest.mark.parametrize("series", ["S7", "S9", "S11", "S13"])
def test_transformers_lose_more_as_they_grow(series: str) -> None:
    row = transformer_series()[series]
    types = [transformer(series, kva) for kva in row.kva]
    assert [one.p0_w for one in types] == sorted(one.p0_w for one in types)
    assert [one.pk_w for one in types] == sorted(one.pk_w for one in types)
    with pytest.raises(LookupError, match="315"):
        transformer(series, 316)


def test_bands_hold_their_upper_edge_and_their_middle() -> None:
    found = transformer("S7", 50)
    cells = [band_loss(found, kwh) for kwh in (0, 6000, 6001, 9000, 9001)]
    assert [(cell.low_kwh, cell.high_kwh) for cell in cells] == [
        (0, 3000),
        (3000, 6000),
        (6000, 9000),
        (6000, 9000),
        (9000, 12000),
    ]
    # the middle 7500 at cosφ 0.85: 0.19 × 720 + 1.15 × (7500/0.85)²/(50² × 720) = 136.8 + 49.74
    assert cells[2].active_kwh == 187
    assert band_loss(found, 0).active_kwh >= 137


def test_schemes_keep_their_order() -> None:
    assert all(one.valley_e2 < 100 < one.peak_e2 and one.spike_over_peak_e2 >= 100 for one in schemes().values())


def test_dates() -> None:
    assert add_months(date(2001, 10, 31), 4) == date(2002, 2, 28)
    assert add_months(date(2000, 2, 29), 12) == date(2001, 2, 28)
    assert next_onsite_test("V", date(2001, 1, 1)) is None
    assert rotation("V", date(1996, 5, 31)) == (date(2006, 5, 31), date(2006, 5, 31))
    assert rotation_limit("single_phase_other", date(2007, 5, 31)) == date(2017, 5, 31)
    with pytest.raises(LookupError):
        rotation_limit("source", date(2007, 5, 31))
    assert [class_2016(kv, False) for kv in (500, 220, 110, 10, 0.38)] == ["I", "I", "II", "III", "IV"]
