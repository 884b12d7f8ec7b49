"""Theft that somebody tells of or reports: it is found, ended and put on file, with what proves since when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kaohe.sim.clock.calendar import day_of, load_calendar
from tests.sim.office import Small, by_id, clean, rows
from tests.sim.plain import i, on
from tests.sim.turning import at

TOWNS = [Small(500, 4, 1), Small(500, 4, 3), Small(400, 3, 7, windows=1)]


@pytest.mark.parametrize("small", TOWNS)
def test_a_case_has_one_ground_and_says_what_its_evidence_says(small: Small) -> None:
    run = clean(small)
    facts, found = rows(run, "case_fact"), rows(run, "breach_case")
    assert found
    for case in found:
        assert (case["report"] is None) != (case["window_record"] is None)
        mine = {str(each["kind"]): on(each, "seen_on") for each in facts if each["breach_case"] == case["id"]}
        assert mine["photo"] == on(case, "opened_on") == on(case, "to_on")
        presumed = on(case, "to_on") - timedelta(180)
        assert on(case, "from_on") == mine.get("statement", presumed)
        assert ("hotline" in mine) == (case["window_record"] is not None)
        days = (on(case, "to_on") - on(case, "from_on")).days
        assert i(case, "kwh") == i(case, "power_w") * i(case, "hours_e1") * days // 10_000
        assert i(case, "fee_fen") == (i(case, "kwh") * i(case, "energy_e4") + 50) // 100
        assert i(case, "penalty_fen") == 3 * i(case, "fee_fen")


@pytest.mark.parametrize("small", TOWNS)
def test_what_is_told_at_the_window_goes_to_an_inspector_on_the_next_working_day(small: Small) -> None:
    run, calendar, end = clean(small), load_calendar(), small.office().last_day
    referred, cases = by_id(run, "window_referral"), rows(run, "breach_case")
    for record in rows(run, "window_record"):
        day = day_of(at(record).date())
        limit = calendar.first_working_after(day)
        seen_to = [
            each for each in cases if each["customer"] == record["customer"] and day_of(on(each, "to_on")) <= limit
        ]
        if record["kind"] not in ("theft", "breach"):
            assert i(record, "id") not in referred
        elif limit <= end and not seen_to:
            assert day_of(on(referred[i(record, "id")], "signed_on")) == limit


def test_who_was_found_has_no_second_report_until_he_begins_anew() -> None:
    run = clean(TOWNS[0])
    for case in rows(run, "breach_case"):
        if case["report"] is not None:
            later = [
                each
                for each in rows(run, "reader_report")
                if each["customer"] == case["customer"] and each["anomaly"] == "theft_suspect"
            ]
            assert [each["id"] for each in later if on(each, "reported_on") <= on(case, "opened_on")] == [
                case["report"]
            ]
