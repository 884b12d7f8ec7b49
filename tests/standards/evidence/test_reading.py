"""2.1 and 2.2: books read off their day, wrong registers; and what only looks like it."""

from __future__ import annotations

import pytest

from kaohe.sim.records import ids
from tests.standards.records_builder import OTHER_READER, READER, Desk, day_number
from tests.standards.verdicts import cited, days, findings, the_finding

MARCH = ids.period_index(200103)


def _book_read_on(day: str, cause: str | None = None, book: int = 1) -> Desk:
    desk = Desk()
    desk.customer(1, book=book, price_class="resident")
    desk.batch(200103, day, book=book, cause=cause)
    return desk


# ── 2.1 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_book_read_three_days_late_gains_three_days_of_its_mean() -> None:
    # 02-05 to 03-08 is 31 days; 310 kWh: 3 days = 30 kWh at 0.45 yuan = 1,350 分.
    # 100 kWh: floor(100 × 3 / 31) = 9 kWh = 405 分.
    desk = _book_read_on("03-08")
    desk.customer(2)
    for customer, register, fen in ((1, 1310, 13950), (2, 1100, 4500)):
        reading = desk.reading(customer, 200103, register, "03-08")
        desk.bill(customer, 200103, "03-09", ("02-05", 1000), ("03-08", register), reading, fen)
    finding = the_finding(desk, "2.1")
    assert (finding.staff, finding.object_id) == (READER, ids.book_period_id(1, MARCH))
    assert (finding.amount_fen, finding.energy_kwh, finding.basis) == (1755, 39, "fee")
    assert days(finding) == ("03-08", "03-08")
    assert finding.inputs["days_off"] == 3
    assert {table for table, _ in cited(finding)} == {"batch", "book", "rule", "bill"}


def test_bills_that_rest_on_an_estimate_gain_no_days() -> None:
    desk = _book_read_on("03-08")
    reading = desk.reading(1, 200103, 1310, "03-08", kind="estimate")
    desk.bill(1, 200103, "03-09", ("02-05", 1000), ("03-08", 1310), reading, 13950)
    assert the_finding(desk, "2.1").amount_fen == 0


def test_a_book_read_early_gives_its_days_to_the_next_period() -> None:
    # Read 03-02, three days early; April's bill 03-02 to 04-05 has 34 days and 340 kWh: 30 kWh × 0.45 = 1,350 分.
    desk = _book_read_on("03-02")
    first = desk.reading(1, 200103, 1090, "03-02")
    desk.bill(1, 200103, "03-05", ("02-05", 1000), ("03-02", 1090), first, 4050)
    desk.batch(200104, "04-05")
    second = desk.reading(1, 200104, 1430, "04-05")
    desk.bill(1, 200104, "04-06", ("03-02", 1090), ("04-05", 1430), second, 15300)
    assert findings(desk, "2.1", "03-31")[0].amount_fen == 0
    finding = the_finding(desk, "2.1")
    assert (finding.object_id, finding.amount_fen) == (ids.book_period_id(1, MARCH), 1350)


@pytest.mark.parametrize(
    "day, cause, book, broken",
    [
        ("03-05", None, 1, False),
        ("03-06", "rain", 1, False),
        ("03-03", "rain", 1, True),
        ("03-06", None, 1, True),
        ("03-07", "rain", 1, True),
        ("03-26", None, 9, False),
        ("03-27", "rain", 9, True),
    ],
)
def test_the_tolerance_needs_a_noted_cause_and_special_books_have_none(
    day: str, cause: str | None, book: int, broken: bool
) -> None:
    assert bool(findings(_book_read_on(day, cause, book), "2.1")) == broken


def test_a_published_shift_moves_the_day_and_an_unpublished_one_does_not() -> None:
    # 2001-05-05 is a holiday: the book is due on 05-08.
    shifted = _book_read_on("05-08")
    shifted.rows["batch"][0].update(period=200105, id=ids.book_period_id(1, ids.period_index(200105)))
    assert the_finding(shifted, "2.1").inputs["days_off"] == 3
    shifted.add("shift_notice", "04-20", from_on="05-05", to_on="05-08")
    assert not findings(shifted, "2.1")
    shifted.rows["shift_notice"][0]["recorded_at"] = shifted.rows["batch"][0]["recorded_at"].replace(day=9)  # type: ignore[attr-defined]
    assert findings(shifted, "2.1")


def test_an_approved_change_excuses_unless_the_reader_approved_it_himself() -> None:
    desk = _book_read_on("03-12")
    assert findings(desk, "2.1")
    change = {"book": 1, "period": 200103, "from_on": "03-05", "to_on": "03-12", "reason": "", "applicant": READER}
    desk.add("book_change", "03-01", staff=READER, approver=READER, **change)
    assert findings(desk, "2.1")
    desk.add("book_change", "03-02", staff=71, approver=71, **change)
    assert not findings(desk, "2.1")


