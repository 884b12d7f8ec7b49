"""3.1 where a bill begins: at the last register that was really read, less what was billed on estimates meanwhile."""

from __future__ import annotations

from typing import Any

from kaohe.sim.records import ids
from kaohe.standards.evidence.findings import Finding
from tests.standards.industry import MARCH, Use, issue, office, read
from tests.standards.records_builder import Desk
from tests.standards.verdicts import findings, the_finding


def _estimated(digits: int = 4) -> Desk:
    """Opening 9757 on 02-05, read as 9914 in March (157 kWh), provisional at 157 in April: 71 on four digits."""
    desk = Desk()
    desk.customer(1, digits=digits, opening=9757)
    march = desk.reading(1, 200103, 9914, "03-05")
    desk.bill(1, 200103, "03-06", ("02-05", 9757), ("03-05", 9914), march, 157 * 45)
    april = desk.reading(1, 200104, 10_071 % 10**digits, "04-05", kind="estimate")
    desk.bill(1, 200104, "04-06", ("03-05", 9914), ("04-05", 10_071 % 10**digits), april, 157 * 45, kwh=157)
    return desk


def _may(desk: Desk, register: int, kwh: int, start: int = 71) -> None:
    reading = desk.reading(1, 200105, register, "05-08")
    desk.bill(1, 200105, "05-09", ("04-05", start), ("05-08", register), reading, kwh * 45, kwh=kwh)


def test_an_estimate_beyond_the_turn_is_refunded_by_a_register_before_it() -> None:
    # 9999 − 9914 = 85, less the 157 billed: −72. Not 9999 − 71 = 9,928 kWh of nothing.
    desk = _estimated()
    _may(desk, 9999, -72)
    assert not findings(desk, "3.1")


def test_what_an_estimate_would_make_of_it_is_a_wrong_bill() -> None:
    desk = _estimated()
    _may(desk, 9999, 9928)
    finding = the_finding(desk, "3.1")
    assert (finding.amount_fen, finding.energy_kwh, finding.inputs["kwh"]) == (450_000, 10_000, -72)


def test_several_estimates_are_settled_by_the_next_register() -> None:
    # Read as 330 in June: 10,330 − 9914 = 416, less 157 twice: 102.
    desk = _estimated()
    may = desk.reading(1, 200105, 228, "05-08", kind="estimate")
    desk.bill(1, 200105, "05-09", ("04-05", 71), ("05-08", 228), may, 157 * 45)
    june = desk.reading(1, 200106, 330, "06-05")
    desk.bill(1, 200106, "06-06", ("05-08", 228), ("06-05", 330), june, 102 * 45)
    assert not findings(desk, "3.1")
    desk.rows["bill"][-1].update(kwh=416, amount_fen=416 * 45)
    assert the_finding(desk, "3.1").energy_kwh == 314


def test_a_register_below_the_last_one_is_a_turn_only_where_the_plate_lets_it_be() -> None:
    # 990 after 1000 on four digits: 9,990 kWh in 28 days need 14.9 kW; 8.8 kW cannot, 17.6 kW can.
    for amperes, kwh in ((40, -10), (80, 9990)):
        desk = Desk()
        desk.customer(1, digits=4, plate=(1, 220, amperes))
        reading = desk.reading(1, 200103, 990, "03-05")
        desk.bill(1, 200103, "03-06", ("02-05", 1000), ("03-05", 990), reading, kwh * 45, kwh=kwh)
        assert not findings(desk, "3.1")


def test_a_bill_does_not_choose_its_own_beginning() -> None:
    # Read as 1100, then 1200; the bill begins at 1050 and charges 150.
    desk = Desk()
    desk.customer(1)
    desk.month(1)
    desk.month(1, 200104, 1200, 150 * 45, before=1050)
    assert the_finding(desk, "3.1").amount_fen == 50 * 45


def _corrected(established: int) -> Desk:
    """Read as 1300 and billed; a check of 03-12 shows 1140; the next bill begins at the established register."""
    desk = Desk()
    desk.customer(1)
    desk.month(1, register=1300, amount_fen=13_500)
    spot = desk.reading(1, 200103, 1140, "03-12", kind="spot")
    units = established - 1300
    corrected: dict[str, Any] = {"customer": 1, "period": 200103, "kind": "misread", "ground": spot, "kwh": units}
    desk.add("supplement", "04-06", **corrected, amount_fen=units * 45, with_period=200104, approver=71)
    desk.month(1, 200104, 1250, (1250 - established) * 45, before=established)
    return desk


