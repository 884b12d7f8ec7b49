"""The way of a reader's report: remark, report, referral, visit, exchange, test, supplement; and what is left of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from kaohe.sim.clock.calendar import date_of, day_of, load_calendar
from kaohe.sim.deciding.behaviours import Order
from kaohe.sim.office import Office
from kaohe.sim.records import SCHEMA
from kaohe.sim.run import Run
from kaohe.sim.tariff.money import round_half_up
from tests.sim.office import BUSY, Row, by_id, rows, rules, town
from tests.sim.plain import i, on, there, turn_of, whole_kwh
from tests.sim.turning import at

CALENDAR = load_calendar()
STANDING = ("stopped", "burnt")
SPEC = replace(town(700, 6), practice=replace(BUSY, swap_e6=20_000, spot_e6=20_000))
SEEDS = (1, 2, 3)


@cache
def clean(seed: int, orders: tuple[Order, ...] = ()) -> Run:
    """An office in which meters often fail, by the book but for the orders."""
    return Office(SPEC, seed, rules(), orders=orders).run()


def after(day: date, working_days: int) -> date:
    """So many working days later."""
    return date_of(CALENDAR.add_working_days(day_of(day), working_days))


def visits_of(run: Run) -> dict[int, list[Row]]:
    """Visits by report, in their order."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows(run, "site_visit"):
        found[i(row, "report")].append(row)
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_reader_notes_he_reports_once_until_it_is_gone(seed: int) -> None:
    """The report is of the reading's day, reader and anomaly; later readers note it again and report it no more."""
    run = clean(seed)
    readings = {(row["meter"], at(row)): row for row in rows(run, "reading")}
    seen = [row for row in readings.values() if row["remark"] not in (None, "locked", "theft_suspect")]
    noted = Counter((row["meter"], row["remark"]) for row in seen)  # what points at theft outlasts the meter
    reported: Counter[tuple[object, object]] = Counter()
    for report in rows(run, "reader_report"):
        reading = readings[report["meter"], at(report) - timedelta(seconds=20)]
        assert (reading["remark"], reading["staff"]) == (report["anomaly"], report["staff"])
        assert reading["read_on"] == report["reported_on"]
        assert (reading["period"], reading["book"]) == (report["period"], report["book"])
        reported[report["meter"], report["anomaly"]] += report["anomaly"] != "theft_suspect"
    reported = +reported
    assert reported.keys() == noted.keys()
    assert all(noted[each] >= count for each, count in reported.items())
    assert noted.total() > reported.total() > 20


@pytest.mark.parametrize("seed", SEEDS)
def test_it_is_passed_on_the_next_working_day_and_visited_by_the_limit(seed: int) -> None:
    run = clean(seed)
    reports, visits, nobody = by_id(run, "reader_report"), visits_of(run), 0
    referrals = by_id(run, "report_referral")
    last = max(on(row, "reported_on") for row in reports.values())
    for key, report in reports.items():
        signed = after(on(report, "reported_on"), 1)
        if key not in referrals:
            assert signed > last or on(report, "reported_on") >= last - timedelta(days=4), report
            continue
        assert on(referrals[key], "signed_on") == signed
        mine = visits[key]
        limit = after(signed, 3)
        if not mine:
            assert limit >= date_of(clean_end()), report
            continue
        assert signed <= on(mine[0], "visited_on") <= limit
        signer = referrals[key]["to_staff"]
        assert all(row["staff"] == there(run, signer, "field_auditor", row["visited_on"]) for row in mine)
        nobody += _appointment(mine)
    assert nobody > 2


def clean_end() -> int:
    """The last day of the span."""
    return Office(SPEC, 1, rules()).last_day


def _appointment(visits: list[Row]) -> bool:
    """Nobody there: he comes again on the day of the note, and is let in."""
    if visits[0]["met"]:
        assert len(visits) == 1
        assert visits[0]["appointed_on"] is None
        return False
    assert visits[0]["finding"] is None
    if len(visits) == 1:
        assert on(visits[0], "appointed_on") > date_of(clean_end())
        return True
    assert on(visits[1], "visited_on") == on(visits[0], "appointed_on") > on(visits[0], "visited_on")
    assert visits[1]["met"]
    return True


@pytest.mark.parametrize("seed", SEEDS)
def test_what_stands_is_exchanged_tested_and_estimated_and_a_seal_is_put_back(seed: int) -> None:
    run = clean(seed)
    orders = {row["old_meter"]: row for row in rows(run, "work_order") if row["reason"] == "fault"}
    tests = {row["meter"]: row for row in rows(run, "meter_test")}
    end = date_of(clean_end())
    for visit in rows(run, "site_visit"):
        if visit["finding"] == "seal_missing":
            assert visit["measure"] == "reseal"
        if visit["measure"] != "swap":
            continue
        assert visit["finding"] in STANDING
        visited = on(visit, "visited_on")
        order = orders.pop(visit["meter"], None)
        if order is None:
            assert visited >= end - timedelta(days=12), visit
            continue
        assert (order["ordered_on"], order["fault"]) == (visited, visit["finding"])
        done = on(order, "done_on")
        assert visited < done <= after(visited, 6)
        if after(done, 3) < end:
            test = tests[visit["meter"]]
            assert done < on(test, "tested_on") <= after(done, 3)
            assert (test["as_found"], test["register"]) == (visit["finding"], order["removal_register"])
    assert not [order for order in orders.values() if order["fault"]]
    assert len(tests) > 5