def test_a_change_breaks_the_old_day_too() -> None:
    desk = _book_read_on("03-05")
    desk.add(
        "book_change",
        "03-01",
        staff=71,
        book=1,
        period=200103,
        from_on="03-05",
        to_on="03-12",
        reason="",
        applicant=21,
        approver=71,
    )
    assert the_finding(desk, "2.1").inputs["days_off"] == -7


def test_a_day_beyond_the_month_is_its_last() -> None:
    desk = Desk()
    desk.book(2, "resident", 31)
    desk.customer(1, book=2)
    desk.batch(200104, "04-30", book=2)
    assert not findings(desk, "2.1")


# ── 2.2 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _read(
    register: int,
    amount_fen: int,
    digits: int = 5,
    opening: int = 1000,
    electronic: bool = False,
    kwh: int | None = None,
) -> Desk:
    """One customer read on 03-05 and billed on 03-06."""
    desk = Desk()
    desk.customer(1, digits=digits, opening=opening, electronic=electronic)
    reading = desk.reading(1, 200103, register, "03-05")
    desk.bill(1, 200103, "03-06", ("02-05", opening), ("03-05", register), reading, amount_fen, kwh=kwh)
    return desk


def test_a_spot_check_below_the_recorded_register_establishes_a_lower_one_by_interpolation() -> None:
    # Opening 1000 on 02-05; recorded 1300 on 03-05; spot check 1140 on 03-12. 28 of 35 days of 140 units: 112.
    # Bill: 300 kWh = 13,500 分; established 112 kWh = 5,040 分; difference 8,460 分 over-billed.
    desk = _read(1300, 13500)
    spot = desk.reading(1, 200103, 1140, "03-12", kind="spot", staff=12)
    finding = the_finding(desk, "2.2")
    assert (finding.staff, finding.object_id) == (READER, ids.meter_period_id(ids.meter_id(1, 0), MARCH))
    assert (finding.amount_fen, finding.energy_kwh, finding.loss_fen, finding.over_billed) == (8460, 188, 0, True)
    assert finding.inputs["established_register"] == 1112
    assert days(finding) == ("03-05", "03-12")
    assert finding.discovered_by == 12
    assert ("reading", spot) in cited(finding, "proof")


def test_established_registers_are_floored_to_whole_units() -> None:
    # 28 of 35 days of 143 units = 114.4: 1114; with a multiplier of 1: 186 kWh too much = 8,370 分.
    desk = _read(1300, 13500)
    desk.reading(1, 200103, 1143, "03-12", kind="spot")
    assert the_finding(desk, "2.2").amount_fen == 8370


def test_a_spot_check_above_the_recorded_register_contradicts_nothing_unless_the_capacity_forbids_it() -> None:
    # 10 kVA × 24 h × 2 days = 480 kWh: an advance of 480 can be, 481 cannot.
    for advance, broken in ((480, False), (481, True)):
        desk = _read(1100, 4500)
        desk.reading(1, 200103, 1100 + advance, "03-07", kind="spot")
        assert bool(findings(desk, "2.2")) == broken
    # 02-05 to 03-07 is 30 days: 581 units × 28 / 30 = 542.27: established 1542,
    # recorded 1100: 442 kWh = 19,890 分 too little.
    finding = the_finding(desk, "2.2")
    assert (finding.amount_fen, finding.loss_fen, finding.over_billed) == (19890, 19890, False)


def test_a_check_after_more_days_than_the_rule_has_says_nothing_about_capacity() -> None:
    desk = _read(1100, 4500)
    desk.reading(1, 200103, 9999, "03-09", kind="spot")
    assert not findings(desk, "2.2")


def test_what_was_billed_too_little_is_recovered_by_its_supplement() -> None:
    desk = _read(1100, 4500)
    spot = desk.reading(1, 200103, 1581, "03-07", kind="spot")
    desk.add(
        "supplement",
        "04-06",
        customer=1,
        period=200103,
        kind="misread",
        ground=spot,
        kwh=442,
        amount_fen=19890,
        with_period=200104,
        approver=71,
    )
    finding = the_finding(desk, "2.2")
    assert (finding.amount_fen, finding.loss_fen) == (19890, 0)
    assert findings(desk, "2.2", "04-05")[0].loss_fen == 19890


def test_a_frozen_register_that_differs_is_the_established_one() -> None:
    # Frozen 1180 on 03-05, recorded 1100: 80 kWh = 3,600 分.
    desk = _read(1100, 4500, electronic=True)
    desk.reading(1, 200103, 1200, "03-12", kind="spot", frozen=1180)
    finding = the_finding(desk, "2.2")
    assert (finding.amount_fen, finding.formula, finding.over_billed) == (3600, "register.frozen", False)


def test_a_frozen_register_that_agrees_acquits() -> None:
    desk = _read(1100, 4500, electronic=True)
    desk.reading(1, 200103, 1120, "03-12", kind="spot", frozen=1100)
    assert not findings(desk, "2.2")