def test_after_a_correction_the_next_bill_begins_at_the_established_register() -> None:
    assert not findings(_corrected(1140), "3.1")


def test_without_one_it_goes_on_from_the_billed_register_and_settles_it() -> None:
    desk = _corrected(1300)
    desk.rows["supplement"].clear()
    assert not findings(desk, "3.1")
    desk = _corrected(1140)
    desk.rows["supplement"].clear()
    assert the_finding(desk, "3.1").energy_kwh == 160


def test_after_a_skipped_bill_the_next_one_begins_at_the_reading_that_was_left() -> None:
    desk = Desk()
    desk.customer(1)
    desk.reading(1, 200103, 1100, "03-05")
    desk.month(1, 200104, 1250, 150 * 45, before=1100)
    assert _worth(the_finding(desk, "3.1")) == (4500, 100)


def _worth(finding: Finding) -> tuple[int | None, int]:
    return finding.amount_fen, finding.energy_kwh


# ── left unissued ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reading_left_after_an_estimate_is_worth_what_was_not_billed_yet() -> None:
    # Read as 180 in May: 10,180 − 9914 = 266, less 157: 109.
    desk = _estimated()
    desk.reading(1, 200105, 180, "05-08")
    assert _worth(the_finding(desk, "3.1")) == (109 * 45, 109)


def test_an_estimate_left_unissued_is_worth_its_quantity() -> None:
    desk = _estimated()
    desk.rows["bill"].pop()
    assert _worth(the_finding(desk, "3.1")) == (157 * 45, 157)


def test_a_refuted_register_prices_nothing() -> None:
    # Skipped as 1300; the check of 03-08 shows 1140: 140 kWh. From there on 110 to May's 1250.
    desk = Desk()
    desk.customer(1)
    desk.reading(1, 200103, 1300, "03-05")
    desk.reading(1, 200103, 1140, "03-08", kind="spot")
    desk.reading(1, 200104, 1250, "04-05")
    assert [_worth(one) for one in findings(desk, "3.1")] == [(140 * 45, 140), (110 * 45, 110)]


def test_a_gap_after_a_correction_begins_at_the_established_register() -> None:
    desk = _corrected(1140)
    desk.rows["bill"].pop()
    assert _worth(the_finding(desk, "3.1")) == (110 * 45, 110)


def test_a_removed_meter_is_billed_less_its_estimates() -> None:
    # Removed at 120 on 04-20: 10,120 − 9914 = 206, less 157: 49; the new one ran from 3 to 63.
    desk = _estimated()
    desk.reading(1, 200104, 120, "04-20", kind="removal")
    desk.meter(1, 1, 5, 1, False, 3, day="04-20")
    desk.reading(1, 200104, 3, "04-20", kind="install", meter=1)
    old, new = ids.meter_id(1, 0), ids.meter_id(1, 1)
    order: dict[str, Any] = {
        "customer": 1,
        "kind": "swap",
        "reason": "rotation",
        "ordered_on": "04-09",
        "done_on": "04-20",
    }
    registers: dict[str, Any] = {"old_meter": old, "removal_register": 120, "new_meter": new, "install_register": 3}
    desk.add("work_order", "04-20", **order, **registers)
    desk.reading(1, 200105, 63, "05-08", meter=1)
    assert _worth(the_finding(desk, "3.1")) == ((49 + 60) * 45, 49 + 60)


# ── several registers ────────────────────────────────────────────────────────────────────────────────────────────────


def test_further_registers_after_an_estimate_begin_at_the_last_real_ones_too() -> None:
    # March on an estimate at half of what it and April come to: April's register leaves the other half.
    desk = office(transformer=False)
    use = Use(transformer=False)
    half = (1250, 375, 250, 550)
    part = use.but(kwh=25_000, peak=7_500, valley=5_000, kvarh=15_000)
    issue(desk, read(desk, half, kind="estimate"), part, end=("03-05", half))
    rest = part.but(hours=31 * 24)
    april = read(desk, MARCH, "04-05", period=200104)
    issue(desk, april, rest, ("03-05", half), ("04-05", MARCH), "04-06")
    assert not findings(desk, "3.1")
