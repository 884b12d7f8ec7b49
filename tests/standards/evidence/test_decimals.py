"""Registers with decimals: units of the last place, an advance rounded down to whole kWh once.

A meter behind transformers of 100/5 A (× 20) of four digits and two decimals: 1234 is 0012.34. Price 0.45 a kWh.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.standards.connection import Connection
from tests.standards.records_builder import Desk
from tests.standards.verdicts import findings, the_finding

CT = {"digits": 4, "decimals": 2, "multiplier": 20, "plate": (3, 220, 12)}
EVERY = ("1.3", "2.2", "3.1")


def _billed(
    opening: int, register: int, kwh: int, decimals: int = 2, multiplier: int = 20, electronic: bool = False
) -> Desk:
    """Read on 03-05 after 02-05 and billed so many kWh on 03-06."""
    desk = Desk()
    plate = {**CT, "decimals": decimals, "multiplier": multiplier}
    desk.customer(1, opening=opening, electronic=electronic, **plate)  # type: ignore[arg-type]  # columns by name
    reading = desk.reading(1, 200103, register, "03-05")
    desk.bill(1, 200103, "03-06", ("02-05", opening), ("03-05", register), reading, kwh * 45, kwh=kwh)
    return desk


def _accused(desk: Desk) -> list[str]:
    return [finding.clause for clause in EVERY for finding in findings(desk, clause)]


@pytest.mark.parametrize(
    ("opening", "register", "kwh", "decimals", "multiplier"),
    [
        (1234, 5678, 888, 2, 20),  # 44.44 × 20 = 888.8
        (1234, 5678, 8_888, 1, 20),  # 444.4 × 20
        (1234, 5678, 88_880, 0, 20),
        (1234, 1238, 0, 2, 20),  # 0.04 × 20 = 0.8
        (1234, 1239, 1, 2, 20),
        (999_900, 100, 40, 2, 20),  # 9999.00 → 0001.00
        (1234, 1235, 1, 2, 120),  # a unit is 1.2 kWh
        (1234, 1237, 3, 2, 120),
    ],
)
def test_an_advance_is_billed_in_whole_kwh(
    opening: int, register: int, kwh: int, decimals: int, multiplier: int
) -> None:
    desk = _billed(opening, register, kwh, decimals, multiplier)
    assert not _accused(desk)
    assert _accused(_billed(opening, register, kwh + 1, decimals, multiplier)) == ["3.1"]


def test_a_kwh_more_than_the_advance_comes_to_is_a_wrong_bill() -> None:
    finding = the_finding(_billed(1234, 5678, 889), "3.1")
    assert (finding.amount_fen, finding.over_billed) == (45, True)


@pytest.mark.parametrize(("april", "accused"), [(689, []), (690, ["3.1"]), (688, ["3.1"])])
def test_the_bills_of_an_advance_add_up_to_it(april: int, accused: list[str]) -> None:
    # 10.01 estimated: 200.2, billed 200. Then read 44.45 in all: 889.0, billed 889 − 200.
    desk = Desk()
    desk.customer(1, opening=1234, **CT)  # type: ignore[arg-type]  # columns by name
    guess = desk.reading(1, 200103, 2235, "03-05", kind="estimate")
    desk.bill(1, 200103, "03-06", ("02-05", 1234), ("03-05", 2235), guess, 200 * 45, kwh=200)
    read = desk.reading(1, 200104, 5679, "04-05")
    desk.bill(1, 200104, "04-06", ("03-05", 2235), ("04-05", 5679), read, april * 45, kwh=april)
    assert _accused(desk) == accused


def test_what_was_estimated_again_counts_from_the_same_register() -> None:
    # 10.01 and 10.01: 200.2 and together 400.4; 12.50 and 12.47 once more: 650.2 and at last 899.6, all rounded down.
    desk, start, before = Desk(), ("02-05", 1234), 0
    desk.customer(1, opening=1234, **CT)  # type: ignore[arg-type]  # columns by name
    months = [(2235, 200, "estimate"), (3236, 400, "estimate"), (4485, 650, "estimate"), (5732, 899, "actual")]
    for number, (register, in_all, kind) in enumerate(months):
        period, day, issued = 200103 + number, f"0{3 + number}-05", f"0{3 + number}-06"
        reading = desk.reading(1, period, register, day, kind=kind)
        kwh = in_all - before
        desk.bill(1, period, issued, start, (day, register), reading, kwh * 45, kwh=kwh)
        start, before = (day, register), in_all
    assert not _accused(desk)


@pytest.mark.parametrize(("shown", "broken"), [(102_507, False), (102_508, True)])
def test_the_plate_is_asked_in_units_of_the_last_place(shown: int, broken: bool) -> None:
    # 3 × 58 V × 6 A = 1.044 kW: 25.056 a day, 2,505.6 hundredths: 2,506 and one. A hundredth at × 200 is 2 kWh.
    desk = Desk()
    desk.customer(1, opening=100_000, decimals=2, multiplier=200, plate=(3, 58, 6))
    reading = desk.reading(1, 200103, 100_000, "03-05")
    desk.bill(1, 200103, "03-06", ("02-05", 100_000), ("03-05", 100_000), reading, 0)
    desk.reading(1, 200103, shown, "03-06", kind="spot")
    assert bool(findings(desk, "2.2")) == broken
    if broken:
        finding = the_finding(desk, "2.2")
        assert (finding.inputs["most_units"], finding.inputs["units"]) == ([2507], 1)
        assert (finding.energy_kwh, finding.amount_fen) == (2, 90)


@pytest.mark.parametrize(
    ("recorded", "kwh", "energy_kwh", "fen"),
    [
        (1361, 25, 1, 45),  # 1.27 × 20 = 25.4 for 1.23 × 20 = 24.6
        (1358, 24, 0, 0),  # 24.8: a wrong register, and the same fee
        (1234, 0, 24, 24 * 45),
    ],
)
def test_a_misread_register_is_worth_the_difference_of_two_advances(
    recorded: int, kwh: int, energy_kwh: int, fen: int
) -> None:
    desk = _billed(1234, recorded, kwh, electronic=True)
    desk.reading(1, 200103, 1360, "03-06", kind="recheck", frozen=1357)
    finding = the_finding(desk, "2.2")
    assert (finding.energy_kwh, finding.amount_fen, finding.consequence) == (energy_kwh, fen, fen > 0)


def test_a_wrong_multiplier_is_worth_the_difference_of_two_advances() -> None:
    # 11.44 at 20 is 228.8, due at 30 is 343.2: 115 kWh × 0.80 = 92.00.
    of = Connection(decimals=2, opened={"multiplier": 20})
    of.month("03-12", ("03-06", 100), 1244, 228 * 80, 228)
    (finding,) = findings(of.desk, "1.3")
    assert (finding.amount_fen, finding.over_billed) == (9_200, False)


def test_a_correction_of_the_decimals_between_the_rows_proves_nothing() -> None:
    desk = _billed(1234, 1234, 0)
    desk.reading(1, 200103, 100_000, "03-06", kind="spot")
    assert findings(desk, "2.2")
    desk.meter(1, 0, 4, 20, False, 1234, day="03-05", plate=(3, 220, 12), decimals=1)
    desk.rows["meter"][-1] |= {"id": 1, "recorded_at": datetime(2001, 3, 5, 20)}
    assert not findings(desk, "2.2")
