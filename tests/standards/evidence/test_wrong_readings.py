"""2.2: registers that no use joins to an authoritative one, worth the least that is proven; and what could have been.

A meter of 20 A at 220 V passes 4.4 kW. Readers and checks write at 16:00 unless the test says otherwise.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from kaohe.sim.records import ids
from kaohe.standards.evidence.findings import Finding
from tests.standards.records_builder import OTHER_READER, READER, Desk
from tests.standards.verdicts import cited, days, findings, the_finding

MARCH = ids.period_index(200103)
CHECKER, FITTER = 12, 15


def _read(
    register: int,
    amount_fen: int,
    digits: int = 5,
    opening: int = 1000,
    electronic: bool = False,
    kwh: int | None = None,
    plate: tuple[int, int, int] = (1, 220, 20),
) -> Desk:
    """One customer read on 03-05 and billed on 03-06."""
    desk = Desk()
    desk.customer(1, digits=digits, opening=opening, electronic=electronic, plate=plate)
    reading = desk.reading(1, 200103, register, "03-05")
    desk.bill(1, 200103, "03-06", ("02-05", opening), ("03-05", register), reading, amount_fen, kwh=kwh)
    return desk


def _worth(finding: Finding) -> tuple[int | None, int | None, bool]:
    return finding.amount_fen, finding.estimate_fen, finding.over_billed


# ── how much is proven ───────────────────────────────────────────────────────────────────────────────────────────────


def _zero(shown: int, second: str = "14:00:00") -> Desk:
    """Read as 1000 on 06-12 at 10:00 as it was on 02-12, and billed nothing; a check on 06-15."""
    desk = Desk()
    desk.customer(1, opened="02-12")
    reading = desk.reading(1, 200106, 1000, "06-12", at="10:00")
    desk.bill(1, 200106, "06-13", ("02-12", 1000), ("06-12", 1000), reading, 0)
    moment = datetime.fromisoformat(f"2001-06-15 {second}")
    desk.add(
        "reading",
        moment,
        staff=CHECKER,
        id=ids.reading_id(ids.meter_id(1, 0), ids.period_index(200106), 4, 0),
        meter=ids.meter_id(1, 0),
        customer=1,
        book=1,
        period=200106,
        kind="spot",
        read_on="06-15",
        register=shown,
        frozen_register=None,
        frozen_on=None,
        remark=None,
    )
    return desk


def test_too_low_a_register_is_worth_the_units_that_cannot_have_passed_since() -> None:
    # 76 h × 4.4 kW = 334.4, up to 335, and one: 2230 − 336 = 1894. 894 kWh × 0.45 = 402.30.
    # Likely: 1,230 kWh in 123 days, 120 of them to the reading: 1,200 kWh × 0.45 = 540.00.
    finding = the_finding(_zero(2230), "2.2")
    assert _worth(finding) == (40_230, 54_000, False)
    assert (finding.loss_fen, finding.energy_kwh, finding.formula) == (40_230, 894, "register.impossible")
    assert days(finding) == ("06-12", "06-15")
    assert finding.discovered_by == CHECKER
    wanted = {
        "recorded_register": 1000,
        "recorded_second": "2001-06-12 10:00:00",
        "proving_register": [2230],
        "proving_second": "2001-06-15 14:00:00",
        "watts": 4400,
        "seconds_apart": [273_600],
        "hours_apart": "76:00:00",
        "most_units": [336],
        "established_register": 1894,
        "units": 894,
        "between_kwh": 1230,
        "days": 120,
        "days_between": 123,
        "likely_kwh": 1200,
        "estimate_kwh": 1200,
    }
    assert {name: finding.inputs[name] for name in wanted} == wanted


@pytest.mark.parametrize("shown, broken", [(1336, False), (1337, True)])
def test_one_unit_more_than_the_plate_lets_pass_is_proven(shown: int, broken: bool) -> None:
    assert bool(findings(_zero(shown), "2.2")) == broken


@pytest.mark.parametrize("second, broken", [("14:08:10", True), ("14:08:11", False)])
def test_one_second_decides(second: str, broken: bool) -> None:
    # 335 kWh take 274,090.9 s at 4.4 kW: after 274,090 s at most 336 units, one second later 337.
    assert bool(findings(_zero(1337, second), "2.2")) == broken


def test_too_high_a_register_is_worth_what_lies_above_the_check() -> None:
    # Opening 1000 on 02-05, recorded 1300 on 03-05, check 1140 on 03-12: 160 kWh × 0.45 = 72.00 are proven.
    # Likely: 140 units in 35 days, 28 of them: 112; 188 kWh × 0.45 = 84.60.
    desk = _read(1300, 13500)
    spot = desk.reading(1, 200103, 1140, "03-12", kind="spot", staff=CHECKER)
    finding = the_finding(desk, "2.2")
    assert (finding.staff, finding.object_id) == (READER, ids.meter_period_id(ids.meter_id(1, 0), MARCH))
    assert _worth(finding) == (7200, 8460, True)
    assert (finding.energy_kwh, finding.loss_fen, finding.discovered_by) == (160, 0, CHECKER)
    assert days(finding) == ("03-05", "03-12")
    assert ("reading", spot) in cited(finding, "proof")


def test_the_likely_energy_is_floored_to_whole_kwh() -> None:
    # 28 of 35 days of 143 units = 114.4: 114; 300 − 114 = 186 kWh.
    desk = _read(1300, 13500)
    desk.reading(1, 200103, 1143, "03-12", kind="spot")
    assert _worth(the_finding(desk, "2.2")) == (157 * 45, 186 * 45, True)


def test_what_was_billed_too_little_is_recovered_by_its_supplement() -> None:
    desk = _zero(2230)
    spot = int(str(desk.rows["reading"][-1]["id"]))
    corrected: dict[str, Any] = {"customer": 1, "period": 200106, "kind": "misread", "ground": spot, "kwh": 894}
    desk.add("supplement", "07-13", **corrected, amount_fen=40_230, with_period=200107, approver=71)
    finding = the_finding(desk, "2.2")
    assert (finding.amount_fen, finding.loss_fen) == (40_230, 0)
    assert findings(desk, "2.2", "07-12")[0].loss_fen == 40_230


def test_what_was_billed_too_much_and_paid_back_is_no_loss() -> None:
    desk = _read(1300, 13500)
    spot = desk.reading(1, 200103, 1140, "03-12", kind="spot", staff=CHECKER)
    refund: dict[str, Any] = {"customer": 1, "period": 200103, "kind": "misread", "ground": spot, "kwh": -188}
    desk.add("supplement", "04-07", **refund, amount_fen=-8_460, with_period=200104, approver=71)
    assert the_finding(desk, "2.2").loss_fen == 0


def test_within_the_same_hour_nothing_is_left_to_estimate() -> None:
    desk = _read(1300, 13500)
    desk.reading(1, 200103, 1140, "03-05", kind="spot", at="17:00")
    assert _worth(the_finding(desk, "2.2")) == (7200, None, True)


def test_a_capacity_above_the_contract_does_not_matter() -> None:
    # Contracted 1 kVA; 4.4 kW × 24 h = 105.6: 107 units are possible.
    desk = _read(1100, 4500)
    desk.rows["customer"][0]["capacity_kva"] = 1
    desk.reading(1, 200103, 1207, "03-06", kind="spot")
    assert not findings(desk, "2.2")


def test_a_multiplier_cancels() -> None:
    # 3 × 58 V × 6 A = 1.044 kW: 25.056 in a day, 26 and one; 200 kWh a unit × 0.45. Recorded 1000, shown 1030.
    desk = Desk()
    desk.customer(1, multiplier=200, plate=(3, 58, 6))
    reading = desk.reading(1, 200103, 1000, "03-05")
    desk.bill(1, 200103, "03-06", ("02-05", 1000), ("03-05", 1000), reading, 0)
    desk.reading(1, 200103, 1030, "03-06", kind="spot")
    finding = the_finding(desk, "2.2")
    assert (finding.inputs["most_units"], finding.energy_kwh, finding.amount_fen) == ([27], 600, 27_000)


# ── round the turn ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_register_that_rolls_over_is_no_wrong_reading() -> None:
    # 9900 + 250 = 150 on four digits; the check shows 210.
    desk = _read(150, 11250, digits=4, opening=9900, kwh=250)
    desk.reading(1, 200103, 210, "03-12", kind="spot")
    assert not findings(desk, "2.2")
    assert not findings(desk, "3.1")


def test_a_check_beyond_the_turn_acquits_a_reading_before_it() -> None:
    # Recorded 9990, a day later 60: 70 of 107 units.
    desk = _read(9990, 4050, digits=4, opening=9900)
    desk.reading(1, 200103, 60, "03-06", kind="spot")
    assert not findings(desk, "2.2")


def test_a_reading_beyond_the_turn_is_refuted_by_a_check_before_it() -> None:
    # Recorded 30 (130 kWh), a week later 9960: 70 units too high. Likely 60 units × 28 ÷ 35 = 48: 82 kWh.
    desk = _read(30, 5850, digits=4, opening=9900, kwh=130)
    desk.reading(1, 200103, 9960, "03-12", kind="spot")
    finding = the_finding(desk, "2.2")
    assert (finding.inputs["established_register"], finding.energy_kwh) == (9960, 70)
    assert _worth(finding) == (3150, 3690, True)


def test_where_a_full_turn_is_possible_nothing_is_proven() -> None:
    # Four digits, 3 × 220 V × 60 A = 39.6 kW: 9,999 units take 252.5 h. Ten days prove, eleven do not.
    for day, broken in (("03-15", True), ("03-16", False)):
        desk = _read(1300, 13500, digits=4, plate=(3, 220, 60))
        desk.reading(1, 200103, 1140, day, kind="spot")
        assert bool(findings(desk, "2.2")) == broken


def test_a_new_shop_after_136_days_of_more_than_half_a_turn() -> None:
    # 02-05 to 06-21: 5,200 kWh on four digits; 4.4 kW × 136 × 24 h = 14,362 may pass.
    desk = Desk()
    desk.customer(1, digits=4, opening=0)
    reading = desk.reading(1, 200106, 5200, "06-21")
    desk.bill(1, 200106, "06-22", ("02-05", 0), ("06-21", 5200), reading, 234_000)
    desk.reading(1, 200106, 5230, "06-22", kind="spot")
    assert not findings(desk, "2.2")
    assert not findings(desk, "3.1")


def test_a_year_of_readings_on_a_short_register_is_not_taken_for_going_back() -> None:
    # Four digits, 700 a month: after eight months the check lies more than half a turn beyond the first reading.
    desk = Desk()
    desk.customer(1, digits=4, opening=1000)
    register = 1000
    for month in range(3, 12):
        start, register = register, (register + 700) % 10000
        reading, before = desk.reading(1, 200100 + month, register, f"{month:02d}-05"), f"{month - 1:02d}-05"
        to = (f"{month:02d}-05", register)
        desk.bill(1, 200100 + month, f"{month:02d}-06", (before, start), to, reading, 31500, kwh=700)
    desk.reading(1, 200111, (register + 20) % 10000, "11-09", kind="spot")
    assert not findings(desk, "2.2")
    assert not findings(desk, "3.1")


# ── frozen registers ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("recorded, over", [(1100, False), (1181, True)])
def test_a_frozen_register_is_what_was_to_be_copied_to_the_unit(recorded: int, over: bool) -> None:
    desk = _read(recorded, (recorded - 1000) * 45, electronic=True)
    desk.reading(1, 200103, 1200, "03-12", kind="spot", frozen=1180)
    finding = the_finding(desk, "2.2")
    assert _worth(finding) == (abs(recorded - 1180) * 45, None, over)
    assert (finding.formula, finding.inputs["proving_second"]) == ("register.frozen", "2001-03-05 00:00:00")


def test_a_frozen_register_that_agrees_acquits() -> None:
    desk = _read(1180, 8100, electronic=True)
    desk.reading(1, 200103, 1200, "03-12", kind="spot", frozen=1180)
    assert not findings(desk, "2.2")


def test_a_register_frozen_on_another_day_is_not_compared() -> None:
    desk = _read(1100, 4500, electronic=True)
    desk.reading(1, 200103, 1200, "03-12", kind="spot", frozen=1150, frozen_on="03-10")
    assert not findings(desk, "2.2")


def test_a_copied_register_stands_for_the_beginning_of_its_day() -> None:
    # From 03-05 0:00 to 16:00 pass 70.4 kWh: 72 units. Had it been read at 16:00, one unit would be too many.
    for electronic in (True, False):
        desk = _read(1100, 4500, electronic=electronic)
        desk.reading(1, 200103, 1172, "03-05", kind="spot")
        assert bool(findings(desk, "2.2")) != electronic


# ── which rows ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_of_two_rows_the_registers_that_both_allow_count() -> None:
    # Check 1100 six hours before (26.4: 28 units), 1120 a week later: 1100 … 1120 were possible.
    for recorded, nearest, refuting in ((1300, 1120, [1100, 1120]), (1000, 1100, [1100])):
        desk = _read(recorded, (recorded - 1000) * 45)
        desk.reading(1, 200103, 1100, "03-05", kind="spot", at="10:00", number=0, staff=CHECKER)
        desk.reading(1, 200103, 1120, "03-12", kind="spot", number=1)
        finding = the_finding(desk, "2.2")
        assert finding.inputs["established_register"] == nearest
        assert finding.inputs["proving_register"] == refuting
        assert finding.amount_fen == abs(recorded - nearest) * 45
        assert days(finding) == ("03-05", "03-06")
        assert finding.discovered_by == -1


def test_an_earlier_check_refutes_and_is_not_the_finder() -> None:
    # Check 1100 on 03-04 at 16:00; 107 units in a day: 1207. Recorded 1300: 93 units. Nothing stands after it yet.
    desk = _read(1300, 13500)
    desk.reading(1, 200102, 1100, "03-04", kind="spot", staff=CHECKER)
    finding = the_finding(desk, "2.2", "03-20")
    assert _worth(finding) == (93 * 45, 93 * 45, True)
    assert (days(finding), finding.discovered_by) == (("03-05", "03-06"), -1)


def test_rows_that_allow_no_register_together_prove_nothing() -> None:
    desk = _read(1300, 13500)
    desk.reading(1, 200103, 1100, "03-05", kind="spot", at="10:00", number=0)
    desk.reading(1, 200103, 1020, "03-12", kind="spot", number=1)
    assert not findings(desk, "2.2", "03-31")


def test_the_readers_own_rows_between_neither_anchor_nor_break() -> None:
    # March 1400 and April 1450 on record; the check of 04-12 shows 1330: both lie above it.
    desk = _read(1400, 18000)
    second = desk.reading(1, 200104, 1450, "04-05", staff=OTHER_READER)
    desk.bill(1, 200104, "04-06", ("03-05", 1400), ("04-05", 1450), second, 2250)
    desk.reading(1, 200104, 1330, "04-12", kind="spot")
    found = findings(desk, "2.2")
    assert [(one.staff, one.inputs["units"]) for one in found] == [(READER, 70), (OTHER_READER, 120)]
    # Likely: 330 units in 66 days, 28 and 59 of them: 140 and 295. March's 260 can have been all that is wrong.
    assert [(one.amount_fen, one.estimate_fen) for one in found] == [(70 * 45, 260 * 45), (0, 0)]


def _carried_on(registers: tuple[int, int, int], staff: int = READER) -> Desk:
    """Read in March, April and May, a check on 05-12 shows 1330; the last two by somebody."""
    desk = _read(registers[0], (registers[0] - 1000) * 45)
    for period, before, end, on in ((200104, *registers[:2], "04-05"), (200105, *registers[1:], "05-05")):
        reading = desk.reading(1, period, end, on, staff=staff)
        since = "03-05" if on == "04-05" else "04-05"
        desk.bill(1, period, on[:3] + "06", (since, before), (on, end), reading, (end - before) * 45)
    desk.reading(1, 200105, 1330, "05-12", kind="spot", staff=CHECKER)
    return desk


def test_what_one_reader_carries_on_adds_up_to_the_largest_balance() -> None:
    # 70, 120, 190 above the check: 70 + 50 + 70 = 190 kWh, which no reading counts again.
    found = findings(_carried_on((1400, 1450, 1520)), "2.2")
    assert [one.amount_fen for one in found] == [70 * 45, 50 * 45, 70 * 45]
    assert [one.energy_kwh for one in found] == [70, 50, 70]
    wanted = {"units": 190, "carried_units": 120, "own_units": 70, "own_register": 1450, "established_kwh": 0}
    assert {name: found[2].inputs[name] for name in wanted} == wanted


def test_another_reader_owns_only_what_cannot_have_been_wrong_before() -> None:
    # March can be wrong by 400 at most, down to the opening; April then by 420, of which 20 are new.
    assert [one.amount_fen for one in findings(_carried_on((1400, 1750, 1750), OTHER_READER), "2.2")] == [
        70 * 45,
        20 * 45,
        0,
    ]


def test_what_falls_again_is_no_further_wrong() -> None:
    assert [one.amount_fen for one in findings(_carried_on((1500, 1450, 1460)), "2.2")] == [170 * 45, 0, 10 * 45]


def test_a_supplement_for_the_last_collects_what_the_others_had_too_little() -> None:
    # A check of 03-04 shows 1400: 1300 and, a month later, 1320 lie 100 and 80 below it; April's supplement settles 60.
    desk = _read(1300, 13500)
    spot = desk.reading(1, 200102, 1400, "03-04", kind="spot", staff=CHECKER)
    second = desk.reading(1, 200104, 1320, "04-05")
    desk.bill(1, 200104, "04-06", ("03-05", 1300), ("04-05", 1320), second, 900)
    assert [(one.amount_fen, one.loss_fen) for one in findings(desk, "2.2")] == [(4500, 4500), (0, 0)]
    settled: dict[str, Any] = {"customer": 1, "period": 200104, "kind": "misread", "ground": spot, "kwh": 60}
    desk.add("supplement", "05-07", **settled, amount_fen=2700, with_period=200105, approver=71)
    assert [one.loss_fen for one in findings(desk, "2.2")] == [4500 - 2700, 0]


def test_a_re_reading_that_confirms_a_negative_advance_refutes_the_reading_before_it() -> None:
    # March recorded 1300; April re-read as 1252 on 04-06: 48 units. Likely 252 × 28 ÷ 60 = 117: 183 kWh.
    desk = _read(1300, 13500)
    desk.reading(1, 200104, 1250, "04-05", staff=OTHER_READER)
    again = desk.reading(1, 200104, 1252, "04-06", kind="recheck")
    desk.bill(1, 200104, "04-09", ("03-05", 1300), ("04-06", 1252), again, -2160)
    finding = the_finding(desk, "2.2")
    assert finding.object_id == ids.meter_period_id(ids.meter_id(1, 0), MARCH)
    assert (finding.staff, days(finding)) == (READER, ("03-05", "04-06"))
    assert _worth(finding) == (48 * 45, 183 * 45, True)
    assert not findings(desk, "3.1")


def test_a_removal_below_the_last_reading_refutes_it() -> None:
    desk = _read(1300, 13500)
    desk.reading(1, 200104, 1140, "03-12", kind="removal", staff=FITTER)
    finding = the_finding(desk, "2.2")
    assert (finding.amount_fen, finding.discovered_by) == (7200, FITTER)


def test_two_authoritative_rows_that_no_use_joins_prove_nothing() -> None:
    """From 1,000 in the archive no 51,140 in a month: the check is wrong, or the opening, and the reader is neither."""
    desk = _read(1140, 6300)
    desk.reading(1, 200103, 51_130, "03-02", kind="spot", at="17:00")
    assert not findings(desk, "2.2")


def _swapped(reason: str, ordered_on: str) -> Desk:
    desk = _read(1300, 13500)
    desk.reading(1, 200104, 1140, "03-12", kind="removal")
    desk.meter(1, 1, 5, 1, False, 3, day="03-12")
    desk.reading(1, 200104, 3, "03-12", kind="install", meter=1)
    desk.add(
        "work_order",
        "03-12",
        staff=FITTER,
        customer=1,
        kind="swap",
        reason=reason,
        ordered_on=ordered_on,
        done_on="03-12",
        old_meter=ids.meter_id(1, 0),
        removal_register=1140,
        new_meter=ids.meter_id(1, 1),
        install_register=3,
    )
    return desk


def test_a_fault_on_record_between_the_rows_proves_nothing() -> None:
    assert findings(_swapped("rotation", "03-08"), "2.2")
    assert not findings(_swapped("fault", "03-08"), "2.2")


@pytest.mark.parametrize("sign", ["stopped", "burnt", "seal_missing", "number_mismatch", "theft_suspect"])
@pytest.mark.parametrize(
    ("table", "column", "day"),
    [
        ("reader_report", "anomaly", "03-06"),
        ("site_visit", "finding", "03-06"),
        ("reader_report", "anomaly", "03-13"),
        ("meter_test", "as_found", "03-06"),
    ],
)
def test_what_was_seen_of_a_meter_between_the_rows_proves_nothing(sign: str, table: str, column: str, day: str) -> None:
    """A stopped or burnt meter, a missing seal; a number that is another's moves no register, a test does always."""
    desk = _swapped("rotation", "03-08")
    meter = ids.meter_id(1, 0)
    columns: dict[str, object] = {"meter": meter, "customer": 1, column: sign}
    if table == "site_visit":
        columns |= {"report": 1, "visited_on": day, "met": True}
    desk.add(table, day, "09:00", CHECKER, **columns)
    breaks = day < "03-12" and (table == "meter_test" or sign in ("stopped", "burnt", "seal_missing"))
    assert bool(findings(desk, "2.2")) != breaks


