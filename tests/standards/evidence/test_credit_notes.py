"""4.6: receivables written off at the window; and credits that only look like it."""

from __future__ import annotations

import pytest

from kaohe.sim.records import ids
from tests.standards.records_builder import COLLECTOR, ISSUER, MANAGER, Desk
from tests.standards.verdicts import cited, days, findings, the_finding

BILL = ids.bill_id(1, ids.period_index(200103))


def _billed() -> Desk:
    """100 kWh × 0.45 = 45.00 yuan, issued on 7 March."""
    desk = Desk()
    desk.customer(1)
    reading = desk.reading(1, 200103, 1100, "03-05")
    desk.bill(1, 200103, "03-07", ("02-05", 1000), ("03-05", 1100), reading, 4500)
    return desk


def _credit(desk: Desk, staff: int = COLLECTOR, grounded: bool = True, approver: int | None = MANAGER) -> None:
    if grounded:
        desk.add("case", "03-09", staff=staff, id=BILL, bill=BILL, customer=1, kind="disputed", amount_fen=4500)
    desk.add(
        "credit_note",
        "03-09",
        at="17:20",
        staff=staff,
        id=BILL,
        bill=BILL,
        customer=1,
        amount_fen=4500,
        ground=BILL if grounded else None,
        approver=approver,
    )


@pytest.mark.parametrize(("grounded", "approver"), [(False, MANAGER), (True, None), (True, COLLECTOR), (False, None)])
def test_a_credit_without_ground_or_another_approver_is_worth_what_it_sets_off(
    grounded: bool, approver: int | None
) -> None:
    desk = _billed()
    _credit(desk, grounded=grounded, approver=approver)
    finding = the_finding(desk, "4.6")
    assert (finding.staff, finding.amount_fen, finding.loss_fen) == (COLLECTOR, 4500, 4500)
    assert (finding.object_type, finding.object_id) == ("credit_note", BILL)
    assert days(finding) == ("03-09", "03-09")
    assert {table for table, _ in cited(finding)} == {"credit_note", "bill"} | ({"case"} if grounded else set())


def test_a_credit_with_a_case_and_another_s_approval_is_none() -> None:
    desk = _billed()
    _credit(desk)
    assert not findings(desk, "4.6")


def test_a_ground_that_is_no_case_is_no_ground() -> None:
    desk = _billed()
    desk.add(
        "credit_note",
        "03-09",
        staff=COLLECTOR,
        id=BILL,
        bill=BILL,
        customer=1,
        amount_fen=4500,
        ground=BILL,
        approver=MANAGER,
    )
    assert the_finding(desk, "4.6").amount_fen == 4500


def test_the_issuance_clerk_s_credit_is_not_a_collector_s() -> None:
    desk = _billed()
    _credit(desk, staff=ISSUER, grounded=False)
    assert not findings(desk, "4.6")
