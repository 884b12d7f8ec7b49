"""1.4: papers that the registration clerk did not send on, lost or damaged, by hand."""

from __future__ import annotations

import pytest

from kaohe.sim.records import PAPERS, SCHEMA
from kaohe.standards.ledger.cites import Part
from tests.standards.connection import APPLICATION, Connection
from tests.standards.records_builder import CLERK, INSPECTOR, MANAGER, READER, Desk, day_number
from tests.standards.verdicts import days, findings, the_finding

STEPS = {"made": 0, "sent": 1, "signed": 2, "remade": 3}


def number(kind: str) -> int:
    return int(PAPERS.thing("paper").key.pack(application=APPLICATION, kind=kind))


def step(desk: Desk, kind: str, action: str, day: str, condition: str | None = None, again: int = 0) -> None:
    """A row of the register: the clerk's, or his who gets it."""
    to = {"contract": MANAGER, "drawing": MANAGER, "opening_slip": READER}.get(kind, INSPECTOR)
    people = {} if action in ("made", "remade") else {"from_staff": CLERK, "to_staff": to}
    key = SCHEMA["paper_log"].key.pack(paper=number(kind), step=STEPS[action] + again)
    row = {"paper": number(kind), "application": APPLICATION, "kind": kind, "action": action, "sheets": 1}
    staff = to if action == "signed" else CLERK
    desk.add("paper_log", day, "16:20", staff, id=key, condition=condition, **row, **people)


def made(kind: str, day: str = "03-06") -> Connection:
    """A paper was made on a day, Tuesday 03-06 if no other is said: due on the next working one."""
    of = Connection()
    step(of.desk, kind, "made", day)
    return of


def gone(desk: Desk, kind: str, day: str, condition: str = "good", again: int = 0) -> None:
    step(desk, kind, "sent", day, again=again)
    step(desk, kind, "signed", day, condition, again)


def counted(desk: Desk, kind: str, day: str, *, found: bool) -> None:
    key = SCHEMA["paper_count"].key.pack(paper=number(kind), day=day_number(day))
    row = {"paper": number(kind), "application": APPLICATION, "kind": kind, "holder": CLERK}
    desk.add("paper_count", day, "17:45", MANAGER, id=key, counted_on=day, found=found, **row)


def test_a_lost_contract_is_worth_nothing_until_the_count_and_then_has_no_amount() -> None:
    """Made on 03-06, due on 03-07; the count of Friday 03-30 does not find it."""
    desk = made("contract").desk
    counted(desk, "contract", "03-30", found=False)
    before, after = the_finding(desk, "1.4", "03-29"), the_finding(desk, "1.4", "04-30")
    for finding in (before, after):
        assert (finding.staff, finding.object_id, days(finding)) == (CLERK, number("contract"), ("03-08", "03-08"))
    assert (before.basis, before.parts, after.basis, after.amount_fen) == ("delay", (), "none", None)


@pytest.mark.parametrize(("kind", "formula"), [("drawing", "paper_lost"), ("application_form", "paper_replaced")])
def test_only_what_nothing_replaces_has_no_amount(kind: str, formula: str) -> None:
    desk = made(kind).desk
    counted(desk, kind, "03-30", found=False)
    assert the_finding(desk, "1.4", "04-30").formula == formula


def test_what_was_made_again_is_worth_nothing() -> None:
    desk = made("contract").desk
    counted(desk, "contract", "03-30", found=False)
    step(desk, "contract", "remade", "04-03")
    gone(desk, "contract", "04-03", again=3)
    finding = the_finding(desk, "1.4", "04-30")
    assert (finding.formula, finding.amount_fen, days(finding)) == ("paper_remade", 0, ("03-08", "03-08"))


@pytest.mark.parametrize(("day", "late"), [("03-06", 0), ("03-07", 0), ("03-08", 1)])
def test_it_goes_by_the_next_working_day(day: str, late: int) -> None:
    desk = made("contract").desk
    gone(desk, "contract", day)
    assert len(findings(desk, "1.4")) == late


def test_what_came_damaged_is_shown_by_its_receiver() -> None:
    desk = made("contract").desk
    gone(desk, "contract", "03-07", "damaged")
    finding = the_finding(desk, "1.4")
    assert (finding.staff, finding.discovered_by, days(finding)) == (CLERK, MANAGER, ("03-07", "03-07"))
    assert (finding.formula, finding.amount_fen) == ("paper_replaced", 0)


def test_late_and_then_damaged_is_one_incident_of_the_first_day() -> None:
    desk = made("contract").desk
    gone(desk, "contract", "03-09", "damaged")
    assert days(the_finding(desk, "1.4")) == ("03-08", "03-08")


def test_missed_by_a_count_before_its_limit_it_occurs_on_that_day() -> None:
    """Made on Friday 03-30, due on Monday."""
    desk = made("contract", "03-30").desk
    counted(desk, "contract", "03-30", found=False)
    finding = the_finding(desk, "1.4", "04-30")
    assert (finding.discovered_by, days(finding)) == (MANAGER, ("03-30", "03-30"))


def test_what_is_found_and_not_due_is_in_time() -> None:
    desk = made("contract", "03-30").desk
    counted(desk, "contract", "03-30", found=True)
    gone(desk, "contract", "04-02")
    assert findings(desk, "1.4", "04-30") == []


def test_a_form_may_lie_there_while_a_paper_is_wanting() -> None:
    """Asked for on 03-06, brought on 03-09: the day of the limit is then 03-09."""
    desk = made("application_form").desk
    for action, day in (("open", "03-06"), ("close", "03-09")):
        key = SCHEMA["document_notice"].key.pack(application=APPLICATION, kind="lease", action=action)
        row = {"application": APPLICATION, "kind": "lease", "action": action}
        desk.add("document_notice", day, "09:00", CLERK, id=key, **row)
    gone(desk, "application_form", "03-09")
    assert findings(desk, "1.4") == []


def test_of_a_slip_counts_the_share_of_the_first_bill_that_the_reading_would_have_had() -> None:
    """Made on 03-07, due on 03-08, sent on 03-14; read on 03-12 without him: 6 of 37 days, 2,160.00, by 03-15."""
    of = made("opening_slip", "03-07")
    gone(of.desk, "opening_slip", "03-14")
    of.desk.batch(200103, "03-12")
    of.desk.batch(200104, "04-12")
    of.month("04-12", ("03-06", 100), 655, 1_332_000, 16_650)
    finding = the_finding(of.desk, "1.4")
    assert (finding.parts, days(finding)) == ((Part(216_000, 6),), ("03-09", "03-09"))


def test_a_count_that_misses_what_had_been_sent_names_nobody() -> None:
    desk = made("contract").desk
    gone(desk, "contract", "03-07")
    counted(desk, "contract", "03-30", found=False)
    assert findings(desk, "1.4", "04-30") == []
