"""3.4: handhelds unloaded without a signed review, by hand.

The book is read on Thursday 04-12 and unloaded that day; the bill is issued on 04-13: 40,100 kWh × 0.45 = 18,045.00,
by a register 40,000 too high. The twelve bills before have a mean of 91 kWh.
"""

from __future__ import annotations

from typing import Any

import pytest

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.ledger.record_tables import NONE
from tests.standards.records_builder import INSPECTOR, ISSUER, MANAGER, READER, Desk
from tests.standards.verdicts import cited, days, findings, the_finding, the_incident

APRIL = ids.period_index(200104)
BILL = ids.bill_id(1, APRIL)
BOOK = ids.book_period_id(1, APRIL)
FIELD_AUDITOR = 71


def unloaded(*, sheet: str | None = None, misread: int = 40_000, mean: int = 100) -> Desk:
    """A book of one customer with a meter of ten times as much as it uses; a sheet signed at a minute of the day."""
    desk = Desk()
    desk.customer(1, digits=6, plate=(3, 220, 400))
    desk.rows["customer"][0]["opening_mean_kwh"] = mean
    before = desk.reading(1, 200103, 1000, "03-05")
    desk.bill(1, 200103, "03-06", ("02-05", 1000), ("03-05", 1000), before, 0, kwh=0)
    key = SCHEMA["handheld_log"].key.pack(book=1, period=APRIL, action="unload", number=0)
    own = {"book": 1, "period": 200104}
    if sheet is not None:
        desk.add("review_sheet", "04-12", sheet, ISSUER, id=BOOK, **own, readings=1, listed=0)
    line = {**own, "handheld": 1, "action": "unload", "signed_by": None, "condition": None}
    desk.add("handheld_log", "04-12", "17:10", ISSUER, id=key, **line)
    reading = desk.reading(1, 200104, 1100 + misread, "04-12")
    desk.batch(200104, "04-12")
    kwh = 100 + misread
    desk.bill(1, 200104, "04-13", ("03-05", 1000), ("04-12", 1000 + kwh), reading, kwh * 45, kwh=kwh)
    return desk


def reversed_on(desk: Desk, day: str, *, shown: int = 1110, staff: int = INSPECTOR, **case: Any) -> None:
    """The meter is read again, an inspector writes the case and the clerk the note."""
    ground = desk.reading(1, 200104, shown, day, kind="spot", staff=FIELD_AUDITOR, at="14:00")
    granted = {"amount_fen": 40_000 * 45, **case}
    desk.add(
        "case", day, "17:05", staff, id=BILL, bill=BILL, customer=1, **{"kind": "misread", "ground": ground, **granted}
    )
    note = {"bill": BILL, "customer": 1, "amount_fen": granted["amount_fen"], "ground": BILL, "approver": MANAGER}
    desk.add("credit_note", day, "17:20", ISSUER, id=BILL, **note)


def test_without_a_sheet_it_is_a_slip_until_a_large_bill_is_reversed() -> None:
    desk = unloaded()
    slip = the_finding(desk, "3.4")
    assert (slip.staff, slip.object_id, slip.consequence, slip.amount_fen) == (ISSUER, BOOK, False, 0)
    assert days(slip) == ("04-13", "04-13")
    reversed_on(desk, "04-20")
    finding = the_incident(desk, "3.4", "04-13")
    assert (finding.staff, finding.object_id, finding.amount_fen) == (ISSUER, BOOK, 1_800_000)
    assert (finding.discovered_by, finding.loss_fen, finding.caused_fen) == (INSPECTOR, 0, 0)
    assert days(finding) == ("04-13", "04-20")
    assert finding.inputs["large_kwh"] == [40_100]
    assert finding.inputs["large_mean_kwh"] == [91]
    tables = {table for table, _ in cited(finding)}
    assert {"handheld_log", "batch", "case", "credit_note", "bill", "reading"} <= tables
    assert not findings(desk, "3.1")
    assert not findings(desk, "3.5")
    [reader] = findings(desk, "2.2")
    assert (reader.staff, reader.consequence) == (READER, True)


@pytest.mark.parametrize(("sheet", "found"), [("17:05", 0), ("17:09", 0), ("17:10", 1), ("17:11", 1), (None, 1)])
def test_the_sheet_is_signed_before_the_unloading(sheet: str | None, found: int) -> None:
    desk = unloaded(sheet=sheet)
    reversed_on(desk, "04-20")
    assert len(findings(desk, "3.4")) == found


@pytest.mark.parametrize(
    ("misread", "mean", "consequence"),
    [(901, 100, True), (900, 100, False), (40_000, 14_582, True), (40_000, 14_583, False), (40_000, 0, False)],
)
def test_a_bill_is_large_above_the_floor_and_the_multiple_of_the_mean(
    misread: int, mean: int, consequence: bool
) -> None:
    desk = unloaded(misread=misread, mean=mean)
    reversed_on(desk, "04-20", amount_fen=misread * 45)
    [finding] = findings(desk, "3.4")
    assert finding.consequence is consequence


@pytest.mark.parametrize(
    "case",
    [
        {"kind": "disputed", "ground": None},
        {"kind": "meter_fault", "ground": None},
        {"ground": None},
        {"staff": ISSUER},
    ],
)
def test_another_case_or_the_maker_s_own_reverses_nothing(case: dict[str, Any]) -> None:
    desk = unloaded()
    reversed_on(desk, "04-20", **case)
    [finding] = findings(desk, "3.4")
    assert not finding.consequence
    assert finding.discovered_by == NONE


def test_a_case_that_no_register_bears_out_reverses_nothing() -> None:
    """A furnace: the later register goes on from the one that was billed."""
    desk = unloaded()
    reversed_on(desk, "04-20", shown=41_200)
    [finding] = findings(desk, "3.4")
    assert not finding.consequence


def test_what_was_drawn_and_never_read_has_no_batch_and_nothing_to_review() -> None:
    desk = unloaded()
    desk.rows["batch"].clear()
    assert not findings(desk, "3.4")
