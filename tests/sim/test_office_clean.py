"""By the book nothing is found, though the office is full of what looks like an error."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from kaohe.scenarios.loader import office_rules
from kaohe.sim.clock.calendar import day_of, load_calendar
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.spec import Practice
from kaohe.sim.town.faults import KINDS
from kaohe.sim.town.happenings import HAPPENINGS
from tests.proving import seeds
from tests.sim.office import BUSY, Small, by_id, clean, judged, rows, rules, town
from tests.sim.plain import bills_and_debts, on
from tests.sim.turning import at

SEEDS = (31, 32, 33)
LOOK_ALIKES = (
    "roll-over",
    "swap in mid-cycle",
    "locked door",
    "published shift",
    "approved change",
    "noted delay",
    "seal on a Saturday",
    "takings after the first close",
    "cheque returned",
    "cheque returned in a later month",
    "collection returned",
    "credit with a ground",
    "zero bill",
    "real use above three times the mean",
    "negative after a coded estimate",
    "bill issued after a recheck",
    "new customer",
    "paid after the due date without a notice",
    "notice served",
    "deposit due on a later day than the takings",
)


STAFFED = [(windows, intensity) for windows in (None, 1) for intensity in (0, 100, 300)]
CLEAN = [(seed, None, 100) for seed in SEEDS] + [(SEEDS[0], *each) for each in STAFFED if each != (None, 100)]
FREE = [(seed, *each) for seed in seeds((), SEEDS[1:], free=20) for each in STAFFED if each != (None, 100)]


def test_meters_changed_before_a_round_that_was_put_off_accuse_nobody() -> None:
    """New meters of March are read for February first: they begin before their first reading, whatever its period."""
    spec = replace(town(160, 3), classes={"large_industry": 160}, practice=replace(BUSY, swap_e6=300_000))
    for seed in seeds((2,), free=8):
        run = Office(spec, seed, rules()).run()
        assert judged(run).findings.is_empty()


@pytest.mark.parametrize("seed, windows, intensity", CLEAN + FREE)
def test_a_clean_office_has_no_finding(seed: int, windows: int | None, intensity: int) -> None:
    run = clean(Small(600, 3, seed, intensity=intensity, windows=windows))
    findings = judged(run).findings
    assert run.acts.is_empty()
    assert findings.is_empty(), findings.select("clause", "staff", "table", "row_key", "occurred_on").head(5)


def test_a_clean_office_of_short_terms_has_no_finding() -> None:
    """Bills are listed the day after they fall due, while reductions are still asked for and cheques come back."""
    limits = {"payment.due_days": "1", "arrears.list_working_days": "1", "dunning.limit_working_days": "6"}
    practice = replace(BUSY, late_e6=500_000, credit_e6=500_000, cheque_return_e6=600_000)
    run = Office(replace(Small().spec(), practice=practice), 3, office_rules(limits)).run()
    listed = {row["bill"] for row in rows(run, "arrears_item")}
    assert listed & {row["bill"] for row in rows(run, "credit_note")}
    assert listed & {row["bill"] for row in rows(run, "return_notice")}
    findings = judged(run).findings
    assert findings.is_empty(), findings.select("clause", "staff", "table", "row_key", "occurred_on").head(5)


@pytest.mark.parametrize("customers", [0, 1, 40, 5_000])
def test_a_clean_office_of_any_size_has_no_finding(customers: int) -> None:
    run = Office(town(customers, 3), 1, rules()).run()
    assert judged(run).findings.is_empty()


@pytest.mark.parametrize("start", [date(2001, 2, 1), date(2001, 4, 1), date(2001, 9, 1)])
def test_a_clean_office_of_any_season_has_no_finding(start: date) -> None:
    """Spring festival, the May week and the October week, with the days that are worked in their place."""
    spec = replace(Small(600, 3, 5).spec(), start=start)
    run = Office(spec, 5, rules()).run()
    assert judged(run).findings.is_empty()


def test_a_large_clean_office_has_no_finding() -> None:
    run = Office(town(50_000, 3), 1, rules()).run()
    findings = judged(run).findings
    assert findings.is_empty(), findings.head(5)


OFTEN = Practice(
    **{f"{name}_e6": 20 * max(getattr(Practice(), f"{name}_e6"), 40) for name in HAPPENINGS}, spot_e6=200_000
)
SHOPS = {"commerce": 300, "lighting": 100, "agriculture": 40, "industry": 40, "large_industry": 20}
FULL = {f"{name}_e6": 60_000 for name in HAPPENINGS}
EVENTFUL = {
    "the town": replace(town(3_000, 6), practice=OFTEN),
    "four digits": replace(town(800, 6), practice=replace(OFTEN, **FULL, four_digit_e6=1_000_000)),
    "large use": replace(town(0, 6), classes=SHOPS, practice=replace(OFTEN, **FULL, four_digit_e6=1_000_000)),
    "locked doors": replace(town(800, 6), practice=replace(OFTEN, **FULL, locked_door_e6=400_000)),
    "furnaces": replace(
        town(800, 6), practice=replace(OFTEN, **FULL, furnace_e6=100_000, furnace_times=50, vacancy_e6=200_000)
    ),
    "swaps": replace(town(800, 4), start=date(2001, 6, 1), practice=replace(OFTEN, **FULL, swap_e6=200_000)),
    "tiny": replace(town(40, 12), windows=1, practice=replace(OFTEN, **FULL)),
}


@pytest.mark.parametrize("seed", seeds((41,), (42, 43), free=6))
@pytest.mark.parametrize("name", EVENTFUL)
def test_whatever_happens_in_the_town_a_clean_office_has_no_finding(name: str, seed: int) -> None:
    """Meters fail, customers steal and connect more: in many times the usual number of houses."""
    office = Office(EVENTFUL[name], seed, rules())
    findings = judged(office.run()).findings
    assert findings.is_empty(), findings.select("clause", "staff", "table", "row_key", "occurred_on").head(5)
    assert {*KINDS[5:]} <= {KINDS[kind - 1] for kind in office.faults.kind.tolist() if kind} or name == "tiny"


def test_the_check_intensity_scales_the_sample() -> None:
    spots = {}
    for intensity in (0, 100, 300):
        readings = rows(clean(Small(600, 3, 31, intensity=intensity)), "reading")
        spots[intensity] = sum(row["kind"] == "spot" for row in readings)
    assert spots[0] == 0
    assert 2 * spots[100] < spots[300] < 4 * spots[100]


def i(value: object) -> int:
    """An integer."""
    assert isinstance(value, int), value
    return value


def look_alikes(run: Run) -> Counter[str]:
    """How often each lawful oddity stands in the records."""
    return _reading(run) + _issuing(run) + _money(run)


def _reading(run: Run) -> Counter[str]:
    meters, found = by_id(run, "meter"), Counter[str]()
    estimated = {(row["customer"], row["period"]) for row in rows(run, "reading") if row["kind"] == "estimate"}
    found["locked door"] = len(estimated)
    found["published shift"] = sum(
        row["scheduled_on"] in {shift["to_on"] for shift in rows(run, "shift_notice")} for row in rows(run, "batch")
    )
    found["approved change"] = len(rows(run, "book_change"))
    found["noted delay"] = sum(row["cause"] is not None for row in rows(run, "batch"))
    for bill in rows(run, "bill"):
        turn = 10 ** (i(meters[i(bill["meter"])]["digits"]) + i(meters[i(bill["meter"])]["decimals"]))
        back = i(bill["to_register"]) < i(bill["from_register"])
        far = i(bill["from_register"]) - i(bill["to_register"]) > turn // 2
        found["roll-over"] += back and far and i(bill["kwh"]) >= 0
        found["swap in mid-cycle"] += i(bill["swap_kwh"]) != 0
        before = i(bill["period"]) - 1  # the spans here lie within a year
        found["negative after a coded estimate"] += i(bill["kwh"]) < 0 and (bill["customer"], before) in estimated
        found["zero bill"] += i(bill["kwh"]) == 0
    found["new customer"] = sum(row["kind"] == "install" for row in rows(run, "work_order"))
    return found


def _issuing(run: Run) -> Counter[str]:
    found, readings = Counter[str](), by_id(run, "reading")
    over = {(row["customer"], row["period"]) for row in rows(run, "review") if row["reason"] == "over_mean"}
    for bill in rows(run, "bill"):
        rechecked = readings[i(bill["reading"])]["kind"] == "recheck"
        found["bill issued after a recheck"] += rechecked
        found["real use above three times the mean"] += rechecked and (bill["customer"], bill["period"]) in over
    found["credit with a ground"] = sum(row["ground"] is not None for row in rows(run, "credit_note"))
    found["notice served"] = sum(row["kind"] == "dunning" for row in rows(run, "notice"))
    noticed = {row["bill"] for row in rows(run, "notice")}
    bills = bills_and_debts(run)
    found["paid after the due date without a notice"] = sum(
        row["recorded_at"].date() > bills[i(row["bill"])]["due_on"] and row["bill"] not in noticed  # type: ignore[attr-defined]  # values of a row are objects
        for row in rows(run, "receipt")
    )
    return found


def _money(run: Run) -> Counter[str]:
    found, calendar, receipts = Counter[str](), load_calendar(), by_id(run, "receipt")
    for seal in rows(run, "seal"):
        day = on(seal, "takings_on")
        assert not calendar.is_working(day_of(day))
        found["seal on a Saturday"] += day.weekday() == 5
    for row in receipts.values():
        found["takings after the first close"] += on(row, "takings_on") > at(row).date()
    for row in rows(run, "return_notice"):
        paid = receipts[i(row["receipt"])]["recorded_at"]
        found["cheque returned"] += 1
        found["cheque returned in a later month"] += row["returned_on"].month > paid.month  # type: ignore[attr-defined]  # values of a row are objects
    found["collection returned"] = sum(row["result"] == "returned" for row in rows(run, "bank_item"))
    found["deposit due on a later day than the takings"] = sum(
        at(row).date() > on(row, "takings_on") for row in rows(run, "hand_in")
    )
    return found


@cache
def _counted() -> Counter[str]:
    total = Counter[str]()
    for seed in SEEDS:
        total += look_alikes(clean(Small(600, 3, seed)))
    return total


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_look_alikes_are_really_there(name: str) -> None:
    assert _counted()[name] > 0, _counted()


def test_the_town_as_usual_has_its_look_alikes_too() -> None:
    """The scenario that ships, over three months; what is rarer is left to busier ones."""
    found = Counter[str]()
    for seed in range(1, 4):
        found += look_alikes(Office(town(5_000, 3), seed, rules()).run())
    missing = [name for name in LOOK_ALIKES if not found[name]]
    assert not missing, missing
