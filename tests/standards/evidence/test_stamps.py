"""6.1: stamps that did not come back, were used meanwhile, or went out unsigned, by hand."""

from __future__ import annotations

import pytest

from kaohe.sim.records import PAPERS, SCHEMA
from kaohe.standards.evidence.findings import Finding
from kaohe.standards.judging.judge import find
from tests.sim.office import rulebook
from tests.standards.records_builder import ACCOUNTANT, CASHIER, COLLECTOR, MANAGER, OTHER_COLLECTOR, Desk, day_number
from tests.standards.verdicts import days, findings, the_finding, the_incident

STAMP = 2_001  # the first of window 2
NOWHERE = 2_900_613  # a number that is in no book


def entry(
    desk: Desk,
    action: str,
    day: str,
    at: str,
    number: int,
    *,
    giver: int | None = None,
    taker: int | None = None,
    signer: int | None = ACCOUNTANT,
    stamp: int = STAMP,
) -> None:
    """An entry of the register."""
    key = SCHEMA["stamp_log"].key.pack(stamp=stamp, day=day_number(day), number=number)
    row = {"stamp": stamp, "counter": stamp // 1_000, "action": action, "on": day, "signed_by": signer}
    desk.add("stamp_log", day, at, ACCOUNTANT, id=key, from_staff=giver, to_staff=taker, **row)


def out(desk: Desk, day: str, signer: int | None = COLLECTOR, number: int = 0, stamp: int = STAMP) -> None:
    entry(desk, "out", day, "08:00", number, giver=ACCOUNTANT, taker=COLLECTOR, signer=signer, stamp=stamp)


def back(desk: Desk, day: str, at: str = "16:40", number: int = 1, signer: int = ACCOUNTANT) -> None:
    entry(desk, "in", day, at, number, giver=COLLECTOR, taker=ACCOUNTANT, signer=signer)


def lent(desk: Desk, day: str, signer: int, at: str = "16:40") -> None:
    entry(desk, "lend", day, at, 1, giver=COLLECTOR, taker=signer, signer=signer)


def void(desk: Desk, day: str, number: int = 0) -> None:
    entry(desk, "void", day, "07:55", number, giver=ACCOUNTANT, signer=None)


def shown(
    desk: Desk, day: str, dated_on: str, fen: int = 86_000, number: int = NOWHERE, stamp: int | None = STAMP
) -> None:
    key = SCHEMA["receipt_query"].key.pack(receipt_no=number, number=0)
    row = {"receipt_no": number, "customer": 3, "bill": None, "amount_fen": fen, "dated_on": dated_on, "stamp": stamp}
    desk.add("receipt_query", day, "10:00", COLLECTOR, id=key, **row)


def left_out(until: str = "05-22") -> Desk:
    """Out on Friday 05-18, back in the evening of `until`."""
    desk = Desk()
    out(desk, "05-18")
    back(desk, until, number=0)
    return desk


def worth(finding: Finding) -> tuple[str, int | None, int, bool]:
    return finding.basis, finding.amount_fen, finding.loss_fen, finding.consequence


def test_a_stamp_that_was_left_out_and_used_costs_what_was_shown() -> None:
    """Left out on Friday 05-18: missed on Monday 05-21; on Tuesday a customer has a copy of Saturday, 860.00."""
    desk = left_out()
    shown(desk, "05-22", "05-19")
    finding = the_incident(desk, "6.1", "05-21")
    about = PAPERS.thing("stamp_day").key.pack(stamp=STAMP, day=day_number("05-18"))
    assert (finding.staff, finding.object_type, finding.object_id) == (ACCOUNTANT, "stamp_day", about)
    assert worth(finding) == ("cash", 86_000, 86_000, True)
    assert days(finding) == ("05-21", "05-22")
    [slip] = findings(desk, "6.1", "05-21")
    assert (worth(slip), days(slip)) == (("cash", 0, 0, False), ("05-21", "05-21"))


@pytest.mark.parametrize(("dated_on", "within"), [("05-18", 0), ("05-19", 1), ("05-22", 1), ("05-23", 0)])
def test_a_copy_counts_from_the_day_after_the_limit_to_the_day_of_return(dated_on: str, within: int) -> None:
    """On the day itself it was handed out rightly."""
    desk = left_out()
    shown(desk, "05-25", dated_on)
    assert the_incident_or_slip(desk).consequence == bool(within)


def the_incident_or_slip(desk: Desk) -> Finding:
    [finding] = findings(desk, "6.1")
    return finding


def test_what_has_a_stub_a_void_entry_a_book_or_another_stamp_is_no_misuse() -> None:
    """A number from a missing book is 6.8's or 6.3's; this stays a slip."""
    stub = {"customer": 3, "channel": "window", "counter": 2, "tender": "cash", "takings_on": "05-19"}
    book = {"kind": "electricity", "counter": 2, "first_no": 2_900_601, "last_no": 2_900_700, "stocked_on": "01-02"}
    for paper in range(5):
        desk = left_out()
        shown(desk, "05-22", "05-19", stamp=STAMP + 1 if paper == 4 else STAMP)
        if paper == 1:
            desk.add("receipt", "05-19", "09:00", COLLECTOR, bill=1, amount_fen=86_000, receipt_no=NOWHERE, **stub)
        if paper == 2:
            row = {"receipt_book": 1, "counter": 2, "on": "05-19", "copies": 3}
            desk.add("void_receipt", "05-19", "15:02", COLLECTOR, id=NOWHERE, **row)
        if paper == 3:
            desk.add("receipt_book", "01-02", "07:40", ACCOUNTANT, id=20_007, **book)
        assert the_incident_or_slip(desk).consequence == (paper == 0)


def test_of_several_copies_each_number_counts_once() -> None:
    desk = left_out()
    shown(desk, "05-22", "05-19")
    shown(desk, "05-24", "05-21", fen=14_000, number=NOWHERE + 1)
    assert worth(the_incident(desk, "6.1", "05-21")) == ("cash", 100_000, 100_000, True)


def test_a_stamp_that_is_void_without_having_come_back_is_lost() -> None:
    """Out on Friday, reported on Wednesday 05-23."""
    desk = Desk()
    out(desk, "05-18")
    void(desk, "05-23")
    out(desk, "05-23", stamp=STAMP + 1)
    entry(desk, "in", "05-23", "16:40", 1, giver=COLLECTOR, taker=ACCOUNTANT, stamp=STAMP + 1)
    finding = the_incident(desk, "6.1", "05-21")
    assert (worth(finding), days(finding)) == (("none", None, 0, True), ("05-21", "05-23"))


@pytest.mark.parametrize(("at", "broken"), [("17:00", 0), ("17:01", 1)])
def test_the_limit_is_a_time_of_the_day(at: str, broken: int) -> None:
    """At 17:00 it is in time; who opens the box and fetches it later leaves a slip."""
    desk = Desk()
    out(desk, "05-18")
    back(desk, "05-18", at, signer=MANAGER if broken else ACCOUNTANT)
    found = findings(desk, "6.1")
    assert [(each.consequence, each.amount_fen) for each in found] == [(False, 0)] * broken


def test_a_worn_stamp_is_void_after_it_has_come_back() -> None:
    desk = Desk()
    out(desk, "05-18")
    back(desk, "05-18")
    void(desk, "05-21")
    assert findings(desk, "6.1") == []


@pytest.mark.parametrize(("signer", "broken"), [(OTHER_COLLECTOR, 0), (CASHIER, 1)])
def test_a_stamp_may_be_lent_to_a_collector_by_register(signer: int, broken: int) -> None:
    desk = Desk()
    out(desk, "05-18")
    lent(desk, "05-18", signer)
    entry(desk, "in", "05-19", "07:50", 0, giver=signer, taker=ACCOUNTANT)
    assert len(findings(desk, "6.1")) == broken


def test_a_loan_is_entered_by_the_limit() -> None:
    desk = Desk()
    out(desk, "05-18")
    lent(desk, "05-18", OTHER_COLLECTOR, "17:05")
    assert len(findings(desk, "6.1")) == 1


def test_a_stamp_that_nobody_signed_for_is_a_slip_of_its_day() -> None:
    desk = Desk()
    out(desk, "05-18", signer=None)
    back(desk, "05-18")
    slip = the_finding(desk, "6.1")
    assert (worth(slip), days(slip)) == (("cash", 0, 0, False), ("05-18", "05-18"))


def test_unsigned_and_left_out_is_one_wrong() -> None:
    desk = Desk()
    out(desk, "05-18", signer=None)
    back(desk, "05-21", number=0)
    assert days(the_incident_or_slip(desk)) == ("05-21", "05-21")


def test_what_goes_out_again_without_having_come_back_names_nobody() -> None:
    """An entry is missing."""
    desk = Desk()
    out(desk, "05-18")
    out(desk, "05-21")
    back(desk, "05-21")
    assert findings(desk, "6.1") == []


def test_a_stamp_that_is_out_still_is_a_slip_once_its_limit_has_passed() -> None:
    desk = Desk()
    out(desk, "05-18")
    assert findings(desk, "6.1", "05-20") == []
    assert days(the_incident_or_slip(desk)) == ("05-21", "05-21")


@pytest.mark.parametrize(("first", "told"), [(STAMP, False), (STAMP + 1, True)])
def test_the_first_stamp_of_a_counter_may_be_worn_at_the_opening(first: int, told: bool) -> None:
    """It was used before the register begins; a later one is worn by its own use."""
    desk = Desk()
    entry(desk, "void", "05-18", "07:55", 0, giver=ACCOUNTANT, signer=None, stamp=first)
    out(desk, "05-18", stamp=first + 1)
    entry(desk, "in", "05-18", "16:40", 1, giver=COLLECTOR, taker=ACCOUNTANT, stamp=first + 1)
    names = [name for name, _ in find(desk.records(), rulebook(), edited=True).disagreements]
    assert ("stamp_log.turn" in names) == told