def test_what_the_crew_found_at_a_rotation_proves_nothing_between_order_and_exchange() -> None:
    desk = _swapped("rotation", "03-08")
    desk.rows["work_order"][0]["fault"] = "stopped"
    assert not findings(desk, "2.2")


def test_a_supplement_for_a_fault_makes_no_misreading_good() -> None:
    """1,100 read instead of 1,140 at least: the energy that the meter lost later is another matter."""
    desk = _read(1100, 4500)
    desk.reading(1, 200103, 1700, "03-05", kind="spot", at="17:00")
    (finding,) = findings(desk, "2.2")
    columns: dict[str, Any] = {
        "customer": 1,
        "period": 200103,
        "ground": 1,
        "kwh": 900,
        "amount_fen": 40_500,
        "with_period": 200104,
    }
    desk.add("supplement", "04-06", staff=31, kind="fault", approver=71, **columns)
    (again,) = findings(desk, "2.2")
    assert (finding.loss_fen, again.loss_fen) == (finding.amount_fen, finding.amount_fen)
    desk.rows["supplement"][0]["kind"] = "misread"
    assert findings(desk, "2.2")[0].loss_fen == 0


def test_a_corrected_register_or_plate_between_the_rows_proves_nothing() -> None:
    for column, value, broken in (("digits", 6, False), ("max_current_a", 40, False), ("initial_register", 5, True)):
        desk = _read(1300, 13500)
        desk.rows["meter"].append({**desk.rows["meter"][0], "id": 999, "recorded_at": datetime(2001, 3, 8, 9)})
        desk.rows["meter"][1][column] = value
        desk.reading(1, 200103, 1140, "03-12", kind="spot")
        assert bool(findings(desk, "2.2")) == broken


