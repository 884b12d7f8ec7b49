"""The ledger: records as they stood, the calendar's counting, limits and archive by their versions."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from kaohe.sim.records import ids
from kaohe.standards.ledger.deadlines import NEVER, closing, cycle_day, month_code
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.meter_energy import most_units, signed_advance
from kaohe.standards.ledger.record_tables import to_date, to_day
from kaohe.standards.ledger.sheets import Index, find
from tests.standards.records_builder import CASHIER, OPENING, Desk, on


def _day(day: str) -> int:
    return to_day(on(day))


def _days(*texts: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([_day(text) for text in texts])


@pytest.fixture(name="desk")
def _desk() -> Desk:
    desk = Desk()
    desk.customer(1)
    desk.month(1)
    return desk


def test_rows_written_after_the_day_are_not_there(desk: Desk) -> None:
    records = desk.records()
    assert len(Ledger(records, on("03-05"))["bill"]) == 0
    assert len(Ledger(records, on("03-06"))["bill"]) == 1
    assert Ledger(records).as_of == _day("03-06")


def test_rows_of_some_values_come_in_the_order_of_time_whatever_the_order_of_the_file(desk: Desk) -> None:
    bills = [ids.bill_id(1, ids.period_index(period)) for period in (200103, 200104, 200105)]
    for bill, day in ((0, "03-20"), (1, "03-19"), (0, "03-12"), (1, "03-21")):
        desk.notice(bills[bill], day)
    notices = Ledger(desk.records())["notice"]
    found = notices.having("bill", np.array([bills[2], bills[0], bills[0]]))
    days = {bill: [to_date(int(notices["served_on"][row])) for row in rows] for bill, rows in found.items()}
    assert days == {bills[0]: [on("03-12"), on("03-20")], bills[2]: []}
    assert notices.having("bill", np.zeros(0, dtype=np.int64)) == {}


def test_empty_records_are_refused() -> None:
    from kaohe.sim.records import Records

    with pytest.raises(ValueError, match="no row"):
        Ledger(Records.from_frames({}))


@pytest.mark.parametrize(
    "day, number, expected",
    [("03-05", 0, "03-05"), ("03-05", 1, "03-06"), ("03-09", 1, "03-12"), ("04-27", 3, "05-09"), ("04-30", 1, "05-08")],
)
def test_working_days_leave_out_weekends_and_holidays(desk: Desk, day: str, number: int, expected: str) -> None:
    found = Ledger(desk.records()).calendar.working_after(_days(day), number)
    assert to_date(int(found[0])) == on(expected)


def test_a_day_beyond_the_calendar_is_never_reached(desk: Desk) -> None:
    assert Ledger(desk.records()).calendar.working_after(_days("12-31"), 1)[0] == NEVER


def test_bank_days_start_on_the_day_itself_unless_the_cut_off_was_missed(desk: Desk) -> None:
    calendar = Ledger(desk.records()).calendar
    days = calendar.bank_day(_days("03-09", "03-09", "03-10"), np.array([False, True, False]))
    assert [to_date(int(day)) for day in days] == [on("03-09"), on("03-12"), on("03-12")]


def test_cycle_days_and_closings_end_with_their_month() -> None:
    days = cycle_day(np.array([200102, 200104, 200103]), np.array([31, 31, 5]))
    assert [to_date(int(day)) for day in days] == [on("02-28"), on("04-30"), on("03-05")]
    assert to_date(closing(_day("02-28"))) == on("02-28")
    assert month_code(_days("12-31"))[0] == 200112


def test_the_version_of_a_limit_is_that_of_the_day(desk: Desk) -> None:
    desk.add("rule", OPENING, key="issuance.limit_working_days", value="5", unit="", valid_from="04-01")
    limits = Ledger(desk.records()).limits
    assert limits.whole("issuance.limit_working_days", _days("03-31", "04-01")).tolist() == [3, 5]
    assert limits.clock_ms("deposit.cutoff", _days("03-31")).tolist() == [(15 * 60 + 30) * 60_000]
    with pytest.raises(LookupError, match=r"沒有 nothing\.here"):
        limits.whole("nothing.here", _days("03-31"))


@pytest.mark.parametrize("value", ["banana", "", "-1", "3.5", "9" * 5_000, "25:00"])
def test_a_limit_that_is_none_is_told_by_its_key(desk: Desk, value: str) -> None:
    for key in ("issuance.limit_working_days", "deposit.cutoff"):
        desk.add("rule", OPENING, key=key, value=value, unit="", valid_from="01-01")
    limits = Ledger(desk.records()).limits
    with pytest.raises(LookupError, match=r"issuance\.limit_working_days 寫作"):
        limits.whole("issuance.limit_working_days", _days("03-31"))
    with pytest.raises(LookupError, match=r"deposit\.cutoff 寫作"):
        limits.clock_ms("deposit.cutoff", _days("03-31"))


def test_the_archive_of_a_moment_is_the_last_row_recorded_by_then(desk: Desk) -> None:
    desk.archive(1, price_class="commerce", day=datetime(2001, 3, 1, 9))
    desk.archive(1, price_class="industry", day=datetime(2001, 3, 2, 9))
    ledger = Ledger(desk.records())
    moments = np.array(
        [0, to_day(date(2001, 3, 1)) * 86_400_000 + 9 * 3_600_000, to_day(date(2001, 3, 9)) * 86_400_000]
    )
    rows = ledger.archive.rows(np.zeros(3, dtype=np.int64), moments)
    assert [ledger["customer"].text("price_class", int(row)) for row in rows] == ["resident", "commerce", "industry"]


def test_a_register_went_forward_where_the_plate_lets_so_much_pass_else_back() -> None:
    start, end = np.array([9990, 9990, 1000, 1000]), np.array([10, 10, 990, 990])
    turn, most = np.array([10_000] * 4), np.array([20, 19, 9_989, 9_990])
    assert signed_advance(start, end, turn, most).tolist() == [20, -9980, -10, 9990]


def test_the_most_units_are_rounded_up_and_one_more() -> None:
    # 4.4 kW × 76 h = 334.4 kWh; 0 s: one unit may turn over.
    assert most_units(np.array([4400, 4400]), np.array([76 * 3600, 0])).tolist() == [336, 1]


@pytest.mark.parametrize("keys", [[5, 3, 9], [5, 3_000_000_000, 9]])
def test_an_index_finds_positions_of_sorted_keys(keys: list[int]) -> None:
    index = Index(np.array(keys))
    assert index(np.array(sorted(keys))).tolist() == [0, 1, 2]
    assert index.find(np.array([4, -7, 10**12])).tolist() == [-1, -1, -1]
    with pytest.raises(LookupError, match="4"):
        index(np.array([4]))


def test_nothing_is_found_among_no_keys() -> None:
    assert find(np.zeros(0, dtype=np.int64), np.array([1, 2])).tolist() == [-1, -1]


def test_a_post_is_the_one_of_two_that_the_clause_names(desk: Desk) -> None:
    desk.add("staff", OPENING, id=81, name="", post="collector", second_post="issuance_clerk", valid_from="01-01")
    ledger = Ledger(desk.records())
    assert ledger.post(81, ("issuance_clerk",), 0) == "issuance_clerk"
    assert ledger.post(81, ("collector",), 0) == "collector"
    assert ledger.post(99, ("cashier",), 0) == "cashier"
    assert (ledger.holder("cashier"), ledger.holder("system_administrator")) == (CASHIER, -1)