def test_a_re_reading_that_confirms_a_negative_advance_contradicts_the_reading_before_it() -> None:
    # March recorded 1300, April 1250 re-read as 1252 on 04-06: March is wrong,
    # by 02-05 … 04-06 (60 days): 252 × 28 / 60 = 117.6.
    desk = _read(1300, 13500)
    desk.reading(1, 200104, 1250, "04-05", staff=OTHER_READER)
    again = desk.reading(1, 200104, 1252, "04-06", kind="recheck")
    desk.bill(1, 200104, "04-09", ("03-05", 1117), ("04-06", 1252), again, 6075)
    finding = the_finding(desk, "2.2")
    assert finding.object_id == ids.meter_period_id(ids.meter_id(1, 0), MARCH)
    assert (finding.staff, finding.amount_fen) == (READER, 183 * 45)
    assert days(finding) == ("03-05", "04-06")


def test_two_wrong_readings_in_a_row_are_two_acts_found_by_one_check() -> None:
    # March 1400 and April 1450 on record; the check of 04-12 shows 1330 over 66 days from 02-05: 28 days 140,
    # 59 days 295.
    desk = _read(1400, 18000)
    second = desk.reading(1, 200104, 1450, "04-05", staff=OTHER_READER)
    desk.bill(1, 200104, "04-06", ("03-05", 1400), ("04-05", 1450), second, 2250)
    desk.reading(1, 200104, 1330, "04-12", kind="spot")
    found = findings(desk, "2.2")
    assert [finding.inputs["established_register"] for finding in found] == [1140, 1295]
    assert [finding.staff for finding in found] == [READER, OTHER_READER]


def test_a_removal_below_the_last_reading_contradicts_it() -> None:
    desk = _read(1300, 13500)
    desk.reading(1, 200104, 1140, "03-12", kind="removal")
    assert the_finding(desk, "2.2").amount_fen == 8460


def test_a_reading_caught_before_issue_is_no_incident() -> None:
    desk = Desk()
    desk.customer(1)
    desk.reading(1, 200103, 900, "03-05")
    again = desk.reading(1, 200103, 1110, "03-06", kind="recheck", staff=OTHER_READER)
    desk.bill(1, 200103, "03-07", ("02-05", 1000), ("03-06", 1110), again, 4950)
    assert not findings(desk, "2.2")
    assert not findings(desk, "3.1")


def test_a_contradicted_reading_is_found_only_once_it_is_billed() -> None:
    desk = Desk()
    desk.customer(1)
    reading = desk.reading(1, 200103, 1300, "03-05")
    desk.reading(1, 200103, 1100, "03-06", kind="spot")
    desk.bill(1, 200103, "03-08", ("02-05", 1000), ("03-05", 1300), reading, 13500)
    assert days(the_finding(desk, "2.2")) == ("03-05", "03-08")


def test_a_register_that_rolls_over_is_no_wrong_reading() -> None:
    # 9900 + 250 = 150 on four digits; the check shows 210.
    desk = _read(150, 11250, digits=4, opening=9900, kwh=250)
    desk.reading(1, 200103, 210, "03-12", kind="spot")
    assert not findings(desk, "2.2")


def test_a_reading_beyond_the_roll_over_is_contradicted_by_a_check_before_it() -> None:
    # Recorded 30 (after the roll-over),
    # true 9960 on 03-12. From 9900 over 35 days 60 units: 48 on 03-05: established 9948; 82 kWh.
    desk = _read(30, 5850, digits=4, opening=9900, kwh=130)
    desk.reading(1, 200103, 9960, "03-12", kind="spot")
    finding = the_finding(desk, "2.2")
    assert (finding.inputs["established_register"], finding.energy_kwh, finding.amount_fen) == (9948, 82, 3690)


def test_a_year_of_readings_on_a_short_register_is_not_taken_for_going_back() -> None:
    # Four digits, 700 a month: after eight months the check lies more than half a turn beyond the first reading.
    desk = Desk()
    desk.customer(1, digits=4, opening=1000)
    register = 1000
    for month in range(3, 12):
        start, register = register, (register + 700) % 10000
        reading = desk.reading(1, 200100 + month, register, f"{month:02d}-05")
        desk.bill(
            1,
            200100 + month,
            f"{month:02d}-06",
            (f"{month - 1:02d}-05", start),
            (f"{month:02d}-05", register),
            reading,
            31500,
            kwh=700,
        )
    desk.reading(1, 200111, (register + 20) % 10000, "11-09", kind="spot")
    assert not findings(desk, "2.2")


def test_a_coded_estimate_is_never_contradicted() -> None:
    desk = Desk()
    desk.customer(1)
    reading = desk.reading(1, 200103, 1300, "03-05", kind="estimate")
    desk.bill(1, 200103, "03-06", ("02-05", 1000), ("03-05", 1300), reading, 13500)
    desk.reading(1, 200103, 1100, "03-12", kind="spot")
    assert not findings(desk, "2.2")


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


def test_the_day_of_the_object_is_not_that_of_the_records() -> None:
    assert day_number("01-01") == 4018