class Estimate:
    """Article 80: the mean use a day of three normal periods × the days, less what the meter showed; by rows alone."""

    def __init__(self, run: Run) -> None:
        self.readings, self.meters = by_id(run, "reading"), by_id(run, "meter")
        self.customers = {row["customer"]: row for row in rows(run, "customer")}
        self.orders = {row["old_meter"]: row for row in rows(run, "work_order")}
        self.reports = [row for row in rows(run, "reader_report") if row["anomaly"] in STANDING]
        self.prices = {row["price_class"]: i(row, "energy_e4") for row in rows(run, "price")}
        self.bills: dict[object, list[Row]] = defaultdict(list)
        for row in rows(run, "bill"):
            self.bills[row["customer"]].append(row)

    def of(self, test: Row) -> tuple[date, date, int]:
        """(from, to, kWh) of the supplement that a test asks for."""
        order, bills = self.orders[test["meter"]], self._bills(test)
        start, register = self._start(test["meter"], bills)
        meter = self.meters[i(test, "meter")]
        shown = whole_kwh((i(order, "removal_register") - register) % turn_of(meter), meter)
        return start, on(order, "done_on"), self.normal(test, start) - shown

    def normal(self, test: Row, start: date) -> int:
        """kWh of normal use from a day to the exchange."""
        order = self.orders[test["meter"]]
        kwh, days = self._normal(order, self._bills(test))
        return kwh * (on(order, "done_on") - start).days // days

    def fee_fen(self, test: Row, kwh: int) -> int:
        """What so much energy costs the customer."""
        return round_half_up(kwh * self.prices[self.customers[test["customer"]]["price_class"]], 100)

    def _bills(self, test: Row) -> list[Row]:
        """Bills of what was read before the meter was reported, or taken out; the last of a register really read."""
        order = self.orders[test["meter"]]
        mine = [row for row in self.reports if row["meter"] == test["meter"] and at(row) <= at(order)]
        until = (at(mine[0]) if mine else at(order)) - timedelta(seconds=30)
        bills = [row for row in self.bills[order["customer"]] if at(self.readings[i(row, "reading")]) < until]
        while bills and self._estimated(bills[-1]):
            bills.pop()
        return bills

    def _estimated(self, bill: Row) -> bool:
        return self.readings[i(bill, "reading")]["kind"] == "estimate"

    def _start(self, meter: object, bills: list[Row]) -> tuple[date, int]:
        own = [row for row in self.readings.values() if row["meter"] == meter and row["kind"] in ("opening", "install")]
        mine = [self.readings[i(row, "reading")] for row in bills if row["meter"] == meter]
        row = (own + mine)[-1]
        copied = row["frozen_on"] is not None and row["kind"] != "recheck"
        return on(row, "frozen_on" if copied else "read_on"), i(row, "register")

    def _normal(self, order: Row, bills: list[Row]) -> tuple[int, int]:
        kwh = days = counted = 0
        for bill in reversed(bills):
            counted += not self._estimated(bill)
            if counted > 3:
                break
            kwh += i(bill, "kwh")
            days += (on(bill, "to_on") - on(bill, "from_on")).days
        if not days:
            return i(self.customers[order["customer"]], "opening_mean_kwh") * 12, 365
        return kwh, days


@pytest.mark.parametrize("seed", SEEDS)
def test_the_supplement_of_a_fault_is_that_of_article_80(seed: int) -> None:
    run = clean(seed)
    estimate = Estimate(run)
    written = {row["ground"]: row for row in rows(run, "supplement") if row["kind"] == "fault"}
    checked = 0
    for test in rows(run, "meter_test"):
        start, end, kwh = estimate.of(test)
        row = written.pop(test["id"], None)
        if row is None:
            assert kwh <= 0 or on(test, "tested_on") > date_of(clean_end()) - timedelta(days=40), (test, kwh)
            continue
        assert (row["from_on"], row["to_on"], row["kwh"]) == (start, end, kwh), (row, test)
        assert row["amount_fen"] == estimate.fee_fen(test, kwh)
        checked += 1
    assert not written
    assert checked > 5


def test_a_report_that_is_left_costs_what_the_meter_did_not_show_from_the_limit_on() -> None:
    """Worked out from the rows: the customer's normal use a day × the days from the limit to the exchange."""
    base = clean(1)
    visits, referrals = visits_of(base), by_id(base, "report_referral")
    swapped = [
        key
        for key, mine in visits.items()
        if mine[-1]["measure"] == "swap" and on(mine[-1], "visited_on") < date(2001, 4, 20)
    ]
    orders = [Order("deal_with_report", "leave_report", key=key, params={"days": 20}) for key in swapped]
    run = Office(SPEC, 1, rules(), orders=orders).run()
    acts = {row["object_id"]: row for row in run.acts.rows(named=True)}
    estimate = Estimate(run)
    tests = {row["meter"]: row for row in rows(run, "meter_test")}
    assert len(swapped) > 3
    for key in swapped:
        act, limit = acts[key], after(on(referrals[key], "signed_on"), 3)
        assert (act["clause"], act["due_on"], act["evidenced_on"]) == ("9.5", limit, after(limit, 1))
        test = tests[SCHEMA["reader_report"].key.part("meter", key)]
        assert act["amount_fen"] == estimate.fee_fen(test, max(estimate.normal(test, limit), 0))
    assert sum(acts[key]["amount_fen"] > 0 for key in swapped) > 2


def test_a_report_that_nobody_sees_to_costs_nothing_while_no_test_says_what_was_lost() -> None:
    base = clean(1)
    key = next(each for each, mine in visits_of(base).items() if mine[-1]["measure"] == "reseal")
    run = Office(SPEC, 1, rules(), orders=[Order("deal_with_report", "drop_report", key=key)]).run()
    (act,) = run.acts.rows(named=True)
    assert (act["object_id"], act["amount_fen"], act["evidenced"]) == (key, 0, True)
    assert key not in visits_of(run)