def test_a_swapped_meter_starts_anew() -> None:
    desk = _read(1300, 13500)
    desk.meter(1, 1, 5, 1, False, 3, day="03-20")
    desk.reading(1, 200104, 1350, "03-20", kind="removal")
    desk.reading(1, 200104, 3, "03-20", kind="install", meter=1)
    reading = desk.reading(1, 200104, 53, "04-05", meter=1)
    desk.bill(1, 200104, "04-06", ("03-05", 3), ("04-05", 53), reading, 4500, kwh=100, swap_kwh=50, meter=1)
    desk.reading(1, 200104, 60, "04-07", kind="spot", meter=1)
    assert not findings(desk, "2.2")
    assert not findings(desk, "3.1")


# ── which readings ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reading_caught_before_issue_is_no_incident() -> None:
    desk = Desk()
    desk.customer(1)
    desk.reading(1, 200103, 900, "03-05")
    again = desk.reading(1, 200103, 1110, "03-06", kind="recheck", staff=OTHER_READER)
    desk.bill(1, 200103, "03-07", ("02-05", 1000), ("03-06", 1110), again, 4950)
    assert not findings(desk, "2.2")
    assert not findings(desk, "3.1")


def test_a_refuted_reading_is_found_only_once_it_is_billed() -> None:
    desk = Desk()
    desk.customer(1)
    reading = desk.reading(1, 200103, 1300, "03-05")
    desk.reading(1, 200103, 1100, "03-06", kind="spot")
    desk.bill(1, 200103, "03-08", ("02-05", 1000), ("03-05", 1300), reading, 13500)
    assert days(the_finding(desk, "2.2")) == ("03-05", "03-08")


def test_a_coded_estimate_is_never_refuted() -> None:
    desk = Desk()
    desk.customer(1)
    reading = desk.reading(1, 200103, 1300, "03-05", kind="estimate")
    desk.bill(1, 200103, "03-06", ("02-05", 1000), ("03-05", 1300), reading, 13500)
    desk.reading(1, 200103, 1100, "03-12", kind="spot")
    assert not findings(desk, "2.2")


def test_a_difference_that_costs_nothing_is_a_work_slip() -> None:
    # One unit of a price of 0: no fee is wrong.
    desk = Desk()
    desk.price("free", 0)
    desk.customer(1, price_class="free", electronic=True)
    reading = desk.reading(1, 200103, 1100, "03-05")
    desk.bill(1, 200103, "03-06", ("02-05", 1000), ("03-05", 1100), reading, 0, price_class="free", energy_e4=0)
    desk.reading(1, 200103, 1120, "03-12", kind="spot", frozen=1099)
    finding = the_finding(desk, "2.2")
    assert (finding.amount_fen, finding.consequence) == (0, False)
